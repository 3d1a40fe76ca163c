// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"maps"
	"slices"
	"strings"

	"rentmeester/autopilot"
	"rentmeester/day"
	"rentmeester/policy"
	"rentmeester/reconcile"
)

// explain parts what the engine and the autopilot say of a proposal: what decided
// between the best choice and the rest, and what keeps it from being done without
// a person. Nothing in it tells what is in the blind sample: a proposal that could
// have been carried out is spoken of as one that is not sure enough.
func explain(p reconcile.Proposal, s policy.Settings, stand autopilot.Standing, before bool) (decided, keeps []Reason) {
	for i, r := range p.Why {
		if slices.ContainsFunc(p.Why[:i], func(said Reason) bool { return said.Code == r.Code && maps.Equal(said.Args, r.Args) }) {
			continue
		}
		switch code := strings.TrimPrefix(r.Code, "reconcile.reason."); {
		case code == "nothing" && i > 0: // what was looked at says it
		case p.Best == nil, strings.HasPrefix(code, "decided."), code == "no-runner", code == "together":
			decided = append(decided, r)
		case code == "safe", code == "ambiguous" && p.Ambiguous: // the first says it of a drawn line; the autopilot says the second
		case ofItems[code] && !settles(*p.Best):
		default:
			keeps = append(keeps, r)
		}
	}
	if p.Best == nil {
		return decided, nil
	}
	ask := asked(p)
	for _, hindrance := range []struct {
		holds bool
		code  string
	}{
		{s.Autopilot.Bank == "off", "autopilot.off"},
		{stand.Mode == autopilot.Propose && s.Autopilot.Bank != "off", "autopilot.stepped-down"},
		{ask.Ambiguous, "autopilot.ambiguous"},
		{!ask.Complete, "autopilot.incomplete"},
		{ask.Bare, "autopilot.bare"},
		{p.Best.Probability < 0.5, "app.keeps.unlikely"},
		{before, "app.keeps.before"},
		{p.Best.Rule == reconcile.RulePolicy && !p.Best.Safe, "app.keeps.rule"},
	} {
		if hindrance.holds {
			keeps = append(keeps, Reason{Code: hindrance.code})
		}
	}
	if len(keeps) > 0 {
		return decided, keeps
	}
	code := "autopilot.not-proved"
	if s.Autopilot.Bank == "budget" {
		code = "app.keeps.not-sure"
	}
	return decided, append(keeps, Reason{Code: code})
}

// ofItems are the hindrances that speak of open items: of a choice that settles
// none they say nothing.
var ofItems = map[string]bool{"no-hard-reference": true, "amount-not-exact": true}

func settles(c reconcile.Choice) bool {
	return slices.ContainsFunc(c.Allocations, func(a reconcile.Allocation) bool { return a.Item != 0 })
}

// ledgerNames gives the names that policy has for ledger accounts on a day, by
// their code; the first in the alphabet of several.
func ledgerNames(p policy.Policy, on day.Day) map[string]string {
	named, names := p.Ledger(on), map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(named)) {
		if code := named[name]; names[code] == "" && !slices.Contains(roleNames, name) {
			names[code] = name
		}
	}
	return names
}

// roleNames are the names that the program gives to ledger accounts itself; they
// say nothing to people.
var roleNames = []string{"receivables", "payables", "onaccount", "difference"}
