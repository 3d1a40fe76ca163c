// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"time"
)

// Outbox is what the pages need of the mail that goes out.
type Outbox interface {
	// Letters gives the newest letters, of one state or of all ("").
	Letters(ctx context.Context, state string) (LetterList, error)
	Letter(ctx context.Context, id string) (Letter, error)
	// LetterCounts says how many letters there are in each state.
	LetterCounts(ctx context.Context) (map[string]int, error)
	// WithdrawLetter takes back a letter that did not go; LetterAgain lets one wait
	// once more. When it cannot be done as the letter stands the fault is ".stale".
	WithdrawLetter(ctx context.Context, by, id string) error
	LetterAgain(ctx context.Context, by, id string) error
}

// States of a letter.
const (
	LetterWaiting   = "waiting"
	LetterSending   = "sending"
	LetterSent      = "sent"
	LetterFailed    = "failed"
	LetterWithdrawn = "withdrawn"
)

// LetterStates are all states, what needs a person first.
var LetterStates = []string{LetterFailed, LetterWaiting, LetterSending, LetterSent, LetterWithdrawn}

// LetterList is a list of letters.
type LetterList struct {
	Letters []LetterHead
	Most    int      // there are more than this many; 0 these are all
	Off     Sentence // why nothing is sent; no code: it is
}

// LetterHead is a letter in a list.
type LetterHead struct {
	ID, Kind, To, Subject string
	State                 string
	By                    string // who had it put there
	At, Tried, Ended      time.Time
	Due                   time.Time // it is not tried before
	Attempts              int
	Why                   Sentence // it did not go; no code: nothing is the matter
	About, AboutID        string   // "invoice" or "document", and which; "" several things
}

// Again says whether it may wait once more, Back whether it may be taken back.
func (l LetterHead) Again() bool { return l.State == LetterFailed || l.State == LetterWithdrawn }

// Back is the other of the two.
func (l LetterHead) Back() bool { return l.State == LetterWaiting || l.State == LetterFailed }

// Letter is all that one says.
type Letter struct {
	LetterHead
	Body, MessageID string
	Attached        []string // names of files
}
