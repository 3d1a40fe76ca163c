// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"reflect"
	"testing"

	"rentmeester/fault"
	"rentmeester/staffing"
)

func TestStaffingChanges(t *testing.T) {
	p, err := Parse(later(`staffing: {priority: {5: 60}, rather-not: 9, missed: 10, fair: [{above: 50, price: 2}]}`))
	if err != nil {
		t.Fatal(err)
	}
	before, after := p.On("2026-12-31").Staffing, p.On("2027-01-01").Staffing
	if !reflect.DeepEqual(before, staffing.DefaultPrices()) {
		t.Errorf("the default text says %+v, without a text holds %+v", before, staffing.DefaultPrices())
	}
	want := staffing.DefaultPrices()
	want.Priority[4], want.Rather, want.MissedShare, want.Fair = 60, 9, 100, []staffing.Band{{Above: 500, Price: 2}}
	if !reflect.DeepEqual(after, want) {
		t.Errorf("%+v, want %+v", after, want)
	}
	for _, wrong := range []string{"{priority: {6: 1}}", "{priority: {1: -1}}", "{welcome: 1001}", "{missed: 101}", "{fair: 3}", "{fair: [{above: 101}]}", "{other: 1}"} {
		if _, err := Parse(later("staffing: " + wrong)); fault.Code(err) != "policy.value-at" {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}
