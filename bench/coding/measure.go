// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"rentmeester/day"
	"rentmeester/learn"
)

// Covered is what comes of a promise: how much is coded without a person, and how
// much of that is right.
type Covered struct {
	Promise  float64 `json:"promise"`
	Coverage float64 `json:"coverage"`
	Reached  float64 `json:"reached"`
	Months   []Month `json:"months,omitempty"`
	Did      []bool  `json:"-"` // of each line that is measured
}

// Month is one month of it.
type Month struct {
	Month string `json:"month"`
	N     int    `json:"n"`
	Done  int    `json:"done"`
	Wrong int    `json:"wrong"`
	Right int    `json:"right"` // of all, the first
}

// Cover chooses a threshold each day, by the judged lines of before that day, and
// counts what would be done from a place on.
func Cover(judged []Judged, from int, promise float64, rule Rule) (c Covered) {
	c.Promise = promise
	threshold, proved := 1.0, false
	n, done, wrong := 0, 0, 0
	var today day.Day
	for i, j := range judged {
		if j.Day != today && j.At >= from {
			threshold, proved = rule(judged[:i], promise)
			today = j.Day
		}
		if j.At < from {
			continue
		}
		month := monthOf(j.Day)
		if len(c.Months) == 0 || c.Months[len(c.Months)-1].Month != month {
			c.Months = append(c.Months, Month{Month: month})
		}
		m := &c.Months[len(c.Months)-1]
		n++
		m.N++
		if j.Right {
			m.Right++
		}
		did := proved && !j.None && j.Probability >= threshold
		c.Did = append(c.Did, did)
		if did {
			done++
			m.Done++
			if !j.Right {
				wrong++
				m.Wrong++
			}
		}
	}
	c.Coverage, c.Reached = share(done, n), 1-share(wrong, done)
	return c
}

// monthOf is the month of a day, "" when it is not known.
func monthOf(d day.Day) string { return string(d[:min(7, len(d))]) }

func share(a, b int) float64 { return float64(a) / float64(max(b, 1)) }

// Rule chooses a threshold by judged lines.
type Rule func(judged []Judged, promise float64) (threshold float64, proved bool)

// Rolling is the exact bound on the last so many lines; with steady it looks at the
// months before that day as well. It goes on from the lines that it was asked with
// before.
func Rolling(last int, confidence float64, steady bool) Rule {
	var cases []learn.Case
	var months learn.Months
	return func(judged []Judged, promise float64) (float64, bool) {
		for _, j := range judged[len(cases):] {
			one := learn.Case{Probability: j.Probability, Right: j.Right, Day: numbered(j.Day)}
			cases = append(cases, one)
			if steady {
				months.Add(one)
			}
		}
		p := learn.Threshold(cases[max(0, len(cases)-last):], months, 1-promise, confidence)
		return p.Threshold, p.Found
	}
}

// numbered counts days; 0 when the day is not known.
func numbered(d day.Day) int {
	if d == "" {
		return 0
	}
	return d.Sub("1970-01-01")
}

// Best is the most that can be covered at a precision when the threshold may be
// chosen afterwards: a bound on any rule with one threshold.
func Best(judged []Judged, promise float64) float64 {
	var right, all [10_001]int
	for _, j := range judged {
		at := int(j.Probability * 10_000)
		all[at]++
		if j.Right {
			right[at]++
		}
	}
	n, ok, best := 0, 0, 0
	for at := 10_000; at >= 0; at-- {
		n, ok = n+all[at], ok+right[at]
		if n > 0 && float64(ok) >= promise*float64(n) {
			best = n
		}
	}
	return share(best, len(judged))
}

// Tally counts.
type Tally struct {
	N     int     `json:"n"`
	First float64 `json:"top1"`
	Three float64 `json:"top3"`
	None  float64 `json:"none"`
	Error float64 `json:"calibration_error"`
}

// Count adds up judged lines.
func Count(judged []Judged) (t Tally) {
	first, three, none := 0, 0, 0
	cases := make([]learn.Case, len(judged))
	for i, j := range judged {
		if j.Right {
			first++
		}
		if j.Among {
			three++
		}
		if j.None {
			none++
		}
		cases[i] = learn.Case{Probability: j.Probability, Right: j.Right}
	}
	n := len(judged)
	t = Tally{N: n, First: share(first, n), Three: share(three, n), None: share(none, n)}
	t.Error = learn.CalibrationError(learn.Reliability(cases, learn.Tenths()))
	return t
}
