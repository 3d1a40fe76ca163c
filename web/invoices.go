// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"strings"

	"rentmeester/day"
	"rentmeester/text"
)

type invoicesBody struct {
	InvoiceList
	Counts InvoiceCounts
	Filter InvoiceFilter
	Cursor string
	Self   string
}

// Narrowed says that the filter leaves invoices out.
func (b invoicesBody) Narrowed() bool { return b.Filter != InvoiceFilter{} }

// More says that one of the filters is set that are not always shown.
func (b invoicesBody) More() bool {
	f := b.Filter
	f.State, f.Query, f.Mine = "", "", false
	return f != InvoiceFilter{}
}

// invoiceFilter reads which invoices are wanted from an address.
// Errors: web.field-day, those of parseAmount.
func invoiceFilter(lang text.Lang, query url.Values) (f InvoiceFilter, err error) {
	word := func(name string) string { return strings.TrimSpace(query.Get(name)) }
	f = InvoiceFilter{State: word("state"), Query: word("q"), Mine: word("mine") != "", Waits: word("waits"), Supplier: word("supplier")}
	for name, to := range map[string]*day.Day{"from": &f.From, "until": &f.Until, "due": &f.Due} {
		*to = day.Day(word(name))
		if err := checkDay(*to); err != nil {
			return f, err
		}
	}
	for name, to := range map[string]*string{"least": &f.Least, "most": &f.Most} {
		if word(name) == "" {
			continue
		}
		amount, err := parseAmount(lang, word(name))
		if err != nil {
			return f, err
		}
		*to = amount.String()
	}
	return f, nil
}

// invoices lists invoices by the days that are left to pay them.
func (p *pages) invoices(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	filter, err := invoiceFilter(p.langOf(r), query)
	if err != nil {
		return err
	}
	list, err := p.source.Invoices(r.Context(), p.user(r), filter, query.Get("after"))
	if err != nil {
		return err
	}
	counts, err := p.source.InvoiceCounts(r.Context(), p.user(r))
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "invoices", Title: "web.invoices.title", Tab: "invoices",
		Body: invoicesBody{list, counts, filter, query.Get("after"), withParam(r.URL.RequestURI(), "lang", "")}})
}
