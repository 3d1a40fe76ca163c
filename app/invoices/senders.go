// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/ident"
	"rentmeester/invoice"
	"rentmeester/store/db"
	"rentmeester/supplier"
)

// recordsOf gives suppliers as the engine has them, and who is no longer there: one
// who proved to be another. Whether a supplier is blocked is his standing, which
// holds his invoices by itself (standing).
func recordsOf(rows []db.Supplier, accounts []db.SupplierAccount) (records []supplier.Record, gone []int64) {
	of := make(map[int64][]supplier.Account, len(rows))
	for _, a := range accounts {
		of[a.SupplierID] = append(of[a.SupplierID], supplier.Account{IBAN: a.Iban, State: supplier.State(a.State), Holders: unlist(a.Holders), Since: stampDay(a.Since)})
	}
	for _, r := range rows {
		if r.State == supplierMerged {
			gone = append(gone, r.ID)
			continue
		}
		s := supplierOf(r)
		records = append(records, supplier.Record{ID: s.ID, Number: s.Number, Name: s.Name, Also: s.Also, KvK: s.KvK, VAT: s.VAT, OIN: s.OIN,
			Address: s.Address, Accounts: of[s.ID]})
	}
	return records, gone
}

// stampDay gives the day of a moment as the tables keep it.
func stampDay(stamp string) day.Day {
	if len(stamp) < len("2026-01-31") {
		return ""
	}
	return day.Day(stamp[:len("2026-01-31")])
}

// seller finds out who sent the invoice. Only who is certain goes on without a
// person; somebody whom nobody knows is proposed.
func (w *work) seller(row *db.Invoice, c *Content) (s Supplier, holds []held, err error) {
	register, err := w.senders()
	if err != nil {
		return s, nil, err
	}
	found := register.Recognise(&c.Invoice)
	c.Why = nil
	if found.Best != nil {
		c.Why = append(saidOf(found.Best.For), saidOf(found.Best.Against)...)
	}
	switch {
	case found.Certain:
		if s, err = w.supplier(found.Best.ID); err != nil {
			return s, nil, err
		}
	case len(found.Conflicts) > 0:
		return s, []held{{kind: holdUnclear, why: Reason(found.Conflicts[0])}}, nil
	case found.Best != nil:
		return s, []held{{kind: holdUnclear, why: unclear(register, found)}}, nil
	case row.SupplierName == "":
		return s, []held{{kind: holdUnclear, why: why("invoices.hold.no-seller")}}, nil
	default:
		if s, err = w.propose(row, found.Proposal); err != nil {
			return s, nil, err
		}
	}
	row.SupplierID = s.ID
	return s, standing(s), nil
}

func saidOf(list []supplier.Reason) (all []Reason) {
	for _, r := range list {
		all = append(all, Reason(r))
	}
	return all
}

// standing is what holds every invoice of a supplier.
func standing(s Supplier) []held {
	switch s.State {
	case supplierProposed:
		return []held{{kind: holdSupplier, why: why("invoices.hold.supplier-new", "supplier", s.Number, "name", s.Name)}}
	case supplierRefused:
		return []held{{kind: holdSupplier, why: why("invoices.hold.supplier-refused", "supplier", s.Number, "name", s.Name)}}
	case supplierBlocked:
		return []held{{kind: "supplier-blocked", why: why("invoices.hold.supplier-blocked", "supplier", s.Number, "name", s.Name)}}
	}
	return nil
}

// unclear says between whom it is.
func unclear(register *supplier.Register, found supplier.Outcome) Reason {
	var names []string
	for _, m := range append([]supplier.Match{*found.Best}, found.Alternatives...) {
		if record, known := register.Record(m.ID); known {
			names = append(names, record.Number+" "+record.Name)
		}
	}
	return why("invoices.hold.supplier-unclear", "names", strings.Join(names, ", "))
}

// propose writes a supplier as the invoice names him. Nothing of his is booked
// before a person accepts him.
func (w *work) propose(row *db.Invoice, p *supplier.Record) (Supplier, error) {
	id := w.tx.NewID()
	version, err := w.changed()
	if err != nil {
		return Supplier{}, err
	}
	r := db.Supplier{Adm: w.tx.Adm, ID: id, Number: "P-" + subjectID(id), Name: row.SupplierName, Also: list(p.Also), State: supplierProposed,
		Kvk: plain(p.KvK), Vat: plain(p.VAT), Oin: plain(p.OIN), Street: plain(p.Address.Street), PostCode: plain(p.Address.PostCode),
		City: plain(p.Address.City), Country: cmp.Or(plain(p.Address.Country), "NL"), Attributes: "null", Since: w.tx.Stamp(), Changed: version}
	r.Also = plain(r.Also)
	s := supplierOf(r)
	r.Search = supplierSearch(s)
	if err := w.tx.Add(w.ctx, r); err != nil {
		return s, err
	}
	return s, w.tx.Audit(w.ctx, w.actor, "supplier.proposed", books.Subject("supplier", id), s)
}

func supplierSearch(s Supplier) string {
	return books.Fold(s.Number + " " + s.Name + " " + s.KvK + " " + s.VAT + " " + s.OIN + " " + s.Address.City)
}

// AccountSaid is what the engine said of an account that an invoice names.
type AccountSaid struct {
	IBAN     string            `json:"iban"`
	Standing supplier.Standing `json:"standing"`
	GAccount bool              `json:"gAccount,omitempty"`
	Hold     bool              `json:"hold"`
	Reasons  []Reason          `json:"reasons"`
}

// accounts looks where the invoice wants its money. An account that is not
// trusted is written down as held, and holds the invoice until two persons
// released it.
func (w *work) accounts(row *db.Invoice, s Supplier, c *Content) (holds []held, err error) {
	payAccounts(row, &c.Invoice)
	if err := w.learnHolders(*row, s); err != nil {
		return nil, err
	}
	register, err := w.senders()
	if err != nil {
		return nil, err
	}
	c.Accounts = nil
	for _, iban := range []string{row.Iban, row.GIban} {
		if iban == "" {
			continue
		}
		v := register.Account(s.ID, iban, row.Holder)
		c.Accounts = append(c.Accounts, AccountSaid{v.IBAN, v.Standing, v.GAccount, v.Hold, filledIn(saidOf(v.Reasons), s)})
		if !v.Hold {
			continue
		}
		holds = append(holds, held{kind: holdAccount, why: withIBAN(main(v, s), iban), persons: supplier.Releasers})
		if s.ID != 0 && v.Standing != supplier.Invalid {
			if err := w.seen(s, iban, row.Holder, ""); err != nil {
				return nil, err
			}
		}
	}
	if row.Iban == "" && row.Payable > 0 && !collected(&c.Invoice) {
		if v := register.Account(s.ID, "", ""); v.Hold {
			holds = append(holds, held{kind: "no-account", why: main(v, s)})
		}
	}
	return holds, nil
}

// only gives the one account that a supplier is paid on, where there is one.
func (s Supplier) only() (iban string, ok bool) {
	for _, a := range s.Accounts {
		if a.State != accountTrusted || ident.GAccount(a.IBAN) {
			continue
		}
		if iban != "" {
			return "", false
		}
		iban = a.IBAN
	}
	return iban, iban != ""
}

// main is the reason that says how an account stands.
func main(v supplier.Verdict, s Supplier) Reason {
	for _, r := range v.Reasons {
		if r.Code != "supplier.reason.g-account" {
			return filledIn([]Reason{Reason(r)}, s)[0]
		}
	}
	return why("invoices.hold.iban", "iban", v.IBAN)
}

// filledIn fills in who the supplier is where the engine does not know him yet.
func filledIn(all []Reason, s Supplier) []Reason {
	for i, r := range all {
		if name, asked := r.Args["supplier"]; asked && name == "" {
			all[i].Args["supplier"] = s.Name
		}
	}
	return all
}

// learnHolders keeps the names under which the bank paid an account that we
// trust: a later invoice with another name on it is told by them.
func (w *work) learnHolders(row db.Invoice, s Supplier) error {
	at := slices.IndexFunc(s.Accounts, func(a Account) bool { return a.IBAN == row.Iban && a.State == accountTrusted })
	if at < 0 {
		return nil
	}
	names, err := w.tx.HoldersPaid(w.ctx, db.HoldersPaidParams{Adm: w.tx.Adm, Iban: row.Iban, SupplierID: s.ID})
	if err != nil {
		return books.Failed(err)
	}
	for _, name := range names {
		if err := w.seen(s, row.Iban, name, ""); err != nil {
			return err
		}
	}
	return nil
}

// withIBAN makes sure that a reason names the account that it is about: by that
// the hold is found back.
func withIBAN(r Reason, iban string) Reason {
	args := map[string]string{"iban": iban}
	for k, v := range r.Args {
		if k != "iban" {
			args[k] = v
		}
	}
	return Reason{r.Code, args}
}

// learnSender keeps what an invoice says of the supplier whom a person named: his
// name, and numbers that we do not have of him. His accounts are released apart.
func (w *work) learnSender(s Supplier, inv *invoice.Invoice) error {
	var before = supplier.NewRegister(nil).Recognise(inv).Proposal // the seller as the invoice describes him
	name, learned := plain(sellerName(inv)), s
	if name != "" && !strings.EqualFold(name, s.Name) && !slices.ContainsFunc(s.Also, func(a string) bool { return strings.EqualFold(a, name) }) && len(s.Also) < 20 {
		learned.Also = append(slices.Clip(s.Also), name)
	}
	if before != nil {
		learned.KvK, learned.VAT, learned.OIN = cmp.Or(s.KvK, plain(before.KvK)), cmp.Or(s.VAT, plain(before.VAT)), cmp.Or(s.OIN, plain(before.OIN))
	}
	if len(learned.Also) == len(s.Also) && learned.KvK == s.KvK && learned.VAT == s.VAT && learned.OIN == s.OIN {
		return nil
	}
	if err := w.setSupplier(learned); err != nil {
		return err
	}
	return w.tx.Audit(w.ctx, w.actor, "supplier.learned", books.Subject("supplier", s.ID),
		map[string]any{"also": learned.Also, "kvk": learned.KvK, "vat": learned.VAT, "oin": learned.OIN})
}

// SenderView says who may have sent an invoice, as the register stands now.
type SenderView struct {
	Best         *SenderMatch  `json:"best,omitempty"`
	Alternatives []SenderMatch `json:"alternatives"`
	Conflicts    []Reason      `json:"conflicts"`
	Certain      bool          `json:"certain"`
}

// SenderMatch is a supplier who may have sent an invoice.
type SenderMatch struct {
	Supplier    string   `json:"supplier"` // number in the books
	Name        string   `json:"name"`
	State       string   `json:"state"`
	Probability float64  `json:"probability"`
	For         []Reason `json:"for"`
	Against     []Reason `json:"against"`
}

// Senders gives who may have sent an invoice, to choose from. Errors: invoices.none.
func (d *Desk) Senders(ctx context.Context, id int64) (v SenderView, err error) {
	v = SenderView{Alternatives: []SenderMatch{}, Conflicts: []Reason{}}
	err = d.Read(ctx, func(q *db.Queries) error {
		row, err := d.row(ctx, q, id)
		if err != nil {
			return err
		}
		var c Content
		if err := json.Unmarshal([]byte(row.Content), &c); err != nil {
			return books.Failed(err)
		}
		register, err := d.Tools.Memory.register(ctx, q, d.Adm.Key, true)
		if err != nil {
			return err
		}
		found := register.Recognise(&c.Invoice)
		v.Certain, v.Conflicts = found.Certain, append(v.Conflicts, saidOf(found.Conflicts)...)
		if found.Best != nil {
			best, err := d.senderMatch(ctx, q, *found.Best)
			if err != nil {
				return err
			}
			v.Best = &best
		}
		for _, m := range found.Alternatives {
			other, err := d.senderMatch(ctx, q, m)
			if err != nil {
				return err
			}
			v.Alternatives = append(v.Alternatives, other)
		}
		return nil
	})
	return v, err
}

func (d *Desk) senderMatch(ctx context.Context, q *db.Queries, m supplier.Match) (SenderMatch, error) {
	row, err := q.SupplierByID(ctx, db.SupplierByIDParams{Adm: d.Adm.Key, ID: m.ID})
	return SenderMatch{Supplier: row.Number, State: row.State, Name: m.Name, Probability: m.Probability,
		For: append([]Reason{}, saidOf(m.For)...), Against: append([]Reason{}, saidOf(m.Against)...)}, books.Failed(err)
}

// payableAccount refuses to release an account that nothing may ever be paid to, or that
// was refused: that refusal is taken back at the supplier, by two persons.
// Errors: invoices.account-invalid, invoices.account-refused.
func payableAccount(iban string, a db.SupplierAccount, number string) error {
	if _, ok := ident.IBAN(iban); !ok {
		return fault.New("invoices.account-invalid", "iban", iban)
	}
	if a.State == accountRefused {
		return fault.New("invoices.account-refused", "iban", iban, "supplier", number)
	}
	return nil
}
