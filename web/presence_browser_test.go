// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestTwoOnOneItem opens one bank line in two browsers. Each sees the other; the
// second who acts is told who did what and when, and keeps what was typed.
func TestTwoOnOneItem(t *testing.T) {
	source := newTown()
	server := func(person string) *httptest.Server {
		s := httptest.NewServer(New(source, Options{Administration: "Gemeente Voorbeeldstad", User: func(*http.Request) string { return person }, Location: time.UTC}))
		t.Cleanup(s.Close)
		return s
	}
	anja, piet := hands{t, browser(t)}, hands{t, browser(t)}
	complained := complaints(t, anja.ctx)
	complaints(t, piet.ctx)
	forAnja, forPiet := server("Anja Bakker"), server("Piet de Vries")
	anja.open(forAnja.URL+"/worklist/L101", "#book")
	piet.open(forPiet.URL+"/worklist/L101", "#book")
	says := func(h hands, selector, want string) {
		t.Helper()
		if got := ask[string](t, h.ctx, `document.querySelector("`+selector+`")?.innerText ?? ""`); !strings.Contains(got, want) {
			t.Errorf("%s says %q, not %q", selector, got, want)
		}
	}
	says(piet, "#together", "Anja Bakker heeft dit ook open")
	accessible(t, piet.ctx, "together")
	piet.do(picture("together"))
	anja.do(chromedp.WaitVisible(chromedp.CSS(".rm-together__who"))) // by itself, within seconds
	says(anja, "#together", "Piet de Vries heeft dit ook open")

	anja.do(chromedp.SendKeys(chromedp.CSS("#ref-1"), "2026-1"))
	piet.do(chromedp.Click(chromedp.CSS(`[data-key="a"]`)), chromedp.WaitVisible(chromedp.CSS("#card-L102")))
	anja.do(chromedp.WaitVisible(chromedp.CSS(".rm-together__did"))) // before she acts
	says(anja, ".rm-together__did", "Piet de Vries boekte deze regel zoals voorgesteld")
	accessible(t, anja.ctx, "together-overtaken")
	anja.do(picture("together-overtaken"), chromedp.Click(chromedp.CSS(`[data-key="a"]`)), chromedp.WaitVisible(chromedp.CSS(`.rm-said[role="alert"]`)))
	anja.ready()
	says(anja, `.rm-said`, "Piet de Vries boekte deze regel zoals voorgesteld")
	if kept := ask[string](t, anja.ctx, `JSON.stringify({...sessionStorage})`); !strings.Contains(kept, "2026-1") {
		t.Errorf("what was typed is lost: %s", kept)
	}
	if len(source.items) != 4 {
		t.Errorf("%d lines wait", len(source.items))
	}
	for _, c := range complained() {
		t.Error(c)
	}
}

// TestPresenceIsNotInTheWay: a strange page is refused, and where it fails nothing
// is told and the page is there.
func TestPresenceIsNotInTheWay(t *testing.T) {
	source := newTown()
	server := newServer(t, source)
	for path, want := range map[string]int{"/presence?page=/worklist/L101&since=0": 200, "/presence?page=/worklist/../x&since=0": 400, "/presence?page=/worklist/L101&since=x": 400,
		"/presence?page=https://elsewhere.example/&since=0": 400} {
		if answer, _ := get(t, server.URL+path); answer.StatusCode != want {
			t.Errorf("%s: %d", path, answer.StatusCode)
		}
	}
	source.met.fails = true
	if answer, _ := get(t, server.URL+"/presence?page=/worklist/L101&since=0"); answer.StatusCode != http.StatusNoContent {
		t.Errorf("where it fails: %d", answer.StatusCode)
	}
	if answer, html := get(t, server.URL+"/worklist/L101"); answer.StatusCode != http.StatusOK || strings.Contains(html, `id="together"`) {
		t.Errorf("the page is not there without it: %d", answer.StatusCode)
	}
}
