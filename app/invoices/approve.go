// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"slices"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/store/db"
)

// What people do on the way to approval. A rejection to the supplier and its
// taking back stand among these acts too, under the names of those acts.
const (
	ActApprove = "approve"
	ActComment = "comment"
)

// Approved says what an approval did.
type Approved struct {
	State   State  `json:"state"`
	Step    string `json:"step"`
	Missing []Step `json:"missing"` // approvals that it still needs
}

// Approve gives the first missing approval that the actor may give. With the last
// one the invoice is booked, in the same step.
// Errors: invoices.none, invoices.state, invoices.may-not, those of booking.
func (d *Desk) Approve(ctx context.Context, actor string, invoice int64, comment string) (done Approved, err error) {
	err = d.step(ctx, actor, func(w *work) error {
		row, err := w.invoice(invoice)
		if err != nil {
			return err
		}
		if !State(row.State).May(Approve) {
			return fault.New("invoices.state", "state", row.State, "act", Approve)
		}
		c, acts, err := d.caseOf(ctx, w.tx.Queries, row)
		if err != nil {
			return err
		}
		standing := d.Tools.approver().Stand(c, acts, w.today())
		at := slices.IndexFunc(standing.Missing, func(s Step) bool { return s.may(actor) })
		if at < 0 && len(standing.Missing) > 0 {
			return fault.New("invoices.may-not", "person", actor, "invoice", invoice)
		}
		act := ApprovalAct{Act: ActApprove, Person: actor, Comment: comment, At: w.tx.Stamp(), Amount: c.Amount}
		if at >= 0 {
			act.Step, act.ForWhom = standing.Missing[at].Name, standing.Missing[at].ForWhom
		}
		if err := w.act(invoice, act); err != nil {
			return err
		}
		standing = d.Tools.approver().Stand(c, append(acts, act), w.today())
		done = Approved{Step: act.Step, Missing: standing.Missing}
		if err := w.audit("approved", invoice, map[string]any{"step": act.Step, "for": act.ForWhom, "comment": comment, "missing": len(standing.Missing)}); err != nil {
			return err
		}
		if len(standing.Missing) == 0 {
			if err := w.book(&row, c.Parts); err != nil {
				return err
			}
		}
		err = w.move(&row, Approve, Facts{Coded: true, Approved: len(standing.Missing) == 0})
		done.State = State(row.State)
		return err
	})
	return done, err
}

// may says whether a person may give an approval.
func (s Step) may(person string) bool {
	return !slices.Contains(s.Barred, person) && (len(s.Persons) == 0 || slices.Contains(s.Persons, person))
}

func (w *work) act(invoice int64, a ApprovalAct) error {
	return w.tx.Add(w.ctx, db.ApprovalAct{Adm: w.tx.Adm, ID: w.tx.NewID(), InvoiceID: invoice, Step: a.Step, Act: a.Act, Person: a.Person,
		ForWhom: a.ForWhom, Amount: int64(a.Amount), Lines: "[]", Basis: "{}", Comment: plain(a.Comment), At: a.At})
}

// Comment keeps a remark about an invoice. Errors: invoices.none, invoices.no-reason.
func (d *Desk) Comment(ctx context.Context, actor string, invoice int64, comment string) error {
	if comment == "" {
		return fault.New("invoices.no-reason")
	}
	return d.step(ctx, actor, func(w *work) error {
		if _, err := w.invoice(invoice); err != nil {
			return err
		}
		if err := w.act(invoice, ApprovalAct{Act: ActComment, Person: actor, Comment: comment, At: w.tx.Stamp()}); err != nil {
			return err
		}
		return w.audit("commented", invoice, map[string]any{"comment": comment})
	})
}

// caseOf gives an invoice as those who approve see it, and what was done about it.
func (d *Desk) caseOf(ctx context.Context, q *db.Queries, row db.Invoice) (c Case, acts []ApprovalAct, err error) {
	codings, err := q.CodingsOfInvoice(ctx, db.CodingsOfInvoiceParams{Adm: d.Adm.Key, InvoiceID: row.ID})
	if err != nil {
		return c, nil, books.Failed(err)
	}
	rows, err := q.ApprovalActs(ctx, db.ApprovalActsParams{Adm: d.Adm.Key, InvoiceID: row.ID})
	if err != nil {
		return c, nil, books.Failed(err)
	}
	for _, a := range rows {
		acts = append(acts, ApprovalAct{a.Step, a.Act, a.Person, a.ForWhom, money.Cents(a.Amount), a.Comment, a.At, a.Void})
	}
	c = Case{Invoice: row.ID, Supplier: row.SupplierID, Amount: money.Cents(row.Payable).Abs(), Received: day.Day(row.Received), Due: day.Day(row.Due)}
	c.Parts, c.Coder = partsOf(codings)
	return c, acts, nil
}
