// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"rentmeester/app/books"
	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/day"
	"rentmeester/invoice"
	"rentmeester/money"
	"rentmeester/store"
	"rentmeester/store/db"
)

// PredictModel names the predictor in proposals.
const PredictModel = "predict/1"

// hintsOf gives by what the buyer knows a line, and its VAT and class.
func hintsOf(s coding.Subject, l coding.Line) (area, extra string) {
	area, extra = predict.Hints(s, l)
	return plain(area), plain(extra)
}

// ours marks the number of an invoice of ours among those of other programs.
const ours = "#"

// OurInvoice gives the invoice of ours that a reference of the predictor names;
// false when it is of another program.
func OurInvoice(document string) (id int64, ok bool) {
	said, ok := strings.CutPrefix(document, ours)
	id, err := strconv.ParseInt(said, 10, 64)
	return id, ok && err == nil
}

// rowOf asks for the coding of a line.
func (c *toCode) rowOf(line int, on day.Day) predict.Row {
	l := c.subject.Lines[line]
	r := predict.Row{Day: on, Supplier: c.row.SupplierName, SupplierID: c.supplierNumber, Text: plain(l.Text), Amount: l.Net,
		Invoice: c.row.Number, Document: ours + subjectID(c.row.ID)}
	if c.subject.Credit {
		r.Amount = -r.Amount
	}
	r.Area, r.Extra = hintsOf(c.subject, l)
	return r
}

// RowsOf asks for the codings of an invoice that is none of ours, line by line.
// Errors: those of coding.SubjectOf.
func RowsOf(inv *invoice.Invoice, supplierNumber string) ([]predict.Row, error) {
	s, err := coding.SubjectOf(inv, supplierNumber)
	if err != nil {
		return nil, err
	}
	rows := make([]predict.Row, len(s.Lines))
	for i, l := range s.Lines {
		rows[i] = predict.Row{Day: s.Day, Supplier: inv.Seller.Name, SupplierID: supplierNumber, Text: plain(l.Text), Amount: l.Net, Invoice: inv.Number}
		if s.Credit {
			rows[i].Amount = -l.Net
		}
		rows[i].Area, rows[i].Extra = hintsOf(s, l)
	}
	return rows, nil
}

// predicted puts what the predictor says in the place of what the last time says:
// for each line of which the last was not divided, when it has anything to go by.
// A coding that may not be booked is not proposed.
func (c *toCode) predicted(m *predict.Model, d *distributions, on day.Day, last []coding.Proposal) []coding.Proposal {
	if m == nil {
		return last
	}
	lists := c.opinions(m, d, on)
	for i, l := range last {
		if l = c.divide(d, i, on, l); len(l.Parts) > 1 {
			last[i] = l
			continue
		}
		options := c.options(lists[i], c.subject.Lines[i].Net, l)
		p := coding.Proposal{Line: i, Model: PredictModel}
		for _, o := range merged(coding.Update([]coding.Proposal{{Alternatives: options}}, c.chart, c.codes, c.year)[0].Alternatives) {
			switch blocked := c.blocked(o); {
			case !blocked && len(p.Parts) == 0:
				p.Option = o
			case !blocked && len(p.Alternatives) < mostAlternatives:
				p.Alternatives = append(p.Alternatives, o)
			}
		}
		if len(p.Parts) > 0 {
			last[i] = p
		}
	}
	return last
}

const mostAlternatives = 4

// merged takes options together of which the codes became one, best first.
func merged(options []coding.Option) (all []coding.Option) {
	for _, o := range options {
		at := slices.IndexFunc(all, func(other coding.Option) bool { return other.Parts[0].Coding == o.Parts[0].Coding })
		if at < 0 {
			all = append(all, o)
			continue
		}
		all[at].Probability = min(all[at].Probability+o.Probability, 1)
	}
	slices.SortStableFunc(all, func(a, b coding.Option) int { return cmp.Compare(b.Probability, a.Probability) })
	return all
}

// options are the codings that the predictor thinks of. Dimensions that it does
// not know are as they were the last time with that coding.
func (c *toCode) options(list []predict.Proposal, net money.Cents, last coding.Proposal) (all []coding.Option) {
	for _, p := range list {
		code := c.recoding.Now(p.Coding, "", c.spent)
		for _, o := range append([]coding.Option{last.Option}, last.Alternatives...) {
			bare := coding.Coding{}
			if len(o.Parts) == 1 {
				bare = o.Parts[0].Coding
			}
			if other := bare.Other; other != "" {
				if bare.Other = ""; bare == code {
					code.Other = other
				}
			}
		}
		o := coding.Option{Parts: []coding.Part{{Coding: code, Weight: 1, Amount: net}}, Probability: p.Probability, Reasons: p.Reasons}
		for _, like := range p.Like {
			if id, ok := OurInvoice(like.Document); ok {
				o.Like = append(o.Like, subjectID(id))
			}
		}
		all = append(all, o)
	}
	return all
}

// blocked says whether an option may not be booked.
func (c *toCode) blocked(o coding.Option) bool {
	for _, p := range o.Parts {
		for _, f := range c.check(p.Coding) {
			if f.Blocks {
				return true
			}
		}
	}
	return false
}

// supplierNumber gives the number of a supplier, "" when nobody knows who it is.
func (d *Desk) supplierNumber(ctx context.Context, q *db.Queries, id int64) (string, error) {
	if id == 0 {
		return "", nil
	}
	s, err := q.SupplierByID(ctx, db.SupplierByIDParams{Adm: d.Adm.Key, ID: id})
	if store.NoRows(err) {
		return "", nil
	}
	return s.Number, books.Failed(err)
}

// lesson is a line that was booked, as the predictor learns it.
type lesson struct {
	act      int64
	row      predict.Row
	override bool          // a person chose it against what was proposed
	parts    []coding.Part // of a line that was divided
}

// lessonsOf gives the lines of one invoice, each with how it was divided if it was.
func lessonsOf(rows []db.CodedLinesRow) (all []lesson) {
	for at := 0; at < len(rows); {
		end := at + 1
		for end < len(rows) && rows[end].InvoiceCoding.Line == rows[at].InvoiceCoding.Line {
			end++
		}
		if end-at > 1 {
			all = append(all, lessonOfParts(rows[at:end]))
		} else {
			all = append(all, lessonOfLine(rows[at]))
		}
		at = end
	}
	return all
}

// lessonOf gives what another program said.
func lessonOf(f db.CodingFeedback) lesson {
	return lesson{act: f.ID, row: predict.Row{Day: day.Day(f.Day), Supplier: f.Supplier, SupplierID: f.SupplierNumber, Text: f.Description,
		Amount: money.Cents(f.Amount), NoAmount: f.NoAmount, Invoice: f.Number, Document: f.Document, Area: f.Area, Extra: f.Extra,
		Coding: coding.Coding{Account: f.Account, CostCentre: f.CostCentre, Taakveld: f.Taakveld, Categorie: f.Categorie, Project: f.Project,
			VAT: coding.Treatment(f.Treatment)}}}
}

// lessonPage is how many lines are read at once.
const lessonPage = 5_000

// codedSince gives to take the invoices that were coded after an act, in order.
func (d *Desk) codedSince(ctx context.Context, q *db.Queries, after int64, take func(act, invoice int64, lines []lesson)) error {
	at, pos := after, int64(math.MaxInt64)
	var open []db.CodedLinesRow
	for {
		rows, err := q.CodedLines(ctx, db.CodedLinesParams{Adm: d.Adm.Key, Coded: at, AfterPos: pos, Page: lessonPage})
		if err != nil {
			return books.Failed(err)
		}
		for _, r := range rows {
			if len(open) > 0 && open[0].Coded != r.Coded {
				take(open[0].Coded, open[0].InvoiceCoding.InvoiceID, lessonsOf(open))
				open = open[:0]
			}
			open = append(open, r)
			at, pos = r.Coded, r.InvoiceCoding.Pos
		}
		if len(rows) < lessonPage {
			break
		}
	}
	if len(open) > 0 {
		take(open[0].Coded, open[0].InvoiceCoding.InvoiceID, lessonsOf(open))
	}
	return nil
}

// feedbackSince gives to take what other programs said after an act, in order.
func (d *Desk) feedbackSince(ctx context.Context, q *db.Queries, after int64, take func(db.CodingFeedback)) error {
	for {
		rows, err := q.FeedbackAfter(ctx, db.FeedbackAfterParams{Adm: d.Adm.Key, ID: after, Page: lessonPage})
		if err != nil {
			return books.Failed(err)
		}
		for _, r := range rows {
			take(r)
			after = r.ID
		}
		if len(rows) < lessonPage {
			return nil
		}
	}
}
