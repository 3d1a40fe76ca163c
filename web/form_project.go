// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
)

// typedForm is what was typed in a form and refused, so that it stands there again.
type typedForm struct {
	Typed   url.Values // nil: nothing was refused
	Problem error
}

// Value gives what stands in a field: what was typed, else what is kept.
func (f typedForm) Value(name, kept string) string {
	if f.Typed == nil {
		return kept
	}
	return f.Typed.Get(name)
}

// Ticked does the same for a box.
func (f typedForm) Ticked(name string, kept bool) bool {
	if f.Typed == nil {
		return kept
	}
	return f.Typed.Get(name) == "yes"
}

// projectForm is the form of a project: as it is kept, or as it was typed and refused.
type projectForm struct {
	typedForm
	ID, Title string
	Of        string // identifier of the project; "" a new one
	Facts     ProjectFacts
}

// refuseProject shows the form again as it was typed, where it stood.
func (p *pages) refuseProject(w http.ResponseWriter, r *http.Request, wrong error) error {
	typed := projectForm{typedForm: typedForm{r.PostForm, wrong}, Of: r.PostFormValue("id")}
	if typed.Of == "" {
		return p.showProjects(w, r, false, typed)
	}
	return p.showProject(w, r, typed)
}
