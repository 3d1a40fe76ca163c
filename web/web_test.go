// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/text"
)

// every names all pages, with the fake's content.
var every = []struct{ name, path string }{
	{"home", "/"},
	{"overview", "/accounts"},
	{"search", "/search?q=vries"},
	{"search-nothing", "/search?q=zzz"},
	{"account", "/accounts/" + townTaxes},
	{"account-unproved", "/accounts/" + townRent + "?after=2026-02-18"},
	{"statements", "/accounts/" + townTaxes + "/statements"},
	{"statement", "/statements/S61"},
	{"worklist", "/worklist"},
	{"worklist-ticked", "/worklist?select=all&q=e"},
	{"worklist-nothing", "/worklist?q=zzz"},
	{"worklist-many", "/worklist/many?pick=L101+P1&pick=L102+P3&pick=L103+gone&pick=L1+P1"},
	{"worklist-many-nothing", "/worklist/many"},
	{"workitem", "/worklist/L101"},
	{"workitem-search", "/worklist/L101?q=Vries&item=2026-004513"},
	{"workitem-none", "/worklist/L105?q=zzz"},
	{"workitem-rule", "/worklist/L103"},
	{"debtors", "/debtors"},
	{"debtors-nothing", "/debtors?q=zzz"},
	{"debtor", "/debtors/R-2211"},
	{"debtor-bare", "/debtors/R-9"},
	{"decisions", "/decisions"},
	{"autopilot", "/autopilot"},
	{"rules", "/rules"},
	{"mandates", "/mandates"},
	{"rules-habits", "/rules?habits=yes"},
	{"quarantine", "/quarantine"},
	{"import", "/import"},
	{"keys", "/keys?of=worklist"},
	{"problem", "/no/such/page"},
}

// owed names the pages of what we owe.
var owed = []struct{ name, path string }{
	{"post", "/post"},
	{"invoices-approve", "/invoices/approve?pick=42&pick=43&pick=44"},
	{"invoices-release", "/invoices/release?pick=42&pick=43&pick=44"},
	{"post-nothing", "/post?state=unread&kind=invoice"},
	{"document", "/post/11"},
	{"document-unread", "/post/14"},
	{"invoices", "/invoices"},
	{"invoices-filtered", "/invoices?supplier=C-2001&least=1.000&due=2026-04-01&waits=Piet"},
	{"invoices-mine", "/invoices?mine=yes&q=zzz"},
	{"codings", "/codings"},
	{"codings-guess", "/codings?show=guess"},
	{"codings-nothing", "/codings?q=zzz"},
	{"codings-sure", "/codings/sure"},
	{"invoice-held", "/invoices/41"},
	{"invoice-coding", "/invoices/40"},
	{"invoice-approval", "/invoices/42"},
	{"invoice-paid", "/invoices/43"},
	{"reply", "/invoices/41/reply"},
	{"suppliers", "/suppliers"},
	{"supplier", "/suppliers/C-2001"},
	{"supplier-new", "/suppliers/P-88"},
	{"orders", "/orders"},
	{"orders-nothing", "/orders?q=zzz&state=open"},
	{"order", "/orders/71"},
	{"order-contract", "/orders/72"},
	{"order-bare", "/orders/73"},
	{"runs", "/runs"},
	{"runs-tried", "/runs?day=2026-03-04&try=yes"},
	{"run", "/runs/7"},
}

// overseen names the pages by which the work is looked after.
var overseen = []struct{ name, path string }{
	{"audit", "/audit"},
	{"audit-nothing", "/audit?kind=mail&from=2026-03-01&to=2026-03-31&actor=m.bakker"},
	{"history", "/audit/items/invoice:41"},
	{"glossary", "/glossary"},
	{"accessibility", "/accessibility"},
	{"results", "/results"},
	{"policy", "/policy"},
	{"policy-compare", "/policy/compare?before=3&after=12"},
}

// outgoing names the pages of the mail that goes out.
var outgoing = []struct{ name, path string }{
	{"outbox", "/outbox"},
	{"outbox-nothing", "/outbox?state=sending"},
	{"letter", "/outbox/93"},
	{"letter-sent", "/outbox/91"},
}

// persons names the pages of who comes in, where nobody logs in.
var persons = []struct{ name, path string }{
	{"people", "/people"},
	{"colleague", "/people/2"},
	{"colleague-blocked", "/people/3"},
	{"colleague-invited", "/people/4"},
	{"welcome-first", "/welcome?link=first"},
	{"welcome", "/welcome?link=nieuw"},
}

func newServer(t *testing.T, source Source) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(New(source, Options{Administration: "Gemeente Voorbeeldstad",
		User: func(*http.Request) string { return "m.bakker" }, Location: time.UTC}))
	t.Cleanup(server.Close)
	return server
}

func get(t *testing.T, address string) (*http.Response, string) {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	return answer, body(t, answer)
}

func body(t *testing.T, answer *http.Response) string {
	t.Helper()
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// post sends a form and does not follow the answer.
func post(t *testing.T, address string, form url.Values, headers ...string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequest("POST", address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	return answer, body(t, answer)
}

func TestEveryPageInBothLanguages(t *testing.T) {
	for _, source := range []*town{newTown(), {empty: true}} {
		server := newServer(t, source)
		for _, page := range slices.Concat(every, owed, overseen, outgoing, persons) {
			for _, lang := range []string{"nl", "en"} {
				answer, got := get(t, withParam(server.URL+page.path, "lang", lang))
				if want := map[bool]int{true: 404, false: 200}[page.name == "problem"]; answer.StatusCode != want && !source.empty {
					t.Errorf("%s %s: status %d, want %d", lang, page.name, answer.StatusCode, want)
				}
				if missing := regexp.MustCompile(`\bweb\.[a-z.-]+`).FindString(got); missing != "" {
					t.Errorf("%s %s: no text for %s", lang, page.name, missing)
				}
				for _, wrong := range sanity(got, lang) {
					t.Errorf("%s %s: %s", lang, page.name, wrong)
				}
				for _, header := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"} {
					if answer.Header.Get(header) == "" {
						t.Errorf("%s: no header %s", page.name, header)
					}
				}
				if cache := answer.Header.Get("Cache-Control"); cache != "no-store" {
					t.Errorf("%s: Cache-Control %q", page.name, cache)
				}
			}
		}
	}
}

// sanity checks what a reader and a strict policy ask of a page.
func sanity(page, lang string) (wrong []string) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	ids, refs, count, level := map[string]bool{}, []string{}, map[string]int{}, 0
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			count[n.Data]++
			has := map[string]string{}
			for _, a := range n.Attr {
				has[a.Key] = a.Val
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					wrong = append(wrong, "inline "+a.Key+" on "+n.Data)
				}
				if slices.Contains([]string{"for", "aria-labelledby", "aria-describedby", "form"}, a.Key) {
					refs = append(refs, strings.Fields(a.Val)...)
				}
			}
			if id := has["id"]; id != "" && ids[id] {
				wrong = append(wrong, "id twice: "+id)
			}
			ids[has["id"]] = true
			if n.Data == "html" && has["lang"] != lang {
				wrong = append(wrong, "lang is "+has["lang"])
			}
			if n.Data == "style" || n.Data == "script" && (has["src"] == "" || n.FirstChild != nil) {
				wrong = append(wrong, "inline "+n.Data)
			}
			if n.Data == "form" && strings.EqualFold(has["method"], "post") && !strings.HasPrefix(has["action"], "/") {
				wrong = append(wrong, "form to "+has["action"])
			}
			if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
				if now := int(n.Data[1] - '0'); now > level+1 {
					wrong = append(wrong, "heading "+n.Data+" skips a level")
				} else {
					level = now
				}
			}
		}
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			walk(child)
		}
	}
	walk(root)
	for _, ref := range refs {
		if !ids[ref] {
			wrong = append(wrong, "refers to no element: "+ref)
		}
	}
	for name, want := range map[string]int{"h1": 1, "main": 1, "title": 1} {
		if count[name] != want {
			wrong = append(wrong, name+" stands there "+string(rune('0'+count[name]))+" times")
		}
	}
	if count["table"] != count["caption"] {
		wrong = append(wrong, "a table without caption")
	}
	return wrong
}

// TestKeys finds every key in templates and code: each has both languages, and
// the catalogue holds none that nobody says.
func TestKeys(t *testing.T) {
	used, prefixes := map[string]bool{}, map[string]bool{}
	for _, pattern := range []string{"templates/*.html", "*.go"} {
		files, _ := filepath.Glob(pattern)
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, key := range regexp.MustCompile(`"(web\.[a-z.-]*[a-z])"`).FindAllStringSubmatch(string(raw), -1) {
				used[key[1]] = true
				if !text.Has(text.NL, key[1]) || !text.Has(text.EN, key[1]) {
					t.Errorf("%s: no text for %s", name, key[1])
				}
			}
			for _, prefix := range regexp.MustCompile(`"(web\.[a-z.-]*\.)"`).FindAllStringSubmatch(string(raw), -1) {
				prefixes[prefix[1]] = true // names that are put together, such as those of states
			}
			for _, code := range regexp.MustCompile(`fault\.(?:New|Wrap)\((?:err, )?"(web\.[a-z.-]+)"`).FindAllStringSubmatch(string(raw), -1) {
				if used[code[1]+".do"] = true; !text.Has(text.NL, code[1]+".do") {
					t.Errorf("%s: no remedy for %s", name, code[1])
				}
			}
		}
	}
	for _, name := range []string{"web.yaml", "web_payables.yaml", "pages.yaml"} {
		raw, err := os.ReadFile("../text/catalog/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range regexp.MustCompile(`(?m)^(web\.[a-z.-]+):`).FindAllStringSubmatch(string(raw), -1) {
			if !used[key[1]] && !used[strings.TrimSuffix(key[1], ".do")] && !begins(prefixes, key[1]) {
				t.Errorf("nobody says %s", key[1])
			}
		}
	}
}

func begins(prefixes map[string]bool, key string) bool {
	for prefix := range prefixes {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

func TestActs(t *testing.T) {
	cases := []struct {
		name, path string
		form       url.Values
		status     int
		location   string
		left       int // lines on the worklist afterwards
		decision   DecisionKind
	}{
		{"accept", "/worklist/L101/accept", url.Values{"proposal": {"P1"}}, 303, "/worklist", 4, Accepted},
		{"accept and back", "/worklist/L101/accept", url.Values{"proposal": {"P2"}, "back": {"/worklist?q=x"}}, 303, "/worklist?q=x", 4, Accepted},
		{"back elsewhere is ignored", "/worklist/L101/accept", url.Values{"proposal": {"P2"}, "back": {"//evil.example/"}}, 303, "/worklist", 4, Accepted},
		{"accept another proposal", "/worklist/L101/accept", url.Values{"proposal": {"old"}}, 303, "/worklist", 5, ""},
		{"reject", "/worklist/L102/reject", url.Values{"proposal-wrong": {"P3"}}, 303, "/worklist", 5, Rejected},
		{"book", "/worklist/L101/book", url.Values{"kind": {"item", "ledger", "item"}, "ref": {"2026-004513", "8990", ""}, "amount": {"80,00", "4,50", ""}}, 303, "/worklist", 4, Changed},
		{"book does not add up", "/worklist/L101/book", url.Values{"kind": {"item"}, "ref": {"1"}, "amount": {"80"}}, 400, "", 5, ""},
		{"book nonsense", "/worklist/L101/book", url.Values{"kind": {"item"}, "ref": {"1"}, "amount": {"veel"}}, 400, "", 5, ""},
		{"book uneven form", "/worklist/L101/book", url.Values{"kind": {"item"}, "ref": {"1", "2"}}, 400, "", 5, ""},
		{"another row", "/worklist/L101/book", url.Values{"step": {"row"}, "kind": {"item"}, "ref": {"1"}, "amount": {"80"}}, 200, "", 5, ""},
		{"accept two", "/worklist/accept", url.Values{"pick": {"L101 P1", "L102 P3"}}, 303, "/worklist", 3, Accepted},
		{"accept one of two", "/worklist/accept", url.Values{"pick": {"L101 P1", "L102 gone"}}, 303, "/worklist", 4, Accepted},
		{"accept none", "/worklist/accept", nil, 303, "/worklist", 5, ""},
		{"undo", "/decisions/D5521/undo", nil, 303, "/decisions", 6, Reversed},
		{"undo twice", "/decisions/D5520/undo", nil, 303, "/decisions", 5, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			source := newTown()
			answer, got := post(t, newServer(t, source).URL+c.path, c.form)
			if answer.StatusCode != c.status || answer.Header.Get("Location") != c.location {
				t.Errorf("status %d to %q, want %d to %q\n%s", answer.StatusCode, answer.Header.Get("Location"), c.status, c.location, got)
			}
			if len(source.items) != c.left {
				t.Errorf("%d lines on the worklist, want %d", len(source.items), c.left)
			}
			if c.decision != "" && (source.taken[0].Kind != c.decision || source.taken[0].By != "m.bakker") {
				t.Errorf("decision %+v, want %s by m.bakker", source.taken[0], c.decision)
			}
			if c.status == 400 && c.name != "book uneven form" && !strings.Contains(got, `role="alert"`) {
				t.Error("no message")
			}
		})
	}
}

// TestToldOnce follows an act without JavaScript: the next page says what was
// done, once, with the undo.
func TestToldOnce(t *testing.T) {
	server := newServer(t, newTown())
	answer, _ := post(t, server.URL+"/worklist/L101/accept", url.Values{"proposal": {"P1"}})
	request, _ := http.NewRequest("GET", server.URL+"/worklist", nil)
	for _, c := range answer.Cookies() {
		request.AddCookie(c)
	}
	next, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	if got := body(t, next); !strings.Contains(got, "Geboekt volgens het voorstel (besluit D6003)") || !strings.Contains(got, `action="/decisions/D6003/undo"`) {
		t.Error("the page does not tell what was done")
	}
	if c := next.Cookies(); len(c) != 1 || c[0].MaxAge >= 0 {
		t.Errorf("the message is told again: %v", c)
	}
}

// TestPieces checks what htmx is given in place of a line.
func TestPieces(t *testing.T) {
	server := newServer(t, newTown())
	answer, got := post(t, server.URL+"/worklist/L101/accept", url.Values{"proposal": {"P1"}}, "HX-Request", "true")
	if answer.StatusCode != 200 || !strings.HasPrefix(got, "<article") || !strings.Contains(got, "/decisions/D6003/undo") || strings.Contains(got, "<html") {
		t.Errorf("status %d: %s", answer.StatusCode, got)
	}
	answer, got = post(t, server.URL+"/decisions/D6003/undo", url.Values{"line": {"L101"}}, "HX-Request", "true")
	if answer.StatusCode != 200 || !strings.Contains(got, `value="P9"`) {
		t.Errorf("after undo the line is not back: %d %s", answer.StatusCode, got)
	}
	answer, got = post(t, server.URL+"/worklist/L102/accept", url.Values{"proposal": {"old"}}, "HX-Request", "true")
	if answer.StatusCode != 400 || !strings.Contains(got, `role="alert"`) || !strings.Contains(got, `value="P3"`) {
		t.Errorf("a refusal shows the line and the reason: %d %s", answer.StatusCode, got)
	}
}

func TestCrossOriginIsRefused(t *testing.T) {
	source := newTown()
	answer, got := post(t, newServer(t, source).URL+"/worklist/L101/accept", url.Values{"proposal": {"P1"}}, "Sec-Fetch-Site", "cross-site")
	if answer.StatusCode != 403 || len(source.items) != 5 || !strings.Contains(got, "andere website") {
		t.Errorf("status %d, %d lines left", answer.StatusCode, len(source.items))
	}
}

func TestOtherHostIsRefused(t *testing.T) {
	pages := New(newTown(), Options{Hosts: []string{"localhost:8080"}})
	for host, want := range map[string]int{"localhost:8080": 200, "evil.example": 421, "localhost:9": 421} {
		answer, request := httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil)
		request.Host = host
		if pages.ServeHTTP(answer, request); answer.Code != want {
			t.Errorf("%s: status %d, want %d", host, answer.Code, want)
		}
	}
}

func TestErrors(t *testing.T) {
	cases := []struct {
		name   string
		err    error
		status int
		says   string
	}{
		{"fault", fault.New("money.invalid", "value", "x"), 400, "‘x’ is geen bedrag."},
		{"stale", fault.New("app.line.stale"), 409, "app.line.stale"},
		{"unforeseen", errors.New("disk full"), 500, "disk full"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			answer, got := get(t, newServer(t, &town{fails: c.err}).URL+"/")
			if answer.StatusCode != c.status || !strings.Contains(got, c.says) {
				t.Errorf("status %d, want %d with %q", answer.StatusCode, c.status, c.says)
			}
		})
	}
}

func TestHostileTextIsText(t *testing.T) {
	source := newTown()
	source.items[0].Line.Name = `<script>alert(1)</script>" onfocus="x`
	source.items[0].Line.Text = []string{"<img src=x onerror=y>"}
	_, got := get(t, newServer(t, source).URL+"/worklist")
	if wrong := sanity(got, "nl"); len(wrong) > 0 || strings.Contains(got, "<img") {
		t.Error(wrong)
	}
}

func TestImport(t *testing.T) {
	upload := func(names ...string) (*bytes.Buffer, string) {
		var out bytes.Buffer
		form := multipart.NewWriter(&out)
		for _, name := range names {
			part, _ := form.CreateFormFile("files", name)
			_, _ = part.Write([]byte("0123456789"))
		}
		_ = form.Close()
		return &out, form.FormDataContentType()
	}
	server := newServer(t, newTown())
	out, kind := upload("a.xml", "b.known", "c.bad")
	answer, err := http.Post(server.URL+"/import", kind, out)
	if err != nil {
		t.Fatal(err)
	}
	got := body(t, answer)
	for _, want := range []string{"a.xml", "Was er al", "In quarantaine", "Vanzelf geboekt: 9 regels"} {
		if !strings.Contains(got, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	for _, wrong := range sanity(got, "nl") {
		t.Error(wrong)
	}
	out, kind = upload()
	if answer, _ = http.Post(server.URL+"/import", kind, out); answer.StatusCode != 400 || !strings.Contains(body(t, answer), "geen bestand gekozen") {
		t.Errorf("no file: status %d", answer.StatusCode)
	}
	small := httptest.NewServer(New(newTown(), Options{MaxUpload: 300}))
	defer small.Close()
	out, kind = upload("a.xml", "b.xml", "c.xml")
	if answer, _ = http.Post(small.URL+"/import", kind, out); answer.StatusCode != 413 || !strings.Contains(body(t, answer), "groter dan 300 bytes") {
		t.Errorf("too large: status %d", answer.StatusCode)
	}
}

func TestLanguageIsRemembered(t *testing.T) {
	server := newServer(t, newTown())
	answer, got := get(t, server.URL+"/worklist?q=vries&lang=en")
	if !strings.Contains(got, `href="/worklist?lang=nl&amp;q=vries"`) {
		t.Error("the switch loses the filter")
	}
	request, _ := http.NewRequest("GET", server.URL+"/", nil)
	for _, c := range answer.Cookies() {
		request.AddCookie(c)
	}
	next, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	if got := body(t, next); !strings.Contains(got, `<html lang="en"`) {
		t.Error("the choice is not remembered")
	}
}

func TestParseAmount(t *testing.T) {
	cases := []struct {
		lang  text.Lang
		typed string
		want  money.Cents
		fault string
	}{
		{text.NL, "1.234,56", 123456, ""},
		{text.NL, "€ 1.234.567,8", 123456780, ""},
		{text.NL, "12.50", 1250, ""},
		{text.NL, "12.5", 1250, ""},
		{text.NL, "1.234", 123400, ""},
		{text.NL, "−3,00", -300, ""},
		{text.NL, "1.23,45", 0, "money.invalid"},
		{text.NL, "1,234", 0, "money.precision"},
		{text.NL, "1,234.56", 0, "money.invalid"},
		{text.NL, "", 0, "money.invalid"},
		{text.NL, "veel", 0, "money.invalid"},
		{text.EN, "1,234.56", 123456, ""},
		{text.EN, "12,50", 1250, ""},
		{text.EN, "1,234", 123400, ""},
		{text.EN, "1.234", 0, "money.precision"},
		{text.EN, ".", 0, "money.invalid"},
	}
	for _, c := range cases {
		got, err := parseAmount(c.lang, c.typed)
		if got != c.want || fault.Code(err) != c.fault {
			t.Errorf("%s %q: %v %v, want %v %s", c.lang, c.typed, got, err, c.want, c.fault)
		}
	}
}

func FuzzParseAmount(f *testing.F) {
	f.Add("1.234,56")
	f.Add("−€ .,")
	f.Fuzz(func(t *testing.T, typed string) {
		for _, lang := range []text.Lang{text.NL, text.EN} {
			c, err := parseAmount(lang, typed)
			if err != nil {
				continue
			}
			if again, err := parseAmount(lang, fieldText(lang, c)); err != nil || again != c {
				t.Errorf("%q is %v, written and read again %v %v", typed, c, again, err)
			}
		}
	})
}

func TestPercent(t *testing.T) {
	for p, want := range map[float64]string{1: "99,9\u00a0%", 0.99996: "99,9\u00a0%", 0.873: "87,3\u00a0%", 0.5: "50\u00a0%", 0: "0\u00a0%"} {
		if got := percent(text.NL, p); got != want {
			t.Errorf("%v: %q, want %q", p, got, want)
		}
	}
}

func TestAssets(t *testing.T) {
	server := newServer(t, newTown())
	for _, path := range []string{"/assets/", "/assets/.gitkeep", "/assets/../web.go", "/assets/x/app.css"} {
		if answer, _ := get(t, server.URL+path); answer.StatusCode != 404 {
			t.Errorf("%s: status %d", path, answer.StatusCode)
		}
	}
	if AssetsMissing() {
		t.Skip("web/dist is empty: run go run ./tools/assets to test how it is served")
	}
	answer, _ := get(t, server.URL+asset("app.css"))
	if answer.StatusCode != 200 || !strings.Contains(answer.Header.Get("Cache-Control"), "immutable") || !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/css") {
		t.Errorf("app.css: %d %v", answer.StatusCode, answer.Header)
	}
}

// watchedAnswer notes the route that a page says it was.
type watchedAnswer struct {
	*httptest.ResponseRecorder
	route string
}

func (a *watchedAnswer) Route(pattern string) { a.route = pattern }

// What is refused before it gets to a page is told by that page too.
func TestWhatIsRefusedSaysWhichPage(t *testing.T) {
	for name, pages := range map[string]http.Handler{
		"from another site": New(newTown(), Options{}), "a strange name": New(newTown(), Options{Hosts: []string{"a.example"}}),
		"a stranger": New(newTown(), Options{Login: newLogin()}),
	} {
		w := &watchedAnswer{ResponseRecorder: httptest.NewRecorder()}
		r := httptest.NewRequest(http.MethodPost, "/people/12/block", nil)
		if name == "from another site" {
			r.Header.Set("Sec-Fetch-Site", "cross-site")
		}
		if pages.ServeHTTP(w, r); w.route != "POST /people/{person}/block" || w.Code < 400 {
			t.Errorf("%s: %d as %q", name, w.Code, w.route)
		}
	}
}

// The log and the figures tell pages apart by their patterns, which name nobody.
func TestPagesSayWhichTheyAre(t *testing.T) {
	pages := New(newTown(), Options{})
	for address, want := range map[string]string{"/worklist/12": "GET /worklist/{line}", "/": "GET /{$}", "/nothing/here": "/", "//worklist": "GET /worklist"} {
		w := &watchedAnswer{ResponseRecorder: httptest.NewRecorder()}
		pages.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		if w.route != want {
			t.Errorf("%s is %q, want %q", address, w.route, want)
		}
	}
}
