// SPDX-License-Identifier: EUPL-1.2

// Command benchgap solves the public instances of the generalised assignment
// problem one by one, holds every answer against the optimum that is known, and
// writes the tables of docs/benchmark-staffing.md.
//
//	RENTMEESTER_CORPUS=… go run ./tools/benchgap -write docs/benchmark-staffing.md
//
// It exits with an error when an answer is not what it says it is: when agents carry
// too much, the cost is not that of the assignment, or a bound is above what is known
// to be possible. What misses an aim is told, and is no error.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"regexp"
	"time"

	"rentmeester/bench/machine"
	"rentmeester/staffing/gap"
)

type options struct {
	only, write, commit string
	seconds, cpu        int
	seed                uint64
}

func main() {
	var o options
	flag.StringVar(&o.only, "only", `^(gap\d+-\d|[a-e](05|10|20)(100|200))$`, "which instances, by a regular expression on their names; .* also takes those of 400 to 1,600 jobs")
	flag.StringVar(&o.write, "write", "", "put the tables into this document, between its marks")
	flag.StringVar(&o.commit, "commit", "", "what was measured")
	flag.IntVar(&o.cpu, "cpu", 300, "seconds of processor time that one instance gets, over all cores")
	flag.IntVar(&o.seconds, "seconds", 3600, "seconds on the wall that one instance gets, however slow the machine")
	flag.Uint64Var(&o.seed, "seed", 1, "chance to search by")
	flag.Parse()
	log.SetFlags(log.Ltime)
	if err := run(o); err != nil {
		log.Fatal("FAILED: ", err)
	}
}

func run(o options) error {
	only, err := regexp.Compile(o.only)
	if err != nil {
		return err
	}
	corpus := os.Getenv("RENTMEESTER_CORPUS")
	if corpus == "" {
		return fmt.Errorf("RENTMEESTER_CORPUS is not set: the instances are not part of the repository")
	}
	all, err := instances(corpus, only)
	if err != nil {
		return err
	}
	var results []result
	for _, in := range all {
		r, err := measure(in, o)
		if err != nil {
			return fmt.Errorf("%s: %w", in.name, err)
		}
		results = append(results, r)
		if err := tell(results, len(all), o); err != nil { // what is measured stands, whatever happens to the rest
			return err
		}
		log.Printf("%-10s cost %d (known %d), bound %d, %.1f CPU-s, %.1f s", in.name, r.cost, in.known, r.bound, r.cpu, r.wall)
	}
	fmt.Print(table(results, len(all), o))
	return nil
}

// result is what came of one instance.
type result struct {
	instance
	cost, bound int
	cpu, wall   float64
}

func measure(in instance, o options) (result, error) {
	problem, err := read(in.file)
	if err != nil {
		return result{}, err
	}
	wall, stop := context.WithTimeout(context.Background(), time.Duration(o.seconds)*time.Second)
	defer stop()
	ctx, done := machine.WithCPU(wall, time.Duration(o.cpu)*time.Second)
	defer done()
	began, used := time.Now(), machine.CPU()
	a, err := gap.Solve(ctx, problem, gap.Options{Seed: o.seed})
	if err != nil {
		return result{}, err
	}
	r := result{in, a.Cost, a.Bound, (machine.CPU() - used).Seconds(), time.Since(began).Seconds()}
	return r, r.check(problem, a.Assignment)
}

func read(name string) (gap.Problem, error) {
	file, err := os.Open(name)
	if err != nil {
		return gap.Problem{}, err
	}
	defer file.Close()
	return gap.Read(file)
}

// check counts an answer again, without the solver, and holds it against what is known.
func (r result) check(p gap.Problem, assignment []int) error {
	load, cost := make([]int, len(p.Capacity)), 0
	if len(assignment) != r.jobs {
		return fmt.Errorf("%d jobs of %d are assigned", len(assignment), r.jobs)
	}
	for j, i := range assignment {
		load[i] += p.Weight[i][j]
		cost += p.Cost[i][j]
	}
	for i := range load {
		if load[i] > p.Capacity[i] {
			return fmt.Errorf("agent %d carries %d of %d", i+1, load[i], p.Capacity[i])
		}
	}
	switch {
	case cost != r.cost:
		return fmt.Errorf("it costs %d, not %d", cost, r.cost)
	case r.bound > r.known:
		return fmt.Errorf("the bound %d is above %d, which is known to be possible", r.bound, r.known)
	case cost < r.least:
		return fmt.Errorf("it costs %d, below %d, which is known to be impossible", cost, r.least)
	}
	return nil
}
