// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"slices"

	"rentmeester/money"
)

// outcomes are the pages of what came of the work.
func (p *pages) outcomes() map[string]handler {
	return map[string]handler{"GET /results": p.results}
}

// results shows what came of the work, by month, against before.
func (p *pages) results(w http.ResponseWriter, r *http.Request) error {
	results, err := p.source.Results(r.Context())
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "results", Title: "web.results.title", Tab: "results", Body: resultsBody{results}})
}

type resultsBody struct{ Results }

// Nothing says that nothing was done yet.
func (b resultsBody) Nothing() bool {
	return !slices.ContainsFunc(b.Months, func(m MonthResult) bool { return m.Lines.All+m.Invoices.All+m.Letters+m.FoundAll() > 0 })
}

// comparison is a figure before and since.
type comparison struct {
	Key    string
	Unit   Unit
	Before BeforeFigure
	Since  Figure
}

// Comparisons sets what is measured beside how it went before.
func (b resultsBody) Comparisons() []comparison {
	s := b.Since
	return []comparison{
		{"lines", OfShare, b.Before.Lines, s.Lines.Share()}, {"codings", OfShare, b.Before.Codings, s.Codings.Share()},
		{"invoices", OfShare, b.Before.Invoices, s.Invoices.Share()},
		{"booked", OfCount, b.Before.Booked, s.Booked.Middle()}, {"paid", OfCount, b.Before.Paid, s.Paid.Middle()},
	}
}

// chartOf makes a chart of months, the first month first.
func (b resultsBody) chartOf(c Chart, cells func(MonthResult) []Figure) Chart {
	c.First, c.Along = "web.col.month", ByMonth
	for _, m := range slices.Backward(b.Months) {
		c.Rows = append(c.Rows, ChartRow{At: m.Month, Cells: cells(m)})
	}
	return c
}

// AloneChart draws what part was done without a person.
func (b resultsBody) AloneChart() Chart {
	return b.chartOf(Chart{ID: "results-alone", Title: "web.results.chart.alone", Unit: OfShare, Columns: []ChartColumn{
		{"web.results.lines-all", OfCount, ""}, {"web.results.lines", OfShare, AsLine},
		{"web.results.invoices-all", OfCount, ""}, {"web.results.codings", OfShare, AsLine}, {"web.results.invoices", OfShare, AsLine}}},
		func(m MonthResult) []Figure {
			return []Figure{figure(m.Lines.All), m.Lines.Share(), figure(m.Invoices.All), m.Codings.Share(), m.Invoices.Share()}
		})
}

// WrongChart draws what part of that was put right.
func (b resultsBody) WrongChart() Chart {
	return b.chartOf(Chart{ID: "results-wrong", Title: "web.results.chart.wrong", Unit: OfShare, Columns: []ChartColumn{
		{"web.results.lines", OfShare, AsLine}, {"web.results.codings", OfShare, AsLine}, {"web.results.invoices", OfShare, AsLine}}},
		func(m MonthResult) []Figure { return []Figure{m.Lines.Wrong(), m.Codings.Wrong(), m.Invoices.Wrong()} })
}

// LeadChart draws how many days invoices took.
func (b resultsBody) LeadChart() Chart {
	return b.chartOf(Chart{ID: "results-lead", Title: "web.results.chart.lead", Unit: OfCount, Columns: []ChartColumn{
		{"web.results.booked-half", OfCount, AsLine}, {"web.results.booked-most", OfCount, AsLine},
		{"web.results.paid-half", OfCount, AsLine}, {"web.results.paid-most", OfCount, AsLine}}},
		func(m MonthResult) []Figure {
			return []Figure{m.Booked.Middle(), m.Booked.Slow(), m.Paid.Middle(), m.Paid.Slow()}
		})
}

// FoundChart draws how much was found wrong.
func (b resultsBody) FoundChart() Chart {
	return b.chartOf(Chart{ID: "results-found", Title: "web.results.chart.found", Unit: OfCount, Columns: []ChartColumn{
		{"web.results.found-all", OfCount, AsBar}, {"web.results.found-amount", OfEuro, ""}}},
		func(m MonthResult) []Figure { return []Figure{figure(m.FoundAll()), figure(m.FoundAmount())} })
}

// HoursChart draws how many hours were saved.
func (b resultsBody) HoursChart() Chart {
	return b.chartOf(Chart{ID: "results-hours", Title: "web.results.chart.hours", Unit: OfCount, Columns: []ChartColumn{{"web.results.hours", OfCount, AsBar}}},
		func(m MonthResult) []Figure { return []Figure{figure(m.Hours())} })
}

// FoundColumns names the columns of the table of what was found, after the first.
func (b resultsBody) FoundColumns() []string {
	return []string{"count", "amount", "stopped", "mended", "released", "open"}
}

// Found adds up what was found of each kind in the months that are shown.
func (b resultsBody) Found() (all []Caught) {
	for _, m := range b.Months {
		for i, f := range m.Found {
			if i == len(all) {
				all = append(all, Caught{Kind: f.Kind})
			}
			to := &all[i]
			to.Count, to.Amount, to.Stopped = to.Count+f.Count, to.Amount+f.Amount, to.Stopped+f.Stopped
			to.Mended, to.Released, to.Open = to.Mended+f.Mended, to.Released+f.Released, to.Open+f.Open
		}
	}
	return all
}

// FoundAll counts all that was found wrong.
func (m MonthResult) FoundAll() (n int) {
	for _, f := range m.Found {
		n += f.Count
	}
	return n
}

// FoundAmount adds up the invoices that were held; one that was held for two reasons
// counts for both.
func (m MonthResult) FoundAmount() (sum money.Cents) {
	for _, f := range m.Found {
		sum += f.Amount
	}
	return sum
}

// Hours gives the hours that were saved, to the nearest.
func (m MonthResult) Hours() int {
	const half, hour = 30, 60
	if m.Minutes < 0 {
		return -((-m.Minutes + half) / hour)
	}
	return (m.Minutes + half) / hour
}
