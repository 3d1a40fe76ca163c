// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"encoding/json"
	"slices"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/ident"
	"rentmeester/invoice"
	"rentmeester/store"
	"rentmeester/store/db"
)

// States of a supplier and of an account.
const (
	supplierActive   = "active"
	supplierProposed = "proposed" // an invoice came from him, nobody accepted him yet
	supplierRefused  = "refused"
	supplierMerged   = "merged" // another one that we had
	supplierBlocked  = "blocked"

	accountTrusted = "trusted"
	accountHeld    = "held"
	accountRefused = "refused"
)

func supplierOf(r db.Supplier) Supplier {
	return Supplier{ID: r.ID, Number: r.Number, Name: r.Name, Also: unlist(r.Also), KvK: r.Kvk, VAT: r.Vat, OIN: r.Oin, State: r.State,
		Address: invoice.Address{Street: r.Street, PostCode: r.PostCode, City: r.City, Country: r.Country}, Accounts: []Account{}}
}

func accountOf(a db.SupplierAccount) Account {
	return Account{IBAN: a.Iban, State: a.State, Holders: unlist(a.Holders), Since: a.Since, First: a.FirstBy, Second: a.SecondBy}
}

// supplier gives one supplier with his accounts. Errors: invoices.no-supplier.
func (w *work) supplier(id int64) (Supplier, error) {
	row, err := w.tx.SupplierByID(w.ctx, db.SupplierByIDParams{Adm: w.tx.Adm, ID: id})
	if store.NoRows(err) {
		return Supplier{}, fault.New("invoices.no-supplier", "supplier", id)
	}
	if err != nil {
		return Supplier{}, books.Failed(err)
	}
	s := supplierOf(row)
	accounts, err := w.tx.AccountsOfSupplier(w.ctx, db.AccountsOfSupplierParams{Adm: w.tx.Adm, SupplierID: id})
	for _, a := range accounts {
		s.Accounts = append(s.Accounts, accountOf(a))
	}
	return s, books.Failed(err)
}

// named finds a supplier by his number in the books, as people name him.
func (w *work) named(number string) (Supplier, error) {
	row, err := w.tx.SupplierByNumber(w.ctx, db.SupplierByNumberParams{Adm: w.tx.Adm, Number: number})
	if store.NoRows(err) {
		return Supplier{}, fault.New("invoices.no-supplier", "supplier", number)
	}
	if err != nil {
		return Supplier{}, books.Failed(err)
	}
	return w.supplier(row.ID)
}

// seen writes an account down that an invoice or a list names, held until it is
// released; one we have keeps its state and learns the name of the holder.
func (w *work) seen(s Supplier, iban, holder, sha string) error {
	old, err := w.tx.SupplierAccount(w.ctx, db.SupplierAccountParams{Adm: w.tx.Adm, SupplierID: s.ID, Iban: iban})
	if store.NoRows(err) {
		var holders []string
		if holder != "" {
			holders = []string{holder}
		}
		err := w.tx.Add(w.ctx, db.SupplierAccount{Adm: w.tx.Adm, SupplierID: s.ID, Iban: iban, State: accountHeld,
			Holders: list(holders), Sha256: sha, Since: w.tx.Stamp()})
		if err != nil {
			return err
		}
		if err := w.accountChanged(s.ID); err != nil {
			return err
		}
		return w.tx.Audit(w.ctx, w.actor, "supplier.account-held", books.Subject("supplier", s.ID), map[string]string{"iban": iban, "holder": holder})
	}
	if err != nil {
		return books.Failed(err)
	}
	if holders := unlist(old.Holders); holder != "" && !slices.Contains(holders, holder) {
		old.Holders = list(append(holders, holder))
		return w.setAccount(old)
	}
	return nil
}

func (w *work) setAccount(a db.SupplierAccount) error {
	if err := w.accountChanged(a.SupplierID); err != nil {
		return err
	}
	return books.Failed(w.tx.UpdateSupplierAccount(w.ctx, db.UpdateSupplierAccountParams{Adm: a.Adm, SupplierID: a.SupplierID, Iban: a.Iban,
		State: a.State, Holders: a.Holders, Sha256: a.Sha256, FirstBy: a.FirstBy, FirstAt: a.FirstAt, SecondBy: a.SecondBy, SecondAt: a.SecondAt}))
}

// releaseAccounts lets the actor release the accounts that hold an invoice.
func (w *work) releaseAccounts(row db.Invoice) (waiting int, err error) {
	if row.SupplierID == 0 {
		return 0, fault.New("invoices.accept-first", "supplier", 0)
	}
	for _, iban := range []string{row.Iban, row.GIban} {
		if iban == "" {
			continue
		}
		account, err := w.tx.SupplierAccount(w.ctx, db.SupplierAccountParams{Adm: w.tx.Adm, SupplierID: row.SupplierID, Iban: iban})
		if err != nil && !store.NoRows(err) {
			return 0, books.Failed(err)
		}
		if err := payableAccount(iban, account, subjectID(row.SupplierID)); err != nil {
			return 0, err
		}
		if account.Iban == "" {
			continue // another means of payment that holds nothing
		}
		if account.State == accountTrusted && !w.stillHeld(row, iban) {
			continue
		}
		done, err := w.releaseAccount(account)
		if err != nil {
			return 0, err
		}
		if !done {
			waiting++
		}
	}
	return waiting, nil
}

// stillHeld says whether an account that became trusted meanwhile still holds the
// invoice, as one of two suppliers does.
func (w *work) stillHeld(row db.Invoice, iban string) bool {
	holds, err := w.openHolds(row.ID, holdAccount)
	return err == nil && slices.ContainsFunc(holds, func(h db.Hold) bool { return argOf(h, "iban") == iban })
}

func argOf(h db.Hold, name string) string {
	var args map[string]string
	_ = json.Unmarshal([]byte(h.Args), &args) // written by hold
	return args[name]
}

// releaseAccount lets the actor release an account: the first person marks it, a
// second one makes it trusted, and what it held goes on.
// Errors: invoices.same-person.
func (w *work) releaseAccount(a db.SupplierAccount) (done bool, err error) {
	first, second, done, err := twoOf(w.actor, a.FirstBy, 2)
	if err != nil {
		return false, err
	}
	if a.FirstBy == "" {
		a.FirstAt = w.tx.Stamp()
	} else {
		a.SecondAt = w.tx.Stamp()
	}
	a.FirstBy, a.SecondBy = first, second
	if done {
		a.State = accountTrusted
	}
	if err := w.setAccount(a); err != nil {
		return false, err
	}
	err = w.tx.Audit(w.ctx, w.actor, "supplier.account-released", books.Subject("supplier", a.SupplierID),
		map[string]any{"iban": a.Iban, "first": first, "second": second, "done": done})
	if err != nil {
		return false, err
	}
	holds, err := w.holdsOn(a)
	if err != nil {
		return false, err
	}
	state := holdOpen
	if done {
		state = holdReleased
	}
	return done, w.drop(holds, state, first, second)
}

// holdsOn gives the open holds because of an account.
func (w *work) holdsOn(a db.SupplierAccount) (holds []db.Hold, err error) {
	rows, err := w.tx.OpenHoldsOnAccount(w.ctx, db.OpenHoldsOnAccountParams{Adm: w.tx.Adm, SupplierID: a.SupplierID, Iban: a.Iban})
	for _, h := range rows {
		if argOf(h, "iban") == a.Iban {
			holds = append(holds, h)
		}
	}
	return holds, books.Failed(err)
}

// ReleaseAccount lets a person release an account of a supplier; done is false
// when it waits for a second one. Errors: invoices.no-supplier,
// invoices.no-account, invoices.account-trusted, invoices.same-person.
func (d *Desk) ReleaseAccount(ctx context.Context, actor, supplier, iban string) (done bool, err error) {
	err = d.step(ctx, actor, func(w *work) error {
		a, err := w.account(supplier, iban)
		if err != nil {
			return err
		}
		if a.State == accountTrusted {
			return fault.New("invoices.account-trusted", "iban", a.Iban, "supplier", supplier)
		}
		done, err = w.releaseAccount(a)
		return err
	})
	return done, err
}

// RefuseAccount says that an account is not the supplier's. His invoices that want
// their money there stay held. Errors: invoices.no-supplier, invoices.no-account.
func (d *Desk) RefuseAccount(ctx context.Context, actor, supplier, iban string) error {
	return d.step(ctx, actor, func(w *work) error {
		a, err := w.account(supplier, iban)
		if err != nil {
			return err
		}
		a.State, a.FirstBy, a.FirstAt, a.SecondBy, a.SecondAt = accountRefused, "", "", actor, w.tx.Stamp()
		if err := w.setAccount(a); err != nil {
			return err
		}
		holds, err := w.holdsOn(a)
		if err != nil {
			return err
		}
		for _, h := range holds { // a release by one person counts no more
			h.FirstBy, h.FirstAt = "", ""
			if err := w.setHold(h); err != nil {
				return err
			}
		}
		return w.tx.Audit(w.ctx, w.actor, "supplier.account-refused", books.Subject("supplier", a.SupplierID), map[string]string{"iban": a.Iban})
	})
}

func (w *work) account(supplier, iban string) (a db.SupplierAccount, err error) {
	s, err := w.named(supplier)
	if err != nil {
		return a, err
	}
	account := ident.Electronic(iban)
	a, err = w.tx.SupplierAccount(w.ctx, db.SupplierAccountParams{Adm: w.tx.Adm, SupplierID: s.ID, Iban: account})
	if store.NoRows(err) {
		return a, fault.New("invoices.no-account", "supplier", supplier, "iban", account)
	}
	return a, books.Failed(err)
}

// AcceptSupplier makes a proposed or refused supplier one of ours, under a number
// of the books. His account is released apart, by two persons.
// Errors: invoices.no-supplier, invoices.supplier-state, invoices.number-taken.
func (d *Desk) AcceptSupplier(ctx context.Context, actor, supplier, number string) error {
	return d.step(ctx, actor, func(w *work) error {
		s, err := w.named(supplier)
		if err != nil {
			return err
		}
		if s.State != supplierProposed && s.State != supplierRefused {
			return fault.New("invoices.supplier-state", "supplier", supplier, "state", s.State)
		}
		if number != "" && number != s.Number {
			if _, err := w.named(number); err == nil {
				return fault.New("invoices.number-taken", "number", number)
			}
			s.Number = number
		}
		s.State = supplierActive
		if err := w.setSupplier(s); err != nil {
			return err
		}
		if err := w.tx.Audit(w.ctx, w.actor, "supplier.accepted", books.Subject("supplier", s.ID), s); err != nil {
			return err
		}
		holds, err := w.tx.OpenHoldsOfSupplier(w.ctx, db.OpenHoldsOfSupplierParams{Adm: w.tx.Adm, Kind: holdSupplier, SupplierID: s.ID})
		if err != nil {
			return books.Failed(err)
		}
		return w.drop(holds, holdReleased, actor, "")
	})
}

// RefuseSupplier says that a proposed supplier is none of ours; his invoices stay
// held. Errors: invoices.no-supplier, invoices.supplier-state.
func (d *Desk) RefuseSupplier(ctx context.Context, actor, supplier string) error {
	return d.step(ctx, actor, func(w *work) error {
		s, err := w.named(supplier)
		if err != nil {
			return err
		}
		if s.State != supplierProposed {
			return fault.New("invoices.supplier-state", "supplier", supplier, "state", s.State)
		}
		s.State = supplierRefused
		if err := w.setSupplier(s); err != nil {
			return err
		}
		return w.tx.Audit(w.ctx, w.actor, "supplier.refused", books.Subject("supplier", s.ID), map[string]string{"number": s.Number})
	})
}

func (w *work) setSupplier(s Supplier) error {
	version, err := w.changed()
	if err != nil {
		return err
	}
	r, err := w.tx.SupplierByID(w.ctx, db.SupplierByIDParams{Adm: w.tx.Adm, ID: s.ID})
	if err != nil {
		return books.Failed(err)
	}
	return books.Failed(w.tx.UpdateSupplier(w.ctx, db.UpdateSupplierParams{Adm: w.tx.Adm, ID: s.ID, Number: s.Number, Name: s.Name, Also: list(s.Also),
		Kvk: s.KvK, Vat: s.VAT, Oin: s.OIN, Street: s.Address.Street, PostCode: s.Address.PostCode, City: s.Address.City, Country: s.Address.Country,
		State: s.State, Attributes: r.Attributes, Sha256: r.Sha256, Search: supplierSearch(s), Version: version}))
}

// Assign says who sent an invoice. What held it because of who that was is looked
// at anew. Errors: invoices.none, invoices.no-supplier, invoices.state.
func (d *Desk) Assign(ctx context.Context, actor string, invoice int64, supplier string) error {
	return d.step(ctx, actor, func(w *work) error {
		row, err := w.invoice(invoice)
		if err != nil {
			return err
		}
		s, err := w.named(supplier)
		if err != nil {
			return err
		}
		return w.assign(row, s)
	})
}

// Same says that a proposed supplier is one that we have: his invoices go to that
// one. Errors: invoices.no-supplier, invoices.supplier-state, invoices.state.
func (d *Desk) Same(ctx context.Context, actor, proposed, supplier string) error {
	return d.step(ctx, actor, func(w *work) error {
		p, err := w.named(proposed)
		if err != nil {
			return err
		}
		s, err := w.named(supplier)
		if err != nil {
			return err
		}
		if p.State == supplierActive || p.ID == s.ID {
			return fault.New("invoices.supplier-state", "supplier", proposed, "state", p.State)
		}
		ids, err := w.tx.InvoicesOfSupplier(w.ctx, db.InvoicesOfSupplierParams{Adm: w.tx.Adm, SupplierID: p.ID})
		if err != nil {
			return books.Failed(err)
		}
		for _, id := range ids {
			row, err := w.invoice(id)
			if err != nil {
				return err
			}
			if row.State == string(Rejected) {
				continue
			}
			if err := w.assign(row, s); err != nil {
				return err
			}
		}
		p.State = supplierMerged
		if err := w.setSupplier(p); err != nil {
			return err
		}
		return w.tx.Audit(w.ctx, w.actor, "supplier.same", books.Subject("supplier", p.ID), map[string]string{"as": s.Number})
	})
}

// assign gives an invoice to a supplier, and keeps what it says of him.
func (w *work) assign(row db.Invoice, s Supplier) error {
	if !State(row.State).May(Code) {
		return fault.New("invoices.state", "state", row.State, "act", Code)
	}
	var c Content
	if err := json.Unmarshal([]byte(row.Content), &c); err != nil {
		return books.Failed(err)
	}
	doc, err := w.tx.DocumentByID(w.ctx, db.DocumentByIDParams{Adm: w.tx.Adm, ID: row.DocumentID})
	if err != nil {
		return books.Failed(err)
	}
	c.Assigned = w.actor
	if row, err = w.judge(row, doc, &c, heldBySender, &s); err != nil {
		return err
	}
	if err := w.learnSender(s, &c.Invoice); err != nil {
		return err
	}
	if err := w.audit("assigned", row.ID, map[string]any{"supplier": s.ID, "number": s.Number}); err != nil {
		return err
	}
	if err := w.rematch(&row); err != nil {
		return err
	}
	return w.again(&row, Code)
}

// update writes an invoice whose data changed; its state stays.
func (w *work) update(r db.Invoice) error {
	return books.Failed(w.tx.UpdateInvoice(w.ctx, db.UpdateInvoiceParams{Adm: r.Adm, ID: r.ID, SupplierID: r.SupplierID, SupplierName: r.SupplierName,
		Number: r.Number, Kind: r.Kind, Issued: r.Issued, Due: r.Due, Currency: r.Currency, Net: r.Net, Vat: r.Vat, Gross: r.Gross, Payable: r.Payable,
		Iban: r.Iban, Holder: r.Holder, GIban: r.GIban, GAmount: r.GAmount, Discount: r.Discount, DiscountDay: r.DiscountDay, Reference: r.Reference, OrderNumber: r.OrderNumber, State: r.State,
		Content: r.Content, ItemID: r.ItemID, About: r.About, PeriodFrom: r.PeriodFrom, PeriodTo: r.PeriodTo, Refers: r.Refers, Search: r.Search}))
}
