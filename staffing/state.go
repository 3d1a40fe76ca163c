// SPDX-License-Identifier: EUPL-1.2

package staffing

// state is a plan under way.
type state struct {
	p     *problem
	at    []int // by job: its pair, -1 nobody
	used  [][]int32
	load  []int64
	has   [][]int // jobs by person
	spent []int64
	value int64
	log   []change // what was done since it was emptied, to undo it
}

type change struct {
	job, before int
}

func newState(p *problem) *state {
	s := &state{p: p, at: make([]int, len(p.jobs)), used: make([][]int32, len(p.people)), load: make([]int64, len(p.people)),
		has: make([][]int, len(p.people)), spent: make([]int64, len(p.budgets))}
	room := make([]int32, len(p.people)*p.weeks)
	for i := range s.used {
		s.used[i] = room[i*p.weeks : (i+1)*p.weeks]
	}
	for j := range s.at {
		s.at[j] = -1
	}
	for j := range p.jobs {
		if p.jobs[j].fixed >= 0 {
			s.set(j, 0)
		}
	}
	s.log = s.log[:0]
	return s
}

// who has a job; -1 nobody.
func (s *state) who(j int) int {
	if s.at[j] < 0 {
		return -1
	}
	return s.p.jobs[j].pairs[s.at[j]].person
}

// set gives a job to one of its pairs, or to nobody with -1. It does not look whether
// that fits.
func (s *state) set(j, at int) {
	before := s.at[j]
	if before == at {
		return
	}
	s.log = append(s.log, change{j, before})
	if before >= 0 {
		s.put(j, &s.p.jobs[j].pairs[before], -1)
		who := s.p.jobs[j].pairs[before].person
		for i, other := range s.has[who] {
			if other == j {
				last := len(s.has[who]) - 1
				s.has[who][i] = s.has[who][last]
				s.has[who] = s.has[who][:last]
				break
			}
		}
	}
	if s.at[j] = at; at >= 0 {
		c := &s.p.jobs[j].pairs[at]
		s.put(j, c, 1)
		s.has[c.person] = append(s.has[c.person], j)
	}
}

// put counts a pair in, or out with -1.
func (s *state) put(j int, c *pair, sign int64) {
	job := &s.p.jobs[j]
	used := s.used[c.person][job.first:]
	for w, m := range job.work {
		used[w] += int32(sign) * m
	}
	contract := s.p.people[c.person].contract
	s.value += s.p.prices.fair(s.load[c.person], contract)
	s.load[c.person] += sign * job.total
	s.value += sign*c.value - s.p.prices.fair(s.load[c.person], contract)
	for _, k := range c.costs {
		s.spent[k.budget] += sign * k.cents
	}
}

// undo takes back all that the log holds.
func (s *state) undo() {
	for i := len(s.log) - 1; i >= 0; i-- {
		s.set(s.log[i].job, s.log[i].before)
	}
	s.log = s.log[:0]
}

// fits says whether a job that nobody has can go to a pair.
func (s *state) fits(j int, c *pair) bool {
	job := &s.p.jobs[j]
	used, limit := s.used[c.person][job.first:job.first+len(job.work)], s.p.people[c.person].cap[job.first:]
	for w, m := range job.work {
		if used[w]+m > limit[w] {
			return false
		}
	}
	return s.apartFrom(j, c.person) < 0 && s.affords(c)
}

// apartFrom gives a job of somebody that may not be with j; -1 for none.
func (s *state) apartFrom(j, person int) int {
	for _, other := range s.p.jobs[j].apart {
		if s.who(other) == person {
			return other
		}
	}
	return -1
}

func (s *state) affords(c *pair) bool {
	for _, k := range c.costs {
		if s.spent[k.budget]+k.cents > s.p.budgets[k.budget].limit {
			return false
		}
	}
	return true
}

// gain is what it brings to give a job that nobody has to a pair.
func (s *state) gain(j int, c *pair) int64 {
	load, contract := s.load[c.person], s.p.people[c.person].contract
	return c.value + s.p.prices.fair(load, contract) - s.p.prices.fair(load+s.p.jobs[j].total, contract)
}

// best is the pair of a job that fits and brings most; -1 when none brings anything.
func (s *state) best(j, except int) int {
	best, most := -1, int64(0)
	for at := range s.p.jobs[j].pairs {
		c := &s.p.jobs[j].pairs[at]
		if c.person == except || c.value <= most {
			continue
		}
		if g := s.gain(j, c); g > most && s.fits(j, c) {
			best, most = at, g
		}
	}
	return best
}

// copyFrom makes s the same plan as another of the same problem.
func (s *state) copyFrom(at []int) {
	for j := range s.at {
		if s.at[j] != at[j] {
			s.set(j, -1)
		}
	}
	for j := range s.at {
		s.set(j, at[j])
	}
	s.log = s.log[:0]
}
