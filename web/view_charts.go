// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"

	"rentmeester/money"
	"rentmeester/text"
)

// Charted is what the pages need for charts beside what they show already.
type Charted interface {
	// Ageing gives what is open of receivables or payables, by how long it is late.
	Ageing(ctx context.Context, kind string) ([]Age, error)
}

// What may be open.
const (
	Receivable = "receivable"
	Payable    = "payable"
)

// Age is what is open of a group: in-time, so many days late at most, older or
// unknown.
type Age struct {
	Age   string // key under web.ageing.
	Items int
	Open  money.Cents
}

// ageingChart draws what is open, or nothing when nothing is.
func ageingChart(lang text.Lang, kind, title string, ages []Age) Chart {
	c := Chart{ID: "ageing-" + kind, Title: title, First: "web.ageing.since", Along: ByWord, Unit: OfEuro,
		Columns: []ChartColumn{{"web.debtors.items", OfCount, ""}, {"web.col.open", OfEuro, AsBar}}}
	some := false
	for _, a := range ages {
		some = some || a.Items > 0
		c.Rows = append(c.Rows, ChartRow{At: a.Age, Label: text.Say(lang, "web.ageing."+a.Age, nil), Cells: []Figure{figure(a.Items), figure(a.Open)}})
	}
	if !some {
		c.Rows = nil
	}
	return c
}
