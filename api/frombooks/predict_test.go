// SPDX-License-Identifier: EUPL-1.2

package frombooks_test

import (
	"net/http"
	"testing"

	"rentmeester/api"
	"rentmeester/demo"
	"rentmeester/policy"
	"rentmeester/store"
)

// What another program tells counts in the next proposal, is known again, gives way
// to what is said later, survives a restart, and serves invoices here too.
func TestCodingsToldAndPredicted(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		v := serve(t, s, api.Options{}).listen()
		row := func(more ...any) map[string]any {
			r := map[string]any{"date": "2026-02-01", "supplier": "Leverancier B.V.", "supplier_id": "C-1", "text": "Huur loods februari", "amount": 1250.5,
				"inv_no": "H-1", "doc_no": "D1", "line": "1"}
			for i := 0; i < len(more); i += 2 {
				r[more[i].(string)] = more[i+1]
			}
			return r
		}
		tell := func(rows ...any) map[string]any { return v.post("/coding/feedback", map[string]any{"rows": rows}) }
		ask := func(v *served, target []string, rows ...any) []any {
			return v.post("/coding/predictions", map[string]any{"target": target, "rows": rows})["predictions"].([]any)
		}
		account := func(v *served) string {
			list := ask(v, []string{"account"}, row("inv_no", "H-2", "doc_no", "D2", "date", "2026-03-01"))[0].(map[string]any)["proposals"].([]any)
			if len(list) == 0 {
				return ""
			}
			return list[0].(map[string]any)["coding"].(map[string]any)["account"].(string)
		}
		if got := account(v); got != "" {
			t.Fatalf("nothing was told: %s", got)
		}
		if h := tell(row("account", "4300", "cost_centre", "4100")); h["learned"] != 1.0 || h["known"] != 0.0 {
			t.Fatal(h)
		}
		if h := tell(row("account", "4300", "cost_centre", "4100")); h["learned"] != 0.0 || h["known"] != 1.0 {
			t.Fatalf("the same once more: %v", h)
		}
		best := first(ask(v, nil, row("inv_no", "H-2", "doc_no", "D2"))[0].(map[string]any)["proposals"])
		if c := best["coding"].(map[string]any); c["account"] != "4300" || c["cost_centre"] != "4100" || c["taakveld"] != "" {
			t.Fatal(best)
		}
		if first(best["reasons"])["message"] == "" || first(best["like"])["docNo"] != "D1" || best["probability"].(float64) <= 0 {
			t.Fatal(best)
		}
		if h := tell(row("account", "4310", "taakveld", "5.7", "categorie", "3.8"),
			row("account", "4320", "line", "2", "text", "Servicekosten")); h["learned"] != 2.0 || h["replaced"] != 1.0 {
			t.Fatalf("said otherwise: %v", h)
		}
		if got := account(v); got != "4310" {
			t.Fatalf("after the correction: %s", got)
		}
		if got := account(serve(t, s, api.Options{}).listen()); got != "4310" {
			t.Fatalf("after a restart: %s", got)
		}
		if list := ask(v, []string{"account"}, row("taakveld", "0.4"))[0].(map[string]any)["proposals"].([]any); len(list) != 1 ||
			first(list)["coding"].(map[string]any)["account"] != "4320" {
			t.Fatalf("what is given of other dimensions holds, where something is known of them: %v", list)
		}

		v.send("/documents", "leveranciers.csv", suppliers)
		v.send("/documents", "f.xml", demo.Bill{}.UBL())
		invoice := "/invoices/" + id(first(v.get("/invoices")["items"])["id"])
		line := first(v.get(invoice + "/coding")["lines"])
		if p := line["proposal"].(map[string]any); len(p["parts"].([]any)) == 0 || first(p["parts"])["account"] == "" || len(p["like"].([]any)) != 0 {
			t.Fatalf("of the same supplier here: %v", line)
		}

		content := v.get(invoice)["content"]
		whole := map[string]any{"supplierId": "C-9", "docNo": "D9", "content": content}
		if list := v.post("/coding/predictions", map[string]any{"target": []string{"account"}, "invoices": []any{whole}})["predictions"].([]any); len(list) != 1 ||
			list[0].(map[string]any)["invoice"] != 0.0 || list[0].(map[string]any)["line"] != "1" {
			t.Fatalf("of a whole invoice: %v", list)
		}
		whole["codings"] = []any{map[string]any{"account": "4444"}}
		if h := v.post("/coding/feedback", map[string]any{"invoices": []any{whole}}); h["learned"] != 1.0 {
			t.Fatal(h)
		}
		delete(whole, "codings")
		guess := first(v.post("/coding/predictions", map[string]any{"target": []string{"account"}, "invoices": []any{whole}})["predictions"].([]any)[0].(map[string]any)["proposals"])
		if guess["coding"].(map[string]any)["account"] != "4444" || guess["guess"] != (guess["probability"].(float64) < 0.5) {
			t.Fatal(guess)
		}

		reader := v.as(v.add("kijker", policy.RightsOf(policy.Look), 3))
		if got := account(reader); got != "4310" {
			t.Fatal(got)
		}
		reader.try(http.StatusForbidden, "/coding/feedback", map[string]any{"rows": []any{row("account", "1")}})
		for code, wrong := range map[string]map[string]any{"predict.target": row(), "predict.date": row("account", "1", "date", "morgen"),
			"predict.amount": row("account", "1", "amount", "veel"), "invoices.coding-sign": row("account", "4;3")} {
			if no := v.try(http.StatusBadRequest, "/coding/feedback", map[string]any{"rows": []any{wrong}}); no["code"] != code {
				t.Errorf("%s: %v", code, no)
			}
		}
		if no := v.try(http.StatusBadRequest, "/coding/predictions", map[string]any{"target": []string{"kleur"}, "rows": []any{row()}}); no["code"] != "api.invalid" {
			t.Error(no)
		}
	})
}
