// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"time"

	"rentmeester/web"
)

// habitsRest is how many times as long as it took to look it is not done again, when
// that took long.
const habitsRest = 10

// looked is what came of looking for what people seem to follow. In large books that
// reads a million lines, so what it found then is shown as of then.
type looked struct {
	found   web.Habits
	version int64 // of the books that were looked through; 0 none
	ended   time.Time
	took    time.Duration
	failed  error // of the last look; then found is of one before
}

// Habits implements web.Source.
func (s *Source) Habits(ctx context.Context) (web.Habits, error) {
	version, err := s.books.Version(ctx)
	if err != nil {
		return web.Habits{}, err
	}
	wanted := func(last looked) bool {
		rests := last.took > singleWait && time.Since(last.ended) < habitsRest*last.took
		return last.version != version && !rests
	}
	done, begun := s.looking.begin(s.books.Now(), wanted, func(ctx context.Context, last looked) looked { return s.look(ctx, version, last) })
	if begun {
		awaits(ctx, done)
	}
	last, began := s.looking.last()
	if last.found.Looking = !began.IsZero(); last.found.Looking {
		return last.found, nil
	}
	return last.found, translate(last.failed)
}

// look looks for them; what cannot be done leaves what was found before.
func (s *Source) look(ctx context.Context, version int64, last looked) looked {
	began := time.Now()
	found, err := s.books.SuggestedRules(ctx)
	if last.failed = err; err == nil {
		last.version, last.found = version, web.Habits{Known: true, Since: s.books.Now()}
		for _, f := range found {
			last.found.List = append(last.found.List, web.Habit{Rule: ruleOf(f.Rule, nil), Text: f.Text, Times: f.Times, Days: f.Days, First: f.First, Last: f.Last,
				Replay: replayOf(f.Report)})
		}
	}
	last.ended, last.took = time.Now(), time.Since(began)
	return last
}
