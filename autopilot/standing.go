// SPDX-License-Identifier: EUPL-1.2

package autopilot

import (
	"fmt"
	"strconv"

	"rentmeester/learn"
	"rentmeester/policy"
	"rentmeester/text"
)

// Mode is what the autopilot may do.
type Mode string

// Modes, from nothing to most.
const (
	Off     Mode = "off"     // policy says: propose only
	Propose Mode = "propose" // even rules proved wrong too often
	Safe    Mode = "safe"    // what rules prove
	Prior   Mode = "prior"   // and what is claimed from the threshold on that was proved on generated towns
	Proved  Mode = "proved"  // and what is claimed from the threshold on that own decisions prove
)

// Standing is how the autopilot stands and on what evidence. Times are as the
// caller gives them and compare as text.
type Standing struct {
	Mode      Mode    `json:"mode"`
	Threshold float64 `json:"threshold"` // claims from here on are carried out; 0: none
	Why       string  `json:"why"`       // key of the catalogue, see Args
	Cases     int     `json:"cases"`     // that decided about it
	Wrong     int     `json:"wrong"`     // of which wrong
	Bound     float64 `json:"bound"`     // exact bound of the wrong share: the lower one after a step down, else the upper
	Since     string  `json:"since"`     // of mode and threshold
	From      string  `json:"from"`      // evidence counts from here on; "" all
	Look      int     `json:"look"`      // how often the evidence of this life was looked at
	Refuted   bool    `json:"refuted"`   // own decisions refuted the prior threshold
	Terms     string  `json:"terms"`     // promise and engine that it was reached under
}

// reached says whether a claim is high enough.
func (s Standing) reached(probability float64) bool {
	return s.Threshold > 0 && probability >= s.Threshold
}

// Args gives the values of the sentence Why: shares in percent, as canonical
// decimals.
func (s Standing) Args() map[string]string {
	return map[string]string{"threshold": text.Percent(s.Threshold), "cases": strconv.Itoa(s.Cases), "wrong": strconv.Itoa(s.Wrong),
		"bound": text.Percent(s.Bound)}
}

// Case is a proposal that a person judged.
type Case struct {
	Probability float64
	Right       bool
	Safe        bool
	Blind       bool // drawn from what would have been done
	Day         int  // when, counted in days; 0 for all where months are not looked at
}

// Tally counts automatic decisions.
type Tally struct {
	Done   int // all of them
	Undone int // taken back by a person
}

// Evidence is what the assessment rests on: everything since Standing.From that
// lies in the window.
type Evidence struct {
	Cases  []Case
	Claims int              // cases ever since From, in the window or not, that are not Safe and claim at least Least
	Rules  int              // cases ever since From that are Safe
	Done   map[Ground]Tally // automatic decisions
	Engine string           // version of the engine that proposes
}

// count counts the cases that are meant.
func (e Evidence) count(meant func(Case) bool) (wrong, n int) {
	for _, c := range e.Cases {
		if meant(c) {
			n++
			if !c.Right {
				wrong++
			}
		}
	}
	return wrong, n
}

// assessment is the work of one Assess.
type assessment struct {
	Evidence
	settings policy.Autopilot
	prior    float64
	now      string
	to       Standing
}

// Assess gives how the autopilot stands after the evidence, coming from how it
// stood before (the zero Standing at first). prior is the threshold to begin
// with where policy says so. What it gives differs from before only when
// something changed or the evidence was looked at.
func Assess(e Evidence, s policy.Autopilot, prior float64, before Standing, now string) Standing {
	a := assessment{e, s, prior, now, before}
	terms := fmt.Sprint(s.Promise(), " ", e.Engine)
	if s.Bank == "budget" && s.Start == "prior" {
		terms = fmt.Sprint(terms, " ", prior)
	}
	fresh := before.Terms != terms
	if fresh {
		a.anew(terms)
	}
	if s.Bank != "budget" || a.stepsDown() {
		return a.to
	}
	a.look()
	if fresh && a.to.Mode == Safe && s.Start == "prior" {
		a.startWithPrior()
	}
	return a.to
}

// anew begins under other terms. When claims were carried out, the cases above
// the threshold are a sample and those under it a census: together they are not
// what the engine meets, so a new life begins. A refuted prior stays refuted.
func (a *assessment) anew(terms string) {
	before := a.to
	a.to = Standing{Mode: Safe, Why: "autopilot.standing.start", Since: a.now, From: before.From, Refuted: before.Refuted, Terms: terms}
	if before.Threshold > 0 {
		a.to.From = a.now
		a.Evidence = Evidence{Engine: a.Engine}
	}
	switch a.settings.Bank {
	case "off":
		a.to.Mode, a.to.Why = Off, "autopilot.standing.off"
	case "safe":
		a.to.Why = "autopilot.standing.rules"
	}
}

// broken says whether even the lower bound of what is wrong lies above the limit.
func (a *assessment) broken(wrong, n int) bool {
	return wrong >= 2 && learn.LowerBound(wrong, n, a.settings.Confidence.Float()) > a.settings.Wrong.Float()
}

// stepsDown stops using a ground that proves wrong too often.
func (a *assessment) stepsDown() bool {
	if a.to.Mode == Propose {
		return false
	}
	wrong, n := a.count(func(c Case) bool { return c.Safe })
	if a.fails(Rule, wrong, n, Propose, "autopilot.standing.rules-wrong") {
		return true
	}
	if a.to.Threshold == 0 {
		return false
	}
	wrong, n = a.count(func(c Case) bool { return !c.Safe && c.Blind && a.to.reached(c.Probability) })
	if !a.fails(Claim, wrong, n, Safe, "autopilot.standing.claims-wrong") {
		return false
	}
	a.to.Refuted = true // a threshold that was widened leans on the prior too
	return true
}

// fails steps down when what people judged, or what they took back, breaks the
// promise of a ground.
func (a *assessment) fails(ground Ground, wrong, n int, down Mode, why string) bool {
	done := a.Done[ground]
	switch {
	case a.broken(wrong, n):
	case a.broken(done.Undone, done.Done):
		wrong, n, why = done.Undone, done.Done, why+"-undone"
	default:
		return false
	}
	a.to = Standing{Mode: down, Why: why, Cases: n, Wrong: wrong, Bound: learn.LowerBound(wrong, n, a.settings.Confidence.Float()),
		Since: a.now, From: a.now, Refuted: a.to.Refuted, Terms: a.to.Terms}
	return true
}

// look tests the evidence when enough has come since the last look.
func (a *assessment) look() {
	reached := a.Claims
	if a.to.Mode == Propose {
		reached = a.Rules
	}
	look, confidence, _ := learn.Looks(reached, a.settings.Wrong.Float(), a.settings.Confidence.Float())
	if look <= a.to.Look {
		return
	}
	a.to.Look = look
	if a.to.Mode == Propose {
		a.lookAtRules(confidence)
	} else {
		a.lookAtClaims(confidence)
	}
}

// lookAtRules lets rules act again when what came since proves them.
func (a *assessment) lookAtRules(confidence float64) {
	wrong, n := a.count(func(c Case) bool { return c.Safe })
	a.to.Cases, a.to.Wrong, a.to.Bound = n, wrong, learn.UpperBound(wrong, n, confidence)
	a.to.Why = "autopilot.standing.rules-not-yet"
	if a.to.Bound <= a.settings.Wrong.Float() {
		a.to = Standing{Mode: Safe, Why: "autopilot.standing.rules-again", Cases: n, Wrong: wrong, Bound: a.to.Bound,
			Since: a.now, From: a.now, Refuted: a.to.Refuted, Terms: a.to.Terms}
	}
}

// lookAtClaims looks for a lower threshold, under what is carried out already.
func (a *assessment) lookAtClaims(confidence float64) {
	ceiling := a.to.Threshold
	var stretch []learn.Case
	for _, c := range a.Cases {
		if !c.Safe && c.Probability >= Least && (ceiling == 0 || c.Probability < ceiling) {
			stretch = append(stretch, learn.Case{Probability: c.Probability, Right: c.Right, Day: c.Day})
		}
	}
	months := learn.Months{}
	if a.settings.Months == "each" {
		months = learn.ByMonth(stretch)
	}
	proof := learn.Threshold(stretch, months, a.settings.Wrong.Float(), confidence)
	if ceiling > 0 && !proof.Found {
		return
	}
	a.to.Cases, a.to.Wrong, a.to.Bound = proof.Cases, proof.Wrong, proof.Bound
	if a.to.Why = "autopilot.standing.not-yet"; proof.Unsteady {
		a.to.Why = "autopilot.standing.unsteady"
	}
	if proof.Found {
		a.to.Why = "autopilot.standing.proved"
		if ceiling > 0 {
			a.to.Why = "autopilot.standing.widened"
		}
		a.to.Mode, a.to.Threshold, a.to.Since = Proved, max(proof.Threshold, Least), a.now
	}
}

// startWithPrior begins with the threshold of generated towns, unless own
// decisions speak against it.
func (a *assessment) startWithPrior() {
	wrong, n := a.count(func(c Case) bool { return !c.Safe && c.Probability >= a.prior })
	switch {
	case a.to.Refuted:
		a.to.Why = "autopilot.standing.refuted"
	case a.broken(wrong, n):
		a.to.Refuted, a.to.Why, a.to.Cases, a.to.Wrong = true, "autopilot.standing.refuted", n, wrong
		a.to.Bound = learn.LowerBound(wrong, n, a.settings.Confidence.Float())
	default:
		a.to.Mode, a.to.Threshold, a.to.Why = Prior, a.prior, "autopilot.standing.prior"
		a.to.Cases, a.to.Wrong, a.to.Bound = 0, 0, 0
	}
}

// Measure is what is known of the automatic decisions of this life.
type Measure struct {
	Blind      int     `json:"blind"`      // of the blind sample, judged by a person
	BlindWrong int     `json:"blindWrong"` // of which wrong
	Bound      float64 `json:"bound"`      // exact upper bound of the wrong share, by the blind sample
	Done       int     `json:"done"`       // done automatically
	Undone     int     `json:"undone"`     // of which a person took back
	Optimistic float64 `json:"optimistic"` // wrong share as far as anybody knows: what stands is taken for right
}

// Measured sums up the evidence on what is done automatically.
func Measured(e Evidence, s Standing, confidence policy.Share) (m Measure) {
	m.BlindWrong, m.Blind = e.count(func(c Case) bool { return c.Blind })
	m.Bound = learn.UpperBound(m.BlindWrong, m.Blind, confidence.Float())
	for _, t := range e.Done {
		m.Done += t.Done
		m.Undone += t.Undone
	}
	if all := m.Done + m.Blind; all > 0 {
		m.Optimistic = float64(m.Undone+m.BlindWrong) / float64(all)
	}
	return m
}
