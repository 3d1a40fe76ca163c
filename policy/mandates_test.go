// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"slices"
	"strings"
	"testing"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/text"
)

func TestWhenAMandateIsToBeStopped(t *testing.T) {
	zoetermeer := Mandates{Failures: 3, Months: 12, AtOnce: []string{"AC04", "MD01"}}
	hattem := Mandates{Months: 12, InARow: 2}
	on := func(code string, days ...day.Day) (list []Failure) {
		for _, d := range days {
			list = append(list, Failure{Day: d, Code: code})
		}
		return list
	}
	for _, test := range []struct {
		name   string
		terms  Mandates
		failed []Failure
		inARow int
		want   Ground
	}{
		{"none failed", zoetermeer, nil, 0, KeepMandate},
		{"two of three", zoetermeer, on("AM04", "2026-01-30", "2026-02-28"), 2, KeepMandate},
		{"three within the months", zoetermeer, on("AM04", "2026-01-30", "2026-02-28", "2026-06-30"), 1, ByNumber},
		{"three in a year and a day", zoetermeer, on("AM04", "2025-06-29", "2026-02-28", "2026-06-30"), 1, KeepMandate},
		{"a year ago to the day counts no more", zoetermeer, on("AM04", "2025-06-30", "2026-02-28", "2026-06-30"), 1, KeepMandate},
		{"the account is closed", zoetermeer, on("AC04", "2026-01-30"), 1, ByReason},
		{"that was before", zoetermeer, append(on("AC04", "2026-01-30"), on("AM04", "2026-02-28")...), 2, KeepMandate},
		{"two in a row", hattem, on("MD06", "2026-01-30", "2026-02-28"), 2, ByRow},
		{"two with one that succeeded between", hattem, on("MD06", "2026-01-30", "2026-03-28"), 1, KeepMandate},
		{"no bank reason", zoetermeer, on("", "2026-01-30"), 1, KeepMandate},
		{"policy is silent", unmandated, on("MD01", "2026-01-30", "2026-02-28", "2026-03-28", "2026-04-28"), 4, KeepMandate},
	} {
		if got := test.terms.Stop(test.failed, test.inARow); got != test.want {
			t.Errorf("%s: %q, not %q", test.name, got, test.want)
		}
	}
}

func TestMandatePartsSayOnlyWhatChanges(t *testing.T) {
	p, err := Parse([]byte("policy:\n  - from: 2026-01-01" + accounts + `
    mandates: {failures: 3, months: 12, at-once: [ac04]}
  - from: 2026-03-01
    mandates: {in-a-row: 2}
  - from: 2026-05-01
    mandates: {failures: 0, at-once: []}
  - from: 2026-06-01
    mandates:
`))
	if err != nil {
		t.Fatal(err)
	}
	for on, want := range map[day.Day]Mandates{
		"2026-02-01": {Failures: 3, Months: 12, AtOnce: []string{"AC04"}},
		"2026-04-01": {Failures: 3, Months: 12, InARow: 2, AtOnce: []string{"AC04"}},
		"2026-07-01": {Months: 12, InARow: 2},
	} {
		got := p.On(on).Mandates
		if got.Failures != want.Failures || got.Months != want.Months || got.InARow != want.InARow || !slices.Equal(got.AtOnce, want.AtOnce) {
			t.Errorf("%s: %+v", on, got)
		}
	}
	silent, err := Parse([]byte("policy:\n  - from: 2026-01-01" + accounts))
	if got := silent.On("2026-01-01").Mandates; err != nil || got.Failures+got.InARow+len(got.AtOnce) > 0 {
		t.Errorf("a policy that says nothing: %+v, %v", got, err)
	}
}

func TestWrongMandatesNameLineSettingAndValues(t *testing.T) {
	for said, want := range map[string][]string{
		"failures: three":     {"Regel 5", "mandates.failures", "‘three’", "0 – 99"},
		"failures: -1":        {"mandates.failures"},
		"months: 0":           {"mandates.months", "1 – 120"},
		"months: [12]":        {"mandates.months"},
		"at-once: AC04":       {"mandates.at-once", "[AC04, MD01]"},
		"at-once: [rekening]": {"mandates.at-once"},
		"stop: 3":             {"‘stop’", mandateSettings},
	} {
		_, err := Parse([]byte("policy:\n  - from: 2026-01-01" + accounts + "\n    mandates:\n      " + said))
		if !fault.Is(err, "policy.value-at") {
			t.Errorf("%s: %v", said, err)
			continue
		}
		what, do := text.Fault(text.NL, err)
		for _, word := range want {
			if !strings.Contains(what+" "+do, word) {
				t.Errorf("%s: no %q in %q %q", said, word, what, do)
			}
		}
	}
}
