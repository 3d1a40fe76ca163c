// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"rentmeester/api"
	"rentmeester/text"
	"rentmeester/web"
)

// everyAddress gives all that is served: pages, files of pages, the API with its
// documents, what is told of the program, and what is not there.
func everyAddress(t *testing.T) (all [][2]string) {
	t.Helper()
	place := regexp.MustCompile(`{[^}]*}`)
	for _, pattern := range web.Routes() {
		method, path, found := strings.Cut(pattern, " ")
		if !found {
			method, path = http.MethodGet, pattern
		}
		all = append(all, [2]string{method, place.ReplaceAllString(strings.TrimSuffix(path, "{$}"), "1")})
	}
	body, err := api.OpenAPI(text.NL, api.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Paths map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal(body, &document); err != nil {
		t.Fatal(err)
	}
	for path, methods := range document.Paths {
		for method := range methods {
			all = append(all, [2]string{strings.ToUpper(method), api.Base + place.ReplaceAllString(path, "1")})
		}
	}
	return append(all, [][2]string{
		{"GET", "/assets/app.css"}, {"GET", "/assets/app.js"}, {"GET", "/assets/none.css"}, {"GET", "/assets/"}, {"GET", "/assets/../etc/passwd"},
		{"GET", "/healthz"}, {"GET", "/readyz"}, {"POST", "/healthz"}, {"GET", "/metrics"}, {"GET", "//"}, {"GET", "/none"}, {"DELETE", "/worklist"},
		{"GET", api.Base}, {"GET", api.Base + "/none"}, {"GET", api.Base + "/openapi.json"}, {"GET", api.Base + "/openapi-3.0.json"}, {"DELETE", api.Base + "/invoices"},
	}...)
}

// TestEveryAnswerHasItsHeaders asks everything that is served as a reader, as a
// form from another site, under another name, and by a token, and looks at the
// headers of each answer, whatever it says.
func TestEveryAnswerHasItsHeaders(t *testing.T) {
	s := serveHere(t, "--users", "anneke")
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, one := range everyAddress(t) {
		for name, headers := range map[string][2]string{
			"as a reader": {}, "from another site": {"Origin", "https://elsewhere.example"}, "under another name": {"Host", "evil.example"}, "by a token": {"Authorization", "Bearer rmt_1_x"},
		} {
			r, err := http.NewRequestWithContext(t.Context(), one[0], s.address+one[1], nil)
			if err != nil {
				t.Fatal(err)
			}
			switch headers[0] {
			case "":
			case "Host":
				r.Host = headers[1]
			default:
				r.Header.Set(headers[0], headers[1])
			}
			answer, err := client.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			_ = answer.Body.Close()
			for _, wrong := range lacksHeaders(answer) {
				t.Errorf("%s %s %s: %d: %s", one[0], one[1], name, answer.StatusCode, wrong)
			}
		}
	}
}

func lacksHeaders(answer *http.Response) (wrong []string) {
	h := answer.Header
	for name, allowed := range map[string]string{
		"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer|same-origin", "Cross-Origin-Resource-Policy": "same-origin",
		"Cross-Origin-Opener-Policy": "same-origin", "Permissions-Policy": `camera=\(\), geolocation=\(\), microphone=\(\)`, "Cache-Control": `no-store|no-cache|.*immutable`,
	} {
		if !regexp.MustCompile("^(" + allowed + ")$").MatchString(h.Get(name)) {
			wrong = append(wrong, name+": "+h.Get(name))
		}
		if len(h.Values(name)) > 1 {
			wrong = append(wrong, name+" more than once")
		}
	}
	content := h.Get("Content-Security-Policy")
	if len(h.Values("Content-Security-Policy")) != 1 || !strings.HasPrefix(content, "default-src 'none'") || !strings.Contains(content, "frame-ancestors 'none'") ||
		regexp.MustCompile(`unsafe|\*|data:|https?:`).MatchString(content) {
		wrong = append(wrong, "Content-Security-Policy: "+content)
	}
	return wrong
}

// TestTooManyPages: who asks too many is told when to come back, and with the same
// headers as ever.
func TestTooManyPages(t *testing.T) {
	s := serveHere(t)
	for range 2000 {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.address+"/none", nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusTooManyRequests {
			continue
		}
		if answer.Header.Get("Retry-After") != "1" || len(lacksHeaders(answer)) > 0 {
			t.Error(answer.Header)
		}
		if code, _ := s.get("/assets/none.css"); code != http.StatusNotFound {
			t.Error("files of pages are counted too:", code)
		}
		return
	}
	t.Error("nobody is ever told to wait")
}
