// SPDX-License-Identifier: EUPL-1.2

package learn

import "math"

// Reliable is a row of a reliability table: claims between two edges, what they
// claimed on average and what share of them was right.
type Reliable struct {
	From    float64 `json:"from"`
	To      float64 `json:"to"`
	N       int     `json:"n"`
	Claimed float64 `json:"claimed"`
	Right   float64 `json:"right"`
}

// Tenths are the usual edges of a reliability table.
func Tenths() []float64 { return []float64{0, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1} }

// Reliability puts cases between the edges, which go up. A row holds claims from
// its lower edge up to but not including its upper one; the last holds that too.
// Claims outside the edges are left out. Rows without cases have zeros.
func Reliability(cases []Case, edges []float64) []Reliable {
	if len(edges) < 2 {
		return nil
	}
	rows := make([]Reliable, len(edges)-1)
	for i := range rows {
		rows[i].From, rows[i].To = edges[i], edges[i+1]
	}
	for _, c := range cases {
		for i := len(rows) - 1; i >= 0; i-- {
			last := i == len(rows)-1 && c.Probability == rows[i].To
			if c.Probability >= rows[i].From && (c.Probability < rows[i].To || last) {
				rows[i].N++
				rows[i].Claimed += c.Probability
				if c.Right {
					rows[i].Right++
				}
				break
			}
		}
	}
	for i := range rows {
		if n := float64(rows[i].N); n > 0 {
			rows[i].Claimed /= n
			rows[i].Right /= n
		}
	}
	return rows
}

// CalibrationError is the expected calibration error: how far claims lie from
// what was right, row by row, each row by its number of cases. 0 to 1.
func CalibrationError(rows []Reliable) float64 {
	sum, n := 0.0, 0
	for _, r := range rows {
		sum += math.Abs(r.Claimed-r.Right) * float64(r.N)
		n += r.N
	}
	return sum / float64(max(n, 1))
}
