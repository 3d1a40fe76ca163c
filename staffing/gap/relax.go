// SPDX-License-Identifier: EUPL-1.2

package gap

import "math"

// scale is how many parts a unit of cost has in the relaxation: prices are whole
// numbers of these parts.
const scale = 1 << 12

// never is a price that nothing is worth.
const never = math.MaxInt64 / 4

// state is a part of the problem: which agents each job may still have.
type state struct {
	agent   []int16  // of each job; free while it is not decided
	allowed []uint64 // a bit for each agent and job, row by row
	pay     []int64  // what is paid for each job, in parts of a unit: the multipliers
}

const free = int16(-1)

// relaxed is the relaxation of a state: agents choose for themselves, and jobs are
// done as often as that turns out.
type relaxed struct {
	p     Problem
	words int // of a row of allowed

	open     []int   // jobs that are not decided
	mine     [][]int // of each agent: the open jobs that he may have
	residual []int
	settled  int64 // what the decided jobs cost

	stopped func() bool // asked now and then: no more time
	work    int64       // how many cells of knapsacks were filled

	sack   knapsack
	cover  []int     // how often each job is taken
	chosen []int16   // an agent who takes the job
	in     [][]int64 // what it costs to force a job on an agent, in line with mine
	out    [][]int64 // what it costs to forbid it
	outs   []int64   // of each job: out, over all agents
}

func newRelaxed(p Problem) *relaxed {
	agents, jobs := p.Agents(), p.Jobs()
	r := &relaxed{p: p, stopped: func() bool { return false }, words: (jobs + 63) / 64, mine: make([][]int, agents), residual: make([]int, agents),
		cover: make([]int, jobs), chosen: make([]int16, jobs), in: make([][]int64, agents), out: make([][]int64, agents), outs: make([]int64, jobs)}
	return r
}

// root is the whole problem: every agent may have every job that he can carry alone.
func (r *relaxed) root() *state {
	jobs := r.p.Jobs()
	s := &state{agent: make([]int16, jobs), allowed: make([]uint64, r.words*r.p.Agents()), pay: make([]int64, jobs)}
	for j := range jobs {
		s.agent[j] = free
		// At first what the second cheapest asks: then only the cheapest gains by it.
		first, second := int64(never), int64(never)
		for i := range r.p.Agents() {
			if r.p.Weight[i][j] > r.p.Capacity[i] {
				continue
			}
			s.allowed[i*r.words+j/64] |= 1 << (j % 64)
			c := int64(r.p.Cost[i][j]) * scale
			first, second = min(first, c), min(second, max(first, c))
		}
		if s.pay[j] = second; second == never {
			s.pay[j] = first
		}
	}
	return s
}

func (s *state) clone() *state {
	return &state{append([]int16(nil), s.agent...), append([]uint64(nil), s.allowed...), append([]int64(nil), s.pay...)}
}

func (r *relaxed) may(s *state, i, j int) bool { return s.allowed[i*r.words+j/64]>>(j%64)&1 == 1 }

func (r *relaxed) forbid(s *state, i, j int) { s.allowed[i*r.words+j/64] &^= 1 << (j % 64) }

// enter takes up a state. A job that one agent only may have is decided, which may
// leave no room for other jobs, and so on. It says whether every job can still be
// done.
func (r *relaxed) enter(s *state) bool {
	copy(r.residual, r.p.Capacity)
	r.settled = 0
	for j, i := range s.agent {
		if i != free {
			r.residual[i] -= r.p.Weight[i][j]
			r.settled += int64(r.p.Cost[i][j]) * scale
		}
	}
	for i := range r.residual {
		if r.residual[i] < 0 {
			return false
		}
	}
	for again := true; again; {
		again = false
		for j := range s.agent {
			if s.agent[j] != free {
				continue
			}
			count, last := 0, 0
			for i := range r.residual {
				if r.may(s, i, j) {
					if r.p.Weight[i][j] > r.residual[i] {
						r.forbid(s, i, j)
						continue
					}
					count, last = count+1, i
				}
			}
			switch count {
			case 0:
				return false
			case 1:
				s.agent[j] = int16(last)
				r.residual[last] -= r.p.Weight[last][j]
				r.settled += int64(r.p.Cost[last][j]) * scale
				again = true
			}
		}
	}
	r.open = r.open[:0]
	for i := range r.mine {
		r.mine[i] = r.mine[i][:0]
	}
	for j := range s.agent {
		if s.agent[j] != free {
			continue
		}
		r.open = append(r.open, j)
		for i := range r.mine {
			if r.may(s, i, j) {
				r.mine[i] = append(r.mine[i], j)
			}
		}
	}
	return true
}

// value gives the lower bound that pay proves: what is paid, and what each agent
// makes of it at best. It is exact: whole numbers all the way. With look it also
// finds what forcing and forbidding would cost.
func (r *relaxed) value(pay []int64, look bool) int64 {
	total := r.settled
	for _, j := range r.open {
		total += pay[j]
		r.cover[j], r.outs[j] = 0, 0
	}
	for i, mine := range r.mine {
		r.sack.items = r.sack.items[:0]
		for _, j := range mine {
			if price := int64(r.p.Cost[i][j])*scale - pay[j]; price < 0 {
				r.sack.items = append(r.sack.items, item{j, r.p.Weight[i][j], price})
			}
		}
		total += r.sack.solve(r.residual[i])
		r.work += int64(len(mine) + len(r.sack.items)*(r.sack.capacity+1))
		for k, it := range r.sack.items {
			if r.sack.taken[k] {
				r.cover[it.job]++
				r.chosen[it.job] = int16(i)
			}
		}
		if look {
			r.lookAt(i, pay)
		}
	}
	return total
}

// lookAt finds what it costs to force each job on an agent, or to forbid it.
func (r *relaxed) lookAt(i int, pay []int64) {
	s, room := &r.sack, r.residual[i]
	r.work += int64(4 * len(s.items) * (s.capacity + 1))
	s.look()
	best := s.within(room)
	r.in[i], r.out[i] = r.in[i][:0], r.out[i][:0]
	k := 0
	for _, j := range r.mine[i] {
		in, out := int64(0), int64(0)
		switch {
		case k == len(s.items) || s.items[k].job != j:
			in = int64(r.p.Cost[i][j])*scale - pay[j] + s.within(room-r.p.Weight[i][j]) - best
		case s.taken[k]:
			out = s.without(k, room) - best
			k++
		default:
			in = s.items[k].price + s.without(k, room-s.items[k].weight) - best
			k++
		}
		r.in[i], r.out[i] = append(r.in[i], in), append(r.out[i], out)
		r.outs[j] += out
	}
}

// fix forbids what would lift the bound, found with look, above the most that is
// asked for. It says how much it forbade.
func (r *relaxed) fix(s *state, bound, most int64) (forbidden int) {
	for i, mine := range r.mine {
		for k, j := range mine {
			if bound+r.in[i][k]+r.outs[j]-r.out[i][k] > most {
				r.forbid(s, i, j)
				forbidden++
			}
		}
	}
	return forbidden
}
