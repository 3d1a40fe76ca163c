// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"archive/zip"
	"bytes"
	"testing"

	"rentmeester/app"
	"rentmeester/money"
	"rentmeester/policy"
	"rentmeester/store"
)

// An account that is swept to the same balance every day (schatkistbankieren):
// a week that tells again of its days is seen, in either order of arrival.
func TestSweptAccountToldTwice(t *testing.T) {
	monday := report{kind: "camt.053", id: "1", day: "2026-03-02", entries: []entry{{amount: 10000, ref: "A"}, {amount: -10000, ref: "B"}}}
	tuesday := report{kind: "camt.053", id: "2", day: "2026-03-03", entries: []entry{{amount: 5000, ref: "C"}, {amount: -5000, ref: "D"}}}
	both := report{kind: "camt.053", id: "9", day: "2026-03-03", entries: []entry{
		{amount: 10000, ref: "A", booked: "2026-03-02"}, {amount: -10000, ref: "B", booked: "2026-03-02"}, {amount: 5000, ref: "C"}, {amount: -5000, ref: "D"}}}
	for name, c := range map[string]struct {
		order      []report
		statements int64
	}{
		"days first":  {[]report{monday, tuesday, both}, 2},
		"whole first": {[]report{both, monday, tuesday}, 1},
		"in between":  {[]report{monday, both, tuesday}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			onEachStore(t, func(t *testing.T, s *store.Store) {
				b := newBooks(t, s, "swept")
				for _, r := range c.order {
					take(t, b, r.id+".xml", r.camt())
				}
				got, err := b.Status(t.Context())
				if err != nil || got.Statements != c.statements || got.Entries != map[int64]int64{1: 4, 2: 4}[c.statements] {
					t.Errorf("%d statements with %d entries, %v", got.Statements, got.Entries, err)
				}
				whole(t, b)
			})
		})
	}
}

// Banks send several statements a day, and they arrive in any order.
func TestSeveralStatementsADayOutOfOrder(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "several")
		for _, r := range []report{
			{kind: "camt.053", id: "7", day: "2026-03-05", opening: 10000, entries: []entry{{amount: 5000, ref: "A"}}},
			{kind: "camt.053", id: "9", day: "2026-03-05", opening: 20000, entries: []entry{{amount: 6000, ref: "C"}}},
			{kind: "camt.053", id: "8", day: "2026-03-05", opening: 15000, entries: []entry{{amount: 5000, ref: "B"}}},
		} {
			taken(t, b, r.id+".xml", r.camt())
		}
		got := sluitend(t, b)
		if got.Statements != 3 || got.Accounts[0].Closing != 26000 {
			t.Errorf("%+v", got)
		}
	})
}

// A bank books interest a day back: no statement is missing because of that.
func TestEntryBookedADayBack(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "back")
		taken(t, b, "1.xml", report{kind: "camt.053", id: "1", day: "2026-03-05", entries: []entry{{amount: 10000, ref: "A"}}}.camt())
		taken(t, b, "2.xml", report{kind: "camt.053", id: "2", day: "2026-03-06", opening: 10000,
			entries: []entry{{amount: 25, ref: "B", booked: "2026-03-05"}, {amount: 100, ref: "C"}}}.camt())
		sluitend(t, b)
	})
}

// A notification explains the entry that it names, once; equal amounts do not
// lead it to another.
func TestNotificationExplainsOnlyWhatItNames(t *testing.T) {
	collected := report{kind: "camt.053", id: "1", day: "2026-03-05", entries: []entry{{amount: 50000, ref: "R1", bare: true}, {amount: 50000, ref: "R2", bare: true}}}
	first := report{kind: "camt.054", id: "N1", day: "2026-03-05", entries: []entry{{amount: 50000, ref: "R1", parts: []payment{{20000, "Anna", "E1", ""}, {30000, "Bert", "E2", ""}}}}}
	again := first
	again.id = "N1 again"
	second := report{kind: "camt.054", id: "N2", day: "2026-03-05", entries: []entry{{amount: 50000, ref: "R2", parts: []payment{{10000, "Cor", "E3", ""}, {40000, "Dirk", "E4", ""}}}}}
	stray := report{kind: "camt.054", id: "N3", day: "2026-03-05", entries: []entry{{amount: 50000, ref: "R3", parts: []payment{{50000, "Els", "E5", ""}}}}}
	for name, order := range map[string][]report{
		"after":  {collected, stray, first, again, second},
		"before": {first, again, stray, second, collected},
	} {
		t.Run(name, func(t *testing.T) {
			onEachStore(t, func(t *testing.T, s *store.Store) {
				b := newBooks(t, s, "named")
				for _, r := range order {
					take(t, b, r.id+".xml", r.camt())
				}
				names := map[string]money.Cents{}
				for _, w := range waiting(t, b) {
					names[w.Name] += w.Amount
				}
				for name, amount := range map[string]money.Cents{"Anna": 20000, "Bert": 30000, "Cor": 10000, "Dirk": 40000} {
					if names[name] != amount {
						t.Errorf("%s has %s, want %s", name, names[name], amount)
					}
				}
				if len(names) != 4 {
					t.Errorf("on the worklist: %v", names)
				}
				sluitend(t, b)
			})
		})
	}
}

// A policy that is set right after the first one holds.
func TestPolicySetAtOnceHolds(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "policy")
		for _, mode := range []string{"off", "safe", "off"} {
			body := bytes.Replace(policy.Default, []byte("bank: budget"), []byte("bank: "+mode), 1)
			if err := b.SetPolicy(t.Context(), "tester", body); err != nil {
				t.Fatal(err)
			}
			got, _, _, err := b.Policy(t.Context())
			if err != nil || got != string(body) {
				t.Errorf("policy %s does not hold: %v", mode, err)
			}
		}
	})
}

// What was refused or put in quarantine in a zip is judged anew with the zip.
func TestZipIsJudgedAnew(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "zip")
		var zipped bytes.Buffer
		w := zip.NewWriter(&zipped)
		f, err := w.Create("wrong.xml")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write([]byte(report{kind: "camt.053", id: "1", day: "2026-03-05", off: 1, entries: []entry{{amount: 100}}}.camt()))
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if r := take(t, b, "all.zip", zipped.String()); r.Quarantined != 1 {
				t.Errorf("%d in quarantine, want 1", r.Quarantined)
			}
		}
	})
}

// Details that come while the whole was decided take its place when that is
// taken back, and are not decided by themselves again.
func TestDetailsThatCameWhileItWasDecided(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "late")
		taken(t, b, "1.xml", report{kind: "camt.053", id: "1", day: "2026-03-05", entries: []entry{{amount: 50000, ref: "R1", bare: true}}}.camt())
		id, err := b.Book(t.Context(), "jansen", lineOf(t, b, 50000), []app.Part{{Account: "1250"}}, false)
		if err != nil {
			t.Fatal(err)
		}
		taken(t, b, "n.xml", report{kind: "camt.054", id: "N1", day: "2026-03-05", entries: []entry{{amount: 50000, ref: "R1",
			parts: []payment{{20000, "Anna", "E1", ""}, {30000, "Bert", "E2", ""}}}}}.camt())
		if len(waiting(t, b)) != 0 {
			t.Error("a decided line was opened up")
		}
		sluitend(t, b)
		if _, err := b.Undo(t.Context(), "jansen", id); err != nil {
			t.Fatal(err)
		}
		if names := waiting(t, b); len(names) != 2 {
			t.Errorf("%d lines on the worklist, want Anna's and Bert's", len(names))
		}
		sluitend(t, b)
	})
}

// Files there are whose entries lie before or after the days of their balances:
// the ledger opens on the first of all, and still closes.
func TestEntriesOutsideTheDaysOfTheBalances(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "outside")
		taken(t, b, "1.xml", report{kind: "camt.053", id: "1", day: "2026-03-05", opening: 300000,
			entries: []entry{{amount: -150000, ref: "A", booked: "2026-04-09"}}}.camt())
		taken(t, b, "2.xml", report{kind: "camt.053", id: "2", day: "2026-04-10", opening: 150000,
			entries: []entry{{amount: -50000, ref: "B", booked: "2026-02-27"}}}.camt())
		sluitend(t, b)
	})
}

// A notification finds its entry some days off, whichever comes first, also when
// other statements come between; further off it does not.
func TestNotificationDaysFromItsEntry(t *testing.T) {
	parts := []payment{{20000, "Anna", "E1", ""}, {30000, "Bert", "E2", ""}}
	for _, test := range []struct {
		name, noticed string
		lines         int
	}{
		{"five days before", "2026-03-05", 3}, {"five days after", "2026-03-15", 3}, {"six days after", "2026-03-16", 2},
	} {
		notice := report{kind: "camt.054", id: "N", day: test.noticed, entries: []entry{{amount: 50000, ref: "R1", parts: parts}}}
		booked := report{kind: "camt.053", id: "1", day: "2026-03-10", entries: []entry{{amount: 50000, ref: "R1", bare: true}}}
		later := report{kind: "camt.053", id: "2", day: "2026-05-10", opening: 50000, entries: []entry{{amount: 100, ref: "Z"}}}
		for order, reports := range map[string][]report{"notice first": {notice, booked, later}, "notice last": {booked, later, notice}} {
			t.Run(test.name+", "+order, func(t *testing.T) {
				onEachStore(t, func(t *testing.T, s *store.Store) {
					b := newBooks(t, s, "days")
					for _, r := range reports {
						taken(t, b, r.id+".xml", r.camt())
					}
					if got := sluitend(t, b).OnWorklist; int(got) != test.lines {
						t.Errorf("%d lines on the worklist", got)
					}
				})
			})
		}
	}
}
