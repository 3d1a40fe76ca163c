// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestFieldsByKey goes from field to field of an invoice by keys, with its place on
// the page lit up beside it, on a wide window and on a telephone.
func TestFieldsByKey(t *testing.T) {
	ctx := browser(t)
	server, complained := newServer(t, newTown()), complaints(t, ctx)
	h := hands{t, ctx}
	for _, v := range views[:2] {
		h.do(v.set())
		h.open(server.URL+"/invoices/41", "#fields")
		names := ask[[]string](t, ctx, `[...document.querySelectorAll("[data-field]")].filter((f) => f.checkVisibility()).map((f) => f.dataset.field)`)
		if len(names) < 3 {
			t.Fatalf("fields: %q", names)
		}
		for _, name := range names[:3] {
			h.press("n", "")
			h.focus("field-" + name)
			lit := ask[bool](t, ctx, `(() => {const of = document.querySelectorAll('[data-place="`+name+`"]'); return [...document.querySelectorAll(".rm-place--on")].length === of.length && [...of].every((p) => p.matches(".rm-place--on"))})()`)
			if !lit {
				t.Errorf("%s: not its place, and only that, is lit on the page", name)
			}
		}
		h.press("p", "")
		h.focus("field-" + names[1])
		h.do(picture("fields-by-key-" + v.name))
		beside := ask[bool](t, ctx, `document.querySelector(".rm-paper").getBoundingClientRect().right <= document.querySelector(".rm-work").getBoundingClientRect().left + 1`)
		if beside != (v.width > 832) {
			t.Errorf("%s: the document stands beside the fields: %v", v.name, beside)
		}
	}
	h.do(chromedp.Focus(chromedp.CSS("#in-number")))
	h.press("n", "") // a letter of the number
	h.focus("in-number")
	for _, c := range complained() {
		t.Error(c)
	}
}
