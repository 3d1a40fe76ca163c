// SPDX-License-Identifier: EUPL-1.2

package extract

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	unit    = 10_000 // units in one euro
	cent    = unit / 100
	mostEUR = 1_000_000_000
)

var (
	amountShape = regexp.MustCompile(`^([-–−(]?) ?(€|EUR|EURO|\$|USD|£|GBP|CHF|C)? ?([-–−]?) ?(\d{1,3}(?:[.,'’ ]\d{3})+|\d+)(?: ?([.,]) ?(\d{2,4}|[-–−]{1,2}))? ?([-–−)]?) ?(€|EUR|EURO|\$|USD|£|GBP|CHF)? ?([-–−]|CR|C)?$`)
	signs       = regexp.MustCompile(`[^\p{L}0-9]|EUR`)
	rateShape   = regexp.MustCompile(`^\(?(\d{1,2})(?:[.,](\d{1,2}))? ?%\)?[,.:;]?$`)
	confusedIn  = strings.NewReplacer("O", "0", "o", "0", "l", "1", "I", "1", "|", "1", "S", "5", "B", "8")
)

// symbols are the currencies by how they are written.
var symbols = map[string]string{"€": "EUR", "EUR": "EUR", "EURO": "EUR", "$": "USD", "USD": "USD", "£": "GBP", "GBP": "GBP", "CHF": "CHF"}

// signsOfCurrency are the keys of symbols, in the order in which they are tried.
var signsOfCurrency = []string{"EURO", "EUR", "€", "USD", "GBP", "CHF", "£", "$"}

// findAmounts finds amounts and rates of VAT.
func (s *sheet) findAmounts() {
	s.spans(5, func(l *line, tokens []*token) bool {
		if c, ok := rateOf(said(tokens)); ok && len(tokens) <= 2 && !s.taken(tokens[0], isDay) {
			c.tokens, c.line = tokens, l
			s.add(c)
			return true
		}
		c, ok := s.amountOf(tokens)
		if !ok || s.taken(tokens[0], isDay) || s.taken(tokens[len(tokens)-1], isDay) {
			return false
		}
		c.tokens, c.line = tokens, l
		s.add(c)
		return true
	})
}

func rateOf(text string) (*cand, bool) {
	found := rateShape.FindStringSubmatch(text)
	if found == nil {
		return nil, false
	}
	units := unitsOf(found[1], found[2])
	return &cand{kind: isRate, units: units, value: plain(units)}, true
}

// amountOf reads words as one amount. Words that merely stand beside each
// other are no amount: "2 150,00" may be a quantity and a price. Groups of
// three digits with a space between them are one only when the gap is narrow.
func (s *sheet) amountOf(tokens []*token) (*cand, bool) {
	text := strings.ReplaceAll(said(tokens), "\u00a0", " ")
	if utf8.RuneCountInString(text) > 24 || !strings.ContainsAny(text, "0123456789") {
		return nil, false
	}
	text = strings.Trim(text, ":;*")
	if len(text) > 1 && strings.HasSuffix(text, ".") {
		text = strings.TrimSuffix(text, ".")
	}
	c := parseAmount(text)
	if c == nil && s.ocr && len(tokens) <= 2 {
		if mended := confusedIn.Replace(text); mended != text && digitShare(signs.ReplaceAllString(text, "")) >= 0.6 {
			if c = parseAmount(mended); c != nil {
				c.repaired = true
			}
		}
	}
	if c == nil || !near(tokens) {
		return nil, false
	}
	return c, true
}

// digitShare is how much of a text is digits.
func digitShare(text string) float64 {
	digits := 0
	for _, r := range text {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	return float64(digits) / float64(max(utf8.RuneCountInString(text), 1))
}

// near says whether digits of one number stand as near as within a number.
func near(tokens []*token) bool {
	for i := 1; i < len(tokens); i++ {
		a, b := tokens[i-1], tokens[i]
		both := strings.ContainsAny(a.text[len(a.text)-1:], "0123456789.,") && strings.ContainsAny(b.text[:1], "0123456789.,")
		if gap := b.box.Left - a.box.Right; both && gap > 0.45*(b.box.Bottom-b.box.Top)+1 {
			return false
		}
	}
	return true
}

// parseAmount reads an amount in the notations of Dutch, German, French and
// English; nil for something else.
func parseAmount(text string) *cand {
	found := amountShape.FindStringSubmatch(strings.ToUpper(text))
	if found == nil {
		return nil
	}
	whole, point, fraction := found[4], found[5], found[6]
	currency := symbols[found[2]]
	if currency == "" {
		currency = symbols[found[8]]
	}
	grouping := strings.Trim(whole, "0123456789")
	if grouping != "" && (strings.Trim(grouping, grouping[:1]) != "" && !strings.HasPrefix(grouping, "’") || point != "" && strings.HasPrefix(grouping, point)) {
		return nil
	}
	digits := strings.NewReplacer(".", "", ",", "", "'", "", "’", "", " ", "").Replace(whole)
	decimals := len(fraction)
	switch {
	case strings.Trim(fraction, "-–−") == "" && point != "":
		fraction, decimals = "", 2 // 242,-
	case point == "" && currency == "":
		return nil // a bare whole number is a quantity, a year, a number of something
	case grouping != "" && point == "" && !strings.Contains(grouping, " ") && currency == "":
		return nil
	}
	if len(digits) > 10 || len(digits) > 1 && digits[0] == '0' && point == "" {
		return nil
	}
	units := unitsOf(digits, fraction)
	if found[1] != "" || found[3] != "" || found[7] != "" || found[9] != "" {
		units = -units
	}
	if units > mostEUR*unit || units < -mostEUR*unit {
		return nil
	}
	return &cand{kind: isAmount, units: units, value: plain(units), decimals: decimals, currency: currency}
}

// unitsOf gives the units of a whole number with a fraction of up to four digits.
func unitsOf(whole, fraction string) int64 {
	w, _ := strconv.ParseInt(whole, 10, 64)
	f, _ := strconv.ParseInt((fraction + "0000")[:4], 10, 64)
	return w*unit + f
}

// plain writes units as a plain decimal with at least two decimals.
func plain(units int64) string {
	sign := ""
	if units < 0 {
		sign, units = "-", -units
	}
	whole, fraction := units/unit, units%unit
	if fraction%cent == 0 {
		return sign + strconv.FormatInt(whole, 10) + "." + pad(fraction/cent, 2)
	}
	return sign + strconv.FormatInt(whole, 10) + "." + strings.TrimRight(pad(fraction, 4), "0")
}

func pad(n int64, digits int) string {
	text := strconv.FormatInt(n, 10)
	return strings.Repeat("0", max(digits-len(text), 0)) + text
}

func absolute(n int64) int64 { return max(n, -n) }
