// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/text"
)

func TestAutopilotPartsSayOnlyWhatChanges(t *testing.T) {
	p, err := Parse([]byte("policy:\n  - from: 2026-01-01" + accounts + `
    autopilot: {bank: budget, wrong: 0.05 %, start: safe}
  - from: 2026-03-01
    autopilot: {sample: 0%}
  - from: 2026-05-01
    autopilot: {bank: off}
  - from: 2026-06-01
    autopilot:
`))
	if err != nil {
		t.Fatal(err)
	}
	want := Autopilot{"budget", 500, 950_000, 10_000, "safe", ""}
	if got := p.On("2026-02-01").Autopilot; got != want {
		t.Errorf("%+v", got)
	}
	want.Sample = 0
	if got := p.On("2026-04-01").Autopilot; got != want {
		t.Errorf("%+v", got)
	}
	want.Bank = "off"
	if got := p.On("2026-07-01").Autopilot; got != want {
		t.Errorf("%+v", got)
	}
	silent, err := Parse([]byte("policy:\n  - from: 2026-01-01" + accounts))
	if err != nil || silent.On("2026-01-01").Autopilot != ungoverned {
		t.Errorf("a policy that says nothing: %+v, %v", silent, err)
	}
}

func TestAutopilotOfCodings(t *testing.T) {
	p, err := Parse([]byte("policy:\n  - from: 2026-01-01" + accounts + `
    autopilot: {bank: safe}
  - from: 2026-02-01
    autopilot:
      coding: {may: budget, wrong: 3%, sample: 0%, months: each}
  - from: 2026-03-01
    autopilot: {coding: off}
`))
	if err != nil {
		t.Fatal(err)
	}
	for on, want := range map[day.Day]Autopilot{
		"2026-01-15": uncodedAlone,
		"2026-02-15": {"budget", 30_000, 950_000, 0, "safe", "each"},
		"2026-03-15": {"off", 30_000, 950_000, 0, "safe", "each"},
	} {
		if got := p.On(on); got.Codings != want || got.Autopilot.Bank != "safe" {
			t.Errorf("%s: %+v", on, got.Codings)
		}
	}
}

func TestWrongAutopilotNamesLineSettingAndValues(t *testing.T) {
	for said, want := range map[string][]string{
		"wrong: 7%":              {"Regel 5", "autopilot.wrong", "‘7%’", "0.001% – 5%"},
		"wrong: 0.1":             {"autopilot.wrong", "0.001% – 5%"},
		"wrong: 0.00001%":        {"autopilot.wrong"},
		"confidence: 100%":       {"autopilot.confidence", "50% – 99.99%"},
		"sample: 60%":            {"autopilot.sample", "0% – 50%"},
		"start: now":             {"autopilot.start", "safe, prior"},
		"bank: [safe]":           {"autopilot.bank", "off, safe, budget"},
		"coding: safe":           {"autopilot.coding", "off, budget"},
		"codings: off":           {"‘codings’", "bank, wrong, confidence, sample, start"},
		"coding: {may: safe}":    {"autopilot.coding", "off, budget"},
		"coding: {wrong: 7%}":    {"autopilot.wrong"},
		"coding: {start: prior}": {"‘start’", "may, wrong, confidence, sample, months"},
		"coding: {months: all}":  {"autopilot.months", "whole, each"},
		"months: each":           {"‘months’", "bank, wrong, confidence, sample, start"},
	} {
		_, err := Parse([]byte("policy:\n  - from: 2026-01-01" + accounts + "\n    autopilot:\n      " + said))
		if !fault.Is(err, "policy.value-at") {
			t.Errorf("%s: %v", said, err)
			continue
		}
		what, do := text.Fault(text.NL, err)
		for _, part := range want {
			if !strings.Contains(what+" "+do, part) {
				t.Errorf("%s: %q %q does not mention %q", said, what, do, part)
			}
		}
	}
}

// A share is exact: what is written is what is read.
func TestShareIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		share := Share(rapid.Int64Range(0, whole).Draw(t, "share"))
		back, ok := parseShare(share.String())
		if !ok || back != share {
			t.Fatalf("%d is written %s and read %d", share, share, back)
		}
	})
	for _, said := range []string{"", "%", "-1%", "1e2%", "0,1%", "101%", "1.00001%", "1 % %", "١%"} {
		if got, ok := parseShare(said); ok {
			t.Errorf("%q is read as %s", said, fmt.Sprint(got))
		}
	}
}

func TestPromiseNamesWhatItRestsOn(t *testing.T) {
	a := Autopilot{"budget", 1000, 950_000, 10_000, "prior", "whole"}
	b := a
	b.Sample = 0 // how much is measured is no part of the promise
	if a.Promise() != "budget 0.1% 95% prior" || a.Promise() != b.Promise() {
		t.Error(a.Promise(), b.Promise())
	}
	if b.Months = "each"; a.Promise() == b.Promise() {
		t.Error("a promise for each month is the same as one over the whole:", b.Promise())
	}
	if b.Bank = "safe"; b.Promise() != "safe" {
		t.Error(b.Promise())
	}
}
