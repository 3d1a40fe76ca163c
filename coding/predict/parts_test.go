// SPDX-License-Identifier: EUPL-1.2

package predict_test

import (
	"reflect"
	"testing"

	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/day"
)

// What never stood together is proposed when both parts are likely: the account
// by the supplier, the cost centre by the department.
func TestPartsThatNeverStoodTogether(t *testing.T) {
	for _, targets := range [][]coding.Field{
		{coding.Account, coding.CostCentre}, {coding.CostCentre, coding.Account}, {coding.Account, coding.CostCentre, coding.Project},
	} {
		m := predict.New(nil, targets...)
		line := func(i int, supplier, area, account, centre string) predict.Row {
			return predict.Row{Day: day.Day("2025-01-01").Add(i), Supplier: supplier, Amount: 41_250, Area: area,
				Coding: coding.Coding{Account: account, CostCentre: centre, Project: "P"}}
		}
		for i := range 40 {
			m.Learn(line(i, "Wijkwarmte", "Sport", "4310", "K1"))
			m.Learn(line(i, "Stroomhuis", "Sport", "4320", "K1"))
			m.Learn(line(i, "Stroomhuis", "Park", "4320", "K2"))
		}
		asked := predict.Row{Day: "2025-03-01", Supplier: "Wijkwarmte", Amount: 41_250, Area: "Park"}
		got := m.Propose(asked)
		found := false
		for _, p := range got {
			if p.Coding.Account == "4310" && p.Coding.CostCentre == "K2" {
				found = true
				if p.Reasons[0].Code != "predict.reason.parts" || len(p.Like) != 0 {
					t.Errorf("%v: %+v", targets, p)
				}
			}
		}
		if !found {
			t.Errorf("%v: %+v", targets, got)
		}
		if again := m.Propose(asked); !reflect.DeepEqual(got, again) {
			t.Errorf("%v: proposed otherwise the second time", targets)
		}
	}
}
