// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"

	bench "rentmeester/bench/coding"
	"rentmeester/text"
)

// percent writes a share with one decimal as the language writes it.
func (p *program) percent(share float64) string {
	return p.decimal(100*share, 1) + " %"
}

// decimal writes a number as the language writes it.
func (p *program) decimal(v float64, places int) string {
	said := strconv.FormatFloat(v, 'f', places, 64)
	if p.lang == text.NL {
		said = strings.Replace(said, ".", ",", 1)
	}
	return said
}

// printMeasured writes what evaluate found: the ways beside each other, months,
// what claims are worth, who is hard, and what it saves.
func (p *program) printMeasured(m measured) {
	engine := m.Ways[len(m.Ways)-1]
	first, last := engine.Months[0].Month, engine.Months[len(engine.Months)-1].Month
	p.printf("cli.coding.evaluate.measured", "rows", engine.Tally.N, "lines", m.Lines, "from", first, "until", last, "targets", joinFields(m.Targets))
	fmt.Fprintln(p.out)
	p.printWays(m.Ways)
	p.printMonths(engine)
	fmt.Fprintf(p.out, "\n%s\n", p.say("cli.coding.evaluate.plot", "error", p.percent(engine.Tally.Error)))
	fmt.Fprint(p.out, bench.Plot(engine.Reliable, p.say("cli.coding.evaluate.claimed"), p.say("cli.coding.evaluate.lines"), p.say("cli.coding.evaluate.right")))
	p.printWorst(engine)
	p.printSaved(m, engine)
}

func (p *program) printWays(ways []bench.Result) {
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	head := []string{"", p.say("cli.coding.evaluate.first"), p.say("cli.coding.evaluate.three")}
	for _, promise := range bench.Promises {
		head = append(head, p.say("cli.coding.evaluate.promise", "promise", p.decimal(100*promise, 0)+" %"))
	}
	fmt.Fprintln(w, strings.Join(head, "\t"))
	proved := false
	for _, r := range ways {
		row := []string{r.Way, p.percent(r.Tally.First), p.percent(r.Tally.Three)}
		for _, c := range r.Covered {
			cell := "–"
			if c.Coverage > 0 {
				cell, proved = p.percent(c.Coverage)+" ("+p.percent(c.Reached)+")", true
			}
			row = append(row, cell)
		}
		fmt.Fprintln(w, strings.Join(row, "\t"))
	}
	w.Flush() //nolint:errcheck // a terminal
	p.printf("cli.coding.evaluate.table")
	if !proved {
		p.printf("cli.coding.evaluate.unproved")
	}
}

func (p *program) printMonths(engine bench.Result) {
	fmt.Fprintln(p.out)
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t\n", p.say("cli.coding.evaluate.head-month"), p.say("cli.coding.evaluate.lines"), p.say("cli.coding.evaluate.first"),
		p.say("cli.coding.evaluate.done"), p.say("cli.coding.evaluate.wrong"))
	for i, m := range engine.Months {
		c := engine.Covered[1].Months[i]
		fmt.Fprintf(w, "%s\t%d\t%s\t%d\t%d\t\n", m.Month, m.Tally.N, p.percent(m.Tally.First), c.Done, c.Wrong)
	}
	w.Flush() //nolint:errcheck // a terminal
}

func (p *program) printWorst(engine bench.Result) {
	if len(engine.Worst) == 0 || engine.Worst[0].Wrong == 0 {
		return
	}
	fmt.Fprintf(p.out, "\n%s\n", p.say("cli.coding.evaluate.worst"))
	for _, w := range engine.Worst {
		if w.Wrong > 0 {
			p.printf("cli.coding.evaluate.worst-one", "supplier", w.Supplier, "rows", w.N, "wrong", w.Wrong)
		}
	}
}

func (p *program) printSaved(m measured, engine bench.Result) {
	i := engine.Invoices
	fmt.Fprintln(p.out)
	p.printf("cli.coding.evaluate.saved", "hours", p.decimal(m.Hours, 0), "done", i.Done, "invoices", i.N, "minutes", strings.TrimSuffix(p.decimal(m.Minutes, 1), p.decimal(0, 1)[1:]), "months", len(engine.Months))
}
