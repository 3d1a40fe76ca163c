// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"fmt"
	"testing"

	"rentmeester/money"
)

// What people did with lines of the same words tells what to do with the next one
// of somebody else; a text that mostly goes with open items tells nothing.
func TestHabitByWords(t *testing.T) {
	e := New(Settings{}, nil, nil, nil, nil)
	learn := func(id int64, text, account string) {
		a := Allocation{Account: account, Amount: 15000}
		if account == "" {
			a = Allocation{Item: 1, Amount: 15000}
		}
		e.Apply(line(id, 15000, fmt.Sprint("Betaler ", id), fmt.Sprintf("NL%020d", id), text), Choice{Allocations: []Allocation{a}})
	}
	learn(1, "Motorrijtuigenbelasting 2026-04", "1691")
	learn(2, "Motorrijtuigenbelasting 2026-05", "1691")
	learn(3, "Betaling via app", "1691")
	for id := range int64(9) {
		learn(10+id, "Betaling via app", "")
	}
	p := e.Propose(line(30, 20000, "K. Smit", bosIBAN, "motorrijtuigenbelasting 2026-06"))
	same(t, p.Best, Allocation{Account: "1691", Amount: 20000})
	if p.Best != nil && p.Best.Safe {
		t.Error("words prove nothing")
	}
	if p := e.Propose(line(31, 20000, "K. Smit", bosIBAN, "Betaling via app")); p.Best != nil {
		t.Errorf("%+v", p.Best)
	}
	if p := e.Propose(line(32, -20000, "K. Smit", bosIBAN, "Motorrijtuigenbelasting")); p.Best != nil {
		t.Errorf("the other way: %+v", p.Best)
	}
}

// Money that people booked on an account goes back from that account, also when it
// was only a part of what came.
func TestPaidBackFromWhereItWasBooked(t *testing.T) {
	e := New(Settings{}, []Item{receivable(1, "P. Bos", kenmerkA, 30000)}, nil, nil, nil)
	e.Apply(line(1, 35000, "P. Bos", bosIBAN), Choice{Allocations: []Allocation{{Item: 1, Amount: 30000}, {Account: "1690", Amount: 5000}}})
	p := e.Propose(line(2, -5000, "P. Bos", bosIBAN, "Teruggaaf"))
	same(t, p.Best, Allocation{Account: "1690", Amount: -5000})
	if p := e.Propose(line(3, -5001, "P. Bos", bosIBAN, "Teruggaaf")); p.Best != nil {
		t.Errorf("another amount: %+v", p.Best)
	}
}

// A card processor keeps a fee for each payment, of which the text tells the
// number; other lines of his are booked in full.
func TestFeeForEachPayment(t *testing.T) {
	const processor = "NL20INGB0001234567"
	net := func(id int64, day, count int, gross money.Cents) (Line, []Allocation) {
		fee := money.Cents(6 * count)
		return line(id, gross-fee, "Pinverwerking", processor, fmt.Sprintf("PIN 202601%02d TRX %d BALIE NETTO", day, count)),
			[]Allocation{{Account: "1250", Amount: gross}, {Account: "4440", Amount: -fee}}
	}
	e := New(Settings{}, nil, nil, nil, nil)
	for i, count := range []int{32, 16, 16, 24} {
		l, booked := net(int64(2*i+1), i+6, count, 133710)
		if p := e.Propose(l); i < 2 && p.Best != nil && len(p.Best.Allocations) == 2 {
			t.Errorf("nobody showed twice how: %+v", p.Best)
		} else if i >= 2 {
			same(t, p.Best, booked...)
		}
		e.Apply(l, Choice{Allocations: booked})
		e.Apply(line(int64(2*i+2), 50000, "Pinverwerking", processor, "PIN TRX 12 BALIE"), Choice{Allocations: []Allocation{{Account: "1250", Amount: 50000}}})
	}
	l, booked := net(20, 20, 41, 99999)
	l.Habits = []Habit{{Rule: "Pinontvangsten", Allocations: []Allocation{{Account: "1250", Amount: l.Amount}}}}
	same(t, e.Propose(l).Best, booked...)
	same(t, e.Propose(line(21, 1200, "Pinverwerking", processor, "PIN TRX 3 BALIE")).Best, Allocation{Account: "1250", Amount: 1200})
}
