// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"testing"
	"time"
)

// TestSingleIsOneAtATime: who asks while one runs waits for that one, another begins
// only when it is wanted, and what came of the last one is kept.
func TestSingleIsOneAtATime(t *testing.T) {
	var s single[int]
	goOn := make(chan bool)
	asked := time.Date(2026, 4, 1, 12, 0, 0, 0, time.UTC)
	count := func(_ context.Context, last int) int { <-goOn; return last + 1 }
	first, begun := s.begin(asked, nil, count)
	if _, began := s.last(); !begun || !began.Equal(asked) {
		t.Errorf("it runs since %v", began)
	}
	if same, again := s.begin(asked.Add(time.Hour), nil, count); again || same != first {
		t.Error("two run at once")
	}
	goOn <- true
	<-first
	if value, began := s.last(); value != 1 || !began.IsZero() {
		t.Errorf("%d came of it, and one runs since %v", value, began)
	}
	if none, begun := s.begin(asked, func(last int) bool { return last != 1 }, count); none != nil || begun {
		t.Error("it runs though it is not wanted")
	}
	second, begun := s.begin(asked, func(last int) bool { return last == 1 }, count)
	goOn <- true
	<-second
	if value, _ := s.last(); !begun || value != 2 {
		t.Errorf("%d came of the second", value)
	}
}

func TestSingleIsBrokenOff(t *testing.T) {
	var s single[error]
	s.end() // none runs
	s.begin(time.Now(), nil, func(ctx context.Context, _ error) error {
		<-ctx.Done()
		return ctx.Err()
	})
	s.end()
	if failed, began := s.last(); failed == nil || !began.IsZero() {
		t.Errorf("after the end: %v, one runs since %v", failed, began)
	}
}
