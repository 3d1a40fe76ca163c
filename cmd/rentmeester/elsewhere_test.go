// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rentmeester/policy"
	"rentmeester/tools/oidcd"
)

// surfer is a browser without a screen, that remembers where it was sent.
type surfer struct {
	t      *testing.T
	client *http.Client
	been   []string
}

func newSurfer(t *testing.T) *surfer {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &surfer{t: t}
	s.client = &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, via []*http.Request) error {
		s.been = append(s.been, r.URL.String())
		if len(via) > 10 {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	return s
}

// ask gives where it ends, what is there, and the answer.
func (s *surfer) ask(method, address string, form url.Values) (*url.URL, string, *http.Response) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := s.client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer.Request.URL, string(said), answer
}

// enter logs in at the server as somebody, beginning at our own page.
func (s *surfer) enter(base, page, who string) (*url.URL, string, *http.Response) {
	s.t.Helper()
	_, said, _ := s.ask(http.MethodGet, base+page, nil)
	button := regexp.MustCompile(`id="elsewhere" href="([^"]+)"`).FindStringSubmatch(said)
	if button == nil {
		s.t.Fatalf("no button:\n%s", said)
	}
	at, said, _ := s.ask(http.MethodGet, base+html.UnescapeString(button[1]), nil)
	form := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(said)
	if form == nil {
		s.t.Fatalf("no form at %s:\n%s", at, said)
	}
	return s.ask(http.MethodPost, at.Scheme+"://"+at.Host+"/login/username", url.Values{"id": {form[1]}, "username": {who}, "password": {who + "-geheim"}})
}

// serveElsewhere serves where people log in at a server.
func serveElsewhere(t *testing.T, server *oidcd.Server, more string) *served {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := free.Addr().String()
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	secret, config := filepath.Join(dir, "secret"), filepath.Join(dir, "rentmeester.yaml")
	for file, text := range map[string]string{secret: oidcd.Secret + "\n",
		config: fmt.Sprintf("base-url: http://%s\noidc-issuer: %s\noidc-client: %s\noidc-secret-file: %s\n%s", at, server.Issuer, oidcd.Client, secret, more)} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	server.Register("http://" + at)
	return serveHere(t, "--listen", at, "--config", config)
}

func (s *served) add(name, mail string, roles ...string) {
	s.t.Helper()
	args := []string{"people", "add", name, "--mail", mail}
	for _, role := range roles {
		args = append(args, "--role", role)
	}
	s.must(args...)
}

func (s *served) must(args ...string) string {
	s.t.Helper()
	var told strings.Builder
	if code := s.run(&told, args...); code != exitOK {
		s.t.Fatal(told.String())
	}
	return told.String()
}

// TestLoginElsewhere logs in at a real OpenID Connect server, as people do: the
// first time by the address that an administrator gave, then by the account; and
// logs out at both.
func TestLoginElsewhere(t *testing.T) {
	s := serveElsewhere(t, oidcd.Start(t), "oidc-name: Gemeentelogin\n")
	s.add("Kees Jansen", "kees@example.nl", "auditor")
	kees := newSurfer(t)
	if _, said, _ := kees.ask(http.MethodGet, s.address+"/login?lang=en", nil); !strings.Contains(said, "Log in with Gemeentelogin") || !strings.Contains(said, `id="password"`) {
		t.Error(said)
	}
	at, said, answer := kees.enter(s.address, "/login?to=/invoices", "kees")
	if answer.StatusCode != http.StatusOK || at.Path != "/invoices" || at.Host != strings.TrimPrefix(s.address, "http://") || !strings.Contains(said, "Kees Jansen") {
		t.Fatalf("%d at %s\n%s", answer.StatusCode, at, said)
	}
	if _, _, answer := kees.ask(http.MethodGet, s.address+"/people", nil); answer.StatusCode != http.StatusForbidden {
		t.Errorf("an auditor manages people: %d", answer.StatusCode)
	}
	if status, trail := s.get("/audit/trail.json"); status != http.StatusOK || !strings.Contains(trail, "person.tied") || !strings.Contains(trail, `\"by\":\"oidc\"`) || strings.Contains(trail, "kees-geheim") {
		t.Errorf("%d: the audit trail does not tell it", status)
	}
	again := newSurfer(t) // by the account now
	if at, _, answer := again.enter(s.address, "/login", "kees"); answer.StatusCode != http.StatusOK || at.Path != "/" {
		t.Errorf("%d at %s", answer.StatusCode, at)
	}

	_, said, answer = kees.ask(http.MethodPost, s.address+"/logout", nil)
	there, found := strings.CutPrefix(answer.Header.Get("Refresh"), "0; url=")
	if !found || !strings.Contains(html.UnescapeString(said), `href="`+there+`"`) || !strings.Contains(there, "id_token_hint=") {
		t.Fatalf("%s\n%s", answer.Header.Get("Refresh"), said)
	}
	if at, _, answer := kees.ask(http.MethodGet, there, nil); at.String() != s.address+"/login" || answer.StatusCode != http.StatusOK {
		t.Errorf("after logging out there: %d at %s", answer.StatusCode, at)
	}
	if at, _, _ := kees.ask(http.MethodGet, s.address+"/invoices", nil); at.Path != "/login" {
		t.Error("still in at", at)
	}
}

// TestNotInElsewhere: who was not added, has an address that nobody verified, or is
// blocked, reads the same and comes in nowhere; and what one browser brought back is
// worth nothing in another, or a second time.
func TestNotInElsewhere(t *testing.T) {
	s := serveElsewhere(t, oidcd.Start(t), "password-login: off\n")
	s.add("Ona", oidcd.Unverified+"@example.nl", "auditor")
	s.add("Piet", "piet@example.nl", "auditor")
	s.must("people", "block", "Piet")
	s.add("Kees", "kees@example.nl", "auditor")
	refused := regexp.MustCompile(`(?s)id="login-problem".*?</p>`)
	words := map[string]bool{}
	for _, who := range []string{"vreemd", oidcd.Unverified, "piet"} {
		surfer := newSurfer(t)
		at, said, answer := surfer.enter(s.address, "/login", who)
		if answer.StatusCode != http.StatusForbidden || at.Path != "/login/oidc/back" || strings.Contains(said, "rm-nav") {
			t.Errorf("%s: %d at %s\n%s", who, answer.StatusCode, at, said)
		}
		words[refused.FindString(said)] = true
		if at, _, _ := surfer.ask(http.MethodGet, s.address+"/invoices", nil); at.Path != "/login" {
			t.Errorf("%s is in at %s", who, at)
		}
	}
	if len(words) != 1 || words[""] {
		t.Errorf("a stranger learns whom there is: %v", words)
	}

	kees := newSurfer(t)
	if at, _, answer := kees.enter(s.address, "/login", "kees"); answer.StatusCode != http.StatusOK {
		t.Fatalf("%d at %s", answer.StatusCode, at)
	}
	var back string
	for _, one := range kees.been {
		if strings.Contains(one, "/login/oidc/back?") {
			back = one
		}
	}
	other := newSurfer(t)
	for range 2 {
		if _, _, answer := other.ask(http.MethodGet, back, nil); answer.StatusCode != http.StatusBadRequest {
			t.Errorf("what another brought back: %d", answer.StatusCode)
		}
	}
	if at, _, _ := other.ask(http.MethodGet, s.address+"/invoices", nil); at.Path != "/login" {
		t.Error("in with what another brought back")
	}

	s.must("people", "block", "Kees")
	if at, _, _ := kees.ask(http.MethodGet, s.address+"/invoices", nil); at.Path != "/login" {
		t.Error("who is blocked stays in")
	}
	_, said, answer := other.ask(http.MethodPost, s.address+"/login", url.Values{"who": {"Anneke"}, "password": {firstPassword}})
	if answer.StatusCode != http.StatusForbidden || strings.Contains(said, "rm-nav") {
		t.Errorf("a password lets in where none does: %d\n%s", answer.StatusCode, said)
	}
	if _, said, _ := other.ask(http.MethodGet, s.address+"/login", nil); strings.Contains(said, `type="password"`) {
		t.Error("a form that cannot succeed")
	}
	if log := s.log.String(); strings.Contains(log, "kees") || strings.Contains(log, oidcd.Secret) {
		t.Error("the log names people or tells the secret:", log)
	}
}

// TestRolesFollowElsewhere: at a real server somebody gets a role and loses it again;
// each login follows that, and the trail says so. The doctor asks the same server.
func TestRolesFollowElsewhere(t *testing.T) {
	server := oidcd.Start(t)
	s := serveElsewhere(t, server, "")
	s.add("Kees", "kees@example.nl", "budget-holder")
	body := filepath.Join(t.TempDir(), "policy.yaml")
	if err := os.WriteFile(body, append(slices.Clone(policy.Default), "\n  - from: 2026-01-01\n    login:\n      claim: realm_access.roles\n      roles: {rm-accountant: auditor}\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	s.must("policy", "set", body)
	for _, c := range []struct {
		roles  []string
		status int // of what an auditor may see, and a budget holder not
	}{{nil, http.StatusForbidden}, {[]string{"uma_authorization", "rm-accountant"}, http.StatusOK}, {[]string{"uma_authorization"}, http.StatusForbidden}} {
		server.Roles("kees", c.roles...)
		kees := newSurfer(t)
		if at, said, answer := kees.enter(s.address, "/login", "kees"); answer.StatusCode != http.StatusOK || at.Path != "/" {
			t.Fatalf("%v: %d at %s\n%s", c.roles, answer.StatusCode, at, said)
		}
		if _, _, answer := kees.ask(http.MethodGet, s.address+"/audit", nil); answer.StatusCode != c.status {
			t.Errorf("with %v the trail is %d", c.roles, answer.StatusCode)
		}
	}
	if _, trail := s.get("/audit/trail.json"); strings.Count(trail, "person.roles-followed") != 2 || !strings.Contains(trail, `[\"rm-accountant\"]`) || strings.Contains(trail, "uma_authorization") {
		t.Error("the trail does not tell it, or more than what counts")
	}
	if told := s.must("people", "untie", "Kees"); !strings.Contains(told, "Kees") {
		t.Error(told)
	}
	dir := t.TempDir()
	secret, config := filepath.Join(dir, "secret"), filepath.Join(dir, "r.yaml")
	for file, text := range map[string]string{secret: oidcd.Secret, config: fmt.Sprintf("base-url: %s\noidc-issuer: %s\noidc-client: %s\noidc-secret-file: %s\n", s.address, server.Issuer, oidcd.Client, secret)} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var told strings.Builder
	s.run(&told, "doctor", "--json", "--config", config)
	if said := told.String(); !strings.Contains(said, `"doctor.accounts"`) || !strings.Contains(said, server.Issuer) {
		t.Error(said)
	}
	server.Stop()
	told.Reset()
	if code := s.run(&told, "doctor", "--json", "--config", config); code == exitOK || !strings.Contains(told.String(), `"oidc.look-away"`) {
		t.Errorf("%d %s", code, told.String())
	}
}
