// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// charted names pages with a picture of their figures.
var charted = []struct{ name, path string }{{"charts-autopilot", "/autopilot"}, {"charts-results", "/results"}, {"charts-account", "/accounts/" + townTaxes},
	{"charts-debtors", "/debtors"}, {"charts-suppliers", "/suppliers"}}

// TestChartsInBrowser draws every chart without a complaint of the browser (one
// about its content policy, for instance), as a picture that has a name, with the
// table at hand, by day and by night, wide and narrow.
func TestChartsInBrowser(t *testing.T) {
	ctx := browser(t)
	server, complained := newServer(t, newTown()), complaints(t, ctx)
	for _, v := range append(views, view{"narrow-dark", 390, "dark"}) {
		for _, page := range charted {
			if err := chromedp.Do(ctx, v.set(), chromedp.Navigate(server.URL+page.path), chromedp.WaitVisible(chromedp.CSS(".rm-chart__picture svg")), picture(page.name+"-"+v.name)); err != nil {
				t.Fatal(err)
			}
			accessible(t, ctx, page.name+"-"+v.name)
			for _, wrong := range ask[[]string](t, ctx, looksAtCharts) {
				t.Errorf("%s %s: %s", page.name, v.name, wrong)
			}
		}
	}
	for _, c := range complained() {
		t.Error(c)
	}
}

// looksAtCharts says what is wrong with the charts of a page: each has a picture
// with a name that fits in the page and draws something, and its table, on demand where
// the page does not need it otherwise.
const looksAtCharts = `[...document.querySelectorAll("figure[data-chart]")].flatMap((f) => {
	const svg = f.querySelector(".rm-chart__picture svg"), details = f.querySelector("details"), wrong = [];
	if (!svg) return [f.id + " is not drawn"];
	if (svg.getAttribute("role") !== "img" || !svg.getAttribute("aria-label")) wrong.push("a picture without a name");
	if (svg.querySelectorAll("path[d], rect, circle").length === 0) wrong.push("an empty picture");
	if (document.querySelectorAll("style").length) wrong.push("a style element");
	if ([...svg.querySelectorAll("[stroke], [fill]")].some((e) => ["stroke", "fill"].some((a) => /^var/.test(e.getAttribute(a) ?? "") && getComputedStyle(e)[a] === "none"))) wrong.push("a colour that is not there");
	if (svg.getBoundingClientRect().right > innerWidth) wrong.push("wider than the page");
	if (details && (details.open || !details.querySelector("table")) || !f.querySelector("table")) wrong.push("its figures are not on demand");
	return wrong.map((w) => f.id + ": " + w);
})`

// TestChartFiguresOnDemand opens the table of a chart by its summary, and points at
// the picture: what it says there is what the table says.
func TestChartFiguresOnDemand(t *testing.T) {
	ctx := browser(t)
	server, complained := newServer(t, newTown()), complaints(t, ctx)
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/autopilot"), chromedp.WaitVisible(chromedp.CSS("#months-bank svg")),
		chromedp.Click(chromedp.CSS("#months-bank summary")), chromedp.WaitVisible(chromedp.CSS("#months-bank table"))); err != nil {
		t.Fatal(err)
	}
	ask[bool](t, ctx, `(() => {const svg = document.querySelector("#months-bank .rm-chart__picture svg"), at = svg.getBoundingClientRect();
		svg.dispatchEvent(new PointerEvent("pointermove", {clientX: at.right - 100, clientY: at.top + 100, bubbles: true, pointerType: "mouse"})); return true})()`)
	tip := ask[string](t, ctx, `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(document.querySelector("#months-bank .rm-chart__picture svg").textContent))))`)
	if last := ask[string](t, ctx, `document.querySelector("#months-bank tbody tr:last-child td:nth-child(4)").innerText`); last == "" || !strings.Contains(tip, last) {
		t.Errorf("the picture says %q, not %q", tip, last)
	}
	for _, c := range complained() {
		t.Error(c)
	}
}
