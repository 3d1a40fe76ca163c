// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"cmp"
	"slices"
	"strconv"

	"rentmeester/coding"
)

// What is booked today is not what the ranker grew up with: of a line that it
// learned from, nothing of its own day was known. So lines of the same supplier that
// were booked today are held against what would have been proposed for them this
// morning. Where that was put right time and again, the same is put right here; where
// it proved right, it is surer. Without the latter what is claimed of a line whose day
// went well is too little, and what is put right makes it less still.

// verdict is what came of what would have been proposed for a line of today.
type verdict struct {
	supplier     uint64
	said, booked int32
}

// verdictOf is that of a line that was inspected.
func verdictOf(s *studied) verdict {
	v := verdict{supplier: s.keys[bySupplier], said: -1, booked: s.code}
	if len(s.codes) > 0 {
		v.said = s.codes[0]
	}
	return v
}

// today is how lines of a supplier were booked today for which the same would have
// been proposed as for a question, newer ones weighing more.
type today struct {
	said   int32
	codes  []int32
	times  []int
	weight []float64
	all    float64
}

const (
	morning   = 3.0  // lines that what is proposed weighs as much as
	earlier   = 0.9  // what a line weighs of the one after it
	mostToday = 0.95 // is how sure it makes, at the most
)

// corrected is what became today of what would be proposed for a question; nil when
// nothing of it was booked.
func (m *Model) corrected(k *look, p *point) *today {
	supplier := p.keys[bySupplier]
	list := m.pending.verdicts
	if supplier == 0 || !slices.ContainsFunc(list, func(v verdict) bool { return v.supplier == supplier }) {
		return nil
	}
	m.gather(k, p, m.past.rows.n-m.pending.n)
	if len(k.rank) == 0 {
		return nil
	}
	m.score(k)
	t := &today{said: k.slots[k.rank[0]]}
	w := 1.0
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].supplier == supplier && list[i].said == t.said {
			t.add(list[i].booked, w)
			w *= earlier
		}
	}
	if t.said < 0 || len(t.codes) == 0 {
		return nil // what is made of the parts of others was never booked
	}
	return t
}

func (t *today) add(code int32, w float64) {
	t.all += w
	if at := slices.Index(t.codes, code); at >= 0 {
		t.weight[at] += w
		t.times[at]++
		return
	}
	t.codes, t.times, t.weight = append(t.codes, code), append(t.times, 1), append(t.weight, w)
}

// correct puts the ranked candidates in order anew, and gives how likely the first
// is, sure being how likely the first was.
func (t *today) correct(k *look, sure float64) float64 {
	type ranked struct {
		at int
		p  float64
	}
	list := []ranked{{k.rank[0], sure}}
	rest := max(float64(1-k.score[0]), 1e-6)
	for i, at := range k.rank[1:] {
		list = append(list, ranked{at, min((1-sure)*float64(k.score[1+i])/rest, sure)})
	}
	for i, code := range t.codes {
		slot := slices.Index(k.slots, code)
		if slot < 0 {
			continue
		}
		at := slices.IndexFunc(list, func(r ranked) bool { return r.at == slot })
		if at < 0 {
			at, list = len(list), append(list, ranked{slot, 0})
		}
		list[at].p += t.weight[i] / morning
	}
	slices.SortStableFunc(list, func(a, b ranked) int { return cmp.Compare(b.p, a.p) })
	k.rank, k.score = k.rank[:0], k.score[:0]
	for _, r := range list[:min(len(list), maxRank)] {
		k.rank = append(k.rank, r.at)
		k.score = append(k.score, float32(r.p*morning/(morning+t.all)))
	}
	return min(float64(k.score[0]), max(sure, mostToday))
}

// because puts before the reasons that something else would have been proposed this
// morning, and how often it was put right so.
func (m *Model) because(reasons []coding.Reason, t *today, code int32) []coding.Reason {
	at := slices.Index(t.codes, code)
	if at < 0 || code == t.said {
		return reasons
	}
	why := coding.Reason{Code: "predict.reason.today", Args: map[string]string{
		"old": m.named(m.past.codes[t.said].coding), "times": strconv.Itoa(t.times[at])}}
	return append([]coding.Reason{why}, reasons[:min(len(reasons), mostReasons-1)]...)
}
