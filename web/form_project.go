// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
)

// projectForm is the form of a project: as it is kept, or as it was typed and refused.
type projectForm struct {
	ID, Title string
	Of        string // identifier of the project; "" a new one
	Facts     ProjectFacts
	Typed     url.Values // nil: as kept
	Problem   error
}

// Value gives what stands in a field: what was typed, else what is kept.
func (f projectForm) Value(name, kept string) string {
	if f.Typed == nil {
		return kept
	}
	return f.Typed.Get(name)
}

// Ticked does the same for a box.
func (f projectForm) Ticked(name string, kept bool) bool {
	if f.Typed == nil {
		return kept
	}
	return f.Typed.Get(name) == "yes"
}

// refuseProject shows the form again as it was typed, where it stood.
func (p *pages) refuseProject(w http.ResponseWriter, r *http.Request, wrong error) error {
	typed := projectForm{Of: r.PostFormValue("id"), Typed: r.PostForm, Problem: wrong}
	if typed.Of == "" {
		return p.showProjects(w, r, false, typed)
	}
	return p.showProject(w, r, typed)
}
