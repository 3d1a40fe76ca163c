// SPDX-License-Identifier: EUPL-1.2

// Package ledger is the vocabulary of the books: open items, journal entries
// that balance, and what an allocation is. It imports money, day and fault.
package ledger

import (
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
)

// ItemKind says who owes whom.
type ItemKind string

const (
	Receivable ItemKind = "receivable" // somebody owes us: settled by money coming in
	Payable    ItemKind = "payable"    // we owe somebody: settled by money going out
)

// OpenItem is one amount that is to be received or paid: a tax instalment, a
// fee, rent, a supplier's invoice. Amount is unsigned; what was settled of it
// is the sum of its allocations and never stored in the item itself.
type OpenItem struct {
	Number      string
	Kind        ItemKind
	PartyNumber string
	PartyName   string
	IBAN        string
	Amount      money.Cents
	Currency    string // ISO 4217
	Issued      day.Day
	Due         day.Day
	Reference   string // payment reference: betalingskenmerk, RF, or one's own
	EndToEndID  string
	MandateID   string
	BatchID     string // PmtInfId of the batch it was sent in
	Description string
	Attributes  map[string]string // columns we do not know, kept as they are
	Line        int               // 1-based line or row in the file it came from
}

// Sign is +1 when money coming in settles the item and -1 when money going out does.
func (i *OpenItem) Sign() money.Cents {
	if i.Kind == Payable {
		return -1
	}
	return 1
}

// Line is one side of a journal entry; Amount is positive for debit and
// negative for credit.
type Line struct {
	Account     string // ledger account code
	Role        string // what the account is for: bank, suspense, opening, receivables, payables, onaccount, difference, other
	Amount      money.Cents
	BankAccount int64  // key of the bank account it concerns
	Item        string // number of the open item, where it concerns one
	Dimensions  string // "name=value;name=value", names sorted; "" none
}

// JournalEntry is a balanced booking. It is never changed, only reversed.
type JournalEntry struct {
	Day   day.Day
	Kind  string // "statement", "decision", "reversal"
	Text  string
	Lines []Line
}

// NewJournalEntry makes an entry and refuses one that does not balance, has
// fewer than two lines or a line without account. A line of nothing is allowed:
// banks book entries of 0.00. The lines are copied, so that the entry stays as
// it was proved.
// Errors: ledger.unbalanced, ledger.empty, ledger.no-account, money.overflow.
func NewJournalEntry(on day.Day, kind, text string, lines ...Line) (JournalEntry, error) {
	if len(lines) < 2 {
		return JournalEntry{}, fault.New("ledger.empty", "lines", len(lines))
	}
	var sum money.Cents
	for _, l := range lines {
		if l.Account == "" {
			return JournalEntry{}, fault.New("ledger.no-account", "text", text)
		}
		var err error
		if sum, err = money.Add(sum, l.Amount); err != nil {
			return JournalEntry{}, err
		}
	}
	if sum != 0 {
		return JournalEntry{}, fault.New("ledger.unbalanced", "amount", sum, "text", text)
	}
	return JournalEntry{Day: on, Kind: kind, Text: text, Lines: append([]Line(nil), lines...)}, nil
}

// Reverse gives the entry that undoes e on a day.
func (e JournalEntry) Reverse(on day.Day, text string) JournalEntry {
	r := JournalEntry{Day: on, Kind: "reversal", Text: text, Lines: make([]Line, len(e.Lines))}
	for i, l := range e.Lines {
		l.Amount = -l.Amount
		r.Lines[i] = l
	}
	return r
}
