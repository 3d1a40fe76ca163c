// SPDX-License-Identifier: EUPL-1.2

package sorting

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// How much of a document is looked at: what it is, it says early.
const (
	mostText    = 40_000 // bytes
	headLines   = 30     // lines with text in which a heading stands
	headingSize = 7      // words of a line that may be a heading
)

// sign is one thing in the text that tells something.
type sign struct {
	words     string // as people are told
	weights   *scores
	strength  float64
	heading   bool
	structure bool
}

// sight is what was seen of a text.
type sight struct {
	signs []sign
	words []string // that can be learned, each once, in order of appearance
}

// look reads a text for signs. Each phrase counts once, where it tells most: as
// a heading or subject, else in the text, else on the pages after the first.
func look(text string) sight {
	if len(text) > mostText {
		text = text[:mostText]
	}
	found := map[*phrase]sign{}
	var order []*phrase
	var words []string
	known := map[string]bool{}
	lineNumber := 0
	for page, content := range strings.Split(text, "\f") {
		for _, line := range strings.Split(content, "\n") {
			tokens := tokensOf(line)
			if len(tokens) == 0 {
				continue
			}
			lineNumber++
			where := placeOf(tokens, lineNumber, page)
			for _, hit := range itself(phrasesIn(tokens), where) {
				s := sign{words: hit.text, weights: &hit.weights, strength: where.strength(hit.isName()), heading: where == heading}
				if before, seen := found[hit]; !seen {
					order = append(order, hit)
				} else if before.strength >= s.strength {
					continue
				}
				found[hit] = s
			}
			words = learnable(words, known, tokens, where == heading)
		}
	}
	seen := sight{words: words}
	for _, p := range order {
		seen.signs = append(seen.signs, found[p])
	}
	seen.signs = append(seen.signs, structures(text)...)
	return seen
}

// itself leaves out of a heading the invoice that it is about: a "reminder of
// invoice 12" is no invoice.
func itself(hits []*phrase, where place) []*phrase {
	about := func(p *phrase) bool { return p.isName() && p.weights[0] >= nameWeight }
	if where != heading || !slices.ContainsFunc(hits, func(p *phrase) bool { return !about(p) && p.strongest() >= 2 && p.weights[0] < 1 }) {
		return hits
	}
	return slices.DeleteFunc(slices.Clone(hits), about)
}

// place is where in a document a line stands.
type place int

const (
	body place = iota
	heading
	later // on another page than the first: an enclosure, or the small print
)

// strength is how much a phrase tells at a place. The name of a kind tells most
// as a heading: in a sentence it may be about another document.
func (p place) strength(name bool) float64 {
	switch {
	case p == later:
		return .3
	case p == heading && name:
		return 2
	case p == heading:
		return 1.3
	case name:
		return .6
	}
	return 1
}

var subjects = map[string]bool{"betreft": true, "onderwerp": true, "subject": true, "re": true, "inzake": true, "concerning": true, "regarding": true}

func placeOf(tokens []string, number, page int) place {
	switch {
	case page > 0:
		return later
	case number <= headLines && (len(tokens) <= headingSize && !isLabel(tokens) || subjects[tokens[0]]):
		return heading
	}
	return body
}

// isLabel says whether a short line is a name with a value, such as
// "Factuurnummer 2026001", which is no heading.
func isLabel(tokens []string) bool {
	last := tokens[len(tokens)-1]
	return len(tokens) > 1 && strings.ContainsFunc(last, unicode.IsDigit) && len(last) < 30 && len(tokens) > 3
}

// tokensOf cuts a line into words, small letters only.
func tokensOf(line string) []string {
	return strings.FieldsFunc(strings.ToLower(line), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

var (
	iban    = regexp.MustCompile(`\b[A-Z]{2}\d{2} ?[A-Z0-9]{4} ?[0-9]{4} ?[0-9]{2,4}`)
	amounts = regexp.MustCompile(`\d[\d.]*,\d{2}\b|\d[\d,]*\.\d{2}\b`)
	dates   = regexp.MustCompile(`\b\d{1,2}[-/.]\d{1,2}[-/.]20\d{2}\b|\b20\d{2}-\d{2}-\d{2}\b`)
	minus   = regexp.MustCompile(`(?m)(?:^|[\s€:])[-−] ?(?:€ ?)?\d[\d.,]*[.,]\d{2}\b|\d[.,]\d{2} ?-(?:\s|$)`)
	article = regexp.MustCompile(`(?im)^\s*(?:artikel|article|art\.)\s+\d+`)
)

// structures are signs in how a document is made up rather than in its words.
func structures(text string) (signs []sign) {
	first, _, _ := strings.Cut(text, "\f")
	add := func(name string, is bool, weights *scores) {
		if is {
			signs = append(signs, sign{words: name, weights: weights, strength: 1, structure: true})
		}
	}
	sums := len(amounts.FindAllStringIndex(first, 60))
	add("account-number", iban.MatchString(first), &withAccount)
	add("amounts", sums >= 3, &withAmounts)
	add("minus", sums > 0 && 2*len(minus.FindAllStringIndex(first, 60)) > sums, &withMinus)
	add("no-amounts", sums == 0, &withoutAmounts)
	add("articles", len(article.FindAllStringIndex(text, 4)) >= 3, &withArticles)
	add("rows-of-dates", len(dates.FindAllStringIndex(first, 40)) >= 6 && sums >= 5, &withRows)
	return signs
}
