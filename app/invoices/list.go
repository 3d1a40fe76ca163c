// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/store/db"
)

// Filter says which are wanted: in a state, and with words in them.
type Filter struct {
	State string
	Query string
	Limit int
	Skip  int
	After SupplierPlace // of suppliers
}

// SupplierPlace is where a page of suppliers ends.
type SupplierPlace struct {
	Number string
	ID     int64
}

// InvoiceFilter says which invoices are wanted.
type InvoiceFilter struct {
	Filter
	Supplier string // number
	Hold     string // kind of an open hold
	After    Place
}

// Place is where a page of invoices ends: the zero value is before the first.
type Place struct {
	Settled bool // paid or rejected: nothing is urgent any more
	PayBy   string
	ID      int64
}

// Page is a piece of a list of invoices.
type Page struct {
	Invoices []Listed
	Next     Place // where to go on
	More     bool  // whether there is anything there
}

// Page gives invoices by urgency: what is not settled first, and of that what must
// be paid first.
func (d *Desk) Page(ctx context.Context, f InvoiceFilter) (p Page, err error) {
	p.Invoices = []Listed{}
	wanted := db.InvoicePageParams{Adm: d.Adm.Key, State: f.State, Supplier: f.Supplier, Hold: f.Hold, Pattern: books.Pattern(f.Query),
		PayBy: f.After.PayBy, After: f.After.ID, Page: int32(f.Limit + 1), Skip: int32(f.Skip)}
	if f.After.Settled {
		wanted.Rank = 1
	}
	err = d.Read(ctx, func(q *db.Queries) error {
		rows, err := q.InvoicePage(ctx, wanted)
		if err != nil {
			return books.Failed(err)
		}
		for i, r := range rows {
			if p.More = i == f.Limit; p.More {
				break
			}
			l, err := d.pageRow(ctx, q, r)
			if err != nil {
				return err
			}
			p.Invoices, p.Next = append(p.Invoices, l), Place{l.State == Paid || l.State == Rejected, r.PayBy, r.ID}
		}
		return nil
	})
	return p, err
}

// List gives invoices by urgency, without where to go on.
func (d *Desk) List(ctx context.Context, f Filter) ([]Listed, error) {
	p, err := d.Page(ctx, InvoiceFilter{Filter: f})
	return p.Invoices, err
}

// pageRow gives a row of a list of invoices as people see it.
func (d *Desk) pageRow(ctx context.Context, q *db.Queries, r db.InvoicePageRow) (Listed, error) {
	l := Listed{ID: r.ID, Supplier: r.SupplierNumber, Name: r.SupplierName, Number: r.Number, Kind: r.Kind, Issued: day.Day(r.Issued), Due: day.Day(r.Due),
		Received: day.Day(r.Received), Currency: r.Currency, Payable: books.Euro(r.Payable), Open: books.Euro(r.ItemAmount - r.ItemSettled),
		Blocked: books.Euro(r.Blocked), IBAN: r.Iban, State: State(r.State), Holds: []HoldView{}}
	if r.KnownName != "" {
		l.Name = r.KnownName
	}
	l.Last, l.Left = day.Day(r.PayBy), d.left(day.Day(r.PayBy))
	if (l.State == Booked || l.State == Paying) && r.ItemSettled == r.ItemAmount {
		l.State = Paid
	}
	if l.State == Held {
		holds, err := q.HoldsOfInvoice(ctx, db.HoldsOfInvoiceParams{Adm: d.Adm.Key, InvoiceID: r.ID})
		if err != nil {
			return l, books.Failed(err)
		}
		for _, h := range holds {
			if h.State == holdOpen {
				l.Holds = append(l.Holds, holdView(h))
			}
		}
	}
	return l, nil
}
