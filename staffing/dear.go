// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"maps"
	"slices"
)

// dear says that of some jobs one stays with nobody, or with somebody who costs less
// than is said here: all of them together would exceed the budget. A budget that is
// spent by halves breaks it.
type dear struct {
	budget int
	jobs   []int
	least  []int64
	by     float64 // how much it is broken
}

// takes is what a pair takes of a budget.
func (c *pair) takes(budget int) (sum int64) {
	for _, k := range c.costs {
		if k.budget == budget {
			sum += k.cents
		}
	}
	return sum
}

// money is what a set takes of each budget.
func (p *problem) money(s *set) map[int]int64 {
	sum := map[int]int64{}
	for _, o := range s.pairs {
		for _, k := range p.jobs[o.job].pairs[o.at].costs {
			sum[k.budget] += k.cents
		}
	}
	return sum
}

// dearest seeks what is broken most of one budget.
type dearest struct {
	jobs  []int
	cents [][]int64   // of each job what it may take, the most first
	share [][]float64 // how much of the job goes to those
	now   dear
	best  dear
	steps int
}

// leastBroken is how much must be broken before it counts; mostDearSteps bounds the
// search for one budget.
const (
	leastBroken   = 0.02
	mostDearSteps = 20_000
)

// tooDear finds of each budget what sets chosen in parts break most.
func (p *problem) tooDear(chosen []part) (found []dear) {
	of := make([]map[int]map[int64]float64, len(p.budgets)) // budget, job, cents: share
	for _, c := range chosen {
		for _, o := range c.set.pairs {
			pair := &p.jobs[o.job].pairs[o.at]
			for _, k := range pair.costs {
				if p.budgets[k.budget].counts {
					continue
				}
				if of[k.budget] == nil {
					of[k.budget] = map[int]map[int64]float64{}
				}
				if of[k.budget][o.job] == nil {
					of[k.budget][o.job] = map[int64]float64{}
				}
				of[k.budget][o.job][pair.takes(k.budget)] += c.share
			}
		}
	}
	for i := range of {
		d := dearest{best: dear{by: leastBroken}}
		d.now.budget = i
		for _, j := range slices.Sorted(maps.Keys(of[i])) {
			cents := slices.Sorted(maps.Keys(of[i][j]))
			slices.Reverse(cents)
			var share []float64
			for _, one := range cents {
				share = append(share, of[i][j][one])
			}
			d.jobs, d.cents, d.share = append(d.jobs, j), append(d.cents, cents), append(d.share, share)
		}
		d.grow(0, p.budgets[i].limit, 0)
		if d.best.jobs != nil {
			found = append(found, d.best)
		}
	}
	return found
}

// grow goes through the groups of the jobs from n on; left is what is left of the
// budget, lack how much the jobs that are in the group lack to be in it whole.
func (d *dearest) grow(n int, left int64, lack float64) {
	if d.steps++; d.steps > mostDearSteps {
		return
	}
	if left < 0 && 1-lack > d.best.by {
		d.best = dear{d.now.budget, slices.Clone(d.now.jobs), slices.Clone(d.now.least), 1 - lack}
	}
	if n == len(d.jobs) || 1-lack <= d.best.by || left < 0 {
		return
	}
	sum := 0.0
	for i, cents := range d.cents[n] {
		sum += d.share[n][i]
		d.now.jobs, d.now.least = append(d.now.jobs, d.jobs[n]), append(d.now.least, cents)
		d.grow(n+1, left-cents, lack+1-sum)
		d.now.jobs, d.now.least = d.now.jobs[:len(d.now.jobs)-1], d.now.least[:len(d.now.least)-1]
	}
	d.grow(n+1, left, lack)
}

// limitDear keeps that as a budget of its own, of one for each pair that is dear.
func (r *run) limitDear(d dear) {
	p, at := r.p, len(r.p.budgets)
	for n, j := range d.jobs {
		for c := range p.jobs[j].pairs {
			if pair := &p.jobs[j].pairs[c]; pair.takes(d.budget) >= d.least[n] {
				pair.costs = append(pair.costs, cost{at, 1})
			}
		}
	}
	p.budgets = append(p.budgets, budget{of: p.budgets[d.budget].of, limit: int64(len(d.jobs)) - 1, counts: true})
	spent := int64(0)
	for j, pair := range r.state.at {
		if pair >= 0 {
			spent += p.jobs[j].pairs[pair].takes(at)
		}
	}
	r.state.spent = append(r.state.spent, spent)
	b := r.bounds
	b.now.budget, b.best.budget = append(b.now.budget, 0), append(b.best.budget, 0)
	b.spent, b.step = append(b.spent, 0), append(b.step, 0)
}

// addCut keeps a cut, at no price yet.
func (b *bounds) addCut(c cut) {
	b.sack.cuts.add(c, len(b.p.jobs))
	b.now.cut, b.best.cut = append(b.now.cut, 0), append(b.best.cut, 0)
}
