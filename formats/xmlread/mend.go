// SPDX-License-Identifier: EUPL-1.2

package xmlread

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// NewMending is New for files whose makers are known to say UTF-8 and to write
// Windows-1252: what is not UTF-8 is read as that. Mended tells how often it was.
func NewMending(r io.Reader, limits Limits) *Reader {
	x := New(r, limits)
	if x.err == nil && !x.in.decoded {
		x.mended = &mender{from: x.in.Reader, line: 1}
		x.in.Reader = x.mended
	}
	return x
}

// Mended is how many bytes were read as Windows-1252 though the file says UTF-8,
// and the line of the first.
func (x *Reader) Mended() (times, line int) {
	if x.mended == nil {
		return 0, 0
	}
	return x.mended.times, x.mended.first
}

// mender makes UTF-8 of what should have been it.
type mender struct {
	from         io.Reader
	buf, ready   []byte // as it was read; looked at and not yet given
	out          []byte // for what had to be mended
	at, rest     int    // where in buf begins what was not looked at, and how much it is
	err          error
	line         int
	times, first int
}

func (m *mender) Read(p []byte) (int, error) {
	for len(m.ready) == 0 {
		if m.err != nil {
			return 0, m.err
		}
		m.fill()
	}
	n := copy(p, m.ready)
	m.ready = m.ready[n:]
	return n, nil
}

// fill looks at the next piece; the beginning of a character at its end waits for
// the rest.
func (m *mender) fill() {
	if m.buf == nil {
		m.buf, m.out = make([]byte, 32<<10), make([]byte, 0, 40<<10)
	}
	m.rest = copy(m.buf, m.buf[m.at:m.at+m.rest])
	n, err := m.from.Read(m.buf[m.rest:])
	m.err = err
	b := m.buf[:m.rest+n]
	cut := len(b)
	for back := 1; err == nil && back < utf8.UTFMax && back <= cut; back++ {
		if end := b[cut-back:]; utf8.RuneStart(end[0]) {
			if !utf8.FullRune(end) {
				cut -= back
			}
			break
		}
	}
	m.ready = m.mend(b[:cut])
	m.at, m.rest = cut, len(b)-cut
}

func (m *mender) mend(b []byte) []byte {
	if utf8.Valid(b) {
		m.line += bytes.Count(b, []byte{'\n'})
		return b
	}
	out := m.out[:0]
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && size == 1:
			if m.times++; m.times == 1 {
				m.first = m.line
			}
			if r = charmap.Windows1252.DecodeByte(b[0]); r == utf8.RuneError {
				r = rune(b[0]) // one of the five it has no sign for
			}
		case r == '\n':
			m.line++
		}
		out = utf8.AppendRune(out, r)
		b = b[size:]
	}
	m.out = out
	return out
}
