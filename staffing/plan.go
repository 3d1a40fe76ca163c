// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
)

// Plan is who does what, what that is worth, and what any plan could be worth at most.
type Plan struct {
	Placements []Placement   `json:"placements"` // by seat
	Terms      Terms         `json:"terms"`
	Value      Points        `json:"value"`
	Bound      Points        `json:"bound"`  // no plan that keeps the rules and the locks is worth more
	Gap        float64       `json:"gap"`    // (Bound - Value) / Bound; 0 when Proved
	Proved     bool          `json:"proved"` // no plan is worth more
	Unfilled   []Unfilled    `json:"unfilled,omitempty"`
	People     []PersonHours `json:"people"`
	Prices     []SeatPrice   `json:"prices,omitempty"` // what the proof rests on
	Steps      int           `json:"steps"`            // of the local search
}

// Unfilled is a seat that nobody has.
type Unfilled struct {
	Seat    string   `json:"seat"`
	Hours   Minutes  `json:"minutes"` // of the whole seat
	Reasons []Reason `json:"reasons"`
}

// PersonHours is what somebody does in each week.
type PersonHours struct {
	Person  string    `json:"person"`
	Planned []Minutes `json:"planned"` // as if always there; never more than the contract
	Done    []Minutes `json:"done"`    // absence off
}

// SeatPrice is what a seat, or the budget of an assignment, is worth at the margin:
// what a person more who could take it would at most bring.
type SeatPrice struct {
	Seat   string  `json:"seat,omitempty"`
	Budget string  `json:"budget,omitempty"` // the assignment; with seats after it, that not all of those can be paid
	Price  Points  `json:"price,omitempty"`
	Cent   float64 `json:"cent,omitempty"` // points for a cent of the budget, or for one more of those seats
}

// Options say how to search.
type Options struct {
	Seed   uint64
	Steps  int         // of the local search; 0 as many as suits the size
	Rounds int         // of the proof; 0 as many as suit
	Start  []Placement // a plan to begin with; what of it cannot be is left out
	Prices []SeatPrice // of an earlier plan, to begin the proof with
	Solver Solver      // proves and improves plans; nil does without
}

// Propose makes a plan. It stops early when ctx ends, with the best plan until then and
// what is proved of it.
// Errors: those of Check and of the solver.
func Propose(ctx context.Context, t *Task, prices Prices, o Options) (*Plan, error) {
	if err := Check(t); err != nil {
		return nil, err
	}
	return newRun(compile(t, prices, extra{}), o).carryOut(ctx)
}

// run is one search for a plan and its proof.
type run struct {
	p       *problem
	o       Options
	state   *state
	bounds  *bounds
	steps   int
	lowest  int64 // no plan is worth more
	optimal bool
	mending bool // of a plan most is known to stay
}

func newRun(p *problem, o Options) *run {
	r := &run{p: p, o: o, state: newState(p), bounds: newBounds(p), lowest: math.MaxInt64}
	r.bounds.begin(o.Prices)
	r.state.seat(o.Start)
	r.state.greedy()
	return r
}

// seat puts persons where a plan has them, as far as that can be.
func (s *state) seat(start []Placement) {
	for _, place := range start {
		where, who := s.p.seatAt(place.Seat), s.p.personAt(place.Person)
		if where < 0 || who < 0 {
			continue
		}
		j := s.p.jobOf[where]
		at, may := slices.BinarySearchFunc(s.p.jobs[j].pairs, who, func(c pair, who int) int { return cmp.Compare(c.person, who) })
		if may && s.at[j] < 0 && s.fits(j, &s.p.jobs[j].pairs[at]) {
			s.set(j, at)
		}
	}
	s.log = s.log[:0]
}

// manyJobs is how many jobs make a linear programme over sets slow to lower the bound:
// with more, prices and the plan are brought as far as they go without it first.
const manyJobs = 1500

// carryOut searches in turns: a better plan, then a lower bound. With a solver that is
// only where the solver begins, unless there are many jobs.
func (r *run) carryOut(ctx context.Context) (*Plan, error) {
	rounds, soon := cmp.Or(r.o.Rounds, 600), r.o.Solver != nil && len(r.p.jobs) <= manyJobs
	if soon {
		rounds = min(rounds, 60)
	}
	r.bounds.lower(ctx, 40, r.state.value)
	if r.o.Steps == 0 { // a short search and the bound first, for who stops it soon
		r.search(ctx, 1500*len(r.p.jobs), r.warmth())
		r.bounds.lower(ctx, rounds, r.state.value)
		rounds = 100
	}
	if !soon || r.o.Steps > 0 {
		r.search(ctx, cmp.Or(r.o.Steps, 4500*len(r.p.jobs)), r.warmth())
		r.bounds.lower(ctx, rounds, r.state.value)
	}
	return r.finish(ctx)
}

// finish proves what it can, and writes the plan down.
func (r *run) finish(ctx context.Context) (*Plan, error) {
	r.lowest = min(r.lowest, r.bounds.least)
	if r.o.Solver != nil {
		if err := r.exact(ctx); err != nil && ctx.Err() == nil && !errors.Is(err, errStuck) {
			return nil, err
		}
		r.lowest = min(r.lowest, r.bounds.least)
	}
	return r.plan(), nil
}

// search improves the plan, and keeps it when nothing better is found.
func (r *run) search(ctx context.Context, steps int, warm float64) {
	a := newSearch(r.state, r.o.Seed)
	a.anneal(ctx, steps, warm)
	r.steps += a.steps
}

// warmth is how much worse a plan may become in a step at first: part of what a seat is
// worth on average.
func (r *run) warmth() float64 {
	if len(r.p.jobs) == 0 {
		return 1
	}
	return max(1, float64(r.state.value)/float64(len(r.p.jobs))/8)
}

// plan writes down what was found.
func (r *run) plan() *Plan {
	p, s := r.p, r.state
	plan := &Plan{Steps: r.steps, Placements: []Placement{}, People: []PersonHours{}}
	kept := int64(0) // what only counts while searching: moves
	for where := range p.seats {
		who := s.who(p.jobOf[where])
		if who < 0 {
			plan.Unfilled = append(plan.Unfilled, Unfilled{p.seats[where].ID, Minutes(p.seats[where].total), s.whyUnfilled(where)})
			continue
		}
		plan.Placements = append(plan.Placements, Placement{p.seats[where].ID, p.people[who].ID})
		plan.Terms = plan.Terms.Plus(p.terms(who, where))
	}
	for who := range p.people {
		plan.Terms.Fairness -= Points(p.prices.fair(s.load[who], p.people[who].contract))
		plan.People = append(plan.People, s.hours(who))
	}
	plan.Value = plan.Terms.Sum()
	kept = s.value - int64(plan.Value)
	plan.Bound = max(plan.Value, Points(r.lowest-kept))
	if r.optimal || plan.Bound == plan.Value {
		plan.Proved, plan.Bound = true, plan.Value
	} else if plan.Bound > 0 {
		plan.Gap = float64(plan.Bound-plan.Value) / float64(plan.Bound)
	}
	plan.Prices = r.bounds.prices()
	return plan
}

// hours adds up what somebody does by week.
func (s *state) hours(who int) PersonHours {
	h := PersonHours{s.p.people[who].ID, make([]Minutes, s.p.weeks), make([]Minutes, s.p.weeks)}
	for _, j := range s.has[who] {
		for _, where := range s.p.jobs[j].seats {
			for w, m := range s.p.seats[where].Work {
				week := s.p.seats[where].First + w
				h.Planned[week] += m
				h.Done[week] += s.p.people[who].there(m, week)
			}
		}
	}
	return h
}

// there is what of the minutes of a week somebody is there for.
func (p *Person) there(m Minutes, week int) Minutes {
	if p.Present == nil {
		return m
	}
	return (m*Minutes(p.Present[week]) + 500) / 1000
}

// prices are those of the best bound, without what cuts took off it.
func (b *bounds) prices() (list []SeatPrice) {
	d := &b.best
	if b.told != nil {
		d = b.told
	}
	for j, price := range d.job {
		if price > 0 {
			list = append(list, SeatPrice{Seat: b.p.jobs[j].name, Price: Points(price)})
		}
	}
	for i, price := range d.budget {
		if price > 0 {
			list = append(list, SeatPrice{Budget: b.p.budgets[i].name, Cent: float64(price) / fine})
		}
	}
	return list
}
