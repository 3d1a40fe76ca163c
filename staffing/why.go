// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"cmp"
	"context"
	"slices"

	"rentmeester/money"
)

// Answer says why somebody has a seat or has it not.
type Answer struct {
	Person   string   `json:"person"`
	Seat     string   `json:"seat"`
	Sits     bool     `json:"sits"`
	Blocks   []Reason `json:"blocks,omitempty"`   // each of these suffices to keep the person off
	Conflict []Reason `json:"conflict,omitempty"` // the fewest locks that together do
	Terms    Terms    `json:"terms"`              // what the person on the seat is worth by itself
	// What the other way would cost: the person on this seat, or off it when Sits. It is
	// between the two; nothing is known when Possible is false.
	Possible bool   `json:"possible"`
	AtLeast  Points `json:"at_least"`
	AtMost   Points `json:"at_most"`
	Changes  []Move `json:"changes,omitempty"` // what would change at the cost of AtMost
}

// Exact says whether the cost is known to the point.
func (a *Answer) Exact() bool { return a.Possible && a.AtLeast == a.AtMost }

// Explain says why somebody has a seat in a plan or has it not, and what the other way
// would cost. What rules 3 to 5 forbid, a person may decide all the same: the cost is
// that of a lock.
// Errors: those of Check, staffing.unknown-person, staffing.unknown-seat.
func Explain(ctx context.Context, t *Task, prices Prices, plan *Plan, person, seat string, o Options) (*Answer, error) {
	blocks, err := Suits(t, prices, person, seat)
	if err != nil {
		return nil, err
	}
	p := compile(t, prices, extra{})
	who, where := p.personAt(person), p.seatAt(seat)
	a := &Answer{Person: person, Seat: seat, Blocks: blocks, Terms: p.terms(who, where),
		Sits: slices.Contains(plan.Placements, Placement{seat, person})}
	other := *t
	if a.Sits {
		other.Locks = append(slices.Clone(t.Locks), Lock{Seat: seat, Person: person, Kind: Barred})
	} else {
		a.Conflict = p.conflict(who, p.jobOf[where])
		other.Locks = append(slices.Clone(t.Locks), Lock{Seat: seat, Person: person, Kind: Fixed})
	}
	if len(a.Conflict) > 0 || Check(&other) != nil { // no lock can do it while the others stand
		return a, nil
	}
	a.Possible = true
	a.otherwise(ctx, &other, prices, plan, o)
	return a, nil
}

// roundWork is about how many pairs of a person and a job the bounds of an explanation may
// look at: more takes more than the second that somebody waits for it.
const roundWork = 3_100_000

// otherwise plans the other way, from the plan there is and its prices.
func (a *Answer) otherwise(ctx context.Context, t *Task, prices Prices, plan *Plan, o Options) {
	o.Start, o.Prices = plan.Placements, plan.Prices
	r := newRun(compile(t, prices, extra{}), o)
	r.search(ctx, cmp.Or(o.Steps, 30*len(r.p.jobs)), r.warmth()/200)
	r.bounds.lower(ctx, cmp.Or(o.Rounds, min(25, max(2, roundWork/(1+len(r.p.people)*len(r.p.jobs))))), r.state.value)
	a.AtMost, a.AtLeast = plan.Value-Points(r.state.value), plan.Value-Points(r.bounds.least)
	a.AtLeast = min(a.AtLeast, a.AtMost)
	if plan.Proved && len(a.Blocks) == 0 { // what the rules allow is no better; what they forbid may be
		a.AtLeast = max(a.AtLeast, 0)
	}
	for j := range r.state.at {
		for _, where := range r.p.jobs[j].seats {
			x := Placement{Seat: r.p.seats[where].ID}
			if who := r.state.who(j); who >= 0 {
				x.Person = r.p.people[who].ID
			}
			a.Changes = append(a.Changes, Move{Seat: x.Seat, To: x.Person})
		}
	}
	was := map[string]string{}
	for _, x := range plan.Placements {
		was[x.Seat] = x.Person
	}
	a.Changes = slices.DeleteFunc(a.Changes, func(m Move) bool { return was[m.Seat] == m.To })
	for i := range a.Changes {
		a.Changes[i].From = was[a.Changes[i].Seat]
	}
	sortMoves(a.Changes)
}

func sortMoves(list []Move) {
	slices.SortFunc(list, func(a, b Move) int { return cmp.Compare(a.Seat, b.Seat) })
}

// begin sets the duals to the prices of a plan, and what it brings to keep a seat as it
// is. Prices of whatever origin prove a bound.
func (b *bounds) begin(prices []SeatPrice) {
	if len(prices) == 0 {
		return
	}
	copy(b.now.job, b.p.bonus)
	clear(b.now.budget)
	budgets := map[string]int{}
	for i, k := range b.p.budgets {
		budgets[k.name] = i
	}
	for _, price := range prices {
		if i, has := budgets[price.Budget]; has && price.Cent > 0 {
			b.now.price(&b.p.budgets[i], i, price.Cent)
		}
		if where := b.p.seatAt(price.Seat); where >= 0 && price.Price > 0 {
			b.now.job[b.p.jobOf[where]] += int64(price.Price)
		}
	}
}

// conflict is the smallest set of locks that together keep somebody off a job, with the
// rule by which they do; nil when locks do not.
func (p *problem) conflict(who, j int) (least []Reason) {
	for _, one := range [][]Reason{p.apartLock(who, j), p.hoursLocks(who, j), p.budgetLocks(who, j), p.elsewhere(who, j)} {
		if len(one) > 0 && (least == nil || len(one) < len(least)) {
			least = one
		}
	}
	return least
}

// elsewhere: a seat that goes with it is locked for another, or to be empty.
func (p *problem) elsewhere(who, j int) []Reason {
	for _, where := range p.jobs[j].seats {
		for _, k := range p.locks[p.seats[where].ID] {
			switch {
			case k.Kind == Fixed && k.Person != p.people[who].ID:
				return []Reason{reason("staffing.conflict.taken", "seat", k.Seat, "person", p.people[p.personAt(k.Person)].called())}
			case k.Kind == Open:
				return []Reason{reason("staffing.conflict.open", "seat", k.Seat)}
			case k.Kind == Barred && k.Person == p.people[who].ID:
				return []Reason{reason("staffing.conflict.barred", "seat", k.Seat)}
			}
		}
	}
	return nil
}

func (p *problem) apartLock(who, j int) []Reason {
	for _, other := range p.jobs[j].apart {
		if p.jobs[other].fixed == who {
			return []Reason{reason("staffing.conflict.apart", "seat", p.jobs[other].name)}
		}
	}
	return nil
}

// hoursLocks finds the week in which the fewest locks leave too little: the largest of
// them first until the hours no longer fit, which no smaller number of them does.
func (p *problem) hoursLocks(who, j int) (least []Reason) {
	job := &p.jobs[j]
	for w, m := range job.work {
		week := job.first + w
		limit := p.people[who].cap[week]
		if m == 0 {
			continue
		}
		here := p.lockedIn(who, week)
		sum, n := m, 0
		for n < len(here) && sum <= limit {
			sum += p.workOf(here[n], week)
			n++
		}
		if sum <= limit || n == 0 || least != nil && n >= len(least)-1 {
			continue
		}
		least = []Reason{reason("staffing.conflict.hours", "week", p.task.From.Add(7*week), "hours", Minutes(sum).Hours(), "contract", Minutes(limit).Hours())}
		for _, other := range here[:n] {
			least = append(least, reason("staffing.conflict.lock", "seat", p.jobs[other].name, "hours", Minutes(p.workOf(other, week)).Hours()))
		}
	}
	return least
}

// lockedIn are somebody's locked jobs with work in a week, the most first.
func (p *problem) lockedIn(who, week int) (list []int) {
	for j := range p.jobs {
		if p.jobs[j].fixed == who && p.workOf(j, week) > 0 {
			list = append(list, j)
		}
	}
	slices.SortStableFunc(list, func(a, b int) int { return int(p.workOf(b, week) - p.workOf(a, week)) })
	return list
}

func (p *problem) workOf(j, week int) int32 {
	if at := week - p.jobs[j].first; at >= 0 && at < len(p.jobs[j].work) {
		return p.jobs[j].work[at]
	}
	return 0
}

// budgetLocks finds the fewest locks on seats of the same assignment that leave too
// little of its budget.
func (p *problem) budgetLocks(who, j int) []Reason {
	for _, where := range p.jobs[j].seats {
		of := p.seats[where].of
		cost := p.cost(who, p.done(who, where))
		if of.Budget == 0 || cost > int64(of.Budget) {
			continue
		}
		type locked struct {
			seat string
			cost int64
		}
		var list []locked
		for i := range p.seats {
			if fixed := p.jobs[p.jobOf[i]].fixed; p.seats[i].of == of && fixed >= 0 && p.jobOf[i] != j {
				list = append(list, locked{p.seats[i].ID, p.cost(fixed, p.done(fixed, i))})
			}
		}
		slices.SortStableFunc(list, func(a, b locked) int { return cmp.Compare(b.cost, a.cost) })
		reasons := []Reason{reason("staffing.conflict.budget", "assignment", cmp.Or(of.Name, of.ID), "budget", of.Budget)}
		for _, one := range list {
			cost += one.cost
			reasons = append(reasons, reason("staffing.conflict.cost", "seat", one.seat, "cost", money.Cents(one.cost)))
			if cost > int64(of.Budget) {
				return reasons
			}
		}
	}
	return nil
}
