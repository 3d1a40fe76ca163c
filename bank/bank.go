// SPDX-License-Identifier: EUPL-1.2

// Package bank is the vocabulary of the bank's side: statements, their entries
// and the details inside an entry, and the proof that a reading is complete. It
// knows no file format and no database; it imports party, money, day and fault.
package bank

import (
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/party"
)

// Kind says what a bank report is worth in the books.
type Kind string

const (
	// Booked is an end-of-period statement (CAMT.053, MT940): it is proved and booked.
	Booked Kind = "booked"
	// Interim is a report within the day (CAMT.052, MT942): kept and shown, never booked.
	Interim Kind = "interim"
	// Notification brings details of entries (CAMT.054): tied to the entries of a Booked statement.
	Notification Kind = "notification"
)

// Status is the bank's word on one entry. Only StatusBooked counts in balances.
type Status string

const (
	StatusBooked  Status = "booked"
	StatusPending Status = "pending"
	StatusInfo    Status = "info"
)

// Account is the municipality's own account as the statement names it.
type Account struct {
	ID       string // IBAN in electronic form (no spaces, upper case), or the number the bank uses
	Currency string // ISO 4217; may be empty where the file does not say
	Name     string // name or owner
	BIC      string // of the servicing bank
}

// Balance is an amount on a day; negative is overdrawn.
type Balance struct {
	Code     string // as the bank names it: OPBD, CLBD, PRCD, ITBD, CLAV, 60F, 62M …
	Amount   money.Cents
	Currency string
	Day      day.Day
}

// Statement is what a bank says happened on one account over a period, without
// its entries: those are handed over one by one (see Handler) so that a file of
// any size needs little memory.
type Statement struct {
	Format    string // "camt.053.001.02", "mt940" …
	Dialect   string // bank dialect the reader recognised, e.g. "ing"; "" when none
	Kind      Kind
	MessageID string // GrpHdr/MsgId, or field :20:
	ID        string // the bank's identification of this statement (Stmt/Id, or :20:)
	Sequence  string // electronic or legal sequence number, or :28C:
	Page      string // page number where a statement is cut in pages; "" otherwise
	Created   string // as the bank writes it, ISO date-time
	From, To  day.Day
	Account   Account
	Opening   *Balance // booked opening balance that a proof starts from; nil when the file has none
	Closing   *Balance // booked closing balance; nil when the file has none
	Balances  []Balance
	Copy      string // CpyDplctInd: "COPY", "DUPL", "CODU" or ""
	Info      string // AddtlStmtInf, or what :86: says about the whole statement

	// What the file itself says it holds; nil or -1 where it does not say.
	SaidEntries   int          // number of entries, -1 unknown
	SaidSum       *money.Cents // sum of unsigned amounts
	SaidCredits   *money.Cents // sum of credits, unsigned
	SaidDebits    *money.Cents // sum of debits, unsigned
	SaidCreditNum int          // -1 unknown
	SaidDebitNum  int          // -1 unknown

	Index int // 0-based place among the statements of the file
	Line  int // 1-based line in the file where it begins
}

// Code is the bank's classification of an entry. Banks differ: never rely on
// the domain codes alone.
type Code struct {
	Domain, Family, SubFamily string // ISO 20022 bank transaction code: PMNT, RCDT, ESCT
	Proprietary, Issuer       string // the bank's own; for MT940 the N-code of :61:
}

// Batch identifies the collected order that an entry books as one amount.
type Batch struct {
	MessageID     string       // MsgId of the file that was sent
	PaymentInfoID string       // PmtInfId of the batch in it: your own reference
	Count         int          // number of transactions the bank says it holds; 0 unknown
	Total         *money.Cents // total the bank says, unsigned; nil unknown
}

// Entry is one booking on the account.
type Entry struct {
	Index      int         // 0-based place in the statement
	Line       int         // 1-based line in the file
	Ref        string      // NtryRef, or the reference for the account owner in :61:
	BankRef    string      // AcctSvcrRef, or the reference of the bank in :61:
	Amount     money.Cents // signed: in is positive
	Currency   string      // "" means the account's
	Reversal   bool        // RvslInd, or RC/RD in :61:
	Status     Status
	Booked     day.Day
	Value      day.Day
	Code       Code
	Batch      *Batch
	Info       string // AddtlNtryInf, or what :86: says about the whole entry
	DetailSum  money.Cents
	NumDetails int // details handed over for it; 0 when the bank gave none
}

// Detail is one payment inside an entry. An entry that is one payment has at
// most one detail; a collected entry may have hundreds of thousands.
type Detail struct {
	Index         int // 0-based place in the entry
	Line          int
	Amount        money.Cents // signed, in the currency of the account
	HasAmount     bool        // false when the bank gave none: then the entry's amount, if there is one detail
	EndToEndID    string      // "" for NOTPROVIDED
	MandateID     string
	InstructionID string
	PaymentInfoID string
	MessageID     string
	TxID          string
	BankRef       string      // AcctSvcrRef
	CreditorID    string      // incassant-ID of a direct debit
	Counterparty  party.Party // who paid or was paid
	Ultimate      string      // name of the ultimate debtor or creditor, when another
	Remittance    []string    // unstructured lines, as given
	Reference     string      // structured creditor reference (betalingskenmerk, RF …)
	ReferenceType string      // SCOR …, and the issuer: "SCOR/CUR"
	Purpose       string
	Return        *Return
	Info          string       // AddtlTxInf
	Charges       money.Cents  // charges included in Amount, unsigned; 0 none or unknown
	Instructed    *money.Cents // amount as ordered, when it differs (other currency, charges)
	InstructedCcy string
	Code          Code // when the detail has one of its own
}

// Return says that a payment came back, and why.
type Return struct {
	Code        string // ISO external return reason: AC04, MD06 …; or the bank's own
	Info        string
	Kind        string // bank's kind of R-transaction where it says so (return, refund, reversal, reject, cancellation)
	OriginalE2E string // original references, where given apart from the detail's own
	OriginalMsg string
	Originator  string
}

// Handler receives a file as it is read, in order: Begin, then for each entry
// its Details followed by Entry, then End; again for the next statement. What
// the pointers hold may be reused after the call returns: copy what you keep.
// An error stops the reading and is returned by the reader as it is.
type Handler interface {
	// Begin hands over what is known before the first entry; MT940 gives the
	// closing balance only at the end.
	Begin(*Statement) error
	// Detail hands over one payment inside entry. Of entry, at least Index,
	// Amount, Currency, Status and the days are known.
	Detail(entry *Entry, detail *Detail) error
	// Entry hands over a complete entry, after its details.
	Entry(*Entry) error
	// End hands over the complete statement.
	End(*Statement) error
}
