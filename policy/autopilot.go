// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"rentmeester/fault"
)

// Autopilot governs what is done without a person.
type Autopilot struct {
	// Bank says what may be done with bank lines. "off": nothing, it proposes
	// only. "safe": what rules prove right. "budget": as much as keeps the promise
	// below, by what decisions have shown.
	Bank       string
	Wrong      Share  // largest share of wrong automatic decisions that is accepted
	Confidence Share  // how sure of that the administration wants to be
	Sample     Share  // of what could be done by itself, what a person judges blind
	Start      string // what holds until own decisions prove more: "safe" or "prior"
	// Months says, of codings, where the promise must hold: over the "whole", or as
	// good as surely in "each" month too, which lets less be done.
	Months string
}

// ungoverned holds where a policy says nothing.
var ungoverned = Autopilot{Bank: "safe", Wrong: 1_000, Confidence: 950_000, Sample: 10_000, Start: "prior"}

// uncodedAlone holds where a policy says nothing of codings: they are proposed only.
var uncodedAlone = Autopilot{Bank: "off", Wrong: 20_000, Confidence: 950_000, Sample: 50_000, Start: "safe", Months: "whole"}

// Promise names the settings by which a standing was reached: with another
// promise the autopilot begins anew.
func (a Autopilot) Promise() string {
	if a.Bank != "budget" {
		return a.Bank
	}
	promise := strings.Join([]string{a.Bank, a.Wrong.String(), a.Confidence.String(), a.Start}, " ")
	if a.Months == "each" {
		promise += " months"
	}
	return promise
}

// Share is a part of a whole in millionths, exact: 0.1 % is 1000.
type Share int64

const whole = 1_000_000

// Float gives the share as a number from 0 to 1.
func (s Share) Float() float64 { return float64(s) / whole }

// Percent gives the share in percent, without the sign: "0.1".
func (s Share) Percent() string {
	said := strconv.FormatInt(int64(s)/10_000, 10)
	rest := strconv.FormatInt(int64(s)%10_000+10_000, 10)[1:]
	if rest = strings.TrimRight(rest, "0"); rest != "" {
		said += "." + rest
	}
	return said
}

// String writes the share as a policy does: "0.1%".
func (s Share) String() string { return s.Percent() + "%" }

// parseShare reads a percentage with at most four decimals: "0.1%", "95 %".
func parseShare(said string) (Share, bool) {
	number, percent := strings.CutSuffix(strings.TrimSpace(said), "%")
	units, decimals, _ := strings.Cut(strings.TrimSpace(number), ".")
	if !percent || units == "" || len(units) > 3 || len(decimals) > 4 || strings.Trim(units+decimals, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(units+(decimals + "0000")[:4], 10, 64)
	return Share(n), err == nil && n <= whole
}

// autopilotSettings are what the part "autopilot" may say, each with the values
// allowed: words, or percentages between two that are allowed themselves.
var autopilotSettings = map[string]struct {
	words     []string
	low, high Share
}{
	"bank":       {words: []string{"off", "safe", "budget"}},
	"wrong":      {low: 10, high: 50_000},
	"confidence": {low: 500_000, high: 999_900},
	"sample":     {low: 0, high: 500_000},
	"start":      {words: []string{"safe", "prior"}},
	"months":     {words: []string{"whole", "each"}},
}

// codingModes are what may be done with codings: nothing, or as much as keeps the
// promise by what decisions have shown.
var codingModes = []string{"off", "budget"}

// readAutopilots takes the settings of bank lines and those of codings, which stand
// within them, out of the text of a part. Errors: policy.value-at.
func readAutopilots(node yaml.Node, from string) (bank, codings Autopilot, err error) {
	codings.Sample = -1
	var own yaml.Node
	for i := 0; i+1 < len(node.Content) && node.Kind == yaml.MappingNode; i += 2 {
		if node.Content[i].Value == "coding" {
			own = *node.Content[i+1]
			if own.Kind == yaml.ScalarNode { // in short: what may be done
				own = yaml.Node{Kind: yaml.MappingNode, Line: own.Line, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Value: "bank", Line: own.Line}, node.Content[i+1]}}
			}
			node.Content = slices.Concat(node.Content[:i], node.Content[i+2:])
			break
		}
	}
	if bank, err = readAutopilot(node, from); err == nil && bank.Months != "" { // bank lines wait too shortly to have months
		err = fault.New("policy.value-at", "from", from, "line", node.Line, "setting", "autopilot", "value", "months", "allowed", "bank, wrong, confidence, sample, start")
	}
	if err != nil || own.Kind == 0 {
		return bank, codings, err
	}
	for i := 0; i+1 < len(own.Content); i += 2 {
		switch key := own.Content[i]; key.Value {
		case "may":
			own.Content = slices.Clone(own.Content)
			own.Content[i] = &yaml.Node{Kind: yaml.ScalarNode, Value: "bank", Line: key.Line}
		case "start":
			return bank, codings, fault.New("policy.value-at", "from", from, "line", key.Line, "setting", "autopilot.coding", "value", key.Value,
				"allowed", "may, wrong, confidence, sample, months")
		}
	}
	if codings, err = readAutopilot(own, from); err == nil && codings.Bank != "" && !slices.Contains(codingModes, codings.Bank) {
		err = fault.New("policy.value-at", "from", from, "line", own.Line, "setting", "autopilot.coding", "value", codings.Bank,
			"allowed", strings.Join(codingModes, ", "))
	}
	return bank, codings, err
}

// readAutopilot takes the settings out of the text of a part. Error:
// policy.value-at, which names line, setting and what is allowed.
func readAutopilot(node yaml.Node, from string) (a Autopilot, err error) {
	a.Sample = -1 // not said: 0 is a value of its own
	if node.Kind != 0 && node.Kind != yaml.MappingNode && node.Tag != "!!null" {
		return a, fault.New("policy.value-at", "from", from, "line", node.Line, "setting", "autopilot", "value", node.Value,
			"allowed", "bank, wrong, confidence, sample, start")
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		allowed, known := autopilotSettings[key.Value]
		if !known {
			return a, fault.New("policy.value-at", "from", from, "line", key.Line, "setting", "autopilot", "value", key.Value,
				"allowed", "bank, wrong, confidence, sample, start")
		}
		share, isShare := parseShare(value.Value)
		valid, said := slices.Contains(allowed.words, value.Value), strings.Join(allowed.words, ", ")
		if allowed.words == nil {
			valid, said = isShare && share >= allowed.low && share <= allowed.high, allowed.low.String()+" – "+allowed.high.String()
		}
		if !valid || value.Kind != yaml.ScalarNode {
			return a, fault.New("policy.value-at", "from", from, "line", value.Line, "setting", "autopilot."+key.Value,
				"value", value.Value, "allowed", said)
		}
		a.set(key.Value, value.Value, share)
	}
	return a, nil
}

func (a *Autopilot) set(setting, word string, share Share) {
	switch setting {
	case "bank":
		a.Bank = word
	case "wrong":
		a.Wrong = share
	case "confidence":
		a.Confidence = share
	case "sample":
		a.Sample = share
	case "start":
		a.Start = word
	case "months":
		a.Months = word
	}
}

// apply puts what a part says over what held before.
func (a Autopilot) apply(to *Autopilot) {
	if a.Bank != "" {
		to.Bank = a.Bank
	}
	if a.Wrong != 0 {
		to.Wrong = a.Wrong
	}
	if a.Confidence != 0 {
		to.Confidence = a.Confidence
	}
	if a.Months != "" {
		to.Months = a.Months
	}
	if a.Sample >= 0 {
		to.Sample = a.Sample
	}
	if a.Start != "" {
		to.Start = a.Start
	}
}
