// SPDX-License-Identifier: EUPL-1.2

package approval

import (
	"slices"
	"strings"

	"rentmeester/day"
	"rentmeester/money"
)

// Route is what an invoice needs before it is paid.
type Route struct {
	Case   Case
	Policy Policy
	Steps  []Step
	people func(day.Day) []Person
}

// Step is one person's yes that is wanted.
type Step struct {
	Key        string   `json:"key"`  // "budgetholder", "budgetholder:4010"
	Rule       string   `json:"rule"` // name of the rule it comes from
	Kind       StepKind `json:"kind"`
	Role       string   `json:"role,omitempty"`
	CostCentre string   `json:"costCentre,omitempty"`
	Stage      int      `json:"stage"`
	Basis      Basis    `json:"basis"` // an act takes it along
	Why        []Reason `json:"why"`
	rule       *Rule
}

// Plan gives the route of an invoice under the policy of the day on which it was
// received. What people may do is asked of that policy too, unless Staffed gives
// the people of each day.
func Plan(c Case, p Policy) Route {
	if len(p.Rules) == 0 {
		p.Rules = Fallback().Rules
	}
	r := Route{Case: c, Policy: p, people: func(day.Day) []Person { return p.People }}
	for i := range p.Rules {
		r.Steps = append(r.Steps, r.stepsOf(&p.Rules[i])...)
	}
	slices.SortStableFunc(r.Steps, func(a, b Step) int { return a.Stage - b.Stage })
	return r
}

// Staffed is the route with the people as they are on each day: roles change
// hands while an invoice waits.
func (r Route) Staffed(on func(day.Day) []Person) Route {
	r.people = on
	return r
}

// Step gives a step by its key.
func (r Route) Step(key string) (Step, bool) {
	for _, s := range r.Steps {
		if s.Key == key {
			return s, true
		}
	}
	return Step{}, false
}

// stepsOf gives the steps that a rule wants. Where nobody has a role, steps for
// each cost centre are one: anybody would do them all.
func (r Route) stepsOf(rule *Rule) []Step {
	if rule.Above > 0 && r.Case.Amount.Abs() <= rule.Above {
		return nil
	}
	wanted, why := r.wanted(rule)
	if len(wanted) == 0 {
		return nil
	}
	if rule.Above > 0 {
		why = append([]Reason{reason("above", "amount", r.Case.Amount.Abs(), "limit", rule.Above)}, why...)
	}
	if rule.Per != PerCostCentre || len(r.Policy.People) == 0 {
		return []Step{r.step(rule, "", r.Case.parts(), r.Case.Amount, why)}
	}
	var steps []Step
	for _, centre := range centresOf(wanted) {
		var parts []Part
		var share money.Cents
		for _, p := range r.Case.parts() {
			if p.CostCentre == centre {
				parts, share = append(parts, p), share+p.Amount
			}
		}
		steps = append(steps, r.step(rule, centre, parts, share, why))
	}
	return steps
}

// wanted gives the parts for which a rule wants a step, and why.
func (r Route) wanted(rule *Rule) (parts []Part, why []Reason) {
	all := r.Case.parts()
	if len(all) == 0 { // an invoice of nothing
		all = []Part{{}}
	}
	if rule.When == nil {
		return all, []Reason{reason("always")}
	}
	failed := false
	for _, p := range all {
		holds, err := rule.When.Holds(r.Case, p)
		if holds || err != nil {
			parts, failed = append(parts, p), failed || err != nil
		}
	}
	if failed {
		return parts, []Reason{reason("condition-failed", "condition", rule.When.String())}
	}
	return parts, []Reason{reason("condition", "condition", rule.When.String())}
}

func centresOf(parts []Part) []string {
	var list []string
	for _, p := range parts {
		list = append(list, p.CostCentre)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// step makes a step. Coding is part of what it rests on where it is about a cost
// centre or was wanted because of the coding; a second signature for the amount
// survives another account.
func (r Route) step(rule *Rule, centre string, parts []Part, amount money.Cents, why []Reason) Step {
	s := Step{
		Key: rule.Name, Rule: rule.Name, Kind: rule.Kind, Role: rule.Role, CostCentre: centre, Stage: rule.Stage, rule: rule,
		Basis: Basis{Supplier: r.Case.Supplier, Payee: r.Case.Payee, Amount: amount},
	}
	if rule.Per == PerCostCentre && len(r.Policy.People) > 0 {
		s.Key += ":" + centre
		if centre != "" {
			why = append([]Reason{reason("cost-centre", "centre", centre, "amount", amount.Abs())}, why...)
		}
	}
	if rule.Kind == Approval && (rule.Per == PerCostCentre || rule.When != nil) {
		s.Basis.Coding = codingOf(parts)
	}
	s.Why = why
	return s
}

// codingOf names accounts and cost centres of parts, in order.
func codingOf(parts []Part) string {
	var list []string
	for _, p := range parts {
		list = append(list, strings.Trim(p.Account+"/"+p.CostCentre, "/"))
	}
	slices.Sort(list)
	return strings.Join(slices.Compact(list), ", ")
}
