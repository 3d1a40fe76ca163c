// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"context"
	"math"
	"slices"
)

// duals are what a seat and a cent of a budget are worth at the margin. Any that are
// not negative prove a bound: pay each seat its price to whoever takes it, and let each
// person do what is best for that person alone; no plan is worth more than all prices
// together with what the persons gain above them. All are whole numbers, and what is
// divided is rounded so that the bound is never too low.
type duals struct {
	job    []int64
	budget []int64 // fine parts of a point for a cent
	cut    []int64
}

// fine is how many parts a point has in the price of a cent.
const fine = 1 << 20

// bounds searches for the duals that prove the lowest bound.
type bounds struct {
	p     *problem
	now   duals
	best  duals
	told  *duals // for the plan: before there were cuts
	least int64  // the lowest bound that was proved
	sack  *sack
	count []int     // how often a job is taken
	spent []float64 // cents of a budget
	step  []float64 // direction of the last step
	rules *rules    // of the part of a search tree that is looked at; nil for the whole
}

func newBounds(p *problem) *bounds {
	b := &bounds{p: p, least: math.MaxInt64, sack: newSack(p), count: make([]int, len(p.jobs)), spent: make([]float64, len(p.budgets)),
		step: make([]float64, len(p.jobs)+len(p.budgets))}
	b.now = duals{job: make([]int64, len(p.jobs)), budget: make([]int64, len(p.budgets))}
	for j := range p.jobs { // every seat its best person
		for _, c := range p.jobs[j].pairs {
			if p.jobs[j].fixed < 0 {
				b.now.job[j] = max(b.now.job[j], c.value)
			}
		}
	}
	b.best = b.now.clone()
	b.prove(context.Background(), func(int, int64) {}) // at these prices nobody gains: something is proved however soon it must stop
	return b
}

func (d *duals) clone() duals {
	return duals{slices.Clone(d.job), slices.Clone(d.budget), slices.Clone(d.cut)}
}

// padded is a copy of duals, with nothing for budgets and cuts that were added since.
func (b *bounds) padded(d *duals) duals {
	c := d.clone()
	c.budget = append(c.budget, make([]int64, len(b.p.budgets)-len(c.budget))...)
	c.cut = append(c.cut, make([]int64, len(b.sack.cuts.list)-len(c.cut))...)
	return c
}

// price sets what a cent of a budget is worth, in points: as near as whole numbers
// allow, and never so much that the whole budget is more than can be counted.
func (d *duals) price(b *budget, at int, points float64) {
	d.budget[at] = int64(min(max(0, points)*fine, math.MaxInt64/4/float64(max(1, b.limit))))
}

// take prepares the search for one person at some duals: it gives what a pair brings
// above them.
func (b *bounds) take(d *duals) func(option, *pair) int64 {
	b.sack.price = d.cut
	return func(o option, c *pair) int64 {
		v := c.value - d.job[o.job]
		for _, k := range c.costs {
			v -= d.budget[k.budget] * k.cents / fine // rounded down, so the bound stays one
		}
		if b.rules != nil {
			return b.rules.profit(c.person, o.job, v)
		}
		return v
	}
}

// prove gives the bound of the present duals, and remembers the lowest. see is told of
// each person, of whom the sack then has the best set.
func (b *bounds) prove(ctx context.Context, see func(who int, value int64)) (bound int64) {
	if bound = b.bound(ctx, see); bound < b.least {
		b.least, b.best = bound, b.now.clone()
	}
	return bound
}

// bound is prove for the rules that hold now. It proves nothing when ctx ends before all
// persons were looked at.
func (b *bounds) bound(ctx context.Context, see func(who int, value int64)) (bound int64) {
	for j, price := range b.now.job {
		if b.p.jobs[j].fixed < 0 {
			bound += price
		}
	}
	for i, k := range b.p.budgets {
		bound += (b.now.budget[i]*k.limit + fine - 1) / fine
	}
	for _, price := range b.now.cut {
		bound += price
	}
	profit := b.take(&b.now)
	for who := range b.p.people {
		if ctx.Err() != nil {
			return math.MaxInt64
		}
		b.sack.start(who, profit, 0)
		value := b.sack.again()
		bound += value - b.rules.owed(who)
		see(who, value)
	}
	return bound
}

// tally counts how often each job is taken, and what of each budget.
func (b *bounds) tally(int, int64) {
	for _, i := range b.sack.chose {
		it := b.sack.items[i]
		b.count[it.job]++
		for _, k := range b.p.jobs[it.job].pairs[it.at].costs {
			b.spent[k.budget] += float64(k.cents)
		}
	}
}

// lower walks down to the lowest bound, at most so many rounds. goal is the value of a
// plan that is known: the walk ends when the bound has come down to it.
func (b *bounds) lower(ctx context.Context, rounds int, goal int64) {
	b.sack.most = fewLabels
	defer func() { b.sack.most = mostLabels }()
	pace, idle := 1.0, 0
	for range rounds {
		clear(b.count)
		clear(b.spent)
		before := b.least
		bound := b.prove(ctx, b.tally)
		if before-b.least > (before-goal)/200 {
			idle = 0
		}
		if idle++; idle > 25 {
			pace, idle = pace*0.7, 0
			copy(b.now.job, b.best.job)
			copy(b.now.budget, b.best.budget)
			clear(b.step)
		}
		if ctx.Err() != nil || b.least <= goal || pace < 0.0001 || !b.walk(pace, bound-goal) {
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
			k := &b.p.budgets[i-jobs]
			b.now.price(k, i-jobs, float64(b.now.budget[i-jobs])/fine-size*b.step[i]/float64(max(k.limit, 1)))
		} else if b.step[i] != 0 {
			b.now.job[i] = max(0, b.now.job[i]-int64(math.Round(size*b.step[i])))
		}
	}
	return true
}
