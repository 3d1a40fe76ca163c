// SPDX-License-Identifier: EUPL-1.2

package learn

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// One kind of evidence, always there, right in 3 of 4: its weight is the
// log-odds of that, ln 3.
func TestFitFindsLogOdds(t *testing.T) {
	examples := []ChoiceExample{{Sets: []uint64{1}, Right: 0, Weight: 3000}, {Sets: []uint64{1}, Right: -1, Weight: 1000}}
	w := FitChoices(examples, []float64{0}, 0.001, 50)
	if math.Abs(w[0]-math.Log(3)) > 1e-5 {
		t.Errorf("weight %v, want %v", w[0], math.Log(3))
	}
	strict := FitChoices(examples, []float64{-2}, 1e9, 50)
	if math.Abs(strict[0]+2) > 1e-3 {
		t.Errorf("a strong prior gives way: %v", strict[0])
	}
	if w := FitChoices(nil, []float64{1, 2}, 1, 50); w[0] != 1 || w[1] != 2 {
		t.Errorf("without examples the prior stays: %v", w)
	}
}

// questions invents lines with rival choices, the right one chosen by true
// weights.
func questions(chance *rand.Rand, n, choices int, truth []float64) []ChoiceExample {
	list := make([]ChoiceExample, n)
	for i := range list {
		x := ChoiceExample{Right: -1}
		total, scores := 1.0, make([]float64, choices)
		for j := range choices {
			set := uint64(1) // every choice has the first
			for range 7 {
				set |= 1 << chance.IntN(len(truth))
			}
			x.Sets = append(x.Sets, set)
			for f, w := range truth {
				if set>>f&1 == 1 {
					scores[j] += w
				}
			}
			scores[j] = math.Exp(scores[j])
			total += scores[j]
		}
		draw := chance.Float64() * total
		for j, s := range scores {
			if draw -= s; draw < 0 {
				x.Right = j
				break
			}
		}
		list[i] = x
	}
	return list
}

func someWeights(chance *rand.Rand, n int) []float64 {
	w := make([]float64, n)
	for i := range w {
		w[i] = 3*chance.Float64() - 1.5
	}
	w[0] = -2
	return w
}

func TestFitFindsTheTruth(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	truth := someWeights(chance, 20)
	w := FitChoices(questions(chance, 40_000, 4, truth), make([]float64, 20), 1, 50)
	for f := range truth {
		if math.Abs(w[f]-truth[f]) > 0.12 {
			t.Errorf("feature %d: %v, truth %v", f, w[f], truth[f])
		}
	}
}

// At the outcome the loss has no slope, whatever the examples; the order of the
// examples and the place where the search begins make no difference.
func TestFitEndsAtTheBottom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		chance := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 5))
		n := rapid.IntRange(1, MaxFeatures).Draw(t, "features")
		truth := someWeights(chance, n)
		examples := questions(chance, rapid.IntRange(1, 300).Draw(t, "examples"), rapid.IntRange(1, 6).Draw(t, "choices"), truth)
		c := Choices{Prior: someWeights(chance, n), Pull: rapid.Float64Range(0.1, 30).Draw(t, "pull"), Rounds: 60}
		w := c.Fit(examples)
		f := fitting{Choices: c, n: n, known: math.MaxUint64, examples: merged(examples)}
		f.look(w, true)
		for i := range n {
			if math.Abs(f.gradient[i]) > 1e-3 {
				t.Fatalf("slope %v at feature %d", f.gradient[i], i)
			}
		}
		chance.Shuffle(len(examples), func(i, j int) { examples[i], examples[j] = examples[j], examples[i] })
		c.Start = someWeights(chance, n)
		for i, again := range c.Fit(examples) {
			if math.Abs(again-w[i]) > 1e-4 {
				t.Fatalf("another begin gives %v, not %v", again, w[i])
			}
		}
	})
}

func TestFitStaysWithinBounds(t *testing.T) {
	chance := rand.New(rand.NewPCG(4, 4))
	truth := someWeights(chance, 12)
	examples := questions(chance, 3000, 4, truth)
	c := Choices{Prior: make([]float64, 12), Low: make([]float64, 12), High: make([]float64, 12), Pull: 1, Rounds: 60}
	for i := range c.Low {
		c.Low[i], c.High[i] = -0.5, 0.5
	}
	w := c.Fit(examples)
	f := fitting{Choices: c, n: 12, known: math.MaxUint64, examples: merged(examples)}
	f.look(w, true)
	for i, v := range w {
		g := f.gradient[i]
		if v < -0.5 || v > 0.5 || math.Abs(g) > 1e-3 && !(v == -0.5 && g > 0) && !(v == 0.5 && g < 0) {
			t.Errorf("feature %d: weight %v, slope %v", i, v, g)
		}
	}
}

// Evidence beyond the prior, a right choice that is not there, weights so large
// that they overflow: the outcome stays a number.
func TestFitSurvivesOddInput(t *testing.T) {
	for name, examples := range map[string][]ChoiceExample{
		"unknown evidence":   {{Sets: []uint64{math.MaxUint64}, Right: 0}},
		"right is not there": {{Sets: []uint64{1}, Right: 9}},
		"no choices":         {{Right: -1}},
		"always right":       {{Sets: []uint64{1, 2}, Right: 0, Weight: 1e12}},
	} {
		for _, prior := range [][]float64{{0, 0}, {2000, -2000}, {}} {
			for _, v := range FitChoices(examples, prior, 0, 100) {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					t.Errorf("%s from %v: %v", name, prior, v)
				}
			}
		}
	}
}

// 5,000 lines of five choices, from scratch and from the weights of before.
func BenchmarkFitChoices(b *testing.B) {
	chance := rand.New(rand.NewPCG(1, 2))
	truth := someWeights(chance, 60)
	examples := questions(chance, 5000, 5, truth)
	c := Choices{Prior: make([]float64, 60), Pull: 3, Rounds: 30}
	b.Run("from the prior", func(b *testing.B) {
		for b.Loop() {
			c.Fit(examples)
		}
	})
	c.Start = c.Fit(examples[:4900])
	b.Run("from yesterday", func(b *testing.B) {
		for b.Loop() {
			c.Fit(examples)
		}
	})
}
