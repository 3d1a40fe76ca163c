// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"time"
)

// Trails are what the pages of the audit trail need of Source.
type Trails interface {
	// Trail gives a page of the audit trail, the newest first.
	Trail(ctx context.Context, f TrailFilter, cursor string) (list []TrailEvent, next string, err error)
	// Actors gives who ever acted, by name; "" is no name.
	Actors(ctx context.Context) ([]string, error)
	// History gives what happened to one thing, as it happened, from the file that
	// it came in to the payment.
	History(ctx context.Context, subject string) (History, error)
	// EachEvent gives all events that the filter lets through, as they happened.
	EachEvent(ctx context.Context, f TrailFilter, each func(TrailEvent) error) error
	// Verify begins to check the whole of the books, when nobody does already, and
	// waits a moment for it. Verified says how the last check stands.
	Verify(ctx context.Context) (Verification, error)
	Verified() Verification
}

// TrailFilter narrows the audit trail; times are from the one until before the
// other, zero has no end.
type TrailFilter struct {
	Since, Until         time.Time
	Actor, Kind, Subject string
}

// TrailEvent is one event of the audit chain.
type TrailEvent struct {
	Seq       int64
	At        time.Time
	Actor     string // "" is the autopilot
	Act       string
	Subject   string
	Said      Sentence // the event in words
	About     Sentence // what it is about, in words; no code: nothing that has a name
	Link      string   // page of that; "" none
	Payload   string   // JSON, as it is under the hash
	Hash      string
	ActorName string // as the chain has it
	Stamp     string // likewise
}

// History is what happened to one thing.
type History struct {
	About  Sentence
	Link   string
	Events []TrailEvent
	Tied   []TrailEvent // what it is tied to: Subject, About and Link only
}

// Verification is a check of the books.
type Verification struct {
	Running  bool
	Began    time.Time
	Ended    time.Time // zero: never
	Failed   bool      // it could not be done
	Whole    bool
	Events   int // of the chain
	Head     string
	Broken   int    // event that does not follow from the one before; 0 none
	Reason   string // changed, missing, head
	Balanced bool
	InStep   bool
	Files    int // originals whose bytes still give their hash
	Faults   []Sentence
}
