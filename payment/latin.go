// SPDX-License-Identifier: EUPL-1.2

package payment

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Latin writes a text in the characters that every bank of SEPA carries: a–z,
// A–Z, 0–9, / - ? : ( ) . , ' + and the space. Letters lose their accents, other
// signs become what EPC217-08 ("SEPA requirements for an extended character
// set") puts for them, what nobody can write becomes a point. White space
// becomes one space, none at the ends.
func Latin(s string) string {
	if latin(s) {
		return s
	}
	var b strings.Builder
	space := false
	for _, r := range norm.NFKD.String(preserve.Replace(s)) {
		if unicode.Is(unicode.Mn, r) {
			continue // the accent of the letter before
		}
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			space = true
			continue
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		switch to, known := written[r]; {
		case r < unicode.MaxASCII && carried(byte(r)):
			b.WriteRune(r)
		case known:
			b.WriteString(to)
		case alphabet(r) != "":
			b.WriteString(alphabet(r))
		default:
			b.WriteByte('.')
		}
	}
	return b.String()
}

// latin says whether s is as Latin would write it.
func latin(s string) bool {
	for i := 0; i < len(s); i++ {
		if !carried(s[i]) || s[i] == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			return false
		}
	}
	return true
}

// carried says whether a byte is in the basic Latin set, by EPC217-08.
func carried(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		strings.IndexByte("/-?:().,'+ ", c) >= 0
}

// Identifies says whether s can be an identifier in a message to the bank: 1 to
// 35 carried characters that do not begin or end with a slash or a space and
// have no two slashes together (EPC132-08, 1.6.2).
func Identifies(s string) bool {
	return s != "" && len(s) <= MaxID && latin(s) && s[0] != '/' && s[len(s)-1] != '/' && !strings.Contains(s, "//")
}

// preserve keeps signs that a normal form would take apart in another way.
var preserve = strings.NewReplacer("€", "EUR", "…", "...", "№", "Nr", "½", "1/2", "¼", "1/4", "¾", "3/4")

// written is what stands for a sign or letter that has no accent to lose.
var written = map[rune]string{
	'!': ".", '"': "'", '#': ".", '$': ".", '%': ".", '&': "+", '*': ".", ';': ",", '<': ".", '=': ".", '>': ".",
	'@': ".", '[': "(", '\\': "/", ']': ")", '^': ".", '_': "-", '`': "'", '{': "(", '|': "/", '}': ")", '~': "-",
	'‘': "'", '’': "'", '‚': "'", '“': "'", '”': "'", '„': "'", '«': "'", '»': "'", '´': "'", '′': "'",
	'–': "-", '—': "-", '‐': "-", '‑': "-", '−': "-", '•': "-", '·': ".", '×': "x", '÷': ":", '⁄': "/",
	'ß': "ss", 'æ': "ae", 'Æ': "AE", 'œ': "oe", 'Œ': "OE", 'ø': "o", 'Ø': "O", 'đ': "d", 'Đ': "D", 'ð': "d", 'Ð': "D",
	'þ': "th", 'Þ': "TH", 'ł': "l", 'Ł': "L", 'ħ': "h", 'Ħ': "H", 'ı': "i", 'ŋ': "n", 'Ŋ': "N", 'ŧ': "t", 'Ŧ': "T", 'ĸ': "k",
	'£': "GBP", '¥': "JPY", '§': ".", '°': ".", '©': ".", '®': ".",
}

// other holds the small letters of the Greek and the Cyrillic alphabet, as SEPA
// countries write them in Latin ones.
var other = map[rune]string{
	'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th", 'ι': "i", 'κ': "k", 'λ': "l", 'μ': "m",
	'ν': "n", 'ξ': "x", 'ο': "o", 'π': "p", 'ρ': "r", 'σ': "s", 'ς': "s", 'τ': "t", 'υ': "y", 'φ': "f", 'χ': "ch", 'ψ': "ps", 'ω': "o",
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ж': "zh", 'з': "z", 'и': "i", 'к': "k", 'л': "l", 'м': "m",
	'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "h", 'ц': "ts", 'ч': "ch", 'ш': "sh",
	'щ': "sht", 'ъ': "a", 'ы': "y", 'ь': "y", 'э': "e", 'ю': "yu", 'я': "ya",
	'ђ': "dj", 'ј': "j", 'љ': "lj", 'њ': "nj", 'ћ': "c", 'џ': "dz", 'ѕ': "dz",
}

// alphabet gives a letter of another alphabet, in the size it has.
func alphabet(r rune) string {
	small := unicode.ToLower(r)
	to := other[small]
	if small != r && to != "" {
		return strings.ToUpper(to[:1]) + to[1:]
	}
	return to
}

// Clip cuts a text to its first limit characters, without a space at the end.
func Clip(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	return strings.TrimRight(strings.ToValidUTF8(s[:limit], ""), " ")
}

// sepa are the countries whose accounts a SEPA credit transfer reaches, by the
// country code of the IBAN (EPC409-09): the European Economic Area, and those
// that joined beside it.
const sepa = " AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK" +
	" IS LI NO AD AL CH GB GI MC MD ME MK RS SM VA "

// SEPA says whether a SEPA credit transfer reaches an account in a country.
func SEPA(country string) bool { return len(country) == 2 && strings.Contains(sepa, " "+country+" ") }

// Readable says whether a letter or a digit is left of a name in those characters.
func Readable(name string) bool {
	return strings.ContainsFunc(Latin(name), func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}
