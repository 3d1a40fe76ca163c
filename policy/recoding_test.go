// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"reflect"
	"strings"
	"testing"

	"rentmeester/coding"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/text"
)

func TestCodesThatChange(t *testing.T) {
	p, err := Parse([]byte("policy:\n  - from: 2025-01-01" + accounts + `
  - from: 2026-01-01
    coding:
      becomes:
        - {account: "4300", to: {account: "4310"}}
        - {account: "4400", cost_centre: "4010", to: {account: "4401"}}
        - {account: "4400", to: {account: "4402", project: ""}}
        - {account: "4500", to: {account: "4510"}}
        - {account: "4600", to: {account: "4500"}}
        - {taakveld: "6.71", to: {taakveld: "6.711"}}
      closed: {account: ["4999"], cost_centre: ["4020"]}
  - from: 2027-01-01
    coding:
      becomes: [{account: "4310", to: {account: "4300"}}]
      open: {cost_centre: ["4020"]}
`))
	if err != nil {
		t.Fatal(err)
	}
	if before := p.On("2025-12-31").Coding.Recoding; len(before.Changes)+len(before.Closed) != 0 {
		t.Errorf("before: %+v", before)
	}
	now := p.On("2026-05-01").Coding.Recoding
	type codes = map[string]day.Day
	if want := (map[coding.Field]codes{coding.Account: {"4300": "2026-01-01", "4400": "2026-01-01", "4600": "2026-01-01", "4999": "2026-01-01"},
		coding.CostCentre: {"4020": "2026-01-01"}, coding.Taakveld: {"6.71": "2026-01-01"}}); !reflect.DeepEqual(now.Closed, want) {
		t.Errorf("closed: %v", now.Closed)
	}
	for was, want := range map[coding.Coding]coding.Coding{
		{Account: "4300"}:                     {Account: "4310"},
		{Account: "4400", CostCentre: "4010"}: {Account: "4401", CostCentre: "4010"},
		{Account: "4400", Project: "p"}:       {Account: "4402"},
		{Account: "4600"}:                     {Account: "4500"},
		{Account: "1", Taakveld: "6.71"}:      {Account: "1", Taakveld: "6.711"},
	} {
		if got := now.Now(was, "2025-06-01", "2026-05-01"); got != want {
			t.Errorf("%+v became %+v", was, got)
		}
	}
	later := p.On("2027-05-01").Coding.Recoding
	if _, closed := later.Closed[coding.Account]["4300"]; closed || len(later.Closed[coding.CostCentre]) != 0 || later.Closed[coding.Account]["4310"] != "2027-01-01" {
		t.Errorf("later closed: %v", later.Closed)
	}
	if got := later.Now(coding.Coding{Account: "4300"}, "2025-06-01", "2027-05-01"); got.Account != "4300" {
		t.Errorf("there and back: %+v", got)
	}
}

func TestWrongTablesOfCodes(t *testing.T) {
	for said, want := range map[string]string{
		`{becomes: {account: "1"}}`:                               "coding.becomes",
		`{becomes: [{account: "1"}]}`:                             "coding.becomes",
		`{becomes: [{to: {account: "1"}}]}`:                       "coding.becomes",
		`{becomes: [{account: "", to: {account: "1"}}]}`:          "coding.becomes",
		`{becomes: [{grootboek: "1", to: {account: "1"}}]}`:       "account, cost_centre",
		`{becomes: [{taakveld: 0.10, to: {taakveld: "0.1"}}]}`:    `"0.10"`,
		`{becomes: [{account: "1", to: {account: "a;b"}}]}`:       "coding.becomes.to.account",
		`{closed: ["4300"]}`:                                      "coding.closed",
		`{closed: {account: "4300"}}`:                             "coding.closed.account",
		`{closed: {project: [""]}}`:                               "coding.closed.project",
		`{open: {grootboek: ["1"]}}`:                              "account, cost_centre",
		`{sluit: {account: ["1"]}}`:                               "required, becomes, closed, open",
		`{becomes: [{account: "1", to: {account: {else: "2"}}}]}`: "coding.becomes.to.account",
	} {
		_, err := Parse([]byte("policy:\n  - from: 2026-01-01" + accounts + "\n    coding: " + said))
		if !fault.Is(err, "policy.value-at") {
			t.Errorf("%s: %v", said, err)
			continue
		}
		if what, do := text.Fault(text.NL, err); !strings.Contains(what+" "+do, want) {
			t.Errorf("%s: %s %s", said, what, do)
		}
	}
}
