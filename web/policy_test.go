// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rentmeester/text"
)

// TestPolicyIsChangedInTwoSteps: first it is shown what would change, then that is
// put in force; what is wrong, or has been overtaken, is told above what was typed.
func TestPolicyIsChangedInTwoSteps(t *testing.T) {
	source := newTown()
	server := newServer(t, source)
	cases := []struct {
		name, step, basis, text string
		status                  int
		says                    []string
		set                     int
	}{
		{"try", "try", "3f2a", "policy: nieuw", 200, []string{"rules.Huur", "toegevoegd", "veranderd", "weg", `value="set"`}, 0},
		{"wrong", "try", "3f2a", "kapot", 400, []string{`id="policy-problem"`, "kapot</textarea>"}, 0},
		{"empty", "try", "3f2a", " ", 400, []string{"Er staat geen tekst."}, 0},
		{"overtaken", "set", "old", "policy: nieuw", 409, []string{`id="policy-problem"`, `name="basis" value="3f2a"`}, 0},
		{"set", "set", "3f2a", "policy: nieuw", 303, nil, 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			answer, page := post(t, server.URL+"/policy", url.Values{"step": {c.step}, "basis": {c.basis}, "text": {c.text}})
			if answer.StatusCode != c.status || len(source.added) != c.set {
				t.Errorf("status %d, %d put in force", answer.StatusCode, len(source.added))
			}
			for _, want := range c.says {
				if !strings.Contains(page, want) {
					t.Errorf("it does not say %q", want)
				}
			}
		})
	}
	if answer, _ := get(t, server.URL+"/policy/compare?before=999&after=12"); answer.StatusCode != http.StatusNotFound {
		t.Errorf("a version that is not there gives %d", answer.StatusCode)
	}
}

// What a role may do is said in words, in both languages; what nobody can say is not.
func TestSettingTextSaysRoles(t *testing.T) {
	for _, c := range []struct {
		lang              text.Lang
		path, value, want string
	}{
		{text.NL, "roles.auditor", "look, audit, export", "Wie accountant is, mag: de boeken bekijken; het controlespoor lezen; gegevens uitvoeren."},
		{text.EN, "roles.auditor", "look", "A person who is auditor may: look at the books."},
		{text.NL, "roles.kas", "look", "Wie kas is, mag: de boeken bekijken."},
		{text.NL, "roles.administrator", "all", ""},
		{text.NL, "roles.kas", "fly", ""},
	} {
		if got := settingText(c.lang, c.path, c.value); got != c.want {
			t.Errorf("%s %s: %q, not %q", c.path, c.value, got, c.want)
		}
	}
}
