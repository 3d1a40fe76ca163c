// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"cmp"
	"net/http"

	"rentmeester/day"
)

// stated is the day on which the sentences of the statement on accessibility were
// drawn up, with what is known not to be right yet. An organisation that looked at
// it says its own day.
const stated day.Day = "2026-11-26"

// Accessibility is what the organisation says in its statement, as the model
// statement of DigiToegankelijk asks. What is "" is said in general words.
type Accessibility struct {
	Organization string  // that answers for the pages; the administration by default
	Contact      string  // whom to tell, a mail address for instance
	Status       string  // A to E; C by default
	Reviewed     day.Day // when it was last looked at
	Report       string  // where the report of an examination is
	AnswerDays   int     // working days within which an answer comes; 5 by default
}

// usual fills in what the organisation left out.
func (a Accessibility) usual(administration string) Accessibility {
	a.Organization = cmp.Or(a.Organization, administration)
	a.Status, a.Reviewed, a.AnswerDays = cmp.Or(a.Status, "C"), cmp.Or(a.Reviewed, stated), cmp.Or(a.AnswerDays, 5)
	return a
}

// helps are the pages that help the reader, for everybody who may come in.
func (p *pages) helps() map[string]handler {
	return map[string]handler{
		"GET /glossary":      p.glossary,
		"GET /accessibility": p.accessibility,
	}
}

// accessibility is the statement that the law asks for.
func (p *pages) accessibility(w http.ResponseWriter, r *http.Request) error {
	return p.show(w, r, page{Name: "accessibility", Title: "web.accessibility.title",
		Body: p.options.Accessibility.usual(p.options.Administration)})
}
