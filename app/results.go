// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"time"

	"rentmeester/day"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/db"
)

// resultMonths is how many months are shown, this one too, and of how many at most
// the baseline is made.
const resultMonths = 12

// Results is what came of the work, by month.
type Results struct {
	Months    []MonthResult  `json:"months"`              // the latest first
	Automatic string         `json:"automatic,omitempty"` // month in which something was first done without a person
	Since     MonthResult    `json:"since"`               // those months together, from that one on; Month is ""
	Baseline  Baseline       `json:"baseline"`
	Minutes   policy.Minutes `json:"minutes"` // that one of each takes a person, as policy assumes today
}

// MonthResult is what came of the work of a month.
type MonthResult struct {
	Month    string    `json:"month"`    // 2026-04
	Lines    Alone     `json:"lines"`    // decisions that explain money on the bank
	Codings  Alone     `json:"codings"`  // of invoices that were booked for the first time
	Invoices Alone     `json:"invoices"` // booked for the first time; alone: nobody touched them but who must approve
	Read     int       `json:"read"`     // of those, how many were booked as they were read
	Letters  int       `json:"letters"`  // sent
	Booked   Lead      `json:"booked"`   // of those that were booked: days since they came
	Paid     Lead      `json:"paid"`     // of those that were paid: days since they came
	Found    []Finding `json:"found"`
	Minutes  int       `json:"minutes"` // saved, less those that corrections took
}

// Alone says how much was done, how much of that without a person, and how much of
// that was put right since.
type Alone struct {
	All       int `json:"all"`
	Alone     int `json:"alone"`
	Corrected int `json:"corrected"`
}

func (a *Alone) add(b Alone) {
	a.All, a.Alone, a.Corrected = a.All+b.All, a.Alone+b.Alone, a.Corrected+b.Corrected
}

// Finding counts what was found wrong of a kind, with the money of those invoices.
type Finding struct {
	Kind     string `json:"kind"` // duplicate, iban, invalid, page, order, amount, refused
	Count    int    `json:"count"`
	Amount   Euro   `json:"amount"`
	Stopped  int    `json:"stopped"`  // the invoice was rejected
	Mended   int    `json:"mended"`   // it is no longer so
	Released int    `json:"released"` // a person let it through
	Open     int    `json:"open"`
}

// FindingKinds are the kinds of what is found, in the order in which they are shown.
var FindingKinds = []string{"duplicate", "iban", "invalid", "page", "order", "amount", "refused"}

// Baseline is how it went before: as policy says, else as the books have it of the
// months before anything was done without a person.
type Baseline struct {
	From   string     `json:"from,omitempty"` // months that were measured; "" none
	Until  string     `json:"until,omitempty"`
	Lines  BaseShare  `json:"lines"`
	Coding BaseShare  `json:"codings"`
	Whole  BaseShare  `json:"invoices"`
	Booked BaseMedian `json:"booked"`
	Paid   BaseMedian `json:"paid"`
}

// BaseShare is a share from 0 to 1.
type BaseShare struct {
	Share  float64 `json:"share"`
	Known  bool    `json:"known"`
	Stated bool    `json:"stated"` // policy says so
}

// BaseMedian is a number of days.
type BaseMedian struct {
	Days   int  `json:"days"`
	Known  bool `json:"known"`
	Stated bool `json:"stated"`
}

// Results counts what came of the work of the last twelve months, and how that stands
// to before.
func (b *Books) Results(ctx context.Context) (r Results, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		p, err := b.policy(ctx, q)
		if err != nil {
			return err
		}
		now := b.Now()
		settings := p.On(day.Of(now)).Results
		r.Minutes = settings.Minutes
		first, err := q.FirstResult(ctx, b.Adm.Key)
		if err != nil {
			return failed(err)
		}
		c := counting{Books: b, ctx: ctx, q: q, minutes: settings.Minutes}
		automatic := c.month(first.ByClaim, first.ByRule, first.Coded)
		began := c.month(first.ByPerson, first.ByClaim, first.ByRule, first.Coded, first.Booked)
		since := leads{spread{}, spread{}}
		r.Since.Found = findings()
		if began.IsZero() {
			began = monthOf(now)
		}
		for m, n := monthOf(now), 0; !m.Before(began) && n < resultMonths; m, n = m.AddDate(0, -1, 0), n+1 {
			one, l, err := c.count(m)
			if err != nil {
				return err
			}
			r.Months = append(r.Months, one)
			if !automatic.IsZero() && !m.Before(automatic) {
				r.Since.join(one)
				since.booked.join(l.booked)
				since.paid.join(l.paid)
			}
		}
		r.Since.Booked, r.Since.Paid = since.booked.lead(), since.paid.lead()
		if !automatic.IsZero() {
			r.Automatic = automatic.Format(monthForm)
		}
		if r.Baseline, err = c.before(began, automatic); err != nil {
			return err
		}
		r.Baseline.state(settings.Baseline)
		return nil
	})
	return r, err
}

const monthForm = "2006-01"

func monthOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, t.Location())
}

// counting is a count over the books of one moment.
type counting struct {
	*Books
	ctx     context.Context
	q       *db.Queries
	minutes policy.Minutes
}

// month gives the month of the earliest of some moments; the zero time: there is none.
func (c *counting) month(stamps ...string) (earliest time.Time) {
	for _, s := range stamps {
		at, err := time.Parse(time.RFC3339, s)
		if err == nil && (earliest.IsZero() || at.Before(earliest)) {
			earliest = at
		}
	}
	if earliest.IsZero() {
		return earliest
	}
	return monthOf(earliest.In(c.Now().Location()))
}

// leads are the days that invoices took.
type leads struct{ booked, paid spread }

// count counts a month.
func (c *counting) count(month time.Time) (m MonthResult, l leads, err error) {
	m.Month = month.Format(monthForm)
	since, until := store.Stamp(month), store.Stamp(month.AddDate(0, 1, 0))
	for _, step := range []func() error{
		func() error { return c.lines(&m, since, until) },
		func() error { return c.invoices(&m, since, until) },
		func() error { return c.found(&m, since, until) },
		func() (err error) { l, err = c.leads(month, since, until); return err },
	} {
		if err := step(); err != nil {
			return m, l, failed(err)
		}
	}
	letters, err := c.q.ResultLetters(c.ctx, db.ResultLettersParams{Adm: c.Adm.Key, Since: since, Until: until})
	if err != nil {
		return m, l, failed(err)
	}
	m.Letters = int(letters)
	m.Booked, m.Paid = l.booked.lead(), l.paid.lead()
	m.Minutes = c.saved(m)
	return m, l, nil
}

func (c *counting) lines(m *MonthResult, since, until string) error {
	rows, err := c.q.ResultLines(c.ctx, db.ResultLinesParams{Adm: c.Adm.Key, Since: since, Until: until})
	for _, row := range rows {
		m.Lines.All += int(row.Decided)
		if row.Ground != "" {
			m.Lines.Alone, m.Lines.Corrected = m.Lines.Alone+int(row.Decided), m.Lines.Corrected+int(row.Corrected)
		}
	}
	return err
}

func (c *counting) invoices(m *MonthResult, since, until string) error {
	rows, err := c.q.ResultInvoices(c.ctx, db.ResultInvoicesParams{Adm: c.Adm.Key, Since: since, Until: until})
	for _, row := range rows {
		n := int(row.Invoices)
		m.Invoices.add(Alone{n, n * int(1-row.Touched), n * int((1-row.Touched)*row.Reversed)})
		m.Codings.add(Alone{n, n * int(row.Coded), n * int(row.Coded*row.Recoded)})
		m.Read += n * int(1-row.Corrected)
	}
	return err
}

// findings gives one of each kind, of nothing yet.
func findings() []Finding {
	all := make([]Finding, len(FindingKinds))
	for i, kind := range FindingKinds {
		all[i].Kind = kind
	}
	return all
}

// join adds what came of another month; how long invoices took is not added up.
func (m *MonthResult) join(one MonthResult) {
	m.Lines.add(one.Lines)
	m.Codings.add(one.Codings)
	m.Invoices.add(one.Invoices)
	m.Read, m.Letters, m.Minutes = m.Read+one.Read, m.Letters+one.Letters, m.Minutes+one.Minutes
	for i, f := range one.Found {
		to := &m.Found[i]
		to.Count, to.Amount, to.Stopped = to.Count+f.Count, to.Amount+f.Amount, to.Stopped+f.Stopped
		to.Mended, to.Released, to.Open = to.Mended+f.Mended, to.Released+f.Released, to.Open+f.Open
	}
}

// found counts what was found wrong.
func (c *counting) found(m *MonthResult, since, until string) error {
	m.Found = findings()
	at := map[string]*Finding{}
	for i := range m.Found {
		at[m.Found[i].Kind] = &m.Found[i]
	}
	rows, err := c.q.ResultHolds(c.ctx, db.ResultHoldsParams{Adm: c.Adm.Key, Since: since, Until: until})
	if err != nil {
		return err
	}
	for _, row := range rows {
		f, n := at[row.Kind], int(row.Invoices)
		f.Count, f.Amount = f.Count+n, f.Amount+Euro(row.Payable)
		*map[string]*int{"stopped": &f.Stopped, "mended": &f.Mended, "released": &f.Released, "open": &f.Open}[row.Outcome] += n
	}
	copies, err := c.q.ResultCopies(c.ctx, db.ResultCopiesParams{Adm: c.Adm.Key, Since: since, Until: until})
	if err != nil {
		return err
	}
	twice := at["duplicate"]
	twice.Count, twice.Stopped, twice.Amount = twice.Count+int(copies.Copies), twice.Stopped+int(copies.Copies), twice.Amount+Euro(copies.Payable)
	refused, err := c.q.ResultRefused(c.ctx, db.ResultRefusedParams{Adm: c.Adm.Key, Since: since, Until: until})
	at["refused"].Count = int(refused)
	return err
}

// leads gives how long invoices took that were booked or paid in a month.
func (c *counting) leads(month time.Time, since, until string) (l leads, err error) {
	l = leads{spread{}, spread{}}
	booked, err := c.q.ResultBooked(c.ctx, db.ResultBookedParams{Adm: c.Adm.Key, Since: since, Until: until})
	if err != nil {
		return l, err
	}
	for _, row := range booked {
		l.booked.add(day.Day(row.Received), dayOfStamp(row.Hour+":00:00Z", c.Now().Location()), int(row.Invoices))
	}
	paid, err := c.q.ResultPaid(c.ctx, db.ResultPaidParams{Adm: c.Adm.Key, Since: string(day.Of(month)), Until: string(day.Of(month.AddDate(0, 1, -1)))})
	for _, row := range paid {
		l.paid.add(day.Day(row.Received), day.Day(row.Booked), int(row.Invoices))
	}
	return l, err
}

// saved gives the minutes that persons did not have to work, as policy assumes. What
// was put right was no help, and took time of its own.
func (c *counting) saved(m MonthResult) int {
	corrected := m.Lines.Corrected + m.Codings.Corrected
	return (m.Lines.Alone-m.Lines.Corrected)*c.minutes.BankLine + (m.Codings.Alone-m.Codings.Corrected)*c.minutes.Coding +
		m.Read*c.minutes.Reading + m.Letters*c.minutes.Letter - corrected*c.minutes.Correction
}

// before measures how it went in the months before anything was done without a person.
func (c *counting) before(began, automatic time.Time) (base Baseline, err error) {
	if automatic.IsZero() {
		automatic = monthOf(c.Now()) // this month is not over
	}
	var lines, codings, whole Alone
	booked, paid := spread{}, spread{}
	for m, n := automatic.AddDate(0, -1, 0), 0; !m.Before(began) && n < resultMonths; m, n = m.AddDate(0, -1, 0), n+1 {
		one, l, err := c.count(m)
		if err != nil {
			return base, err
		}
		lines.add(one.Lines)
		codings.add(one.Codings)
		whole.add(one.Invoices)
		booked.join(l.booked)
		paid.join(l.paid)
		base.From = one.Month
		if base.Until == "" {
			base.Until = one.Month
		}
	}
	base.Lines, base.Coding, base.Whole = lines.base(), codings.base(), whole.base()
	base.Booked, base.Paid = booked.base(), paid.base()
	return base, nil
}

func (a Alone) base() BaseShare {
	if a.All == 0 {
		return BaseShare{}
	}
	return BaseShare{Share: float64(a.Alone) / float64(a.All), Known: true}
}

// state puts what policy says in the place of what was measured.
func (base *Baseline) state(said policy.Baseline) {
	for _, one := range []struct {
		said *int
		to   *BaseShare
	}{{said.BankLines, &base.Lines}, {said.Codings, &base.Coding}, {said.Invoices, &base.Whole}} {
		if one.said != nil {
			*one.to = BaseShare{Share: float64(*one.said) / 100, Known: true, Stated: true}
		}
	}
	for _, one := range []struct {
		said *int
		to   *BaseMedian
	}{{said.BookedDays, &base.Booked}, {said.PaidDays, &base.Paid}} {
		if one.said != nil {
			*one.to = BaseMedian{Days: *one.said, Known: true, Stated: true}
		}
	}
}
