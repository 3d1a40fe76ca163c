// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"strings"
	"testing"

	"rentmeester/app"
	"rentmeester/app/people"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/storetest"
)

// council gives books with two who may set the policy, and one who may not.
func council(t *testing.T, s *store.Store) (b *app.Books, room *people.Room) {
	b = newBooks(t, s, "voorbeeld")
	room = people.New(b.Books)
	for name, role := range map[string]string{"Anna": "administrator", "Greet": "controller", "Kees": "financial-administrator"} {
		_, _, err := room.AtMachine().Add(t.Context(), "test", people.Wanted{Name: name, Roles: []people.Grant{{Role: role}}})
		must(t, err)
	}
	return b, room
}

// TestAPolicyTakesTwo: who may set the policy does not widen his own role by it. It
// is in force when another with that right confirms it, as it was proposed, in place
// of what it was proposed against.
func TestAPolicyTakesTwo(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b, room := council(t, s)
		ctx := t.Context()
		first, version, _, err := b.Policy(ctx)
		must(t, err)
		wider := strings.Replace(first, "controller: [look,", "controller: [pay, release, look,", 1)
		waits, err := b.ReplacePolicy(ctx, "Greet", version, []byte(wider))
		if must(t, err); !waits {
			t.Fatal("it holds by one person")
		}
		if rights, err := room.RightsNow(ctx, "Greet"); err != nil || rights.Has(policy.Release) {
			t.Fatal("she widened her own role", err)
		}
		asked, err := room.Requests(ctx)
		if must(t, err); len(asked) != 1 || asked[0].Text != wider {
			t.Fatalf("%+v", asked)
		}
		for who, code := range map[string]string{"Greet": "people.request-own", "Kees": "people.request-right"} {
			wants(t, b.ConfirmPolicy(ctx, who, asked[0].ID), code)
			needs, err := b.Needs(ctx, who, []app.NeedKind{app.NeedPolicy, app.NeedPeople}, app.Watch{})
			if must(t, err); len(needs.List) != 0 {
				t.Errorf("it waits for %s: %+v", who, needs.List)
			}
		}
		needs, err := b.Needs(ctx, "Anna", []app.NeedKind{app.NeedPolicy, app.NeedPeople}, app.Watch{})
		if must(t, err); len(needs.List) != 1 || needs.List[0].Kind != app.NeedPolicy || needs.List[0].Number != "Greet" || len(needs.Groups) != 1 {
			t.Errorf("%+v", needs)
		}
		must(t, b.ConfirmPolicy(ctx, "Anna", asked[0].ID))
		wants(t, b.ConfirmPolicy(ctx, "Anna", asked[0].ID), "people.request-gone")
		if rights, err := room.RightsNow(ctx, "Greet"); err != nil || !rights.Has(policy.Release) {
			t.Error("confirmed, and not in force", err)
		}
		list, err := b.PolicyVersions(ctx)
		if must(t, err); list[0].Actor != "Anna" || list[0].AskedBy != "Greet" {
			t.Errorf("%+v", list[0])
		}
	})
}

// TestAPolicyIsConfirmedAgainstWhatItReplaces, and can be refused; by a command on
// the machine it holds at once, and the trail says so.
func TestAPolicyIsConfirmedAgainstWhatItReplaces(t *testing.T) {
	b, room := council(t, storetest.SQLite(t))
	ctx := t.Context()
	first, version, _, err := b.Policy(ctx)
	must(t, err)
	later := func(tolerance string) []byte {
		return []byte(first + "\n  - from: 2030-01-01\n    tolerance: \"" + tolerance + "\"\n")
	}
	_, err = b.ReplacePolicy(ctx, "Anna", version, later("0.01"))
	must(t, err)
	_, err = b.ReplacePolicy(ctx, "Greet", version, later("0.02"))
	must(t, err)
	asked, err := room.Requests(ctx)
	if must(t, err); len(asked) != 1 || asked[0].MadeBy != "Greet" {
		t.Fatalf("the newest takes the place of the one before: %+v", asked)
	}
	must(t, b.SetPolicy(ctx, "root", later("0.03")))
	wants(t, b.ConfirmPolicy(ctx, "Anna", asked[0].ID), "app.policy.stale")
	_, err = room.Confirm(ctx, "Anna", asked[0].ID)
	wants(t, err, "people.request-gone")
	_, err = room.Refuse(ctx, "Anna", asked[0].ID)
	must(t, err)
	events, _, err := b.Trail(ctx, app.TrailFilter{Kind: "policy"}, 0)
	if must(t, err); events[0].Act != "policy.refused" || events[1].Act != "policy.set" || !strings.Contains(string(events[1].Payload), `"at":"machine"`) {
		t.Errorf("%+v", events[:2])
	}
}
