// SPDX-License-Identifier: EUPL-1.2

// Command benchduplicates measures the duplicates engine on public ledgers with
// invented duplicates. It is being written.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"time"

	"rentmeester/bench/duplicates"
	"rentmeester/day"
	"rentmeester/duplicates"
)

type stretch struct {
	ledger      string
	from, until day.Day
}

var (
	fitOn    = []stretch{{"sheffield", "2011-07-01", "2014-01-01"}, {"harrogate", "2015-10-01", "2018-01-01"}}
	validate = []stretch{{"sheffield", "2014-01-01", "2015-01-01"}, {"harrogate", "2018-01-01", "2019-01-01"}}
)

func main() {
	seeds := flag.Int("seeds", 2, "")
	flag.Parse()
	all := map[string]*ledgers.Ledger{}
	for _, n := range ledgers.Names {
		l, err := ledgers.Read(os.Getenv("RENTMEESTER_CORPUS"), n)
		if err != nil {
			log.Fatal(err)
		}
		all[n] = l
		log.Printf("%s: %d lines, %d left out, %d invoices", n, l.Lines, l.Left, len(l.Invoices))
	}
	var t duplicates.Teacher
	var ws []ledgers.Weighed
	for _, s := range fitOn {
		for seed := range *seeds {
			start := time.Now()
			w := ledgers.Weigh(ledgers.Inject(all[s.ledger], s.from, s.until, 0.005, uint64(seed+1)), s.from)
			ws = append(ws, w...)
			log.Println(s.ledger, len(w), time.Since(start))
		}
	}
	for _, w := range ws {
		if !w.Invoice.Neutral {
			t.Example(w.Pairs, w.Invoice.Of)
		}
	}
	start := time.Now()
	fitted := t.Fit(0.005)
	log.Println("fit", time.Since(start))
	start = time.Now()
	trees := ledgers.FitTrees(ws)
	log.Println("trees", time.Since(start))
	raw, _ := fitted.File("x")
	os.WriteFile("/tmp/fitted.json", raw, 0o644)
	claims := map[string]func([]duplicates.Considered) float64{"hand": duplicates.Reasoned().Claim, "naive": t.Naive(0.005).Claim, "fitted": fitted.Claim, "trees": trees.Claim}
	for _, s := range validate {
		for seed := uint64(101); seed < 104; seed++ {
			w := ledgers.Weigh(ledgers.Inject(all[s.ledger], s.from, s.until, 0.005, seed), s.from)
			for name, m := range claims {
				sc := ledgers.Measure(ledgers.Judge(w, m))
				fmt.Printf("%d %-7s %s n %d dup %d AUCPR %.3f top %.3f alerts %d right %d", seed, name, s.ledger, sc.Invoices, sc.Duplicates, sc.AUCPR, sc.Top, sc.Alerts, sc.Right)
				for _, k := range ledgers.Kinds {
					fmt.Printf(" %s %.2f/%.2f", k[:2], sc.Recall[k], sc.Within[k])
				}
				fmt.Printf(" ece %.4f\n", sc.Error)
			}
		}
	}
}
