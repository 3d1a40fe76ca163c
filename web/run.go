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

// releaseRun releases the file that was on the screen.
func (p *pages) releaseRun(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("run")
	err := p.source.ReleaseRun(r.Context(), p.user(r), id, r.PostFormValue("hash"))
	return p.did(w, r, "/runs/"+url.PathEscape(id), said{Code: "web.said.run-released"}, err)
}

// withdrawRun takes a run back.
func (p *pages) withdrawRun(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("run")
	err := p.source.WithdrawRun(r.Context(), p.user(r), id, r.PostFormValue("comment"))
	return p.did(w, r, "/runs/"+url.PathEscape(id), said{Code: "web.said.run-withdrawn"}, err)
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
