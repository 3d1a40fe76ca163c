// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"

	"rentmeester/fault"
)

// undo reverses a decision. Asked from the worklist by htmx, the line comes
// back in the place it had.
func (p *pages) undo(w http.ResponseWriter, r *http.Request) error {
	decision, line := r.PathValue("decision"), r.PostFormValue("line")
	_, err := p.source.Undo(r.Context(), p.user(r), decision)
	if byHTMX(r) && line != "" {
		return p.acted(w, r, line, "", "web.said.undone", err)
	}
	told := said{Code: "web.said.undone", Args: fault.Args("decision", decision)}
	if err != nil {
		told = p.saidFault(r, err)
	}
	p.sayNext(w, r, told)
	http.Redirect(w, r, backTo(r, "/decisions"), http.StatusSeeOther)
	return nil
}
