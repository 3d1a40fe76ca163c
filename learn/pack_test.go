// SPDX-License-Identifier: EUPL-1.2

package learn

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// What is packed keeps its order, and a number is above a packed one exactly when
// it is packed higher: a tree that grew on packed values goes the same way with
// numbers.
func TestPackedKeepsItsOrder(t *testing.T) {
	number := rapid.OneOf(rapid.Float32Range(-70_000, 70_000), rapid.Float32Range(-1.1, 1.1), rapid.Float32Range(-1e-4, 1e-4))
	rapid.Check(t, func(t *rapid.T) {
		a, b := number.Draw(t, "a"), number.Draw(t, "b")
		pa, pb := packed(a), packed(b)
		if a <= b && pa > pb {
			t.Fatalf("%g is packed as %d, %g as %d", a, pa, b, pb)
		}
		if size := math.Abs(float64(a)); size < 65_000 && (a > highest(pb)) != (pa > pb) {
			t.Fatalf("%g against the highest that is packed as %g is: %g", a, b, highest(pb))
		}
	})
	for _, whole := range []float32{-1, 0, 1, 2, 1_000, 2_047} {
		if packed(whole) == packed(whole+1) || packed(whole) == packed(whole-1) {
			t.Errorf("%g is packed like its neighbour", whole)
		}
	}
}
