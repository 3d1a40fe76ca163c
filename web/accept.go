// SPDX-License-Identifier: EUPL-1.2

package web

import "net/http"

// accept books the proposal, or the runner-up, that was chosen for a line.
func (p *pages) accept(w http.ResponseWriter, r *http.Request) error {
	line := r.PathValue("line")
	decision, err := p.source.Accept(r.Context(), p.user(r), line, r.PostFormValue("proposal"))
	return p.acted(w, r, line, decision, "web.said.accepted", err)
}
