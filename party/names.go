// SPDX-License-Identifier: EUPL-1.2

package party

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters that do not fall apart in a base letter and an accent.
var plain = strings.NewReplacer("ß", "SS", "ẞ", "SS", "ø", "O", "Ø", "O", "æ", "AE", "Æ", "AE", "œ", "OE", "Œ", "OE",
	"ł", "L", "Ł", "L", "đ", "D", "Đ", "D", "ı", "I", "ĳ", "IJ", "Ĳ", "IJ", "þ", "TH", "Þ", "TH", "ð", "D", "Ð", "D")

// Fold makes upper case without accents, the form in which names are compared;
// bytes that are no UTF-8 become spaces.
func Fold(s string) string {
	if isASCII(s) {
		return strings.ToUpper(s)
	}
	return Unaccented(s)
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] > 127 {
			return false
		}
	}
	return true
}

// Unaccented is Fold for what is not ASCII; ASCII stays as it is.
func Unaccented(s string) string {
	if isASCII(s) {
		return s
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

// OneSlip says whether two words of at least five letters differ in one letter:
// another, one more, one less, or two neighbours swapped. Equal words do too.
func OneSlip(a, b string) bool {
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

// Business is the name of an organisation as it is compared: the words that tell
// it from others, in order, without its legal form.
type Business struct {
	Words []string
	Form  string // "BV", "STICHTING", …; "" when none is named
}

// mostWords bounds what is looked at of one name.
const mostWords = 16

// forms that say only what kind of organisation it is.
var forms = setOf(`BV NV VOF CV UA BA STICHTING STG VERENIGING COOPERATIE COOPERATIEVE COOP MAATSCHAP EENMANSZAAK
	GMBH AG KG SE LTD LIMITED PLC LLP LLC CIC INC SA SAS SARL SPRL BVBA VZW`)

// words that organisations have in common and people leave out.
var small = setOf(`DE HET EEN EN VAN DER DEN VOOR TE THE AND OF FOR`)

func setOf(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// tradingAs stands between the name in the trade register and the trade name.
var tradingAs = strings.NewReplacer("T.H.O.D.N.", "\x00", "H.O.D.N.", "\x00", " HODN ", "\x00", " H/O ", "\x00",
	"HANDELEND ONDER DE NAAM", "\x00", "TRADING AS", "\x00", " T/A ", "\x00", " D.B.A. ", "\x00", " DBA ", "\x00")

// Businesses takes a name apart. "Jansen Beheer B.V. h.o.d.n. De Gouden Fiets"
// has two: each is a way in which the organisation is known.
func Businesses(s string) []Business {
	const longest = 300
	if len(s) > longest {
		s = s[:longest]
	}
	var out []Business
	for part := range strings.SplitSeq(tradingAs.Replace(Fold(s)), "\x00") {
		if b := business(part); len(b.Words) > 0 {
			out = append(out, b)
		}
	}
	return out
}

func business(folded string) Business {
	var b Business
	var rest []string // for a name that has nothing else
	for _, w := range joinLetters(folded) {
		switch {
		case forms[w]:
			if b.Form == "" {
				b.Form = w
			}
			rest = append(rest, w)
		case small[w]:
			rest = append(rest, w)
		default:
			b.Words = append(b.Words, w)
		}
	}
	if len(b.Words) == 0 {
		b.Words = rest
	}
	return b
}

var apostrophes = strings.NewReplacer("'", "", "’", "", "`", "")

// joinLetters gives the words of a folded name; letters that stand alone are
// joined, so that "K.P.N. b v" and "KPN BV" are the same words.
func joinLetters(folded string) []string {
	folded = apostrophes.Replace(folded)
	fields := strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var out []string
	letters := ""
	flush := func() {
		// "P BAKKER BV" and "BAKKER B V" end the letters where a form ends them
		for _, form := range []string{"BV", "NV", "VOF", "CV"} {
			if head, found := strings.CutSuffix(letters, form); found && head != "" {
				out = append(out, head, form)
				letters = ""
				return
			}
		}
		if letters != "" {
			out = append(out, letters)
		}
		letters = ""
	}
	for _, w := range fields {
		if len(out) >= mostWords {
			break
		}
		if len(w) == 1 {
			letters += w
			continue
		}
		flush()
		out = append(out, w)
	}
	flush()
	return out
}

// Key gives the words in alphabetical order, for names that must be the same but
// for order, legal form, accents and signs.
func (b Business) Key() string {
	words := slices.Clone(b.Words)
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}

// Alike says how much two names have in common, 0 to 1, by the letters in words
// that are the same or one slip apart. It is symmetric. Names that differ only in
// their spaces are as good as the same.
func Alike(a, b Business) float64 {
	joinedA, joinedB := strings.Join(a.Words, ""), strings.Join(b.Words, "")
	switch {
	case joinedA == "" || joinedB == "":
		return 0
	case joinedA == joinedB:
		return 1
	}
	if joinedA > joinedB { // which word takes which may depend on the order
		a, b = b, a
	}
	var usedA, usedB uint64
	common, total := 0.0, float64(len(joinedA)+len(joinedB))
	for _, exact := range [2]bool{true, false} {
		for i, w := range a.Words[:min(len(a.Words), 64)] {
			for j, v := range b.Words[:min(len(b.Words), 64)] {
				if (usedA>>i|usedB>>j)&1 == 0 && (w == v || !exact && OneSlip(w, v)) {
					usedA, usedB = usedA|1<<i, usedB|1<<j
					common += worth(w, v, exact)
					break
				}
			}
		}
	}
	share := common / total
	if share < 0.95 && OneSlip(joinedA, joinedB) {
		share = 0.95
	}
	return min(share, 1)
}

// worth is how many letters two words have in common; a slip costs some of them.
func worth(w, v string, exact bool) float64 {
	letters := float64(len(w) + len(v))
	if exact {
		return letters
	}
	return letters * 0.9
}
