// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"errors"
	"slices"

	"rentmeester/app/books"
	"rentmeester/autopilot"
	"rentmeester/coding"
	"rentmeester/fault"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Grounds of a coding, as the table of cases has them.
const (
	groundMany  = "many"  // accepted together with others: that judges none of them
	groundClaim = "claim" // by the autopilot
)

// how says on what ground a coding is written; "" a person looked at it.
type how struct {
	ground string
	batch  int64 // of what is accepted together
}

// Accept codes an invoice as it is proposed, when it has no coding yet. seen is
// CodingView.Seen of what the person saw, "" to take what is proposed now.
// Errors: invoices.no-proposal, invoices.proposal-changed, those of SetCoding.
func (d *Desk) Accept(ctx context.Context, actor string, invoice int64, seen string) error {
	return d.accept(ctx, actor, invoice, how{}, func(c *toCode) error { return c.take(seen) })
}

// Choose codes each line in one of the ways that are proposed for it, by
// OptionView.ID. Errors: invoices.no-proposal when a line is not among them,
// invoices.proposal-changed, those of SetCoding.
func (d *Desk) Choose(ctx context.Context, actor string, invoice int64, choices map[int]string) error {
	return d.accept(ctx, actor, invoice, how{}, func(c *toCode) error { return c.choose(choices) })
}

func (d *Desk) accept(ctx context.Context, actor string, invoice int64, h how, fill func(*toCode) error) error {
	m, err := d.model(ctx)
	if err != nil {
		return err
	}
	return d.step(ctx, actor, func(w *work) error {
		c, err := w.toCode(invoice, m)
		if err != nil {
			return err
		}
		c.how = h
		if !c.waits() {
			return fault.New("invoices.proposal-changed", "invoice", invoice)
		}
		if h.ground == groundClaim {
			if err := w.stillSure(c); err != nil {
				return err
			}
		}
		if err := fill(c); err != nil {
			return err
		}
		if err := w.code(c); err != nil {
			return err
		}
		if actor == autopilot.Actor && State(c.row.State) == Booked {
			return fault.New("invoices.alone", "invoice", invoice) // no person would have seen it
		}
		return nil
	})
}

// waits says whether an invoice still waits for a coding: what a colleague coded
// since is not overwritten by who takes over what he saw before. Only a person who
// looks at that very invoice codes one that is held.
func (c *toCode) waits() bool {
	if slices.ContainsFunc(c.was, func(p []coding.Part) bool { return len(p) > 0 }) {
		return false
	}
	return State(c.row.State) == Coding || State(c.row.State) == Held && c.how.ground == ""
}

// stillSure refuses what the autopilot may not code as all stands in this step,
// whatever it might when it looked. Errors: invoices.proposal-changed.
func (w *work) stillSure(c *toCode) error {
	p, err := w.InForce(w.ctx, w.tx.Queries)
	if err != nil {
		return err
	}
	now, err := w.pilotOf(w.ctx, w.tx.Queries, p)
	if err != nil {
		return err
	}
	waited, err := w.tx.CodingWait(w.ctx, db.CodingWaitParams{Adm: w.tx.Adm, InvoiceID: c.row.ID})
	if err != nil && !store.NoRows(err) {
		return books.Failed(err)
	}
	persons, err := w.personsTurn(c.row)
	if err != nil {
		return err
	}
	if v := c.view(); persons || !now.judge(c.row.ID, v, v.whole(), waited.Blind).Act {
		return fault.New("invoices.proposal-changed", "invoice", c.row.ID)
	}
	return nil
}

// personsTurn says whether an invoice was coded before: then only a person codes it.
func (w *work) personsTurn(row db.Invoice) (bool, error) {
	_, err := w.tx.CodingCase(w.ctx, db.CodingCaseParams{Adm: w.tx.Adm, InvoiceID: row.ID})
	if store.NoRows(err) {
		return row.Coded != 0, nil
	}
	return true, books.Failed(err)
}

// take fills in what is proposed.
func (c *toCode) take(seen string) error {
	if seen != "" && seen != digest(c.proposals) {
		return fault.New("invoices.proposal-changed", "invoice", c.row.ID)
	}
	for i, p := range c.proposals {
		if len(p.Parts) == 0 {
			return fault.New("invoices.no-proposal", "line", c.label(i))
		}
		c.lines[i] = codedLine{c.subject.Lines[i], slices.Clone(p.Parts), p.Model}
	}
	return nil
}

// choose fills in what a person picked.
func (c *toCode) choose(choices map[int]string) error {
	for i, p := range c.proposals {
		picked := choices[i+1]
		if picked == "" {
			return fault.New("invoices.no-proposal", "line", c.label(i))
		}
		at := slices.IndexFunc(append([]coding.Option{p.Option}, p.Alternatives...), func(o coding.Option) bool { return optionID(o) == picked })
		switch at {
		case -1:
			return fault.New("invoices.proposal-changed", "invoice", c.row.ID)
		case 0:
			c.lines[i] = codedLine{c.subject.Lines[i], slices.Clone(p.Parts), p.Model}
		default:
			c.lines[i] = codedLine{c.subject.Lines[i], slices.Clone(p.Alternatives[at-1].Parts), ""}
		}
	}
	return nil
}

// optionID names a way to code a line by what would be booked.
func optionID(o coding.Option) string {
	if len(o.Parts) == 0 {
		return ""
	}
	return digest([]coding.Proposal{{Option: o}})[:12]
}

// judged keeps what the coding of an invoice says of what was proposed: the first
// one is a case for the error budget, a later one that differs takes it back.
func (w *work) judged(c *toCode) error {
	waited, err := w.tx.CodingWait(w.ctx, db.CodingWaitParams{Adm: w.tx.Adm, InvoiceID: c.row.ID})
	if err != nil && !store.NoRows(err) {
		return books.Failed(err)
	}
	if err := w.tx.DropCodingWait(w.ctx, db.DropCodingWaitParams{Adm: w.tx.Adm, InvoiceID: c.row.ID}); err != nil {
		return books.Failed(err)
	}
	_, err = w.tx.CodingCase(w.ctx, db.CodingCaseParams{Adm: w.tx.Adm, InvoiceID: c.row.ID})
	if err == nil {
		if err := w.inBatch(c.row.ID, c.how.batch); err != nil {
			return err
		}
	}
	switch {
	case err == nil && slices.EqualFunc(c.was, c.parts(), sameCoding):
		return nil
	case err == nil:
		return w.caseUndone(c.row.ID)
	case !store.NoRows(err):
		return books.Failed(err)
	}
	if slices.ContainsFunc(c.proposals, func(p coding.Proposal) bool { return len(p.Parts) == 0 }) || slices.ContainsFunc(c.was, func(p []coding.Part) bool { return len(p) > 0 }) {
		return nil
	}
	model, claimed := surest(c.proposals)
	return w.tx.Add(w.ctx, db.CodingCase{Adm: w.tx.Adm, InvoiceID: c.row.ID, Model: model, Claimed: claimed, Ground: c.how.ground, Batch: c.how.batch,
		Blind: waited.Blind, Correct: c.taken(), At: w.tx.Stamp()})
}

// taken says whether every line is coded exactly as was proposed.
func (c *toCode) taken() bool {
	for i, p := range c.proposals {
		if !sameCoding(p.Parts, c.lines[i].parts) {
			return false
		}
	}
	return true
}

func sameCoding(a, b []coding.Part) bool {
	return slices.EqualFunc(a, b, func(a, b coding.Part) bool { return a.Coding == b.Coding && a.Amount == b.Amount })
}

// inBatch notes with which others an invoice was last accepted; 0 with none.
func (w *work) inBatch(invoice, batch int64) error {
	return books.Failed(w.tx.SetCodingCaseBatch(w.ctx, db.SetCodingCaseBatchParams{Adm: w.tx.Adm, InvoiceID: invoice, Batch: batch}))
}

// caseUndone notes that what was taken over did not last.
func (w *work) caseUndone(invoice int64) error {
	if err := w.tx.Flush(w.ctx); err != nil {
		return err
	}
	return books.Failed(w.tx.SetCodingCaseUndone(w.ctx, db.SetCodingCaseUndoneParams{Adm: w.tx.Adm, InvoiceID: invoice}))
}

// Uncode takes the coding of an invoice back that is not booked yet: it waits for
// one again, and nothing is learned from what was taken back.
// Errors: invoices.none, invoices.state, invoices.not-coded.
func (d *Desk) Uncode(ctx context.Context, actor string, invoice int64) error {
	return d.step(ctx, actor, func(w *work) error { return w.uncode(invoice) })
}

// uncodable gives an invoice of which the coding can be taken back.
func (w *work) uncodable(invoice int64) (db.Invoice, error) {
	row, err := w.invoice(invoice)
	if err != nil {
		return row, err
	}
	if !State(row.State).May(Uncode) {
		return row, fault.New("invoices.state", "state", row.State, "act", Uncode)
	}
	f, err := w.facts(invoice)
	if err == nil && !f.Coded {
		err = fault.New("invoices.not-coded", "invoice", invoice)
	}
	return row, err
}

func (w *work) uncode(invoice int64) error {
	row, err := w.uncodable(invoice)
	if err != nil {
		return err
	}
	if err := w.keepCoders(&row, w.actor); err != nil {
		return err
	}
	if err := w.tx.DropCodings(w.ctx, db.DropCodingsParams{Adm: w.tx.Adm, InvoiceID: invoice}); err != nil {
		return books.Failed(err)
	}
	if err := w.tx.DropCodingProposal(w.ctx, db.DropCodingProposalParams{Adm: w.tx.Adm, InvoiceID: invoice}); err != nil {
		return books.Failed(err)
	}
	if err := w.caseUndone(invoice); err != nil {
		return err
	}
	if err := w.inBatch(invoice, 0); err != nil {
		return err
	}
	if row.Misbooked {
		row.Misbooked = false // it is said of a coding that is there no more
		if err := w.setCoded(&row, row.Coded); err != nil {
			return err
		}
	}
	if err := w.audit("uncoded", invoice, nil); err != nil {
		return err
	}
	return w.again(&row, Uncode)
}

// AcceptAll codes several invoices as they were proposed when a person saw them,
// each as a step of its own. Batch names them, to undo them together.
type AcceptAll struct {
	Batch int64         `json:"batch"`
	Done  []int64       `json:"done"`
	Left  []LeftUncoded `json:"left"` // what was not, and why
}

// LeftUncoded is an invoice that was not coded.
type LeftUncoded struct {
	Invoice int64  `json:"invoice"`
	Why     Reason `json:"why"`
}

// Seen is an invoice with what was proposed for it when a person looked.
type Seen struct {
	Invoice int64  `json:"invoice"`
	Seen    string `json:"seen"`
}

// AcceptMany codes invoices as proposed. What changed meanwhile, or cannot be coded
// so, is left and said. Where it breaks off it tells what was done before, of which
// Batch can be taken back.
func (d *Desk) AcceptMany(ctx context.Context, actor string, all []Seen) (a AcceptAll, err error) {
	a = AcceptAll{Done: []int64{}, Left: []LeftUncoded{}}
	err = d.step(ctx, actor, func(w *work) error {
		a.Batch = w.tx.NewID()
		return nil
	})
	for _, one := range all {
		if err != nil {
			return a, err
		}
		fails := d.accept(ctx, actor, one.Invoice, how{groundMany, a.Batch}, func(c *toCode) error { return c.take(one.Seen) })
		var f *fault.Error
		switch {
		case fails == nil:
			a.Done = append(a.Done, one.Invoice)
		case ctx.Err() == nil && !fault.Is(fails, "store.busy") && asFault(fails, &f):
			for next := f; errors.As(f.Err, &next); f = next { // what is wrong with a code, not only that a line is refused
			}
			a.Left = append(a.Left, LeftUncoded{one.Invoice, Reason{f.Code, f.Args}})
		default:
			err = fails
		}
	}
	return a, err
}

// UndoMany takes back what was accepted together and is not booked since; what was
// coded otherwise meanwhile stays, and what cannot be taken back is left and said. Errors: invoices.no-batch.
func (d *Desk) UndoMany(ctx context.Context, actor string, batch int64) (a AcceptAll, err error) {
	a = AcceptAll{Batch: batch, Done: []int64{}, Left: []LeftUncoded{}}
	err = d.step(ctx, actor, func(w *work) error {
		a.Done, a.Left = []int64{}, []LeftUncoded{}
		all, err := w.tx.CodingBatch(w.ctx, db.CodingBatchParams{Adm: w.tx.Adm, Batch: batch})
		if err != nil {
			return books.Failed(err)
		}
		if len(all) == 0 {
			return fault.New("invoices.no-batch")
		}
		for _, invoice := range all {
			var f *fault.Error
			if _, err := w.uncodable(invoice); asFault(err, &f) { // a fault in the middle would end the whole step
				a.Left = append(a.Left, LeftUncoded{invoice, Reason{f.Code, f.Args}})
				continue
			}
			if err := w.uncode(invoice); err != nil {
				return err
			}
			a.Done = append(a.Done, invoice)
		}
		return nil
	})
	return a, err
}

// Misbooked says that an invoice turned out to be booked wrong: nothing is learned
// from its coding any more, and it counts as wrong for the error budget. What is in
// the ledger does not change by it. Right takes that back.
// Errors: invoices.none, invoices.no-reason, invoices.not-coded.
func (d *Desk) Misbooked(ctx context.Context, actor string, invoice int64, because string) error {
	if because == "" {
		return fault.New("invoices.no-reason")
	}
	return d.step(ctx, actor, func(w *work) error {
		row, err := w.invoice(invoice)
		if err != nil {
			return err
		}
		if row.Coded <= 0 {
			return fault.New("invoices.not-coded", "invoice", invoice)
		}
		if err := w.setMisbooked(&row, true, -w.tx.NewID()); err != nil {
			return err
		}
		return w.audit("misbooked", invoice, map[string]any{"comment": because})
	})
}

// setMisbooked notes whether the coding of an invoice proved wrong, for the error
// budget too, which knows that apart from what was taken back.
func (w *work) setMisbooked(row *db.Invoice, wrong bool, act int64) error {
	row.Misbooked = wrong
	if err := w.setCoded(row, act); err != nil {
		return err
	}
	return books.Failed(w.tx.SetCodingCaseMisbooked(w.ctx, db.SetCodingCaseMisbookedParams{Adm: w.tx.Adm, InvoiceID: row.ID, Misbooked: wrong}))
}

// Rightly takes back that an invoice was booked wrong: others learn from it again,
// and for the error budget it is what it was. Errors: invoices.none, invoices.not-coded.
func (d *Desk) Rightly(ctx context.Context, actor string, invoice int64) error {
	return d.step(ctx, actor, func(w *work) error {
		row, err := w.invoice(invoice)
		if err != nil {
			return err
		}
		f, err := w.facts(invoice)
		if err != nil {
			return err
		}
		if !row.Misbooked || !f.Coded || State(row.State) == Rejected {
			return fault.New("invoices.not-coded", "invoice", invoice)
		}
		if err := w.setMisbooked(&row, false, w.tx.NewID()); err != nil {
			return err
		}
		return w.audit("rightly-booked", invoice, nil)
	})
}
