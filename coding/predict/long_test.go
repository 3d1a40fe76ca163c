// SPDX-License-Identifier: EUPL-1.2

package predict

import "testing"

// Long leaves a test out of short runs. The race detector is given those: what the
// test proves has no two things that run side by side, or others prove the same.
func Long(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("long, and of one thing after the other")
	}
}
