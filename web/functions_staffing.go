// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"html/template"
	"strconv"
	"strings"

	"rentmeester/app/staff"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/staffing"
	"rentmeester/text"
)

// staffingFunctions are the words of the templates of who does what.
func staffingFunctions(lang text.Lang) template.FuncMap {
	return template.FuncMap{
		"hours":       func(m staffing.Minutes) string { return hoursText(lang, m) },
		"levelName":   func(n int) string { return text.Say(lang, "web.staffing.level."+strconv.Itoa(n), nil) },
		"awayText":    func(away int) string { return percent(lang, float64(away)/1000) },
		"heat":        heat,
		"heatText":    func(l staff.Load) string { return heatText(lang, l) },
		"shortDay":    func(d day.Day) string { return shortDay(lang, d) },
		"plainHours":  func(m staffing.Minutes) string { return plainHours(lang, m) },
		"inThousands": func(p staffing.Points) int { return thousands(int64(p)) },
		"reasonText":  func(r staffing.Reason) string { return text.Say(lang, r.Code, r.Args) },
		"weekText":    func(l staff.Load) string { return weekText(lang, l) },
	}
}

// hoursText writes minutes as hours.
func hoursText(lang text.Lang, m staffing.Minutes) string {
	whole, part, broken := strings.Cut(m.Hours(), ".")
	n := strings.Replace(text.Say(lang, "web.number", fault.Args("n", whole)), "-", "−", 1)
	switch {
	case broken && lang == text.NL:
		n += "," + part
	case broken:
		n += "." + part
	}
	return text.Say(lang, "web.staffing.hours", fault.Args("n", n))
}

// plainHours writes minutes as hours are typed.
func plainHours(lang text.Lang, m staffing.Minutes) string {
	n := strconv.FormatFloat(float64(m)/float64(staffing.Hour), 'f', -1, 64)
	if lang == text.NL {
		n = strings.Replace(n, ".", ",", 1)
	}
	return n
}

// heatSteps is in how many parts a load is coloured, up to full.
const heatSteps = 10

// heat says how a week is coloured: away, or from 0 (nothing) to 10 (full), or over.
func heat(l staff.Load) string {
	switch {
	case l.Over():
		return "over"
	case l.There == 0:
		return "away"
	case l.Taken == 0:
		return "0"
	}
	return strconv.Itoa((int(l.Taken)*heatSteps + int(l.There) - 1) / int(l.There))
}

// heatText writes what stands in a cell: how full the week is.
func heatText(lang text.Lang, l staff.Load) string {
	switch {
	case l.There == 0 && l.Taken == 0:
		return "–"
	case l.There == 0:
		return hoursText(lang, l.Taken)
	}
	return strconv.Itoa((int(l.Taken)*100+int(l.There)/2)/int(l.There)) + "\u00a0%"
}

// weekText says a week in a sentence, for who hears the table.
func weekText(lang text.Lang, l staff.Load) string {
	code := "web.staffing.week"
	if l.Over() {
		code = "web.staffing.week-over"
	}
	return text.Say(lang, code, fault.Args("taken", hoursText(lang, l.Taken), "there", hoursText(lang, l.There)))
}

// shortDay writes a day without its year.
func shortDay(lang text.Lang, d day.Day) string {
	whole := text.Day(lang, string(d))
	if lang == text.NL {
		return strings.TrimSuffix(whole, "-"+strconv.Itoa(d.Time().Year()))
	}
	return strings.ReplaceAll(strings.TrimSuffix(whole, " "+strconv.Itoa(d.Time().Year())), " ", "\u00a0")
}
