// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"encoding/json"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/store/db"
)

// States of a hold.
const (
	holdOpen     = "open"
	holdReleased = "released"
	holdDropped  = "dropped" // what it was about is no longer so
)

// Kinds of hold that the flows themselves know; the others are released as they are.
const (
	holdSupplier = "supplier-new" // he is new, or was refused
	holdUnclear  = "supplier"     // it is not certain who sent it
	holdAccount  = "iban"
	holdTwice    = "duplicate"
	holdDoubtful = "doubtful"
)

// held is a hold about to be opened.
type held struct {
	kind    string
	why     Reason
	persons int64 // 0 is 1
}

func why(code string, pairs ...any) Reason { return Reason{code, fault.Args(pairs...)} }

// hold opens a hold of an invoice.
func (w *work) hold(invoice int64, h held) error {
	args, err := json.Marshal(h.why.Args)
	if err != nil {
		return err
	}
	row := db.Hold{Adm: w.tx.Adm, ID: w.tx.NewID(), InvoiceID: invoice, Kind: h.kind, Code: h.why.Code, Args: plain(string(args)),
		Persons: max(1, h.persons), State: holdOpen, Opened: w.tx.Stamp()}
	if err := w.tx.Add(w.ctx, row); err != nil {
		return err
	}
	return w.audit("held", invoice, map[string]any{"hold": row.ID, "kind": h.kind, "code": h.why.Code, "args": h.why.Args})
}

// Hold lets a person hold an invoice back. Errors: invoices.none, invoices.state.
func (d *Desk) Hold(ctx context.Context, actor string, invoice int64, comment string) error {
	return d.step(ctx, actor, func(w *work) error {
		row, err := w.invoice(invoice)
		if err != nil {
			return err
		}
		if err := w.hold(invoice, held{kind: "person", why: why("invoices.hold.person", "person", actor, "comment", comment)}); err != nil {
			return err
		}
		return w.again(&row, Hold)
	})
}

// Release releases the open holds of a kind on an invoice. A hold on an account
// needs two different persons, and is then gone from every invoice that wants its
// money there; one on a new supplier goes when the supplier is accepted. It gives
// how many holds still wait for a second person.
// Errors: invoices.none, invoices.no-hold, invoices.accept-first, invoices.same-person,
// invoices.may-not.
func (d *Desk) Release(ctx context.Context, actor string, invoice int64, kind string) (waiting int, err error) {
	return d.ReleaseBecause(ctx, actor, invoice, kind, "")
}

// ReleaseBecause is Release with the reason, which a suspected duplicate needs: it
// is remembered that this is a real repeat. To release what was doubtful is to say
// that it was read right. Errors: those of Release, invoices.no-reason.
func (d *Desk) ReleaseBecause(ctx context.Context, actor string, invoice int64, kind, because string) (waiting int, err error) {
	err = d.step(ctx, actor, func(w *work) error {
		waiting, err = w.releaseKind(invoice, kind, because)
		return err
	})
	return waiting, err
}

// releaseKind is ReleaseBecause as part of a step.
func (w *work) releaseKind(invoice int64, kind, because string) (waiting int, err error) {
	row, err := w.invoice(invoice)
	if err != nil {
		return 0, err
	}
	holds, err := w.openHolds(invoice, kind)
	if err != nil {
		return 0, err
	}
	switch {
	case len(holds) == 0:
		return 0, fault.New("invoices.no-hold", "invoice", invoice, "kind", kind)
	case kind == holdSupplier || kind == holdUnclear:
		return 0, fault.New("invoices.accept-first", "supplier", row.SupplierID)
	}
	if err := w.mayRelease(row, kind); err != nil {
		return 0, err
	}
	switch kind {
	case holdTwice:
		if err := w.releaseTwice(row, holds, because); err != nil {
			return 0, err
		}
		return 0, w.settleHolds(invoice)
	case holdDoubtful:
		if err := w.confirm(&row, holds); err != nil {
			return 0, err
		}
	case holdAccount:
		return w.releaseAccounts(row)
	}
	for _, h := range holds {
		done, err := w.release(h)
		if err != nil {
			return 0, err
		}
		if !done {
			waiting++
		}
	}
	return waiting, w.settleHolds(invoice)
}

func (w *work) openHolds(invoice int64, kind string) (open []db.Hold, err error) {
	holds, err := w.tx.HoldsOfInvoice(w.ctx, db.HoldsOfInvoiceParams{Adm: w.tx.Adm, InvoiceID: invoice})
	for _, h := range holds {
		if h.State == holdOpen && h.Kind == kind {
			open = append(open, h)
		}
	}
	return open, books.Failed(err)
}

// release lets the actor release a hold; done is false when it waits for a second
// person. Errors: invoices.same-person.
func (w *work) release(h db.Hold) (done bool, err error) {
	first, second, done, err := twoOf(w.actor, h.FirstBy, h.Persons)
	if err != nil {
		return false, err
	}
	h.SecondBy, h.SecondAt = second, ""
	if h.FirstBy == "" {
		h.FirstBy, h.FirstAt = first, w.tx.Stamp()
	} else {
		h.SecondAt = w.tx.Stamp()
	}
	if done {
		h.State = holdReleased
	}
	if err := w.setHold(h); err != nil {
		return false, err
	}
	return done, w.audit("released", h.InvoiceID, map[string]any{"hold": h.ID, "kind": h.Kind, "done": done})
}

// twoOf says who then are the first and the second to release something, and
// whether that is enough. Errors: invoices.same-person.
func twoOf(actor, firstBy string, persons int64) (first, second string, done bool, err error) {
	switch {
	case persons < 2:
		return actor, "", true, nil
	case firstBy == "":
		return actor, "", false, nil
	case firstBy == actor:
		return firstBy, "", false, fault.New("invoices.same-person", "person", actor)
	}
	return firstBy, actor, true, nil
}

func (w *work) setHold(h db.Hold) error {
	return books.Failed(w.tx.UpdateHold(w.ctx, db.UpdateHoldParams{Adm: w.tx.Adm, ID: h.ID, State: h.State,
		FirstBy: h.FirstBy, FirstAt: h.FirstAt, SecondBy: h.SecondBy, SecondAt: h.SecondAt}))
}

// drop brings holds to a state, by one person or two, and lets their invoices go
// on when nothing else holds them.
func (w *work) drop(holds []db.Hold, state, first, second string) error {
	for _, h := range holds {
		h.State, h.FirstBy, h.SecondBy = state, first, second
		if h.FirstAt == "" && first != "" {
			h.FirstAt = w.tx.Stamp()
		}
		if second != "" {
			h.SecondAt = w.tx.Stamp()
		}
		if err := w.setHold(h); err != nil {
			return err
		}
		event := state
		if state == holdOpen {
			event = "half-released" // by one of two persons
		}
		if err := w.audit(event, h.InvoiceID, map[string]any{"hold": h.ID, "kind": h.Kind, "first": first, "second": second}); err != nil {
			return err
		}
	}
	for _, h := range holds {
		if err := w.settleHolds(h.InvoiceID); err != nil {
			return err
		}
	}
	return nil
}

// settleHolds lets an invoice go on when nothing holds it any more.
func (w *work) settleHolds(invoice int64) error {
	row, err := w.invoice(invoice)
	if err != nil || row.State != string(Held) {
		return err
	}
	return w.again(&row, Release)
}
