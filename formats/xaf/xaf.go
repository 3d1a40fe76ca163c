// SPDX-License-Identifier: EUPL-1.2

// Package xaf reads the XML Auditfile Financieel, in which bookkeeping programs
// hand over a general ledger: versions 3.0 to 4.0, and CLAIR2 from before. A file
// is handed over transaction by transaction, so that its size does not matter.
//
// Makers of such files take liberties, and a file with all that an auditor wants
// is of use with a few of them. What departs from the standard is told in a
// finding, with its line; what is read in spite of it:
//
//   - bytes that are not UTF-8 in a file that says UTF-8: as Windows-1252;
//   - amounts with a comma, or with more than two decimals: rounded;
//   - a side that is written out ("Debet"), or in lower case;
//   - a date with a time behind it;
//   - totals that are not there, and a number of lines that counts transactions;
//   - accounts and relations that are not in the lists, an unknown version;
//   - what is not read is not looked at: a negative quantity (qntity) is none of
//     our business.
//
// What cannot be read makes its transaction unsound, and totals that differ from
// what the file states make that it is not proved.
//
// It imports money, day, fault, formats/xmlread and the decimals of govalues.
package xaf

import (
	"strings"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/formats/xmlread"
	"rentmeester/money"
)

// Header is what a file says of itself and of whose ledger it is.
type Header struct {
	Version  string  `json:"version"` // "3.2", "4.0", "CLAIR2"; "" a version we do not know
	Year     string  `json:"year"`    // financial year, "2025" or "2025-2026"
	From     day.Day `json:"from"`
	To       day.Day `json:"to"`
	Currency string  `json:"currency"`
	Created  day.Day `json:"created"`
	Software string  `json:"software"` // with its version
	Company  string  `json:"company"`
	KvK      string  `json:"kvk,omitempty"`
	TaxID    string  `json:"taxID,omitempty"`
}

// Account is a ledger account.
type Account struct {
	ID, Name string
	Kind     string // B balance, P profit and loss, M both; "" not said
	Lead     string // code and name of what it is reported under
	RGS      string // code of the reference scheme of accounts
}

// Party is a customer or a supplier.
type Party struct {
	ID, Name string
	Kind     string // C customer, S supplier, B both, O other; "" not said
	KvK      string
	TaxID    string
	Accounts []string // with the bank, as written
}

// VATCode is a code of VAT with the accounts that it goes to.
type VATCode struct{ ID, Name, ToPay, ToClaim string }

// Journal is a book that transactions stand in.
type Journal struct {
	ID, Name string
	Kind     string // B bank, C cash, G goods, M memo, O, P purchases, S sales, T production, Y payroll, Z other; "" not said
	Offset   string // account that its lines are set off against
}

// Transaction is a set of lines in balance. One of very many lines comes in
// pieces.
type Transaction struct {
	Journal  Journal
	Nr, Text string
	Period   string
	Day      day.Day // on which it was booked
	Lines    []Line
	At       int  // line of the file
	First    bool // piece of it: the first
	Last     bool // and the last, which knows the next two
	Balanced bool // debit and credit agree
	Sound    bool // everything that matters of it could be read
}

// Line is a line of it.
type Line struct {
	Nr, Account string
	Document    string  // reference of the document
	Day         day.Day // of the document
	Text        string
	Amount      money.Cents // debit positive
	Party       string
	Invoice     string // reference of the invoice
	Order       string
	CostCentre  string
	Product     string
	Project     string
	VAT         []VAT
	At          int // line of the file
}

// VAT is what a line says of the VAT that belongs to it.
type VAT struct {
	Code, Rate string
	Amount     money.Cents // debit positive
}

// Opening is a line of the opening balance.
type Opening struct {
	Account string
	Amount  money.Cents // debit positive
}

// Sub is a line of a subledger: what the books of customers or of suppliers say of
// a line of a transaction.
type Sub struct {
	Journal, Transaction, Line string // of that line
	Party, Invoice             string
}

// Handler takes what is read. An error of it stops the reading and is returned as
// it is. What is handed over holds until the method returns.
type Handler interface {
	Header(*Header) error // before anything else
	Account(*Account) error
	Party(*Party) error
	VATCode(*VATCode) error
	Opening(*Opening) error
	Transaction(*Transaction) error
	Sub(*Sub) error // after the transactions
}

// Nothing is a handler that does nothing, to build one on.
type Nothing struct{}

// Header implements Handler.
func (Nothing) Header(*Header) error { return nil }

// Account implements Handler.
func (Nothing) Account(*Account) error { return nil }

// Party implements Handler.
func (Nothing) Party(*Party) error { return nil }

// VATCode implements Handler.
func (Nothing) VATCode(*VATCode) error { return nil }

// Opening implements Handler.
func (Nothing) Opening(*Opening) error { return nil }

// Transaction implements Handler.
func (Nothing) Transaction(*Transaction) error { return nil }

// Sub implements Handler.
func (Nothing) Sub(*Sub) error { return nil }

// Totals is a number of lines and what they come to.
type Totals struct {
	Lines  int         `json:"lines"`
	Debit  money.Cents `json:"debit"`
	Credit money.Cents `json:"credit"`
}

// Report says what was read, and what is wrong with it.
type Report struct {
	Header       Header    `json:"header"`
	Accounts     int       `json:"accounts"`
	Parties      int       `json:"parties"`
	Journals     int       `json:"journals"`
	Transactions int       `json:"transactions"`
	Found        Totals    `json:"found"`
	Stated       Totals    `json:"stated"`  // as the file says
	Opening      Totals    `json:"opening"` // of the opening balance, as found
	Findings     []Finding `json:"-"`
	// More is how often what a finding says came again, beyond what is kept, by code.
	More map[string]int `json:"-"`
}

// Finding is something in which a file departs from the standard.
type Finding struct {
	*fault.Error
	Blocks bool // the file is not proved
}

// Proved says whether what the file states is what was found.
func (r *Report) Proved() bool { return r.Blocking() == nil }

// Blocking gives the first finding for which the file is not proved; nil for none.
func (r *Report) Blocking() *fault.Error {
	for _, f := range r.Findings {
		if f.Blocks {
			return f.Error
		}
	}
	return nil
}

// namespaces of the versions, in lower case.
var namespaces = map[string]string{
	"http://www.auditfiles.nl/xaf/3.0": "3.0",
	"http://www.auditfiles.nl/xaf/3.1": "3.1",
	"http://www.auditfiles.nl/xaf/3.2": "3.2",
	"http://www.auditfiles.nl/xaf/4.0": "4.0",
	"http://www.odb.belastingdienst.nl/belastingdienst/bcpp/1.0/structures/xmlauditfilefinancieel3.2.1": "3.2",
	"http://www.odb.belastingdienst.nl/belastingdienst/bcpp/1.1/structures/xmlauditfilexaf_4.0":         "4.0",
	"http://www.odb.belastingdienst.nl/xaf/4.0":                                                         "4.0",
}

func versionOf(space string) string {
	return namespaces[strings.TrimSuffix(strings.ToLower(strings.TrimSpace(space)), "/")]
}

// Recognise says whether a file that begins with head is an audit file.
func Recognise(head []byte) bool {
	for _, e := range xmlread.Elements(head, 1) {
		space := strings.ToLower(e.Space)
		return e.Name == "auditfile" && (space == "" || versionOf(space) != "" || strings.Contains(space, "auditfile"))
	}
	return false
}
