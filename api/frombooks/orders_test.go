// SPDX-License-Identifier: EUPL-1.2

package frombooks_test

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"rentmeester/api"
	"rentmeester/demo"
	"rentmeester/formats/pdf"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/storetest"
)

// An order comes by request, an invoice waits for its goods, they are received,
// and the invoice goes on.
func TestOrderToReceived(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		v := serve(t, s, api.Options{}).listen()
		v.send("/documents", "leveranciers.csv", suppliers)
		order := v.post("/orders", map[string]any{"number": "PO-2026/7", "supplier": "C-1", "orderer": "inkoop", "receiptsWanted": true,
			"lines": []any{map[string]any{"description": "Snoeien", "quantity": "4", "price": "200.00"}, map[string]any{"number": "9", "amount": 50.00}}})
		if order["amount"] != 850.0 || order["kind"] != "order" || first(order["lines"])["number"] != "1" {
			t.Fatal(order)
		}
		at := "/orders/" + id(order["id"])
		if again := v.post("/orders", map[string]any{"number": "PO-2026/7", "supplier": "C-1", "orderer": "inkoop", "receiptsWanted": true, "description": "Bomen",
			"lines": []any{map[string]any{"description": "Snoeien", "quantity": "4", "price": "200.00"}, map[string]any{"number": "9", "amount": 50.00}}}); again["id"] != order["id"] || again["description"] != "Bomen" {
			t.Error(again)
		}
		file := first(v.send("/documents", "goed.xml", demo.Bill{Order: "PO-2026/7"}.UBL())["files"])
		if file["held"] != 1.0 {
			t.Fatal(file)
		}
		invoice := "/invoices/" + id(v.get("/documents/" + id(file["document"]))["invoices"].([]any)[0])
		shown := v.get(invoice)
		if match := shown["match"].(map[string]any); match["state"] != "deviates" || first(match["orders"])["order"] != order["id"] || first(shown["holds"])["kind"] != "order" {
			t.Error(shown["match"], shown["holds"])
		}
		half := v.post(at+"/receipts", map[string]any{"number": "PB-1", "lines": []any{map[string]any{"line": "1", "quantity": "0.5"}}})
		if first(half["lines"])["receivedQuantity"] != "0.5" || first(half["invoices"])["state"] != "held" {
			t.Error(half)
		}
		v.post(at+"/receipts", map[string]any{"number": "PB-1", "received": "2026-03-19", "lines": []any{map[string]any{"line": "1", "quantity": "1"}}})
		if got := v.get(invoice); got["state"] != "coding" {
			t.Error(got["state"], got["match"])
		}
		if list := v.get(at + "/receipts")["items"].([]any); len(list) != 1 || list[0].(map[string]any)["by"] != "tester" || list[0].(map[string]any)["quantity"] != "1" {
			t.Error(list)
		}
		for _, wrong := range []struct {
			status int
			code   string
			body   map[string]any
		}{
			{409, "invoices.receipt-known", map[string]any{"number": "PB-1", "received": "2026-03-19", "lines": []any{map[string]any{"line": "1", "quantity": "1"}}}},
			{400, "invoices.receipt-line", map[string]any{"lines": []any{map[string]any{"line": "2", "quantity": "1"}}}},
			{400, "invoices.receipt-day", map[string]any{"received": "2027-01-01", "lines": []any{map[string]any{"line": "1", "quantity": "1"}}}},
			{400, "api.invalid", map[string]any{"received": "gisteren", "lines": []any{map[string]any{"line": "1", "quantity": "1"}}}},
			{400, "api.invalid", map[string]any{"lines": []any{map[string]any{"line": "1", "quantity": "veel"}}}},
			{400, "api.invalid", map[string]any{"lines": []any{}}},
		} {
			if no := v.try(wrong.status, at+"/receipts", wrong.body); no["code"] != wrong.code {
				t.Errorf("%v: %v", wrong.body, no)
			}
		}
		if no := v.ask(http.StatusNotFound, "GET", "/orders/9999", "", nil); no["code"] != "invoices.no-order-id" {
			t.Error(no)
		}
		if no := v.as(v.add("kijker", policy.RightsOf(policy.Look), 1)).try(http.StatusForbidden, "/orders", map[string]any{"number": "X1"}); no["code"] != "api.no-right" {
			t.Error(no)
		}
		for n := range 3 {
			v.post("/orders", map[string]any{"number": fmt.Sprintf("A%d", n), "closed": n == 0})
		}
		for query, want := range map[string]string{"limit=2": "A0 A1|A2 PO-2026/7|", "state=closed": "A0|", "number=PO-2026%2F7": "PO-2026/7|", "supplier=C-1": "PO-2026/7|", "search=bomen": "PO-2026/7|"} {
			if got := pagesOf(v, "/orders?"+query); got != want {
				t.Errorf("%s: %s", query, got)
			}
		}
	})
}

// pagesOf gives the numbers on each page of a list.
func pagesOf(v *served, path string) (all string) {
	for next := ""; ; {
		page := v.get(path + "&cursor=" + next)
		var numbers []string
		for _, item := range page["items"].([]any) {
			numbers = append(numbers, item.(map[string]any)["number"].(string))
		}
		all += strings.Join(numbers, " ") + "|"
		if page["next"] == nil {
			return all
		}
		next = page["next"].(string)
	}
}

// What was read from a PDF is put right; what its sender wrote is not.
func TestCorrections(t *testing.T) {
	v := serve(t, storetest.SQLite(t), api.Options{}).listen()
	reader := pdf.New(pdf.Options{})
	t.Cleanup(func() { _ = reader.Close() })
	v.books.Tools.PDF = reader
	v.send("/documents", "leveranciers.csv", suppliers)
	v.ask(http.StatusOK, "POST", "/documents?fileName=een.pdf", "application/pdf", strings.NewReader(demo.Bill{Number: "17/A/0301"}.PDF(demo.Shown{NumberLabel: "Dossier"})))
	one := first(v.get("/invoices?state=held")["items"])
	at := "/invoices/" + id(one["id"])
	if no := v.try(http.StatusBadRequest, at+"/corrections", map[string]any{"fields": []any{map[string]any{"name": "colour", "value": "red"}}}); no["code"] != "api.invalid" {
		t.Error(no)
	}
	if no := v.try(http.StatusBadRequest, at+"/corrections", map[string]any{"fields": []any{map[string]any{"name": "issued", "value": "gisteren"}}}); no["code"] != "invoices.field-value" {
		t.Error(no)
	}
	if right := v.post(at+"/corrections", map[string]any{"fields": []any{map[string]any{"name": "number", "value": "17/A/0301"}}}); right["number"] != "17/A/0301" || right["state"] != "coding" {
		t.Error(right)
	}
	v.send("/documents", "goed.xml", good(t))
	other := first(v.get("/invoices?search=F1")["items"])
	if no := v.try(http.StatusConflict, "/invoices/"+id(other["id"])+"/corrections", map[string]any{"fields": []any{map[string]any{"name": "number", "value": "F2"}}}); no["code"] != "invoices.not-corrected" {
		t.Error(no)
	}
}

// The supplier is told what is the matter, in words and by Peppol.
func TestReplies(t *testing.T) {
	v := serve(t, storetest.SQLite(t), api.Options{}).listen()
	v.send("/documents", "leveranciers.csv", suppliers)
	v.send("/documents", "goed.xml", good(t))
	at := "/invoices/" + id(first(v.get("/invoices")["items"])["id"])
	if no := v.ask(http.StatusConflict, "GET", at+"/reply", "", nil); no["code"] != "invoices.no-reply" {
		t.Error(no)
	}
	if no := v.ask(http.StatusBadRequest, "GET", at+"/reply?reasons=zomaar", "", nil); no["code"] != "invoices.reply-reason" {
		t.Error(no)
	}
	told := v.get(at + "/reply?reasons=quantity,price&remark=Zie%20pakbon")
	if told["outcome"] != "UQ" || len(told["reasons"].([]any)) != 2 || !strings.Contains(told["body"].(string), "Zie pakbon") || !strings.Contains(told["body"].(string), "Aan Leverancier") {
		t.Error(told)
	}
	v.post(at+"/rejections", map[string]any{"reason": "niet besteld"})
	v.lang = "en"
	if told := v.get(at + "/reply"); told["outcome"] != "RE" || !strings.Contains(told["body"].(string), "niet besteld") || !strings.Contains(told["body"].(string), "We received") {
		t.Error(told)
	}
	answer, body := v.do(v.request("GET", at+"/reply/file", "", nil))
	var response struct {
		XMLName xml.Name
	}
	if err := xml.Unmarshal(body, &response); err != nil || response.XMLName.Local != "ApplicationResponse" || answer.Header.Get("Content-Type") != "application/xml" {
		t.Errorf("%v %s", err, body)
	}
}

// What waits for a person, and who is to be reminded of it.
func TestWhatWaits(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		v := serve(t, s, api.Options{}).listen()
		if err := v.books.SetPolicy(t.Context(), "beheer", []byte(string(policy.Default)+`
  - from: 2021-01-01
    approval:
      people:
        - {id: anna, name: Anna de Boer, roles: [{role: budgetholder}]}
        - {id: carla, name: Carla Smit, roles: [{role: second}]}
      reminders: {after: 5, before: 10, escalate: 15, escalate-to: second}
`)); err != nil {
			t.Fatal(err)
		}
		v.send("/documents", "leveranciers.csv", suppliers)
		v.send("/documents", "goed.xml", good(t))
		at := "/invoices/" + id(first(v.get("/invoices")["items"])["id"])
		v.post(at+"/codings", map[string]any{"parts": []any{map[string]any{"account": "4300", "taakveld": "5.7", "categorie": "3.8", "costCentre": "4100", "treatment": "compensable"}}})
		anna := v.as(v.add("anna", policy.Everything(), 30))
		if mine := anna.get("/my-invoices")["items"].([]any); len(mine) != 1 || mine[0].(map[string]any)["number"] != "F1" {
			t.Error(mine)
		}
		if mine := v.get("/my-invoices")["items"].([]any); len(mine) != 0 {
			t.Error(mine)
		}
		if no := v.try(http.StatusBadRequest, at+"/clock-facts", map[string]any{"performed": "2026-03-20"}); no["code"] != "invoices.no-reason" {
			t.Error(no)
		}
		moved := v.post(at+"/clock-facts", map[string]any{"agreed": "2026-04-04", "reason": "contract"})
		if moved["last"] != "2026-04-04" || moved["approvals"].(map[string]any)["clockFacts"].(map[string]any)["reason"] != "contract" {
			t.Error(moved["last"], moved["approvals"])
		}
		if back := v.post(at+"/clock-facts", map[string]any{}); back["last"] != "2026-04-19" || back["approvals"].(map[string]any)["clockFacts"] != nil {
			t.Error(back["last"], back["approvals"])
		}
		v.now.Add(6 * 24 * 3600)
		for range 2 { // looking changes nothing
			if due := first(v.get("/reminders")["items"]); due["kind"] != "waits" || first(due["to"])["person"] != "anna" || due["number"] != "F1" {
				t.Error(due)
			}
		}
		if taken := v.ask(http.StatusOK, "POST", "/reminder-rounds", "", nil)["items"].([]any); len(taken) != 1 {
			t.Error(taken)
		}
		if left := v.get("/reminders")["items"].([]any); len(left) != 0 {
			t.Error(left)
		}
		if no := v.as(v.add("kijker", policy.RightsOf(policy.Look), 30)).ask(http.StatusForbidden, "POST", "/reminder-rounds", "", nil); no["code"] != "api.no-right" {
			t.Error(no)
		}
	})
}
