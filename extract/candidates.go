// SPDX-License-Identifier: EUPL-1.2

package extract

import (
	"strings"

	"rentmeester/formats/pdf"
)

// The types of candidates.
const (
	isDay = iota
	isAmount
	isRate
	isIBAN
	isVAT
	isBIC
	isCode // a word with a digit that may be a number of something
)

// cand is something on the page that may be the value of a field.
type cand struct {
	kind     int
	value    string // normalised
	units    int64  // of an amount or a rate: ten-thousandths
	decimals int    // of an amount
	currency string // that stands beside an amount
	tokens   []*token
	more     []*token // the rest of it, on the next line
	line     *line
	valid    bool     // check digits are right
	checked  bool     // it is of a kind that has check digits we know
	repaired bool     // letters and digits were mended that recognition confuses
	unclear  bool     // of a day: month and day may be the other way round
	above    []*token // the cell over it
	links    []link
}

// link is how a label belongs to a candidate.
type link struct {
	label *label
	way   way
	score float64 // 0 … 1: how near
}

// way is where a label stands, seen from its value.
type way int

const (
	left  way = iota // before it, nothing between
	row              // before it on the same line, other values between
	above            // in the line above
	head             // at the top of its column
)

func (c *cand) box() pdf.Box { return around(c.tokens) }

func (c *cand) raw() string {
	if c.more != nil {
		return said(c.tokens) + " " + said(c.more)
	}
	return said(c.tokens)
}

// sure is how sure recognition is of the least sure word.
func (c *cand) sure() float64 {
	least := 1.0
	for _, t := range c.tokens {
		least = min(least, t.sure)
	}
	return least
}

func (c *cand) place() Place { return place(c.tokens) }

// find finds the labels and all candidates.
func (s *sheet) find() {
	s.findLabels()
	s.stackLabels()
	s.index()
	s.lang = s.language()
	s.findDays()
	s.findAmounts()
	s.findAccounts()
	s.findVAT()
	s.findBICs()
	s.findCodes()
}

// index sorts out labels by line, and the addresses on the web.
func (s *sheet) index() {
	s.named = map[*line][]*label{}
	for _, l := range s.labels {
		s.named[l.line] = append(s.named[l.line], l)
	}
	for _, l := range s.lines {
		for _, t := range l.tokens {
			if strings.Contains(t.text, "@") || strings.Contains(t.text, "www.") || strings.Contains(t.text, "http") {
				s.domains = append(s.domains, t.fold)
			}
		}
	}
	s.domains = s.domains[:min(len(s.domains), 100)]
}

func (s *sheet) add(c *cand) {
	s.cands = append(s.cands, c)
	s.onLine[c.line] = append(s.onLine[c.line], c)
}

// of gives the candidates of a type.
func (s *sheet) of(kind int) []*cand {
	var all []*cand
	for _, c := range s.cands {
		if c.kind == kind {
			all = append(all, c)
		}
	}
	return all
}

// taken says whether a word is part of a candidate of one of these types.
func (s *sheet) taken(t *token, kinds ...int) bool {
	for _, c := range s.onLine[s.lines[t.line]] {
		for _, kind := range kinds {
			if c.kind != kind {
				continue
			}
			for _, mine := range c.tokens {
				if mine == t {
					return true
				}
			}
		}
	}
	return false
}

// spans gives every stretch of at most n words that stand near each other on a
// line, the longest first for each beginning.
func (s *sheet) spans(n int, visit func(l *line, tokens []*token) (took bool)) {
	for _, l := range s.lines {
		for from := 0; from < len(l.tokens); {
			step := 1
			for to := min(from+n, len(l.tokens)); to > from; to-- {
				tokens := l.tokens[from:to]
				if tokens[0].seg == tokens[len(tokens)-1].seg && visit(l, tokens) {
					step = to - from
					break
				}
			}
			from += step
		}
	}
}

// language guesses the language of the page from its little words.
func (s *sheet) language() string {
	words := map[string]string{
		"van": "nl", "het": "nl", "een": "nl", "voor": "nl", "btw": "nl", "datum": "nl", "factuur": "nl", "bedrag": "nl", "totaal": "nl", "binnen": "nl", "dagen": "nl",
		"und": "de", "der": "de", "die": "de", "mwst": "de", "ust": "de", "rechnung": "de", "fur": "de", "bei": "de", "zum": "de", "menge": "de",
		"the": "en", "and": "en", "invoice": "en", "date": "en", "vat": "en", "amount": "en", "please": "en", "payment": "en", "due": "en",
		"et": "fr", "les": "fr", "facture": "fr", "tva": "fr", "montant": "fr", "du": "fr", "ttc": "fr",
		"di": "it", "fattura": "it", "iva": "it", "importo": "it", "della": "it", "totale": "it",
	}
	counts := map[string]int{}
	for _, l := range s.lines {
		for _, t := range l.tokens {
			if lang := words[t.fold]; lang != "" {
				counts[lang]++
			}
		}
	}
	best, most := "", 0
	for _, lang := range []string{"nl", "de", "en", "fr", "it"} {
		if counts[lang] > most {
			best, most = lang, counts[lang]
		}
	}
	return best
}
