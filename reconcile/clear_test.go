// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"testing"

	"rentmeester/bank"
	"rentmeester/day"
	"rentmeester/payment"
)

func TestAsClear(t *testing.T) {
	const cited = 1<<fRefText | 1<<fAmountExact | 1<<fNameEqual | 1<<fAccountSame
	tests := []struct {
		name   string
		a, b   uint64
		ab, ba bool
	}{
		{"the same facts", cited, cited, true, true},
		{"when it was due is no fact of the line", cited | 1<<fDueNear | 1<<fOldest, cited | 1<<fDueFar, true, true},
		{"a reference against none", cited, cited &^ (1 << fRefText), true, false},
		{"another's reference and the payer's own item", 1<<fRefText | 1<<fAmountExact | 1<<fNameDiffers, 1<<fRefOther | 1<<fAmountExact | 1<<fNameEqual, false, false},
		{"a part", cited&^(1<<fAmountExact) | 1<<fAmountPart, cited, false, true},
		{"the text speaks of it", 1<<fAmountExact | 1<<fNameEqual | 1<<fTextSays, 1<<fAmountExact | 1<<fNameEqual, true, false},
		{"known by account or by none", 1<<fAmountExact | 1<<fNameEqual | 1<<fAccountNew, 1<<fAmountExact | 1<<fNameEqual, false, true},
	}
	for _, test := range tests {
		if got := AsClear(test.a, test.b); got != test.ab {
			t.Errorf("%s: %v", test.name, got)
		}
		if got := AsClear(test.b, test.a); got != test.ba {
			t.Errorf("%s, the other way: %v", test.name, got)
		}
	}
}

// An instalment that is long due is proposed first, as the law has it; but while an
// equal one under the same reference is due just now nobody books that by itself.
func TestLongDueWhileAnotherIsDueNow(t *testing.T) {
	tests := []struct {
		name string
		due  day.Day // of the other one
		open bool
		most float64
	}{
		{"the other is due now", "2026-07-30", true, mostEarly},
		{"it is due now and paid", "2026-07-30", false, mostEarly},
		{"it is due later", "2026-09-30", true, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			other := with(receivable(2, "P. Bos", kenmerkA, 5000), func(i *Item) { i.IBAN, i.Due = bosIBAN, test.due })
			if !test.open {
				other.Open = 0
			}
			e := New(Settings{}, []Item{with(receivable(1, "P. Bos", kenmerkA, 5000), func(i *Item) { i.IBAN = bosIBAN }), other}, nil, nil, nil)
			l := line(1, 5000, "P. Bos", bosIBAN, kenmerkA)
			l.Booked = "2026-07-28"
			w := e.worker(&view{})
			p := w.propose(&l)
			same(t, p.Best, Allocation{Item: 1, Amount: 5000})
			if got := w.mostOf(p.Best); got != test.most {
				t.Errorf("at most %v, want %v", got, test.most)
			}
		})
	}
}

// A collection that the bank refused is as one that came back, from its day on.
func TestRefusedCollectionCameBack(t *testing.T) {
	items := []Item{receivable(1, "P. Bos", kenmerkA, 5000), receivable(2, "P. Bos", kenmerkB, 5000)}
	batches := []Batch{{ID: 1, Kind: payment.DirectDebit, InfoID: "INC-1", Execution: "2026-04-26", Total: 5000, Count: 1,
		Instructions: []Instruction{{Amount: 5000, Reference: kenmerkA, Rejected: true}}}}
	e := New(Settings{}, items, batches, nil, nil)
	for booked, back := range map[day.Day]bool{"2026-04-20": false, "2026-04-28": true} {
		l := line(1, 5000, "P. Bos", bosIBAN, kenmerkB)
		l.Booked = booked
		if p := e.Propose(l); p.Best == nil || p.Best.evidence.has(fCameBack) != back {
			t.Errorf("%s: %+v", booked, p.Best)
		}
	}
}

// An instalment came back and is open again: a payment of the same amount that
// cites the next one may well be for it. It says so and is never Safe.
func TestPassesOverWhatCameBack(t *testing.T) {
	instalment := func(id int64, ref string, due day.Day) Item {
		return with(receivable(id, "P. Bos", ref, 5000), func(i *Item) { i.IBAN, i.Due = bosIBAN, due })
	}
	later := line(3, 5000, "P. Bos", bosIBAN, kenmerkB)
	later.Booked = "2026-05-18"
	for _, back := range []bool{false, true} {
		e := New(Settings{}, []Item{instalment(1, kenmerkA, "2026-04-26"), instalment(2, kenmerkB, "2026-05-26")}, nil, nil, nil)
		if back {
			e.Apply(line(1, 5000, "P. Bos", bosIBAN, kenmerkA), Choice{Allocations: []Allocation{{Item: 1, Amount: 5000}}})
			returned := line(2, -5000, "P. Bos", bosIBAN)
			returned.Return = &bank.Return{Code: "AM04"}
			e.Apply(returned, Choice{Allocations: []Allocation{{Item: 1, Amount: -5000}}})
		}
		p := e.Propose(later)
		same(t, p.Best, Allocation{Item: 2, Amount: 5000})
		if p.Best == nil || p.Best.Safe || p.Best.evidence.has(fCameBack) != back {
			t.Errorf("came back %v: %+v", back, p.Best)
		}
	}
}
