// SPDX-License-Identifier: EUPL-1.2

package learn

import (
	"math"
	"math/rand/v2"
	"testing"
)

// ofMonths gives months of n claims each, so many of them wrong, spread over days.
func ofMonths(probability float64, n int, wrong ...int) (list []Case) {
	for at, w := range wrong {
		for i := range n {
			list = append(list, Case{Probability: probability, Right: i >= w, Day: at*month + i%month})
		}
	}
	return list
}

func TestMonthsDemandThatTheNextOneKeepsThePromise(t *testing.T) {
	join := func(parts ...[]Case) (all []Case) {
		for _, p := range parts {
			all = append(all, p...)
		}
		return all
	}
	even := ofMonths(0.995, 1000, 9, 10, 11, 10, 9, 11)
	batches := ofMonths(0.995, 1000, 0, 0, 55, 0, 0, 5)
	sure := ofMonths(0.9995, 200, 0, 0, 1, 0, 0, 1)
	for name, c := range map[string]struct {
		cases     []Case
		found     bool
		threshold float64
		unsteady  bool
	}{
		"months alike":                      {even, true, 0.5, false},
		"the same over the whole, in a few": {batches, false, 0.995, true},
		"what is surer is steady":           {join(sure, batches), true, 0.996, false},
		"one month tells nothing":           {ofMonths(0.995, 6000, 60), true, 0.5, false},
		"not proved at all":                 {ofMonths(0.995, 1000, 30, 30, 30), false, 0.995, false},
	} {
		t.Run(name, func(t *testing.T) {
			got := Threshold(c.cases, ByMonth(c.cases), 0.02, 0.9)
			if got.Found != c.found || got.Threshold != c.threshold || got.Unsteady != c.unsteady {
				t.Errorf("got %+v", got)
			}
			if got.Unsteady != (!got.Found && got.Bound <= 0.02) {
				t.Errorf("unsteady and the bound do not agree: %+v", got)
			}
			last := len(c.cases) - 1
			for i := range c.cases[:last/2] {
				c.cases[i], c.cases[last-i] = c.cases[last-i], c.cases[i]
			}
			if again := Threshold(c.cases, ByMonth(c.cases), 0.02, 0.9); again != got {
				t.Errorf("another order gives %+v, was %+v", again, got)
			}
		})
	}
}

func TestOnlyWholeMonthsOfLatelyCount(t *testing.T) {
	long := ByMonth(ofMonths(0.995, 60, make([]int, 40)...))
	if n := len(long.whole()); n != lately {
		t.Errorf("%d months of 40, want %d", n, lately)
	}
	short := ByMonth(ofMonths(0.995, 45, 0, 0)[:60]) // a month and a half
	if list := short.whole(); len(list) != 1 || list[0].n[cells-1] >= 60 {
		t.Errorf("%d months of one and a half", len(list))
	}
	if none := (&Months{}).whole(); len(none) != 0 {
		t.Errorf("%d months of nothing", len(none))
	}
	if len(Grid()) != cells {
		t.Errorf("the grid has %d cells, tallies %d", len(Grid()), cells)
	}
}

// Quantiles as tables of Student's distribution give them.
func TestStudent(t *testing.T) {
	for _, c := range []struct {
		q       float64
		freedom int
		want    float64
	}{{0.9, 1, 3.0777}, {0.9, 2, 1.8856}, {0.9, 12, 1.3562}, {0.95, 10, 1.8125}, {0.975, 30, 2.0423}} {
		if got := student(c.q, c.freedom); math.Abs(got-c.want) > 5e-5 {
			t.Errorf("student(%v, %d) = %.4f, want %.4f", c.q, c.freedom, got, c.want)
		}
	}
}

// Months in which what goes wrong comes in batches: of the next month nine in ten
// keep the promise but for the slack, where without months a good part does not.
func TestNineInTenMonthsKeepThePromise(t *testing.T) {
	const towns, lines, limit = 200, 1200, 0.02
	short := func(by func([]Case) Months) (broken, found int) {
		for seed := range uint64(towns) {
			chance := rand.New(rand.NewPCG(seed, 3))
			var past []Case
			for at := range lately {
				past = append(past, batchMonth(chance, at, lines)...)
			}
			proof := Threshold(past, by(past), limit, 0.9)
			if !proof.Found {
				continue
			}
			n, wrong := 0, 0
			for _, c := range batchMonth(chance, lately, lines) {
				if c.Probability >= proof.Threshold {
					n++
					if !c.Right {
						wrong++
					}
				}
			}
			found++
			if float64(wrong) > (limit+Slack)*float64(n) {
				broken++
			}
		}
		return broken, found
	}
	with, found := short(ByMonth)
	without, all := short(func([]Case) Months { return Months{} })
	t.Logf("short: %d of %d, without months %d of %d", with, found, without, all)
	if found < towns*3/4 || float64(with) > 0.15*float64(found) || 2*with > without {
		t.Errorf("short: %d of %d, without months %d of %d", with, found, without, all)
	}
}

// batchMonth makes a month in which claims are calibrated over the long run, but
// suppliers go wrong all at once.
func batchMonth(chance *rand.Rand, at, lines int) (list []Case) {
	for len(list) < lines {
		p := 1 - 0.1*chance.Float64()*chance.Float64()
		right := chance.Float64() < p
		for range 1 + chance.IntN(20) {
			list = append(list, Case{Probability: p, Right: right, Day: at*month + len(list)*month/(lines+20)})
		}
	}
	return list
}
