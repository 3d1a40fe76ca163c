// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"sync/atomic"
	"testing"
	"time"
)

func TestBackgroundRunsOnceForManyAsks(t *testing.T) {
	var runs atomic.Int32
	b := newBackground(time.Hour, func(context.Context) bool { runs.Add(1); return true })
	defer b.close()
	for range 100 {
		b.ask()
	}
	b.flush()
	if n := runs.Load(); n != 1 {
		t.Errorf("%d runs, want 1", n)
	}
	b.flush() // nothing was asked for since
	b.ask()
	b.flush()
	if n := runs.Load(); n != 2 {
		t.Errorf("%d runs, want 2", n)
	}
}

// What is asked for during a run is not in it: one more follows, and one only.
func TestBackgroundRunsAgainForWhatCameMeanwhile(t *testing.T) {
	var runs, together atomic.Int32
	begun, goOn := make(chan bool, 10), make(chan bool)
	b := newBackground(0, func(context.Context) bool {
		if together.Add(1) > 1 {
			t.Error("two runs at once")
		}
		begun <- true
		<-goOn
		runs.Add(1)
		together.Add(-1)
		return true
	})
	defer b.close()
	b.ask()
	<-begun
	b.ask()
	b.ask()
	goOn <- true
	<-begun
	goOn <- true
	b.flush()
	if n := runs.Load(); n != 2 {
		t.Errorf("%d runs, want 2", n)
	}
}

func TestBackgroundTriesAgainWhatWasNotDone(t *testing.T) {
	var runs atomic.Int32
	b := newBackground(0, func(context.Context) bool { return runs.Add(1) == 3 })
	defer b.close()
	b.ask()
	b.flush()
	if n := runs.Load(); n != 3 {
		t.Errorf("%d runs, want 3", n)
	}
}

func TestBackgroundStops(t *testing.T) {
	begun := make(chan bool)
	b := newBackground(0, func(ctx context.Context) bool {
		close(begun)
		<-ctx.Done()
		return true
	})
	b.ask()
	<-begun
	waiting := make(chan bool)
	b.ask()
	go func() { b.flush(); close(waiting) }()
	b.close()
	<-waiting
	b.ask() // after the end it does nothing
}
