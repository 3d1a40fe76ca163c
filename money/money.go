// SPDX-License-Identifier: EUPL-1.2

// Package money holds amounts as whole cents in an int64, never as a float.
// One cent is a hundredth of whatever currency stands beside the amount. It
// imports fault only.
package money

import (
	"math"
	"strings"

	"rentmeester/fault"
)

// Cents is an amount in hundredths of a currency unit; negative is out of the
// account or credit in the ledger, as the holder of the value says.
type Cents int64

// Max is the largest amount that is accepted from outside: 10 thousand billion
// units. It leaves room to add nine thousand of them without overflow.
const Max Cents = 1_000_000_000_000_000

// Parse reads an unsigned or signed decimal with a point, "1234.5" or "-0.01".
// More than two decimals are accepted only when the rest are zeros.
// Errors: money.invalid, money.precision, money.range.
func Parse(s string) (Cents, error) { return parse(s, '.') }

// ParseComma reads the same with a decimal comma ("1234,5"), as MT940 writes it.
func ParseComma(s string) (Cents, error) { return parse(s, ',') }

func parse(s string, sep byte) (Cents, error) {
	rest, negative := s, false
	if rest != "" && (rest[0] == '-' || rest[0] == '+') {
		negative, rest = rest[0] == '-', rest[1:]
	}
	whole, fraction, _ := strings.Cut(rest, string(sep))
	if whole == "" && fraction == "" || !digits(whole) || !digits(fraction) {
		return 0, fault.New("money.invalid", "value", fault.Clip(s, 40))
	}
	if len(fraction) > 2 {
		if strings.Trim(fraction[2:], "0") != "" {
			return 0, fault.New("money.precision", "value", fault.Clip(s, 40))
		}
		fraction = fraction[:2]
	}
	for len(fraction) < 2 {
		fraction += "0"
	}
	var n int64
	for _, c := range []byte(strings.TrimLeft(whole, "0") + fraction) {
		n = n*10 + int64(c-'0')
		if n > int64(Max) {
			return 0, fault.New("money.range", "value", fault.Clip(s, 40))
		}
	}
	if negative {
		n = -n
	}
	return Cents(n), nil
}

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// String gives the canonical form: point, two decimals, no grouping.
func (c Cents) String() string {
	var buf [24]byte
	i := len(buf)
	u := uint64(c)
	if c < 0 {
		u = -u
	}
	for n := 0; n < 3 || u > 0; n++ {
		if n == 2 {
			i--
			buf[i] = '.'
		}
		i--
		buf[i] = byte('0' + u%10)
		u /= 10
	}
	if c < 0 {
		i--
		buf[i] = '-'
	}
	return string(buf[i:])
}

// Abs gives the amount without its sign.
func (c Cents) Abs() Cents {
	if c < 0 {
		return -c
	}
	return c
}

// Add gives a + b. Errors: money.overflow, so that a sum over a hostile file
// can never wrap around and prove.
func Add(a, b Cents) (Cents, error) {
	if b > 0 && a > math.MaxInt64-b || b < 0 && a < math.MinInt64-b {
		return 0, fault.New("money.overflow", "a", a, "b", b)
	}
	return a + b, nil
}
