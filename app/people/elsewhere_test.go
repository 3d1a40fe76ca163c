// SPDX-License-Identifier: EUPL-1.2

package people

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rentmeester/store"
	"rentmeester/store/storetest"
)

const issuer = "https://login.example.nl"

func TestLoginElsewhere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := newHall(t, s)
		enter := func(a Account) (int64, error) { return h.LoginElsewhere(t.Context(), a, "192.0.2.1") }
		kees, _ := h.add("Kees", "auditor")
		piet, _ := h.add("Piet", "auditor")
		bare := Account{Issuer: issuer, Subject: "s-kees"}
		for name, a := range map[string]Account{"no address": bare, "nobody's address": {Issuer: issuer, Subject: "s-kees", Mail: "vreemd@example.nl"},
			"no subject": {Issuer: issuer, Mail: "kees@example.nl"}, "no issuer": {Subject: "s-kees", Mail: "kees@example.nl"}, "empty": {}} {
			if id, err := enter(a); id != 0 {
				t.Errorf("%s lets in %d", name, id)
			} else {
				wants(t, err, "people.refused-elsewhere")
			}
		}
		if id, err := enter(Account{Issuer: issuer, Subject: "s-kees", Mail: "kees@example.nl"}); id != kees || err != nil {
			t.Fatal(id, err)
		}
		if p, err := h.ByID(t.Context(), kees); err != nil || p.Elsewhere != issuer {
			t.Errorf("%+v %v", p, err)
		}
		for name, a := range map[string]Account{"no address any more": bare, "another's address": {Issuer: issuer, Subject: "s-kees", Mail: "piet@example.nl"}} {
			if id, err := enter(a); id != kees || err != nil {
				t.Errorf("%s: %d %v", name, id, err)
			}
		}
		for name, a := range map[string]Account{"another account with his address": {Issuer: issuer, Subject: "s-ander", Mail: "kees@example.nl"}, "another issuer": {Issuer: "https://elders.example", Subject: "s-kees", Mail: "kees@example.nl"}} {
			_, err := enter(a)
			wants(t, err, "people.refused-elsewhere")
			if err == nil {
				t.Error(name)
			}
		}
		for _, person := range []int64{kees, piet} {
			if err := h.SetBlocked(t.Context(), "test", person, true); err != nil && person == kees {
				t.Fatal(err)
			}
		}
		_, err := enter(bare)
		wants(t, err, "people.refused-elsewhere")
		_, err = enter(Account{Issuer: issuer, Subject: "s-piet", Mail: "piet@example.nl"})
		wants(t, err, "people.refused-elsewhere")
		if p, err := h.ByID(t.Context(), piet); err != nil || p.Elsewhere != "" {
			t.Errorf("who is blocked is tied: %+v %v", p, err)
		}
		acts, all := h.events()
		if n := len(slices.DeleteFunc(acts, func(act string) bool { return act != "person.tied" })); n != 1 || !strings.Contains(all, `"by":"oidc"`) || strings.Contains(all, "vreemd") {
			t.Errorf("%d times tied:\n%s", n, all)
		}
		for range 20 {
			_, err = enter(bare)
		}
		wants(t, err, "people.wait")
		h.now = h.now.Add(time.Hour)
		_, err = enter(bare)
		wants(t, err, "people.refused-elsewhere")
	})
}
