// SPDX-License-Identifier: EUPL-1.2

package autopilot

import (
	"testing"

	"rentmeester/policy"
	"rentmeester/text"
)

func TestDecideBank(t *testing.T) {
	on := func(bank string) policy.Settings { return policy.Settings{Autopilot: policy.Autopilot{Bank: bank}} }
	proved := Verdict{Act: true, Ground: Rule, Why: "autopilot.proved"}
	for name, c := range map[string]struct {
		p    Proposal
		s    policy.Settings
		want Verdict
	}{
		"proved":              {Proposal{Safe: true, Complete: true, Probability: 0.9}, on("safe"), proved},
		"proved, budget":      {Proposal{Safe: true, Complete: true, Probability: 0.9}, on("budget"), proved},
		"policy says no":      {Proposal{Safe: true, Complete: true}, on("off"), Verdict{Why: "autopilot.off"}},
		"sure but not proved": {Proposal{Complete: true, Probability: 0.9999}, on("safe"), Verdict{Why: "autopilot.not-proved"}},
		"ambiguous":           {Proposal{Safe: true, Complete: true, Ambiguous: true}, on("safe"), Verdict{Why: "autopilot.ambiguous"}},
		"money left over":     {Proposal{Safe: true}, on("safe"), Verdict{Why: "autopilot.incomplete"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := DecideBank(c.p, c.s)
			if got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
			said(t, got.Why)
		})
	}
}

func said(t *testing.T, key string) {
	t.Helper()
	if !text.Has(text.NL, key) || !text.Has(text.EN, key) {
		t.Errorf("no sentence for %s", key)
	}
}

func TestDecide(t *testing.T) {
	prior := Standing{Mode: Prior, Threshold: 0.999}
	sure, safe := Proposal{Complete: true, Probability: 0.9993}, Proposal{Complete: true, Safe: true, Probability: 0.97}
	for name, c := range map[string]struct {
		p     Proposal
		s     Standing
		drawn bool
		want  Verdict
	}{
		"by its claim":           {sure, prior, false, Verdict{Act: true, Ground: Claim, Why: "autopilot.likely"}},
		"by rule, though drawn":  {safe, prior, true, Verdict{Blind: true, Ground: Rule, Why: "autopilot.look"}},
		"drawn by its claim":     {sure, prior, true, Verdict{Blind: true, Ground: Claim, Why: "autopilot.look"}},
		"claim too low, drawn":   {Proposal{Complete: true, Probability: 0.9989}, prior, true, Verdict{Why: "autopilot.not-proved"}},
		"no threshold":           {Proposal{Complete: true, Probability: 1}, Standing{Mode: Safe}, false, Verdict{Why: "autopilot.not-proved"}},
		"ambiguous, drawn":       {Proposal{Complete: true, Probability: 1, Ambiguous: true}, prior, true, Verdict{Why: "autopilot.ambiguous"}},
		"money left over":        {Proposal{Probability: 1}, prior, false, Verdict{Why: "autopilot.incomplete"}},
		"the amount alone":       {Proposal{Complete: true, Probability: 1, Bare: true}, prior, false, Verdict{Why: "autopilot.bare"}},
		"stepped down":           {safe, Standing{Mode: Propose}, false, Verdict{Why: "autopilot.stepped-down"}},
		"off":                    {safe, Standing{Mode: Off}, true, Verdict{Why: "autopilot.off"}},
		"a claim of the nothing": {Proposal{Complete: true}, Standing{Mode: Safe}, false, Verdict{Why: "autopilot.not-proved"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := Decide(c.p, c.s, c.drawn)
			if got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
			said(t, got.Why)
		})
	}
}

func TestDraw(t *testing.T) {
	key, other := NewKey("a", "bc"), NewKey("ab", "c")
	if key == other || key != NewKey("a", "bc") {
		t.Fatal("a key is made of its parts, in their order")
	}
	const lines = 200_000
	drawn, both, again := 0, 0, 0
	for line := range int64(lines) {
		if key.Drawn(line, 10_000) {
			drawn++
			if other.Drawn(line, 10_000) {
				both++
			}
			if key.Drawn(line, 20_000) {
				again++
			}
		}
	}
	if drawn < 1800 || drawn > 2200 || both > 50 || again != drawn {
		t.Errorf("drawn %d of %d, by another key too %d, in a larger sample still %d", drawn, lines, both, again)
	}
	if key.Drawn(5, 0) || !key.Drawn(5, 1_000_000) {
		t.Error("nothing of nothing, all of all")
	}
}
