// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"strings"

	"rentmeester/fault"
	"rentmeester/text"
)

// acceptMany books every proposal that was ticked. Each stands on its own: what
// cannot be booked stays on the worklist, and the first reason is told.
func (p *pages) acceptMany(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New("web.form-unreadable")
	}
	picks, done := r.PostForm["pick"], 0
	var first error
	for _, pick := range picks {
		line, proposal, _ := strings.Cut(pick, " ")
		if _, err := p.source.AcceptTicked(r.Context(), p.user(r), line, proposal); err == nil {
			done++
		} else if first == nil {
			first = err
		}
	}
	told := said{Code: "web.said.accepted-many", Args: fault.Args("n", done)}
	switch {
	case len(picks) == 0:
		told = said{Code: "web.nothing-ticked", Problem: true}
	case first != nil:
		why := p.saidFault(r, first)
		what, _ := text.Fault(p.langOf(r), why.Fault())
		told = said{Code: "web.some-not-accepted", Problem: true,
			Args: fault.Args("n", done, "left", len(picks)-done, "why", what)}
	}
	sayNext(w, told)
	http.Redirect(w, r, backTo(r, "/worklist"), http.StatusSeeOther)
	return nil
}
