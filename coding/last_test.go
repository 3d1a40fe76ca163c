// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/day"
	"rentmeester/money"
)

func booked(id, supplier string, on day.Day, lines ...PastLine) Past {
	return Past{Invoice: id, Supplier: supplier, Day: on, Lines: lines}
}

func on(text, rate string, parts ...any) PastLine {
	l := PastLine{Line: Line{Text: text, Rate: rate, Category: "S"}}
	for i := 0; i < len(parts); i += 2 {
		amount := money.Cents(parts[i+1].(int))
		l.Parts = append(l.Parts, Part{Coding: Coding{Account: "4300", CostCentre: parts[i].(string)}, Amount: amount})
		l.Net += amount
	}
	return l
}

// said writes the parts of an option: "4010 60.01 4020 40.00".
func said(o Option) (s string) {
	for _, p := range o.Parts {
		s += fmt.Sprintf("%s %s ", p.Coding.CostCentre, p.Amount)
	}
	return s
}

func TestLastProposesWhatIsMostAlike(t *testing.T) {
	past := []Past{
		booked("1", "12", "2026-01-05", on("Huur gymzaal januari 2026", "21", "4010", 100_00), on("Koffie", "9", "4020", 10_00)),
		booked("2", "12", "2026-02-05", on("Huur gymzaal februari 2026", "21", "4010", 60_00, "4011", 40_00), on("Bonen", "9", "4021", 12_00)),
		booked("3", "13", "2026-02-06", on("Koffie", "9", "4099", 10_00)),
	}
	for _, test := range []struct {
		name, supplier string
		line           Line
		want, why      string
	}{
		{"the same text, though something else came after it", "12", Line{Text: "KOFFIE", Rate: "9", Category: "S", Net: 500}, "4020 5.00 ", "coding.reason.same-text"},
		{"the same but for the month, split in the same shares", "12", Line{Text: "Huur gymzaal maart 2026", Rate: "21", Category: "S", Net: 200_01}, "4010 120.01 4011 80.00 ", "coding.reason.like-text"},
		{"the same rate", "12", Line{Text: "Thee", Rate: "9", Category: "S", Net: 500}, "4021 5.00 ", "coding.reason.same-rate"},
		{"nothing alike: the whole invoice", "12", Line{Text: "Iets", Rate: "0", Category: "Z", Net: 112_00}, "4010 60.00 4011 40.00 4021 12.00 ", "coding.reason.last"},
		{"another supplier", "13", Line{Text: "Koffie", Rate: "9", Category: "S", Net: -500}, "4099 -5.00 ", "coding.reason.same-text"},
		{"a supplier that is new", "14", Line{Text: "Koffie", Rate: "9", Net: 500}, "", "coding.reason.nothing"},
		{"no supplier", "", Line{Text: "Koffie", Rate: "9", Net: 500}, "", "coding.reason.nothing"},
	} {
		got := NewLast(past).Propose(Subject{Supplier: test.supplier, Lines: []Line{test.line}})[0]
		if said(got.Option) != test.want || got.Reasons[0].Code != test.why || got.Model != LastModel {
			t.Errorf("%s: %q because %s", test.name, said(got.Option), got.Reasons[0].Code)
		}
		if (got.Probability > 0) != (test.want != "") || got.Probability >= 1 {
			t.Errorf("%s: probability %v", test.name, got.Probability)
		}
	}
}

func TestLastGrowsSurerAndTellsWhatElse(t *testing.T) {
	l := NewLast(nil)
	line := Line{Text: "Huur", Rate: "21", Net: 100_00}
	ask := func() Proposal { return l.Propose(Subject{Supplier: "12", Lines: []Line{line}})[0] }
	last := 0.0
	for i := range 12 {
		l.Learn(booked(fmt.Sprint(i), "12", day.Day("2025-01-05").Add(30*i), on("Huur", "21", "4010", 100_00)))
		if p := ask(); i > 0 && p.Probability < last-0.05 {
			t.Errorf("after %d times %.3f, before %.3f", i+1, p.Probability, last)
		} else {
			last = p.Probability
		}
	}
	sure := ask()
	l.Learn(booked("99", "12", "2026-03-01", on("Huur", "21", "4050", 100_00)))
	moved := ask()
	if said(moved.Option) != "4050 100.00 " || moved.Probability >= sure.Probability {
		t.Errorf("after a change: %q %.3f, before it %.3f", said(moved.Option), moved.Probability, sure.Probability)
	}
	if len(moved.Alternatives) != 1 || said(moved.Alternatives[0]) != "4010 100.00 " || len(moved.Alternatives[0].Like) != 12 {
		t.Errorf("alternatives %+v", moved.Alternatives)
	}
	if !slices.Equal(moved.Like, []string{"99"}) {
		t.Errorf("like %v", moved.Like)
	}
}

// Whatever the past, parts add up, probabilities together are at most 1, the order
// of the past does not matter, and what is learned of one supplier says nothing
// of another.
func TestLastProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		past := rapid.SliceOfN(rapid.Custom(drawPast), 0, 30).Draw(t, "past")
		for i := range past {
			past[i].Invoice = fmt.Sprint(i)
		}
		line := Line{Text: rapid.SampledFrom([]string{"huur 1", "huur 2", "koffie", ""}).Draw(t, "text"), Rate: "21",
			Net: money.Cents(rapid.Int64Range(-1e9, 1e9).Draw(t, "net"))}
		subject := Subject{Supplier: "1", Lines: []Line{line}}
		p := NewLast(past).Propose(subject)[0]
		sum := p.Probability
		for _, o := range append([]Option{p.Option}, p.Alternatives...) {
			var landed money.Cents
			for _, part := range o.Parts {
				landed += part.Amount
			}
			if len(o.Parts) > 0 && landed != line.Net {
				t.Fatalf("%s of %s landed", landed, line.Net)
			}
		}
		for _, a := range p.Alternatives {
			sum += a.Probability
		}
		if sum > 1 {
			t.Fatalf("probabilities add up to %v", sum)
		}
		shuffled := rapid.Permutation(past).Draw(t, "shuffled")
		if again := NewLast(shuffled).Propose(subject)[0]; fmt.Sprint(again) != fmt.Sprint(p) {
			t.Fatalf("in another order:\n%v\n%v", again, p)
		}
	})
}

func drawPast(t *rapid.T) Past {
	p := Past{Supplier: rapid.SampledFrom([]string{"1", "1", "2"}).Draw(t, "supplier"),
		Day: day.Day("2026-01-01").Add(rapid.IntRange(0, 20).Draw(t, "day"))}
	for range rapid.IntRange(1, 3).Draw(t, "lines") {
		l := PastLine{Line: Line{Text: rapid.SampledFrom([]string{"huur 1", "koffie"}).Draw(t, "text"), Rate: "21"}}
		for range rapid.IntRange(0, 3).Draw(t, "parts") {
			l.Parts = append(l.Parts, Part{Coding: Coding{Account: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "account")},
				Amount: money.Cents(rapid.Int64Range(-1000, 100_000).Draw(t, "amount"))})
		}
		p.Lines = append(p.Lines, l)
	}
	return p
}

// What comes later never changes what was proposed before.
func TestLastDoesNotLookAhead(t *testing.T) {
	past := []Past{
		booked("1", "12", "2026-01-05", on("Huur", "21", "4010", 100_00)),
		booked("2", "12", "2026-02-05", on("Huur", "21", "4011", 100_00)),
	}
	l := NewLast(past[:1])
	first := fmt.Sprint(l.Propose(Subject{Supplier: "12", Lines: []Line{{Text: "Huur", Net: 1}}}))
	again := NewLast(past[:1])
	if got := fmt.Sprint(again.Propose(Subject{Supplier: "12", Lines: []Line{{Text: "Huur", Net: 1}}})); got != first {
		t.Errorf("%s, not %s", got, first)
	}
	l.Learn(past[1])
	whole := NewLast(past)
	ask := Subject{Supplier: "12", Lines: []Line{{Text: "Huur", Net: 1}}}
	if a, b := fmt.Sprint(l.Propose(ask)), fmt.Sprint(whole.Propose(ask)); a != b {
		t.Errorf("learned one by one %s, together %s", a, b)
	}
}

func BenchmarkPropose(b *testing.B) {
	l := NewLast(nil)
	for i := range 200_000 {
		l.Learn(booked(fmt.Sprint(i), fmt.Sprint(i%5000), day.Day("2024-01-01").Add(i/300), on(fmt.Sprintf("Werk %d in week %d", i%7, i), "21", "4010", 100_00)))
	}
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		l.Propose(Subject{Supplier: fmt.Sprint(i % 5000), Lines: []Line{{Text: "Werk 3 in week 9", Rate: "21", Category: "S", Net: 12_345}}})
	}
}
