// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	bench "rentmeester/bench/coding"
	"rentmeester/coding"
	"rentmeester/coding/distribution"
	"rentmeester/coding/predict"
	"rentmeester/text"
)

// proposals writes the best proposal for each row of a file. Rows of one document
// are asked together.
type proposals struct {
	out     *csv.Writer
	lang    text.Lang
	model   *predict.Model
	whole   *distribution.Documents
	targets []coding.Field
	n       int
}

// mostOfDay is how many rows of one day are held to find those of one document.
const mostOfDay = 10_000

// predictFile writes the best proposal for each row of a table or an invoice.
func (p *program) predictFile(ctx context.Context, w io.Writer, m *predict.Model, targets []coding.Field, name string) error {
	o := proposals{out: csv.NewWriter(w), lang: p.lang, model: m, whole: distribution.NewDocuments(m), targets: targets}
	head := []string{"row", "date", "supplier", "inv_no"}
	for _, f := range targets {
		head = append(head, string(f))
	}
	if err := o.out.Write(append(head, "probability", "together", "reasons")); err != nil {
		return err
	}
	var rows []predict.Row // of one day
	for row, err := range p.rowsOf(ctx, name, predict.Own(targets)...) {
		if err != nil {
			return err
		}
		if len(rows) == mostOfDay || len(rows) > 0 && row.Day != rows[0].Day {
			if err := o.write(rows); err != nil {
				return err
			}
			rows = rows[:0]
		}
		rows = append(rows, bench.Asked(row, bench.Hide{}, targets))
	}
	if err := o.write(rows); err != nil {
		return err
	}
	o.out.Flush()
	return o.out.Error()
}

// write writes rows of one day, in their order.
func (o *proposals) write(rows []predict.Row) error {
	lists, together := make([][]predict.Proposal, len(rows)), make([]string, len(rows))
	for _, places := range distribution.ByDocument(rows) {
		if len(places) == 1 || len(places) > distribution.MostLines {
			for _, at := range places {
				lists[at] = o.model.Propose(rows[at])
			}
			continue
		}
		lines := make([]predict.Row, len(places))
		for i, at := range places {
			lines[i] = rows[at]
		}
		out, alone := o.whole.Propose(lines)
		joined, changed := distribution.Joined(alone, out)
		for i, at := range places {
			if lists[at] = joined[i]; changed[i] {
				together[at] = fmt.Sprintf("%.3f", out.Probability)
			}
		}
	}
	for i, row := range rows {
		if err := o.writeRow(row, lists[i], together[i]); err != nil {
			return err
		}
	}
	return nil
}

func (o *proposals) writeRow(row predict.Row, list []predict.Proposal, together string) error {
	o.n++
	record := []string{strconv.Itoa(o.n), string(row.Day), row.Supplier, row.Invoice}
	best := predict.Proposal{}
	if len(list) > 0 {
		best = list[0]
	}
	for _, f := range o.targets {
		record = append(record, best.Coding.Get(f))
	}
	var reasons []string
	for _, r := range best.Reasons {
		reasons = append(reasons, text.Say(o.lang, r.Code, r.Args))
	}
	return o.out.Write(append(record, fmt.Sprintf("%.3f", best.Probability), together, strings.Join(reasons, " ")))
}
