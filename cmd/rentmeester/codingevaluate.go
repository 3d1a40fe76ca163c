// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	bench "rentmeester/bench/coding"
	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/day"
	"rentmeester/fault"
)

// evaluation is what is asked of one's own past.
type evaluation struct {
	codingFlags
	minutes     float64
	hide, known []string
}

func (p *program) codingEvaluateCommand() *cobra.Command {
	var e evaluation
	c := &cobra.Command{Use: "evaluate FILE", Short: p.say("cli.coding.evaluate.short"), Long: p.say("cli.coding.evaluate.long"), Args: cobra.ExactArgs(1)}
	p.codingFlags(c, &e.codingFlags)
	c.Flags().Float64Var(&e.minutes, "minutes", 3, p.say("cli.coding.evaluate.minutes"))
	c.Flags().StringSliceVar(&e.hide, "hide", nil, p.say("cli.coding.evaluate.hide"))
	c.Flags().StringSliceVar(&e.known, "known", nil, p.say("cli.coding.evaluate.known"))
	c.RunE = func(c *cobra.Command, args []string) error { return p.evaluate(c.Context(), e, args[0]) }
	return c
}

// measured is what evaluate found, for scripts.
type measured struct {
	Lines   int            `json:"lines"`
	Bare    int            `json:"without_coding"` // rows that have none
	Targets []coding.Field `json:"targets"`
	Minutes float64        `json:"minutes_per_invoice"`
	Hours   float64        `json:"hours_saved"` // in the part that is measured
	Ways    []bench.Result `json:"ways"`
}

func (p *program) evaluate(ctx context.Context, e evaluation, name string) error {
	m, targets, err := e.model(ctx, p)
	if err != nil {
		return err
	}
	h, err := e.hidden()
	if err != nil {
		return err
	}
	rows, bare, err := p.pastOf(ctx, name, targets, e.hide)
	if err != nil {
		return err
	}
	out := measured{Lines: len(rows), Bare: bare, Targets: targets, Minutes: e.minutes}
	ways := []struct {
		way string
		p   bench.Predictor
	}{
		{p.say("cli.coding.evaluate.frequent"), bench.MostFrequent(targets...)},
		{p.say("cli.coding.evaluate.last"), bench.LastUsed(targets...)},
		{p.say("cli.coding.evaluate.recent"), bench.Recency(120, targets...)},
		{bench.Engine, m},
	}
	step, done := p.progress(bench.Steps * len(ways))
	for _, b := range ways {
		out.Ways = append(out.Ways, bench.Measure(b.way, b.p, rows, bench.Whole, h, targets, func(int) { step() }))
	}
	done()
	out.Hours = float64(out.Ways[len(out.Ways)-1].Invoices.Done) * e.minutes / 60
	if p.json {
		return p.printJSON(out)
	}
	p.printMeasured(out)
	return nil
}

// hidden reads what predictions may see of a coding, and may not see besides.
// Error: predict.hide.
func (e evaluation) hidden() (h bench.Hide, err error) {
	h.Beside = true
	for _, name := range e.known {
		if !slices.Contains(coding.Fields, coding.Field(name)) {
			return h, fault.New("predict.unknown-target", "value", name)
		}
		h.But = append(h.But, coding.Field(name))
	}
	for _, name := range e.hide {
		if !slices.Contains(predict.Columns, name) || name == "date" || slices.Contains(coding.Fields, coding.Field(name)) {
			return h, fault.New("predict.hide", "value", name)
		}
	}
	return h, nil
}

// pastOf reads the rows of a table that have a coding, in order of their days and
// without the columns that are hidden. A row without a date has that of the row
// before it, and before the first date that one. Errors: predict.untold, predict.undated,
// predict.few.
func (p *program) pastOf(ctx context.Context, name string, targets []coding.Field, hide []string) (rows []predict.Row, bare int, err error) {
	sorted, dated := true, 0
	var last day.Day
	for row, err := range p.rowsOf(ctx, name, predict.Own(targets)...) {
		if err != nil {
			return nil, 0, err
		}
		if !slices.ContainsFunc(targets, func(f coding.Field) bool { return row.Coding.Get(f) != "" }) {
			bare++
			continue
		}
		if row.Day == "" {
			row.Day = last
		} else if dated++; dated == 1 {
			for i := range rows {
				rows[i].Day = row.Day
			}
			last = row.Day
		}
		sorted, last = sorted && row.Day >= last, row.Day
		for _, column := range hide {
			if err := row.Fill(column, ""); err != nil {
				return nil, 0, err
			}
		}
		if slices.Contains(hide, "amount") {
			row.Amount, row.NoAmount = 0, true
		}
		rows = append(rows, row)
	}
	switch {
	case len(rows) == 0 && bare > 0:
		return nil, 0, fault.New("predict.untold", "targets", joinFields(targets), "name", name)
	case len(rows) > 0 && dated == 0:
		return nil, 0, fault.New("predict.undated", "name", name)
	case len(rows) < leastPast:
		return nil, 0, fault.New("predict.few", "rows", len(rows))
	}
	if !sorted {
		slices.SortStableFunc(rows, func(a, b predict.Row) int { return strings.Compare(string(a.Day), string(b.Day)) })
		fmt.Fprintln(p.err, p.say("cli.coding.evaluate.sorted", "name", name))
	}
	if bare > 0 {
		fmt.Fprintln(p.err, p.say("cli.coding.passed-over", "name", name, "rows", bare))
	}
	return rows, bare, nil
}

// leastPast is how many rows it takes to measure anything.
const leastPast = 10

func joinFields(fields []coding.Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = string(f)
	}
	return strings.Join(names, ", ")
}
