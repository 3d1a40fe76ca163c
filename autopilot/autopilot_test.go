// SPDX-License-Identifier: EUPL-1.2

package autopilot

import (
	"testing"

	"rentmeester/policy"
	"rentmeester/text"
)

func TestDecideBank(t *testing.T) {
	safe, off := policy.Settings{Autopilot: policy.Autopilot{Bank: "safe"}}, policy.Settings{Autopilot: policy.Autopilot{Bank: "off"}}
	for name, c := range map[string]struct {
		p    Proposal
		s    policy.Settings
		want Verdict
	}{
		"proved":              {Proposal{Safe: true, Complete: true, Probability: 0.9}, safe, Verdict{true, "autopilot.proved"}},
		"policy says no":      {Proposal{Safe: true, Complete: true}, off, Verdict{false, "autopilot.off"}},
		"sure but not proved": {Proposal{Complete: true, Probability: 0.9999}, safe, Verdict{false, "autopilot.not-proved"}},
		"ambiguous":           {Proposal{Safe: true, Complete: true, Ambiguous: true}, safe, Verdict{false, "autopilot.ambiguous"}},
		"money left over":     {Proposal{Safe: true}, safe, Verdict{false, "autopilot.incomplete"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := DecideBank(c.p, c.s)
			if got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
			if !text.Has(text.NL, got.Why) || !text.Has(text.EN, got.Why) {
				t.Errorf("no sentence for %s", got.Why)
			}
		})
	}
}
