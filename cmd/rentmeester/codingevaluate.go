// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	bench "rentmeester/bench/coding"
	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/fault"
	"rentmeester/text"
)

// predictFile writes the best proposal for each row of a table.
func (p *program) predictFile(ctx context.Context, w io.Writer, m *predict.Model, targets []coding.Field, name string) error {
	out := csv.NewWriter(w)
	head := []string{"row", "date", "supplier", "inv_no"}
	for _, f := range targets {
		head = append(head, string(f))
	}
	if err := out.Write(append(head, "probability", "reasons")); err != nil {
		return err
	}
	n := 0
	for row, err := range p.rowsOf(ctx, name, predict.Own(targets)...) {
		n++
		if err != nil {
			return err
		}
		record := []string{strconv.Itoa(n), string(row.Day), row.Supplier, row.Invoice}
		best := predict.Proposal{}
		if list := m.Propose(bench.Asked(row, bench.Hide{}, targets)); len(list) > 0 {
			best = list[0]
		}
		for _, f := range targets {
			record = append(record, best.Coding.Get(f))
		}
		var reasons []string
		for _, r := range best.Reasons {
			reasons = append(reasons, text.Say(p.lang, r.Code, r.Args))
		}
		if err := out.Write(append(record, fmt.Sprintf("%.3f", best.Probability), strings.Join(reasons, " "))); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func (p *program) codingEvaluateCommand() *cobra.Command {
	var f codingFlags
	var minutes float64
	var hide []string
	c := &cobra.Command{Use: "evaluate FILE", Short: p.say("cli.coding.evaluate.short"), Long: p.say("cli.coding.evaluate.long"), Args: cobra.ExactArgs(1)}
	p.codingFlags(c, &f)
	c.Flags().Float64Var(&minutes, "minutes", 2, p.say("cli.coding.evaluate.minutes"))
	c.Flags().StringSliceVar(&hide, "hide", nil, p.say("cli.coding.evaluate.hide"))
	c.RunE = func(c *cobra.Command, args []string) error { return p.evaluate(c.Context(), f, args[0], minutes, hide) }
	return c
}

func (p *program) evaluate(ctx context.Context, f codingFlags, name string, minutes float64, hide []string) error {
	m, targets, err := f.model(ctx, p)
	if err != nil {
		return err
	}
	h, err := hidden(hide)
	if err != nil {
		return err
	}
	var rows []predict.Row
	for row, err := range p.rowsOf(ctx, name, predict.Own(targets)...) {
		if err != nil {
			return err
		}
		if n := len(rows); n > 0 && row.Day < rows[n-1].Day {
			return fault.New("predict.order", "row", n+1)
		}
		rows = append(rows, row)
	}
	if len(rows) < 10 {
		return fault.New("predict.few", "rows", len(rows))
	}
	var results []bench.Result
	for _, b := range []struct {
		way string
		p   bench.Predictor
	}{
		{p.say("cli.coding.evaluate.frequent"), bench.MostFrequent(targets...)},
		{p.say("cli.coding.evaluate.last"), bench.LastUsed(targets...)},
		{p.say("cli.coding.evaluate.recent"), bench.Recency(120, targets...)},
		{"Rentmeester", m},
	} {
		results = append(results, bench.Measure(b.way, b.p, rows, bench.Whole, h, targets))
	}
	if p.json {
		return p.printJSON(results)
	}
	p.printResults(results, minutes)
	return nil
}

// hidden reads what predictions may not see. Error: predict.hide.
func hidden(names []string) (h bench.Hide, err error) {
	for _, name := range names {
		switch name {
		case "area":
			h.Area = true
		case "extra":
			h.Extra = true
		case "beside":
			h.Beside = true
		default:
			err = errors.Join(err, fault.New("predict.hide", "value", name))
		}
	}
	return h, err
}

// percent writes a share with one decimal as the language writes it.
func (p *program) percent(share float64) string {
	said := fmt.Sprintf("%.1f", 100*share)
	if p.lang == text.NL {
		said = strings.Replace(said, ".", ",", 1)
	}
	return said + " %"
}

func (p *program) printResults(results []bench.Result, minutes float64) {
	engine := results[len(results)-1]
	p.printf("cli.coding.evaluate.measured", "rows", engine.Tally.N)
	for _, r := range results {
		fmt.Fprintln(p.out)
		p.printf("cli.coding.evaluate.way", "way", r.Way, "first", p.percent(r.Tally.First), "three", p.percent(r.Tally.Three))
		for _, c := range r.Covered {
			p.printf("cli.coding.evaluate.covered", "promise", p.percent(c.Promise), "coverage", p.percent(c.Coverage), "reached", p.percent(c.Reached))
		}
	}
	fmt.Fprintln(p.out)
	for i, m := range engine.Months {
		c := engine.Covered[1].Months[i]
		p.printf("cli.coding.evaluate.month", "month", m.Month, "rows", m.Tally.N, "first", p.percent(m.Tally.First), "done", c.Done, "wrong", c.Wrong)
	}
	fmt.Fprintln(p.out)
	for _, w := range engine.Worst {
		if w.Wrong > 0 {
			p.printf("cli.coding.evaluate.worst", "supplier", w.Supplier, "rows", w.N, "wrong", w.Wrong)
		}
	}
	done := 0
	for _, m := range engine.Covered[1].Months {
		done += m.Done
	}
	fmt.Fprintln(p.out)
	p.printf("cli.coding.evaluate.saved", "hours", fmt.Sprintf("%.0f", float64(done)*minutes/60), "rows", done, "minutes", strconv.FormatFloat(minutes, 'f', -1, 64), "months", len(engine.Months))
}
