// SPDX-License-Identifier: EUPL-1.2

package duplicates

import (
	"encoding/json"
	"math"

	"rentmeester/learn"
)

// Teacher makes a model out of bills whose truth is known. It is not for use by
// several goroutines at once.
type Teacher struct{ examples []learn.ChoiceExample }

// Example tells which of the pairs of a bill (Pairs) is right; 0 none.
func (t *Teacher) Example(pairs []Considered, repeats int64) {
	if len(pairs) == 0 {
		return
	}
	x := learn.ChoiceExample{Right: -1}
	for i, p := range pairs {
		x.Sets = append(x.Sets, p.Evidence)
		if p.Earlier == repeats && x.Right < 0 {
			x.Right = i
		}
	}
	t.examples = append(t.examples, x)
}

const (
	priorPull = 5 // strength of the reasoned weights, in cases
	rounds    = 60
)

// Fit gives the model with the most likely weights, not yet calibrated. Rate is
// the share of duplicates among all bills, also those without candidates.
func (t *Teacher) Fit(rate float64) *Model {
	m := &Model{rate: rate}
	copy(m.weights[:], learn.FitChoices(t.examples, reasoned[:], priorPull, rounds))
	for e := range m.weights {
		m.weights[e] = math.Round(m.weights[e]*100) / 100 // as they will be written
	}
	return m
}

// Naive gives the model of Fellegi and Sunter (1969): what each piece of evidence
// weighs by itself, as if all were independent, from how often it is seen in
// pairs that repeat and in pairs that do not.
func (t *Teacher) Naive(rate float64) *Model {
	var match, miss [evidenceCount]float64
	matches, misses := 1.0, 1.0
	for _, x := range t.examples {
		for i, s := range x.Sets {
			counts, n := &miss, &misses
			if i == x.Right {
				counts, n = &match, &matches
			}
			*n++
			for e := range counts {
				counts[e] += float64(s >> e & 1)
			}
		}
	}
	m := &Model{rate: rate}
	for e := range m.weights {
		m.weights[e] = math.Log((match[e] + 0.5) / (matches + 1) * (misses + 1) / (miss[e] + 0.5))
	}
	m.weights[eBias] = math.Log(matches / misses)
	return m
}

// Calibrated gives the model with its claims on one ground agreeing with judged
// cases.
func (m *Model) Calibrated(on Ground, cases []learn.Case) *Model {
	other := *m
	const pull = 20
	other.calibrations[on] = learn.Calibrate(cases, pull)
	return &other
}

// File writes a model down; made says what it was learned on.
func (m *Model) File(made string) ([]byte, error) {
	weights, calibrations := map[string]float64{}, map[string]learn.Calibration{}
	for e, w := range m.weights {
		weights[evidenceNames[e]] = w
	}
	for on, c := range m.calibrations {
		calibrations[groundNames[on]] = c
	}
	return json.MarshalIndent(modelFile{made, m.rate, weights, calibrations}, "", " ")
}

// Considered is an earlier bill that there is something in, with the evidence as a
// set of bits. Only their number and order are for others.
type Considered struct {
	Earlier  int64
	Evidence uint64
}

// Pairs gives all pairs that Score weighs, also the improbable: for learning.
func Pairs(b Bill, candidates []Bill) []Considered {
	f := factsOf(&b)
	var out []Considered
	for _, p := range Reasoned().strongest(pairsOf(&f, candidates)) {
		out = append(out, Considered{p.earlier.ID, uint64(p.set)})
	}
	return out
}

// Claim gives what the weights claim of the pairs of one bill, not calibrated.
func (m *Model) Claim(pairs []Considered) float64 {
	claim, _ := m.ClaimOn(pairs)
	return claim
}

// ClaimOn gives the ground of a claim too.
func (m *Model) ClaimOn(pairs []Considered) (claim float64, on Ground) {
	sum, most := 0.0, 0.0
	for _, p := range pairs {
		odds := math.Exp(m.sum(set(p.Evidence)))
		if sum += odds; odds > most {
			most, on = odds, set(p.Evidence).ground()
		}
	}
	return sum / (1 + sum), on
}
