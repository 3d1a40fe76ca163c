// SPDX-License-Identifier: EUPL-1.2

// Package intake fetches originals from where they arrive: a watched folder, a
// mailbox. It hands each to a Taker, which keeps it, and only then puts it away
// at its source. What happens to fall between those two, a crash or a lost
// connection, brings the same original again, and the Taker knows it by its
// hash: nothing is lost and nothing is taken twice.
//
// It knows neither the store nor the flows above it; time and waiting come in as
// parameters. It imports fault, oauth and formats/mail.
package intake

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"time"

	"rentmeester/fault"
)

// Taker keeps originals.
type Taker interface {
	// Take keeps an original and reads it. Without an error it is kept for good,
	// now or earlier, and may be put away. The error intake.refused, which
	// Refuse makes, says that it is kept but cannot be used: it is put with what
	// was refused. Any other error is trouble that is not the original's fault: it
	// stays where it is and is offered again.
	Take(ctx context.Context, from Source, name string, original io.ReadSeeker) error
}

// Source is where an original came from.
type Source struct {
	Kind  string `json:"kind"`  // "folder" or "mailbox"
	Place string `json:"place"` // the folder, or "user@host/INBOX"
}

// Refuse makes the error by which a Taker refuses an original.
func Refuse(name string, why error) error {
	return fault.Wrap(why, "intake.refused", "name", name)
}

// reason gives why an original was refused.
func reason(err error) error {
	var f *fault.Error
	if errors.As(err, &f) && f.Code == "intake.refused" && f.Err != nil {
		return f.Err
	}
	return err
}

// State is what became of an original in one look.
type State string

const (
	Taken   State = "taken"   // kept, and put away
	Refused State = "refused" // cannot be used; Err says why
	Trouble State = "trouble" // stays, and is tried again; Err says why
	Waiting State = "waiting" // not complete yet
)

// Outcome is what became of one original in one look.
type Outcome struct {
	From  Source
	Name  string
	State State
	Err   error
}

// Looker is a source that can be looked at.
type Looker interface {
	// Look takes what is there. The error says that the source as a whole was out
	// of reach; what was taken before that is in the outcomes.
	Look(context.Context) ([]Outcome, error)
	Source() Source
}

// Settings of a run.
type Settings struct {
	Every time.Duration                                    // between two looks
	Wait  func(ctx context.Context, d time.Duration) error // sleeps, or the error of the context
	Tell  func(Source, []Outcome, error)                   // what came of a look; one at a time
}

// firstRetry is how soon a source that was out of reach is tried again; each time
// after that it is twice as long, up to the usual interval.
const firstRetry = 5 * time.Second

// soon is when to look again whether a file is complete.
const soon = 10 * time.Second

func isWaiting(o Outcome) bool { return o.State == Waiting }

// Run looks at every source time after time until the context ends. A source out
// of reach does not keep the others.
func Run(ctx context.Context, sources []Looker, s Settings) {
	var one sync.Mutex
	var all sync.WaitGroup
	for _, source := range sources {
		all.Go(func() {
			retry := firstRetry
			for ctx.Err() == nil {
				outcomes, err := source.Look(ctx)
				if ctx.Err() != nil && len(outcomes) == 0 {
					return
				}
				one.Lock()
				s.Tell(source.Source(), outcomes, err)
				one.Unlock()
				pause := s.Every
				switch {
				case err != nil:
					pause, retry = min(retry, s.Every), 2*retry
				case slices.ContainsFunc(outcomes, isWaiting):
					pause, retry = min(soon, s.Every), firstRetry
				default:
					retry = firstRetry
				}
				if s.Wait(ctx, pause) != nil {
					return
				}
			}
		})
	}
	all.Wait()
}

// Once looks at every source until there is nothing that still waits to be
// complete, at most looks times with a pause between.
func Once(ctx context.Context, sources []Looker, looks int, s Settings) error {
	for _, source := range sources {
		for i := range looks {
			if i > 0 {
				if err := s.Wait(ctx, s.Every); err != nil {
					return err
				}
			}
			outcomes, err := source.Look(ctx)
			last := i == looks-1 || err != nil
			waiting := slices.ContainsFunc(outcomes, isWaiting)
			if waiting && !last {
				outcomes = slices.DeleteFunc(outcomes, isWaiting)
			}
			s.Tell(source.Source(), outcomes, err)
			if err := ctx.Err(); err != nil {
				return err
			}
			if last || !waiting {
				break
			}
		}
	}
	return nil
}

// Sleep waits on the clock of the machine; it is the Wait of a program.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// patience is after how many troubles in a row a look ends: then the trouble is
// not with one original. What was not tried comes first in the next look.
const patience = 10

// tries counts for each original how often it was in trouble, so that those go
// last and block no other.
type tries[K comparable] map[K]int

func (t tries[K]) order(all []K) {
	slices.SortStableFunc(all, func(a, b K) int { return t[a] - t[b] })
}

// forget drops what is there no longer.
func (t tries[K]) forget(there []K) {
	for k := range t {
		if !slices.Contains(there, k) {
			delete(t, k)
		}
	}
}
