// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"

	"rentmeester/app/books"
	"rentmeester/approval"
	"rentmeester/fault"
	"rentmeester/store/db"
)

// What is done with many invoices in one go is done with each by itself, as somebody
// saw it: each by its own mandates and four eyes, and what changed since he looked,
// or what he may not do, is left with the reason. What would come of it is found out
// by doing it and keeping nothing.

// Tried is what an act on an invoice would come to.
type Tried struct {
	Listed
	Seen    string   // names how the invoice stands, for who then does it
	Hold    HoldView // of a release: one of what is released by it
	Done    Done     // of an approval
	Waiting int      // of a release: holds that still wait for a second person
	Err     error    // why it cannot be done
}

// errTried ends a step of which nothing is to be kept.
var errTried = errors.New("tried, not done")

// try runs a step and keeps nothing of it.
func (d *Desk) try(ctx context.Context, actor string, f func(*work) error) error {
	err := d.step(ctx, actor, func(w *work) error {
		if err := f(w); err != nil {
			return err
		}
		return errTried
	})
	if errors.Is(err, errTried) {
		return nil
	}
	return err
}

// TryApprove says what approving an invoice would come to. Errors: invoices.none.
func (d *Desk) TryApprove(ctx context.Context, actor string, invoice int64) (t Tried, err error) {
	if err := d.stands(ctx, invoice, &t); err != nil {
		return t, err
	}
	t.Err = d.try(ctx, actor, func(w *work) (err error) {
		t.Done, err = w.do(invoice, Doing{Kind: approval.Approve})
		return err
	})
	return t, unexpected(&t)
}

// TryRelease says of each kind of hold on an invoice what releasing it would come
// to; because is the reason that a suspected duplicate needs. Errors: invoices.none.
func (d *Desk) TryRelease(ctx context.Context, actor string, invoice int64, because string) (all []Tried, err error) {
	one := Tried{}
	if err := d.stands(ctx, invoice, &one); err != nil {
		return nil, err
	}
	kinds := map[string]bool{}
	for _, hold := range one.Holds {
		if kinds[hold.Kind] {
			continue
		}
		kinds[hold.Kind] = true
		t := one
		t.Hold = hold
		t.Err = d.try(ctx, actor, func(w *work) (err error) {
			t.Waiting, err = w.releaseKind(invoice, hold.Kind, because)
			return err
		})
		if err := unexpected(&t); err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	if len(all) == 0 {
		one.Err = fault.New("invoices.not-held")
		all = append(all, one)
	}
	return all, nil
}

// unexpected gives what is no reason to leave an invoice but a failure.
func unexpected(t *Tried) error {
	if t.Err != nil && (fault.Code(t.Err) == "internal" || fault.Is(t.Err, "store.failed") || fault.Is(t.Err, "store.busy")) {
		return t.Err
	}
	return nil
}

// stands tells how an invoice stands, and names that.
func (d *Desk) stands(ctx context.Context, invoice int64, t *Tried) error {
	return d.Read(ctx, func(q *db.Queries) error {
		row, err := d.row(ctx, q, invoice)
		if err != nil {
			return err
		}
		if t.Listed, err = d.listed(ctx, q, row); err != nil {
			return err
		}
		holds, err := q.HoldsOfInvoice(ctx, db.HoldsOfInvoiceParams{Adm: d.Adm.Key, InvoiceID: invoice})
		if err != nil {
			return books.Failed(err)
		}
		for _, h := range holds {
			if h.State == holdOpen {
				t.Holds = append(t.Holds, holdView(h))
			}
		}
		t.Seen, err = d.standsAs(ctx, q, row, holds)
		return err
	})
}

// standsAs names how an invoice stands: what it says, what holds it and how it is coded.
// Who approved it is looked at when it is done.
func (d *Desk) standsAs(ctx context.Context, q *db.Queries, row db.Invoice, holds []db.Hold) (string, error) {
	codings, err := q.CodingsOfInvoice(ctx, db.CodingsOfInvoiceParams{Adm: d.Adm.Key, InvoiceID: row.ID})
	if err != nil {
		return "", books.Failed(err)
	}
	all, err := json.Marshal([]any{row.State, row.Kind, row.SupplierID, row.Number, row.Currency, row.Payable, row.Iban, row.Content, holds, codings})
	sum := sha256.Sum256(all)
	return hex.EncodeToString(sum[:8]), err
}

// asSeen says that an invoice stands as somebody saw it. Errors: invoices.changed.
func (w *work) asSeen(invoice int64, seen string) error {
	row, err := w.invoice(invoice)
	if err != nil {
		return err
	}
	holds, err := w.tx.HoldsOfInvoice(w.ctx, db.HoldsOfInvoiceParams{Adm: w.tx.Adm, InvoiceID: invoice})
	if err != nil {
		return books.Failed(err)
	}
	now, err := w.standsAs(w.ctx, w.tx.Queries, row, holds)
	if err == nil && now != seen {
		err = fault.New("invoices.changed")
	}
	return err
}

// ApproveSeen is Approve of an invoice as somebody saw it. Errors: those of Do,
// invoices.changed.
func (d *Desk) ApproveSeen(ctx context.Context, actor string, invoice int64, seen string) (done Done, err error) {
	err = d.step(ctx, actor, func(w *work) error {
		if err := w.asSeen(invoice, seen); err != nil {
			return err
		}
		done, err = w.do(invoice, Doing{Kind: approval.Approve})
		return err
	})
	return done, err
}

// ReleaseSeen is ReleaseBecause on an invoice as somebody saw it. Errors: those of
// ReleaseBecause, invoices.changed.
func (d *Desk) ReleaseSeen(ctx context.Context, actor string, invoice int64, kind, because, seen string) (waiting int, err error) {
	err = d.step(ctx, actor, func(w *work) error {
		if err := w.asSeen(invoice, seen); err != nil {
			return err
		}
		waiting, err = w.releaseKind(invoice, kind, because)
		return err
	})
	return waiting, err
}

// WithdrawActs takes back approvals of the actor on one invoice, all or none. Errors:
// those of Do.
func (d *Desk) WithdrawActs(ctx context.Context, actor string, invoice int64, acts []int64) error {
	return d.step(ctx, actor, func(w *work) error {
		for _, of := range acts {
			if _, err := w.do(invoice, Doing{Kind: approval.Withdraw, Of: of}); err != nil {
				return err
			}
		}
		return nil
	})
}
