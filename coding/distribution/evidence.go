// SPDX-License-Identifier: EUPL-1.2

package distribution

import (
	"math"
	"slices"
)

// What speaks for a set. A share is -1 when there is nothing that it is a share of.
const (
	vLog        = iota // by the lines alone, per line
	vBehind            // how far behind what each line would have by itself
	vWorst             // the least probable line
	vAlone             // it is what each line would have by itself
	vLinesShare        // among the answers, by the lines alone
	vSize
	vOne       // it is one coding
	vDifferent // as many as lines
	vLines
	vOneOf       // how often documents of so many lines have one coding
	vDifferentOf // and as many as lines
	vOneHere     // the same, with this supplier
	vDifferentHere
	vLast   // documents of the supplier ago that it was had
	vSince  // days ago
	vRecent // share of the last eight
	vShare  // of all that are looked at, newer ones weigh more
	vSameLines
	vTexts
	vShapes
	vAreas
	vAmounts // of documents with the same amounts
	vProfile // with amounts in about the same proportion
	vTotal   // with about the same total
	vTextsN  // documents that there are of each
	vShapesN
	vAmountsN
	vProfileN
	vPast
	vAny      // how much anybody has it
	vAnyShare // among sets with its first coding
	vPairs    // how often its codings go together
	vTextKinds
	vAmountKinds
	vShapesBest // how far it is ahead of the best other, by texts
	vSupport    // documents of the supplier with it
	vLineShare  // of lines, those that had their coding with this text before
	width
)

// weigh fills in what speaks for each answer.
func (m *memory) weigh(q *question) {
	best, whole := math.Inf(-1), 0.0
	for _, a := range q.answers {
		best = max(best, a.log)
	}
	for _, a := range q.answers {
		whole += math.Exp(a.log - best)
	}
	n := float64(len(q.lines))
	one, different := m.habits.of(len(q.lines))
	oneHere, differentHere := q.habits()
	texts := kinds(q.lines, func(l line) uint64 { return l.shape })
	amounts := kinds(q.lines, func(l line) uint64 { return uint64(l.amount) })
	for i := range q.answers {
		a := &q.answers[i]
		v := &a.values
		v[vLog], v[vBehind] = float32(a.log/n), float32(a.log-q.answers[0].log)
		worst := math.Inf(1)
		for l, c := range a.lines {
			worst = min(worst, q.log(l, c))
		}
		v[vWorst], v[vAlone], v[vLinesShare] = float32(worst), flag(a.origin == fromLines), float32(math.Exp(a.log-best)/whole)
		v[vSize], v[vOne], v[vDifferent], v[vLines] = float32(len(a.codes)), flag(len(a.codes) == 1), flag(len(a.codes) == len(q.lines)), float32(n)
		v[vOneOf], v[vDifferentOf], v[vOneHere], v[vDifferentHere] = float32(one), float32(different), float32(oneHere), float32(differentHere)
		v[vTextKinds], v[vAmountKinds] = float32(texts), float32(amounts)
		m.popular(q, a)
		v[vLineShare] = q.lineShare(a)
	}
	q.compare()
	for i := range q.answers {
		v := &q.answers[i].values
		other := float32(0)
		for j := range q.answers {
			if j != i {
				other = max(other, q.answers[j].values[vShapes])
			}
		}
		v[vShapesBest] = v[vShapes] - other
	}
}

func flag(is bool) float32 {
	if is {
		return 1
	}
	return 0
}

func kinds(lines []line, of func(line) uint64) int {
	var seen []uint64
	for _, l := range lines {
		if v := of(l); !slices.Contains(seen, v) {
			seen = append(seen, v)
		}
	}
	return len(seen)
}

// habits is how often documents of the supplier with so many lines had one
// coding, and as many as lines; -1 when there are none.
func (q *question) habits() (one, different float64) {
	all := 0.0
	for _, r := range q.past {
		if len(r.lines) != len(q.lines) {
			continue
		}
		w := fade(q.day-r.day, 200)
		all += w
		switch len(r.codes) {
		case 1:
			one += w
		case len(r.lines):
			different += w
		}
	}
	if all == 0 {
		return -1, -1
	}
	return one / all, different / all
}

// popular tells how much a set and its codings are had together by anybody.
func (m *memory) popular(q *question, a *answer) {
	v := &a.values
	if s := m.sets[a.set]; s != nil {
		now := s.now(q.day)
		v[vAny] = float32(math.Log1p(now))
		sum := 0.0
		for _, other := range m.having[a.codes[0]] {
			sum += other.now(q.day)
		}
		v[vAnyShare] = float32(now / max(sum, now))
	}
	v[vPairs] = -1
	if len(a.codes) < 2 {
		return
	}
	least := math.Inf(1)
	codes := a.codes[:min(len(a.codes), mostPaired)]
	for i, x := range codes {
		for _, y := range codes[i+1:] {
			least = min(least, (m.pairs[[2]int32{x, y}]+0.1)/(min(m.alone[x], m.alone[y])+1))
		}
		if i == 8 {
			break
		}
	}
	v[vPairs] = float32(least)
}

// lineShare is the share of lines of which the text had their coding before.
func (q *question) lineShare(a *answer) float32 {
	had, all := 0, 0
	for i, l := range q.lines {
		if l.shape == 0 {
			continue
		}
		known, so := false, false
		for _, r := range q.past {
			for _, o := range r.lines {
				if o.shape == l.shape {
					known, so = true, so || o.code == a.lines[i]
				}
			}
			if so {
				break
			}
		}
		if known {
			all++
		}
		if so {
			had++
		}
	}
	if all == 0 {
		return -1
	}
	return float32(had) / float32(all)
}

// likeness is one way in which an earlier document may be like this one.
type likeness struct {
	value, count int // -1: not counted
	half         float64
	like         func(q *question, r *record, at int) bool
}

var likenesses = []likeness{
	{vRecent, -1, 1e9, func(_ *question, _ *record, at int) bool { return at < 8 }},
	{vShare, vPast, 200, func(*question, *record, int) bool { return true }},
	{vSameLines, -1, 200, func(q *question, r *record, _ int) bool { return len(r.lines) == len(q.lines) }},
	{vTexts, vTextsN, 200, func(q *question, r *record, _ int) bool { return q.texts != 0 && r.texts == q.texts }},
	{vShapes, vShapesN, 200, func(q *question, r *record, _ int) bool { return q.shapes != 0 && r.shapes == q.shapes }},
	{vAreas, -1, 200, func(q *question, r *record, _ int) bool { return q.areas != 0 && r.areas == q.areas }},
	{vAmounts, vAmountsN, 400, func(q *question, r *record, _ int) bool { return sameAmounts(&q.record, r) }},
	{vProfile, vProfileN, 400, func(q *question, r *record, _ int) bool { return sameProfile(&q.record, r) }},
	{vTotal, -1, 200, func(q *question, r *record, _ int) bool { return near(q.total, r.total, 0.1) }},
}

// compare tells for each answer how often documents of the supplier that are like
// this one had it.
func (q *question) compare() {
	place := make(map[uint64]int, len(q.answers))
	for i := range q.answers {
		place[q.answers[i].set] = i
		v := &q.answers[i].values
		v[vLast], v[vSince] = 100, 3_000
		for _, l := range likenesses {
			v[l.value] = -1
		}
	}
	for _, l := range likenesses {
		sums, all, n := make([]float64, len(q.answers)), 0.0, 0
		for at, r := range q.past {
			if !l.like(q, r, at) {
				continue
			}
			w := fade(q.day-r.day, l.half)
			all += w
			n++
			if i, ok := place[r.set]; ok {
				sums[i] += w
			}
		}
		for i := range q.answers {
			v := &q.answers[i].values
			if n > 0 {
				v[l.value] = float32(sums[i] / max(all, 1e-9))
			}
			if l.count >= 0 {
				v[l.count] = float32(n)
			}
		}
	}
	for at, r := range q.past {
		if i, ok := place[r.set]; ok {
			v := &q.answers[i].values
			if v[vSupport]++; v[vLast] == 100 {
				v[vLast], v[vSince] = float32(at), float32(q.day-r.day)
			}
		}
	}
}

func sameAmounts(a, b *record) bool {
	return a.total == b.total && len(a.lines) == len(b.lines) && slices.Equal(sizes(a), sizes(b))
}

// sameProfile says whether the amounts stand in about the same proportion.
func sameProfile(a, b *record) bool {
	if len(a.lines) != len(b.lines) || a.total == 0 || b.total == 0 {
		return false
	}
	x, y := sizes(a), sizes(b)
	for i := range x {
		if math.Abs(float64(x[i])/float64(a.total)-float64(y[i])/float64(b.total)) > 0.03 {
			return false
		}
	}
	return true
}

func sizes(d *record) []int64 {
	out := make([]int64, len(d.lines))
	for i, l := range d.lines {
		out[i] = l.amount
	}
	slices.Sort(out)
	return out
}

func near(a, b int64, by float64) bool {
	return math.Abs(float64(a-b)) <= by*math.Abs(float64(b))
}
