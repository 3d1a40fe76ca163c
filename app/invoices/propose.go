// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"time"

	"rentmeester/app/books"
	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/store/db"
)

// lookBack is how many invoices of the supplier a proposal rests on: what
// coding.Last remembers of each.
const lookBack = 24

// proposals asks how the lines of an invoice are to be coded: the predictor, line by line
// and all together, and how the supplier's last invoices were divided; where only
// audit files know him, how they were booked there.
func (d *Desk) proposals(ctx context.Context, q *db.Queries, c *toCode, m *predict.Model) ([]coding.Proposal, error) {
	subject := c.subject
	if subject.Supplier == "" {
		subject.Supplier = nobodyYet
	}
	past, numbers, coded, err := d.past(ctx, q, c, subject.Supplier)
	if err != nil {
		return nil, err
	}
	last, glass := coding.NewLast(nil), c.recoding.Look(c.spent)
	for _, p := range past {
		last.Learn(glass.Past(p))
	}
	proposals := last.Propose(subject)
	glass.Explain(proposals)
	proposals = coding.Allow(coding.Update(proposals, c.chart, c.codes, c.year), c.wrong)
	if coded || len(past) == 0 {
		proposals = c.predicted(m, d.distributions(m), day.Of(d.Now().UTC()), proposals)
	}
	for i := range proposals {
		p := &proposals[i]
		p.Option = named(p.Option, numbers)
		for j, a := range p.Alternatives {
			p.Alternatives[j] = named(a, numbers)
		}
	}
	c.turned(past, numbers)
	return proposals, nil
}

// nobodyYet stands for a sender who is no supplier of ours yet.
const nobodyYet = "?"

// past gives how the invoices of the sender were booked, the latest last, their
// numbers by what they are called in it, and whether any was coded here.
func (d *Desk) past(ctx context.Context, q *db.Queries, c *toCode, supplier string) (all []coding.Past, numbers map[string]string, coded bool, err error) {
	var own []coding.Past
	numbers, known := map[string]string{}, map[string]bool{}
	if c.row.SupplierID != 0 {
		rows, err := q.CodedBefore(ctx, db.CodedBeforeParams{Adm: d.Adm.Key, SupplierID: c.row.SupplierID, InvoiceID: c.row.ID, Page: lookBack})
		if err != nil {
			return nil, nil, false, books.Failed(err)
		}
		own = pastOf(rows, supplier)
		for _, r := range rows {
			numbers[subjectID(r.InvoiceCoding.InvoiceID)], known[plainNumber(r.InvoiceNumber)] = r.InvoiceNumber, true
		}
	}
	who, err := d.senderOf(ctx, q, c)
	if err != nil {
		return nil, nil, false, err
	}
	all, audited, err := d.auditedPast(ctx, q, who, supplier, known)
	maps.Copy(numbers, audited)
	all = append(all, own...)
	slices.SortStableFunc(all, func(a, b coding.Past) int { return cmp.Compare(a.Day, b.Day) })
	return all, numbers, len(own) > 0, err
}

// pastOf gives invoices that were coded, in the order in which they were.
func pastOf(rows []db.CodedBeforeRow, supplier string) (all []coding.Past) {
	line := int64(0)
	for _, row := range rows {
		r := row.InvoiceCoding
		id := subjectID(r.InvoiceID)
		if len(all) == 0 || all[len(all)-1].Invoice != id {
			all, line = append(all, coding.Past{Invoice: id, Supplier: supplier, Day: dayOf(r.CodedAt, time.UTC)}), 0
		}
		past := &all[len(all)-1]
		if r.Line != line {
			line = r.Line
			past.Lines = append(past.Lines, coding.PastLine{Line: coding.Line{Number: r.Number, Text: r.Description, Category: r.Category, Rate: r.Rate}})
		}
		l := &past.Lines[len(past.Lines)-1]
		l.Net += money.Cents(r.Amount)
		l.Parts = append(l.Parts, coding.Part{Coding: codingOf(r), Weight: r.Weight, Amount: money.Cents(r.Amount)})
	}
	return all
}

// named tells of earlier invoices by the number that people know, and keeps ours
// beside it; one in an audit file has no page of its own.
func named(o coding.Option, numbers map[string]string) coding.Option {
	o.Reasons = slices.Clone(o.Reasons)
	for i, r := range o.Reasons {
		if number, known := numbers[r.Args["invoice"]]; known {
			args := maps.Clone(r.Args)
			if !audited(args["invoice"]) {
				args["id"] = args["invoice"]
			}
			args["invoice"] = number
			o.Reasons[i].Args = args
		}
	}
	o.Like = slices.DeleteFunc(slices.Clone(o.Like), audited)
	return o
}

// digest tells proposals apart by what would be booked.
func digest(proposals []coding.Proposal) string {
	sum := sha256.New()
	for _, p := range proposals {
		_ = json.NewEncoder(sum).Encode(p.Parts) // values always encode, and a hash takes everything
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// surest gives the model and the probability of the least sure of proposals.
func surest(proposals []coding.Proposal) (model string, probability float64) {
	for i, p := range proposals {
		if i == 0 || p.Probability < probability {
			model, probability = p.Model, p.Probability
		}
	}
	return model, probability
}

// keepProposal keeps what was proposed when an invoice was coded, and whether that
// was taken; nil when nothing was.
func (w *work) keepProposal(c *toCode) (map[string]any, error) {
	err := w.tx.DropCodingProposal(w.ctx, db.DropCodingProposalParams{Adm: w.tx.Adm, InvoiceID: c.row.ID})
	if err != nil {
		return nil, books.Failed(err)
	}
	if !slices.ContainsFunc(c.proposals, func(p coding.Proposal) bool { return len(p.Parts) > 0 }) {
		return nil, nil
	}
	taken := c.taken()
	body, err := json.Marshal(c.proposals)
	if err != nil {
		return nil, err
	}
	model, probability := surest(c.proposals)
	err = w.tx.Add(w.ctx, db.CodingProposal{Adm: w.tx.Adm, InvoiceID: c.row.ID, Model: model, Probability: probability, Taken: taken,
		Content: plain(string(body)), At: w.tx.Stamp()})
	return map[string]any{"model": model, "probability": strconv.FormatFloat(probability, 'f', 4, 64), "taken": taken}, err
}

// CodingView is how an invoice is coded, what is proposed, and what is booked by it.
type CodingView struct {
	Invoice     int64        `json:"invoice"`
	Number      string       `json:"number"`
	Supplier    int64        `json:"supplier"` // 0 not known
	Day         day.Day      `json:"day"`      // of the booking
	Year        int          `json:"year"`     // financial year of which the lists hold
	Coded       bool         `json:"coded"`    // what is booked is the coding; else what is proposed, if that is the whole
	Lines       []LineView   `json:"lines"`
	Model       string       `json:"model"`       // of the least sure line
	Probability float64      `json:"probability"` // of the least sure line
	Seen        string       `json:"seen"`        // of what is proposed; for Accept
	Differences []Difference `json:"differences"`
	Entry       []EntryLine  `json:"entry"` // of the journal, debit positive; none while something is missing
	Problem     *Reason      `json:"problem,omitempty"`
}

// LineView is a line with its coding.
type LineView struct {
	Line         int              `json:"line"` // its place, from 1
	Number       string           `json:"number,omitempty"`
	Text         string           `json:"text,omitempty"`
	Net          books.Euro       `json:"net"`
	Category     string           `json:"category,omitempty"`
	Rate         string           `json:"rate,omitempty"`
	Parts        []PartView       `json:"parts"` // as it is coded; none: not yet
	Source       string           `json:"source,omitempty"`
	Model        string           `json:"model"` // of what is proposed
	Guess        bool             `json:"guess"` // it is not sure enough to be filled in
	Otherwise    *Otherwise       `json:"otherwise,omitempty"`
	Proposal     OptionView       `json:"proposal"` // without parts: nothing is proposed
	Alternatives []OptionView     `json:"alternatives"`
	Findings     []coding.Finding `json:"findings"` // of the coding, else of what is proposed
}

// PartView is a part of a line.
type PartView struct {
	coding.Coding
	Weight    int64            `json:"weight"`
	Amount    books.Euro       `json:"amount"`
	Treatment coding.Treatment `json:"treatment"` // of the VAT, that holds
	Why       Reason           `json:"why"`       // it holds
}

// OptionView is a way to code a line.
type OptionView struct {
	Parts       []PartView `json:"parts"`
	ID          string     `json:"id,omitempty"` // of what would be booked; to choose it
	Probability float64    `json:"probability"`
	Reasons     []Reason   `json:"reasons"`
	Like        []string   `json:"like,omitempty"` // earlier invoices that say so, the latest first
}

// Difference is where an invoice does not agree with itself.
type Difference struct {
	Why    Reason     `json:"why"`
	Amount books.Euro `json:"amount"`
	Booked bool       `json:"booked"` // on the account of differences
}

// EntryLine is a line of the journal entry.
type EntryLine struct {
	Account    string     `json:"account"`
	Role       string     `json:"role"`
	Amount     books.Euro `json:"amount"`
	Dimensions string     `json:"dimensions,omitempty"`
}

// Coding gives how an invoice is coded and what is proposed. Errors: invoices.none,
// those of coding.SubjectOf.
func (d *Desk) Coding(ctx context.Context, invoice int64) (v CodingView, err error) {
	m, err := d.model(ctx)
	if err != nil {
		return v, err
	}
	err = d.Read(ctx, func(q *db.Queries) error {
		row, err := d.row(ctx, q, invoice)
		if err != nil {
			return err
		}
		c, err := d.toCodeOf(ctx, q, row)
		if err != nil {
			return err
		}
		if c.proposals, err = d.proposals(ctx, q, c, m); err != nil {
			return err
		}
		v = c.view()
		return nil
	})
	return v, err
}

func (c *toCode) view() CodingView {
	v := CodingView{Invoice: c.row.ID, Number: c.row.Number, Supplier: c.row.SupplierID, Day: c.on, Year: c.year, Coded: len(c.lines) > 0,
		Lines: []LineView{}, Differences: []Difference{}, Entry: []EntryLine{}, Seen: digest(c.proposals)}
	v.Model, v.Probability = surest(c.proposals)
	parts := c.parts()
	for i, l := range c.lines {
		if len(l.parts) == 0 {
			v.Coded = false
			parts[i] = c.proposals[i].Parts
		}
		one := LineView{Line: i + 1, Number: l.Number, Text: l.Text, Net: books.Euro(l.Net), Category: l.Category, Rate: l.Rate, Source: l.source, Model: c.proposals[i].Model,
			Guess: c.proposals[i].Probability < FilledFrom, Otherwise: c.otherwise(i),
			Parts: c.partViews(l.parts), Proposal: c.option(c.proposals[i].Option), Alternatives: []OptionView{}, Findings: []coding.Finding{}}
		for _, o := range c.proposals[i].Alternatives {
			one.Alternatives = append(one.Alternatives, c.option(o))
		}
		for _, p := range parts[i] {
			one.Findings = append(one.Findings, c.check(p.Coding)...)
		}
		v.Lines = append(v.Lines, one)
	}
	if slices.ContainsFunc(parts, func(p []coding.Part) bool { return len(p) == 0 }) {
		return v
	}
	posting, err := c.post(c.row, c.inv, parts)
	if err != nil {
		var f *fault.Error
		if errors.As(err, &f) {
			v.Problem = &Reason{f.Code, f.Args}
		}
		return v
	}
	for _, one := range posting.Differences {
		v.Differences = append(v.Differences, Difference{Reason{one.Code, one.Args}, books.Euro(one.Amount), one.Booked})
	}
	for _, l := range posting.Lines {
		v.Entry = append(v.Entry, entryLine(l))
	}
	return v
}

func entryLine(l ledger.Line) EntryLine {
	return EntryLine{l.Account, l.Role, books.Euro(l.Amount), l.Dimensions}
}

func (c *toCode) partViews(parts []coding.Part) []PartView {
	all := []PartView{}
	for _, p := range parts {
		treatment, because := c.terms.Treat(p.Coding)
		all = append(all, PartView{p.Coding, p.Weight, books.Euro(p.Amount), treatment, Reason(because)})
	}
	return all
}

func (c *toCode) option(o coding.Option) OptionView {
	v := OptionView{Parts: c.partViews(o.Parts), ID: optionID(o), Probability: o.Probability, Reasons: []Reason{}, Like: o.Like}
	for _, r := range o.Reasons {
		v.Reasons = append(v.Reasons, Reason(r))
	}
	return v
}
