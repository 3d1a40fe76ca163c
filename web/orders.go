// SPDX-License-Identifier: EUPL-1.2

package web

import "net/http"

type ordersBody struct {
	Orders       []OrderHead
	Filter       OrderFilter
	Cursor, Next string
	Self         string
}

// Narrowed says that the filter leaves orders out.
func (b ordersBody) Narrowed() bool { return b.Filter != OrderFilter{} }

// orders lists what we ordered and committed to.
func (p *pages) orders(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	filter := OrderFilter{State: query.Get("state"), Query: query.Get("q"), Supplier: query.Get("supplier")}
	list, next, err := p.source.Orders(r.Context(), filter, query.Get("after"))
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "orders", Title: "web.orders.title", Tab: "orders",
		Body: ordersBody{list, filter, query.Get("after"), next, withParam(r.URL.RequestURI(), "lang", "")}})
}
