// SPDX-License-Identifier: EUPL-1.2

package purchases

import (
	"cmp"
	"regexp"
	"strings"

	"rentmeester/formats/xaf"
)

// role is what an account is for.
type role int

const (
	other role = iota // on the balance, or not known
	cost              // of profit and loss
	creditor
	vat
	cash
)

// may says what transactions of a journal can be.
type may int

const (
	byShape may = iota
	purchase
	never
)

// Survey is the handler of the first reading: what the accounts and journals of a
// ledger are.
type Survey struct {
	xaf.Nothing
	accounts map[string]*account
	parties  map[string]Supplier
	journals map[string]*book
	subs     map[place]told // by subledgers
}

// place is a line of a transaction.
type place struct{ journal, transaction, line string }

// told is what a subledger tells of it.
type told struct{ party, invoice string }

// mostSubs bounds what is kept of subledgers.
const mostSubs = 2_000_000

type account struct {
	name, kind string
	role       role
	own        bool // the account is of one creditor
}

// book is what was seen of a journal of purchases.
type book struct {
	transactions int
	credited     map[string]int // transactions in which an account is set off against the others
}

// NewSurvey makes an empty one.
func NewSurvey() *Survey {
	return &Survey{accounts: map[string]*account{}, parties: map[string]Supplier{}, journals: map[string]*book{}, subs: map[place]told{}}
}

var (
	creditorWords = regexp.MustCompile(`(?i)\b(handels)?(crediteur|leverancier)(en|s)?\b|\baccounts payable\b|\btrade payables\b`)
	notCreditors  = regexp.MustCompile(`(?i)verschil|koers|vooruit|debiteur|nog te ontvangen|tussenrekening`)
	creditorLead  = regexp.MustCompile(`(?i)^cred?(iteur(en)?)?\b`)
	vatWords      = regexp.MustCompile(`(?i)\b(btw|omzetbelasting|voorbelasting|bcf|vat)\b|compensatiefonds`)
	vatScheme     = regexp.MustCompile(`^(BVorVbk(Tvo|Eob)|BSchBep(B|Eob))`)
	cashWords     = regexp.MustCompile(`(?i)\b(bank|kas|giro|liquide|kruisposten)\b|rekening-?courant|schatkist`)
)

// Account implements xaf.Handler.
func (s *Survey) Account(a *xaf.Account) error {
	one := s.account(a.ID)
	one.name, one.kind = a.Name, a.Kind
	balance := a.Kind != "P"
	switch {
	case balance && (strings.HasPrefix(a.RGS, "BSchCre") || creditorWords.MatchString(a.Name) && !notCreditors.MatchString(a.Name)):
		one.role = creditor
	case balance && one.role == other && creditorLead.MatchString(a.Lead):
		one.role, one.own = creditor, true
	case balance && (vatWords.MatchString(a.Name) || vatScheme.MatchString(a.RGS)):
		one.role = vat
	case balance && one.role == other && cashWords.MatchString(a.Name):
		one.role = cash
	case !balance && one.role == other:
		one.role = cost
	}
	return nil
}

func (s *Survey) account(id string) *account {
	a := s.accounts[id]
	if a == nil {
		a = &account{}
		s.accounts[id] = a
	}
	return a
}

// Party implements xaf.Handler.
func (s *Survey) Party(p *xaf.Party) error {
	s.parties[p.ID] = Supplier{p.ID, p.Name, p.KvK, p.TaxID}
	return nil
}

// VATCode implements xaf.Handler. Some programs name an account of cost with a code
// that has no VAT: that stays one.
func (s *Survey) VATCode(v *xaf.VATCode) error {
	for _, id := range []string{v.ToPay, v.ToClaim} {
		if id == "" {
			continue
		}
		if a := s.account(id); a.kind != "P" && a.role != creditor {
			a.role = vat
		}
	}
	return nil
}

// Transaction implements xaf.Handler.
func (s *Survey) Transaction(t *xaf.Transaction) error {
	switch t.Journal.Kind {
	case "B", "C": // what its lines are set off against is money
		if a := s.account(t.Journal.Offset); t.Journal.Offset != "" && a.role == other {
			a.role = cash
		}
	case "P":
		if t.First && t.Last {
			s.setOff(t)
		}
	}
	return nil
}

// setOff counts the accounts of the balance against which the other lines of a
// purchase stand: those of creditors, where no name says so.
func (s *Survey) setOff(t *xaf.Transaction) {
	b := s.journals[t.Journal.ID]
	if b == nil {
		b = &book{credited: map[string]int{}}
		s.journals[t.Journal.ID] = b
	}
	b.transactions++
	type side struct {
		account string
		minus   bool
	}
	lines, all := map[side]int{}, map[bool]int{}
	for _, l := range t.Lines {
		lines[side{l.Account, l.Amount < 0}]++
		all[l.Amount < 0]++
	}
	seen := map[string]bool{}
	for of, n := range lines {
		if n == all[of.minus] && !seen[of.account] { // nobody else stands on that side
			seen[of.account] = true
			b.credited[of.account]++
		}
	}
}

// Sub implements xaf.Handler: some programs name the supplier in the subledger only.
func (s *Survey) Sub(l *xaf.Sub) error {
	if l.Party != "" && len(s.subs) < mostSubs {
		s.subs[place{l.Journal, l.Transaction, l.Line}] = told{l.Party, l.Invoice}
	}
	return nil
}

// Close gives the roles that only use tells, after the first reading.
func (s *Survey) Close() {
	for _, b := range s.journals {
		known := false
		best, most := "", 0
		for id, n := range b.credited {
			a := s.account(id)
			known = known || a.role == creditor && 2*n >= b.transactions
			if (a.role == other || a.role == cash) && (n > most || n == most && id < best) {
				best, most = id, n
			}
		}
		if !known && 2*most >= b.transactions && most > 0 {
			s.account(best).role = creditor
		}
	}
}

// told gives a line with what only a subledger says of it.
func (s *Survey) told(t *xaf.Transaction, l xaf.Line) xaf.Line {
	if l.Party == "" {
		said := s.subs[place{t.Journal.ID, t.Nr, l.Nr}]
		l.Party, l.Invoice = said.party, cmp.Or(l.Invoice, said.invoice)
	}
	return l
}

func (s *Survey) roleOf(id string) role {
	if a := s.accounts[id]; a != nil {
		return a.role
	}
	return other
}

// journal says what the transactions of a journal can be.
func (s *Survey) journal(j xaf.Journal) may {
	switch j.Kind {
	case "P":
		return purchase
	case "S", "B", "C", "Y", "T", "G":
		return never
	}
	return byShape
}

// party gives whose a line of a creditor is: the party that it names, else the
// account when that is of one creditor.
func (s *Survey) party(l xaf.Line) string {
	if a := s.accounts[l.Account]; l.Party == "" && a != nil && a.own {
		return l.Account
	}
	return l.Party
}

// supplier gives who a party is; of one that is not known the party that the lines
// name.
func (s *Survey) supplier(party string, lines []xaf.Line) Supplier {
	for i := 0; party == "" && i < len(lines); i++ {
		party = lines[i].Party
	}
	if known, ok := s.parties[party]; ok {
		return known
	}
	if a := s.accounts[party]; a != nil && a.own {
		return Supplier{ID: party, Name: a.name}
	}
	return Supplier{ID: party}
}

// text gives what a line says, else what its transaction does. Some programs write
// the name of the account as the text of each line: that would tell a coder what it
// is to find out.
func (s *Survey) text(l xaf.Line, transaction string) string {
	if a := s.accounts[l.Account]; a != nil && strings.EqualFold(strings.TrimSpace(a.name), l.Text) {
		return transaction
	}
	return cmp.Or(l.Text, transaction)
}
