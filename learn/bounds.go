// SPDX-License-Identifier: EUPL-1.2

// Package learn holds what the engines share to learn from decisions: exact
// bounds on a share, thresholds that keep a promise, reliability and
// calibration of claimed probabilities, and the weighing of rival choices. It is
// arithmetic only: the same values give the same outcome, no clock and no
// chance. It imports fault and the standard library.
package learn

import "math"

// UpperBound is the exact one-sided upper bound of Clopper and Pearson
// (Biometrika 26, 1934) on the share that is wrong, after wrong of n cases were:
// when the true share is p, the bound is below p in at most 1-confidence of such
// samples. Without cases it is 1: nothing is known. Values are shares, 0 to 1.
func UpperBound(wrong, n int, confidence float64) float64 {
	if n <= 0 || wrong >= n {
		return 1
	}
	wrong = max(wrong, 0)
	_, high := quantile(confidence, float64(wrong)+1, float64(n-wrong))
	return high
}

// LowerBound is the exact one-sided lower bound, the mirror of UpperBound.
// Without a wrong case it is 0.
func LowerBound(wrong, n int, confidence float64) float64 {
	if wrong <= 0 || n <= 0 {
		return 0
	}
	wrong = min(wrong, n)
	low, _ := quantile(1-confidence, float64(wrong), float64(n-wrong)+1)
	return low
}

// Enough is how many cases without a single wrong one bring the upper bound to
// the limit: fewer can prove nothing.
func Enough(limit, confidence float64) int {
	if limit <= 0 || confidence >= 1 {
		return math.MaxInt32
	}
	return max(1, int(math.Ceil(math.Log1p(-confidence)/math.Log1p(-min(limit, 0.999))-1e-9)))
}

// within says whether the upper bound is at most the limit, without computing
// it: whether so few wrong would be rarer than 1-confidence at the limit itself.
func within(wrong, n int, limit, confidence float64) bool {
	if n <= 0 || wrong >= n {
		return false
	}
	return 1-betaShare(limit, float64(wrong)+1, float64(n-wrong)) <= 1-confidence
}

// quantile encloses the x at which the regularised incomplete beta function
// I_x(a, b) is q, between two neighbouring numbers or nearly so.
func quantile(q, a, b float64) (low, high float64) {
	low, high = 0, 1
	for range 200 {
		middle := low + (high-low)/2
		if middle <= low || middle >= high {
			break
		}
		if betaShare(middle, a, b) < q {
			low = middle
		} else {
			high = middle
		}
	}
	return low, high
}

// betaShare is the regularised incomplete beta function I_x(a, b), by its
// continued fraction (DLMF 8.17.22) on the side where that converges fast.
func betaShare(x, a, b float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	case x > (a+1)/(a+b+2):
		return 1 - betaShare(1-x, b, a)
	}
	both, _ := math.Lgamma(a + b)
	one, _ := math.Lgamma(a)
	other, _ := math.Lgamma(b)
	front := math.Exp(both - one - other + a*math.Log(x) + b*math.Log1p(-x))
	return min(1, front*fraction(x, a, b)/a)
}

// maxTerms bounds the continued fraction; it needs in the order of the square
// root of the number of cases.
const maxTerms = 100_000

// fraction evaluates the continued fraction by the method of Lentz.
func fraction(x, a, b float64) float64 {
	const tiny, precise = 1e-300, 1e-15
	away := func(v float64) float64 {
		if math.Abs(v) < tiny {
			return tiny
		}
		return v
	}
	c, d := 1.0, 1/away(1-(a+b)*x/(a+1))
	value := d
	for m := 1.0; m < maxTerms; m++ {
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d = 1 / away(1+even*d)
		c = away(1 + even/c)
		value *= d * c
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d = 1 / away(1+odd*d)
		c = away(1 + odd/c)
		value *= d * c
		if math.Abs(d*c-1) < precise {
			break
		}
	}
	return value
}
