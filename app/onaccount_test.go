// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"rentmeester/app"
	"rentmeester/money"
	"rentmeester/store"
	"rentmeester/text"
)

// table gives an export as rows by their heads.
func table(t testing.TB, b *app.Books, what string) (rows []map[string]string) {
	t.Helper()
	var out bytes.Buffer
	if err := b.Export(t.Context(), &out, what, "csv", text.NL); err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, head := range all[0] {
			row[head] = cells[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// What is paid too much waits on account of the party as an item that can be
// paid back, is settled by the refund, and goes when its decision is taken back.
func TestPaidTooMuchIsNotForgotten(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		taken(t, b, "posten.csv", itemsCSV(deVries))
		one := report{kind: "camt.053", id: "61", day: "2026-03-02", opening: 100000, entries: []entry{
			{amount: 10000, name: "J. de Vries", iban: otherIBAN, text: "OZB", ref: "B1"}}}
		taken(t, b, "61.xml", one.camt())
		decision, err := b.Book(t.Context(), "jansen", lineOf(t, b, 10000), []app.Part{{Item: "2026-0001"}, {Party: "R-1"}}, false)
		if err != nil {
			t.Fatal(err)
		}
		number := fmt.Sprint("OA-", decision)
		if status := sluitend(t, b); status.Items != 2 || status.OpenItems != 1 || status.OpenAmount != 1550 || status.OnWorklist != 0 {
			t.Fatalf("status: %+v", status)
		}
		open := table(t, b, "openitems")
		want := map[string]string{"number": number, "kind": "payable", "party_number": "R-1", "party_name": "J. de Vries", "iban": otherIBAN,
			"open": "15.50", "issued": "2026-03-02", "currency": "EUR", "origin": "on-account", "decision": fmt.Sprint(decision)}
		if len(open) != 1 {
			t.Fatalf("open items: %v", open)
		}
		for k, v := range want {
			if open[0][k] != v {
				t.Errorf("%s of the item is %q, want %q", k, open[0][k], v)
			}
		}
		if !strings.Contains(open[0]["description"], "02-03-2026") {
			t.Errorf("it says %q", open[0]["description"])
		}
		if got := onAccount(t, b); got != -1550 {
			t.Errorf("the ledger has %s on account", got)
		}
		refundAndUndo(t, b, one.closing(), decision, number)
	})
}

func onAccount(t *testing.T, b *app.Books) (sum money.Cents) {
	for _, row := range table(t, b, "journal") {
		if row["account"] == "1690" && row["role"] == "onaccount" {
			debit, err := money.Parse(row["debit"])
			if err != nil {
				t.Fatal(err)
			}
			credit, err := money.Parse(row["credit"])
			if err != nil {
				t.Fatal(err)
			}
			sum += debit - credit
		}
	}
	return sum
}

// refundAndUndo pays back what is on account, and then takes everything back.
func refundAndUndo(t *testing.T, b *app.Books, opening money.Cents, decision int64, number string) {
	two := report{kind: "camt.053", id: "62", day: "2026-03-09", opening: opening, entries: []entry{
		{amount: -1550, name: "J. de Vries", iban: otherIBAN, text: "terugbetaling", ref: "B2"}}}
	taken(t, b, "62.xml", two.camt())
	look(t, b)
	refund := waiting(t, b)[0]
	if len(refund.Choices) == 0 || refund.Choices[0].Portions[0].Item != number {
		t.Fatalf("the refund is proposed as %+v", refund)
	}
	paid, err := b.AcceptAs(t.Context(), "jansen", refund.Line, refund.Choices[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if status := sluitend(t, b); status.OpenItems != 0 || onAccount(t, b) != 0 {
		t.Fatalf("after the refund: %+v, %s on account", status, onAccount(t, b))
	}
	_, err = b.Undo(t.Context(), "jansen", decision)
	wants(t, err, "app.onaccount-used")
	if what, do := text.Fault(text.EN, err); !strings.Contains(what, fmt.Sprint("line ", refund.Line)) || !strings.Contains(do, fmt.Sprint(paid)) {
		t.Errorf("it says %q %q", what, do)
	}
	for _, id := range []int64{paid, decision} {
		if _, err := b.Undo(t.Context(), "jansen", id); err != nil {
			t.Fatal(err)
		}
	}
	if status := sluitend(t, b); status.Items != 1 || status.OpenItems != 1 || status.OpenAmount != 8450 || onAccount(t, b) != 0 {
		t.Fatalf("after undoing: %+v", status)
	}
	if open := table(t, b, "openitems"); len(open) != 1 || open[0]["number"] != "2026-0001" || open[0]["origin"] != "list" {
		t.Errorf("open items: %v", open)
	}
	if _, _, err := b.DecisionsPage(t.Context(), 0); err != nil {
		t.Errorf("what was is no longer shown: %v", err)
	}
	if run := look(t, b); run.Lines != 2 {
		t.Errorf("%+v", run)
	}
	waiting(t, b)
	_, err = b.Book(t.Context(), "jansen", refund.Line, []app.Part{{Item: number}}, false)
	wants(t, err, "app.item-settled")
}

// A list of the ERP may show what we put on account, but not another amount.
func TestListShowsWhatIsOnAccount(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		taken(t, b, "posten.csv", itemsCSV(deVries))
		taken(t, b, "61.xml", report{kind: "camt.053", id: "61", day: "2026-03-02", entries: []entry{
			{amount: -2500, name: "Jan", iban: otherIBAN, ref: "B1"}}}.camt())
		decision, err := b.Book(t.Context(), "jansen", lineOf(t, b, -2500), []app.Part{{Party: "R-1"}}, false)
		if err != nil {
			t.Fatal(err)
		}
		row := item{number: fmt.Sprint("OA-", decision), kind: "receivable", party: "R-1", name: "J. de Vries", amount: 2500, description: "terug te ontvangen"}
		taken(t, b, "erp.csv", itemsCSV(deVries, row))
		if open := table(t, b, "openitems"); len(open) != 2 || open[1]["description"] != "terug te ontvangen" || open[1]["origin"] != "on-account" {
			t.Fatalf("open items: %v", open)
		}
		sluitend(t, b)
		row.amount = 2400
		got := take(t, b, "erp2.csv", itemsCSV(deVries, row))
		if got.Files[0].State != "refused" || got.Files[0].Findings[0].Code != "app.item-amount" {
			t.Fatalf("%+v", got.Files[0])
		}
		sluitend(t, b)
	})
}

// For a line without a proposal the worklist says what the engine says of it.
func TestWorklistSaysWhyNothingWasFound(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		taken(t, b, "posten.csv", itemsCSV(deVries))
		taken(t, b, "61.xml", report{kind: "camt.053", id: "61", day: "2026-03-02", entries: []entry{
			{amount: -8450, name: "J. de Vries", iban: otherIBAN, returns: "MD06", ref: "B1"},
			{amount: 77777, name: "Niemand", ref: "B2"}}}.camt())
		if run := look(t, b); run.Without != 2 {
			t.Fatalf("%+v", run)
		}
		page, err := b.WorklistPage(t.Context(), app.WorkFilter{Sure: 0.95, Part: app.BareLines}, app.Top)
		if err != nil || page.Total != 2 || len(page.Items) != 2 {
			t.Fatalf("%+v %v", page, err)
		}
		for _, w := range page.Items {
			if !strings.HasPrefix(w.Why.Code, "reconcile.") || len(w.Choices) != 0 {
				t.Errorf("line of %s: %+v", w.Amount, w.Why)
			}
		}
		list, err := b.Worklist(t.Context(), 10, 0)
		if err != nil || len(list) != 2 || list[0].Why.Code == "" {
			t.Errorf("%+v %v", list, err)
		}
		for _, part := range []app.WorkPart{app.SureLines, app.DoubtLines} {
			if page, err := b.WorklistPage(t.Context(), app.WorkFilter{Sure: 0.95, Part: part}, app.Top); err != nil || page.Total != 0 || len(page.Items) != 0 {
				t.Errorf("part %d: %+v %v", part, page, err)
			}
		}
		line := page.Items[0].Line
		_, err = b.Accept(t.Context(), "jansen", line, 0)
		wants(t, err, "app.no-proposal")
		_, err = b.Reject(t.Context(), "jansen", line)
		wants(t, err, "app.no-proposal")
		if _, err := b.Book(t.Context(), "jansen", line, []app.Part{{Account: "8000"}}, false); err != nil {
			t.Fatal(err)
		}
		look(t, b)
		sluitend(t, b)
	})
}

// What the engine proposes to put on account is booked so, and when the payment
// comes back, so does what waited.
func TestEngineProposesToPutOnAccount(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		taken(t, b, "posten.csv", itemsCSV(deVries))
		one := report{kind: "camt.053", id: "61", day: "2026-03-02", entries: []entry{
			{amount: 10000, name: "J. de Vries", iban: otherIBAN, kenmerk: kenmerk, e2e: "E-1", ref: "B1"}}}
		taken(t, b, "61.xml", one.camt())
		look(t, b)
		w := waiting(t, b)[0]
		var over app.ChoiceView
		for _, c := range w.Choices {
			if len(c.Portions) == 2 && c.Portions[1].Party == "R-1" {
				over = c
			}
		}
		if over.ID == "" || over.Portions[1].Account != "1690" || over.Portions[1].Name != "J. de Vries" || over.Portions[1].Amount != 1550 {
			t.Fatalf("proposed: %+v", w)
		}
		if _, err := b.AcceptAs(t.Context(), "jansen", w.Line, over.ID); err != nil {
			t.Fatal(err)
		}
		if status := sluitend(t, b); status.OpenItems != 1 || onAccount(t, b) != -1550 {
			t.Fatalf("status: %+v", status)
		}
		two := report{kind: "camt.053", id: "62", day: "2026-03-04", opening: one.closing(), entries: []entry{
			{amount: -10000, name: "J. de Vries", iban: otherIBAN, returns: "MD06", e2e: "E-1", ref: "B2"}}}
		taken(t, b, "62.xml", two.camt())
		if run := look(t, b); run.Automatic == 0 {
			w := waiting(t, b)[0]
			if len(w.Choices) == 0 {
				t.Fatalf("the return is not explained: %+v", w)
			}
			if _, err := b.AcceptAs(t.Context(), "jansen", w.Line, w.Choices[0].ID); err != nil {
				t.Fatal(err)
			}
		}
		if status := sluitend(t, b); status.OnWorklist != 0 || status.OpenAmount != 8450 || onAccount(t, b) != 0 {
			t.Fatalf("after the return: %+v, %s on account", status, onAccount(t, b))
		}
	})
}
