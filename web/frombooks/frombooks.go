// SPDX-License-Identifier: EUPL-1.2

// Package frombooks lets the pages look at the books: it translates what package
// app says to what package web shows, and back. It decides nothing. It may import
// app, web and everything below app but the store.
package frombooks

import (
	"context"
	"log/slog"
	"time"

	"rentmeester/app"
	"rentmeester/web"
)

// Source gives the pages the books of one administration. It is safe for many
// requests at once. Close it when the pages stop.
type Source struct {
	books *app.Books
	again *background

	overview kept[overview]
	standing kept[web.Autopilot]
	habits   kept[[]web.Habit]
	turns    turns
	pictures pictures
}

// calm is how long nobody must have acted before the engine looks at the open
// lines again: a person who works through the list acts every few seconds, and
// what was thought before an act is lost by it.
const calm = 2 * time.Second

// New gives the source over b. What goes wrong in the background goes to log.
func New(b *app.Books, log *slog.Logger) *Source {
	return &Source{books: b, again: newBackground(calm, func(ctx context.Context) bool {
		_, done, err := b.Refresh(ctx)
		if err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "reconcile after an act", "error", err)
		}
		return done || err != nil
	})}
}

// Flush waits until the engine has looked again after everything that was done
// before the call.
func (s *Source) Flush() { s.again.flush() }

// Close stops the work in the background: what runs is broken off, which leaves
// the books as they were before it began. The next start looks again.
func (s *Source) Close() { s.again.close() }

var _ web.Source = (*Source)(nil)
