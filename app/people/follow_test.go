// SPDX-License-Identifier: EUPL-1.2

package people

import (
	"slices"
	"strings"
	"testing"

	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/storetest"
)

const following = `
  - from: 2026-01-02
    login:
      claim: roles
      roles: {Rm.Beheer: administrator, Rm.Controle: [auditor, controller]}
`

// TestRolesFollowTheAccount: at each login somebody has of the roles that the policy
// names those which his account gives, others stay as they were, and the audit chain
// says what changed by which values.
func TestRolesFollowTheAccount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := newHall(t, s)
		h.add("Anja", "administrator")
		kees, _ := h.add("Kees", "budget-holder")
		h.policy(string(policy.Default) + following)
		enter := func(mail string, values ...string) []string {
			t.Helper()
			id, err := h.LoginElsewhere(t.Context(), Account{issuer, "s-" + mail, mail + "@example.nl", values}, "192.0.2.1")
			if err != nil {
				t.Fatal(err)
			}
			p, err := h.ByID(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			roles := p.RolesOn(h.Today())
			slices.Sort(roles)
			return roles
		}
		followed := func() int {
			acts, _ := h.events()
			return len(slices.DeleteFunc(acts, func(act string) bool { return act != "person.roles-followed" }))
		}
		for at, c := range []struct {
			values []string
			want   []string
			told   int // changes in all
		}{
			{nil, []string{"budget-holder"}, 0},
			{[]string{"Rm.Controle", "iets anders"}, []string{"auditor", "budget-holder", "controller"}, 1},
			{[]string{"Rm.Controle"}, []string{"auditor", "budget-holder", "controller"}, 1},
			{[]string{"Rm.Beheer"}, []string{"administrator", "budget-holder"}, 2},
			{[]string{"rm.beheer"}, []string{"budget-holder"}, 3},
			{[]string{"Rm.Beheer"}, []string{"administrator", "budget-holder"}, 4},
		} {
			if roles := enter("kees", c.values...); !slices.Equal(roles, c.want) || followed() != c.told {
				t.Errorf("%d: %v has %v, told %d times", at, c.values, roles, followed())
			}
			h.now = h.now.AddDate(0, 0, 1)
		}
		// What was given by hand of a role that follows holds until the next login.
		if _, err := h.AtMachine().SetRoles(t.Context(), "test", kees, []Grant{{Role: "auditor"}}); err != nil {
			t.Fatal(err)
		}
		if roles := enter("kees"); len(roles) > 0 {
			t.Error("goes on having", roles)
		}
		// Who manages people alone stays so, and comes in.
		if roles := enter("anja"); !slices.Equal(roles, []string{"administrator"}) {
			t.Error("nobody manages people any more:", roles)
		}
		_, all := h.events()
		if !strings.Contains(all, `"values":["Rm.Controle"]`) || !strings.Contains(all, `"kept":true`) || strings.Contains(all, "iets anders") {
			t.Error("the chain does not say by what, or too much:", all)
		}
	})
}

// TestUntie: who gets another account is untied first, by two; the old one lets nobody
// in any more.
func TestUntie(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := newHall(t, s)
		anja, _ := h.add("Anja", "administrator")
		h.add("Bert", "administrator")
		kees, _ := h.add("Kees", "auditor")
		enter := func(subject string) error {
			_, err := h.LoginElsewhere(t.Context(), Account{Issuer: issuer, Subject: subject, Mail: "kees@example.nl"}, "192.0.2.1")
			return err
		}
		if err := enter("oud"); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Untie(t.Context(), "Anja", anja); err == nil {
			t.Error("nothing was tied")
		} else {
			wants(t, err, "people.not-tied")
		}
		if waits, err := h.Untie(t.Context(), "Anja", kees); err != nil || !waits {
			t.Fatal(waits, err)
		}
		wants(t, enter("nieuw"), "people.refused-elsewhere")
		asked, err := h.Requests(t.Context())
		if err != nil || len(asked) != 1 || asked[0].Kind != AskUntie {
			t.Fatal(asked, err)
		}
		if _, err := h.Confirm(t.Context(), "Anja", asked[0].ID); err == nil {
			t.Fatal("confirmed by who asked")
		}
		if _, err := h.Confirm(t.Context(), "Bert", asked[0].ID); err != nil {
			t.Fatal(err)
		}
		if err := enter("nieuw"); err != nil {
			t.Fatal(err)
		}
		wants(t, enter("oud"), "people.refused-elsewhere")
		acts, all := h.events()
		if !slices.Contains(acts, "person.untie-asked") || !slices.Contains(acts, "person.untied") || !strings.Contains(all, `"askedBy":"Anja"`) {
			t.Error(acts)
		}
		if waits, err := h.AtMachine().Untie(t.Context(), "root", kees); err != nil || waits {
			t.Error(waits, err)
		}
		if err := h.Left(t.Context(), kees); err != nil {
			t.Error(err)
		}
		if acts, _ := h.events(); acts[len(acts)-1] != "login.left" {
			t.Error(acts)
		}
	})
}
