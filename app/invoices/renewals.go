// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"

	"rentmeester/coding"
	"rentmeester/fault"
	"rentmeester/iv3"
	"rentmeester/store/db"
)

// Renewals gives the codes of Iv3 that are gone in a year, by the lists that were
// loaded. Error: invoices.no-lists.
func (d *Desk) Renewals(ctx context.Context, year int) (all []coding.Renewal, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		l, err := d.lists(ctx, q, year)
		if err != nil {
			return err
		}
		if !l.codes.Has(iv3.Taakveld, year) && !l.codes.Has(iv3.Expense, year) {
			return fault.New("invoices.no-lists", "year", year)
		}
		all = coding.Renewals(l.codes, year)
		return nil
	})
	return all, err
}
