// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"cmp"
	"slices"
	"time"

	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/learn"
)

// Promises are the precisions at which coverage is measured.
var Promises = []float64{.99, .98, .95}

// Share of the rows from which on thresholds may learn, and from which on is
// measured.
type Cut struct{ Warm, From, Until float64 }

// Whole is the cut of the report: the last 30 % are measured, the 10 % before
// choose the first thresholds.
var Whole = Cut{0.6, 0.7, 1}

// Result is what one way of predicting gave.
type Result struct {
	Way      string           `json:"way"`
	Tally    Tally            `json:"tally"`
	Covered  []Covered        `json:"covered"`
	Months   []MonthOf        `json:"months"`
	Reliable []learn.Reliable `json:"reliability"`
	Worst    []Worst          `json:"worst,omitempty"`
	Took     time.Duration    `json:"-"`
}

// MonthOf is one month of all lines.
type MonthOf struct {
	Month string
	Tally Tally
}

// Worst is a supplier that is often predicted wrong.
type Worst struct {
	Supplier string `json:"supplier"`
	N        int    `json:"n"`
	Wrong    int    `json:"wrong"`
}

// Within says in how many months with work done the promise was missed by more
// than half a point, of how many.
func (c Covered) Within() (missed, of int) {
	for _, m := range c.Months {
		if m.Done == 0 {
			continue
		}
		of++
		if share(m.Wrong, m.Done) > 1-c.Promise+0.005 {
			missed++
		}
	}
	return missed, of
}

// Measure replays a ledger and sums up what lies in the cut.
func Measure(way string, p Predictor, rows []predict.Row, cut Cut, h Hide, targets []coding.Field) Result {
	n := float64(len(rows))
	warm, from := int(cut.Warm*n), int(cut.From*n)
	rows = rows[:int(cut.Until*n)]
	if m, ok := p.(*predict.Model); ok {
		prime(m, rows, h, targets)
	}
	judged := Replay(p, rows, warm, h, targets)
	return Sum(way, judged, rows, from)
}

// prime shows a model what its questions will look like.
func prime(m *predict.Model, rows []predict.Row, h Hide, targets []coding.Field) {
	for i := range 200 {
		m.Propose(Asked(rows[i*97%len(rows)], h, targets))
	}
}

// Sum sums up judged lines from a row on.
func Sum(way string, judged []Judged, rows []predict.Row, from int) Result {
	r := Result{Way: way}
	for _, p := range Promises {
		r.Covered = append(r.Covered, Cover(judged, from, p, Rolling(8_000, 0.9)))
	}
	at, _ := slices.BinarySearchFunc(judged, from, func(j Judged, from int) int { return cmp.Compare(j.At, from) })
	judged = judged[at:]
	r.Tally = Count(judged)
	var cases []learn.Case
	for i := 0; i < len(judged); {
		until := i
		for until < len(judged) && judged[until].Day[:7] == judged[i].Day[:7] {
			until++
		}
		r.Months = append(r.Months, MonthOf{string(judged[i].Day[:7]), Count(judged[i:until])})
		i = until
	}
	for _, j := range judged {
		cases = append(cases, learn.Case{Probability: j.Probability, Right: j.Right})
	}
	r.Reliable = learn.Reliability(cases, append(learn.Tenths()[:10], .95, .98, .99, 1))
	r.Worst = worst(judged, rows)
	return r
}

func worst(judged []Judged, rows []predict.Row) []Worst {
	by := map[string]Worst{}
	for _, j := range judged {
		name := rows[j.At].Supplier
		w := by[name]
		w.Supplier = name
		w.N++
		if !j.Right {
			w.Wrong++
		}
		by[name] = w
	}
	var out []Worst
	for _, w := range by {
		out = append(out, w)
	}
	slices.SortFunc(out, func(a, b Worst) int {
		return cmp.Or(cmp.Compare(b.Wrong, a.Wrong), cmp.Compare(a.Supplier, b.Supplier))
	})
	return out[:min(10, len(out))]
}
