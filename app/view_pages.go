// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"
	"math"

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
		if o.Accounts, err = b.accountStatus(ctx, q); err != nil {
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
// with "".
func (b *Books) DaysPage(ctx context.Context, account int64, before day.Day) (page []DayView, more bool, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		days, _, err := b.days(ctx, q, account)
		if err != nil {
			return err
		}
		chain, err := links(ctx, q, b.Adm.Key, account)
		if err != nil {
			return err
		}
		chain, _ = bank.Chain(chain)
		closes := map[day.Day]bank.Link{}
		for _, l := range chain {
			closes[l.Last] = l
		}
		for i := len(days) - 1; i >= 0; i-- {
			if before != "" && days[i].Day >= before {
				continue
			}
			if more = len(page) == PageSize; more {
				return nil
			}
			v := DayView{DayLine: days[i]}
			if l, found := closes[days[i].Day]; found {
				v.Statement, v.Label = l.ID, first(l.Sequence, string(l.Last))
			}
			page = append(page, v)
		}
		return nil
	})
	return page, more, err
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
