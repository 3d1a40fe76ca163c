// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// The first page, with what waits and with nothing that does: accessible and within
// the window in every view, by day and by night.
func TestHomeInBrowser(t *testing.T) {
	ctx := browser(t)
	complained := complaints(t, ctx)
	for name, source := range map[string]Source{"home": newTown(), "home-quiet": quiet{newTown()}, "home-bare": &town{empty: true}} {
		server := httptest.NewServer(New(source, Options{Administration: "Gemeente Voorbeeldstad", Location: time.UTC}))
		for _, v := range append(views, view{"narrow-dark", 390, "dark"}) {
			for _, path := range []string{"/", "/accounts"} {
				shot := strings.Join([]string{name, strings.Trim(path, "/"), v.name}, "-")
				if err := chromedp.Do(ctx, v.set(), chromedp.Navigate(server.URL+path), picture(shot)); err != nil {
					t.Fatalf("%s: %v", shot, err)
				}
				accessible(t, ctx, shot)
				if wide := ask[float64](t, ctx, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); wide > 0 {
					t.Errorf("%s: %v pixels of horizontal scrolling", shot, wide)
				}
			}
		}
		server.Close()
	}
	for _, c := range complained() {
		t.Error(c)
	}
}

// On a wide window the menu stands in two rows, each a whole: no group is torn, and none
// begins with a stroke that divides it from nothing.
func TestMenuInTwoRows(t *testing.T) {
	ctx := browser(t)
	server := newServer(t, newTown())
	for _, lang := range []string{"nl", "en"} {
		if err := chromedp.Do(ctx, views[0].set(), chromedp.Navigate(server.URL+"/?lang="+lang)); err != nil {
			t.Fatal(err)
		}
		groups := ask[[][]float64](t, ctx, `[...document.querySelectorAll(".rm-nav > ul")].map((ul) => [
			new Set([...ul.children].map((li) => li.offsetTop)).size, ul.children[0].offsetTop, parseFloat(getComputedStyle(ul).borderInlineStartWidth)])`)
		first := groups[0][1]
		for i, want := range []struct{ below, stroke bool }{{false, false}, {false, true}, {true, false}, {true, true}} {
			if g := groups[i]; g[0] != 1 || (g[1] > first) != want.below || (g[2] > 0) != want.stroke {
				t.Errorf("%s: group %d stands in %v rows at %v with a stroke of %v", lang, i, g[0], g[1], g[2])
			}
		}
	}
}
