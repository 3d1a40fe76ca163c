// SPDX-License-Identifier: EUPL-1.2

package learn

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// MaxFeatures is how many kinds of evidence a choice can have: a bit for each.
const MaxFeatures = 64

// ChoiceExample is a question with rival answers of which at most one is right:
// the evidence of each answer as a set of bits, and which was right.
type ChoiceExample struct {
	Sets   []uint64
	Right  int     // place in Sets; -1 when none of them is
	Weight float64 // how often it counts; 0 is 1
}

// Choices fits what each kind of evidence weighs, as log-odds against "none of
// these": P(i) = exp(w·x_i) / (1 + Σ exp(w·x_j)), the conditional logit of
// McFadden (1974) with "none" at 0. It gives the most likely weights under a
// normal prior around Prior, so that evidence that is rarely seen keeps the
// weight it was given.
type Choices struct {
	Prior []float64 // one for each feature, at most MaxFeatures
	Start []float64 // where to begin, such as the weights of yesterday; nil: at Prior
	Low   []float64 // a weight goes no lower; nil: no bound
	High  []float64 // nor higher; nil: no bound
	Pull  float64   // towards Prior, in cases: 1/variance of the prior
	// Rounds bounds the work. Newton's method needs fewer than ten.
	Rounds int
}

// FitChoices is Choices without bounds, begun at the prior.
func FitChoices(examples []ChoiceExample, prior []float64, pull float64, rounds int) []float64 {
	return Choices{Prior: prior, Pull: pull, Rounds: rounds}.Fit(examples)
}

// Fit gives the weights. Features at or above len(Prior) are ignored, and so are
// examples without answers. The outcome depends on nothing but its input.
func (c Choices) Fit(examples []ChoiceExample) []float64 {
	n := min(len(c.Prior), MaxFeatures)
	f := fitting{Choices: c, n: n, known: uint64(1)<<n - 1, examples: merged(examples)}
	if n == MaxFeatures {
		f.known = math.MaxUint64
	}
	f.Pull = max(c.Pull, 1e-6) // without any pull, evidence that is never seen has no weight to find
	w := append([]float64(nil), c.Prior[:n]...)
	if len(c.Start) >= n {
		copy(w, c.Start)
	}
	f.clamp(w)
	loss := f.look(w, true)
	for range c.Rounds {
		step, gain := f.newton(w)
		if gain < 1e-9 {
			break
		}
		next, better := f.walk(w, step, loss)
		if better >= loss {
			break
		}
		w, loss = next, better
		f.look(w, true)
	}
	return w
}

// merged adds up examples that are the same, in order of first appearance: a
// year of payments has far fewer kinds of question than payments.
func merged(examples []ChoiceExample) []ChoiceExample {
	var out []ChoiceExample
	at := make(map[string]int, len(examples))
	var name []byte
	for _, x := range examples {
		if len(x.Sets) == 0 {
			continue
		}
		if x.Weight == 0 {
			x.Weight = 1
		}
		name = binary.LittleEndian.AppendUint64(name[:0], uint64(x.Right))
		for _, set := range x.Sets {
			name = binary.LittleEndian.AppendUint64(name, set)
		}
		if i, found := at[string(name)]; found {
			out[i].Weight += x.Weight
			continue
		}
		at[string(name)] = len(out)
		out = append(out, x)
	}
	return out
}

type fitting struct {
	Choices
	n        int
	known    uint64
	examples []ChoiceExample
	gradient [MaxFeatures]float64
	hessian  [MaxFeatures][MaxFeatures]float64 // lower half
	shares   []float64
}

// look gives the loss at w and, when asked, leaves gradient and Hessian.
func (f *fitting) look(w []float64, curve bool) (loss float64) {
	if curve {
		f.gradient, f.hessian = [MaxFeatures]float64{}, [MaxFeatures][MaxFeatures]float64{}
	}
	for i, v := range w {
		d := v - f.Prior[i]
		loss += f.Pull * d * d / 2
		if curve {
			f.gradient[i], f.hessian[i][i] = f.Pull*d, f.Pull
		}
	}
	for i := range f.examples {
		x := &f.examples[i]
		loss += x.Weight * f.share(x, w)
		if curve {
			f.bend(x)
		}
	}
	return loss
}

// share leaves the share of each answer in f.shares and gives the surprise at
// what was right: minus the logarithm of its share.
func (f *fitting) share(x *ChoiceExample, w []float64) float64 {
	f.shares = f.shares[:0]
	most := 0.0 // of "none"
	for _, set := range x.Sets {
		score := 0.0
		for rest := set & f.known; rest != 0; rest &= rest - 1 {
			score += w[bits.TrailingZeros64(rest)]
		}
		f.shares = append(f.shares, score)
		most = max(most, score)
	}
	total, right := math.Exp(-most), 0.0
	if x.Right >= 0 && x.Right < len(x.Sets) {
		right = f.shares[x.Right]
	}
	for i, score := range f.shares {
		f.shares[i] = math.Exp(score - most)
		total += f.shares[i]
	}
	for i := range f.shares {
		f.shares[i] /= total
	}
	return math.Log(total) + most - right
}

// bend adds what an example does to gradient and Hessian: the mean evidence less
// that of the right answer, and its covariance.
func (f *fitting) bend(x *ChoiceExample) {
	var mean [MaxFeatures]float64
	seen := uint64(0)
	for i, set := range x.Sets {
		set &= f.known
		seen |= set
		p := f.shares[i]
		for rest := set; rest != 0; rest &= rest - 1 {
			a := bits.TrailingZeros64(rest)
			mean[a] += p
			row := &f.hessian[a]
			for below := set & (uint64(2)<<a - 1); below != 0; below &= below - 1 {
				row[bits.TrailingZeros64(below)] += x.Weight * p
			}
		}
	}
	for rest := seen; rest != 0; rest &= rest - 1 {
		a := bits.TrailingZeros64(rest)
		f.gradient[a] += x.Weight * mean[a]
		row, part := &f.hessian[a], x.Weight*mean[a]
		for below := seen & (uint64(2)<<a - 1); below != 0; below &= below - 1 {
			b := bits.TrailingZeros64(below)
			row[b] -= part * mean[b]
		}
	}
	if x.Right >= 0 && x.Right < len(x.Sets) {
		for rest := x.Sets[x.Right] & f.known; rest != 0; rest &= rest - 1 {
			f.gradient[bits.TrailingZeros64(rest)] -= x.Weight
		}
	}
}

// newton gives the step to the bottom of the bowl that touches the loss here,
// and how much lower that is. Weights that stand at a bound and would go through
// it stay (two-metric projection: Bertsekas, SIAM J. Control 20, 1982).
func (f *fitting) newton(w []float64) (step []float64, gain float64) {
	free := make([]int, 0, f.n)
	for i := range w {
		g := f.gradient[i]
		if !(f.Low != nil && w[i] <= f.Low[i] && g > 0 || f.High != nil && w[i] >= f.High[i] && g < 0) {
			free = append(free, i)
		}
	}
	// Cholesky: the Hessian is positive definite, by the pull
	l := make([][]float64, len(free))
	y := make([]float64, len(free))
	for i, a := range free {
		l[i] = make([]float64, i+1)
		y[i] = -f.gradient[a]
		for j := 0; j <= i; j++ {
			sum := f.hessian[a][free[j]]
			for k := range j {
				sum -= l[i][k] * l[j][k]
			}
			if i == j {
				l[i][i] = math.Sqrt(max(sum, 1e-12))
			} else {
				l[i][j] = sum / l[j][j]
			}
		}
		for k := range i {
			y[i] -= l[i][k] * y[k]
		}
		y[i] /= l[i][i]
		gain += y[i] * y[i] / 2
	}
	step = make([]float64, f.n)
	for i := len(free) - 1; i >= 0; i-- {
		sum := y[i]
		for k := i + 1; k < len(free); k++ {
			sum -= l[k][i] * step[free[k]]
		}
		step[free[i]] = sum / l[i][i]
	}
	return step, gain
}

// walk goes along the step, half as far each time until the loss is lower.
func (f *fitting) walk(w, step []float64, loss float64) ([]float64, float64) {
	next := make([]float64, len(w))
	for far := 1.0; far > 1e-6; far /= 2 {
		for i := range w {
			next[i] = w[i] + far*step[i]
		}
		f.clamp(next)
		if better := f.look(next, false); better < loss {
			return next, better
		}
	}
	return w, loss
}

func (f *fitting) clamp(w []float64) {
	for i := range w {
		if f.Low != nil {
			w[i] = max(w[i], f.Low[i])
		}
		if f.High != nil {
			w[i] = min(w[i], f.High[i])
		}
	}
}
