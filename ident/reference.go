// SPDX-License-Identifier: EUPL-1.2

package ident

// RF reads a structured creditor reference (ISO 11649): RF, two check digits and
// one to twenty-one letters and digits; check digits modulo 97. The canonical
// form has no spaces.
func RF(s string) (canonical string, ok bool) {
	c, ok := compact(s, 5, 25)
	if !ok || c[:2] != "RF" || !valid97("RF", c[2:4], c[4:]) {
		return "", false
	}
	return c, true
}

// MakeRF gives the creditor reference of one to twenty-one letters and digits.
// Errors: ident.cannot-make.
func MakeRF(body string) (string, error) {
	c, ok := compact(body, 1, 21)
	if !ok {
		return "", cannotMake("RF", body)
	}
	return "RF" + check97(c, "RF") + c, nil
}

// kenmerkWeights are those of the Dutch payment reference, from the right and
// repeating (Betaalvereniging, specificaties betalingskenmerk).
var kenmerkWeights = [10]int{2, 4, 8, 5, 10, 9, 7, 3, 6, 1}

// kenmerkCheck gives the check digit that stands before digits.
func kenmerkCheck(digits string) byte {
	sum := 0
	for i := 0; i < len(digits); i++ {
		sum += int(digits[len(digits)-1-i]-'0') * kenmerkWeights[i%10]
	}
	switch c := 11 - sum%11; c {
	case 10:
		return '1'
	case 11:
		return '0'
	default:
		return byte('0' + c)
	}
}

// lengthCode is the second digit of a reference of 9 to 14 digits: how many
// digits follow it, 7 … 12, written 7, 8, 9, 0, 1, 2.
func lengthCode(following int) byte { return byte('0' + following%10) }

// Betalingskenmerk reads a Dutch payment reference (Betaalvereniging): 7 digits
// without check digit; 9 to 14 with check digit and length code; 16 with check
// digit. Any seven digits pass, and one in ten of all numbers of sixteen: a valid
// reference is no proof of a match.
func Betalingskenmerk(s string) (canonical string, ok bool) {
	c, ok := compact(s, 7, 16)
	if !ok || !allDigits(c) {
		return "", false
	}
	switch n := len(c); {
	case n == 7:
		return c, true
	case n >= 9 && n <= 14 && c[1] != lengthCode(n-2), n == 8, n == 15:
		return "", false
	}
	if c[0] != kenmerkCheck(c[1:]) {
		return "", false
	}
	return c, true
}

// MakeBetalingskenmerk puts the check digit before fifteen digits, and check
// digit and length code before seven to twelve. Errors: ident.cannot-make.
func MakeBetalingskenmerk(digits string) (string, error) {
	n := len(digits)
	if !allDigits(digits) || n != 15 && (n < 7 || n > 12) {
		return "", cannotMake("betalingskenmerk", digits)
	}
	if n < 15 {
		digits = string(lengthCode(n)) + digits
	}
	return string(kenmerkCheck(digits)) + digits, nil
}

// CreditorID reads a SEPA creditor identifier, in Dutch incassant-ID (EPC262-08):
// country, two check digits, a business code of three that takes no part in the
// check, and the national part. In the Netherlands that is the KvK number and
// four digits, nineteen characters in all.
func CreditorID(s string) (canonical string, ok bool) {
	c, ok := compact(s, 8, 35)
	if !ok || !allUpper(c[:2]) || !valid97(c[:2], c[2:4], c[7:]) {
		return "", false
	}
	if c[:2] == "NL" && (len(c) != 19 || !allDigits(c[7:])) {
		return "", false
	}
	return c, true
}

// MakeCreditorID gives the Dutch creditor identifier of a KvK number with
// business code ZZZ and location 0000. Errors: ident.cannot-make.
func MakeCreditorID(kvk string) (string, error) {
	number, ok := KvK(kvk)
	if !ok {
		return "", cannotMake("incassant-ID", kvk)
	}
	body := number + "0000"
	return "NL" + check97(body, "NL") + "ZZZ" + body, nil
}
