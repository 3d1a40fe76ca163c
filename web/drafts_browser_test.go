// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestNothingLostOnReload fills forms in half, reloads, goes away and comes back:
// all is there again, said so, and can be dropped. What was sent is forgotten, what
// was refused is not.
func TestNothingLostOnReload(t *testing.T) {
	ctx, source := browser(t), newTown()
	server, complained := newServer(t, source), complaints(t, ctx)
	h := hands{t, ctx}
	value := func(selector, want string) {
		t.Helper()
		if got := ask[string](t, ctx, `document.querySelector('`+selector+`').value`); got != want {
			t.Errorf("%s holds %q, not %q", selector, got, want)
		}
	}
	notes := func(want int) {
		t.Helper()
		if got := ask[int](t, ctx, `document.querySelectorAll("main .rm-draft").length`); got != want {
			t.Errorf("%d notes that something was put back, not %d", got, want)
		}
	}
	h.open(server.URL+"/worklist/L101", "#ref-1")
	h.do(chromedp.SendKeys(chromedp.CSS("#ref-1"), "2026-1"), chromedp.SendKeys(chromedp.CSS("#amount-2"), "12,50"))
	h.open(server.URL+"/worklist/L101", "#ref-1")
	value("#ref-1", "2026-1")
	value("#amount-2", "12,50")
	notes(1)
	accessible(t, ctx, "draft")
	h.do(picture("draft"))
	h.open(server.URL+"/worklist/L102", "#ref-1") // another line has a form of its own
	value("#ref-1", "")
	h.open(server.URL+"/worklist/L101", "#ref-1")
	h.do(chromedp.Click(chromedp.CSS(".rm-draft button")))
	value("#ref-1", "")
	notes(0)
	h.open(server.URL+"/worklist/L101", "#ref-1")
	notes(0)

	h.open(server.URL+"/invoices/41", "#in-number") // a correction, and a word with it
	h.do(chromedp.SendKeys(chromedp.CSS("#in-number"), "-X"))
	typed := ask[string](t, ctx, `document.querySelector("#in-number").value`)
	h.open(server.URL+"/invoices", "#main")
	h.open(server.URL+"/invoices/41", "#in-number")
	value("#in-number", typed)
	h.do(chromedp.Click(chromedp.CSS(".rm-fields button[type=submit]")), chromedp.WaitVisible(chromedp.CSS(`.rm-said[role="status"]:not(.rm-draft)`)))
	h.ready()
	notes(0)
	h.open(server.URL+"/invoices/41", "#in-number")
	notes(0)

	h.open(server.URL+"/worklist/L101", "#ref-1") // what is refused is not lost
	h.do(chromedp.SendKeys(chromedp.CSS("#ref-1"), "2026-1"), chromedp.SendKeys(chromedp.CSS("#amount-1"), "veel"),
		chromedp.Click(chromedp.CSS(`button[value="book"]`)), chromedp.WaitVisible(chromedp.CSS(`[aria-invalid="true"]`)))
	h.ready()
	h.open(server.URL+"/worklist/L101", "#ref-1")
	value("#amount-1", "veel84,50")
	if kept := ask[string](t, ctx, `JSON.stringify({...sessionStorage})`); kept == "{}" {
		t.Error("nothing is kept")
	}
	for _, c := range complained() {
		t.Log(c) // the refused booking itself is one
	}
}

// TestDraftNoteFits puts the note in every form of pages with forms: neither it nor
// what is in it sticks out of the form, however narrow that is.
func TestDraftNoteFits(t *testing.T) {
	ctx := browser(t)
	server := newServer(t, newTown())
	const sticksOut = `[...document.querySelectorAll('main form[method="post"]:not([data-no-draft])')].filter((f) => f.querySelector('input:not([type="hidden"]), textarea, select')).flatMap((form) => {
		for (let at = form.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
		const note = document.querySelector("#draft-note").content.firstElementChild.cloneNode(true);
		form.prepend(note);
		const right = (e) => e.getBoundingClientRect().right, wide = right(note.parentElement) + 1;
		const out = [note, ...note.querySelectorAll("*")].some((e) => right(e) > wide) || right(form) > innerWidth || note.getBoundingClientRect().width < 150;
		return out ? [form.getAttribute("action") + " " + form.className + " " + Math.round(note.getBoundingClientRect().width) + " in " + Math.round(form.getBoundingClientRect().width)] : [];
	})`
	for _, width := range []int64{1280, 320} {
		for _, path := range []string{"/worklist/L101", "/invoices/41", "/codings", "/people", "/rules", "/policy"} {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(server.URL+path)); err != nil {
				t.Fatal(err)
			}
			for _, form := range ask[[]string](t, ctx, sticksOut) {
				t.Errorf("%s at %d: %s", path, width, form)
			}
		}
	}
}
