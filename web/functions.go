// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"html/template"
	"maps"
	"math"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/policy"
	"rentmeester/text"
)

// functions are the words of the templates, bound to a language.
func functions(lang text.Lang, zone *time.Location) template.FuncMap {
	say := func(code string, pairs ...any) string { return text.Say(lang, code, fault.Args(pairs...)) }
	all := template.FuncMap{
		"t":           say,
		"say":         func(s Sentence) string { return text.Say(lang, s.Code, s.Args) },
		"sayWith":     func(code string, args map[string]string) string { return text.Say(lang, code, args) },
		"remedy":      func(s Sentence) string { return remedy(lang, s) },
		"what":        func(err error) string { what, _ := text.Fault(lang, err); return what },
		"todo":        func(err error) string { _, do := text.Fault(lang, err); return do },
		"money":       func(c money.Cents) string { return amountText(lang, c) },
		"euro":        func(c money.Cents) string { return euro(lang, c) },
		"day":         func(d day.Day) string { return text.Day(lang, string(d)) },
		"moment":      func(t time.Time) string { return moment(lang, t.In(zone)) },
		"since":       func(t time.Time) string { return since(lang, t.In(zone)) },
		"iso":         func(t time.Time) string { return t.In(zone).Format(time.RFC3339) },
		"number":      func(n int) string { return text.Say(lang, "web.number", fault.Args("n", n)) },
		"percent":     func(p float64) string { return percent(lang, p) },
		"share":       func(part, whole int) string { return share(lang, part, whole) },
		"some":        some,
		"likely":      func(p float64) string { return say(likelihood(p)) },
		"iban":        iban,
		"one":         func(n int, one, many string) string { return say(pick(n == 1, one, many), "n", n) },
		"withParam":   withParam,
		"inc":         func(i int) int { return i + 1 },
		"likelyClass": func(p float64) string { return strings.TrimPrefix(likelihood(p), "web.likely.") },
		"esc":         url.PathEscape,
		"rate":        func(p float64) string { return rate(lang, p) },
		"amounts":     func(s string) string { return amountsIn(lang, s) },
		"brief":       func(p float64) string { return brief(lang, p) },
		"hundredth":   hundredth,
		"month":       func(m string) string { return monthName(lang, m) },
		"anchor":      anchor,
		"foreign":     foreign,
		"inWords":     func(condition string) []string { return inWords(lang, condition) },
		"because":     func(parts []string) string { return becauseOf(lang, parts) },
		"shareWords":  func(share string) string { return shareInWords(lang, share) },
		"dict":        dict,
		"did":         func(d *LastAct) Sentence { return doneSentence(lang, zone, *d) },
		"browserName": browserName,
		"right":       neededOf,
		"may":         func(policy.Right) bool { return false }, // bound when a page is written: see set
	}
	maps.Copy(all, payableFunctions(lang))
	maps.Copy(all, chartFunctions(lang))
	maps.Copy(all, staffingFunctions(lang))
	maps.Copy(all, projectFunctions(lang))
	return all
}

func remedy(lang text.Lang, s Sentence) string {
	if !text.Has(lang, s.Code+".do") {
		return ""
	}
	return text.Say(lang, s.Code+".do", s.Args)
}

// amountText writes an amount with a real minus sign, which screen readers say.
func amountText(lang text.Lang, c money.Cents) string {
	return strings.Replace(text.Money(lang, c.String()), "-", "−", 1)
}

var canonicalAmount = regexp.MustCompile(`-?\b[0-9]+\.[0-9]{2}$`)

// amountsIn writes the amounts of "4440 12.30, 1250 100.00" as the language does.
func amountsIn(lang text.Lang, bookings string) string {
	list := strings.Split(bookings, ", ")
	for i, one := range list {
		list[i] = canonicalAmount.ReplaceAllStringFunc(one, func(a string) string {
			return strings.Replace(text.Money(lang, a), "-", "−", 1)
		})
	}
	return strings.Join(list, "; ")
}

// euro writes an amount with its sign before the €.
func euro(lang text.Lang, c money.Cents) string {
	s := amountText(lang, c)
	if unsigned, negative := strings.CutPrefix(s, "−"); negative {
		return "−€\u00a0" + unsigned
	}
	return "€\u00a0" + s
}

func moment(lang text.Lang, t time.Time) string {
	return text.Day(lang, t.Format(time.DateOnly)) + " " + t.Format("15:04")
}

// since writes from when something counts: the day alone, when from its beginning.
func since(lang text.Lang, t time.Time) string {
	if t.Hour() == 0 && t.Minute() == 0 {
		return text.Day(lang, t.Format(time.DateOnly))
	}
	return moment(lang, t)
}

// percent rounds down to a tenth and never says 100 % of something that is only
// probable.
func percent(lang text.Lang, p float64) string {
	tenths := math.Floor(min(max(p, 0), 0.999) * 1000)
	s := strconv.FormatFloat(tenths/10, 'f', 1, 64)
	s = strings.TrimSuffix(s, ".0")
	if lang == text.NL {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s + "\u00a0%"
}

// share writes what part of a count something is: all of it is 100 %.
func share(lang text.Lang, part, whole int) string {
	if part == whole {
		return "100\u00a0%"
	}
	return percent(lang, float64(part)/float64(whole))
}

// likelihood gives the key of a probability in words.
func likelihood(p float64) string {
	switch {
	case p >= 0.995:
		return "web.likely.certain"
	case p >= SureAt:
		return "web.likely.very"
	case p >= 0.8:
		return "web.likely.probably"
	case p >= 0.5:
		return "web.likely.possibly"
	default:
		return "web.likely.unsure"
	}
}

// iban groups an account number by four, as it is written on paper. Spaces do
// not break, so that it stays on one line.
func iban(s string) string {
	if len(s) < 15 || len(s) > 34 || s[0] < 'A' || s[0] > 'Z' {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i += 4 {
		if i > 0 {
			b.WriteString("\u00a0")
		}
		b.WriteString(s[i:min(i+4, len(s))])
	}
	return b.String()
}

func pick(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

// dict passes several values to a piece of a template.
func dict(pairs ...any) map[string]any {
	all := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		all[pairs[i].(string)] = pairs[i+1]
	}
	return all
}
