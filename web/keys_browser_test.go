// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// hands are what a person at the keyboard does and sees.
type hands struct {
	t   *testing.T
	ctx context.Context
}

func (h hands) do(actions ...chromedp.Action[chromedp.Void]) {
	h.t.Helper()
	ctx, late := context.WithTimeout(h.ctx, 2*time.Minute) // the machine may be busy; waiting for what never comes ends
	defer late()
	if err := chromedp.Do(ctx, actions...); err != nil {
		h.t.Fatal(err)
	}
}

// press presses keys and, unless it is "", waits until something is there.
func (h hands) press(keys, until string) {
	h.t.Helper()
	h.do(chromedp.KeyEvent(keys))
	if until != "" {
		h.do(chromedp.WaitVisible(chromedp.CSS(until)))
		h.ready()
	}
}

// ready waits for the scripts of the page.
func (h hands) ready() {
	h.t.Helper()
	ask[bool](h.t, h.ctx, `new Promise((done) => {const look = () => document.readyState === "complete" ? done(true) : setTimeout(look, 50); look()})`)
}

func (h hands) open(address, until string) {
	h.t.Helper()
	h.do(chromedp.Navigate(address), chromedp.WaitVisible(chromedp.CSS(until)))
	h.ready()
}

// focus tells what has the focus: its id, or else where it leads.
func (h hands) focus(want string) {
	h.t.Helper()
	if got := ask[string](h.t, h.ctx, `(() => {const e = document.activeElement; return e.id || e.pathname || e.localName})()`); got != want {
		h.t.Errorf("the focus is on %q, not on %q", got, want)
	}
}

func (h hands) path(want string) {
	h.t.Helper()
	if got := ask[string](h.t, h.ctx, `location.pathname + location.search`); got != want {
		h.t.Errorf("at %q, not at %q", got, want)
	}
}

// TestFromHomeToDecidedLine goes from the first page to a bank line that is
// decided, and takes that back, without a mouse; then the same from the page of
// the line.
func TestFromHomeToDecidedLine(t *testing.T) {
	ctx, source := browser(t), newTown()
	server, complained := newServer(t, source), complaints(t, ctx)
	h := hands{t, ctx}
	if err := chromedp.Do(ctx, view{"wide", 1280, "light"}.set()); err != nil { // a narrow window has a button for the menu
		t.Fatal(err)
	}
	h.open(server.URL+"/", "#main")
	tabTo(t, ctx, `.rm-nav a[href="/worklist"]`, 32)
	h.press(kb.Enter, "#card-L101")
	h.press("j", "")
	h.focus("card-L101")
	if !ask[bool](t, ctx, `getComputedStyle(document.activeElement).outlineStyle === "solid"`) {
		t.Error("the focus on a row cannot be seen")
	}
	h.press("a", `#done-L101 [role="status"]`)
	if len(source.items) != 4 || source.taken[0].Kind != Accepted {
		t.Fatalf("%d lines left, %s", len(source.items), source.taken[0].Kind)
	}
	h.focus("card-L102") // the next one
	if told := ask[string](t, ctx, `document.querySelector("#live").textContent`); !strings.Contains(told, "D6003") {
		t.Errorf("who hears the page is told %q", told)
	}
	accessible(t, ctx, "keys-accepted")
	h.do(picture("keys-accepted"))
	h.press("u", `#card-L101 button[value="P9"]`)
	if len(source.items) != 5 || source.taken[0].Kind != Reversed {
		t.Fatalf("after undo: %d lines, %s", len(source.items), source.taken[0].Kind)
	}
	h.focus("card-L101")

	h.open(server.URL+"/worklist", "#card-L102")
	h.press("j", "")
	first := ask[string](t, ctx, `document.activeElement.querySelector('[data-key="Enter"]').pathname`)
	h.press(kb.Enter, "#bank-says")
	h.path(first)
	h.press("k", "")
	if told := ask[string](t, ctx, `document.querySelector("#live").innerText`); !strings.Contains(told, "eerste") {
		t.Errorf("before the first: %q", told)
	}
	h.press("j", `form[action="/worklist/L103/book"]`)
	h.press("e", "")
	h.focus("kind-1")
	h.press("r", "") // in a field a key is a letter
	if len(source.items) != 5 {
		t.Error("a letter in a field did something")
	}
	h.do(chromedp.Evaluate[chromedp.Void](`document.activeElement.blur()`))
	h.press("a", "#card-L101, #card-L102")
	h.path("/worklist")
	if len(source.items) != 4 || source.taken[0].Line.ID != "L103" {
		t.Errorf("%d lines left, %s taken", len(source.items), source.taken[0].Line.ID)
	}
	if focused := ask[string](t, ctx, `document.activeElement.dataset.row ?? "none"`); focused == "none" {
		t.Error("the focus is not on the next line")
	}
	h.press("u", "#card-L103")
	if len(source.items) != 5 {
		t.Errorf("after undo: %d lines", len(source.items))
	}
	for _, c := range complained() {
		t.Error(c)
	}
}

// TestRejectByKey says that a proposal is wrong, ticks the next and goes to the end
// of the list.
func TestRejectByKey(t *testing.T) {
	ctx, source := browser(t), newTown()
	server, complained := newServer(t, source), complaints(t, ctx)
	h := hands{t, ctx}
	h.open(server.URL+"/worklist", "#card-L101")
	h.press("j", "")
	h.press("r", `#card-L101 [role="status"]`)
	if source.taken[0].Kind != Rejected {
		t.Error(source.taken[0].Kind)
	}
	h.press("x", "")
	if ticked := ask[int](t, ctx, `document.querySelectorAll('[name="pick"]:checked').length`); ticked != 1 {
		t.Errorf("%d are ticked", ticked)
	}
	for range 5 {
		h.press("j", "")
	}
	h.focus("/worklist") // the next page of the list
	if rel := ask[string](t, ctx, `document.activeElement.rel`); rel != "next" {
		t.Errorf("after the last line the focus is not on the next page but on %q", rel)
	}
	for _, c := range complained() {
		t.Error(c)
	}
}

// TestKeysOnEveryList goes through each list and opens an item of it by keys.
func TestKeysOnEveryList(t *testing.T) {
	ctx := browser(t)
	server, complained := newServer(t, newTown()), complaints(t, ctx)
	h := hands{t, ctx}
	for list, opened := range map[string]string{"/worklist": "/worklist/", "/codings": "/invoices/", "/codings/sure": "/invoices/", "/invoices": "/invoices/", "/post": "/post/",
		"/orders": "/orders/", "/runs": "/runs/", "/suppliers": "/suppliers/", "/outbox": "/outbox/", "/decisions": "/statements/"} {
		h.open(server.URL+list, "[data-row]")
		h.press("j", "")
		h.press("j", "")
		h.press("k", "")
		h.press(kb.Enter, "#main")
		deadline := `new Promise((done) => {let n = 0; const look = () => location.pathname.startsWith("` + opened + `") || n++ > 50 ? done(location.pathname) : setTimeout(look, 100); look()})`
		if at := ask[string](t, ctx, deadline); !strings.HasPrefix(at, opened) {
			t.Errorf("%s: Enter on the first row led to %s", list, at)
		}
	}
	h.open(server.URL+"/quarantine", "[data-row]")
	h.press("j", "")
	if in := ask[bool](t, ctx, `document.activeElement.matches("[data-row]")`); !in {
		t.Error("/quarantine: j does nothing")
	}
	for _, c := range complained() {
		t.Error(c)
	}
}

// TestKeysHelp opens the help on every page: what it tells is what keys do there,
// and with single keys turned off none does anything.
func TestKeysHelp(t *testing.T) {
	ctx, source := browser(t), newTown()
	server, complained := newServer(t, source), complaints(t, ctx)
	h := hands{t, ctx}
	for _, v := range views[:2] {
		h.do(v.set())
		for _, lang := range []string{"nl", "en"} {
			h.open(withParam(server.URL+"/worklist", "lang", lang), "#main")
			h.press("?", "#keys[open]")
			accessible(t, ctx, "keys-help-"+v.name+"-"+lang)
			h.do(picture("keys-help-" + v.name + "-" + lang))
		}
	}
	h.press("a", "") // under the help nothing is done
	h.press(kb.Escape, "#main")
	h.do(chromedp.WaitNotVisible(chromedp.CSS("#keys")), chromedp.Click(chromedp.CSS("[data-help]")), chromedp.WaitVisible(chromedp.CSS("#keys[open]")),
		chromedp.Click(chromedp.CSS(`#keys button[value="off"]`)), chromedp.WaitVisible(chromedp.CSS(`.rm-said[role="status"]`)))
	h.ready()
	h.press("j", "")
	h.press("a", "")
	h.press("?", "")
	if ask[bool](t, ctx, `document.querySelector("#keys").open || document.activeElement.matches("[data-row]")`) || len(source.items) != 5 {
		t.Error("keys that are turned off do something")
	}
	h.ready()
	h.do(chromedp.Click(chromedp.CSS("[data-help]")), chromedp.Click(chromedp.CSS(`#keys button[value="on"]`)), chromedp.WaitNotPresent(chromedp.CSS("#keys[data-off]")))
	h.ready()
	for _, modifier := range []int64{1, 2, 4} { // Alt, Ctrl, Meta
		h.do(held("j", modifier))
	}
	if ask[bool](t, ctx, `document.activeElement.matches("[data-row]")`) {
		t.Error("a key with Ctrl, Alt or Meta is the browser's")
	}
	h.press("/", "")
	h.focus("find")
	for _, c := range complained() {
		t.Error(c)
	}
}

// held presses a key while others are held.
func held(k string, modifiers int64) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: "rawKeyDown", Key: k, Modifiers: modifiers})
		return err
	})
}

// TestKeysAreThere opens every page about which the table tells something: each key
// that presses has something on the page to press, or can have it.
func TestKeysAreThere(t *testing.T) {
	server := newServer(t, newTown())
	for path, name := range map[string]string{"/worklist": "worklist", "/worklist/L101": "workitem", "/codings": "codings", "/codings/sure": "codings_sure",
		"/invoices": "invoices", "/invoices/42": "invoice", "/post": "post", "/post/14": "document", "/orders": "orders", "/orders/71": "order", "/runs": "runs",
		"/suppliers": "suppliers", "/decisions": "decisions", "/outbox": "outbox", "/outbox/93": "letter"} {
		_, html := get(t, server.URL+path)
		for _, k := range keysOf(name) {
			if k.Does != "press" || k.Press == "u" && name != "decisions" { // what undoes is there after an act
				continue
			}
			if !strings.Contains(html, fmt.Sprintf("data-key=%q", k.Press)) {
				t.Errorf("%s: nothing bears %s", path, k.Press)
			}
		}
		if !strings.Contains(html, `data-does="help"`) {
			t.Errorf("%s: no help", path)
		}
	}
	for name, keys := range keysOn {
		var seen []string
		for _, k := range keys {
			for _, one := range k.Names() {
				if slices.Contains(seen, one) {
					t.Errorf("%s: %s does two things", name, one)
				}
				seen = append(seen, one)
			}
		}
	}
	_, html := get(t, server.URL+"/keys?of=worklist&back=/worklist?q=e")
	if !strings.Contains(html, "voorstel afkeuren") || !strings.Contains(html, `href="/worklist?q=e"`) {
		t.Error("the page of keys does not tell those of the worklist")
	}
	if _, html := get(t, server.URL+"/keys?back=https://elsewhere.example/"); strings.Contains(html, `href="https://elsewhere`) {
		t.Error("the page of keys leads elsewhere")
	}
}
