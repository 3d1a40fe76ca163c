// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"context"
	"math/rand/v2"
)

// Divided proves a plan by dividing all plans only: without cuts, and without settling
// parts of which few sets are left. It gives what was found and what is proved, and how
// many parts there were.
func Divided(ctx context.Context, t *Task, prices Prices, solver Solver) (value, bound Points, parts int, err error) {
	r := newRun(compile(t, prices, extra{}), Options{Solver: solver})
	m, err := r.newMaster(ctx)
	if err != nil {
		return 0, 0, 0, err
	}
	defer m.lp.Close() //nolint:errcheck // of a test
	if err := m.generate(ctx); err != nil {
		return 0, 0, 0, err
	}
	r.lowest = r.bounds.least
	tree := &tree{master: m, few: -len(r.p.people) - 1}
	err = tree.divide(ctx)
	return Points(r.state.value), Points(r.lowest), tree.looked, err
}

// BestBothWays gives of each person what the best set is worth at prices and cuts by
// chance: found over time, and by going through all sets there are.
func BestBothWays(t *Task, prices Prices, seed uint64) (overTime, all []int64) {
	p, rnd := compile(t, prices, extra{}), rand.New(rand.NewPCG(seed, 9))
	b := newBounds(p)
	for j := range b.now.job {
		b.now.job[j] = b.now.job[j] * rnd.Int64N(100) / 100
	}
	for range 12 {
		c := cut{person: rnd.IntN(len(p.people)+1) - 1}
		most := int64(0)
		for _, j := range rnd.Perm(len(p.jobs))[:3] {
			if c.person < 0 || len(c.jobs) < 2 {
				c.jobs = append(c.jobs, j)
				most = max(most, b.now.job[j])
			}
		}
		b.addCut(c)
		b.now.cut[len(b.now.cut)-1] = most / 2
	}
	profit := b.take(&b.now)
	for who := range p.people {
		b.sack.start(who, profit, 0)
		value, exact := b.sack.solve()
		if !exact {
			value = -1
		}
		overTime = append(overTime, value)
		b.sack.start(who, profit, 0)
		most := b.sack.value - b.sack.fair()
		b.sack.list(most, 1_000_000, func(v int64, _ []int) { most = max(most, v) })
		all = append(all, most)
	}
	return overTime, all
}

// DearGroups seeks groups that are too dear among persons who are half on many seats,
// and gives for each by how many cents it exceeds its budget.
func DearGroups(t *Task, prices Prices, seed uint64) (over []int64) {
	p, rnd := compile(t, prices, extra{}), rand.New(rand.NewPCG(seed, 9))
	var chosen []part
	for j := range p.jobs {
		for at := range p.jobs[j].pairs {
			chosen = append(chosen, part{&set{person: p.jobs[j].pairs[at].person, pairs: []option{{j, at}}}, rnd.Float64() / float64(len(p.jobs[j].pairs)) * 2})
		}
	}
	for _, d := range p.tooDear(chosen) {
		sum := -p.budgets[d.budget].limit
		for _, cents := range d.least {
			sum += cents
		}
		over = append(over, sum)
	}
	return over
}
