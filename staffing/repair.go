// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"cmp"
	"context"
)

// Repaired is a plan that keeps of an earlier one what it can.
type Repaired struct {
	Plan   *Plan  `json:"plan"`   // Bound counts moves at their price
	Freed  []Move `json:"freed"`  // seats that could not stay as they were
	Moved  []Move `json:"moved"`  // seats that could have stayed, and changed hands
	Filled []Move `json:"filled"` // seats that nobody had
}

// Move is a seat that another gets; From or To is empty for nobody.
type Move struct {
	Seat string `json:"seat"`
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// Repair makes a plan of a task that changed, from the plan there was. Each minute of
// a seat that could stay and changes hands costs Move, so few do; locks are kept.
// Errors: those of Propose.
func Repair(ctx context.Context, t *Task, prices Prices, earlier []Placement, o Options) (*Repaired, error) {
	if err := Check(t); err != nil {
		return nil, err
	}
	l := newLook(t, prices)
	keep := map[string]string{}
	for _, x := range earlier {
		who, where := l.personAt(x.Person), l.seatAt(x.Seat)
		if who >= 0 && where >= 0 && l.mayStay(who, where) {
			keep[x.Seat] = x.Person
		}
	}
	o.Start = earlier
	r := newRun(compile(t, prices, extra{keep}), o)
	plan, err := r.mend(ctx)
	if err != nil {
		return nil, err
	}
	fixed := &Repaired{Plan: plan}
	for _, m := range Changes(earlier, plan.Placements) {
		_, could := keep[m.Seat]
		switch {
		case m.From == "":
			fixed.Filled = append(fixed.Filled, m)
		case could:
			fixed.Moved = append(fixed.Moved, m)
		default:
			fixed.Freed = append(fixed.Freed, m)
		}
	}
	return fixed, nil
}

// mayStay says whether somebody can go on with a seat, by the rules or by a lock.
func (l *look) mayStay(who, where int) bool {
	for _, k := range l.locks[l.seats[where].ID] {
		if k.Kind == Fixed && k.Person == l.people[who].ID {
			return true
		}
	}
	return l.allowed(who, where)
}

// mend is carryOut for a plan of which most is known to stay: the bound comes first,
// and little is searched.
func (r *run) mend(ctx context.Context) (*Plan, error) {
	r.mending = true
	r.search(ctx, cmp.Or(r.o.Steps, 40*len(r.p.jobs)), r.warmth()/50)
	r.bounds.lower(ctx, cmp.Or(r.o.Rounds, map[bool]int{true: 250, false: 80}[len(r.o.Prices) == 0]), r.state.value)
	return r.finish(ctx)
}

// Changes are the seats of which another has one plan than the other, by seat.
func Changes(before, after []Placement) (list []Move) {
	was, is := map[string]string{}, map[string]string{}
	for _, x := range before {
		was[x.Seat] = x.Person
	}
	for _, x := range after {
		is[x.Seat] = x.Person
		if was[x.Seat] != x.Person {
			list = append(list, Move{x.Seat, was[x.Seat], x.Person})
		}
	}
	for _, x := range before {
		if _, still := is[x.Seat]; !still {
			list = append(list, Move{x.Seat, x.Person, ""})
		}
	}
	sortMoves(list)
	return list
}
