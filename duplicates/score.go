// SPDX-License-Identifier: EUPL-1.2

package duplicates

import (
	"cmp"
	"math"
	"slices"
)

const (
	mostAnswers = 8     // pairs of one bill that compete
	lowest      = 0.002 // a suspect that is less probable is not named
)

// Score weighs a bill against the bills that were found by its Probes and gives
// the suspects, the most probable first. Others among the candidates, the bill
// itself too, do no harm: they are left out. The order of the candidates does not
// matter. The bill counts as the last to come in.
func (m *Model) Score(b Bill, candidates []Bill) []Suspect {
	f, pairs, answers := m.weigh(b, candidates)
	var out []Suspect
	for i, p := range answers {
		if p < lowest {
			continue
		}
		s := Suspect{ID: pairs[i].earlier.ID, Kind: kindOf(pairs[i].set), Probability: p, Reasons: reasons(f, &pairs[i])}
		if pairs[i].other != nil {
			s.With = pairs[i].other.ID
		}
		out = append(out, s)
	}
	return out
}

// Probability gives the probability that a bill repeats any of its suspects.
func Probability(suspects []Suspect) (p float64) {
	for _, s := range suspects {
		p += s.Probability
	}
	return min(p, 1)
}

// weigh gives the competing pairs of a bill and their probabilities.
func (m *Model) weigh(b Bill, candidates []Bill) (*facts, []pair, []float64) {
	f := factsOf(&b)
	pairs := m.strongest(pairsOf(&f, candidates))
	odds, sum := make([]float64, len(pairs)), 1.0
	for i := range pairs {
		odds[i] = math.Exp(m.sum(pairs[i].set))
		sum += odds[i]
	}
	claimed := 1 - 1/sum
	for i := range odds {
		odds[i] *= m.calibrated(claimed, pairs[0].set.ground()) / (sum - 1)
	}
	return &f, pairs, odds
}

// pairsOf gives all pairs that there is anything in, with their evidence.
func pairsOf(f *facts, candidates []Bill) []pair {
	earlier := sift(f, candidates)
	var pairs []pair
	for i := range earlier {
		if earlier[i].credit != f.credit {
			continue
		}
		if s, related := compare(f, earlier[i]); related {
			pairs = append(pairs, pair{earlier: earlier[i], set: s})
		}
	}
	pairs = latest(pairs)
	addHistory(f, pairs, earlier)
	return append(pairs, splits(f, earlier)...)
}

// latest leaves out most of the pairs that have an amount in common and no more: of
// a rent that was paid for years the last few months say all. Pairs are in order
// of day.
func latest(pairs []pair) []pair {
	out := pairs[:0]
	left := 0
	for i := range pairs {
		if pairs[i].set.any(eNumberOther, eNumberNear) {
			left++
		}
	}
	for i := range pairs {
		if pairs[i].set.any(eNumberOther, eNumberNear) {
			if left--; left >= mostAnswers {
				continue
			}
		}
		out = append(out, pairs[i])
	}
	return out
}

// sift leaves out what is no candidate and puts the rest in order of day.
func sift(f *facts, candidates []Bill) []*facts {
	room := make([]facts, len(candidates))
	earlier := make([]*facts, 0, len(candidates))
	for i := range candidates {
		if candidates[i].ID == f.ID {
			continue
		}
		if room[i] = factsOf(&candidates[i]); f.finds(&room[i]) {
			earlier = append(earlier, &room[i])
		}
	}
	slices.SortFunc(earlier, func(a, b *facts) int { return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.ID, b.ID)) })
	return slices.CompactFunc(earlier, func(a, b *facts) bool { return a.ID == b.ID })
}

// strongest keeps the pairs that weigh most; of equals the latest.
func (m *Model) strongest(pairs []pair) []pair {
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(m.sum(b.set), m.sum(a.set)), cmp.Compare(b.earlier.day, a.earlier.day), cmp.Compare(b.earlier.ID, a.earlier.ID),
			cmp.Compare(a.otherID(), b.otherID()))
	})
	return pairs[:min(len(pairs), mostAnswers)]
}

func (p *pair) otherID() int64 {
	if p.other == nil {
		return 0
	}
	return p.other.ID
}

func kindOf(s set) Kind {
	switch {
	case s.has(eSplit):
		return Split
	case s.any(eSupplierName, eSupplierAccount, eSupplierOther):
		return Twice
	case s.has(eTwin) && s.has(eChannelOther):
		return Channel
	case s.has(eTwin):
		return Same
	case s.any(eNumberSwap, eNumberSlip, eNumberLast, eNumberPart) || s&sameNumber != 0:
		return Slip
	}
	return Renumbered
}
