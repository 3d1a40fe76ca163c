// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"slices"
	"testing"

	"rentmeester/policy"
	"rentmeester/store"
)

// TestPolicyVersions: each time that a policy was put in force is told with its
// text; nobody overwrites what another put in force meanwhile.
func TestPolicyVersions(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		first, version, _, err := b.Policy(t.Context())
		must(t, err)
		next := append([]byte(first), "\n  - from: 2030-01-01\n    tolerance: \"0.01\"\n"...)
		waits, err := b.ReplacePolicy(t.Context(), "piet", version, next)
		if must(t, err); waits {
			t.Error("it waits for a second person where nobody logs in")
		}
		_, err = b.ReplacePolicy(t.Context(), "jan", version, policy.Default)
		wants(t, err, "app.policy.stale")
		_, err = b.ReplacePolicy(t.Context(), "jan", version, []byte("policy: kapot"))
		wants(t, err, "policy.yaml")

		list, err := b.PolicyVersions(t.Context())
		must(t, err)
		if list[0].Actor != "piet" || list[0].Text != string(next) || list[len(list)-1].Text == "" {
			t.Errorf("%+v", list)
		}
		before, err := policy.Outline([]byte(first))
		must(t, err)
		after, err := policy.Outline(next)
		must(t, err)
		if d := policy.Difference(before, after); !slices.Equal(d, []policy.Change{{Path: "tolerance", From: "2030-01-01", Is: "0.01"}}) {
			t.Errorf("%+v", d)
		}
	})
}
