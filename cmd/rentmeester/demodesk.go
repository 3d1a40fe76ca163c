// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"

	"rentmeester/app/invoices"
	"rentmeester/demo"
	"rentmeester/fault"
)

// clear deals with what holds an invoice, as people do who look at it and see what
// it really is.
func (h *townHall) clear(ctx context.Context, invoice int64) error {
	for range 6 { // what is put right may show the next thing
		shown, err := h.books.Invoices().Show(ctx, invoice)
		if err != nil || shown.State != invoices.Held || len(shown.Holds) == 0 {
			return err
		}
		stays, err := h.settle(ctx, shown)
		if err != nil || stays {
			return err
		}
	}
	return nil
}

// settle deals with one thing that holds an invoice. stays says that it is to be
// left as it is.
func (h *townHall) settle(ctx context.Context, shown invoices.Shown) (stays bool, err error) {
	d, piece, id := h.books.Invoices(), h.pieces[shown.ID], shown.ID
	held := map[string]invoices.HoldView{}
	for _, hold := range shown.Holds {
		held[hold.Kind] = hold
	}
	_, twice := held["duplicate"]
	switch piece.Twist {
	case demo.TwistCopy, demo.TwistAgain, demo.TwistAnew:
		if of := h.known[piece.Supplier+" "+piece.Of]; twice && of != 0 && of != id {
			return true, d.Copy(ctx, clerk, id, of)
		}
	case demo.TwistVAT:
		return true, d.Reject(ctx, clerk, id, "De btw klopt niet met het tarief.")
	case demo.TwistFraud:
		if hold, is := held["iban"]; is && hold.First == "" {
			return true, h.suspect(ctx, shown)
		}
	}
	if wrong := misread(piece, shown); len(wrong) > 0 && shown.Document.Media != "ubl" && shown.Document.Media != "cii" && shown.Document.Media != "hybrid" {
		return false, d.Correct(ctx, clerk, id, wrong)
	}
	return h.release(ctx, shown, held)
}

// suspect leaves the account of somebody else quarantined. The first time somebody
// calls the supplier and refuses it; after that it still has to be found out.
func (h *townHall) suspect(ctx context.Context, shown invoices.Shown) error {
	h.score.frauds++
	if h.score.frauds > 1 {
		return nil
	}
	d := h.books.Invoices()
	if err := d.RefuseAccount(ctx, colleague, shown.Supplier, shown.IBAN); err != nil {
		return err
	}
	return d.Reject(ctx, colleague, shown.ID, "De rekening is niet van de leverancier; die heeft deze factuur niet gestuurd.")
}

// release lets the people go through the holds that are left, by their roles.
func (h *townHall) release(ctx context.Context, shown invoices.Shown, held map[string]invoices.HoldView) (stays bool, err error) {
	d, piece, id := h.books.Invoices(), h.pieces[shown.ID], shown.ID
	is := func(kind string) bool { _, found := held[kind]; return found }
	switch {
	case is("supplier-new") && piece.Twist == demo.TwistSupplier:
		return false, d.AcceptSupplier(ctx, clerk, shown.Supplier, piece.Supplier)
	case is("supplier-new"), is("supplier"):
		return false, d.Assign(ctx, clerk, id, piece.Supplier)
	case is("iban"):
		if _, err := d.Release(ctx, clerk, id, "iban"); err != nil && !fault.Is(err, "invoices.same-person") {
			return true, err
		}
		_, err = d.Release(ctx, colleague, id, "iban")
		return false, err
	case is("duplicate"):
		_, err = d.ReleaseBecause(ctx, clerk, id, "duplicate", "Een andere levering.")
		return false, err
	case is("order"):
		_, err = d.ReleaseBecause(ctx, control, id, "order", "Meerwerk, akkoord.")
		return false, err
	}
	_, err = d.Release(ctx, clerk, id, shown.Holds[0].Kind)
	return false, err
}

// misread gives what was read otherwise than it is, by field, with what it must be.
func misread(p demo.Piece, s invoices.Shown) map[string]string {
	wrong := map[string]string{}
	check := func(field, got, want string) {
		if got != want && want != "" {
			wrong[field] = want
		}
	}
	check("number", s.Number, p.Number)
	check("issued", string(s.Issued), string(p.Issued))
	check("due", string(s.Due), string(p.Due))
	check("payable", s.Payable.String(), p.Payable.String())
	check("iban", s.IBAN, p.IBAN)
	check("kind", s.Kind, p.Kind)
	return wrong
}

// rightSupplier says whether an invoice was tied to who sent it.
func rightSupplier(p demo.Piece, s invoices.Shown) bool {
	if p.Twist == demo.TwistSupplier {
		return s.Name == p.Name
	}
	return s.Supplier == p.Supplier
}
