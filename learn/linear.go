// SPDX-License-Identifier: EUPL-1.2

package learn

import "math"

// Linear is an online model over hashed features: each pair of a token and an
// answer has a weight of its own, in a table of fixed size. The probability of
// an answer among the answers offered is the softmax of the sums of its weights,
// and each judged question moves them by stochastic gradient with a step for each
// weight by itself (AdaGrad: Duchi, Hazan and Singer, JMLR 12, 2011). The steps do
// not fade below a floor, so that it keeps following what changes.
type Linear struct {
	rate, floor float32
	weights     []float32
	squares     []float32 // of the slopes so far, of each weight; apart, because questions need none
	mask        uint64
}

// NewLinear makes one with 2^size weights.
func NewLinear(size int, rate, most float32) *Linear {
	return &Linear{rate: rate, floor: most, weights: make([]float32, 1<<size), squares: make([]float32, 1<<size), mask: 1<<size - 1}
}

// at is the place of a weight.
func (l *Linear) at(token, answer uint64) uint64 {
	return mix(token^answer*0x9E3779B97F4A7C15) & l.mask
}

// Score adds up the weights of an answer.
func (l *Linear) Score(tokens []uint64, answer uint64) float32 {
	sum := float32(0)
	for _, t := range tokens {
		sum += l.weights[l.at(t, answer)]
	}
	return sum
}

// Learn moves the weights after a question: right is the place of the right
// answer, probabilities are as they were claimed.
func (l *Linear) Learn(tokens []uint64, answers []uint64, probabilities []float32, right int) {
	for i, a := range answers {
		slope := probabilities[i]
		if i == right {
			slope--
		}
		if slope > -1e-4 && slope < 1e-4 {
			continue
		}
		for _, t := range tokens {
			at := l.at(t, a)
			square := min(l.squares[at]+slope*slope, l.floor)
			l.squares[at] = square
			l.weights[at] -= l.rate * slope / float32(math.Sqrt(float64(square)+1e-3))
		}
	}
}

// Softmax turns scores into probabilities, in place.
func Softmax(scores []float32) {
	if len(scores) == 0 {
		return
	}
	most := scores[0]
	for _, s := range scores {
		most = max(most, s)
	}
	sum := float32(0)
	for i, s := range scores {
		scores[i] = float32(math.Exp(float64(s - most)))
		sum += scores[i]
	}
	for i := range scores {
		scores[i] /= sum
	}
}
