// SPDX-License-Identifier: EUPL-1.2

package distribution_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/coding"
	"rentmeester/coding/distribution"
	"rentmeester/coding/predict"
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/text"
)

// Every reason that the code can give has its sentence.
func TestEverySentenceIsThere(t *testing.T) {
	key := regexp.MustCompile(`"(distribution\.reason\.[a-z-]+)"`)
	files, _ := filepath.Glob("*.go")
	keys := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range key.FindAllStringSubmatch(string(raw), -1) {
			keys[m[1]] = true
		}
	}
	if len(keys) < 15 {
		t.Errorf("only %d sentences looked for", len(keys))
	}
	for k := range keys {
		for _, lang := range []text.Lang{text.NL, text.EN} {
			if !text.Has(lang, k) {
				t.Errorf("%s has no sentence in %s", k, lang)
			}
		}
	}
}

func date(n int) day.Day { return day.Day(fmt.Sprintf("2024-%02d-%02d", n/28%12+1, n%28+1)) }

func on(account string) coding.Coding { return coding.Coding{Account: account} }

// energy is a document: what was delivered, and the levy on it.
func energy(n int, place string) []predict.Row {
	amount := money.Cents(100_00 + 713*n%9_000)
	r := predict.Row{Day: date(n), Supplier: "Licht NV", Text: "Stroom " + place, Document: fmt.Sprint(place, n)}
	a, b := r, r
	a.Amount, a.Coding = amount, on("4310 "+place)
	b.Amount, b.Coding = amount/20, on("4390")
	return []predict.Row{a, b}
}

func bare(rows []predict.Row) []predict.Row {
	out := make([]predict.Row, len(rows))
	for i, r := range rows {
		r.Coding = coding.Coding{}
		out[i] = r
	}
	return out
}

func learned(n int) (*predict.Model, *distribution.Model) {
	lines := predict.New(nil, coding.Account)
	m := distribution.New(lines, coding.Account)
	for i := range n {
		for _, place := range []string{"school", "bad"} {
			for _, r := range energy(i, place) {
				m.Learn(r)
				lines.Learn(r)
			}
		}
	}
	return lines, m
}

// What lines have together is known by what the supplier's documents had, where
// nothing but the amount tells one line from the other.
func TestTogether(t *testing.T) {
	_, m := learned(20)
	want := energy(20, "school")
	got := m.Propose(bare(want))
	for i, c := range got.Codings {
		if c != want[i].Coding {
			t.Errorf("line %d: %v, want %v", i, c, want[i].Coding)
		}
	}
	if got.Probability < 0.5 || len(got.Reasons) == 0 || len(got.Like) != 3 {
		t.Errorf("%+v", got)
	}
}

// The same past gives the same proposals, however often they are asked.
func TestSameProposals(t *testing.T) {
	_, a := learned(30)
	_, c := learned(30)
	q := bare(energy(30, "school"))
	if x, y := a.Propose(q), c.Propose(q); !reflect.DeepEqual(x, y) || !reflect.DeepEqual(x, a.Propose(q)) {
		t.Errorf("%+v\n%+v", x, y)
	}
}

// How sure it is is learned from documents without a day, and from days that go
// back, as from others: what came before was known.
func TestOrderOfArrival(t *testing.T) {
	sure := func(dayOf func(n int) day.Day) float64 {
		lines := predict.New(nil, coding.Account)
		m := distribution.New(lines, coding.Account)
		for n := range 300 {
			for i, r := range energy(n, "school") {
				r.Day, r.Supplier, r.Amount = dayOf(n), fmt.Sprint("Licht ", n%5), 50_00
				r.Coding = on(fmt.Sprint(4000 + (n%5+i)%6)) // of two that others have too
				m.Learn(r)
				lines.Learn(r)
			}
		}
		ask := bare(energy(300, "school"))
		for i := range ask {
			ask[i].Day, ask[i].Supplier, ask[i].Amount = dayOf(300), "Licht 0", 50_00
		}
		return m.Propose(ask).Probability
	}
	start := day.Day("2024-01-01").Time()
	along := sure(func(n int) day.Day { return day.Of(start.AddDate(0, 0, n)) })
	back := sure(func(n int) day.Day { return day.Of(start.AddDate(0, 0, -n)) })
	undated := sure(func(int) day.Day { return "" })
	if along < 0.997 || back < 0.997 || undated < 0.96 { // of 300 days, and of some
		t.Errorf("%.4f, days that go back %.4f, no days %.4f", along, back, undated)
	}
}

// What lines have together takes the place of all that they have by themselves, or
// of nothing.
func TestJoinedAllOrNothing(t *testing.T) {
	list := func(account string, p float64) []predict.Proposal {
		return []predict.Proposal{{Coding: on(account), Probability: p}}
	}
	out := distribution.Outcome{Codings: []coding.Coding{on("1"), on("2"), on("3")}, Probability: 0.8}
	for _, test := range []struct {
		lists   [][]predict.Proposal
		changed []bool
	}{
		{[][]predict.Proposal{list("9", 0.7), list("9", 0.4), list("3", 0.9)}, []bool{true, true, false}},
		{[][]predict.Proposal{list("9", 0.7), list("9", 0.9), list("3", 0.9)}, []bool{false, false, false}},
		{[][]predict.Proposal{list("9", 0.7), nil, list("3", 0.9)}, []bool{true, true, false}},
	} {
		joined, changed := distribution.Joined(test.lists, out)
		if !reflect.DeepEqual(changed, test.changed) {
			t.Errorf("%v, want %v", changed, test.changed)
		}
		for i, is := range changed {
			if is && (joined[i][0].Coding != out.Codings[i] || joined[i][0].Probability != 0.8) || !is && !reflect.DeepEqual(joined[i], test.lists[i]) {
				t.Errorf("line %d: %+v", i, joined[i])
			}
		}
	}
}

// Without a past nothing is proposed.
func TestNothingKnown(t *testing.T) {
	m := distribution.New(predict.New(nil, coding.Account), coding.Account)
	if got := m.Propose(bare(energy(1, "school"))); len(got.Codings) != 0 || got.Probability != 0 {
		t.Errorf("%+v", got)
	}
	if got := m.Propose(nil); len(got.Codings) != 0 {
		t.Errorf("%+v", got)
	}
}

func parts(amounts ...money.Cents) (all []coding.Part) {
	for i, a := range amounts {
		all = append(all, coding.Part{Coding: on(fmt.Sprint(4000 + i)), Amount: a})
	}
	return all
}

func TestWhole(t *testing.T) {
	type past struct {
		text  string
		area  string
		parts []coding.Part
	}
	for _, test := range []struct {
		name       string
		past       []past
		text, area string
		amount     money.Cents
		want       []money.Cents
		reason     string
	}{
		{"fixed shares", []past{{"huur", "", parts(60_01, 40_00)}, {"huur", "", parts(120_00, 80_00)}}, "huur", "", 99_99, []money.Cents{59_99, 40_00}, "distribution.reason.shares"},
		{"fixed amount and the rest", []past{{"gas", "", parts(25_00, 80_00)}, {"gas", "", parts(25_00, 120_50)}, {"gas", "", parts(25_00, 99_00)}}, "gas", "", 140_00,
			[]money.Cents{25_00, 115_00}, "distribution.reason.rest"},
		{"by meter", []past{{"water", "m1", parts(10_00, 10_00)}, {"water", "m2", parts(30_00, 10_00)}, {"water", "m1", parts(8_00, 8_00)}, {"water", "m2", parts(60_00, 20_00)}},
			"water", "m2", 100_00, []money.Cents{75_00, 25_00}, "distribution.reason.shares"},
		{"a credit note", []past{{"huur", "", parts(60_00, 40_00)}}, "huur", "", -10_01, []money.Cents{-6_01, -4_00}, "distribution.reason.shares"},
		{"a credit note after fixed amounts", []past{{"gas", "", parts(100_00, 80_00)}, {"gas", "", parts(100_00, 120_00)}, {"gas", "", parts(100_00, 100_00)}}, "gas", "", -30_00,
			[]money.Cents{-15_00, -15_00}, "distribution.reason.shares"},
		{"a fixed discount", []past{{"gas", "", parts(-5_00, 80_00)}, {"gas", "", parts(-5_00, 120_50)}, {"gas", "", parts(-5_00, 99_00)}}, "gas", "", 140_00,
			[]money.Cents{-5_00, 145_00}, "distribution.reason.rest"},
		{"a fixed discount on next to nothing", []past{{"gas", "", parts(-5_00, 80_00)}, {"gas", "", parts(-5_00, 120_50)}, {"gas", "", parts(-5_00, 95_00)}}, "gas", "", 9,
			[]money.Cents{0, 9}, "distribution.reason.shares"},
		{"not divided", []past{{"huur", "", parts(60_00)}}, "huur", "", 12_00, []money.Cents{12_00}, ""},
		{"rest is less than nothing", []past{{"gas", "", parts(25_00, 80_00)}, {"gas", "", parts(25_00, 120_00)}}, "gas", "", 20_00, []money.Cents{3_45, 16_55}, ""},
	} {
		w := distribution.NewWhole(coding.Account)
		for i, p := range test.past {
			sum := money.Cents(0)
			for _, one := range p.parts {
				sum += one.Amount
			}
			w.Learn(predict.Row{Day: date(i), Supplier: "A", Text: p.text, Area: p.area, Amount: sum}, p.parts)
		}
		got := w.Propose(predict.Row{Day: date(100), Supplier: "a", Text: test.text, Area: test.area, Amount: test.amount})
		var amounts []money.Cents
		for _, p := range got.Parts {
			amounts = append(amounts, p.Amount)
		}
		if fit := coding.Fit(got.Parts, test.amount); !reflect.DeepEqual(fit, got.Parts) {
			t.Errorf("%s: weights make %v", test.name, fit)
		}
		if !reflect.DeepEqual(amounts, test.want) {
			t.Errorf("%s: %v, want %v", test.name, amounts, test.want)
		}
		if test.reason != "" && (len(got.Reasons) != 2 || got.Reasons[1].Code != test.reason) {
			t.Errorf("%s: %+v", test.name, got.Reasons)
		}
	}
}

// What came to nothing, or to next to nothing, proves nothing of how an amount is
// divided.
func TestNoProof(t *testing.T) {
	sure := func(past ...[]coding.Part) distribution.Division {
		w := distribution.NewWhole(coding.Account)
		for i, p := range past {
			w.Learn(predict.Row{Day: date(i), Supplier: "A", Text: "huur", Amount: p[0].Amount + p[1].Amount}, p)
		}
		return w.Propose(predict.Row{Day: date(100), Supplier: "A", Text: "huur", Amount: 100_00})
	}
	once := sure(parts(0, 0), parts(60_00, 40_00))
	if got := once; got.Probability > got.Set/2 || got.Parts[0].Amount != 60_00 {
		t.Errorf("%+v", got)
	}
	for _, past := range [][]coding.Part{parts(0, 0), parts(50_00, -50_00), parts(50_00, -49_99)} {
		if got := sure(past, past); got.Probability > got.Set/2 || got.Parts[0].Amount.Abs() > 100_00 {
			t.Errorf("%+v: %+v", past, got)
		}
		if got := sure(parts(60_00, 40_00), past); got.Parts[0].Amount != 60_00 || got.Parts[1].Amount != 40_00 {
			t.Errorf("%+v: %+v", past, got)
		}
	}
}

// The sentence tells the shares as the language writes them, and the earlier one by
// its number, its day or not at all.
func TestSentences(t *testing.T) {
	for _, test := range []struct {
		number string
		day    day.Day
		parts  []coding.Part
		nl, en string
	}{
		{"F1", "2024-01-31", parts(66_70, 33_30), "Verdeeld in dezelfde verhouding als F1: 66,7 % / 33,3 %.", "Divided in the same proportion as F1: 66.7 % / 33.3 %."},
		{"", "2024-01-31", parts(60_00, 40_00), "Verdeeld in dezelfde verhouding als 31-01-2024: 60 % / 40 %.", "Divided in the same proportion as 31 Jan 2024: 60 % / 40 %."},
		{"", "", parts(1, 1, 1, 1, 1, 1, 1, 1), "Verdeeld in dezelfde verhouding als de vorige keer: 12,5 % / 12,5 % / 12,5 % / 12,5 % / 12,5 % / ….",
			"Divided in the same proportion as the last time: 12.5 % / 12.5 % / 12.5 % / 12.5 % / 12.5 % / …."},
		{"F1", "2024-01-31", parts(100_00, -99_99), "Verdeeld in dezelfde verhouding als F1: 50 % / 50 %.", "Divided in the same proportion as F1: 50 % / 50 %."},
	} {
		w, sum := distribution.NewWhole(coding.Account), money.Cents(0)
		for _, p := range test.parts {
			sum += p.Amount
		}
		w.Learn(predict.Row{Day: test.day, Supplier: "A", Invoice: test.number, Amount: sum}, test.parts)
		for _, amount := range []money.Cents{0, 100_00} {
			why := w.Propose(predict.Row{Day: date(50), Supplier: "A", Amount: amount}).Reasons[1]
			if nl, en := text.Say(text.NL, why.Code, why.Args), text.Say(text.EN, why.Code, why.Args); nl != test.nl || en != test.en {
				t.Errorf("%s\n%s", nl, en)
			}
		}
	}
}

// Whatever was booked before, the parts add up to the amount to the cent, and so
// does the VAT that is divided by them.
func TestPartsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := distribution.NewWhole(coding.Account)
		amount := rapid.Int64Range(-1_000_000_00, 1_000_000_00)
		for i := range rapid.IntRange(1, 12).Draw(t, "past") {
			var all []coding.Part
			sum := money.Cents(0)
			for range rapid.IntRange(1, 5).Draw(t, "parts") {
				a := money.Cents(amount.Draw(t, "part"))
				sum += a
				all = append(all, coding.Part{Coding: on(fmt.Sprint(rapid.IntRange(1, 4).Draw(t, "code"))), Amount: a})
			}
			w.Learn(predict.Row{Day: date(i), Supplier: "A", Text: rapid.SampledFrom([]string{"", "x", "y 1"}).Draw(t, "text"), Amount: sum}, all)
		}
		for _, text := range []string{"", "x", "y 2"} {
			whole := money.Cents(amount.Draw(t, "whole"))
			got := w.Propose(predict.Row{Day: date(100), Supplier: "A", Text: text, Amount: whole})
			sum, sizes := money.Cents(0), []int64{}
			for _, p := range got.Parts {
				sum += p.Amount
				sizes = append(sizes, int64(p.Amount))
			}
			if fit := coding.Fit(got.Parts, whole); !reflect.DeepEqual(fit, got.Parts) {
				t.Fatalf("weights of %+v make %+v", got.Parts, fit)
			}
			if len(got.Parts) == 0 || sum != whole || got.Probability < 0 || got.Probability > 1 {
				t.Fatalf("%s of %+v", whole, got)
			}
			vat, taxed := money.Cents(amount.Draw(t, "vat")), money.Cents(0)
			for _, a := range coding.Divide(vat, sizes) {
				taxed += a
			}
			if taxed != vat {
				t.Fatalf("%s of VAT %s", taxed, vat)
			}
		}
	})
}
