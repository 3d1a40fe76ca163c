// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"sort"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// likeness says how two names compare.
type likeness uint8

const (
	nameUnknown likeness = iota // one of the two is missing or says nothing
	nameDiffers                 // both clear, nothing in common
	nameWeak                    // a surname in common, but other initials; or only part of an organisation's name
	nameSimilar                 // the same surname or partner's name, nothing against it
	nameEqual                   // the same words and no other initials
)

// name is a name as it is compared: the words that tell people apart, sorted,
// and the initials in order of writing. "Mevr. A.B. de Vries-Jansen e/o P. Bos"
// becomes words BOS JANSEN VRIES, initials A B P.
type name struct {
	words    []string
	initials string
	org      bool // a legal form stood in it
}

// words that say nothing about who it is: titles, "en/of", tussenvoegsels.
var noise = wordSet(`MEVR MEVROUW MW MEJ MEVRW DHR HEER HR HEREN FAM FAMILIE DRS IR ING MR PROF DR BC MSC BSC
	EO EN OF AND ERVEN ERFGENAMEN INZ INZAKE HODN REK REKENING BEHEER
	VAN VD V/D DER DEN DE TEN TER TE HET T S AAN BIJ VOOR OP IN UIT VANDER VANDE VANDEN LA LE DU VON`)

// legal forms: they say only that it is an organisation.
var legalForms = wordSet(`BV NV VOF CV UA BA STICHTING STG VERENIGING VER COOP COOPERATIE MAATSCHAP GMBH LTD LIMITED
	INC SA SARL BVBA EENMANSZAAK BEWINDVOERING BEWINDVOERDER GEMEENTE BANK HOLDING GROEP SERVICES NEDERLAND`)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// abbreviations that fall apart on their points, and are joined first.
var joined = strings.NewReplacer("B.V.", "BV ", "N.V.", "NV ", "V.O.F.", "VOF ", "C.V.", "CV ", "U.A.", "UA ",
	"V.D.", "VD ", "V/D", "VD ", "E/O", " EO ", "E.O.", " EO ", "H.O.D.N.", " HODN ", "'", "", "’", "", "`", "")

const maxName = 200 // bytes that are looked at; a name in a bank file has at most 140

// parseName takes a name apart.
func parseName(s string) name {
	if len(s) > maxName {
		s = s[:maxName]
	}
	s = joined.Replace(fold(s))
	var n name
	var weak []string // legal forms and such, for a name that has nothing else
	fields := strings.FieldsFunc(s, func(r rune) bool { return !(r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r > 127) })
	for _, w := range fields {
		switch {
		case noise[w]:
		case legalForms[w]:
			n.org = true
			weak = append(weak, w)
		case isInitials(w):
			n.initials += w
		default:
			n.words = append(n.words, w)
		}
	}
	if len(n.words) == 0 {
		n.words = weak
	}
	sort.Strings(n.words)
	n.words = unique(n.words)
	return n
}

// isInitials: one or two letters, or up to four without a vowel ("JMP").
func isInitials(w string) bool {
	if w[0] > 127 || len(w) > 4 || strings.ContainsAny(w, "0123456789") {
		return false
	}
	return len(w) <= 2 || !strings.ContainsAny(w, "AEIOUY")
}

func unique(sorted []string) []string {
	out := sorted[:0]
	for i, w := range sorted {
		if i == 0 || w != sorted[i-1] {
			out = append(out, w)
		}
	}
	return out
}

// letters that do not fall apart in a base letter and an accent.
var plain = strings.NewReplacer("ß", "SS", "ẞ", "SS", "ø", "O", "Ø", "O", "æ", "AE", "Æ", "AE", "œ", "OE", "Œ", "OE",
	"ł", "L", "Ł", "L", "đ", "D", "Đ", "D", "ı", "I", "ĳ", "IJ", "Ĳ", "IJ", "þ", "TH", "Þ", "TH", "ð", "D", "Ð", "D")

// fold makes upper case without accents; bytes that are no UTF-8 become spaces.
func fold(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] > 127 {
			ascii = false
			break
		}
	}
	if ascii {
		return strings.ToUpper(s)
	}
	s = plain.Replace(strings.ToValidUTF8(s, " "))
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToUpper(r))
		}
	}
	return b.String()
}

// compare says how alike two names are. It is symmetric.
func compare(a, b name) likeness {
	if len(a.words) == 0 || len(b.words) == 0 {
		return nameUnknown
	}
	common, leftA, leftB := overlap(a, b)
	if common == 0 {
		return nameDiffers
	}
	if a.org || b.org {
		switch {
		case leftA == 0 && leftB == 0:
			return nameEqual
		case leftA == 0 && common*2 >= len(b.words), leftB == 0 && common*2 >= len(a.words):
			return nameSimilar
		}
		return nameWeak
	}
	conflict := a.initials != "" && b.initials != "" && a.initials[0] != b.initials[0] &&
		!within(a.initials, b.initials) && !within(b.initials, a.initials)
	switch {
	case conflict:
		return nameWeak
	case leftA == 0 && leftB == 0:
		return nameEqual
	case leftA == 0 || leftB == 0:
		return nameSimilar
	}
	return nameWeak
}

// within says whether all initials of a are among those of b.
func within(a, b string) bool { return strings.Trim(a, b) == "" }

// overlap counts the words in common (one letter of a long word may differ) and
// what is left on either side; a first name against the initial of the other is
// not left over.
func overlap(a, b name) (common, leftA, leftB int) {
	var usedA, usedB [32]bool
	for _, same := range []func(string, string) bool{equal, oneOff} {
		for i, w := range a.words {
			for j, v := range b.words {
				if i < 32 && j < 32 && !usedA[i] && !usedB[j] && same(w, v) {
					usedA[i], usedB[j] = true, true
					common++
				}
			}
		}
	}
	for i, w := range a.words {
		if i < 32 && !usedA[i] && !strings.Contains(b.initials, w[:1]) {
			leftA++
		}
	}
	for j, v := range b.words {
		if j < 32 && !usedB[j] && !strings.Contains(a.initials, v[:1]) {
			leftB++
		}
	}
	return common, leftA, leftB
}

func equal(a, b string) bool { return a == b }

// oneOff says whether two words of at least five letters differ in one letter:
// another, one more, one less, or two neighbours swapped.
func oneOff(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 5 || len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(b) > len(a) {
		return a[i:] == b[i+1:]
	}
	if i == len(a) {
		return true
	}
	if a[i+1:] == b[i+1:] {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
