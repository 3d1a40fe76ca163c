// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rentmeester/web"
)

// places says what stands at a place of an address, by the page when one word has
// several meanings.
var places = map[string]string{
	"account": "account", "id": "statement", "line": "line", "decision": "decision", "document": "document", "invoice": "invoice", "batch": "invoice",
	"supplier": "supplier", "order": "order", "project": "project", "run": "run", "letter": "letter", "subject": "subject", "debtor": "debtor", "person": "person", "request": "request",
	"worker": "worker", "assignment": "assignment", "seat": "seat", "plan": "plan", "choice": "choice", "absence": "absence", "scenario": "scenario",
}

var placed = regexp.MustCompile(`{([a-z]+)}`)

// filled gives the addresses of a pattern: of its own, and of what the neighbour has.
func (c *crossing) filled(pattern string) (method string, own, theirs []string) {
	method, path, found := strings.Cut(pattern, " ")
	if !found {
		method, path = http.MethodGet, pattern
	}
	path = strings.NewReplacer("{page}", "1", "{session}", "1", "{secret}", "geraden").Replace(strings.TrimSuffix(path, "{$}"))
	if path == "/presence" {
		path += "?since=0&page=%2Fworklist%2F" + c.own["line"][0]
	}
	found2 := placed.FindAllStringSubmatch(path, -1)
	if len(found2) == 0 {
		return method, []string{path}, nil
	}
	if len(found2) > 1 {
		c.t.Fatalf("%s has more than one place: say how they belong together", pattern)
	}
	kind, known := places[found2[0][1]]
	if !known {
		c.t.Fatalf("what stands at {%s} of %s? Say it in places, so that what a neighbour has there can be asked for", found2[0][1], pattern)
	}
	mine, other := c.ask(kind)
	for _, id := range mine {
		own = append(own, strings.Replace(path, found2[0][0], url.PathEscape(id), 1))
	}
	for _, id := range other {
		theirs = append(theirs, strings.Replace(path, found2[0][0], url.PathEscape(id), 1))
	}
	return method, own, theirs
}

// heard is what one was told.
type heard struct {
	status int
	header http.Header
	body   string
}

func (i *installation) asks(handler http.Handler, method, address, media, body string) heard {
	r := httptest.NewRequest(method, address, strings.NewReader(body))
	if media != "" {
		r.Header.Set("Content-Type", media)
	}
	if strings.HasPrefix(address, "/api/") {
		r.Header.Set("Authorization", "Bearer "+i.token)
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return heard{w.Code, w.Header(), w.Body.String()}
}

// secrets are drawn anew each time, and a page says when it was made.
var secrets = regexp.MustCompile(`since=\d+|whsec_[A-Za-z0-9+/=]+|(link|secret)=[A-Za-z0-9_-]{20,}|[A-Za-z0-9_-]{43}`)

// withLogin are the pages that are only there where people log in; here they act
// without.
var withLogin = []string{"GET /login", "GET /login/oidc", "GET /login/oidc/back", "GET /welcome", "GET /me",
	"GET /staffing/calendar/{secret}"} // which is there for who has a secret

// same asks both the same and wants the same answer; it gives it.
func (c *crossing) same(method, address, media, body string) heard {
	c.t.Helper()
	c.asked++
	of := func(i *installation) heard {
		if strings.HasPrefix(address, "/api/") {
			return i.asks(i.programs, method, address, media, body)
		}
		return i.asks(i.pages, method, address, media, body)
	}
	with, alone := of(c.with), of(c.alone)
	if method == http.MethodPost { // what is done beside the work takes numbers too: at the same moment in both
		c.with.beside.Flush()
		c.alone.beside.Flush()
	}
	with.body, alone.body = secrets.ReplaceAllString(with.body, "SECRET"), secrets.ReplaceAllString(alone.body, "SECRET")
	for _, name := range []string{"Location", "Content-Disposition", "Content-Type", "Set-Cookie"} {
		if unsealed(with.header.Get(name)) != unsealed(alone.header.Get(name)) && !strings.Contains(with.header.Get(name), "rentmeester-visit=") { // that one is the time
			c.t.Errorf("%s %s: %s is %q, and %q where there is no neighbour", method, address, name, with.header.Get(name), alone.header.Get(name))
		}
	}
	if with.status != alone.status || with.body != alone.body {
		c.t.Errorf("%s %s (%.80s): %d, and %d where there is no neighbour: %s", method, address, body, with.status, alone.status, firstDifference(with.body, alone.body))
	}
	return with
}

// unsealed gives what a header says, of a message for the next page without the seal
// and the time that stand around it.
func unsealed(header string) string {
	value, said := strings.CutPrefix(header, "rentmeester-said=")
	value, rest, _ := strings.Cut(value, ";")
	raw, err := base64.RawURLEncoding.DecodeString(value)
	if !said || err != nil || len(raw) < sha256.Size {
		return header
	}
	return regexp.MustCompile(`"Until":\d+`).ReplaceAllString(string(raw[sha256.Size:]), "") + rest
}

// form is one of a page: where it goes, and what it sends.
type form struct {
	action string
	values url.Values
}

// formsOf gives the forms of a page that change something, filled in as they stand
// there, with a word where nothing does.
func formsOf(page string) (all []form) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil
	}
	for n := range root.Descendants() {
		if n.Data != "form" || !strings.EqualFold(attribute(n, "method"), "post") {
			continue
		}
		f := form{attribute(n, "action"), url.Values{}}
		for in := range n.Descendants() {
			name := attribute(in, "name")
			switch {
			case name == "" || attribute(in, "type") == "file":
			case in.Data == "input" && (attribute(in, "type") == "checkbox" || attribute(in, "type") == "radio"):
				f.values.Set(name, attribute(in, "value"))
			case in.Data == "input" || in.Data == "button":
				f.values.Add(name, attribute(in, "value"))
			case in.Data == "textarea":
				f.values.Add(name, "omdat")
			case in.Data == "select":
				for option := range in.Descendants() {
					if v := attribute(option, "value"); option.Data == "option" && v != "" {
						f.values.Set(name, v)
					}
				}
			}
		}
		for name, values := range f.values {
			if values[0] == "" {
				f.values.Set(name, "omdat")
			}
		}
		all = append(all, f)
		for in := range n.Descendants() {
			if to := attribute(in, "formaction"); to != "" {
				all = append(all, form{to, f.values})
			}
		}
	}
	return all
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// bare are the forms of pages where the towns have nothing to send one for; after
// an @ stands something that only the neighbour has.
var bare = map[string]url.Values{
	"POST /people/{person}/untie":             nil, // only of who has an account elsewhere
	"POST /whoami":                            {"user": {"x"}},
	"POST /codings/batches/{batch}/undo":      {},
	"POST /codings/sure":                      {"pick": {"@invoice:1"}},
	"POST /decisions/undo":                    {"decision": {"@decision"}},
	"POST /worklist/accept":                   {"pick": {"@line 1"}},
	"POST /codings/{invoice}":                 {"step": {"code"}, "lines": {"1"}, "account": {"4410"}},
	"POST /codings/{invoice}/undo":            {},
	"POST /invoices/{invoice}/copy":           {"of": {"@invoice"}},
	"POST /invoices/{invoice}/reply":          {"to": {"x@example.nl"}, "comment": {"omdat"}},
	"POST /outbox/{letter}":                   {"act": {"withdraw"}},
	"POST /runs":                              {"day": {"2026-01-05"}},
	"POST /runs/{run}/file":                   {},
	"POST /login":                             {"name": {"x"}, "password": {"x"}},
	"POST /welcome":                           {"link": {"x"}, "password": {"x"}},
	"POST /logout":                            {},
	"POST /me/password":                       {"password": {"x"}},
	"POST /me/language":                       {"language": {"en"}},
	"POST /me/sessions/end":                   {},
	"POST /me/sessions/{session}/end":         {},
	"POST /people/{person}/unblock":           {},
	"POST /staffing/import":                   {},
	"POST /staffing/plans":                    {"kind": {"plan"}},
	"POST /staffing/plans/{plan}/accept":      {"all": {"yes"}},
	"POST /staffing/plans/{plan}/undo":        {},
	"POST /staffing/people/{worker}/calendar": {},
	"POST /staffing/seats/{seat}":             {"act": {"changed"}, "person": {"@worker"}},
	"POST /invoices/approve":                  {"pick": {"@invoice 1"}},
	"POST /invoices/withdraw":                 {"approval": {"@invoice:1"}},
	"POST /invoices/release":                  {"pick": {"@invoice iban 1"}},
	"POST /policy/requests/{request}/confirm": {},
	"POST /policy/requests/{request}/refuse":  {},
}

// TestCrossingThePages asks every page of one administration for what the other has,
// and sends every form that its pages hold to what the other has.
func TestCrossingThePages(t *testing.T) {
	crossings(t, onBoth, func(c *crossing) {
		patterns := http.NewServeMux()
		for _, pattern := range web.Routes() {
			patterns.HandleFunc(pattern, func(http.ResponseWriter, *http.Request) {})
		}
		sends := map[string][]form{}
		for _, pattern := range web.Routes() {
			method, own, theirs := c.filled(pattern)
			if method != http.MethodGet {
				continue
			}
			shown := false
			for n, address := range own {
				got := c.same(method, address, "", "")
				shown = shown || got.status == http.StatusOK
				for _, f := range formsOf(got.body) {
					if f.action == "" {
						f.action = address
					}
					_, to := patterns.Handler(httptest.NewRequest(http.MethodPost, f.action, nil))
					sends[to] = append(sends[to], f)
				}
				for _, kind := range []string{"text", "name", "account", "invoice", "supplier", "hash"} {
					for _, said := range c.theirs[kind][:2] {
						if n > 0 {
							break
						}
						c.same(method, address+"?q="+url.QueryEscape(said)+"&supplier="+url.QueryEscape(said)+"&after="+url.QueryEscape(said), "", "")
					}
				}
			}
			if !shown && pattern != "/" && pattern != "GET /whoami" && !slices.Contains(withLogin, pattern) {
				t.Errorf("%s: the administration has none of its own to show, so the question says nothing", pattern)
			}
			for _, address := range theirs {
				if got := c.same(method, address, "", ""); got.status == http.StatusOK && !strings.Contains(pattern, "{supplier}") && !strings.Contains(pattern, "{account}") {
					t.Errorf("%s: %d for what only the neighbour has", address, got.status)
				}
			}
		}
		c.sendForms(sends)
	})
}

// sendForms sends to every page that takes a form what its forms hold, for what the
// neighbour has first, and then for its own.
func (c *crossing) sendForms(sends map[string][]form) {
	for _, pattern := range web.Routes() {
		method, own, theirs := c.filled(pattern)
		if method != http.MethodPost {
			continue
		}
		forms := sends[pattern]
		values, known := bare[pattern]
		if known {
			filled := url.Values{}
			for name := range values {
				value := values.Get(name)
				if kind := strings.FieldsFunc(value, func(r rune) bool { return r < 'a' }); strings.HasPrefix(value, "@") {
					value = strings.Replace(value, "@"+kind[0], c.theirs[kind[0]][len(c.theirs[kind[0]])-1], 1)
				}
				filled.Set(name, value)
			}
			forms = append(forms, form{"", filled})
		}
		if len(forms) == 0 {
			c.t.Errorf("%s: no page has a form for it, and bare has none either", pattern)
			continue
		}
		for _, address := range slices.Concat(theirs, own[:1]) {
			for _, f := range forms[:min(len(forms), 3)] {
				c.same(method, address, "application/x-www-form-urlencoded", f.values.Encode())
				for _, kind := range slices.Sorted(maps.Keys(f.values)) { // numbers in a form are the neighbour's too
					if known, is := places[kind]; is {
						changed := maps.Clone(f.values)
						changed.Set(kind, c.theirs[known][0])
						c.same(method, address, "application/x-www-form-urlencoded", changed.Encode())
					}
				}
			}
		}
	}
}
