// SPDX-License-Identifier: EUPL-1.2

// Command benchplan measures the room staffing on invented municipalities: how good
// plans are proved to be, what a repair moves, how long an explanation takes. It counts
// every plan again by bench/staffing.
//
//	go run ./tools/benchplan -shape normal -seconds 60 -solver
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"rentmeester/bench/machine"
	bench "rentmeester/bench/staffing"
	"rentmeester/highs"
	"rentmeester/staffing"
)

func main() {
	shape := flag.String("shape", "normal", "small, normal, scarce or large")
	seed := flag.Uint64("seed", 1, "of the municipality and the search")
	seconds := flag.Int("seconds", 60, "to search at most")
	solver := flag.Bool("solver", false, "with the solver")
	flag.Parse()
	m := &measure{seed: *seed, within: time.Duration(*seconds) * time.Second, prices: staffing.DefaultPrices()}
	if *solver {
		cache, err := os.UserCacheDir()
		if err != nil {
			log.Fatal(err)
		}
		s, err := highs.Open(context.Background(), filepath.Join(cache, "rentmeester", "highs"))
		if err != nil {
			log.Fatal(err)
		}
		defer s.Close() //nolint:errcheck // it ends with the program
		m.solver = s
	}
	for _, s := range bench.Shapes {
		if s.Name == *shape {
			m.all(s)
			return
		}
	}
	log.Fatalf("no such shape: %s", *shape)
}

// measure is one run of the benchmark.
type measure struct {
	seed   uint64
	within time.Duration
	prices staffing.Prices
	solver staffing.Solver
	task   *staffing.Task
}

func (m *measure) all(s bench.Shape) {
	m.task = bench.Invent(s, m.seed)
	fmt.Printf("%s: %d people, %d assignments, %d seats, seed %d\n", s.Name, s.People, s.Assignments, s.Seats, m.seed)
	var plan *staffing.Plan
	m.timed("plan", func(ctx context.Context) {
		var err error
		if plan, err = staffing.Propose(ctx, m.task, m.prices, m.options()); err != nil {
			log.Fatal(err)
		}
	})
	m.show(m.task, plan)
	m.repair(plan)
	m.explain(plan)
}

func (m *measure) options() staffing.Options {
	return staffing.Options{Seed: m.seed, Solver: m.solver}
}

// timed tells how long something took: by the clock, and of the processors.
func (m *measure) timed(what string, do func(context.Context)) {
	ctx, cancel := context.WithTimeout(context.Background(), m.within)
	defer cancel()
	began, cpu := time.Now(), machine.CPU()
	do(ctx)
	fmt.Printf("%s: %.2f s, %.2f processor seconds\n", what, time.Since(began).Seconds(), (machine.CPU() - cpu).Seconds())
}

func (m *measure) show(t *staffing.Task, plan *staffing.Plan) {
	c := bench.Count(t, m.prices, plan.Placements)
	if c.Value != int64(plan.Value) || len(c.Wrong) > 0 {
		log.Fatalf("counted again: %d, %v", c.Value, c.Wrong)
	}
	fmt.Printf("  value %d, bound %d, gap %.3f %%, proved %v, %d seats empty; counted again: right\n", plan.Value, plan.Bound, plan.Gap*100, plan.Proved, len(plan.Unfilled))
}

// repair lets the busiest leave.
func (m *measure) repair(plan *staffing.Plan) {
	who, most := "", staffing.Minutes(-1)
	for _, h := range plan.People {
		sum := staffing.Minutes(0)
		for _, one := range h.Planned {
			sum += one
		}
		if sum > most {
			who, most = h.Person, sum
		}
	}
	changed, err := staffing.Apply(m.task, []staffing.Change{{Do: staffing.Leave, Person: who, Day: m.task.From}})
	if err != nil {
		log.Fatal(err)
	}
	var r *staffing.Repaired
	o := m.options()
	o.Prices = plan.Prices
	m.timed("repair when the busiest leaves", func(ctx context.Context) {
		if r, err = staffing.Repair(ctx, changed, m.prices, plan.Placements, o); err != nil {
			log.Fatal(err)
		}
	})
	m.show(changed, r.Plan)
	fmt.Printf("  %d seats could not stay, %d others moved, %d filled\n", len(r.Freed), len(r.Moved), len(r.Filled))
}

// explain asks of ten pairs why not.
func (m *measure) explain(plan *staffing.Plan) {
	exact, possible, longest := 0, 0, time.Duration(0)
	for n := range 10 {
		person := m.task.People[n*len(m.task.People)/10].ID
		seat := plan.Placements[n*len(plan.Placements)/10].Seat
		began := time.Now()
		a, err := staffing.Explain(context.Background(), m.task, m.prices, plan, person, seat, m.options())
		if err != nil {
			log.Fatal(err)
		}
		longest = max(longest, time.Since(began))
		if a.Possible {
			possible++
		}
		if a.Exact() {
			exact++
		}
	}
	fmt.Printf("explain: ten pairs, the longest %.2f s; a cost for %d, to the point for %d\n", longest.Seconds(), possible, exact)
}
