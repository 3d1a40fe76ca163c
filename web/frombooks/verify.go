// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"

	"rentmeester/app"
	"rentmeester/web"
)

// Verified implements web.Trails: the check of the books that was asked for last.
func (s *Source) Verified() web.Verification {
	last, began := s.verifying.last()
	if !began.IsZero() {
		last.Running, last.Began = true, began
	}
	return last
}

// Verify implements web.Trails.
func (s *Source) Verify(ctx context.Context) (web.Verification, error) {
	began := s.books.Now()
	done, _ := s.verifying.begin(began, nil, func(ctx context.Context, _ web.Verification) web.Verification {
		r, err := s.books.Check(ctx)
		v := verificationOf(r, err != nil)
		v.Began, v.Ended = began, s.books.Now()
		return v
	})
	awaits(ctx, done)
	return s.Verified(), nil
}

func verificationOf(r app.CheckReport, failed bool) web.Verification {
	return web.Verification{Failed: failed, Whole: r.Whole(), Events: int(r.Audit.Events), Head: r.Audit.Head, Broken: int(r.Audit.Broken),
		Reason: r.Audit.Reason, Balanced: r.Balanced, InStep: r.InStep, Files: r.Blobs, Faults: sentences(r.Faults)}
}
