// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/money"
)

func TestDivide(t *testing.T) {
	for _, test := range []struct {
		name    string
		amount  money.Cents
		weights []int64
		want    []money.Cents
	}{
		{"sixty forty", 10001, []int64{60, 40}, []money.Cents{6001, 4000}},
		{"thirds: the first gets the cent", 100, []int64{1, 1, 1}, []money.Cents{34, 33, 33}},
		{"below zero as above it", -100, []int64{1, 1, 1}, []money.Cents{-34, -33, -33}},
		{"one cent for three", 1, []int64{1, 5, 1}, []money.Cents{0, 1, 0}},
		{"nothing", 0, []int64{1, 2}, []money.Cents{0, 0}},
		{"no weights at all", 100, nil, nil},
		{"all weights zero", 101, []int64{0, 0}, []money.Cents{51, 50}},
		{"a weight of nothing gets nothing", 100, []int64{3, 0, 4}, []money.Cents{43, 0, 57}},
		{"with a discount", 2100, []int64{15000, -5000}, []money.Cents{3150, -1050}},
		{"weights that cancel out count by size", 100, []int64{1, -1}, []money.Cents{50, 50}},
		{"weights below zero as above it", 100, []int64{-1, -3}, []money.Cents{25, 75}},
		{"largest that is accepted", money.Max, []int64{1 << 62, 1 << 62, 1 << 62}, []money.Cents{333_333_333_333_334, 333_333_333_333_333, 333_333_333_333_333}},
	} {
		if got := Divide(test.amount, test.weights); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

// Every cent lands, none gets a cent or more away from its exact share, and who
// weighs more never gets less.
func TestDivideProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := money.Cents(rapid.Int64Range(-int64(money.Max), int64(money.Max)).Draw(t, "amount"))
		weights := rapid.SliceOfN(rapid.Int64Range(0, int64(money.Max)), 1, 20).Draw(t, "weights")
		weights[0]++
		parts, total := Divide(amount, weights), new(big.Int)
		var landed money.Cents
		for i, p := range parts {
			landed += p
			total.Add(total, big.NewInt(weights[i]))
		}
		if landed != amount {
			t.Fatalf("%d landed of %d", landed, amount)
		}
		for i, p := range parts {
			exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(int64(amount)), big.NewInt(weights[i])), total)
			off := new(big.Rat).Sub(exact, new(big.Rat).SetInt64(int64(p)))
			if off.Abs(off).Cmp(big.NewRat(1, 1)) >= 0 {
				t.Fatalf("part %d of %v is %d, exactly %s", i, weights, p, exact.FloatString(3))
			}
			for j := range parts {
				if weights[i] > weights[j] && p.Abs() < parts[j].Abs() {
					t.Fatalf("weight %d gets %d, weight %d gets %d", weights[i], p, weights[j], parts[j])
				}
			}
		}
	})
}

// The shares found divide the same whole into the same amounts, and simple shares
// are found again.
func TestSharesProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amounts := make([]money.Cents, rapid.IntRange(1, 6).Draw(t, "parts"))
		var whole money.Cents
		for i := range amounts {
			amounts[i] = money.Cents(rapid.Int64Range(1, 1_000_000_00).Draw(t, "amount"))
			whole += amounts[i]
		}
		if again := Divide(whole, Shares(amounts)); !slices.Equal(again, amounts) {
			t.Fatalf("%v became %v", amounts, again)
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		first := rapid.Int64Range(1, 99).Draw(t, "percent")
		whole := money.Cents(rapid.Int64Range(1_000_000, 1_000_000_00).Draw(t, "whole"))
		shares := Shares(Divide(whole, []int64{first, 100 - first}))
		if shares[0]*(100-first) != shares[1]*first {
			t.Fatalf("%d%% of %s became %v", first, whole, shares)
		}
	})
}
