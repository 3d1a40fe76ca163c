// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"strconv"
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
			p.sayNext(w, r, said{Code: waitsOr(waits, "web.said.policy-set")})
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

// settingText says a setting in plain words: by its path, by its path and value
// where these are few, or by a path with a name in it that people chose. It is ""
// for what this program does not know.
func settingText(lang text.Lang, path, value string) string {
	if role, ok := strings.CutPrefix(path, "roles."); ok {
		return roleText(lang, role, value)
	}
	for _, s := range sayings(path, value) {
		if code := "setting." + s.code; text.Has(lang, code) {
			return text.Say(lang, code, fault.Args("value", settingValue(lang, value), "key", s.key))
		}
	}
	return ""
}

// saying is a sentence that may be there for a setting, and the name in its path.
type saying struct{ code, key string }

// sayings gives the sentences that fit a setting, the most particular first.
func sayings(path, value string) []saying {
	particular := value
	if value == "" {
		particular = "none"
	}
	all := []saying{{path + "." + particular, ""}, {path, ""}}
	parts := strings.Split(path, ".")
	for i := 1; i < len(parts); i++ {
		before := strings.Join(parts[:i], ".")
		all = append(all, saying{before + ".any", strings.Join(parts[i:], ".")})
		if last := len(parts) - 1; i < last {
			all = append(all, saying{before + ".any." + parts[last], strings.Join(parts[i:last], ".")})
		}
	}
	return all
}

// settingValue says the value of a setting: a share as people write it, and words of
// the policy in those of people.
func settingValue(lang text.Lang, value string) string {
	if share, ok := strings.CutSuffix(value, "%"); ok {
		if f, err := strconv.ParseFloat(share, 64); err == nil {
			return brief(lang, f/100)
		}
	}
	words := strings.Split(value, ", ")
	for i, word := range words {
		if text.Has(lang, "setting.word."+word) {
			words[i] = text.Say(lang, "setting.word."+word, nil)
		}
	}
	return strings.Join(words, ", ")
}

// settingRaw gives what the policy says to the letter, where the words leave that out.
func settingRaw(lang text.Lang, path, value string) string {
	if said := settingText(lang, path, value); said != "" && !strings.Contains(value, ": ") {
		return ""
	}
	return value
}

// roleText says what who has a role may do.
func roleText(lang text.Lang, role, value string) string {
	name := role
	if text.Has(lang, "role."+role) {
		name = text.Say(lang, "role."+role, nil)
	}
	if value == "all" {
		return text.Say(lang, "web.policy-page.role-all", fault.Args("role", name))
	}
	var may []string
	for _, right := range strings.Split(value, ", ") {
		if !text.Has(lang, "right."+right) {
			return "" // what this program does not know
		}
		may = append(may, text.Say(lang, "right."+right, nil))
	}
	return text.Say(lang, "web.policy-page.role", fault.Args("role", name, "rights", strings.Join(may, "; ")))
}
