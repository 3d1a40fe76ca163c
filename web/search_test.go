// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func marked(f Found, text string) string {
	var all strings.Builder
	for _, p := range f.Mark(text) {
		if p.Hit {
			all.WriteString("[" + p.Text + "]")
		} else {
			all.WriteString(p.Text)
		}
	}
	return all.String()
}

func TestMark(t *testing.T) {
	for _, c := range []struct{ words, text, want string }{
		{"vries", "J. de Vríes-van", "J. de [Vríes]-van"},
		{"vri de", "J. de Vries", "J. [de] [Vri]es"},
		{"ries", "de Vries", "de Vries"},
		{"1234.56", "1.234,56 1234,56 1234.56", "1.234,56 [1234,56] [1234.56]"},
		{"straße", "Straße 1", "[Straße] 1"},
		{"", "iets", "iets"},
		{"a", "", ""},
		{"f-2026/118", "F-2026/118", "[F-2026/118]"},
	} {
		if got := marked(Found{Words: strings.Fields(c.words)}, c.text); got != c.want {
			t.Errorf("%q in %q: %q, want %q", c.words, c.text, got, c.want)
		}
	}
}

// Every hit leads to a page that is there; what came from outside stays text.
func TestHitsLeadSomewhere(t *testing.T) {
	source := newTown()
	server := newServer(t, source)
	found, err := source.Search(t.Context(), "vries", 20)
	if err != nil {
		t.Fatal(err)
	}
	_, page := get(t, server.URL+"/search?q=vries")
	for _, g := range found.Groups {
		for _, h := range g.Hits {
			if answer, _ := get(t, server.URL+h.Where()); answer.StatusCode != http.StatusOK {
				t.Errorf("%s leads to %s: %s", h.Kind, h.Where(), answer.Status)
			}
		}
	}
	if !strings.Contains(page, `href="/decisions?after=5522#decision-5521"`) || !strings.Contains(page, "overgenomen · automaat") {
		t.Error("a decision does not lead to itself, or who took it is not said")
	}
	if !strings.Contains(page, "de <mark>Vríes</mark>-van") || strings.Contains(page, "Zn. <b>") {
		t.Error("the hit is not marked, or a name is taken for markup")
	}
	_, got := get(t, server.URL+`/search?q=%22%3E%3Cscript%3Ezzz`)
	if strings.Contains(got, "<script>zzz") {
		t.Error("the query is taken for markup")
	}
}

// allFound waits until what was found by all five letters stands there and was said: a
// slow machine may show what was found by the first ones before.
func allFound(t *testing.T, ctx context.Context) {
	t.Helper()
	const there = `[...document.querySelectorAll("#found mark")].some((hit) => hit.textContent.length >= 5) && document.querySelector("[data-found-said]").textContent !== ""`
	for range 600 {
		if ask[bool](t, ctx, there) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("nothing was found by what was typed")
}

// What was typed before the scripts were there is found too, without another key.
func TestSearchTypedEarly(t *testing.T) {
	ctx := browser(t)
	server := newServer(t, newTown())
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/runs")); err != nil {
		t.Fatal(err)
	}
	ask[bool](t, ctx, `(() => { const box = document.querySelector("#find"); box.value = "vries"; return box.dispatchEvent(new Event("htmx:after:init")) })()`)
	allFound(t, ctx)
}

// In a browser: / goes to the box, what is found stands under it as one types, arrows go
// through it and enter opens it; nothing needs the mouse.
func TestSearchAsOneTypes(t *testing.T) {
	ctx := browser(t)
	server, complained := newServer(t, newTown()), complaints(t, ctx)
	for _, v := range views {
		if err := chromedp.Do(ctx, v.set(), chromedp.Navigate(server.URL+"/runs"), chromedp.KeyEvent("/")); err != nil {
			t.Fatal(err)
		}
		if at := ask[string](t, ctx, `document.activeElement.id`); at != "find" {
			t.Fatalf("%s: / goes to %q", v.name, at)
		}
		if typed := ask[string](t, ctx, `document.activeElement.value`); typed != "" {
			t.Errorf("%s: / types %q", v.name, typed)
		}
		if err := chromedp.Do(ctx, chromedp.KeyEvent("vries")); err != nil {
			t.Fatal(err)
		}
		allFound(t, ctx)
		if err := chromedp.Do(ctx, picture("search-typed-"+v.name)); err != nil {
			t.Fatal(err)
		}
		accessible(t, ctx, "search-typed-"+v.name)
		if wide := ask[float64](t, ctx, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); wide > 0 {
			t.Errorf("%s: %v pixels of horizontal scrolling", v.name, wide)
		}
		if said := ask[string](t, ctx, `document.querySelector("[data-found-said]").textContent`); !strings.Contains(said, "gevonden") {
			t.Errorf("%s: said %q", v.name, said)
		}
	}
	if err := chromedp.Do(ctx, chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowUp), chromedp.KeyEvent(kb.ArrowDown)); err != nil {
		t.Fatal(err)
	}
	if at := ask[string](t, ctx, `document.activeElement.getAttribute("href")`); at != "/invoices/41" {
		t.Errorf("the arrows lead to %q", at)
	}
	if err := chromedp.Do(ctx, chromedp.KeyEvent(kb.Escape)); err != nil {
		t.Fatal(err)
	}
	if left := ask[int](t, ctx, `document.querySelectorAll("#found a").length`); left != 0 {
		t.Error("escape leaves what was found")
	}
	if at := ask[string](t, ctx, `document.activeElement.id`); at != "find" {
		t.Errorf("escape leads to %q", at)
	}
	for _, c := range complained() {
		t.Error(c)
	}
}
