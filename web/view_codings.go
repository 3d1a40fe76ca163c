// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"

	"rentmeester/day"
	"rentmeester/money"
)

// Codings is what the pages show of invoices that wait for a coding, and do with
// them. Faults end as with Source.
type Codings interface {
	Codings(ctx context.Context, f CodingFilter, cursor string) (CodingList, error)
	// CodingItem gives one invoice as it stands now; nil when it waits no more.
	CodingItem(ctx context.Context, invoice string) (*CodingItem, error)
	// ChooseCoding codes each line in one of the ways that were proposed, by
	// CodeOption.ID; when what was chosen is proposed no more the fault is ".stale".
	ChooseCoding(ctx context.Context, by, invoice string, choices map[int]string) error
	// Uncode takes a coding back that is not booked yet.
	Uncode(ctx context.Context, by, invoice string) error
	// SureCodings tells what accepting all that is sure would do.
	SureCodings(ctx context.Context) (SureCodings, error)
	// AcceptCodings codes as was seen; what changed meanwhile is left.
	AcceptCodings(ctx context.Context, by string, seen []SeenCoding) (CodingBatch, error)
	UndoCodings(ctx context.Context, by, batch string) (CodingBatch, error)
	// Misbooked says that a booking turned out wrong, so that nothing is learned from
	// it; Rightly takes that back.
	Misbooked(ctx context.Context, by, invoice, because string) error
	Rightly(ctx context.Context, by, invoice string) error
	// CodingPilot tells what the autopilot may code, and how well that goes.
	CodingPilot(ctx context.Context) (Autopilot, error)
}

// CodingFilter narrows the list of codings.
type CodingFilter struct {
	Show  string // sure, doubt, guess, otherwise; "" all
	Query string
}

// CodingList is a page of invoices that wait for a coding, the most urgent first.
type CodingList struct {
	Items   []CodingItem
	Next    string
	Counts  CodingCounts // whatever the filter
	Choices CodeChoices  // to type another coding
}

// CodingCounts counts what waits, by how sure its proposal is.
type CodingCounts struct{ Waiting, Sure, Doubt, Guess, Otherwise int }

// CodingItem is an invoice that waits for a coding, with what is proposed.
type CodingItem struct {
	InvoiceHead
	Order string
	Net   money.Cents
	Seen  string // names what is proposed
	Lines []CodeLine
	Notes []Sentence
}

// Guess says that for some line nothing is sure enough to be filled in.
func (i CodingItem) Guess() bool {
	for _, l := range i.Lines {
		if l.Guess || len(l.Proposal.Parts) == 0 {
			return true
		}
	}
	return len(i.Lines) == 0
}

// Proposed says that there is something to choose for every line.
func (i CodingItem) Proposed() bool {
	for _, l := range i.Lines {
		if len(l.Proposal.Parts) == 0 {
			return false
		}
	}
	return len(i.Lines) > 0
}

// Probability is that of the least sure line.
func (i CodingItem) Probability() float64 {
	least := 1.0
	for _, l := range i.Lines {
		least = min(least, l.Proposal.Probability)
	}
	return least
}

// CodeTurn says that lines like this were booked otherwise before.
type CodeTurn struct {
	From, To string // what differs, in codes
	Since    day.Day
	Last     day.Day // last that was booked as before
	Invoice  Linked  // first that was booked so; without ID it has no page
}

// SureCodings is what accepting all that is sure would do.
type SureCodings struct {
	Items      []CodingItem
	Net        money.Cents
	Claimed    float64 // average probability that they are right
	Judged     int     // invoices with as sure a proposal that people looked at
	Right      int     // of these right as proposed
	Wrong      float64 // exact upper bound of the share that is wrong
	Confidence float64
	More       bool // than these are sure
}

// Expected gives how many of them are expected to be wrong by their own claims.
func (s SureCodings) Expected() float64 { return float64(len(s.Items)) * (1 - s.Claimed) }

// SeenCoding is an invoice with what was proposed for it.
type SeenCoding struct{ Invoice, Seen string }

// CodingBatch is what several codings in one go came to.
type CodingBatch struct {
	Batch string
	Done  int
	Left  []Sentence // why others were not
}
