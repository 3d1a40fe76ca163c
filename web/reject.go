// SPDX-License-Identifier: EUPL-1.2

package web

import "net/http"

// reject says that a proposal is wrong; the line stays on the worklist.
func (p *pages) reject(w http.ResponseWriter, r *http.Request) error {
	line := r.PathValue("line")
	decision, err := p.source.Reject(r.Context(), p.user(r), line, r.PostFormValue("proposal-wrong"))
	return p.acted(w, r, line, decision, "web.said.rejected", err)
}
