// SPDX-License-Identifier: EUPL-1.2

package frombooks_test

import (
	"net/http"
	"testing"

	"rentmeester/api"
	"rentmeester/policy"
	"rentmeester/store"
)

// A program finds what people find, and is told what came of the work as it stands
// now; what nobody knows is not there.
func TestSearchAndResults(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		v := serve(t, s, api.Options{}).listen()
		v.byHand()
		looks := v.as(v.add("kijker", policy.RightsOf(policy.Look), 1))
		bare := looks.get("/results")
		if months := bare["months"].([]any); len(months) != 1 || first(months)["lines"].(map[string]any)["all"] != 0.0 || bare["automatic"] != nil {
			t.Error(bare)
		}
		if lead := bare["since"].(map[string]any)["booked"].(map[string]any); lead["count"] != 0.0 || lead["median"] != nil {
			t.Errorf("nothing took %v", lead)
		}
		if got := first(v.send("/documents", "posten.csv", debtors)["files"]); got["items"] != 2.0 {
			t.Fatal(got)
		}
		v.send("/documents", "bank.940", paid)
		if _, err := v.books.Reconcile(t.Context()); err != nil {
			t.Fatal(err)
		}
		found := map[any]any{}
		for _, g := range looks.get("/search?q=loods%20verh&limit=1")["groups"].([]any) {
			found[g.(map[string]any)["kind"]] = first(g.(map[string]any)["hits"])
		}
		line, is := found["line"].(map[string]any)
		if !is || len(found) != 1 || line["name"] != "Verhuur" || line["amount"] != -40.0 || line["state"] != "open" {
			t.Fatal(found)
		}
		if number := first(first(v.get("/search?q=F-1")["groups"])["hits"])["number"]; number != "F-1" {
			t.Error(number)
		}
		v.post("/bank-lines/"+line["id"].(string)+"/bookings", map[string]any{"allocations": []any{map[string]any{"account": "8100"}}})
		if lines := first(v.get("/results")["months"])["lines"].(map[string]any); lines["all"] != 1.0 || lines["alone"] != 0.0 {
			t.Errorf("after a decision: %v", lines)
		}
		v.ask(http.StatusBadRequest, "GET", "/search?q=x", "", nil)
		v.ask(http.StatusBadRequest, "GET", "/search", "", nil)
	})
}
