// SPDX-License-Identifier: EUPL-1.2

package distribution

import (
	"cmp"
	"math"
	"slices"
)

// question is a document of which the codings are asked.
type question struct {
	record
	past    []*record // of the supplier, the latest first
	answers []answer  // best first once it was asked
	fixed   []int32   // of each line, what a person chose; may be absent
}

// answer is a set of codings that comes into question.
type answer struct {
	set    uint64
	codes  []int32 // of the set, sorted
	lines  []int32 // of each line
	log    float64 // probability of this by the lines alone, log
	values [width]float32
	score  float32 // probability among the answers
	origin origin
}

type origin uint8

const (
	fromLines origin = iota // each line by itself
	fromPast                // documents of the supplier
	fromMix                 // second thoughts of lines
	fromAny                 // documents of anybody
)

const (
	mostAnswers = 40
	mostPast    = 16 // different sets of the supplier
	mostMixed   = 12
	mostAny     = 6 // of each coding
	beamWidth   = 24
	choices     = 3 // codings of a line that are mixed
)

// gather finds the sets that come into question.
func (m *memory) gather(q *question) {
	if slices.ContainsFunc(q.rows, func(o []opinion) bool { return len(o) == 0 }) && len(q.past) == 0 {
		return
	}
	m.alonePart(q)
	different := 0
	for _, r := range q.past {
		if different < mostPast && q.offer(r.codes, r.set, fromPast) {
			different++
		}
	}
	m.mixed(q)
	m.anybody(q)
	q.answers = slices.DeleteFunc(q.answers, func(a answer) bool {
		for i, c := range q.fixed {
			if c != none && a.lines[i] != c {
				return true
			}
		}
		return false
	})
}

// alonePart offers what each line would have by itself, and the best of which no
// two have the same.
func (m *memory) alonePart(q *question) {
	var first, apart []int32
	for _, o := range q.rows {
		if len(o) == 0 {
			return
		}
		first = append(first, o[0].code)
		at := slices.IndexFunc(o, func(p opinion) bool { return !slices.Contains(apart, p.code) })
		if at >= 0 {
			apart = append(apart, o[at].code)
		}
	}
	q.suggest(first, fromLines)
	if len(apart) == len(q.rows) {
		codes := slices.Clone(apart)
		slices.Sort(codes)
		q.offer(codes, setOf(codes), fromMix)
	}
}

// suggest offers a coding for each line.
func (q *question) suggest(lines []int32, from origin) bool {
	codes := slices.Clone(lines)
	slices.Sort(codes)
	codes = slices.Compact(codes)
	return q.offer(codes, setOf(codes), from)
}

// offer takes in a set, unless it is there or needs more lines than there are.
func (q *question) offer(codes []int32, set uint64, from origin) bool {
	if len(codes) > len(q.lines) || len(q.answers) == mostAnswers ||
		slices.ContainsFunc(q.answers, func(a answer) bool { return a.set == set }) {
		return false
	}
	a := answer{set: set, codes: codes, origin: from}
	a.lines, a.log = q.cover(codes)
	q.answers = append(q.answers, a)
	return true
}

// cover gives each line the best of the codings, so that each is used.
func (q *question) cover(codes []int32) (lines []int32, sum float64) {
	lines = make([]int32, len(q.lines))
	used := make(map[int32]int, len(codes))
	for i := range q.lines {
		best := math.Inf(-1)
		for _, c := range codes {
			if l := q.log(i, c); l > best {
				best, lines[i] = l, c
			}
		}
		used[lines[i]]++
	}
	for _, c := range codes {
		if used[c] > 0 {
			continue
		}
		at, least := -1, math.Inf(1)
		for i := range q.lines {
			if loss := q.log(i, lines[i]) - q.log(i, c); used[lines[i]] > 1 && loss < least {
				at, least = i, loss
			}
		}
		used[lines[at]]--
		lines[at] = c
		used[c]++
	}
	for i, c := range lines {
		sum += q.log(i, c)
	}
	return lines, sum
}

// log is the probability of a coding for a line by itself.
func (q *question) log(line int, code int32) float64 {
	left := float32(1)
	for _, o := range q.rows[line] {
		if o.code == code {
			return math.Log(float64(max(o.probability, 1e-4)))
		}
		left -= o.probability
	}
	return math.Log(float64(max(left, 0.01)) / 20)
}

// mixed offers the most probable combinations of what lines could have.
func (m *memory) mixed(q *question) {
	type path struct {
		lines []int32
		log   float64
	}
	beam := []path{{}}
	for i, o := range q.rows {
		if len(o) == 0 {
			return
		}
		var next []path
		for _, p := range beam {
			for _, c := range o[:min(choices, len(o))] {
				next = append(next, path{append(slices.Clip(p.lines), c.code), p.log + q.log(i, c.code)})
			}
		}
		slices.SortStableFunc(next, func(a, b path) int { return cmp.Compare(b.log, a.log) })
		beam = next[:min(len(next), beamWidth)]
	}
	n := 0
	for _, p := range beam {
		if n < mostMixed && q.suggest(p.lines, fromMix) {
			n++
		}
	}
}

// anybody offers what documents of whoever had with what the lines have.
func (m *memory) anybody(q *question) {
	var seen []int32
	for _, o := range q.rows {
		if len(o) == 0 || slices.Contains(seen, o[0].code) || len(seen) == 3 {
			continue
		}
		seen = append(seen, o[0].code)
		list := m.having[o[0].code]
		for _, s := range list[:min(len(list), mostAny)] {
			q.offer(s.codes, setOf(s.codes), fromAny)
		}
	}
}
