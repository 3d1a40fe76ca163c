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
