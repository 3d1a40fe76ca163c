// SPDX-License-Identifier: EUPL-1.2

package paying

import (
	"cmp"
	"slices"
	"strings"

	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/payment"
)

// State is how far a payment is, by the bank.
type State string

const (
	Accepted State = "accepted" // the bank will carry it out, or did
	Pending  State = "pending"  // the bank has not decided
	Rejected State = "rejected" // it will not be carried out
	Unclear  State = "unclear"  // the answer says two things, or of another amount: ask the bank
)

// states says what the codes of the bank mean (ISO 20022 external code lists for
// the status of a group, a block and a transfer). What is not here is pending.
var states = map[string]State{
	"ACTC": Pending, "RCVD": Pending, "PDNG": Pending, "PATC": Pending,
	"ACCP": Accepted, "ACSP": Accepted, "ACSC": Accepted, "ACWC": Accepted, "ACWP": Accepted, "ACCC": Accepted, "ACFC": Accepted,
	"RJCT": Rejected, "CANC": Rejected,
	"PART": Accepted, // of a whole: what is not named by itself was accepted
}

// Sent is a run as it was sent.
type Sent struct {
	MessageID string
	InfoID    string
	Payments  []Payment // with their EndToEndID
}

// Outcome is what a status report means for a run.
type Outcome struct {
	Ours     bool      // the report is about this run; if not, it says nothing
	State    State     // of the whole: Rejected or Accepted when all are, else Unclear when one is, else Pending
	Verdicts []Verdict // one for each payment, in the order of the run
	Reopen   []Settled // what is open again, as it was settled
	Unknown  []string  // payments of the report that are not in the run; "" is one that it does not name
}

// Verdict is what the report says of one payment.
type Verdict struct {
	EndToEndID string
	State      State
	Reasons    []Reason
	Payables   []int64
}

// Meaning says what a status report means for a run: which payments the bank
// rejected and why, and what is open again by that. What is said of a payment
// goes before what is said of its block, and that before the whole file. Nothing
// reopens on an answer that is unclear, so that nothing is paid twice.
//
// A part of an invoice for a g-account reopens by itself when its own payment is
// rejected; the rest stays paid.
func Meaning(sent Sent, report payment.StatusReport) Outcome {
	o := Outcome{Ours: report.OriginalMsg == sent.MessageID && sent.MessageID != ""}
	if !o.Ours {
		return o
	}
	block, each, nameless := heard(sent, report)
	whole := said{codes: codes(report.GroupStatus), reasons: report.Reasons}
	known := map[string]bool{}
	for _, one := range sent.Payments {
		known[one.EndToEndID] = true
		v := verdict(one, each[one.EndToEndID], block, whole)
		o.Verdicts = append(o.Verdicts, v)
		if v.State == Rejected {
			o.Reopen = append(o.Reopen, one.Settles...)
		}
	}
	for id := range each {
		if !known[id] {
			o.Unknown = append(o.Unknown, id)
		}
	}
	o.Unknown = append(o.Unknown, nameless...)
	slices.Sort(o.Unknown)
	slices.SortStableFunc(o.Reopen, func(a, b Settled) int { return cmp.Compare(a.Payable, b.Payable) })
	o.State = o.whole()
	return o
}

// said is all that a report says of one thing.
type said struct {
	codes   []string
	reasons []string
	amounts []money.Cents
}

// heard gathers what is said of the block, and of each payment. What is said of
// payments in another block is not about ours; what is said of a payment that is
// not named is about nobody can say which.
func heard(sent Sent, report payment.StatusReport) (block said, each map[string]said, nameless []string) {
	each = map[string]said{}
	for _, p := range report.Payments {
		switch {
		case p.InfoID != "" && p.InfoID != sent.InfoID:
		case p.EndToEndID != "":
			each[p.EndToEndID] = each[p.EndToEndID].and(p)
		case p.Single:
			nameless = append(nameless, p.InstructionID)
		default:
			block = block.and(p)
		}
	}
	return block, each, nameless
}

func (s said) and(p payment.PaymentStatus) said {
	s.codes = append(s.codes, codes(p.Status)...)
	s.reasons = append(s.reasons, p.Reasons...)
	if p.Amount != 0 {
		s.amounts = append(s.amounts, p.Amount)
	}
	return s
}

func codes(status string) []string {
	if status = strings.ToUpper(strings.TrimSpace(status)); status == "" {
		return nil
	}
	return []string{status}
}

// verdict takes the nearest that is said.
func verdict(one Payment, each, block, whole said) Verdict {
	v := Verdict{EndToEndID: one.EndToEndID, State: Pending}
	for _, s := range one.Settles {
		v.Payables = append(v.Payables, s.Payable)
	}
	near := each
	for _, wider := range []said{block, whole} {
		if len(near.codes) == 0 {
			near = said{codes: wider.codes, reasons: slices.Concat(near.reasons, wider.reasons)}
		}
	}
	for n, code := range near.codes {
		state, known := states[code]
		if !known {
			state = Pending
		}
		if n > 0 && state != v.State {
			v.State = Unclear
			break
		}
		v.State = state
	}
	for _, amount := range each.amounts {
		if amount != one.Amount {
			v.State = Unclear
			v.Reasons = append(v.Reasons, Reason{"paying.answer.amount", fault.Args("amount", one.Amount, "said", amount)})
		}
	}
	for _, reason := range near.reasons {
		v.Reasons = append(v.Reasons, InWords(reason))
	}
	return v
}

// whole gives the state of the run as a whole.
func (o Outcome) whole() State {
	state := Accepted
	for n, v := range o.Verdicts {
		switch {
		case v.State == Unclear:
			return Unclear
		case n == 0:
			state = v.State
		case v.State != state:
			state = Pending
		}
	}
	return state
}

// InWords gives the sentence for a reason of the bank as pain.002 has it: a code
// of four characters, and what the bank says beside it.
func InWords(reason string) Reason {
	code, note, _ := strings.Cut(reason, " ")
	key := "paying.bank." + code
	if !slices.Contains(Codes, code) {
		key, note = "paying.bank.other", reason
	}
	if note != "" {
		note = ": " + note
	}
	return Reason{key, fault.Args("note", note)}
}

// Codes are the reasons of the bank for which there is a sentence (ISO 20022
// ExternalStatusReason1Code, those that the EPC guidelines name for payments).
var Codes = []string{
	"AC01", "AC03", "AC04", "AC06", "AG01", "AG02", "AM01", "AM02", "AM03", "AM04", "AM05", "AM09", "AM10", "BE04", "BE05",
	"CNOR", "CURR", "CUST", "DNOR", "DS02", "DT01", "DT02", "DU01", "DU02", "DU03", "DU04", "DU05", "DUPL", "ED05", "FF01", "FF05",
	"MD07", "MS02", "MS03", "NARR", "RC01", "RF01", "RR01", "RR02", "RR03", "RR04", "TM01",
}
