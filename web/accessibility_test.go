// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// The statement says what the organisation says, and where it says nothing what is
// so of every installation.
func TestAccessibilityStatement(t *testing.T) {
	said := Accessibility{Organization: "Gemeente Voorbeeld", Contact: "help@voorbeeld.example", Status: "B", Reviewed: "2026-12-01", Report: "https://voorbeeld.example/onderzoek", AnswerDays: 1}
	for name, c := range map[string]struct {
		options Options
		says    []string
	}{
		"said":   {Options{Accessibility: said}, []string{"Gemeente Voorbeeld wil", "Status B: voldoet gedeeltelijk.", "01-12-2026", "https://voorbeeld.example/onderzoek", "help@voorbeeld.example", "binnen 1 werkdag."}},
		"unsaid": {Options{Administration: "Waterschap"}, []string{"Waterschap wil", "Status C: eerste maatregelen genomen.", "26-11-2026", "Een onafhankelijk onderzoek is er nog niet geweest.", "binnen 5 werkdagen."}},
	} {
		server := httptest.NewServer(New(newTown(), c.options))
		_, page := get(t, server.URL+"/accessibility")
		server.Close()
		for _, want := range c.says {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the statement does not say %q", name, want)
			}
		}
	}
}
