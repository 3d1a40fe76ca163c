// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"cmp"
	"slices"
	"time"

	"rentmeester/coding"
	"rentmeester/coding/distribution"
	"rentmeester/coding/predict"
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/store/db"
)

// DistributionModel names in proposals what divides a line.
const DistributionModel = "distribution/1"

// distributions is what was learned of how documents and lines are divided.
type distributions struct {
	together *distribution.Model
	divided  *distribution.Whole
}

func newDistributions(m *predict.Model) *distributions {
	return &distributions{distribution.New(m, coding.Fields...), distribution.NewWhole()}
}

// learn takes in a line before the predictor does; one that was divided teaches
// only how that was.
func (d *distributions) learn(l lesson) {
	parts := l.parts
	if len(parts) == 0 {
		d.together.Learn(l.row)
		parts = []coding.Part{{Coding: l.row.Coding, Amount: l.row.Amount}}
	}
	d.divided.Learn(l.row, parts)
}

// distributions gives what was learned beside a model, nil for another one.
func (d *Desk) distributions(m *predict.Model) *distributions {
	if d.Tools.Memory == nil || m == nil {
		return nil
	}
	p := &d.Tools.Memory.predictor
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now == nil || p.now.model != m {
		return nil
	}
	return p.now.distributions
}

// lessonOfParts is how a line was divided.
func lessonOfParts(rows []db.CodedLinesRow) lesson {
	one := lessonOfLine(rows[0])
	one.row.Coding, one.row.Amount = coding.Coding{}, 0
	for _, r := range rows {
		p := coding.Part{Coding: codingOf(r.InvoiceCoding), Amount: money.Cents(r.InvoiceCoding.Amount)}
		if r.Kind == "creditnote" {
			p.Amount = -p.Amount
		}
		one.row.Amount += p.Amount
		one.parts = append(one.parts, p)
	}
	return one
}

// lessonOfLine is how a line that was not divided was coded.
func lessonOfLine(r db.CodedLinesRow) lesson {
	c := r.InvoiceCoding
	one := lesson{act: r.Coded, override: c.Source == "" && !r.Taken, row: predict.Row{Day: dayOf(c.CodedAt, time.UTC), Supplier: r.SupplierName,
		SupplierID: r.SupplierNumber, Text: c.Description, Amount: money.Cents(c.Amount), Invoice: r.InvoiceNumber, Document: ours + subjectID(c.InvoiceID),
		Area: c.Area, Extra: c.Extra, Coding: codingOf(c)}}
	if one.row.Coding.Other = ""; r.Kind == "creditnote" {
		one.row.Amount = -one.row.Amount
	}
	return one
}

// opinions asks the predictor of each line, and whether the lines together say
// otherwise.
func (c *toCode) opinions(m *predict.Model, d *distributions, on day.Day) [][]predict.Proposal {
	rows, lists := make([]predict.Row, len(c.subject.Lines)), make([][]predict.Proposal, len(c.subject.Lines))
	for i := range rows {
		rows[i] = c.rowOf(i, on)
		lists[i] = m.Propose(rows[i])
	}
	if d == nil || len(rows) < 2 {
		return lists
	}
	joined, _ := distribution.Joined(lists, d.together.ProposeFrom(rows, lists))
	return joined
}

// divide proposes for a line how it is divided, when that is likelier than what the
// last time says; one that is likely not to be divided any more is left to the
// predictor.
func (c *toCode) divide(d *distributions, line int, on day.Day, last coding.Proposal) coding.Proposal {
	if d == nil {
		return last
	}
	row := c.rowOf(line, on)
	found := d.divided.Propose(row)
	if found.Set < distribution.Sure || found.Probability < last.Probability {
		return last
	}
	if len(found.Parts) < 2 {
		if len(last.Parts) > 1 {
			last.Parts = last.Parts[:0:0]
		}
		return last
	}
	o := coding.Option{Probability: found.Probability, Reasons: found.Reasons}
	for _, p := range found.Parts {
		p.Coding = c.recoding.Now(p.Coding, "", c.spent)
		if row.Amount != c.subject.Lines[line].Net {
			p.Amount = -p.Amount
		}
		o.Parts = append(o.Parts, p)
	}
	for _, like := range found.Like {
		if id, ok := OurInvoice(like.Document); ok {
			o.Like = append(o.Like, subjectID(id))
		}
	}
	p := coding.Update([]coding.Proposal{{Line: line, Model: DistributionModel, Option: o}}, c.chart, c.codes, c.year)[0]
	if p.Parts = oneEach(p.Parts); len(p.Parts) < 2 || c.blocked(p.Option) {
		return last
	}
	for _, a := range append([]coding.Option{last.Option}, last.Alternatives...) {
		if len(a.Parts) > 0 && len(p.Alternatives) < mostAlternatives && !sameParts(a.Parts, p.Parts) {
			a.Probability = min(a.Probability, (1-p.Probability)/2)
			p.Alternatives = append(p.Alternatives, a)
		}
	}
	slices.SortStableFunc(p.Alternatives, func(a, b coding.Option) int { return cmp.Compare(b.Probability, a.Probability) })
	return p
}

// sameParts says whether parts book the same.
func sameParts(a, b []coding.Part) bool {
	return slices.EqualFunc(a, b, func(x, y coding.Part) bool { return x.Coding == y.Coding && x.Amount == y.Amount })
}

// oneEach puts parts together of which the codes became one.
func oneEach(parts []coding.Part) (all []coding.Part) {
	for _, p := range parts {
		at := slices.IndexFunc(all, func(o coding.Part) bool { return o.Coding == p.Coding })
		if at < 0 {
			all = append(all, p)
			continue
		}
		all[at].Amount += p.Amount
		all[at].Weight += p.Weight
	}
	return all
}
