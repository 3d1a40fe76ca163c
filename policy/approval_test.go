// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"strings"
	"testing"

	"rentmeester/approval"
	"rentmeester/commitment"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/text"
)

func withApproval(said string) []byte {
	return []byte("policy:\n  - from: 2026-01-01" + accounts + "\n    approval:\n      " + strings.ReplaceAll(said, "\n", "\n      ") + "\n")
}

// With nobody configured the default wants one person who did not enter the
// invoice, and a second one above the amount.
func TestDefaultApprovalWorksWithoutPeople(t *testing.T) {
	p, err := Parse(Default)
	if err != nil {
		t.Fatal(err)
	}
	s := p.On("2026-05-05")
	for amount, want := range map[money.Cents]approval.State{500_000: approval.Approved, 500_001: approval.Waiting} {
		r := approval.Plan(approval.Case{Received: "2026-05-01", Amount: amount, Supplier: "1", Entered: []string{"an"},
			Parts: []approval.Part{{Amount: amount, CostCentre: "4010"}}}, s.Approval)
		if why := r.May(nil, "2026-05-02", "an", "budgetholder"); why == nil {
			t.Error("who entered it may approve it")
		}
		act := r.Sign("bo", "budgetholder", "2026-05-02")
		act.ID = 1
		if got := r.Stand([]approval.Act{act}, "2026-05-02"); got.State != want || !got.Anyone {
			t.Errorf("%v: %s", amount, got.State)
		}
	}
	if s.Commitments != (commitment.Tolerance{Line: commitment.Margin{Millionths: 20_000, Amount: 2_500}, Total: commitment.Margin{Millionths: 10_000, Amount: 5_000}}) {
		t.Errorf("%+v", s.Commitments)
	}
}

const people = `people:
  - id: an
    name: An Bos
    roles: [{role: budgetholder, cost-centres: ["40*"], limit: "10000.00"}, {role: second, from: 2026-02-01, until: 2026-12-31}]
    deputies: [{person: bo, from: 2026-07-01}]
    away: [{from: 2026-07-01, until: 2026-07-31}]
    suppliers: ["17"]
  - id: bo
    roles: [{role: budgetholder}]
`

func TestApprovalPartsSayOnlyWhatChanges(t *testing.T) {
	text := string(withApproval(people+`steps:
  - {name: holder, role: budgetholder, per: costcentre}
  - {name: other, role: second, above: "100.00", when: 'newSupplier'}`)) + `
  - from: 2026-03-01
    approval:
      people: [{id: bo, name: Bo, roles: [{role: second}, {role: chief}]}]
      reminders: {after: 3, escalate: 9, escalate-to: chief}
    commitments: {line: {percent: "5%"}}
  - from: 2026-04-01
    approval:
      people: [{id: an, ends: true}]
      steps: [{name: chief, role: chief}]
    commitments: {line: {amount: "1.00"}}
`
	p, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	january := p.On("2026-01-15").Approval
	an := january.People[0]
	if an.Name != "An Bos" || an.Grants[0].Limit != 1_000_000 || an.Grants[1].From != "2026-02-01" || an.Deputies[0].Person != "bo" ||
		!an.Away[0].Holds("2026-07-31") || an.Suppliers[0] != "17" || len(january.Rules) != 2 || january.Rules[1].Stage != 2 ||
		january.Rules[1].When.String() != "newSupplier" || january.Rules[1].Above != 10_000 || january.Reminders.After != 5 {
		t.Errorf("%+v", january)
	}
	march := p.On("2026-03-15")
	if len(march.Approval.People) != 2 || march.Approval.People[1].Name != "Bo" || len(march.Approval.Rules) != 2 ||
		march.Approval.Reminders != (approval.Reminders{After: 3, Before: 10, Escalate: 9, EscalateTo: "chief"}) {
		t.Errorf("%+v", march.Approval)
	}
	april := p.On("2026-04-15")
	if len(april.Approval.People) != 1 || april.Approval.Rules[0].Name != "chief" || april.Commitments.Line != (commitment.Margin{Millionths: 50_000, Amount: 100}) {
		t.Errorf("%+v", april)
	}
	if again := p.On(day.Day("2026-01-15")).Approval; len(again.People) != 2 {
		t.Error("asking for a later day changed an earlier one")
	}
}

func TestWrongApprovalsNameLineSettingAndValues(t *testing.T) {
	for said, want := range map[string][]string{
		"people: an":                   {"Regel 5", "approval.people", "‘an’"},
		"people: [{name: An}]":         {"approval.people.id"},
		"people: [{id: an}, {id: an}]": {"approval.people.id", "‘an’"},
		"people: [{id: an, role: x}]":  {"approval.people", "‘role’", "id, name, ends, mail, suppliers, roles"},
		"people:\n  - id: an\n    roles:\n      - {role: budgetholder, limit: -5}":                              {"Regel 8", "approval.people.roles.limit", "‘-5’"},
		"people:\n  - id: an\n    roles: [{limit: 5}]":                                                          {"approval.people.roles.role"},
		"people:\n  - id: an\n    away: [{from: 2026-02-01, until: 2026-01-01}]":                                {"Regel 7", "approval.people.away.until", "2026-01-01"},
		"people:\n  - id: an\n    away: [{from: gisteren}]":                                                     {"away.from", "‘gisteren’", "2026-01-31"},
		"people:\n  - id: an\n    deputies: [{person: cor}]\n    roles: [{role: budgetholder}, {role: second}]": {"deputies.person", "‘cor’"},
		"people: [{id: an, roles: [{role: budgetholder}]}]":                                                     {"approval.steps.role", "‘second’", "budgetholder"},
		"steps: []":                                  {"approval.steps"},
		"steps: [{role: x}]":                         {"approval.steps.name"},
		"steps: [{name: x}]":                         {"approval.steps.role"},
		"steps: [{name: 'x:y', role: x}]":            {"approval.steps.name"},
		"steps: [{name: x, role: x, per: dag}]":      {"approval.steps.per", "‘dag’", "invoice, costcentre"},
		"steps: [{name: x, role: x, orderer: true}]": {"approval.steps.orderer"},
		"steps:\n  - {name: x, role: x}\n  - name: y\n    role: z\n    when: bedrag > 5": {"Regel 9", "‘bedrag > 5’", "‘y’", "amount, part"},
		"reminders: {after: soon}":        {"approval.reminders.after", "0 – 365"},
		"reminders: {after: 1, after: 2}": {"after"},
		people + "steps: [{name: x, role: budgetholder}]\nreminders: {escalate-to: baas}": {"escalate-to", "‘baas’", "budgetholder, second"},
	} {
		_, err := Parse(withApproval(said))
		if !fault.Is(err, "policy.value-at") && !fault.Is(err, "policy.condition") && !fault.Is(err, "policy.yaml") {
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
	for said, want := range map[string]string{
		"line: 5": "commitments.line", "line: {percent: 5}": "commitments.line.percent", "total: {percent: '26%'}": "0%", "total: {amount: x}": "commitments.total.amount",
	} {
		_, err := Parse([]byte("policy:\n  - from: 2026-01-01" + accounts + "\n    commitments:\n      " + said))
		if what, do := text.Fault(text.NL, err); !strings.Contains(what+do, want) {
			t.Errorf("%s: %q", said, what)
		}
	}
}

// Who may let an invoice through that deviates from its order is somebody's role.
func TestReleaseIsARoleOfSomebody(t *testing.T) {
	steps := "steps: [{name: holder, role: budgetholder}]"
	for role, want := range map[string]string{"second": "", "nobody": "policy.value-at"} {
		p, err := Parse([]byte(string(withApproval(people+steps)) + "    commitments: {release: " + role + "}\n"))
		if fault.Code(err) != want {
			t.Errorf("%s: %v", role, err)
		}
		if err == nil && p.On("2026-05-05").Release != role {
			t.Errorf("%s: %q", role, p.On("2026-05-05").Release)
		}
	}
}
