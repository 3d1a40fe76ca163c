// SPDX-License-Identifier: EUPL-1.2

package gap

import (
	"math/rand/v2"
	"slices"
)

// searcher makes an assignment better by a search of large neighbourhoods (Shaw,
// CP 1998; Pisinger and Ropke, Handbook of Metaheuristics, 2010): all jobs of a few
// agents are taken back and divided among these agents anew, by the same tree that
// proves optima. Where the tree ends by itself, no better division of those jobs
// exists.
type searcher struct {
	p       Problem
	rng     *rand.Rand
	pay     []int64 // a good start for the payments of every part
	at      []int
	cost    int
	reach   int // how many jobs are taken back, about
	work    int64
	parts   int
	stopped func() bool
	failed  int // parts without gain since the last one
}

// Parts of a search: how many jobs, and how many nodes of the tree each is worth.
const (
	leastReach = 24
	mostReach  = 120
	partNodes  = 120
	partWork   = 100_000_000
)

func newSearcher(p Problem, seed uint64, at []int, pay []int64, stopped func() bool) *searcher {
	s := &searcher{p: p, rng: rand.New(rand.NewPCG(seed, 1)), pay: pay, reach: leastReach, stopped: stopped}
	s.take(at)
	return s
}

// take goes on from an assignment.
func (s *searcher) take(at []int) {
	s.at = append(s.at[:0], at...)
	s.cost, _ = s.p.CostOf(at)
}

// try takes one part apart and says whether that made it better.
func (s *searcher) try() bool {
	agents, jobs := s.part()
	s.parts++
	sub := Problem{Capacity: make([]int, len(agents)), Cost: make([][]int, len(agents)), Weight: make([][]int, len(agents))}
	for a, i := range agents {
		sub.Capacity[a] = s.room(i, jobs)
		for _, j := range jobs {
			sub.Cost[a] = append(sub.Cost[a], s.p.Cost[i][j])
			sub.Weight[a] = append(sub.Weight[a], s.p.Weight[i][j])
		}
	}
	now := 0
	for _, j := range jobs {
		now += s.p.Cost[s.at[j]][j]
	}
	r := newRelaxed(sub)
	r.stopped = s.stopped
	root := r.root()
	for k, j := range jobs {
		root.pay[k] = s.pay[j]
	}
	if r.enter(root) && len(r.open) > 0 {
		r.climb(root, atPart, int64(now-1)*scale)
	}
	t := newTree(r, root, now-1)
	t.limit = partNodes
	better := false
	for {
		how, answer := t.run(partWork)
		if how != found {
			break
		}
		for k, a := range answer {
			s.at[jobs[k]] = agents[a]
		}
		cost, _ := sub.CostOf(answer)
		s.cost -= now - cost
		now, t.most, better = cost, cost-1, true
	}
	s.work += r.work
	if better {
		s.failed, s.reach = 0, max(leastReach, s.reach*9/10)
	} else if s.failed++; s.failed%20 == 0 {
		s.reach = min(mostReach, s.reach*11/10)
	}
	return better
}

// atPart is how long payments are sought for a part.
var atPart = climber{steps: 150, patient: 10, stride: 0.8, least: 0.05}

// part chooses agents by chance until they have enough jobs between them.
func (s *searcher) part() (agents, jobs []int) {
	for _, i := range s.rng.Perm(s.p.Agents()) {
		if len(agents) >= 2 && len(jobs) >= s.reach {
			break
		}
		agents = append(agents, i)
		for j, at := range s.at {
			if at == i {
				jobs = append(jobs, j)
			}
		}
	}
	if s.rng.IntN(2) == 0 {
		return s.mixed()
	}
	slices.Sort(agents)
	slices.Sort(jobs)
	return agents, jobs
}

// room is what an agent can carry of jobs that are taken back.
func (s *searcher) room(i int, jobs []int) int {
	room := s.p.Capacity[i]
	for j, at := range s.at {
		if at == i {
			room -= s.p.Weight[i][j]
		}
	}
	for _, j := range jobs {
		if s.at[j] == i {
			room += s.p.Weight[i][j]
		}
	}
	return room
}

// mixed takes some jobs of more agents.
func (s *searcher) mixed() (agents, jobs []int) {
	of := make([][]int, s.p.Agents())
	for _, j := range s.rng.Perm(s.p.Jobs()) {
		of[s.at[j]] = append(of[s.at[j]], j)
	}
	for _, i := range s.rng.Perm(s.p.Agents()) {
		if len(agents) >= 2 && len(jobs) >= s.reach {
			break
		}
		agents = append(agents, i)
		jobs = append(jobs, of[i][:(len(of[i])+1)/2]...)
	}
	slices.Sort(agents)
	slices.Sort(jobs)
	return agents, jobs
}
