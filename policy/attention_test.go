// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"testing"

	"rentmeester/fault"
)

func TestAttentionChanges(t *testing.T) {
	p, err := Parse(later(`attention: {money: 0, half-amount: "250.00", bank-days: 9}`))
	if err != nil {
		t.Fatal(err)
	}
	before, after := p.On("2026-12-31").Attention, p.On("2027-01-01").Attention
	if before != unranked() {
		t.Errorf("the default text says %+v, without a text holds %+v", before, unranked())
	}
	want := before
	want.Weights.Money, want.Weights.HalfAmount, want.BankDays = 0, 25000, 9
	if after != want {
		t.Errorf("%+v, want %+v", after, want)
	}
	for _, wrong := range []string{"{money: 101}", "{deadline: -1}", "{half-amount: 0.00}", "{half-amount: veel}", "{half-days: 0}", "{bank-days: x}", "{other: 1}", "5", "{money: 1, money: 2}"} {
		if _, err := Parse(later("attention: " + wrong)); fault.Code(err) != "policy.value-at" {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}
