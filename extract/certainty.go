// SPDX-License-Identifier: EUPL-1.2

package extract

import (
	_ "embed"
	"encoding/json"
	"math"
	"math/bits"
	"strings"
	"sync"

	"rentmeester/learn"
)

// certaintyText is what evidence weighs, learned by "make fit-extract".
//
//go:embed certainty.json
var certaintyText []byte

// certainty is how sure a value is by what there is to say of it, for each group
// of fields.
type certainty struct {
	weights     map[string][]float64 // in the order of evidence
	calibration map[string]learn.Calibration
	most        map[string]float64 // that can be claimed, on so many lessons
}

type certaintyFile struct {
	Made   string               `json:"made"`
	Groups map[string]groupFile `json:"groups"`
}

type groupFile struct {
	Lessons     int                `json:"lessons"`
	Weights     map[string]float64 `json:"weights"`
	Calibration learn.Calibration  `json:"calibration"`
}

// learned is the certainty that is built in.
var learned = sync.OnceValue(func() *certainty {
	var f certaintyFile
	if err := json.Unmarshal(certaintyText, &f); err != nil {
		panic("extract: certainty.json: " + err.Error()) // built in, and read by a test
	}
	c := &certainty{map[string][]float64{}, map[string]learn.Calibration{}, map[string]float64{}}
	for group, g := range f.Groups {
		all := reasoned()
		for e, name := range evidenceNames {
			all[e] = g.Weights[name]
		}
		c.weights[group], c.calibration[group], c.most[group] = all, g.Calibration, 1-1/float64(g.Lessons+2)
	}
	return c
})

// groupOf is the group of fields that weigh evidence alike.
func groupOf(name string) string {
	switch {
	case strings.HasPrefix(name, "lines."):
		return "lines"
	case strings.HasPrefix(name, "tax."), name == Net, name == VAT, name == Gross:
		return "totals"
	case name == SellerStreet, name == SellerPostCode, name == SellerCity:
		return "address"
	case name == IBAN, name == GAccount:
		return "account"
	case strings.HasPrefix(name, "discount."):
		return "discount"
	case name == BuyerReference:
		return Order
	}
	return name
}

// groupWith is groupOf, but for what weighs otherwise: numbers whose signs may be
// mixed up by recognition, and totals of which no VAT tells that they add up.
func groupWith(name string, e evidence) string {
	group := groupOf(name)
	switch {
	case (group == Order || group == Number) && e&eScan != 0:
		return group + ".scan"
	case group == "totals" && e&eNoVAT != 0:
		return "totals.single"
	}
	return group
}

// score is the log-odds of a set of evidence.
func (c *certainty) score(group string, e evidence) float64 {
	total := 0.0
	weights := c.weights[group]
	for rest := uint64(e); rest != 0; rest &= rest - 1 {
		if at := bits.TrailingZeros64(rest); at < len(weights) {
			total += weights[at]
		}
	}
	return total
}

// claim is what the weights alone make of the first of rivals, of which at most
// one is right.
func (c *certainty) claim(group string, rivals []evidence) float64 {
	most := 0.0 // of "none of them"
	for _, e := range rivals {
		most = max(most, c.score(group, e))
	}
	total := math.Exp(-most)
	for _, e := range rivals {
		total += math.Exp(c.score(group, e) - most)
	}
	return math.Exp(c.score(group, rivals[0])-most) / total
}

// From these probabilities nobody need look at a field: higher where a mistake
// pays the wrong amount. What is accepted is right far more often than that: the
// least sure of it is as sure as this.
const (
	acceptedFrom      = 0.97
	acceptedMoneyFrom = 0.98
)

// enough is the probability from which a field of a group is accepted.
func enough(group string) float64 {
	switch group {
	case "account", "totals", "totals.single", Payable, GAccountAmount:
		return acceptedMoneyFrom
	}
	return acceptedFrom
}

// judge gives a field its probability, and says whether somebody must look: when
// it is not sure enough, or when it is vetoed, whatever is learned.
func (f *Field) judge(veto bool, rivals ...evidence) {
	f.rivals = rivals
	c, group := learned(), groupWith(f.Name, rivals[0])
	f.Probability = min(c.calibration[group].At(c.claim(group, rivals)), c.most[group])
	f.Probability = math.Round(f.Probability*1e4) / 1e4
	if f.Doubtful = veto || f.Probability < enough(group); f.Doubtful {
		f.Proof = ProofNone
	} else if f.Proof == ProofNone {
		f.Proof = ProofLabel
	}
}
