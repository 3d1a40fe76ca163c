// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"

	"rentmeester/app/books"
	"rentmeester/autopilot"
	"rentmeester/store"
	"rentmeester/store/db"
)

// WhyHeld gives the first reason for which an invoice is held, as part of a step.
func (d *Desk) WhyHeld(ctx context.Context, q *db.Queries, invoice int64) (why Reason, err error) {
	holds, err := q.HoldsOfInvoice(ctx, db.HoldsOfInvoiceParams{Adm: d.Adm.Key, InvoiceID: invoice})
	for _, h := range holds {
		if h.State == holdOpen {
			return holdView(h).Why, nil
		}
	}
	return why, books.Failed(err)
}

// LastStanding gives how the autopilot stood on codings when it last looked, as part
// of a step.
func (d *Desk) LastStanding(ctx context.Context, q *db.Queries) (s autopilot.Standing, err error) {
	row, err := q.LastCodingStanding(ctx, d.Adm.Key)
	if store.NoRows(err) {
		return s, nil
	}
	return standingOf(row), books.Failed(err)
}
