// SPDX-License-Identifier: EUPL-1.2

package learn

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// Two-sided 95 % intervals of Clopper and Pearson as printed by Newcombe,
// Statistics in Medicine 17 (1998), table I, method 5; a side has 97.5 %.
func TestBoundsAgainstPublishedIntervals(t *testing.T) {
	for _, c := range []struct {
		wrong, n  int
		low, high float64
	}{
		{81, 263, 0.2527, 0.3676}, {15, 148, 0.0578, 0.1617}, {0, 20, 0, 0.1684}, {1, 29, 0.0009, 0.1776},
	} {
		low, high := LowerBound(c.wrong, c.n, 0.975), UpperBound(c.wrong, c.n, 0.975)
		if math.Abs(low-c.low) > 0.00005 || math.Abs(high-c.high) > 0.00005 {
			t.Errorf("%d of %d: %.5f–%.5f, published %.4f–%.4f", c.wrong, c.n, low, high, c.low, c.high)
		}
	}
}

func TestBoundsAtTheEdges(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"nothing known", UpperBound(0, 0, 0.95), 1},
		{"all wrong", UpperBound(7, 7, 0.95), 1},
		{"all wrong, below", LowerBound(7, 7, 0.95), math.Pow(0.05, 1.0/7)},
		{"none wrong, below", LowerBound(0, 7, 0.95), 0},
		{"none wrong of 100", UpperBound(0, 100, 0.95), 1 - math.Pow(0.05, 0.01)},
		{"none wrong of a million", UpperBound(0, 1_000_000, 0.95), -math.Expm1(math.Log(0.05) / 1_000_000)},
		{"one wrong of 100, below", LowerBound(1, 100, 0.95), -math.Expm1(math.Log(0.95) / 100)},
	} {
		if math.Abs(c.got-c.want) > 1e-9*(1+c.want) {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
	if n := Enough(0.001, 0.95); n != 2995 || UpperBound(0, n, 0.95) > 0.001 || UpperBound(0, n-1, 0.95) <= 0.001 {
		t.Errorf("enough for 0.1 %% at 95 %%: %d", n)
	}
}

// atMost is the chance of at most k wrong of n, added up exactly.
func atMost(k, n int, p float64) float64 {
	share := new(big.Float).SetPrec(300).SetFloat64(p)
	other := new(big.Float).SetPrec(300).Sub(big.NewFloat(1).SetPrec(300), share)
	power := func(x *big.Float, times int) *big.Float {
		out := big.NewFloat(1).SetPrec(300)
		for range times {
			out.Mul(out, x)
		}
		return out
	}
	sum := new(big.Float).SetPrec(300)
	for i := 0; i <= k; i++ {
		term := new(big.Float).SetPrec(300).SetInt(new(big.Int).Binomial(int64(n), int64(i)))
		term.Mul(term, power(share, i))
		sum.Add(sum, term.Mul(term, power(other, n-i)))
	}
	out, _ := sum.Float64()
	return out
}

// At the bound, what was seen is just as rare as agreed: the definition itself,
// by sums of exact binomials.
func TestBoundsAgainstExactSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 150).Draw(t, "n")
		wrong := rapid.IntRange(0, n-1).Draw(t, "wrong")
		confidence := rapid.Float64Range(0.5, 0.999).Draw(t, "confidence")
		high := UpperBound(wrong, n, confidence)
		if got := atMost(wrong, n, high); math.Abs(got-(1-confidence)) > 1e-8 {
			t.Fatalf("upper bound %v: chance %v, want %v", high, got, 1-confidence)
		}
		if within(wrong, n, high*0.999, confidence) || !within(wrong, n, min(high*1.001, 1), confidence) {
			t.Fatal("within does not agree with the bound")
		}
		if wrong == 0 {
			return
		}
		low := LowerBound(wrong, n, confidence)
		if got := 1 - atMost(wrong-1, n, low); math.Abs(got-(1-confidence)) > 1e-8 {
			t.Fatalf("lower bound %v: chance %v, want %v", low, got, 1-confidence)
		}
		if low > float64(wrong)/float64(n) || high < float64(wrong)/float64(n) {
			t.Fatal("the share seen lies outside its bounds")
		}
	})
}

func TestBoundsMoveTheRightWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 100_000).Draw(t, "n")
		wrong := rapid.IntRange(0, min(n-2, 300)).Draw(t, "wrong")
		confidence := rapid.Float64Range(0.5, 0.999).Draw(t, "confidence")
		high := UpperBound(wrong, n, confidence)
		if UpperBound(wrong+1, n, confidence) < high || UpperBound(wrong, n+1, confidence) > high ||
			UpperBound(wrong, n, confidence+(1-confidence)/2) < high || LowerBound(wrong, n, confidence) > high {
			t.Fatal("a bound moves the wrong way")
		}
	})
}

func BenchmarkUpperBound(b *testing.B) {
	for b.Loop() {
		UpperBound(12, 20_000, 0.95)
	}
}
