// SPDX-License-Identifier: EUPL-1.2

package people

import (
	"strings"
	"testing"
	"time"
)

// TestAttemptsKeepNoLongNames: what is remembered of an attempt is bounded, also when
// megabytes were typed for a name.
func TestAttemptsKeepNoLongNames(t *testing.T) {
	a := newAttempts()
	a.wait(strings.Repeat("x", 1<<20), "192.0.2.1", time.Now())
	for key := range a.strange.byKey {
		if len(key) > 100 {
			t.Errorf("%d bytes are kept of a name", len(key))
		}
	}
}
