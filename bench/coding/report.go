// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"cmp"
	"slices"

	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/learn"
)

// Promises are the precisions at which coverage is measured.
var Promises = []float64{.99, .98, .95}

// Cut says from which share of the rows on thresholds may learn, from which on is
// measured, and where the ledger ends.
type Cut struct{ Warm, From, Until float64 }

// Whole is the cut of the report: the last 30 % are measured, the 20 % before
// choose the first thresholds, so that a year of months is known by then.
var Whole = Cut{0.5, 0.7, 1}

// Result is what one way of predicting gave.
type Result struct {
	Way      string           `json:"way"`
	Tally    Tally            `json:"tally"`
	Covered  []Covered        `json:"covered"`
	Steady   []Covered        `json:"covered_steadily"` // when months must keep the promise too
	Months   []MonthOf        `json:"months"`
	Reliable []learn.Reliable `json:"reliability"`
	Known    []Known          `json:"by_earlier_lines"`
	Faults   Faults           `json:"faults"`
	Bound    []float64        `json:"coverage_in_hindsight"` // of each of Promises, had the best single threshold been known
	Moves    []Move           `json:"moves,omitempty"`
	Worst    []Worst          `json:"worst,omitempty"`
	Invoices Invoices         `json:"invoices"`
}

// MonthOf is one month of all lines.
type MonthOf struct {
	Month string
	Tally Tally
}

// Known are the lines of suppliers of which so many lines were there before.
type Known struct {
	From  int   `json:"from"`
	Until int   `json:"until"` // 0: no end
	Tally Tally `json:"tally"`
}

// Faults says why first proposals were wrong, in shares of all lines.
type Faults struct {
	Unheard  float64 `json:"unheard"`   // nobody ever had that coding before
	New      float64 `json:"new"`       // this supplier never had it before
	Among    float64 `json:"among"`     // it was the second or third
	Remained float64 `json:"remaining"` // it was neither
}

// Worst is a supplier that is often predicted wrong.
type Worst struct {
	Supplier string `json:"supplier"`
	N        int    `json:"n"`
	Wrong    int    `json:"wrong"`
}

// Invoices counts whole invoices at the middle promise.
type Invoices struct {
	N    int `json:"n"`
	Done int `json:"done"` // of which no line waits for a person
}

// Within says in how many months with work done the promise was missed by more
// than half a point, of how many.
func (c Covered) Within() (missed, of int) {
	for _, m := range c.Months {
		if m.Done == 0 {
			continue
		}
		of++
		if m.Short(c.Promise) {
			missed++
		}
	}
	return missed, of
}

// Short says whether a month is more than half a point short of a promise.
func (m Month) Short(promise float64) bool {
	return share(m.Wrong, m.Done) > 1-promise+0.005
}

// Measure replays a ledger and sums up what lies in the cut.
func Measure(way string, p Predictor, rows []predict.Row, cut Cut, h Hide, targets []coding.Field, seen func(rows int)) Result {
	n := float64(len(rows))
	warm, from := int(cut.Warm*n), int(cut.From*n)
	rows = rows[:int(cut.Until*n)]
	judged := Replay(p, rows, warm, h, targets, seen)
	return Sum(way, judged, rows, from, targets)
}

// last is how many judged lines a threshold rests on, confidence how sure it is.
const (
	last       = 8_000
	confidence = 0.9
)

// Sum sums up judged lines from a row on.
func Sum(way string, judged []Judged, rows []predict.Row, from int, targets []coding.Field) Result {
	r := Result{Way: way}
	for _, p := range Promises {
		r.Covered = append(r.Covered, Cover(judged, from, p, Rolling(last, confidence, false)))
		if way == Engine {
			r.Steady = append(r.Steady, Cover(judged, from, p, Rolling(last, confidence, true)))
		}
	}
	at, _ := slices.BinarySearchFunc(judged, from, func(j Judged, from int) int { return cmp.Compare(j.At, from) })
	judged = judged[at:]
	r.Tally = Count(judged)
	for _, p := range Promises {
		r.Bound = append(r.Bound, Best(judged, p))
	}
	for i := 0; i < len(judged); {
		until := i
		for until < len(judged) && monthOf(judged[until].Day) == monthOf(judged[i].Day) {
			until++
		}
		r.Months = append(r.Months, MonthOf{monthOf(judged[i].Day), Count(judged[i:until])})
		i = until
	}
	cases := make([]learn.Case, len(judged))
	for i, j := range judged {
		cases[i] = learn.Case{Probability: j.Probability, Right: j.Right}
	}
	r.Reliable = learn.Reliability(cases, append(learn.Tenths()[:10], .95, .98, .99, 1))
	r.Worst = worst(judged, rows)
	r.Known, r.Faults = before(judged, rows, targets)
	r.Moves = moves(judged, rows, targets)
	r.Invoices = invoices(r.Covered[1].Did, judged, rows)
	return r
}

// invoices puts lines together to invoices; a line without a number is one.
func invoices(did []bool, judged []Judged, rows []predict.Row) (out Invoices) {
	type invoice struct{ supplier, number string }
	all := map[invoice]bool{}
	for i, j := range judged {
		r := &rows[j.At]
		number := cmp.Or(r.Invoice, r.Document)
		if number == "" {
			out.N++
			if did[i] {
				out.Done++
			}
			continue
		}
		one := invoice{supplierOf(*r), number}
		done, known := all[one]
		all[one] = did[i] && (done || !known)
	}
	for _, done := range all {
		out.N++
		if done {
			out.Done++
		}
	}
	return out
}

// before divides lines by how many lines of their supplier came before, and says
// what the wrong ones have in common.
func before(judged []Judged, rows []predict.Row, targets []coding.Field) ([]Known, Faults) {
	var (
		bands  = []int{0, 1, 3, 10, 100}
		groups = make([][]Judged, len(bands))
		lines  = map[string]int{}
		had    = map[string]map[coding.Coding]bool{"": {}}
		why    [4]int
		at     = 0
	)
	for _, j := range judged {
		for ; rows[at].Day < rows[j.At].Day; at++ {
			s, c := supplierOf(rows[at]), only(rows[at], targets)
			lines[s]++
			if had[s] == nil {
				had[s] = map[coding.Coding]bool{}
			}
			had[s][c], had[""][c] = true, true
		}
		s, c := supplierOf(rows[j.At]), only(rows[j.At], targets)
		n := lines[s]
		band := len(bands) - 1
		for bands[band] > n {
			band--
		}
		groups[band] = append(groups[band], j)
		switch {
		case j.Right:
		case !had[""][c]:
			why[0]++
		case !had[s][c]:
			why[1]++
		case j.Among:
			why[2]++
		default:
			why[3]++
		}
	}
	var out []Known
	for i, g := range groups {
		one := Known{From: bands[i], Tally: Count(g)}
		if i+1 < len(bands) {
			one.Until = bands[i+1] - 1
		}
		out = append(out, one)
	}
	n := len(judged)
	return out, Faults{share(why[0], n), share(why[1], n), share(why[2], n), share(why[3], n)}
}

func worst(judged []Judged, rows []predict.Row) []Worst {
	by := map[string]Worst{}
	for _, j := range judged {
		name := cmp.Or(rows[j.At].Supplier, rows[j.At].SupplierID)
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
