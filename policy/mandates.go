// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"rentmeester/day"
	"rentmeester/fault"
)

// Mandates says when collections that failed are reason to stop a mandate. A
// number of 0 does not count.
type Mandates struct {
	Failures int      // so many failed …
	Months   int      // … within so many months
	InARow   int      // or so many one after another
	AtOnce   []string // or once for such a reason of the bank: "AC04"
}

// unmandated holds where a policy says nothing: nothing is proposed.
var unmandated = Mandates{Months: 12}

// Failure is a collection that came back.
type Failure struct {
	Day  day.Day
	Code string // reason of the bank, "" none
}

// Ground is what in policy says that a mandate is to be stopped.
type Ground string

const (
	KeepMandate Ground = ""
	ByReason    Ground = "reason" // the bank's reason of the last failure is enough
	ByRow       Ground = "row"    // failed time after time
	ByNumber    Ground = "number" // failed too often within the months
)

// Stop says whether a mandate is to be stopped after collections that failed,
// oldest first, and on what ground; inARow is how many failed since the last one
// that succeeded.
func (m Mandates) Stop(failed []Failure, inARow int) Ground {
	if len(failed) == 0 {
		return KeepMandate
	}
	last := failed[len(failed)-1]
	switch {
	case last.Code != "" && slices.Contains(m.AtOnce, last.Code):
		return ByReason
	case m.InARow > 0 && inARow >= m.InARow:
		return ByRow
	case m.Failures > 0 && m.Within(failed, last.Day) >= m.Failures:
		return ByNumber
	default:
		return KeepMandate
	}
}

// Within counts the failures in the months up to and including a day.
func (m Mandates) Within(failed []Failure, until day.Day) (n int) {
	from := m.Begins(until)
	for _, f := range failed {
		if f.Day > from && f.Day <= until {
			n++
		}
	}
	return n
}

// Begins gives the day after which failures count, for what is asked on a day.
func (m Mandates) Begins(until day.Day) day.Day { return day.Of(until.Time().AddDate(0, -m.Months, 0)) }

// MostMandateMonths gives the longest time within which failures count on any day.
func (p Policy) MostMandateMonths() int {
	most := p.On("").Mandates.Months
	for _, part := range p.parts {
		most = max(most, p.On(part.from).Mandates.Months)
	}
	return most
}

const mandateSettings = "failures, months, in-a-row, at-once"

// mandatePart is what a part of a policy says of mandates; nil is what it does
// not say.
type mandatePart struct {
	failures, months, inARow *int
	atOnce                   []string
}

func (p mandatePart) apply(to *Mandates) {
	for _, s := range []struct {
		said *int
		to   *int
	}{{p.failures, &to.Failures}, {p.months, &to.Months}, {p.inARow, &to.InARow}} {
		if s.said != nil {
			*s.to = *s.said
		}
	}
	if p.atOnce != nil {
		to.AtOnce = p.atOnce
	}
}

// readMandates reads that part. Errors: policy.value-at.
func readMandates(node yaml.Node, from string) (p mandatePart, err error) {
	wrong := func(at *yaml.Node, setting, allowed string) error {
		return fault.New("policy.value-at", "from", from, "line", at.Line, "setting", setting, "value", at.Value, "allowed", allowed)
	}
	if node.Kind != 0 && node.Kind != yaml.MappingNode && node.Tag != "!!null" {
		return p, wrong(&node, "mandates", mandateSettings)
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		setting, low, high := "mandates."+key.Value, 0, 99
		var to **int
		switch key.Value {
		case "failures":
			to = &p.failures
		case "in-a-row":
			to = &p.inARow
		case "months":
			to, low, high = &p.months, 1, 120
		case "at-once":
			if p.atOnce, err = readCodes(value); err != nil {
				return p, wrong(value, setting, "[AC04, MD01]")
			}
			continue
		default:
			return p, wrong(key, "mandates", mandateSettings)
		}
		n, err := strconv.Atoi(value.Value)
		if err != nil || n < low || n > high || value.Kind != yaml.ScalarNode {
			return p, wrong(value, setting, strconv.Itoa(low)+" – "+strconv.Itoa(high))
		}
		*to = &n
	}
	return p, nil
}

var returnCode = regexp.MustCompile(`^[A-Z]{2}[A-Z0-9]{2}$`)

// readCodes reads the bank's reasons, in the four characters of the ISO list.
func readCodes(node *yaml.Node) ([]string, error) {
	codes := []string{}
	if err := node.Decode(&codes); err != nil {
		return nil, err
	}
	for i, c := range codes {
		if codes[i] = strings.ToUpper(strings.TrimSpace(c)); !returnCode.MatchString(codes[i]) {
			return nil, strconv.ErrSyntax
		}
	}
	return codes, nil
}
