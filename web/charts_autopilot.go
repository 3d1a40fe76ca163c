// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"slices"
	"strconv"

	"rentmeester/fault"
	"rentmeester/text"
)

// MonthsChart draws what part was done without a person, by month.
func (a Autopilot) MonthsChart(id string) Chart {
	c := Chart{ID: id, Title: "web.chart.automatic", First: "web.col.month", Along: ByMonth, Unit: OfShare, Columns: []ChartColumn{
		{"web.col.decisions", OfCount, ""}, {"web.col.automatic", OfCount, ""}, {"web.col.automatic-share", OfShare, AsLine},
		{"web.col.corrected", OfCount, ""}, {"web.col.corrected-share", OfShare, ""}}}
	for _, m := range slices.Backward(a.Months) {
		c.Rows = append(c.Rows, ChartRow{At: m.Month, Cells: []Figure{figure(m.Decided), figure(m.Automatic),
			figure(m.Share()).only(m.Decided > 0), figure(m.Corrected), figure(m.Wrong()).only(m.Automatic > 0)}})
	}
	return c
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
