// SPDX-License-Identifier: EUPL-1.2

package frombooks_test

import (
	"net/http"
	"strings"
	"testing"

	"rentmeester/api"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/storetest"
)

const (
	debtors = `Debiteurnr;Naam;Factuurnummer;Factuurdatum;Vervaldatum;Bedrag;IBAN
D-1;Jansen;F-1;2026-03-01;2026-03-31;100,00;
D-2;Pietersen;F-2;2026-03-01;2026-03-31;250,00;
`
	paid = `:20:61
:25:NL13TEST0123456789 EUR
:28C:61
:60F:C260320EUR1000,00
:61:2603200320C100,00NTRFNONREF//B1
:86:/TRTP/SEPA OVERBOEKING/IBAN/NL02ABNA0123456789/NAME/Jansen/REMI/betaling/EREF/NOTPROVIDED
:61:2603200320C250,00NTRFNONREF//B2
:86:/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/NAME/Pietersen/REMI/betaling/EREF/NOTPROVIDED
:61:2603200320D40,00NTRFNONREF//B3
:86:/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/NAME/Verhuur/REMI/huur loods/EREF/NOTPROVIDED
:62F:C260320EUR1310,00
-
`
)

// byHand lets nothing be done without a person.
func (v *served) byHand() {
	v.t.Helper()
	if err := v.books.SetPolicy(v.t.Context(), "test", []byte(strings.Replace(string(policy.Default), "bank: budget ", "bank: off ", 1))); err != nil {
		v.t.Fatal(err)
	}
}

// lineOf finds a line that waits, by words.
func (v *served) lineOf(words string) map[string]any {
	v.t.Helper()
	return first(v.get("/bank-lines?search=" + words)["items"])
}

// What people do with bank lines a program can do: accept, reject, book and undo.
func TestBankActs(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		v := serve(t, s, api.Options{}).listen()
		v.byHand()
		if got := first(v.send("/documents", "posten.csv", debtors)["files"]); got["items"] != 2.0 {
			t.Fatal(got)
		}
		v.send("/documents", "bank.940", paid)
		if r, err := v.books.Reconcile(t.Context()); err != nil || r.Automatic != 0 {
			t.Fatal(r, err)
		}
		if bare := v.get("/bank-lines?show=none")["items"].([]any); len(bare) != 1 {
			t.Fatal(bare)
		}
		one, two, rent := v.lineOf("jansen"), v.lineOf("pietersen"), v.lineOf("loods")
		at := "/bank-lines/" + id(one["line"])
		choice := map[string]any{"choice": first(one["choices"])["id"]}
		if no := v.try(http.StatusConflict, at+"/acceptances", map[string]any{"choice": "0000"}); no["code"] != "app.proposal-changed" && no["code"] != "app.no-choice" {
			t.Error(no)
		}
		v.post(at+"/rejections", choice)
		if open := v.get(at + "/open-items?search=F-1"); first(open["items"])["number"] != "F-1" || first(open["items"])["open"] != 100.0 {
			t.Error(open)
		}
		if no := v.try(http.StatusBadRequest, at+"/bookings", map[string]any{"allocations": []any{map[string]any{"item": "F-1", "amount": 40}}}); no["code"] != "app.not-whole" {
			t.Error(no)
		}
		booked := v.post(at+"/bookings", map[string]any{"allocations": []any{map[string]any{"item": "F-1", "amount": 60}, map[string]any{"account": "8100", "amount": 40}}})
		all := v.post("/bank-line-acceptances", map[string]any{"lines": []any{
			map[string]any{"line": two["line"], "choice": first(two["choices"])["id"]},
			map[string]any{"line": one["line"], "choice": choice["choice"]},
			map[string]any{"line": 999999, "choice": "x"}}})
		if len(all["done"].([]any)) != 1 || len(all["left"].([]any)) != 2 {
			t.Error(all)
		}
		v.post("/bank-lines/"+id(rent["line"])+"/bookings", map[string]any{"allocations": []any{map[string]any{"account": "8100"}}})
		if left := v.get("/bank-lines")["items"].([]any); len(left) != 0 {
			t.Error(left)
		}
		v.post("/decisions/"+id(booked["decision"])+"/undoings", nil)
		if no := v.try(http.StatusConflict, "/decisions/"+id(booked["decision"])+"/undoings", nil); no["code"] != "app.undone-before" {
			t.Error(no)
		}
		v.try(http.StatusNotFound, "/decisions/999999/undoings", nil)
		if back := v.get(at); back["left"] != 100.0 {
			t.Error(back)
		}
		kinds := map[any]int{}
		for _, d := range v.get("/decisions")["items"].([]any) {
			kinds[d.(map[string]any)["kind"]]++
		}
		if kinds["rejected"] != 1 || kinds["accepted"] != 1 || kinds["undone"] != 1 || kinds["changed"] != 2 {
			t.Error(kinds)
		}
		if report, err := s.VerifyAudit(t.Context(), v.books.Adm.Key); err != nil || !report.Whole {
			t.Error(report, err)
		}
	})
}

// A bank line is accepted once under its key, and undone once.
func TestBankActsUnderAKey(t *testing.T) {
	v := serve(t, storetest.SQLite(t), api.Options{}).listen()
	v.byHand()
	v.send("/documents", "posten.csv", debtors)
	v.send("/documents", "bank.940", paid)
	if _, err := v.books.Reconcile(t.Context()); err != nil {
		t.Fatal(err)
	}
	one := v.lineOf("jansen")
	at, body := "/bank-lines/"+id(one["line"])+"/acceptances", `{"choice":"`+first(one["choices"])["id"].(string)+`"}`
	_, said := v.keyed("k", at, body)
	answer, again := v.keyed("k", at, body)
	if answer.StatusCode != http.StatusOK || said != again {
		t.Error(answer.StatusCode, said, again)
	}
	if n := len(v.get("/decisions")["items"].([]any)); n != 1 {
		t.Errorf("%d decisions", n)
	}
}

const ruleText = `- name: Huur
  when: line.text.contains("huur loods")
  book: [{account: "8100"}]
`

// Rules are tried and added; what the autopilot may do is told.
func TestRulesAndAutopilot(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		v := serve(t, s, api.Options{}).listen()
		v.send("/documents", "bank.940", paid)
		if _, err := v.books.Reconcile(t.Context()); err != nil {
			t.Fatal(err)
		}
		rent := v.lineOf("loods")
		v.post("/bank-lines/"+id(rent["line"])+"/bookings", map[string]any{"allocations": []any{map[string]any{"account": "8100"}}})
		before := len(v.get("/rules")["now"].([]any))
		tried := first(v.post("/rules", map[string]any{"text": ruleText, "from": "2026-03-01", "try": true})["rules"])
		if tried["hits"] != 1.0 || tried["agree"] != 1.0 {
			t.Error(tried)
		}
		if n := len(v.get("/rules")["now"].([]any)); n != before {
			t.Error("trying changed something")
		}
		v.post("/rules", map[string]any{"text": ruleText, "from": "2026-03-01"})
		if n := len(v.get("/rules")["now"].([]any)); n != before+1 {
			t.Errorf("%d rules, were %d", n, before)
		}
		v.try(http.StatusBadRequest, "/rules", map[string]any{"text": "- name: x\n  when: (\n", "from": "2026-03-01"})
		v.get("/rule-suggestions")
		if a := v.get("/autopilot"); a["may"] == "" || a["because"] == "" {
			t.Error(a)
		}
		if a := v.get("/coding/autopilot"); a["may"] == "" {
			t.Error(a)
		}
		if got := v.get("/mandates")["items"].([]any); len(got) != 0 {
			t.Error(got)
		}
	})
}

// What is sorted, coded and filed by hand.
func TestHandwork(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		v, at := invoiced(t, s)
		if _, err := v.books.Invoices().Propose(t.Context()); err != nil {
			t.Fatal(err)
		}
		wait := first(v.get("/codings")["items"])
		if wait["number"] != "F1" {
			t.Error(wait)
		}
		if got := v.get("/sure-codings"); len(got["items"].([]any)) != 0 {
			t.Error(got)
		}
		batch := v.post("/coding-batches", map[string]any{"codings": []any{map[string]any{"invoice": wait["invoice"], "seen": "otherwise"}}})
		if len(batch["done"].([]any)) != 0 || len(batch["left"].([]any)) != 1 {
			t.Error(batch)
		}
		v.try(http.StatusNotFound, "/coding-batches/999/undoings", nil)
		v.try(http.StatusConflict, at+"/coding-choices", map[string]any{"lines": []any{map[string]any{"line": 1, "choice": "zomaar"}}})
		if no := v.try(http.StatusBadRequest, at+"/copies", map[string]any{"of": mustID(t, at)}); no["code"] != "invoices.copy-itself" {
			t.Error(no)
		}
		if no := v.try(http.StatusConflict, at+"/replies", map[string]any{}); no["code"] != "invoices.no-reply" {
			t.Error(no)
		}
		if got := v.get("/letters")["items"].([]any); len(got) != 0 {
			t.Error(got)
		}
		v.try(http.StatusNotFound, "/letters/99/withdrawals", nil)
		if got := v.get("/quarantine")["items"].([]any); len(got) != 0 {
			t.Error(got)
		}
		v.try(http.StatusNotFound, "/quarantine/99/dismissals", nil)
		document := first(v.get("/documents")["items"])
		v.ask(http.StatusBadRequest, "POST", "/documents/"+id(document["id"])+"/kinds", "application/json", nil)
	})
}
