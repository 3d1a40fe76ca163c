// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"rentmeester/policy"
	"rentmeester/text"
)

// TestASecondPersonAnswers: who may sees what is asked and what comes of it, and can
// confirm what another asked; of what he asked himself, or of his own roles, he can
// only take back or refuse.
func TestASecondPersonAnswers(t *testing.T) {
	source := newTown()
	server := newServer(t, source)
	_, page := get(t, server.URL+"/people")
	for _, wanted := range []string{`id="waiting"`, "Een link voor het account van Anneke de Boer", "Vraag Anneke de Boer of", "accountant", text.Day(text.NL, "2026-12-31"), `/people/requests/71/confirm`, `/people/requests/72/refuse`, "Terugnemen"} {
		if !strings.Contains(page, wanted) {
			t.Errorf("it does not say %q", wanted)
		}
	}
	for _, unwanted := range []string{"/people/requests/72/confirm", "/people/requests/74/confirm"} {
		if strings.Contains(page, unwanted) {
			t.Errorf("one confirms what one asked, or what one gets: %s", unwanted)
		}
	}
	if _, page = get(t, server.URL+"/people/2"); !strings.Contains(page, "/people/requests/71/confirm") || strings.Contains(page, "/people/requests/73") {
		t.Error("a person's page does not show what waits of him, and only that")
	}
	if _, page = get(t, server.URL+"/policy"); !strings.Contains(page, "/policy/requests/75/confirm") || !strings.Contains(page, "rules.Huur") {
		t.Error("the policy that waits is not shown with what it changes")
	}
	for address, acts := range map[string][]string{
		"/people/requests/71/confirm": {"m.bakker confirms 71"},
		"/people/requests/72/confirm": nil,
		"/people/requests/73/refuse":  {"m.bakker refuses 73"},
		"/people/requests/99/refuse":  nil,
		"/policy/requests/75/confirm": {"m.bakker confirms 75"},
		"/policy/requests/75/refuse":  {"m.bakker refuses 75"},
		"/policy/requests/71/confirm": nil,
	} {
		source.hall.acts = nil
		if answer, _ := post(t, server.URL+address, nil); answer.StatusCode != http.StatusSeeOther || !slices.Equal(source.hall.acts, acts) {
			t.Errorf("%s: %d %v", address, answer.StatusCode, source.hall.acts)
		}
	}
}

// TestOnlyWhoMayAnswers: who may not put a policy in force reads what waits, and has
// no button for it.
func TestOnlyWhoMayAnswers(t *testing.T) {
	server := httptest.NewServer(New(newTown(), Options{Location: time.UTC, Rights: func(*http.Request) policy.Rights { return policy.RightsOf(policy.Look) }}))
	t.Cleanup(server.Close)
	if _, page := get(t, server.URL+"/policy"); !strings.Contains(page, "rules.Huur") || strings.Contains(page, "/policy/requests/") {
		t.Error("who only looks has a button, or does not read what waits")
	}
	if answer, _ := post(t, server.URL+"/policy/requests/75/confirm", nil); answer.StatusCode != http.StatusForbidden {
		t.Error(answer.StatusCode)
	}
}
