// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"slices"
	"strings"

	"rentmeester/party"
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

// abbreviations that fall apart on their points, and are joined first. The
// first that fits counts.
var joined = [...]struct{ from, to string }{{"B.V.", "BV "}, {"N.V.", "NV "}, {"V.O.F.", "VOF "}, {"C.V.", "CV "}, {"U.A.", "UA "},
	{"V.D.", "VD "}, {"V/D", "VD "}, {"E/O", " EO "}, {"E.O.", " EO "}, {"H.O.D.N.", " HODN "}}

const maxName = 200 // bytes that are looked at; a name in a bank file has at most 140

// parseName takes a name apart.
func parseName(s string) name {
	if len(s) > maxName {
		s = s[:maxName]
	}
	var room [maxName + 56]byte
	text := string(join(room[:0], s))
	var n name
	var weak []string // legal forms and such, for a name that has nothing else
	for len(text) > 0 {
		end := 0
		for end < len(text) && inWord(text[end]) {
			end++
		}
		w := text[:end]
		text = text[min(end+1, len(text)):]
		switch {
		case w == "", noise[w]:
		case legalForms[w]:
			n.org = true
			weak = append(weak, w)
		case isInitials(w):
			n.initials += w
		default:
			if n.words == nil {
				n.words = make([]string, 0, 4)
			}
			n.words = append(n.words, w)
		}
	}
	if len(n.words) == 0 {
		n.words = weak
	}
	slices.Sort(n.words)
	n.words = slices.Compact(n.words)
	return n
}

// names keeps names that were taken apart, for the worker that compares them with
// many lines. The zero value is ready.
type names struct{ kept map[string]name }

const keptNames = 20_000

func (k *names) of(s string) name {
	n, found := k.kept[s]
	if !found {
		if n = parseName(s); k.kept == nil || len(k.kept) == keptNames {
			k.kept = map[string]name{}
		}
		k.kept[s] = n
	}
	return n
}

func inWord(c byte) bool { return c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c > 127 }

// join adds a name in upper case without accents and apostrophes, and with
// abbreviations joined.
func join(out []byte, s string) []byte {
	s = party.Unaccented(s)
	for i := 0; i < len(s); {
		c := upper(s[i])
		switch {
		case c == '\'' || c == '`':
		case strings.HasPrefix(s[i:], "’"):
			i += len("’") - 1
		default:
			if i+1 < len(s) && (s[i+1] == '.' || s[i+1] == '/') {
				if from, to := abbreviation(s[i:]); from > 0 {
					out = append(out, to...)
					i += from
					continue
				}
			}
			out = append(out, c)
		}
		i++
	}
	return out
}

// abbreviation gives how long the abbreviation is that a text begins with, and
// what it becomes.
func abbreviation(s string) (from int, to string) {
next:
	for _, a := range joined {
		if len(s) < len(a.from) {
			continue
		}
		for i := range len(a.from) {
			if upper(s[i]) != a.from[i] {
				continue next
			}
		}
		return len(a.from), a.to
	}
	return 0, ""
}

func upper(c byte) byte {
	if c >= 'a' && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
}

// nameKey gives the key under which a name is found: its words with its first
// initial, or the words alone where it has none. A surname alone finds nobody by
// his initials: there are too many of each in a city.
func nameKey(n name) string {
	if len(n.words) == 0 {
		return ""
	}
	words := strings.Join(n.words, " ")
	if n.initials == "" || n.org {
		return words
	}
	return words + "/" + n.initials[:1]
}

// isInitials: one or two letters, or up to four without a vowel ("JMP").
func isInitials(w string) bool {
	if w[0] > 127 || len(w) > 4 || strings.ContainsAny(w, "0123456789") {
		return false
	}
	return len(w) <= 2 || !strings.ContainsAny(w, "AEIOUY")
}

// fold makes upper case without accents; bytes that are no UTF-8 become spaces.
func fold(s string) string { return party.Fold(s) }

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
// not left over. Words after the 32nd do not count.
func overlap(a, b name) (common, leftA, leftB int) {
	wordsA, wordsB := a.words[:min(len(a.words), 32)], b.words[:min(len(b.words), 32)]
	var usedA, usedB uint32
	for _, exact := range [2]bool{true, false} {
		for i, w := range wordsA {
			for j, v := range wordsB {
				if usedA>>i&1 == 0 && usedB>>j&1 == 0 && (w == v || !exact && oneOff(w, v)) {
					usedA, usedB = usedA|1<<i, usedB|1<<j
					common++
				}
			}
		}
	}
	return common, left(wordsA, usedA, b.initials), left(wordsB, usedB, a.initials)
}

// left counts the words that are not used and do not begin with an initial.
func left(words []string, used uint32, initials string) (n int) {
	for i, w := range words {
		if used>>i&1 == 0 && strings.IndexByte(initials, w[0]) < 0 {
			n++
		}
	}
	return n
}

// oneOff says whether two words of at least five letters are one slip apart.
func oneOff(a, b string) bool { return party.OneSlip(a, b) }
