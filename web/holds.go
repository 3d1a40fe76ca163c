// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"strings"

	"rentmeester/fault"
)

// release releases what holds an invoice.
func (p *pages) release(w http.ResponseWriter, r *http.Request) error {
	waiting, err := p.source.Release(r.Context(), p.user(r), r.PathValue("invoice"), r.PostFormValue("kind"), strings.TrimSpace(r.PostFormValue("because")))
	told := said{Code: "web.said.released"}
	if waiting > 0 {
		told.Code = "web.said.half-released"
	}
	return p.did(w, r, here(r, "#holds"), told, err)
}

// hold holds an invoice back by hand.
func (p *pages) hold(w http.ResponseWriter, r *http.Request) error {
	comment := r.PostFormValue("comment")
	if comment == "" {
		return p.wrong(w, r, "hold", fault.New("web.no-comment"), func(*invoiceBody) {})
	}
	err := p.source.Hold(r.Context(), p.user(r), r.PathValue("invoice"), comment)
	return p.did(w, r, here(r, "#holds"), said{Code: "web.said.held"}, err)
}

// assign says who sent an invoice.
func (p *pages) assign(w http.ResponseWriter, r *http.Request) error {
	supplier := r.PostFormValue("supplier")
	if supplier == "" {
		supplier = r.PostFormValue("other")
	}
	if supplier == "" {
		return p.wrong(w, r, "seller", fault.New("web.no-supplier"), func(*invoiceBody) {})
	}
	err := p.source.Assign(r.Context(), p.user(r), r.PathValue("invoice"), supplier)
	return p.did(w, r, here(r, "#seller"), said{Code: "web.said.assigned", Args: fault.Args("supplier", supplier)}, err)
}

// copyOf says that an invoice is another one that came by another way.
func (p *pages) copyOf(w http.ResponseWriter, r *http.Request) error {
	err := p.source.Copy(r.Context(), p.user(r), r.PathValue("invoice"), r.PostFormValue("of"))
	return p.did(w, r, here(r, ""), said{Code: "web.said.copy"}, err)
}
