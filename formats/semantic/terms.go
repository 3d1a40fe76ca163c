// SPDX-License-Identifier: EUPL-1.2

package semantic

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/govalues/decimal"

	"rentmeester/invoice"
)

// Terms of paying that are no business terms of EN 16931 have names of their own
// in a binding: GA-… how much goes to which way to pay (the g-account of SI-UBL
// and NLCIUS), DC-… the discount of who pays early.

// parts gives each way to pay what is to go that way, where the invoice says so
// for the way's own name.
func (s scope) parts(inv *invoice.Invoice) {
	ways := s.view.In(s.node, "BG-16")
	for i, place := range s.view.In(s.node, "GA-0") {
		term := scope{s.reader, place.Node, s.field("parts." + strconv.Itoa(i))}
		name := term.view.value(place.Node, "GA-1")
		for at, way := range ways {
			if name != "" && s.view.value(way.Node, "GA-ID") == name && at < len(inv.Payments) {
				inv.Payments[at].Part = term.amount("amount", "GA-2")
			}
		}
	}
}

// value is the first value of a term in a group, or "".
func (v *View) value(group *Node, t Term) string {
	for _, place := range v.In(group, t) {
		return place.Value()
	}
	return ""
}

// discount reads the first discount for who pays early.
func (s scope) discount(inv *invoice.Invoice) {
	if d, has := s.first("discount", "DC-0"); has {
		one := invoice.Discount{Percent: d.number("percent", "DC-1"), Amount: d.amount("amount", "DC-2"), Base: d.amount("base", "DC-3"), Until: d.day("until", "DC-4")}
		if days := d.number("days", "DC-5"); days != nil {
			one.Days, _ = strconv.Atoi(days.Trim(0).String())
		}
		if one.Days > 0 || one.Until != "" {
			inv.Discount = &one
		}
		return
	}
	if found := skonto.FindStringSubmatch(inv.PaymentTerms); found != nil {
		days, _ := strconv.Atoi(found[1])
		percent, err := decimal.Parse(found[2])
		if err != nil || days == 0 {
			return
		}
		one := invoice.Discount{Percent: &percent, Days: days}
		if base, err := decimal.Parse(strings.TrimPrefix(found[3], "#BASISBETRAG=")); err == nil {
			one.Base = &invoice.Amount{Value: base, Currency: inv.Currency}
		}
		inv.Discount, s.Paths["discount"] = &one, s.Paths["paymentTerms"]
	}
}

// skonto is how XRechnung writes a discount in the text of the terms (BR-DE-18).
var skonto = regexp.MustCompile(`(?m)^#SKONTO#TAGE=([0-9]{1,3})#PROZENT=([0-9]{1,2}\.[0-9]{2})(#BASISBETRAG=[0-9]+\.[0-9]{2})?#\s*$`)
