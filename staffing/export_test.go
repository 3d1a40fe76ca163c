// SPDX-License-Identifier: EUPL-1.2

package staffing

import "math/rand/v2"

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
