// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"strings"
	"unicode"
)

// sign is a character with its place in the PDF's own measure: from the bottom
// left, Top above Bottom. Spaces and ends of lines that the PDF does not write
// but a reader sees are among them, without a place of their own.
type sign struct {
	text string
	at   Box
}

// frame is the part of the PDF's plane that a page shows, and how many quarters
// it is turned to the right.
type frame struct {
	left, bottom, right, top float64
	quarters                 int
}

// page puts signs together to text and words.
func (f frame) page(signs []sign) Page {
	page := Page{Width: f.right - f.left, Height: f.top - f.bottom, Words: []Word{}}
	if f.quarters%2 != 0 {
		page.Width, page.Height = page.Height, page.Width
	}
	var text, word strings.Builder
	var box Box
	end := func() {
		if word.Len() > 0 {
			page.Words = append(page.Words, Word{Text: word.String(), Box: box})
			word.Reset()
		}
	}
	for _, s := range signs {
		shown := plain(s.text)
		text.WriteString(shown)
		if strings.TrimSpace(shown) == "" {
			if shown != "" {
				end()
			}
			continue
		}
		if at := f.seen(s.at); word.Len() == 0 {
			box = at
		} else {
			box = around(box, at)
		}
		word.WriteString(shown)
	}
	end()
	page.Text = strings.TrimSpace(text.String())
	return page
}

// plain writes a character as text does: PDFium has signs of its own for a
// hyphen at the end of a line, and ends lines in two signs.
func plain(s string) string {
	switch s {
	case "\x02", "\ufffe", "\u00ad":
		return "-"
	case "\r":
		return ""
	case "\n":
		return "\n"
	}
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
}

// seen turns a place in the PDF's plane to one on the page as it is held.
func (f frame) seen(at Box) Box {
	var b Box
	switch f.quarters & 3 {
	case 0:
		b = Box{at.Left - f.left, f.top - at.Top, at.Right - f.left, f.top - at.Bottom}
	case 1:
		b = Box{at.Bottom - f.bottom, at.Left - f.left, at.Top - f.bottom, at.Right - f.left}
	case 2:
		b = Box{f.right - at.Right, at.Bottom - f.bottom, f.right - at.Left, at.Top - f.bottom}
	case 3:
		b = Box{f.top - at.Top, f.right - at.Right, f.top - at.Bottom, f.right - at.Left}
	}
	return around(b, b)
}

// around is the smallest box around two, whichever way their sides lie.
func around(a, b Box) Box {
	return Box{
		Left: min(a.Left, a.Right, b.Left, b.Right), Top: min(a.Top, a.Bottom, b.Top, b.Bottom),
		Right: max(a.Left, a.Right, b.Left, b.Right), Bottom: max(a.Top, a.Bottom, b.Top, b.Bottom),
	}
}
