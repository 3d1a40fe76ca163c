// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"math"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/store"
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
	Supplier string       // number
	Hold     string       // kind of an open hold
	From     day.Day      // issued on or after; "" whenever
	Until    day.Day      // issued on or before
	Due      day.Day      // to be paid on or before
	Least    *money.Cents // payable at least; nil whatever
	Most     *money.Cents // payable at most
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
	err = d.Read(ctx, func(q *db.Queries) error {
		rows, err := d.pageRows(ctx, q, f)
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

// pageRows gives the rows of a page and one more, each time from the index that has
// the fewest to look through.
func (d *Desk) pageRows(ctx context.Context, q *db.Queries, f InvoiceFilter) (rows []db.InvoicePageRow, err error) {
	wanted := db.InvoicePageParams{Adm: d.Adm.Key, State: f.State, Hold: f.Hold, Pattern: books.Pattern(f.Query),
		Done: f.After.Settled, PayBy: f.After.PayBy, After: f.After.ID, Page: int32(f.Limit + 1), Skip: int32(f.Skip)}
	wanted.IssuedFrom, wanted.IssuedUntil, wanted.Due, wanted.Least, wanted.Most = string(f.From), string(f.Until), string(f.Due), math.MinInt64, math.MaxInt64
	if f.Least != nil {
		wanted.Least = int64(*f.Least)
	}
	if f.Most != nil {
		wanted.Most = int64(*f.Most)
	}
	switch state := State(f.State); {
	case f.Supplier != "":
		supplier, err := q.SupplierByNumber(ctx, db.SupplierByNumberParams{Adm: d.Adm.Key, Number: f.Supplier})
		if store.NoRows(err) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		found, err := q.InvoicePageOf(ctx, db.InvoicePageOfParams{Adm: wanted.Adm, SupplierID: supplier.ID, State: wanted.State, Hold: wanted.Hold, Pattern: wanted.Pattern,
			Done: wanted.Done, PayBy: wanted.PayBy, After: wanted.After, Page: wanted.Page, Skip: wanted.Skip, IssuedFrom: wanted.IssuedFrom,
			IssuedUntil: wanted.IssuedUntil, Due: wanted.Due, Least: wanted.Least, Most: wanted.Most})
		for _, r := range found {
			rows = append(rows, db.InvoicePageRow(r))
		}
		return rows, err
	case state == Paid && !f.After.Settled:
		wanted.Done, wanted.PayBy, wanted.After = true, "", 0 // before the first of them
	case state != "" && state != Paid:
		if f.After.Settled != (state == Rejected) && f.After != (Place{}) {
			if f.After.Settled {
				return nil, nil // what is not done with came before that place
			}
			wanted.PayBy, wanted.After = "", 0
		}
		found, err := q.InvoicePageIn(ctx, db.InvoicePageInParams{Adm: wanted.Adm, State: wanted.State, Hold: wanted.Hold, Pattern: wanted.Pattern,
			Done: state == Rejected, PayBy: wanted.PayBy, After: wanted.After, Page: wanted.Page, Skip: wanted.Skip, IssuedFrom: wanted.IssuedFrom,
			IssuedUntil: wanted.IssuedUntil, Due: wanted.Due, Least: wanted.Least, Most: wanted.Most})
		for _, r := range found {
			rows = append(rows, db.InvoicePageRow(r))
		}
		return rows, err
	}
	word, rare, err := d.rareWord(ctx, q, f.Query)
	if err != nil {
		return nil, err
	}
	if !rare {
		return q.InvoicePage(ctx, wanted) // in which most have what is asked soon
	}
	found, err := q.InvoicePageBy(ctx, db.InvoicePageByParams{Adm: wanted.Adm, Low: word[0].Low, High: word[0].High, OtherLow: word[1].Low, OtherHigh: word[1].High,
		State: wanted.State, Hold: wanted.Hold, Pattern: wanted.Pattern, Done: wanted.Done, PayBy: wanted.PayBy, After: wanted.After, Page: wanted.Page, Skip: wanted.Skip,
		IssuedFrom: wanted.IssuedFrom, IssuedUntil: wanted.IssuedUntil, Due: wanted.Due, Least: wanted.Least, Most: wanted.Most})
	for _, r := range found {
		rows = append(rows, db.InvoicePageRow(r))
	}
	return rows, err
}

// few is how many invoices bear a word at most that is rare.
const few = 2000

// rareWord gives where the rarest word of a query stands among the words that invoices
// are found by, and whether it is rare. A word that none begins with may stand inside
// others, and is no way in.
func (d *Desk) rareWord(ctx context.Context, q *db.Queries, query string) (word [2]store.Range, rare bool, err error) {
	least := int64(few + 1)
	for _, ranges := range store.Ranges(books.Fold(query)) {
		n := int64(0)
		for _, r := range ranges {
			some, err := q.WordsIn(ctx, db.WordsInParams{Adm: d.Adm.Key, Kind: int64(store.Invoices), Low: r.Low, High: r.High, Most: few + 1})
			if err != nil {
				return word, false, err
			}
			n += some
		}
		if n > 0 && n < least {
			least = n
			word = [2]store.Range{ranges[0], ranges[len(ranges)-1]}
		}
	}
	return word, least <= few, nil
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
