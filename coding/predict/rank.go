// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"cmp"
	"slices"
	"sync"

	"rentmeester/learn"
)

func softmax(scores []float32) { learn.Softmax(scores) }

var looks = sync.Pool{New: func() any { return newLook() }}

// score orders the candidates by the votes, as the ranker corrects them.
func (s *state) score(k *look) {
	s.blank(k)
	n := len(k.rank)
	k.scores = slices.Grow(k.scores[:0], n)[:n]
	if s.ranker != nil {
		s.ranker.Scores(k.values, width, k.rank, k.scores)
	} else {
		clear(k.scores)
	}
	for i, at := range k.rank {
		k.scores[i] += log(k.votes[at])
	}
	softmax(k.scores)
	type ranked struct {
		at int
		p  float32
	}
	var list [maxRank]ranked
	for i, at := range k.rank {
		list[i] = ranked{at, k.scores[i]}
	}
	slices.SortStableFunc(list[:n], func(a, b ranked) int { return cmp.Compare(b.p, a.p) })
	k.score = k.score[:0]
	for i, r := range list[:n] {
		k.rank[i] = r.at
		k.score = append(k.score, r.p)
	}
}

// Features of the best candidate, by which is judged whether it is right: those
// of the ranker, and these.
const (
	jFirst = width + iota
	jSecond
	jThird
	jAhead
	jSupplierHits // how often the best was right lately, for this supplier
	jSupplierSeen
	jCodeHits // and for this coding
	jCodeSeen
	jCaseHits // and for this coding of this supplier
	jCaseSeen
	jHits     // and at all
	jAreaHits // and for this supplier and reference
	jAreaSeen
	jPairHits // and when these two were best
	jPairSeen
	jKindHits // and for lines of which as much is known
	jKindSeen
	jSecondLong // shares of the runner-up
	jSecondText
	jSecondRecent
	jWidth
)

// claim is how sure the ranker and the judge are that the best is right.
func (s *state) claim(k *look, p *point, out []float32) float64 {
	if len(k.rank) == 0 {
		return 0
	}
	s.judging(k, p, out)
	if s.judge == nil {
		return float64(k.score[0]) * 0.9
	}
	return s.trust.At(sigmoid(s.judge.Score(out)))
}

func (s *state) judging(k *look, p *point, out []float32) {
	best := k.rank[0]
	copy(out, k.row(best))
	var second, third float32
	out[jSecondLong], out[jSecondText], out[jSecondRecent] = -1, -1, -1
	if len(k.rank) > 1 {
		second = k.score[1]
		r := k.row(k.rank[1])
		out[jSecondLong], out[jSecondText], out[jSecondRecent] = r[fLong], r[2*int(byText)], r[fRecent]
	}
	if len(k.rank) > 2 {
		third = k.score[2]
	}
	out[jFirst], out[jSecond], out[jThird], out[jAhead] = logit(k.score[0]), second, third, k.score[0]-second
	hash, pair := k.answers[best].whole, uint64(0)
	if len(k.rank) > 1 {
		pair = pairOf(k.answers[best], k.answers[k.rank[1]])
	}
	out[jSupplierHits], out[jSupplierSeen] = s.watch.rate(p.supplier, p.day)
	out[jCodeHits], out[jCodeSeen] = s.watch.rate(hash, p.day)
	out[jCaseHits], out[jCaseSeen] = s.watch.rate(join(hash, p.supplier), p.day)
	out[jHits], _ = s.watch.rate(1, p.day)
	out[jAreaHits], out[jAreaSeen] = s.watch.rate(p.keys[byArea], p.day)
	out[jPairHits], out[jPairSeen] = s.watch.rate(pair, p.day)
	out[jKindHits], out[jKindSeen] = s.watch.rate(k.kind(), p.day)
	for _, f := range s.hidden.judge {
		out[f] = 0
	}
}

// watch keeps count of how often the best candidate was right, lately.
type watch struct {
	at    table
	marks []mark
}

type mark struct {
	hits, seen float32
	day        int32
}

func newWatch() watch { return watch{at: newTable(), marks: make([]mark, 1)} }

// rate gives the share that was right, leaning to .8 while little was seen.
func (w *watch) rate(key uint64, on int32) (share, seen float32) {
	m := mark{}
	if at := w.at.find(key); at != 0 {
		m = w.marks[at]
	}
	d := weigh(on-m.day, middle)
	return (m.hits*d + 1.6) / (m.seen*d + 2), m.seen * d
}

// kind tells lines apart by how much is known of their supplier and text.
func (k *look) kind() uint64 {
	known := uint64(2)
	for _, enough := range []int{0, few, 30} {
		if k.supplierN > enough {
			known++
		}
	}
	for _, total := range []float32{k.total[fVariety] - 1, k.total[2*int(byText)+1], k.total[fNameWords]} {
		known *= 2
		if total > 0 {
			known++
		}
	}
	return known
}

// pairOf is two codings as best and runner-up.
func pairOf(best, next answer) uint64 { return join(best.whole, join(next.whole, 23)) }

func (s *studied) pair() uint64 {
	if len(s.codes) < 2 {
		return 0
	}
	return pairOf(s.answers[0], s.answers[1])
}

func (w *watch) note(key uint64, on int32, right bool) {
	if key == 0 {
		return
	}
	at := w.at.at(key)
	if *at == 0 {
		*at = uint32(len(w.marks))
		w.marks = append(w.marks, mark{day: on})
	}
	m := &w.marks[*at]
	d := weigh(on-m.day, middle) * 0.98
	m.hits, m.seen, m.day = m.hits*d, m.seen*d+1, max(m.day, on)
	if right {
		m.hits++
	}
}
