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
}

// NewLinear makes one with 2^size weights.
func NewLinear(size int, rate, most float32) *Linear {
	return &Linear{rate: rate, floor: most, weights: make([]float32, 1<<size), squares: make([]float32, 1<<size)}
}

// spread is an answer as the place of a weight depends on it.
func spread(answer uint64) uint64 { return answer * 0x9E3779B97F4A7C15 }

// place is the place of a weight among so many, a power of two.
func place(token, spread uint64, of int) uint64 { return mix(token^spread) & uint64(of-1) }

// Score adds up the weights of an answer.
func (l *Linear) Score(tokens []uint64, answer uint64) float32 {
	sum, answer, weights := float32(0), spread(answer), l.weights
	for _, t := range tokens {
		if at := place(t, answer, len(weights)); at < uint64(len(weights)) {
			sum += weights[at]
		}
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
		a = spread(a)
		weights, squares, much, step := l.weights, l.squares, slope*slope, l.rate*slope
		for _, t := range tokens {
			at := place(t, a, len(weights))
			square := min(squares[at]+much, l.floor)
			squares[at] = square
			weights[at] -= step / float32(math.Sqrt(float64(square)+1e-3))
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
