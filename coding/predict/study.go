// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"rentmeester/coding"
	"rentmeester/day"
	"rentmeester/learn"
)

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func logit(p float32) float32 {
	q := min(max(float64(p), 1e-5), 1-1e-5)
	return float32(math.Log(q / (1 - q)))
}

// pending are the last rows, which count as past but were not studied yet; and
// what it takes to undo them.
type pending struct {
	n         int
	day       int32     // of them all
	ready     []studied // of the first of them
	verdicts  []verdict // on these
	codes     int       // there were before
	latest    day.Day   // and this was the latest
	overrides []was     // what they changed there
}

type was struct {
	key   uint64
	code  int32
	there bool
}

// take lets a row count as past at once. It is studied when its day is over.
func (m *Model) take(r Row, override bool) {
	p := m.point(r, seesAll)
	target, _ := m.only(r.Coding)
	c := m.past.codeOf(m.code(target), target, p.day)
	m.past.add(&p, c)
	m.pending.day = p.day
	m.pending.n++
	if !override && len(m.override) == 0 {
		return
	}
	very := caseOf(r)
	before, there := m.override[very]
	switch {
	case override:
		m.override[very] = c
	case there && before != c:
		delete(m.override, very)
	default:
		return
	}
	m.pending.overrides = append(m.pending.overrides, was{very, before, there})
}

// studied is what the model would have proposed for a row without its own day.
type studied struct {
	point
	code     int32
	found    int // place of what was booked among the ranked; -1 when it is not
	codes    []int32
	answers  []answer
	linear   []float32
	features []uint16 // packed
	judge    []uint16
	claim    float64
	last     int32
	kind     uint64
}

// study learns from the lines of a day what speaks for a coding, as it would have
// been seen before that day.
func (m *Model) study() {
	m.prepare()
	list := m.pending.ready
	for i := range list {
		m.digest(&list[i])
	}
	m.past.rank(m.pending.day)
	m.days.Note(m.pending.day)
	m.pending = pending{ready: list[:0], verdicts: m.pending.verdicts[:0], codes: len(m.past.codes), latest: m.latest}
	m.train.advance(m.state, len(list))
}

// prepare inspects what is pending. When that is done makes no difference: of what
// is looked at nothing changes until all of it is studied.
func (m *Model) prepare() {
	first, from := m.past.rows.n-m.pending.n, len(m.pending.ready)
	m.pending.ready = slices.Grow(m.pending.ready, m.pending.n-from)[:m.pending.n]
	abreast(m.pending.n-from, func(i int) {
		m.pending.ready[from+i] = studied{}
		m.inspect(&m.pending.ready[from+i], first+from+i, first)
	})
	for i := range m.pending.ready[from:] {
		m.pending.verdicts = append(m.pending.verdicts, verdictOf(&m.pending.ready[from+i]))
	}
}

// abreast calls do for 0 to n, side by side.
func abreast(n int, do func(int)) {
	workers := min(runtime.GOMAXPROCS(0), n/4)
	if workers < 2 {
		for i := range n {
			do(i)
		}
		return
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			for {
				from := int(next.Add(8)) - 8
				if from >= n {
					return
				}
				for i := from; i < min(from+8, n); i++ {
					do(i)
				}
			}
		})
	}
	wait.Wait()
}

// inspect looks at a row as it would have been seen when those from first on were
// not known.
func (m *Model) inspect(out *studied, row, first int) {
	k := looks.Get().(*look)
	defer looks.Put(k)
	code := m.past.rows.at(row).code
	out.point = m.point(m.log.row(row), m.log.entries.at(row).mask)
	out.code = code
	m.gather(k, &out.point, first)
	m.score(k)
	var judge [jWidth]float32
	out.claim = m.claim(k, &out.point, judge[:])
	out.judge = learn.Pack(make([]uint16, 0, jWidth), judge[:]...)
	out.found, out.last, out.kind = -1, k.last, k.kind()
	n := len(k.rank)
	out.features = make([]uint16, 0, width*n)
	out.codes, out.answers, out.linear = make([]int32, 0, n), make([]answer, 0, n+1), make([]float32, 0, n+1)
	for i, at := range k.rank {
		out.features = learn.Pack(out.features, k.row(at)...)
		out.codes = append(out.codes, k.slots[at])
		out.answers = append(out.answers, k.answers[at])
		out.linear = append(out.linear, k.linear[at])
		if k.slots[at] == code {
			out.found = i
		}
	}
}

// digest learns from one line.
func (m *Model) digest(s *studied) {
	right := s.found == 0
	if len(s.codes) > 0 {
		m.watch.note(s.supplier, s.day, right)
		m.watch.note(s.answers[0].whole, s.day, right)
		m.watch.note(join(s.answers[0].whole, s.supplier), s.day, right)
		m.watch.note(1, s.day, right)
		m.watch.note(s.keys[byArea], s.day, right)
		m.watch.note(s.pair(), s.day, right)
		m.watch.note(s.kind, s.day, right)
		m.train.keep(s)
	}
	at := s.found
	if at < 0 {
		at = len(s.answers)
		code := &m.past.codes[s.code]
		s.answers = append(s.answers, answer{code.hash, code.parts})
		s.linear = append(s.linear, 0)
	}
	m.teach(s.tokens, s.answers, s.linear, at)
	m.again(s, at)
	m.past.used(s.code, s.day)
	if s.last >= 0 {
		m.follows.note(s.last, s.code, s.day)
	}
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
	l.kept[l.seen%lessons] = lesson{s.tokens, s.answers, right}
	l.seen++
	for i := range replays {
		one := l.kept[join(uint64(l.seen), uint64(i)+1)%uint64(len(l.kept))]
		l.scores = l.scores[:0]
		for _, a := range one.answers {
			l.scores = append(l.scores, m.think(one.tokens, a))
		}
		softmax(l.scores)
		m.teach(one.tokens, one.answers, l.scores, one.right)
	}
}

// memory are lessons of the linear model that are learned again.
type memory struct {
	kept   []lesson
	seen   int
	scores []float32
	hashes []uint64 // scratch, as are the sums
	sums   []float32
}

type lesson struct {
	tokens  []uint64
	answers []answer
	right   int
}

const (
	lessons = 12_000
	replays = 3
)
