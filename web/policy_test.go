// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rentmeester/policy"
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
		{text.NL, "roles.administrator", "all", "Wie beheerder is, mag alles."},
		{text.NL, "roles.kas", "fly", ""},
		{text.NL, "autopilot.wrong", "0.1%", "Van wat automatisch geboekt wordt, mag hooguit 0,1\u00a0% fout zijn."},
		{text.EN, "vat.mixed.general.deductible", "4%", "With mixed use ‘general’ 4\u00a0% is deducted in the return."},
		{text.NL, "vat.taakveld.6.60", "cost", "Btw bij taakveld 6.60: kosten (komt niet terug)."},
	} {
		if got := settingText(c.lang, c.path, c.value); got != c.want {
			t.Errorf("%s %s: %q, not %q", c.path, c.value, got, c.want)
		}
	}
}

// others are settings that the policy of a new administration leaves out.
const others = `
  - from: 2026-01-01
    banks: {NL02ABNA0123456789: "1111"}
    approval:
      people: [{id: a.deboer, roles: [{role: budgetholder}, {role: second}, {role: controller}]}]
      reminders: {escalate-to: controller}
    commitments: {release: controller}
    paying:
      account: NL02ABNA0123456789
      name: Gemeente Voorbeeld
      person-limits: {j.jansen: "50000.00"}
    coding:
      becomes: [{account: "4300", to: {account: "4310"}}]
      closed: {account: ["4399"]}
    vat:
      cost-centre: {"4010": cost}
      account: {"4330": deductible}
    results:
      baseline: {bank-lines: 40, codings: 0, invoices: 0, booked-days: 12, paid-days: 27}
    register: {organization: Gemeente Voorbeeld, contact: algoritmes@voorbeeld.example}
    documents: {contract: {forward: "contractbeheer@voorbeeld.example"}}
    outgoing: {host: smtp.example.nl, security: starttls, user: facturen, password-file: /etc/uitgaand, from: "Gemeente <facturen@example.nl>", language: nl}
`

// Every setting has words, in both languages.
func TestEverySettingHasWords(t *testing.T) {
	settings, err := policy.Outline(append(bytes.TrimRight(bytes.Clone(policy.Default), "\n"), others...))
	if err != nil {
		t.Fatal(err)
	}
	if len(settings) < 120 {
		t.Fatalf("%d settings", len(settings))
	}
	for _, s := range settings {
		for _, lang := range []text.Lang{text.NL, text.EN} {
			if said := settingText(lang, s.Path, s.Value); said == "" {
				t.Errorf("%s: nothing says %s: %s", lang, s.Path, s.Value)
			}
		}
	}
}
