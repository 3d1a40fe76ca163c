// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"sort"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/bank"
	"rentmeester/day"
	"rentmeester/ident"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/party"
)

var people = []string{"P. Bos", "A.B. de Vries-Jansen", "Mevr. K. Jansen", "Bouwbedrijf De Eik B.V.", "", "é ü", "J. van der Berg"}

// scene draws a small town in which everything collides: few amounts, few
// references, few names.
func scene(t *rapid.T) (items []Item, lines []Line) {
	amounts := rapid.SampledFrom([]money.Cents{1, 1000, 2000, 2500, 3000, 5000, 7500})
	references := rapid.SampledFrom([]string{"", kenmerkA, kenmerkB, kenmerkC, "HC00001", "RF18539007547034"})
	ibans := rapid.SampledFrom([]string{"", bosIBAN, jansenIBAN})
	days := rapid.SampledFrom([]day.Day{"", "2026-03-01", "2026-04-01", "2026-05-01"})
	for id := int64(1); id <= int64(rapid.IntRange(0, 12).Draw(t, "items")); id++ {
		who := rapid.IntRange(0, len(people)-1).Draw(t, "who")
		amount := amounts.Draw(t, "amount")
		i := Item{ID: id, Number: fmt.Sprintf("F26-%06d", id), Kind: ledger.Receivable, PartyName: people[who], Amount: amount, Open: amount,
			IBAN: ibans.Draw(t, "iban"), Currency: "EUR", Issued: days.Draw(t, "issued"), Due: days.Draw(t, "due"), Reference: references.Draw(t, "reference")}
		if who%2 == 0 {
			i.PartyNumber = fmt.Sprintf("D%05d", who)
		}
		if rapid.Bool().Draw(t, "payable") {
			i.Kind = ledger.Payable
		}
		if rapid.Bool().Draw(t, "partly open") {
			i.Open = min(i.Open, amounts.Draw(t, "open"))
		}
		items = append(items, i)
	}
	for id := int64(1); id <= int64(rapid.IntRange(1, 10).Draw(t, "lines")); id++ {
		l := Line{ID: id, Amount: amounts.Draw(t, "amount"), Currency: "EUR", Booked: days.Draw(t, "booked"), Reference: references.Draw(t, "reference"),
			EndToEndID:   rapid.SampledFrom([]string{"", "E2E000001", "E2E000002"}).Draw(t, "e2e"),
			Counterparty: party.Party{Name: rapid.SampledFrom(people).Draw(t, "name"), Account: ibans.Draw(t, "account")},
			Remittance:   []string{references.Draw(t, "text"), fmt.Sprintf("F26-%06d", rapid.IntRange(1, 20).Draw(t, "number"))}}
		if rapid.Bool().Draw(t, "out") {
			l.Amount = -l.Amount
		}
		if rapid.IntRange(0, 4).Draw(t, "return") == 0 {
			l.Return = &bank.Return{Code: "MD06"}
		}
		lines = append(lines, l)
	}
	return items, lines
}

// checkChoice proves the arithmetic of one choice against the items as they are.
func checkChoice(t *rapid.T, e *Engine, l *Line, c *Choice, open func(int32) money.Cents) {
	sum := c.Rest
	each := map[int64]money.Cents{}
	for _, a := range c.Allocations {
		sum += a.Amount
		if a.Item != 0 {
			each[a.Item] += a.Amount
		}
	}
	if sum != l.Amount {
		t.Fatalf("allocations and rest are %v of %v", sum, l.Amount)
	}
	if c.Probability < 0 || c.Probability > 1 {
		t.Fatalf("probability %v", c.Probability)
	}
	for id, amount := range each {
		at, found := e.place(id)
		if !found {
			t.Fatalf("item %d does not exist", id)
		}
		left := open(at) - amount*e.items[at].sign()
		if left < 0 || left > e.items[at].Amount {
			t.Fatalf("item %d: open %v, allocated %v of %v", id, open(at), amount, e.items[at].Amount)
		}
	}
}

func TestAllocationsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items, lines := scene(t)
		e := New(Settings{Tolerance: 2}, items, nil, nil, nil)
		for i := range lines {
			p := e.Propose(lines[i])
			choicesOf(&p, func(c *Choice) {
				checkChoice(t, e, &lines[i], c, func(at int32) money.Cents { return e.items[at].Open })
			})
			if p.Best != nil && p.Best.Safe && p.Ambiguous {
				t.Fatal("ambiguous and safe")
			}
			if p.Best != nil && rapid.Bool().Draw(t, "accept") {
				e.Apply(lines[i], *p.Best)
			}
		}
	})
}

// No cent is promised twice among Safe proposals, and applying them by day in
// any run keeps every item between nothing and its amount.
func TestSafeProposalsShareNoCent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items, lines := scene(t)
		e := New(Settings{Tolerance: 2}, items, nil, nil, nil)
		out := e.ProposeAll(lines)
		order := make([]int, len(lines))
		for i := range order {
			order[i] = i
		}
		sort.SliceStable(order, func(a, b int) bool {
			x, y := &lines[order[a]], &lines[order[b]]
			return x.Booked < y.Booked || x.Booked == y.Booked && x.ID < y.ID
		})
		for _, i := range order {
			if best := out[i].Best; best != nil && best.Safe {
				checkChoice(t, e, &lines[i], best, func(at int32) money.Cents { return e.items[at].Open })
				e.Apply(lines[i], *best)
			}
		}
	})
}

func TestOrderMakesNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items, lines := scene(t)
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "shuffle"), 1))
		byLine := func(items []Item, lines []Line, workers int) map[int64]Proposal {
			out := map[int64]Proposal{}
			for _, p := range New(Settings{Tolerance: 2, Workers: workers}, items, nil, nil, nil).ProposeAll(lines) {
				out[p.Line] = p
			}
			return out
		}
		before := byLine(items, lines, 1)
		otherItems, otherLines := append([]Item(nil), items...), append([]Line(nil), lines...)
		rng.Shuffle(len(otherItems), func(i, j int) { otherItems[i], otherItems[j] = otherItems[j], otherItems[i] })
		rng.Shuffle(len(otherLines), func(i, j int) { otherLines[i], otherLines[j] = otherLines[j], otherLines[i] })
		if after := byLine(otherItems, otherLines, 3); !reflect.DeepEqual(before, after) {
			t.Fatalf("before %+v\nafter %+v", before, after)
		}
	})
}

// Two sets of one payer's items that make the amount are ambiguous, whatever
// they are, as long as the line names none of them.
func TestTwoSetsAreAmbiguous(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gap := money.Cents(rapid.IntRange(1, 400).Draw(t, "gap"))
		a := money.Cents(rapid.IntRange(1000, 1400).Draw(t, "a"))
		b := money.Cents(rapid.IntRange(5000, 9000).Draw(t, "b"))
		var items []Item
		for n, amount := range []money.Cents{a, b, a + gap, b - gap} {
			items = append(items, with(receivable(int64(n+1), "P. Bos", "", amount), func(i *Item) { i.IBAN = bosIBAN }))
		}
		if p := New(Settings{}, items, nil, nil, nil).Propose(line(1, a+b, "P. Bos", bosIBAN, "belasting")); !p.Ambiguous || p.Best.Safe {
			t.Fatalf("%+v", p)
		}
	})
}

func TestSubsetsAgreeWithBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 10).Draw(t, "n")
		var classes []sumClass
		amounts := make([]money.Cents, n)
		for i := range amounts {
			amounts[i] = money.Cents(rapid.IntRange(1, 20).Draw(t, "amount"))
			classes = append(classes, sumClass{amounts[i], []int32{int32(i)}})
		}
		target := money.Cents(rapid.IntRange(1, 60).Draw(t, "target"))
		want := 0
		for set := 0; set < 1<<n; set++ {
			sum, count := money.Cents(0), 0
			for i := range amounts {
				if set>>i&1 == 1 {
					sum, count = sum+amounts[i], count+1
				}
			}
			if sum == target && count >= 2 {
				want++
			}
		}
		ways, complete := subsets(classes, target, 3)
		if !complete || min(want, 3) != min(len(ways), 3) {
			t.Fatalf("found %d, there are %d", len(ways), want)
		}
	})
}

func TestNamesCompareAlikeBothWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"Jansen", "Janssen", "de", "Vries", "J.", "Bos", "B.V.", "Müller", "e/o", "Anna", "", "ß"})
		draw := func() string { return strings.Join(rapid.SliceOfN(word, 0, 5).Draw(t, "words"), " ") }
		a, b := parseName(draw()), parseName(draw())
		if compare(a, b) != compare(b, a) {
			t.Fatalf("%v %v: %v and %v", a, b, compare(a, b), compare(b, a))
		}
	})
}

func TestCompareNames(t *testing.T) {
	tests := []struct {
		a, b string
		want likeness
	}{
		{"A.B. de Vries", "Mevr AB DE VRIES", nameEqual},
		{"J. van der Berg", "BERG J V.D.", nameEqual},
		{"J. van der Berg", "Jan van der Berg", nameEqual},
		{"H.J.J. Dijkstra", "H.J.J. Dijkstra-Brouwer", nameSimilar},
		{"J. Snijders", "J.J. Snijders e/o P Vries", nameSimilar},
		{"K. Jansen", "P. Jansen", nameWeak},
		{"K. Jansen", "K. Janssen", nameEqual},
		{"Müller Bouw B.V.", "MULLER BOUW BV", nameEqual},
		{"Stichting De Brug", "De Brug", nameEqual},
		{"P. Bos", "K. Smit", nameDiffers},
		{"", "K. Smit", nameUnknown},
		{"Dhr.", "K. Smit", nameUnknown},
	}
	for _, test := range tests {
		if got := compare(parseName(test.a), parseName(test.b)); got != test.want {
			t.Errorf("%q and %q: %d, want %d (%v %v)", test.a, test.b, got, test.want, parseName(test.a), parseName(test.b))
		}
	}
}

// FuzzCitations: no text makes the finder panic or find what is not there.
func FuzzCitations(f *testing.F) {
	for _, s := range []string{"5000 0567 8901 2345", "kenmerk5000056789012345", "RF18 5390\x000754 7034", "26.A0000001.01", "\xff\xfe", "é 1234", strings.Repeat("5", 3000)} {
		f.Add(s, s)
	}
	e := New(Settings{}, []Item{receivable(1, "P. Bos", kenmerkA, 5000), receivable(2, "é", "RF18539007547034", 5000), receivable(3, "", "HC00001", 10)}, nil, nil, nil)
	f.Fuzz(func(t *testing.T, a, b string) {
		l := line(1, 5000, a, b, a, b)
		l.Reference, l.EndToEndID = b, a
		finder := &finder{engine: e}
		all := ident.NormaliseReference(a + b + a)
		for _, c := range finder.citations(&l) {
			if len(c.items) == 0 || !isASCIIDigitOrLetter(c.key) {
				t.Fatalf("%+v in %q", c, all)
			}
		}
		e.Propose(l)
	})
}

func isASCIIDigitOrLetter(s string) bool {
	for i := 0; i < len(s); i++ {
		if !(s[i] >= '0' && s[i] <= '9' || s[i] >= 'A' && s[i] <= 'Z') {
			return false
		}
	}
	return s != ""
}
