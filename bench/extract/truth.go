// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"regexp"
	"strings"

	"github.com/govalues/decimal"

	"rentmeester/extract"
	"rentmeester/formats/hybrid"
	"rentmeester/formats/pdf"
	"rentmeester/ident"
	"rentmeester/invoice"
)

// measured are the fields of the table, in its order.
var measured = []string{
	extract.Number, extract.Issued, extract.Due, extract.Gross, extract.Net, extract.VAT, extract.Payable, extract.Currency, extract.Kind,
	extract.IBAN, extract.SellerVAT, extract.SellerKvK, extract.SellerName, extract.SellerPostCode, extract.Order, extract.Reference,
	extract.GAccount, "gaccount.amount", "discount.percent", "discount.until", "discount.amount",
}

// five are the fields that a booking cannot do without.
var five = []string{extract.Number, extract.Issued, extract.Gross, extract.IBAN, extract.SellerVAT}

// truth gives what the XML inside a PDF says, by field, as far as the page
// shows it: what the page does not show, nobody can read there.
func truth(inside *hybrid.Invoice, pages []pdf.Page) (said map[string]string, differs []string) {
	reading := inside.Read()
	inv := reading.Invoice
	said = map[string]string{
		extract.Number: inv.Number, extract.Issued: string(inv.Issued), extract.Due: string(inv.Due), extract.Currency: inv.Currency,
		extract.SellerVAT: ident.Electronic(inv.Seller.VAT), extract.SellerName: inv.Seller.Name, extract.Order: inv.Order, extract.Kind: inside.Kind,
	}
	for field, amount := range map[string]*invoice.Amount{extract.Net: inv.Totals.Net, extract.VAT: inv.Totals.VAT, extract.Gross: inv.Totals.Gross, extract.Payable: inv.Totals.Payable} {
		if amount != nil {
			said[field] = amount.Value.String()
		}
	}
	if len(inv.Payments) > 0 {
		said[extract.IBAN] = ident.Electronic(inv.Payments[0].Account)
	}
	hidden := map[string]string{"RM-PDF-NUMBER": extract.Number, "RM-PDF-DATE": extract.Issued, "RM-PDF-VAT": extract.SellerVAT, "RM-PDF-IBAN": extract.IBAN}
	for _, finding := range hybrid.Compare(reading, pages) {
		if field := hidden[finding.Rule]; field != "" {
			delete(said, field)
			differs = append(differs, field)
		}
		if finding.Rule == "RM-PDF-TOTAL" {
			for _, field := range []string{extract.Net, extract.VAT, extract.Gross, extract.Payable} {
				if finding.Path == reading.Paths["totals."+field] {
					value := said[field]
					for _, f := range []string{extract.Net, extract.VAT, extract.Gross, extract.Payable} {
						if said[f] == value {
							delete(said, f)
							differs = append(differs, f)
						}
					}
					break
				}
			}
		}
	}
	due := reading
	due.Invoice.Issued = inv.Due
	for _, finding := range hybrid.Compare(due, pages) {
		if finding.Rule == "RM-PDF-DATE" {
			delete(said, extract.Due)
			differs = append(differs, extract.Due)
		}
	}
	text := ident.NormaliseReference(allText(pages))
	for _, field := range []string{extract.SellerName, extract.Order} {
		if said[field] != "" && !strings.Contains(text, ident.NormaliseReference(said[field])) {
			delete(said, field)
			differs = append(differs, field)
		}
	}
	return said, differs
}

func allText(pages []pdf.Page) string {
	var b strings.Builder
	for _, p := range pages {
		b.WriteString(p.Text)
		b.WriteString("\n")
	}
	return b.String()
}

// legal are the forms of companies that XML often leaves out of the name.
var legal = regexp.MustCompile(`(?i)[\s.](SARL|GmbH|AG|B\.?V\.?|N\.?V\.?)$`)

func nameOnly(name string) string {
	return ident.NormaliseReference(legal.ReplaceAllString(strings.TrimSpace(name), ""))
}

// same says whether a value that was read is the true one.
func same(field, read, true_ string) bool {
	switch field {
	case extract.Gross, extract.Net, extract.VAT, extract.Payable, "gaccount.amount", "discount.percent", "discount.amount":
		a, err1 := decimal.Parse(read)
		b, err2 := decimal.Parse(true_)
		return err1 == nil && err2 == nil && a.Cmp(b) == 0
	case extract.SellerName:
		return nameOnly(read) == nameOnly(true_)
	case extract.Order:
		return ident.NormaliseReference(read) == ident.NormaliseReference(true_)
	case extract.IBAN, extract.SellerVAT:
		return ident.Electronic(read) == ident.Electronic(true_)
	}
	return read == true_
}
