// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestNobodyMakesThePageSpeak: a message is shown once, in the session in which
// something was done. What another put in the browser, or what was said to another or
// long ago, is not shown, and no undo with it.
func TestNobodyMakesThePageSpeak(t *testing.T) {
	c := newCaller(t, newTown(), newLogin())
	c.enter("m.bakker")
	saidOf := func(answer *http.Response) string {
		for _, cookie := range answer.Cookies() {
			if cookie.Name == saidCookie {
				return cookie.Value
			}
		}
		return ""
	}
	shows := func(c *caller, value string) bool {
		t.Helper()
		at, _ := url.Parse(c.server.URL)
		c.client.Jar.SetCookies(at, []*http.Cookie{{Name: saidCookie, Value: value, Path: "/"}})
		answer, page := c.get("/people")
		if answer.StatusCode != http.StatusOK {
			t.Fatal(answer.StatusCode)
		}
		return strings.Contains(page, ` rm-said" role="`)
	}
	answer, _ := c.post("/people/4/end", nil)
	good := saidOf(answer)
	if good == "" || !shows(c, good) {
		t.Fatalf("what was done is not told: %q", good)
	}
	bare, _ := json.Marshal(said{Code: "web.said.booked", Decision: "7"})
	whole, _ := json.Marshal(sealedSaid{said{Code: "web.said.booked", Decision: "7"}, time.Now().Add(time.Hour).Unix()})
	for name, value := range map[string]string{
		"without a seal":     base64.RawURLEncoding.EncodeToString(bare),
		"with an empty seal": base64.RawURLEncoding.EncodeToString(append(make([]byte, sha256.Size), whole...)),
		"too short":          base64.RawURLEncoding.EncodeToString([]byte("kort")),
		"changed":            good[:len(good)-2] + map[bool]string{true: "AA", false: "BB"}[!strings.HasSuffix(good, "AA")],
		"no text":            "%%%",
		"nothing":            "",
	} {
		if shows(c, value) {
			t.Error(name, "is shown")
		}
	}
	other := c.another()
	other.enter("m.bakker")
	if shows(other, good) {
		t.Error("what was said in another session of the same person is shown")
	}
}

// TestWhatWasSaidIsForgotten: a message is good for a minute, whatever the browser
// keeps; where nobody logs in, for who acts.
func TestWhatWasSaidIsForgotten(t *testing.T) {
	now := time.Date(2026, 4, 1, 12, 0, 0, 0, time.UTC)
	p := &pages{source: newTown(), options: withDefaults(Options{Now: func() time.Time { return now }}), key: []byte("0123456789")}
	as := func(name string) *http.Request {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		return r.WithContext(context.WithValue(r.Context(), guestKey{}, guest{Visitor: Visitor{Name: name}, in: true}))
	}
	read := func(r *http.Request, value string) bool {
		r.AddCookie(&http.Cookie{Name: saidCookie, Value: value})
		return p.takeSaid(httptest.NewRecorder(), r) != nil
	}
	seal := func(r *http.Request, until time.Time) string {
		raw, err := json.Marshal(sealedSaid{said{Code: "web.said.language"}, until.Unix()})
		if err != nil {
			t.Fatal(err)
		}
		return base64.RawURLEncoding.EncodeToString(append(p.seal(r, raw), raw...))
	}
	fresh := seal(as("Anja"), now.Add(time.Minute))
	got := []bool{read(as("Anja"), fresh), read(as("Bert"), fresh), read(as("Anja"), seal(as("Anja"), now.Add(-time.Second)))}
	now = now.Add(time.Minute + time.Second)
	got = append(got, read(as("Anja"), fresh))
	if !slices.Equal(got, []bool{true, false, false, false}) {
		t.Errorf("to who acts, to another, too late, a minute later: %v", got)
	}
}
