// SPDX-License-Identifier: EUPL-1.2

package web

import "net/http"

type invoicesBody struct {
	InvoiceList
	Counts InvoiceCounts
	Filter InvoiceFilter
	Cursor string
	Self   string
}

// Narrowed says that the filter leaves invoices out.
func (b invoicesBody) Narrowed() bool { return b.Filter != InvoiceFilter{} }

// invoices lists invoices by the days that are left to pay them.
func (p *pages) invoices(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	filter := InvoiceFilter{State: query.Get("state"), Query: query.Get("q"), Mine: query.Get("mine") != ""}
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
