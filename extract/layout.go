// SPDX-License-Identifier: EUPL-1.2

package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"rentmeester/formats/pdf"
)

// token is a word, or a part of one when a label is glued to its value.
type token struct {
	text string
	fold string // letters and digits in their plainest form
	box  pdf.Box
	sure float64 // of recognition, 0 … 1; 1 for text
	page int
	line int  // in sheet.lines
	seg  int  // of the line: cells that a wide gap parts
	at   int  // in the line
	name bool // it is part of a label
}

// line is what stands beside each other on a page.
type line struct {
	page   int
	tokens []*token
	box    pdf.Box
}

// sheet is a document laid out, with everything found on it.
type sheet struct {
	pages   []pdf.Page
	lines   []*line
	ocr     bool
	own     Identity
	habit   *Habit
	labels  []*label
	named   map[*line][]*label // the labels of each line
	domains []string           // folded web and mail addresses
	cands   []*cand
	onLine  map[*line][]*cand
	lang    string
	kind    string
	usual   float64         // height of a word; 0 before it was asked for
	towns   map[string]bool // in addresses; nil before they were asked for
	net     bool            // amounts of a credit note stand with a minus
	lone    *[]taxRow       // rates with VAT but no base; nil before they were looked for
}

// lay puts words on lines.
func lay(doc *pdf.Document) *sheet {
	s := &sheet{pages: doc.Pages, onLine: map[*line][]*cand{}}
	left := mostWords
	for number, page := range doc.Pages {
		words := page.Words[:min(left, len(page.Words))]
		left -= len(words)
		var tokens []*token
		for _, w := range words {
			if w.Confidence > 0 {
				s.ocr = true
			}
			if visible(w, page) && !upright(w) {
				tokens = append(tokens, split(w, number)...)
			}
		}
		s.lines = append(s.lines, linesOf(tokens)...)
	}
	for i, l := range s.lines {
		for at, t := range l.tokens {
			t.line, t.at = i, at
		}
	}
	return s
}

// visible says whether any of a word stands on its page.
func visible(w pdf.Word, page pdf.Page) bool {
	b := w.Box
	return page.Width == 0 || b.Right >= 0 && b.Bottom >= 0 && b.Left <= page.Width && b.Top <= page.Height
}

// upright says whether a word runs from bottom to top, in the margin.
func upright(w pdf.Word) bool {
	return utf8.RuneCountInString(w.Text) > 4 && w.Box.Bottom-w.Box.Top > 2*(w.Box.Right-w.Box.Left)
}

var (
	glued  = regexp.MustCompile(`^([\p{L}.\-/°º#()]+:)(.+)$`)
	glued2 = regexp.MustCompile(`^([\p{L}.\-/]{4,}?)([0-9€].*)$`)
)

// split cuts a word whose label stands against its value: "Kundennummer:2".
func split(w pdf.Word, page int) []*token {
	sure := w.Confidence
	if sure == 0 {
		sure = 1
	}
	make := func(text string, box pdf.Box) *token {
		return &token{text: text, fold: fold(text), box: box, sure: sure, page: page}
	}
	found := glued.FindStringSubmatch(w.Text)
	if found == nil || strings.HasPrefix(found[2], "//") {
		found = glued2.FindStringSubmatch(w.Text)
		if found != nil && len(lexicon()[fold(found[1])]) == 0 {
			found = nil
		}
	}
	if found == nil {
		return []*token{make(w.Text, w.Box)}
	}
	share := float64(utf8.RuneCountInString(found[1])) / float64(utf8.RuneCountInString(w.Text))
	a, b := w.Box, w.Box
	a.Right = a.Left + share*(a.Right-a.Left)
	b.Left = a.Right
	return []*token{make(found[1], a), make(found[2], b)}
}

// fold is a word as labels are compared: small letters and digits, no accents.
// A number in brackets, as of a code list, is nothing.
func fold(text string) string {
	if strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")") && strings.Trim(text, "()0123456789") == "" {
		return ""
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		switch {
		case r == 'ß':
			b.WriteString("ss")
		case r == 'ı':
			b.WriteByte('i')
		case r == '#':
			b.WriteString("nr")
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// linesOf puts the tokens of a page on lines, from top to bottom.
func linesOf(tokens []*token) []*line {
	slices.SortStableFunc(tokens, func(a, b *token) int { return compare(middle(a.box), middle(b.box)) })
	var lines []*line
	for _, t := range tokens {
		var best *line
		most := 0.5
		for _, l := range lines[max(0, len(lines)-6):] {
			if share := beside(l.box, t.box); share > most && len(l.tokens) < mostOnLine {
				best, most = l, share
			}
		}
		if best == nil {
			best = &line{page: t.page, box: t.box}
			lines = append(lines, best)
		}
		best.add(t)
	}
	slices.SortStableFunc(lines, func(a, b *line) int { return compare(middle(a.box), middle(b.box)) })
	for _, l := range lines {
		slices.SortStableFunc(l.tokens, func(a, b *token) int { return compare(a.box.Left, b.box.Left) })
	}
	space := 1.4 * usualGap(lines)
	for _, l := range lines {
		l.cut(max(1.1*l.height(), space))
	}
	return lines
}

// usualGap is the usual space between words: wide where every letter is as wide
// as another.
func usualGap(lines []*line) float64 {
	var gaps []float64
	for _, l := range lines {
		for i := 1; i < len(l.tokens); i++ {
			if gap := l.tokens[i].box.Left - l.tokens[i-1].box.Right; gap > 0 && gap < 2.5*l.height() {
				gaps = append(gaps, gap)
			}
		}
	}
	if len(gaps) == 0 {
		return 0
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/2]
}

// add puts a token on a line. Only the band of ordinary words counts for what
// stands beside it, so that a tall word does not swallow two lines.
func (l *line) add(t *token) {
	n := float64(len(l.tokens))
	l.box.Left, l.box.Right = min(l.box.Left, t.box.Left), max(l.box.Right, t.box.Right)
	l.box.Top, l.box.Bottom = (l.box.Top*n+t.box.Top)/(n+1), (l.box.Bottom*n+t.box.Bottom)/(n+1)
	l.tokens = append(l.tokens, t)
}

// cut numbers the cells of a line: words with more than a wide space between
// them are in different cells.
func (l *line) cut(space float64) {
	seg := 0
	for i, t := range l.tokens {
		if i > 0 && t.box.Left-l.tokens[i-1].box.Right > space {
			seg++
		}
		t.seg = seg
	}
}

// height is the usual height of a word on the line.
func (l *line) height() float64 {
	var all []float64
	for _, t := range l.tokens {
		all = append(all, t.box.Bottom-t.box.Top)
	}
	slices.Sort(all)
	return max(all[len(all)*3/4], 4)
}

func middle(b pdf.Box) float64 { return (b.Top + b.Bottom) / 2 }

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// beside is how much of the lower of two boxes is at the height of the other.
func beside(a, b pdf.Box) float64 {
	both := min(a.Bottom, b.Bottom) - max(a.Top, b.Top)
	low := min(a.Bottom-a.Top, b.Bottom-b.Top)
	if low <= 0 {
		if middle(b) >= a.Top && middle(b) <= a.Bottom {
			return 1
		}
		return 0
	}
	return both / low
}

// over is how much of the narrower of two boxes is above the other.
func over(a, b pdf.Box) float64 {
	both := min(a.Right, b.Right) - max(a.Left, b.Left)
	narrow := max(min(a.Right-a.Left, b.Right-b.Left), 1)
	return both / narrow
}

// around is the box around all of them.
func around(tokens []*token) pdf.Box {
	box := tokens[0].box
	for _, t := range tokens[1:] {
		box.Left, box.Top = min(box.Left, t.box.Left), min(box.Top, t.box.Top)
		box.Right, box.Bottom = max(box.Right, t.box.Right), max(box.Bottom, t.box.Bottom)
	}
	return box
}

// said is the text of tokens, a space between them.
func said(tokens []*token) string {
	var all []string
	for _, t := range tokens {
		all = append(all, t.text)
	}
	return strings.Join(all, " ")
}

// folded is the folded text of tokens without spaces.
func folded(tokens []*token) string {
	var b strings.Builder
	for _, t := range tokens {
		b.WriteString(t.fold)
	}
	return b.String()
}

// segments gives the cells of a line.
func (l *line) segments() [][]*token {
	var all [][]*token
	for i, t := range l.tokens {
		if i == 0 || t.seg != l.tokens[i-1].seg {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], t)
	}
	return all
}

// segment gives the words of one cell of a line.
func (l *line) segment(seg int) []*token {
	var all []*token
	for _, t := range l.tokens {
		if t.seg == seg {
			all = append(all, t)
		}
	}
	return all
}

// place is where tokens stand.
func place(tokens []*token) Place { return Place{tokens[0].page, around(tokens)} }
