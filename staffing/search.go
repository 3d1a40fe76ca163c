// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
)

// search improves a plan by simulated annealing. A step takes a seat, gives it to one
// of those who may, puts others off the seats that stand in the way, and finds those
// seats somebody else; what became worse is kept now and then, ever less often.
type search struct {
	*state
	rnd   *rand.Rand
	free  []int // jobs that may be given
	best  []int
	most  int64
	steps int
	out   []int // jobs put out in a step
}

// newSearch begins with the plan of a state.
func newSearch(s *state, seed uint64) *search {
	a := &search{state: s, rnd: rand.New(rand.NewPCG(seed, 0x5eed)), best: slices.Clone(s.at), most: s.value}
	for j := range s.p.jobs {
		if s.p.jobs[j].fixed < 0 && len(s.p.jobs[j].pairs) > 0 {
			a.free = append(a.free, j)
		}
	}
	return a
}

// greedy fills the seats one by one, those that are worth most first.
func (s *state) greedy() {
	order := make([]int, 0, len(s.at))
	worth := make([]int64, len(s.at))
	for j := range s.p.jobs {
		for _, c := range s.p.jobs[j].pairs {
			worth[j] = max(worth[j], c.value)
		}
		if s.at[j] < 0 {
			order = append(order, j)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(worth[b] - worth[a]) })
	for _, j := range order {
		s.set(j, s.best(j, -1))
	}
	s.log = s.log[:0]
}

// anneal goes so many steps, from warm to cold. It stops early when ctx ends.
func (a *search) anneal(ctx context.Context, steps int, warm float64) {
	if len(a.free) == 0 {
		return
	}
	cold := warm / 300
	temperature := warm
	for n := range steps {
		if n%1024 == 0 {
			if ctx.Err() != nil {
				break
			}
			temperature = warm * math.Pow(cold/warm, float64(n)/float64(steps))
		}
		a.steps++
		before := a.value
		if !a.move() {
			a.undo()
			continue
		}
		if loss := before - a.value; loss > 0 && a.rnd.Float64() >= math.Exp(-float64(loss)/temperature) {
			a.undo()
			continue
		}
		a.log = a.log[:0]
		if a.value > a.most {
			a.most = a.value
			copy(a.best, a.at)
		}
	}
	a.copyFrom(a.best)
}

// move tries one step; false when nothing came of it.
func (a *search) move() bool {
	j := a.free[a.rnd.IntN(len(a.free))]
	pairs := a.p.jobs[j].pairs
	at := a.rnd.IntN(len(pairs))
	if at == a.at[j] {
		return false
	}
	before := a.who(j)
	a.set(j, -1)
	a.out = a.out[:0]
	if !a.makeRoom(j, &pairs[at]) {
		return false
	}
	a.set(j, at)
	for _, other := range a.out {
		a.set(other, a.settle(other))
	}
	if before >= 0 && len(a.out) == 0 {
		a.fill(before)
	}
	return true
}

// settle is a good pair for a job that was put out: all are looked at when there are
// few, a sample otherwise.
func (a *search) settle(j int) int {
	pairs := a.p.jobs[j].pairs
	if len(pairs) <= 40 {
		return a.state.best(j, -1)
	}
	best, most := -1, int64(0)
	from := a.rnd.IntN(len(pairs))
	for n := range 40 {
		at := (from + n) % len(pairs)
		c := &pairs[at]
		if c.value <= most {
			continue
		}
		if g := a.gain(j, c); g > most && a.fits(j, c) {
			best, most = at, g
		}
	}
	return best
}

// fill gives somebody who has time left a seat that nobody has.
func (a *search) fill(person int) {
	options := a.p.people[person].options
	from := a.rnd.IntN(len(options))
	for n := range min(len(options), 12) {
		o := options[(from+n)%len(options)]
		if a.at[o.job] >= 0 || a.p.jobs[o.job].fixed >= 0 {
			continue
		}
		if c := &a.p.jobs[o.job].pairs[o.at]; a.gain(o.job, c) > 0 && a.fits(o.job, c) {
			a.set(o.job, o.at)
			return
		}
	}
}

// makeRoom puts jobs out until a pair fits, at most three; false when it cannot be.
func (a *search) makeRoom(j int, c *pair) bool {
	for range 4 {
		other := a.inTheWay(j, c)
		if other == -1 {
			return true
		}
		if other == -2 || len(a.out) == 3 {
			return false
		}
		a.set(other, -1)
		a.out = append(a.out, other)
	}
	return false
}

// inTheWay gives a job that must go before a pair fits; -1 when it fits, -2 when what
// is in the way stays.
func (a *search) inTheWay(j int, c *pair) int {
	if other := a.apartFrom(j, c.person); other >= 0 {
		return a.loose(other)
	}
	job := &a.p.jobs[j]
	used, limit := a.used[c.person], a.p.people[c.person].cap
	for w, m := range job.work {
		if week := job.first + w; used[week]+m > limit[week] {
			return a.overlapping(c.person, week)
		}
	}
	if !a.affords(c) {
		return a.ofBudget(c)
	}
	return -1
}

func (a *search) loose(j int) int {
	if a.p.jobs[j].fixed >= 0 {
		return -2
	}
	return j
}

// overlapping gives one of the jobs that somebody has in a week.
func (a *search) overlapping(person, week int) int {
	found, n := -2, 0
	for _, other := range a.has[person] {
		job := &a.p.jobs[other]
		if job.fixed >= 0 || week < job.first || week >= job.first+len(job.work) || job.work[week-job.first] == 0 {
			continue
		}
		if n++; a.rnd.IntN(n) == 0 {
			found = other
		}
	}
	return found
}

// ofBudget gives a job that is paid from a budget which a pair would exceed.
func (a *search) ofBudget(c *pair) int {
	found, n := -2, 0
	for _, k := range c.costs {
		if a.spent[k.budget]+k.cents <= a.p.budgets[k.budget].limit {
			continue
		}
		of := a.p.budgets[k.budget].of
		for i := range of.Seats {
			other := a.p.jobOf[a.p.seatAt(of.Seats[i].ID)]
			if a.at[other] < 0 || a.p.jobs[other].fixed >= 0 {
				continue
			}
			if n++; a.rnd.IntN(n) == 0 {
				found = other
			}
		}
	}
	return found
}
