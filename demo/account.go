// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"rentmeester/ident"
	"rentmeester/money"
)

// account is one of our own accounts while the year is lived.
type account struct {
	iban, bic string
	target    money.Cents // what it should hold at the end of a day
	opening   money.Cents
	balance   money.Cents // closing of the last statement
	sequence  int         // of the last statement
	entries   int
	details   int
	lines     []*line // of today
	out       *output // the file of the week
}

// line is one entry on a statement.
type line struct {
	amount   money.Cents
	code     *code
	reversal bool
	noRef    bool   // the bank gives no reference of its own
	apart    bool   // details come in a notification of their own
	twice    bool   // and in the statement too
	value    int    // days from the booking day to the value day
	entry    string // what the truth calls it; known once the statement is written
	ref      string // of the bank
	batch    *batch
	details  []tx
	info     string
	rows     []row
	slot     int // day on which it was booked, for what may be taken back
}

// batch is the collected order that a line books as one.
type batch struct {
	id      string // PmtInfId, or the bank's own for collected payments
	message string // MsgId of the file we sent
	count   int
}

// tx is one payment as the bank reports it.
type tx struct {
	amount          money.Cents
	name, iban, bic string
	ultimate        string
	e2e             string
	mandate         string
	creditor        string
	ref             string   // structured
	text            []string // or in words
	info            string   // PmtInfId of the order that came back
	returned, why   string
	breakIn         string      // the statement cuts this word of the text over two lines
	currency        string      // as ordered; "" the same as booked
	ordered, costs  money.Cents // unsigned; costs that the bank tells of
}

// code is how a bank classifies an entry: ISO domain, family and subfamily, a
// number of the bank's own (invented), and the kind and number in ING's MT940.
type code struct{ domain, family, sub, own, swift, number string }

var (
	credit          = &code{"PMNT", "RCDT", "ESCT", "541", "TRF", "00100"}
	creditBatch     = &code{"PMNT", "RCDT", "ESCT", "549", "TRF", "00200"}
	debit           = &code{"PMNT", "ICDT", "ESCT", "641", "TRF", "00100"}
	paymentBatch    = &code{"PMNT", "ICDT", "ESCT", "649", "TRF", "00200"}
	paymentReturned = &code{"PMNT", "ICDT", "RRTN", "543", "RTI", "00190"}
	debitBatch      = &code{"PMNT", "IDDT", "ESDD", "559", "DDT", "01000"}
	debitReturned   = &code{"PMNT", "IDDT", "UPDD", "653", "RTI", "01050"}
	returnBatch     = &code{"PMNT", "IDDT", "UPDD", "659", "RTI", "01050"}
	debitReversed   = &code{"PMNT", "IDDT", "PRDD", "655", "DDT", "01060"}
	returnUndoing   = &code{"PMNT", "IDDT", "ESDD", "657", "DDT", "01070"}
	debitOfUs       = &code{"PMNT", "RDDT", "ESDD", "651", "DDT", "01016"}
	salary          = &code{"PMNT", "ICDT", "SALA", "648", "TRF", "00200"}
	sweeping        = &code{"CAMT", "ACCB", "SWEP", "690", "TRF", "00370"}
	charges         = &code{"ACMT", "MDOP", "CHRG", "680", "CHG", "00500"}
	interest        = &code{"ACMT", "MCOP", "INTR", "580", "INT", "00510"}
)

// ownCreditor is our creditor identifier (incassant-ID).
var ownCreditor = creditorID(ownKvK)

func creditorID(kvk string) string {
	id, err := ident.MakeCreditorID(kvk)
	must(err)
	return id
}

// book puts a line on today's statement.
func (a *account) book(l *line) *line {
	a.lines = append(a.lines, l)
	return l
}

// projected is the balance with today's lines.
func (a *account) projected() money.Cents {
	sum := a.balance
	for _, l := range a.lines {
		sum += l.amount
	}
	return sum
}

// closeDay numbers the statement and its lines; reference gives the bank's own.
func (a *account) closeDay(reference func() string) {
	a.sequence++
	for n, l := range a.lines {
		a.entries++
		a.details += len(l.details)
		if l.noRef {
			l.entry = itoa(a.sequence) + "/" + itoa(n+1)
			continue
		}
		l.ref = reference()
		l.entry = l.ref
	}
}
