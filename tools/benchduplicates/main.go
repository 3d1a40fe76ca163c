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
	"rentmeester/learn"
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
	for _, s := range fitOn {
		for seed := range *seeds {
			start := time.Now()
			n := ledgers.Teach(&t, ledgers.Inject(all[s.ledger], s.from, s.until, 0.005, uint64(seed+1)), s.from)
			log.Println(s.ledger, n, time.Since(start))
		}
	}
	start := time.Now()
	fitted := t.Fit(0.005)
	log.Println("fit", time.Since(start))
	raw, _ := fitted.File("x")
	fmt.Println(string(raw))
	for name, m := range map[string]*duplicates.Model{"hand": duplicates.Reasoned(), "naive": t.Naive(0.005), "fitted": fitted} {
		var cases []learn.Case
		for _, s := range validate {
			j := ledgers.Run(ledgers.Inject(all[s.ledger], s.from, s.until, 0.005, 101), s.from, m)
			sc := ledgers.Measure(j)
			cases = append(cases, ledgers.Cases(j)...)
			fmt.Printf("%s %s n %d dup %d AUCPR %.3f top %.3f alerts %d right %d pair %.3f recall %.2f within %.2f ece %.4f\n", name, s.ledger, sc.Invoices, sc.Duplicates, sc.AUCPR, sc.Top, sc.Alerts, sc.Right, sc.Pair, sc.Recall, sc.Within, sc.Error)
		}
	}
}
