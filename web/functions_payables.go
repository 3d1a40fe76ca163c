// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"html/template"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rentmeester/fault"
	"rentmeester/text"
)

// payableFunctions are the words of the templates of what we owe.
func payableFunctions(lang text.Lang) template.FuncMap {
	return template.FuncMap{
		"quantity":     func(s string) string { return text.Say(lang, "web.quantity-shown", fault.Args("n", s)) },
		"clock":        func(left int) string { return clock(lang, left) },
		"named":        func(prefix, value string) string { return named(lang, prefix, value) },
		"fieldName":    func(name string) string { return fieldName(lang, name) },
		"pathEnd":      pathEnd,
		"shown":        func(f Field) string { return shown(lang, f) },
		"typed":        func(f Field, typed map[string]string) string { return typedValue(lang, f, typed) },
		"stepName":     func(s ApprovalStep) string { return stepName(lang, s) },
		"message":      func(f Finding) string { return f.Messages[string(lang)] },
		"pct":          func(p float64) string { return strconv.FormatFloat(min(max(p, 0), 100), 'f', 2, 64) + "%" },
		"pick":         pick,
		"join":         func(list []string) string { return strings.Join(list, ", ") },
		"reasonsOf":    reasonsOf,
		"byKind":       byKind,
		"price":        func(canonical string) string { return price(lang, canonical) },
		"treatment":    func(name string) string { return treatment(lang, name) },
		"bookingTitle": func(b Booking) string { return bookingTitle(lang, b) },
		"list":         func(values ...string) []string { return values },
		"index2":       func(m map[string]string, key string) string { return m[key] },
		"actForm":      func(where string) bool { return knownActs[where] || where == "hold" },
	}
}

// clock says how long there is to pay, in words.
func clock(lang text.Lang, left int) string {
	key, n := "web.clock.left.many", left
	switch {
	case left < -1:
		key, n = "web.clock.late.many", -left
	case left == -1:
		key, n = "web.clock.late.one", 1
	case left == 0:
		key = "web.clock.today"
	case left == 1:
		key = "web.clock.left.one"
	}
	return text.Say(lang, key, fault.Args("n", n))
}

// named gives the name of something that has one in the catalogue, else the
// thing itself.
func named(lang text.Lang, prefix, value string) string {
	if value == "" || !text.Has(lang, prefix+value) {
		return value
	}
	return text.Say(lang, prefix+value, nil)
}

var numbered = regexp.MustCompile(`^(lines|tax)\.([0-9]+)\.([a-z]+)$`)

// fieldName names a field; those of a line or a rate of VAT with their number.
func fieldName(lang text.Lang, name string) string {
	if m := numbered.FindStringSubmatch(name); m != nil && text.Has(lang, "web.field."+m[1]+"."+m[3]) {
		n, _ := strconv.Atoi(m[2])
		return text.Say(lang, "web.field."+m[1]+"."+m[3], fault.Args("n", n+1))
	}
	return named(lang, "web.field.", name)
}

// shown writes the value of a field as people read it.
func shown(lang text.Lang, f Field) string {
	switch {
	case f.Form == "day" && f.Value != "":
		return text.Day(lang, f.Value)
	case f.Form == "kind":
		return named(lang, "web.dockind.", f.Value)
	}
	return typedValue(lang, f, nil)
}

// typedValue gives what stands in the form for a field: what was typed, else its
// value as one would type it.
func typedValue(lang text.Lang, f Field, typed map[string]string) string {
	if value, there := typed[f.Name]; there {
		return value
	}
	switch f.Form {
	case "amount":
		if canonicalAmount.MatchString(f.Value) {
			return text.Money(lang, f.Value)
		}
	case "iban":
		return iban(f.Value)
	}
	return f.Value
}

// stepName names a step of approval by its role or its rule.
func stepName(lang text.Lang, s ApprovalStep) string {
	if text.Has(lang, "web.step-name."+s.Name) {
		return text.Say(lang, "web.step-name."+s.Name, nil)
	}
	return s.Name
}

// heldFor are the holds of one kind, which are released together.
type heldFor struct {
	Hold
	Whys []Sentence
}

// byKind puts holds of one kind together, in the order of their first.
func byKind(holds []Hold) (all []heldFor) {
	for _, h := range holds {
		at := slices.IndexFunc(all, func(g heldFor) bool { return g.Kind == h.Kind })
		if at < 0 {
			at = len(all)
			all = append(all, heldFor{Hold: h})
		}
		all[at].Whys = append(all[at].Whys, h.Why)
	}
	return all
}

// price writes what one unit costs, with the two decimals of an amount or as many
// as it has more.
func price(lang text.Lang, canonical string) string {
	if canonical == "" {
		return ""
	}
	whole, cents, _ := strings.Cut(canonical, ".")
	return text.Money(lang, whole+"."+cents+strings.Repeat("0", max(0, 2-len(cents))))
}

func reasonsOf(holds []Hold) (all []Sentence) {
	for _, h := range holds {
		all = append(all, h.Why)
	}
	return all
}

// treatment names what becomes of VAT; mixed VAT may have a ratio with a name.
func treatment(lang text.Lang, name string) string {
	kind, ratio, found := strings.Cut(name, ":")
	if !found {
		return named(lang, "web.treatment.", kind)
	}
	return named(lang, "web.treatment.", kind) + " (" + ratio + ")"
}

func bookingTitle(lang text.Lang, b Booking) string {
	title := text.Day(lang, string(b.Day)) + " · " + b.Text
	if b.Reversal {
		title += " · " + text.Say(lang, "web.payment.reversal", nil)
	}
	return title
}

// pathEnd gives the last two steps of a path in an e-invoice, as much as tells an
// accountant which element was read; the whole path is eighty letters wide.
func pathEnd(path string) string {
	steps := strings.Split(path, "/")
	if len(steps) <= 3 {
		return path
	}
	return "…/" + strings.Join(steps[len(steps)-2:], "/")
}
