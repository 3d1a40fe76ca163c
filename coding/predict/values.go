// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"

	"rentmeester/day"
	"rentmeester/money"
)

// absent says whether a program wrote a value for one that it does not have.
func absent(value string) bool {
	switch strings.ToLower(value) {
	case "", "nan", "nat", "null", "none", "<na>":
		return true
	}
	return false
}

// dayOf reads a date as programs write them: 2026-01-31, with or without a time
// after it, 2026/01/31, 20260131, 31-01-2026, 31/01/2026, 31.01.2026 (the day
// before the month), or seconds or milliseconds since 1970. Of what is absent the
// day is "". ok is false when it is no date.
func dayOf(value string) (on day.Day, ok bool) {
	if on, err := day.Parse(value); err == nil {
		return on, true
	}
	value = strings.TrimSpace(value)
	if absent(value) {
		return "", true
	}
	if at := strings.IndexAny(value, "T "); at >= 8 {
		value = value[:at]
	}
	value = strings.TrimSuffix(value, ".0") // a whole number that went through a float
	if n, err := strconv.ParseInt(value, 10, 64); err == nil {
		return dayOfNumber(n, len(value))
	}
	parts := strings.FieldsFunc(value, func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	if len(parts) != 3 {
		return "", false
	}
	if len(parts[0]) != 4 {
		parts[0], parts[2] = parts[2], parts[0]
	}
	var n [3]int
	for i, part := range parts {
		number, err := strconv.Atoi(part)
		if err != nil || len(part) > 2 && i > 0 {
			return "", false
		}
		n[i] = number
	}
	on, err := day.Date(n[0], n[1], n[2])
	return on, err == nil
}

func dayOfNumber(n int64, digits int) (day.Day, bool) {
	switch {
	case digits == 8:
		on, err := day.Date(int(n/10_000), int(n/100%100), int(n%100))
		return on, err == nil
	case digits >= 12 && digits <= 13:
		n /= 1_000
	case digits < 9 || digits > 10:
		return "", false
	}
	on, err := day.Parse(time.Unix(n, 0).UTC().Format(time.DateOnly))
	return on, err == nil
}

// centsOf reads an amount: 1234.56, 1234,56, 1.234,56, 1,234.56, with a currency
// before or after it, and a minus before or behind it or brackets around it. A
// single comma before three digits stands between thousands. ok is false when it
// is no amount; known is false when there is none.
func centsOf(value string) (cents money.Cents, known, ok bool) {
	v, err := strconv.ParseFloat(value, 64)
	if err != nil {
		value = strings.TrimSpace(value)
		if absent(value) {
			return 0, false, true
		}
		if v, err = strconv.ParseFloat(plainNumber(value), 64); err != nil {
			return 0, false, false
		}
	}
	if math.IsNaN(v) {
		return 0, false, true
	}
	if math.Abs(v) > 1e15 {
		return 0, false, false
	}
	return money.Cents(math.Round(v * 100)), true, true
}

// plainNumber writes an amount the way Go reads one; what it makes of no amount is
// none.
func plainNumber(value string) string {
	for _, currency := range []string{"EUR", "GBP", "€", "£"} {
		value = strings.TrimSuffix(strings.TrimPrefix(value, currency), currency)
	}
	value = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\'' || r == '’' {
			return -1
		}
		if r == '−' {
			return '-'
		}
		return r
	}, value)
	if rest, found := strings.CutPrefix(value, "("); found && strings.HasSuffix(rest, ")") {
		value = "-" + rest[:len(rest)-1]
	}
	if rest, found := strings.CutSuffix(value, "-"); found {
		value = "-" + rest
	}
	comma, point := strings.LastIndexByte(value, ','), strings.LastIndexByte(value, '.')
	thousands := comma >= 0 && comma < point || strings.Count(value, ",") > 1 || comma > 0 && point < 0 && len(value)-comma == 4
	switch {
	case thousands:
		return strings.ReplaceAll(value, ",", "")
	case comma >= 0 || strings.Count(value, ".") > 1:
		return strings.Replace(strings.ReplaceAll(value, ".", ""), ",", ".", 1)
	}
	return value
}
