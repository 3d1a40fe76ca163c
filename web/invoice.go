// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"cmp"
	"net/http"
	"net/url"

	"rentmeester/fault"
)

type invoiceBody struct {
	Invoice
	Here    string // address of this invoice
	Rows    []codeRow
	Problem error
	Where   string // the form that Problem is about
	Typed   map[string]string
}

// On gives the fields that stand on a page, with their places there.
func (b invoiceBody) On(page int) (all []placed) {
	for _, f := range b.Fields {
		for i, place := range f.Places {
			if place.Page == page {
				all = append(all, placed{f, place, i})
			}
		}
	}
	return all
}

// Doubtful counts the fields that a person must look at.
func (b invoiceBody) Doubtful() (n int) {
	for _, f := range b.Fields {
		if f.Doubtful {
			n++
		}
	}
	return n
}

// Main gives the fields that a person looks at first: those that can be corrected,
// or all that an e-invoice says. The rest of what was read from pages is More.
func (b invoiceBody) Main() []Field { return b.fields(true) }

// More gives the fields that cannot be corrected among those that can.
func (b invoiceBody) More() []Field { return b.fields(false) }

func (b invoiceBody) fields(main bool) (all []Field) {
	fixed := true
	for _, f := range b.Fields {
		fixed = fixed && f.Fixed
	}
	for _, f := range b.Fields {
		if (fixed || !f.Fixed) == main {
			all = append(all, f)
		}
	}
	return all
}

// Closed gives the holds that hold no more.
func (b invoiceBody) Closed() (all []Hold) {
	for _, h := range b.AllHolds {
		if !h.Open() {
			all = append(all, h)
		}
	}
	return all
}

type placed struct {
	Field Field
	Box   Box
	N     int // which of the field's places
}

// invoice shows one invoice: its page on the left, what was read of it and what
// is to be done on the right.
func (p *pages) invoice(w http.ResponseWriter, r *http.Request) error {
	inv, err := p.source.Invoice(r.Context(), p.user(r), r.PathValue("invoice"))
	if err != nil {
		return err
	}
	body := invoiceBody{Invoice: inv, Rows: p.codeRows(r, inv)}
	return p.showInvoice(w, r, body, http.StatusOK)
}

func (p *pages) showInvoice(w http.ResponseWriter, r *http.Request, body invoiceBody, status int) error {
	body.Here = "/invoices/" + url.PathEscape(body.ID)
	self := body.Here
	if r.Method == http.MethodGet {
		self = withParam(r.URL.RequestURI(), "lang", "")
	}
	return p.show(w, r, page{Name: "invoice", Title: "web.invoice.title", Tab: "invoices", Self: self, status: status,
		TitleArgs: fault.Args("number", cmp.Or(body.Number, "–"), "name", body.Name), Body: body})
}

// wrong shows an invoice again with what is wrong with what was sent.
func (p *pages) wrong(w http.ResponseWriter, r *http.Request, where string, problem error, change func(*invoiceBody)) error {
	status := statusOf(problem)
	if status == http.StatusInternalServerError {
		return problem
	}
	inv, err := p.source.Invoice(r.Context(), p.user(r), r.PathValue("invoice"))
	if err != nil {
		return err
	}
	body := invoiceBody{Invoice: inv, Rows: p.codeRows(r, inv), Problem: problem, Where: where}
	change(&body)
	return p.showInvoice(w, r, body, status)
}

// here is the address of the invoice that a form is about.
func here(r *http.Request, anchor string) string {
	return "/invoices/" + url.PathEscape(r.PathValue("invoice")) + anchor
}
