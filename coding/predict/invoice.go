// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"cmp"
	"strings"

	"rentmeester/coding"
	"rentmeester/fault"
)

// RowsOf are the rows by which the lines of an invoice are asked, in their order.
func RowsOf(s coding.Subject, number string) []Row {
	rows := make([]Row, len(s.Lines))
	for i, l := range s.Lines {
		r := Row{Day: s.Day, Supplier: s.SupplierName, SupplierID: s.Supplier, Text: l.Text, Amount: l.Net, Invoice: number}
		if s.Credit {
			r.Amount = -r.Amount
		}
		r.Area, r.Extra = Hints(s, l)
		for _, text := range []*string{&r.Supplier, &r.SupplierID, &r.Text, &r.Invoice, &r.Area, &r.Extra} {
			*text = fault.Clip(*text, mostInRow)
		}
		rows[i] = r
	}
	return rows
}

// Hints gives by what the buyer knows a line, the most particular that comes back
// month after month first, and its VAT and class.
func Hints(s coding.Subject, l coding.Line) (area, extra string) {
	area = cmp.Or(l.Object, s.Object, l.Reference, s.Reference, s.Project, s.Order, s.Delivered)
	return area, strings.Join(strings.Fields(l.Category+" "+l.Rate+" "+l.Class), " ")
}
