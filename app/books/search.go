// SPDX-License-Identifier: EUPL-1.2

package books

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"rentmeester/ident"
	"rentmeester/ledger"
	"rentmeester/money"
)

// maxSearch bounds what is kept to search by, in bytes: a line with thousands of
// remittance lines is found by its first ones.
const maxSearch = 2000

// Fold writes a text as it is searched: small letters without accents, and a
// comma as a point so that an amount is found however it is typed.
func Fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, " ")) {
		switch {
		case r == ',':
			b.WriteByte('.')
		case r == 0 || unicode.IsSpace(r):
			b.WriteByte(' ') // PostgreSQL takes no NUL in a text
		case !unicode.Is(unicode.Mn, r):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// SearchText joins what people search by, with the amount as it may be typed.
func SearchText(amount money.Cents, parts ...string) string {
	plain := amount.Abs().String()
	all := plain
	if len(plain) > len("999.99") {
		all += " " + grouped(plain)
	}
	for _, p := range parts {
		if p != "" {
			all += " " + p
		}
		if len(all) > maxSearch {
			break
		}
	}
	folded := Fold(all)
	if len(folded) > maxSearch {
		cut := maxSearch
		for !utf8.RuneStart(folded[cut]) {
			cut--
		}
		folded = folded[:cut]
	}
	return folded
}

// grouped writes 1234567.89 as 1.234.567.89: folded, both languages look so.
func grouped(amount string) string {
	for i := len(amount) - len(".00") - 3; i > 0; i -= 3 {
		amount = amount[:i] + "." + amount[i:]
	}
	return amount
}

// SearchItem gives what an open item is searched by.
func SearchItem(i ledger.OpenItem) string {
	return SearchText(i.Amount, i.Number, i.PartyName, i.PartyNumber, i.Reference, i.IBAN, i.EndToEndID, i.MandateID, i.Description)
}

// Words gives the patterns of a query: each word must occur somewhere. What is
// more than four words long ends in a phrase. An IBAN is one word however it is
// spaced.
func Words(query string) (patterns [4]string) {
	if iban, ok := ident.IBAN(query); ok {
		query = iban
	}
	list := strings.Fields(Fold(query))
	if len(list) > len(patterns) {
		list[len(patterns)-1] = strings.Join(list[len(patterns)-1:], " ")
		list = list[:len(patterns)]
	}
	for i := range patterns {
		patterns[i] = "%"
		if i < len(list) {
			patterns[i] = "%" + escaped.Replace(list[i]) + "%"
		}
	}
	return patterns
}

// escaped takes the meaning from what LIKE gives meaning to.
var escaped = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// Pattern gives the pattern of a query as one phrase.
func Pattern(query string) string {
	return "%" + escaped.Replace(strings.TrimSpace(Fold(query))) + "%"
}
