// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"cmp"
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"rentmeester/app/invoices"
	"rentmeester/app/payments"
	"rentmeester/app/people"
	"rentmeester/approval"
	"rentmeester/attention"
	"rentmeester/autopilot"
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/policy"
	"rentmeester/store/db"
)

// Mine is what waits for one person and nobody else.
type Mine struct {
	Invoices []invoices.Listed // for his approval or his answer
	Runs     []payments.Run    // that he may release
	Requests []people.Request  // that he may confirm
}

// gathering gathers what waits, to be ranked.
type gathering struct {
	*Books
	policy.Attention
	ctx   context.Context
	q     *db.Queries
	today day.Day
	mine  Mine
	watch Watch

	reach   int                // how much of each order is looked at
	matters []attention.Matter // found
	bounds  []attention.Matter // what was left out is no more than these
	of      map[attention.Matter]Need
}

// gather says how each kind is found.
var gather = map[NeedKind]func(*gathering) error{
	NeedLine:       (*gathering).lines,
	NeedHeld:       func(g *gathering) error { return g.invoices(NeedHeld, string(invoices.Held)) },
	NeedCoding:     func(g *gathering) error { return g.invoices(NeedCoding, string(invoices.Coding)) },
	NeedApproval:   (*gathering).approvals,
	NeedLate:       (*gathering).late,
	NeedDocument:   (*gathering).documents,
	NeedRun:        (*gathering).runs,
	NeedQuarantine: (*gathering).quarantine,
	NeedLetter:     (*gathering).letters,
	NeedMandate:    (*gathering).mandatesToStop,
	NeedAccount:    (*gathering).accounts,
	NeedProject:    (*gathering).projects,
	NeedAutopilot:  (*gathering).steppedDown,
	NeedStaffing:   (*gathering).staffPlan,
	NeedPeople:     func(g *gathering) error { return g.requests(NeedPeople) },
	NeedPolicy:     func(g *gathering) error { return g.requests(NeedPolicy) },
}

// add adds one that waits.
func (g *gathering) add(n Need) {
	m := attention.Matter{Kind: string(n.Kind), ID: n.ID, Amount: money.Cents(n.Amount), Due: n.Due, Doubt: n.Doubt}
	g.of[m] = n
	g.matters = append(g.matters, m)
}

// order gives what comes first in an order.
type order func(reach int32) ([]Need, error)

// ends adds what is at the ends of several orders, each once, and says what others
// there can be: later than the last of the first order, and smaller than the last of
// the two others.
func (g *gathering) ends(orders ...order) error {
	seen, last := map[string]bool{}, []Need{}
	for _, in := range orders {
		list, err := in(int32(g.reach))
		if err != nil {
			return failed(err)
		}
		for _, n := range list {
			if !seen[n.ID] {
				seen[n.ID] = true
				g.add(n)
			}
		}
		if len(list) < g.reach {
			return nil // the first order has them all
		}
		last = append(last, list[len(list)-1])
	}
	amount := max(money.Cents(last[1].Amount).Abs(), money.Cents(last[2].Amount).Abs())
	g.bounds = append(g.bounds, attention.Matter{Due: last[0].Due, Amount: amount, Doubt: 1})
	return nil
}

// each makes needs of the rows of a query.
func each[Row any](rows []Row, err error, need func(Row) Need) ([]Need, error) {
	list := make([]Need, len(rows))
	for i, row := range rows {
		list[i] = need(row)
	}
	return list, err
}

// lines adds what is on the worklist: the oldest and the largest.
func (g *gathering) lines() error {
	adm := g.Adm.Key
	need := func(r db.OldestLinesRow) Need {
		return Need{Kind: NeedLine, ID: formatID(r.ID), Name: r.PartyName, Amount: Euro(r.LeftAmount), Currency: r.Currency,
			Due: day.Day(r.Booked).Add(g.BankDays), Doubt: 1 - r.Probability}
	}
	return g.ends(
		func(n int32) ([]Need, error) {
			rows, err := g.q.OldestLines(g.ctx, db.OldestLinesParams{Adm: adm, Page: n})
			return each(rows, err, need)
		},
		func(n int32) ([]Need, error) {
			rows, err := g.q.LargestIn(g.ctx, db.LargestInParams{Adm: adm, Page: n})
			return each(rows, err, func(r db.LargestInRow) Need { return need(db.OldestLinesRow(r)) })
		},
		func(n int32) ([]Need, error) {
			rows, err := g.q.LargestOut(g.ctx, db.LargestOutParams{Adm: adm, Page: n})
			return each(rows, err, func(r db.LargestOutRow) Need { return need(db.OldestLinesRow(r)) })
		})
}

// invoices adds invoices in a state: the most urgent and the largest. What is held
// somebody doubts; of what waits for a coding the proposal says how sure it is.
func (g *gathering) invoices(kind NeedKind, state string) error {
	adm := g.Adm.Key
	need := func(r db.UrgentInvoicesRow) Need {
		n := Need{Kind: kind, ID: formatID(r.ID), Name: cmp.Or(r.KnownName, r.SupplierName), Number: r.Number, Amount: Euro(r.Payable),
			Currency: r.Currency, Due: day.Day(r.PayBy), Doubt: 1}
		if kind == NeedCoding {
			n.Doubt = 1 - r.Probability
		}
		return n
	}
	return g.ends(
		func(n int32) ([]Need, error) {
			rows, err := g.q.UrgentInvoices(g.ctx, db.UrgentInvoicesParams{Adm: adm, State: state, Page: n})
			return each(rows, err, need)
		},
		func(n int32) ([]Need, error) {
			rows, err := g.q.LargestInvoices(g.ctx, db.LargestInvoicesParams{Adm: adm, State: state, Page: n})
			return each(rows, err, func(r db.LargestInvoicesRow) Need { return need(db.UrgentInvoicesRow(r)) })
		},
		func(n int32) ([]Need, error) {
			rows, err := g.q.SmallestInvoices(g.ctx, db.SmallestInvoicesParams{Adm: adm, State: state, Page: n})
			return each(rows, err, func(r db.SmallestInvoicesRow) Need { return need(db.UrgentInvoicesRow(r)) })
		})
}

func (g *gathering) approvals() error {
	for _, l := range g.mine.Invoices {
		g.add(Need{Kind: NeedApproval, ID: formatID(l.ID), Name: l.Name, Number: l.Number, Amount: l.Payable, Currency: l.Currency, Due: l.Last})
	}
	return nil
}

// late adds what is booked and must be paid by now, or nearly.
func (g *gathering) late() error {
	rows, err := g.lateOnes()
	for _, r := range rows {
		g.add(Need{Kind: NeedLate, ID: formatID(r.ID), Name: cmp.Or(r.KnownName, r.SupplierName), Number: r.Number, Amount: Euro(r.LeftAmount),
			Currency: r.Currency, Due: day.Day(r.PayBy)})
	}
	return err
}

func (g *gathering) lateOnes() ([]db.LateInvoicesRow, error) {
	rows, err := g.q.LateInvoices(g.ctx, db.LateInvoicesParams{Adm: g.Adm.Key, Until: string(g.today.Add(g.OtherDays)), Page: mostOf})
	return rows, failed(err)
}

// documents adds what nothing could read, and what a person must say the kind of. It
// may be an invoice, and then the days of the law count.
func (g *gathering) documents() error {
	for _, state := range []string{"unread", "asked"} {
		rows, err := g.q.WaitingDocuments(g.ctx, db.WaitingDocumentsParams{Adm: g.Adm.Key, State: state, Page: mostOf})
		if err != nil {
			return failed(err)
		}
		for _, r := range rows {
			n := Need{Kind: NeedDocument, ID: formatID(r.ID), Name: r.Name, Number: r.Sender, Doubt: 1, Why: Reason{Code: "needs.document." + state}}
			if d := dayOfStamp(r.Received, g.Now().Location()); d != "" {
				n.Due = d.Add(approval.LegalDays)
			}
			if state == "asked" {
				n.Doubt = 1 - r.Probability
			}
			g.add(n)
		}
	}
	return nil
}

func (g *gathering) runs() error {
	for _, r := range g.mine.Runs {
		g.add(Need{Kind: NeedRun, ID: formatID(r.ID), Name: r.MadeBy, Number: r.MessageID, Amount: r.Total, Due: r.Execution})
	}
	return nil
}

func (g *gathering) quarantine() error {
	rows, err := g.q.QuarantineWaits(g.ctx, db.QuarantineWaitsParams{Adm: g.Adm.Key, Page: mostOf})
	if err != nil {
		return failed(err)
	}
	for _, r := range rows {
		n := Need{Kind: NeedQuarantine, ID: formatID(r.ID), Name: r.FileName, Number: r.Subject, Due: g.soon(r.Since), Doubt: 1, Why: Reason{Code: r.Code}}
		if err := json.Unmarshal([]byte(r.Args), &n.Why.Args); err != nil {
			return failed(err)
		}
		g.add(n)
	}
	return nil
}

func (g *gathering) letters() error {
	rows, err := g.q.LettersFailed(g.ctx, db.LettersFailedParams{Adm: g.Adm.Key, Page: mostOf})
	if err != nil {
		return failed(err)
	}
	for _, r := range rows {
		n := Need{Kind: NeedLetter, ID: formatID(r.ID), Name: r.Recipient, Number: r.Subject, Due: g.soon(r.Ended), Why: Reason{Code: r.Code}}
		if err := json.Unmarshal([]byte(r.Args), &n.Why.Args); err != nil {
			return failed(err)
		}
		g.add(n)
	}
	return nil
}

// mandatesToStop adds these with what was ordered under them, to be stopped before
// that is collected.
func (g *gathering) mandatesToStop() error {
	for _, m := range g.watch.Mandates {
		last := m.Failures[0]
		n := Need{Kind: NeedMandate, ID: m.Mandate, Name: m.Party, Number: m.Mandate, Amount: Euro(last.Amount), Due: last.Day.Add(g.BankDays), Why: m.Stop}
		if len(m.Orders) > 0 {
			n.Amount, n.Due = Euro(m.Orders[0].Amount), m.Orders[0].Day
		}
		g.add(n)
	}
	return nil
}

func (g *gathering) accounts() error {
	for _, a := range g.watch.Accounts {
		g.add(Need{Kind: NeedAccount, ID: a.IBAN, Name: a.Name, Number: a.IBAN, Amount: a.Closing - a.Worklist - a.Booked, Currency: a.Currency,
			Due: a.Since.Add(g.OtherDays), Doubt: 1, Why: Reason{Code: a.Reason}})
	}
	return nil
}

// newsDays is how long it is news that the autopilot stepped down.
const newsDays = 14

// steppedDown adds that the autopilot does less because what it did, or claimed,
// proved wrong too often.
func (g *gathering) steppedDown() error {
	bank, err := lastStanding(g.ctx, g.q, g.Adm.Key)
	if err != nil {
		return err
	}
	coding, err := g.Invoices().LastStanding(g.ctx, g.q)
	if err != nil {
		return err
	}
	for id, s := range map[string]autopilot.Standing{"bank": bank, "coding": coding} {
		since := dayOfStamp(s.Since, g.Now().Location())
		wrong := strings.Contains(s.Why, "-wrong") || strings.HasSuffix(s.Why, ".refuted")
		if wrong && since != "" && since.Add(newsDays) > g.today {
			g.add(Need{Kind: NeedAutopilot, ID: id, Due: since.Add(g.OtherDays), Doubt: 1, Why: because(s)})
		}
	}
	return nil
}

// requests adds what another asked and this person may confirm.
func (g *gathering) requests(kind NeedKind) error {
	for _, a := range g.mine.Requests {
		if (a.Kind == people.AskPolicy) == (kind == NeedPolicy) {
			g.add(Need{Kind: kind, ID: formatID(a.ID), Name: a.Name, Number: a.MadeBy, Due: g.soon(a.MadeAt)})
		}
	}
	return nil
}

// soon gives the day by which that should be done which has no deadline of its own.
func (g *gathering) soon(stamp string) day.Day {
	d := dayOfStamp(stamp, g.Now().Location())
	if d == "" {
		return ""
	}
	return d.Add(g.OtherDays)
}

// count counts what waits of each kind.
func (g *gathering) count(kinds []NeedKind) (groups []NeedGroup, err error) {
	gathered := map[NeedKind]NeedGroup{} // of what is gathered as a whole, or as much as is counted
	for _, m := range g.matters {
		c := gathered[NeedKind(m.Kind)]
		c.Count, c.Sum = c.Count+1, c.Sum+Euro(m.Amount.Abs())
		c.More = c.Count >= mostOf
		gathered[NeedKind(m.Kind)] = c
	}
	for _, kind := range kinds {
		c := gathered[kind]
		switch kind {
		case NeedLine:
			c, err = g.countLines()
		case NeedHeld, NeedCoding:
			c, err = g.countInvoices(kind)
		case NeedDocument:
			n, fails := g.q.CountDocumentsIn(g.ctx, g.Adm.Key)
			c, err = NeedGroup{Count: int(n)}, failed(fails)
		}
		if err != nil {
			return nil, err
		}
		if c.Kind = kind; c.Count > 0 {
			groups = append(groups, c)
		}
	}
	return groups, nil
}

func (g *gathering) countLines() (c NeedGroup, err error) {
	n, err := g.q.CountOpenLines(g.ctx, g.Adm.Key)
	if err != nil {
		return c, failed(err)
	}
	sums, err := g.q.Waiting(g.ctx, g.Adm.Key)
	return NeedGroup{Count: int(n), Sum: Euro(sums.SumIn - sums.SumOut)}, failed(err)
}

func (g *gathering) countInvoices(kind NeedKind) (c NeedGroup, err error) {
	rows, err := g.q.CountWaitingInvoices(g.ctx, g.Adm.Key)
	for _, r := range rows {
		if r.State == string(kind) {
			c.Count, c.Sum = int(r.Invoices), Euro(r.Payable)
		}
	}
	return c, failed(err)
}

func formatID(id int64) string { return strconv.FormatInt(id, 10) }

func parseID(id string) (int64, error) { return strconv.ParseInt(id, 10, 64) }

// dayOfStamp gives the day of a moment as the tables keep it, "" when there is none.
func dayOfStamp(stamp string, in *time.Location) day.Day {
	at, err := time.Parse(time.RFC3339, stamp)
	if err != nil {
		return ""
	}
	return day.Of(at.In(in))
}
