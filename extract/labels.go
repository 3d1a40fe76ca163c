// SPDX-License-Identifier: EUPL-1.2

package extract

import (
	"regexp"
	"slices"
	"strings"
)

// label is words on a page that say what stands beside or below them.
type label struct {
	terms  []term
	tokens []*token
	line   *line
	colon  bool // it ends in a colon: a value must follow
	last   bool // it ends its cell
	first  bool // it begins its cell
}

// means gives how surely a label means a field; 0 for not at all.
func (l *label) means(field string) float64 {
	for _, t := range l.terms {
		if t.field == field {
			return t.weight
		}
	}
	return 0
}

// findLabels finds the labels of all lines, the longest first.
func (s *sheet) findLabels() {
	for _, l := range s.lines {
		for _, cell := range l.segments() {
			for i := 0; i < len(cell); {
				found, n := s.labelAt(cell, i)
				if n == 0 {
					i++
					continue
				}
				found.line, found.first, found.last = l, i == 0, i+n == len(cell)
				for _, t := range found.tokens {
					t.name = true
				}
				s.labels = append(s.labels, found)
				i += n
			}
		}
	}
}

// stackLabels finds labels that are written in two lines at the top of a column.
func (s *sheet) stackLabels() {
	for i := 0; i+1 < len(s.lines); i++ {
		upper, lower := s.lines[i], s.lines[i+1]
		if upper.page != lower.page || lower.box.Top-upper.box.Bottom > 0.9*lower.height() {
			continue
		}
		for _, below := range lower.segments() {
			for _, over := range upper.segments() {
				if terms := stacked(over, below); terms != nil {
					s.drop(over, below)
					s.labels = append(s.labels, &label{terms: terms, tokens: below, line: lower, first: true, last: true})
				}
			}
		}
	}
}

// stacked gives what two cells mean together; nil when that is no label, or
// when the lower says as much by itself.
func stacked(upper, lower []*token) []term {
	a, b := around(upper), around(lower)
	if over(a, b) < 0.5 || a.Left-b.Left > 8 || b.Left-a.Left > 8 && b.Right-a.Right > 8 {
		return nil
	}
	terms := lexicon()[folded(upper)+folded(lower)]
	if len(terms) == 0 || slices.ContainsFunc(lexicon()[folded(lower)], func(t term) bool { return t.weight >= 1 && t.field == terms[0].field }) {
		return nil
	}
	return terms
}

// drop takes the labels in these cells away.
func (s *sheet) drop(cells ...[]*token) {
	s.labels = slices.DeleteFunc(s.labels, func(l *label) bool {
		return slices.ContainsFunc(cells, func(cell []*token) bool { return slices.Contains(cell, l.tokens[0]) })
	})
}

// labelAt finds the longest label that begins at a word of a cell, and tells
// how many words it takes.
func (s *sheet) labelAt(cell []*token, from int) (*label, int) {
	if cell[from].fold == "" {
		return nil, 0
	}
	best, terms, joined, known := 0, []term(nil), "", false
	for i := from; i < min(from+8, len(cell)) && len(joined) <= longestLabel(); i++ {
		joined += cell[i].fold
		found := s.termsOf(joined)
		inLexicon := len(found) > 0
		if !inLexicon && (i == from || i == from+1 && endings[cell[i].fold]) {
			found = compound(joined)
		}
		if len(found) > 0 && cell[i].fold != "" {
			best, terms, known = i-from+1, found, inLexicon
		}
		if strings.HasSuffix(cell[i].text, ":") {
			break
		}
	}
	if n := titled(cell, from); n > best || n == best && n > 0 && !known {
		best, terms = n, []term{{Number, 0.95}}
	}
	if best == 0 {
		return nil, 0
	}
	for from+best < len(cell) && cell[from+best].fold == "" && strings.Trim(cell[from+best].text, ":.-") == "" {
		best++
	}
	tokens := cell[from : from+best]
	return &label{terms: terms, tokens: tokens, colon: strings.HasSuffix(tokens[best-1].text, ":")}, best
}

// termsOf gives what a folded label means, by the lexicon and by what the
// supplier's earlier invoices taught.
func (s *sheet) termsOf(joined string) []term {
	return lexicon()[joined]
}

// titles are the beginnings and endings of names of a document.
var titles = []string{"rechnung", "factuur", "facture", "invoice", "fattura", "gutschrift", "creditnota", "avoir", "nota", "declaratie"}

// otherPaper is a word that makes the number behind it one of another document.
var otherPaper = regexp.MustCompile(`bestell|auftrag|order|liefer|angebot|vertrag|contract|kunden|klant|client|offerte|gemass|volgens|selon|commande|^zu$|^op$|steuer`)

// titled finds "Schlussrechnung Bau (877) Nr.": the name of a document, up to
// three words, and the word number.
func titled(cell []*token, from int) int {
	named := false
	for _, title := range titles {
		named = named || strings.HasSuffix(cell[from].fold, title) || strings.HasPrefix(cell[from].fold, title)
	}
	if !named {
		return 0
	}
	for i := from + 1; i < min(from+5, len(cell)); i++ {
		switch cell[i].fold {
		case "nr", "nummer", "no", "n", "number", "numero":
			return i - from + 1
		}
		if strings.ContainsAny(cell[i].fold, "0123456789") || otherPaper.MatchString(cell[i].fold) {
			return 0
		}
	}
	return 0
}
