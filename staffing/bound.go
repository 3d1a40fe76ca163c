// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"context"
	"math"
)

// duals are what a seat and a cent of a budget are worth at the margin. Any that are
// not negative prove a bound: pay each seat its price to whoever takes it, and let each
// person do what is best for that person alone; no plan is worth more than all prices
// together with what the persons gain above them.
type duals struct {
	job    []int64
	budget []float64 // points for a cent
}

// bounds searches for the duals that prove the lowest bound.
type bounds struct {
	p     *problem
	now   duals
	best  duals
	least int64 // the lowest bound that was proved
	exact bool  // no person's search was cut short at the best
	sack  *sack
	count []int     // how often a job is taken
	spent []float64 // cents of a budget
	step  []float64 // direction of the last step
}

func newBounds(p *problem) *bounds {
	b := &bounds{p: p, least: math.MaxInt64, sack: newSack(p), count: make([]int, len(p.jobs)), spent: make([]float64, len(p.budgets)),
		step: make([]float64, len(p.jobs)+len(p.budgets))}
	b.now = duals{make([]int64, len(p.jobs)), make([]float64, len(p.budgets))}
	for j := range p.jobs { // every seat its best person
		for _, c := range p.jobs[j].pairs {
			if p.jobs[j].fixed < 0 {
				b.now.job[j] = max(b.now.job[j], c.value)
			}
		}
	}
	return b
}

func (d duals) clone() duals {
	return duals{append([]int64(nil), d.job...), append([]float64(nil), d.budget...)}
}

// profit is what a pair brings above the prices.
func (b *bounds) profit(d *duals) func(option, *pair) int64 {
	return func(o option, c *pair) int64 {
		v := c.value - d.job[o.job]
		for _, k := range c.costs {
			v -= int64(d.budget[k.budget] * float64(k.cents)) // rounded down, so the bound stays one
		}
		return v
	}
}

// prove gives the bound of the present duals.
func (b *bounds) prove() (bound int64, exact bool) {
	clear(b.count)
	clear(b.spent)
	exact = true
	for j, price := range b.now.job {
		if b.p.jobs[j].fixed < 0 {
			bound += price
		}
	}
	for i, k := range b.p.budgets {
		bound += int64(math.Ceil(b.now.budget[i] * float64(k.limit)))
	}
	profit := b.profit(&b.now)
	for who := range b.p.people {
		b.sack.start(who, profit, 0)
		value, whole := b.sack.solve()
		exact = exact && whole
		bound += value
		for _, i := range b.sack.chose {
			it := b.sack.items[i]
			b.count[it.job]++
			for _, k := range b.p.jobs[it.job].pairs[it.at].costs {
				b.spent[k.budget] += float64(k.cents)
			}
		}
	}
	return bound, exact
}

// lower walks down to the lowest bound, at most so many rounds. goal is the value of a
// plan that is known: the walk ends when the bound has come down to it.
func (b *bounds) lower(ctx context.Context, rounds int, goal int64) {
	pace, idle := 1.0, 0
	for range rounds {
		bound, exact := b.prove()
		if bound < b.least {
			if b.least-bound > (b.least-goal)/200 {
				idle = 0
			}
			b.least, b.exact, b.best = bound, exact, b.now.clone()
		}
		if idle++; idle > 25 {
			pace, idle = pace*0.7, 0
			copy(b.now.job, b.best.job)
			copy(b.now.budget, b.best.budget)
			clear(b.step)
		}
		if b.least <= goal || pace < 0.0001 || ctx.Err() != nil || !b.walk(pace, bound-goal) {
			return
		}
	}
}

// walk takes a step against what is asked too much or too little; false when nothing is.
func (b *bounds) walk(pace float64, gap int64) bool {
	square := 0.0
	jobs := len(b.p.jobs)
	const keep = 0.6 // of the last direction
	for i := range b.step {
		g := 0.0
		switch {
		case i >= jobs:
			limit := float64(max(b.p.budgets[i-jobs].limit, 1))
			g = (limit - b.spent[i-jobs]) / limit
			if b.now.budget[i-jobs] == 0 && g > 0 {
				g, b.step[i] = 0, 0
			}
		case b.p.jobs[i].fixed < 0 && len(b.p.jobs[i].pairs) > 0:
			g = float64(1 - b.count[i])
			if b.now.job[i] == 0 && g > 0 {
				g, b.step[i] = 0, 0
			}
		}
		b.step[i] = g + keep*b.step[i]
		square += b.step[i] * b.step[i]
	}
	if square == 0 {
		return false
	}
	size := pace * float64(gap) / square
	for i := range b.step {
		if i >= jobs {
			b.now.budget[i-jobs] = max(0, b.now.budget[i-jobs]-size*b.step[i]/float64(max(b.p.budgets[i-jobs].limit, 1)))
		} else if b.step[i] != 0 {
			b.now.job[i] = max(0, b.now.job[i]-int64(math.Round(size*b.step[i])))
		}
	}
	return true
}
