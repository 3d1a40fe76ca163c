// SPDX-License-Identifier: EUPL-1.2

package predict

import "strings"

// Columns that say of what kind a purchase or its supplier is, by a list of codes,
// and what that list is called among the other hints of a row.
var classColumns = []struct{ column, list string }{{"cpv", "CPV"}, {"unspsc", "UNSPSC"}, {"sector", "SBI"}}

// mostClasses is how many codes of lists are looked at.
const mostClasses = 2

// classWords adds the codes of lists among the hints of a row ("STI:30192000",
// "SBI:43.21") to the words of its text: each whole, and by its first digits, by
// which lists put together what is alike. They say something of suppliers that are
// new.
func classWords(words []uint64, hints string) []uint64 {
	n := 0
	for word := range strings.FieldsSeq(hints) {
		list, code, found := strings.Cut(word, ":")
		if !found || list == "" || len(code) < 2 || code[0] < '0' || code[0] > '9' || n == mostClasses {
			continue
		}
		n++
		code = strings.ReplaceAll(code, ".", "")
		words = append(words, hash("class", list, code))
		for _, digits := range []int{2, 4} {
			if len(code) > digits {
				words = append(words, hash("class", list, code[:digits]))
			}
		}
	}
	return words
}
