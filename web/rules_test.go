// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"rentmeester/text"
)

func TestTryAndAddRules(t *testing.T) {
	source := newTown()
	server := newServer(t, source)
	form := func(rules, from, step string, more ...string) url.Values {
		v := url.Values{"rules": {rules}, "from": {from}, "step": {step}}
		for _, name := range more {
			v.Set(name, "yes")
		}
		return v
	}
	for _, test := range []struct {
		name   string
		form   url.Values
		status int
		shows  []string
	}{
		{"tried", form("- name: x\r\n", "2026-07-01", "try"), http.StatusOK, []string{"9 geboekte bankregels: 7 gingen precies zo, 2 anders", "ING Bank", "4440 −12,30",
			"value=\"- name: x\n\"", `value="2026-07-01"`, `value="add"`}},
		{"tried, certain and contradicted", form("certain", "2026-07-01", "try"), http.StatusOK, []string{`name="force"`}},
		{"unreadable", form("kapot", "2026-07-01", "try"), http.StatusBadRequest, []string{`role="alert"`, "1,234", ">kapot</textarea>"}},
		{"no day", form("- name: x", "morgen", "try"), http.StatusBadRequest, []string{"‘morgen’ is geen dag", `value="2026-03-03"`}},
		{"nothing", form(" ", "2026-07-01", "add"), http.StatusBadRequest, []string{"Er staat geen regel"}},
		{"contradicted", form("certain", "2026-07-01", "add"), http.StatusBadRequest, []string{`name="force"`, "ING Bank"}},
		{"added", form("- name: y\r\n", "2026-07-01", "add"), http.StatusSeeOther, nil},
		{"forced", form("certain", "2026-07-02", "add", "force"), http.StatusSeeOther, nil},
	} {
		answer, got := post(t, server.URL+"/rules", test.form)
		if answer.StatusCode != test.status {
			t.Errorf("%s: status %d, want %d", test.name, answer.StatusCode, test.status)
		}
		for _, want := range test.shows {
			if !strings.Contains(got, want) {
				t.Errorf("%s: the page does not show %q", test.name, want)
			}
		}
		for _, wrong := range sanity(got, "nl") {
			if test.status != http.StatusSeeOther {
				t.Errorf("%s: %s", test.name, wrong)
			}
		}
	}
	if want := []string{"m.bakker 2026-07-01 - name: y\n", "m.bakker 2026-07-02 certain"}; !slices.Equal(source.added, want) {
		t.Errorf("added %q, want %q", source.added, want)
	}
	if answer, _ := post(t, server.URL+"/rules", form("- name: z", "2026-07-01", "add"), "Origin", "https://elsewhere.example"); answer.StatusCode != http.StatusForbidden {
		t.Errorf("another site may add rules: %d", answer.StatusCode)
	}
}

func TestConditionsInWords(t *testing.T) {
	for condition, want := range map[string]string{
		`line.received && line.mentions("huur")`:                  "geld dat binnenkomt; de tekst noemt ‘huur’",
		"line.paid &&\n  line.iban == \"\"":                       "geld dat eruit gaat; zonder tegenrekening",
		`line.iban == "NL91ABNA0417164300"`:                       "de tegenrekening is NL91\u00a0ABNA\u00a00417\u00a01643\u00a000",
		`line.mentions(["pin", "ccv", "a && b"])`:                 "de tekst noemt ‘pin’, ‘ccv’ of ‘a && b’",
		`!line.mentions("lening") && line.iban in own`:            "niet: de tekst noemt ‘lening’; de tegenrekening is een eigen rekening",
		`(line.code == "X" || line.bankCode == "Y") && line.paid`: "de bankcode is X of de eigen code van de bank is Y; geld dat eruit gaat",
		`line.paid || line.received && line.gAccount`:             "",
		`(line.paid) && (line.received)`:                          "geld dat eruit gaat; geld dat binnenkomt",
		`line.paid && line.amount > 100`:                          "", // no words for it: shown as it is written
		`line.paid && !(line.amount > 100)`:                       "",
		`!(line.paid && line.received)`:                           "",
		`line.mentions("met \"aanhaling\"")`:                      "de tekst noemt ‘met \"aanhaling\"’",
		`((line.paid`:                                             "",
		``:                                                        "",
	} {
		if got := strings.Join(inWords(text.NL, condition), "; "); got != want {
			t.Errorf("%s\n got %q\nwant %q", condition, got, want)
		}
	}
}

func FuzzConditionsInWords(f *testing.F) {
	f.Add(`(line.code == "X" || !line.mentions(["a"])) && line.paid`)
	f.Fuzz(func(t *testing.T, condition string) {
		inWords(text.EN, condition)
		shareInWords(text.EN, condition)
	})
}

func TestAutopilotPage(t *testing.T) {
	for _, test := range []struct {
		source *town
		shows  []string
	}{
		{newTown(), []string{"februari 2026", "hooguit 0,1\u00a0% fout", "212 regels beoordeeld", "hooguit 2,22\u00a0% fout, met een zekerheid van 95\u00a0%", "nog te weinig", "99,80\u00a0%", "hetzelfde; het bewijs"}},
		{&town{empty: true}, []string{"nog niets beoordeeld", "nog niets besloten", "nog geen voorstellen beoordeeld", "nog niet gewerkt"}},
	} {
		_, got := get(t, newServer(t, test.source).URL+"/autopilot")
		for _, want := range test.shows {
			if !strings.Contains(got, want) {
				t.Errorf("empty=%v: the page does not show %q", test.source.empty, want)
			}
		}
	}
}

func TestRate(t *testing.T) {
	for share, want := range map[float64]string{0: "0,00\u00a0%", 0.001: "0,10\u00a0%", 0.00001: "0,001\u00a0%", 0.99999: "99,999\u00a0%", 1: "100,00\u00a0%"} {
		if got := rate(text.NL, share); got != want {
			t.Errorf("%v: %q, want %q", share, got, want)
		}
	}
}

// What another room wraps is told with its cause, as it happened.
func TestCausesAreTold(t *testing.T) {
	server := newServer(t, newTown())
	_, got := post(t, server.URL+"/rules", url.Values{"rules": {"kapot"}, "from": {"2026-07-01"}, "step": {"try"}})
	p := &pages{options: withDefaults(Options{})}
	_, err := newTown().TryRules(t.Context(), "kapot", "")
	told := p.saidFault(nil, err)
	what, _ := text.Fault(text.NL, told.Fault())
	if !strings.Contains(what, "1,234") || !strings.Contains(got, "1,234") {
		t.Errorf("told %q", what)
	}
}
