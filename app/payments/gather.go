// SPDX-License-Identifier: EUPL-1.2

package payments

import (
	"cmp"
	"context"
	"encoding/json"

	"rentmeester/app/books"
	"rentmeester/approval"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/ident"
	"rentmeester/money"
	"rentmeester/paying"
	"rentmeester/store"
	"rentmeester/store/db"
)

// counter knows, within one moment, what may be paid to whom.
type counter struct {
	ctx       context.Context
	q         *db.Queries
	adm       int64
	suppliers map[string]*payee // by number, or "#" and identifier
	holds     map[int64][]db.Hold
}

// payee is a supplier with the accounts that may be paid on.
type payee struct {
	id      int64 // 0 we do not have him
	name    string
	active  bool
	trusted map[string]bool
}

func newCounter(ctx context.Context, q *db.Queries, adm int64) (*counter, error) {
	c := &counter{ctx: ctx, q: q, adm: adm, suppliers: map[string]*payee{}, holds: map[int64][]db.Hold{}}
	holds, err := q.OpenHolds(ctx, db.OpenHoldsParams{Adm: adm})
	if err != nil {
		return nil, books.Failed(err)
	}
	for _, h := range holds {
		c.holds[h.InvoiceID] = append(c.holds[h.InvoiceID], h)
	}
	return c, nil
}

// waits gives the runs in which an item waits for its outcome.
func (c *counter) waits(r db.PayItemsRow) (runs []int64, err error) {
	if r.RunID == 0 {
		return nil, nil // it never stood in one
	}
	rows, err := c.q.SettlesOfItem(c.ctx, db.SettlesOfItemParams{Adm: c.adm, ItemID: r.ID})
	for _, s := range rows {
		if stands(s) && s.Backs == 0 && s.Paid < int64(money.Cents(s.Amount).Abs()) {
			runs = append(runs, s.RunID)
		}
	}
	return runs, books.Failed(err)
}

// payee gives who an item is to be paid to: the supplier of its invoice, or the
// one that bears the number of its party.
func (c *counter) payee(supplier int64, number string) (*payee, error) {
	key := number
	if supplier != 0 {
		key = books.Subject("#", supplier)
	}
	if p, known := c.suppliers[key]; known {
		return p, nil
	}
	p := &payee{trusted: map[string]bool{}}
	c.suppliers[key] = p
	row, err := c.q.SupplierByID(c.ctx, db.SupplierByIDParams{Adm: c.adm, ID: supplier})
	if supplier == 0 {
		row, err = c.q.SupplierByNumber(c.ctx, db.SupplierByNumberParams{Adm: c.adm, Number: number})
	}
	if store.NoRows(err) {
		return p, nil
	}
	if err != nil {
		return nil, books.Failed(err)
	}
	p.id, p.name, p.active = row.ID, row.Name, row.State == "active"
	accounts, err := c.q.AccountsOfSupplier(c.ctx, db.AccountsOfSupplierParams{Adm: c.adm, SupplierID: row.ID})
	for _, a := range accounts {
		p.trusted[a.Iban] = a.State == "trusted"
	}
	return p, books.Failed(err)
}

// owed is an item as the engine takes it, with the values of what holds it.
type owed struct {
	paying.Payable
	invoice int64
	holds   []paying.Reason
}

func because(key string, pairs ...any) paying.Reason {
	return paying.Reason{Key: "payments.left." + key, Args: fault.Args(pairs...)}
}

// owed looks at one item: what is open of it, and all that keeps it from being
// paid now, but for runs that it stands in already.
func (c *counter) owed(r db.PayItemsRow) (o owed, err error) {
	who, err := c.payee(r.SupplierID, r.PartyNumber)
	if err != nil {
		return o, err
	}
	open := money.Cents(r.Amount - r.Settled - r.Blocked) // what is disputed waits
	if r.Kind == "receivable" {
		open = -open
	}
	o.invoice = r.InvoiceID
	o.Payable = paying.Payable{ID: r.ID, Number: r.Number, Supplier: who.id, Name: cmp.Or(who.name, r.PartyName), IBAN: r.Iban, Amount: open,
		Currency: r.Currency, Issued: day.Day(r.Issued), Received: started(r.PayBy), Due: day.Day(r.Due), Reference: r.Reference}
	if iban, ok := ident.IBAN(r.Iban); ok {
		o.IBAN = iban
	}
	if ident.NormaliseReference(r.Reference) == ident.NormaliseReference(r.Number) {
		o.Reference = "" // many name their invoice by its number twice; that is no reference of its own
	}
	if r.Settled == 0 && r.Blocked == 0 && r.Discount > 0 {
		o.Discount = paying.Offer{Amount: money.Cents(r.Discount), Until: day.Day(r.DiscountDay)}
	}
	for _, h := range c.holds[r.InvoiceID] {
		reason := paying.Reason{Key: h.Code, Args: map[string]string{}}
		_ = json.Unmarshal([]byte(h.Args), &reason.Args) // written by the hold
		o.holds = append(o.holds, reason)
	}
	switch {
	case who.id == 0:
		o.holds = append(o.holds, because("no-supplier", "name", r.PartyName, "number", r.PartyNumber))
	case !who.active:
		o.holds = append(o.holds, because("supplier", "name", who.name))
	}
	if open < 0 {
		if !who.trusted[o.IBAN] {
			o.IBAN = "" // it is set off where the supplier is paid
		}
		return o, nil
	}
	return o, c.accounts(&o, r, who)
}

// started gives from which day the term of the law runs that ends on a day.
func started(payBy string) day.Day {
	if payBy == "" {
		return ""
	}
	return day.Day(payBy).Add(-approval.LegalDays)
}

// accounts takes the accounts that an item is to be paid on; each must be trusted.
func (c *counter) accounts(o *owed, r db.PayItemsRow, who *payee) error {
	if r.GIban != "" {
		o.GIBAN = ident.Electronic(r.GIban)
		left, err := c.blocked(r)
		if err != nil {
			return err
		}
		o.GAmount = left
		if r.GAmount == 0 {
			o.holds = append(o.holds, because("g-unknown", "account", o.GIBAN))
		}
	}
	for _, iban := range []string{o.IBAN, o.GIBAN} {
		if iban == "" || who.trusted[iban] || who.id == 0 || iban == o.GIBAN && o.GAmount == 0 && iban != o.IBAN {
			continue
		}
		o.holds = append(o.holds, because("account", "account", iban))
	}
	return nil
}

// blocked gives what of an item is still to go to its g-account.
func (c *counter) blocked(r db.PayItemsRow) (money.Cents, error) {
	left := money.Cents(r.GAmount)
	if left == 0 {
		return 0, nil
	}
	rows, err := c.q.SettlesOfItem(c.ctx, db.SettlesOfItemParams{Adm: c.adm, ItemID: r.ID})
	for _, s := range rows {
		if s.Blocked && stands(s) {
			left -= money.Cents(s.Amount)
		}
	}
	return max(0, left), books.Failed(err)
}

// stands says whether a payment goes to the bank, is there, or was carried out:
// it was not withdrawn or refused, and did not come back.
func stands(s db.SettlesOfItemRow) bool {
	return s.State != withdrawn && s.Answer != refused && (s.Backs == 0 || s.Paid > 0)
}

// payables gives everything that is open, as the engine takes it.
func (c *counter) payables() (all []owed, err error) {
	const page = 5000
	for after := int64(0); ; {
		rows, err := c.q.PayItems(c.ctx, db.PayItemsParams{Adm: c.adm, After: after, Page: page})
		if err != nil {
			return nil, books.Failed(err)
		}
		for _, r := range rows {
			o, err := c.owed(r)
			if err != nil {
				return nil, err
			}
			runs, err := c.waits(r)
			if err != nil {
				return nil, err
			}
			if len(runs) > 0 {
				o.holds = append(o.holds, because("in-run", "run", runs[0]))
			}
			for _, h := range o.holds {
				o.Holds = append(o.Holds, h.Key)
			}
			all, after = append(all, o), r.ID
		}
		if len(rows) < page {
			return all, nil
		}
	}
}
