// SPDX-License-Identifier: EUPL-1.2

package supplier

import (
	"slices"
	"strings"

	"rentmeester/ident"
	"rentmeester/invoice"
	"rentmeester/party"
)

// Standing says how an account stands with a supplier.
type Standing string

const (
	Known        Standing = "known"   // trusted
	Waiting      Standing = "waiting" // held: two people have not yet released it
	First        Standing = "first"   // the supplier has no account yet
	Changed      Standing = "changed" // he has others
	Anothers     Standing = "anothers"
	Denied       Standing = "refused"
	Invalid      Standing = "invalid" // no IBAN, or its check digits are wrong
	FromRegister Standing = "register"
	None         Standing = "none" // not on the invoice, and none to be trusted
)

// Verdict says whether may be paid to an account. It may when Hold is false.
type Verdict struct {
	Standing Standing `json:"standing"`
	IBAN     string   `json:"iban,omitempty"` // electronic form; for FromRegister the trusted one
	Hold     bool     `json:"hold"`           // until Releasers people release it; a refused account never
	GAccount bool     `json:"gAccount,omitempty"`
	Others   []int64  `json:"others,omitempty"` // suppliers who have the account too
	Reasons  []Reason `json:"reasons,omitempty"`
}

// readAccount reads an IBAN; ok is false when it is none.
func readAccount(s string) (iban string, ok bool) {
	if iban, ok = ident.IBAN(s); ok {
		return iban, true
	}
	return ident.Electronic(s), false
}

// creditTransfers gives the ways to pay in which we send the money: not direct
// debits and cards.
func creditTransfers(inv *invoice.Invoice) []invoice.Means {
	var out []invoice.Means
	for _, m := range inv.Payments {
		if m.Account != "" && m.Code != "49" && m.Code != "59" && m.Card == "" {
			out = append(out, m)
		}
	}
	return out
}

// Accounts judges the accounts of an invoice that a supplier sent: one verdict for
// each account, or one for the account that takes its place when none is named.
func (r *Register) Accounts(id int64, inv *invoice.Invoice) []Verdict {
	means := creditTransfers(inv)
	if len(means) == 0 {
		return []Verdict{r.Account(id, "", "")}
	}
	out := make([]Verdict, len(means))
	for i, m := range means {
		out[i] = r.Account(id, m.Account, m.Holder)
	}
	return out
}

// Account says whether may be paid to an account on an invoice of a supplier. The
// holder is the name beside it, "" when there is none.
func (r *Register) Account(id int64, account, holder string) Verdict {
	record, found := r.Record(id)
	if strings.TrimSpace(account) == "" {
		return fromRegister(&record)
	}
	iban, ok := readAccount(account)
	v := Verdict{IBAN: iban, GAccount: ok && ident.GAccount(iban)}
	if !ok {
		return v.because(Invalid, true, reason("account-invalid", "iban", iban))
	}
	if v.GAccount {
		v.Reasons = append(v.Reasons, reason("g-account", "iban", iban))
	}
	v.standing(r, &record)
	v.compareHolder(r, &record, holder)
	v.country(&record)
	if !found {
		v.Hold = true
	}
	return v
}

func (v Verdict) because(s Standing, hold bool, reasons ...Reason) Verdict {
	v.Standing, v.Hold = s, hold
	v.Reasons = append(v.Reasons, reasons...)
	return v
}

// standing looks the account up with the supplier and with all others.
func (v *Verdict) standing(r *Register, record *Record) {
	refused := false
	for _, h := range r.holderOf.get(v.IBAN) {
		switch refused = refused || h.account.State == Refused; {
		case h.id != record.ID && h.account.State != Refused:
			v.Others = append(v.Others, h.id)
		}
	}
	own := accountOf(record, v.IBAN)
	switch {
	case refused: // refused with one is refused with all: fraud goes round
		*v = v.because(Denied, true, reason("account-refused", "iban", v.IBAN))
	case own != nil && own.State == Trusted:
		*v = v.because(Known, false, reason("account-known", "iban", v.IBAN, "supplier", record.Name))
		if len(v.Others) > 0 { // a factor, or one supplier twice
			v.Reasons = append(v.Reasons, reason("account-shared", "iban", v.IBAN, "count", len(v.Others)))
		}
	case len(v.Others) > 0:
		other, _ := r.Record(v.Others[0])
		*v = v.because(Anothers, true, reason("account-anothers", "iban", v.IBAN, "supplier", record.Name, "other", other.Name))
	case own != nil:
		*v = v.because(Waiting, true, reason("account-waiting", "iban", v.IBAN))
	case hasTrusted(record, v.GAccount):
		*v = v.because(Changed, true, reason("account-changed", "iban", v.IBAN, "supplier", record.Name,
			"known", ident.PrintIBAN(trusted(record, v.GAccount)[0].IBAN)))
	default:
		*v = v.because(First, true, reason("account-first", "iban", v.IBAN, "supplier", record.Name))
	}
}

func accountOf(record *Record, iban string) *Account {
	for i := range record.Accounts {
		if ident.Electronic(record.Accounts[i].IBAN) == iban {
			return &record.Accounts[i]
		}
	}
	return nil
}

// trusted gives the trusted accounts of one kind, the latest first. A g-account is
// never in the place of an ordinary one.
func trusted(record *Record, gAccount bool) []Account {
	var out []Account
	for _, a := range record.Accounts {
		if a.State == Trusted && ident.GAccount(ident.Electronic(a.IBAN)) == gAccount {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b Account) int { return strings.Compare(string(b.Since), string(a.Since)) })
	return out
}

func hasTrusted(record *Record, gAccount bool) bool { return len(trusted(record, gAccount)) > 0 }

// fromRegister is for an invoice that names no account.
func fromRegister(record *Record) Verdict {
	switch all := trusted(record, false); {
	case len(all) == 0:
		return Verdict{}.because(None, true, reason("account-none", "supplier", record.Name))
	case len(all) == 1:
		return Verdict{IBAN: ident.Electronic(all[0].IBAN)}.because(FromRegister, false,
			reason("account-register", "iban", all[0].IBAN, "supplier", record.Name))
	default:
		return Verdict{IBAN: ident.Electronic(all[0].IBAN)}.because(FromRegister, true,
			reason("account-several", "iban", all[0].IBAN, "supplier", record.Name, "count", len(all)))
	}
}

// compareHolder compares who is said to hold the account with the supplier and
// with the names under which it was paid before. For a trusted account it only
// tells: the money goes where it went.
func (v *Verdict) compareHolder(r *Register, record *Record, holder string) {
	own := append([]string{record.Name}, record.Also...)
	var earlier []string
	for _, h := range r.holderOf.get(v.IBAN) {
		if h.account.State == Trusted {
			earlier = append(earlier, h.account.Holders...)
		}
	}
	said := holder
	if said == "" {
		said = record.Name
	}
	if len(earlier) > 0 {
		if r.calledSo(said, earlier) {
			v.Reasons = append(v.Reasons, reason("holder-earlier", "holder", said, "earlier", earlier[0]))
		} else {
			v.Reasons = append(v.Reasons, reason("holder-differs", "holder", said, "earlier", earlier[0]))
			v.Hold = v.Hold || v.Standing != Known
		}
	}
	if holder != "" && record.Name != "" {
		if r.calledSo(holder, own) {
			v.Reasons = append(v.Reasons, reason("holder-supplier", "holder", holder))
		} else {
			v.Reasons = append(v.Reasons, reason("holder-other", "holder", holder, "supplier", record.Name))
		}
	}
}

// calledSo says whether a name is, near enough, one of some others.
func (r *Register) calledSo(name string, others []string) bool {
	for _, a := range party.Businesses(name) {
		for _, other := range others {
			for _, b := range party.Businesses(other) {
				if r.likeness(a, b) >= 0.65 {
					return true
				}
			}
		}
	}
	return false
}

// country says when an account lies in another country than its supplier.
func (v *Verdict) country(record *Record) {
	at := ident.IBANCountry(v.IBAN)
	home := strings.ToUpper(record.Address.Country)
	if vat := vatOf(record.VAT); home == "" && len(vat) > 2 && vat[0] > '9' && vat[1] > '9' {
		home = vat[:2]
	}
	if home == "EL" { // Greece in VAT numbers
		home = "GR"
	}
	if at != "" && at != "NL" && at != home {
		v.Reasons = append(v.Reasons, reason("account-foreign", "iban", v.IBAN, "country", at))
	}
}
