// SPDX-License-Identifier: EUPL-1.2

package oidc

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"rentmeester/fault"
	"rentmeester/tools/issuerd"
)

const back = "http://127.0.0.1:1/login/oidc/back"

func at(issuer string) *Provider {
	return New(Settings{Issuer: issuer, Client: issuerd.Client, Back: back, Home: "http://127.0.0.1:1/login",
		Secret: func() (string, error) { return issuerd.Secret, nil }})
}

// brought follows a browser to the issuer and gives what it comes back with.
func brought(t *testing.T, p *Provider) (Try, url.Values, url.Values) {
	t.Helper()
	address, try, err := p.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	to, err := answer.Location()
	if err != nil || !strings.HasPrefix(to.String(), back+"?") {
		t.Fatal(to, err)
	}
	sent, _ := url.Parse(address)
	return try, to.Query(), sent.Query()
}

func TestLogin(t *testing.T) {
	issuer := issuerd.Start(t)
	p := at(issuer.URL)
	try, answer, sent := brought(t, p)
	sum := sha256.Sum256([]byte(try.Verifier))
	if sent.Get("response_type") != "code" || sent.Get("code_challenge_method") != "S256" || sent.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(sum[:]) ||
		sent.Get("nonce") != try.Nonce || sent.Get("scope") != "openid profile email" || len(try.State) < 43 || try.State == try.Nonce || try.Nonce == try.Verifier {
		t.Errorf("sent %v for %v", sent, try)
	}
	account, err := p.Finish(t.Context(), try, answer, "")
	if err != nil || account.Issuer != issuer.URL || account.Subject != "s-1" || account.Mail != "m.bakker@example.nl" || strings.Count(account.Token, ".") != 2 {
		t.Errorf("%+v %v", account, err)
	}
	if asked := issuer.Asked(); asked.Get("code_verifier") != try.Verifier || asked.Get("client_secret") != issuerd.Secret || asked.Get("redirect_uri") != back {
		t.Errorf("asked %v", asked)
	}
	leave, _ := url.Parse(p.Leave(account.Token))
	if q := leave.Query(); leave.Path != "/leave" || q.Get("id_token_hint") != account.Token || q.Get("client_id") != issuerd.Client || q.Get("post_logout_redirect_uri") != "http://127.0.0.1:1/login" {
		t.Error(leave)
	}
	if long, _ := url.Parse(p.Leave(strings.Repeat("a", 5000))); long.Query().Has("id_token_hint") {
		t.Error("an address of", len(long.String()))
	}
}

// TestWrongTokens: each of these was signed by the issuer or came from it, and lets
// nobody in.
func TestWrongTokens(t *testing.T) {
	set := func(name string, value any) func(map[string]any) {
		return func(claims map[string]any) { claims[name] = value }
	}
	for name, change := range map[string]func(map[string]any){
		"another nonce":           set("nonce", "geraden"),
		"no nonce":                func(c map[string]any) { delete(c, "nonce") },
		"expired":                 set("exp", time.Now().Add(-time.Minute).Unix()),
		"no end":                  func(c map[string]any) { delete(c, "exp") },
		"another audience":        set("aud", "een-ander"),
		"two audiences":           set("aud", []string{issuerd.Client, "een-ander"}),
		"given to another":        set("azp", "een-ander"),
		"another issuer":          set("iss", "https://elders.example"),
		"not valid yet":           set("nbf", time.Now().Add(time.Hour).Unix()),
		"no subject":              set("sub", ""),
		"of another access token": set("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"),
	} {
		t.Run(name, func(t *testing.T) {
			issuer := issuerd.Start(t)
			issuer.Say(change)
			p := at(issuer.URL)
			try, answer, _ := brought(t, p)
			if account, err := p.Finish(t.Context(), try, answer, ""); !fault.Is(err, "oidc.wrong") || account.Subject != "" {
				t.Errorf("%+v %v", account, err)
			}
		})
	}
	t.Run("another key", func(t *testing.T) {
		issuer := issuerd.Start(t)
		issuer.Forge()
		p := at(issuer.URL)
		try, answer, _ := brought(t, p)
		if account, err := p.Finish(t.Context(), try, answer, ""); !fault.Is(err, "oidc.wrong") || account.Subject != "" {
			t.Errorf("%+v %v", account, err)
		}
	})
	t.Run("two audiences, given to us", func(t *testing.T) {
		issuer := issuerd.Start(t)
		issuer.Say(func(c map[string]any) { c["aud"], c["azp"] = []string{issuerd.Client, "een-ander"}, issuerd.Client })
		p := at(issuer.URL)
		try, answer, _ := brought(t, p)
		if _, err := p.Finish(t.Context(), try, answer, ""); err != nil {
			t.Error(err)
		}
	})
}

func TestWrongReturns(t *testing.T) {
	issuer := issuerd.Start(t)
	p := at(issuer.URL)
	try, answer, _ := brought(t, p)
	for name, c := range map[string]struct {
		try  Try
		set  [2]string
		code string
	}{
		"no try":             {Try{}, [2]string{"state", ""}, "oidc.try"},
		"another state":      {try, [2]string{"state", "geraden"}, "oidc.try"},
		"from elsewhere":     {try, [2]string{"iss", "https://elders.example"}, "oidc.try"},
		"refused there":      {try, [2]string{"error", "access_denied"}, "oidc.denied"},
		"another went wrong": {try, [2]string{"error", strings.Repeat("x", 5000)}, "oidc.denied"},
	} {
		t.Run(name, func(t *testing.T) {
			with := url.Values{"code": answer["code"], "state": answer["state"]}
			with.Set(c.set[0], c.set[1])
			if account, err := p.Finish(t.Context(), c.try, with, ""); !fault.Is(err, c.code) || account.Subject != "" || len(fmt.Sprint(err)) > 300 {
				t.Errorf("%+v %v", account, err)
			}
		})
	}
	if issuer.Asked() != nil {
		t.Error("a code was handed in for who came back wrong")
	}
}

func TestMail(t *testing.T) {
	for name, c := range map[string]struct {
		claims  map[string]any
		trusted bool
		want    string
	}{
		"verified":                {map[string]any{"email_verified": true}, false, "a@example.nl"},
		"in quotes":               {map[string]any{"email_verified": "true"}, false, "a@example.nl"},
		"not verified":            {map[string]any{"email_verified": false}, false, ""},
		"not verified, trusted":   {map[string]any{"email_verified": false}, true, ""},
		"does not say":            {map[string]any{}, false, ""},
		"does not say, trusted":   {map[string]any{}, true, "a@example.nl"},
		"Entra: own domain":       {map[string]any{"xms_edov": true}, false, "a@example.nl"},
		"Entra: own domain, 1":    {map[string]any{"xms_edov": 1}, false, "a@example.nl"},
		"Entra: own domain, '1'":  {map[string]any{"xms_edov": "1"}, false, "a@example.nl"},
		"Entra: another's domain": {map[string]any{"xms_edov": false}, true, ""},
		"first word counts":       {map[string]any{"email_verified": false, "xms_edov": true}, true, ""},
		"null says nothing":       {map[string]any{"email_verified": nil}, false, ""},
		"nonsense":                {map[string]any{"email_verified": "ja"}, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			issuer := issuerd.Start(t)
			issuer.Say(func(said map[string]any) {
				delete(said, "email_verified")
				said["email"] = " A@Example.nl"
				for k, v := range c.claims {
					said[k] = v
				}
			})
			p := at(issuer.URL)
			p.settings.Trusted = c.trusted
			try, answer, _ := brought(t, p)
			if account, err := p.Finish(t.Context(), try, answer, ""); err != nil || account.Mail != c.want {
				t.Errorf("%q %v", account.Mail, err)
			}
		})
	}
}

// TestUserInfo: what is not in the token is asked, and believed of the same account
// only.
func TestUserInfo(t *testing.T) {
	for subject, good := range map[string]bool{"s-1": true, "s-2": false} {
		issuer := issuerd.Start(t)
		issuer.Say(func(said map[string]any) { delete(said, "email"); delete(said, "email_verified") })
		issuer.Tell(map[string]any{"sub": subject, "email": "b@example.nl", "email_verified": true})
		p := at(issuer.URL)
		try, answer, _ := brought(t, p)
		account, err := p.Finish(t.Context(), try, answer, "")
		if good && (err != nil || account.Mail != "b@example.nl") || !good && !fault.Is(err, "oidc.wrong") {
			t.Errorf("%s: %+v %v", subject, account, err)
		}
	}
}

// TestAway: a server that does not answer is asked again later, and not with every
// click.
func TestAway(t *testing.T) {
	issuer := issuerd.Start(t)
	issuer.Away(true)
	p := at(issuer.URL)
	if _, _, err := p.Begin(t.Context()); !fault.Is(err, "oidc.away") || p.Leave("") != "" {
		t.Fatal(err)
	}
	issuer.Away(false)
	if err := p.Ask(t.Context()); !fault.Is(err, "oidc.away") {
		t.Error("asked again at once", err)
	}
	p.again = time.Time{}
	if err := p.Ask(t.Context()); err != nil {
		t.Fatal(err)
	}
	try, answer, _ := brought(t, p)
	issuer.Away(true)
	if _, err := p.Finish(t.Context(), try, answer, ""); !fault.Is(err, "oidc.away") {
		t.Error(err)
	}
	issuer.Away(false)
	secret := errors.New("weg")
	p.settings.Secret = func() (string, error) { return "", secret }
	if _, err := p.Finish(t.Context(), try, answer, ""); !errors.Is(err, secret) {
		t.Error(err)
	}
	issuer.Close()
	p.settings.Secret = func() (string, error) { return "x", nil }
	if _, err := p.Finish(t.Context(), try, answer, ""); !fault.Is(err, "oidc.away") {
		t.Error(err)
	}
}

// TestOddServers: what sends elsewhere, never ends, or speaks in the open, is no
// server for us.
func TestOddServers(t *testing.T) {
	for name, handle := range map[string]http.HandlerFunc{
		"sends elsewhere": func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/.well-known/openid-configuration" {
				http.Redirect(w, r, "/other", http.StatusFound)
				return
			}
			_, _ = fmt.Fprintf(w, `{"issuer":"http://%s","authorization_endpoint":"http://%[1]s/a","token_endpoint":"http://%[1]s/t","jwks_uri":"http://%[1]s/k"}`, r.Host)
		},
		"never ends": func(w http.ResponseWriter, r *http.Request) {
			_, _ = fmt.Fprintf(w, `{"issuer":"http://%s","authorization_endpoint":"http://%[1]s/a","token_endpoint":"http://%[1]s/t","jwks_uri":"http://%[1]s/k","x":"%s"}`, r.Host, strings.Repeat("x", most))
		},
		"another issuer": func(w http.ResponseWriter, r *http.Request) {
			_, _ = fmt.Fprintf(w, `{"issuer":"https://elders.example","authorization_endpoint":"http://%s/a","token_endpoint":"http://%[1]s/t","jwks_uri":"http://%[1]s/k"}`, r.Host)
		},
		"in the open": func(w http.ResponseWriter, r *http.Request) {
			_, _ = fmt.Fprintf(w, `{"issuer":"http://%s","authorization_endpoint":"http://%[1]s/a","token_endpoint":"http://elders.example/t","jwks_uri":"http://%[1]s/k"}`, r.Host)
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				handle(w, r)
			}))
			defer server.Close()
			if err := at(server.URL).Ask(t.Context()); !fault.Is(err, "oidc.away") {
				t.Error(err)
			}
		})
	}
}

func TestSafe(t *testing.T) {
	for address, want := range map[string]bool{"https://login.example/x": true, "http://login.example": false, "http://127.0.0.1:8080": true,
		"http://localhost": true, "": false, "https://a:b@login.example": false, "ftp://127.0.0.1": false} {
		if Safe(address) != want {
			t.Error(address)
		}
	}
}
