// SPDX-License-Identifier: EUPL-1.2

// Command benchduplicates measures the duplicates engine on public ledgers with
// invented duplicates and writes the tables of docs/duplicates.md. With -fit it
// first learns the model that comes with the program.
//
//	RENTMEESTER_CORPUS=… go run ./tools/benchduplicates -write docs/duplicates.md
//
// The ledgers are cut by time: what is learned on, what models are compared and
// calibrated on, and what is measured on never meet.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"runtime/debug"
	"slices"
	"sync"

	"rentmeester/bench/duplicates"
	"rentmeester/day"
	"rentmeester/duplicates"
)

// stretch is a part of a ledger; what comes before it is known and not judged.
type stretch struct {
	ledger      string
	from, until day.Day
}

var (
	learned   = []stretch{{"sheffield", "2011-07-01", "2014-01-01"}, {"harrogate", "2015-10-01", "2018-01-01"}}
	validated = []stretch{{"sheffield", "2014-01-01", "2015-01-01"}, {"harrogate", "2018-01-01", "2019-01-01"}}
	tested    = []stretch{{"sheffield", "2015-01-01", "2017-04-01"}, {"harrogate", "2019-01-01", "2022-09-01"}, {"darlington", "2018-01-01", "2022-11-01"}}
)

// part is what is measured: stretches of ledgers, and the seeds by which duplicates
// are invented in them.
type part struct {
	name      string
	stretches []stretch
	seeds     []uint64
}

const rate = 0.005 // share of duplicates among all invoices

var (
	learnSeeds    = []uint64{1, 2, 3, 4}
	validateSeeds = []uint64{101, 102, 103}
	testSeeds     = []uint64{301, 302, 303, 304, 305}
)

func main() {
	fit := flag.String("fit", "", "learn anew, and write the model to this file; the program must then be built again to be measured")
	write := flag.String("write", "", "put the tables into this document, between its marks")
	validate := flag.Bool("validate", false, "measure on the validation part instead of the test part; only to print")
	commit := flag.String("commit", built(), "what was measured")
	flag.Parse()
	log.SetFlags(log.Ltime)
	if err := run(*fit, *write, *commit, *validate); err != nil {
		log.Fatal("FAILED: ", err)
	}
}

func run(fit, write, commit string, validate bool) error {
	corpus := os.Getenv("RENTMEESTER_CORPUS")
	if corpus == "" {
		return fmt.Errorf("RENTMEESTER_CORPUS is not set: the ledgers are not part of the repository")
	}
	all := map[string]*ledgers.Ledger{}
	for _, name := range ledgers.Names {
		l, err := ledgers.Read(corpus, name)
		if err != nil {
			return err
		}
		all[name] = l
		log.Printf("%s: %d lines, %d left out, %d invoices", name, l.Lines, l.Left, len(l.Invoices))
	}
	detailed := map[string]*ledgers.Ledger{}
	for name, l := range all {
		detailed[name] = ledgers.Detailed(l)
	}
	if fit != "" {
		return learnAll(all, detailed, fit)
	}
	on := part{"test", tested, testSeeds}
	if validate {
		on, write = part{"validation", validated, validateSeeds}, ""
	}
	if err := measure(all, on, write, "measured", commit); err != nil {
		return err
	}
	return measure(detailed, on, write, "detailed", commit)
}

// weigh gives the evidence of stretches, once for each seed.
func weigh(all map[string]*ledgers.Ledger, stretches []stretch, seeds []uint64) (out []ledgers.Weighed) {
	for _, s := range stretches {
		out = append(out, slices.Concat(each(seeds, func(seed uint64) []ledgers.Weighed {
			defer log.Printf("%s, seed %d", s.ledger, seed)
			return ledgers.Weigh(ledgers.Inject(all[s.ledger], s.from, s.until, rate, seed), s.from)
		})...)...)
	}
	return out
}

// each does something for every seed, several at once.
func each[T any](seeds []uint64, do func(seed uint64) T) []T {
	out := make([]T, len(seeds))
	var wait sync.WaitGroup
	for i, seed := range seeds {
		wait.Go(func() { out[i] = do(seed) })
	}
	wait.Wait()
	return out
}

// learnAll fits the models, tells how they do on the validation part, and writes the
// weights of the engine with their calibration.
func learnAll(all, detailed map[string]*ledgers.Ledger, file string) error {
	examples := weigh(all, learned, learnSeeds)
	var t duplicates.Teacher
	for _, w := range examples {
		if !w.Invoice.Neutral {
			t.Example(w.Pairs, w.Invoice.Of)
		}
	}
	fitted := t.Fit(rate)
	rivals := []rival{{"by hand", duplicates.Reasoned().Claim}, {"Fellegi–Sunter", t.Naive(rate).Claim}, {"conditional logit", fitted.Claim},
		{"boosted trees", ledgers.FitTrees(examples).Claim}}
	raw, err := calibrate(fitted, compare(all, rivals), detailed).File(fmt.Sprintf(
		"weights: Sheffield July 2011 to 2013 and Harrogate October 2015 to 2017, seeds %v; calibration: Sheffield 2014 and Harrogate 2018, seeds %v; "+
			"calibration of details: both, with invented details", learnSeeds, validateSeeds))
	if err != nil {
		return err
	}
	var check duplicates.Model
	if err := json.Unmarshal(raw, &check); err != nil {
		return err
	}
	return os.WriteFile(file, append(raw, '\n'), 0o600)
}

type rival struct {
	name  string
	claim func([]duplicates.Considered) float64
}

// compare tells how models do on the validation part, and gives that part.
func compare(all map[string]*ledgers.Ledger, rivals []rival) (out []ledgers.Weighed) {
	fmt.Println("| model | ledger | AUC-PR | top 20 per 10,000 | calibration error |\n|---|---|--:|--:|--:|")
	for _, s := range validated {
		weighed := weigh(all, []stretch{s}, validateSeeds)
		for _, r := range rivals {
			m := ledgers.Measure(ledgers.Judge(weighed, r.claim))
			fmt.Printf("| %s | %s | %.3f | %.3f | %.4f |\n", r.name, title(s.ledger), m.AUCPR, m.Top, m.Error)
		}
		out = append(out, weighed...)
	}
	return out
}

// calibrate makes the claims agree with what is true: those that rest on what every
// ledger has on the plain validation part, the others on all that is older than the
// test part, with invented details: no weight was learned on those, and there are
// too few of them in one year.
func calibrate(m *duplicates.Model, plain []ledgers.Weighed, detailed map[string]*ledgers.Ledger) *duplicates.Model {
	bearing := append(weigh(detailed, learned, learnSeeds), weigh(detailed, validated, validateSeeds)...)
	return m.Calibrated(duplicates.OnLedger, ledgers.CasesOn(duplicates.OnLedger, plain, m)).
		Calibrated(duplicates.OnDetails, ledgers.CasesOn(duplicates.OnDetails, bearing, m)).
		Calibrated(duplicates.OnReference, ledgers.CasesOn(duplicates.OnReference, bearing, m))
}

// built gives the commit that the program was built from.
func built() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	commit, changed := "unknown", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = " with changes"
		}
	}
	return commit + changed
}
