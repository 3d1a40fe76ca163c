// SPDX-License-Identifier: EUPL-1.2

package distribution_test

import (
	"testing"

	"rentmeester/coding"
	"rentmeester/coding/distribution"
	"rentmeester/coding/predict"
)

// As many documents learned in few days say less of another day than learned in many, and
// less than of a day of theirs.
func TestDocumentsOfFewDaysClaimLess(t *testing.T) {
	sure := func(days, asked int) float64 {
		m := distribution.New(predict.New(nil, coding.Account), coding.Account)
		for i := range 48 {
			one := energy(i, "Dorp")
			for at := range one {
				one[at].Day = date(i * days / 48)
				m.Learn(one[at])
			}
		}
		one := bare(energy(60, "Dorp"))
		for at := range one {
			one[at].Day = date(asked)
		}
		return m.Propose(one).Probability
	}
	last := 0.0
	for _, days := range []int{2, 6, 24} {
		got := sure(days, 300)
		if got <= last || got > 1 {
			t.Errorf("%d days: %.4f sure, after %.4f", days, got, last)
		}
		last = got
	}
	if another, same := sure(6, 300), sure(6, 2); same <= another {
		t.Errorf("of a day that was studied %.4f sure, of another %.4f", same, another)
	}
}
