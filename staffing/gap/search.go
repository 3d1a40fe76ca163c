// SPDX-License-Identifier: EUPL-1.2

package gap

import (
	"math"
	"math/rand/v2"
	"slices"
)

// searcher makes an assignment better in two ways, each with half of the work. One is
// a search of large neighbourhoods (Shaw, CP 1998; Pisinger and Ropke, Handbook of
// Metaheuristics, 2010): all jobs of a few agents are taken back and divided among
// these agents anew, by the same tree that proves optima. Where the tree ends by
// itself, no better division of those jobs exists. The other goes down the tree of the
// whole problem for something better, and begins again by another way before long
// (Gomes, Selman and Kautz, AAAI 1998): what is tight and divided wrongly among many
// agents at once is not mended a few of them at a time.
type searcher struct {
	p       Problem
	whole   *relaxed
	root    *state
	down    *tree // the way down that is being tried
	gone    int64 // work on ways down
	least   int   // no assignment costs less, proved when a way down ended by itself
	rng     *rand.Rand
	at      []int
	cost    int
	best    []int // the best so far
	lowest  int   // what that costs
	reach   int   // how many jobs are taken back, about
	work    int64
	parts   int
	stopped func() bool
	failed  int // parts without gain since the last one
}

// Parts of a search: how many jobs, how many nodes of the tree each is worth, and how
// many may fail one after the other; and how many nodes a way down is worth.
const (
	downNodes    = 400
	leastReach   = 24
	mostReach    = 120
	partNodes    = 120
	patientParts = 60
	partWork     = 100_000_000
)

// newSearcher begins with an assignment; the payments of the root are those of every
// part and of every way down at first.
func newSearcher(p Problem, seed uint64, at []int, root *state, stopped func() bool) *searcher {
	s := &searcher{p: p, whole: newRelaxed(p), root: root.clone(), least: math.MinInt, rng: rand.New(rand.NewPCG(seed, 1)), reach: leastReach, stopped: stopped}
	s.whole.stopped = stopped
	s.take(at)
	return s
}

// take goes on from an assignment.
func (s *searcher) take(at []int) {
	s.at = append(s.at[:0], at...)
	if s.cost, _ = s.p.CostOf(at); s.best == nil || s.cost < s.lowest {
		s.best, s.lowest = append(s.best[:0], at...), s.cost
	}
}

// try searches a bit further, in the way that had less work so far.
func (s *searcher) try() {
	if s.gone*2 <= s.work {
		s.descend()
	} else {
		s.divide()
	}
}

// descend goes on with a way down to something that costs less.
func (s *searcher) descend() {
	if s.down == nil {
		s.down = newTree(s.whole, s.root.clone(), s.lowest-1)
		s.down.rng, s.down.limit = s.rng, downNodes
	}
	s.down.most = min(s.down.most, s.lowest-1)
	before := s.whole.work
	how, answer := s.down.run(partWork)
	s.gone += s.whole.work - before
	s.work += s.whole.work - before
	switch {
	case how == found:
		s.take(answer)
		s.down, s.failed = nil, 0
	case how == exhausted:
		s.least, s.down = s.down.most+1, nil
	case s.down.nodes >= s.down.limit:
		s.down = nil
	}
}

// divide takes one part apart. When no part helped for long, it takes one apart so that
// some of its jobs must go elsewhere and it may cost a little more, to go on from there.
func (s *searcher) divide() {
	agents, jobs := s.part()
	s.parts++
	kick := s.failed >= patientParts
	if kick && s.cost > s.lowest+s.lowest/200+4 { // too far off
		s.take(s.best)
	}
	r := newRelaxed(s.only(agents, jobs))
	r.stopped = s.stopped
	root := r.root()
	now := 0
	for k, j := range jobs {
		root.pay[k] = s.root.pay[j]
		now += s.p.Cost[s.at[j]][j]
		if kick && s.rng.IntN(6) == 0 {
			r.forbid(root, slices.Index(agents, s.at[j]), k)
		}
	}
	most := now - 1
	if kick {
		most, s.failed = now+1+s.rng.IntN(1+now/200), 0
	}
	if r.enter(root) && len(r.open) > 0 {
		r.climb(root, atPart, int64(most)*scale)
	}
	t := newTree(r, root, most)
	t.limit = partNodes
	how, before := found, s.cost
	for how == found {
		var answer []int
		if how, answer = t.run(partWork); how == found {
			s.settle(agents, jobs, answer)
			now, _ = r.p.CostOf(answer)
			t.most = now - 1
		}
	}
	s.work += r.work
	if kick {
		return
	}
	s.judge(s.cost < before, how == exhausted)
}

// settle gives the jobs of a part to the agents that were found for them.
func (s *searcher) settle(agents, jobs, answer []int) {
	for k, a := range answer {
		j, i := jobs[k], agents[a]
		s.cost += s.p.Cost[i][j] - s.p.Cost[s.at[j]][j]
		s.at[j] = i
	}
	if s.cost < s.lowest {
		s.best, s.lowest = append(s.best[:0], s.at...), s.cost
	}
}

// judge makes parts as large as the tree can just search to the end.
func (s *searcher) judge(better, whole bool) {
	if better {
		s.failed = 0
		return
	}
	s.failed++
	switch {
	case !whole:
		s.reach = max(leastReach, s.reach-2)
	case s.rng.IntN(4) == 0:
		s.reach = min(mostReach, s.reach+1)
	}
}

// only is the problem of a part: its agents, and what they can carry of its jobs.
func (s *searcher) only(agents, jobs []int) Problem {
	sub := Problem{Capacity: make([]int, len(agents)), Cost: make([][]int, len(agents)), Weight: make([][]int, len(agents))}
	for a, i := range agents {
		sub.Capacity[a] = s.room(i, jobs)
		for _, j := range jobs {
			sub.Cost[a] = append(sub.Cost[a], s.p.Cost[i][j])
			sub.Weight[a] = append(sub.Weight[a], s.p.Weight[i][j])
		}
	}
	return sub
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
