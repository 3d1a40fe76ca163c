// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/govalues/decimal"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/extract"
	"rentmeester/fault"
	"rentmeester/formats/pdf"
	"rentmeester/ident"
	"rentmeester/invoice"
	"rentmeester/money"
	"rentmeester/store/db"
)

// proofPerson is the proof of a field that somebody corrected or looked at.
const proofPerson = "person"

// Correctable are the fields of an invoice that people may correct.
var Correctable = []string{extract.Kind, extract.Number, extract.Issued, extract.Due, extract.Currency, extract.Net, extract.VAT, extract.Gross, extract.Payable,
	extract.IBAN, extract.GAccount, extract.Reference, extract.Order, extract.BuyerReference, extract.SellerName, extract.SellerVAT, extract.SellerKvK}

// Correct puts right what was read from pages; "" takes a field away. What held
// the invoice because of its contents is looked at anew, approvals are void, and
// the reading of this supplier's invoices learns where the right values stand. An
// e-invoice is what its sender wrote: that is not corrected.
// Errors: invoices.none, invoices.state, invoices.not-corrected, invoices.field,
// invoices.field-value.
func (d *Desk) Correct(ctx context.Context, actor string, id int64, values map[string]string) error {
	shown, err := d.Show(ctx, id)
	if err != nil {
		return err
	}
	right, err := rightValues(values)
	if err != nil {
		return err
	}
	doc, err := d.documentRow(ctx, shown.Document.ID)
	if err != nil {
		return err
	}
	pages, err := d.pagesOf(ctx, Media(doc.Media), d.Store.Blob(ctx, d.Adm.Key, doc.Sha256))
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		pages = nil // the correction holds, only nothing is learned of places
	}
	return d.step(ctx, actor, func(w *work) error {
		row, err := w.invoice(id)
		if err != nil {
			return err
		}
		return w.correct(row, right, pages)
	})
}

// rightValues brings values to their normal form. Errors: invoices.field,
// invoices.field-value.
func rightValues(values map[string]string) (map[string]string, error) {
	right := map[string]string{}
	for name, value := range values {
		if !slices.Contains(Correctable, name) {
			return nil, fault.New("invoices.field", "field", name, "fields", strings.Join(Correctable, ", "))
		}
		normal, ok := normalised(name, strings.TrimSpace(value))
		if !ok {
			return nil, fault.New("invoices.field-value", "field", name, "value", value)
		}
		right[name] = normal
	}
	return right, nil
}

func normalised(name, value string) (string, bool) {
	if value == "" {
		return "", name != extract.Kind && name != extract.Currency && name != extract.Payable
	}
	switch name {
	case extract.Kind:
		return value, value == string(invoice.Bill) || value == string(invoice.CreditNote)
	case extract.Issued, extract.Due:
		d, err := day.Parse(value)
		return string(d), err == nil
	case extract.Net, extract.VAT, extract.Gross, extract.Payable:
		c, err := money.Parse(value)
		return c.String(), err == nil
	case extract.IBAN, extract.GAccount:
		iban, ok := ident.IBAN(value)
		return iban, ok && ident.GAccount(iban) == (name == extract.GAccount)
	case extract.SellerVAT, extract.SellerKvK:
		return ident.Electronic(value), true
	case extract.Currency:
		value = strings.ToUpper(value)
		return value, len(value) == 3
	}
	return plain(value), len(value) <= 300
}

// correct changes the fields of an invoice and judges it anew.
func (w *work) correct(row db.Invoice, right map[string]string, pages *pdf.Document) error {
	if !State(row.State).May(Code) {
		return fault.New("invoices.state", "state", row.State, "act", Code)
	}
	var c Content
	if err := json.Unmarshal([]byte(row.Content), &c); err != nil {
		return books.Failed(err)
	}
	if len(c.Fields) == 0 {
		return fault.New("invoices.not-corrected", "invoice", row.ID)
	}
	was := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(right)) {
		was[name] = c.setField(name, right[name])
	}
	c.enter(w.actor) // who corrects does not approve
	if err := w.enterCoders(row.ID, &c); err != nil {
		return err
	}
	payable, vat := row.Payable, row.Vat
	doc, err := w.tx.DocumentByID(w.ctx, db.DocumentByIDParams{Adm: w.tx.Adm, ID: row.DocumentID})
	if err != nil {
		return books.Failed(err)
	}
	kinds := append([]string{holdDoubtful, holdAmount, "invalid"}, heldBySender...)
	if row, err = w.judge(row, doc, &c, kinds, nil); err != nil {
		return err
	}
	if row.Payable != payable || row.Vat != vat { // what it was coded on is no longer the whole
		if err := w.tx.DropCodings(w.ctx, db.DropCodingsParams{Adm: w.tx.Adm, InvoiceID: row.ID}); err != nil {
			return books.Failed(err)
		}
		if row.Coded != 0 {
			if err := w.setCoded(&row, -w.tx.NewID()); err != nil {
				return err
			}
		}
	}
	if err := w.tx.VoidApprovals(w.ctx, db.VoidApprovalsParams{Adm: w.tx.Adm, InvoiceID: row.ID}); err != nil {
		return books.Failed(err)
	}
	if err := w.teachReading(row, &c, right, pages); err != nil {
		return err
	}
	if err := w.audit("corrected", row.ID, map[string]any{"was": was, "is": right}); err != nil {
		return err
	}
	if err := w.rematch(&row); err != nil {
		return err
	}
	return w.again(&row, Code)
}

// setField gives a field another value, by a person, and gives the one it had.
func (c *Content) setField(name, value string) (was string) {
	at := slices.IndexFunc(c.Fields, func(f Field) bool { return f.Name == name })
	if at < 0 {
		at = len(c.Fields)
		c.Fields = append(c.Fields, Field{Name: name})
	}
	f := &c.Fields[at]
	if was = f.Value; was != value {
		f.Value, f.Raw, f.Places = value, "", nil // it stands somewhere else
	}
	f.Proof, f.Probability, f.Doubtful = proofPerson, 1, false
	if value == "" {
		c.Fields = slices.Delete(c.Fields, at, at+1)
	}
	c.setValue(name, value)
	return was
}

// setValue puts the value of a field into the invoice.
func (c *Content) setValue(name, value string) {
	inv := &c.Invoice
	switch name {
	case extract.Kind:
		if inv.Kind, inv.Type = invoice.Kind(value), "380"; inv.Kind == invoice.CreditNote {
			inv.Type = "381"
		}
	case extract.Number:
		inv.Number = value
	case extract.Issued:
		inv.Issued = day.Day(value)
	case extract.Due:
		inv.Due = day.Day(value)
	case extract.Currency:
		inv.Currency = value
	case extract.Order:
		inv.Order = value
	case extract.BuyerReference:
		inv.BuyerReference = value
	case extract.SellerName:
		inv.Seller.Name = value
	case extract.SellerVAT:
		inv.Seller.VAT = value
	case extract.SellerKvK:
		inv.Seller.Legal = &invoice.Identifier{ID: value, Scheme: "0106"}
	case extract.IBAN, extract.GAccount, extract.Reference:
		c.setAccounts()
	default:
		c.setAmount(name, value)
	}
}

func (c *Content) setAmount(name, value string) {
	t := &c.Invoice.Totals
	to := map[string]**invoice.Amount{extract.Net: &t.Net, extract.VAT: &t.VAT, extract.Gross: &t.Gross, extract.Payable: &t.Payable}[name]
	d, err := decimal.Parse(value)
	if err != nil {
		*to = nil
		return
	}
	*to = &invoice.Amount{Value: d, Currency: c.Invoice.Currency}
}

// setAccounts makes the ways to pay of the fields.
func (c *Content) setAccounts() {
	var was *invoice.Amount // for the blocked account
	for _, m := range c.Invoice.Payments {
		was = cmp.Or(was, m.Part)
	}
	c.Invoice.Payments = nil
	for _, name := range []string{extract.IBAN, extract.GAccount} {
		if iban := c.value(name); iban != "" {
			means := invoice.Means{Code: "30", Account: iban, Reference: c.value(extract.Reference)}
			if name == extract.GAccount {
				means.Part = was
			}
			c.Invoice.Payments = append(c.Invoice.Payments, means)
		}
	}
}

func (c *Content) value(name string) string {
	for _, f := range c.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// teachReading lets the reading of a supplier's invoices learn what is right: of
// the fields that were said, and by what he is known again.
func (w *work) teachReading(row db.Invoice, c *Content, right map[string]string, pages *pdf.Document) error {
	if row.SupplierID == 0 || pages == nil {
		return nil
	}
	s, err := w.supplier(row.SupplierID)
	if err != nil {
		return err
	}
	lesson := maps.Clone(right)
	lesson[extract.SellerName] = s.Name
	for name, value := range map[string]string{extract.SellerVAT: s.VAT, extract.SellerKvK: s.KvK} {
		if value != "" {
			lesson[name] = value
		}
	}
	key := subjectID(s.ID)
	return teach(w, learnsExtract, key, func(h *extract.Habit) error {
		m := extract.Memory{Suppliers: map[string]*extract.Habit{key: h}}
		m.Learn(key, pages, lesson)
		for _, a := range s.Accounts {
			if a.State == accountTrusted {
				m.Learn(key, &pdf.Document{}, map[string]string{extract.IBAN: a.IBAN})
			}
		}
		return nil
	})
}

// confirm takes away the doubt about what a person looked at.
func (w *work) confirm(row *db.Invoice, holds []db.Hold) error {
	var c Content
	if err := json.Unmarshal([]byte(row.Content), &c); err != nil {
		return books.Failed(err)
	}
	for _, h := range holds {
		for i, f := range c.Fields {
			if f.Doubtful && f.Name == argOf(h, "field") {
				c.Fields[i].Doubtful, c.Fields[i].Proof, c.Fields[i].Probability = false, proofPerson, 1
			}
		}
	}
	body, err := json.Marshal(&c)
	if err != nil {
		return err
	}
	row.Content = stripped(body)
	return w.update(*row)
}

// heldBySender are the holds that depend on who sent an invoice.
var heldBySender = []string{holdSupplier, holdUnclear, "supplier-blocked", holdAccount, "no-account", holdTwice}

// judge looks anew at what an invoice says: holds of these kinds are dropped, and
// opened again where they must be. With a supplier it is his, whoever the engine
// thinks it is.
func (w *work) judge(row db.Invoice, doc db.Document, c *Content, kinds []string, s *Supplier) (db.Invoice, error) {
	for _, kind := range kinds {
		holds, err := w.openHolds(row.ID, kind)
		if err != nil {
			return row, err
		}
		for _, h := range holds {
			h.State, h.SecondBy, h.FirstBy = holdDropped, "", w.actor
			if err := w.setHold(h); err != nil {
				return row, err
			}
		}
	}
	said, reasons := rowOf(doc, c)
	fresh := row // what does not follow from the contents stays
	fresh.SupplierName, fresh.Number, fresh.Kind, fresh.Issued, fresh.Due = said.SupplierName, said.Number, said.Kind, said.Issued, said.Due
	fresh.Currency, fresh.Net, fresh.Vat, fresh.Gross, fresh.Payable = said.Currency, said.Net, said.Vat, said.Gross, said.Payable
	fresh.OrderNumber, fresh.About, fresh.SupplierID = said.OrderNumber, said.About, 0
	fresh.PeriodFrom, fresh.PeriodTo, fresh.Refers = said.PeriodFrom, said.PeriodTo, said.Refers
	fresh.Iban, fresh.Holder, fresh.GIban, fresh.Reference = "", "", "", ""
	holds := slices.DeleteFunc(reasons, func(h held) bool { return !slices.Contains(kinds, h.kind) })
	more, seller, err := w.senderOf(row, &fresh, c, s)
	if err != nil {
		return row, err
	}
	holds = append(holds, more...)
	if more, err = w.accounts(&fresh, seller, c); err != nil {
		return row, err
	}
	holds = append(holds, more...)
	if err := w.tx.DropDuplicateKeys(w.ctx, db.DropDuplicateKeysParams{Adm: w.tx.Adm, InvoiceID: row.ID}); err != nil {
		return row, books.Failed(err)
	}
	if more, _, err = w.twice(fresh, doc, false); err != nil {
		return row, err
	}
	if holds, err = w.repeated(row.ID, append(holds, more...)); err != nil {
		return row, err
	}
	for _, h := range holds {
		if err := w.hold(row.ID, h); err != nil {
			return row, err
		}
	}
	body, err := json.Marshal(c)
	if err != nil {
		return row, err
	}
	fresh.Content, fresh.Search = stripped(body), searchOf(fresh, seller)
	if fresh.Coded > 0 && fresh.SupplierID != row.SupplierID { // it says something of another supplier now
		if err := w.setCoded(&fresh, w.tx.NewID()); err != nil {
			return row, err
		}
	}
	return fresh, w.update(fresh)
}

// senderOf gives whose an invoice is: of the supplier that is given, of the one
// whom a person named before, or of whom the engine is certain.
func (w *work) senderOf(was db.Invoice, row *db.Invoice, c *Content, s *Supplier) ([]held, Supplier, error) {
	if s == nil && c.Assigned != "" && was.SupplierID != 0 {
		named, err := w.supplier(was.SupplierID)
		if err != nil {
			return nil, named, err
		}
		s = &named
	}
	if s != nil {
		row.SupplierID = s.ID
		return standing(*s), *s, nil
	}
	seller, holds, err := w.seller(row, c)
	return holds, seller, err
}
