// SPDX-License-Identifier: EUPL-1.2

package extract

import (
	"strconv"
	"strings"

	"github.com/govalues/decimal"

	"rentmeester/day"
	"rentmeester/ident"
	"rentmeester/invoice"
)

// finish makes the invoice of the fields.
func (s *sheet) finish(r *Reading) {
	r.Kind = s.kind
	inv := &r.Invoice
	inv.Kind, inv.Type = invoice.Bill, "380"
	if s.kind == "creditnote" {
		inv.Kind, inv.Type = invoice.CreditNote, "381"
	}
	if f, ok := r.Field(Currency); ok {
		inv.Currency = f.Value
	}
	values := map[string]string{}
	for _, f := range r.Fields {
		values[f.Name] = f.Value
	}
	inv.Number, inv.Issued, inv.Due = values[Number], day.Day(values[Issued]), day.Day(values[Due])
	inv.Order, inv.BuyerReference = values[Order], values[BuyerReference]
	inv.Seller = invoice.Party{Name: values[SellerName], VAT: values[SellerVAT]}
	if kvk := values[SellerKvK]; kvk != "" {
		inv.Seller.Legal = &invoice.Identifier{ID: kvk, Scheme: "0106"}
	}
	if values[SellerStreet]+values[SellerPostCode]+values[SellerCity] != "" {
		inv.Seller.Address = &invoice.Address{Street: values[SellerStreet], PostCode: values[SellerPostCode], City: values[SellerCity], Country: countryOf(values)}
	}
	for _, account := range []string{IBAN, GAccount} {
		if values[account] != "" {
			inv.Payments = append(inv.Payments, invoice.Means{Code: "30", Account: values[account], Reference: values[Reference]})
		}
	}
	if len(inv.Payments) > 0 {
		inv.Payments[0].BIC = values[BIC]
	}
	s.finishMoney(inv, values)
	finishConditions(r)
}

// finishConditions takes over what is sure of how to pay.
func finishConditions(r *Reading) {
	inv := &r.Invoice
	amount := func(name string) *invoice.Amount {
		d, err := decimal.Parse(r.Accepted(name))
		if err != nil {
			return nil
		}
		return &invoice.Amount{Value: d, Currency: inv.Currency}
	}
	for i := range inv.Payments {
		if ident.GAccount(inv.Payments[i].Account) {
			inv.Payments[i].Part = amount(GAccountAmount)
		}
	}
	if until := r.Accepted(DiscountUntil); until != "" {
		inv.Discount = &invoice.Discount{Until: day.Day(until), Amount: amount(DiscountAmount)}
		if d, err := decimal.Parse(r.Accepted(DiscountPercent)); err == nil {
			d = d.Trim(0)
			inv.Discount.Percent = &d
		}
	}
}

// countryOf is the country of the supplier, from numbers that name it.
func countryOf(values map[string]string) string {
	if vat := values[SellerVAT]; len(vat) > 2 {
		return strings.Replace(vat[:2], "EL", "GR", 1)
	}
	if values[SellerKvK] != "" {
		return "NL"
	}
	return ident.IBANCountry(values[IBAN])
}

func (s *sheet) finishMoney(inv *invoice.Invoice, values map[string]string) {
	amount := func(name string) *invoice.Amount {
		d, err := decimal.Parse(values[name])
		if err != nil {
			return nil
		}
		return &invoice.Amount{Value: d, Currency: inv.Currency}
	}
	rate := func(name string) *decimal.Decimal {
		d, err := decimal.Parse(values[name])
		if err != nil {
			return nil
		}
		d = d.Trim(0)
		return &d
	}
	inv.Totals = invoice.Totals{Net: amount(Net), VAT: amount(VAT), Gross: amount(Gross), Payable: amount(Payable)}
	for i := 0; values["tax."+strconv.Itoa(i)+".rate"] != ""; i++ {
		name := "tax." + strconv.Itoa(i)
		inv.Tax = append(inv.Tax, invoice.Tax{Base: amount(name + ".base"), Amount: amount(name + ".amount"), Category: "S", Rate: rate(name + ".rate")})
	}
	for i := 0; values["lines."+strconv.Itoa(i)+".net"] != ""; i++ {
		name := "lines." + strconv.Itoa(i)
		inv.Lines = append(inv.Lines, invoice.Line{Number: strconv.Itoa(i + 1), Name: values[name+".name"], Net: amount(name + ".net"),
			Quantity: rate(name + ".quantity"), Price: amount(name + ".price"), Rate: rate(name + ".rate")})
	}
}
