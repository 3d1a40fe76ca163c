// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"strings"

	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/text"
)

// parseAmount reads an amount as people type it: "1.234,56" in Dutch, "1,234.56"
// in English, with or without € and spaces. A lone separator followed by one or
// two digits is the decimal one in either language; separators of thousands
// must stand right. Errors: money.invalid, money.precision, money.range.
func parseAmount(lang text.Lang, typed string) (money.Cents, error) {
	plain, ok := plainNumber(lang, typed)
	if !ok {
		return 0, fault.New("money.invalid", "value", typed)
	}
	c, err := money.Parse(plain)
	if err != nil {
		return 0, fault.New(fault.Code(err), "value", typed)
	}
	return c, nil
}

// plainNumber writes a number that people type with a point and no separators;
// false when those of thousands stand wrong.
func plainNumber(lang text.Lang, typed string) (plain string, ok bool) {
	s := strings.NewReplacer("€", "", " ", "", "\u00a0", "", "−", "-").Replace(typed)
	decimal, thousand := ",", "."
	if lang == text.EN {
		decimal, thousand = ".", ","
	}
	if !strings.Contains(s, decimal) && strings.Count(s, thousand) == 1 && len(s)-strings.Index(s, thousand) <= 3 {
		decimal, thousand = thousand, decimal // "12.50" typed in Dutch
	}
	whole, fraction, found := strings.Cut(s, decimal)
	if !grouped(strings.TrimLeft(whole, "+-"), thousand) {
		return "", false
	}
	plain = strings.ReplaceAll(whole, thousand, "")
	if found {
		plain += "." + fraction
	}
	return plain, true
}

// grouped says whether separators of thousands, if any, stand every three digits.
func grouped(whole, thousand string) bool {
	groups := strings.Split(whole, thousand)
	for i, g := range groups {
		if i > 0 && len(g) != 3 || i == 0 && len(groups) > 1 && (len(g) < 1 || len(g) > 3 || g == "0") {
			return false
		}
	}
	return true
}
