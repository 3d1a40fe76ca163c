// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"bytes"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"rentmeester/fault"
)

// TestOwedActs sends the forms of the pages of what we owe.
func TestOwedActs(t *testing.T) {
	cases := []struct {
		name, path string
		form       url.Values
		status     int
		location   string
		did        string
	}{
		{"kind", "/post/13/kind", url.Values{"kind": {"invoice"}, "back": {"/post/13"}}, 303, "/post/13", "m.bakker says 13 is invoice"},
		{"read again", "/post/14/read", nil, 303, "/post/14", "m.bakker reads 14 again"},
		{"correct", "/invoices/41/correct", url.Values{"field-due": {"2026-03-09"}, "field-payable": {"12.500,00"}, "field-iban": {"NL91 RABO 0315 2736 37"}}, 303, "/invoices/41#fields", "m.bakker corrects 41 [{due 2026-03-09}]"},
		{"correct an amount", "/invoices/41/correct", url.Values{"field-payable": {"1.250,00"}}, 303, "/invoices/41#fields", "m.bakker corrects 41 [{payable 1250.00}]"},
		{"confirm", "/invoices/41/correct", url.Values{"field-due": {"2026-03-08"}, "seen-due": {"yes"}}, 303, "/invoices/41#fields", "m.bakker corrects 41 [{due 2026-03-08}]"},
		{"correct nothing", "/invoices/41/correct", url.Values{"field-due": {"2026-03-08"}}, 400, "", ""},
		{"correct nonsense", "/invoices/41/correct", url.Values{"field-payable": {"veel"}}, 400, "", ""},
		{"correct what is fixed", "/invoices/42/correct", url.Values{"field-number": {"1"}}, 400, "", ""},
		{"release", "/invoices/41/release", url.Values{"kind": {"duplicate"}, "because": {"andere maand"}}, 303, "/invoices/41#holds", "m.bakker releases 41 duplicate andere maand"},
		{"hold", "/invoices/40/hold", url.Values{"comment": {"even bellen"}}, 303, "/invoices/40#holds", "m.bakker holds 40 even bellen"},
		{"hold without a word", "/invoices/40/hold", nil, 400, "", ""},
		{"copy", "/invoices/41/copy", url.Values{"of": {"40"}}, 303, "/invoices/41", "m.bakker says 41 is a copy of 40"},
		{"assign a candidate", "/invoices/41/assign", url.Values{"supplier": {"C-1007"}, "other": {"x"}}, 303, "/invoices/41#seller", "m.bakker assigns 41 C-1007"},
		{"assign another", "/invoices/41/assign", url.Values{"supplier": {""}, "other": {"C-9"}}, 303, "/invoices/41#seller", "m.bakker assigns 41 C-9"},
		{"assign nobody", "/invoices/41/assign", nil, 400, "", ""},
		{"code", "/invoices/40/code", url.Values{"at": {"1", "1", "0"}, "account": {"4310", "4320", ""}, "amount": {"400,00", "300,00", ""}}, 303, "/invoices/40#coding", "m.bakker codes 40 2 parts 4310 700.00"},
		{"code nothing", "/invoices/40/code", url.Values{"account": {""}}, 400, "", ""},
		{"code nonsense", "/invoices/40/code", url.Values{"account": {"4310"}, "amount": {"veel"}}, 400, "", ""},
		{"another part", "/invoices/40/code", url.Values{"step": {"row"}, "account": {"4310"}}, 200, "", ""},
		{"take the proposal", "/invoices/41/code", url.Values{"step": {"accept"}, "lines": {"1"}, "choice-1": {"w1"}}, 303, "/invoices/41#coding", "m.bakker chooses for 41 map[1:w1]"},
		{"take nothing", "/invoices/41/code", url.Values{"step": {"accept"}, "lines": {"1"}}, 303, "/invoices/41#coding", ""},
		{"choose", "/codings/40", url.Values{"step": {"accept"}, "lines": {"1"}, "choice-1": {"w2"}, "back": {"/codings?show=sure"}}, 303, "/codings?show=sure", "m.bakker chooses for 40 map[1:w2]"},
		{"choose for one line of two", "/codings/45", url.Values{"step": {"accept"}, "lines": {"2"}, "choice-1": {"g2"}}, 303, "/codings", ""},
		{"type a coding", "/codings/45", url.Values{"step": {"code"}, "at": {"1", "2"}, "account": {"4300", "4400"}, "cost-centre": {"", ""}}, 303, "/codings", "m.bakker codes 45 2 parts 4300 0.00"},
		{"take a coding back", "/codings/40/undo", nil, 303, "/codings", "m.bakker uncodes 40"},
		{"accept what is sure", "/codings/sure", url.Values{"pick": {"40 s40"}}, 303, "/codings", "m.bakker accepts [{40 s40}]"},
		{"accept nothing", "/codings/sure", nil, 303, "/codings/sure", ""},
		{"undo what was accepted", "/codings/batches/77/undo", nil, 303, "/codings", "m.bakker undoes 77"},
		{"misbooked", "/invoices/43/misbooked", url.Values{"because": {"hoort bij sport"}}, 303, "/invoices/43#coding", "m.bakker says 43 is misbooked: hoort bij sport"},
		{"right after all", "/invoices/43/misbooked", url.Values{"step": {"right"}}, 303, "/invoices/43#coding", "m.bakker says 43 is right"},
		{"approve", "/invoices/42/act", url.Values{"act": {"approve"}, "step": {"budgetholder:672000"}}, 303, "/invoices/42#approval", "m.bakker approve 42 budgetholder:672000  0.00"},
		{"dispute", "/invoices/42/act", url.Values{"act": {"dispute"}, "amount": {"12,50"}, "comment": {"te veel"}}, 303, "/invoices/42#approval", "m.bakker dispute 42  te veel 12.50"},
		{"dispute nonsense", "/invoices/42/act", url.Values{"act": {"dispute"}, "amount": {"veel"}, "comment": {"te veel"}}, 400, "", ""},
		{"reject without a word", "/invoices/42/act", url.Values{"act": {"reject"}}, 400, "", ""},
		{"an act that is none", "/invoices/42/act", url.Values{"act": {"burn"}, "comment": {"x"}}, 400, "", ""},
		{"reply", "/invoices/41/reply", url.Values{"to": {" info@leverancier.example "}}, 303, "/invoices/41/reply", "m.bakker replies to 41: info@leverancier.example nl"},
		{"accept a supplier", "/suppliers/P-88", url.Values{"act": {"accept"}, "number": {"C-3000"}}, 303, "/suppliers/C-3000", "m.bakker accepts P-88 as C-3000"},
		{"the same supplier", "/suppliers/P-88", url.Values{"act": {"same"}, "same": {"C-2001"}}, 303, "/suppliers/C-2001", "m.bakker says P-88 is C-2001"},
		{"the same as nobody", "/suppliers/P-88", url.Values{"act": {"same"}}, 303, "/suppliers/P-88", ""},
		{"refuse a supplier", "/suppliers/P-88", url.Values{"act": {"refuse"}}, 303, "/suppliers/P-88", "m.bakker refuses P-88"},
		{"release an account", "/suppliers/C-2001/account", url.Values{"act": {"release"}, "iban": {"NL91"}}, 303, "/suppliers/C-2001", "m.bakker releases C-2001 NL91"},
		{"refuse an account", "/suppliers/C-2001/account", url.Values{"act": {"refuse"}, "iban": {"NL91"}}, 303, "/suppliers/C-2001", "m.bakker refuses C-2001 NL91"},
		{"withdraw a letter", "/outbox/92", url.Values{"act": {"withdraw"}}, 303, "/outbox/92", "m.bakker withdraws letter 92"},
		{"a letter again, from the list", "/outbox/93", url.Values{"act": {"again"}, "back": {"/outbox?state=failed"}}, 303, "/outbox?state=failed", "m.bakker sends letter 93 again"},
		{"an act that is none", "/outbox/93", nil, 400, "", ""},
		{"make a run", "/runs", url.Values{"day": {"2026-03-04"}}, 303, "/runs/7", "m.bakker makes a run for 2026-03-04"},
		{"make a run on no day", "/runs", url.Values{"day": {"gisteren"}}, 303, "/runs", ""},
		{"release a run", "/runs/7/release", url.Values{"hash": {"9f3a51"}}, 303, "/runs/7", "m.bakker releases run 7 9f3a"},
		{"withdraw a run", "/runs/7/withdraw", url.Values{"comment": {"fout"}}, 303, "/runs/7", "m.bakker withdraws 7 fout"},
		{"fetch a file", "/runs/7/file", nil, 200, "", "m.bakker fetches 7"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			source := newTown()
			answer, got := post(t, newServer(t, source).URL+c.path, c.form)
			if answer.StatusCode != c.status || answer.Header.Get("Location") != c.location {
				t.Errorf("status %d to %q, want %d to %q\n%.300s", answer.StatusCode, answer.Header.Get("Location"), c.status, c.location, got)
			}
			if did := strings.Join(source.desk.acts, "; "); did != c.did {
				t.Errorf("did %q, want %q", did, c.did)
			}
			if c.status == 400 && c.name != "an act that is none" && !strings.Contains(got, `role="alert"`) {
				t.Error("no message")
			}
			if strings.HasPrefix(got, "<!doctype") {
				for _, wrong := range sanity(got, "nl") {
					t.Error(wrong)
				}
			}
		})
	}
}

// TestAcceptingManyTellsTheTruth: why some were left, and where it broke off what was
// done before can be taken back.
func TestAcceptingManyTellsTheTruth(t *testing.T) {
	for name, c := range map[string]struct {
		picks       []string
		wants, none string
	}{
		"left":      {[]string{"40 s40", "45 old"}, "veranderd", `role="alert"`},
		"broke off": {[]string{"40 s40", "45 breaks"}, `role="alert"`, `rm-said" role="status"`},
	} {
		t.Run(name, func(t *testing.T) {
			server := newServer(t, newTown())
			answer, _ := post(t, server.URL+"/codings/sure", url.Values{"pick": c.picks})
			ask, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/codings", nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, cookie := range answer.Cookies() {
				ask.AddCookie(cookie)
			}
			page, err := http.DefaultClient.Do(ask)
			if err != nil {
				t.Fatal(err)
			}
			defer page.Body.Close()
			body, err := io.ReadAll(page.Body)
			got := string(body)
			if err != nil || !strings.Contains(got, c.wants) || strings.Contains(got, c.none) || !strings.Contains(got, `action="/codings/batches/77/undo"`) {
				t.Errorf("%v: %.3000s", err, got)
			}
			for _, wrong := range sanity(got, "nl") {
				t.Error(wrong)
			}
		})
	}
}

// TestOwedIsGuarded checks that what another site sends does nothing.
func TestOwedIsGuarded(t *testing.T) {
	source := newTown()
	server := newServer(t, source)
	for _, path := range []string{"/invoices/42/act", "/runs/7/release", "/runs/7/withdraw", "/runs/7/file", "/suppliers/C-2001/account", "/post", "/whoami", "/outbox/93"} {
		if answer, _ := post(t, server.URL+path, url.Values{"act": {"approve"}}, "Sec-Fetch-Site", "cross-site"); answer.StatusCode != 403 {
			t.Errorf("%s: status %d", path, answer.StatusCode)
		}
	}
	if len(source.desk.acts) > 0 {
		t.Errorf("done: %q", source.desk.acts)
	}
}

// TestFiles checks how what is no page goes to a browser.
func TestFiles(t *testing.T) {
	server := newServer(t, newTown())
	answer, raw := get(t, server.URL+"/post/11/pages/1")
	if _, err := png.DecodeConfig(bytes.NewReader([]byte(raw))); err != nil || answer.Header.Get("Content-Type") != "image/png" {
		t.Errorf("page: %s %v", answer.Header.Get("Content-Type"), err)
	}
	for _, path := range []string{"/post/11/pages/0", "/post/11/pages/x", "/post/11/pages/99", "/post/99/original"} {
		if answer, _ := get(t, server.URL+path); answer.StatusCode != 404 {
			t.Errorf("%s: status %d", path, answer.StatusCode)
		}
	}
	for path, want := range map[string][2]string{
		"/post/11/original":       {"application/pdf", `attachment; filename*=utf-8''Factuur%20%C3%A9%C3%A9n.pdf`},
		"/invoices/41/reply/file": {"application/octet-stream", `attachment; filename=antwoord.xml`},
	} {
		answer, _ := get(t, server.URL+path)
		if h := answer.Header; h.Get("Content-Type") != want[0] || h.Get("Content-Disposition") != want[1] ||
			!strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", path, h)
		}
	}
}

func TestSafeName(t *testing.T) {
	for name, want := range map[string]string{"factuur.pdf": "factuur.pdf", `C:\tmp\a.pdf`: "a.pdf", "../../etc/passwd": "passwd", ".bashrc": "bashrc",
		"a\r\nSet-Cookie: x.pdf": "x.pdf", "\u202efdp.exe": "fdp.exe", "": "document", "...": "document", `a"b<c>.pdf`: "abc.pdf"} {
		if got := strings.TrimSpace(safeName(name)); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	if got := safeName(strings.Repeat("é", 500) + ".pdf"); len([]rune(got)) > 120 || !strings.HasSuffix(got, ".pdf") {
		t.Errorf("a long name: %q", got)
	}
}

// TestTwoPersons releases an account by two persons who choose their names, as
// somebody does who tries it.
func TestTwoPersons(t *testing.T) {
	source := newTown()
	server := httptest.NewServer(New(source, Options{Users: []string{"Anne Visser", "Zoë"}}))
	defer server.Close()
	as := func(name string) string {
		t.Helper()
		answer, _ := post(t, server.URL+"/whoami", url.Values{"user": {name}})
		for _, c := range answer.Cookies() {
			if c.Name == userCookie {
				return c.Name + "=" + c.Value
			}
		}
		return ""
	}
	if as("mallory") != "" || as("") != "" {
		t.Error("a name that is not on the list was taken")
	}
	for _, name := range []string{"Anne Visser", "Anne Visser", "Zoë"} {
		post(t, server.URL+"/invoices/41/release", url.Values{"kind": {"iban"}}, "Cookie", as(name))
	}
	if want := []string{"Anne Visser releases 41 iban ", "Anne Visser releases 41 iban ", "Zoë releases 41 iban "}; !slices.Equal(source.desk.acts, want) || !source.desk.released {
		t.Errorf("did %q", source.desk.acts)
	}
	post(t, server.URL+"/invoices/40/hold", url.Values{"comment": {"x"}}, "Cookie", userCookie+"=mallory")
	if last := source.desk.acts[3]; !strings.HasPrefix(last, "Anne Visser ") {
		t.Errorf("a cookie with another name acts as %q", last)
	}
	request, _ := http.NewRequest("GET", server.URL+"/whoami", nil)
	request.Header.Set("Cookie", as("Zoë"))
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	got := body(t, answer)
	if !strings.Contains(got, "geen wachtwoord") || !strings.Contains(got, `<option value="Zoë" selected>`) {
		t.Error("the page does not say who acts, and that there is no password")
	}
	for _, wrong := range sanity(got, "nl") {
		t.Error(wrong)
	}
	if answer, _ := get(t, newServer(t, newTown()).URL+"/whoami"); answer.StatusCode != 404 {
		t.Errorf("without names: status %d", answer.StatusCode)
	}
}

// TestOwedFaults shows what the rest of the program refuses.
func TestOwedFaults(t *testing.T) {
	source := newTown()
	source.desk.wrong = fault.New("books.invoice.stale")
	server := newServer(t, source)
	answer, got := post(t, server.URL+"/invoices/41/code", url.Values{"account": {"4310"}})
	if answer.StatusCode != 409 || !strings.Contains(got, `value="4310"`) || !strings.Contains(got, `role="alert"`) {
		t.Errorf("code: status %d", answer.StatusCode)
	}
	if answer, _ = post(t, server.URL+"/runs/7/file", nil); answer.StatusCode != 303 || answer.Header.Get("Location") != "/runs/7" {
		t.Errorf("fetch: status %d to %q", answer.StatusCode, answer.Header.Get("Location"))
	}
}

func TestClock(t *testing.T) {
	for left, want := range map[int]string{12: "nog 12 dagen", 1: "nog 1 dag", 0: "vandaag de laatste dag", -1: "1 dag te laat", -40: "40 dagen te laat"} {
		if got := clock("nl", left); got != want {
			t.Errorf("%d: %q, want %q", left, got, want)
		}
	}
}
