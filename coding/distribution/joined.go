// SPDX-License-Identifier: EUPL-1.2

package distribution

import (
	"slices"

	"rentmeester/coding"
	"rentmeester/coding/predict"
)

// Sure is how likely a set of codings, or a division, must be to take the place of
// what each line, or the last time, says by itself.
const Sure = 0.5

// Joined puts what lines have together in front of what each would have by itself,
// where that is likely, and surer than every line that says otherwise: the set is
// likely as a whole, not the half of it. It says of which lines it did.
func Joined(lists [][]predict.Proposal, out Outcome) (joined [][]predict.Proposal, changed []bool) {
	joined, changed = slices.Clone(lists), make([]bool, len(lists))
	if out.Alone || out.Probability < Sure {
		return joined, changed
	}
	for i, list := range lists {
		if len(list) > 0 && list[0].Coding != out.Codings[i] && list[0].Probability > out.Probability {
			return joined, changed
		}
	}
	for i, code := range out.Codings {
		if len(lists[i]) == 0 || lists[i][0].Coding != code {
			joined[i], changed[i] = first(lists[i], code, out), true
		}
	}
	return joined, changed
}

// first puts a coding in front of what a line by itself would have.
func first(list []predict.Proposal, code coding.Coding, out Outcome) []predict.Proposal {
	at := slices.IndexFunc(list, func(p predict.Proposal) bool { return p.Coding == code })
	chosen := predict.Proposal{Coding: code}
	if at > 0 {
		chosen = list[at]
	}
	chosen.Reasons = append(slices.Clone(out.Reasons), chosen.Reasons...)
	if len(out.Like) > 0 {
		chosen.Like = out.Like
	}
	chosen.Probability = out.Probability
	all := []predict.Proposal{chosen}
	for i, p := range list {
		if i != at {
			p.Probability = min(p.Probability, (1-out.Probability)/2)
			all = append(all, p)
		}
	}
	return all
}
