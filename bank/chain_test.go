// SPDX-License-Identifier: EUPL-1.2

package bank

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/day"
	"rentmeester/money"
)

func TestChain(t *testing.T) {
	one := Link{ID: 1, First: "2026-01-02", Last: "2026-01-02", Opening: 100, Closing: 150}
	two := Link{ID: 2, First: "2026-01-03", Last: "2026-01-03", Opening: 150, Closing: 100}
	for name, c := range map[string]struct {
		links []Link
		order []int64
		kinds []BreakKind
	}{
		"follows":         {[]Link{two, one}, []int64{1, 2}, nil},
		"gap":             {[]Link{one, {ID: 3, First: "2026-01-09", Last: "2026-01-09", Opening: 90, Closing: 95}}, []int64{1, 3}, []BreakKind{Gap}},
		"week over a day": {[]Link{one, {ID: 4, First: "2026-01-01", Last: "2026-01-05", Opening: 80, Closing: 95}}, []int64{1, 4}, []BreakKind{Overlap}},
		"one day, balances decide": {[]Link{
			{ID: 7, First: "2026-01-03", Last: "2026-01-03", Sequence: "1", Opening: 100, Closing: 120},
			two, one,
		}, []int64{1, 2, 7}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			ordered, breaks := Chain(c.links)
			for i, l := range ordered {
				if l.ID != c.order[i] {
					t.Errorf("place %d: statement %d, want %d", i, l.ID, c.order[i])
				}
			}
			if len(breaks) != len(c.kinds) {
				t.Fatalf("breaks %v, want %v", breaks, c.kinds)
			}
			for i, b := range breaks {
				if b.Kind != c.kinds[i] {
					t.Errorf("break %v, want %s", b, c.kinds[i])
				}
			}
		})
	}
}

// A chain that holds is found whole from any order of arrival.
func TestChainFromAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		balance, on := money.Cents(0), day.Day("2026-01-01")
		var links []Link
		for id := range rapid.IntRange(1, 30).Draw(t, "statements") {
			next := balance + money.Cents(rapid.Int64Range(-3, 3).Draw(t, "move"))
			links = append(links, Link{ID: int64(id), First: on, Last: on, Opening: balance, Closing: next})
			balance = next
			if id%3 == 2 {
				on = on.Add(rapid.IntRange(1, 3).Draw(t, "days"))
			}
		}
		shuffled := append([]Link(nil), links...)
		seed := rapid.Uint64().Draw(t, "seed")
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if _, breaks := Chain(shuffled); len(breaks) > 0 {
			t.Fatalf("a whole chain breaks: %v", breaks)
		}
	})
}

func TestSameAccount(t *testing.T) {
	for name, c := range map[string]struct {
		a, b string
		want bool
	}{
		"equal":                  {"NL02ABNA0123456789", "NL02ABNA0123456789", true},
		"number of the IBAN":     {"123456789", "NL02ABNA0123456789", true},
		"number with zero":       {"NL02ABNA0123456789", "0123456789", true},
		"another bank":           {"NL02ABNA0123456789", "NL20INGB0123456789", false},
		"another number":         {"123456780", "NL02ABNA0123456789", false},
		"German account":         {"1222333444", "DE02500105170137075030", false},
		"two bare numbers":       {"0001234567", "1234567", true},
		"old form with a letter": {"P1234567", "NL20INGB0001234567", false},
	} {
		t.Run(name, func(t *testing.T) {
			if SameAccount(c.a, c.b) != c.want || SameAccount(c.b, c.a) != c.want {
				t.Errorf("%s and %s: want %v", c.a, c.b, c.want)
			}
		})
	}
}
