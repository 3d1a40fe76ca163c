// SPDX-License-Identifier: EUPL-1.2

package web

import "net/http"

type decisionsBody struct {
	Decisions    []Decision
	Cursor, Next string
	Self         string
}

// decisions lists what was decided, the newest first, by whom, with its undo.
func (p *pages) decisions(w http.ResponseWriter, r *http.Request) error {
	cursor := r.URL.Query().Get("after")
	decisions, next, err := p.source.Decisions(r.Context(), cursor)
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "decisions", Title: "web.decisions.title", Tab: "decisions",
		Body: decisionsBody{decisions, cursor, next, withParam(r.URL.RequestURI(), "lang", "")}})
}
