// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"strconv"
	"strings"

	"rentmeester/app"
	"rentmeester/autopilot"
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/web"
)

// Debtors implements web.Debtors. Its cursor is a sum and a number.
func (s *Source) Debtors(ctx context.Context, query, cursor string) (l web.DebtorList, err error) {
	after := app.Most
	if cursor != "" {
		open, number, _ := strings.Cut(cursor, "_")
		sum, err := strconv.ParseInt(open, 10, 64)
		if err != nil {
			return l, badCursor()
		}
		after = app.DebtPlace{Open: money.Cents(sum), Number: number}
	}
	list, all, more, err := s.books.Debtors(ctx, query, after)
	if err != nil {
		return l, translate(err)
	}
	l = web.DebtorList{Count: all.Debtors, Open: all.Open, Late: all.Late, Nameless: all.Nameless, NamelessOpen: all.NamelessOpen}
	for _, d := range list {
		l.Debtors = append(l.Debtors, debtorOf(d))
	}
	if more {
		last := list[len(list)-1]
		l.Next = strconv.FormatInt(int64(last.Open), 10) + "_" + last.Number
	}
	return l, nil
}

func debtorOf(d app.DebtorView) web.DebtorHead {
	return web.DebtorHead{Number: d.Number, Name: d.Name, Items: d.Items, Open: d.Open, Late: d.Late, Oldest: d.Oldest}
}

// Debtor implements web.Debtors. Its cursor is a day and an item.
func (s *Source) Debtor(ctx context.Context, number, cursor string) (w web.Debtor, err error) {
	var after app.OwedPlace
	if cursor != "" {
		due, item, _ := strings.Cut(cursor, "_")
		key, err := strconv.ParseInt(item, 10, 64)
		if err != nil {
			return w, badCursor()
		}
		after = app.OwedPlace{Due: day.Day(due), Item: key}
	}
	d, err := s.books.Debtor(ctx, number, after)
	if err != nil {
		return w, translate(err)
	}
	w = web.Debtor{DebtorHead: debtorOf(d.DebtorView), IBAN: d.IBAN, Settled: d.Settled, Earlier: d.Earlier}
	for _, o := range d.Owed {
		w.Owed = append(w.Owed, web.OwedItem{Number: o.Number, Text: o.Description, Reference: o.Reference, Currency: o.Currency, Issued: o.Issued, Due: o.Due, Amount: o.Amount, Open: o.Open})
	}
	if d.More {
		last := d.Owed[len(d.Owed)-1]
		w.Next = string(last.Due) + "_" + id(last.ID)
	}
	for _, p := range d.Payments {
		if p.Actor == autopilot.Actor {
			p.Actor = ""
		}
		w.Payments = append(w.Payments, web.DebtPayment{Booked: p.Booked, Amount: p.Amount, Item: p.Item, Payer: p.Payer, Line: id(p.Line), Statement: id(p.Statement),
			StatementLabel: p.StatementLabel, By: p.Actor})
	}
	return w, nil
}
