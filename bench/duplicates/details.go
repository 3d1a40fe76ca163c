// SPDX-License-Identifier: EUPL-1.2

package ledgers

import (
	"fmt"
	"slices"
	"strings"

	"rentmeester/day"
)

// Detailed gives a ledger of which the invoices bear what an e-invoice bears and a
// public ledger does not: an order, a period or day of delivery, a description, and
// now and then the number of an invoice before it. They are invented, each by the
// habit of its supplier, and hard on whoever looks for duplicates by them: three in
// ten suppliers write one order on all invoices of a year, nearly half the calendar
// month on all of a month, three in ten the same description each time; so that a
// supplier who is paid for many clients a month often writes the same on each. What
// a council published as description stays.
func Detailed(l *Ledger) *Ledger {
	out := *l
	out.Invoices = slices.Clone(l.Invoices)
	out.detailed = true
	last := map[int64]string{} // number of the supplier's last invoice
	for i := range out.Invoices {
		inv := &out.Invoices[i]
		inv.Order, inv.Text = orderOf(inv), textOf(inv)
		inv.From, inv.To = periodOf(inv)
		if spread(fmt.Sprint("refers ", inv.ID))%200 == 0 { // a last instalment, a question answered
			inv.Refers = last[inv.Supplier]
		}
		last[inv.Supplier] = inv.Number
	}
	return &out
}

// habit draws a number below a hundred that is a supplier's own.
func habit(of string, supplier int64) uint64 { return spread(fmt.Sprint(of, " ", supplier)) % 100 }

func orderOf(inv *Invoice) string {
	switch h := habit("order", inv.Supplier); {
	case h < 40:
		return ""
	case h < 70:
		return fmt.Sprintf("%s%05d", inv.Day[:4], inv.Supplier%100_000)
	}
	return fmt.Sprintf("45%07d", spread(fmt.Sprint("order ", inv.ID))%10_000_000)
}

func periodOf(inv *Invoice) (from, to day.Day) {
	switch h := habit("period", inv.Supplier); {
	case h < 35:
		return "", ""
	case h < 80:
		from = inv.Day.Add(-10)[:8] + "01"
		return from, (from.Add(31)[:8] + "01").Add(-1)
	}
	from = inv.Day.Add(-int(spread(fmt.Sprint("delivered ", inv.ID)) % 10))
	return from, from
}

func textOf(inv *Invoice) string {
	if inv.Text != "" {
		return inv.Text
	}
	switch h := habit("text", inv.Supplier); {
	case h < 30:
		return "services as agreed"
	case h < 60:
		return "services " + strings.ToLower(inv.Day.Add(-10).Time().Month().String()) + " " + string(inv.Day[:4])
	}
	return fmt.Sprintf("work %d at site %d", spread(fmt.Sprint("work ", inv.ID))%100_000, spread(fmt.Sprint("site ", inv.ID))%300)
}

// sentAnew changes on an invoice that is sent anew what its sender would: three in
// ten name the one before it, one in five says something else about it, one in
// ten leaves the period out.
func (in *injector) sentAnew(of Invoice, twin *Invoice) {
	if !in.ledger.detailed {
		return
	}
	twin.Refers = ""
	if in.details.IntN(10) < 3 {
		twin.Refers = of.Number
	}
	if in.details.IntN(5) == 0 {
		twin.Text = "corrected invoice"
	}
	if in.details.IntN(10) == 0 {
		twin.From, twin.To = "", ""
	}
}

// takesBack lets seven in ten credit notes name the invoice that they take back.
func (in *injector) takesBack(of Invoice, credit *Invoice) {
	if !in.ledger.detailed {
		return
	}
	credit.Refers = ""
	if in.details.IntN(10) < 7 {
		credit.Refers = of.Number
	}
}
