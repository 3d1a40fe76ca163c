// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/fault"
	"rentmeester/text"
)

// TestUsualRoles: what the text of a new administration says of roles is what
// holds where a text says nothing.
func TestUsualRoles(t *testing.T) {
	p, err := Parse(Default)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.On("2026-05-05").Roles; !maps.Equal(got, usualRoles()) {
		t.Errorf("%v, not %v", got, usualRoles())
	}
	for _, changes := range slices.DeleteFunc(slices.Clone(AllRights), func(r Right) bool { return r == Look || r == ReadAudit || r == Export }) {
		if usualRoles()["auditor"].Has(changes) {
			t.Errorf("an auditor may %s", changes)
		}
	}
}

func TestRolesChangeFromADay(t *testing.T) {
	p, err := Parse([]byte(`policy:
  - from: 2026-01-01
    roles: {clerk: [look, import], controller: [look], auditor: []}` + accounts + `
  - from: 2026-07-01
    roles: {clerk: all}`))
	if err != nil {
		t.Fatal(err)
	}
	before, after := p.On("2026-06-30").Roles, p.On("2026-07-01").Roles
	for name, c := range map[string]struct{ got, want Rights }{
		"said":             {before["clerk"], RightsOf(Look, Import)},
		"said over usual":  {before["controller"], RightsOf(Look)},
		"without rights":   {before["auditor"], 0},
		"not said: usual":  {before["budget-holder"], RightsOf(Look, Approve, Receive)},
		"changed":          {after["clerk"], Everything()},
		"goes on":          {after["controller"], RightsOf(Look)},
		"together":         {before.Of("controller", "clerk", "stranger"), RightsOf(Look, Import)},
		"unknown":          {before.Of("stranger"), 0},
		"a part of before": {p.On("2025-01-01").Roles["clerk"], RightsOf(Look, Import)},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v, not %v", name, c.got.List(), c.want.List())
		}
	}
	if got := after.With(ManagePeople); !slices.Equal(got, []string{"administrator", "application-manager", "clerk"}) {
		t.Error(got)
	}
}

func TestWrongRolesAreRefused(t *testing.T) {
	for _, roles := range []string{
		"[auditor]", "{auditor: [lok]}", "{auditor: {look: yes}}", "{Auditor Extern: [look]}", "{auditor: everything}",
		"{administrator: [look], application-manager: [look]}", // nobody could ever change who may what
	} {
		_, err := Parse([]byte("policy:\n  - from: 2026-01-01\n    roles: " + roles + accounts))
		if !fault.Is(err, "policy.value-at") {
			t.Errorf("%s: %v", roles, err)
		}
	}
}

func TestRights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		some := rapid.SliceOfDistinct(rapid.SampledFrom(AllRights), rapid.ID).Draw(t, "rights")
		for _, one := range AllRights {
			if RightsOf(some...).Has(one) != slices.Contains(some, one) {
				t.Fatalf("%s of %v", one, some)
			}
		}
		if got := RightsOf(some...); RightsOf(got.List()...) != got || len(got.List()) != len(some) {
			t.Fatal(some)
		}
	})
	if Everything().Has("") || Everything().Has("nonsense") {
		t.Error("a word that is no right was one")
	}
}

// TestRightsHaveNames: a page can say which right somebody lacks.
func TestRightsHaveNames(t *testing.T) {
	for _, lang := range []text.Lang{text.NL, text.EN} {
		for _, one := range AllRights {
			if !text.Has(lang, "right."+string(one)) {
				t.Errorf("%s has no name in %s", one, lang)
			}
		}
		for name := range usualRoles() {
			if !text.Has(lang, "role."+name) {
				t.Errorf("%s has no name in %s", name, lang)
			}
		}
	}
	if !strings.Contains(listed(AllRights), "look, decide") {
		t.Error(listed(AllRights))
	}
}
