// SPDX-License-Identifier: EUPL-1.2

package einvoice

import (
	"regexp"
	"strconv"
	"strings"
)

// Check digits of the identifiers that Peppol looks at (PEPPOL-COMMON-R040 to
// R050).

var onlyDigits = regexp.MustCompile(`^[0-9]+$`)

// weighed adds the digits of s, each times its weight counted from the right.
func weighed(s string, weight func(fromRight int) int) int {
	total := 0
	for i := range len(s) {
		total += int(s[i]-'0') * weight(len(s)-1-i)
	}
	return total
}

func gln(s string) bool {
	if !onlyDigits.MatchString(s) {
		return false
	}
	last := len(s) - 1
	total := weighed(s[:last], func(i int) int { return 1 + (i+1)%2*2 })
	return (10-total%10)%10 == int(s[last]-'0')
}

func norwegian(s string) bool {
	if len(s) != 9 || !onlyDigits.MatchString(s) || strings.Trim(s, "0") == "" {
		return false
	}
	total := weighed(s[:8], func(i int) int { return i%6 + 2 })
	return (11-total%11)%11 == int(s[8]-'0')
}

func belgian(s string) bool {
	if len(s) != 10 || !onlyDigits.MatchString(s) {
		return false
	}
	number, _ := strconv.Atoi(s[:8])
	check, _ := strconv.Atoi(s[8:])
	return check == 97-number%97
}

// codiceFiscale is the form of an Italian tax number, of a person or a company.
const codiceFiscale = `^([A-Za-z]{6}[0-9]{2}[A-Za-z][0-9]{2}.{3}[0-9][A-Za-z]|[0-9]{11})$`

// partitaIVA is an Italian VAT number: other countries' are not looked at.
func partitaIVA(s string) bool {
	if len(s) < 2 || !strings.EqualFold(s[:2], "IT") {
		return true
	}
	digits := s[2:]
	return len(digits) == 11 && onlyDigits.MatchString(digits) && luhn(digits)
}

func swedish(s string) bool { return len(s) == 10 && onlyDigits.MatchString(s) && luhn(s) }

// luhn is the check of ISO/IEC 7812-1.
func luhn(s string) bool {
	total := 0
	for i := range len(s) {
		digit := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if digit *= 2; digit > 9 {
				digit -= 9
			}
		}
		total += digit
	}
	return total%10 == 0
}

func australian(s string) bool {
	if len(s) != 11 || !onlyDigits.MatchString(s) {
		return false
	}
	weights := []int{10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19}
	total := -weights[0] // the first digit counts for one less
	for i, w := range weights {
		total += int(s[i]-'0') * w
	}
	return total%89 == 0
}
