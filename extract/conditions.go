// SPDX-License-Identifier: EUPL-1.2

package extract

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rentmeester/day"
)

// readConditions reads what is said of how to pay: the part for the blocked
// account, and the discount for who pays early. They are the fields of conditions,
// which nobody needs to see an invoice booked: what is not sure is left to a
// person, and holds nothing.
func (s *sheet) readConditions(read []Field) []Field {
	values := map[string]Field{}
	for _, f := range read {
		values[f.Name] = f
	}
	whole := s.unitsOfField(values, Payable, Gross)
	var fields []Field
	if f, ok := s.blockedPart(values[GAccount].Value, whole); ok {
		fields = append(fields, f)
	}
	return append(fields, s.discount(values[Issued].Value, whole)...)
}

// Aside says whether a field is one of these conditions: a doubt about it need not
// hold the invoice.
func Aside(name string) bool {
	return name == GAccountAmount || strings.HasPrefix(name, "discount.")
}

// unitsOfField gives the first of these fields that was read, as an amount.
func (s *sheet) unitsOfField(values map[string]Field, names ...string) int64 {
	for _, name := range names {
		if c := parseAmount(strings.TrimSuffix(strings.Replace(values[name].Value, ".", ",", 1), "-")); c != nil {
			return absolute(c.units)
		}
	}
	return 0
}

// blockedPart finds the amount for the blocked account: the only one beside the
// account or its name, in the same line or where that goes on.
func (s *sheet) blockedPart(account string, whole int64) (Field, bool) {
	if account == "" || whole == 0 {
		return Field{}, false
	}
	var near []*cand
	labelled := false
	for i, l := range s.lines {
		if !s.namesBlocked(l, account) {
			continue
		}
		labelled = labelled || slices.ContainsFunc(s.named[l], func(one *label) bool { return one.means(GAccount) > 0 })
		for _, beside := range s.lines[i:min(i+2, len(s.lines))] {
			if beside.page == l.page && (beside == l || beside.box.Top-l.box.Bottom < 1.2*l.height()) {
				near = append(near, s.parts(beside, whole)...)
			}
		}
	}
	if len(near) == 0 {
		return Field{}, false
	}
	others := slices.ContainsFunc(near, func(c *cand) bool { return absolute(c.units) != absolute(near[0].units) })
	rest := slices.ContainsFunc(s.of(isAmount), func(c *cand) bool { return c.units == whole-absolute(near[0].units) })
	f := Field{Name: GAccountAmount, Value: plain(absolute(near[0].units)), Raw: near[0].raw(), Places: []Place{near[0].place()}, Proof: ProofLabel}
	f.judge(others && !rest, eAlways|when(!others, eAlone)|when(rest, eSum)|when(labelled, eRule)|when(s.ocr, eScan)|when(s.ocr && near[0].sure() < 0.9, eUnsure90))
	return f, true
}

// namesBlocked says whether a line names the blocked account.
func (s *sheet) namesBlocked(l *line, account string) bool {
	return slices.ContainsFunc(s.onLineOf(isIBAN, l), func(c *cand) bool { return c.value == account }) ||
		slices.ContainsFunc(s.named[l], func(one *label) bool { return one.means(GAccount) > 0 })
}

// parts gives the amounts on a line that are a part of a whole. In a sentence an
// amount in brackets is no negative one.
func (s *sheet) parts(l *line, whole int64) []*cand {
	return slices.DeleteFunc(s.onLineOf(isAmount, l), func(c *cand) bool {
		return c.units == 0 || absolute(c.units) >= whole || c.units%cent != 0
	})
}

var (
	discountWords = regexp.MustCompile(`(?i)korting|skonto|kredietbeperking|escompte|early payment|discount`)
	payWords      = regexp.MustCompile(`(?i)betal|betaal|binnen|voor |vóór|zahl|innerhalb|pay|within|paie`)
	surcharge     = regexp.MustCompile(`(?i)toeslag|geen korting|zonder korting|no discount`)
	withinDays    = regexp.MustCompile(`(?i)(?:binnen|innerhalb(?: von)?|within|in) (\d{1,2}) (?:werk)?(?:dagen|tage|days)`)
	percentOf     = regexp.MustCompile(`(\d{1,2})(?:[.,](\d{1,2}))? ?%`)
)

// discount reads "2 % korting bij betaling binnen 8 dagen": the percentage, the
// last day, and the amount where it is said. It is proved when the amount is that
// percentage of the whole.
func (s *sheet) discount(issued string, whole int64) []Field {
	for i, l := range s.lines {
		if !discountWords.MatchString(said(l.tokens)) {
			continue
		}
		lines := []*line{l}
		if i+1 < len(s.lines) && s.lines[i+1].page == l.page && s.lines[i+1].box.Top-l.box.Bottom < 1.2*l.height() {
			lines = append(lines, s.lines[i+1])
		}
		var text strings.Builder
		for _, one := range lines {
			text.WriteString(said(one.tokens) + " ")
		}
		percent := percentOf.FindStringSubmatch(text.String())
		if percent == nil || !payWords.MatchString(text.String()) || surcharge.MatchString(text.String()) || whole == 0 {
			continue
		}
		if fields := s.discountFields(lines, text.String(), unitsOf(percent[1], percent[2]), issued, whole); fields != nil {
			return fields
		}
	}
	return nil
}

// mostDiscount is a percentage beyond which a discount for paying early is not
// believed.
const mostDiscount = 10 * unit

func (s *sheet) discountFields(lines []*line, text string, percent int64, issued string, whole int64) []Field {
	until := ""
	for _, l := range lines {
		for _, c := range s.onLineOf(isDay, l) {
			if until == "" && !c.unclear && c.value >= issued {
				until = c.value
			}
		}
	}
	if found := withinDays.FindStringSubmatch(text); until == "" && found != nil && issued != "" {
		days, _ := strconv.Atoi(found[1])
		until = string(day.Day(issued).Add(days))
	}
	if until == "" || percent == 0 || percent > mostDiscount {
		return nil
	}
	off := taxOf(whole, percent)
	var stated *cand
	for _, l := range lines {
		for _, c := range s.parts(l, whole) {
			if stated == nil || absolute(absolute(c.units)-off) < absolute(absolute(stated.units)-off) {
				stated = c
			}
		}
	}
	sure := stated != nil && absolute(absolute(stated.units)-off) <= cent
	why := eAlways | when(sure, eSum) | when(stated == nil, eAlone) | when(s.ocr, eScan)
	tokens := lines[0].tokens
	make := func(name, value string, at []*token) Field {
		f := Field{Name: name, Value: value, Raw: said(at), Places: []Place{place(at)}, Proof: ProofLabel}
		f.judge(stated != nil && !sure, why)
		return f
	}
	fields := []Field{make(DiscountPercent, plain(percent), tokens), make(DiscountUntil, until, tokens)}
	if sure {
		fields = append(fields, make(DiscountAmount, plain(absolute(stated.units)), stated.tokens))
	}
	return fields
}
