// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestCodingsByKeys works through the list of codings by keys alone: moves, looks
// why, chooses, accepts, takes back and types another coding.
func TestCodingsByKeys(t *testing.T) {
	ctx, source := browser(t), newTown()
	server, complained := newServer(t, source), complaints(t, ctx)
	do := func(actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, actions...); err != nil {
			t.Fatal(err)
		}
	}
	press := func(keys string) { do(chromedp.KeyEvent(keys)) }
	focused := func(want string) {
		t.Helper()
		if got := ask[string](t, ctx, `document.activeElement.closest("[id]")?.id ?? ""`); got != want {
			t.Errorf("the focus is on %q, not on %q", got, want)
		}
	}
	do(chromedp.Navigate(server.URL + "/codings"))
	press("a") // nothing has the focus: a key does nothing
	if len(source.desk.acts) != 0 {
		t.Fatalf("%q", source.desk.acts)
	}
	press("j")
	focused("coding-40")
	press("j")
	focused("coding-45")
	press("k")
	focused("coding-40")
	press("w")
	if open := ask[int](t, ctx, `document.querySelectorAll("#coding-40 [data-why][open]").length`); open != 1 {
		t.Errorf("%d reasons are open", open)
	}
	opened(t, ctx, "codings-opened")
	press(kb.Escape)
	if open := ask[int](t, ctx, `document.querySelectorAll("[data-why][open]").length`); open != 0 {
		t.Errorf("%d reasons are open after Escape", open)
	}
	press("2")
	focused("way-40-1-2")
	press("a")
	do(chromedp.WaitVisible(chromedp.CSS(`#done-40`)))
	if last := source.desk.acts[len(source.desk.acts)-1]; last != "m.bakker chooses for 40 map[1:w2]" {
		t.Error(last)
	}
	focused("coding-45") // the next one
	do(picture("codings-accepted"))
	accessible(t, ctx, "codings-accepted")
	press("u") // takes back what was done last
	do(chromedp.WaitVisible(chromedp.CSS(`#choose-40`)))
	if !slices.Contains(source.desk.acts, "m.bakker uncodes 40") {
		t.Errorf("%q", source.desk.acts)
	}
	focused("coding-40")
	press("j")
	press("a") // a guess: nothing is chosen yet
	do(chromedp.WaitVisible(chromedp.CSS(`#coding-45 [role="alert"]`)))
	press("2")
	focused("way-45-1-2")
	do(chromedp.Evaluate[chromedp.Void](`document.querySelector("#coding-45").focus()`))
	press("1") // the line of which nothing is chosen
	focused("way-45-2-1")
	press("a")
	do(chromedp.WaitVisible(chromedp.CSS(`#done-45`)))
	focused("coding-46")
	if last := source.desk.acts[len(source.desk.acts)-1]; last != "m.bakker chooses for 45 map[1:g2 2:g1]" {
		t.Error(last)
	}
	press("e")
	focused("account-46-1")
	do(chromedp.Evaluate[chromedp.Void](`document.activeElement.value = ""`)) // the driver types a key even where the page took it
	press("4300")
	press(kb.Enter)
	do(chromedp.WaitVisible(chromedp.CSS(`#coding-46 [role="status"]`)))
	if last := source.desk.acts[len(source.desk.acts)-1]; !strings.HasPrefix(last, "m.bakker codes 46 1 parts 4300") {
		t.Error(last)
	}
	for _, c := range complained() {
		if !strings.Contains(c, "400 (Bad Request)") { // the choice that was not made
			t.Error(c)
		}
	}
}

// TestSureInBrowser takes over what is sure, unticked and ticked, and takes it back.
func TestSureInBrowser(t *testing.T) {
	ctx, source := browser(t), newTown()
	server, complained := newServer(t, source), complaints(t, ctx)
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/codings"), chromedp.Click(chromedp.CSS(`a[href="/codings/sure"]`)), chromedp.WaitVisible(chromedp.CSS("#bulk")),
		chromedp.Click(chromedp.CSS("#bulk button")), chromedp.WaitVisible(chromedp.CSS(`.rm-said[role="status"]`)), picture("codings-after-sure")); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(`form[action="/codings/batches/77/undo"] button`)), chromedp.WaitNotPresent(chromedp.CSS(`form[action="/codings/batches/77/undo"]`))); err != nil {
		t.Fatal(err)
	}
	if want := []string{"m.bakker accepts [{40 s40}]", "m.bakker undoes 77"}; !slices.Equal(source.desk.acts, want) {
		t.Errorf("%q", source.desk.acts)
	}
	for _, c := range complained() {
		t.Error(c)
	}
}
