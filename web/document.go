// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"

	"rentmeester/fault"
)

// document shows one document: its pages, and what it was taken for.
func (p *pages) document(w http.ResponseWriter, r *http.Request) error {
	doc, err := p.source.Document(r.Context(), r.PathValue("document"))
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "document", Title: "web.document.title", TitleArgs: fault.Args("name", doc.Name), Tab: "post", Body: doc})
}

// setKind says what a document is.
func (p *pages) setKind(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("document")
	here := "/post/" + url.PathEscape(id)
	invoice, err := p.source.SetKind(r.Context(), p.user(r), id, r.PostFormValue("kind"))
	if err == nil && invoice != "" {
		here = "/invoices/" + url.PathEscape(invoice)
	}
	return p.did(w, r, here, said{Code: "web.said.kind"}, err)
}

// readAgain reads a document once more.
func (p *pages) readAgain(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("document")
	err := p.source.ReadAgain(r.Context(), p.user(r), id)
	return p.did(w, r, "/post/"+url.PathEscape(id), said{Code: "web.said.read"}, err)
}
