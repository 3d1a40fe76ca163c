// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"slices"
	"strings"

	"rentmeester/app/invoices"
	"rentmeester/coding"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/web"
)

const codingsPage = 25

// Codings implements web.Codings. Its cursor is the last day of an invoice and
// which it is.
func (s *Source) Codings(ctx context.Context, f web.CodingFilter, cursor string) (l web.CodingList, err error) {
	wanted := invoices.CodingFilter{Show: f.Show, Query: f.Query, Limit: codingsPage}
	if cursor != "" {
		if wanted.After, err = invoicePlace("false_" + cursor); err != nil {
			return l, err
		}
	}
	p, err := s.books.Invoices().CodingWorklist(ctx, wanted)
	if err != nil {
		return l, translate(err)
	}
	for _, one := range p.Invoices {
		l.Items = append(l.Items, codingItemOf(one))
	}
	if p.More {
		l.Next = p.Next.PayBy + "_" + id(p.Next.ID)
	}
	counts, err := s.books.Invoices().CodingTotals(ctx)
	if err != nil {
		return l, translate(err)
	}
	l.Counts = web.CodingCounts{Waiting: int(counts.Waiting), Sure: int(counts.Sure), Doubt: int(counts.Doubt), Guess: int(counts.Guess), Otherwise: int(counts.Otherwise)}
	l.Choices, err = s.choices(ctx, day.Of(s.books.Now()))
	return l, err
}

func (s *Source) choices(ctx context.Context, on day.Day) (web.CodeChoices, error) {
	choices, err := s.books.Invoices().Choices(ctx, on)
	return web.CodeChoices{Accounts: choicesOf(choices.Accounts), CostCentres: choicesOf(choices.CostCentres), Taakvelden: choicesOf(choices.Taakvelden),
		Categories: choicesOf(choices.Categories), Treatments: choices.VAT}, translate(err)
}

func codingItemOf(w invoices.CodingWait) web.CodingItem {
	i := web.CodingItem{InvoiceHead: web.InvoiceHead{ID: id(w.ID), Number: w.Number, Supplier: w.Supplier, Name: w.Name, Kind: w.Kind, Issued: w.Issued, Last: w.Last,
		Left: w.Left, Currency: w.Currency, Payable: money.Cents(w.Payable), State: web.InvCoding}, Order: w.Order, Net: money.Cents(w.Net)}
	i.Seen, i.Lines, i.Notes = w.Coding.Seen, codeLinesOf(w.Coding), codeNotesOf(w.Coding)
	return i
}

// CodingItem implements web.Codings: as it stands now, whatever was kept of it.
func (s *Source) CodingItem(ctx context.Context, invoice string) (*web.CodingItem, error) {
	key, err := number(invoice, "books.invoice.not-found")
	if err != nil {
		return nil, err
	}
	shown, err := s.books.Invoices().Show(ctx, key)
	if err != nil || shown.State != invoices.Coding {
		return nil, translate(err)
	}
	now, err := s.books.Invoices().Coding(ctx, key)
	if err != nil {
		return nil, translate(err)
	}
	return &web.CodingItem{InvoiceHead: invoiceHeadOf(shown.Listed), Net: shown.Net, Seen: now.Seen, Lines: codeLinesOf(now), Notes: codeNotesOf(now)}, nil
}

func codeLinesOf(v invoices.CodingView) (all []web.CodeLine) {
	for _, l := range v.Lines {
		line := web.CodeLine{At: l.Line, Number: l.Number, Text: l.Text, Net: money.Cents(l.Net), Rate: l.Rate, Parts: codePartsOf(l.Line, l.Parts),
			Proposal: codeOptionOf(l.Line, l.Proposal), Guess: l.Guess, Otherwise: turnOf(l.Otherwise)}
		for _, o := range l.Alternatives {
			line.Alternatives = append(line.Alternatives, codeOptionOf(l.Line, o))
		}
		for _, f := range l.Findings {
			line.Findings = append(line.Findings, web.CodeFinding{Why: web.Sentence{Code: f.Code, Args: f.Args}, Blocks: f.Blocks})
		}
		all = append(all, line)
	}
	return all
}

func codeNotesOf(v invoices.CodingView) (all []web.Sentence) {
	for _, d := range v.Differences {
		all = append(all, said(d.Why))
	}
	if v.Problem != nil {
		all = append(all, said(*v.Problem))
	}
	return all
}

// turnOf tells in what codings differ.
func turnOf(o *invoices.Otherwise) *web.CodeTurn {
	if o == nil {
		return nil
	}
	in := func(c coding.Coding) string {
		var parts []string
		for _, f := range o.Fields {
			if v := c.Get(coding.Field(f)); v != "" {
				parts = append(parts, v)
			} else {
				parts = append(parts, "–")
			}
		}
		return strings.Join(parts, " / ")
	}
	return &web.CodeTurn{From: in(o.From), To: in(o.To), Since: o.Since, Last: o.Last, Invoice: web.Linked{ID: o.ID, Label: o.Invoice}}
}

// ChooseCoding implements web.Codings.
func (s *Source) ChooseCoding(ctx context.Context, by, invoice string, choices map[int]string) error {
	return s.recoded(invoice, func(key int64) error { return s.books.Invoices().Choose(ctx, by, key, choices) })
}

// Uncode implements web.Codings.
func (s *Source) Uncode(ctx context.Context, by, invoice string) error {
	return s.recoded(invoice, func(key int64) error { return s.books.Invoices().Uncode(ctx, by, key) })
}

// Misbooked implements web.Codings.
func (s *Source) Misbooked(ctx context.Context, by, invoice, because string) error {
	return s.recoded(invoice, func(key int64) error { return s.books.Invoices().Misbooked(ctx, by, key, because) })
}

// Rightly implements web.Codings.
func (s *Source) Rightly(ctx context.Context, by, invoice string) error {
	return s.recoded(invoice, func(key int64) error { return s.books.Invoices().Rightly(ctx, by, key) })
}

// recoded does something with the coding of an invoice, by which that of others may
// be proposed otherwise.
func (s *Source) recoded(invoice string, do func(key int64) error) error {
	err := s.onInvoice(invoice, do)
	if err == nil {
		s.propose.ask()
	}
	return err
}

// SureCodings implements web.Codings.
func (s *Source) SureCodings(ctx context.Context) (v web.SureCodings, err error) {
	sure, err := s.books.Invoices().Sure(ctx)
	if err != nil {
		return v, translate(err)
	}
	v = web.SureCodings{Net: money.Cents(sure.Net), Claimed: sure.Claimed, Judged: sure.Judged, Right: sure.Right, Wrong: sure.Wrong, Confidence: sure.Confidence, More: sure.More}
	for _, one := range sure.Invoices {
		v.Items = append(v.Items, codingItemOf(one))
	}
	return v, nil
}

// AcceptCodings implements web.Codings.
func (s *Source) AcceptCodings(ctx context.Context, by string, seen []web.SeenCoding) (b web.CodingBatch, err error) {
	var all []invoices.Seen
	for _, one := range seen {
		key, err := number(one.Invoice, "books.invoice.not-found")
		if err != nil {
			return b, err
		}
		if one.Seen == "" {
			return b, fault.New("books.coding.stale")
		}
		all = append(all, invoices.Seen{Invoice: key, Seen: one.Seen})
	}
	done, err := s.books.Invoices().AcceptMany(ctx, by, all)
	s.propose.ask()
	return batchOf(done), translate(err)
}

// UndoCodings implements web.Codings.
func (s *Source) UndoCodings(ctx context.Context, by, batch string) (web.CodingBatch, error) {
	key, err := number(batch, "invoices.no-batch")
	if err != nil {
		return web.CodingBatch{}, err
	}
	done, err := s.books.Invoices().UndoMany(ctx, by, key)
	s.propose.ask()
	return batchOf(done), translate(err)
}

func batchOf(a invoices.AcceptAll) web.CodingBatch {
	b := web.CodingBatch{Batch: id(a.Batch), Done: len(a.Done)}
	for _, l := range a.Left {
		b.Left = append(b.Left, said(l.Why))
	}
	return b
}

// CodingPilot implements web.Codings.
func (s *Source) CodingPilot(ctx context.Context) (web.Autopilot, error) {
	return s.pilot.get(ctx, s.books.Version, func(ctx context.Context) (web.Autopilot, error) {
		v, err := s.books.Invoices().Pilot(ctx)
		return pilotOf(v), translate(err)
	})
}

func pilotOf(v invoices.PilotView) web.Autopilot {
	a := web.Autopilot{May: said(v.May()), Because: said(v.Because()), Since: moment(v.Since), Governed: v.Codings == "budget",
		Promise:   web.Promise{Wrong: v.Promised, Confidence: v.Confidence, Sample: v.Sample},
		Threshold: v.Threshold, Blind: v.Measured.Blind, BlindWrong: v.Measured.BlindWrong, Bound: v.Measured.Bound, Drawn: int(v.Drawn),
		Done: v.Measured.Done, Undone: v.Measured.Undone, Optimistic: v.Measured.Optimistic,
		Decided: int(v.Decided), Automatic: int(v.Automatic), Corrected: int(v.Corrected), Calibration: v.Calibration}
	for _, m := range slices.Backward(v.Months) {
		a.Months = append(a.Months, web.Month{Month: m.Month, Decided: int(m.Decided), Automatic: int(m.Automatic), Corrected: int(m.Corrected)})
	}
	for _, d := range v.Days {
		a.Days = append(a.Days, web.Month{Month: d.Day, Decided: int(d.Decided), Automatic: int(d.Automatic), Corrected: int(d.Corrected)})
	}
	for i, h := range v.History {
		row := stood(h.Standing, h.At, h.Policy, h.Promised)
		row.May, row.Because = said(h.May()), said(h.Because())
		if i+1 < len(v.History) {
			before := v.History[i+1]
			row.Before, row.Changed = said(before.May()), before.Mode != h.Mode || before.Threshold != h.Threshold
		}
		a.History = append(a.History, row)
	}
	for _, r := range slices.Backward(v.Reliability) {
		if r.N > 0 {
			a.Reliability = append(a.Reliability, web.Reliable{From: r.From, To: r.To, Cases: r.N, Claimed: r.Claimed, Right: r.Right})
		}
	}
	return a
}
