// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"time"
)

// Presence lets people who work on one thing see each other.
type Presence interface {
	// Here notes that somebody has a page open and gives who else has.
	Here(ctx context.Context, by, page string) (others []string, err error)
	// LastDone gives what was last done with what a page is about; the zero value
	// when nothing was, or when the page is about nothing that keeps it.
	LastDone(ctx context.Context, page string) (LastAct, error)
}

// LastAct is what somebody did, and when.
type LastAct struct {
	By   string // "" the program
	Kind string // as the history of an invoice names it, or a kind of decision
	At   time.Time
}
