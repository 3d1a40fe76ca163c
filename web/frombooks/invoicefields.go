// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/govalues/decimal"

	"rentmeester/app/invoices"
	"rentmeester/invoice"
	"rentmeester/web"
)

// forms says how the value of a field is written; the others are text.
var forms = map[string]string{"issued": "day", "due": "day", "net": "amount", "vat": "amount", "gross": "amount", "payable": "amount", "paid": "amount",
	"iban": "iban", "gaccount": "iban", "kind": "kind"}

// fieldOrder is that in which people look at the fields; the others come after.
var fieldOrder = []string{"seller.name", "number", "issued", "due", "kind", "net", "vat", "gross", "payable", "currency", "iban", "gaccount", "reference", "order",
	"buyer.reference", "seller.vat", "seller.kvk"}

func placeOf(name string) int {
	if at := slices.Index(fieldOrder, name); at >= 0 {
		return at
	}
	return len(fieldOrder)
}

// fieldsOf gives the values of an invoice: those that were read from its pages
// with where they stand, else those that the XML says.
func fieldsOf(v invoices.Shown) (all []web.Field) {
	for _, f := range v.Content.Fields {
		all = append(all, web.Field{Name: f.Name, Value: f.Value, Raw: f.Raw, Form: cmp.Or(forms[f.Name], "text"), Proof: f.Proof,
			Probability: f.Probability, Doubtful: f.Doubtful, Fixed: !slices.Contains(invoices.Correctable, f.Name)})
	}
	if len(all) > 0 {
		all = append(all, missing(all)...)
		slices.SortStableFunc(all, func(a, b web.Field) int { return cmp.Compare(placeOf(a.Name), placeOf(b.Name)) })
		return all
	}
	inv, paths := v.Content.Invoice, v.Content.Paths
	add := func(name, value, path string) {
		if value != "" {
			all = append(all, web.Field{Name: name, Value: value, Form: cmp.Or(forms[name], "text"), Proof: "xml", Path: paths[path], Fixed: true})
		}
	}
	add("number", inv.Number, "number")
	add("issued", string(inv.Issued), "issued")
	add("due", string(inv.Due), "due")
	add("seller.name", cmp.Or(inv.Seller.Name, inv.Seller.Trade), "seller.name")
	if inv.Seller.Legal != nil {
		add("seller.kvk", inv.Seller.Legal.ID, "seller.legal")
	}
	add("seller.vat", inv.Seller.VAT, "seller.vat")
	add("buyer.reference", inv.BuyerReference, "buyerReference")
	add("order", inv.Order, "order")
	add("contract", inv.Contract, "contract")
	add("project", inv.Project, "project")
	add("terms", inv.PaymentTerms, "paymentTerms")
	for i, m := range inv.Payments {
		at := "payments." + strconv.Itoa(i)
		add("iban", m.Account, at+".account")
		add("reference", m.Reference, at+".reference")
		break // of a g-account the page of the document tells
	}
	for _, t := range []struct {
		name string
		at   *invoice.Amount
	}{{"net", inv.Totals.Net}, {"vat", inv.Totals.VAT}, {"gross", inv.Totals.Gross}, {"paid", inv.Totals.Paid}, {"payable", inv.Totals.Payable}} {
		if t.at != nil {
			add(t.name, written(*t.at), "totals."+t.name)
		}
	}
	return all
}

// missing gives the fields that nothing was read for, so that a person can fill
// them in. Without a number and an amount nothing can be booked.
func missing(read []web.Field) (all []web.Field) {
	for _, name := range invoices.Correctable {
		if !slices.ContainsFunc(read, func(f web.Field) bool { return f.Name == name }) {
			all = append(all, web.Field{Name: name, Form: cmp.Or(forms[name], "text"), Doubtful: name == "number" || name == "payable"})
		}
	}
	return all
}

// written gives an amount with two decimals when it is whole cents, else as it is.
func written(a invoice.Amount) string {
	if c, err := a.Cents(); err == nil {
		return c.String()
	}
	return a.Value.String()
}

func linesOf(c invoices.Content) (all []web.InvoiceLine) {
	for _, l := range c.Invoice.Lines {
		line := web.InvoiceLine{Number: l.Number, Text: cmp.Or(l.Name, l.Description, l.Note), Unit: l.Unit, Quantity: plainly(l.Quantity), Rate: plainly(l.Rate), Net: invoices.CentsOf(l.Net)}
		if l.Price != nil {
			line.Price = plainly(&l.Price.Value)
		}
		all = append(all, line)
	}
	return all
}

// plainly writes a number without zeros that say nothing.
func plainly(d *decimal.Decimal) string {
	if d == nil {
		return ""
	}
	return d.Trim(0).String()
}
