// SPDX-License-Identifier: EUPL-1.2

package duplicates

import (
	"strings"

	"rentmeester/party"
)

// number is an invoice number as it is compared.
type number struct {
	raw    string // without spaces around it
	normal string // letters and digits, upper case, look-alikes as digits, no zeros before the last digits
	core   string // the last digits of normal, when there are enough to tell
}

const (
	longestNumber = 60 // bytes that are looked at
	fewestDigits  = 3  // that make a core
)

// lookalike are digits for the letters that are typed, printed or read for them.
var lookalike = [256]byte{'O': '0', 'Q': '0', 'D': '0', 'I': '1', 'L': '1', 'Z': '2', 'S': '5', 'G': '6', 'B': '8'}

// Normalise gives the form in which invoice numbers are the same: "inv 0O12-7"
// and "INV-00127" are. "" when nothing is left.
func Normalise(s string) string { return readNumber(s).normal }

func readNumber(s string) number {
	s = strings.TrimSpace(s)
	if len(s) > longestNumber {
		s = s[:longestNumber]
	}
	folded := party.Fold(s)
	plain := make([]byte, 0, len(folded))
	for i := 0; i < len(folded); i++ {
		c := folded[i]
		if d := lookalike[c]; d != 0 {
			c = d
		}
		if c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
			plain = append(plain, c)
		}
	}
	at := len(plain)
	for at > 0 && plain[at-1] <= '9' {
		at--
	}
	digits := plain[at:]
	for len(digits) > 1 && digits[0] == '0' {
		digits = digits[1:]
	}
	n := number{raw: s, normal: string(append(plain[:at], digits...))}
	n.core = n.normal
	if len(digits) >= fewestDigits {
		n.core = n.normal[len(n.normal)-len(digits):]
	}
	return n
}

// kinship says how two numbers compare.
type kinship uint8

const (
	numberUnknown kinship = iota // one of them is missing
	numberOther
	numberNear   // the next few in a series
	numberPart   // one is the other with something behind it: 1234 and 1234-A
	numberLast   // one slip in the last two characters, where a series counts
	numberSlip   // one slip anywhere else
	numberSwap   // two neighbours swapped
	numberPrefix // the same but for the letters in front
	numberNormal // the same but for signs, zeros in front and look-alikes
	numberExact  // the same as written
)

const series = 60 // numbers of a supplier that follow each other are no further apart

// compareNumbers is symmetric.
func compareNumbers(a, b *number) kinship {
	switch {
	case a.core == "" || b.core == "":
		return numberUnknown
	case a.raw == b.raw:
		return numberExact
	case a.normal == b.normal:
		return numberNormal
	case a.core == b.core:
		return numberPrefix
	}
	if kin := fromCore(a.normal, b.normal); kin != numberOther {
		return kin
	}
	return fromCore(a.core, b.core)
}

// fromCore compares numbers that are not the same.
func fromCore(short, long string) kinship {
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) >= 3 && len(long) > len(short) && len(long)-len(short) <= 3 && strings.HasPrefix(long, short) {
		return numberPart
	}
	if slip := slipOf(short, long); slip != numberOther {
		return slip
	}
	if inSeries(short, long) {
		return numberNear
	}
	return numberOther
}

// slipOf says whether one slip makes the one number the other, and where. Numbers
// of three characters and less are too short to tell.
func slipOf(short, long string) kinship {
	if len(short) < 4 || len(long)-len(short) > 1 {
		return numberOther
	}
	i := 0
	for i < len(short) && short[i] == long[i] {
		i++
	}
	if len(long) > len(short) {
		if short[i:] == long[i+1:] {
			return numberSlip
		}
		return numberOther
	}
	switch {
	case i == len(short):
		return numberSlip // not asked of what is the same
	case short[i+1:] == long[i+1:]:
		if i >= len(short)-2 {
			return numberLast
		}
		return numberSlip
	case i+1 < len(short) && short[i] == long[i+1] && short[i+1] == long[i] && short[i+2:] == long[i+2:]:
		return numberSwap
	}
	return numberOther
}

// inSeries says whether two numbers differ by a little in their last digits.
func inSeries(a, b string) bool {
	stemA, countA := tail(a)
	stemB, countB := tail(b)
	return stemA == stemB && countA != countB && max(countA, countB)-min(countA, countB) <= series
}

// tail splits the last digits, at most nine, from what stands before them.
func tail(s string) (stem string, count int) {
	at := len(s)
	for at > 0 && s[at-1] >= '0' && s[at-1] <= '9' && len(s)-at < 9 {
		at--
	}
	for _, c := range s[at:] {
		count = count*10 + int(c-'0')
	}
	return s[:at], count
}
