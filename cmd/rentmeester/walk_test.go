// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// walker is somebody at the browser.
type walker struct {
	t       *testing.T
	ctx     context.Context
	address string
}

// TestWalk goes the whole path of an invoice on the pages, as four people do: a
// mail with a PDF is read, what could not be read is filled in beside the page, coded, approved
// by two roles, paid by a run that two others release, and closed by the bank
// statement.
func TestWalk(t *testing.T) {
	if os.Getenv("RENTMEESTER_NO_BROWSER") == "1" {
		t.Skip("RENTMEESTER_NO_BROWSER=1: the path of an invoice on the pages is NOT tested")
	}
	dir := t.TempDir()
	if err := writeMails(dir); err != nil {
		t.Fatal(err)
	}
	policy := filepath.Join(dir, "policy.yaml")
	if err := os.WriteFile(policy, []byte(walkPolicy), 0o600); err != nil {
		t.Fatal(err)
	}
	home := filepath.Join(dir, "home")
	env := func(name string) string {
		return map[string]string{"RENTMEESTER_HOME": home, "RENTMEESTER_USER": "anneke", "XDG_CACHE_HOME": os.Getenv("XDG_CACHE_HOME"), "HOME": os.Getenv("HOME")}[name]
	}
	now := func() time.Time { return time.Date(2026, 3, 30, 9, 0, 0, 0, time.UTC) }
	run := func(ctx context.Context, out io.Writer, args ...string) int {
		p := &program{in: strings.NewReader(""), out: out, err: out, env: env, now: now}
		return p.run(ctx, args)
	}
	var told strings.Builder
	if code := run(t.Context(), &told, "init", "voorbeeld", "--policy", policy); code != exitOK {
		t.Fatal(told.String())
	}
	ctx, stop := context.WithCancel(t.Context())
	said, out := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, out, "serve", "--listen", "127.0.0.1:0", "--users", "anneke,bram,carla,dirk")
		_ = out.Close()
	}()
	w := &walker{t: t, ctx: walkBrowser(t), address: addressIn(t, said)}
	t.Cleanup(func() {
		stop()
		<-ended
	})

	w.upload("/post", filepath.Join(dir, "post", "lijst.csv"))
	w.upload("/post", filepath.Join(dir, "post", "een.eml"))
	w.has("De factuur heeft geen nummer")
	w.click(`a[href^="/invoices/"]`, "#fields")
	invoice := w.path()
	w.picture("walk-1-read")
	if label := ask[string](w, `document.querySelector("#place-payable-0").getAttribute("aria-label")`); label != "Te betalen: 242,00" {
		t.Errorf("the place of the amount says %q", label)
	}
	if ask[bool](w, `document.querySelector("#place-number-0") !== null`) {
		t.Error("a number that was not read has a place")
	}

	w.fill("#in-number", "17/A/0301")
	w.click(`.rm-fields button[type="submit"]`, `[role="status"]`)
	w.has("te coderen")

	for id, value := range map[string]string{"account-1": "4300", "cost-centre-1": "4100", "taakveld-1": "5.7", "categorie-1": "3.8"} {
		w.fill("#"+id, value)
	}
	w.choose("#treatment-1", "compensable")
	w.click(`.rm-coding button[value="code"]`, `[role="status"]`)
	w.has("ter goedkeuring")
	w.picture("walk-2-coded")

	for _, who := range []string{"bram", "carla"} {
		w.become(who)
		w.open("/invoices?mine=yes")
		w.click(`.rm-invoices a[href="`+invoice+`"]`, "#approval")
		w.click(`.rm-approve button`, `[role="status"]`)
	}
	w.has("geboekt")
	w.picture("walk-3-booked")

	w.become("anneke")
	w.open("/runs")
	w.click(`button[name="try"]`, "#tried")
	w.has("Leverancier B.V.")
	w.picture("walk-4-run-tried")
	w.click(`main form[method="post"] button`, "#release")
	payments := w.path()
	for _, who := range []string{"bram", "carla"} {
		w.become(who)
		w.open(payments)
		w.click(`form[action$="/release"] button`, `[role="status"]`)
	}
	w.has("vrijgegeven")
	w.picture("walk-5-released")
	file := ask[string](w, `fetch(location.pathname + "/file", {method: "POST"}).then((r) => r.text())`)
	message := regexp.MustCompile(`<MsgId>([^<]+)</MsgId>`).FindStringSubmatch(file)
	if message == nil {
		t.Fatalf("no payment file: %.200s", file)
	}
	bank := filepath.Join(dir, "bank.xml")
	if err := os.WriteFile(bank, []byte(strings.ReplaceAll(walkStatement, "${MESSAGE}", message[1])), 0o600); err != nil {
		t.Fatal(err)
	}
	w.upload("/import", bank)
	w.open(invoice)
	w.has("Betaald en afgeletterd")
	w.picture("walk-6-paid")
	w.open(payments)
	w.has("uitgevoerd")
	told.Reset()
	if code := run(t.Context(), &told, "audit", "verify"); code != exitOK {
		t.Error(told.String())
	}
}

// addressIn waits until the program says where its pages are.
func addressIn(t *testing.T, said io.Reader) string {
	t.Helper()
	var all strings.Builder
	part := make([]byte, 4096)
	for {
		n, err := said.Read(part)
		all.Write(part[:n])
		if found := regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(all.String()); found != "" {
			go func() { _, _ = io.Copy(io.Discard, said) }()
			return found
		}
		if err != nil {
			t.Fatal("the pages are not served: ", all.String())
		}
	}
}

func walkBrowser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		t.Fatal("no browser; install chromium, or set RENTMEESTER_NO_BROWSER=1")
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("no-first-run", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("disable-smooth-scrolling", true), chromedp.WSURLReadTimeout(2*time.Minute))
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

func (w *walker) do(actions ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	if err := chromedp.Do(w.ctx, actions...); err != nil {
		w.t.Fatal(err)
	}
}

func ask[T any](w *walker, expression string) T {
	w.t.Helper()
	value, err := chromedp.Run(w.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		w.t.Fatal(err)
	}
	return value
}

func (w *walker) path() string { return ask[string](w, `location.pathname`) }

func (w *walker) open(path string) {
	w.t.Helper()
	w.do(chromedp.Navigate(w.address + path))
}

// click sends a click to the first that matches, and waits for what comes of it.
func (w *walker) click(what, until string) {
	w.t.Helper()
	before := ask[bool](w, fmt.Sprintf(`(() => {window.before = true; const e = document.querySelector(%q); for (let d = e?.closest("details"); d; d = d.parentElement.closest("details")) d.open = true; return e !== null})()`, what))
	if !before {
		w.t.Fatalf("no %s on %s:\n%.3000s", what, w.path(), ask[string](w, `document.querySelector("main").innerText`))
	}
	w.do(chromedp.Click(chromedp.CSS(what)))
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if w.arrived() {
			if !ask[bool](w, fmt.Sprintf(`document.querySelector(%q) !== null`, until)) {
				w.t.Fatalf("after %s there is no %s on %s: %s\n%.3000s", what, until, w.path(), ask[string](w, `document.querySelector('[role="alert"]')?.innerText ?? ""`),
					ask[string](w, `document.querySelector("main").innerText`))
			}
			return
		}
	}
	w.t.Fatalf("%s brings no new page", what)
}

// arrived says whether there is a new page, and all of it. A page that goes away
// while it is asked does not answer.
func (w *walker) arrived() bool {
	is, err := chromedp.Run(w.ctx, chromedp.Evaluate[bool](`window.before === undefined && document.readyState === "complete"`))
	return err == nil && is
}

func (w *walker) fill(what, value string) {
	w.t.Helper()
	w.do(chromedp.SetValue(chromedp.CSS(what), value))
}

func (w *walker) choose(what, value string) {
	w.t.Helper()
	w.do(chromedp.SetValue(chromedp.CSS(what), value))
}

func (w *walker) upload(path, file string) {
	w.t.Helper()
	w.open(path)
	w.do(chromedp.SetUploadFiles(chromedp.CSS("#files"), []string{file}))
	w.click(`form[data-drop] button`, "#report")
}

func (w *walker) become(who string) {
	w.t.Helper()
	w.open("/whoami")
	w.choose("#user", who)
	w.click(`form[action="/whoami"] button`, `[role="status"]`)
}

// has says that the page shows something.
func (w *walker) has(pattern string) {
	w.t.Helper()
	if seen := ask[string](w, `document.querySelector("main").innerText`); !regexp.MustCompile(pattern).MatchString(seen) {
		w.t.Fatalf("%s does not say %q:\n%s", w.path(), pattern, seen)
	}
}

// picture keeps what the page looks like, when somebody asked for it.
func (w *walker) picture(name string) {
	w.t.Helper()
	dir := os.Getenv("RENTMEESTER_SCREENSHOTS")
	if dir == "" {
		return
	}
	high := ask[int64](w, `document.documentElement.scrollHeight`)
	w.do(chromedp.EmulateViewport(1280, high))
	shot, err := chromedp.Run(w.ctx, chromedp.Action[[]byte](func(ctx context.Context, t *chromedp.Target) ([]byte, error) {
		r, err := cdp.Call(ctx, t, page.CaptureScreenshot, page.CaptureScreenshotParams{})
		if err != nil {
			return nil, err
		}
		return r.Data, nil
	}))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), shot, 0o644)
	}
	w.do(chromedp.EmulateViewport(1280, 900))
	if err != nil {
		w.t.Error(err)
	}
}

const walkPolicy = `policy:
  - from: 2020-01-01
    accounts: {bank: "1110", suspense: "1199", opening: "0999", receivables: "1300", payables: "1600", onaccount: "1690", difference: "8990"}
    autopilot: {bank: safe}
    ledger: {btw-compensatiefonds: "1420", betalingskorting: "8445"}
    vat: {accounts: {compensable: "1420", deductible: "1430", due: "1725"}}
    paying: {account: NL13TEST0123456789, name: Gemeente Voorbeeld}
    approval:
      people:
        - {id: bram, name: Bram, roles: [{role: budgetholder}]}
        - {id: carla, name: Carla, roles: [{role: second}]}
      steps:
        - {name: budgetholder, role: budgetholder, per: costcentre}
        - {name: second, role: second, above: "100.00"}
`

const walkStatement = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId><CreDtTm>2026-03-31T23:00:00</CreDtTm></GrpHdr>
<Stmt><Id>1</Id><ElctrncSeqNb>1</ElctrncSeqNb><CreDtTm>2026-03-31T23:00:00</CreDtTm><Acct><Id><IBAN>NL13TEST0123456789</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-31</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">758.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-31</Dt></Dt></Bal>
<Ntry><Amt Ccy="EUR">242.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-03-31</Dt></BookgDt><ValDt><Dt>2026-03-31</Dt></ValDt><AcctSvcrRef>B1</AcctSvcrRef>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><Btch><PmtInfId>${MESSAGE}</PmtInfId><NbOfTxs>1</NbOfTxs></Btch></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>
`
