// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"sync"
	"time"
)

// background does one thing again after it was asked for: one at a time, and
// however often it is asked for meanwhile, once more afterwards.
type background struct {
	run  func(context.Context) (done bool) // not done: it is tried again
	calm time.Duration
	stop context.CancelFunc
	idle sync.WaitGroup // the goroutine

	mu     sync.Mutex
	turn   *sync.Cond
	asked  int           // how often it was asked for
	done   int           // of those, how many were seen by a run that ended
	hurry  int           // somebody waits until done is this
	wake   chan struct{} // one token: look at asked again
	closed bool
}

func newBackground(calm time.Duration, run func(context.Context) bool) *background {
	ctx, stop := context.WithCancel(context.Background())
	b := &background{run: run, calm: calm, stop: stop, wake: make(chan struct{}, 1)}
	b.turn = sync.NewCond(&b.mu)
	b.idle.Go(func() { b.loop(ctx) })
	return b
}

// ask wants a run that begins after now.
func (b *background) ask() {
	b.mu.Lock()
	b.asked++
	b.mu.Unlock()
	b.nudge()
}

func (b *background) nudge() {
	select {
	case b.wake <- struct{}{}:
	default: // the loop will look anyway
	}
}

// flush waits for the runs that were asked for.
func (b *background) flush() {
	b.mu.Lock()
	defer b.mu.Unlock()
	want := b.asked
	b.hurry = max(b.hurry, want)
	b.nudge()
	for b.done < want && !b.closed {
		b.turn.Wait()
	}
}

func (b *background) close() {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	b.stop()
	b.idle.Wait()
	b.turn.Broadcast()
}

func (b *background) loop(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.wake:
		}
		for b.pending() {
			seen, ok := b.quiet(ctx)
			if !ok {
				return
			}
			if !b.run(ctx) {
				continue
			}
			b.mu.Lock()
			b.done = seen
			b.mu.Unlock()
			b.turn.Broadcast()
		}
	}
}

func (b *background) pending() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.done < b.asked
}

// quiet waits until nobody asked for a while, or somebody is in a hurry, and
// gives how much was asked for by then.
func (b *background) quiet(ctx context.Context) (seen int, ok bool) {
	timer := time.NewTimer(b.calm)
	defer timer.Stop()
	for {
		b.mu.Lock()
		seen = b.asked
		hurried := b.hurry > b.done
		b.mu.Unlock()
		if hurried {
			return seen, ctx.Err() == nil
		}
		select {
		case <-ctx.Done():
			return 0, false
		case <-timer.C:
			return b.count(), ctx.Err() == nil
		case <-b.wake:
			timer.Reset(b.calm)
		}
	}
}

func (b *background) count() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.asked
}
