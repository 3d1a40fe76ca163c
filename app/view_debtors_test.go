// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"fmt"
	"testing"

	"rentmeester/app"
	"rentmeester/app/presence"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/store"
)

// Who owes us something stands there with what is open and what was paid; the sums
// agree with the status, page after page.
func TestDebtors(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		items := []item{deVries, jansen, pieters, {"2026-0009", "receivable", "", "Zonder nummer", "", 700, "", "los"}}
		for n := range app.PageSize + 5 {
			items = append(items, item{fmt.Sprintf("2026-1%03d", n), "receivable", fmt.Sprintf("D-%03d", n), "Debiteur", "", money.Cents(1000 + n), "", "iets"})
			if n < 3 {
				items = append(items, item{fmt.Sprintf("2026-2%03d", n), "receivable", "R-1", "J. de Vries", "", 100, "", "nog iets"})
			}
		}
		taken(t, b, "posten.csv", itemsCSV(items...))
		taken(t, b, "061.xml", firstDay().camt())
		look(t, b) // de Vries paid his first item
		var sum money.Cents
		var count int
		for after, more := app.Most, true; more; {
			var list []app.DebtorView
			var all app.DebtView
			var err error
			list, all, more, err = b.Debtors(t.Context(), "", after)
			if err != nil {
				t.Fatal(err)
			}
			for i, d := range list {
				if i > 0 && d.Open > list[i-1].Open {
					t.Errorf("%s comes after one of whom less is open", d.Number)
				}
				sum, count = sum+d.Open, count+1
			}
			after = app.DebtPlace{Open: list[len(list)-1].Open, Number: list[len(list)-1].Number}
			if !more && (all.Nameless != 1 || all.NamelessOpen != 700 || all.Open != sum+700) {
				t.Errorf("%+v, and %s of %d debtors", all, sum, count)
			}
		}
		if count != app.PageSize+5+2 {
			t.Errorf("%d debtors", count)
		}
		ages, err := b.Ageing(t.Context(), "receivable")
		var open money.Cents
		for i, a := range ages {
			if open += a.Open; a.Age != app.Ages[i] {
				t.Errorf("group %d is %s", i, a.Age)
			}
		}
		if err != nil || open != sum+700 {
			t.Errorf("by age %s is open, not %s: %v", open, sum+700, err)
		}
		v, err := b.StandingView(t.Context())
		if err != nil || len(v.Lines) != 1 || v.Lines[0].Month != "2026-03" || v.Lines[0].Lines != v.Lines[0].Automatic+v.Lines[0].ByHand+v.Lines[0].Waiting || v.Lines[0].Automatic == 0 {
			t.Errorf("lines by month: %+v, %v", v.Lines, err)
		}
		one, err := b.Debtor(t.Context(), "R-1", app.OwedPlace{})
		if err != nil || one.Name != "J. de Vries" || one.Open != 300 || one.Settled != 8450 || len(one.Owed) != 3 || one.More {
			t.Fatalf("%+v, %v", one, err)
		}
		if len(one.Payments) != 1 || one.Payments[0].Amount != 8450 || one.Payments[0].Item != "2026-0001" || one.Payments[0].Booked != "2026-03-02" || one.Payments[0].Statement == 0 {
			t.Errorf("payments: %+v", one.Payments)
		}
		if list, _, _, err := b.Debtors(t.Context(), "bakkerij", app.Most); err != nil || len(list) != 1 || list[0].Number != "R-2" {
			t.Errorf("found %+v, %v", list, err)
		}
		for _, nobody := range []string{"C-9", "", "x"} { // who has no claim on him is no debtor
			if _, err := b.Debtor(t.Context(), nobody, app.OwedPlace{}); !fault.Is(err, "app.no-debtor") {
				t.Errorf("%q: %v", nobody, err)
			}
		}
	})
}

// What was last done with a line is known to who has it open.
func TestLastDone(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		taken(t, b, "posten.csv", itemsCSV(deVries, jansen))
		taken(t, b, "061.xml", firstDay().camt())
		look(t, b)
		room := &presence.Room{Books: b.Books}
		line := waiting(t, b)[0]
		if last, err := room.LastDone(t.Context(), "line", line.Line); err != nil || last.Act != "" {
			t.Errorf("nobody did anything, and it says %+v, %v", last, err)
		}
		decision, err := b.AcceptAs(t.Context(), "Anja", line.Line, line.Choices[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		if last, err := room.LastDone(t.Context(), "line", line.Line); err != nil || last.Act != "line.accepted" || last.Actor != "Anja" || last.At.IsZero() {
			t.Errorf("%+v, %v", last, err)
		}
		if _, err := b.Undo(t.Context(), "Piet", decision); err != nil {
			t.Fatal(err)
		}
		if last, err := room.LastDone(t.Context(), "line", line.Line); err != nil || last.Act != "line.undone" || last.Actor != "Piet" {
			t.Errorf("%+v, %v", last, err)
		}
	})
}
