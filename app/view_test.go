// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"fmt"
	"slices"
	"testing"

	"rentmeester/app"
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/store"
	"rentmeester/text"
)

// longDay has more lines than fit on a page; of each third the payer is known.
func longDay() (report, []item) {
	r := report{kind: "camt.053", id: "70", day: "2026-03-10", opening: 1}
	var items []item
	for n := range 2*app.PageSize + 7 {
		e := entry{amount: money.Cents(1000 + n), name: fmt.Sprintf("Betaler %d", n), ref: fmt.Sprint("L", n), text: "bijdrage"}
		if n%3 == 0 {
			items = append(items, item{fmt.Sprintf("P-%04d", n), "receivable", fmt.Sprint("R-", n), e.name, "", e.amount, "", "bijdrage"})
		}
		r.entries = append(r.entries, e)
	}
	return r, items
}

func TestPagesOfTheWorklist(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		long, items := longDay()
		taken(t, b, "posten.csv", itemsCSV(items...))
		taken(t, b, "70.xml", long.camt())
		look(t, b)
		total := 0
		for _, part := range []app.WorkPart{app.SureLines, app.DoubtLines, app.BareLines, app.AllLines} {
			list, said := allWork(t, b, app.WorkFilter{Part: part, Sure: 0.8})
			if len(list) != said {
				t.Errorf("part %d: %d lines, %d said", part, len(list), said)
			}
			if part != app.AllLines {
				total += said
			} else if said != total || said != len(long.entries) {
				t.Errorf("%d lines, the parts together %d", said, total)
			}
			for i := 1; i < len(list); i++ {
				if chance(list[i]) > chance(list[i-1]) {
					t.Errorf("part %d: line %d is likelier than the one above", part, i)
				}
			}
			if part == app.BareLines && slices.ContainsFunc(list, func(w app.Waiting) bool { return len(w.Choices) > 0 }) {
				t.Error("a line with a proposal among those without")
			}
		}
	})
}

func chance(w app.Waiting) float64 {
	if len(w.Choices) == 0 {
		return 0
	}
	return w.Choices[0].Probability
}

// allWork walks through all pages and fails when a line comes twice.
func allWork(t *testing.T, b *app.Books, f app.WorkFilter) (list []app.Waiting, said int) {
	t.Helper()
	seen := map[int64]bool{}
	for at := app.Top; ; {
		page, err := b.WorklistPage(t.Context(), f, at)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range page.Items {
			if seen[w.Line] {
				t.Fatalf("line %d stands on two pages", w.Line)
			}
			seen[w.Line] = true
			list = append(list, w)
		}
		said, at = page.Total, page.Next
		if !page.More {
			return list, said
		}
	}
}

func TestSearchTheWorklist(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		taken(t, b, "1.xml", report{kind: "camt.053", id: "1", day: "2026-03-02", opening: 1, entries: []entry{
			{amount: 123456, name: "Käthe Müller", iban: otherIBAN, text: "100% zeker &amp; vast", ref: "A"},
			{amount: -8450, name: "Jansen_Bouw", text: "termijn, drie", kenmerk: kenmerk, ref: "B"},
			{amount: 84, name: "Derde", ref: "C"},
		}}.camt())
		for query, want := range map[string]int{
			"": 3, "müller": 1, "MULLER kathe": 1, "1.234,56": 1, "1234.56": 1, "1,234.56": 1, "84,50": 1, "100%": 1, "100x": 0, "&": 1,
			"n_b": 1, "s_b": 0, kenmerk: 1, "NL02 ABNA 0123 4567 89": 1, "termijn, drie": 1, "zeker muller 100% vast en meer": 0, "!": 0,
		} {
			list, said := allWork(t, b, app.WorkFilter{Query: query, Sure: 0.95})
			if len(list) != want || said != want {
				t.Errorf("%q: %d lines (%d said), want %d", query, len(list), said, want)
			}
		}
		if list, _ := allWork(t, b, app.WorkFilter{Account: 1 << 40}); len(list) != 0 {
			t.Error("lines of an account that is not there")
		}
	})
}

func TestStatementWithItsLines(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		long, items := longDay()
		one := report{kind: "camt.053", id: "69", day: "2026-03-09", opening: -99, entries: []entry{
			{amount: 100, ref: "X", parts: []payment{{60, "A", "", "deel een"}, {40, "B", "", "deel twee"}}},
		}}
		long.opening = one.closing()
		taken(t, b, "posten.csv", itemsCSV(items...))
		taken(t, b, "69.xml", one.camt())
		taken(t, b, "70.xml", long.camt())
		account := onlyAccount(t, b)
		heads, more, err := b.StatementsPage(t.Context(), account, "", 0)
		if err != nil || more || len(heads) != 2 || heads[0].Label != "70" || heads[0].Waiting != len(long.entries) {
			t.Fatalf("statements: %+v %v", heads, err)
		}
		v, err := b.StatementAt(t.Context(), heads[0].ID, app.FromStart)
		if err != nil {
			t.Fatal(err)
		}
		if !v.Proved || v.Before != heads[1].ID || v.After != 0 || v.In != long.sum() || v.Out != 0 || len(v.Proof) != 4 {
			t.Errorf("statement: %+v", v.Proof)
		}
		for _, r := range v.Proof {
			if said := text.Say(text.NL, r.Code, r.Args); said == r.Code {
				t.Errorf("no sentence for %s", r.Code)
			}
		}
		n := 0
		for after := app.FromStart; ; {
			v, err = b.StatementAt(t.Context(), heads[0].ID, after)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range v.Lines {
				if l.Position != n+1 || !l.Open || l.Amount != long.entries[n].amount {
					t.Fatalf("line %d: %+v", n, l)
				}
				n++
				after = app.Place{Position: l.Position, Detail: l.Detail}
			}
			if !v.More {
				break
			}
		}
		if n != len(long.entries) {
			t.Errorf("%d lines, want %d", n, len(long.entries))
		}
		v, err = b.StatementAt(t.Context(), heads[1].ID, app.FromStart)
		if err != nil || len(v.Lines) != 2 || v.Lines[1].Detail != 2 || v.Lines[1].Name != "B" || v.After != heads[0].ID {
			t.Errorf("collected entry: %+v %v", v.Lines, err)
		}
		_, err = b.StatementAt(t.Context(), 1<<40, app.FromStart)
		wants(t, err, "app.no-such-statement")
	})
}

func onlyAccount(t *testing.T, b *app.Books) int64 {
	t.Helper()
	o, err := b.Overview(t.Context())
	if err != nil || len(o.Accounts) != 1 || o.Accounts[0].IBAN != ownIBAN {
		t.Fatalf("not one account: %+v %v", o.Accounts, err)
	}
	return o.Accounts[0].ID
}

func TestWhatBecameOfALine(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		taken(t, b, "posten.csv", itemsCSV(deVries, jansen))
		taken(t, b, "61.xml", firstDay().camt())
		look(t, b)
		line := lineOf(t, b, 12500)
		amount := money.Cents(5000)
		if _, err := b.Book(t.Context(), "jansen", line, []app.Part{{Item: "2026-0002", Amount: &amount}}, false); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Book(t.Context(), "pieters", line, []app.Part{{Party: "R-2"}}, false); err != nil {
			t.Fatal(err)
		}
		heads, _, err := b.StatementsPage(t.Context(), onlyAccount(t, b), "", 0)
		if err != nil {
			t.Fatal(err)
		}
		v, err := b.StatementAt(t.Context(), heads[0].ID, app.FromStart)
		if err != nil {
			t.Fatal(err)
		}
		first, second, third := v.Lines[0], v.Lines[1], v.Lines[2]
		if !first.Matched || len(first.Standing) != 1 || first.Standing[0].Actor != "autopilot" || first.Standing[0].Portions[0].Name != "J. de Vries" {
			t.Errorf("by the autopilot: %+v", first)
		}
		if len(second.Standing) != 2 || second.Standing[1].Portions[0].Party != "R-2" || second.Standing[1].Portions[0].Name != "Bakkerij Jansen & Zn" ||
			second.Standing[1].Portions[0].Amount != 7500 {
			t.Errorf("in two parts: %+v", second.Standing)
		}
		if !third.Open || third.Standing != nil {
			t.Errorf("waits: %+v", third)
		}
		page, more, err := b.DecisionsPage(t.Context(), 0)
		if err != nil || more || len(page) != 3 || page[0].Actor != "pieters" || page[2].Line.Label != "61" {
			t.Errorf("decisions: %+v %v", page, err)
		}
		if page, _, err = b.DecisionsPage(t.Context(), page[1].ID); err != nil || len(page) != 1 {
			t.Errorf("decisions before: %+v %v", page, err)
		}
		sluitend(t, b)
	})
}

func TestDaysLatestFirst(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		opening := money.Cents(500)
		for n := range app.PageSize + 3 {
			d := report{kind: "camt.053", id: fmt.Sprint(n + 1), day: string(day.Day("2026-01-01").Add(n)), opening: opening,
				entries: []entry{{amount: money.Cents(100 - n), ref: fmt.Sprint("E", n), name: "X"}}}
			opening = d.closing()
			taken(t, b, "dag.xml", d.camt())
		}
		page, more, err := b.DaysPage(t.Context(), onlyAccount(t, b), "")
		if err != nil || !more || len(page) != app.PageSize || page[0].Day != "2026-02-22" || page[0].Statement == 0 || page[0].Label != "53" {
			t.Fatalf("%d days, %+v, %v", len(page), page[0], err)
		}
		rest, more, err := b.DaysPage(t.Context(), onlyAccount(t, b), page[len(page)-1].Day)
		if err != nil || more || len(rest) != 3 || rest[2].Day != "2026-01-01" {
			t.Fatalf("rest: %+v %v", rest, err)
		}
		o, err := b.Overview(t.Context())
		if err != nil || o.In != 3922 || o.Out != 0 || o.Oldest != "2026-01-01" || len(o.Accounts) != 1 {
			t.Errorf("overview: %+v %v", o, err)
		}
	})
}

func TestItemsForALine(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		many := []item{deVries, jansen, pieters}
		for n := range 30 {
			many = append(many, item{fmt.Sprintf("H-%02d", n), "receivable", "R-7", "Huurder Müller", "", money.Cents(5000 + n), "", "huur"})
		}
		taken(t, b, "posten.csv", itemsCSV(many...))
		taken(t, b, "61.xml", firstDay().camt())
		line := lineOf(t, b, 12500)
		for query, want := range map[string]struct {
			count int
			first string
		}{
			"2026-0001": {1, "2026-0001"}, kenmerk: {1, "2026-0001"}, "bakkerij": {1, "2026-0002"}, "125,00": {1, "2026-0002"},
			"muller huur": {20, "H-00"}, "50,29": {1, "H-29"}, "Pieters": {0, ""}, "F-77": {1, "F-77"}, "zoiets": {0, ""}, "": {1, "2026-0002"},
		} {
			found, err := b.ItemsFor(t.Context(), line, query)
			if err != nil {
				t.Fatal(err)
			}
			if len(found) != want.count || len(found) > 0 && found[0].Number != want.first {
				t.Errorf("%q: %+v", query, found)
			}
		}
		_, err := b.ItemsFor(t.Context(), 1<<40, "x")
		wants(t, err, "app.no-line")
	})
}

func TestReturnSaysWhy(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		r := report{kind: "camt.053", id: "1", day: "2026-03-02", opening: 1}
		for n, code := range []string{"MD06", "AC04", "ZZ99", "NARR"} {
			r.entries = append(r.entries, entry{amount: -money.Cents(n + 1), name: "Iemand", ref: code, returns: code})
		}
		taken(t, b, "1.xml", r.camt())
		for _, w := range waiting(t, b) {
			if w.Return == nil {
				t.Fatalf("%+v is no return", w.LineView)
			}
			for _, lang := range []text.Lang{text.NL, text.EN} {
				if said := text.Say(lang, w.Return.Code, w.Return.Args); said == w.Return.Code {
					t.Errorf("no sentence for %s", w.Return.Code)
				}
			}
		}
	})
}
