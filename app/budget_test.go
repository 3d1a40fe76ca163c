// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"rentmeester/app"
	"rentmeester/autopilot"
	"rentmeester/money"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/db"
	"rentmeester/store/storetest"
	"rentmeester/text"
)

// withAutopilot makes an administration of which policy says this of the autopilot.
func withAutopilot(t *testing.T, s *store.Store, settings string) *app.Books {
	t.Helper()
	b, _, err := app.Init(t.Context(), s, "voorbeeld", "Gemeente Voorbeeld", autopilotPolicy(settings), clock())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func autopilotPolicy(settings string) []byte {
	before, _, _ := bytes.Cut(policy.Default, []byte("    autopilot:\n"))
	return append(bytes.Clone(before), "    autopilot: {"+settings+"}\n"...)
}

// payers invents n people who each owe one amount and pay it: with the reference
// a rule proves it, without it is likely.
func payers(id, day string, from, n int, referenced bool) (report, []item) {
	r := report{kind: "camt.053", id: id, day: day}
	for i := 1; i < from; i++ { // it goes on where the statement before ended
		r.opening += money.Cents(10_007 + 131*i)
	}
	var items []item
	for i := from; i < from+n; i++ {
		name := fmt.Sprintf("%c%c%cberg", "BDFGHKLMNPRSTVWZ"[i%16], "aeiou"[i/16%5], "klmnrst"[i/80%7])
		one := item{number: fmt.Sprintf("N-%04d", i), kind: "receivable", party: fmt.Sprint("R-", i), name: "Bakkerij " + name,
			iban: otherIBAN, amount: money.Cents(10_007 + 131*i), description: "leges"}
		e := entry{amount: one.amount, name: one.name, iban: one.iban, text: "betaling", ref: fmt.Sprint("P", i)}
		if referenced {
			one.reference = fmt.Sprintf("60000000%08d", i)
			e.kenmerk = one.reference
		}
		items, r.entries = append(items, one), append(r.entries, e)
	}
	return r, items
}

func bring(t *testing.T, b *app.Books, r report, items []item) {
	t.Helper()
	taken(t, b, "posten-"+r.id+".csv", itemsCSV(items...))
	taken(t, b, r.id+".xml", r.camt())
}

func pay(t *testing.T, b *app.Books, id, day string, from, n int, referenced bool) {
	t.Helper()
	r, items := payers(id, day, from, n, referenced)
	bring(t, b, r, items)
}

func standing(t *testing.T, b *app.Books) app.Standing {
	t.Helper()
	s, err := b.Standing(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, said := range []app.Reason{s.May(), s.Because()} {
		if what := text.Say(text.NL, said.Code, said.Args); what == said.Code || strings.Contains(what, "{") {
			t.Errorf("no sentence: %+v", said)
		}
	}
	return s
}

func stands(t *testing.T, b *app.Books, mode autopilot.Mode, why string) app.Standing {
	t.Helper()
	s := standing(t, b)
	if s.Mode != mode || s.Why != "autopilot.standing."+why {
		t.Fatalf("%s because of %s, want %s because of %s: %+v", s.Mode, s.Why, mode, why, s)
	}
	return s
}

func history(t *testing.T, b *app.Books) []app.StandingRow {
	t.Helper()
	list, err := b.StandingHistory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestBudgetBeginsWithThePrior(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := withAutopilot(t, s, `bank: budget, sample: 0%`)
		if now := stands(t, b, autopilot.Prior, "prior"); now.Promise.Wrong != 0.001 || len(history(t, b)) != 0 {
			t.Fatalf("before the first run: %+v", now)
		}
		bring(t, b, firstDay(), []item{deVries, jansen, pieters})
		if run := look(t, b); run.Automatic != 2 || run.Without != 1 {
			t.Fatalf("one by rule and one by its claim: %+v", run)
		}
		look(t, b)
		rows := history(t, b)
		if len(rows) != 1 || rows[0].Mode != autopilot.Prior || rows[0].Threshold != autopilot.PriorThreshold || rows[0].Policy == "" {
			t.Fatalf("history: %+v", rows)
		}
		now := standing(t, b)
		if now.Automatic != 2 || now.Decided != 2 || now.Corrected != 0 || now.Measured.Done != 2 || now.Measured.Bound != 1 {
			t.Errorf("%+v", now)
		}
		if err := b.SetPolicy(t.Context(), "tester", autopilotPolicy("bank: safe")); err != nil {
			t.Fatal(err)
		}
		look(t, b)
		if rows = history(t, b); len(rows) != 2 || rows[0].Why != "autopilot.standing.rules" || rows[0].From == "" {
			t.Errorf("with another policy: %+v", rows)
		}
		sluitend(t, b)
	})
}

func TestBlindSample(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := withAutopilot(t, s, `bank: budget, sample: 50%`)
		pay(t, b, "61", "2026-03-02", 1, 60, true)
		run := look(t, b)
		if run.Automatic < 15 || run.Proposed < 15 || run.Automatic+run.Proposed != 60 {
			t.Fatalf("about half goes to a person: %+v", run)
		}
		now := standing(t, b)
		if now.Drawn != int64(run.Proposed) || now.Judged != 0 {
			t.Fatalf("%+v", now)
		}
		if err := b.SetPolicy(t.Context(), "tester", autopilotPolicy("bank: budget, sample: 0%")); err != nil {
			t.Fatal(err)
		}
		if again := look(t, b); again.Automatic != 0 {
			t.Fatalf("what was drawn stays with a person: %+v", again)
		}
		work := waiting(t, b)
		for _, w := range work {
			if why := w.Why.Code; strings.HasPrefix(why, "autopilot.") || why == "app.keeps.before" {
				t.Fatalf("the page tells that line %d was drawn: %s", w.Line, why)
			}
		}
		for _, w := range work[:5] {
			if _, err := b.AcceptAs(t.Context(), "jansen", w.Line, w.Choices[0].ID); err != nil {
				t.Fatal(err)
			}
		}
		// booked by hand, but the same: right
		same := []app.Part{{Item: work[5].Choices[0].Portions[0].Item}}
		if _, err := b.BookWhole(t.Context(), "jansen", work[5].Line, same); err != nil {
			t.Fatal(err)
		}
		now = standing(t, b)
		if now.Mode != autopilot.Prior || now.Judged != 6 || now.Measured.Blind != 6 || now.Measured.BlindWrong != 0 {
			t.Fatalf("%+v", now)
		}
		// one wrong may be a slip, a second not
		if _, err := b.Book(t.Context(), "jansen", work[6].Line, []app.Part{{Account: "8000"}}, false); err != nil {
			t.Fatal(err)
		}
		stands(t, b, autopilot.Prior, "prior")
		if _, err := b.Reject(t.Context(), "jansen", work[7].Line); err != nil {
			t.Fatal(err)
		}
		if now = stands(t, b, autopilot.Propose, "rules-wrong"); now.Cases != 8 || now.Wrong != 2 || now.Bound < 0.01 {
			t.Fatalf("%+v", now)
		}
		pay(t, b, "62", "2026-03-03", 61, 3, true)
		if run = look(t, b); run.Automatic != 0 {
			t.Fatalf("it stepped down: %+v", run)
		}
		if rows := history(t, b); len(rows) != 2 || rows[0].Why != "autopilot.standing.rules-wrong" || rows[0].From != rows[0].Since {
			t.Fatalf("history: %+v", rows)
		}
		stands(t, b, autopilot.Propose, "rules-wrong")
		sluitend(t, b)
	})
}

func TestUndoneCountsAsWrong(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := withAutopilot(t, s, `bank: budget, sample: 0%`)
		pay(t, b, "61", "2026-03-02", 1, 20, true)
		if run := look(t, b); run.Automatic != 20 {
			t.Fatalf("%+v", run)
		}
		page, _, err := b.DecisionsPage(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range page[:2] {
			stands(t, b, autopilot.Prior, "prior")
			if _, err := b.Undo(t.Context(), "jansen", d.ID); err != nil {
				t.Fatal(err)
			}
		}
		now := stands(t, b, autopilot.Propose, "rules-wrong-undone")
		if now.Cases != 20 || now.Wrong != 2 || now.Corrected != 2 || now.Automatic != 20 {
			t.Errorf("%+v", now)
		}
		sluitend(t, b)
	})
}

func TestOwnDecisionsProveAThreshold(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := withAutopilot(t, s, `bank: budget, wrong: 5%, confidence: 50%, sample: 0%, start: safe`)
		pay(t, b, "61", "2026-03-02", 1, 60, false)
		if run := look(t, b); run.Automatic != 0 || run.Proposed != 60 {
			t.Fatalf("%+v", run)
		}
		stands(t, b, autopilot.Safe, "start")
		bulk, err := b.AcceptAll(t.Context(), "jansen", []int64{waiting(t, b)[0].Line}, 0.5)
		if err != nil || len(bulk) != 1 {
			t.Fatal(err)
		}
		work := waiting(t, b)
		for len(work) > 0 {
			for _, w := range work {
				if _, err := b.AcceptAs(t.Context(), "jansen", w.Line, w.Choices[0].ID); err != nil {
					t.Fatal(err)
				}
			}
			work = waiting(t, b)
		}
		now := stands(t, b, autopilot.Proved, "proved")
		if now.Cases != 59 || now.Wrong != 0 || now.Threshold != autopilot.Least || now.Bound > 0.05 {
			t.Fatalf("bulk acceptance is no judgement: %+v", now)
		}
		pay(t, b, "62", "2026-03-03", 61, 4, false)
		if run := look(t, b); run.Automatic != 4 {
			t.Fatalf("done on their claim: %+v", run)
		}
		v, err := b.StandingView(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		last := v.Reliability[len(v.Reliability)-1]
		if len(v.History) != 2 || last.N != 59 || last.Right != 1 || len(v.Months) != 1 || v.Months[0] != (app.MonthShare{Month: "2026-04", Decided: 64, Automatic: 4}) {
			t.Errorf("%+v", v)
		}
		sluitend(t, b)
	})
}

// A yes that is taken back counts as wrong, a no that is taken back tells
// nothing, and of a line only the first decision counts.
func TestWhatACaseIs(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := withAutopilot(t, s, `bank: budget, start: safe, sample: 0%`)
		pay(t, b, "61", "2026-03-02", 1, 5, false)
		look(t, b)
		rows := func() (n, right int) {
			v, err := b.StandingView(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range v.Reliability {
				n, right = n+r.N, right+int(r.Right*float64(r.N)+0.5)
			}
			return n, right
		}
		expect := func(what string, wantN, wantRight int) {
			t.Helper()
			if n, right := rows(); n != wantN || right != wantRight {
				t.Fatalf("%s: %d cases, %d right", what, n, right)
			}
		}
		work := waiting(t, b)
		yes, err := b.AcceptAs(t.Context(), "jansen", work[0].Line, work[0].Choices[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		expect("a yes", 1, 1)
		if _, err := b.Undo(t.Context(), "jansen", yes); err != nil {
			t.Fatal(err)
		}
		expect("a yes taken back", 1, 0)
		no, err := b.Reject(t.Context(), "jansen", work[1].Line)
		if err != nil {
			t.Fatal(err)
		}
		expect("a no", 2, 0)
		if _, err := b.Undo(t.Context(), "jansen", no); err != nil {
			t.Fatal(err)
		}
		expect("a no taken back", 1, 0)
		look(t, b)
		again := waiting(t, b)
		for _, w := range again {
			if w.Line == work[0].Line || w.Line == work[1].Line {
				if _, err := b.AcceptAs(t.Context(), "jansen", w.Line, w.Choices[0].ID); err != nil {
					t.Fatal(err)
				}
			}
		}
		expect("a second decision", 1, 0)
		// the item of a proposal goes to another line first: the proposal is stale
		other := []app.Part{{Item: work[3].Choices[0].Portions[0].Item}}
		if _, err := b.BookWhole(t.Context(), "jansen", work[2].Line, other); err != nil {
			t.Fatal(err)
		}
		expect("another booking", 2, 0)
		if _, err := b.Reject(t.Context(), "jansen", work[3].Line); err != nil {
			t.Fatal(err)
		}
		expect("a stale proposal", 2, 0)
		sluitend(t, b)
	})
}

// The sample survives a move to another database, and so does the history.
func TestBudgetSurvivesBackup(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := withAutopilot(t, s, `bank: budget, sample: 50%`)
		pay(t, b, "61", "2026-03-02", 1, 20, true)
		look(t, b)
		var dump bytes.Buffer
		if _, err := s.Dump(t.Context(), &dump, "2026-04-01"); err != nil {
			t.Fatal(err)
		}
		other := storetest.SQLite(t)
		if _, err := other.Restore(t.Context(), &dump); err != nil {
			t.Fatal(err)
		}
		copied, err := app.Open(t.Context(), other, "", clock())
		if err != nil {
			t.Fatal(err)
		}
		if run := look(t, copied); run.Automatic != 0 || len(history(t, copied)) != 1 || standing(t, copied).Drawn != standing(t, b).Drawn {
			t.Errorf("%+v", run)
		}
	})
}

// What the assessment at the start of a run costs when the window is full.
func BenchmarkStanding(b *testing.B) {
	s := storetest.SQLite(b)
	books := newBooks(b, s, "bench")
	if err := books.SetPolicy(b.Context(), "tester", policy.Default); err != nil {
		b.Fatal(err)
	}
	err := s.Write(b.Context(), books.Adm.Key, books.Now(), func(tx *store.Tx) error {
		for line := range int64(200_000) {
			d := db.Decision{Adm: tx.Adm, ID: tx.NewID(), LineID: line, Kind: app.Accepted, Actor: "jansen", Content: "{}", At: tx.Stamp()}
			if line >= autopilot.MaxCases {
				d.Actor, d.Ground = autopilot.Actor, string(autopilot.Rule)
			} else if err := tx.Add(b.Context(), db.Case{Adm: tx.Adm, DecisionID: d.ID, LineID: line, Claimed: 0.9, Correct: true, At: d.At}); err != nil {
				return err
			}
			if err := tx.Add(b.Context(), d); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := books.Standing(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
