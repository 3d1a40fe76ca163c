// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"slices"
	"testing"

	"rentmeester/day"
	"rentmeester/fault"
)

func TestRolesFollowFromADay(t *testing.T) {
	p, err := Parse([]byte(`policy:
  - from: 2026-01-01
    roles: {clerk: [look, import]}` + accounts + `
  - from: 2026-03-01
    login:
      claim: realm_access.roles
      roles: {Fin.Beheer: [financial-administrator, clerk], Acc: auditor, Niets: []}
  - from: 2026-05-01
    login: {roles: {Acc: controller}}
  - from: 2026-07-01
    login: {claim: '', roles: {}}`))
	if err != nil {
		t.Fatal(err)
	}
	values := []string{"Acc", "Fin.Beheer", "vreemd", "Acc", ""}
	for on, want := range map[string][2][]string{
		"2026-02-28": {nil, nil},
		"2026-03-01": {{"auditor", "clerk", "financial-administrator"}, {"auditor", "clerk", "financial-administrator"}},
		"2026-05-01": {{"controller"}, {"controller"}},
		"2026-07-01": {nil, nil},
	} {
		says := p.On(day.Day(on)).Elsewhere
		if governed, given := says.Governed(), says.Given(values); !slices.Equal(governed, want[0]) || !slices.Equal(given, want[1]) {
			t.Errorf("%s: of %v gives %v", on, governed, given)
		}
	}
	says := p.On("2026-03-01").Elsewhere
	if given := says.Given([]string{"vreemd", "acc"}); given != nil {
		t.Error("a value that the policy does not name gives", given)
	}
	if named := says.Named(values); !slices.Equal(named, []string{"Acc", "Fin.Beheer"}) {
		t.Error(named)
	}
}

func TestWrongRolesElsewhereAreRefused(t *testing.T) {
	for name, login := range map[string]string{
		"no such role":       "{claim: roles, roles: {A: clark}}",
		"no claim":           "{roles: {A: auditor}}",
		"a claim of two":     "{claim: [roles], roles: {A: auditor}}",
		"a claim with space": "{claim: my roles, roles: {A: auditor}}",
		"a list of values":   "{claim: roles, roles: [auditor]}",
		"a role in capitals": "{claim: roles, roles: {A: Auditor}}",
		"a value twice":      "{claim: roles, roles: {A: auditor, A: controller}}",
		"an empty value":     "{claim: roles, roles: {'': auditor}}",
		"another word":       "{claim: roles, values: {A: auditor}}",
	} {
		if _, err := Parse([]byte("policy:\n  - from: 2026-01-01\n    login: " + login + accounts)); !fault.Is(err, "policy.value-at") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
