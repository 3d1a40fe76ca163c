// SPDX-License-Identifier: EUPL-1.2

package rules

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"cel.dev/cel-go/common/types/ref"
	"golang.org/x/text/unicode/norm"

	"rentmeester/day"
	"rentmeester/ident"
	"rentmeester/money"
)

// Line is a bank line as rules see it.
type Line struct {
	Amount    money.Cents // signed: in is positive
	Account   string      // own account, IBAN in electronic form
	IBAN      string      // of the other side
	Name      string      // of the other side
	Text      string      // remittance, lines joined with a space
	Reference string      // structured payment reference
	EndToEnd  string
	Mandate   string
	Creditor  string // incassant-ID
	Code      string // domain code: "PMNT-RCDT-ESCT"; "" when the bank gives none
	BankCode  string // the bank's own code
	Info      string // what the bank adds
	Booked    day.Day
}

// maxText bounds how much of a text is looked at, in bytes.
const maxText = 8000

// look is one line while rules look at it. What takes work is done once, when a
// rule asks for it.
type look struct {
	line   Line
	own    ref.Val
	self   ref.Val // the line as a value of CEL
	folded *folded
	tax    *tax
}

// tax is the decoded reference of a tax payment; all empty when there is none.
type tax struct {
	number, tax, sub, period string
	year, month, quarter     int
}

func (s *Set) look(l Line) *look {
	seen := &look{line: l, own: s.own}
	seen.self = object{lineName, seen}
	return seen
}

// words gives name, text and information of the line, folded.
func (l *look) words() *folded {
	if l.folded == nil {
		l.folded = fold(clip(l.line.Name, 500) + " \n " + clip(l.line.Text, maxText) + " \n " + clip(l.line.Info, maxText))
	}
	return l.folded
}

func clip(s string, n int) string {
	if len(s) > n {
		return strings.ToValidUTF8(s[:n], "")
	}
	return s
}

// taxOf decodes the tax reference of the line: the structured one, else the
// first that stands in the text.
func (l *look) taxOf() *tax {
	if l.tax != nil {
		return l.tax
	}
	l.tax = &tax{}
	ref, ok := ident.ParseTaxReference(l.line.Reference)
	if !ok {
		ref, ok = taxInText(clip(l.line.Text, maxText))
	}
	if ok {
		*l.tax = tax{number: ref.Number, tax: ref.Tax, sub: ref.Sub, period: ref.Period, month: ref.Month(), quarter: ref.Quarter()}
		if year, _, _ := dayParts(l.line.Booked); year > 0 {
			l.tax.year = ref.YearAt(year)
		}
	}
	return l.tax
}

// taxInText looks for sixteen digits that stand alone, with spaces or points
// between them or not, and decode.
func taxInText(text string) (ident.TaxReference, bool) {
	for from := 0; from < len(text); {
		if text[from] < '0' || text[from] > '9' {
			from++
			continue
		}
		to := from
		var digits []byte
		for ; to < len(text) && strings.IndexByte("0123456789 .", text[to]) >= 0; to++ {
			if text[to] >= '0' {
				digits = append(digits, text[to])
			}
		}
		if len(digits) == 16 {
			if ref, ok := ident.ParseTaxReference(string(digits)); ok {
				return ref, true
			}
		}
		from = to
	}
	return ident.TaxReference{}, false
}

func dayParts(d day.Day) (year, month, dayOfMonth int) {
	if _, err := day.Parse(string(d)); err != nil {
		return 0, 0, 0
	}
	t := d.Time()
	return t.Year(), int(t.Month()), t.Day()
}

// folded is a text as it is compared: small letters and digits without accents,
// without what stands between them. Where a word begins is remembered.
type folded struct {
	text   string
	begins []bool // by byte of text; one longer: the end is where a word ends
	after  []int  // by byte of text: place in source just after that letter
	source string
}

func fold(s string) *folded {
	f := &folded{source: norm.NFKD.String(strings.ToValidUTF8(s, " "))}
	var b strings.Builder
	b.Grow(len(f.source))
	apart := true
	for i, r := range f.source {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			apart = true
			continue
		}
		n, _ := b.WriteRune(unicode.ToLower(r))
		for range n {
			f.begins, apart = append(f.begins, apart), false
			f.after = append(f.after, i+utf8.RuneLen(r))
		}
	}
	f.text, f.begins = b.String(), append(f.begins, true)
	return f
}

// shortWord is the length up to which a word must also end where one ends: "ABP"
// is not in "abpersoon", while "schatkist" is in "schatkistbankieren".
const shortWord = 4

// find gives where a folded word stands: from the beginning of a word of the
// text. Spaces count for nothing, so that a word that the bank wrapped over two
// lines is found; -1 when it is not there.
func (f *folded) find(word string) int {
	if word == "" {
		return -1
	}
	for from := 0; ; {
		at := strings.Index(f.text[from:], word)
		if at < 0 {
			return -1
		}
		at += from
		if f.begins[at] && (len(word) > shortWord || f.begins[at+len(word)]) {
			return at
		}
		from = at + 1
	}
}

// mentions says whether the line holds a word.
func (l *look) mentions(word string) bool { return l.words().find(plainWord(word)) >= 0 }

// plainWord folds a word; one that is plain already costs nothing.
func plainWord(word string) string {
	for i := 0; i < len(word); i++ {
		if c := word[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return fold(clip(word, maxName)).text
		}
	}
	return word
}

// amountAfter gives the first amount that follows a word within two words, in
// cents: "kosten EUR 1.234,56" is 123456. Two decimals must be written; 0 when
// there is none.
func (l *look) amountAfter(word string) int64 {
	f := l.words()
	word = plainWord(word)
	at := f.find(word)
	if at < 0 {
		return 0
	}
	rest := clip(f.source[f.after[at+len(word)-1]:], 60)
	begin := strings.IndexAny(rest, "0123456789")
	if begin < 0 || len(strings.Fields(rest[:begin])) > 2 {
		return 0
	}
	end := begin
	for end < len(rest) && strings.IndexByte("0123456789.,", rest[end]) >= 0 {
		end++
	}
	cents, ok := readAmount(strings.TrimRight(rest[begin:end], ".,"))
	if !ok {
		return 0
	}
	if strings.HasSuffix(strings.TrimSpace(rest[:begin]), "-") {
		return -cents
	}
	return cents
}

// readAmount reads digits with two decimals after a point or a comma, thousands
// apart with the other or not.
func readAmount(s string) (int64, bool) {
	n := len(s)
	if n < 4 || n > 20 || s[n-3] != ',' && s[n-3] != '.' {
		return 0, false
	}
	other := map[byte]string{',': ".", '.': ","}[s[n-3]]
	groups := strings.Split(s[:n-3], other)
	for i, g := range groups {
		if i > 0 && len(g) != 3 || g == "" || i == 0 && len(groups) > 1 && len(g) > 3 {
			return 0, false
		}
	}
	amount, err := money.Parse(strings.Join(groups, "") + "." + s[n-2:])
	return int64(amount), err == nil
}
