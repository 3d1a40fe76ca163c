// SPDX-License-Identifier: EUPL-1.2

package xmlread

import (
	"bytes"
	"unicode/utf8"
)

// The kinds of bytes, as bits, so that one pass over a text finds all it holds.
const (
	care byte = 1 << iota // & \r ]: needs a second look
	high                  // part of a character beyond ASCII
	bad                   // not allowed in XML
)

var kindOf = func() (table [256]byte) {
	for i := range table {
		switch {
		case i >= utf8.RuneSelf:
			table[i] = high
		case i == '&' || i == '\r' || i == ']':
			table[i] = care
		case i < ' ' && i != '\n' && i != '\t':
			table[i] = bad
		}
	}
	return table
}()

// check sees that every character of b may stand in XML (XML 1.0, section 2.2),
// and gives the kinds it met.
func (x *Reader) check(b []byte) byte {
	var kinds byte
	for _, c := range b {
		kinds |= kindOf[c]
	}
	if kinds&bad != 0 {
		x.badLine(b, func(r rune, _ int) bool { return r < utf8.RuneSelf && kindOf[r] == bad }, "xml.character")
	} else if kinds&high != 0 {
		if !utf8.Valid(b) || x.in.decoded && bytes.Contains(b, []byte("\uFFFD")) {
			x.badLine(b, func(r rune, size int) bool { return r == utf8.RuneError && (size == 1 || x.in.decoded) }, "xml.encoding")
		} else if bytes.Contains(b, []byte("\uFFFE")) || bytes.Contains(b, []byte("\uFFFF")) {
			x.badLine(b, func(r rune, _ int) bool { return r == '\uFFFE' || r == '\uFFFF' }, "xml.character")
		}
	}
	return kinds
}

// badLine reports the first character that is wrong, on its own line.
func (x *Reader) badLine(b []byte, wrong func(r rune, size int) bool, code string) {
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if wrong(r, size) {
			b = b[:i]
			break
		}
		i += size
	}
	x.line += bytes.Count(b, []byte{'\n'})
	x.fault(code)
}

func blank(b []byte) bool {
	for _, c := range b {
		if c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return false
		}
	}
	return true
}
