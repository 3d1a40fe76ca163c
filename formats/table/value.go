// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"math/big"
	"strconv"
	"strings"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
)

// clean gives the content of a cell: without spaces around it, control
// characters and line breaks, and without what spreadsheets put around text that
// must stay text (="0012" and '0012).
func clean(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] == 0x7f {
			s = strings.Map(func(r rune) rune {
				if r < ' ' || r == 0x7f {
					return ' '
				}
				return r
			}, s)
			break
		}
	}
	s = strings.TrimSpace(s)
	if len(s) > 3 && s[:2] == `="` && s[len(s)-1] == '"' {
		return strings.TrimSpace(s[2 : len(s)-1])
	}
	if len(s) > 1 && s[0] == '\'' && digits(s[1:]) {
		return s[1:]
	}
	return s
}

// textCell is a cell of text. A list may stand in it on lines below each other.
func textCell(s string) cell {
	c := cell{text: clean(s)}
	if strings.ContainsAny(s, "\n\r") {
		c.lines = s
	}
	return c
}

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// amount is a written amount of which the decimal sign may not be known yet.
type amount struct {
	whole, fraction string // when it can be read one way only, or as decimals
	negative        bool
	decimal         byte // the decimal sign this value proves: '.', ',' or 0
	three           bool // it has three decimals beyond doubt
	ambiguous       byte // '.' or ',' that is decimal sign or thousands separator; 0 when it is clear
}

// typography brings signs and spaces of word processors back to plain ones.
var typography = strings.NewReplacer("€", "", "\u00a0", " ", "\u2009", " ", "\u202f", " ", "\u2212", "-", "’", "'")

// readAmount takes a written amount apart: sign before or after or brackets, euro
// sign, thousands separators. ok is false for what is no amount.
func readAmount(s string) (a amount, ok bool) {
	if len(s) > 60 {
		return a, false
	}
	s = trimWord(strings.TrimSpace(typography.Replace(s)), "EUR")
	if n := len(s); n > 2 && s[0] == '(' && s[n-1] == ')' {
		a.negative, s = true, strings.TrimSpace(s[1:n-1])
	}
	for _, dash := range []string{",--", ",-"} { // € 100,- is a hundred euros
		if rest, found := strings.CutSuffix(s, dash); found {
			s, a.decimal = rest, ','
			break
		}
	}
	s, signed := cutSign(s)
	if signed && a.negative || s == "" {
		return a, false
	}
	a.negative = a.negative || signed
	return a, a.split(s)
}

func trimWord(s, word string) string {
	if len(s) > len(word) && strings.EqualFold(s[:len(word)], word) {
		s = s[len(word):]
	} else if at := len(s) - len(word); at > 0 && strings.EqualFold(s[at:], word) {
		s = s[:at]
	}
	return strings.TrimSpace(s)
}

// cutSign takes one sign off, before or after the figures.
func cutSign(s string) (rest string, negative bool) {
	if s == "" {
		return s, false
	}
	switch n := len(s); {
	case s[0] == '-' || s[0] == '+':
		return strings.TrimSpace(s[1:]), s[0] == '-'
	case s[n-1] == '-' || s[n-1] == '+':
		return strings.TrimSpace(s[:n-1]), s[n-1] == '-'
	}
	return s, false
}

// split divides figures at their separators and finds out what those are.
func (a *amount) split(s string) bool {
	runs, seps := make([]string, 0, 8), make([]byte, 0, 8)
	from := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
		case c == '.' || c == ',' || c == ' ' || c == '\'':
			runs, seps, from = append(runs, s[from:i]), append(seps, c), i+1
		default:
			return false
		}
	}
	runs = append(runs, s[from:])
	n := len(seps)
	if n == 0 {
		a.whole = runs[0]
		return true
	}
	last := seps[n-1]
	if n > 1 && same(seps) || last == ' ' || last == '\'' { // 1.234.567
		if !same(seps) || !grouped(runs) || a.decimal != 0 && a.decimal == last {
			return false
		}
		a.whole = strings.Join(runs, "")
		if last == '.' || last == ',' {
			a.decimal = other(last)
		}
		return true
	}
	if n > 1 && (!same(seps[:n-1]) || !grouped(runs[:n])) {
		return false
	}
	return a.decide(strings.Join(runs[:n], ""), runs[n], last, n)
}

// decide settles a value whose last separator stands once.
func (a *amount) decide(whole, fraction string, sep byte, seps int) bool {
	if whole == "" && fraction == "" || a.decimal != 0 && a.decimal == sep {
		return false
	}
	a.whole, a.fraction = whole, fraction
	if seps == 1 && len(fraction) == 3 && len(whole) >= 1 && len(whole) <= 3 && whole[0] != '0' {
		if a.decimal != 0 { // 1.000,-
			a.whole, a.fraction = whole+fraction, ""
			return true
		}
		a.ambiguous = sep
		return true
	}
	a.decimal, a.three = sep, len(fraction) == 3
	return true
}

func same(seps []byte) bool {
	for _, c := range seps {
		if c != seps[0] {
			return false
		}
	}
	return true
}

func grouped(runs []string) bool {
	for i, r := range runs {
		if len(r) != 3 && (i > 0 || len(r) == 0 || len(r) > 3) {
			return false
		}
	}
	return true
}

func other(sep byte) byte {
	if sep == '.' {
		return ','
	}
	return '.'
}

// cents gives the amount once the decimal sign of its column is known.
// Errors: those of money.Parse.
func (a amount) cents(decimal byte) (money.Cents, error) {
	whole, fraction := a.whole, a.fraction
	if a.ambiguous != 0 && a.ambiguous != decimal {
		whole, fraction = whole+fraction, ""
	}
	c, err := money.Parse(whole + "." + fraction)
	if a.negative {
		c = -c
	}
	return c, err
}

// numberCents reads the amount of a number cell. Workbooks keep binary
// fractions: 0.1 + 0.2 stands there as 0.30000000000000004, which is 0.30.
// Errors: money.invalid, money.precision, money.range.
func numberCents(s string) (money.Cents, error) {
	exact, ok := number(s)
	if !ok {
		return 0, fault.New("money.invalid", "value", clip(s))
	}
	hundred := new(big.Rat).Mul(exact, big.NewRat(100, 1))
	text := hundred.FloatString(0) // rounds half away from zero
	rounded, _ := new(big.Rat).SetString(text)
	rest := new(big.Rat).Sub(hundred, rounded)
	if rest.Abs(rest).Cmp(big.NewRat(1, 1000)) > 0 {
		return 0, fault.New("money.precision", "value", clip(s))
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || money.Cents(n).Abs() > money.Max {
		return 0, fault.New("money.range", "value", clip(s))
	}
	return money.Cents(n), nil
}

// number reads the notation of a number cell: digits, point, exponent.
func number(s string) (*big.Rat, bool) {
	mantissa, exponent, scientific := strings.Cut(strings.ToUpper(s), "E")
	if len(mantissa) > 40 || strings.Trim(mantissa, "+-.0123456789") != "" {
		return nil, false
	}
	if scientific {
		if e, err := strconv.Atoi(exponent); err != nil || e > 30 || e < -30 {
			return nil, false
		}
	}
	return new(big.Rat).SetString(s)
}

// readDay reads a written date: 2026-01-31, 31-1-2026, 31/01/2026, 31.01.2026,
// 20260131, each with or without a time after it. Zeros are no date. ok is false
// for anything else, short for a year of two digits.
func readDay(s string) (d day.Day, short, ok bool) {
	if at := strings.IndexAny(s, " T"); at > 0 && strings.Trim(s[at+1:], "0123456789:.Z+") == "" {
		s = s[:at]
	}
	if digits(s) && len(s) == 8 {
		s = s[:4] + "-" + s[4:6] + "-" + s[6:]
	}
	sep := strings.IndexAny(s, "-/.")
	if sep < 0 || len(s) > 10 {
		return "", false, false
	}
	parts := strings.Split(s, s[sep:sep+1])
	if len(parts) != 3 || !digits(parts[0]) || !digits(parts[1]) || !digits(parts[2]) {
		return "", false, false
	}
	if strings.Trim(s, "0-/.") == "" {
		return "", false, true
	}
	if len(parts[0]) == 4 {
		parts[0], parts[2] = parts[2], parts[0]
	}
	if len(parts[0]) > 2 || len(parts[1]) > 2 || len(parts[2]) != 4 {
		return "", len(parts[2]) == 2, false
	}
	d, err := day.Date(atoi(parts[2]), atoi(parts[1]), atoi(parts[0]))
	return d, false, err == nil
}

func atoi(s string) int { n, _ := strconv.Atoi(s); return n }

// serialDay reads a date as workbooks count them: days since 30 December 1899,
// or since 1 January 1904. The fraction is the time of day.
func serialDay(s string, from1904 bool) (day.Day, bool) {
	exact, ok := number(s)
	if !ok {
		return "", false
	}
	if exact.Sign() == 0 {
		return "", true
	}
	whole := new(big.Int).Quo(exact.Num(), exact.Denom())
	if !whole.IsInt64() {
		return "", false
	}
	n := whole.Int64()
	if n >= 19000101 && n <= 29991231 { // 20260131 typed as a number
		d, _, ok := readDay(whole.String())
		return d, ok
	}
	epoch := day.Day("1899-12-30")
	if from1904 {
		epoch = "1904-01-01"
	}
	if n < 61 || n > 401_768 { // before 1 March 1900 the count is off by one; after 2999
		return "", false
	}
	return epoch.Add(int(n)), true
}
