// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/day"
	"rentmeester/money"
)

// assign finds the highest total that trying everything finds, and never takes
// more of an item than is open.
func TestAssignFindsTheHighestTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := rapid.IntRange(1, 4).Draw(t, "items")
		open := map[int32]money.Cents{}
		for i := range items {
			open[int32(i)] = money.Cents(rapid.IntRange(1, 3).Draw(t, "open"))
		}
		lines := make([][]option, rapid.IntRange(1, 5).Draw(t, "lines"))
		for i := range lines {
			for range rapid.IntRange(0, 3).Draw(t, "options") {
				o := option{score: float64(rapid.IntRange(-3, 9).Draw(t, "score"))}
				for item := range items {
					if amount := rapid.IntRange(0, 2).Draw(t, "amount"); amount > 0 {
						o.takes = append(o.takes, take{int32(item), money.Cents(amount)})
					}
				}
				if len(o.takes) > 0 && rapid.IntRange(0, 4).Draw(t, "assumes") == 0 {
					o.assumes = []take{{o.takes[0].item, money.Cents(rapid.IntRange(0, 3).Draw(t, "left"))}}
				}
				lines[i] = append(lines[i], o)
			}
		}
		picked, total, exact := assign(open, lines, nil, [2]int{none, none})
		if !exact {
			t.Fatal("a small problem was cut short")
		}
		if got := totalOf(lines, picked); math.Abs(got-total) > 1e-9 {
			t.Fatalf("total %v, but what was picked adds up to %v", total, got)
		}
		if best := everyWay(open, lines); math.Abs(best-total) > 1e-9 {
			t.Fatalf("total %v, trying everything finds %v", total, best)
		}
	})
}

// everyWay tries every combination.
func everyWay(open map[int32]money.Cents, lines [][]option) float64 {
	best := math.Inf(-1)
	picked := make([]int, len(lines))
	var try func(i int)
	try = func(i int) {
		if i < len(lines) {
			for k := none; k < len(lines[i]); k++ {
				picked[i] = k
				try(i + 1)
			}
			return
		}
		taken := map[int32]money.Cents{}
		for i, k := range picked {
			if k != none {
				for _, t := range lines[i][k].takes {
					taken[t.item] += t.amount
				}
			}
		}
		for item, amount := range taken {
			if amount > open[item] {
				return
			}
		}
		a := assignment{open: open, lines: lines, taken: taken, picked: picked}
		if a.holds() {
			best = max(best, totalOf(lines, picked))
		}
	}
	try(0)
	return best
}

// Two payers and two items: one payer could only mean the item that the other
// prefers as well. The order of time would give it to the first who comes; the
// whole is likelier when each gets his own.
func TestTogetherBeatsTheOrderOfTime(t *testing.T) {
	only := receivable(1, "P. Bos", "", 5000)
	other := receivable(2, "P. Bos", "", 5000)
	only.PartyNumber, other.PartyNumber = "P1", "P1"
	only.Description, other.Description = "Huur maart", "Huur april"
	only.Due, other.Due = "2026-03-01", "2026-04-01"
	e := New(Settings{}, []Item{only, other}, nil, nil, nil)
	vague := line(1, 5000, "P. Bos", bosIBAN, "huur")
	clear := line(2, 5000, "P. Bos", bosIBAN, "huur maart")
	vague.Booked, clear.Booked = "2026-04-01", "2026-04-02"
	out := e.ProposeAll([]Line{vague, clear})
	if out[0].Best == nil || out[1].Best == nil {
		t.Fatalf("both have an item: %+v %+v", out[0], out[1])
	}
	if got := out[1].Best.Allocations[0].Item; got != 1 {
		t.Errorf("who says March pays March, got item %d", got)
	}
	if got := out[0].Best.Allocations[0].Item; got != 2 {
		t.Errorf("the other pays April, got item %d", got)
	}
}

// Who pays exactly what is open settles it, whatever small payments the same payer
// made before and after: these name nothing, and together would only fit by chance.
func TestExactlyWhatIsOpenGoesFirst(t *testing.T) {
	loan := receivable(1, "P. Bos", "", 575840)
	loan.IBAN, loan.PartyNumber, loan.Due = bosIBAN, "P1", "2026-03-20"
	var lines []Line
	for n, cents := range []money.Cents{3620, 1670, 19236, 700, 2400, 575840, 1090, 1250} {
		l := line(int64(n+1), cents, "P. Bos", bosIBAN, "taxi")
		l.Booked = day.Day(fmt.Sprintf("2026-03-%d", 16+n))
		lines = append(lines, l)
	}
	back := slices.Clone(lines)
	slices.Reverse(back)
	for name, order := range map[string][]Line{"by day": lines, "the other way": back} {
		e := New(Settings{}, []Item{loan}, nil, nil, nil)
		for i, p := range e.ProposeAll(order) {
			switch whole := order[i].Amount == loan.Open; {
			case whole && (p.Best == nil || p.Best.Rest != 0 || p.Best.Allocations[0].Amount != loan.Open):
				t.Errorf("%s: %+v does not settle it: %+v", name, order[i], p.Best)
			case !whole && p.Best != nil && p.Best.Probability >= 0.5:
				t.Errorf("%s: %v takes of it too: %+v", name, order[i].Amount, p.Best)
			}
		}
	}
}

// Of equal instalments under one reference the first payment pays the oldest, also
// when the second is from a payer who is known better.
func TestEqualInstalmentsInTurn(t *testing.T) {
	term := func(id int64, due string) Item {
		return with(receivable(id, "M. van Smit", kenmerkA, 10094), func(i *Item) { i.IBAN, i.Due = bosIBAN, day.Day(due) })
	}
	e := New(Settings{}, []Item{term(1, "2026-06-30"), term(2, "2026-08-30")}, nil, nil, nil)
	partner := line(1, 10094, "G.J. la Linden", jansenIBAN, "kenmerk "+kenmerkA)
	partner.Booked = "2026-03-09"
	himself := line(2, 10094, "M van Smit", bosIBAN, "kenmerk "+kenmerkA)
	himself.Booked = "2026-03-12"
	for _, lines := range [][]Line{{partner, himself}, {himself, partner}} {
		for _, p := range e.ProposeAll(lines) {
			same(t, p.Best, Allocation{Item: p.Line, Amount: 10094})
			for _, other := range append([]Choice{{}}, p.Others...) {
				if p.Best != nil && sameAllocations(other.Allocations, p.Best.Allocations) {
					t.Errorf("line %d is offered one thing twice: %+v", p.Line, p)
				}
			}
		}
	}
}

// Who names the later of two equal instalments by its number means that one, in
// whatever order they are paid.
func TestInstalmentNamedOutOfTurn(t *testing.T) {
	term := func(id int64, due string) Item {
		return with(receivable(id, "P. Bos", kenmerkA, 12331), func(i *Item) { i.IBAN, i.Due = bosIBAN, day.Day(due) })
	}
	items := []Item{term(1, "2026-06-30"), term(2, "2026-08-30")}
	named := line(1, 12331, "P. Bos", bosIBAN, "nota "+items[1].Number)
	named.Booked = "2026-04-07"
	other := line(2, 12331, "P. Bos", bosIBAN, "kenmerk "+kenmerkA)
	other.Booked = "2026-04-08"
	out := New(Settings{}, items, nil, nil, nil).ProposeAll([]Line{named, other})
	same(t, out[0].Best, Allocation{Item: 2, Amount: 12331})
	same(t, out[1].Best, Allocation{Item: 1, Amount: 12331})
}
