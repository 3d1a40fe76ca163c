// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"sort"
	"strings"
	"testing"

	"rentmeester/learn"
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
		if l.settlesNothing() {
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
			w.apply(e, &w.lines[i])
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

// TestFit learns prior.json: the weights on the towns of one set of seeds, then
// the experience on another, so that no pattern is counted on the lines that its
// weights were fitted on. It runs when asked:
// RENTMEESTER_FIT=10000 go test ./reconcile -run TestFit -v -timeout 1h
func TestFit(t *testing.T) {
	var inhabitants int
	if fmt.Sscan(os.Getenv("RENTMEESTER_FIT"), &inhabitants); inhabitants == 0 {
		t.Skip("set RENTMEESTER_FIT to the number of inhabitants")
	}
	m := &Model{weights: Prior().weights, seen: map[pattern]tally{}}
	var examples []learn.ChoiceExample
	for seed := uint64(1); seed <= 4; seed++ {
		w := loadTown(t, seed, inhabitants, 0.3)
		w.model = m
		examples = append(examples, examplesOf(w)...)
	}
	m.weights = fitWeights(examples, &reasoned, 5)
	for f := feature(0); f < featureCount; f++ {
		t.Logf("%2d %-16s reasoned %6.2f fitted %6.2f", f, featureNames[f], reasoned[f], m.weights[f])
	}
	lines := 0
	seen := map[pattern]tally{}
	for seed := uint64(11); seed <= fitSeeds(); seed++ {
		w := loadTown(t, seed, inhabitants, 0.3)
		w.model = m
		measure(w, func(l *truthLine, p *Proposal) {
			lines++
			if p.Best == nil {
				return
			}
			k, _ := patternFrom(p.Pattern)
			c := seen[k]
			c.n++
			if l.rightChoice(p.Best) {
				c.right++
			}
			seen[k] = c
		})
	}
	f := modelFile{Made: fmt.Sprintf("weights: %d lines of towns with seeds 1 to 4; experience: %d lines of towns with seeds 11 to %d", len(examples), lines, fitSeeds()),
		Weights: map[string]float64{}}
	for i, name := range featureNames {
		f.Weights[name] = math.Round(m.weights[i]*100) / 100
	}
	for k, c := range seen {
		f.Seen = append(f.Seen, seenFile{k.String(), c.n, c.right})
	}
	sort.Slice(f.Seen, func(i, j int) bool { return f.Seen[i].Evidence < f.Seen[j].Evidence })
	body, err := f.write()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("prior.json", body, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d patterns of %d lines", len(seen), lines)
}

func fitSeeds() uint64 {
	var last uint64
	if fmt.Sscan(os.Getenv("RENTMEESTER_FIT_SEEDS"), &last); last == 0 {
		return 30
	}
	return last
}

// write gives the file with a line for each weight and pattern.
func (f modelFile) write() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "")
	err := enc.Encode(f)
	return b.Bytes(), err
}

// examplesOf explains every line of a year by itself, on books that are right.
func examplesOf(w *town) []learn.ChoiceExample {
	var out []learn.ChoiceExample
	e := w.engine()
	k := e.worker(&view{})
	for i := range w.lines {
		l := &w.lines[i]
		k.propose(&l.Line)
		x := learn.ChoiceExample{Right: -1}
		for j := range k.drafts {
			x.Sets = append(x.Sets, k.drafts[j].evidence.set)
			if l.rightChoice(&k.drafts[j]) {
				x.Right = j
			}
		}
		if len(x.Sets) > 0 {
			out = append(out, x)
		}
		w.apply(e, l)
	}
	return out
}

// reasoned are the weights a cashier would give, as log-odds: what the fit is
// pulled to, so that evidence that is rare in a generated town keeps its sense.
var reasoned = [featureCount]float64{
	fBias: -4, fRefStructured: 5.6, fRefEndToEnd: 5.6, fRefText: 5.9, fRefRepaired: 3.7, fRefNumber: 3, fRefShort: 2.4, fRefMandate: 3,
	fRefSome: -1.9, fRefOther: -1.9, fRefShared: -0.3, fRefClosed: -3.9, fPartyNumber: 2.5,
	fAccountSame: 1.5, fAccountLearned: 2.5, fAccountNew: -0.5, fAccountOther: -2.3,
	fNameEqual: 1.8, fNameSimilar: 1.5, fNameWeak: -0.9, fNameDiffers: -1.5, fNameUltimate: 1.6, fNameInText: 1.7,
	fAmountExact: 4.1, fAmountCited: 4.1, fAmountAll: 3.6, fAmountTwo: 2.4, fAmountSum: 1.4, fAmountNear: 1, fAmountPart: -1.8, fAmountOver: -1.8,
	fRare: 2.3, fCommon: -1, fTwin: -0.3, fOldest: 0.5, fManyWay: -1.5,
	fDueNear: 2.8, fDueLate: 1.9, fDueOverdue: -0.2, fDueEarly: 0.2, fDueFar: -0.1, fNotIssued: -4.5, fContested: -2,
	fBatchID: 5, fBatchTotal: 7, fBatchLess: -4, fReturnEnd: 8.1, fReturnMandate: 6, fReturnPayer: 4, fReturnOther: -2,
	fTextSays: 3, fTextOther: -3, fSkips: -2, fOlderTwin: -1.5, fRepeat: -2, fClose: 1.5,
	fRule: 6, fHabit: 5, fHabitOften: 9, fOnAccount: 0, fDouble: 4,
}
