// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"rentmeester/app"
	"rentmeester/app/invoices"
	"rentmeester/attention"
	"rentmeester/day"
	"rentmeester/demo"
	"rentmeester/money"
	"rentmeester/store"
)

// needs gives what waits for a person, all kinds of it.
func needs(t *testing.T, b *app.Books, person string) app.Needs {
	t.Helper()
	watch, err := b.Watch(t.Context())
	must(t, err)
	n, err := b.Needs(t.Context(), person, app.NeedKinds, watch)
	must(t, err)
	return n
}

// counted gives how much waits of each kind.
func counted(n app.Needs) map[app.NeedKind]int {
	all := map[app.NeedKind]int{}
	for _, g := range n.Groups {
		all[g.Kind] = g.Count
	}
	return all
}

func TestWhatWaitsForWhom(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b, _ := payTown(t, s, "voorbeeld", nil)
		if n := needs(t, b, "budget"); n.Bare || len(n.List) != 0 {
			t.Fatalf("all is done: %+v", n.List)
		}
		run, err := b.Payments().Make(t.Context(), "maker", "")
		must(t, err)
		taken(t, b, "coding.xml", demo.Bill{Number: "C1", Net: 3000}.UBL())
		taken(t, b, "approval.xml", demo.Bill{Number: "A1", Net: 4000}.UBL())
		taken(t, b, "held.xml", demo.Bill{Number: "H1", Net: 5000, IBAN: otherPays}.UBL())
		list, err := b.Invoices().List(t.Context(), invoices.Filter{State: "coding", Query: "A1", Limit: 9})
		must(t, err)
		must(t, b.Invoices().SetCoding(t.Context(), "coder", list[0].ID, whole100))
		take(t, b, "wrong.xml", report{kind: "camt.053", id: "1", day: "2026-03-02", opening: 100, off: 1, entries: []entry{{amount: 5, ref: "x"}}}.camt())
		taken(t, b, "bank.xml", report{kind: "camt.053", id: "2", day: "2026-03-03", opening: 100, entries: []entry{{amount: 555, name: "Wie", ref: "y"}}}.camt())
		look(t, b)
		common := map[app.NeedKind]int{app.NeedLine: 1, app.NeedHeld: 1, app.NeedCoding: 1, app.NeedQuarantine: 1}
		for person, own := range map[string]map[app.NeedKind]int{
			"maker":  {app.NeedApproval: 1},                 // four eyes: not his own run
			"coder":  {app.NeedRun: 1},                      // nor the invoice that he coded
			"budget": {app.NeedApproval: 1, app.NeedRun: 1}, // both
		} {
			n := needs(t, b, person)
			for _, kind := range app.NeedKinds {
				if got := counted(n)[kind]; got != common[kind]+own[kind] {
					t.Errorf("%s: %d of %s, want %d", person, got, kind, common[kind]+own[kind])
				}
			}
			if len(n.List) != 4+len(own) || !n.Exact {
				t.Errorf("%s: %d in the list", person, len(n.List))
			}
		}
		for _, one := range needs(t, b, "budget").List {
			if one.Kind == app.NeedRun && (one.Amount != run.Total || one.Due != run.Execution) ||
				one.Kind == app.NeedHeld && one.Why.Code == "" || len(one.Because) == 0 {
				t.Errorf("%+v", one)
			}
		}
		some, err := b.Needs(t.Context(), "budget", []app.NeedKind{app.NeedCoding}, app.Watch{})
		if err != nil || len(some.List) != 1 || len(some.Groups) != 1 {
			t.Errorf("of one kind: %+v %v", some, err)
		}
	})
}

// What must be paid waits until it stands in a run; what is disputed is not owed now.
func TestLateInvoices(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b, ids := payTown(t, s, "voorbeeld", nil)
		now := b.Now()
		b.Now = func() time.Time { now = now.Add(time.Second); return now }
		if n := counted(needs(t, b, "x"))[app.NeedLate]; n != 0 {
			t.Fatalf("%d are late on the day on which they came", n)
		}
		now = now.AddDate(0, 0, 40)
		n := needs(t, b, "x")
		late := map[string]app.Need{}
		for _, one := range n.List {
			late[one.Number] = one
		}
		if len(ids) != 4 || len(n.List) != counted(n)[app.NeedLate] || late["F1"].Left != -10 || late["F1"].Amount != 24200 || late["F1"].Due != "2026-05-01" {
			t.Fatalf("%d of %d: %+v", len(n.List), len(ids), late["F1"])
		}
		if _, err := b.Payments().Make(t.Context(), "maker", ""); err != nil {
			t.Fatal(err)
		}
		if left := counted(needs(t, b, "x"))[app.NeedLate]; left != 0 {
			t.Errorf("%d are late that stand in a run", left)
		}
	})
}

// However much waits, the first ones are those that a ranking of all of it would put
// first.
func TestTheFirstAreTheFirstOfAll(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		random, opening := rand.New(rand.NewPCG(7, 7)), money.Cents(0)
		var all []attention.Matter
		for n := range 12 {
			r := report{kind: "camt.053", id: fmt.Sprint(n), day: fmt.Sprintf("2026-03-%02d", n+1), opening: opening}
			for i := range 60 {
				amount := money.Cents(random.IntN(1_000_000) - 500_000)
				if random.IntN(20) == 0 {
					amount *= 100
				}
				r.entries = append(r.entries, entry{amount: amount + 1, name: "Wie", ref: fmt.Sprint(n, "-", i)})
				all = append(all, attention.Matter{Amount: amount + 1, Due: day.Day(r.day).Add(5), Doubt: 1})
			}
			opening = r.closing()
			taken(t, b, r.day+".xml", r.camt())
		}
		n := needs(t, b, "x")
		want := n.Days.Weights.Rank(all, "2026-04-01")
		if !n.Exact || len(n.List) != 25 || counted(n)[app.NeedLine] != len(all) {
			t.Fatalf("%d of %d, exact: %v", len(n.List), counted(n)[app.NeedLine], n.Exact)
		}
		for i, one := range n.List {
			if money.Cents(one.Amount) != want[i].Amount || one.Due != want[i].Due {
				t.Fatalf("%d: %v of %v, want %v of %v", i, one.Amount, one.Due, want[i].Amount, want[i].Due)
			}
		}
	})
}

func TestDoneSince(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		before := b.Now()
		taken(t, b, "items.csv", itemsCSV(item{"N1", "receivable", "R-1", "Jansen", otherIBAN, 12500, kenmerk, "leges"}))
		taken(t, b, "bank.xml", report{kind: "camt.053", id: "1", day: "2026-03-03", opening: 100, entries: []entry{{amount: 12500, name: "Jansen", iban: otherIBAN, kenmerk: kenmerk, ref: "y"}}}.camt())
		if r := look(t, b); r.Automatic != 1 {
			t.Fatalf("%+v", r)
		}
		between := b.Now()
		taken(t, b, "leveranciers.csv", supplierList)
		booked(t, b, demo.Bill{})
		check := func(since time.Time, lines, corrected, bookings, reversed int) {
			t.Helper()
			d, err := b.DoneSince(t.Context(), since)
			must(t, err)
			want := app.Done{Lines: app.Count{Done: lines, Corrected: corrected}, Bookings: app.Count{Done: bookings, Corrected: reversed}}
			if d != want {
				t.Errorf("%+v, want %+v", d, want)
			}
		}
		check(before, 1, 0, 1, 0)
		check(between, 0, 0, 1, 0)
		check(b.Now(), 0, 0, 0, 0)
		page, _, err := b.DecisionsPage(t.Context(), 0)
		must(t, err)
		_, err = b.Undo(t.Context(), "jansen", page[0].ID)
		must(t, err)
		must(t, b.Invoices().Unbook(t.Context(), "budget", only(t, b, invoices.Booked).ID, "fout"))
		check(before, 1, 1, 1, 1)
	})
}

func TestNothingWasEverBroughtIn(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		if n := needs(t, b, "x"); !n.Bare || len(n.List) != 0 || slices.ContainsFunc(n.Groups, func(g app.NeedGroup) bool { return g.Count > 0 }) {
			t.Errorf("%+v", n)
		}
	})
}
