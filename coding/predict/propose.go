// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"slices"

	"rentmeester/coding"
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
	out := m.weighed(k, &p, now)
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
// is given, and says how likely the best few are.
func (m *Model) weighed(k *look, p *point, now *today) []Proposal {
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
	rest := float64(1 - k.score[0])
	for i, at := range k.rank[:min(len(k.rank), proposals)] {
		one := Proposal{Coding: m.state.code(k, k.slots[at]).coding, Probability: sure}
		if i > 0 {
			one.Probability = min((1-sure)*float64(k.score[i])/max(rest, 1e-6), sure)
		}
		out = append(out, one)
	}
	return out
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
