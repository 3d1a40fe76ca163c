// SPDX-License-Identifier: EUPL-1.2

package predict_test

import (
	"testing"

	"rentmeester/coding"
	"rentmeester/coding/predict"
)

// What would have been proposed for a booked row knows nothing of its own day, nor
// of the row itself, whether it was learned already or not.
func TestBeforeItsDay(t *testing.T) {
	m := predict.New(nil, coding.Account)
	old := predict.Row{Day: "2025-01-02", Supplier: "A", Text: "x", Amount: 100, Coding: coding.Coding{Account: "4300"}}
	now := predict.Row{Day: "2025-01-03", Supplier: "A", Text: "x", Amount: 100, Coding: coding.Coding{Account: "4999"}}
	if got := m.Before(old); len(got) != 0 {
		t.Fatalf("%+v", got)
	}
	m.Learn(old)
	for range 2 {
		got := m.Before(now)
		if len(got) != 1 || got[0].Coding.Account != "4300" || got[0].Probability <= 0 {
			t.Fatalf("%+v", got)
		}
		m.Learn(now)
	}
	if got := m.Before(predict.Row{Day: "2025-01-04", Supplier: "A", Text: "x", Amount: 100}); len(got) != 2 {
		t.Fatalf("%+v", got)
	}
}
