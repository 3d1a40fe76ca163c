// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"html/template"
	"strconv"

	"rentmeester/money"
	"rentmeester/steering"
	"rentmeester/text"
)

// projectFunctions are the words of the templates of projects.
func projectFunctions(lang text.Lang) template.FuncMap {
	return template.FuncMap{
		"workHours": func(m steering.Minutes) string { return text.Money(lang, money.Cents(m*100/steering.Hour).String()) },
		"quotient": func(i steering.Index) string {
			if !i.Known {
				return "–"
			}
			return decimalText(lang, i.Value)
		},
		"lightBadge": func(l steering.Light) string {
			return map[steering.Light]string{steering.OnTrack: "success", steering.Watch: "warning", steering.Over: "danger"}[l]
		},
		"lightMark": func(l steering.Light) string {
			return map[steering.Light]string{steering.OnTrack: "✓", steering.Watch: "!", steering.Over: "✗", steering.Unknown: "?"}[l]
		},
		"projectCause": func(c steering.Cause) string { return causeText(lang, c) },
		"chanceText":   func(p float64) string { return rate(lang, p) },
	}
}

func decimalText(lang text.Lang, v float64) string {
	return text.Money(lang, strconv.FormatFloat(v, 'f', 2, 64))
}

// causeText says a cause in a sentence.
func causeText(lang text.Lang, c steering.Cause) string {
	return text.Say(lang, "web.project.cause."+c.Code, map[string]string{"amount": c.Amount.String(), "value": decimalText(lang, c.Value)})
}
