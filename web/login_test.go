// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// caller is a browser of somebody, without a screen.
type caller struct {
	t      *testing.T
	server *httptest.Server
	client *http.Client
}

func newCaller(t *testing.T, source Source, login *Login) *caller {
	t.Helper()
	server := httptest.NewServer(New(source, Options{Administration: "Voorbeeld", Location: time.UTC, Login: login}))
	t.Cleanup(server.Close)
	return (&caller{t: t, server: server}).another()
}

// another is another browser at the same pages.
func (c *caller) another() *caller {
	jar, err := cookiejar.New(nil)
	if err != nil {
		c.t.Fatal(err)
	}
	return &caller{c.t, c.server, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

func (c *caller) get(path string, headers ...string) (*http.Response, string) {
	return c.ask(http.MethodGet, path, nil, headers...)
}

func (c *caller) post(path string, form url.Values, headers ...string) (*http.Response, string) {
	return c.ask(http.MethodPost, path, form, headers...)
}

func (c *caller) ask(method, path string, form url.Values, headers ...string) (*http.Response, string) {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.server.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		c.t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := c.client.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	return answer, body(c.t, answer)
}

func (c *caller) enter(who string) *http.Response {
	c.t.Helper()
	answer, _ := c.post("/login", url.Values{"who": {who}, "password": {who}})
	if answer.StatusCode != http.StatusSeeOther {
		c.t.Fatalf("%s is not let in: %d", who, answer.StatusCode)
	}
	return answer
}

func sessionOf(answer *http.Response) *http.Cookie {
	at := slices.IndexFunc(answer.Cookies(), func(c *http.Cookie) bool { return strings.Contains(c.Name, "session") })
	if at < 0 {
		return nil
	}
	return answer.Cookies()[at]
}

// TestNobodyIsInWithoutLogin asks every page as a stranger: he gets the form to
// log in, and nothing of the books.
func TestNobodyIsInWithoutLogin(t *testing.T) {
	source := newTown()
	c := newCaller(t, source, newLogin())
	for pattern, right := range needed {
		if right == open {
			continue
		}
		method, address := addressOf(pattern)
		answer, said := c.ask(method, address, nil)
		to := answer.Header.Get("Location")
		if method == http.MethodGet && (answer.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to, "/login")) {
			t.Errorf("%s: %d to %s", pattern, answer.StatusCode, to)
		}
		if method == http.MethodPost && answer.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s: %d", pattern, answer.StatusCode)
		}
		if strings.Contains(said, "rm-nav") || len(answer.Cookies()) > 0 {
			t.Errorf("%s tells a stranger something:\n%s", pattern, said)
		}
		if answer, _ = c.ask(method, address, nil, "HX-Request", "true"); answer.StatusCode != http.StatusUnauthorized || answer.Header.Get("HX-Redirect") != "/login" {
			t.Errorf("%s by htmx: %d", pattern, answer.StatusCode)
		}
	}
	if len(source.desk.acts)+len(source.hall.acts) > 0 {
		t.Error("a stranger did something:", source.desk.acts, source.hall.acts)
	}
	if answer, _ := c.get("/assets/app.css"); answer.StatusCode == http.StatusSeeOther {
		t.Error("the form has no style")
	}
	if answer, _ := c.get("/invoices?q=a&lang=en"); answer.Header.Get("Location") != "/login?to=%2Finvoices%3Fq%3Da" {
		t.Error(answer.Header.Get("Location"))
	}
}

func TestLogin(t *testing.T) {
	source := newTown()
	c := newCaller(t, source, newLogin())
	for who, status := range map[string]int{"nobody": 403, "Kees": 403, "wait": 429} {
		answer, said := c.post("/login?lang=en", url.Values{"who": {who}, "password": {"x"}})
		if answer.StatusCode != status || sessionOf(answer) != nil || !strings.Contains(said, `value="`+who+`"`) || strings.Contains(said, `value="x"`) {
			t.Errorf("%s: %d\n%s", who, answer.StatusCode, said)
		}
	}
	answer, _ := c.post("/login", url.Values{"who": {"m.bakker"}, "password": {"m.bakker"}, "to": {"/invoices?q=a"}})
	cookie := sessionOf(answer)
	if answer.StatusCode != 303 || answer.Header.Get("Location") != "/invoices?q=a" || cookie == nil ||
		!cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.MaxAge != 0 || !cookie.Expires.IsZero() || len(cookie.Value) < 40 {
		t.Fatalf("%d %+v", answer.StatusCode, cookie)
	}
	if !slices.Equal(source.hall.acts, []string{"m.bakker enters from 127.0.0.1"}) {
		t.Error(source.hall.acts)
	}
	answer, said := c.get("/people")
	if answer.StatusCode != 200 || !strings.Contains(said, `href="/me"`) || !strings.Contains(said, `action="/logout"`) || sessionOf(answer) != nil {
		t.Errorf("%d %s", answer.StatusCode, said)
	}
	if answer, _ := c.get("/login?to=/orders"); answer.Header.Get("Location") != "/orders" {
		t.Error("who is in must log in again")
	}
	for _, to := range []string{"https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"} {
		if answer, _ := c.another().post("/login", url.Values{"who": {"m.bakker"}, "password": {"m.bakker"}, "to": {to}}); answer.Header.Get("Location") != "/" {
			t.Errorf("%s: sent to %s", to, answer.Header.Get("Location"))
		}
	}
	if answer, _ := c.post("/logout", nil, "Sec-Fetch-Site", "cross-site"); answer.StatusCode != 403 {
		t.Error("another site logs people out")
	}
	c.post("/logout", nil)
	if answer, _ := c.get("/people"); answer.StatusCode != 303 {
		t.Error("logged out, and in")
	}
	if answer, _ := c.get("/people", "Cookie", cookie.Name+"="+cookie.Value); answer.StatusCode != 303 {
		t.Error("the old cookie still lets in")
	}
}

// TestASessionCannotBePlanted: what a browser held before logging in is worth
// nothing afterwards.
func TestASessionCannotBePlanted(t *testing.T) {
	c := newCaller(t, newTown(), newLogin())
	first := sessionOf(c.enter("m.bakker"))
	second := sessionOf(c.enter("Anneke de Boer"))
	if second == nil || first.Value == second.Value {
		t.Fatal("the token stayed the same")
	}
	victim := c.another()
	if answer, _ := victim.get("/", "Cookie", first.Name+"="+first.Value); answer.StatusCode != 303 {
		t.Error("the token from before still lets in")
	}
	planted := strings.Repeat("A", 43)
	answer, _ := victim.post("/login", url.Values{"who": {"m.bakker"}, "password": {"m.bakker"}}, "Cookie", first.Name+"="+planted)
	if got := sessionOf(answer); got == nil || got.Value == planted {
		t.Error("a token that somebody else chose is taken")
	}
}

func TestOverHTTPS(t *testing.T) {
	login := newLogin()
	login.Secure = true
	c := newCaller(t, newTown(), login)
	answer, _ := c.post("/login", url.Values{"who": {"m.bakker"}, "password": {"m.bakker"}})
	if cookie := sessionOf(answer); cookie == nil || !cookie.Secure || cookie.Name != "__Host-rentmeester-session" || cookie.Domain != "" {
		t.Errorf("%+v", cookie)
	}
}

// TestAChangeHoldsAtOnce: a role that is taken away, or a block, holds with the
// next request.
func TestAChangeHoldsAtOnce(t *testing.T) {
	source := newTown()
	c := newCaller(t, source, newLogin())
	c.enter("m.bakker")
	if answer, _ := c.get("/people"); answer.StatusCode != 200 {
		t.Fatal(answer.StatusCode)
	}
	source.hall.people[0].Now = []string{"clerk"}
	if answer, said := c.get("/people?lang=en"); answer.StatusCode != 403 || !strings.Contains(said, "manage people") {
		t.Error("a role that is gone still works:", answer.StatusCode)
	}
	source.hall.people[0].Blocked = true
	if answer, _ := c.get("/"); answer.StatusCode != 303 {
		t.Error("who is blocked is in:", answer.StatusCode)
	}
}

func TestPeoplePages(t *testing.T) {
	source := newTown()
	c := newCaller(t, source, newLogin())
	c.enter("m.bakker")
	source.hall.acts = nil
	for _, one := range []struct {
		path   string
		form   url.Values
		status int
		shows  string
		act    string
	}{
		{"/people", url.Values{"name": {"Nieuw"}, "mail": {"n@example.nl"}, "role": {"auditor", "clerk"}}, 200, "/welcome?link=geheim", "m.bakker adds Nieuw [{auditor  } {clerk  }]"},
		{"/people", url.Values{"name": {""}}, 400, "add-problem", ""},
		{"/people/2/roles", url.Values{"role": {"clerk"}, "from-clerk": {"2026-03-01"}, "until-clerk": {"2026-03-31"}}, 303, "", "m.bakker sets 2 to [{clerk 2026-03-01 2026-03-31}]"},
		{"/people/2/roles", url.Values{"role": {"clerk"}, "from-clerk": {"morgen"}}, 303, "", ""},
		{"/people/1/roles", nil, 303, "", ""},
		{"/people/2/roles", nil, 303, "", "m.bakker sets 2 to []"},
		{"/people/2/link", nil, 200, "/welcome?link=geheim", "m.bakker links 2"},
		{"/people/9/link", nil, 404, "", "m.bakker links 9"},
		{"/people/2/end", nil, 303, "", "m.bakker ends 2"},
		{"/people/2/block", nil, 303, "", "m.bakker blocks 2 true"},
		{"/people/2/unblock", nil, 303, "", "m.bakker blocks 2 false"},
		{"/me/language", url.Values{"language": {"en"}}, 303, "", "1 reads en"},
		{"/me/language", url.Values{"language": {"fr"}}, 400, "", ""},
		{"/me/password", url.Values{"old": {"wrong"}, "password": {"a"}, "again": {"a"}}, 400, "me-problem", ""},
		{"/me/password", url.Values{"old": {"x"}, "password": {"a"}, "again": {"b"}}, 400, "me-problem", ""},
		{"/me/password", url.Values{"old": {"x"}, "password": {"abc"}, "again": {"abc"}}, 303, "", "1 has password 3 here true"},
		{"/me/sessions/2c3d/end", nil, 303, "", "m.bakker ends 1 2c3d"},
		{"/me/sessions/end", nil, 303, "", "m.bakker ends all of 1 but true"},
	} {
		source.hall.acts = nil
		answer, said := c.post(one.path, one.form)
		if answer.StatusCode != one.status || !strings.Contains(said, one.shows) || strings.Join(source.hall.acts, "; ") != one.act {
			t.Errorf("%s %v: %d, did %q\n%s", one.path, one.form, answer.StatusCode, source.hall.acts, said)
		}
		if strings.Contains(answer.Header.Get("Set-Cookie"), "geheim") {
			t.Error("a secret in a cookie")
		}
	}
}

func TestWelcomePages(t *testing.T) {
	source := newTown()
	c := newCaller(t, source, newLogin())
	const long = "zeven groene lantaarns"
	if answer, _ := c.get("/welcome?link=used"); answer.StatusCode != 400 {
		t.Error("a link that is no good:", answer.StatusCode)
	}
	for _, form := range []url.Values{{"link": {"nieuw"}, "password": {"kort"}, "again": {"kort"}}, {"link": {"nieuw"}, "password": {long}, "again": {long + "x"}}} {
		answer, said := c.post("/welcome", form)
		if answer.StatusCode != 400 || !strings.Contains(said, "welcome-problem") || strings.Contains(said, long) || sessionOf(answer) != nil {
			t.Errorf("%v: %d\n%s", form, answer.StatusCode, said)
		}
	}
	answer, _ := c.post("/welcome", url.Values{"link": {"first"}, "name": {"Eerste"}, "mail": {"e@example.nl"}, "password": {long}, "again": {long}})
	if answer.StatusCode != 303 || sessionOf(answer) == nil || !slices.Equal(source.hall.acts, []string{"welcome first Eerste e@example.nl"}) {
		t.Fatal(answer.StatusCode, source.hall.acts)
	}
	if answer, _ := c.get("/people"); answer.StatusCode != 200 {
		t.Error("who chose a password is not in")
	}
}

// TestSoundLoginPages looks at the pages that are there only where people log in.
func TestSoundLoginPages(t *testing.T) {
	c := newCaller(t, newTown(), newLogin())
	look := func(paths ...string) {
		for _, path := range paths {
			for _, lang := range []string{"nl", "en"} {
				answer, said := c.get(withParam(path, "lang", lang))
				if answer.StatusCode != 200 || strings.Contains(said, "web.") {
					t.Errorf("%s in %s: %d", path, lang, answer.StatusCode)
				}
				for _, wrong := range sanity(said, lang) {
					t.Errorf("%s in %s: %s", path, lang, wrong)
				}
			}
		}
	}
	look("/login", "/login?to=/invoices", "/welcome?link=first", "/welcome?link=nieuw")
	c.enter("m.bakker")
	look("/me", "/people", "/people/1", "/")
}
