// SPDX-License-Identifier: EUPL-1.2

package mail

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// textOfHTML reduces HTML to what a reader sees of it: lines, and cells of a
// table with a tab between them. It goes token by token, so that elements nested
// without end cost nothing.
func textOfHTML(source string) string {
	var b lines
	tokens := html.NewTokenizer(strings.NewReader(source))
	tokens.SetMaxBuf(MaxText + 1)
	skipping := 0
	for {
		switch tokens.Next() {
		case html.ErrorToken: // the end
			return b.String()
		case html.TextToken:
			if skipping == 0 {
				b.words(string(tokens.Text()))
			}
		case html.StartTagToken:
			name, _ := tokens.TagName()
			if skipped(atom.Lookup(name)) {
				skipping++
			}
			b.cell(atom.Lookup(name))
			b.tag(atom.Lookup(name))
		case html.EndTagToken:
			name, _ := tokens.TagName()
			if skipped(atom.Lookup(name)) && skipping > 0 {
				skipping--
			}
			b.tag(atom.Lookup(name))
		case html.SelfClosingTagToken:
			name, _ := tokens.TagName()
			b.tag(atom.Lookup(name))
		}
	}
}

func skipped(tag atom.Atom) bool {
	return tag == atom.Script || tag == atom.Style || tag == atom.Title || tag == atom.Template
}

// lines gathers text with one space between words and at most one empty line
// between lines.
type lines struct {
	strings.Builder
	breaks int  // line breaks at the end
	space  bool // a space is due before the next word
}

func (b *lines) words(text string) {
	fields := strings.Fields(text)
	if len(fields) == 0 {
		b.space = b.space || text != ""
		return
	}
	first, _ := utf8.DecodeRuneInString(text)
	b.space = b.space || unicode.IsSpace(first)
	for _, word := range fields {
		if b.space && b.breaks == 0 && b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
		b.space, b.breaks = true, 0
	}
	last, _ := utf8.DecodeLastRuneInString(text)
	b.space = unicode.IsSpace(last)
}

// cell begins a cell of a table.
func (b *lines) cell(tag atom.Atom) {
	if (tag == atom.Td || tag == atom.Th) && b.breaks == 0 && b.Len() > 0 {
		b.WriteByte('\t')
		b.space = false
	}
}

// tag breaks the line where the page does.
func (b *lines) tag(tag atom.Atom) {
	switch tag {
	case atom.P, atom.Div, atom.Br, atom.Tr, atom.Table, atom.Li, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3,
		atom.H4, atom.H5, atom.H6, atom.Hr, atom.Blockquote, atom.Pre, atom.Section, atom.Article, atom.Footer, atom.Header:
		if b.Len() > 0 && b.breaks < 2 {
			b.WriteByte('\n')
			b.breaks++
		}
		b.space = false
	}
}
