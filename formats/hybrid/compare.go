// SPDX-License-Identifier: EUPL-1.2

package hybrid

import (
	"slices"
	"strconv"
	"strings"

	"github.com/govalues/decimal"

	"rentmeester/formats/einvoice"
	"rentmeester/formats/pdf"
	"rentmeester/formats/semantic"
	"rentmeester/ident"
	"rentmeester/invoice"
)

// Compare looks on the pages for what the XML says: the number and the date of
// the invoice, its totals, and the seller's VAT number and account. What is not
// there is a finding of severity policy: the page says otherwise, or does not
// say. It is lenient in how a value is written and where it stands, for a false
// alarm on every other invoice teaches people to look away.
func Compare(reading semantic.Reading, pages []pdf.Page) []einvoice.Finding {
	s := show(pages)
	if s.empty() {
		return []einvoice.Finding{einvoice.Remark("RM-PDF-SCAN", "/", "hybrid.no-text", "pages", len(pages))}
	}
	c := comparison{s, reading, nil}
	c.head()
	c.totals()
	c.seller()
	return c.found
}

type comparison struct {
	page    shown
	reading semantic.Reading
	found   []einvoice.Finding
}

// miss tells that the page does not show a field.
func (c *comparison) miss(rule, field, key string, pairs ...any) {
	c.found = append(c.found, einvoice.Remark(rule, c.reading.Paths[field], key, pairs...))
}

func (c *comparison) head() {
	inv := c.reading.Invoice
	if inv.Number != "" && !c.page.has(inv.Number) {
		c.miss("RM-PDF-NUMBER", "number", "hybrid.number", "value", inv.Number)
	}
	if inv.Issued != "" && !c.page.hasDay(inv.Issued) {
		c.miss("RM-PDF-DATE", "issued", "hybrid.date", "value", inv.Issued)
	}
}

// totals looks for the amounts that people pay and book. Zero is left out:
// nobody prints what there is not. What is the same amount is told once.
func (c *comparison) totals() {
	totals, told := c.reading.Invoice.Totals, map[string]bool{}
	for _, one := range []struct {
		field string
		total *invoice.Amount
	}{{"totals.payable", totals.Payable}, {"totals.gross", totals.Gross}, {"totals.net", totals.Net}, {"totals.vat", totals.VAT}} {
		if one.total == nil || one.total.Value.IsZero() || told[printed(one.total.Value)] || c.page.hasAmount(one.total.Value) {
			continue
		}
		told[printed(one.total.Value)] = true
		c.miss("RM-PDF-TOTAL", one.field, "hybrid.total", "value", printed(one.total.Value), "currency", one.total.Currency)
	}
}

// printed is an amount with at least two decimals, as sentences take it.
func printed(d decimal.Decimal) string { return d.Trim(2).Pad(2).String() }

func (c *comparison) seller() {
	inv := c.reading.Invoice
	if vat := inv.Seller.VAT; vat != "" && !c.page.has(vat) && !c.page.has(withoutCountry(vat)) {
		c.miss("RM-PDF-VAT", "seller.vat", "hybrid.vat", "value", vat)
	}
	for i, means := range inv.Payments {
		if means.Account == "" || c.page.has(means.Account) {
			continue
		}
		field := "payments." + strconv.Itoa(i) + ".account"
		if other := c.page.accounts(); len(other) > 0 {
			c.miss("RM-PDF-IBAN", field, "hybrid.other-iban", "value", means.Account, "other", strings.Join(other, ", "))
		} else {
			c.miss("RM-PDF-IBAN", field, "hybrid.iban", "value", means.Account)
		}
	}
}

// withoutCountry takes the two letters off a VAT number that has digits enough
// to be told by these alone.
func withoutCountry(vat string) string {
	if len(vat) >= 10 && strings.Trim(vat[:2], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		return vat[2:]
	}
	return vat
}

// accounts gives the IBANs on the pages, at most three.
func (s shown) accounts() []string {
	const longest = 34 + 8 // of an IBAN, and the spaces in it
	var all []string
	upper := strings.ToUpper(s.text)
	for _, at := range ibanBegins.FindAllStringIndex(upper, mostBegins) {
		fields := strings.Fields(upper[at[0]:min(at[0]+longest, len(upper))])
		for n := len(fields); n > 0 && len(all) < 3; n-- {
			if iban, ok := ident.IBAN(strings.Join(fields[:n], "")); ok && !slices.Contains(all, iban) {
				all = append(all, iban)
				break
			}
		}
	}
	return all
}

const mostBegins = 1000 // places that are looked at: a hostile page is full of them
