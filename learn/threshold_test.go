// SPDX-License-Identifier: EUPL-1.2

package learn

import (
	"math"
	"math/rand/v2"
	"sort"
	"testing"

	"pgregory.net/rapid"
)

func many(n int, probability float64, wrong int) []Case {
	list := make([]Case, n)
	for i := range list {
		list[i] = Case{Probability: probability, Right: i >= wrong}
	}
	return list
}

func TestThreshold(t *testing.T) {
	join := func(parts ...[]Case) (all []Case) {
		for _, p := range parts {
			all = append(all, p...)
		}
		return all
	}
	for name, c := range map[string]struct {
		cases []Case
		want  Proof
	}{
		"nothing":                       {nil, Proof{Threshold: 0.5, Bound: 1}},
		"too few":                       {many(2994, 0.9995, 0), Proof{Threshold: 0.5, Cases: 2994, Bound: UpperBound(0, 2994, 0.95)}},
		"just enough":                   {many(2995, 0.9999, 0), Proof{Found: true, Threshold: 0.5, Cases: 2995, Bound: UpperBound(0, 2995, 0.95)}},
		"the first that fails ends it":  {join(many(9000, 0.9995, 0), many(1000, 0.9985, 40), many(90_000, 0.95, 0)), Proof{Found: true, Threshold: 0.999, Cases: 9000, Bound: UpperBound(0, 9000, 0.95)}},
		"few above are stepped over":    {join(many(50, 0.9999, 1), many(8000, 0.9991, 0), many(8000, 0.99, 40)), Proof{Found: true, Threshold: 0.991, Cases: 8050, Wrong: 1, Bound: UpperBound(1, 8050, 0.95)}},
		"too many wrong at the top":     {join(many(4000, 0.9999, 9), many(3900, 0.99, 0)), Proof{Threshold: 0.9999, Cases: 4000, Wrong: 9, Bound: UpperBound(9, 4000, 0.95)}},
		"claims below a half count not": {join(many(3000, 0.999, 0), many(5000, 0.3, 3000)), Proof{Found: true, Threshold: 0.5, Cases: 3000, Bound: UpperBound(0, 3000, 0.95)}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Threshold(c.cases, Months{}, 0.001, 0.95); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestGridIsFixedAndGoesDown(t *testing.T) {
	grid := Grid()
	if grid[0] != 0.9999 || grid[len(grid)-1] != 0.5 || !sort.IsSorted(sort.Reverse(sort.Float64Slice(grid))) {
		t.Errorf("grid: %v", grid)
	}
	for i, p := range grid {
		if cell(grid, p) != i || i > 0 && cell(grid, math.Nextafter(p, 0)) != i+1 {
			t.Errorf("%v is not in cell %d", p, i)
		}
	}
}

// What was found holds: the exact bound from the threshold on is under the limit,
// and the order in which cases come does not matter.
func TestThresholdHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		rate := rapid.Float64Range(0, 3).Draw(t, "times as often wrong as claimed")
		limit := rapid.SampledFrom([]float64{0.001, 0.005, 0.02}).Draw(t, "limit")
		chance := rand.New(rand.NewPCG(seed, 1))
		cases := town(chance, 2000, func(p float64) float64 { return rate * (1 - p) })
		got := Threshold(cases, Months{}, limit, 0.95)
		n, wrong := 0, 0
		for _, c := range cases {
			if c.Probability >= got.Threshold {
				n++
				if !c.Right {
					wrong++
				}
			}
		}
		if n != got.Cases || wrong != got.Wrong || got.Found != (got.Bound <= limit) {
			t.Fatalf("%+v, counted %d of %d", got, wrong, n)
		}
		chance.Shuffle(len(cases), func(i, j int) { cases[i], cases[j] = cases[j], cases[i] })
		if Threshold(cases, Months{}, limit, 0.95) != got {
			t.Fatal("another order gives another threshold")
		}
	})
}

// town invents claims, most of them sure, and judges them by a true chance of
// being wrong.
func town(chance *rand.Rand, n int, wrong func(p float64) float64) []Case {
	list := make([]Case, n)
	for i := range list {
		p := 1 - math.Pow(10, -4.5*chance.Float64()) // from 0 to nearly 1, evenly in nines
		list[i] = Case{Probability: p, Right: chance.Float64() >= min(wrong(p), 1)}
	}
	return list
}

// The promise itself, by simulation: whatever the truth is, a threshold above
// which more is wrong than agreed is chosen in at most 1-confidence of the runs.
func TestThresholdKeepsItsPromise(t *testing.T) {
	const runs, n, limit, confidence = 1000, 3000, 0.01, 0.90
	for name, wrong := range map[string]func(float64) float64{
		"calibrated":           func(p float64) float64 { return 1 - p },
		"twice as often wrong": func(p float64) float64 { return 2 * (1 - p) },
		"just over the limit":  func(float64) float64 { return 0.0101 },
		"wrong at the top":     func(p float64) float64 { return map[bool]float64{true: 0.012, false: 0.001}[p > 0.999] },
		"a step":               func(p float64) float64 { return map[bool]float64{true: 0.001, false: 0.06}[p > 0.99] },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			truth := shares(wrong)
			broken, found := 0, 0
			for seed := range uint64(runs) {
				got := Threshold(town(rand.New(rand.NewPCG(seed, 7)), n, wrong), Months{}, limit, confidence)
				if got.Found {
					found++
					if truth(got.Threshold) > limit {
						broken++
					}
				}
			}
			allowed := (1-confidence)*runs + 3*math.Sqrt(confidence*(1-confidence)*runs)
			if float64(broken) > allowed {
				t.Errorf("broken in %d of %d runs", broken, runs)
			}
			t.Logf("found %d, broken %d of %d", found, broken, runs)
		})
	}
}

// shares gives the true share that is wrong from a threshold on, by numbers.
func shares(wrong func(float64) float64) func(threshold float64) float64 {
	return func(threshold float64) float64 {
		sum, n := 0.0, 0
		for i := range 20_000 {
			if p := 1 - math.Pow(10, -4.5*(float64(i)+0.5)/20_000); p >= threshold {
				sum += min(wrong(p), 1)
				n++
			}
		}
		return sum / float64(max(n, 1))
	}
}

func TestLooks(t *testing.T) {
	look, at, next := Looks(0, 0.001, 0.95)
	if look != 0 || next != Enough(0.001, 0.975) || at != 0.975 {
		t.Errorf("before anything: %d %v %d", look, at, next)
	}
	if look, _, _ = Looks(next-1, 0.001, 0.95); look != 0 {
		t.Error("a look too early")
	}
	first := next
	if look, at, next = Looks(first, 0.001, 0.95); look != 1 || at != 0.975 || next != first+(first+1)/2 {
		t.Errorf("first look: %d %v %d", look, at, next)
	}
	missed := 0.0
	for j := 1; j < 10_000; j++ {
		missed += 1 - spent(j, 0.95)
	}
	if missed > 0.05 || missed < 0.0499 {
		t.Errorf("all looks together may miss %v", missed)
	}
}

// Cases that keep coming are tested at every look; still the promise is broken
// in at most 1-confidence of the lives.
func TestLooksKeepThePromise(t *testing.T) {
	const lives, limit, confidence = 400, 0.02, 0.90
	wrong := func(float64) float64 { return 0.0202 }
	broken := 0
	for seed := range uint64(lives) {
		chance := rand.New(rand.NewPCG(seed, 11))
		all := town(chance, 6000, wrong)
		for n, seen := 1, 0; n <= len(all); n++ {
			look, at, next := Looks(n, limit, confidence)
			if look > seen && Threshold(all[:n], Months{}, limit, at).Found {
				broken++
				break
			}
			seen, n = look, max(n, min(next, len(all))-1)
		}
	}
	if allowed := (1-confidence)*lives + 3*math.Sqrt(confidence*(1-confidence)*lives); float64(broken) > allowed {
		t.Errorf("broken in %d of %d lives", broken, lives)
	}
	t.Logf("broken in %d of %d lives", broken, lives)
}

func BenchmarkThreshold(b *testing.B) {
	cases := town(rand.New(rand.NewPCG(1, 1)), 20_000, func(p float64) float64 { return (1 - p) / 10 })
	for b.Loop() {
		Threshold(cases, Months{}, 0.001, 0.95)
	}
}
