// SPDX-License-Identifier: EUPL-1.2

package duplicates

import (
	"strings"

	"rentmeester/party"
)

// number is an invoice number as it is compared.
type number struct {
	raw    string // without spaces around it
	normal string // letters and digits, upper case, look-alikes as digits, no leading zeros
	core   string // normal without the letters before the first digit
}

const longestNumber = 60 // bytes that are looked at

// lookalike are letters that are typed, printed or read for a digit.
var lookalike = [256]byte{'O': '0', 'Q': '0', 'D': '0', 'I': '1', 'L': '1', 'Z': '2', 'S': '5', 'G': '6', 'B': '8'}

// Normalise gives the form in which invoice numbers are the same: "inv 0O12-7"
// and "INV-00127" are. "" when nothing is left.
func Normalise(s string) string { return readNumber(s).normal }

func readNumber(s string) number {
	s = strings.TrimSpace(s)
	if len(s) > longestNumber {
		s = s[:longestNumber]
	}
	n := number{raw: s}
	var plain []byte
	folded := party.Fold(s)
	for i := 0; i < len(folded); i++ {
		if c := folded[i]; c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
			plain = append(plain, c)
		}
	}
	head := prefix(plain)
	n.normal = string(plain[:head]) + digitised(plain[head:])
	n.core = digitised(plain[head:])
	return n
}

// prefix counts the letters that a number begins with, "INV" of INV0012: those
// before the first digit. A letter just before it that may be a digit itself
// ("INVO12") stays with the digits: the zeros in front of it go anyway. A number
// without digits has none.
func prefix(plain []byte) int {
	for i, c := range plain {
		if c < 'A' {
			return i
		}
	}
	return 0
}

// digitised writes look-alikes as digits and leaves out leading zeros, but for
// the last character.
func digitised(plain []byte) string {
	out := make([]byte, len(plain))
	for i, c := range plain {
		if d := lookalike[c]; d != 0 {
			c = d
		}
		out[i] = c
	}
	for len(out) > 1 && out[0] == '0' {
		out = out[1:]
	}
	return string(out)
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
	case a.core == b.core && len(a.core) >= 3:
		return numberPrefix
	}
	short, long := a.core, b.core
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) >= 3 && len(long)-len(short) <= 3 && strings.HasPrefix(long, short) && len(long) > len(short) &&
		(len(short) >= 5 || letter(long[len(short)])) {
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

func letter(c byte) bool { return c >= 'A' && c <= 'Z' }

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
		return numberExact // the same core, too short for numberPrefix to say
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
