// SPDX-License-Identifier: EUPL-1.2

package ident

// BSN reads a citizen service number (burgerservicenummer): nine digits weighed
// 9 … 2 and −1 from the left, a multiple of eleven, and not all zero. Eight
// digits get the zero that people leave out. A BSN is personal data: keep it only
// where the law says so (Wet algemene bepalingen burgerservicenummer, art. 10).
func BSN(s string) (canonical string, ok bool) {
	c, ok := compact(s, 8, 9)
	if !ok || !allDigits(c) {
		return "", false
	}
	if len(c) == 8 {
		c = "0" + c
	}
	if c == "000000000" || !citizenProof(c) {
		return "", false
	}
	return c, true
}

// RSIN reads the number of a legal person or partnership; it has the shape and
// the test of the BSN.
func RSIN(s string) (canonical string, ok bool) { return BSN(s) }

func citizenProof(nine string) bool {
	sum := -int(nine[8] - '0')
	for i := 0; i < 8; i++ {
		sum += int(nine[i]-'0') * (9 - i)
	}
	return sum%11 == 0
}

// MakeRSIN completes eight digits to an RSIN (or BSN); one number in eleven has
// no such digit. Errors: ident.cannot-make.
func MakeRSIN(eight string) (string, error) {
	if len(eight) == 8 && allDigits(eight) {
		for last := byte('0'); last <= '9'; last++ {
			if number, ok := BSN(eight + string(last)); ok {
				return number, nil
			}
		}
	}
	return "", cannotMake("RSIN", eight)
}

// KvK reads a number of the trade register: eight digits, no check digit.
func KvK(s string) (canonical string, ok bool) {
	c, ok := compact(s, 8, 8)
	if !ok || !allDigits(c) || c == "00000000" {
		return "", false
	}
	return c, true
}

// BTW reads a Dutch VAT identification number (btw-id): NL, nine digits, B and
// two digits. Either the nine digits are an RSIN (or, before 2020, a BSN), or the
// whole passes modulo 97 with N, L and B as 23, 21 and 11, as those of sole
// traders do since 1 January 2020.
func BTW(s string) (canonical string, ok bool) {
	c, ok := compact(s, 14, 14)
	if !ok || c[:2] != "NL" || !allDigits(c[2:11]) || c[11] != 'B' || !allDigits(c[12:]) {
		return "", false
	}
	if mod97(0, c) == 1 && c[12:] >= "02" && c[12:] <= "98" {
		return c, true
	}
	if _, rsin := RSIN(c[2:11]); rsin && c[12:] != "00" {
		return c, true
	}
	return "", false
}

// MakeBTW gives the btw-id in the form of sole traders: nine digits with check
// digits modulo 97. Errors: ident.cannot-make.
func MakeBTW(nine string) (string, error) {
	if len(nine) != 9 || !allDigits(nine) {
		return "", cannotMake("btw-id", nine)
	}
	start := "NL" + nine + "B"
	return start + twoDigits(98-mod97(0, start+"00")), nil
}

// Register says which register an OIN takes its number from.
type Register string

// The prefixes of the OIN system that stand for a register of their own
// (Logius, OIN-Stelsel, table of prefixes); others are kept as given.
const (
	RegisterRSIN   Register = "00000001"
	RegisterFi     Register = "00000002"
	RegisterKvK    Register = "00000003"
	RegisterSub    Register = "00000004"
	RegisterLogius Register = "00000006"
)

// OINParts is an OIN taken apart.
type OINParts struct {
	Register Register
	Number   string // eight characters for KvK, nine otherwise
}

// OIN reads an organisation identification number (Logius, OIN-Stelsel, data
// architecture): twenty characters, of which eight name the register, eight or
// nine are its number and the rest are zeros. RSIN and KvK parts are tested.
func OIN(s string) (canonical string, parts OINParts, ok bool) {
	c, ok := compact(s, 20, 20)
	if !ok || c[:6] != "000000" || !allDigits(c[6:8]) || c[6:8] == "00" || c[17:] != "000" {
		return "", OINParts{}, false
	}
	parts = OINParts{Register: Register(c[:8]), Number: c[8:17]}
	switch parts.Register {
	case RegisterRSIN:
		_, ok = RSIN(parts.Number)
	case RegisterKvK:
		parts.Number = c[8:16]
		_, ok = KvK(parts.Number)
		ok = ok && c[16] == '0'
	default:
		ok = parts.Number != "000000000"
	}
	if !ok {
		return "", OINParts{}, false
	}
	return c, parts, true
}
