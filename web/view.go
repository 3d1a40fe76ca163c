// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"io"
	"slices"
	"time"

	"rentmeester/day"
	"rentmeester/money"
)

// Source is everything the pages need of the rest of the program, scoped to one
// administration. Errors are faults: a code that ends in ".not-found" becomes a
// 404, one that ends in ".stale" a 409 (somebody was there before you), any
// other fault a 400, and an error that is no fault a 500.
//
// An ID is opaque: letters, digits and the marks - _ . only.
//
// Lists come in pages: cursor is "" for the first page or what the page before
// gave as next; next is "" on the last page.
type Source interface {
	Post
	Invoices
	Suppliers
	Orders
	Runs
	Outbox
	Codings
	Presence
	Debtors
	People
	Seconds
	Many
	Trails
	Policies
	Home
	Search
	Outcomes
	Staffing
	StaffHelp
	StaffEdit
	StaffPapers
	Charted
	Projects

	Overview(ctx context.Context) (Overview, error)
	// Account, Days and Statements take the Key of an AccountLine.
	Account(ctx context.Context, account string) (AccountLine, error)
	Days(ctx context.Context, account, cursor string) (days []DayLine, next string, err error)
	Statements(ctx context.Context, account, cursor string) (heads []StatementHead, next string, err error)
	Statement(ctx context.Context, id, cursor string) (Statement, error)

	Worklist(ctx context.Context, filter Filter, cursor string) (Worklist, error)
	WorkItem(ctx context.Context, line string) (WorkItem, error)
	// OpenItems finds open items for this line by number, name, reference or
	// amount, the likeliest first, at most some twenty.
	OpenItems(ctx context.Context, line, query string) ([]OpenItem, error)

	// Accept books a proposal or its runner-up for a line. The proposal's ID
	// must be of the proposal as it stands now, or the fault is ".stale".
	Accept(ctx context.Context, by, line, proposal string) (decision string, err error)
	// AcceptTicked is Accept for one of several that were ticked and accepted in
	// one go: it tells less of how good proposals are.
	AcceptTicked(ctx context.Context, by, line, proposal string) (decision string, err error)
	// Reject says that the proposal is wrong; the line stays on the worklist.
	Reject(ctx context.Context, by, line, proposal string) (decision string, err error)
	// Book books what a person made of it. The allocations add up to the line's
	// amount without its sign.
	Book(ctx context.Context, by, line string, allocations []Allocation) (decision string, err error)
	// Undo reverses a decision with a counter-entry; the line is on the
	// worklist again.
	Undo(ctx context.Context, by, decision string) (reversal string, err error)

	Decisions(ctx context.Context, cursor string) (decisions []Decision, next string, err error)
	Quarantine(ctx context.Context, cursor string) (kept []Quarantined, next string, err error)
	// Import reads one file that was uploaded. A file that is refused or kept in
	// quarantine is no error: the report says so.
	Import(ctx context.Context, by, name string, r io.Reader) (ImportReport, error)

	// Mandates gives the mandates under which collections failed, those to be
	// stopped first.
	Mandates(ctx context.Context) ([]Mandate, error)

	// Autopilot tells what the autopilot may do, why, and how well it goes. It
	// never tells which lines are in the blind sample.
	Autopilot(ctx context.Context) (Autopilot, error)
	// Rules gives the rules of policy. Habits reads all that was booked, to find
	// rules that people seem to follow: what takes longer than a moment goes on
	// while the page says so.
	Rules(ctx context.Context) (Rules, error)
	Habits(ctx context.Context) (Habits, error)
	// TryRules says what rules, as text, would have done with all that was booked.
	TryRules(ctx context.Context, rules string, from day.Day) ([]Replay, error)
	// AddRules puts rules in force from a day on. A rule that may book by itself
	// and that history contradicts is refused, unless forced.
	AddRules(ctx context.Context, by, rules string, from day.Day, force bool) ([]Replay, error)
}

// Sentence is something the program says: a key of the catalogue and its values.
type Sentence struct {
	Code string
	Args map[string]string
}

// Overview is the accounts with their proof, and what there is.
type Overview struct {
	Totals        Totals
	WaitingIn     money.Cents // sum of lines that came in and wait on the worklist
	WaitingOut    money.Cents // the same of lines that went out; negative
	OldestWaiting day.Day
	Accounts      []AccountLine
}

// Totals counts what the administration holds.
type Totals struct {
	Statements, Entries, Details, OpenItems int
	Matched                                 int // lines that are booked
	Automatic                               int // of those, by the autopilot
	OnWorklist, Quarantined                 int
}

// AccountLine is one bank account and its proof: the ledger's bank account
// equals the proved bank balance less what waits on the worklist.
type AccountLine struct {
	// Key names the account in addresses: its IBAN, and of one that is kept in
	// several currencies the currency too.
	Key                  string
	IBAN, Name, Currency string
	Entries              int
	Until                day.Day     // day of Closing
	Opening              money.Cents // of the first statement
	Closing              money.Cents // proved balance of the last statement
	Worklist             money.Cents // signed sum of the lines on the worklist
	Booked               money.Cents // in the ledger, matched to its destination
	Suspense             money.Cents // on the suspense account; equals Worklist
	Difference           money.Cents // Closing − Worklist − Booked
	Proved               bool        // sluitend: ja
	Reason               Sentence    // why not, when not Proved
}

// Called is how people call the account: by its name, or else its number, and
// with its currency when that is not the euro.
func (a AccountLine) Called() string {
	called := a.Name
	if called == "" {
		called = iban(a.IBAN)
	}
	if foreign(a.Currency) {
		called += " (" + a.Currency + ")"
	}
	return called
}

// foreign says that amounts are not in euros.
func foreign(currency string) bool { return currency != "" && currency != "EUR" }

// DayLine is the same proof at the end of one day.
type DayLine struct {
	Day        day.Day
	Closing    money.Cents
	Worklist   money.Cents
	Booked     money.Cents
	Difference money.Cents
	Proved     bool
	Reason     Sentence
	Statement  string // ID of the statement that closes the day; "" when none
	Label      string // how that statement is called, e.g. its number
}

// StatementHead is one statement in a list.
type StatementHead struct {
	ID, Label        string // Label is the bank's number or identification
	From, To         day.Day
	Opening, Closing money.Cents
	Entries, Waiting int // Waiting: of the entries, on the worklist
	Proved           bool
	Format, File     string
}

// Statement is a statement with a page of its lines.
type Statement struct {
	Head           StatementHead
	Account        string // key
	IBAN, Name     string
	SumIn, SumOut  money.Cents // SumOut is negative
	Proof          []Sentence  // what was proved of the reading, in words
	Lines          []StatementLine
	Next           string
	Previous, Then string // IDs of the neighbours in the chain; "" when none
}

// LineState says what became of a line.
type LineState string

const (
	LineBooked  LineState = "booked"
	LineWaiting LineState = "waiting"
	LineInfo    LineState = "info" // pending or for information: never booked
)

// StatementLine is a line and what happened to it.
type StatementLine struct {
	Line     Line
	State    LineState
	Decision *Decision // for LineBooked
}

// Line is one amount on a bank statement: an entry, or one detail of it.
type Line struct {
	ID              string
	Statement       string // ID
	StatementLabel  string
	Number          string // place in the statement, "12" or "12.3" for a detail
	Account         string // own IBAN
	Booked          day.Day
	Amount          money.Cents // signed: in is positive
	Currency        string
	Name, IBAN      string   // the other side
	Text            []string // remittance lines, as given
	Reference       string   // structured reference
	EndToEndID      string
	Mandate         string
	Batch           int // payments in a collected entry; 0 when it is none
	Return          Sentence
	ReturnDo        Sentence // what to do about that
	AccountHolder   string
	BankDescription string
}

// Show narrows the worklist.
type Show string

const (
	ShowAll   Show = ""
	ShowSure  Show = "sure"  // proposals of at least SureAt
	ShowDoubt Show = "doubt" // proposals below SureAt
	ShowNone  Show = "none"  // lines without a proposal
)

// SureAt is the probability from which the worklist calls a proposal sure.
const SureAt = 0.95

// Filter narrows the worklist.
type Filter struct {
	Account string // key of an account, "" all
	Query   string // words in name, text, reference or amount
	Show    Show
}

// Worklist is a page of what waits for a person.
type Worklist struct {
	Items    []WorkItem
	Next     string
	Total    int           // under the filter, all pages
	Accounts []AccountName // to choose from, whatever the filter
}

// AccountName names a bank account.
type AccountName struct{ Key, IBAN, Name, Currency string }

// WorkItem is a line that waits, with what the engine makes of it.
type WorkItem struct {
	Line     Line
	Proposal *Proposal // nil when there is none
	RunnerUp *Proposal // nil when there is none
	Others   []Proposal
	Why      Sentence   // why it waits for a person, in one sentence
	Decided  []Sentence // what decided between Proposal and the rest; without one, what was looked at in vain
	Keeps    []Sentence // what keeps Proposal from being done without a person
}

// AgainstRunnerUp gives what speaks against the runner-up and not against the
// proposal.
func (i WorkItem) AgainstRunnerUp() (list []Sentence) {
	if i.Proposal == nil || i.RunnerUp == nil {
		return nil
	}
	for _, s := range i.RunnerUp.Against {
		if !slices.ContainsFunc(i.Proposal.Against, func(o Sentence) bool { return o.Code == s.Code }) {
			list = append(list, s)
		}
	}
	return list
}

// Proposal is one way to book a line.
type Proposal struct {
	ID          string
	Allocations []Allocation
	Probability float64 // 0…1
	For         []Sentence
	Against     []Sentence
	Rule        string // of the policy that books it so; "" when none does
}

// AllocationKind says where money goes.
type AllocationKind string

const (
	ToItem    AllocationKind = "item"    // Ref is the number of an open item
	ToLedger  AllocationKind = "ledger"  // Ref is a ledger account
	OnAccount AllocationKind = "account" // Ref is the number of a party
)

// Allocation is a part of a line and where it goes.
type Allocation struct {
	Kind   AllocationKind
	Ref    string
	Name   string      // of the party or the ledger account; not read by Book
	Text   string      // of the item; not read by Book
	Amount money.Cents // in the direction of the line: positive settles
	Left   money.Cents // what stays open of the item afterwards; not read by Book
	Role   LedgerRole  // not read by Book
	// Dimensions of a booking on a ledger account; not read by Book.
	Dimensions []Dimension
}

// LedgerRole says what a ledger account stands for.
type LedgerRole string

const (
	RoleDifference LedgerRole = "difference" // a small difference that is written off
	RoleFee        LedgerRole = "fee"        // kept back by who pays for others
)

// Dimension is a kostenplaats, taakveld or other mark of a booking.
type Dimension struct{ Name, Value string }

// OpenItem is a candidate for a line.
type OpenItem struct {
	Number, Name, Text, Reference string
	Due                           day.Day
	Amount, Open                  money.Cents // unsigned
	Room                          money.Cents // unsigned: what this line can settle of it, or take back
}

// DecisionKind says what somebody did.
type DecisionKind string

const (
	Accepted DecisionKind = "accepted"
	Changed  DecisionKind = "changed"
	Rejected DecisionKind = "rejected"
	Reversed DecisionKind = "reversed"
)

// Decision is one act on one line.
type Decision struct {
	ID          string
	At          time.Time
	Kind        DecisionKind
	By          string // a person's name; "" is the autopilot
	Line        Line
	Allocations []Allocation
	Probability float64 // 0 when a person made it up
	Reasons     []Sentence
	Policy      string // version of the policy it was taken under
	UndoneBy    string // ID of the decision that reversed it
	CanUndo     bool
}

// Quarantined is something that was read but not believed.
type Quarantined struct {
	ID, File string
	At       time.Time
	Line     int      // 1-based line in the file; 0 unknown
	Reason   Sentence // the remedy is the sentence under Code + ".do"
	SHA256   string
}

// FileState says what became of a file.
type FileState string

const (
	FileNew        FileState = "new"
	FileKnown      FileState = "known" // imported before: nothing changed
	FileQuarantine FileState = "quarantine"
	FileRefused    FileState = "refused"
)

// ImportReport is what one upload brought; a zip brings several files.
type ImportReport struct {
	Files    []ImportedFile
	Matched  int // lines booked by the autopilot
	Proposed int // lines on the worklist with a proposal
	Waiting  int // lines on the worklist without
}

// ImportedFile is one file of an upload.
type ImportedFile struct {
	Name, Format          string
	State                 FileState
	Statements, Entries   int
	Items, Orders         int // open items, payment orders
	Documents, Suppliers  int
	Obligations, Receipts int    // orders of ours, and what was received on them
	Document              string // ID of the document that it was kept as
	Invoices              []ImportedInvoice
	Note                  Sentence // what else was found in it
	Problem               Sentence // for FileQuarantine and FileRefused
	Line                  int
}

// ImportedInvoice is an invoice of an uploaded file, and what holds it.
type ImportedInvoice struct {
	ID    string
	Holds []Sentence
}
