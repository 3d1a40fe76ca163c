// SPDX-License-Identifier: EUPL-1.2

// Package purchases finds the invoices of suppliers in a general ledger: which
// transactions were one, from whom, and on which accounts their cost was booked.
// It is how the past of an administration becomes what a coder learns from.
//
// A ledger is read twice. The first time (Survey) it shows what its accounts are:
// those of creditors, of VAT, of money. The second time (Finder) each transaction
// is held against that:
//
//   - in a journal of purchases it is an invoice when a creditor is on it;
//   - in a journal of memos, of opening, or of a kind that is not said, when
//     moreover a cost is on it, and no money and no opening period;
//   - in a journal of sales, money, wages, goods or production never.
//
// Lines on accounts of creditors and of VAT are not where it was booked; the
// others are. A transaction with several suppliers is divided by the supplier and
// the invoice that each of its lines names, or passed by.
//
// Values go in and values come out. It imports formats/xaf, money and day.
package purchases

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"rentmeester/day"
	"rentmeester/formats/xaf"
	"rentmeester/money"
)

// Document is an invoice or credit note as it was booked.
type Document struct {
	Key      string // journal and number of the transaction, so that it is found back
	Day      day.Day
	Supplier Supplier
	Number   string // of the invoice, as the books have it
	Lines    []Line
}

// Supplier is who sent it.
type Supplier struct{ ID, Name, KvK, TaxID string }

// Line is where a part of it was booked.
type Line struct {
	Text       string
	Amount     money.Cents // without VAT; negative is a credit
	Account    string
	CostCentre string
	Project    string
	Rate       string // of VAT, in percent; "" not said
}

// Tally is what became of the transactions of a ledger.
type Tally struct {
	Documents  int `json:"documents"`
	Lines      int `json:"lines"`
	Other      int `json:"other"`      // no purchase
	NoCreditor int `json:"noCreditor"` // in a journal of purchases, without a creditor
	NoCost     int `json:"noCost"`     // nothing but creditors and VAT
	Several    int `json:"several"`    // several suppliers, and what was of whom cannot be told
	Unsound    int `json:"unsound"`    // not in balance, or not to be read
}

// Finder is the handler of the second reading: it gives each invoice to Give. An
// error of that stops the reading.
type Finder struct {
	xaf.Nothing
	Survey *Survey
	Give   func(Document) error
	Tally  Tally

	lines []xaf.Line // of a transaction that comes in pieces
	large bool       // it has more lines than an invoice has
}

// mostLines is how many lines an invoice may have.
const mostLines = 20_000

// Transaction implements xaf.Handler.
func (f *Finder) Transaction(t *xaf.Transaction) error {
	if t.First {
		f.lines, f.large = f.lines[:0], false
	}
	if f.large = f.large || len(f.lines)+len(t.Lines) > mostLines; !f.large {
		f.lines = append(f.lines, t.Lines...)
	}
	if !t.Last {
		return nil
	}
	may := f.Survey.journal(t.Journal)
	switch {
	case may == never || f.large:
		f.Tally.Other++
		return nil
	case !t.Sound || !t.Balanced:
		f.Tally.Unsound++
		return nil
	}
	s := f.sort(t)
	if may == byShape && (len(s.creditors) == 0 || !s.cost || s.money || opening(t)) {
		f.Tally.Other++
		return nil
	}
	switch {
	case len(s.creditors) == 0:
		f.Tally.NoCreditor++
		return nil
	case len(s.rest) == 0:
		f.Tally.NoCost++
		return nil
	}
	return f.divide(t, s)
}

// opening says whether a transaction only carries the balance over.
func opening(t *xaf.Transaction) bool {
	return t.Period == "0" || t.Period == "00" || t.Journal.Kind == "O" && t.Period == ""
}

// sorted are the lines of a transaction by what they are.
type sorted struct {
	creditors, rest []xaf.Line
	cost            bool // something of the rest is a cost
	money           bool // something of the rest is money
}

func (f *Finder) sort(t *xaf.Transaction) (s sorted) {
	for _, l := range f.lines {
		switch f.Survey.roleOf(l.Account) {
		case creditor:
			s.creditors = append(s.creditors, f.Survey.told(t, l))
			continue
		case vat:
			continue
		case cash:
			s.money = true
		case cost:
			s.cost = true
		}
		if l.Amount != 0 {
			s.rest = append(s.rest, l)
		}
	}
	return s
}

// owner tells lines of different invoices in one transaction apart.
type owner struct{ party, invoice string }

// divide gives the invoices of a transaction: the one there is, or those that its
// lines name.
func (f *Finder) divide(t *xaf.Transaction, s sorted) error {
	owners := ownersOf(s.creditors, f.Survey)
	if len(owners) == 1 {
		return f.give(t, owners[0], "", s.rest)
	}
	of := make(map[owner][]xaf.Line, len(owners))
	for _, l := range s.rest {
		at := slices.IndexFunc(owners, func(o owner) bool { return o.party == l.Party && (o.invoice == l.Invoice || l.Invoice == "") })
		if at < 0 || l.Party == "" || l.Invoice == "" && count(owners, l.Party) > 1 {
			f.Tally.Several++
			return nil
		}
		of[owners[at]] = append(of[owners[at]], l)
	}
	for i, o := range owners {
		if len(of[o]) == 0 {
			continue
		}
		if err := f.give(t, o, "-"+nth(i), of[o]); err != nil {
			return err
		}
	}
	return nil
}

// nth names the invoices of one transaction: a to z, then a1 to z1 and so on.
func nth(i int) string {
	letter := string(rune('a' + i%26))
	if i < 26 {
		return letter
	}
	return letter + strconv.Itoa(i/26)
}

func count(owners []owner, party string) (n int) {
	for _, o := range owners {
		if o.party == party {
			n++
		}
	}
	return n
}

// ownersOf gives whose invoices the lines of creditors are, each once. What cancels
// out is nobody's.
func ownersOf(creditors []xaf.Line, s *Survey) (owners []owner) {
	sums := map[owner]money.Cents{}
	for _, l := range creditors {
		o := owner{s.party(l), cmp.Or(l.Invoice, "")}
		if _, known := sums[o]; !known {
			owners = append(owners, o)
		}
		sums[o] += l.Amount
	}
	if len(owners) > 1 {
		owners = slices.DeleteFunc(owners, func(o owner) bool { return sums[o] == 0 })
	}
	if len(owners) > 1 { // what names no invoice is a discount or a remainder of the one that does
		named := slices.DeleteFunc(slices.Clone(owners), func(o owner) bool { return o.invoice == "" })
		if len(named) == 1 && count(owners, named[0].party) == len(owners) {
			return named
		}
	}
	if len(owners) == 0 && len(creditors) > 0 {
		owners = []owner{{s.party(creditors[0]), creditors[0].Invoice}}
	}
	return owners
}

func (f *Finder) give(t *xaf.Transaction, o owner, suffix string, lines []xaf.Line) error {
	d := Document{Key: t.Journal.ID + "/" + t.Nr + suffix, Day: t.Day, Supplier: f.Survey.supplier(o.party, lines), Number: o.invoice}
	for _, l := range lines {
		if d.Number == "" {
			d.Number = cmp.Or(l.Invoice, l.Document)
		}
		line := Line{Text: f.Survey.text(l, t.Text), Amount: l.Amount, Account: l.Account, CostCentre: l.CostCentre, Project: l.Project}
		if len(l.VAT) == 1 {
			line.Rate = plainRate(l.VAT[0].Rate)
		}
		d.Lines = append(d.Lines, line)
	}
	f.Tally.Documents++
	f.Tally.Lines += len(d.Lines)
	return f.Give(d)
}

// plainRate writes a rate as invoices do: "21.000" is "21".
func plainRate(s string) string {
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}
