// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"

	"rentmeester/fault"
)

// run shows one payment run.
func (p *pages) run(w http.ResponseWriter, r *http.Request) error {
	run, err := p.source.Run(r.Context(), p.user(r), r.PathValue("run"))
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "run", Title: "web.run.title", TitleArgs: fault.Args("label", run.Label), Tab: "runs", Body: run})
}

// runAct releases the file that was on the screen, or takes the run back.
func (p *pages) runAct(w http.ResponseWriter, r *http.Request) (err error) {
	id, told := r.PathValue("run"), said{Code: "web.said.run-released"}
	switch r.PostFormValue("act") {
	case "release":
		err = p.source.ReleaseRun(r.Context(), p.user(r), id, r.PostFormValue("hash"))
	case "withdraw":
		told.Code = "web.said.run-withdrawn"
		err = p.source.WithdrawRun(r.Context(), p.user(r), id, r.PostFormValue("comment"))
	default:
		return fault.New("web.form-unreadable")
	}
	return p.did(w, r, "/runs/"+url.PathEscape(id), told, err)
}

// runFile hands out the payment file. It is a form that asks, for who fetched it
// is written down.
func (p *pages) runFile(w http.ResponseWriter, r *http.Request) error {
	file, err := p.source.RunFile(r.Context(), p.user(r), r.PathValue("run"))
	if err != nil {
		return p.did(w, r, "/runs/"+url.PathEscape(r.PathValue("run")), said{}, err)
	}
	return p.hand(w, r, file)
}
