// SPDX-License-Identifier: EUPL-1.2

// Package frombooks lets the pages look at the books: it translates what package
// app says to what package web shows, and back. It decides nothing. It may import
// app, web and everything below app but the store.
package frombooks

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"rentmeester/app"
	"rentmeester/app/invoices"
	"rentmeester/app/people"
	"rentmeester/app/staff"
	"rentmeester/web"
)

// Source gives the pages the books of one administration. It is safe for many
// requests at once. Close it when the pages stop.
type Source struct {
	Program string // version of the program, which papers name

	books *app.Books
	room  *people.Room
	again *background
	// propose brings what is proposed for codings up to date
	propose *background

	pilot    kept[web.Autopilot]
	overview kept[web.Overview]
	standing kept[web.Autopilot]
	watch    lately[app.Watch]
	first    single[error] // count of that
	results  lately[app.Results]
	looking  single[looked]
	remedies kept[[]staff.Help]
	turns    turns
	mandates lately[[]app.MandateView]
	tally    kept[invoices.Counts]
	pictures pictures

	verifying single[web.Verification]
}

// calm is how long nobody must have acted before the engine looks at the open
// lines again: a person who works through the list acts every few seconds, and
// what was thought before an act is lost by it.
const calm = 2 * time.Second

// New gives the source over b. What goes wrong in the background goes to log.
func New(b *app.Books, log *slog.Logger) *Source {
	s := &Source{books: b, room: people.New(b.Books)}
	s.again = newBackground(calm, func(ctx context.Context) bool {
		_, done, err := b.Refresh(ctx)
		if err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "reconcile after an act", "error", err)
		}
		return done || err != nil
	})
	s.propose = newBackground(calm, func(ctx context.Context) bool {
		if _, err := b.Invoices().Propose(ctx); err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "proposals of codings", "error", err)
		}
		return true // what failed is found again by the next run
	})
	recount(&s.watch, b, log, "what is told of all the books", b.Watch)
	recount(&s.mandates, b, log, "mandates under which collections failed", b.Mandates)
	recount(&s.results, b, log, "what came of the work", b.Results)
	return s
}

// Follow brings the proposals of codings up to date now, whenever the books changed,
// by whatever process, and when the past has been learned, until the context ends. What
// the first page tells of all the books is counted first, before anybody asks for it.
func (s *Source) Follow(ctx context.Context) {
	const often = 15 * time.Second
	s.watchFirst()
	tick := time.NewTicker(often)
	defer tick.Stop()
	for last := ""; ; {
		version, err := s.books.Version(ctx)
		learned, fails := s.books.Invoices().Learned(ctx)
		if now := fmt.Sprint(version, " ", learned); err == nil && fails == nil && now != last {
			last = now
			s.propose.ask()
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Flush waits until the engines have looked again after everything that was done
// before the call.
func (s *Source) Flush() {
	s.again.flush()
	s.propose.flush()
	s.watch.again.flush()
	s.results.again.flush()
	s.mandates.again.flush()
}

// Close stops the work in the background: what runs is broken off, which leaves
// the books as they were before it began. The next start looks again.
func (s *Source) Close() {
	s.again.close()
	s.propose.close()
	s.verifying.end()
	s.looking.end()
	s.first.end()
	s.watch.again.close()
	s.results.again.close()
	s.mandates.again.close()
}

var _ web.Source = (*Source)(nil)
