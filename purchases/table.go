// SPDX-License-Identifier: EUPL-1.2

package purchases

import (
	"cmp"
	"slices"
)

// Columns are those of a table of what was booked, as the coders read and write it.
var Columns = []string{"date", "supplier", "supplier_id", "text", "amount", "inv_no", "doc_no", "account", "cost_centre", "area", "extra"}

// Rows writes a document as rows of that table. What stands in extra is the rate of
// VAT: like the rest before account it is known before the invoice is coded. An
// area is not in a ledger.
func (d Document) Rows() [][]string {
	rows := make([][]string, len(d.Lines))
	for i, l := range d.Lines {
		rows[i] = []string{string(d.Day), cmp.Or(d.Supplier.Name, d.Supplier.ID), d.Supplier.ID, l.Text, l.Amount.String(), d.Number, d.Key,
			l.Account, l.CostCentre, "", l.Rate}
	}
	return rows
}

// InOrder puts documents in the order in which they were booked; of one day as they
// stand in the file.
func InOrder(all []Document) {
	slices.SortStableFunc(all, func(a, b Document) int { return cmp.Compare(a.Day, b.Day) })
}
