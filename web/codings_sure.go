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
	told := toldMany(done, "web.said.coded-many", "web.said.coded-some")
	if done.Done > 0 {
		told.Undo = "/codings/batches/" + url.PathEscape(done.Batch) + "/undo"
	}
	if err == nil || done.Done == 0 {
		return p.did(w, r, "/codings", told, err)
	}
	why := p.saidFault(r, err) // it broke off: what was done before stands, and can be taken back
	return p.did(w, r, "/codings", said{Code: "web.coded-broken-off", Args: fault.Args("n", done.Done), Problem: true, Cause: &why, Undo: told.Undo, Left: told.Left}, nil)
}

// mostLeft is of how many that were left the page says why: they go in a cookie.
const mostLeft = 5

// toldMany tells what several codings in one go came to.
func toldMany(done CodingBatch, all, some string) said {
	if len(done.Left) == 0 {
		return said{Code: all, Args: fault.Args("n", done.Done)}
	}
	return said{Code: some, Args: fault.Args("n", done.Done, "left", len(done.Left)), Left: done.Left[:min(mostLeft, len(done.Left))]}
}

// undoSure takes back what was accepted together.
func (p *pages) undoSure(w http.ResponseWriter, r *http.Request) error {
	back, err := p.source.UndoCodings(r.Context(), p.user(r), r.PathValue("batch"))
	return p.did(w, r, "/codings", toldMany(back, "web.said.uncoded-many", "web.said.uncoded-some"), err)
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
