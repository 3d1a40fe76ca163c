// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"fmt"
	"math"
	"os"
	"sort"
	"strings"
	"testing"
)

// score counts how proposals compare with the truth.
type score struct {
	lines, safe, safeWrong, first, third, ambiguous, none, noneRight int
	bins                                                             [10]bin
}

type bin struct {
	n, right int
	claimed  float64
}

func (s *score) add(l *truthLine, p *Proposal) {
	s.lines++
	if p.Ambiguous {
		s.ambiguous++
	}
	if p.Best == nil {
		s.none++
		if len(l.right) == 0 {
			s.noneRight++
			s.first++
			s.third++
		}
		return
	}
	if l.rightChoice(p.Best) {
		s.first++
	}
	third := false
	seen := 0
	choicesOf(p, func(c *Choice) {
		if seen++; seen <= 3 && l.rightChoice(c) {
			third = true
		}
	})
	if third {
		s.third++
	}
	if p.Best.Safe {
		s.safe++
		if !l.rightChoice(p.Best) {
			s.safeWrong++
		}
	}
	b := &s.bins[min(9, int(p.Best.Probability*10))]
	b.n++
	b.claimed += p.Best.Probability
	if l.rightChoice(p.Best) {
		b.right++
	}
}

// error is the expected calibration error of the best choices.
func (s *score) error() float64 {
	sum, n := 0.0, 0
	for _, b := range s.bins {
		sum += math.Abs(b.claimed - float64(b.right))
		n += b.n
	}
	return sum / float64(max(n, 1))
}

// measure lets a year go by, a week at a time: the lines of the week are
// explained together, and then a person books the truth.
func measure(w *town, report func(*truthLine, *Proposal)) *score {
	s := &score{}
	e := w.engine()
	for from := 0; from < len(w.lines); {
		to := from
		last := w.lines[from].Booked.Add(7)
		for to < len(w.lines) && w.lines[to].Booked < last {
			to++
		}
		week := make([]Line, 0, to-from)
		for _, l := range w.lines[from:to] {
			week = append(week, l.Line)
		}
		for i, p := range e.ProposeAll(week) {
			s.add(&w.lines[from+i], &p)
			if report != nil {
				report(&w.lines[from+i], &p)
			}
		}
		for i := from; i < to; i++ {
			w.lines[i].apply(e)
		}
		from = to
	}
	return s
}

func percent(a, b int) string { return fmt.Sprintf("%.2f %%", 100*float64(a)/float64(max(b, 1))) }

func (s *score) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "lines %d, safe %s, safe but wrong %d, first %s, first three %s, ambiguous %s, nothing proposed %d (right %d), calibration error %.4f\n",
		s.lines, percent(s.safe, s.lines), s.safeWrong, percent(s.first, s.lines), percent(s.third, s.lines), percent(s.ambiguous, s.lines), s.none, s.noneRight, s.error())
	for i, x := range s.bins {
		if x.n > 0 {
			fmt.Fprintf(&b, "  %.1f–%.1f: %6d lines, claimed %.3f, right %.3f\n", float64(i)/10, float64(i+1)/10, x.n, x.claimed/float64(x.n), float64(x.right)/float64(x.n))
		}
	}
	return b.String()
}

// TestMeasure prints the tables of docs/reconcile.md. It runs when asked:
// RENTMEESTER_MEASURE=30000 go test ./reconcile -run TestMeasure -v
func TestMeasure(t *testing.T) {
	var inhabitants int
	if fmt.Sscan(os.Getenv("RENTMEESTER_MEASURE"), &inhabitants); inhabitants == 0 {
		t.Skip("set RENTMEESTER_MEASURE to the number of inhabitants")
	}
	kinds := map[string]*score{}
	total := &score{}
	wrong := 0
	for _, seed := range []uint64{101, 102} {
		w := loadTown(t, seed, inhabitants, 0.3)
		s := measure(w, func(l *truthLine, p *Proposal) {
			total.add(l, p)
			for _, name := range strings.Split(l.kind+":"+l.mess, "+") {
				if kinds[name] == nil {
					kinds[name] = &score{}
				}
				kinds[name].add(l, p)
			}
			if p.Best != nil && p.Best.Safe && !l.rightChoice(p.Best) {
				t.Logf("SAFE WRONG %s %s %v %v %q %q best %v right %v", l.kind, l.mess, l.Amount, l.Booked, l.Reference, l.Remittance, p.Best.Allocations, l.right)
			} else if os.Getenv("WRONG") != "" && strings.Contains(l.kind+":"+l.mess, os.Getenv("WRONG")) && wrong < 15 && (p.Best == nil) == (len(l.right) != 0) {
				wrong++
				t.Logf("WRONG %s %s %+v\n  best %+v why %v\n right %v", l.kind, l.mess, l.Line, p.Best, p.Why, l.right)
			}
		})
		t.Logf("seed %d: %s", seed, s)
	}
	t.Logf("all: %s", total)
	names := make([]string, 0, len(kinds))
	for name := range kinds {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool { return kinds[names[i]].lines > kinds[names[j]].lines })
	for _, name := range names {
		k := kinds[name]
		t.Logf("| %s | %d | %s | %d | %s | %s | %s |", name, k.lines, percent(k.safe, k.lines), k.safeWrong, percent(k.first, k.lines), percent(k.third, k.lines), percent(k.ambiguous, k.lines))
	}
}

// TestFit fits the weights on towns with seeds 1 to 3 and prints the table of
// weights.go. It runs when asked:
// RENTMEESTER_FIT=10000 go test ./reconcile -run TestFit -v
func TestFit(t *testing.T) {
	var inhabitants int
	if fmt.Sscan(os.Getenv("RENTMEESTER_FIT"), &inhabitants); inhabitants == 0 {
		t.Skip("set RENTMEESTER_FIT to the number of inhabitants")
	}
	var examples []example
	for _, seed := range []uint64{1, 2, 3} {
		examples = append(examples, examplesOf(loadTown(t, seed, inhabitants, 0.3))...)
	}
	fitted := fit(examples)
	used := [featureCount]int{}
	for _, x := range examples {
		for _, set := range x.sets {
			for f := feature(0); f < featureCount; f++ {
				used[f] += int(set >> f & 1)
			}
		}
	}
	for f := feature(0); f < featureCount; f++ {
		t.Logf("%2d %-22s prior %6.2f fitted %6.2f  seen %d", f, reasonCodes[f], weights[f], fitted[f], used[f])
	}
	t.Logf("loss per line: prior %.5f, fitted %.5f", loss(examples, &weights), loss(examples, &fitted))
	var b strings.Builder
	for f := feature(0); f < featureCount; f++ {
		fmt.Fprintf(&b, "%.1f ", fitted[f])
	}
	if path := os.Getenv("RENTMEESTER_FIT_OUT"); path != "" {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// sensible keeps the weights to what they mean, however rare the opposite is in
// a generated town: what speaks against a choice never adds to it, and three
// pieces of evidence that say nothing are the zero of their groups.
func sensible(w *[featureCount]float64) {
	for f := feature(1); f < featureCount; f++ {
		if uint64(against)>>f&1 == 1 && f < fAmountExact || f == fTwin || f == fContested || f == fManyWay {
			w[f] = min(w[f], 0)
		} else if f < fAmountExact || f == fOldest {
			w[f] = max(w[f], 0)
		}
	}
	w[fRefNone], w[fAccountNone], w[fNameUnknown] = 0, 0, 0
	w[fNameDiffers] = min(w[fNameDiffers], w[fNameWeak]-0.3)
	w[fRefEndToEnd] = w[fRefStructured]
}

// example is a line: the evidence of each choice, and which is right (-1 none).
type example struct {
	sets  []uint64
	right int
}

// examplesOf explains every line of a year by itself, on books that are right.
func examplesOf(w *town) []example {
	var out []example
	e := w.engine()
	k := e.worker(&view{})
	for i := range w.lines {
		l := &w.lines[i]
		k.propose(&l.Line)
		x := example{right: -1}
		for j := range k.drafts {
			x.sets = append(x.sets, k.drafts[j].evidence.set)
			if l.rightChoice(&k.drafts[j]) {
				x.right = j
			}
		}
		if len(x.sets) > 0 {
			out = append(out, x)
		}
		l.apply(e)
	}
	return out
}

func loss(examples []example, w *[featureCount]float64) float64 {
	sum := 0.0
	for _, x := range examples {
		p, none := chances(x, w)
		if x.right >= 0 {
			none = p[x.right]
		}
		sum -= math.Log(max(none, 1e-12))
	}
	return sum / float64(len(examples))
}

func chances(x example, w *[featureCount]float64) (p []float64, none float64) {
	p = make([]float64, len(x.sets))
	none = 1
	for i, set := range x.sets {
		p[i] = evidence{set: set}.score(w)
	}
	share(p)
	for _, c := range p {
		none -= c
	}
	return p, none
}

// fit is gradient descent on the loss with a pull towards the prior, so that
// evidence that is rarely seen keeps the weight that was reasoned for it.
func fit(examples []example) [featureCount]float64 {
	w := weights
	var m, v [featureCount]float64
	const pull, rounds = 3, 300
	for round := 1; round <= rounds; round++ {
		var g [featureCount]float64
		for _, x := range examples {
			p, _ := chances(x, &w)
			for i, set := range x.sets {
				d := p[i]
				if i == x.right {
					d--
				}
				for f := feature(0); f < featureCount; f++ {
					if set>>f&1 == 1 {
						g[f] += d
					}
				}
			}
		}
		for f := range g {
			g[f] += pull * (w[f] - weights[f])
			m[f] = 0.9*m[f] + 0.1*g[f]
			v[f] = 0.999*v[f] + 0.001*g[f]*g[f]
			step := m[f] / (1 - math.Pow(0.9, float64(round))) / (math.Sqrt(v[f]/(1-math.Pow(0.999, float64(round)))) + 1e-8)
			w[f] -= 0.03 * step
		}
		sensible(&w)
	}
	return w
}
