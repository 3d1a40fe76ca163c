// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"time"

	"rentmeester/day"
	"rentmeester/money"
)

// Invoices is what the pages need of the invoices that we receive. Who looks is
// given along, since whose turn it is decides what a page offers.
type Invoices interface {
	Invoices(ctx context.Context, by string, filter InvoiceFilter, cursor string) (InvoiceList, error)
	Invoice(ctx context.Context, by, id string) (Invoice, error)
	InvoiceCounts(ctx context.Context, by string) (InvoiceCounts, error)
	// Correct gives fields the values that a person read; an empty value says
	// that the field is not on the invoice.
	Correct(ctx context.Context, by, id string, values []Correction) error
	// Release releases what holds an invoice, and says why where that is asked;
	// waiting counts what still needs a second person.
	Release(ctx context.Context, by, id, kind, because string) (waiting int, err error)
	// Copy says that an invoice is another one by another way: it is not paid.
	Copy(ctx context.Context, by, id, of string) error
	Hold(ctx context.Context, by, id, comment string) error
	Assign(ctx context.Context, by, id, supplier string) error
	// Code codes the lines that the parts are of; others keep what they have.
	Code(ctx context.Context, by, id string, parts []CodePart) error
	Act(ctx context.Context, by, id string, act InvoiceAct) error
	// SetClock says what moves the day by which an invoice must be paid, all of it
	// anew.
	SetClock(ctx context.Context, by, id string, f ClockFacts) error
	// Reply gives what would be told to the supplier, as the language has it.
	Reply(ctx context.Context, id, lang string) (Reply, error)
	// SendReply puts that in the outgoing mail, to an address.
	SendReply(ctx context.Context, by, id, to, lang string) error
	// ReplyFile gives the electronic answer.
	ReplyFile(ctx context.Context, id string) (File, error)
}

// InvoiceFilter narrows the list of invoices.
type InvoiceFilter struct {
	State            string // InvHeld, …; "" all
	Query            string
	Mine             bool    // only where it is the turn of who looks
	Waits            string  // only where it is the turn of this person
	Supplier         string  // number
	From, Until, Due day.Day // issued between these days; to be paid before this one has passed
	Least, Most      string  // payable, as 1234.56; "" whatever
}

// States of an invoice.
const (
	InvHeld     = "held"
	InvCoding   = "coding"
	InvApproval = "approval"
	InvBooked   = "booked"
	InvPaying   = "paying"
	InvPaid     = "paid"
	InvRejected = "rejected"
)

// InvoiceList is a page of invoices, the most urgent first.
type InvoiceList struct {
	Invoices []InvoiceHead
	Next     string
}

// InvoiceCounts says what waits.
type InvoiceCounts struct {
	Documents              int // in all
	Unread, Asked          int // documents that nothing could read, and of which a person must say what they are
	Held, Coding, Approval int
	Mine                   int // of those, where it is the turn of who looks
}

// Waiting counts what waits for a person.
func (c InvoiceCounts) Waiting() int { return c.Unread + c.Asked + c.Held + c.Coding + c.Approval }

// InvoiceHead is an invoice in a list.
type InvoiceHead struct {
	ID, Number string
	Supplier   string // number, "" not known
	Name       string
	Kind       string // invoice, creditnote
	Issued     day.Day
	Due        day.Day
	Received   day.Day
	Last       day.Day // of the legal term
	Left       int     // days until then; negative: late
	Currency   string
	Payable    money.Cents
	Open       money.Cents // of what was booked
	State      string
	Holds      []Hold // that are open
	Turn       []string
	Mine       bool // it is the turn of who looks
}

// Clocked says that the days of the law still count.
func (h InvoiceHead) Clocked() bool {
	return h.Last != "" && h.State != InvPaid && h.State != InvRejected
}

// Foreign says that amounts are not in euros.
func (h InvoiceHead) Foreign() bool { return foreign(h.Currency) }

// Hold is why an invoice waits.
type Hold struct {
	ID, Kind      string
	Why           Sentence
	Persons       int // that must release it
	First, Second string
	State         string // open, released, dropped
	Account       string // the bank account that it is about, "" none
}

// Open says that it still holds.
func (h Hold) Open() bool { return h.State == "open" }

// Released counts who released it.
func (h Hold) Released() (n int) {
	for _, who := range []string{h.First, h.Second} {
		if who != "" {
			n++
		}
	}
	return n
}

// Invoice is all there is to see of one.
type Invoice struct {
	InvoiceHead
	Net, VAT, Gross money.Cents
	IBAN, Holder    string
	Reference       string
	Document        DocumentHead
	Pages           []Page
	Fields          []Field
	Lines           []InvoiceLine
	Notes           []string
	Findings        []Finding
	AllHolds        []Hold
	Seller          Recognised
	Suspects        []Suspect
	Coding          Coding
	Approval        Approval
	History         []Event
	Payment         *Payment // nil when it was not booked
	Bookings        []Booking
	Clock           ClockFacts
	Match           []Sentence // how it agrees with order and receipt
	Orders          []Linked   // that it is about
	MaybeOrders     []Linked   // that it may be about, when it names none
	May             InvoiceMay
}

// InvoiceMay says what the state of an invoice allows.
type InvoiceMay struct {
	Correct, Code, Hold, Reject, Reopen, Unbook, Assign, Reply bool
	Copy                                                       bool // it may be said to be another one
	Withdraw                                                   bool // one's own approval
	Clock                                                      bool // it may be said what moves its last day
}

// ClockFacts are what moves the day by which an invoice must be paid.
type ClockFacts struct {
	Performed day.Day // delivered, after the invoice
	Agreed    day.Day // last day of payment by the contract
	Returned  day.Day // sent back because it is not right
	Completed day.Day // the right invoice came
	Why, By   string
	On        day.Day // it was said
}

// Field is a value of the invoice, with where it stands and how sure it is.
type Field struct {
	Name        string // number, issued, seller.name …
	Value       string // as it is kept: days as 2026-01-31, amounts as 1234.56
	Raw         string // as it stands on the page
	Form        string // text, day, amount, iban
	Places      []Box
	Proof       string // sum, checkdigit, history, label, xml, person; "" none
	Probability float64
	Doubtful    bool
	Path        string // where it stands in the XML
	Fixed       bool   // it cannot be corrected
}

// Box is where something stands on a page, in percents of the page.
type Box struct {
	Page                     int // from 1
	Left, Top, Width, Height float64
}

// Correction is a value that a person gives to a field.
type Correction struct{ Name, Value string }

// InvoiceLine is a line of an invoice as its supplier wrote it.
type InvoiceLine struct {
	Number, Text, Quantity, Unit, Price, Rate string
	Net                                       money.Cents
}

// Finding is a rule that the invoice does not keep.
type Finding struct {
	Rule, Severity string            // error, warning, policy
	Messages       map[string]string // by language
	Path           string
	Line           int
	OnPage         bool
}

// Recognised is who sent it and why we think so.
type Recognised struct {
	Number, Name, State string
	Reasons             []Sentence
	Candidates          []Candidate
	Proposed            bool // he is new: nobody accepted him yet
}

// Candidate is somebody who may have sent it.
type Candidate struct {
	Number, Name string
	Probability  float64
	Reasons      []Sentence
}

// Suspect is another invoice that may be the same one.
type Suspect struct {
	InvoiceHead
	Document    string // ID
	Probability float64
	Reasons     []Sentence
}

// Coding is how an invoice is booked, or how it could be.
type Coding struct {
	Whole   bool // every line is coded
	By      string
	Lines   []CodeLine
	Seen    string // names what is proposed for every line; "" nothing is
	Counts  bool   // others learn from it
	Wrong   bool   // it was said to be wrong, or taken back: nobody learns from it
	Model   string
	Notes   []Sentence // where the invoice does not agree with itself, or cannot be booked so
	Entry   []BookingLine
	Choices CodeChoices
}

// CodeLine is a line of the invoice with its coding.
type CodeLine struct {
	At           int // its place, from 1
	Number, Text string
	Net          money.Cents
	Rate         string
	Parts        []CodePart // as it is coded; none: not yet
	Proposal     CodeOption // without parts: nothing is proposed
	Guess        bool       // Proposal is not sure enough to be filled in
	Otherwise    *CodeTurn  // it was booked otherwise before; nil when not
	Alternatives []CodeOption
	Findings     []CodeFinding
}

// CodeOption is a way to code a line.
type CodeOption struct {
	ID          string // names what would be booked
	Parts       []CodePart
	Probability float64
	Reasons     []Sentence
	Like        []Linked // earlier invoices that say so
}

// CodePart is a part of a line and on what it is booked.
type CodePart struct {
	At         int // place of the line that it is of; 0 every line
	Account    string
	CostCentre string
	Taakveld   string
	Categorie  string
	Project    string
	Treatment  string      // of VAT; "" leaves it to policy
	Amount     money.Cents // without VAT; 0 the whole line, or a share of it
}

// CodeFinding is what is wrong with a coding.
type CodeFinding struct {
	Why    Sentence
	Blocks bool
}

// CodeChoices are the codes that can be chosen.
type CodeChoices struct {
	Accounts, CostCentres, Taakvelden, Categories []Choice
	Treatments                                    []string
}

// Choice is a code with its name.
type Choice struct{ Code, Name string }

// Linked names something that has a page.
type Linked struct{ ID, Label string }

// InvoiceAct is something that a person does with an invoice.
type InvoiceAct struct {
	Kind    string // approve, withdraw, ask, answer, dispute, settle, reject, reopen, comment, unbook
	Step    string // of approve, "" the first that he may do
	Of      string // the act that is answered, settled or withdrawn
	Amount  money.Cents
	Lines   []string
	To      string
	Comment string
}

// Approval is where the approval of an invoice stands.
type Approval struct {
	State     string // waiting, asked, disputed, approved, rejected; "" it has not begun
	Steps     []ApprovalStep
	Turn      []Person
	Missing   []Sentence
	Why       []Sentence // how the clock was reckoned
	Lapsed    []Event    // approvals that no longer hold
	Questions []Event
	Disputes  []Event
	Payable   money.Cents
	Disputed  money.Cents
	Declined  money.Cents
	Reminders []Sentence
	MayNot    Sentence // why who looks may not approve now; no code: he may, or nothing is asked
}

// Mine says that who looks may do a step now.
func (a Approval) Mine() bool {
	for _, s := range a.Steps {
		if s.Mine {
			return true
		}
	}
	return false
}

// ApprovalStep is one person's yes that is wanted.
type ApprovalStep struct {
	Key, Name, Role, CostCentre string
	Receipt                     bool // that it was delivered, not that it may be paid
	Done, Turn, Mine            bool
	By, For                     string
	On                          day.Day // it was done
	May, MayNot                 []Person
	Why                         []Sentence
}

// Person is somebody who can do something, or not.
type Person struct {
	Name, For string
	Away      bool
	Bar       Sentence
}

// Event is something that happened to an invoice.
type Event struct {
	ID, Kind string
	By       string // "" the program
	At       time.Time
	Amount   money.Cents
	Lines    []string
	To       string
	Comment  string
	Void     bool // it counts no more
	Why      Sentence
	Mine     bool // by who looks
}

// Booking is a journal entry of an invoice.
type Booking struct {
	Day      day.Day
	Text     string
	By       string
	Reversal bool
	Lines    []BookingLine
}

// BookingLine is one line of it.
type BookingLine struct {
	Account, Name string
	Amount        money.Cents // debit is positive
	Dimensions    []Dimension
}

// Payment is how far an invoice is paid.
type Payment struct {
	Item         string
	Amount, Open money.Cents
	Due          day.Day
	Run          string // ID of the payment run it is in, "" none
	RunLabel     string
	RunState     string
	Statements   []Linked // on which it was paid
}

// Reply is what is told to the supplier.
type Reply struct {
	Subject, Body string
	To            string // mail address, "" not known
	Electronic    bool   // there is an answer for Peppol too
	Sendable      bool   // there is a mail server that it can go by
}
