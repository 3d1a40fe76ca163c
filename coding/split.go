// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"math/big"
	"slices"

	"rentmeester/money"
)

// Divide divides an amount in proportion to weights so that every cent lands: each
// gets its exact share without the fraction of a cent, and the cents that are
// left go to the largest fractions, the first of equal ones first (largest
// remainder). An amount below zero is divided as the one above it. A weight may be
// negative: a discount among lines. Weights that add up to nothing count by their
// size, and equal when all are zero; no weights, no parts.
func Divide(amount money.Cents, weights []int64) []money.Cents {
	if len(weights) == 0 {
		return nil
	}
	scaled, total := scale(weights)
	size := new(big.Int).Abs(big.NewInt(int64(amount)))
	parts, order := make([]money.Cents, len(weights)), make([]int, len(weights))
	rests, left := make([]*big.Int, len(weights)), new(big.Int).Set(size)
	for i, w := range scaled {
		exact := new(big.Int).Mul(size, w)
		rests[i] = new(big.Int)
		exact.DivMod(exact, total, rests[i]) // rounds down, below zero too
		left.Sub(left, exact)
		parts[i], order[i] = money.Cents(exact.Int64()), i
	}
	slices.SortStableFunc(order, func(a, b int) int { return rests[b].Cmp(rests[a]) })
	for _, at := range order[:left.Int64()] { // fewer than there are fractions
		parts[at]++
	}
	if amount < 0 {
		for i := range parts {
			parts[i] = -parts[i]
		}
	}
	return parts
}

// scale gives weights whose total is above zero.
func scale(weights []int64) (scaled []*big.Int, total *big.Int) {
	total = new(big.Int)
	scaled = make([]*big.Int, len(weights))
	for i, w := range weights {
		scaled[i] = big.NewInt(w)
		total.Add(total, scaled[i])
	}
	switch total.Sign() {
	case 1:
		return scaled, total
	case -1:
		for _, w := range scaled {
			w.Neg(w)
		}
		return scaled, total.Neg(total)
	}
	for _, w := range scaled {
		total.Add(total, w.Abs(w))
	}
	if total.Sign() == 0 {
		for _, w := range scaled {
			w.SetInt64(1)
		}
		total.SetInt64(int64(len(scaled)))
	}
	return scaled, total
}

// denominators are tried to find the shares people had in mind: halves, thirds,
// … and percentages, before tenths of a percent.
var denominators = []int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20, 100, 1000}

// Shares gives the simplest weights that divide the whole into exactly these
// amounts: 60.01 and 40.00 are 3 and 2, so that the next invoice is divided as
// this one was meant to be, without its rounding. Amounts of one sign are asked
// for. Where no simple weights do it, the amounts themselves are the weights.
func Shares(amounts []money.Cents) []int64 {
	var whole money.Cents
	for _, a := range amounts {
		whole += a
	}
	plain := make([]int64, len(amounts))
	for i, a := range amounts {
		plain[i] = int64(a.Abs())
	}
	if whole == 0 {
		return plain
	}
	for _, d := range denominators {
		if weights := inParts(amounts, whole, d); weights != nil && slices.Equal(Divide(whole, weights), amounts) {
			return weights
		}
	}
	return plain
}

// inParts gives the amounts in whole dths of the whole, each at least one; nil
// when these do not add up.
func inParts(amounts []money.Cents, whole money.Cents, d int64) []int64 {
	weights, total := make([]int64, len(amounts)), int64(0)
	for i, a := range amounts {
		n := new(big.Int).Mul(big.NewInt(int64(a.Abs())), big.NewInt(2*d))
		n.Add(n, big.NewInt(int64(whole.Abs())))
		n.Quo(n, big.NewInt(2*int64(whole.Abs())))
		weights[i] = n.Int64()
		if weights[i] < 1 {
			return nil
		}
		total += weights[i]
	}
	if total != d {
		return nil
	}
	return weights
}

// Fit gives the parts the amounts that their weights make of a whole.
func Fit(parts []Part, whole money.Cents) []Part {
	weights := make([]int64, len(parts))
	for i, p := range parts {
		weights[i] = p.Weight
	}
	out := slices.Clone(parts)
	for i, a := range Divide(whole, weights) {
		out[i].Amount = a
	}
	return out
}
