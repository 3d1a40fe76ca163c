// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"rentmeester/app/books"
	"rentmeester/approval"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/store/db"
)

// Doing is what somebody does with an invoice on its way to approval. What is left
// out follows from how it stands, where only one thing can be meant.
type Doing struct {
	Kind    approval.ActKind
	As      string      // the step, its rule or its role; "" whatever is the turn of who does it
	For     string      // whom he stands in for
	Of      int64       // act that is answered, settled, withdrawn or reopened
	Amount  money.Cents // disputed; of a settlement: what is owed after all
	All     bool        // of a settlement: all of it is owed
	Lines   []string    // disputed lines
	To      string      // whom a question is for
	Comment string
}

// Done says what an act came to.
type Done struct {
	State   State    `json:"state"`
	Steps   []string `json:"steps,omitempty"` // that were done
	Missing []Reason `json:"missing"`         // what it still needs
	Acts    []int64  `json:"-"`               // by which, to take them back
}

// actsOf says from which states of an invoice each kind is allowed.
var actsOf = map[approval.ActKind][]State{
	approval.Approve:  {Approval},
	approval.Withdraw: {Held, Coding, Approval},
	approval.Ask:      {Held, Coding, Approval},
	approval.Answer:   {Held, Coding, Approval},
	approval.Dispute:  {Held, Coding, Approval, Booked},
	approval.Settle:   {Held, Coding, Approval, Booked, Paying},
	approval.Reject:   allowed[Reject],
	approval.Reopen:   allowed[Reopen],
	approval.Comment:  {Held, Coding, Approval, Booked, Paying, Rejected},
}

// events are the acts as the audit chain names them.
var events = map[approval.ActKind]string{
	approval.Approve: "approved", approval.Withdraw: "withdrawn", approval.Ask: "asked", approval.Answer: "answered", approval.Dispute: "disputed",
	approval.Settle: "settled", approval.Reject: "rejected", approval.Reopen: "reopened", approval.Comment: "commented",
}

// mustSayWhy are the acts of which others have to know why.
var mustSayWhy = []approval.ActKind{approval.Ask, approval.Answer, approval.Dispute, approval.Reject, approval.Comment}

// Approve is Do with what is the turn of the actor.
func (d *Desk) Approve(ctx context.Context, actor string, invoice int64, comment string) (Done, error) {
	return d.Do(ctx, actor, invoice, Doing{Kind: approval.Approve, Comment: comment})
}

// Comment keeps a remark about an invoice. Errors: those of Do.
func (d *Desk) Comment(ctx context.Context, actor string, invoice int64, comment string) error {
	_, err := d.Do(ctx, actor, invoice, Doing{Kind: approval.Comment, Comment: comment})
	return err
}

// Reject sends an invoice back to its supplier: it is not booked and not paid.
// Errors: those of Do.
func (d *Desk) Reject(ctx context.Context, actor string, invoice int64, reason string) error {
	_, err := d.Do(ctx, actor, invoice, Doing{Kind: approval.Reject, Comment: reason})
	return err
}

// Reopen takes a rejection back. Errors: those of Do.
func (d *Desk) Reopen(ctx context.Context, actor string, invoice int64, comment string) error {
	_, err := d.Do(ctx, actor, invoice, Doing{Kind: approval.Reopen, Comment: comment})
	return err
}

// Do records an act that has effect, and lets the invoice go on: when everything
// that it needs is there it is booked in the same step. An act without effect is
// refused, with why and with who may instead.
// Errors: invoices.none, invoices.state, invoices.no-reason, invoices.may-not,
// invoices.nothing-to, invoices.which, invoices.paid, those of booking.
func (d *Desk) Do(ctx context.Context, actor string, invoice int64, what Doing) (done Done, err error) {
	what.Comment = strings.TrimSpace(what.Comment)
	if what.Comment == "" && slices.Contains(mustSayWhy, what.Kind) {
		return done, fault.New("invoices.no-reason")
	}
	err = d.step(ctx, actor, func(w *work) error {
		done, err = w.do(invoice, what)
		return err
	})
	return done, err
}

// do is Do as part of a step.
func (w *work) do(invoice int64, what Doing) (done Done, err error) {
	row, err := w.invoice(invoice)
	if err != nil {
		return done, err
	}
	states, known := actsOf[what.Kind]
	if !known || !slices.Contains(states, State(row.State)) {
		return done, fault.New("invoices.state", "state", row.State, "act", what.Kind)
	}
	at, err := w.waiting(row)
	if err != nil {
		return done, err
	}
	before := len(at.acts)
	if what.Kind == approval.Approve {
		done.Steps, err = w.sign(&at, row.ID, what)
	} else {
		err = w.talk(&at, row.ID, what)
	}
	if err != nil {
		return done, err
	}
	for _, a := range at.acts[before:] {
		done.Acts = append(done.Acts, a.ID)
	}
	if err := w.goOn(&row, what.Kind); err != nil {
		return done, err
	}
	done.State, done.Missing = State(row.State), missingOf(at.standing)
	return done, nil
}

// missingOf gives what keeps an invoice from being paid.
func missingOf(s approval.Standing) []Reason {
	list := []Reason{}
	for _, r := range s.Missing {
		list = append(list, Reason(r))
	}
	return list
}

// goOn brings an invoice where an act leads.
func (w *work) goOn(row *db.Invoice, kind approval.ActKind) error {
	switch kind {
	case approval.Reject, approval.Reopen:
		if err := w.again(row, Act(kind)); err != nil {
			return err
		}
		if kind == approval.Reopen {
			if err := w.uncopied(*row); err != nil {
				return err
			}
		}
		return w.rematchHeld(row.SupplierID)
	case approval.Dispute, approval.Settle:
		if State(row.State) == Booked || State(row.State) == Paying {
			return w.block(row.ID)
		}
	}
	return w.proceed(row)
}

// sign does the steps that are the turn of the actor, or those that he names. Steps
// of one rule are one: a budget holder of two cost centres does both at once.
func (w *work) sign(at *waiting, invoice int64, what Doing) (steps []string, err error) {
	if at.standing.State == approval.Approved {
		return nil, nil // it waits for nobody: policy changed
	}
	var bar *approval.Reason
	var candidates []approval.Candidate
	named := false
	for _, s := range at.standing.Steps {
		if !means(what.As, s.Step) {
			continue
		}
		named = true
		if s.Done || !s.Turn && what.As == "" || len(steps) > 0 && s.Rule != at.ruleOf(steps[0]) {
			continue
		}
		why := at.route.May(at.acts, at.today, w.actor, s.Key)
		if why != nil {
			candidates = append(candidates, s.May...)
			if bar == nil {
				bar = why
			}
			continue
		}
		a := at.route.Sign(w.actor, s.Key, at.today)
		a.For, a.Comment = what.For, what.Comment
		if err := w.record(at, invoice, a); err != nil {
			return nil, err
		}
		steps = append(steps, s.Key)
	}
	if len(steps) > 0 {
		return steps, nil
	}
	if bar == nil {
		bar = &approval.Reason{Code: "approval.reason.no-step", Args: fault.Args("step", what.As)}
		if named {
			bar = &approval.Reason{Code: "approval.reason.done-already", Args: fault.Args("step", what.As, "person", "")}
		}
	}
	return nil, refusal(w.actor, invoice, *bar, candidates)
}

// refusal says why somebody may not, and who may.
func refusal(actor string, invoice int64, why approval.Reason, may []approval.Candidate) error {
	cause := &fault.Error{Code: why.Code, Args: why.Args}
	var names []string
	for _, c := range may {
		name := c.Name
		if c.Person != c.Name {
			name += " (" + c.Person + ")"
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return fault.Wrap(cause, "invoices.may-not", "person", actor, "invoice", invoice)
	}
	return fault.Wrap(cause, "invoices.may-not-who", "person", actor, "invoice", invoice, "who", strings.Join(names, ", "))
}

// talk records an act that is no approval: a question, a dispute, a rejection.
func (w *work) talk(at *waiting, invoice int64, what Doing) error {
	a := approval.Act{Kind: what.Kind, Person: w.actor, For: what.For, Day: at.today, Of: what.Of, Amount: what.Amount, Lines: what.Lines, To: what.To,
		Comment: what.Comment}
	if a.Of == 0 {
		of, err := at.meant(what.Kind, w.actor, invoice)
		if err != nil {
			return err
		}
		a.Of = of
	}
	if what.Kind == approval.Settle && what.All {
		for _, d := range at.standing.Disputes {
			if d.ID == a.Of {
				a.Amount = at.disputed(d)
			}
		}
	}
	return w.record(at, invoice, a)
}

// disputed gives the amount of a dispute: said, or that of its lines.
func (w *waiting) disputed(d approval.Act) (amount money.Cents) {
	if len(d.Lines) == 0 {
		return d.Amount
	}
	for _, p := range w.route.Case.Parts {
		if slices.Contains(d.Lines, p.Line) {
			amount += p.Amount
		}
	}
	return amount
}

// meant gives the act that another one is about, when that can only be one.
// Errors: invoices.nothing-to, invoices.which.
func (w *waiting) meant(kind approval.ActKind, actor string, invoice int64) (of int64, err error) {
	var open []approval.Act
	switch kind {
	case approval.Answer:
		for _, q := range w.standing.Questions {
			if q.To == actor {
				return q.ID, nil
			}
		}
		open = w.standing.Questions
	case approval.Settle:
		open = w.standing.Disputes
	case approval.Withdraw:
		for _, s := range w.standing.Steps {
			if s.Done && s.Act.Person == actor {
				open = append(open, *s.Act)
			}
		}
	case approval.Reopen:
		ended := map[int64]bool{}
		for _, a := range w.acts {
			if a.Kind == approval.Reopen {
				ended[a.Of] = true
			}
		}
		for _, a := range w.acts {
			if a.Kind == approval.Reject && !ended[a.ID] {
				open = append(open, a)
			}
		}
	default:
		return 0, nil
	}
	switch {
	case len(open) == 0:
		return 0, fault.New("invoices.nothing-to", "invoice", invoice, "act", kind)
	case len(open) > 1 && kind != approval.Reopen:
		var ids []string
		for _, a := range open {
			ids = append(ids, subjectID(a.ID))
		}
		return 0, fault.New("invoices.which", "invoice", invoice, "acts", strings.Join(ids, ", "))
	}
	return open[0].ID, nil
}

// record writes an act, when it has effect. Errors: invoices.may-not.
func (w *work) record(at *waiting, invoice int64, a approval.Act) error {
	a.ID = w.tx.NewID()
	standing := at.route.Stand(append(slices.Clone(at.acts), a), at.today)
	for _, v := range standing.Void {
		if v.Act.ID == a.ID {
			return refusal(w.actor, invoice, v.Why, nil)
		}
	}
	basis, err := json.Marshal(a.Basis)
	if err != nil {
		return err
	}
	row := db.ApprovalAct{Adm: w.tx.Adm, ID: a.ID, InvoiceID: invoice, Step: a.Step, Act: string(a.Kind), Person: a.Person, ForWhom: plain(a.For),
		OfAct: a.Of, Amount: int64(a.Amount), Lines: list(a.Lines), ToWhom: plain(a.To), Basis: string(basis), Comment: plain(a.Comment), At: w.tx.Stamp()}
	if err := w.tx.Add(w.ctx, row); err != nil {
		return err
	}
	at.acts, at.standing = append(at.acts, a), standing
	return w.audit(events[a.Kind], invoice, map[string]any{"act": a.ID, "step": a.Step, "for": a.For, "of": a.Of, "amount": a.Amount.String(),
		"lines": a.Lines, "to": a.To, "comment": a.Comment, "basis": a.Basis, "missing": len(standing.Missing)})
}

// ruleOf gives the rule of a step.
func (w *waiting) ruleOf(key string) string {
	s, _ := w.route.Step(key)
	return s.Rule
}

// means says whether somebody means a step, by its key, its rule or its role.
func means(as string, s approval.Step) bool {
	return as == "" || as == s.Key || as == s.Rule || as == s.Role
}

// proceed books an invoice that waits for approval and has all that it needs. What
// is disputed of it is booked too, for it is owed until we say otherwise, and is
// kept out of payment.
func (w *work) proceed(row *db.Invoice) error {
	if State(row.State) != Approval {
		return nil
	}
	at, err := w.waiting(*row)
	if err != nil || at.standing.State != approval.Approved {
		return err
	}
	if err := w.book(row, at.parts); err != nil {
		return err
	}
	if err := w.move(row, Approve, Facts{Coded: true, Approved: true}); err != nil {
		return err
	}
	return w.reblock(*row)
}

// block says what of a booked invoice no run may pay: what is disputed and what
// turned out not to be owed, less what a credit note took off already.
// Errors: invoices.paid when that much was paid before.
func (w *work) block(invoice int64) error {
	row, err := w.invoice(invoice)
	if err != nil {
		return err
	}
	blocked := money.Cents(0)
	if State(row.State) == Booked || State(row.State) == Paying {
		at, err := w.waiting(row)
		if err != nil {
			return err
		}
		credited, err := w.tx.CreditedOn(w.ctx, db.CreditedOnParams{Adm: w.tx.Adm, Credits: invoice})
		if err != nil {
			return books.Failed(err)
		}
		blocked = max(0, (at.standing.Disputed+at.standing.Declined).Abs()-money.Cents(credited))
	}
	if int64(blocked) == row.Blocked {
		return nil
	}
	if int64(blocked) > row.Blocked && row.ItemID != 0 {
		item, err := w.tx.ItemByID(w.ctx, db.ItemByIDParams{Adm: w.tx.Adm, ID: row.ItemID})
		if err != nil {
			return books.Failed(err)
		}
		if item.Amount-item.Settled < int64(blocked) {
			return fault.New("invoices.paid", "number", row.Number)
		}
	}
	if err := w.tx.SetInvoiceBlocked(w.ctx, db.SetInvoiceBlockedParams{Adm: w.tx.Adm, ID: invoice, Blocked: int64(blocked)}); err != nil {
		return books.Failed(err)
	}
	return w.audit("blocked", invoice, map[string]any{"amount": blocked.String()})
}

// reblock brings up to date what is blocked when a booking was made or taken back: of
// the invoice, and of the one that a credit note took something off.
func (w *work) reblock(row db.Invoice) error {
	if err := w.block(row.ID); err != nil || row.Credits == 0 {
		return err
	}
	return w.block(row.Credits)
}

// Credits says which invoice a credit note takes something off, where the credit
// note does not say it; 0 none. Errors: invoices.none, invoices.credits.
func (d *Desk) Credits(ctx context.Context, actor string, credit, invoice int64) error {
	return d.step(ctx, actor, func(w *work) error {
		note, err := w.invoice(credit)
		if err != nil {
			return err
		}
		of := db.Invoice{}
		if invoice != 0 {
			if of, err = w.invoice(invoice); err != nil {
				return err
			}
		}
		if note.Kind != "creditnote" || State(note.State) == Rejected || invoice != 0 && (of.Kind == "creditnote" || of.SupplierID != note.SupplierID) {
			return fault.New("invoices.credits", "credit", credit, "invoice", invoice)
		}
		if err := w.tx.SetInvoiceCredits(w.ctx, db.SetInvoiceCreditsParams{Adm: w.tx.Adm, ID: credit, Credits: invoice}); err != nil {
			return books.Failed(err)
		}
		if err := w.audit("credits", credit, map[string]any{"invoice": invoice}); err != nil {
			return err
		}
		for _, id := range []int64{note.Credits, invoice} {
			if id == 0 {
				continue
			}
			if err := w.block(id); err != nil {
				return err
			}
		}
		return nil
	})
}

// mayRelease says whether the actor may let an invoice through that deviates from
// its order: whoever has the role that policy names for it, and anybody when it
// names none; never who ordered, entered or coded it, nor the supplier himself.
// Errors: invoices.may-not.
func (w *work) mayRelease(row db.Invoice, kind string) error {
	if kind != holdOrder {
		return nil
	}
	at, err := w.waiting(row)
	if err != nil {
		return err
	}
	p, err := w.InForce(w.ctx, w.tx.Queries)
	if err != nil {
		return err
	}
	role := p.On(at.today).Release
	rules := approval.Policy{Rules: []approval.Rule{{Name: "release", Kind: approval.Approval, Role: role, Per: approval.PerInvoice, Stage: 1}}}
	if role != "" {
		rules.People = p.On(at.today).Approval.People
	}
	route := approval.Plan(at.route.Case, rules)
	if why := route.May(nil, at.today, w.actor, "release"); why != nil {
		return refusal(w.actor, row.ID, *why, route.Stand(nil, at.today).Steps[0].May)
	}
	return nil
}
