// SPDX-License-Identifier: EUPL-1.2

package learn

import (
	"math"
	"sync"
)

// Months are judged claims by their day, to tell what the next month may bring.
// What goes wrong comes in batches: all lines of a supplier on one day, an account
// that is no longer used. So months differ more than lines by chance would have
// them, and a threshold that keeps a promise over the whole breaks it in many a
// month. The zero value knows no months and demands nothing.
type Months struct {
	days        map[int]*tally
	first, last int
}

// tally counts claims by their cell of the grid; wrong are those of n.
type tally struct{ n, wrong [cells]int }

const (
	cells  = 68 // of the grid
	month  = 30 // days
	lately = 13 // months that are looked at
)

// Slack is how far a month may fall short of a promise that is kept over the whole.
const Slack = 0.005

var grid = Grid()

// Add takes a claim that was judged.
func (m *Months) Add(c Case) {
	at := cell(grid, c.Probability)
	if at == len(grid) {
		return
	}
	if m.days == nil {
		m.days, m.first, m.last = map[int]*tally{}, c.Day, c.Day
	}
	m.first, m.last = min(m.first, c.Day), max(m.last, c.Day)
	d := m.days[c.Day]
	if d == nil {
		d = new(tally)
		m.days[c.Day] = d
	}
	d.n[at]++
	if !c.Right {
		d.wrong[at]++
	}
}

// ByMonth takes claims together.
func ByMonth(cases []Case) (m Months) {
	for _, c := range cases {
		m.Add(c)
	}
	return m
}

// whole gives the last whole months, of each how many claims lie at each cell or
// above it.
func (m *Months) whole() []tally {
	list := make([]tally, min(lately, (m.last-m.first+1)/month))
	for day, d := range m.days {
		at := (m.last - day) / month
		if at >= len(list) {
			continue
		}
		for i := range d.n {
			list[at].n[i] += d.n[i]
			list[at].wrong[i] += d.wrong[i]
		}
	}
	for i := range list {
		for c := 1; c < cells; c++ {
			list[i].n[c] += list[i].n[c-1]
			list[i].wrong[c] += list[i].wrong[c-1]
		}
	}
	return list
}

// steady says whether at a threshold, by its place in the grid, the next month is
// expected to keep the promise but for the slack, nine times in ten. The bound is
// that of a prediction interval for one more observation (Hahn and Meeker,
// Statistical Intervals, 1991), the spread that of the months themselves, each as
// heavy as its lines: as in a chart for shares that vary more than by chance
// (Laney, Quality Engineering 14, 2002).
func steady(months []tally, at int, limit float64) bool {
	n, wrong, k := 0, 0, 0
	for _, m := range months {
		n, wrong = n+m.n[at], wrong+m.wrong[at]
		if m.n[at] > 0 {
			k++
		}
	}
	if k < 2 {
		return true // that tell nothing of how months differ
	}
	mean, spread := float64(wrong)/float64(n), 0.0
	for _, m := range months {
		if m.n[at] > 0 {
			off := float64(m.wrong[at])/float64(m.n[at]) - mean
			spread += off * off * float64(m.n[at])
		}
	}
	spread *= float64(k) / float64(k-1) / float64(n)
	return mean+nineInTen()[k-1]*math.Sqrt(spread*(1+1/float64(k))) <= limit+Slack
}

// nineInTen are the quantiles at .9, by the months but one.
var nineInTen = sync.OnceValue(func() (list [lately]float64) {
	for i := 1; i < lately; i++ {
		list[i] = student(0.9, i)
	}
	return list
})

// student is the quantile of Student's distribution, of shares from a half on.
func student(q float64, freedom int) float64 {
	x, _ := quantile(2*(1-q), float64(freedom)/2, 0.5)
	return math.Sqrt(float64(freedom) * (1/x - 1))
}
