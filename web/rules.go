// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"strings"

	"rentmeester/day"
	"rentmeester/fault"
)

type rulesBody struct {
	Rules
	Asked  bool // habits were looked for
	Habits Habits
	Text   string  // of own rules, as typed
	From   day.Day // from which they would hold
	Tried  []Replay
	Force  bool
	// Problem is what is wrong with what was typed.
	Problem error
}

// Contradicted says that only force makes what was tried hold.
func (b rulesBody) Contradicted() bool {
	for _, r := range b.Tried {
		if r.Certain && r.Others > 0 {
			return true
		}
	}
	return false
}

// rules shows the rules in force, what people seem to follow, and the form to try
// a rule and make it hold.
func (p *pages) rules(w http.ResponseWriter, r *http.Request) error {
	return p.showRules(w, r, rulesBody{Asked: r.URL.Query().Get("habits") != ""}, http.StatusOK)
}

func (p *pages) showRules(w http.ResponseWriter, r *http.Request, body rulesBody, status int) (err error) {
	if body.Rules, err = p.source.Rules(r.Context()); err != nil {
		return err
	}
	if body.From == "" {
		body.From = body.Today
	}
	if body.Asked {
		if body.Habits, err = p.source.Habits(r.Context()); err != nil {
			return err
		}
	}
	self := "/rules"
	if body.Asked {
		self = "/rules?habits=yes"
	}
	return p.show(w, r, page{Name: "rules", Title: "web.rules.title", Tab: "rules", Self: self, Body: body, status: status})
}

// addRules tries rules on what was booked, or makes them hold from a day on. What
// is wrong is told above what was typed.
func (p *pages) addRules(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New("web.form-unreadable")
	}
	body := rulesBody{Text: strings.ReplaceAll(r.PostFormValue("rules"), "\r\n", "\n"), From: day.Day(r.PostFormValue("from")),
		Force: r.PostFormValue("force") != ""}
	from, err := day.Parse(string(body.From))
	switch {
	case err != nil:
		err = fault.New("web.rules-day", "day", body.From)
		body.From = ""
	case strings.TrimSpace(body.Text) == "":
		err = fault.New("web.rules-empty")
	case r.PostFormValue("step") == "try":
		body.Tried, err = p.source.TryRules(r.Context(), body.Text, from)
	default:
		if _, err = p.source.AddRules(r.Context(), p.user(r), body.Text, from, body.Force); err == nil {
			p.sayNext(w, r, said{Code: "web.said.rules-added", Args: fault.Args("day", from)})
			http.Redirect(w, r, "/rules", http.StatusSeeOther)
			return nil
		}
		if tried, wrong := p.source.TryRules(r.Context(), body.Text, from); wrong == nil {
			body.Tried = tried // to see what stands in the way
		}
	}
	status := http.StatusOK
	if body.Problem = err; err != nil {
		if status = statusOf(err); status == http.StatusInternalServerError {
			return err
		}
	}
	return p.showRules(w, r, body, status)
}
