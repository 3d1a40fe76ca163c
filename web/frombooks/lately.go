// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"

	"rentmeester/app"
)

// lately is something that takes long to count and may be of a moment ago: who asks
// gets what was counted last, and when the books changed since it is counted again
// behind his back. Only the first waits.
type lately[T any] struct {
	mu      sync.Mutex
	value   T
	version int64
	known   atomic.Bool
	again   *background // runs count
	asked   int64       // version for which that was asked
}

// get gives what was counted last.
func (l *lately[T]) get(ctx context.Context, version func(context.Context) (int64, error), count func(context.Context) (T, error)) (T, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now, err := version(ctx)
	if err != nil {
		return l.value, err
	}
	if !l.known.Load() {
		value, err := count(ctx)
		if err != nil {
			return value, err
		}
		l.value, l.version, l.asked = value, now, now
		l.known.Store(true)
	}
	if now != l.version && now != l.asked {
		l.asked = now
		l.again.ask()
	}
	return l.value, nil
}

// set keeps what was counted under a version.
func (l *lately[T]) set(value T, version int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.value, l.version, l.asked = value, version, version
	l.known.Store(true)
}

// recount makes that something is counted again in the background when it was asked for.
func recount[T any](l *lately[T], b *app.Books, log *slog.Logger, what string, count func(context.Context) (T, error)) {
	l.again = newBackground(calm, func(ctx context.Context) bool {
		version, err := b.Version(ctx)
		if err == nil {
			var value T
			if value, err = count(ctx); err == nil {
				l.set(value, version)
			}
		}
		if err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, what, "error", err)
		}
		return true // who asks next asks again
	})
}
