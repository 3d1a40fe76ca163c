// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"strings"

	"github.com/govalues/decimal"

	"rentmeester/invoice"
	"rentmeester/money"
)

// SubjectOf asks for a coding of an invoice of a supplier (by our number; "" not
// known yet). Errors: money.precision, money.range.
func SubjectOf(inv *invoice.Invoice, supplier string) (Subject, error) {
	s := Subject{
		Supplier: supplier, SupplierName: inv.Seller.Name, VAT: inv.Seller.VAT,
		Day: inv.Issued, Credit: inv.Kind == invoice.CreditNote,
		Order: inv.Order, Contract: inv.Contract, Project: inv.Project, Object: inv.Object,
		Reference: inv.BuyerReference,
	}
	if inv.Seller.Legal != nil {
		s.KvK = inv.Seller.Legal.ID
	}
	if d := inv.Delivery; d != nil && d.Address != nil {
		s.Delivered = joined(d.Name, d.Address.Street, d.Address.PostCode, d.Address.City)
	}
	for _, n := range inv.Notes {
		s.Text = joined(s.Text, n.Text)
	}
	var err error
	s.Lines, err = linesOf(inv)
	return s, err
}

func joined(words ...string) string {
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

// linesOf gives the lines of an invoice, with what is given or charged on the
// whole document as lines after them; one line of the net amount when there are
// none, as on a scan of which only the totals could be read.
func linesOf(inv *invoice.Invoice) ([]Line, error) {
	var out []Line
	for i := range inv.Lines {
		l, err := lineOf(&inv.Lines[i])
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	for _, a := range inv.Adjustments {
		amount, err := cents(a.Amount)
		if err != nil {
			return nil, err
		}
		if !a.Charge {
			amount = -amount
		}
		out = append(out, Line{Text: a.Reason, Net: amount, Category: a.Category, Rate: rate(a.Rate)})
	}
	if len(out) > 0 {
		return out, nil
	}
	net, err := netOf(inv)
	if err != nil {
		return nil, err
	}
	one := Line{Net: net}
	if len(inv.Tax) == 1 {
		one.Category, one.Rate = inv.Tax[0].Category, rate(inv.Tax[0].Rate)
	}
	return []Line{one}, nil
}

func lineOf(l *invoice.Line) (Line, error) {
	net, err := cents(l.Net)
	if err != nil {
		return Line{}, err
	}
	out := Line{
		Number: l.Number, Net: net, Category: l.Category, Rate: rate(l.Rate),
		Item: l.SellersID, Object: l.Object, OrderLine: l.OrderLine, Reference: l.BuyerAccount,
	}
	if out.Text = l.Name; l.Description != "" && l.Description != l.Name {
		out.Text = joined(l.Name, l.Description)
	}
	if out.Item == "" {
		out.Item = l.BuyersID
	}
	if len(l.Classes) > 0 {
		out.Class = strings.TrimPrefix(l.Classes[0].Scheme+":"+l.Classes[0].ID, ":")
	}
	return out, nil
}

func cents(a *invoice.Amount) (money.Cents, error) {
	if a == nil {
		return 0, nil
	}
	return a.Cents()
}

// netOf gives the amount without VAT, as it is stated or as the other two give it.
func netOf(inv *invoice.Invoice) (money.Cents, error) {
	if t := inv.Totals; t.Net != nil || t.Gross == nil {
		return cents(t.Net)
	}
	gross, err := cents(inv.Totals.Gross)
	if err != nil {
		return 0, err
	}
	vat, err := cents(inv.Totals.VAT)
	return gross - vat, err
}

// rate writes a rate in one way: "21", "9", "5.5".
func rate(d *decimal.Decimal) string {
	if d == nil {
		return ""
	}
	return d.Trim(0).String()
}

// union are the countries whose VAT is that of the Union: the member states, with
// Greece as VAT numbers write it too, and Northern Ireland for goods.
const union = " AT BE BG CY CZ DE DK EE EL ES FI FR GR HR HU IE IT LT LU LV MT PL PT RO SE SI SK XI "

// OriginOf says whose VAT an invoice bears: that of the country in the supplier's
// VAT number, or in that of who stands in for tax, else of the address.
func OriginOf(inv *invoice.Invoice) Origin {
	country := inv.Seller.VAT
	if inv.Representative != nil && inv.Representative.VAT != "" {
		country = inv.Representative.VAT
	}
	if len(country) < 2 && inv.Seller.Address != nil {
		country = inv.Seller.Address.Country
	}
	if len(country) < 2 {
		return Dutch
	}
	switch country = strings.ToUpper(country[:2]); {
	case country == "NL":
		return Dutch
	case strings.Contains(union, " "+country+" "):
		return Union
	}
	return Outside
}

// BillOf makes an invoice ready to be posted: codings[i] holds the parts of the
// i-th of the lines that SubjectOf gives. A total that the invoice does not state
// is taken from what it is made of; one that it states stays. Errors:
// money.precision, money.range.
func BillOf(inv *invoice.Invoice, codings [][]Part) (Bill, error) {
	b := Bill{Number: inv.Number, Credit: inv.Kind == invoice.CreditNote, Currency: inv.Currency, From: OriginOf(inv)}
	lines, err := linesOf(inv)
	if err != nil {
		return Bill{}, err
	}
	for i, l := range lines {
		coded := Coded{Line: l}
		if i < len(codings) {
			coded.Parts = codings[i]
		}
		b.Lines = append(b.Lines, coded)
	}
	for _, t := range inv.Tax {
		base, err := cents(t.Base)
		if err != nil {
			return Bill{}, err
		}
		amount, err := cents(t.Amount)
		if err != nil {
			return Bill{}, err
		}
		b.Taxes = append(b.Taxes, Tax{Category: t.Category, Rate: rate(t.Rate), Base: base, Amount: amount})
	}
	return b, b.total(inv)
}

// total fills in the totals.
func (b *Bill) total(inv *invoice.Invoice) (err error) {
	t := inv.Totals
	for _, one := range []struct {
		to   *money.Cents
		from *invoice.Amount
	}{{&b.VAT, t.VAT}, {&b.Gross, t.Gross}, {&b.Paid, t.Paid}, {&b.Rounding, t.Rounding}} {
		if *one.to, err = cents(one.from); err != nil {
			return err
		}
	}
	if t.Payable != nil {
		payable, err := cents(t.Payable)
		if err != nil {
			return err
		}
		b.Payable = &payable
	}
	if b.Net, err = netOf(inv); err != nil {
		return err
	}
	if t.Net == nil && t.Gross == nil {
		for _, l := range b.Lines {
			b.Net += l.Net
		}
	}
	if t.VAT == nil {
		for _, tax := range b.Taxes {
			b.VAT += tax.Amount
		}
	}
	if t.Gross == nil {
		b.Gross = b.Net + b.VAT
	}
	if len(b.Taxes) == 0 && b.VAT != 0 {
		b.Taxes = []Tax{{Base: b.Net, Amount: b.VAT}}
	}
	return nil
}
