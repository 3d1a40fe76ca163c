// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// open starts a fresh browser that talks to nobody but the pages.
func open(ctx context.Context) (camera context.Context, stop func(), err error) {
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err = exec.LookPath(name); err == nil {
			break
		}
	}
	if err != nil {
		return nil, nil, errors.New("no browser; install chromium (Debian and Ubuntu: apt-get install chromium)")
	}
	profile, err := os.MkdirTemp("", "rentmeester-screenshots-")
	if err != nil {
		return nil, nil, err
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(profile),
		chromedp.Flag("disable-quic", true), chromedp.Flag("no-first-run", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	allocated, stopBrowser := chromedp.NewExecAllocator(ctx, flags...)
	camera, cancel := chromedp.NewContext(allocated)
	return camera, func() {
		_ = chromedp.Cancel(camera)
		cancel()
		stopBrowser()
		_ = os.RemoveAll(profile)
	}, nil
}

// shot is one picture: the page that a person reaches by clicking links from the
// one before, in a window of some width, from where it was scrolled to, no higher
// than the height given.
type shot struct {
	name          string
	from          string // path of the page
	links         []link // to follow from there
	width, height int64
	colours       string // light or dark; "" light
}

// link is the first that a selector finds in a row that says something; or what a
// script does on the page, and the address that it gives to go on to, if any.
type link struct{ what, says, script string }

var (
	invoiceLinks  = `.rm-invoices th a`
	held          = first(invoiceLinks, "")
	suspicious    = append(first(invoiceLinks, "is een andere dan"), first(`a[href^="/suppliers/"]`, "")...)
	runToRelease  = first(`a[href^="/runs/"]`, "wacht op vrijgave")
	waitsForAsked = first(`a[href^="/post/"]`, "contract")

	// what a person does on a page, so that there is something to see
	keysHelp = []link{{script: `document.querySelector("#keys").showModal()`}}
	ticked   = []link{{script: `"/worklist/many?" + new URLSearchParams([...document.querySelectorAll("input[name=pick]")].slice(0, 5).map((e) => ["pick", e.value]))`}}
	history  = append(first(invoiceLinks, ""), link{script: `location.pathname.replace("/invoices/", "/audit/items/invoice:")`})
	// a setting changes from a day on, once, confirmed by another where that is needed, and is held against the one before
	changed = `(async () => {
		const form = document.querySelector("form:has(textarea)"), later = "\n  - from: 2026-07-01\n    attention:\n      deadline: 20\n    autopilot:\n      sample: 2%\n"
		if (!form || form.text.value.includes(later.trim())) return "/policy/compare"
		const post = (to, said) => fetch(to, {method: "POST", body: new URLSearchParams(said)})
		await post("/policy", {basis: form.basis.value, step: "set", text: form.text.value.trimEnd() + later})
		const waits = (await (await fetch("/policy")).text()).match(/\/policy\/requests\/\d+\//)
		if (waits) {
			await post("/whoami", {user: "Farid Haddad"})
			await post(waits[0] + "confirm", {})
			await post("/whoami", {user: "Anneke de Boer"})
		}
		return "/policy/compare"
	})()`
	letIn = `(async () => {
		for (const [name, role] of [["Anneke de Boer", "administrator"], ["Bram Visser", "financial-administrator"], ["Dirk Mulder", "budget-holder"],
			["Farid Haddad", "controller"], ["Esther Bos", "auditor"]])
			await fetch("/people", {method: "POST", body: new URLSearchParams({name, role})})
		return "/people"
	})()`
)

// onPaper is the first invoice that has a page to look at.
var onPaper = []link{{script: `(async () => {
	for (const a of document.querySelectorAll(".rm-invoices th a"))
		if ((await (await fetch(a.href)).text()).includes("/pages/")) return a.href
	throw new Error("no invoice with a page")
})()`}}

// myTurn is where somebody says what he thinks of an invoice.
var myTurn = []link{as("Dirk Mulder", "/invoices?state=approval"), {what: invoiceLinks}, {script: `void document.querySelector("#approval").scrollIntoView()`}}

// as goes on as somebody else.
func as(user, to string) link {
	return link{script: fmt.Sprintf(`fetch("/whoami", {method: "POST", body: new URLSearchParams({user: %q})}).then(() => %q)`, user, to)}
}

// first is the one link to follow.
func first(what, says string) []link { return []link{{what: what, says: says}} }

// shots are the pictures of the documentation.
var shots = []shot{
	{"home", "/", nil, desktop, 1100, ""},
	{"search", "/search?q=gemeente", nil, desktop, 900, ""},
	{"keys", "/worklist?show=doubt", keysHelp, desktop, 800, ""},
	{"overview", "/accounts", nil, desktop, 900, ""},
	{"worklist", "/worklist?show=doubt", nil, desktop, 1100, ""},
	{"worklist-many", "/worklist?show=sure", ticked, desktop, 1000, ""},
	{"autopilot", "/autopilot", nil, desktop, 1200, ""},
	{"rules", "/rules", nil, desktop, 1200, ""},
	{"invoice", "/invoices?state=held", held, desktop, 1300, ""},
	{"invoice-page", "/invoices", onPaper, desktop, 1000, ""},
	{"approval", "/", myTurn, desktop, 900, ""},
	{"codings", "/codings", []link{as("Anneke de Boer", "/codings")}, desktop, 1400, ""},
	{"codings-sure", "/codings/sure", nil, desktop, 900, ""},
	{"run", "/runs", runToRelease, desktop, 1300, ""},
	{"debtors", "/debtors", nil, desktop, 900, ""},
	{"audit", "/audit", nil, desktop, 1000, ""},
	{"history", "/invoices?state=paid", history, desktop, 1100, ""},
	{"policy", "/policy", nil, desktop, 1000, ""},
	{"policy-compare", "/policy", []link{{script: changed}}, desktop, 800, ""},
	{"people", "/people", []link{{script: letIn}}, desktop, 1000, ""},
	{"glossary", "/glossary", nil, desktop, 800, ""},
	{"staffing", "/staffing", nil, desktop, 1100, ""},
	{"capacity", "/staffing/capacity?by=team&weeks=12", nil, desktop, 1000, ""},
	{"project", "/projects", first(`tbody a[href^="/projects/"]`, ""), desktop, 1300, ""},
}

// others are pages that no text shows: to look at, with those above.
var others = []shot{
	{"results", "/results", nil, desktop, 1100, ""},
	{"account", "/accounts", first(`a[href^="/accounts/"]`, ""), desktop, 1000, ""},
	{"statement", "/worklist?show=doubt", first(`.rm-card:has(.rm-runner) a[href^="/statements/"]`, ""), desktop, 1100, ""},
	{"workitem", "/worklist?show=doubt", first(`.rm-card:has(.rm-runner) h2 a`, ""), desktop, 1200, ""},
	{"decisions", "/decisions", nil, desktop, 1100, ""},
	{"mandates", "/mandates", nil, desktop, 900, ""},
	{"post", "/post", nil, desktop, 1200, ""},
	{"document", "/post?state=asked", waitsForAsked, desktop, 1100, ""},
	{"invoices", "/invoices", nil, desktop, 1100, ""},
	{"suppliers", "/suppliers", nil, desktop, 900, ""},
	{"supplier", "/invoices?state=held", suspicious, desktop, 1000, ""},
	{"runs", "/runs?try=yes", nil, desktop, 1100, ""},
	{"projects", "/projects", nil, desktop, 900, ""},
	{"project-report", "/projects/report", nil, desktop, 1200, ""},
	{"staffing-people", "/staffing/people", nil, desktop, 1000, ""},
	{"staffing-person", "/staffing/people", first(`tbody a[href^="/staffing/people/"]`, ""), desktop, 1000, ""},
	{"staffing-assignments", "/staffing/assignments", nil, desktop, 1000, ""},
	{"staffing-seat", "/staffing", first(`a[href^="/staffing/seats/"]`, ""), desktop, 1200, ""},
	{"staffing-scenarios", "/staffing/scenarios", nil, desktop, 900, ""},
}

// atTheDoor are those of who is not in yet.
var atTheDoor = []shot{
	{"login", "/login", nil, desktop, 700, ""},
}

// The widths of windows.
const (
	desktop = 1280
	phone   = 390
)

// everyWay gives each page in light and in dark, wide and narrow, whole: to look at,
// not to show.
func everyWay(shots []shot) (all []shot) {
	for _, s := range shots {
		if s.width != desktop || s.colours != "" {
			continue
		}
		s.height = 6000
		for _, width := range []int64{desktop, phone} {
			for _, colours := range []string{"light", "dark"} {
				one := s
				one.name, one.width, one.colours = fmt.Sprintf("%s-%d-%s", s.name, width, colours), width, colours
				all = append(all, one)
			}
		}
	}
	return all
}

// bare gives the pages that one can ask for when nothing is there.
func bare(shots []shot) []shot {
	return slices.DeleteFunc(shots, func(s shot) bool { return len(s.links) > 0 })
}

func photograph(camera context.Context, address, dir string, shots []shot, heaviest int) error {
	for _, s := range shots {
		png, err := take(camera, address, s)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if len(png) > heaviest {
			return fmt.Errorf("%s: %d bytes, more than %d; make it less high", s.name, len(png), heaviest)
		}
		path := filepath.Join(dir, s.name+".png")
		if err := os.WriteFile(path, png, 0o644); err != nil {
			return err
		}
		log.Printf("%s %d kB", path, len(png)>>10)
	}
	return nil
}

// find gives where a link leads.
const find = `((what, says) => [...document.querySelectorAll(what)].find((a) => (a.closest("tr") ?? document.body).innerText.includes(says))?.href.split("#")[0] ?? "")`

// foot is where the text of a page ends, when its letters are there.
const foot = `document.fonts.ready.then(() => Math.max(...[...document.querySelectorAll("main > div > *")].map((e) => e.getBoundingClientRect().bottom)) + 24)`

// take goes to the page and keeps the top of it, with its fonts in place. The
// window is as high as the picture, so that what sticks to its foot is in it.
func take(camera context.Context, address string, s shot) ([]byte, error) {
	if err := chromedp.Do(camera, inColours(s.colours), chromedp.EmulateViewport(s.width, s.height), chromedp.Navigate(address+s.from)); err != nil {
		return nil, err
	}
	for _, l := range s.links {
		if err := follow(camera, l); err != nil {
			return nil, err
		}
	}
	high, err := chromedp.Run(camera, chromedp.Evaluate[float64](foot, chromedp.EvalAwaitPromise))
	if err != nil {
		return nil, err
	}
	return chromedp.Run(camera, capture(s.width, min(s.height, int64(high))))
}

// follow goes where a link leads, or does what it says on the page and goes where
// that leads, if anywhere.
func follow(camera context.Context, l link) error {
	script := `Promise.resolve(` + l.script + `).then((to) => to ? new URL(to, location.href).href : "")`
	if l.script == "" {
		quoted, err := json.Marshal([]string{l.what, l.says})
		if err != nil {
			return err
		}
		script = find + `(...` + string(quoted) + `)`
	}
	to, err := chromedp.Run(camera, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise))
	if err != nil || to == "" && l.script != "" {
		return err
	}
	if to == "" {
		return fmt.Errorf("no link %s beside %q on the page", l.what, l.says)
	}
	return chromedp.Do(camera, chromedp.Navigate(to))
}

// inColours asks for the light colours or the dark, at rest.
func inColours(colours string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: cmp.Or(colours, "light")}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
		return err
	})
}

func capture(width, height int64) chromedp.Action[[]byte] {
	return func(ctx context.Context, t *chromedp.Target) ([]byte, error) {
		top, err := chromedp.Evaluate[float64](`scrollY`)(ctx, t)
		if err != nil {
			return nil, err
		}
		r, err := cdp.Call(ctx, t, page.CaptureScreenshot, page.CaptureScreenshotParams{
			Clip: &page.Viewport{Y: top, Width: float64(width), Height: float64(height), Scale: 1}})
		if err != nil {
			return nil, err
		}
		return r.Data, nil
	}
}
