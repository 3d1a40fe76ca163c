// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"slices"
	"testing"

	"rentmeester/autopilot"
	"rentmeester/policy"
	"rentmeester/reconcile"
)

func codes(list []Reason) (all []string) {
	for _, r := range list {
		all = append(all, r.Code)
	}
	return all
}

func TestExplain(t *testing.T) {
	budget, safe, off := policy.Settings{}, policy.Settings{}, policy.Settings{}
	budget.Autopilot.Bank, safe.Autopilot.Bank, off.Autopilot.Bank = "budget", "safe", "off"
	prior := autopilot.Standing{Mode: autopilot.Prior, Threshold: 0.999}
	why := func(list ...string) (all []Reason) {
		for _, code := range list {
			all = append(all, Reason{Code: "reconcile.reason." + code})
		}
		return all
	}
	likely := &reconcile.Choice{Probability: 0.9, Allocations: []reconcile.Allocation{{Item: 1, Amount: 100}}}
	byRule := func(safe bool) *reconcile.Choice {
		return &reconcile.Choice{Probability: 0.99, Rule: reconcile.RulePolicy, Safe: safe, Allocations: []reconcile.Allocation{{Account: "4440", Amount: 100}}}
	}
	for _, test := range []struct {
		name           string
		p              reconcile.Proposal
		s              policy.Settings
		stand          autopilot.Standing
		before         bool
		decided, keeps []string
	}{
		{name: "what decided and what is weak", p: reconcile.Proposal{Best: likely, Why: why("no-hard-reference", "decided.name-equal")}, s: budget, stand: prior,
			decided: []string{"reconcile.reason.decided.name-equal"}, keeps: []string{"reconcile.reason.no-hard-reference"}},
		{name: "rules alone", p: reconcile.Proposal{Best: likely, Why: why("no-runner")}, s: safe,
			decided: []string{"reconcile.reason.no-runner"}, keeps: []string{"autopilot.not-proved"}},
		{name: "off", p: reconcile.Proposal{Best: likely}, s: off, keeps: []string{"autopilot.off"}},
		{name: "stepped down", p: reconcile.Proposal{Best: likely}, s: budget, stand: autopilot.Standing{Mode: autopilot.Propose}, keeps: []string{"autopilot.stepped-down"}},
		{name: "ambiguous", p: reconcile.Proposal{Best: likely, Ambiguous: true, Why: why("ambiguous")}, s: budget, stand: prior, keeps: []string{"autopilot.ambiguous"}},
		{name: "something left, amount alone", p: reconcile.Proposal{Best: &reconcile.Choice{Probability: 0.9, Rest: 5, Rule: reconcile.RuleAmount}}, s: budget, stand: prior,
			keeps: []string{"autopilot.incomplete", "autopilot.bare"}},
		{name: "unlikely", p: reconcile.Proposal{Best: &reconcile.Choice{Probability: 0.02}}, s: budget, stand: prior, keeps: []string{"app.keeps.unlikely"}},
		{name: "decided before", p: reconcile.Proposal{Best: likely}, s: budget, stand: prior, before: true, keeps: []string{"app.keeps.before"}},
		{name: "a rule that only proposes", p: reconcile.Proposal{Best: byRule(false), Why: why("no-hard-reference", "amount-not-exact", "no-runner")}, s: budget, stand: prior,
			decided: []string{"reconcile.reason.no-runner"}, keeps: []string{"app.keeps.rule"}},
		{name: "a certain rule", p: reconcile.Proposal{Best: byRule(true), Why: why("safe")}, s: budget, stand: prior, keeps: []string{"app.keeps.not-sure"}},
		{name: "nothing found", p: reconcile.Proposal{Why: why("paid-already")}, s: budget, stand: prior, decided: []string{"reconcile.reason.paid-already"}},
		{name: "the same twice, and that nothing was found", p: reconcile.Proposal{Why: why("paid-already", "paid-already", "nothing")}, s: budget, stand: prior,
			decided: []string{"reconcile.reason.paid-already"}},
	} {
		decided, keeps := explain(test.p, test.s, test.stand, test.before)
		if !slices.Equal(codes(decided), test.decided) || !slices.Equal(codes(keeps), test.keeps) {
			t.Errorf("%s: decided %q, keeps %q", test.name, codes(decided), codes(keeps))
		}
	}
}

// What could have been done by itself waits because it was drawn for the blind
// sample: nothing that is said of it may differ from what is not sure enough.
func TestNothingTellsWhatIsDrawn(t *testing.T) {
	budget := policy.Settings{}
	budget.Autopilot.Bank = "budget"
	prior := autopilot.Standing{Mode: autopilot.Prior, Threshold: 0.999}
	under := reconcile.Proposal{Best: &reconcile.Choice{Probability: 0.98}, Why: []Reason{{Code: "reconcile.reason.no-runner"}}}
	_, wanted := explain(under, budget, prior, false)
	for name, drawn := range map[string]reconcile.Proposal{
		"by a rule":  {Best: &reconcile.Choice{Probability: 0.9999, Safe: true}, Why: []Reason{{Code: "reconcile.reason.safe"}}},
		"by a claim": {Best: &reconcile.Choice{Probability: 0.9995}, Why: []Reason{{Code: "reconcile.reason.no-runner"}}},
	} {
		if _, keeps := explain(drawn, budget, prior, false); !slices.Equal(codes(keeps), codes(wanted)) {
			t.Errorf("%s: keeps %q, others %q", name, codes(keeps), codes(wanted))
		}
	}
}

func TestLedgerNames(t *testing.T) {
	p, err := policy.Parse(policy.Default)
	if err != nil {
		t.Fatal(err)
	}
	names := ledgerNames(p, "2026-01-01")
	if names["4440"] != "bankkosten" || names["1300"] != "" || names[""] != "" {
		t.Errorf("%v", names)
	}
}

func TestKeptBack(t *testing.T) {
	fee := reconcile.Allocation{Account: "4440", Amount: -120}
	netted := reconcile.Choice{Allocations: []reconcile.Allocation{{Item: 1, Amount: 10000}, fee}}
	split := reconcile.Choice{Allocations: []reconcile.Allocation{{Account: "1250", Amount: 10000}, fee}}
	if !keptBack(netted, fee) || keptBack(split, fee) || keptBack(netted, reconcile.Allocation{Account: "8990", Amount: 5}) {
		t.Error("what is kept back of items is not known")
	}
}
