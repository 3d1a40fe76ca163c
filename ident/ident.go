// SPDX-License-Identifier: EUPL-1.2

// Package ident reads and makes the numbers of the field that carry a check
// digit or a fixed shape: IBAN, payment references, BSN and RSIN, KvK, btw-id,
// OIN, creditor identifier and BIC.
//
// A reading function takes what people and banks write (spaces, dots, hyphens,
// lower case) and gives the canonical form and whether it is valid; a canonical
// value costs no allocation. A making function gives a valid number from its
// digits. A valid check digit says that a number was probably typed right, never
// that it belongs to somebody. It imports fault only.
package ident

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rentmeester/fault"
)

// longest is the length of the longest identifier read here (a creditor
// identifier, 35) with room to spare; what is longer is none of them.
const longest = 40

// separator says whether people put r between the groups of a number.
func separator(r rune) bool {
	switch r {
	case ' ', '.', '-', ':', '\t', '\u00a0', '\u2007', '\u2009', '\u202f', '\u2010', '\u2011', '\u2013':
		return true
	}
	return false
}

// Electronic gives the electronic form of a number: upper case, without the
// separators people write. Anything else stays as it is, so that a domestic
// account number or a slip remains visible.
func Electronic(s string) string {
	if canonical(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case separator(r):
		case r >= 'a' && r <= 'z': // not unicode.ToUpper: ı and ſ are no I and S in a number
			b.WriteByte(byte(r) - 'a' + 'A')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// compact is Electronic for what may be an identifier of min to max ASCII
// letters and digits; ok is false for anything else.
func compact(s string, min, max int) (string, bool) {
	if len(s) > 4*longest { // room for separators of three bytes; a hostile line stops here
		return "", false
	}
	if !canonical(s) {
		s = Electronic(s)
	}
	return s, len(s) >= min && len(s) <= max && canonical(s)
}

// canonical says whether s is upper-case ASCII letters and digits only.
func canonical(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) && !isUpper(s[i]) {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

func allUpper(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isUpper(s[i]) {
			return false
		}
	}
	return s != ""
}

// mod97 carries on a remainder over s, letters standing for 10 … 35
// (ISO/IEC 7064 MOD 97-10, as ISO 13616 and ISO 11649 use it).
func mod97(remainder int, s string) int {
	for i := 0; i < len(s); i++ {
		if isDigit(s[i]) {
			remainder = (remainder*10 + int(s[i]-'0')) % 97
		} else {
			remainder = (remainder*100 + int(s[i]-'A') + 10) % 97
		}
	}
	return remainder
}

// check97 gives the two check digits that belong to body followed by prefix.
func check97(body, prefix string) string {
	return twoDigits(98 - mod97(mod97(mod97(0, body), prefix), "00"))
}

// valid97 says whether prefix, check digits and body agree. 00, 01 and 99 have
// the remainder of 97, 98 and 02 but are never given out.
func valid97(prefix, check, body string) bool {
	return allDigits(check) && check >= "02" && check <= "98" &&
		mod97(mod97(mod97(0, body), prefix), check) == 1
}

func twoDigits(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }

// NormaliseReference gives the form in which references are compared: upper
// case, letters and digits only. What was typed with spaces, slashes or over two
// lines becomes equal; leading zeros stay.
func NormaliseReference(s string) string {
	if canonical(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			b.WriteRune(unicode.ToUpper(r))
		}
	}
	return b.String()
}

// cannotMake is the refusal of a making function.
func cannotMake(kind, from string) error {
	if len(from) > longest {
		from = strings.ToValidUTF8(from[:longest], "") + "…"
	}
	return fault.New("ident.cannot-make", "kind", kind, "value", from)
}
