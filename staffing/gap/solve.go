// SPDX-License-Identifier: EUPL-1.2

package gap

import (
	"context"
	"math"
	"sync"

	"rentmeester/fault"
)

// Options say how long and by what chance to search.
type Options struct {
	Seed   uint64
	Rounds int // how many rounds of search and proof at most; 0: until proved, or until the context ends
}

// Answer is an assignment and what was proved of it.
type Answer struct {
	Assignment []int // the agent of each job, from 0
	Cost       int
	Bound      int // no assignment costs less
	Nodes      int // of the search tree that proved it
	Parts      int // of the assignment that were divided anew
}

// Optimal says whether no assignment costs less.
func (a Answer) Optimal() bool { return a.Cost == a.Bound }

// Gap gives by what part of the cost the bound is below it.
func (a Answer) Gap() float64 {
	if a.Cost == a.Bound {
		return 0
	}
	return float64(a.Cost-a.Bound) / math.Max(1, math.Abs(float64(a.Cost)))
}

// solver knows an assignment, a bound, and works on both.
type solver struct {
	p     Problem
	r     *relaxed
	root  *state
	loose int // no assignment costs more than this
	Answer
}

// How much work a round does on either side, and how payments are sought at the root.
const (
	firstWork = 1 << 20 // of the first round; each next one has twice as much
	mostWork  = 1 << 26
	patience  = 16 // rounds of most work in which a tree must end, or less is asked
)

var atRoot = climber{steps: 3000, patient: 20, stride: 1, least: 0.001}

// Solve finds an assignment that costs little and a bound that is proved, until they
// meet. When the context ends, it gives what it has. Errors: those of Check,
// gap.impossible, when it is proved that agents cannot carry all jobs, gap.none, when
// there was no time to find how.
func Solve(ctx context.Context, p Problem, o Options) (Answer, error) {
	if err := p.Check(); err != nil {
		return Answer{}, err
	}
	s := &solver{p: p, r: newRelaxed(p), loose: loosest(p)}
	s.r.stopped = func() bool { return ctx.Err() != nil }
	if s.root = s.r.root(); !s.r.enter(s.root) {
		return Answer{}, fault.New("gap.impossible")
	}
	s.Bound = s.climbRoot()
	if err := s.dive(); err != nil {
		return Answer{}, err
	}
	s.rounds(ctx, o)
	return s.Answer, nil
}

// loosest gives a cost that no assignment can exceed.
func loosest(p Problem) (sum int) {
	for j := range p.Jobs() {
		most := math.MinInt
		for i := range p.Agents() {
			most = max(most, p.Cost[i][j])
		}
		sum += most
	}
	return sum
}

// climbRoot seeks the best payments, without knowing yet what an assignment costs:
// it aims a little above what is proved, and higher when that is reached.
func (s *solver) climbRoot() int {
	aim := s.r.value(s.root.pay, false)
	for {
		aim += max(10*scale, abs64(aim)/50)
		bound, _ := s.r.climb(s.root, atRoot, min(aim, int64(s.loose)*scale))
		if bound <= aim || s.r.stopped() || bound > int64(s.loose)*scale {
			return min(s.loose, ceil(bound))
		}
		aim = bound
	}
}

func abs64(n int64) int64 { return max(n, -n) }

// ceil gives the least whole cost that is not below a bound in parts.
func ceil(bound int64) int {
	q := bound / scale
	if bound%scale > 0 {
		q++
	}
	return int(q)
}

// dive finds a first assignment: it asks for a cost near the bound, and for more
// each time that takes too long.
func (s *solver) dive() error {
	for room := max(2, s.Bound/300, -s.Bound/300); ; room *= 3 {
		most := min(s.loose, s.Bound+room)
		t := newTree(s.r, s.root.clone(), most)
		if most < s.loose {
			t.limit = 2*s.p.Jobs() + 200
		}
		how, answer := t.run(math.MaxInt64 / 2)
		s.Nodes += t.nodes
		switch {
		case how == found:
			s.take(answer)
			return nil
		case how == exhausted && most == s.loose:
			return fault.New("gap.impossible")
		case how == exhausted:
			s.Bound = max(s.Bound, most+1)
		case s.r.stopped():
			return fault.New("gap.none")
		}
	}
}

// take remembers an assignment that is better.
func (s *solver) take(at []int) {
	if cost, fits := s.p.CostOf(at); fits && (s.Assignment == nil || cost < s.Cost) {
		s.Assignment, s.Cost = append([]int(nil), at...), cost
	}
}

// rounds searches and proves at the same time, and tells the one what the other
// found after each round. A round is so much work, not so much time: what comes out
// does not depend on the machine.
func (s *solver) rounds(ctx context.Context, o Options) {
	search := newSearcher(s.p, o.Seed, s.Assignment, s.root, s.r.stopped)
	var t *tree
	stage, work := int64(0), int64(firstWork) // work of this tree, of a round
	share := 16                               // the first trees ask for a sixteenth of what is between bound and cost
	for n := 0; s.Bound < s.Cost && ctx.Err() == nil && (o.Rounds == 0 || n < o.Rounds); n++ {
		if t == nil {
			t = newTree(s.r, s.root.clone(), s.Bound+(s.Cost-1-s.Bound)/share)
			stage = 0
		}
		t.most = min(t.most, s.Cost-1)
		var how outcome
		var answer []int
		var wait sync.WaitGroup
		wait.Go(func() { how, answer = t.run(work) })
		for until := search.work + work; search.work < until && search.least < search.lowest && !s.r.stopped(); {
			search.try()
		}
		wait.Wait()
		s.take(search.best)
		switch how {
		case found:
			s.take(answer)
			t.most = min(t.most, s.Cost-1)
		case exhausted:
			s.Bound = max(s.Bound, min(t.most+1, s.Cost))
			s.Nodes += t.nodes
			t = nil
		default:
			if stage += work; stage > patience*mostWork && t.most > s.Bound { // too much asked
				s.Nodes += t.nodes
				share *= 4
				t = nil
			}
		}
		s.Bound = max(s.Bound, min(search.least, s.Cost))
		if s.Cost < search.lowest {
			search.take(s.Assignment)
		}
		s.Parts = search.parts
		work = min(2*work, mostWork)
	}
	if t != nil {
		s.Nodes += t.nodes
	}
}
