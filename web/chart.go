// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"html/template"
	"strconv"

	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/text"
)

// Chart is a table of figures that is drawn as a picture too: template "chart"
// writes the table, assets/charts.js draws it. Titles are keys of the catalogue.
type Chart struct {
	ID      string // of its place on the page
	Title   string
	First   string // head of the first column
	Along   Along
	Unit    Unit // of what is drawn
	Columns []ChartColumn
	Rows    []ChartRow
}

// Along says what the first column holds, and so the x axis.
type Along string

const (
	ByMonth Along = "month" // "2026-04"
	ByDay   Along = "day"   // "2026-04-30"
	ByShare Along = "share" // "0.95"
	ByWord  Along = "words" // as they stand
)

// Unit says what figures are of.
type Unit string

const (
	OfShare Unit = "share" // from 0 to 1
	OfEuro  Unit = "euro"  // cents
	OfCount Unit = "count"
)

// Mark says how a column is drawn; a column without one stands in the table only.
type Mark string

const (
	AsLine  Mark = "line"
	AsArea  Mark = "area"  // up to which something may be
	AsStep  Mark = "step"  // holds until the next
	AsBar   Mark = "bar"   // bars of several columns stand upon each other
	AsDot   Mark = "dot"   // loose
	AsLimit Mark = "limit" // that which is promised, asked or ideal
)

// ChartColumn is a column beside the first.
type ChartColumn struct {
	Title string
	Unit  Unit
	As    Mark
}

// ChartRow is a row; Label stands in the first column when At does not say enough.
type ChartRow struct {
	At, Label string
	Cells     []Figure
}

// Figure is a cell: a figure that is known, or nothing.
type Figure struct {
	Value float64
	Known bool
}

// chartFunctions are the words of the template of charts.
func chartFunctions(lang text.Lang) template.FuncMap {
	return template.FuncMap{
		"went":             func(c Chart) []string { return wentText(lang, c) },
		"rowText":          func(along Along, row ChartRow) string { return rowText(lang, along, row) },
		"figureText":       func(unit Unit, f Figure) string { return figureText(lang, unit, f) },
		"setting":          func(path, value string) string { return settingText(lang, path, value) },
		"historyOf":        historyOf,
		"reliabilityChart": func(a Autopilot, id string) Chart { return a.ReliabilityChart(lang, id) },
	}
}

// figure gives a figure that is known.
func figure[N int | float64 | money.Cents](n N) Figure { return Figure{float64(n), true} }

// only gives the figure where it is known.
func (f Figure) only(known bool) Figure {
	f.Known = f.Known && known
	return f
}

// Raw is how the script reads the figure: euros, not cents.
func (f Figure) Raw(unit Unit) string {
	if !f.Known {
		return ""
	}
	if unit == OfEuro {
		return money.Cents(f.Value).String()
	}
	return strconv.FormatFloat(f.Value, 'f', -1, 64)
}

// figureText writes a figure for people.
func figureText(lang text.Lang, unit Unit, f Figure) string {
	switch {
	case !f.Known:
		return ""
	case unit == OfEuro:
		return euro(lang, money.Cents(f.Value))
	case unit == OfShare:
		return rate(lang, f.Value)
	}
	return text.Say(lang, "web.number", fault.Args("n", strconv.FormatFloat(f.Value, 'f', -1, 64)))
}

// rowText writes the first cell of a row.
func rowText(lang text.Lang, along Along, row ChartRow) string {
	switch {
	case row.Label != "":
		return row.Label
	case along == ByMonth:
		return monthName(lang, row.At)
	case along == ByDay:
		return text.Day(lang, row.At)
	}
	return row.At
}

// wentText says in a sentence for each line how it went, from the first row that
// has a figure to the last: what the picture shows, to who cannot see it.
func wentText(lang text.Lang, c Chart) (all []string) {
	for i, column := range c.Columns {
		if column.As == "" || column.As == AsLimit || column.As == AsDot {
			continue
		}
		known := make([]ChartRow, 0, len(c.Rows))
		for _, row := range c.Rows {
			if row.Cells[i].Known {
				known = append(known, row)
			}
		}
		if len(known) < 2 {
			continue
		}
		first, last := known[0], known[len(known)-1]
		all = append(all, text.Say(lang, "web.chart.went", fault.Args("name", text.Say(lang, column.Title, nil),
			"first", figureText(lang, column.Unit, first.Cells[i]), "from", rowText(lang, c.Along, first),
			"last", figureText(lang, column.Unit, last.Cells[i]), "until", rowText(lang, c.Along, last))))
	}
	return all
}
