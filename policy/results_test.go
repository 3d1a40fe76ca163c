// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"testing"

	"rentmeester/fault"
)

func TestResultsChange(t *testing.T) {
	p, err := Parse(later(`results: {minutes: {coding: 7}, baseline: {paid-days: 28, invoices: 0}}`))
	if err != nil {
		t.Fatal(err)
	}
	before, after := p.On("2026-12-31").Results, p.On("2027-01-01").Results
	if before != unreckoned() {
		t.Errorf("the default text says %+v, without a text holds %+v", before, unreckoned())
	}
	if want := (Minutes{2, 7, 4, 5, 10}); after.Minutes != want {
		t.Errorf("%+v, want %+v", after.Minutes, want)
	}
	if b := after.Baseline; b.PaidDays == nil || *b.PaidDays != 28 || b.Invoices == nil || *b.Invoices != 0 || b.BookedDays != nil || b.BankLines != nil || b.Codings != nil {
		t.Errorf("baseline: %+v", b)
	}
	for _, wrong := range []string{"{minutes: {coding: 481}}", "{minutes: {coding: -1}}", "{minutes: {lunch: 30}}", "{minutes: 5}", "{baseline: {invoices: 101}}",
		"{baseline: {paid-days: 367}}", "{baseline: {paid-days: x}}", "{other: 1}", "5"} {
		if _, err := Parse(later("results: " + wrong)); fault.Code(err) != "policy.value-at" {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}
