// SPDX-License-Identifier: EUPL-1.2

package web

import "net/http"

type suppliersBody struct {
	Suppliers    []Supplier
	Filter       SupplierFilter
	Cursor, Next string
	Self         string
	Ageing       Chart
}

// Narrowed says that the filter leaves suppliers out.
func (b suppliersBody) Narrowed() bool { return b.Filter != SupplierFilter{} }

// suppliers lists who sends us invoices.
func (p *pages) suppliers(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	filter := SupplierFilter{State: query.Get("state"), Query: query.Get("q")}
	list, next, err := p.source.Suppliers(r.Context(), filter, query.Get("after"))
	if err != nil {
		return err
	}
	ages, err := p.ageing(r, Payable, "web.ageing.creditors", query)
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "suppliers", Title: "web.suppliers.title", Tab: "suppliers",
		Body: suppliersBody{list, filter, query.Get("after"), next, withParam(r.URL.RequestURI(), "lang", ""), ages}})
}
