// SPDX-License-Identifier: EUPL-1.2

package invoices

import "rentmeester/fault"

// State says where an invoice is on its way.
type State string

const (
	Held     State = "held"     // something must be released first
	Coding   State = "coding"   // nobody said yet what it is booked on
	Approval State = "approval" // people must approve it
	Booked   State = "booked"   // it is in the ledger, and an open item says what we owe
	Paying   State = "paying"   // it stands in a payment run
	Rejected State = "rejected" // it went back to the supplier
)

// Paid is how an invoice is shown that is booked and whose open item is settled;
// no step writes it.
const Paid State = "paid"

// Act is what may be done with an invoice.
type Act string

const (
	Hold    Act = "hold"
	Release Act = "release"
	Code    Act = "code"
	Uncode  Act = "uncode"
	Approve Act = "approve"
	Reject  Act = "reject"
	Reopen  Act = "reopen"
	Unbook  Act = "unbook"
	Plan    Act = "plan"   // in a payment run
	Unplan  Act = "unplan" // out of it, or refused by the bank
)

// Facts are what decides, besides the act, where an invoice comes to stand.
type Facts struct {
	Holds    int  // that are open after the act
	Coded    bool // the whole of it
	Approved bool // by all who must
}

// allowed says from which states an act may be done.
var allowed = map[Act][]State{
	Hold:    {Held, Coding, Approval},
	Release: {Held},
	Code:    {Held, Coding, Approval},
	Uncode:  {Held, Approval},
	Approve: {Approval},
	Reject:  {Held, Coding, Approval},
	Reopen:  {Rejected},
	Unbook:  {Booked},
	Plan:    {Booked},
	Unplan:  {Paying},
}

// May says whether an act may be done in a state.
func (s State) May(a Act) bool {
	for _, from := range allowed[a] {
		if from == s {
			return true
		}
	}
	return false
}

// After gives the state that an act leads to. Errors: invoices.state.
func (s State) After(a Act, f Facts) (State, error) {
	if !s.May(a) {
		return s, fault.New("invoices.state", "state", s, "act", a)
	}
	switch a {
	case Reject:
		return Rejected, nil
	case Plan:
		return Paying, nil
	case Unplan:
		return Booked, nil
	case Approve:
		if f.Approved {
			return Booked, nil
		}
	}
	return f.open(), nil
}

// open gives the state of an invoice that is neither booked nor rejected.
func (f Facts) open() State {
	switch {
	case f.Holds > 0:
		return Held
	case !f.Coded:
		return Coding
	default:
		return Approval
	}
}
