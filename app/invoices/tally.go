// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/store/db"
)

// Tally counts documents, invoices and suppliers by their states.
func (d *Desk) Tally(ctx context.Context) (c Counts, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		c, err = d.Count(ctx, q)
		return err
	})
	return c, err
}

// BookingView is a journal entry of an invoice.
type BookingView struct {
	Day      day.Day      `json:"day"`
	Text     string       `json:"text"`
	By       string       `json:"by"`
	At       string       `json:"at"`
	Reverses bool         `json:"reverses,omitempty"` // it takes another one back
	Lines    []BookedLine `json:"lines"`
}

// BookedLine is a line of a journal entry; debit is positive.
type BookedLine struct {
	Account    string      `json:"account"`
	Role       string      `json:"role"`
	Amount     money.Cents `json:"-"`
	Dimensions string      `json:"dimensions,omitempty"`
}

// Bookings gives the journal entries of an invoice, in order.
func (d *Desk) Bookings(ctx context.Context, invoice int64) (all []BookingView, err error) {
	all = []BookingView{}
	err = d.Read(ctx, func(q *db.Queries) error {
		rows, err := q.BookingsOfInvoice(ctx, db.BookingsOfInvoiceParams{Adm: d.Adm.Key, InvoiceID: invoice})
		if err != nil {
			return books.Failed(err)
		}
		for _, b := range rows {
			lines, err := q.JournalByID(ctx, db.JournalByIDParams{Adm: d.Adm.Key, ID: b.JournalID})
			if err != nil {
				return books.Failed(err)
			}
			v := BookingView{By: b.Actor, At: b.At, Reverses: b.Reverses != 0, Lines: []BookedLine{}}
			for _, l := range lines {
				v.Day, v.Text = day.Day(l.Day), l.Text
				v.Lines = append(v.Lines, BookedLine{l.Account, l.Role, money.Cents(l.Amount), l.Dimensions})
			}
			all = append(all, v)
		}
		return nil
	})
	return all, err
}
