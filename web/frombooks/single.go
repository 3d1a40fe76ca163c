// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"sync"
	"time"
)

// single is work that takes long: one at a time, in the background, that goes on when
// who asked for it leaves. What came of the last one that ended is kept.
type single[T any] struct {
	mu    sync.Mutex
	value T             // what came of it; the zero value: none ended yet
	began time.Time     // when the one that runs was asked for
	done  chan struct{} // closed when that one ends; nil: none runs
	stop  context.CancelFunc
}

// singleMost is how long one may take.
const singleMost = 30 * time.Minute

// last gives what came of the last one that ended, and when the one was asked for that
// runs; the zero time: none runs.
func (s *single[T]) last() (value T, began time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.done != nil {
		began = s.began
	}
	return s.value, began
}

// begin begins one, when none runs and what came of the last one leaves that wanted
// (nil: it is). Of the one that runs then it gives when it ends (nil: none runs), and
// whether this began it.
func (s *single[T]) begin(now time.Time, wanted func(last T) bool, do func(ctx context.Context, last T) T) (done <-chan struct{}, begun bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.done != nil {
		return s.done, false
	}
	if wanted != nil && !wanted(s.value) {
		return nil, false
	}
	ctx, stop := context.WithTimeout(context.Background(), singleMost)
	ends, last := make(chan struct{}), s.value
	s.done, s.stop, s.began = ends, stop, now
	go func() {
		defer stop()
		value := do(ctx, last)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.value, s.done = value, nil
		close(ends)
	}()
	return ends, true
}

// end breaks off one that runs, and waits for it.
func (s *single[T]) end() {
	s.mu.Lock()
	stop, done := s.stop, s.done
	s.mu.Unlock()
	if done != nil {
		stop()
		<-done
	}
}

// singleWait is how long who asks waits to see the outcome at once.
const singleWait = 2 * time.Second

// awaits waits a moment for one that ends.
func awaits(ctx context.Context, done <-chan struct{}) {
	select {
	case <-done:
	case <-time.After(singleWait):
	case <-ctx.Done():
	}
}
