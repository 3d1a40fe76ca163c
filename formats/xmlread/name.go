// SPDX-License-Identifier: EUPL-1.2

package xmlread

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// takeName takes a name from the front of b; none when b does not begin with
// one, or when it is too long to be of use.
func takeName(b []byte) (name, rest []byte) {
	n, colons := 0, 0
	for n < len(b) {
		c := b[n]
		if c < utf8.RuneSelf {
			if nameByte[c] == 0 || n == 0 && nameByte[c] != nameStart {
				break
			}
			if c == ':' {
				colons++
			}
			n++
			continue
		}
		r, size := utf8.DecodeRune(b[n:])
		if !nameRune(r, n == 0) {
			break
		}
		n += size
	}
	if n > maxName || colons > 1 || n > 0 && (b[0] == ':' || b[n-1] == ':') {
		return nil, b
	}
	return b[:n], b[n:]
}

const (
	nameStart = 1 // may begin a name
	nameLater = 2 // may stand later in it
)

var nameByte = func() (table [utf8.RuneSelf]byte) {
	for c := range table {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_', c == ':':
			table[c] = nameStart
		case c >= '0' && c <= '9', c == '-', c == '.':
			table[c] = nameLater
		}
	}
	return table
}()

// nameRune follows XML 1.0, fifth edition, section 2.3, for characters beyond ASCII.
func nameRune(r rune, first bool) bool {
	switch {
	case r == utf8.RuneError:
		return false
	case r == 0xB7, r >= 0x300 && r <= 0x36F, r == 0x203F, r == 0x2040:
		return !first
	case r >= 0xC0 && r <= 0x37D:
		return r != 0xD7 && r != 0xF7
	case r >= 0x37F && r <= 0x1FFF, r == 0x200C, r == 0x200D, r >= 0x2070 && r <= 0x218F,
		r >= 0x2C00 && r <= 0x2FEF, r >= 0x3001 && r <= 0xD7FF, r >= 0xF900 && r <= 0xFDCF,
		r >= 0xFDF0 && r <= 0xFFFD, r >= 0x10000 && r <= 0xEFFFF:
		return true
	}
	return false
}

// quoted takes = "value" from the front of b.
func quoted(b []byte) (value, rest []byte, ok bool) {
	if len(b) == 0 || b[0] != '=' {
		return nil, nil, false
	}
	b = bytes.TrimLeft(b[1:], " \t\r\n")
	if len(b) == 0 || b[0] != '"' && b[0] != '\'' {
		return nil, nil, false
	}
	end := bytes.IndexByte(b[1:], b[0])
	if end < 0 {
		return nil, nil, false
	}
	return b[1 : 1+end], b[end+2:], true
}

// unescape appends raw to out, with its references resolved and its line ends
// made \n. A reference that XML itself does not know is a fault: they come only
// with a document type, which is refused.
func (x *Reader) unescape(out, raw []byte) []byte {
	for {
		amp := bytes.IndexByte(raw, '&')
		if amp < 0 {
			return newlines(out, raw)
		}
		out = newlines(out, raw[:amp])
		raw = raw[amp+1:]
		semi := bytes.IndexByte(raw, ';')
		r, ok := rune(0), false
		if semi > 0 {
			r, ok = reference(raw[:semi])
		}
		if !ok {
			x.fault("xml.entity", "entity", clip(raw[:min(len(raw), 20)]))
			return out
		}
		out = utf8.AppendRune(out, r)
		raw = raw[semi+1:]
	}
}

// reference gives the character of the reference between & and ;.
func reference(ref []byte) (rune, bool) {
	switch string(ref) {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(ref) < 2 || ref[0] != '#' {
		return 0, false
	}
	digits, base := string(ref[1:]), 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	r := rune(n)
	if err != nil || n > utf8.MaxRune || !utf8.ValidRune(r) || r == 0xFFFE || r == 0xFFFF {
		return 0, false
	}
	return r, r >= ' ' || r == '\t' || r == '\n' || r == '\r'
}

// newlines appends raw to out with \r\n and \r made \n (XML 1.0, section 2.11).
func newlines(out, raw []byte) []byte {
	for {
		i := bytes.IndexByte(raw, '\r')
		if i < 0 {
			return append(out, raw...)
		}
		out = append(append(out, raw[:i]...), '\n')
		raw = raw[i+1:]
		if len(raw) > 0 && raw[0] == '\n' {
			raw = raw[1:]
		}
	}
}
