// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// looked are the pages that axe-core looks at, in both languages.
var looked = slices.Concat(every, owed, overseen, outgoing, staffed, bySteering)

// TestEveryTemplateIsLookedAt: no page goes without a look by axe-core. The set of
// templates that the pages of the tests are made of is the set there is.
func TestEveryTemplateIsLookedAt(t *testing.T) {
	seen := map[string]bool{}
	server := httptest.NewServer(New(newTown(), Options{Users: []string{"m.bakker", "piet"}, Location: time.UTC}))
	t.Cleanup(server.Close)
	for _, page := range append(looked, struct{ name, path string }{"whoami", "/whoami"}) {
		answer, err := http.Get(server.URL + page.path)
		if err != nil {
			t.Fatal(err)
		}
		seen[madeOf(t, body(t, answer))] = true
	}
	for _, own := range []string{"login", "welcome", "me", "left", "people", "colleague"} {
		seen[own] = true // TestLoginInBrowser and TestPersonsInBrowser look at these: they are there where people log in
	}
	for _, name := range templateNames(t) {
		if !seen[name] {
			t.Errorf("axe-core never looks at template %s.html: name a page of it in every, owed, overseen or outgoing", name)
		}
	}
}

// madeOf gives the template that a page was made of.
func madeOf(t *testing.T, page string) string {
	t.Helper()
	found := regexp.MustCompile(`<body[^>]* data-page="([a-z_]+)"`).FindStringSubmatch(page)
	if found == nil {
		t.Fatal("a page that does not say what it is")
	}
	return found[1]
}

// TestReflowInBrowser: nobody scrolls sideways at 200 % and at 400 % zoom of 1280
// pixels (WCAG 1.4.4, 1.4.10).
func TestReflowInBrowser(t *testing.T) {
	ctx := browser(t)
	server := newServer(t, newTown())
	for _, width := range []int64{640, 320} {
		if err := chromedp.Do(ctx, view{"zoomed", width, "light"}.set()); err != nil {
			t.Fatal(err)
		}
		for _, page := range looked {
			if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+page.path)); err != nil {
				t.Fatal(err)
			}
			if out := ask[string](t, ctx, sticksOut); out != "" {
				t.Errorf("%s at %d pixels: %s", page.name, width, out)
			}
		}
	}
}

// sticksOut names what makes the page wider than the window.
const sticksOut = `(() => {
	const width = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth <= width) return "";
	const out = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > width + 1);
	const least = out.filter((e) => !out.some((o) => o !== e && e.contains(o)));
	return document.documentElement.scrollWidth - width + " too wide: " + least.map((e) => e.outerHTML.slice(0, 90)).slice(0, 3).join(" | ");
})()`

// TestKeyboardWalk goes through every page by Tab alone: each thing that one can
// click is reached, once, where the focus is can be seen, and at the end one is out
// again (WCAG 2.1.1, 2.1.2, 2.4.7). Before that each page is read as a screen
// reader does.
func TestKeyboardWalk(t *testing.T) {
	ctx := browser(t)
	server := newServer(t, newTown())
	if err := chromedp.Do(ctx, view{"walk", 1280, "light"}.set()); err != nil {
		t.Fatal(err)
	}
	for _, page := range looked {
		if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+page.path)); err != nil {
			t.Fatal(err)
		}
		hear(t, ctx, page.name)
		walk(t, ctx, page.name)
	}
}

func walk(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	wanted := ask[int](t, ctx, marksReachable)
	for steps := 0; ; steps++ {
		if steps > wanted+60 {
			t.Errorf("%s: after %d tabs one is not out yet", name, steps)
			return
		}
		if err := chromedp.Do(ctx, chromedp.KeyEvent(kb.Tab)); err != nil {
			t.Fatal(err)
		}
		at := ask[string](t, ctx, looksAtFocus)
		if at == "out" {
			break
		}
		if at != "" {
			t.Errorf("%s: %s", name, at)
		}
	}
	for _, missed := range ask[[]string](t, ctx, `[...document.querySelectorAll("[data-want]:not([data-had])")].map((e) => e.outerHTML.slice(0, 160))`) {
		t.Errorf("%s: not reached by Tab: %s", name, missed)
	}
}

// marksReachable marks all that must be reached. Of the radio buttons of a group
// one is, from where arrows go to the others.
const marksReachable = `(() => {
	document.activeElement?.blur();
	const groups = new Set(), all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")].filter((e) => {
		if (e.disabled || !e.checkVisibility({visibilityProperty: true})) return false;
		if (e.closest("details:not([open])") && !(e.localName === "summary" && !e.parentElement.parentElement.closest("details:not([open])"))) return false;
		if (e.type !== "radio") return true;
		const group = (e.form?.action ?? "") + e.form?.id + e.name;
		if (groups.has(group)) return false;
		groups.add(group);
		e.dataset.group = "";
		return true;
	});
	for (const e of all) if (!("group" in e.dataset)) e.dataset.want = "";
	return all.length;
})()`

// looksAtFocus says what is wrong with where the focus is, or "out" when it left
// the page.
const looksAtFocus = `(() => {
	const e = document.activeElement;
	if (!e || e === document.body || e === document.documentElement) return "out";
	if ("had" in e.dataset && e.type !== "date") return "out"; // round again
	e.dataset.had = "";
	const s = getComputedStyle(e), box = e.getBoundingClientRect();
	if (!(parseFloat(s.outlineWidth) >= 2 && s.outlineStyle !== "none")) return "the focus cannot be seen on " + e.outerHTML.slice(0, 120);
	if (box.bottom <= 0 || box.top >= innerHeight) return "the focus is out of sight on " + e.outerHTML.slice(0, 120);
	return "";
})()`

// TestTermIsExplained opens a word by a key and hears what it says, closes it by
// Escape with the focus back where it was, all of it without JavaScript too; and
// reasons open by pointer and stay while it is on them (WCAG 1.4.13, 2.1.1).
func TestTermIsExplained(t *testing.T) {
	ctx := browser(t)
	server, complained := newServer(t, newTown()), complaints(t, ctx)
	for _, off := range []bool{true, false} {
		if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off}); err != nil {
			t.Fatal(err)
		}
		if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/autopilot"), chromedp.WaitVisible(chromedp.CSS("main .rm-word"))); err != nil {
			t.Fatal(err)
		}
		ask[bool](t, ctx, `(() => {document.querySelector("main .rm-word").focus(); return true})()`)
		if err := chromedp.Do(ctx, chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS(".rm-explained:popover-open")), picture("term")); err != nil {
			t.Fatal(err)
		}
		if on := ask[string](t, ctx, `document.activeElement.className`); on != "rm-explained" {
			t.Errorf("without JavaScript %v: the focus is on %q, so the explanation is not heard", off, on)
		}
		if !off {
			accessible(t, ctx, "term")
		}
		if err := chromedp.Do(ctx, chromedp.KeyEvent(kb.Escape)); err != nil {
			t.Fatal(err)
		}
		if !ask[bool](t, ctx, `document.querySelector(".rm-explained:popover-open") === null && document.activeElement === document.querySelector("main .rm-word")`) {
			t.Errorf("without JavaScript %v: Escape does not close it and bring the focus back", off)
		}
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/codings"), chromedp.WaitVisible(chromedp.CSS("[data-why] summary"))); err != nil {
		t.Fatal(err)
	}
	point := func(what string) bool {
		return ask[bool](t, ctx, fmt.Sprintf(`(() => {const d = document.querySelector("[data-why]"); %s; return d.open})()`, what))
	}
	if !point(`d.dispatchEvent(new PointerEvent("pointerover", {pointerType: "mouse", bubbles: true}))`) {
		t.Error("reasons do not open under the pointer")
	}
	if !point(`d.dispatchEvent(new PointerEvent("pointerout", {pointerType: "mouse", bubbles: true, relatedTarget: d.querySelector("div")}))`) {
		t.Error("reasons close while the pointer goes to them")
	}
	for _, c := range complained() {
		t.Error(c)
	}
}
