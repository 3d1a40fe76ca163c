// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"rentmeester/app/books"
	"rentmeester/autopilot"
	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Proposals stand ready for every invoice that waits for a coding. What they rest
// on is kept with them: the invoice, what was coded until then, policy, lists, audit
// files and the day. Propose makes those anew that rest on something else, so that
// whatever was broken off is found again by the next run.

// FilledFrom is the probability from which a proposal is filled in; under it it is
// a guess, of which a person chooses. SureFrom is from where one is called sure.
const (
	FilledFrom = 0.5
	SureFrom   = 0.95
)

// Proposed says what a run did.
type Proposed struct {
	Made  int `json:"made"`  // proposals, anew
	Coded int `json:"coded"` // invoices, by the autopilot
}

// proposePage is how many invoices are looked through, and proposed for, in one
// step: others write between two steps.
const proposePage = 25

// Propose brings the proposals for invoices that wait for a coding up to date, and
// codes what the autopilot may. It may be broken off at any time.
func (d *Desk) Propose(ctx context.Context) (done Proposed, err error) {
	m, learned, err := d.modelSeen(ctx)
	if err != nil {
		return done, err
	}
	run := proposing{Desk: d, ctx: ctx, model: m}
	if err := run.begin(learned); err != nil {
		return done, err
	}
	for after := int64(0); ; {
		waits, last, err := run.stale(after)
		if err != nil {
			return done, err
		}
		if len(waits) > 0 {
			err := d.step(ctx, autopilot.Actor, func(w *work) error { return run.propose(w, waits) })
			if err != nil {
				return done, err
			}
			done.Made += len(waits)
		}
		coded, err := run.code()
		done.Coded += coded
		if err != nil || last == 0 {
			return done, err
		}
		after = last
	}
}

// proposing is one run.
type proposing struct {
	*Desk
	ctx   context.Context
	model *predict.Model
	known string // what all proposals rest on
	pilot pilot
	ready []Seen // that the autopilot may code
}

// begin finds what every proposal rests on, and how the autopilot stands.
func (r *proposing) begin(learned string) error {
	err := r.Read(r.ctx, func(q *db.Queries) error {
		p, err := r.InForce(r.ctx, q)
		if err != nil {
			return err
		}
		lists, err := q.VersionOf(r.ctx, db.VersionOfParams{Adm: r.Adm.Key, What: whatLists})
		if err != nil && !store.NoRows(err) {
			return books.Failed(err)
		}
		files, err := q.PastFiles(r.ctx, r.Adm.Key)
		if err != nil {
			return books.Failed(err)
		}
		past := ""
		for _, f := range files {
			past = fmt.Sprint(past, f.ID, f.State)
		}
		r.pilot, err = r.pilotOf(r.ctx, q, p)
		r.known = fmt.Sprint(learned, " ", p.Version, " ", lists, " ", past, " ", day.Of(r.Now().UTC()), " ", r.pilot.stand.Mode, r.pilot.stand.Threshold)
		return err
	})
	if err != nil {
		return err
	}
	return r.step(r.ctx, autopilot.Actor, func(w *work) error {
		if err := w.enact(&r.pilot); err != nil {
			return err
		}
		return books.Failed(w.tx.DropCodingWaits(w.ctx, w.tx.Adm))
	})
}

// wait is an invoice of which the proposal must be made anew.
type wait struct {
	id    int64
	basis string
	blind bool
}

// stale gives the invoices after one of which the proposal rests on something else
// than what holds; last is where to go on, 0 at the end.
func (r *proposing) stale(after int64) (waits []wait, last int64, err error) {
	err = r.Read(r.ctx, func(q *db.Queries) error {
		rows, err := q.CodingWaits(r.ctx, db.CodingWaitsParams{Adm: r.Adm.Key, After: after, Page: proposePage})
		if err != nil {
			return books.Failed(err)
		}
		for _, row := range rows {
			sum := sha256.Sum256([]byte(fmt.Sprint(r.known, " ", row.SupplierID, " ", row.State, " ", row.Content)))
			if basis := hex.EncodeToString(sum[:]); basis != row.Basis {
				waits = append(waits, wait{row.ID, basis, row.Blind})
			}
		}
		if len(rows) == proposePage {
			last = rows[len(rows)-1].ID
		}
		return nil
	})
	return waits, last, err
}

// propose makes proposals, as a step.
func (r *proposing) propose(w *work, waits []wait) error {
	r.ready = nil
	for _, one := range waits {
		row, err := w.invoice(one.id)
		if err != nil {
			return err
		}
		if row.Coded > 0 || State(row.State) != Held && State(row.State) != Coding {
			continue // by another process, meanwhile
		}
		if err := r.proposeOne(w, row, one); err != nil {
			return err
		}
	}
	return nil
}

func (r *proposing) proposeOne(w *work, row db.Invoice, one wait) error {
	v, whole, err := w.viewOf(row, r.model)
	if err != nil {
		return err
	}
	kept := db.CodingWorklist{Adm: w.tx.Adm, InvoiceID: row.ID, Model: v.Model, Seen: v.Seen, Basis: one.basis, Blind: one.blind, At: w.tx.Stamp(), Filled: whole}
	for _, l := range v.Lines {
		kept.Filled = kept.Filled && !l.Guess
		kept.Otherwise = kept.Otherwise || l.Otherwise != nil
	}
	if whole {
		kept.Probability = v.Probability
	}
	persons, err := w.personsTurn(row)
	if err != nil {
		return err
	}
	if State(row.State) == Coding && !persons {
		verdict := r.pilot.judge(row.ID, v, whole, one.blind)
		kept.Blind = one.blind || verdict.Blind
		if verdict.Act {
			r.ready = append(r.ready, Seen{row.ID, v.Seen})
		}
	}
	v.Entry = nil
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	kept.Content = plain(string(body))
	if err := w.tx.DropCodingWait(w.ctx, db.DropCodingWaitParams{Adm: w.tx.Adm, InvoiceID: row.ID}); err != nil {
		return books.Failed(err)
	}
	return w.tx.Add(w.ctx, kept)
}

// viewOf proposes a coding for an invoice. Of one whose amounts cannot be told
// nothing is proposed; whole says that every line has a proposal that can be booked.
func (w *work) viewOf(row db.Invoice, m *predict.Model) (v CodingView, whole bool, err error) {
	c, err := w.toCodeOf(w.ctx, w.tx.Queries, row)
	var f *fault.Error
	if asFault(err, &f) {
		return CodingView{Invoice: row.ID, Number: row.Number, Lines: []LineView{}, Problem: &Reason{f.Code, f.Args}}, false, nil
	}
	if err != nil {
		return v, false, err
	}
	if c.proposals, err = w.proposals(w.ctx, w.tx.Queries, c, m); err != nil {
		return v, false, err
	}
	v = c.view()
	return v, v.whole(), nil
}

// whole says whether every line has a proposal, which can be booked together.
func (v CodingView) whole() bool {
	return len(v.Lines) > 0 && v.Problem == nil && !slices.ContainsFunc(v.Lines, func(l LineView) bool { return len(l.Proposal.Parts) == 0 })
}

// code codes what the autopilot may, each as a step of its own: what cannot be
// booked so stays with a person, and so does what would be booked without one, and
// what it may not any more by then.
func (r *proposing) code() (done int, err error) {
	for _, one := range r.ready {
		err := r.accept(r.ctx, autopilot.Actor, one.Invoice, how{ground: groundClaim}, func(c *toCode) error { return c.take(one.Seen) })
		var f *fault.Error
		switch {
		case err == nil:
			done++
		case !asFault(err, &f):
			return done, err
		}
	}
	r.ready = nil
	return done, nil
}

// Otherwise says that lines like this were booked otherwise before.
type Otherwise struct {
	From    coding.Coding `json:"from"`
	To      coding.Coding `json:"to"`
	Since   day.Day       `json:"since"`            // first that was booked so; "" it is only proposed
	Last    day.Day       `json:"last"`             // last that was booked as before
	Invoice string        `json:"invoice"`          // its number, or that of the first that was booked so
	ID      string        `json:"id,omitempty"`     // that one, when it is ours
	Fields  []string      `json:"fields,omitempty"` // in which it differs
}

// turned finds for each line what was booked otherwise before.
func (c *toCode) turned(past []coding.Past, numbers map[string]string) {
	c.turns = make([]*Otherwise, len(c.subject.Lines))
	for i, l := range c.subject.Lines {
		if t := coding.Turned(past, l); t != nil {
			o := &Otherwise{From: t.From, To: t.To, Since: t.Since, Last: t.Last, Invoice: cmp.Or(numbers[t.Invoice], t.Invoice)}
			if !audited(t.Invoice) {
				o.ID = t.Invoice
			}
			for _, f := range coding.Fields {
				if t.From.Get(f) != t.To.Get(f) {
					o.Fields = append(o.Fields, string(f))
				}
			}
			c.turns[i] = o
		}
	}
}

func (c *toCode) otherwise(line int) *Otherwise {
	if line < len(c.turns) {
		return c.turns[line]
	}
	return nil
}

// asFault says whether an error is one that people are told.
func asFault(err error, f **fault.Error) bool {
	return errors.As(err, f) && !fault.Is(err, "store.failed") && !fault.Is(err, "internal")
}

// modelSeen gives the predictor with a name for what it has learned.
func (d *Desk) modelSeen(ctx context.Context) (m *predict.Model, learned string, err error) {
	m, err = d.model(ctx)
	if err != nil || m == nil {
		return m, "nothing", err
	}
	p := &d.Tools.Memory.predictor
	p.mu.Lock()
	defer p.mu.Unlock()
	return m, fmt.Sprint(p.now.seen, " ", p.now.back, " ", len(p.now.invoices)), nil
}
