// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"fmt"
	"slices"
	"testing"

	"rentmeester/app"
	"rentmeester/money"
	"rentmeester/reconcile"
	"rentmeester/store"
	"rentmeester/store/db"
)

// monthly is a statement of one payment by the same payer, in the month given.
func monthly(n int, amount money.Cents, opening money.Cents) report {
	return report{kind: "camt.053", id: fmt.Sprint(n), day: fmt.Sprintf("2026-0%d-05", n), opening: opening, entries: []entry{
		{amount: amount, name: "Stichting De Schuur", iban: otherIBAN, text: "bijdrage gebruik zaal", ref: fmt.Sprint("Z", n)}}}
}

// What people book changes the very next proposal: at first nothing is known of
// the payer, then what was done is proposed, and after a correction that comes first.
func TestACorrectionChangesTheNextProposal(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "leren")
		opening := money.Cents(100_000)
		for n, step := range []struct {
			proposed []string
			booked   string
		}{
			{nil, "8100"}, {[]string{"8100"}, "8200"}, {[]string{"8200", "8100"}, "8200"},
		} {
			r := monthly(n+1, 45_000, opening)
			opening = r.closing()
			taken(t, b, r.id+".xml", r.camt())
			look(t, b)
			w := waiting(t, b)[0]
			var got []string
			for _, c := range w.Choices {
				got = append(got, c.Portions[0].Account)
			}
			if !slices.Equal(got, step.proposed) {
				t.Errorf("month %d: %q is proposed, not %q", n+1, got, step.proposed)
			}
			if _, err := b.BookWhole(t.Context(), "jansen", w.Line, []app.Part{{Account: step.booked}}); err != nil {
				t.Fatal(err)
			}
		}
		sluitend(t, b)
	})
}

// A person books a payment from an unknown account for somebody of another name;
// the next one from there is proposed for him.
func TestWhoPaysForWhomIsLearnedAtOnce(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "leren")
		taken(t, b, "posten.csv", itemsCSV(item{"H-1", "receivable", "R-9", "T. Achterberg", "", 45_000, "", "Huur maart"},
			item{"H-2", "receivable", "R-9", "T. Achterberg", "", 45_500, "", "Huur april"},
			item{"H-3", "receivable", "R-8", "Q. Anders", "", 45_500, "", "Huur april"}))
		first, second := monthly(1, 45_000, 100_000), monthly(2, 45_500, 145_000)
		taken(t, b, "1.xml", first.camt())
		look(t, b)
		if _, err := b.BookWhole(t.Context(), "jansen", waiting(t, b)[0].Line, []app.Part{{Item: "H-1"}}); err != nil {
			t.Fatal(err)
		}
		taken(t, b, "2.xml", second.camt())
		look(t, b)
		w := waiting(t, b)[0]
		if len(w.Choices) == 0 || w.Choices[0].Portions[0].Item != "H-2" {
			t.Fatalf("%+v", w.Choices)
		}
		if !slices.ContainsFunc(w.Choices[0].For, func(r app.Reason) bool { return r.Code == "reconcile.reason.account-learned" }) {
			t.Errorf("%+v", w.Choices[0].For)
		}
	})
}

// An open document ranks above what was always done: the invoice is proposed,
// and the habit at most after it.
func TestOpenDocumentsRankAboveHabits(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "leren")
		opening := money.Cents(100_000)
		for n := 1; n <= 4; n++ {
			r := monthly(n, 45_000, opening)
			opening = r.closing()
			taken(t, b, r.id+".xml", r.camt())
			look(t, b)
			if _, err := b.BookWhole(t.Context(), "jansen", waiting(t, b)[0].Line, []app.Part{{Account: "8100"}}); err != nil {
				t.Fatal(err)
			}
		}
		taken(t, b, "posten.csv", itemsCSV(item{"2026-0077", "receivable", "R-9", "Stichting De Schuur", otherIBAN, 45_000, "", "Huur zaal mei"}))
		r := monthly(5, 45_000, opening)
		taken(t, b, r.id+".xml", r.camt())
		look(t, b)
		w := waiting(t, b)[0]
		if len(w.Choices) == 0 || w.Choices[0].Portions[0].Item != "2026-0077" {
			t.Errorf("%+v", w.Choices)
		}
	})
}

// The first decision of a person on a line is a lesson for the engine, which of the
// choices was right with it; what is taken back teaches nothing.
func TestDecisionsAreLessons(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "leren")
		pay(t, b, "1", "2026-03-02", 1, 3, false)
		look(t, b)
		lessons := func() (right []int) {
			t.Helper()
			err := s.Write(t.Context(), b.Adm.Key, b.Now(), func(tx *store.Tx) error {
				rows, err := tx.Lessons(t.Context(), db.LessonsParams{Adm: b.Adm.Key, Model: app.Model, Page: 10})
				for _, row := range rows {
					l, err := reconcile.ParseLesson(row)
					if err != nil {
						return err
					}
					right = append(right, l.Right)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return right
		}
		lines := waiting(t, b)
		if len(lines) != 3 || len(lines[0].Choices) == 0 {
			t.Fatalf("%+v", lines)
		}
		if _, err := b.BookWhole(t.Context(), "jansen", lines[0].Line, []app.Part{{Item: lines[0].Choices[0].Portions[0].Item}}); err != nil {
			t.Fatal(err)
		}
		other, err := b.BookWhole(t.Context(), "jansen", lines[1].Line, []app.Part{{Account: "8990"}})
		if err != nil {
			t.Fatal(err)
		}
		if got := lessons(); !slices.Equal(got, []int{reconcile.NoneRight, 0}) {
			t.Errorf("lessons %v: the second line was something else, the first as proposed", got)
		}
		look(t, b) // with what was learned
		if _, err := b.Undo(t.Context(), "jansen", other); err != nil {
			t.Fatal(err)
		}
		if got := lessons(); !slices.Equal(got, []int{0}) {
			t.Errorf("lessons %v after one was taken back", got)
		}
		sluitend(t, b)
	})
}
