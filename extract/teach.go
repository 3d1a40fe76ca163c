// SPDX-License-Identifier: EUPL-1.2

package extract

import (
	"encoding/json"
	"math"
	"math/bits"

	"rentmeester/learn"
)

// Teacher learns what evidence weighs, from documents of which the truth is
// known. It is not for use by several goroutines at once.
type Teacher struct {
	groups    map[string][]lesson
	documents int
}

// lesson is a field of a document: the evidence of its rivals, and which is right.
type lesson struct {
	learn.ChoiceExample
	document int
}

// Document tells that what comes now is of another document.
func (t *Teacher) Document() { t.documents++ }

// Learn tells of a field that was read which of its rivals is right, given by
// what right says of a value.
func (t *Teacher) Learn(f Field, right func(value string) bool) {
	if len(f.rivals) == 0 {
		return
	}
	if t.groups == nil {
		t.groups = map[string][]lesson{}
	}
	x := learn.ChoiceExample{Right: -1}
	for i, e := range f.rivals {
		x.Sets = append(x.Sets, uint64(e))
		if x.Right < 0 && right(f.rival(i)) {
			x.Right = i
		}
	}
	group := groupWith(f.Name, f.rivals[0])
	t.groups[group] = append(t.groups[group], lesson{x, t.documents})
}

// rival is the value of the i-th rival.
func (f Field) rival(i int) string {
	if i < len(f.rivalNames) {
		return f.rivalNames[i]
	}
	return f.Value
}

// How strongly weights are held back, in cases, how many rounds they get, and in
// how many parts documents are put, each of which is claimed on by weights that
// were learned on the others.
const (
	weightPull      = 0.3
	calibrationPull = 1
	fitRounds       = 60
	folds           = 5
)

// reasoned are the weights of what the lessons may not show.
func reasoned() []float64 {
	prior := make([]float64, len(evidenceNames))
	for e, w := range map[evidence]float64{eAlways: 1, eHistory: 2, eKnown: 6, eWrongCheck: -6} {
		prior[bits.TrailingZeros64(uint64(e))] = w
	}
	return prior
}

// fitted are the weights of the lessons that are in.
func fitted(lessons []lesson, in func(lesson) bool) []float64 {
	var examples []learn.ChoiceExample
	for _, l := range lessons {
		if in(l) {
			examples = append(examples, l.ChoiceExample)
		}
	}
	return learn.Choices{Prior: reasoned(), Pull: weightPull, Rounds: fitRounds}.Fit(examples)
}

// crossed are claims on each lesson by weights that did not see its document.
func crossed(group string, lessons []lesson) []learn.Case {
	var cases []learn.Case
	for fold := range folds {
		c := &certainty{weights: map[string][]float64{group: fitted(lessons, func(l lesson) bool { return l.document%folds != fold })}}
		for _, l := range lessons {
			if l.document%folds != fold {
				continue
			}
			best := 0
			rivals := make([]evidence, len(l.Sets))
			for i, set := range l.Sets {
				if rivals[i] = evidence(set); c.score(group, rivals[i]) > c.score(group, rivals[best]) {
					best = i
				}
			}
			rivals[0], rivals[best] = rivals[best], rivals[0]
			cases = append(cases, learn.Case{Probability: c.claim(group, rivals), Right: l.Right == best})
		}
	}
	return cases
}

// File learns and writes down; made says what it was learned on.
func (t *Teacher) File(made string) ([]byte, error) {
	f := certaintyFile{Made: made, Groups: map[string]groupFile{}}
	for group, lessons := range t.groups {
		g := groupFile{Lessons: len(lessons), Weights: map[string]float64{}, Calibration: learn.Calibrate(crossed(group, lessons), calibrationPull)}
		for e, w := range fitted(lessons, func(lesson) bool { return true }) {
			if w = math.Round(w*100) / 100; w != 0 {
				g.Weights[evidenceNames[e]] = w
			}
		}
		f.Groups[group] = g
	}
	return json.MarshalIndent(f, "", " ")
}
