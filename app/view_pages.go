// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"
	"math"
	"slices"

	"rentmeester/bank"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/store/db"
)

// OverviewView is the first page: the status and what waits.
type OverviewView struct {
	Status
	In, Out money.Cents // left of the lines on the worklist; Out is negative
	Oldest  day.Day     // booking day of the oldest of them; "" when nothing waits
}

// Overview gives the totals, the accounts and what waits, of one moment.
func (b *Books) Overview(ctx context.Context) (o OverviewView, err error) {
	o.Status = Status{Administration: b.Adm.Name, Accounts: []AccountStatus{}}
	err = b.read(ctx, func(q *db.Queries) error {
		if err := b.countAll(ctx, q, &o.Status); err != nil {
			return err
		}
		if o.Accounts, err = b.accountStatus(ctx, q, b.lately(ctx, q)); err != nil {
			return err
		}
		w, err := q.Waiting(ctx, b.Adm.Key)
		o.In, o.Out, o.Oldest = money.Cents(w.SumIn), money.Cents(w.SumOut), day.Day(w.Oldest)
		return failed(err)
	})
	return o, err
}

// Version changes with every act on the books: what was read under one version
// is still so while that version stands.
func (b *Books) Version(ctx context.Context) (version int64, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		head, err := q.AuditHead(ctx, b.Adm.Key)
		version = head.AuditSeq
		return failed(err)
	})
	return version, err
}

// DayView is the "sluitend" line of a day with the statement that closes it.
type DayView struct {
	DayLine
	Statement int64 // 0 none
	Label     string
}

// DaysPage gives the days of an account before a day, the latest first. Begin
// with "". It reads these days, and of those before them the sum.
func (b *Books) DaysPage(ctx context.Context, account int64, before day.Day) (page []DayView, more bool, err error) {
	if before == "" {
		before = "9999-12-31"
	}
	err = b.read(ctx, func(q *db.Queries) error {
		c, err := b.chain(ctx, q, account)
		if err != nil || len(c.links) == 0 {
			return err
		}
		rows, err := q.DaySumsBefore(ctx, db.DaySumsBeforeParams{Adm: b.Adm.Key, AccountID: account, Before: string(before), Page: PageSize + 1})
		if err != nil {
			return failed(err)
		}
		closes := c.links[:c.until(before)]
		var first day.Day
		if first, more = firstOfPage(rows, closes); first == "" {
			return nil
		}
		rows = rows[:slices.IndexFunc(append(rows, db.DaySum{}), func(r db.DaySum) bool { return day.Day(r.Day) < first })]
		slices.Reverse(rows)
		sums, err := q.DaySumsTill(ctx, db.DaySumsTillParams{Adm: b.Adm.Key, AccountID: account, Before: string(first)})
		if err != nil {
			return failed(err)
		}
		closes = closes[c.until(first):]
		days := c.lines(sums, rows, closes)
		later, err := b.anyLater(ctx, q, account, c, before)
		if err != nil {
			return err
		}
		if !later {
			days = c.close(days)
		}
		page = viewDays(days, closes)
		return nil
	})
	return page, more, err
}

// firstOfPage gives the earliest day of a page: of the days that have sums, the latest
// first, and those on which a statement closes, in order; "" there is none. There is
// more when these have days before it.
func firstOfPage(rows []db.DaySum, closes []bank.Link) (first day.Day, more bool) {
	for n := 0; len(rows)+len(closes) > 0; n++ {
		if n == PageSize {
			return first, true
		}
		first = ""
		if len(rows) > 0 {
			first = day.Day(rows[0].Day)
		}
		if len(closes) > 0 {
			first = max(first, closes[len(closes)-1].Last)
		}
		for len(closes) > 0 && closes[len(closes)-1].Last == first {
			closes = closes[:len(closes)-1]
		}
		if len(rows) > 0 && day.Day(rows[0].Day) == first {
			rows = rows[1:]
		}
	}
	return first, false
}

// anyLater says whether the account has days from a day on.
func (b *Books) anyLater(ctx context.Context, q *db.Queries, account int64, c chain, from day.Day) (bool, error) {
	if c.links[len(c.links)-1].Last >= from {
		return true, nil
	}
	last, err := q.DaySumsBefore(ctx, db.DaySumsBeforeParams{Adm: b.Adm.Key, AccountID: account, Before: "9999-12-31", Page: 1})
	return len(last) > 0 && day.Day(last[0].Day) >= from, failed(err)
}

// viewDays shows days with the statements that close them, the latest first.
func viewDays(days []DayLine, closes []bank.Link) (page []DayView) {
	last := map[day.Day]bank.Link{}
	for _, l := range closes {
		last[l.Last] = l
	}
	for _, d := range slices.Backward(days) {
		v := DayView{DayLine: d}
		if l, found := last[d.Day]; found {
			v.Statement, v.Label = l.ID, first(l.Sequence, string(l.Last))
		}
		page = append(page, v)
	}
	return page
}

// DecisionsPage gives decisions, the newest first, before the one given. Begin
// with 0.
func (b *Books) DecisionsPage(ctx context.Context, before int64) (page []DecisionView, more bool, err error) {
	if before == 0 {
		before = math.MaxInt64
	}
	err = b.read(ctx, func(q *db.Queries) error {
		rows, err := q.ViewDecisions(ctx, db.ViewDecisionsParams{Adm: b.Adm.Key, Before: before, Page: PageSize + 1})
		if err != nil {
			return failed(err)
		}
		if more = len(rows) > PageSize; more {
			rows = rows[:PageSize]
		}
		look := b.newViewer(ctx, q)
		for _, r := range rows {
			line, err := viewLine(r.BankLine, r.Entry, r.Statement, r.Account)
			if err != nil {
				return err
			}
			d, err := look.decision(r.Decision, line)
			if err != nil {
				return err
			}
			page = append(page, d)
		}
		return nil
	})
	return page, more, err
}

// QuarantinePage gives what stands in quarantine, the newest first, before the
// one given. Begin with 0.
func (b *Books) QuarantinePage(ctx context.Context, before int64) (page []Quarantined, more bool, err error) {
	if before == 0 {
		before = math.MaxInt64
	}
	err = b.read(ctx, func(q *db.Queries) error {
		rows, err := q.ViewQuarantine(ctx, db.ViewQuarantineParams{Adm: b.Adm.Key, Before: before, Page: PageSize + 1})
		if err != nil {
			return failed(err)
		}
		if more = len(rows) > PageSize; more {
			rows = rows[:PageSize]
		}
		for _, r := range rows {
			finding := &fault.Error{Code: r.Quarantine.Code}
			if err := json.Unmarshal([]byte(r.Quarantine.Args), &finding.Args); err != nil {
				return failed(err)
			}
			page = append(page, Quarantined{r.Quarantine.ID, r.FileName, r.Quarantine.Sha256, r.Quarantine.Subject, r.Quarantine.Since, finding})
		}
		return nil
	})
	return page, more, err
}
