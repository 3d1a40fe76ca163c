// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"math/bits"
	"slices"
	"strings"
)

// mostCovered bounds how many seats of one budget are looked at together.
const mostCovered = 10

// cover adds what follows from a budget and its prices by parts hide: of seats that
// even the cheapest persons together cannot be paid for, one stays empty. Each is kept
// as a budget of its own, of one for each seat.
func (p *problem) cover() {
	real := len(p.budgets)
	for i := range real {
		var jobs []int
		var least []int64
		for j := range p.jobs {
			if cheap, paid := p.jobs[j].cheapest(i); paid && p.jobs[j].fixed < 0 && len(jobs) < mostCovered {
				jobs, least = append(jobs, j), append(least, cheap)
			}
		}
		for _, those := range covers(least, p.budgets[i].limit) {
			p.atMost(i, jobs, those)
		}
	}
}

// cheapest is the least that a job takes of a budget, whoever does it.
func (j *job) cheapest(budget int) (least int64, paid bool) {
	for n, c := range j.pairs {
		sum := int64(0)
		for _, k := range c.costs {
			if k.budget == budget {
				sum += k.cents
			}
		}
		if n == 0 || sum < least {
			least = sum
		}
	}
	return least, least > 0
}

// covers are the smallest groups that cost more than the limit, as sets of bits.
func covers(least []int64, limit int64) (found []uint) {
	masks := make([]uint, 0, 1<<len(least))
	for m := uint(1); m < 1<<len(least); m++ {
		masks = append(masks, m)
	}
	slices.SortStableFunc(masks, func(a, b uint) int { return bits.OnesCount(a) - bits.OnesCount(b) })
	for _, m := range masks {
		sum := int64(0)
		for i, cost := range least {
			if m&(1<<i) != 0 {
				sum += cost
			}
		}
		if sum > limit && !slices.ContainsFunc(found, func(smaller uint) bool { return smaller&m == smaller }) && len(found) < 20 {
			found = append(found, m)
		}
	}
	return found
}

// atMost adds that of some jobs one stays with nobody.
func (p *problem) atMost(of int, jobs []int, those uint) {
	names := []string{p.budgets[of].of.ID}
	for n, j := range jobs {
		if those&(1<<n) == 0 {
			continue
		}
		names = append(names, p.jobs[j].name)
		for c := range p.jobs[j].pairs {
			p.jobs[j].pairs[c].costs = append(p.jobs[j].pairs[c].costs, cost{len(p.budgets), 1})
		}
	}
	p.budgets = append(p.budgets, budget{p.budgets[of].of, int64(bits.OnesCount(those)) - 1, strings.Join(names, " "), true})
}
