// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"slices"
	"strings"

	"rentmeester/fault"
	"rentmeester/ident"
	"rentmeester/invoice"
)

// What the flows use when no engine was given: only what is exactly the same
// counts, so that it is never wrong and often silent.

func (t Tools) register(list []Supplier) Register {
	if t.Register != nil {
		return t.Register(list)
	}
	return exactRegister(list)
}

func (t Tools) duplicates() Duplicates {
	if t.Duplicates != nil {
		return t.Duplicates
	}
	return exactDuplicates{}
}

// exactRegister recognises by VAT number, number of the trade register, OIN or
// else by account; when these name more than one supplier nobody is recognised.
type exactRegister []Supplier

func (r exactRegister) Recognise(inv *invoice.Invoice) Recognition {
	var own, account []identification
	for _, m := range identificationsOf(inv) {
		if m.kind == "iban" {
			account = append(account, m)
		} else {
			own = append(own, m)
		}
	}
	found := r.by(own)
	if found.Supplier == 0 && len(found.Others) == 0 {
		found = r.by(account) // what the invoice says of its seller goes before where it wants its money
		if s := r.find(found.Supplier); s != nil && s.contradicts(own) {
			return Recognition{}
		}
	}
	return found
}

func (r exactRegister) find(id int64) *Supplier {
	for i := range r {
		if r[i].ID == id {
			return &r[i]
		}
	}
	return nil
}

// contradicts says whether an invoice names another number of a kind that the
// supplier has.
func (s Supplier) contradicts(marks []identification) bool {
	own := map[string]string{"vat": s.VAT, "kvk": s.KvK, "oin": s.OIN}
	return slices.ContainsFunc(marks, func(m identification) bool { return own[m.kind] != "" && own[m.kind] != m.value })
}

func (r exactRegister) by(marks []identification) (found Recognition) {
	for _, s := range r {
		var reasons []Reason
		for _, m := range marks {
			if s.bears(m) {
				reasons = append(reasons, Reason{"invoices.by." + m.kind, fault.Args("value", m.value)})
			}
		}
		switch {
		case len(reasons) == 0 || s.State == supplierMerged:
		case found.Supplier != 0:
			return Recognition{Others: []Candidate{{found.Supplier, 0.5, found.Reasons}, {s.ID, 0.5, reasons}}}
		default:
			found = Recognition{Supplier: s.ID, Probability: 1, Reasons: reasons}
		}
	}
	return found
}

type identification struct{ kind, value string }

// identificationsOf gives by what the invoice says who sent it.
func identificationsOf(inv *invoice.Invoice) (all []identification) {
	add := func(kind, value string) {
		if value = ident.Electronic(value); value != "" {
			all = append(all, identification{kind, value})
		}
	}
	seller := inv.Seller
	add("vat", seller.VAT)
	ids := seller.IDs
	if seller.Legal != nil {
		ids = append([]invoice.Identifier{*seller.Legal}, ids...)
	}
	for _, id := range ids {
		switch id.Scheme {
		case "0106":
			add("kvk", id.ID)
		case "0190":
			add("oin", id.ID)
		case "":
			if _, ok := ident.KvK(id.ID); ok {
				add("kvk", id.ID)
			} else if _, _, ok := ident.OIN(id.ID); ok {
				add("oin", id.ID)
			}
		}
	}
	for _, m := range inv.Payments {
		if iban, ok := ident.IBAN(m.Account); ok {
			add("iban", iban)
		}
	}
	return all
}

func (s Supplier) bears(m identification) bool {
	switch m.kind {
	case "vat":
		return s.VAT == m.value
	case "kvk":
		return s.KvK == m.value
	case "oin":
		return s.OIN == m.value
	default:
		return slices.ContainsFunc(s.Accounts, func(a Account) bool { return a.IBAN == m.value && a.State == accountTrusted })
	}
}

// Account trusts what the list of suppliers names or two persons released.
func (r exactRegister) Account(supplier int64, iban, _ string) AccountVerdict {
	known := false
	for _, s := range r {
		for _, a := range s.Accounts {
			switch {
			case a.IBAN != iban || a.State == accountHeld:
			case s.ID != supplier && a.State == accountTrusted:
				return AccountVerdict{Why: Reason{"invoices.hold.iban-other", fault.Args("iban", iban, "supplier", s.Number, "name", s.Name)}}
			case s.ID == supplier && a.State == accountRefused:
				return AccountVerdict{Why: Reason{"invoices.hold.iban-refused", fault.Args("iban", iban)}}
			case s.ID == supplier:
				known = true
			}
		}
	}
	if known {
		return AccountVerdict{Trusted: true}
	}
	return AccountVerdict{Why: Reason{"invoices.hold.iban", fault.Args("iban", iban)}}
}

// exactDuplicates finds the same number of the same supplier, however it is
// written.
type exactDuplicates struct{}

func (exactDuplicates) Keys(b Bill) []string {
	number := strings.TrimLeft(ident.NormaliseReference(b.Number), "0")
	if number == "" || b.Supplier == 0 {
		return nil
	}
	kind := "i"
	if b.Credit {
		kind = "c"
	}
	return []string{kind + subjectID(b.Supplier) + "|" + number}
}

func (exactDuplicates) Find(one Bill, others []Bill) (all []Suspect) {
	for _, o := range others {
		if o.Supplier == one.Supplier && o.Credit == one.Credit {
			all = append(all, Suspect{o.ID, 1, []Reason{{"invoices.same-number", fault.Args("number", o.Number, "issued", o.Issued)}}})
		}
	}
	return all
}
