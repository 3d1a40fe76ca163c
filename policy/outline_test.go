// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"rentmeester/day"
)

const laterParts = `
  - from: 2026-07-01
    tolerance: "0.10"
    autopilot: {sample: "2%"}
    approval:
      steps:
        - {name: director, role: director}
    rules:
      - {name: Bankkosten, when: line.paid, book: [{account: "4440"}]}
  - from: 2027-01-01
    rules:
      - {name: Bankkosten, ends: true}
`

func outlined(t *testing.T, text []byte) []Setting {
	t.Helper()
	all, err := Outline(text)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func valueAt(list []Setting, path string) string {
	for _, s := range list {
		if s.Path == path {
			return s.Value + " " + string(s.From)
		}
	}
	return ""
}

func TestOutlineByDay(t *testing.T) {
	all := outlined(t, append(slices.Clone(Default), laterParts...))
	cases := []struct{ day, path, want string }{
		{"2026-01-01", "tolerance", "0.05 2020-01-01"},
		{"2000-01-01", "tolerance", "0.05 2020-01-01"}, // before the first part that holds
		{"2026-07-01", "tolerance", "0.10 2026-07-01"},
		{"2026-07-01", "autopilot.sample", "2% 2026-07-01"},
		{"2026-07-01", "autopilot.wrong", "0.1% 2020-01-01"},
		{"2026-01-01", "approval.steps.second", "name: second; role: second; above: 5000.00 2020-01-01"},
		{"2026-07-01", "approval.steps.second", ""},
		{"2026-07-01", "approval.steps.director", "name: director; role: director 2026-07-01"},
		{"2026-07-01", "rules.Bankkosten", "name: Bankkosten; when: line.paid; book: (account: 4440) 2026-07-01"},
		{"2027-01-01", "rules.Bankkosten", ""},
		{"2026-01-01", "roles.auditor", "look, audit, export 2020-01-01"},
	}
	for _, c := range cases {
		if got := valueAt(InForce(all, day.Day(c.day)), c.path); got != c.want {
			t.Errorf("%s on %s: %q, want %q", c.path, c.day, got, c.want)
		}
	}
	if later := Coming(all, "2026-07-01"); len(later) != 1 || later[0].Path != "rules.Bankkosten" {
		t.Errorf("later: %+v", later)
	}
}

// TestDifference: what is added, changed and gone, each with its day; comments and
// order say nothing.
func TestDifference(t *testing.T) {
	before := outlined(t, append(slices.Clone(Default), laterParts...))
	changed := bytes.Replace(Default, []byte(`tolerance: "0.05"`), []byte("# anders\n    tolerance: \"0.02\""), 1)
	changed = append(changed, "\n  - from: 2028-01-01\n    tolerance: \"0.00\"\n"...)
	var got []string
	for _, c := range Difference(before, outlined(t, changed)) {
		got = append(got, strings.Join([]string{string(c.From), c.Path, c.Was, c.Is}, "|"))
	}
	want := []string{"2020-01-01|tolerance|0.05|0.02", "2026-07-01|tolerance|0.10|", "2026-07-01|autopilot.sample|2%|",
		"2026-07-01|approval.steps.director|name: director; role: director|",
		"2026-07-01|rules.Bankkosten|name: Bankkosten; when: line.paid; book: (account: 4440)|",
		"2027-01-01|rules.Bankkosten|name: Bankkosten; ends: true|", "2028-01-01|tolerance||0.00"}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if again := Difference(before, before); len(again) != 0 {
		t.Errorf("a policy differs from itself: %+v", again)
	}
}
