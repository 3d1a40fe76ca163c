// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"

	"rentmeester/app/books"
	"rentmeester/store/db"
)

// UrgentFilter says which invoices are wanted, by urgency.
type UrgentFilter struct {
	State    string
	Supplier string // number
	Hold     string // kind of an open hold
	Query    string
	After    UrgentPlace
	Limit    int
}

// UrgentPlace is where a page of invoices ends: the zero value is before the first.
type UrgentPlace struct {
	Settled  bool // paid or rejected: nothing is urgent any more
	Received string
	ID       int64
}

// Urgent gives invoices by urgency: what is not settled first, and of that what
// came first, for the clock of 30 days began then. Next is where to go on; more
// says whether there is anything there.
func (d *Desk) Urgent(ctx context.Context, w UrgentFilter) (all []Listed, next UrgentPlace, more bool, err error) {
	all = []Listed{}
	p := db.UrgentInvoicesParams{Adm: d.Adm.Key, State: w.State, Supplier: w.Supplier, Hold: w.Hold, Pattern: books.Pattern(w.Query),
		Received: w.After.Received, After: w.After.ID, Page: int32(w.Limit + 1)}
	if w.After.Settled {
		p.Rank = 1
	}
	err = d.Read(ctx, func(q *db.Queries) error {
		rows, err := q.UrgentInvoices(ctx, p)
		if err != nil {
			return books.Failed(err)
		}
		for i, r := range rows {
			if more = i == w.Limit; more {
				break
			}
			l, err := d.pageRow(ctx, q, db.InvoicePageRow(r))
			if err != nil {
				return err
			}
			all, next = append(all, l), UrgentPlace{l.State == Paid || l.State == Rejected, r.Received, r.ID}
		}
		return nil
	})
	return all, next, more, err
}
