// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"sync"
	"time"

	"rentmeester/web"
)

const (
	habitsWait = 2 * time.Second  // how long who begins to look waits to see the outcome at once
	habitsMost = 30 * time.Minute // how long that may take
	habitsRest = 10               // how many times as long as it took it is not done again, when it took long
)

// looking looks for what people seem to follow: one look at a time, in the background,
// that goes on when who asked leaves. In large books it reads a million lines, so what
// it found then is shown as of then.
type looking struct {
	mu      sync.Mutex
	found   web.Habits
	version int64 // of the books that were looked through; 0 none
	ended   time.Time
	took    time.Duration
	failed  error
	done    chan struct{} // closed when the one that runs ends; nil: none runs
	stop    context.CancelFunc
}

// Habits implements web.Source.
func (s *Source) Habits(ctx context.Context) (web.Habits, error) {
	version, err := s.books.Version(ctx)
	if err != nil {
		return web.Habits{}, err
	}
	if begun := s.looking.begin(s, version); begun != nil {
		select {
		case <-begun:
		case <-time.After(habitsWait):
		case <-ctx.Done():
		}
	}
	s.looking.mu.Lock()
	defer s.looking.mu.Unlock()
	found := s.looking.found
	found.Looking = s.looking.done != nil
	return found, translate(s.looking.failed)
}

// begin begins to look when the books are others than those looked through, and gives
// when that has ended; nil: there is nothing to wait for.
func (l *looking) begin(s *Source, version int64) <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	rests := l.took > habitsWait && time.Since(l.ended) < habitsRest*l.took
	if l.done != nil || l.version == version || rests {
		return nil
	}
	ctx, stop := context.WithTimeout(context.Background(), habitsMost)
	done := make(chan struct{})
	l.done, l.stop, l.failed = done, stop, nil
	go func() {
		defer stop()
		began := time.Now()
		found, err := s.books.SuggestedRules(ctx)
		l.mu.Lock()
		defer l.mu.Unlock()
		l.done, l.ended, l.took, l.failed = nil, time.Now(), time.Since(began), err
		if err == nil {
			l.version, l.found = version, web.Habits{Known: true, Since: s.books.Now()}
			for _, f := range found {
				l.found.List = append(l.found.List, web.Habit{Rule: ruleOf(f.Rule, nil), Text: f.Text, Times: f.Times, Days: f.Days, First: f.First, Last: f.Last,
					Replay: replayOf(f.Report)})
			}
		}
		close(done)
	}()
	return done
}

// end breaks off a look that runs, and waits for it.
func (l *looking) end() {
	l.mu.Lock()
	stop, done := l.stop, l.done
	l.mu.Unlock()
	if done != nil {
		stop()
		<-done
	}
}
