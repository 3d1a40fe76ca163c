// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"math"
	"sync"

	"rentmeester/coding"
	"rentmeester/learn"
)

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func logit(p float32) float32 {
	q := min(max(float64(p), 1e-5), 1-1e-5)
	return float32(math.Log(q / (1 - q)))
}

// take lets a row count as past at once. It is studied when its day is over.
func (m *Model) take(r Row, override bool) {
	see := seesArea | seesExtra | seesGiven
	p := m.point(r, see)
	target, _ := m.only(r.Coding)
	c := m.past.codeOf(m.code(target), target, p.day)
	m.past.add(&p, c)
	m.today = p.day
	m.pending = append(m.pending, int32(len(m.past.rows)-1))
	if override {
		m.override[caseOf(r)] = c
	} else if len(m.override) > 0 {
		if very := caseOf(r); m.override[very] != c {
			delete(m.override, very)
		}
	}
}

// studied is what the model would have proposed for a row without its own day.
type studied struct {
	point
	code     int32
	found    int // place of what was booked among the ranked; -1 when it is not
	codes    []int32
	hashes   []uint64
	linear   []float32
	features []uint16 // packed
	judge    []uint16
	claim    float64
	last     int32
}

// study learns from the lines of a day what speaks for a coding, as it would have
// been seen before that day.
func (m *Model) study() {
	list := make([]studied, len(m.pending))
	var wait sync.WaitGroup
	for half := range 2 {
		wait.Go(func() {
			k := newLook()
			for i := half; i < len(list); i += 2 {
				m.inspect(k, &list[i], m.pending[i])
			}
		})
	}
	wait.Wait()
	for i := range list {
		m.digest(&list[i])
	}
	m.past.rank(m.today)
	m.pending = m.pending[:0]
	m.train.advance(m.state, len(list))
}

func (m *Model) inspect(k *look, out *studied, row int32) {
	r := &m.past.rows[row]
	out.point = m.point(m.log.row(int(row)), m.log.entries[row].mask)
	out.code = r.code
	m.gather(k, &out.point, r.day)
	m.score(k)
	var judge [jWidth]float32
	out.claim = m.claim(k, &out.point, judge[:])
	out.judge = learn.Pack(make([]uint16, 0, jWidth), judge[:]...)
	out.found, out.last = -1, k.last
	out.features = make([]uint16, 0, width*len(k.rank))
	for i, at := range k.rank {
		out.features = learn.Pack(out.features, k.row(at)...)
		out.codes = append(out.codes, k.slots[at])
		out.hashes = append(out.hashes, k.hashes[at])
		out.linear = append(out.linear, k.linear[at])
		if k.slots[at] == r.code {
			out.found = i
		}
	}
}

// digest learns from one line.
func (m *Model) digest(s *studied) {
	right := s.found == 0
	if len(s.codes) > 0 {
		m.watch.note(s.supplier, s.day, right)
		m.watch.note(s.hashes[0], s.day, right)
		m.watch.note(join(s.hashes[0], s.supplier), s.day, right)
		m.watch.note(1, s.day, right)
		m.train.keep(s)
	}
	at := s.found
	if at < 0 {
		at = len(s.hashes)
		s.hashes = append(s.hashes, m.past.codes[s.code].hash)
		s.linear = append(s.linear, 0)
	}
	m.linear.Learn(s.tokens, s.hashes, s.linear, at)
	m.again(s, at)
	m.past.used(s.code, s.day)
	if s.last >= 0 {
		m.follows.note(s.last, s.code, s.day)
	}
}

// training is what the ranker and the judge learn from, the latest last.
type training struct {
	groups []group
	cases  []learn.Case // what was claimed after judging, for the calibration
	rows   int          // studied in all
	next   int          // when the forests are grown next
	swap   int          // when they begin to serve
	grown  chan grown
	frozen bool
}

type group struct {
	features []uint16
	judge    []uint16
	found    int
	right    bool
}

type grown struct{ ranker, judge *learn.Forest }

const (
	window     = 16_000 // lines that forests grow from
	calibrated = 6_000  // claims that the calibration rests on
	delay      = 1_000  // lines after which grown forests serve
)

func (t *training) keep(s *studied) {
	t.groups = append(t.groups, group{features: s.features, judge: s.judge, found: s.found, right: s.found == 0})
	if len(t.groups) > window+window/4 {
		t.groups = append(t.groups[:0:0], t.groups[len(t.groups)-window:]...)
	}
	t.cases = append(t.cases, learn.Case{Probability: s.claim, Right: s.found == 0})
	if len(t.cases) > calibrated+calibrated/4 {
		t.cases = append(t.cases[:0:0], t.cases[len(t.cases)-calibrated:]...)
	}
}

// advance grows forests anew when that is due, beside the work, and takes them
// into service a fixed number of lines later: so the outcome does not depend on
// how long it took.
func (t *training) advance(s *state, n int) {
	t.rows += n
	if t.next == 0 {
		t.next = 2_000
	}
	if t.grown != nil && t.rows >= t.swap {
		g := <-t.grown
		t.grown = nil
		s.ranker, s.judge = g.ranker, g.judge
	}
	s.sure = learn.Calibrate(t.cases[max(0, len(t.cases)-calibrated):], 4)
	if t.grown == nil && t.rows >= t.next && !t.frozen {
		t.grown = make(chan grown, 1)
		t.swap = t.rows + delay/2
		t.next = t.rows + min(t.rows, window)
		groups := append([]group(nil), t.groups[max(0, len(t.groups)-window):]...)
		go grow(groups, t.grown)
	}
}

// wait lets what grows beside end, so that nothing is left of it.
func (m *Model) wait() {
	if m.train.grown != nil {
		<-m.train.grown
	}
}

func grow(groups []group, to chan<- grown) {
	var out grown
	rank := learn.Examples{Width: width}
	judge := learn.Examples{Width: jWidth}
	for _, g := range groups {
		judge.Values = append(judge.Values, g.judge...)
		judge.Right = append(judge.Right, g.right)
		n := len(g.features) / width
		if g.found < 0 || n < 2 {
			continue
		}
		rank.Values = append(rank.Values, g.features...)
		for i := range n {
			rank.Right = append(rank.Right, i == g.found)
		}
		rank.Ends = append(rank.Ends, len(rank.Right))
	}
	out.ranker = learn.Boosting{Trees: 80, Leaves: 31, Rate: 0.1, Pull: 20, Least: 10, Columns: 0.5, Rows: 0.6}.Fit(rank)
	out.judge = learn.Boosting{Trees: 80, Leaves: 15, Rate: 0.08, Pull: 10, Least: 10, Columns: 0.4, Rows: 0.6}.Fit(judge)
	to <- out
}

// sight counts what callers let us see of rows when they ask.
type sight struct {
	asked int
	had   [3]int // for area, extra, given: asked count at which it was there last
}

func (s *sight) note(given mask) {
	s.asked++
	for i := range s.had {
		if given&(1<<i) != 0 {
			s.had[i] = s.asked
		}
	}
}

// mask is what rows are studied with: what was there in the last questions. While
// nothing was asked yet, now this, now that.
func (s *sight) mask(r Row) mask {
	if s.asked == 0 {
		return mask(caseOf(r)>>20) & (seesArea | seesExtra | seesGiven)
	}
	m := mask(0)
	for i, at := range s.had {
		if at > 0 && s.asked-at < 1_000 {
			m |= 1 << i
		}
	}
	return m
}

// given says what a row brings.
func (m *Model) given(r Row) (g mask) {
	if r.Area != "" {
		g |= seesArea
	}
	if r.Extra != "" {
		g |= seesExtra
	}
	if _, beside := m.only(r.Coding); beside != (coding.Coding{}) {
		g |= seesGiven
	}
	return g
}

// again has the linear model learn some of what it saw before once more.
func (m *Model) again(s *studied, right int) {
	l := &m.lessons
	if len(l.kept) < lessons {
		l.kept = append(l.kept, lesson{})
	}
	l.kept[l.seen%lessons] = lesson{s.tokens, s.hashes, right}
	l.seen++
	for i := range replays {
		one := l.kept[join(uint64(l.seen), uint64(i)+1)%uint64(len(l.kept))]
		l.scores = l.scores[:0]
		for _, h := range one.answers {
			l.scores = append(l.scores, m.linear.Score(one.tokens, h))
		}
		softmax(l.scores)
		m.linear.Learn(one.tokens, one.answers, l.scores, one.right)
	}
}

// memory are lessons of the linear model that are learned again.
type memory struct {
	kept   []lesson
	seen   int
	scores []float32
}

type lesson struct {
	tokens, answers []uint64
	right           int
}

const (
	lessons = 12_000
	replays = 3
)
