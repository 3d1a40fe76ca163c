// SPDX-License-Identifier: EUPL-1.2

// Package paying is the engine that says which payables go into a payment run,
// in which payments, and why the others stay out; what late payment may cost and
// what a discount brings; who must release the file; and what the bank's answer
// means. Values go in and proposals come out: it has no database, no clock and no
// globals that change. It may import the vocabulary (payment, money, day), ident,
// fault and formats/pain.
package paying

import (
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/payment"
)

// Payable is an invoice, or a credit note, that is open and approved. Amounts
// are what is still open.
type Payable struct {
	ID        int64  // unique; also the last tie-break, so that order of input never matters
	Number    string // of the supplier, as it is told to him
	Supplier  int64  // whose it is; 0 is nobody's, and taken by account alone
	Name      string // of the holder of the account
	IBAN      string
	BIC       string           // "" unknown
	Address   *payment.Address // nil unknown
	Amount    money.Cents      // negative for a credit note
	GIBAN     string           // blocked account (g-rekening) for a part, "" none
	GAmount   money.Cents      // that part of Amount
	Currency  string           // "" is EUR
	Issued    day.Day
	Received  day.Day // from here the 30 days of the law run
	Due       day.Day // "" is 30 days after receipt
	Reference string  // betalingskenmerk or RF reference that the supplier asks for
	Discount  Offer
	Holds     []string // why it may not be paid now, as keys of the catalogue; none is free
}

// Offer is a payment discount: what may be kept back when paid in time.
type Offer struct {
	Amount money.Cents // 0 none
	Until  day.Day     // last day on which the money must be there
}

// PercentOffer gives the discount of a share of an amount, in hundredths of a
// percent (200 is 2 %), rounded half up to a cent.
func PercentOffer(of money.Cents, share int, until day.Day) Offer {
	if of <= 0 || share <= 0 {
		return Offer{}
	}
	return Offer{Amount: part(of, int64(share), 10_000), Until: until}
}

// Terms are how an administration pays.
type Terms struct {
	Account  string      // own account to pay from: nothing is paid to it
	Ahead    int         // days before the due day that the money is sent
	Limit    money.Cents // most in one payment, 0 none
	RunLimit money.Cents // most in one run, 0 none
	Minimum  money.Cents // least in one payment, 0 none
	Net      bool        // take credit notes off what is paid to the same supplier and account
	Combine  bool        // one payment for all that goes to the same supplier and account
	Discount int         // take a discount early when it brings this much a year, in hundredths of a percent
	Closed   []day.Day   // days on which we do not pay, beside those of TARGET
	Late     Late
}

// Open says whether we can pay on a day.
func (t Terms) Open(d day.Day) bool {
	for _, closed := range t.Closed {
		if closed == d {
			return false
		}
	}
	return d.Banking()
}

// Execution gives the first day on which we can pay, from a day on.
func (t Terms) Execution(from day.Day) day.Day {
	for n := 0; n < 60 && !t.Open(from); n++ {
		from = from.Add(1)
	}
	return from
}

// PayBy gives the last day on which we can pay for the money to be there in
// time: so many days before that day, and not after the last banking day.
func (t Terms) PayBy(due day.Day) day.Day {
	due = due.Add(-t.Ahead)
	for n := 0; n < 60 && !t.Open(due); n++ {
		due = due.Add(-1)
	}
	return due
}

// Run is a proposal of payments for one day.
type Run struct {
	Execution day.Day
	Payments  []Payment
	Left      []Left
	Total     money.Cents // of the payments
	Discount  money.Cents // taken with them
	Credit    money.Cents // credit notes netted in them, as a positive amount
	PaidLate  Risk        // of what is paid in this run
	LeftLate  Risk        // of what stays out, as it is on the execution day
	OldRate   bool        // the interest of this half year was not given: an older rate was used
}

// Payment is one transfer and what it settles.
type Payment struct {
	EndToEndID string // given by Run.Numbered
	To         payment.Side
	Amount     money.Cents
	Text       string // what the payee reads, or
	Reference  string // the reference that he asked for
	Blocked    bool   // to a g-account
	Settles    []Settled
	payBy      day.Day
}

// Settled is what a payment does to one payable. Of Amount, Discount is kept
// back; both are negative for a credit note that was netted, or 0.
type Settled struct {
	Payable  int64
	Number   string
	Amount   money.Cents // taken off what is open
	Discount money.Cents // of that, kept back
	Offer    Gain        // what the discount is worth
	Due      day.Day
	Risk     Risk
}

// Reason says why a payable stays out. Key is of the catalogue; Args belong to it.
type Reason struct {
	Key  string
	Args map[string]string
}

// Left is a payable that stays out of a run.
type Left struct {
	Payable int64
	Number  string
	Amount  money.Cents
	Reasons []Reason
	Offer   Gain
	Due     day.Day
	Risk    Risk
}
