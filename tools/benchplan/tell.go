// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"runtime"
	"strings"

	"rentmeester/bench/page"
)

const begin, end = "<!-- plans -->\n", "<!-- /plans -->\n"

// table tells what was measured.
func table(all []result, start started, o options) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Measured: `%s`, %s. A repair gets 3 seconds. Seconds are of the processor; on the clock in brackets, with whatever else the machine did.\n\n", o.commit, runtime.Version())
	b.WriteString("| shape | seed | people | assignments | seats | empty | gap proved | the aim | plan | repair: others moved | gap | repair | an explanation, the longest of ten |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|\n")
	for _, r := range all {
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d | %d | %s | %s | %s | %d | %s | %s | %.2f (%.2f) s |\n",
			r.Name, r.town, r.People, r.Assignments, r.Seats, r.plan.empty, r.plan.said(), r.aim(), r.plan.took(), r.moved, r.repair.said(), r.repair.took(),
			r.explain.Seconds(), r.explainClock.Seconds())
	}
	fmt.Fprintf(&b, "\nStart of the solver: %.2f s the first time, %.2f s each time after that.\n", start.first.Seconds(), start.again.Seconds())
	return b.String()
}

func (p proof) said() string {
	if p.proved {
		return "optimal"
	}
	return fmt.Sprintf("%.3f %%", 100*p.gap)
}

func (p proof) took() string { return fmt.Sprintf("%.1f (%.1f) s", p.cpu.Seconds(), p.wall.Seconds()) }

// aim says what is to be proved in how much time, and whether it was.
func (r *result) aim() string {
	a := aims[r.Name]
	what, reached := fmt.Sprintf("≤ %g %%", 100*a.gap), r.plan.gap <= a.gap
	if a.gap == 0 {
		what, reached = "optimal", r.plan.proved
	}
	return fmt.Sprintf("%s in %.0f s: %s", what, a.cpu.Seconds(), map[bool]string{true: "reached", false: "**missed**"}[reached && r.plan.cpu <= a.cpu])
}

// tell puts the table into the document.
func tell(all []result, start started, o options) error {
	if o.write == "" {
		return nil
	}
	return page.Put(o.write, begin, end, table(all, start, o))
}
