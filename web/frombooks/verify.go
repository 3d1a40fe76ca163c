// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"sync"
	"time"

	"rentmeester/app"
	"rentmeester/web"
)

const (
	verifyWait = 2 * time.Second  // how long who asks waits to see the outcome at once
	verifyMost = 30 * time.Minute // how long a check may take
)

// verifying is the check of the books that was asked for last. One runs at a time,
// in the background, and goes on when who asked leaves.
type verifying struct {
	mu   sync.Mutex
	last web.Verification
	done chan struct{} // closed when the one that runs ends
	stop context.CancelFunc
}

// Verified implements web.Trails.
func (s *Source) Verified() web.Verification {
	s.verifying.mu.Lock()
	defer s.verifying.mu.Unlock()
	return s.verifying.last
}

// Verify implements web.Trails.
func (s *Source) Verify(ctx context.Context) (web.Verification, error) {
	done := s.verifying.begin(s.books)
	select {
	case <-done:
	case <-time.After(verifyWait):
	case <-ctx.Done():
	}
	return s.Verified(), nil
}

func (v *verifying) begin(books *app.Books) <-chan struct{} {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.last.Running {
		return v.done
	}
	ctx, stop := context.WithTimeout(context.Background(), verifyMost)
	v.done, v.stop = make(chan struct{}), stop
	v.last.Running, v.last.Began = true, books.Now()
	go func() {
		defer stop()
		r, err := books.Check(ctx)
		v.mu.Lock()
		defer v.mu.Unlock()
		began := v.last.Began
		v.last = verificationOf(r, err != nil)
		v.last.Began, v.last.Ended = began, books.Now()
		close(v.done)
	}()
	return v.done
}

// end breaks off a check that runs, and waits for it.
func (v *verifying) end() {
	v.mu.Lock()
	stop, done := v.stop, v.done
	v.mu.Unlock()
	if stop != nil {
		stop()
		<-done
	}
}

func verificationOf(r app.CheckReport, failed bool) web.Verification {
	return web.Verification{Failed: failed, Whole: r.Whole(), Events: int(r.Audit.Events), Head: r.Audit.Head, Broken: int(r.Audit.Broken),
		Reason: r.Audit.Reason, Balanced: r.Balanced, InStep: r.InStep, Files: r.Blobs, Faults: sentences(r.Faults)}
}
