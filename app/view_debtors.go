// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"math"
	"strings"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/store/db"
)

// DebtorView is who owes us something that is open.
type DebtorView struct {
	Number, Name string
	Items        int
	Open, Late   money.Cents // Late: of Open, past its last day
	Oldest       day.Day     // first last day of what is open; "" not known
}

// DebtView is what is owed to us by all.
type DebtView struct {
	Debtors      int
	Open, Late   money.Cents
	Nameless     int // items of nobody that is known by a number
	NamelessOpen money.Cents
}

// DebtPlace is where a page of debtors ends.
type DebtPlace struct {
	Open   money.Cents
	Number string
}

// Most is the place before the first debtor.
var Most = DebtPlace{Open: math.MaxInt64}

// Debtors gives who owes us most first, and what is owed in all.
func (b *Books) Debtors(ctx context.Context, query string, after DebtPlace) (list []DebtorView, all DebtView, more bool, err error) {
	today := string(day.Of(b.Now()))
	err = b.read(ctx, func(q *db.Queries) error {
		t, err := q.DebtTotals(ctx, db.DebtTotalsParams{Adm: b.Adm.Key, Today: today})
		if err != nil {
			return failed(err)
		}
		all = DebtView{int(t.Debtors), money.Cents(t.Open), money.Cents(t.Late), int(t.Nameless), money.Cents(t.NamelessOpen)}
		rows, err := b.debtorRows(ctx, q, query, after)
		if more = len(rows) > PageSize; more {
			rows = rows[:PageSize]
		}
		for _, r := range rows {
			list = append(list, DebtorView{Number: r.PartyNumber, Name: r.PartyName, Items: int(r.Items), Open: money.Cents(r.Open), Late: money.Cents(r.Late), Oldest: day.Day(r.Oldest)})
		}
		return failed(err)
	})
	return list, all, more, err
}

func (b *Books) debtorRows(ctx context.Context, q *db.Queries, query string, after DebtPlace) (rows []db.DebtorsRow, err error) {
	today := string(day.Of(b.Now()))
	if strings.TrimSpace(query) == "" {
		all, err := q.DebtorsAll(ctx, db.DebtorsAllParams{Adm: b.Adm.Key, Today: today, Under: int64(after.Open), After: after.Number, Page: PageSize + 1})
		for _, r := range all {
			rows = append(rows, db.DebtorsRow(r))
		}
		return rows, err
	}
	w := books.Words(query)
	return q.Debtors(ctx, db.DebtorsParams{Adm: b.Adm.Key, Today: today, Word1: w[0], Word2: w[1], Word3: w[2], Word4: w[3],
		Under: int64(after.Open), After: after.Number, Page: PageSize + 1})
}

// DebtorPage is one debtor with what is open and what was paid.
type DebtorPage struct {
	DebtorView
	IBAN     string
	Settled  money.Cents // of all that was ever asked
	Owed     []OwedItem  // a page of them, the oldest first
	More     bool        // than these are open
	Payments []DebtPayment
	Earlier  bool // payments than these are kept too
}

// OwedItem is an open item of a debtor.
type OwedItem struct {
	ID                                       int64
	Number, Currency, Reference, Description string
	Issued, Due                              day.Day
	Amount, Open                             money.Cents
}

// DebtPayment is what a bank line settled of an item, or took back of it.
type DebtPayment struct {
	Item, Payer, Actor, StatementLabel string
	Booked                             day.Day
	Amount                             money.Cents
	Line, Statement                    int64
}

// OwedPlace is where a page of open items ends.
type OwedPlace struct {
	Due  day.Day
	Item int64
}

// Debtor gives one by his number. Errors: app.no-debtor.
func (b *Books) Debtor(ctx context.Context, number string, after OwedPlace) (p DebtorPage, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		head, err := q.DebtorHead(ctx, db.DebtorHeadParams{Adm: b.Adm.Key, Today: string(day.Of(b.Now())), PartyNumber: number})
		switch {
		case err != nil:
			return failed(err)
		case head.Items == 0 || number == "":
			return fault.New("app.no-debtor", "number", number)
		}
		p = DebtorPage{DebtorView: DebtorView{Number: number, Name: head.PartyName, Open: money.Cents(head.Open), Late: money.Cents(head.Late)},
			IBAN: head.Iban, Settled: money.Cents(head.Settled)}
		if err := b.owedBy(ctx, q, &p, after); err != nil {
			return err
		}
		return b.paidBy(ctx, q, &p)
	})
	return p, err
}

func (b *Books) owedBy(ctx context.Context, q *db.Queries, p *DebtorPage, after OwedPlace) error {
	rows, err := q.DebtorItems(ctx, db.DebtorItemsParams{Adm: b.Adm.Key, PartyNumber: p.Number, AfterDue: string(after.Due), After: after.Item, Page: PageSize + 1})
	if p.More = len(rows) > PageSize; p.More {
		rows = rows[:PageSize]
	}
	for _, r := range rows {
		p.Owed = append(p.Owed, OwedItem{ID: r.ID, Number: r.Number, Currency: r.Currency, Reference: r.Reference, Description: r.Description,
			Issued: day.Day(r.Issued), Due: day.Day(r.Due), Amount: money.Cents(r.Amount), Open: money.Cents(r.Amount - r.Settled)})
	}
	return failed(err)
}

func (b *Books) paidBy(ctx context.Context, q *db.Queries, p *DebtorPage) error {
	rows, err := q.DebtorPayments(ctx, db.DebtorPaymentsParams{Adm: b.Adm.Key, PartyNumber: p.Number, Page: PageSize + 1})
	if p.Earlier = len(rows) > PageSize; p.Earlier {
		rows = rows[:PageSize]
	}
	for _, r := range rows {
		p.Payments = append(p.Payments, DebtPayment{Item: r.Number, Payer: r.PartyName, Actor: r.Actor, Booked: day.Day(r.Booked), Amount: money.Cents(r.Amount),
			Line: r.LineID, Statement: r.StatementID, StatementLabel: first(first(r.Sequence, r.BankID), r.Booked)})
	}
	return failed(err)
}
