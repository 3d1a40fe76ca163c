// SPDX-License-Identifier: EUPL-1.2

package highs

import (
	"context"
	"sync"
	"testing"
)

// TestLate: whoever asks first opens it, once, also when he goes away at once; what was
// never asked closes as well.
func TestLate(t *testing.T) {
	mustOpen(t)
	if err := (&Late{}).Close(); err != nil {
		t.Error(err)
	}
	late := &Late{Dir: cacheOfTests()}
	model := Model{Cost: []float64{1}, Lower: []float64{2}, Upper: []float64{9}, Start: []int{0}}
	gone, leave := context.WithCancel(t.Context())
	leave()
	_, _ = late.Solve(gone, model, Options{})
	first := late.solver
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			result, err := late.Solve(t.Context(), model, Options{})
			if err != nil || result.Objective != 2 {
				t.Error(result, err)
			}
		})
	}
	all.Wait()
	if first == nil || late.solver != first {
		t.Error("opened more than once")
	}
	if err := late.Close(); err != nil {
		t.Error(err)
	}
}
