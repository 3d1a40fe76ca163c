// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"

	"rentmeester/fault"
)

// supplier shows one supplier with his bank accounts.
func (p *pages) supplier(w http.ResponseWriter, r *http.Request) error {
	s, err := p.source.Supplier(r.Context(), r.PathValue("supplier"))
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "supplier", Title: "web.supplier.title", TitleArgs: fault.Args("name", s.Name), Tab: "suppliers", Body: s})
}

// supplierAct accepts or refuses a proposed supplier, or says who he is.
func (p *pages) supplierAct(w http.ResponseWriter, r *http.Request) (err error) {
	number, told, to := r.PathValue("supplier"), said{Code: "web.said.supplier-accepted"}, r.PathValue("supplier")
	switch r.PostFormValue("act") {
	case "accept":
		if as := r.PostFormValue("number"); as != "" {
			to = as
		}
		err = p.source.AcceptSupplier(r.Context(), p.user(r), number, r.PostFormValue("number"))
	case "same":
		told.Code = "web.said.supplier-same"
		if to = r.PostFormValue("same"); to == "" {
			err, to = fault.New("web.no-supplier"), number
		} else {
			err = p.source.SameSupplier(r.Context(), p.user(r), number, to)
		}
	case "refuse":
		told.Code = "web.said.supplier-refused"
		err = p.source.RefuseSupplier(r.Context(), p.user(r), number)
	default:
		return fault.New("web.form-unreadable")
	}
	if err != nil {
		to = number
	}
	return p.did(w, r, "/suppliers/"+url.PathEscape(to), told, err)
}

// accountAct releases or refuses a bank account of a supplier.
func (p *pages) accountAct(w http.ResponseWriter, r *http.Request) (err error) {
	number, iban, told := r.PathValue("supplier"), r.PostFormValue("iban"), said{Code: "web.said.account-released"}
	switch r.PostFormValue("act") {
	case "release":
		var done bool
		if done, err = p.source.ReleaseAccount(r.Context(), p.user(r), number, iban); !done {
			told.Code = "web.said.half-released"
		}
	case "refuse":
		told.Code = "web.said.account-refused"
		err = p.source.RefuseAccount(r.Context(), p.user(r), number, iban)
	default:
		return fault.New("web.form-unreadable")
	}
	return p.did(w, r, "/suppliers/"+url.PathEscape(number), told, err)
}
