// SPDX-License-Identifier: EUPL-1.2

// Package approval says who must approve an invoice before it is paid, and where
// it stands. From the facts of an invoice and the policy of the day on which it
// was received comes a Route: the steps that are wanted, each with why. From the
// acts that people recorded comes a Standing: what is done, whose turn it is, who
// may not and why, what part may be paid, how much of the 30 days is left, and
// whom to remind.
//
// Nothing is kept here and no clock is read: the same route, acts and day give
// the same standing, so a standing is always derived and never stored. The rules
// that no policy can switch off: nobody approves an invoice that he ordered,
// entered or corrected, or whose supplier he is; and an approval holds only as
// long as what was approved has not changed. It imports day, money and fault.
package approval

import (
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
)

// Reason is why something is so: a key of the catalogue and its values.
type Reason struct {
	Code string            `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

// reason makes a Reason; its sentence stands in the catalogue under
// "approval.reason." and the code.
func reason(code string, pairs ...any) Reason {
	return Reason{Code: "approval.reason." + code, Args: fault.Args(pairs...)}
}

// Case is what of an invoice decides who must approve it.
type Case struct {
	Received   day.Day     // when the invoice came in
	Ready      day.Day     // from when on it waited for approval: read and coded; "" as Received
	Amount     money.Cents // what the supplier asks, VAT included; negative for a credit note
	Supplier   string      // its key
	Payee      string      // account that would be paid
	NewParty   bool        // the supplier was not known before
	NewAccount bool        // the account was not known as the supplier's
	Entered    []string    // persons who typed or corrected what the invoice says
	Took       []string    // persons who said that it was delivered
	Ordered    []string    // persons who ordered it
	Parts      []Part      // how it is coded; what of Amount they leave is a part without coding
	Match      Match
	Terms      Terms
}

// Part is an amount of the invoice with one coding.
type Part struct {
	Line       string // number of the invoice's line, for disputes
	Amount     money.Cents
	Account    string
	CostCentre string
	Taakveld   string
	Categorie  string
	Project    string
}

// Match is what comparing the invoice with orders and receipts gave; package
// commitment does that.
type Match struct {
	State string // "matched", "tolerance", "deviates", "notfound"; "" not compared
	Ways  int    // 2: with the order; 3: with what was received too
}

// Terms is what of the invoice moves its last day of payment; see Clock.
type Terms struct {
	Performed day.Day // when goods or services were received or accepted, if after the invoice
	Defective bool    // it was sent back as incomplete or wrong
	Completed day.Day // when the right invoice came instead
	Agreed    day.Day // last day of payment that was agreed in the contract
}

// parts gives the coding of the whole amount: what the parts leave is a part
// without coding.
func (c Case) parts() []Part {
	rest := c.Amount
	for _, p := range c.Parts {
		rest -= p.Amount
	}
	if rest == 0 {
		return c.Parts
	}
	return append(append([]Part{}, c.Parts...), Part{Amount: rest})
}

// Act is something a person did to an invoice that waits for approval. Acts are
// facts: they are recorded and never changed.
type Act struct {
	ID      int64 // in the order in which they were done
	Kind    ActKind
	Person  string
	For     string // whom the person stood in for, if he said so
	Day     day.Day
	Step    string      // key of the step, of an approval
	Basis   Basis       // of that step as the person saw it
	Of      int64       // the act that is answered, settled, withdrawn or reopened
	Amount  money.Cents // disputed; of a settlement: what of it is owed after all
	Lines   []string    // disputed lines of the invoice
	To      string      // whom a question is for, "" whoever entered it
	Comment string
}

// ActKind is what was done.
type ActKind string

const (
	Approve  ActKind = "approve"  // a step: an approval or a declaration of performance
	Withdraw ActKind = "withdraw" // takes back one's own approval
	Ask      ActKind = "ask"      // returned with a question; it waits for the answer
	Answer   ActKind = "answer"
	Dispute  ActKind = "dispute" // an amount or lines; the rest goes on
	Settle   ActKind = "settle"  // ends a dispute
	Reject   ActKind = "reject"  // back to the supplier
	Reopen   ActKind = "reopen"  // ends a rejection
	Comment  ActKind = "comment"
)

// Basis is what an approval rests on. When it changes the approval lapses.
type Basis struct {
	Supplier string      `json:"supplier,omitempty"`
	Payee    string      `json:"payee,omitempty"`
	Amount   money.Cents `json:"amount"`
	Coding   string      `json:"coding,omitempty"` // accounts, where the step looks at them
}

// lapsed says why an approval on one basis does not hold on another; nil when it
// holds. A smaller amount stays approved.
func (b Basis) lapsed(now Basis) *Reason {
	var r Reason
	switch {
	case b.Supplier != now.Supplier:
		r = reason("lapsed-supplier")
	case b.Payee != now.Payee:
		r = reason("lapsed-payee", "was", b.Payee, "is", now.Payee)
	case (b.Amount < 0) != (now.Amount < 0) || now.Amount.Abs() > b.Amount.Abs():
		r = reason("lapsed-amount", "was", b.Amount, "is", now.Amount)
	case b.Coding != now.Coding:
		r = reason("lapsed-coding", "was", b.Coding, "is", now.Coding)
	default:
		return nil
	}
	return &r
}
