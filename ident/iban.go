// SPDX-License-Identifier: EUPL-1.2

package ident

// ibanLength is the length of an IBAN by country, from the IBAN registry that
// SWIFT keeps for ISO 13616 (release 100 and later additions). 0 is a country
// without IBAN.
func ibanLength(country string) int {
	switch country {
	case "NO":
		return 15
	case "BE":
		return 16
	case "DK", "FI", "FK", "FO", "GL", "NL", "SD":
		return 18
	case "MK", "SI":
		return 19
	case "AT", "BA", "EE", "KZ", "LT", "LU", "MN", "XK":
		return 20
	case "CH", "HR", "LI", "LV":
		return 21
	case "BG", "BH", "CR", "DE", "GB", "GE", "IE", "ME", "RS", "VA":
		return 22
	case "AE", "GI", "IL", "IQ", "OM", "SO", "TL":
		return 23
	case "AD", "CZ", "ES", "MD", "PK", "RO", "SA", "SE", "SK", "TN", "VG":
		return 24
	case "LY", "PT", "ST":
		return 25
	case "IS", "TR":
		return 26
	case "BI", "DJ", "FR", "GR", "IT", "MC", "MR", "SM":
		return 27
	case "AL", "AZ", "BY", "CY", "DO", "GT", "HN", "HU", "LB", "NI", "PL", "SV":
		return 28
	case "BR", "EG", "PS", "QA", "UA":
		return 29
	case "JO", "KW", "MU", "YE":
		return 30
	case "MT", "SC":
		return 31
	case "LC":
		return 32
	case "RU":
		return 33
	}
	return 0
}

// IBAN reads an international account number (ISO 13616): the country's length
// by the registry, check digits modulo 97 and, for the Netherlands, four letters
// and ten digits. A leading "IBAN" is skipped. The canonical form is electronic;
// it is "" when the number is not valid.
func IBAN(s string) (canonical string, ok bool) {
	c, ok := compact(s, 15, longest)
	if !ok {
		return "", false
	}
	if c[:4] == "IBAN" {
		c = c[4:]
	}
	if len(c) < 15 || len(c) != ibanLength(c[:2]) || !valid97(c[:2], c[2:4], c[4:]) {
		return "", false
	}
	if c[:2] == "NL" && (!allUpper(c[4:8]) || !allDigits(c[8:])) {
		return "", false
	}
	return c, true
}

// PrintIBAN writes an IBAN as people read it, in groups of four.
func PrintIBAN(s string) string {
	s = Electronic(s)
	out := make([]byte, 0, len(s)+len(s)/4)
	for i := 0; i < len(s); i++ {
		if i > 0 && i%4 == 0 {
			out = append(out, ' ')
		}
		out = append(out, s[i])
	}
	return string(out)
}

// IBANCountry gives the country of an IBAN in electronic form, or "".
func IBANCountry(iban string) string {
	if len(iban) < 2 || ibanLength(iban[:2]) == 0 {
		return ""
	}
	return iban[:2]
}

// DutchAccount gives the ten digits of the account inside a Dutch IBAN, and
// false for anything else.
func DutchAccount(iban string) (account string, ok bool) {
	c, ok := IBAN(iban)
	if !ok || c[:2] != "NL" {
		return "", false
	}
	return c[8:], true
}

// AccountElfproef applies the old Dutch test on bank account numbers to nine or
// ten digits: the digits weighed 10 … 1 from the left, a multiple of eleven.
// Former Postbank numbers, of at most seven digits, never had to pass and always
// do here. The test is a hint and no ground to refuse an IBAN: banks are no
// longer bound to it.
func AccountElfproef(account string) bool {
	c, ok := compact(account, 1, 10)
	if !ok || !allDigits(c) {
		return false
	}
	sum, significant := 0, 0
	for i := 0; i < len(c); i++ {
		d := int(c[i] - '0')
		sum += d * (len(c) - i)
		if significant > 0 || d != 0 {
			significant++
		}
	}
	if significant == 0 {
		return false
	}
	return significant <= 7 || sum%11 == 0
}

// GAccount says whether an IBAN is a Dutch blocked account for payroll tax and
// VAT (g-rekening): its account part begins with 099.
func GAccount(iban string) bool {
	account, ok := DutchAccount(iban)
	return ok && account[:3] == "099"
}

// MakeIBAN gives the IBAN of a domestic account number (BBAN) in a country.
// Errors: ident.cannot-make.
func MakeIBAN(country, bban string) (string, error) {
	c, ok := compact(bban, 11, longest)
	if !ok || len(country) != 2 || !allUpper(country) || len(c)+4 != ibanLength(country) {
		return "", cannotMake("IBAN", country+bban)
	}
	iban, ok := IBAN(country + check97(c, country) + c)
	if !ok { // the shape of the country, not the check digits
		return "", cannotMake("IBAN", country+bban)
	}
	return iban, nil
}

// MakeAccount completes nine digits to a ten-digit account number that passes
// the elfproef; one number in eleven has no such digit. Errors: ident.cannot-make.
func MakeAccount(nine string) (string, error) {
	if len(nine) == 9 && allDigits(nine) {
		for last := byte('0'); last <= '9'; last++ {
			if account := nine + string(last); elevenProof(account) {
				return account, nil
			}
		}
	}
	return "", cannotMake("elfproef", nine)
}

func elevenProof(account string) bool {
	sum := 0
	for i := 0; i < len(account); i++ {
		sum += int(account[i]-'0') * (len(account) - i)
	}
	return sum%11 == 0
}

// BIC reads the shape of a bank identifier (ISO 9362): party prefix, country,
// suffix and an optional branch, eight or eleven characters. It says nothing of
// whether the bank exists.
func BIC(s string) (canonical string, ok bool) {
	c, ok := compact(s, 8, 11)
	if !ok || len(c) != 8 && len(c) != 11 || !allUpper(c[4:6]) {
		return "", false
	}
	return c, true
}
