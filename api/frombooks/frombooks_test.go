// SPDX-License-Identifier: EUPL-1.2

package frombooks_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"rentmeester/api"
	"rentmeester/app/access"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/storetest"
)

const suppliers = `Crediteurnummer;Naam;KvK-nummer;BTW-nummer;IBAN;Plaats
C-1;Leverancier B.V.;12345678;NL001234567B01;NL02ABNA0123456789;Voorbeeldstad
`

const statement = `:20:61
:25:NL13TEST0123456789 EUR
:28C:61
:60F:C260320EUR1000,00
:61:2603200320D100,00NTRFNONREF//B1
:86:/TRTP/SEPA OVERBOEKING/IBAN/NL02ABNA0123456789/NAME/Iemand/REMI/Zomaar/EREF/NOTPROVIDED
:62F:C260320EUR900,00
-
`

// id gives the identifier in an answer as it stands in an address.
func id(v any) string { return fmt.Sprintf("%.0f", v.(float64)) }

func first(list any) map[string]any { return list.([]any)[0].(map[string]any) }

// An invoice goes from a file that is sent to booked, and back, by requests only.
func TestInvoiceFromFileToBooked(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		v := serve(t, s, api.Options{}).listen()
		if got := first(v.send("/documents", "leveranciers.csv", suppliers)["files"]); got["suppliers"] != 1.0 {
			t.Fatal(got)
		}
		file := first(v.send("/documents", "goed.xml", good(t))["files"])
		if file["state"] != "read" || file["invoices"] != 1.0 || file["held"] != 0.0 {
			t.Fatal(file)
		}
		if again := first(v.send("/documents", "goed.xml", good(t))["files"]); again["state"] != "known" || again["document"] != file["document"] {
			t.Error(again)
		}
		document := v.get("/documents/" + id(file["document"]))
		if document["channel"] != "api" || document["sender"] != "tester" || document["size"] != float64(len(good(t))) {
			t.Error(document)
		}
		number := id(document["invoices"].([]any)[0])
		answer, body := v.do(v.request("GET", "/documents/"+id(file["document"])+"/original", "", nil))
		if string(body) != good(t) || answer.Header.Get("Content-Type") != "application/xml" || !strings.Contains(answer.Header.Get("Content-Disposition"), "attachment") {
			t.Error("the original is not what was sent:", answer.Header)
		}

		at := "/invoices/" + number
		v.try(http.StatusConflict, at+"/approvals", map[string]any{})
		if got := v.get(at + "/coding"); got["coded"] != false || len(got["lines"].([]any)) != 1 {
			t.Error(got)
		}
		wrong := v.try(http.StatusBadRequest, at+"/codings", map[string]any{"parts": []any{map[string]any{"account": "4300", "amount": 100.10}, map[string]any{"account": "4301", "amount": 0.10}}})
		if !strings.HasPrefix(wrong["code"].(string), "coding.") && !strings.HasPrefix(wrong["code"].(string), "invoices.coding-") {
			t.Error(wrong)
		}
		coded := v.post(at+"/codings", map[string]any{"parts": []any{map[string]any{"account": "4300", "taakveld": "5.7", "categorie": "3.8", "costCentre": "4100", "treatment": "compensable"}}})
		if coded["state"] != "approval" || first(coded["coding"])["charged"] != 42.0 {
			t.Error(coded)
		}
		if no := v.try(http.StatusForbidden, at+"/approvals", map[string]any{}); no["code"] != "invoices.may-not" {
			t.Error(no)
		}
		colleague := v.as(v.add("collega", policy.Everything(), 30))
		if booked := colleague.post(at+"/approvals", map[string]any{"comment": "akkoord"}); booked["state"] != "booked" || booked["open"] == 0.0 {
			t.Error(booked)
		}
		colleague.post(at+"/comments", map[string]any{"comment": "gebeld"})
		shown := v.get(at)
		if acts := shown["acts"].([]any); len(acts) != 2 || acts[0].(map[string]any)["person"] != "collega" {
			t.Error(acts)
		}
		if back := v.post(at+"/unbookings", map[string]any{"reason": "verkeerde rekening"}); back["state"] != "approval" {
			t.Error(back)
		}
		if gone := v.post(at+"/rejections", map[string]any{"reason": "niet van ons"}); gone["state"] != "rejected" {
			t.Error(gone)
		}
		if no := v.try(http.StatusForbidden, at+"/reopenings", map[string]any{}); no["code"] != "invoices.may-not" {
			t.Error(no)
		}
		colleague.post(at+"/reopenings", map[string]any{})
		if kept := v.post(at+"/holds", map[string]any{"reason": "even wachten"}); kept["state"] != "held" {
			t.Error(kept)
		}
		if free := v.post(at+"/releases", map[string]any{"kind": "person"}); free["state"] == "held" {
			t.Error(free)
		}
		status := v.get("/status")
		if status["documents"].(map[string]any)["invoiced"] != 1.0 || status["suppliers"].(map[string]any)["active"] != 1.0 {
			t.Error(status)
		}
		if report, err := s.VerifyAudit(t.Context(), v.books.Adm.Key); err != nil || !report.Whole {
			t.Error(report, err)
		}
	})
}

// A new account takes two persons, whichever programs they use.
func TestAccountTakesTwoPersons(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		v := serve(t, s, api.Options{}).listen()
		v.send("/documents", "goed.xml", good(t))
		list := v.get("/suppliers?state=proposed")
		proposed := first(list["items"])["number"].(string)
		invoice := first(v.get("/invoices?state=held&hold=iban")["items"])
		if n := len(invoice["holds"].([]any)); n != 2 {
			t.Errorf("%d holds", n)
		}
		if no := v.try(http.StatusConflict, "/invoices/"+id(invoice["id"])+"/releases", map[string]any{"kind": "supplier-new"}); no["code"] != "invoices.accept-first" {
			t.Error(no)
		}
		accepted := v.post("/suppliers/"+proposed+"/acceptances", map[string]any{"number": "C-7"})
		if accepted["state"] != "active" || accepted["number"] != "C-7" {
			t.Error(accepted)
		}
		iban := map[string]any{"iban": "NL02ABNA0123456789"}
		if half := v.post("/suppliers/C-7/account-releases", iban); first(half["accounts"])["state"] != "held" {
			t.Error(half)
		}
		other := v.as(v.add("tester", policy.Everything(), 1)) // another program of the same person
		if no := other.try(http.StatusForbidden, "/suppliers/C-7/account-releases", iban); no["code"] != "invoices.same-person" {
			t.Error(no)
		}
		whole := v.as(v.add("collega", policy.Everything(), 30)).post("/suppliers/C-7/account-releases", iban)
		if first(whole["accounts"])["state"] != "trusted" {
			t.Error(whole)
		}
		if got := v.get("/invoices/" + id(invoice["id"])); got["state"] != "coding" {
			t.Error(got["state"])
		}
		v.try(http.StatusNotFound, "/suppliers/C-7/account-refusals", map[string]any{"iban": "NL91ABNA0417164300"})
	})
}

// Pages together are the whole list, once each, the most urgent first.
func TestPages(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		v := serve(t, s, api.Options{}).listen()
		v.send("/documents", "leveranciers.csv", suppliers)
		for n := range 7 {
			v.send("/documents", fmt.Sprintf("%d.xml", n), strings.Replace(good(t), "<cbc:ID>F1<", fmt.Sprintf("<cbc:ID>F%d<", 100+n), 1))
			v.now.Add(int64((24 * time.Hour).Seconds()))
		}
		rejected := first(v.get("/invoices?limit=1")["items"])
		v.post("/invoices/"+id(rejected["id"])+"/rejections", map[string]any{"reason": "weg"})
		for path, want := range map[string]int{"/invoices": 7, "/documents": 7, "/suppliers": 1, "/invoices?supplier=C-1": 7, "/invoices?state=coding": 6, "/invoices?search=F104": 1} {
			seen, cursor, last := map[string]bool{}, "", ""
			for {
				sep := map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")]
				page := v.get(path + sep + "limit=2&cursor=" + cursor)
				for _, item := range page["items"].([]any) {
					one := item.(map[string]any)
					key := fmt.Sprint(one["id"], one["number"])
					if seen[key] {
						t.Errorf("%s: %s twice", path, key)
					}
					seen[key] = true
					if received, ok := one["received"].(string); ok && one["state"] != "rejected" {
						if received < last {
							t.Errorf("%s: %s after %s", path, received, last)
						}
						last = received
					}
				}
				if page["next"] == nil {
					break
				}
				cursor = page["next"].(string)
			}
			if len(seen) != want {
				t.Errorf("%s: %d, want %d", path, len(seen), want)
			}
		}
		all := v.get("/invoices")["items"].([]any)
		if last := all[len(all)-1].(map[string]any); last["id"] != rejected["id"] {
			t.Error("what is settled is not last")
		}
		if no := v.ask(http.StatusBadRequest, "GET", "/invoices?cursor=onzin!", "", nil); no["code"] != "api.cursor" {
			t.Error(no)
		}
	})
}

func TestBankLines(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		v := serve(t, s, api.Options{}).listen()
		if got := first(v.send("/documents", "bank.940", statement)["files"]); got["statements"] != 1.0 || got["document"] != nil {
			t.Error(got)
		}
		if _, err := v.books.Reconcile(t.Context()); err != nil {
			t.Fatal(err)
		}
		line := first(v.get("/bank-lines?search=zomaar")["items"])
		if line["amount"] != -100.0 || line["booked"] != "2026-03-20" || line["why"] == "" {
			t.Error(line)
		}
		account := first(v.get("/status")["accounts"])
		if account["closes"] != true || account["closing"] != 900.0 {
			t.Error(account)
		}
	})
}

func TestLooksKeepNothing(t *testing.T) {
	v := serve(t, storetest.SQLite(t), api.Options{}).listen()
	v.token = v.add("kijker", policy.RightsOf(policy.Look), 1)
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	for name, content := range map[string]string{"goed.xml": good(t), "fout.xml": strings.Replace(good(t), ">242.00<", ">243.00<", 1)} {
		part, err := w.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(part, content)
	}
	_ = w.Close()
	list := v.ask(http.StatusOK, "POST", "/invoice-validations", w.FormDataContentType(), bytes.NewReader(form.Bytes()))["list"].([]any)
	valid := map[string]bool{}
	for _, one := range list {
		valid[one.(map[string]any)["file"].(string)] = one.(map[string]any)["valid"].(bool)
	}
	if len(valid) != 2 || !valid["goed.xml"] || valid["fout.xml"] {
		t.Error(valid)
	}
	read := first(v.ask(http.StatusOK, "POST", "/invoice-readings?fileName=goed.xml", "application/xml", strings.NewReader(good(t)))["list"])
	if read["invoice"].(map[string]any)["number"] != "F1" {
		t.Error(read)
	}
	v.lang = "en"
	nothing := first(v.ask(http.StatusOK, "POST", "/invoice-readings", "text/plain", strings.NewReader("hallo"))["list"])
	if !strings.Contains(nothing["error"].(map[string]any)["message"].(string), "XML") {
		t.Error(nothing)
	}
	if got := v.get("/documents"); len(got["items"].([]any)) != 0 {
		t.Error("something was kept:", got)
	}
	if no := v.ask(http.StatusForbidden, "POST", "/documents", "application/xml", strings.NewReader(good(t))); no["code"] != "api.no-right" || no["right"] != "import" {
		t.Error(no)
	}
}

func TestNobodyComesInWithoutAGoodToken(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		v := serve(t, s, api.Options{}).listen()
		door := &access.Door{Books: v.books.Books}
		brief, revoked := v.add("tester", policy.RightsOf(policy.Look), 1), v.add("tester", policy.Everything(), 30)
		tokens, err := door.List(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := door.Revoke(t.Context(), "test", tokens[2].ID); err != nil {
			t.Fatal(err)
		}
		v.as(brief).get("/status")
		v.now.Add(int64((25 * time.Hour).Seconds()))
		for name, secret := range map[string]string{"none": "", "expired": brief, "revoked": revoked, "nonsense": "rmt_x", "another's secret": brief[:strings.LastIndex(brief, "_")] + v.token[strings.LastIndex(v.token, "_"):],
			"half": v.token[:len(v.token)-1], "unknown": "rmt_99999_" + strings.Repeat("A", 43), "no secret": "rmt_99999_"} {
			answer, body := v.as(secret).do(v.as(secret).request("GET", "/status", "", nil))
			var p map[string]any
			if err := json.Unmarshal(body, &p); err != nil || answer.StatusCode != http.StatusUnauthorized || answer.Header.Get("WWW-Authenticate") == "" || p["remedy"] == "" {
				t.Errorf("%s: %d %s", name, answer.StatusCode, body)
			}
			if answer.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s: %s", name, answer.Header)
			}
		}
		v.get("/status")
	})
}

func TestRefusals(t *testing.T) {
	v := serve(t, storetest.SQLite(t), api.Options{MaxUpload: 1000}).listen()
	v.send("/documents", "leveranciers.csv", suppliers)
	v.token = v.add("tester", policy.Everything(), 10)
	for _, test := range []struct {
		method, path, media, body string
		status                    int
		code                      string
	}{
		{"GET", "/facturen", "", "", 404, "api.no-path"},
		{"GET", "/invoices/", "", "", 404, "api.no-path"},
		{"DELETE", "/invoices", "", "", 405, "api.method"},
		{"POST", "/status", "", "", 405, "api.method"},
		{"GET", "/invoices/17", "", "", 404, "invoices.none"},
		{"GET", "/invoices/x", "", "", 400, "api.invalid"},
		{"GET", "/invoices/0", "", "", 400, "api.invalid"},
		{"GET", "/documents/17/original", "", "", 404, "invoices.no-document"},
		{"GET", "/suppliers/C-9", "", "", 404, "invoices.no-supplier"},
		{"GET", "/invoices?limit=1000", "", "", 400, "api.invalid"},
		{"GET", "/invoices?state=zomaar", "", "", 400, "api.invalid"},
		{"GET", "/invoices?sort=number", "", "", 400, "api.invalid"},
		{"GET", "/invoices?search=%00", "", "", 400, "api.invalid"},
		{"GET", "/invoices?search=%ff", "", "", 400, "api.invalid"},
		{"GET", "/suppliers/%00", "", "", 400, "api.invalid"},
		{"POST", "/invoices/17/comments", "application/json", `{"comment":"a\u0000b"}`, 400, "api.invalid"},
		{"POST", "/invoices/17/comments", "application/json", `{"comment":""}`, 400, "api.invalid"},
		{"POST", "/invoices/17/comments", "application/json", `{"comment":"a","more":1}`, 400, "api.invalid"},
		{"POST", "/invoices/17/comments", "application/json", `{`, 400, "api.invalid"},
		{"POST", "/invoices/17/comments", "application/json", ``, 400, "api.invalid"},
		{"POST", "/invoices/17/comments", "text/plain", `{"comment":"a"}`, 415, "api.media"},
		{"POST", "/invoices/17/codings", "application/json", `{"parts":[{"account":"1","amount":1e400}]}`, 400, "api.invalid"},
		{"POST", "/invoices/17/codings", "application/json", `{"parts":[{"account":"1","amount":1.005}]}`, 400, "api.invalid"},
		{"POST", "/documents", "application/xml", strings.Repeat("a", 1001), 413, "api.too-large"},
		{"POST", "/documents", "application/xml", "", 400, "api.invalid"},
		{"POST", "/documents", "multipart/form-data; boundary=x", "onzin", 400, "api.no-file"},
		{"POST", "/documents", "multipart/form-data; boundary=x", "--x\r\nonzin", 400, "api.form"},
		{"POST", "/documents", "multipart/form-data; boundary=x", "--x--\r\n", 400, "api.no-file"},
	} {
		answer, body := v.do(v.request(test.method, test.path, test.media, strings.NewReader(test.body)))
		var p map[string]any
		if err := json.Unmarshal(body, &p); err != nil {
			t.Errorf("%s %s: %v: %s", test.method, test.path, err, body)
			continue
		}
		if answer.StatusCode != test.status || p["code"] != test.code || p["status"] != float64(test.status) || answer.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s %q: %d %s", test.method, test.path, test.body, answer.StatusCode, body)
		}
		for _, field := range []string{"title", "detail", "remedy"} {
			if said, _ := p[field].(string); said == "" || strings.HasPrefix(said, "api.") {
				t.Errorf("%s %s: %s is %q", test.method, test.path, field, said)
			}
		}
	}
}

func TestWhoMayAskAtAll(t *testing.T) {
	v := serve(t, storetest.SQLite(t), api.Options{Hosts: []string{"127.0.0.1:8080"}, Rate: 1}).listen()
	strange, body := v.do(v.request("GET", "/status", "", nil)) // the port of the test
	if strange.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("%d %s", strange.StatusCode, body)
	}
	ask := func(change func(*http.Request)) int {
		q := v.request("POST", "/invoices/1/comments", "application/json", strings.NewReader(`{"comment":"x"}`))
		q.Host = "127.0.0.1:8080"
		change(q)
		answer, _ := v.do(q)
		return answer.StatusCode
	}
	if got := ask(func(q *http.Request) { q.Header.Set("Sec-Fetch-Site", "cross-site") }); got != http.StatusForbidden {
		t.Error("from another site:", got)
	}
	if got := ask(func(q *http.Request) { q.Header.Set("Origin", "https://elders.example") }); got != http.StatusForbidden {
		t.Error("from another origin:", got)
	}
	seen := map[int]bool{}
	for range 10 {
		seen[ask(func(*http.Request) {})] = true
	}
	if !seen[http.StatusNotFound] || !seen[http.StatusTooManyRequests] {
		t.Error("many at once:", seen)
	}
	for _, path := range []string{"/openapi.json", "/openapi-3.0.json"} {
		q := v.as("").request("GET", path, "", nil)
		q.Host = "127.0.0.1:8080"
		answer, body := v.do(q)
		if answer.StatusCode != http.StatusOK || !json.Valid(body) || answer.Header.Get("Access-Control-Allow-Origin") != "*" {
			t.Error(path, answer.StatusCode, answer.Header)
		}
	}
}

// A run is planned by one, released by two others for just that file, and given
// out only after it was fetched.
func TestPaymentRun(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		v := serve(t, s, api.Options{}).listen()
		with := bytes.Replace(policy.Default, []byte("\n    paying:\n"), []byte("\n    paying:\n      account: NL13TEST0123456789\n"), 1)
		if err := v.books.SetPolicy(t.Context(), "test", with); err != nil {
			t.Fatal(err)
		}
		v.send("/documents", "leveranciers.csv", suppliers)
		v.send("/documents", "goed.xml", good(t))
		at := "/invoices/" + id(first(v.get("/invoices")["items"])["id"])
		v.post(at+"/codings", map[string]any{"parts": []any{map[string]any{"account": "4300", "taakveld": "5.7", "categorie": "3.8", "costCentre": "4100", "treatment": "compensable"}}})
		a, b, c := v.as(v.add("jansen", policy.Everything(), 60)), v.as(v.add("de-vries", policy.Everything(), 60)), v.as(v.add("kijker", policy.RightsOf(policy.Look), 60))
		a.post(at+"/approvals", map[string]any{})
		v.now.Add(int64((10 * 24 * time.Hour).Seconds())) // what is not due waits

		if p := c.try(http.StatusForbidden, "/payment-runs", map[string]any{"propose": true}); p["code"] != "api.no-right" {
			t.Error(p)
		}
		if p := v.post("/payment-runs", map[string]any{"propose": true}); p["state"] != "proposal" || p["total"] != 242.0 {
			t.Error(p)
		}
		if p := v.try(http.StatusBadRequest, "/payment-runs", map[string]any{"execution": "gisteren"}); p["code"] != "api.invalid" {
			t.Error(p)
		}
		run := v.post("/payment-runs", map[string]any{})
		on := "/payment-runs/" + id(run["id"])
		sum := map[string]any{"sha256": run["sha256"]}
		if p := v.try(http.StatusForbidden, on+"/releases", sum); p["code"] != "payments.release-maker" {
			t.Error(p)
		}
		a.try(http.StatusConflict, on+"/releases", map[string]any{"sha256": strings.Repeat("0", 64)})
		a.post(on+"/releases", sum)
		a.try(http.StatusForbidden, on+"/releases", sum)
		a.ask(http.StatusConflict, "POST", on+"/fetches", "", nil)
		if p := b.post(on+"/releases", sum); p["state"] != "released" || p["missing"] != 0.0 {
			t.Error(p)
		}
		a.ask(http.StatusConflict, "GET", on+"/file", "", nil)
		if p := a.ask(http.StatusOK, "POST", on+"/fetches", "", nil); p["state"] != "fetched" {
			t.Error(p)
		}
		c.ask(http.StatusForbidden, "GET", on+"/file", "", nil)
		answer, file := a.do(a.request("GET", on+"/file", "", nil))
		if got, size, err := store.Hash(bytes.NewReader(file)); err != nil || got != run["sha256"] || fmt.Sprint(size) != answer.Header.Get("Content-Length") {
			t.Error(got, err, answer.Header)
		}
		list := c.get("/payment-runs")["items"].([]any)
		if len(list) != 1 || first(list)["state"] != "fetched" {
			t.Error(list)
		}
		v.try(http.StatusNotFound, "/payment-runs/9999/releases", sum)
	})
}
