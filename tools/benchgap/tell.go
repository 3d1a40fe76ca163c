// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"runtime"
	"strings"

	"rentmeester/bench/page"
)

const begin, end = "<!-- measured -->\n", "<!-- /measured -->\n"

// table tells what was measured.
func table(results []result, of int, o options) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Measured: `%s`, %s, seed %d, at most %d seconds of processor time for each instance; %d instances of %d.\n\n",
		o.commit, runtime.Version(), o.seed, o.cpu, len(results), of)
	b.WriteString("| kind | instances | proved optimal | at the optimum or best known | within 0.1 % of it | missed the aim | CPU-s, all |\n|---|---|---|---|---|---|---|\n")
	for _, kind := range []string{"gap", "a", "b", "c", "e", "d"} {
		b.WriteString(line(kind, results))
	}
	b.WriteString("\n| instance | agents | jobs | cost | optimum or best known | above it | proved bound | proved optimal | CPU-s |\n|---|---|---|---|---|---|---|---|---|\n")
	for _, r := range results {
		known := fmt.Sprint(r.known)
		if r.least < r.known {
			known += fmt.Sprintf(" (≥ %d)", r.least)
		}
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %s | %.3f %% | %d | %s | %.1f |\n",
			r.name, r.agents, r.jobs, r.cost, known, 100*r.above(), r.bound, map[bool]string{true: "yes", false: "no"}[r.proved()], r.cpu)
	}
	return b.String()
}

// tell puts the tables into the document.
func tell(results []result, of int, o options) error {
	if o.write == "" {
		return nil
	}
	return page.Put(o.write, begin, end, table(results, of, o))
}

func (r result) proved() bool   { return r.cost == r.bound }
func (r result) above() float64 { return float64(r.cost-r.known) / float64(r.known) }

// missed says whether an instance misses the aim: proved optimal, and for kind d
// within 0.1 % of what is known.
func (r result) missed() bool {
	if r.kind == "d" {
		return r.above() > 0.001
	}
	return !r.proved()
}

// line sums up a kind.
func line(kind string, results []result) string {
	all, proved, at, near, cpu := 0, 0, 0, 0, 0.0
	var missed []string
	for _, r := range results {
		if r.kind != kind {
			continue
		}
		all++
		cpu += r.cpu
		if r.proved() {
			proved++
		}
		if r.cost <= r.known {
			at++
		}
		if r.above() <= 0.001 {
			near++
		}
		if r.missed() {
			missed = append(missed, r.name)
		}
	}
	if all == 0 {
		return ""
	}
	if missed == nil {
		missed = []string{"none"}
	}
	return fmt.Sprintf("| %s | %d | %d | %d | %d | %s | %.0f |\n", kind, all, proved, at, near, strings.Join(missed, ", "), cpu)
}
