// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"slices"
	"testing"

	"rentmeester/money"
)

// proposed says whether one of the choices of a line settles just one item with
// so much.
func proposed(p Proposal, item int64, amount money.Cents) bool {
	return slices.ContainsFunc(p.Choices(), func(c *Choice) bool {
		return sameAllocations(c.Allocations, []Allocation{{Item: item, Amount: amount}})
	})
}

func TestWhatIsProposedBesides(t *testing.T) {
	const other = "NL20INGB0001234567"
	slip := "1" + kenmerkA[1:]
	if kenmerkA[0] == '1' {
		slip = "2" + kenmerkA[1:]
	}
	items := []Item{
		receivable(1, "S. Graaf", kenmerkA, 50000),
		receivable(2, "S. Graaf", kenmerkB, 2475),
		receivable(3, "W.J.J. Kuiper", kenmerkC, 24960),
		receivable(4, "P. Kuiper", "", 24960),
	}
	tests := []struct {
		name   string
		line   Line
		item   int64
		amount money.Cents
		want   bool
	}{
		{"a part, under the name of two", line(9, 12000, "S. Graaf e/o van Zijlstra", other, "belasting"), 1, 12000, true},
		{"the other initial is another person", line(9, 12000, "K. Graaf e/o van Zijlstra", other, "belasting"), 1, 12000, false},
		{"a part of the larger of two", line(9, 9000, "S. Graaf", other, "betaling"), 1, 9000, true},
		{"a reference with a slip, of an unknown payer", line(9, 50000, "K. Smit", other, slip), 1, 50000, true},
		{"that slip with another amount", line(9, 40000, "K. Smit", other, slip), 1, 40000, false},
		{"who is named in the text with his initials", line(9, 24960, "De Brug Bewind B.V.", other, "Kuiper WJJ Nieuwstraat 73"), 3, 24960, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := New(Settings{}, items, nil, nil, nil).Propose(test.line)
			if got := proposed(p, test.item, test.amount); got != test.want {
				t.Errorf("%v: %+v", got, p.Choices())
			}
			if p.Best != nil && p.Best.Safe {
				t.Errorf("Safe: %+v", p.Best)
			}
		})
	}
}

func TestInitialsInTheText(t *testing.T) {
	tests := []struct {
		text, name string
		want       bool
	}{
		{"Graaf WJJ Nieuwstraat 73", "W.J.J. Graaf", true},
		{"Graaf WJJ Nieuwstraat 73", "J. Graaf", false},
		{"namens de heer W. Graaf, huur", "W.J.J. Graaf", true},
		{"Graaf huur maart", "J. Graaf", true},
		{"van der Vries J Koningsweg", "J. van der Vries", true},
		{"van der Vries J Koningsweg", "P. van der Vries", false},
		{"P. Bos en J. Bos", "J. Bos", true},
		{"Stichting De Linde", "Stichting De Linde", true},
	}
	for _, test := range tests {
		l := line(1, 100, "", "", test.text)
		w := New(Settings{}, nil, nil, nil, nil).worker(&view{})
		w.start(&l)
		if got := w.inText(parseName(test.name)); got != test.want {
			t.Errorf("%q in %q: %v", test.name, test.text, got)
		}
	}
}

// A payment provider who keeps the same of each payment lists nothing: what one
// payment less that would be is proposed when few items have the amount.
func TestLumpOfPaymentProvider(t *testing.T) {
	const provider = "NL84ABNA4007009005"
	items := []Item{receivable(1, "P. Bos", kenmerkA, 10000), receivable(2, "K. Smit", kenmerkB, 5000), receivable(3, "A. Wit", kenmerkC, 18656)}
	booked := func(e *Engine, fees ...money.Cents) {
		e.Apply(line(1, 10000-fees[0], "Betaalpoort", provider), Choice{Allocations: []Allocation{{Item: 1, Amount: 10000}, {Account: "4440", Amount: -fees[0]}}})
		e.Apply(line(2, 5000-fees[1], "Betaalpoort", provider), Choice{Allocations: []Allocation{{Item: 2, Amount: 5000}, {Account: "4440", Amount: -fees[1]}}})
	}
	e := New(Settings{}, items, nil, nil, nil)
	booked(e, 32, 32)
	p := e.Propose(line(3, 18624, "Betaalpoort", provider, "Uitbetaling BP20260305"))
	same(t, p.Best, Allocation{Item: 3, Amount: 18656}, Allocation{Account: "4440", Amount: -32})
	if p.Best != nil && p.Best.Safe {
		t.Error("Safe")
	}
	e = New(Settings{}, items, nil, nil, nil)
	booked(e, 32, 48)
	if p := e.Propose(line(3, 18624, "Betaalpoort", provider, "Uitbetaling")); p.Best != nil && len(p.Best.Allocations) == 2 {
		t.Errorf("what he keeps varies: %+v", p.Best)
	}
}
