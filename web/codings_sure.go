// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"strings"

	"rentmeester/fault"
)

// sureCodings shows what accepting all that is sure would do, before it is done.
func (p *pages) sureCodings(w http.ResponseWriter, r *http.Request) error {
	sure, err := p.source.SureCodings(r.Context())
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "codings_sure", Title: "web.codings.sure-title", Tab: "codings", Body: sure})
}

// acceptSure codes what was ticked, each as it was seen.
func (p *pages) acceptSure(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New("web.form-unreadable")
	}
	var seen []SeenCoding
	for _, pick := range r.PostForm["pick"] {
		invoice, digest, _ := strings.Cut(pick, " ")
		seen = append(seen, SeenCoding{invoice, digest})
	}
	if len(seen) == 0 {
		return p.did(w, r, "/codings/sure", said{Code: "web.nothing-ticked", Problem: true}, nil)
	}
	done, err := p.source.AcceptCodings(r.Context(), p.user(r), seen)
	told := said{Code: "web.said.coded-many", Args: fault.Args("n", done.Done), Undo: "/codings/batches/" + url.PathEscape(done.Batch) + "/undo"}
	if len(done.Left) > 0 {
		told.Code, told.Args = "web.said.coded-some", fault.Args("n", done.Done, "left", len(done.Left))
	}
	if done.Done == 0 {
		told.Undo = ""
	}
	return p.did(w, r, "/codings", told, err)
}

// undoSure takes back what was accepted together.
func (p *pages) undoSure(w http.ResponseWriter, r *http.Request) error {
	back, err := p.source.UndoCodings(r.Context(), p.user(r), r.PathValue("batch"))
	told := said{Code: "web.said.uncoded-many", Args: fault.Args("n", back.Done)}
	if len(back.Left) > 0 {
		told.Code, told.Args = "web.said.uncoded-some", fault.Args("n", back.Done, "left", len(back.Left))
	}
	return p.did(w, r, "/codings", told, err)
}

// misbooked says that a booking turned out wrong, or that it was right after all.
func (p *pages) misbooked(w http.ResponseWriter, r *http.Request) error {
	invoice := r.PathValue("invoice")
	if r.PostFormValue("step") == "right" {
		return p.did(w, r, here(r, "#coding"), said{Code: "web.said.rightly"}, p.source.Rightly(r.Context(), p.user(r), invoice))
	}
	err := p.source.Misbooked(r.Context(), p.user(r), invoice, strings.TrimSpace(r.PostFormValue("because")))
	return p.did(w, r, here(r, "#coding"), said{Code: "web.said.misbooked"}, err)
}
