// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"slices"
	"strconv"
	"time"

	"rentmeester/fault"
	"rentmeester/text"
)

// LinesChart draws who booked the bank lines of each month.
func (a Autopilot) LinesChart(id string) Chart {
	c := Chart{ID: id, Title: "web.chart.lines", First: "web.col.month", Along: ByMonth, Unit: OfCount, Columns: []ChartColumn{
		{"web.col.by-autopilot", OfCount, AsBar}, {"web.col.by-hand", OfCount, AsBar}, {"web.col.on-worklist", OfCount, AsBar},
		{"web.col.automatic-share", OfShare, ""}, {"web.col.taken-back", OfCount, ""}}}
	for _, m := range a.Lines {
		c.Rows = append(c.Rows, ChartRow{At: m.Month, Cells: []Figure{figure(m.Automatic), figure(m.ByHand), figure(m.Waiting),
			figure(part(m.Automatic, m.All)), figure(m.Back)}})
	}
	return c
}

// AllLines gives the bank lines of all months together.
func (a Autopilot) AllLines() (all Lines) {
	for _, m := range a.Lines {
		all.All, all.Automatic, all.ByHand, all.Waiting, all.Back = all.All+m.All, all.Automatic+m.Automatic, all.ByHand+m.ByHand, all.Waiting+m.Waiting, all.Back+m.Back
	}
	return all
}

// fewMonths is how many months are too few for a line of them.
const fewMonths = 2

// MonthsChart draws what part was done without a person, by month, or where there
// are few of these by day.
func (a Autopilot) MonthsChart(id string) Chart {
	c := Chart{ID: id, Title: "web.chart.automatic", First: "web.col.month", Along: ByMonth, Unit: OfShare, Columns: []ChartColumn{
		{"web.col.decisions", OfCount, ""}, {"web.col.automatic", OfCount, ""}, {"web.col.automatic-share", OfShare, AsLine},
		{"web.col.corrected", OfCount, ""}, {"web.col.corrected-share", OfShare, ""}}}
	spans := slices.Clone(a.Months)
	slices.Reverse(spans)
	if len(spans) <= fewMonths && len(a.Days) > len(spans) {
		c.First, c.Along, spans = "web.col.day", ByDay, a.Days
	}
	for _, m := range spans {
		c.Rows = append(c.Rows, ChartRow{At: m.Month, Cells: []Figure{figure(m.Decided), figure(m.Automatic),
			figure(m.Share()).only(m.Decided > 0), figure(m.Corrected), figure(m.Wrong()).only(m.Automatic > 0)}})
	}
	return c
}

// moments are the standings to draw, the first first: the last of each month, or
// where they lie within some months of each other the last of each day.
func (a Autopilot) moments() (all []Standing, along Along, layout string) {
	if len(a.History) == 0 {
		return nil, ByDay, time.DateOnly
	}
	along, layout = ByDay, time.DateOnly
	if a.History[0].At.Sub(a.History[len(a.History)-1].At) > 200*24*time.Hour {
		along, layout = ByMonth, "2006-01"
	}
	for _, s := range slices.Backward(a.History) {
		if last := len(all) - 1; last >= 0 && all[last].At.Format(layout) == s.At.Format(layout) {
			all[last] = s
			continue
		}
		all = append(all, s)
	}
	return all, along, layout
}

// ThresholdChart draws from which probability on a proposal was carried out.
func (a Autopilot) ThresholdChart(id string) Chart {
	return a.history(Chart{ID: id, Title: "web.chart.threshold", Near: true, Columns: []ChartColumn{{"web.col.threshold", OfShare, AsStep}}},
		func(s Standing) []Figure { return []Figure{figure(s.Threshold).only(s.Threshold > 0)} })
}

// BudgetChart holds how much was surely no more than wrong against what policy lets
// be wrong: the autopilot does more when the first lies below the second.
func (a Autopilot) BudgetChart(id string) Chart {
	return a.history(Chart{ID: id, Title: "web.chart.budget", Columns: []ChartColumn{{"web.col.judged", OfCount, ""}, {"web.col.bound", OfShare, AsLine}, {"web.col.budget", OfShare, AsLimit}}},
		func(s Standing) []Figure {
			return []Figure{figure(s.Cases), figure(s.Bound).only(s.Cases > 0), figure(s.Promised)}
		})
}

func (a Autopilot) history(c Chart, cells func(Standing) []Figure) Chart {
	all, along, layout := a.moments()
	c.First, c.Along, c.Unit = "web.col."+string(along), along, OfShare
	for _, s := range all {
		c.Rows = append(c.Rows, ChartRow{At: s.At.Format(layout), Cells: cells(s)})
	}
	return c
}

// Drawn says that a chart has a course: two rows or more with a figure of the column.
func (c Chart) Drawn() bool {
	for i, column := range c.Columns {
		known := 0
		for _, row := range c.Rows {
			if row.Cells[i].Known {
				known++
			}
		}
		if column.As != "" && column.As != AsLimit && known > 1 {
			return true
		}
	}
	return false
}

// ReliabilityChart holds what was right against what was claimed: on the line of
// what was claimed lie claims that are exactly true.
func (a Autopilot) ReliabilityChart(lang text.Lang, id string) Chart {
	c := Chart{ID: id, Title: "web.chart.reliability", First: "web.col.claims", Along: ByShare, Unit: OfShare, Columns: []ChartColumn{
		{"web.col.judged", OfCount, ""}, {"web.col.claimed", OfShare, AsLimit}, {"web.col.right", OfShare, AsDot}}}
	for _, r := range slices.Backward(a.Reliability) {
		c.Rows = append(c.Rows, ChartRow{At: strconv.FormatFloat(r.Claimed, 'f', -1, 64),
			Label: text.Say(lang, "web.range", fault.Args("from", hundredth(r.From), "to", hundredth(r.To))),
			Cells: []Figure{figure(r.Cases), figure(r.Claimed), figure(r.Right)}})
	}
	return c
}
