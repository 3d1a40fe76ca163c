// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"sync"

	"rentmeester/learn"
)

// training is what the ranker and the judge learn from: the last rows that were
// studied.
type training struct {
	groups []group // the latest stands before the place of kept
	kept   int     // in all
	sound  int     // of how many of the last the claim is one of the judge of now, or as good
	fitted int     // kept when the calibration was learned
	rows   int     // studied in all
	next   int     // when the forests are grown next
	swap   int     // when they begin to serve
	from   int     // kept when they were begun
	grown  chan grown
	frozen bool
}

type group struct {
	features []uint16 // packed, of each candidate
	judge    []uint16
	found    int16
	claim    float32
}

type grown struct {
	ranker, judge *learn.Forest
	claims        []learn.Case // of the last rows it grew from, by a judge that did not know them
}

const (
	window      = 16_000 // lines that forests grow from
	calibrated  = 6_000  // claims that the calibration rests on
	delay       = 500    // lines after which forests serve: soon, because what they grew from is what is changing
	rankerTrees = 80
	priorTrees  = 40 // more would know these towns rather than any town
)

func (t *training) keep(s *studied) {
	one := group{features: s.features, judge: s.judge, found: int16(s.found), claim: float32(s.claim)}
	if len(t.groups) < window {
		t.groups = append(t.groups, one)
	} else {
		t.groups[t.kept%window] = one
	}
	t.kept++
	t.sound++
}

// last gives the place of the last but so many.
func (t *training) last(i int) *group { return &t.groups[(t.kept-1-i)%window] }

// list gives the groups in order.
func (t *training) list() []group {
	at := 0
	if len(t.groups) == window {
		at = t.kept % window
	}
	return append(append([]group(nil), t.groups[at:]...), t.groups[:at]...)
}

// advance grows forests anew when that is due, beside the work, and takes them
// into service a fixed number of lines later: so the outcome does not depend on
// how long it took. They see shares and counts only, of which what they mean
// changes slowly, so in a long past they are grown less often.
func (t *training) advance(s *state, n int) {
	t.rows += n
	if t.next == 0 {
		t.next = 2_000
	}
	if t.grown != nil && t.rows >= t.swap {
		g := <-t.grown
		t.grown = nil
		t.serve(s, g)
	}
	if t.kept-t.fitted > min(t.sound, calibrated)/64 {
		t.fitted = t.kept
		s.sure = t.calibrate()
	}
	if t.grown == nil && t.rows >= t.next && !t.frozen {
		t.grown = make(chan grown, 1)
		t.from = t.kept
		t.swap = t.rows + delay
		t.next = t.rows + max(min(t.rows, window), min(t.rows/4, 4*window))
		groups, to := t.list(), t.grown
		go func() { to <- grow(groups, rankerTrees) }()
	}
}

// serve takes forests into service. The calibration of the judge rests on claims
// about rows that it did not grow from: those of a judge that was grown from the
// older rows of the same, about the newer; and its own about rows of since then.
func (t *training) serve(s *state, g grown) {
	s.ranker, s.judge, s.trust = g.ranker, g.judge, learn.Calibration{}
	since := min(t.kept-t.from, len(t.groups))
	var values [jWidth]float32
	for i := range since {
		one := t.last(i)
		learn.Unpack(values[:], one.judge)
		one.claim = float32(sigmoid(g.judge.Score(values[:])))
	}
	known := min(len(g.claims), len(t.groups)-since)
	for i := range known {
		t.last(since + i).claim = float32(g.claims[len(g.claims)-1-i].Probability)
	}
	t.sound, t.fitted = since+known, 0
}

func (t *training) calibrate() learn.Calibration {
	n := min(t.sound, calibrated, len(t.groups))
	cases := make([]learn.Case, n)
	for i := range cases {
		one := t.last(i)
		cases[i] = learn.Case{Probability: float64(one.claim), Right: one.found == 0}
	}
	return learn.Calibrate(cases, 4)
}

// wait lets what grows beside end, so that nothing is left of it.
func (m *Model) wait() {
	if m.train.grown != nil {
		<-m.train.grown
	}
}

func grow(groups []group, trees int) (out grown) {
	var wait sync.WaitGroup
	wait.Go(func() { out.ranker = rankerOf(groups, trees) })
	wait.Go(func() { out.judge = judgeOf(groups) })
	older := len(groups) * 5 / 8
	before := judgeOf(groups[:older])
	var values [jWidth]float32
	for _, g := range groups[older:] {
		learn.Unpack(values[:], g.judge)
		out.claims = append(out.claims, learn.Case{Probability: sigmoid(before.Score(values[:])), Right: g.found == 0})
	}
	wait.Wait()
	return out
}

// rankerOf grows a ranker.
func rankerOf(groups []group, trees int) *learn.Forest {
	rank := learn.Examples{Width: width}
	var votes [1]float32
	for _, g := range groups {
		n := len(g.features) / width
		if g.found < 0 || n < 2 {
			continue
		}
		rank.Values = append(rank.Values, g.features)
		for i := range n {
			learn.Unpack(votes[:], g.features[i*width+fVotes:][:1])
			rank.Start = append(rank.Start, log(votes[0]))
			rank.Right = append(rank.Right, i == int(g.found))
		}
		rank.Ends = append(rank.Ends, len(rank.Right))
	}
	return learn.Boosting{Trees: trees, Leaves: 31, Rate: 0.1, Pull: 20, Least: 10, Columns: 0.5, Rows: 0.6}.Fit(rank)
}

// judgeOf grows a judge.
func judgeOf(groups []group) *learn.Forest {
	x := learn.Examples{Width: jWidth}
	for _, g := range groups {
		x.Values = append(x.Values, g.judge)
		x.Right = append(x.Right, g.found == 0)
	}
	return learn.Boosting{Trees: 80, Leaves: 15, Rate: 0.08, Pull: 10, Least: 10, Columns: 0.4, Rows: 0.6}.Fit(x)
}
