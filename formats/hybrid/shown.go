// SPDX-License-Identifier: EUPL-1.2

package hybrid

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/govalues/decimal"
	"golang.org/x/text/unicode/norm"

	"rentmeester/day"
	"rentmeester/formats/pdf"
)

// shown is what the pages say: in small letters, signs in their plain form, and
// one space for each stretch of white space. What stands outside the edge of its
// page is not said.
type shown struct {
	text  string
	runes []rune
}

func show(pages []pdf.Page) shown {
	var all strings.Builder
	for _, page := range pages {
		for _, word := range page.Words {
			if b := word.Box; b.Right >= 0 && b.Bottom >= 0 && b.Left <= page.Width && b.Top <= page.Height {
				all.WriteString(word.Text)
				all.WriteString(" ")
			}
		}
	}
	text := strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(all.String()))), " ")
	return shown{text, []rune(text)}
}

// empty says whether there is hardly any text, as on a scan whose only text is
// the stamp of who scanned it.
func (s shown) empty() bool {
	const fewest = 20
	count := 0
	for _, r := range s.runes {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			count++
		}
	}
	return count < fewest
}

const (
	longestWanted = 64 // signs of a value that are looked for
	widestGap     = 3  // spaces and signs that may stand between two of them
)

// has looks for the letters and digits of a value, whatever stands between
// them, but not as a part of a longer number.
func (s shown) has(value string) bool {
	var wanted []rune
	for _, r := range strings.ToLower(norm.NFKC.String(value)) {
		if (unicode.IsLetter(r) || unicode.IsDigit(r)) && len(wanted) < longestWanted {
			wanted = append(wanted, r)
		}
	}
	if len(wanted) == 0 {
		return strings.Contains(s.text, strings.ToLower(strings.TrimSpace(value)))
	}
	for at, r := range s.runes {
		if r == wanted[0] && !(unicode.IsDigit(r) && at > 0 && unicode.IsDigit(s.runes[at-1])) && s.hasAt(at, wanted) {
			return true
		}
	}
	return false
}

func (s shown) hasAt(at int, wanted []rune) bool {
	for i, r := range wanted {
		for gap := 0; i > 0 && at < len(s.runes) && gap < widestGap && !unicode.IsLetter(s.runes[at]) && !unicode.IsDigit(s.runes[at]); gap++ {
			at++
		}
		if at >= len(s.runes) || s.runes[at] != r {
			return false
		}
		at++
	}
	last := wanted[len(wanted)-1]
	return at == len(s.runes) || !unicode.IsDigit(last) || !unicode.IsDigit(s.runes[at])
}

// ibanBegins finds where an IBAN may begin, in capitals.
var ibanBegins = regexp.MustCompile(`\b[A-Z]{2}\d{2}`)

// hasAmount looks for an amount in the notations of Dutch, German, French and
// English: 1.234,56 1 234,56 1'234.56 1,234.56 1234.56, and 242,- for whole
// ones. The sign is not looked at: credit notes write it either way.
func (s shown) hasAmount(d decimal.Decimal) bool {
	whole, cents, _ := strings.Cut(printed(d.Abs()), ".")
	grouped := ""
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			grouped += `[.,'’ ]?`
		}
		grouped += string(digit)
	}
	patterns := []string{grouped + ` ?[.,] ?` + cents + `0*`}
	if cents == "00" {
		money := `(?:€|eur|euro)`
		patterns = append(patterns, grouped+` ?[.,] ?[-–—]`, money+` ?`+grouped, grouped+` ?`+money)
	}
	return s.matches(patterns...)
}

// matches looks for a pattern that is no part of a longer number.
func (s shown) matches(patterns ...string) bool {
	for _, pattern := range patterns {
		expression, err := regexp.Compile(pattern)
		if err != nil {
			continue // cannot be: the patterns are made of digits and fixed parts
		}
		for from := 0; from < len(s.text); {
			at := expression.FindStringIndex(s.text[from:])
			if at == nil {
				break
			}
			if alone(s.text[:from+at[0]], s.text[from+at[1]:]) {
				return true
			}
			from += at[0] + 1
		}
	}
	return false
}

var (
	goesBefore = regexp.MustCompile(`\d[.,'’]?$`)
	goesAfter  = regexp.MustCompile(`^[.,'’]?\d`)
)

// alone says whether a number between these two is whole.
func alone(before, after string) bool {
	const reach = 8 // bytes that are enough to see
	before = before[max(0, len(before)-reach):]
	for before != "" && !utf8.RuneStart(before[0]) {
		before = before[1:]
	}
	return !goesBefore.MatchString(before) && !goesAfter.MatchString(after[:min(len(after), reach)])
}

// hasDay looks for a day as people write it: 2-3-2026, 02.03.26, 2026-03-02,
// 20260302, 03/02/2026, 2 maart 2026, 2. März 2026, 2 mars 2026, March 2, 2026.
func (s shown) hasDay(d day.Day) bool {
	parts := strings.Split(string(d), "-")
	if len(parts) != 3 {
		return false
	}
	number, err := strconv.Atoi(parts[1])
	if err != nil || number < 1 || number > 12 {
		return false
	}
	year, month, date := `(?:`+parts[0]+`|[’']?`+parts[0][2:]+`)`, `0?`+strings.TrimLeft(parts[1], "0"), `0?`+strings.TrimLeft(parts[2], "0")
	const sep = ` ?[-–./ ] ?`
	called := `(?:` + months[number-1] + `)[a-zäéû]*\.?`
	return s.matches(
		date+sep+month+sep+year,
		month+sep+date+sep+year,
		parts[0]+sep+month+sep+date,
		parts[0]+parts[1]+parts[2],
		date+`(?:st|nd|rd|th|er|e|ste|de)?\.? ?-?(?:of |de |van |den )?`+called+`,? ?-?`+year,
		called+` ?-?`+date+`(?:st|nd|rd|th)?,? ?-?`+year,
	)
}

// months are the beginnings of the names of the months in Dutch, German, French
// and English, by which they are told apart.
var months = [12]string{
	"jan|jän", "feb|fév|fev", "mrt|maa|mär|mae|mar|mrz", "apr|avr", "mei|mai|may", "jun|juin", "jul|juil",
	"aug|aoû|aou", "sep", "okt|oct", "nov", "dez|dec|déc",
}
