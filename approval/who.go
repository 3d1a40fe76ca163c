// SPDX-License-Identifier: EUPL-1.2

package approval

import (
	"cmp"
	"slices"

	"rentmeester/day"
)

// Candidate is somebody who may do a step, or may not and why.
type Candidate struct {
	Person string  `json:"person"`
	Name   string  `json:"name,omitempty"`
	For    string  `json:"for,omitempty"` // whom he stands in for, by name
	Away   bool    `json:"away,omitempty"`
	Bar    *Reason `json:"bar,omitempty"` // why he may not
}

// claim is a person's ground to do a step.
type claim struct {
	person Person
	stands *Person // whom he stands in for
	bar    *Reason
}

// open says that nobody has a role on a day: whoever is not barred may act.
func (r Route) open(d day.Day) bool { return len(r.people(d)) == 0 }

// personOn gives a person as he is on a day.
func (r Route) personOn(id string, d day.Day) (Person, bool) {
	for _, p := range r.people(d) {
		if p.ID == id {
			return p, true
		}
	}
	return Person{ID: id}, false
}

// claims gives everybody who has a say in a step on a day, each with what bars
// him. Those who may come first, in their own right before deputies.
func (r Route) claims(s Step, d day.Day) []claim {
	people := r.people(d)
	var list []claim
	for i := range people {
		holder := &people[i]
		involved, short := r.entitled(*holder, s, d)
		if !involved {
			continue
		}
		list = append(list, claim{person: *holder, bar: firstBar(short, r.own(holder.ID, s, d))})
		for _, deputy := range holder.Deputies {
			if !deputy.Holds(d) || deputy.Person == holder.ID {
				continue
			}
			p, known := r.personOn(deputy.Person, d)
			if !known {
				continue
			}
			list = append(list, claim{person: p, stands: holder, bar: firstBar(short, r.own(p.ID, s, d))})
		}
	}
	slices.SortStableFunc(list, func(a, b claim) int {
		return cmp.Or(rank(a.bar != nil)-rank(b.bar != nil), rank(a.stands != nil)-rank(b.stands != nil), cmp.Compare(a.person.ID, b.person.ID))
	})
	return list
}

func rank(last bool) int {
	if last {
		return 1
	}
	return 0
}

func firstBar(bars ...*Reason) *Reason {
	for _, b := range bars {
		if b != nil {
			return b
		}
	}
	return nil
}

// entitled says whether a person has a say in a step, and what of his limit or
// period keeps him from it all the same.
func (r Route) entitled(p Person, s Step, d day.Day) (involved bool, short *Reason) {
	if s.rule.Orderer && r.ordererKnown(d) {
		return slices.Contains(r.Case.Ordered, p.ID), nil
	}
	for _, g := range p.Grants {
		if g.Role != s.Role || !g.covers(s.CostCentre) {
			continue
		}
		var why Reason
		switch {
		case !g.Holds(d):
			why = reason("bar-period", "name", p.name(), "role", s.Role)
		case g.Limit > 0 && s.Kind == Approval && s.Basis.Amount.Abs() > g.Limit:
			why = reason("bar-limit", "name", p.name(), "limit", g.Limit, "amount", s.Basis.Amount.Abs())
		default:
			return true, nil
		}
		involved, short = true, &why
	}
	return involved, short
}

// ordererKnown says whether somebody who ordered is among the people.
func (r Route) ordererKnown(d day.Day) bool {
	return slices.ContainsFunc(r.Case.Ordered, func(id string) bool {
		_, known := r.personOn(id, d)
		return known
	})
}

func (p Person) name() string { return cmp.Or(p.Name, p.ID) }

// own says why a step would be a person's approval of his own, nil when it is not.
// To declare that what he ordered was delivered is the orderer's part; that is not
// approving.
func (r Route) own(id string, s Step, d day.Day) *Reason {
	p, _ := r.personOn(id, d)
	var why Reason
	switch {
	case r.Case.Supplier != "" && slices.Contains(p.Suppliers, r.Case.Supplier):
		why = reason("bar-supplier", "name", p.name())
	case s.Kind == Performance:
		return nil
	case slices.Contains(r.Case.Ordered, id):
		why = reason("bar-ordered", "name", p.name())
	case slices.Contains(r.Case.Entered, id):
		why = reason("bar-entered", "name", p.name())
	case slices.Contains(r.Case.Took, id):
		why = reason("bar-took", "name", p.name())
	default:
		return nil
	}
	return &why
}

// refuses says why a person may not do a step on a day, whatever others did; nil
// when he may. stands is whom he stands in for.
func (r Route) refuses(id string, s Step, d day.Day, forWhom string) (bar *Reason, stands *Person) {
	if id == "" {
		why := reason("bar-nobody")
		return &why, nil
	}
	if r.open(d) {
		return r.own(id, s, d), nil
	}
	for _, c := range r.claims(s, d) {
		if c.person.ID != id || forWhom != "" && (c.stands == nil || c.stands.ID != forWhom) {
			continue
		}
		return c.bar, c.stands // those who may come first
	}
	p, _ := r.personOn(id, d)
	why := reason("bar-role", "name", p.name(), "role", s.Role, "centre", cmp.Or(s.CostCentre, "–"))
	return &why, nil
}

// known says whether a person has any part in the invoice: he may ask, dispute
// and reject.
func (r Route) known(id string, d day.Day) bool {
	p, listed := r.personOn(id, d)
	if id == "" || r.Case.Supplier != "" && slices.Contains(p.Suppliers, r.Case.Supplier) {
		return false
	}
	return listed || r.open(d) || slices.Contains(slices.Concat(r.Case.Ordered, r.Case.Entered, r.Case.Took), id)
}

// decides says whether a person may decide about the invoice: he could approve
// one of its steps.
func (r Route) decides(id string, d day.Day) bool {
	return slices.ContainsFunc(r.Steps, func(s Step) bool {
		bar, _ := r.refuses(id, s, d, "")
		return s.Kind == Approval && bar == nil
	})
}
