// SPDX-License-Identifier: EUPL-1.2

package gap

import (
	"math"
	"math/rand/v2"
	"slices"
)

// tree searches for an assignment that costs at most so much, depth first. It can
// be left and taken up again.
type tree struct {
	r     *relaxed
	most  int // what is asked for
	open  []*state
	nodes int        // visited
	limit int        // of nodes
	fresh climber    // at a node
	rng   *rand.Rand // where set, which job is decided first is partly chance
}

// sway is by how much chance may raise what deciding a job seems to cost.
const sway = 0.5

// atNode is how long payments are sought at a node: they start from those of the
// node above, which are near.
var atNode = climber{steps: 12, patient: 5, stride: 0.6, least: 0.05}

// What a search came to.
type outcome int

const (
	unfinished outcome = iota
	found
	exhausted
)

// newTree searches below a state, which it keeps.
func newTree(r *relaxed, s *state, most int) *tree {
	return &tree{r: r, most: most, open: []*state{s}, fresh: atNode, limit: math.MaxInt}
}

// run visits nodes until it has done so much work. What it finds costs at most t.most.
func (t *tree) run(work int64) (outcome, []int) {
	for until := t.r.work + work; t.r.work < until && t.nodes < t.limit && !t.r.stopped(); {
		if len(t.open) == 0 {
			return exhausted, nil
		}
		s := t.open[len(t.open)-1]
		t.open[len(t.open)-1] = nil
		t.open = t.open[:len(t.open)-1]
		t.nodes++
		if answer := t.visit(s); answer != nil {
			return found, answer
		}
	}
	if len(t.open) == 0 {
		return exhausted, nil
	}
	return unfinished, nil
}

// visit bounds a node, fixes what it can, and leaves what remains as nodes below it.
func (t *tree) visit(s *state) []int {
	r, most := t.r, int64(t.most)*scale
	for {
		if !r.enter(s) {
			return nil
		}
		if len(r.open) == 0 {
			if r.settled > most {
				return nil
			}
			return assignment(s)
		}
		bound, solved := r.climb(s, t.fresh, most)
		if bound > most {
			return nil
		}
		if solved {
			if answer := r.choice(s); answer != nil {
				return answer
			}
		}
		pairs := 0
		for _, mine := range r.mine {
			pairs += len(mine)
		}
		bound = r.value(s.pay, true)
		if gone := r.fix(s, bound, most); gone*8 >= pairs {
			continue // much smaller now: bound it again
		}
		t.split(s, bound)
		return nil
	}
}

// choice is what the agents chose, every job once.
func (r *relaxed) choice(s *state) []int {
	r.value(s.pay, false)
	out := assignment(s)
	for _, j := range r.open {
		if r.cover[j] != 1 {
			return nil
		}
		out[j] = int(r.chosen[j])
	}
	return out
}

func assignment(s *state) []int {
	out := make([]int, len(s.agent))
	for j, i := range s.agent {
		out[j] = int(i)
	}
	return out
}

// split makes a node of each agent that a job may still have: of the job that has
// the fewest, and of these the one whose choice raises the bound most. The most
// promising is visited first.
func (t *tree) split(s *state, bound int64) {
	r := t.r
	type way struct {
		agent int
		rise  int64
	}
	ways := map[int][]way{}
	for i, mine := range r.mine {
		for k, j := range mine {
			if r.may(s, i, j) {
				ways[j] = append(ways[j], way{i, r.in[i][k] + r.outs[j] - r.out[i][k]})
			}
		}
	}
	room := int64(t.most)*scale - bound
	job, best := -1, 0.0
	for _, j := range r.open {
		score := 0.0
		switch len(ways[j]) {
		case 0:
			return // nobody may have it
		case 1:
			continue
		}
		// Each way costs the part of the search that the room left to it stands for.
		for _, w := range ways[j] {
			left := float64(room-w.rise) / float64(room+1)
			score += left*left*left + 1e-3
		}
		if t.rng != nil {
			score *= 1 + sway*t.rng.Float64()
		}
		if job < 0 || score < best {
			job, best = j, score
		}
	}
	if job < 0 { // all are decided: the node is entered once more
		t.open = append(t.open, s)
		return
	}
	slices.SortFunc(ways[job], func(a, b way) int {
		if a.rise != b.rise {
			return int(min(1, max(-1, b.rise-a.rise)))
		}
		return b.agent - a.agent
	})
	for n, w := range ways[job] {
		child := s
		if n < len(ways[job])-1 {
			child = s.clone()
		}
		for i := range r.mine {
			if i != w.agent {
				r.forbid(child, i, job)
			}
		}
		t.open = append(t.open, child)
	}
}
