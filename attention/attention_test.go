// SPDX-License-Identifier: EUPL-1.2

package attention

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/day"
	"rentmeester/money"
)

const today = day.Day("2026-04-01")

var weights = Weights{Money: 1, Deadline: 1.5, Doubt: .5, HalfAmount: 100000, HalfDays: 5}

func TestRank(t *testing.T) {
	for name, c := range map[string]struct{ first, second Matter }{
		"more money":               {Matter{Amount: 200000, Due: today}, Matter{Amount: 100000, Due: today}},
		"money that went out":      {Matter{Amount: -200000}, Matter{Amount: 100000}},
		"sooner":                   {Matter{Amount: 5000, Due: "2026-04-03"}, Matter{Amount: 5000, Due: "2026-04-20"}},
		"late before today":        {Matter{Due: "2026-03-01"}, Matter{Due: today}},
		"less sure":                {Matter{Amount: 5000, Doubt: .9}, Matter{Amount: 5000, Doubt: .1}},
		"a day before no day":      {Matter{Due: "2026-12-31"}, Matter{}},
		"late beats a small sum":   {Matter{Amount: 100, Due: "2026-03-25"}, Matter{Amount: 20000}},
		"much money beats a month": {Matter{Amount: 50_000_000, Due: "2026-05-30"}, Matter{Amount: 100, Due: "2026-04-09"}},
		"equal, by kind":           {Matter{Kind: "a", ID: "2"}, Matter{Kind: "b", ID: "1"}},
		"equal, by ID":             {Matter{Kind: "a", ID: "1"}, Matter{Kind: "a", ID: "2"}},
		"doubt has an end":         {Matter{Kind: "a", Doubt: 1}, Matter{Kind: "b", Doubt: 7}},
	} {
		got := weights.Rank([]Matter{c.second, c.first}, today)
		if got[0].Matter != c.first {
			t.Errorf("%s: %+v stands first", name, got[0])
		}
	}
}

// The formula, by figures that can be worked out by hand.
func TestOf(t *testing.T) {
	for name, c := range map[string]struct {
		matter Matter
		want   Urgency
	}{
		"half the money":  {Matter{Amount: 100000}, Urgency{Money: .5}},
		"three quarters":  {Matter{Amount: -300000}, Urgency{Money: .75}},
		"the last day":    {Matter{Due: today}, Urgency{Deadline: .75}},
		"five days left":  {Matter{Due: "2026-04-06"}, Urgency{Deadline: .5}},
		"five days late":  {Matter{Due: "2026-03-27"}, Urgency{Deadline: 1}},
		"half in doubt":   {Matter{Doubt: .5}, Urgency{Doubt: .25}},
		"nothing at all":  {Matter{}, Urgency{}},
		"below certainty": {Matter{Doubt: -1}, Urgency{}},
	} {
		if got := weights.Of(c.matter, today); !near(got.Money, c.want.Money) || !near(got.Deadline, c.want.Deadline) || !near(got.Doubt, c.want.Doubt) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func near(a, b float64) bool { return a-b < 1e-12 && b-a < 1e-12 }

func TestBecause(t *testing.T) {
	for name, c := range map[string]struct {
		u    Urgency
		want []Part
	}{
		"one":     {Urgency{Money: 1, Deadline: .4}, []Part{Money}},
		"two":     {Urgency{Money: .5, Deadline: 1}, []Part{Deadline, Money}},
		"all":     {Urgency{1, 1, 1}, []Part{Money, Deadline, Doubt}},
		"nothing": {Urgency{}, nil},
	} {
		if got := c.u.Because(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

var drawMatter = rapid.Custom(func(t *rapid.T) Matter {
	m := Matter{Kind: rapid.SampledFrom([]string{"line", "held", "run"}).Draw(t, "kind"), ID: rapid.StringMatching(`[0-9]{1,4}`).Draw(t, "id"),
		Amount: money.Cents(rapid.Int64Range(-1e12, 1e12).Draw(t, "amount")), Doubt: rapid.Float64Range(0, 1).Draw(t, "doubt")}
	if rapid.Bool().Draw(t, "pressed") {
		m.Due = today.Add(rapid.IntRange(-4000, 4000).Draw(t, "left"))
	}
	return m
})

var drawWeights = rapid.Custom(func(t *rapid.T) Weights {
	share := rapid.Float64Range(0, 10)
	return Weights{share.Draw(t, "money"), share.Draw(t, "deadline"), share.Draw(t, "doubt"), money.Cents(rapid.Int64Range(1, 1e9).Draw(t, "half")),
		rapid.IntRange(1, 100).Draw(t, "days")}
})

// A matter that becomes larger, nearer or less sure never sinks, whatever the weights.
func TestMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, m := drawWeights.Draw(t, "weights"), drawMatter.Draw(t, "matter")
		larger, nearer, unsure := m, m, m
		larger.Amount = m.Amount.Abs() + money.Cents(rapid.Int64Range(0, 1e12).Draw(t, "more"))
		if nearer.Due == "" {
			nearer.Due = today.Add(rapid.IntRange(-4000, 4000).Draw(t, "left"))
		} else {
			nearer.Due = m.Due.Add(-rapid.IntRange(0, 4000).Draw(t, "sooner"))
		}
		unsure.Doubt = m.Doubt + rapid.Float64Range(0, 1).Draw(t, "doubt more")
		before := w.Of(m, today).Sum()
		for what, after := range map[string]Matter{"larger": larger, "nearer": nearer, "less sure": unsure} {
			if got := w.Of(after, today).Sum(); got < before {
				t.Fatalf("%s: %v under %v", what, got, before)
			}
		}
	})
}

func named(m Matter) string { return m.Kind + " " + m.ID }

// What is ranked depends on what there is, not on the order in which it came; nothing
// is lost.
func TestOneOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, all := drawWeights.Draw(t, "weights"), rapid.SliceOfNDistinct(drawMatter, 0, 30, named).Draw(t, "matters")
		first := w.Rank(all, today)
		mixed := slices.Clone(all)
		rand.New(rand.NewPCG(1, uint64(len(all)))).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		if !slices.Equal(first, w.Rank(mixed, today)) || len(first) != len(all) {
			t.Fatal("another order")
		}
		for i := 1; i < len(first); i++ {
			if first[i-1].Sum() < first[i].Sum() {
				t.Fatalf("%d stands before what is more urgent", i)
			}
		}
	})
}

// When the bound settles the first ones, whatever was left out changes nothing of them.
func TestSettled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, bound := drawWeights.Draw(t, "weights"), drawMatter.Draw(t, "bound")
		some := w.Rank(rapid.SliceOfN(drawMatter, 1, 20).Draw(t, "matters"), today)
		first := rapid.IntRange(0, len(some)).Draw(t, "first")
		if !w.Settled(some, first, bound, today) {
			return
		}
		left := drawMatter.Draw(t, "left out")
		left.Amount, left.Doubt = min(left.Amount.Abs(), bound.Amount.Abs()), min(left.Doubt, bound.Doubt)
		if bound.Due == "" || left.Due < bound.Due {
			left.Due = bound.Due
		}
		if first > 0 && w.Of(left, today).Sum() > some[first-1].Sum() {
			t.Fatalf("%+v was left out", left)
		}
	})
}
