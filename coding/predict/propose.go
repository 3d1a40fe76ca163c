// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"slices"

	"rentmeester/coding"
	"rentmeester/learn"
)

const (
	proposals  = 5 // given at most
	references = 3
)

// propose is Propose once everything is settled.
func (m *Model) propose(r Row) []Proposal {
	k := looks.Get().(*look)
	defer looks.Put(k)
	p := m.point(r, seesArea|seesExtra|seesGiven)
	now := m.corrected(k, &p)
	m.gather(k, &p, m.past.rows.n)
	out := m.weighed(k, &p, now, m.past.rows.n)
	for i := range out {
		at := k.rank[i]
		out[i].Reasons = m.reasons(k, at)
		out[i].Like = m.like(&p, k.slots[at])
		if now != nil {
			out[i].Reasons = m.because(out[i].Reasons, now, k.slots[at])
		}
	}
	return m.overridden(out, r)
}

// weighed orders the candidates, by what became of the like today as well where that
// is given, and says how likely the best few are: as far as it is a day like those of
// before a row.
func (m *Model) weighed(k *look, p *point, now *today, before int) []Proposal {
	if len(k.rank) == 0 {
		return nil
	}
	m.score(k)
	var judge [jWidth]float32
	sure := m.sure.At(m.claim(k, p, judge[:]))
	if now != nil {
		sure = now.correct(k, sure)
	}
	out := make([]Proposal, 0, proposals)
	rest, foreseen := float64(1-k.score[0]), m.foreseen(p.day, before)
	for i, at := range k.rank[:min(len(k.rank), proposals)] {
		one := Proposal{Coding: m.state.code(k, k.slots[at]).coding, Probability: sure}
		if i > 0 {
			one.Probability = min((1-sure)*float64(k.score[i])/max(rest, 1e-6), sure)
		}
		one.Probability *= foreseen
		out = append(out, one)
	}
	return out
}

// novelty takes a sixth of a claim after one day, a fiftieth after ten. It makes what was
// claimed likeliest, of the first 12,000 lines after a beginning at 35, 42, 49 and 56 %
// of three public ledgers, each day as heavy as the root of its lines. Between .15 and .25
// it makes hardly a difference.
const novelty = 0.2

// foreseen is how likely it is that what was learned before a row says something of a
// day: of one that was studied already it does.
func (m *Model) foreseen(on int32, before int) float64 {
	n := m.days.Len()
	if before > m.past.rows.n-m.pending.n && !m.days.Has(m.pending.day) {
		n++
	}
	if m.days.Has(on) {
		return 1
	}
	return learn.Foreseen(n, novelty)
}

// Overridden is the first reason of what a person chose for this very case.
const Overridden = "predict.reason.override"

// overridden puts what a person chose for this very case first.
func (m *Model) overridden(list []Proposal, r Row) []Proposal {
	if len(m.override) == 0 {
		return list
	}
	c, ok := m.override[caseOf(r)]
	if !ok {
		return list
	}
	chosen := Proposal{Coding: m.past.codes[c].coding}
	for i, one := range list {
		if one.Coding == chosen.Coding {
			chosen = one
			list = slices.Delete(list, i, i+1)
			break
		}
	}
	chosen.Probability = max(chosen.Probability, overrideSure)
	chosen.Reasons = append([]coding.Reason{{Code: Overridden}}, chosen.Reasons...)
	for i := range list {
		list[i].Probability = min(list[i].Probability, (1-chosen.Probability)/float64(len(list)))
	}
	return append([]Proposal{chosen}, list...)
}

// overrideSure is how sure what a person chose for this very case is, at the least.
const overrideSure = 0.95

// caseOf is what makes a row the very same case as another.
func caseOf(r Row) uint64 {
	return join(hash(r.SupplierID, fold(r.Supplier), fold(r.Text), r.Area, r.Extra), uint64(r.Amount)*2+1)
}
