// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"rentmeester/oidc"
	"rentmeester/tools/issuerd"
)

// newElsewhere is a login at an issuer that signs what it is told to.
func newElsewhere(t *testing.T, issuer *issuerd.Issuer) (*town, *caller) {
	t.Helper()
	login, source := newLogin(), newTown()
	login.Elsewhere = oidc.New(oidc.Settings{Issuer: issuer.URL, Client: issuerd.Client, Back: "http://here.example/login/oidc/back",
		Home: "http://here.example/login", Secret: func() (string, error) { return issuerd.Secret, nil }})
	return source, newCaller(t, source, login)
}

// there follows a browser to the issuer and gives the page of ours that it is sent
// back to.
func (c *caller) there(path string) string {
	c.t.Helper()
	answer, said := c.get(path)
	if answer.StatusCode != http.StatusSeeOther {
		c.t.Fatalf("%d\n%s", answer.StatusCode, said)
	}
	client := &http.Client{CheckRedirect: c.client.CheckRedirect}
	issued, err := client.Get(answer.Header.Get("Location"))
	if err != nil {
		c.t.Fatal(err)
	}
	defer issued.Body.Close()
	back, err := issued.Location()
	if err != nil {
		c.t.Fatal(err)
	}
	return back.RequestURI()
}

func TestElsewhere(t *testing.T) {
	source, c := newElsewhere(t, issuerd.Start(t))
	began, _ := c.get("/login/oidc?to=/orders")
	try := sessionOf(began)
	if try == nil || !try.HttpOnly || try.SameSite != http.SameSiteLaxMode {
		t.Fatalf("%+v", try)
	}
	back := c.there("/login/oidc?to=/orders")
	answer, said := c.get(back)
	in := sessionOf(answer)
	if answer.StatusCode != http.StatusSeeOther || answer.Header.Get("Location") != "/orders" || in == nil || in.Value == try.Value {
		t.Fatalf("%d to %s %+v\n%s", answer.StatusCode, answer.Header.Get("Location"), in, said)
	}
	if !slices.Equal(source.hall.acts, []string{"m.bakker enters elsewhere as s-1 from 127.0.0.1"}) {
		t.Error(source.hall.acts)
	}
	for _, path := range []string{"/login/oidc?to=/orders", back} { // who is in goes on
		if answer, _ := c.get(path); answer.StatusCode != http.StatusSeeOther || !strings.HasPrefix(answer.Header.Get("Location"), "/") {
			t.Errorf("%s: %d to %s", path, answer.StatusCode, answer.Header.Get("Location"))
		}
	}
	answer, said = c.post("/logout", nil)
	if answer.StatusCode != http.StatusOK || !strings.Contains(answer.Header.Get("Refresh"), "/leave?") || !strings.Contains(said, "/leave?") {
		t.Errorf("%d %s\n%s", answer.StatusCode, answer.Header.Get("Refresh"), said)
	}
	for _, lang := range []string{"nl", "en"} {
		for _, wrong := range sanity(said, "nl") {
			t.Errorf("%s: %s", lang, wrong)
		}
	}
	if answer, _ := c.get("/orders"); answer.StatusCode != http.StatusSeeOther {
		t.Error("logged out, and in")
	}
	for _, to := range []string{"https://evil.example/", "//evil.example", "/\\evil.example"} {
		other := c.another()
		if answer, _ := other.get(other.there("/login/oidc?to=" + url.QueryEscape(to))); answer.Header.Get("Location") != "/" {
			t.Errorf("%s: sent to %s", to, answer.Header.Get("Location"))
		}
	}
	byPassword := c.another() // who came in otherwise is sent nowhere
	byPassword.enter("m.bakker")
	if answer, _ := byPassword.post("/logout", nil); answer.StatusCode != http.StatusSeeOther {
		t.Errorf("logs out elsewhere too: %d", answer.StatusCode)
	}
}

// TestElsewhereRefused: each of these comes back to the page to log in, told in one
// of few ways, and is not in.
func TestElsewhereRefused(t *testing.T) {
	set := func(name string, value any) func(map[string]any) {
		return func(claims map[string]any) { claims[name] = value }
	}
	for name, c := range map[string]struct {
		say    func(map[string]any)
		back   func(string) string
		away   bool
		status int
	}{
		"another nonce":         {say: set("nonce", "geraden"), status: 403},
		"expired":               {say: set("exp", time.Now().Add(-time.Minute).Unix()), status: 403},
		"another audience":      {say: set("aud", "een-ander"), status: 403},
		"unknown":               {say: set("email", "vreemd@example.nl"), status: 403},
		"not verified":          {say: set("email_verified", false), status: 403},
		"another state":         {back: func(b string) string { return withParam(b, "state", "geraden") }, status: 400},
		"refused there":         {back: func(b string) string { return withParam(b, "error", "access_denied") }, status: 403},
		"no longer there":       {away: true, status: 503},
		"what the server calls": {back: func(b string) string { return withParam(b, "error", "<script>alert(1)</script>") }, status: 403},
	} {
		t.Run(name, func(t *testing.T) {
			issuer := issuerd.Start(t)
			_, who := newElsewhere(t, issuer)
			issuer.Say(c.say)
			back := who.there("/login/oidc?to=/orders")
			if c.back != nil {
				back = c.back(back)
			}
			issuer.Away(c.away)
			answer, said := who.get(back)
			if answer.StatusCode != c.status || !strings.Contains(said, "login-problem") || !strings.Contains(said, `href="/login/oidc`) || strings.Contains(said, "alert(1)") {
				t.Errorf("%d\n%s", answer.StatusCode, said)
			}
			if answer, _ := who.get("/orders"); answer.StatusCode != http.StatusSeeOther {
				t.Error("is in")
			}
			issuer.Say(nil)
			issuer.Away(false)
			if answer, _ := who.get(back); answer.StatusCode != http.StatusBadRequest {
				t.Errorf("the same try a second time: %d", answer.StatusCode)
			}
		})
	}
}

// TestElsewhereAway: as long as the server is down people read so and may use a
// password; afterwards it works without a new start.
func TestElsewhereAway(t *testing.T) {
	issuer := issuerd.Start(t)
	issuer.Away(true)
	_, c := newElsewhere(t, issuer)
	answer, said := c.get("/login/oidc?to=/orders")
	if answer.StatusCode != http.StatusServiceUnavailable || !strings.Contains(said, `id="who"`) || !strings.Contains(said, "to=%2Forders") {
		t.Errorf("%d\n%s", answer.StatusCode, said)
	}
	c.enter("m.bakker")
}

func TestNoPasswords(t *testing.T) {
	source, login := newTown(), newLogin()
	login.NoPasswords, login.Elsewhere = true, oidc.New(oidc.Settings{})
	c := newCaller(t, source, login)
	answer, said := c.post("/login", url.Values{"who": {"m.bakker"}, "password": {"m.bakker"}})
	if answer.StatusCode != http.StatusForbidden || sessionOf(answer) != nil || len(source.hall.acts) > 0 {
		t.Errorf("%d %v\n%s", answer.StatusCode, source.hall.acts, said)
	}
	if _, said := c.get("/login"); strings.Contains(said, `type="password"`) || !strings.Contains(said, `href="/login/oidc"`) {
		t.Error(said)
	}
}

// TestElsewhereNotSet: without it there is no such page.
func TestElsewhereNotSet(t *testing.T) {
	c := newCaller(t, newTown(), newLogin())
	for _, path := range []string{"/login/oidc", "/login/oidc/back?state=&code=x"} {
		if answer, _ := c.get(path); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, answer.StatusCode)
		}
	}
}
