// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"strings"

	"rentmeester/fault"
	"rentmeester/text"
)

// policies are the pages of the policy.
func (p *pages) policies() map[string]handler {
	return map[string]handler{
		"GET /policy":         p.policyPage,
		"POST /policy":        p.changePolicy,
		"GET /policy/compare": p.comparePolicy,
	}
}

type policyBody struct {
	Policy
	Text    string // as typed, or as it is in force
	Basis   string // version that it is held against
	Tried   bool
	Changes []PolicyChange
	Problem error
	Waiting []Request // for a second person, one at most
}

// policyPage shows what is in force, what comes later, which versions there were,
// and the form to change it.
func (p *pages) policyPage(w http.ResponseWriter, r *http.Request) error {
	return p.showPolicy(w, r, policyBody{}, http.StatusOK)
}

func (p *pages) showPolicy(w http.ResponseWriter, r *http.Request, body policyBody, status int) (err error) {
	if body.Policy, err = p.source.Policy(r.Context()); err != nil {
		return err
	}
	waiting, err := p.source.PolicyRequest(r.Context(), p.user(r))
	if err != nil {
		return err
	}
	if waiting != nil {
		body.Waiting = []Request{*waiting}
	}
	if body.Text == "" {
		body.Text = body.Policy.Text
	}
	if body.Basis == "" {
		body.Basis = body.Version
	}
	return p.show(w, r, page{Name: "policy", Title: "web.policy-page.title", Tab: "policy", Self: "/policy", Body: body, status: status})
}

// changePolicy tries a text, and shows what it would change; only what was shown
// can then be put in force. What is wrong is told above what was typed.
func (p *pages) changePolicy(w http.ResponseWriter, r *http.Request) (err error) {
	r.Body = http.MaxBytesReader(w, r.Body, 4<<20) // the text is bounded when it is read
	if err := r.ParseForm(); err != nil {
		return fault.New("web.form-unreadable")
	}
	body := policyBody{Text: strings.ReplaceAll(r.PostFormValue("text"), "\r\n", "\n"), Basis: r.PostFormValue("basis")}
	if strings.TrimSpace(body.Text) == "" {
		err = fault.New("web.policy-empty")
	} else if r.PostFormValue("step") == "set" {
		waits := false
		if waits, err = p.source.SetPolicy(r.Context(), p.user(r), body.Basis, body.Text); err == nil {
			sayNext(w, said{Code: waitsOr(waits, "web.said.policy-set")})
			http.Redirect(w, r, "/policy", http.StatusSeeOther)
			return nil
		}
	} else if body.Changes, err = p.source.TryPolicy(r.Context(), body.Text); err == nil {
		body.Tried = true
	}
	status := http.StatusOK
	if body.Problem = err; err != nil {
		if status = statusOf(err); status == http.StatusInternalServerError {
			return err
		}
		body.Basis = "" // it is tried anew, against what is in force now
	}
	return p.showPolicy(w, r, body, status)
}

type compareBody struct {
	Versions      []PolicyVersion
	Before, After string
	Changes       []PolicyChange
}

// comparePolicy shows what one version says otherwise than another; without a
// choice the last two.
func (p *pages) comparePolicy(w http.ResponseWriter, r *http.Request) error {
	in, err := p.source.Policy(r.Context())
	if err != nil {
		return err
	}
	body := compareBody{Versions: in.Versions, Before: r.URL.Query().Get("before"), After: r.URL.Query().Get("after")}
	if n := len(in.Versions); n > 0 && body.Before == "" {
		body.Before = in.Versions[min(1, n-1)].Seq
	}
	if len(in.Versions) > 0 && body.After == "" {
		body.After = in.Versions[0].Seq
	}
	if body.Before != "" {
		if body.Changes, err = p.source.PolicyChanges(r.Context(), body.Before, body.After); err != nil {
			return err
		}
	}
	return p.show(w, r, page{Name: "compare", Title: "web.policy-page.compare", Tab: "policy", Body: body})
}

// settingText says a setting in plain words, where there is a sentence for it; else
// "".
func settingText(lang text.Lang, path, value string) string {
	if code := "setting." + path; text.Has(lang, code) {
		return text.Say(lang, code, fault.Args("value", value))
	}
	if role, ok := strings.CutPrefix(path, "roles."); ok {
		return roleText(lang, role, value)
	}
	return ""
}

// roleText says what who has a role may do.
func roleText(lang text.Lang, role, value string) string {
	var may []string
	for _, right := range strings.Split(value, ", ") {
		if !text.Has(lang, "right."+right) {
			return "" // all, or what this program does not know
		}
		may = append(may, text.Say(lang, "right."+right, nil))
	}
	name := role
	if text.Has(lang, "role."+role) {
		name = text.Say(lang, "role."+role, nil)
	}
	return text.Say(lang, "web.policy-page.role", fault.Args("role", name, "rights", strings.Join(may, "; ")))
}
