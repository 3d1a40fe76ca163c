// SPDX-License-Identifier: EUPL-1.2

// Package reconcile is the engine that says which bank line settles which open
// items, how sure it is and why. Values go in and proposals come out: it has no
// database, no clock, no network and no globals that change. It may import the
// vocabulary (bank, ledger, payment, party, money, day), ident and fault.
//
// The way of a line: find the references it cites and the parties who may have
// paid it (find.go, names.go), make every allocation that those suggest
// (candidates.go, batches.go, orders.go, told.go, returns.go, subset.go), weigh the evidence of each
// (weights.go) and name the best, its runner-up and what decided (reasons.go).
// ProposeAll does that for many lines and lets no cent of an item be promised
// twice (global.go).
package reconcile

import (
	"rentmeester/bank"
	"rentmeester/day"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/party"
	"rentmeester/payment"
)

// Line is one bank line to be explained: an entry that is one payment, one
// detail of a collected entry, or a collected entry as a whole.
type Line struct {
	ID            int64       // unique in a run; also the last tie-break, so that order of input never matters
	Account       string      // own account, IBAN in electronic form
	Amount        money.Cents // signed: in is positive
	Currency      string      // ISO 4217; "" counts as that of the item
	Booked        day.Day
	EndToEndID    string
	MandateID     string
	PaymentInfoID string
	MessageID     string
	InstructionID string
	Counterparty  party.Party
	Ultimate      string   // name of the ultimate debtor or creditor
	Remittance    []string // unstructured lines, as given
	Reference     string   // structured creditor reference
	ReferenceType string
	Return        *bank.Return
	Reversal      bool
	Code          bank.Code
	Info          string
	Part          bool         // one detail of a collected entry: never a batch by itself
	BatchCount    int          // transactions the bank says it holds; 0 unknown
	BatchTotal    *money.Cents // total the bank says, unsigned; nil unknown
	Charges       money.Cents  // costs the bank says it kept of what was paid, unsigned; 0 none or unknown
	Instructed    *money.Cents // what was ordered, in Currency of the line, where that is another amount; nil unknown
	Habits        []Habit      // what the rules of policy say of it, the most specific first
}

// Item is an open item as the books know it now. Amount and Open are unsigned;
// Open is what is still to be settled, 0 for a closed item. Closed items may be
// given: a return reopens them and a second payment is recognised by them.
type Item struct {
	ID          int64
	Number      string
	Kind        ledger.ItemKind
	PartyNumber string
	PartyName   string
	IBAN        string
	Amount      money.Cents
	Open        money.Cents
	Currency    string
	Issued      day.Day
	Due         day.Day
	Reference   string
	EndToEndID  string
	MandateID   string
	BatchID     string // PaymentInfoID of the batch it was sent in
	Description string
	Address     string // "Meidoornhof 140, 1234 AB Lindewoude", or a part of it; "" unknown
}

// sign is +1 when money coming in settles the item, -1 when money going out does.
func (i *Item) sign() money.Cents {
	if i.Kind == ledger.Payable {
		return -1
	}
	return 1
}

// Settled is a line of before that was settled, with what it settled. A return
// of that payment takes it back.
type Settled struct {
	Line          int64
	Account       string
	Amount        money.Cents // signed
	Currency      string
	Booked        day.Day
	EndToEndID    string
	MandateID     string
	PaymentInfoID string
	MessageID     string
	InstructionID string
	Counterparty  party.Party
	Remittance    []string // text, code and what the bank said beside it: by these like lines are known
	Info          string
	Code          bank.Code
	Back          bool // it came back: a return, or a reversal
	Allocations   []Allocation
}

// Batch is one block of orders that we sent to the bank (PmtInf of pain.001 or
// pain.008) and that may come back as one line.
type Batch struct {
	ID           int64
	Kind         payment.Kind
	InfoID       string // PmtInfId
	MessageID    string // MsgId
	Account      string // own account
	Execution    day.Day
	Total        money.Cents // unsigned
	Count        int
	Instructions []Instruction
}

// Instruction is one order of a Batch. Amount is unsigned. Item is the open item
// it stands for, 0 when that is to be found by its references.
type Instruction struct {
	EndToEndID    string
	InstructionID string
	Amount        money.Cents
	IBAN          string
	Name          string
	MandateID     string
	Reference     string
	Text          string // remittance text that went with the order
	Item          int64
	Rejected      bool         // the bank refused it (pain.002)
	Settles       []Allocation // exactly what it settles, where we know, signed as its line; nil that is to be found
}

// KnownPayer says that people or proved matches have seen this account pay for
// this party, and how often.
type KnownPayer struct {
	IBAN        string
	PartyNumber string
	Times       int
}

// Difference is the role of the ledger account that small differences go to.
const Difference = "difference"

// Allocation is a part of a line that goes to an item; or, with Item 0, to a
// ledger account (its code, or Difference) or on account of a party. Amount is
// signed as the line: what settles has the sign of the line that settles, what
// reopens has the opposite one of the item. Values are comparable with ==.
type Allocation struct {
	Item       int64
	Account    string
	Party      string `json:",omitempty"` // number of the party on whose account it waits
	Dimensions string `json:",omitempty"` // "kostenplaats=4010;taakveld=0.5": names sorted, for the booking
	Amount     money.Cents
}

// Habit is a booking on ledger accounts that a rule of policy gives for a line.
// The allocations add up to the line.
type Habit struct {
	Rule        string // its name in policy
	Allocations []Allocation
	Certain     bool // policy lets it be booked without a person, when no open item is meant
}

// Reason is one piece of evidence: a key of the catalogue and its values.
type Reason struct {
	Code string            `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

// Choice is one way to explain a line. The sum of Allocations and Rest is the
// amount of the line; Rest stays on the suspense account and the worklist.
type Choice struct {
	Allocations []Allocation
	Rest        money.Cents // signed as the line
	Probability float64     // 0 to 1, that exactly this is right
	Rule        string      // what found it: one of the Rule constants
	Safe        bool        // proved without any history: see conclude.go
	For         []Reason
	Against     []Reason
	Evidence    uint64 `json:",string,omitempty"` // what was found, as the model of this version numbers it: to learn from
	evidence    evidence
}

// The rules that find choices; their names stand in the catalogue as
// "reconcile.rule." and the name.
const (
	RuleReference = "reference" // a reference the line cites
	RuleEndToEnd  = "end-to-end"
	RuleBatch     = "batch"
	RulePayer     = "payer" // account or name of the payer with the amount
	RuleSum       = "sum"   // several items of one payer
	RulePart      = "part"  // part of what is open
	RuleAmount    = "amount"
	RuleReturn    = "return"
	RulePolicy    = "policy"     // a rule of policy
	RuleHabit     = "habit"      // what people booked before for like lines
	RuleOnAccount = "on-account" // paid again: waits on account of the payer
)

// Proposal is what the engine says of one line.
type Proposal struct {
	Line      int64
	Best      *Choice // nil: nothing found
	Runner    *Choice // nil: nothing else came into view
	Others    []Choice
	Ambiguous bool     // two explanations fit equally well: a person must look
	Why       []Reason // what decided, and why it is not Safe where it is not
	Alone     []int64  `json:"-"`          // items it considered by itself, where other lines changed that
	Pattern   string   `json:",omitempty"` // the evidence of Best and what stood against it: to learn from
}

// Choices gives what is proposed, the best first.
func (p *Proposal) Choices() (list []*Choice) {
	choicesOf(p, func(c *Choice) { list = append(list, c) })
	return list
}

// Settings is what policy says to the engine.
type Settings struct {
	Tolerance  money.Cents // largest difference written off; 0 none
	MaxChoices int         // choices kept for a line; 0 means 5
	Fee        string      // ledger account of fees that were kept back by who pays for others; "": none is supposed
	Subset     int         // largest number of open items of one payer that sums are tried on; 0 means 40
	Workers    int         // goroutines for ProposeAll; 0 means 2
	Model      *Model      // what was learned; nil means Prior
	Without    Part        // parts that are left out, to measure what they add
}

// Part is a part of the engine that can be left out to measure what it adds.
type Part uint8

// The parts; they add up.
const (
	Repair     Part = 1 << iota // references with a slip
	Sums                        // several items by one payment
	Together                    // the best whole of lines that rival one another
	Learning                    // accounts and habits learned from decisions
	Experience                  // how often a choice with such evidence was right
)

func (s Settings) withDefaults() Settings {
	if s.MaxChoices <= 0 {
		s.MaxChoices = 5
	}
	if s.Subset <= 0 {
		s.Subset = 40
	}
	if s.Workers <= 0 {
		s.Workers = 2
	}
	if s.Model == nil {
		s.Model = Prior()
	}
	return s
}
