// SPDX-License-Identifier: EUPL-1.2

// Command benchcoding measures the prediction of codings on public ledgers and
// writes docs/benchmark-coding.md; with -fit it grows the prior that is shipped,
// on invented towns.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	bench "rentmeester/bench/coding"
	"rentmeester/coding"
	"rentmeester/coding/predict"
)

// linesOfTown is how many lines of each invented town the prior learns.
const linesOfTown = 12_000

func main() {
	fit := flag.String("fit", "", "grow the prior on invented towns and write it to this file")
	write := flag.String("write", "", "write the report to this file")
	commit := flag.String("commit", "", "what is measured")
	only := flag.String("only", "", "only the runs on this ledger")
	quick := flag.Bool("quick", false, "measure 60 to 70 % instead of the last 30 %, for work on the engine")
	flag.Parse()
	var err error
	if *fit != "" {
		err = fitPrior(*fit)
	} else {
		err = measure(*write, *commit, *only, *quick)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func fitPrior(path string) error {
	var models []*predict.Model
	for _, town := range bench.Towns(1, linesOfTown) {
		m := predict.New(&predict.Prior{}, coding.Account)
		for _, r := range bench.Invent(town) {
			m.Learn(r)
		}
		models = append(models, m)
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(predict.Pool(models...).Write(f), f.Close())
}

// runs are what is measured, in this order.
var (
	account = []coding.Field{coding.Account}
	full    = []coding.Field{coding.Account, coding.CostCentre}
	blind   = bench.Hide{Area: true, Extra: true, Beside: true}
	area    = bench.Hide{Extra: true, Beside: true}
	runs    = []bench.Run{
		{Ledger: "harrogate", Targets: account, Hide: blind, Knows: "supplier, text, amount, document number", Transfer: true},
		{Ledger: "harrogate", Targets: account, Hide: area, Knows: "the same and the directorate (area)", Baselines: true, Ablation: true},
		{Ledger: "harrogate", Targets: account, Hide: bench.Hide{Extra: true}, Knows: "the same and the cost centre"},
		{Ledger: "harrogate", Targets: full, Hide: area, Knows: "supplier, text, amount, document number, directorate"},
		{Ledger: "darlington", Targets: account, Hide: area, Knows: "supplier, amount, document number, directorate", Baselines: true},
		{Ledger: "sheffield", Targets: account, Hide: blind, Knows: "supplier, amount, invoice and document number", Baselines: true},
		{Ledger: "sheffield", Targets: full, Hide: blind, Knows: "supplier, amount, invoice and document number"},
	}
)

func measure(write, commit, only string, quick bool) error {
	corpus := os.Getenv("RENTMEESTER_CORPUS")
	if corpus == "" {
		return errors.New("RENTMEESTER_CORPUS says where the public ledgers are; it is not set")
	}
	report := bench.Report{Commit: commit, Cut: bench.Whole}
	if quick {
		report.Cut = bench.Cut{Warm: 0.5, From: 0.6, Until: 0.7}
	}
	for _, run := range runs {
		if only != "" && run.Ledger != only {
			continue
		}
		rows, _, err := bench.Read(filepath.Join(corpus, "coding", run.Ledger+".csv.gz"))
		if err != nil {
			return err
		}
		report.Runs = append(report.Runs, run.Measure(rows, report.Cut, func(r bench.Result) {
			fmt.Fprintf(os.Stderr, "%s %v %s: %s (%v)\n", run.Ledger, run.Targets, r.Way, r.Short(), r.Took.Round(time.Second))
		}))
	}
	if write == "" {
		return nil
	}
	return os.WriteFile(write, report.Markdown(), 0o644)
}
