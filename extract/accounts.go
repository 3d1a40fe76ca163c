// SPDX-License-Identifier: EUPL-1.2

package extract

import (
	"regexp"
	"strings"

	"rentmeester/ident"
)

var ibanShape = regexp.MustCompile(`^(?:IBAN)?([A-Z]{2}[0-9OQISLB|]{2}[A-Z0-9|]{10,30})$`)

// findAccounts finds account numbers: right ones anywhere, wrong ones only
// beside a label, where they must be looked at.
func (s *sheet) findAccounts() {
	for _, l := range s.lines {
		for from := 0; from < len(l.tokens); {
			c := s.accountAt(l, from)
			if c == nil {
				from++
				continue
			}
			c.line = l
			s.add(c)
			from += len(c.tokens)
		}
	}
}

// accountAt reads the longest right account that begins at a word, or else
// what has the shape of one.
func (s *sheet) accountAt(l *line, from int) *cand {
	var wrong *cand
	joined := ""
	if first := l.tokens[from].fold; first == "" || first == "iban" {
		return nil
	}
	for to := from; to < min(from+10, len(l.tokens)) && len(joined) < 40; to++ {
		joined += strings.ToUpper(electronic(l.tokens[to].text))
		tokens := l.tokens[from : to+1]
		found := ibanShape.FindStringSubmatch(joined)
		if found == nil || to > from && l.tokens[to].box.Left-l.tokens[to-1].box.Right > 3*l.height() {
			continue
		}
		if iban, ok := ident.IBAN(found[1]); ok {
			return &cand{kind: isIBAN, value: iban, tokens: tokens, valid: true, checked: true}
		}
		if iban, ok := mendIBAN(found[1]); ok && s.ocr {
			return &cand{kind: isIBAN, value: iban, tokens: tokens, valid: true, checked: true, repaired: true}
		}
		if full := usualLength[found[1][:2]]; wrong != nil && full > 0 && len(wrong.value) == full {
			continue
		}
		if labelledIBAN(l, from) && strings.Trim(found[1][2:4], "0123456789") == "" && digitShare(found[1][4:]) > 0.55 {
			wrong = &cand{kind: isIBAN, value: found[1], tokens: tokens, checked: true}
		}
	}
	if c := s.wrapped(l, from); c != nil {
		return c
	}
	if wrong != nil && ident.IBANCountry(wrong.value) == "" {
		return nil
	}
	return wrong
}

// wrapped reads an account that goes on in the line below, in the same column.
func (s *sheet) wrapped(l *line, from int) *cand {
	first := l.tokens[from]
	to := from
	joined := ""
	for to < len(l.tokens) && l.tokens[to].seg == first.seg {
		joined += strings.ToUpper(electronic(l.tokens[to].text))
		to++
	}
	if len(joined) < 4 || len(joined) > 30 || ident.IBANCountry(joined) == "" || strings.Trim(joined[2:4], "0123456789") != "" {
		return nil
	}
	cell := around(l.segment(first.seg))
	for i := first.line + 1; i <= min(first.line+2, len(s.lines)-1); i++ {
		for _, next := range s.lines[i].segments() {
			if over(around(next), cell) < 0.2 || s.lines[i].page != l.page {
				continue
			}
			whole := joined
			for n := range min(len(next), 7) {
				whole += strings.ToUpper(electronic(next[n].text))
				if iban, ok := ident.IBAN(whole); ok {
					return &cand{kind: isIBAN, value: iban, tokens: l.tokens[from:to], more: next[:n+1], valid: true, checked: true}
				}
			}
		}
	}
	return nil
}

// usualLength is how long an account of the countries nearby is, for those of
// which the check digits are wrong.
var usualLength = map[string]int{"NL": 18, "BE": 16, "DE": 22, "FR": 27, "LU": 20, "GB": 22, "AT": 20, "IT": 27, "ES": 24, "PL": 28, "CH": 21}

// labelledIBAN says whether the word IBAN stands before, or is glued on.
func labelledIBAN(l *line, from int) bool {
	for _, t := range l.tokens[max(from-2, 0) : from+1] {
		if strings.Contains(t.fold, "iban") {
			return true
		}
	}
	return false
}

// electronic takes the signs out of a word that people write in numbers.
func electronic(text string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '.', '-', ':', ',', ';', '(', ')', '/', '\u2010', '\u2011', '\u2013':
			return -1
		}
		return r
	}, text)
}

// toDigits and toLetters undo what recognition confuses.
var (
	toDigits  = strings.NewReplacer("O", "0", "Q", "0", "D", "0", "I", "1", "L", "1", "|", "1", "S", "5", "B", "8", "Z", "2", "G", "6")
	toLetters = strings.NewReplacer("0", "O", "1", "I", "5", "S", "8", "B", "2", "Z", "6", "G")
)

// mendIBAN puts digits where only digits can stand and letters where only
// letters can; the check digits must then agree.
func mendIBAN(s string) (string, bool) {
	if len(s) < 15 {
		return "", false
	}
	mended := s[:2] + toDigits.Replace(s[2:4])
	switch s[:2] {
	case "NL":
		mended += toLetters.Replace(s[4:8]) + toDigits.Replace(s[8:])
	case "DE", "BE", "AT", "DK", "ES", "PL":
		mended += toDigits.Replace(s[4:])
	default:
		return "", false
	}
	return ident.IBAN(mended)
}

// findBICs finds bank identifiers. Their shape is that of many words, so only
// what stands beside its label or an account counts.
func (s *sheet) findBICs() {
	for _, l := range s.lines {
		for _, t := range l.tokens {
			text := strings.Trim(t.text, ".,;:()")
			if bic, ok := ident.BIC(text); ok && text == strings.ToUpper(text) && (len(text) == 8 || len(text) == 11) && strings.Trim(text[:4], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
				s.add(&cand{kind: isBIC, value: bic, tokens: []*token{t}, line: l})
			}
		}
	}
}

var vatShape = regexp.MustCompile(`^(?:AT U?\d{8}|ATU\d{8}|BE[01]?\d{9}|CHE\d{9}|CY\d{8}[A-Z]|CZ\d{8,10}|DE\d{9}|DK\d{8}|EE\d{9}|E[LS][A-Z0-9]\d{7}[A-Z0-9]|EL\d{9}|FI\d{8}|FR[A-Z0-9]{2}\d{9}|GB\d{9}|GB\d{12}|HR\d{11}|HU\d{8}|IE\d[A-Z0-9]\d{5}[A-Z]{1,2}|IT\d{11}|LU\d{8}|LT\d{9}|LV\d{11}|MT\d{8}|NL\d{9}B\d{2}|PL\d{10}|PT\d{9}|RO\d{2,10}|SE\d{12}|SI\d{8}|SK\d{10})$`)

// findVAT finds VAT numbers, with their country in front.
func (s *sheet) findVAT() {
	s.spans(6, func(l *line, tokens []*token) bool {
		joined := ""
		for _, t := range tokens {
			joined += strings.ToUpper(electronic(t.text))
		}
		if len(joined) > 20 || len(joined) < 8 || s.taken(tokens[0], isIBAN) || s.taken(tokens[len(tokens)-1], isIBAN) || electronic(tokens[0].text) == "" || electronic(tokens[len(tokens)-1].text) == "" {
			return false
		}
		c := vatOf(joined)
		if c == nil && s.ocr {
			if mended, ok := mendVAT(joined); ok {
				if c = vatOf(mended); c != nil && c.valid {
					c.repaired = true
				} else {
					c = nil
				}
			}
		}
		if c == nil || len(tokens) > 1 && !near(tokens) {
			return false
		}
		c.tokens, c.line = tokens, l
		s.add(c)
		return true
	})
}

// vatOf reads a VAT number in electronic form.
func vatOf(s string) *cand {
	if !vatShape.MatchString(s) {
		return nil
	}
	valid, known := vatCheck(s)
	return &cand{kind: isVAT, value: s, valid: valid, checked: known}
}

// mendVAT puts digits and letters where only they can stand.
func mendVAT(s string) (string, bool) {
	switch {
	case len(s) == 14 && strings.HasPrefix(s, "NL"):
		return "NL" + toDigits.Replace(s[2:11]) + "B" + toDigits.Replace(s[12:]), s[11] == 'B' || s[11] == '8'
	case len(s) == 11 && strings.HasPrefix(s, "DE"), len(s) == 12 && strings.HasPrefix(s, "BE"), len(s) == 13 && strings.HasPrefix(s, "IT"):
		return s[:2] + toDigits.Replace(s[2:]), true
	}
	return "", false
}

// vatCheck tries the check digits of a VAT number, for the countries whose
// suppliers a Dutch municipality has most.
func vatCheck(s string) (valid, known bool) {
	digits := s[2:]
	switch s[:2] {
	case "NL":
		_, ok := ident.BTW(s)
		return ok, true
	case "DE":
		product := 10
		for i := range 8 {
			sum := (int(digits[i]-'0') + product) % 10
			if sum == 0 {
				sum = 10
			}
			product = 2 * sum % 11
		}
		return (11-product)%10 == int(digits[8]-'0'), true
	case "BE":
		if len(digits) == 9 {
			digits = "0" + digits
		}
		return 97-remainder(digits[:8], 97) == remainder(digits[8:], 97), true
	case "FR":
		if strings.Trim(digits[:2], "0123456789") != "" {
			return false, false
		}
		return remainder(digits[2:]+"12", 97) == remainder(digits[:2], 97), true
	case "IT":
		return luhn(digits), true
	}
	return false, false
}

func remainder(digits string, by int) int {
	value := 0
	for _, r := range digits {
		value = (value*10 + int(r-'0')) % by
	}
	return value
}

func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

var codeShape = regexp.MustCompile(`^[\p{L}0-9][\p{L}0-9/._\-+:]*$`)

// findCodes finds words with digits that may be a number of something. Words
// that follow each other closely and have digits too belong to it.
func (s *sheet) findCodes() {
	for _, l := range s.lines {
		for i := 0; i < len(l.tokens); i++ {
			n := codeAt(l, i)
			if n == 0 {
				continue
			}
			tokens := l.tokens[i : i+n]
			value := strings.TrimRight(strings.TrimLeft(said(tokens), "(#:"), ".,;:)")
			s.add(&cand{kind: isCode, value: value, tokens: tokens, line: l})
			i += n - 1
		}
	}
}

// codeAt tells how many words the number takes that begins at a word.
func codeAt(l *line, from int) int {
	first := l.tokens[from]
	text := strings.TrimRight(strings.TrimLeft(first.text, "(#:"), ".,;:)")
	if len(text) > 40 || !codeShape.MatchString(text) {
		return 0
	}
	digits := strings.ContainsAny(text, "0123456789")
	if !digits && (first.name || len(text) > 4 || text != strings.ToUpper(text)) {
		return 0
	}
	n := 1
	for from+n < len(l.tokens) && n < 4 {
		t := l.tokens[from+n]
		before := l.tokens[from+n-1]
		if strings.HasSuffix(before.text, ",") || strings.HasSuffix(before.text, ";") {
			break
		}
		gap := t.box.Left - before.box.Right
		digitsOnly := strings.Trim(before.text+t.text, "0123456789.,;:") == "" && t.seg == before.seg
		if gap > 0.6*l.height() && !digitsOnly || !strings.ContainsAny(t.text, "0123456789") || !codeShape.MatchString(strings.TrimRight(t.text, ".,;:)")) || strings.Contains(t.text, "%") {
			break
		}
		if _, _, ok := parseDay(strings.Trim(t.text, ".,;:()")); ok {
			break
		}
		digits = true
		n++
	}
	if !digits {
		return 0
	}
	return n
}
