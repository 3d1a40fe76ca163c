// SPDX-License-Identifier: EUPL-1.2

package duplicates

import (
	_ "embed"
	"encoding/json"
	"math"
	"sync"

	"rentmeester/fault"
	"rentmeester/learn"
)

// Model is what each piece of evidence weighs, as log-odds, and how its claims
// agree with what proved right. A Model is never changed.
type Model struct {
	weights      [evidenceCount]float64
	calibrations [grounds]learn.Calibration
	rate         float64 // share of duplicates among the bills it was learned on
	shift        float64 // log-odds by which another share differs from that
}

// Ground is what a claim rests on, by the strongest pair of the bill. What a claim
// of one ground is worth says nothing of another, so each is calibrated apart.
type Ground uint8

const (
	OnLedger    Ground = iota // what every ledger has: number, amount, sender, time, text
	OnDetails                 // order or period too
	OnReference               // the one names the other
	grounds
)

var groundNames = [grounds]string{"ledger", "details", "reference"}

func (s set) ground() Ground {
	switch {
	case s.has(eRefers):
		return OnReference
	case s.any(eOrderSame, eOrderOther, ePeriodSame, ePeriodOther, eAnew):
		return OnDetails
	}
	return OnLedger
}

//go:embed prior.json
var priorText []byte

// Prior is the model that every administration begins with. It was learned on
// public ledgers with invented duplicates; docs/duplicates.md says on which, and
// how well it did on others.
var Prior = sync.OnceValue(func() *Model {
	var m Model
	if err := json.Unmarshal(priorText, &m); err != nil {
		panic("duplicates: prior.json: " + err.Error()) // built in, and read by a test
	}
	return &m
})

// At gives the model for another share of duplicates among all bills than that
// which it was learned with: one in two hundred. Shares that are none change
// nothing.
func (m *Model) At(share float64) *Model {
	other := *m
	if share > 0 && share < 1 && m.rate > 0 {
		other.shift = logit(share) - logit(m.rate)
	}
	return &other
}

func logit(p float64) float64 { return math.Log(p / (1 - p)) }

func (m *Model) sum(s set) (sum float64) {
	for e, w := range m.weights {
		if s>>e&1 == 1 {
			sum += w
		}
	}
	return sum
}

// calibrated gives the probability of a claim, for the share of duplicates at hand.
func (m *Model) calibrated(claim float64, on Ground) float64 {
	p := m.calibrations[on].At(claim)
	if m.shift == 0 || p <= 0 || p >= 1 {
		return p
	}
	return 1 / (1 + math.Exp(-logit(p)-m.shift))
}

// modelFile is how a model is written. Evidence and grounds are named, so that a
// file stays good when one is added.
type modelFile struct {
	Made        string                       `json:"made"`
	Rate        float64                      `json:"rate"`
	Weights     map[string]float64           `json:"weights"`
	Calibration map[string]learn.Calibration `json:"calibration"`
}

// UnmarshalJSON implements json.Unmarshaler. Error: duplicates.model.
func (m *Model) UnmarshalJSON(body []byte) error {
	var read modelFile
	if err := json.Unmarshal(body, &read); err != nil {
		return fault.Wrap(err, "duplicates.model")
	}
	if !(read.Rate > 0 && read.Rate < 1) {
		return fault.New("duplicates.model")
	}
	*m = Model{rate: read.Rate}
	for on, name := range groundNames {
		m.calibrations[on] = read.Calibration[name]
	}
	for e, name := range evidenceNames {
		w := read.Weights[name]
		if !(math.Abs(w) < 100) {
			return fault.New("duplicates.model")
		}
		m.weights[e] = w
	}
	return nil
}

// reasoned is what a clerk of accounts payable would think, before any
// experience: the prior of the weights.
var reasoned = [evidenceCount]float64{
	eBias:        -7,
	eNumberExact: 3, eNumberNormal: 2.5, eNumberPrefix: 2, eNumberSwap: 4, eNumberSlip: 3, eNumberLast: 1, eNumberPart: 2.5, eNumberNear: -2, eNumberOther: 0,
	eNumberShort: -2, eNumberHabit: -4,
	eAmountSame: 3, eAmountNet: 2, eAmountSlip: 2, eAmountOther: -2, eRound: -1.5, eWhole: -0.8,
	eSupplierSame: 1, eSupplierName: 2, eSupplierAccount: 2, eSupplierOther: -2,
	eDaySame: 0, eDayWeek: 0.5, eDayWeeks: 0.5, eDayMonth: -0.5, eDayQuarter: -0.5, eDayYear: -1.5, eDayFar: -3,
	eChannelOther: 1, eTextSame: 0.5, eTextOther: -1, eOrderSame: 0.5, eOrderOther: -1, ePeriodSame: 0, ePeriodOther: -2, eRefers: 5,
	eTwin: 3, eTwinOther: 0, eTwinToday: 0, eTwinRepeat: 0, eSlipFresh: 0.5, eSlipRepeat: -0.5, eSlipRound: -1, eAnew: 2, eFresh: 1.5, eRepeat1: -1, eRepeat2: -2, eRepeat5: -3, eRegular: -2, eBusy: -0.5, eCredited: -4,
	eSplit: 1, eSplitAlone: 1, eSplitMany: -2, eSplitNumber: 4, eSplitPair: 1, eSplitClose: 1, eSplitRound: -1.5, eSplitRepeat: -1.5, eSplitBusy: -1.5, eSplitCents: 0.5,
}

// Reasoned gives the model by hand, to compare learned ones with.
func Reasoned() *Model { return &Model{weights: reasoned, rate: 0.005} }
