// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"rentmeester/web"
)

// as is another browser, in which somebody with these roles logs in.
func (s *served) as(name string, roles ...string) *served {
	s.t.Helper()
	args := []string{"people", "add", name, "--json"}
	for _, role := range roles {
		args = append(args, "--role", role)
	}
	var told strings.Builder
	if code := s.run(&told, args...); code != exitOK {
		s.t.Fatal(told.String())
	}
	secret := regexp.MustCompile(`welcome\?link=([A-Za-z0-9_-]+)`).FindStringSubmatch(told.String())
	jar, err := cookiejar.New(nil)
	if err != nil || secret == nil {
		s.t.Fatal(err, told.String())
	}
	other := *s
	other.client = &http.Client{Jar: jar}
	if status, said := other.form("/welcome", url.Values{"link": {secret[1]}, "password": {firstPassword}, "again": {firstPassword}}); status != http.StatusOK {
		s.t.Fatalf("%s is not in: %d\n%s", name, status, said)
	}
	return &other
}

// chain gives the state of the audit chain.
func (s *served) chain() string {
	s.t.Helper()
	var told strings.Builder
	if code := s.run(&told, "audit", "verify", "--json"); code != exitOK {
		s.t.Fatal(told.String())
	}
	return regexp.MustCompile(`"head": *"[0-9a-f]+"`).FindString(told.String())
}

// own are the acts on oneself, which everybody may do who is in, and looking over the
// audit trail once more, which is what an auditor comes for.
var own = regexp.MustCompile(`^POST /(login|logout|welcome|whoami|me/|keys|audit/)`)

// addressOf gives an address that a pattern stands for.
func addressOf(pattern string) string {
	_, path, _ := strings.Cut(pattern, " ")
	return regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(path, "1")
}

// TestAnAuditorChangesNothing sends every form of every page as an auditor: each is
// refused, and the audit chain stays as it was. A budget holder releases no run.
func TestAnAuditorChangesNothing(t *testing.T) {
	s := serveHere(t)
	s.upload("/import", "items.csv", personalItems)
	auditor, holder := s.as("Auke", "auditor"), s.as("Bea", "budget-holder")
	before, forms := s.chain(), 0
	if before == "" {
		t.Fatal("the chain has no head")
	}
	for _, pattern := range web.Routes() {
		if !strings.HasPrefix(pattern, "POST ") || own.MatchString(pattern) {
			continue
		}
		forms++
		if status, said := auditor.form(addressOf(pattern), url.Values{"act": {"approve"}}); status != http.StatusForbidden {
			t.Errorf("%s: %d\n%s", pattern, status, said)
		}
	}
	if status, _ := holder.form("/runs/1/release", nil); status != http.StatusForbidden {
		t.Errorf("a budget holder releases a run: %d", status)
	}
	if after := s.chain(); forms < 30 || after != before {
		t.Errorf("after %d forms the chain is %s, was %s", forms, after, before)
	}
	for _, path := range []string{"/invoices", "/runs", "/worklist", "/me"} {
		if status, _ := auditor.get(path); status != http.StatusOK {
			t.Errorf("an auditor may not see %s: %d", path, status)
		}
	}
}

// TestWhoIsBlockedIsOut: at once, in his browser and by what acts in his name.
func TestWhoIsBlockedIsOut(t *testing.T) {
	s := serveHere(t)
	kees := s.as("Kees", "financial-administrator")
	var told strings.Builder
	if code := s.run(&told, "token", "add", "koppeling", "--user", "Kees", "--json"); code != exitOK {
		t.Fatal(told.String())
	}
	secret := regexp.MustCompile(`"secret": "([^"]+)"`).FindStringSubmatch(told.String())
	if secret == nil {
		t.Fatal(told.String())
	}
	asks := func() (page, program int) {
		page, _ = kees.get("/invoices")
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.address+"/api/v1/invoices", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+secret[1])
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		return page, answer.StatusCode
	}
	if page, program := asks(); page != http.StatusOK || program != http.StatusOK {
		t.Fatal(page, program)
	}
	if code := s.run(&told, "people", "block", "Kees"); code != exitOK {
		t.Fatal(told.String())
	}
	if _, said := kees.get("/invoices"); !strings.Contains(said, `action="/login"`) {
		t.Error("who is blocked is in")
	}
	if _, program := asks(); program != http.StatusUnauthorized && program != http.StatusForbidden {
		t.Errorf("what acts in his name still works: %d", program)
	}
}
