// SPDX-License-Identifier: EUPL-1.2

// Command benchcoding measures the prediction of codings on public ledgers and
// writes docs/benchmark-coding.md; with -fit it grows the prior that is shipped,
// on invented towns.
//
//	go run ./tools/benchcoding -only harrogate-account,changes -write page.md
//	go run ./tools/benchcoding -before     # 60 to 70 % of the ledgers: for work on the engine
//	go run ./tools/benchcoding -quick      # everything on invented ledgers, to try the program
package main

import (
	"errors"
	"flag"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	bench "rentmeester/bench/coding"
	"rentmeester/coding"
	"rentmeester/coding/predict"
)

// linesOfTown is how many lines of each invented town the prior learns.
const linesOfTown = 12_000

// longPast is how many earlier lines there are when speed is measured.
const longPast = 500_000

type options struct {
	fit, write, commit, only, skip string
	before, quick, alone           bool
	seed                           uint64
	side                           int
}

func main() {
	var o options
	flag.StringVar(&o.fit, "fit", "", "grow the prior on invented towns and write it to this file")
	flag.StringVar(&o.write, "write", "", "write the page to this file")
	flag.StringVar(&o.commit, "commit", "unknown", "what is measured")
	flag.StringVar(&o.only, "only", "", "only these, with commas: "+strings.Join(bench.Names(), ", ")+"; a ledger's name is all its parts")
	flag.StringVar(&o.skip, "skip", "", "not these")
	flag.BoolVar(&o.before, "before", false, "measure 60 to 70 % instead of the last 30 %, for work on the engine")
	flag.BoolVar(&o.alone, "alone", false, "the engine alone, without the usual ways")
	flag.BoolVar(&o.quick, "quick", false, "on small invented ledgers, to try the program")
	flag.Uint64Var(&o.seed, "seed", 1, "what is drawn by chance")
	flag.IntVar(&o.side, "side", runtime.GOMAXPROCS(0), "how many things are measured side by side")
	flag.Parse()
	err := o.run()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func (o options) run() error {
	if o.fit != "" {
		return fitPrior(o.fit)
	}
	wanted, err := o.wanted()
	if err != nil {
		return err
	}
	began := time.Now()
	settings := bench.Options{Only: wanted, Cut: bench.Whole, Seed: o.seed, Side: o.side, Alone: o.alone, Past: longPast, Ledger: bench.InventedLedger(3_000)}
	settings.Tell = func(what string) {
		fmt.Fprintf(os.Stderr, "%6.0f s  %s\n", time.Since(began).Seconds(), what)
	}
	if o.before {
		settings.Cut = bench.Cut{Warm: 0.4, From: 0.6, Until: 0.7}
	}
	if o.quick {
		settings.Past = 10_000
	} else if settings.Ledger, err = public(); err != nil {
		return err
	}
	debug.SetGCPercent(40) // as the program itself has it for a long past
	page, err := bench.Run(settings)
	if err != nil {
		return err
	}
	page.Commit, page.Invented = o.commit, o.quick
	if o.write == "" {
		_, err = os.Stdout.Write(page.Markdown())
		return err
	}
	return os.WriteFile(o.write, page.Markdown(), 0o644)
}

// wanted are the names of what is measured.
func (o options) wanted() ([]string, error) {
	all := bench.Names()
	only, err := among(all, o.only)
	skip, wrong := among(all, o.skip)
	if only == nil {
		only = all
	}
	only = slices.DeleteFunc(slices.Clone(only), func(name string) bool { return slices.Contains(skip, name) })
	return only, errors.Join(err, wrong)
}

// among finds names in a list with commas; the name of a ledger is all its parts.
func among(all []string, list string) (found []string, err error) {
	if list == "" {
		return nil, nil
	}
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		n := len(found)
		for _, one := range all {
			if one == name || strings.HasPrefix(one, name+"-") {
				found = append(found, one)
			}
		}
		if len(found) == n {
			err = errors.Join(err, fmt.Errorf("%q is none of %s", name, strings.Join(all, ", ")))
		}
	}
	return found, err
}

// public reads the ledgers of the corpus.
func public() (func(name string) iter.Seq2[predict.Row, error], error) {
	corpus := os.Getenv("RENTMEESTER_CORPUS")
	if corpus == "" {
		return nil, errors.New("RENTMEESTER_CORPUS says where the public ledgers are; it is not set")
	}
	return func(name string) iter.Seq2[predict.Row, error] {
		return bench.Lines(filepath.Join(corpus, "coding", name+".csv.gz"))
	}, nil
}

func fitPrior(path string) error {
	var models []*predict.Model
	kinds := [][]coding.Field{{coding.Account}, {coding.Account, coding.CostCentre}}
	for i, town := range bench.Towns(1, linesOfTown) {
		for _, targets := range kinds[:1+(i+1)%2] { // of every other town its full codes too
			m := predict.New(&predict.Prior{}, targets...)
			for _, r := range bench.Invent(town) {
				m.Learn(r)
			}
			models = append(models, m)
		}
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(predict.Pool(models...).Write(f), f.Close())
}
