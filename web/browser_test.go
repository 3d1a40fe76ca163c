// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// chromium finds the browser, or fails with what to install. Who cannot have a
// browser sets RENTMEESTER_NO_BROWSER=1 and knows what was not tested.
func chromium(t *testing.T) string {
	t.Helper()
	if os.Getenv("RENTMEESTER_NO_BROWSER") == "1" {
		t.Skip("RENTMEESTER_NO_BROWSER=1: accessibility, keyboard and layout of the pages are NOT tested")
	}
	if AssetsMissing() {
		t.Fatal("web/dist is empty; run in the root of the repository: npm ci --ignore-scripts --prefix web/assets && go run ./tools/assets (or set RENTMEESTER_NO_BROWSER=1)")
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("no browser; install chromium (Debian and Ubuntu: apt-get install chromium), or set RENTMEESTER_NO_BROWSER=1")
	return ""
}

// browser starts a fresh browser that talks to nobody but the test's server.
func browser(t *testing.T) context.Context {
	t.Helper()
	flags := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("no-first-run", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("disable-smooth-scrolling", true), chromedp.Flag("hide-scrollbars", false), chromedp.WSURLReadTimeout(2*time.Minute))
	allocated, stop := chromedp.NewExecAllocator(t.Context(), flags...)
	ctx, cancel := chromedp.NewContext(allocated)
	ctx, late := context.WithTimeout(ctx, 12*time.Minute) // against waiting for ever; the machine may be busy
	t.Cleanup(func() {
		late()
		_ = chromedp.Cancel(ctx)
		cancel()
		stop()
	})
	return ctx
}

// complaints collects what the browser refuses or trips over: violations of the
// content policy, failing scripts, missing files.
func complaints(t *testing.T, ctx context.Context) func() []string {
	t.Helper()
	var mu sync.Mutex
	var all []string
	err := chromedp.Listen(ctx, func(event any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := event.(type) {
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError && !strings.Contains(e.Entry.Text, "404") {
				all = append(all, e.Entry.Text)
			}
		case *runtime.EventExceptionThrown:
			all = append(all, e.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			if e.Type == runtime.ConsoleAPICalledTypeError {
				for _, arg := range e.Args {
					all = append(all, "console.error "+arg.Description+string(arg.Value))
				}
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		return all
	}
}

// view is a window to look through.
type view struct {
	name  string
	width int64
	theme string
}

var views = []view{{"wide", 1280, "light"}, {"narrow", 390, "light"}, {"wide-dark", 1280, "dark"}}

func (v view) set() chromedp.Action[chromedp.Void] {
	return chromedp.Steps(chromedp.EmulateViewport(v.width, 900), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: v.theme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
		return err
	}))
}

// ask gives what an expression is in the page.
func ask[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// TestPagesInBrowser opens every page in every view and language: no violation of
// WCAG 2.1 A or AA that axe-core can see, no horizontal scrolling, no complaint
// of the browser. RENTMEESTER_SCREENSHOTS=DIR also keeps a picture of each.
func TestPagesInBrowser(t *testing.T) {
	inBrowser(t, every)
}

// TestOwedInBrowser does the same with the pages of what we owe.
func TestOwedInBrowser(t *testing.T) {
	inBrowser(t, owed)
}

// TestOverseenInBrowser does the same with the pages by which the work is looked
// after.
func TestOverseenInBrowser(t *testing.T) {
	inBrowser(t, overseen)
}

// TestOutgoingInBrowser does the same with the pages of the mail that goes out.
func TestOutgoingInBrowser(t *testing.T) {
	inBrowser(t, outgoing)
}

func inBrowser(t *testing.T, pages []struct{ name, path string }) {
	t.Helper()
	ctx := browser(t)
	server, complained := newServer(t, newTown()), complaints(t, ctx)
	for _, v := range views {
		for _, page := range pages {
			for _, lang := range []string{"nl", "en"} {
				if lang == "en" && v.name != "wide" {
					continue // the words do not change the colours; the longest are Dutch
				}
				name := strings.Join([]string{page.name, v.name, lang}, "-")
				if err := chromedp.Do(ctx, v.set(), chromedp.Navigate(withParam(server.URL+page.path, "lang", lang)), picture(name)); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				wide := ask[float64](t, ctx, `document.documentElement.scrollWidth - document.documentElement.clientWidth`)
				accessible(t, ctx, name)
				if wide > 0 {
					t.Errorf("%s: %v pixels of horizontal scrolling", name, wide)
				}
			}
		}
	}
	for _, c := range complained() {
		t.Error(c)
	}
}

// opened looks at the page with everything that is shown on demand.
func opened(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	if n := ask[int](t, ctx, `(() => {const all = document.querySelectorAll("details"); all.forEach((d) => d.open = true); return all.length})()`); n == 0 {
		t.Errorf("%s: nothing is shown on demand", name)
	}
	if err := chromedp.Do(ctx, picture(name)); err != nil {
		t.Fatal(err)
	}
	accessible(t, ctx, name)
	if wide := ask[float64](t, ctx, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); wide > 0 {
		t.Errorf("%s: %v pixels of horizontal scrolling", name, wide)
	}
}

// accessible runs axe-core on the page as it stands.
func accessible(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	axe, err := os.ReadFile("assets/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatal("axe-core is not here; run in the root of the repository: npm ci --ignore-scripts --prefix web/assets")
	}
	found := ask[axeResult](t, ctx, string(axe)+";"+runAxe)
	for _, violation := range found.Violations {
		t.Errorf("%s: %s", name, violation)
	}
	if found.Passes < 10 {
		t.Errorf("%s: axe-core looked at %d rules only", name, found.Passes)
	}
}

type axeResult struct {
	Passes     int
	Violations []string
}

const runAxe = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}).then((r) => ({
	Passes: r.passes.length,
	Violations: r.violations.flatMap((v) => v.nodes.map((n) => v.id + " " + n.html.slice(0, 160) + " " + n.failureSummary)),
}))`

// picture keeps what the page looks like, when somebody asked for it.
func picture(name string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		dir := os.Getenv("RENTMEESTER_SCREENSHOTS")
		if dir == "" {
			return nil
		}
		size, err := chromedp.Evaluate[[]int64](`[innerWidth, document.documentElement.scrollHeight]`)(ctx, t)
		if err != nil {
			return err
		}
		if _, err := chromedp.EmulateViewport(size[0], size[1])(ctx, t); err != nil {
			return err
		}
		png, err := chromedp.CaptureScreenshot()(ctx, t)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644)
	})
}

// tabTo walks with the Tab key until the focused element matches, as somebody
// without a mouse does, and checks that the focus can be seen at every step.
func tabTo(t *testing.T, ctx context.Context, selector string, most int) {
	t.Helper()
	type place struct {
		There, Seen bool
		What        string
	}
	quoted, _ := json.Marshal(selector)
	for range most {
		if err := chromedp.Do(ctx, chromedp.KeyEvent(kb.Tab)); err != nil {
			t.Fatal(err)
		}
		at := ask[place](t, ctx, `(() => {
			const e = document.activeElement, s = getComputedStyle(e);
			return {There: e.matches(`+string(quoted)+`), Seen: parseFloat(s.outlineWidth) >= 2 && s.outlineStyle !== "none", What: e.outerHTML.slice(0, 120)};
		})()`)
		if !at.Seen {
			t.Errorf("the focus cannot be seen on %s", at.What)
		}
		if at.There {
			return
		}
	}
	t.Fatalf("no %s within %d tabs", selector, most)
}

// TestKeyboardOnly accepts a proposal and takes it back without a mouse, with
// and without JavaScript.
func TestKeyboardOnly(t *testing.T) {
	for _, script := range []bool{true, false} {
		t.Run(fmt.Sprintf("script=%v", script), func(t *testing.T) {
			ctx, source := browser(t), newTown()
			server, complained := newServer(t, source), complaints(t, ctx)
			if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !script}); err != nil {
				t.Fatal(err)
			}
			enter := func(until string) {
				t.Helper()
				if err := chromedp.Do(ctx, chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS(until))); err != nil {
					t.Fatal(err)
				}
			}
			if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/worklist")); err != nil {
				t.Fatal(err)
			}
			tabTo(t, ctx, ".utrecht-skip-link", 1)
			enter("#main")
			tabTo(t, ctx, "#card-L101 button[value=P1]", 12)
			enter(`.rm-said[role="status"]`)
			told := ask[string](t, ctx, `document.querySelector('.rm-said[role="status"]').innerText`)
			if !strings.Contains(told, "D6003") || len(source.items) != 4 {
				t.Errorf("told %q, %d lines left", told, len(source.items))
			}
			if focused := ask[string](t, ctx, `document.activeElement.id`); script && focused != "card-L101" {
				t.Errorf("after the act the focus is on %q, not where the line was", focused)
			}
			if err := chromedp.Do(ctx, picture(fmt.Sprintf("accepted-script-%v", script))); err != nil {
				t.Fatal(err)
			}
			if !script { // the page begins anew: past the navigation by its link
				tabTo(t, ctx, ".utrecht-skip-link", 1)
				enter("#main")
			}
			tabTo(t, ctx, `form[action="/decisions/D6003/undo"] button`, 14)
			enter("button[value=P9]")
			if len(source.items) != 5 || source.taken[0].Kind != Reversed {
				t.Errorf("after undo: %d lines, %s", len(source.items), source.taken[0].Kind)
			}
			for _, c := range complained() {
				t.Error(c)
			}
		})
	}
}

// TestRuleByKeyboard makes a habit a rule without a mouse and without JavaScript.
func TestRuleByKeyboard(t *testing.T) {
	ctx, source := browser(t), newTown()
	server := newServer(t, source)
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/rules?habits=yes")); err != nil {
		t.Fatal(err)
	}
	tabTo(t, ctx, `.rm-activate button[value="add"]`, 45)
	if err := chromedp.Do(ctx, chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS(`.rm-said[role="status"]`))); err != nil {
		t.Fatal(err)
	}
	if len(source.added) != 1 || !strings.Contains(source.added[0], "2026-03-03 - name: Gymzaal De Schuur\n  when: x\n") {
		t.Errorf("added %q", source.added)
	}
}

// TestTickAll ticks every proposal with the script and sends them.
func TestTickAll(t *testing.T) {
	ctx, source := browser(t), newTown()
	server, complained := newServer(t, source), complaints(t, ctx)
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/worklist"), chromedp.Click(chromedp.CSS(`[data-tick="all"]`))); err != nil {
		t.Fatal(err)
	}
	if label := ask[string](t, ctx, `document.querySelector("#bulk button").innerText`); !strings.Contains(label, "(3)") {
		t.Errorf("the button says %q", label)
	}
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS("#bulk button")), chromedp.WaitVisible(chromedp.CSS(`form[action="/worklist/accept"]`))); err != nil {
		t.Fatal(err)
	}
	if will := ask[string](t, ctx, `document.querySelector("main").innerText`); !strings.Contains(will, "3 regels") || len(source.items) != 5 {
		t.Errorf("before it is done the page says %q, %d lines wait", will, len(source.items))
	}
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS("#bulk button")), chromedp.WaitVisible(chromedp.CSS(`.rm-said[role="status"]`))); err != nil {
		t.Fatal(err)
	}
	if told := ask[string](t, ctx, `document.querySelector('.rm-said[role="status"]').innerText`); !strings.Contains(told, "dat is geboekt: 3.") || len(source.items) != 2 {
		t.Errorf("told %q, %d lines left", told, len(source.items))
	}
	if err := chromedp.Do(ctx, chromedp.KeyEvent("u"), chromedp.WaitVisible(chromedp.CSS(`#card-L101`))); err != nil {
		t.Fatal(err)
	}
	if len(source.items) != 5 {
		t.Errorf("after one undo %d lines wait", len(source.items))
	}
	for _, c := range complained() {
		t.Error(c)
	}
}

// TestAnswersInBrowser looks at pages that only a form brings: a booking that is
// wrong, and the report of an upload.
func TestAnswersInBrowser(t *testing.T) {
	ctx := browser(t)
	server, complained := newServer(t, newTown()), complaints(t, ctx)
	file := filepath.Join(t.TempDir(), "afschrift.bad")
	if err := os.WriteFile(file, []byte("0123456789"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, v := range views {
		if err := chromedp.Do(ctx, v.set(), chromedp.Navigate(server.URL+"/worklist/L101"),
			chromedp.SendKeys(chromedp.CSS("#ref-1"), "2026-1"), chromedp.SendKeys(chromedp.CSS("#amount-2"), "veel"),
			chromedp.Click(chromedp.CSS(`button[value="book"]`)), chromedp.WaitVisible(chromedp.CSS(`[role="alert"]`)), picture("book-wrong-"+v.name)); err != nil {
			t.Fatal(err)
		}
		accessible(t, ctx, "book-wrong-"+v.name)
		if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/import"), chromedp.SetUploadFiles(chromedp.CSS("#files"), []string{file}),
			chromedp.Click(chromedp.CSS(`.rm-upload button`)), chromedp.WaitVisible(chromedp.CSS("#report")), picture("import-report-"+v.name)); err != nil {
			t.Fatal(err)
		}
		accessible(t, ctx, "import-report-"+v.name)
		for _, rule := range []string{"- name: certain", "kapot"} {
			name := map[bool]string{true: "rule-wrong-", false: "rule-tried-"}[rule == "kapot"] + v.name
			if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/rules"), chromedp.SendKeys(chromedp.CSS("#rules"), rule),
				chromedp.Click(chromedp.CSS(`button[value="try"]`)), chromedp.WaitVisible(chromedp.CSS("#tried, #rule-problem"))); err != nil {
				t.Fatal(err)
			}
			opened(t, ctx, name)
		}
		if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/worklist/L101")); err != nil {
			t.Fatal(err)
		}
		opened(t, ctx, "workitem-opened-"+v.name)
	}
	for _, c := range complained() {
		if !strings.Contains(c, "400 (Bad Request)") { // the wrong booking itself
			t.Error(c)
		}
	}
}

// TestInvoiceByKeyboard walks through one invoice without a mouse, with and
// without JavaScript: from a field to its place on the page and back, then
// corrects it.
func TestInvoiceByKeyboard(t *testing.T) {
	for _, script := range []bool{true, false} {
		t.Run(fmt.Sprintf("script=%v", script), func(t *testing.T) {
			ctx, source := browser(t), newTown()
			server, complained := newServer(t, source), complaints(t, ctx)
			if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !script}); err != nil {
				t.Fatal(err)
			}
			do := func(actions ...chromedp.Action[chromedp.Void]) {
				t.Helper()
				if err := chromedp.Do(ctx, actions...); err != nil {
					t.Fatal(err)
				}
			}
			do(chromedp.Navigate(server.URL + "/invoices"))
			tabTo(t, ctx, `a[href="/invoices/41"]`, 45)
			do(chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS("#fields")))
			tabTo(t, ctx, `#place-due-0`, 45)
			do(chromedp.KeyEvent(kb.Enter))                                                // from the place to its field
			if at := ask[string](t, ctx, `document.activeElement.id`); at != "field-due" { // not the box to type in: the same key would send the form
				t.Errorf("from the place the focus goes to %q", at)
			}
			if on := ask[int](t, ctx, `document.querySelectorAll('.rm-place--on[data-place="due"]').length`); script && on != 1 {
				t.Errorf("%d places show that their field has the focus", on)
			}
			do(picture(fmt.Sprintf("invoice-field-script-%v", script)))
			tabTo(t, ctx, `a[href="#place-due-0"]`, 10) // a date has parts
			do(chromedp.KeyEvent(kb.Enter))             // and back
			if at := ask[string](t, ctx, `document.activeElement.id || location.hash`); at != "place-due-0" && at != "#place-due-0" {
				t.Errorf("from the field the focus goes to %q", at)
			}
			do(chromedp.Navigate(server.URL+"/invoices/41"), chromedp.Focus(chromedp.CSS("#in-number")), chromedp.KeyEvent("X"), chromedp.KeyEvent(kb.Enter),
				chromedp.WaitVisible(chromedp.CSS(`.rm-said[role="status"]`)))
			if len(source.desk.acts) != 1 || !strings.Contains(source.desk.acts[0], "corrects 41 [{number") {
				t.Errorf("did %q", source.desk.acts)
			}
			for _, c := range complained() {
				t.Error(c)
			}
		})
	}
}

// TestOwedAnswersInBrowser looks at pages that only a form brings, with all that
// is shown on demand.
func TestOwedAnswersInBrowser(t *testing.T) {
	ctx := browser(t)
	server := newServer(t, newTown())
	for _, v := range views {
		for name, path := range map[string]string{"invoice-held": "/invoices/41", "invoice-approval": "/invoices/42", "invoice-paid": "/invoices/43"} {
			if err := chromedp.Do(ctx, v.set(), chromedp.Navigate(server.URL+path)); err != nil {
				t.Fatal(err)
			}
			opened(t, ctx, name+"-opened-"+v.name)
		}
		if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/invoices/40"), chromedp.SendKeys(chromedp.CSS("#account-1"), "4310"),
			chromedp.SendKeys(chromedp.CSS("#code-amount-1"), "veel"), chromedp.Click(chromedp.CSS(`.rm-coding button[value="code"]`)),
			chromedp.WaitVisible(chromedp.CSS("#coding-problem"))); err != nil {
			t.Fatal(err)
		}
		opened(t, ctx, "code-wrong-"+v.name)
	}
}
