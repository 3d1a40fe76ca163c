// SPDX-License-Identifier: EUPL-1.2

package gap

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/fault"
)

// drawn is a small problem of any shape.
func drawn(t *rapid.T) Problem {
	agents, jobs := rapid.IntRange(1, 4).Draw(t, "agents"), rapid.IntRange(1, 7).Draw(t, "jobs")
	p := Problem{Capacity: make([]int, agents)}
	for i := range agents {
		p.Cost = append(p.Cost, rapid.SliceOfN(rapid.IntRange(-30, 60), jobs, jobs).Draw(t, "cost"))
		p.Weight = append(p.Weight, rapid.SliceOfN(rapid.IntRange(0, 12), jobs, jobs).Draw(t, "weight"))
		p.Capacity[i] = rapid.IntRange(0, 30).Draw(t, "capacity")
	}
	return p
}

// brute tries every assignment. It knows nothing of the solver.
func brute(p Problem) (least int, any bool) {
	least = math.MaxInt
	load := make([]int, len(p.Capacity))
	var try func(j, cost int)
	try = func(j, cost int) {
		if j == len(p.Cost[0]) {
			least, any = min(least, cost), true
			return
		}
		for i := range load {
			if load[i] += p.Weight[i][j]; load[i] <= p.Capacity[i] {
				try(j+1, cost+p.Cost[i][j])
			}
			load[i] -= p.Weight[i][j]
		}
	}
	try(0, 0)
	return least, any
}

// recount checks an answer without the solver's own arithmetic.
func recount(t interface{ Fatalf(string, ...any) }, p Problem, a Answer) {
	if len(a.Assignment) != len(p.Cost[0]) {
		t.Fatalf("%d jobs are assigned, of %d", len(a.Assignment), len(p.Cost[0]))
	}
	cost := 0
	for i := range p.Capacity {
		load := 0
		for j, at := range a.Assignment {
			if at == i {
				load += p.Weight[i][j]
				cost += p.Cost[i][j]
			}
		}
		if load > p.Capacity[i] {
			t.Fatalf("agent %d carries %d of %d", i, load, p.Capacity[i])
		}
	}
	for _, at := range a.Assignment {
		if at < 0 || at >= len(p.Capacity) {
			t.Fatalf("there is no agent %d", at)
		}
	}
	if cost != a.Cost || a.Bound > a.Cost || a.Optimal() != (a.Bound == cost) {
		t.Fatalf("it costs %d; said: %d, bound %d", cost, a.Cost, a.Bound)
	}
}

func TestSolveFindsWhatTryingAllFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawn(t)
		least, any := brute(p)
		a, err := Solve(context.Background(), p, Options{Seed: rapid.Uint64().Draw(t, "seed")})
		if !any {
			if !fault.Is(err, "gap.impossible") && !fault.Is(err, "gap.alone") {
				t.Fatalf("nothing is possible, and it said %v", err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		recount(t, p, a)
		if a.Cost != least || !a.Optimal() {
			t.Fatalf("cost %d, bound %d; the least is %d", a.Cost, a.Bound, least)
		}
	})
}

// A way down that ends by itself proves that nothing costs less than the best so far,
// whatever that is; one that finds something goes below it.
func TestWaysDownFindTheLeast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawn(t)
		least, any := brute(p)
		if p.Check() != nil || !any {
			t.Skip("nothing is possible")
		}
		r := newRelaxed(p)
		root := r.root()
		r.enter(root)
		_, first := newTree(r, root.clone(), loosest(p)).run(math.MaxInt64 / 2)
		s := newSearcher(p, rapid.Uint64().Draw(t, "seed"), first, root, r.stopped)
		for s.least < s.lowest {
			before := s.lowest
			if s.descend(); s.down == nil && s.least < s.lowest && s.lowest == before {
				t.Fatalf("a way down at %d neither found nor proved", s.lowest)
			}
		}
		if cost, fits := p.CostOf(s.best); s.lowest != least || s.least != least || cost != least || !fits {
			t.Fatalf("lowest %d, proved %d, costs %d (fits: %t); the least is %d", s.lowest, s.least, cost, fits, least)
		}
	})
}

// hard makes a problem of Chu and Beasley's type d (Computers & Operations Research
// 24, 1997), or of type e of Yagiura, Ibaraki and Glover.
func hard(kind byte, agents, jobs int, seed uint64) Problem {
	rng := rand.New(rand.NewPCG(seed, 7))
	p := Problem{Capacity: make([]int, agents)}
	for i := range agents {
		all := 0.0
		cost, weight := make([]int, jobs), make([]int, jobs)
		for j := range jobs {
			if kind == 'd' {
				weight[j] = 1 + rng.IntN(100)
				cost[j] = 111 - weight[j] + rng.IntN(21) - 10
			} else {
				weight[j] = int(1 - 10*math.Log(1-rng.Float64()))
				cost[j] = int(1000/float64(weight[j]) - 10*rng.Float64())
			}
			all += float64(weight[j])
		}
		p.Cost, p.Weight = append(p.Cost, cost), append(p.Weight, weight)
		p.Capacity[i] = int(0.8 * all / float64(agents))
	}
	return p
}

func TestOrderDoesNotMatter(t *testing.T) {
	for n, kind := range []byte{'d', 'e'} {
		p := hard(kind, 3, 18, uint64(n))
		a, err := Solve(t.Context(), p, Options{Seed: 1})
		if err != nil || !a.Optimal() {
			t.Fatal(err, a)
		}
		rng := rand.New(rand.NewPCG(uint64(n), 3))
		agents, jobs := rng.Perm(3), rng.Perm(18)
		q := Problem{}
		for _, i := range agents {
			var cost, weight []int
			for _, j := range jobs {
				cost, weight = append(cost, p.Cost[i][j]), append(weight, p.Weight[i][j])
			}
			q.Cost, q.Weight, q.Capacity = append(q.Cost, cost), append(q.Weight, weight), append(q.Capacity, p.Capacity[i])
		}
		b, err := Solve(t.Context(), q, Options{Seed: 2})
		if err != nil {
			t.Fatal(err)
		}
		recount(t, p, a)
		recount(t, q, b)
		if !b.Optimal() || a.Cost != b.Cost {
			t.Errorf("%c: %d one way and %d (bound %d) the other", kind, a.Cost, b.Cost, b.Bound)
		}
	}
}

func TestSameSeedSameAnswer(t *testing.T) {
	p := hard('d', 5, 30, 5)
	one, err := Solve(t.Context(), p, Options{Seed: 9, Rounds: 2})
	if err != nil {
		t.Fatal(err)
	}
	two, err := Solve(t.Context(), p, Options{Seed: 9, Rounds: 2})
	if err != nil || fmt.Sprint(one) != fmt.Sprint(two) {
		t.Errorf("%v and %v, %v", one, two, err)
	}
	recount(t, p, one)
}

// TestNoTime stops before the first step: what is proved still holds, or nothing was found.
func TestNoTime(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	p := hard('e', 5, 30, 1)
	if a, err := Solve(ctx, p, Options{}); err == nil {
		recount(t, p, a)
	} else if !fault.Is(err, "gap.none") {
		t.Error(err)
	}
}

// TestKnapsackTables holds the tables from before and behind against solving anew.
func TestKnapsackTables(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, room := rapid.IntRange(0, 8).Draw(t, "items"), rapid.IntRange(0, 30).Draw(t, "room")
		var s knapsack
		for k := range n {
			s.items = append(s.items, item{k, rapid.IntRange(0, 12).Draw(t, "weight"), -rapid.Int64Range(1, 50).Draw(t, "price")})
		}
		best := s.solve(room)
		taken, load := int64(0), 0
		for k, it := range s.items {
			if s.taken[k] {
				taken, load = taken+it.price, load+it.weight
			}
		}
		if taken != best || load > room {
			t.Fatalf("took %d with %d of %d, said %d", taken, load, room, best)
		}
		s.look()
		for k := range n {
			var other knapsack
			other.items = slices.Delete(slices.Clone(s.items), k, k+1)
			if less := rapid.IntRange(0, room).Draw(t, "less"); s.without(k, less) != other.solve(less) {
				t.Fatalf("without %d within %d: %d", k, less, s.without(k, less))
			}
		}
	})
}

// TestFixNeverForbidsTheBest holds bounds and what they forbid against all assignments.
func TestFixNeverForbidsTheBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawn(t)
		least, any := brute(p)
		r := newRelaxed(p)
		s := r.root()
		if !any || p.Check() != nil || !r.enter(s) {
			return
		}
		for j := range s.pay {
			s.pay[j] = rapid.Int64Range(-40*scale, 70*scale).Draw(t, "pay")
		}
		bound := r.value(s.pay, true)
		if ceil(bound) > least {
			t.Fatalf("bound %d above %d", ceil(bound), least)
		}
		r.fix(s, bound, int64(least)*scale)
		q := p
		q.Weight = nil
		for i, row := range p.Weight {
			row = slices.Clone(row)
			for j := range row {
				if !r.may(s, i, j) {
					row[j] = p.Capacity[i] + 1
				}
			}
			q.Weight = append(q.Weight, row)
		}
		if again, any := brute(q); !any || again != least {
			t.Fatalf("the least was %d, and is %d (%v) after fixing", least, again, any)
		}
	})
}
