// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"testing"

	"rentmeester/fault"
)

func TestDuplicatesChange(t *testing.T) {
	p, err := Parse(later(`duplicates: {hold: "5%"}`))
	if err != nil {
		t.Fatal(err)
	}
	if before, after := p.On("2026-12-31").Duplicates, p.On("2027-01-01").Duplicates; before.Hold != .2 || after.Hold != .05 {
		t.Error(before, after)
	}
	for _, wrong := range []string{`duplicates: {hold: "0%"}`, `duplicates: {hold: "96%"}`, `duplicates: {hold: soms}`, `duplicates: {other: "5%"}`, `duplicates: 5`} {
		if _, err := Parse(later(wrong)); fault.Code(err) != "policy.value-at" {
			t.Errorf("%s: %v", wrong, err)
		}
	}
	if unguarded().Hold != .2 {
		t.Error("without a policy")
	}
}
