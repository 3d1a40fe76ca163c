// SPDX-License-Identifier: EUPL-1.2

// Command benchplan measures the room staffing on invented municipalities: how good
// plans are proved to be, what a repair moves, how long an explanation takes, and how
// long the solver takes to start. It counts every plan again by bench/staffing, and
// writes the first table of docs/benchmark-staffing.md.
//
//	go run ./tools/benchplan -write docs/benchmark-staffing.md
//	go run ./tools/benchplan -only '^scarce$' -seed 2 -seeds 1
//
// It exits with an error when a plan is not what it says it is. What misses an aim is
// told, and is no error.
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
	bench "rentmeester/bench/staffing"
	"rentmeester/highs"
	"rentmeester/staffing"
)

type options struct {
	only, write, commit string
	seed, seeds         uint64
	seconds             int
}

// aims are how much processor time each shape gets, which gap is to be proved in it, and
// how many towns of it are measured: so many that all of them take a quarter of an hour.
var aims = map[string]struct {
	cpu   time.Duration
	gap   float64
	towns uint64
}{
	bench.Small.Name: {15 * time.Second, 0, 8}, bench.Normal.Name: {15 * time.Second, 0, 8},
	bench.Scarce.Name: {time.Minute, 0.01, 4}, bench.Large.Name: {5 * time.Minute, 0.01, 1},
}

// repairTime is how much processor time a repair gets, in whatever town.
const repairTime = 3 * time.Second

func main() {
	var o options
	flag.StringVar(&o.only, "only", "", "which shapes, by a regular expression on small, normal, scarce and large")
	flag.StringVar(&o.write, "write", "", "put the table into this document, between its marks")
	flag.StringVar(&o.commit, "commit", "", "what was measured")
	flag.Uint64Var(&o.seed, "seed", 1, "of the first municipality of each shape and its search")
	flag.Uint64Var(&o.seeds, "seeds", 8, "how many of each shape at most, each of the next seed")
	flag.IntVar(&o.seconds, "seconds", 1800, "on the wall that one plan gets, however slow the machine")
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
	cache, err := os.MkdirTemp("", "benchplan-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(cache) //nolint:errcheck // a directory of this run only
	start, solver, err := open(cache)
	if err != nil {
		return err
	}
	defer solver.Close() //nolint:errcheck // it ends with the program
	var all []result
	for _, shape := range bench.Shapes {
		if !only.MatchString(shape.Name) {
			continue
		}
		for n := range min(o.seeds, aims[shape.Name].towns) {
			m := &measure{options: o, prices: staffing.DefaultPrices(), solver: solver, result: result{Shape: shape, town: o.seed + n}}
			if err := m.all(); err != nil {
				return fmt.Errorf("%s %d: %w", shape.Name, m.town, err)
			}
			all = append(all, m.result)
			log.Printf("%s %d: %+v", shape.Name, m.town, m.result)
			if err := tell(all, start, o); err != nil { // what is measured stands, whatever happens to the rest
				return err
			}
		}
	}
	fmt.Print(table(all, start, o))
	return nil
}

// started is how long the solver took to start, of the processor.
type started struct {
	first, again time.Duration
}

// open starts the solver as on its first day, and then as on any other.
func open(cache string) (s started, solver *highs.Solver, err error) {
	s.first, _, err = spend(func() error {
		first, err := highs.Open(context.Background(), cache)
		if err != nil {
			return err
		}
		return first.Close()
	})
	if err != nil {
		return s, nil, err
	}
	s.again, _, err = spend(func() (err error) {
		solver, err = highs.Open(context.Background(), cache)
		return err
	})
	return s, solver, err
}

// spend tells how long something takes: of the processor, and on the clock.
func spend(do func() error) (cpu, wall time.Duration, err error) {
	used, began := machine.CPU(), time.Now()
	err = do()
	return machine.CPU() - used, time.Since(began), err
}
