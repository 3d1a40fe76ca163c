// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"encoding/json"
	"io"
	"maps"
	"math"

	"rentmeester/learn"
)

// Considered gives every explanation of a line that Propose weighs, also those
// that are too improbable to be shown: weights are learned from them.
func (e *Engine) Considered(l Line) []Choice {
	w := e.worker(&view{})
	w.terse = true
	w.propose(&l)
	out := make([]Choice, len(w.drafts))
	for i := range out {
		out[i] = w.drafts[i]
		out[i].Evidence = out[i].evidence.set
	}
	return out
}

// Teacher makes a prior out of lines whose truth is known: first the weights,
// then, with an engine that uses those and on other lines, the experience. It is
// not for use by several goroutines at once.
type Teacher struct {
	examples []learn.ChoiceExample
	model    *Model
}

// NewTeacher begins with what a cashier would think.
func NewTeacher() *Teacher {
	return &Teacher{model: newModel(reasoned, 0)}
}

// Example tells which of the choices considered for a line was right; -1 none.
func (t *Teacher) Example(choices []Choice, right int) {
	if len(choices) == 0 {
		return
	}
	x := learn.ChoiceExample{Right: right, Sets: make([]uint64, len(choices))}
	for i := range choices {
		x.Sets[i] = choices[i].Evidence
	}
	t.examples = append(t.examples, x)
}

// priorPull is the strength of the reasoned weights, in cases.
const priorPull = 5

// Weigh fits the weights to the examples and gives a model with just those.
func (t *Teacher) Weigh() *Model {
	t.model.weights = fitWeights(t.examples, &reasoned, priorPull)
	for f := range t.model.weights {
		t.model.weights[f] = math.Round(t.model.weights[f]*100) / 100 // as they will be written
	}
	return newModel(t.model.weights, 0)
}

// Case counts a first proposal and whether it was right.
func (t *Teacher) Case(p *Proposal, right bool) {
	k, ok := patternFrom(p.Pattern)
	if !ok {
		return
	}
	c := tally{n: 1}
	if right {
		c.right = 1
	}
	t.model.count(k, c)
}

// leastWritten is how often a pattern must have been seen to be written by itself;
// what was seen less counts under what it has in common with others, and is left
// out when that is next to nothing too.
const (
	leastWritten = 8
	leastTold    = 3
)

// Write writes the prior as JSON, with a word on what it was made of.
func (t *Teacher) Write(w io.Writer, made string) error {
	f := modelFile{Made: made, Weights: map[string]float64{}, Seen: map[string][2]float64{}}
	for i, name := range featureNames {
		f.Weights[name] = t.model.weights[i]
	}
	for k, c := range t.model.seen[len(grains)-1] {
		if c.n < leastWritten {
			k = k.without(ofPayer | ofTime)
		}
		sum := f.Seen[k.String()]
		f.Seen[k.String()] = [2]float64{sum[0] + c.n, sum[1] + c.right}
	}
	maps.DeleteFunc(f.Seen, func(_ string, t [2]float64) bool { return t[0] < leastTold })
	return json.NewEncoder(w).Encode(f)
}

// reasoned are the weights a cashier would give, as log-odds: what the fit is
// pulled to, so that evidence that is rare in a generated town keeps its sense.
var reasoned = [featureCount]float64{
	fBias: -4, fRefStructured: 5.6, fRefEndToEnd: 5.6, fRefText: 5.9, fRefRepaired: 3.7, fRefNumber: 3, fRefShort: 2.4, fRefMandate: 3,
	fRefSome: -1.9, fRefOther: -1.9, fRefShared: -0.3, fRefClosed: -3.9, fPartyNumber: 2.5,
	fAccountSame: 1.5, fAccountLearned: 2.5, fAccountNew: -0.5, fAccountOther: -2.3,
	fNameEqual: 1.8, fNameSimilar: 1.5, fNameWeak: -0.9, fNameDiffers: -1.5, fNameInText: 1.7, fCameBack: -2,
	fAmountExact: 4.1, fAmountCited: 4.1, fAmountAll: 3.6, fAmountTwo: 2.4, fAmountSum: 1.4, fAmountNear: 1, fAmountPart: -1.8, fAmountOver: -1.8,
	fRare: 2.3, fCommon: -1, fTwin: -0.3, fOldest: 0.5, fManyWay: -1.5,
	fDueNear: 2.8, fDueLate: 1.9, fDueOverdue: -0.2, fDueEarly: 0.2, fDueFar: -0.1, fNotIssued: -4.5, fContested: -2,
	fBatchID: 5, fBatchTotal: 7, fBatchLess: -4, fReturnEnd: 8.1, fReturnMandate: 6, fReturnPayer: 4, fReturnOther: -2,
	fTextSays: 3, fTextOther: -3, fSkips: -2, fOlderTwin: -1.5, fRepeat: -2, fRegular: 1.5, fOnly: 0.5, fNameUnique: 0.5, fClose: 1.5,
	fRule: 6, fHabit: 5, fHabitOften: 9, fOnAccount: 0, fDouble: 4,
}
