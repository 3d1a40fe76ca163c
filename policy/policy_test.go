// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"strings"
	"testing"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/text"
)

const accounts = `
    accounts: {bank: "1", suspense: "2", opening: "3", receivables: "4", payables: "5", difference: "6"}`

func TestDefaultIsValid(t *testing.T) {
	p, err := Parse(Default)
	if err != nil {
		t.Fatal(err)
	}
	s := p.On("2026-05-05")
	if s.Accounts.Suspense != "1199" || s.Tolerance != 5 || s.Autopilot != (Autopilot{"budget", 1000, 950_000, 10_000, "prior", ""}) || len(s.Version) != 12 {
		t.Errorf("unexpected settings: %+v", s)
	}
}

func TestPartsHoldFromTheirDay(t *testing.T) {
	p, err := Parse([]byte(`policy:
  - from: 2026-07-01
    tolerance: "0.00"
    banks: {"nl02 abna 0123 4567 89": "1111"}
  - from: 2026-01-01
    tolerance: "0.05"` + accounts))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		on        day.Day
		tolerance string
		bank      string
	}{
		{"2025-06-01", "0.05", "1"}, {"2026-06-30", "0.05", "1"}, {"2026-07-01", "0.00", "1111"}, {"2030-01-01", "0.00", "1111"},
	} {
		s := p.On(c.on)
		if s.Tolerance.String() != c.tolerance || s.BankAccount("NL02ABNA0123456789") != c.bank || s.Accounts.Payables != "5" {
			t.Errorf("on %s: %+v", c.on, s)
		}
	}
}

func TestWrongPolicyIsRefusedClearly(t *testing.T) {
	for name, c := range map[string]struct{ body, code, say string }{
		"empty":             {"", "policy.empty", "policy:"},
		"unknown key":       {"policy:\n  - from: 2026-01-01\n    tolerence: \"1\"", "policy.yaml", "tolerence"},
		"line of the typo":  {"policy:\n  - from: 2026-01-01\n    tolerence: \"1\"", "policy.yaml", "line 3"},
		"not yaml":          {"policy: [", "policy.yaml", "line 1"},
		"no day":            {"policy:\n  - tolerance: \"0.01\"", "policy.from", "from"},
		"same day twice":    {"policy:\n  - from: 2026-01-01" + accounts + "\n  - from: 2026-01-01", "policy.from-twice", "01-01-2026"},
		"missing account":   {"policy:\n  - from: 2026-01-01", "policy.incomplete", "accounts.bank"},
		"unknown account":   {"policy:\n  - from: 2026-01-01\n    accounts: {banc: \"1\"}", "policy.value", "suspense"},
		"large tolerance":   {"policy:\n  - from: 2026-01-01\n    tolerance: \"50\"", "policy.value", "tolerance"},
		"not an amount":     {"policy:\n  - from: 2026-01-01\n    tolerance: \"5 cent\"", "policy.value", "tolerance"},
		"unknown autopilot": {"policy:\n  - from: 2026-01-01\n    autopilot: {bank: full}", "policy.value-at", "off, safe, budget"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse([]byte(c.body))
			if !fault.Is(err, c.code) {
				t.Fatalf("want %s, got %v", c.code, err)
			}
			what, do := text.Fault(text.NL, err)
			if !strings.Contains(what+" "+do, c.say) {
				t.Errorf("%q %q does not mention %q", what, do, c.say)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add(Default)
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := Parse(body)
		if err == nil && p.On("2026-01-01").Accounts.Bank == "" {
			t.Error("a policy without a bank account was accepted")
		}
	})
}
