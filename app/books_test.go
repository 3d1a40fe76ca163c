// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"testing"
	"time"

	"rentmeester/app"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/store"
)

const kenmerk = "6000000000000001"

var (
	deVries = item{"2026-0001", "receivable", "R-1", "J. de Vries", otherIBAN, 8450, kenmerk, "OZB 2026 termijn 1"}
	jansen  = item{"2026-0002", "receivable", "R-2", "Bakkerij Jansen & Zn", "", 12500, "", "Leges terras"}
	pieters = item{"F-77", "payable", "C-9", "Pieters Groen B.V.", "NL39INGB0007654321", 99900, "", "Factuur 77"}
)

func firstDay() report {
	return report{kind: "camt.053", id: "61", day: "2026-03-02", opening: 100000, entries: []entry{
		{amount: 8450, name: "J. de Vries", iban: otherIBAN, text: "termijn 1", kenmerk: kenmerk, ref: "B1"},
		{amount: 12500, name: "Bakkerij Jansen en Zn", iban: "NL57BNGH0285012345", text: "terras", ref: "B2"},
		{amount: -4711, name: "Onbekend", iban: "NL44RABO0123456789", text: "geen idee", ref: "B3"},
	}}
}

func TestFromFileToBooked(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		taken(t, b, "posten.csv", itemsCSV(deVries, jansen, pieters))
		got := taken(t, b, "061.xml", firstDay().camt())
		if got.Statements != 1 || got.Entries != 3 {
			t.Fatalf("import: %+v", got)
		}
		sluitend(t, b)
		run := look(t, b)
		if run.Lines != 3 || run.Automatic != 1 || run.Proposed != 1 || run.Without != 1 {
			t.Fatalf("reconcile: %+v", run)
		}
		status := sluitend(t, b)
		if status.Matched != 1 || status.OnWorklist != 2 || status.Automatic != 1 || status.OpenItems != 2 {
			t.Fatalf("status: %+v", status)
		}
		page := waiting(t, b)
		if len(page) != 2 || page[0].Amount != 12500 || len(page[0].Choices) == 0 || len(page[1].Choices) != 0 {
			t.Fatalf("worklist: %+v", page)
		}
		best := page[0].Choices[0]
		if len(best.Portions) != 1 || best.Portions[0].Item != "2026-0002" || best.Portions[0].Left != 0 || len(best.For) == 0 {
			t.Fatalf("proposal: %+v", best)
		}
		decision, err := b.AcceptAs(t.Context(), "jansen", page[0].Line, best.ID)
		if err != nil {
			t.Fatal(err)
		}
		if status = sluitend(t, b); status.Matched != 2 || status.ByPeople != 1 {
			t.Fatalf("after accepting: %+v", status)
		}
		_, err = b.AcceptAs(t.Context(), "jansen", page[0].Line, best.ID)
		wants(t, err, "app.line-closed")
		if _, err := b.Undo(t.Context(), "jansen", decision); err != nil {
			t.Fatal(err)
		}
		if status = sluitend(t, b); status.Matched != 1 || status.Undone != 1 || status.OpenItems != 2 {
			t.Fatalf("after undoing: %+v", status)
		}
		_, err = b.Undo(t.Context(), "jansen", decision)
		wants(t, err, "app.undone-before")
		if run = look(t, b); run.Automatic != 0 || run.Proposed != 1 {
			t.Fatalf("what was undone must wait for a person: %+v", run)
		}
	})
}

func wants(t testing.TB, err error, code string) {
	t.Helper()
	if !fault.Is(err, code) {
		t.Fatalf("got %v, want %s", err, code)
	}
}

func TestReconcileTwiceProposesTheSame(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		taken(t, b, "posten.csv", itemsCSV(deVries, jansen))
		taken(t, b, "061.xml", firstDay().camt())
		look(t, b)
		before := waiting(t, b)
		look(t, b)
		after := waiting(t, b)
		if before[0].Choices[0].ID != after[0].Choices[0].ID {
			t.Fatal("a proposal that did not change has another name")
		}
		_, err := b.AcceptAs(t.Context(), "jansen", before[0].Line, "0123456789abcdef")
		wants(t, err, "app.proposal-changed")
	})
}

func TestRejectedIsNotProposedAgain(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		taken(t, b, "posten.csv", itemsCSV(jansen))
		taken(t, b, "061.xml", firstDay().camt())
		look(t, b)
		wrong := waiting(t, b)[0]
		decision, err := b.RejectAs(t.Context(), "jansen", wrong.Line, wrong.Choices[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		_, err = b.RejectAs(t.Context(), "jansen", wrong.Line, wrong.Choices[0].ID)
		wants(t, err, "app.no-proposal")
		look(t, b)
		for _, w := range waiting(t, b) {
			for _, c := range w.Choices {
				if w.Line == wrong.Line && c.ID == wrong.Choices[0].ID {
					t.Fatal("proposed again")
				}
			}
		}
		if _, err := b.Undo(t.Context(), "jansen", decision); err != nil {
			t.Fatal(err)
		}
		look(t, b)
		if now := waiting(t, b)[0]; now.Line != wrong.Line || now.Choices[0].ID != wrong.Choices[0].ID || now.Why.Code == "" {
			t.Fatalf("a rejection that was undone counts no more: %+v", now)
		}
		sluitend(t, b)
	})
}

func TestSameFileAgainChangesNothing(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		files := map[string]string{"posten.csv": itemsCSV(deVries, jansen), "061.xml": firstDay().camt()}
		for name, content := range files {
			taken(t, b, name, content)
		}
		before, err := b.Version(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for name, content := range files {
			if got := take(t, b, "ander-"+name, content); got.Known != 1 || got.Statements+got.Items != 0 {
				t.Errorf("%s: %+v", name, got)
			}
		}
		if after, err := b.Version(t.Context()); err != nil || after != before {
			t.Errorf("the books went from version %d to %d (%v)", before, after, err)
		}
		sluitend(t, b)
	})
}

func TestSameStatementInTwoFormats(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		day := firstDay()
		for slug, order := range map[string][2]string{"eerst-camt": {day.camt(), day.mt940()}, "eerst-mt940": {day.mt940(), day.camt()}} {
			b := newBooks(t, s, slug)
			taken(t, b, "een", order[0])
			if got := taken(t, b, "twee", order[1]); got.Statements != 0 || got.Known != 1 {
				t.Errorf("second: %+v", got)
			}
			if status := sluitend(t, b); status.Statements != 1 || status.Entries != 3 || status.OnWorklist != 3 {
				t.Errorf("status: %+v", status)
			}
		}
	})
}

func TestWrongBalanceIsKeptApart(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		wrong := firstDay()
		wrong.off = 1
		got := take(t, b, "fout.xml", wrong.camt())
		if got.Quarantined != 1 || got.Statements != 0 || got.Files[0].Findings[0].Code != "bank.balance" {
			t.Fatalf("import: %+v", got)
		}
		if status := sluitend(t, b); status.Quarantined != 1 || status.Entries != 0 {
			t.Fatalf("status: %+v", status)
		}
		kept, more, err := b.QuarantinePage(t.Context(), 0)
		if err != nil || more || len(kept) != 1 || kept[0].File != "fout.xml" || kept[0].Finding.Args["difference"] != "0.01" {
			t.Fatalf("quarantine: %+v %v", kept, err)
		}
		take(t, b, "fout.xml", wrong.camt())
		if status := sluitend(t, b); status.Quarantined != 1 {
			t.Fatalf("judged again, it is still one: %+v", status)
		}
		taken(t, b, "goed.xml", firstDay().camt())
		sluitend(t, b)
	})
}

func TestMissingDayShowsAndHeals(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		one := firstDay()
		two := report{kind: "camt.053", id: "62", day: "2026-03-03", opening: one.closing(), entries: []entry{{amount: 100, name: "A", ref: "C1"}}}
		three := report{kind: "camt.053", id: "63", day: "2026-03-04", opening: two.closing(), entries: []entry{{amount: -250, name: "B", ref: "D1"}}}
		taken(t, b, "63.xml", three.camt())
		sluitend(t, b)
		taken(t, b, "61.xml", one.camt())
		whole(t, b)
		status, err := b.Status(t.Context())
		if err != nil || status.Accounts[0].Proved || status.Accounts[0].Reason != "app.sluitend.gap" {
			t.Fatalf("status: %+v %v", status.Accounts, err)
		}
		taken(t, b, "62.xml", two.camt())
		status = sluitend(t, b)
		if a := status.Accounts[0]; a.Opening != app.Euro(one.opening) || a.Closing != app.Euro(three.closing()) {
			t.Fatalf("account: %+v", a)
		}
	})
}

func TestNotificationOpensUpItsEntry(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		parts := []payment{{1000, "A. Een", "E1", "huur A"}, {2000, "B. Twee", "E2", "huur B"}, {3000, "C. Drie", "E3", "huur C"}}
		statement := report{kind: "camt.053", id: "61", day: "2026-03-02", opening: 5, entries: []entry{{amount: 6000, ref: "VERZ1", bare: true}}}
		notice := report{kind: "camt.054", id: "N1", day: "2026-03-02", entries: []entry{{amount: 6000, ref: "VERZ1", parts: parts}}}
		for slug, order := range map[string][2]report{"eerst-053": {statement, notice}, "eerst-054": {notice, statement}} {
			b := newBooks(t, s, slug)
			taken(t, b, "een.xml", order[0].camt())
			taken(t, b, "twee.xml", order[1].camt())
			status := sluitend(t, b)
			if status.OnWorklist != 3 || status.Entries != 1 || status.Notifications != 1 || status.Details != 3 {
				t.Fatalf("%s: %+v", slug, status)
			}
			names := map[string]money.Cents{}
			for _, w := range waiting(t, b) {
				names[w.Name] = w.Left
			}
			if names["A. Een"] != 1000 || names["C. Drie"] != 3000 {
				t.Fatalf("%s: %v", slug, names)
			}
		}
	})
}

func TestBookAsAPersonSays(t *testing.T) {
	cents := func(c money.Cents) *money.Cents { return &c }
	tests := []struct {
		name  string
		line  money.Cents // the line it is tried on
		parts []app.Part
		whole bool
		fault string
		left  money.Cents
	}{
		{name: "one item", line: 12500, parts: []app.Part{{Item: "2026-0002"}}},
		{name: "part of an item and a ledger account", line: 12500, parts: []app.Part{{Item: "2026-0002", Amount: cents(10000)}, {Account: "8000"}}},
		{name: "on account of a party", line: 12500, parts: []app.Part{{Party: "R-1"}}, whole: true},
		{name: "to a payable", line: -4711, parts: []app.Part{{Item: "F-77", Amount: cents(4711)}}, whole: true},
		{name: "more of one and less of another", line: -4711, parts: []app.Part{{Item: "F-77", Amount: cents(5000)}, {Account: "8000", Amount: cents(-289)}}, whole: true},
		{name: "something stays", line: 12500, parts: []app.Part{{Account: "8000", Amount: cents(500)}}, left: 12000},
		{name: "something stays of a whole", line: 12500, parts: []app.Part{{Account: "8000", Amount: cents(500)}}, whole: true, fault: "app.not-whole"},
		{name: "too much", line: 12500, parts: []app.Part{{Account: "8000", Amount: cents(12501)}}, fault: "app.too-much"},
		{name: "the wrong way", line: 12500, parts: []app.Part{{Account: "8000", Amount: cents(-1)}}, fault: "app.too-much"},
		{name: "nothing", line: 12500, fault: "app.too-much"},
		{name: "more than is open", line: 12500, parts: []app.Part{{Item: "2026-0001", Amount: cents(8451)}}, fault: "app.item-settled"},
		{name: "take back what was never paid", line: -4711, parts: []app.Part{{Item: "2026-0001"}}, fault: "app.item-settled"},
		{name: "no such item", line: 12500, parts: []app.Part{{Item: "X"}}, fault: "app.no-item"},
		{name: "no such party", line: 12500, parts: []app.Part{{Party: "X"}}, fault: "app.no-party"},
		{name: "nowhere", line: 12500, parts: []app.Part{{Amount: cents(1)}}, fault: "app.no-target"},
		{name: "no amount", line: 12500, parts: []app.Part{{Account: "8000", Amount: cents(0)}}, fault: "app.no-amount"},
	}
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		taken(t, b, "posten.csv", itemsCSV(deVries, jansen, pieters))
		taken(t, b, "061.xml", firstDay().camt())
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				line := lineOf(t, b, test.line)
				book := func() (int64, error) { return b.Book(t.Context(), "jansen", line, test.parts, false) }
				if test.whole {
					book = func() (int64, error) { return b.BookWhole(t.Context(), "jansen", line, test.parts) }
				}
				decision, err := book()
				sluitend(t, b)
				if test.fault != "" {
					wants(t, err, test.fault)
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				if w, err := b.Waiting(t.Context(), line); err != nil || w.Left != test.left {
					t.Errorf("%s is left, want %s (%v)", w.Left, test.left, err)
				}
				if _, err := b.Undo(t.Context(), "jansen", decision); err != nil {
					t.Fatal(err)
				}
				sluitend(t, b)
			})
		}
	})
}

// lineOf gives the line on the worklist with this amount.
func lineOf(t testing.TB, b *app.Books, amount money.Cents) int64 {
	t.Helper()
	for _, w := range waiting(t, b) {
		if w.Amount == amount {
			return w.Line
		}
	}
	t.Fatalf("no line of %s waits", amount)
	return 0
}

// Refresh comes to what Reconcile comes to, and writes nothing over what
// somebody did while it thought.
func TestRefreshIsReconcileThatWaitsForNobody(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		one, two := newBooks(t, s, "een"), newBooks(t, s, "twee")
		for _, b := range []*app.Books{one, two} {
			taken(t, b, "posten.csv", itemsCSV(deVries, jansen, pieters))
			taken(t, b, "061.xml", firstDay().camt())
		}
		want := look(t, one)
		got, done, err := two.Refresh(t.Context())
		if err != nil || !done || got != want {
			t.Fatalf("got %+v %v %v, want %+v", got, done, err, want)
		}
		if a, b := waiting(t, one), waiting(t, two); len(a) != len(b) || a[0].Choices[0].Portions[0].Item != b[0].Choices[0].Portions[0].Item {
			t.Fatalf("one: %+v, two: %+v", a, b)
		}
		sluitend(t, two)
		// the clock of these books is read before the snapshot and before the writing
		acting := *two
		calls := 0
		acting.Now = func() time.Time {
			if calls++; calls == 2 {
				if _, err := two.Book(t.Context(), "jansen", lineOf(t, two, 12500), []app.Part{{Item: "2026-0002"}}, false); err != nil {
					t.Fatal(err)
				}
			}
			return two.Now()
		}
		if _, done, err = acting.Refresh(t.Context()); err != nil || done {
			t.Fatalf("it wrote over what was done: %v %v", done, err)
		}
		sluitend(t, two)
	})
}

// What was used up since the engine looked is not shown as a proposal.
func TestUsedUpProposalIsNotShown(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		taken(t, b, "posten.csv", itemsCSV(jansen))
		taken(t, b, "061.xml", firstDay().camt())
		look(t, b)
		if _, err := b.Book(t.Context(), "jansen", lineOf(t, b, 8450), []app.Part{{Item: "2026-0002"}}, false); err != nil {
			t.Fatal(err)
		}
		w, err := b.Waiting(t.Context(), lineOf(t, b, 12500))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range w.Choices {
			if c.Portions[0].Item == "2026-0002" && c.Portions[0].Amount == 12500 {
				t.Errorf("still shown: %+v", c)
			}
		}
	})
}

func TestNamesOfFilesFromAnywhere(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		for n, name := range []string{"af\xffschrift.xml", "af\x00schrift.xml", "été €.xml", ""} {
			r := firstDay()
			r.off = money.Cents(n + 1)
			take(t, b, name, r.camt())
		}
		if kept, _, err := b.QuarantinePage(t.Context(), 0); err != nil || len(kept) != 4 || kept[3].File != "af?schrift.xml" || kept[1].File != "été €.xml" {
			t.Fatalf("%+v %v", kept, err)
		}
	})
}
