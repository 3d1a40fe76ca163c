// SPDX-License-Identifier: EUPL-1.2

package mt940

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"rentmeester/fault"
)

// lines gives a file line by line, ended by CR, LF or CR LF, in a buffer of a
// fixed size.
type lines struct {
	r          io.Reader
	buf        []byte
	start, end int
	n          int  // number of the line last given, from 1
	cr         bool // the last line ended in CR: a LF right after it belongs to it
	err        error
}

func newLines(r io.Reader) *lines { return &lines{r: r, buf: make([]byte, 2*maxLine)} }

// next gives the next line without its end and without control characters
// around it; it is valid until the call after. At the end it gives io.EOF.
func (l *lines) next() ([]byte, error) {
	seen := 0
	for {
		if l.cr && l.start < l.end {
			if l.buf[l.start] == '\n' {
				l.start++
			}
			l.cr = false
		}
		for i := l.start + seen; i < l.end; i++ {
			if c := l.buf[i]; c == '\n' || c == '\r' {
				line := l.buf[l.start:i]
				l.start, l.cr = i+1, c == '\r'
				return l.give(line)
			}
		}
		seen = l.end - l.start
		if seen > maxLine {
			return nil, fault.New("mt940.line-too-long", "line", l.n+1, "max", maxLine)
		}
		if l.err != nil {
			return l.last()
		}
		l.fill()
	}
}

func (l *lines) fill() {
	if l.start > 0 {
		l.end = copy(l.buf, l.buf[l.start:l.end])
		l.start = 0
	}
	for tries := 0; tries < 100; tries++ {
		n, err := l.r.Read(l.buf[l.end:])
		l.end += n
		if l.err = err; n > 0 || err != nil {
			return
		}
	}
	l.err = io.ErrNoProgress
}

// last gives what stands after the last line end, once.
func (l *lines) last() ([]byte, error) {
	if l.err != io.EOF {
		return nil, fault.Wrap(l.err, "mt940.unreadable", "line", l.n+1)
	}
	if l.start == l.end {
		return nil, io.EOF
	}
	line := l.buf[l.start:l.end]
	l.start = l.end
	return l.give(line)
}

func (l *lines) give(line []byte) ([]byte, error) {
	l.n++
	if len(line) > maxLine {
		return nil, fault.New("mt940.line-too-long", "line", l.n, "max", maxLine)
	}
	if l.n == 1 {
		if bytes.HasPrefix(line, []byte("\xff\xfe")) || bytes.HasPrefix(line, []byte("\xfe\xff")) {
			return nil, fault.New("mt940.utf16", "line", 1)
		}
		line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
	}
	for len(line) > 0 && control(line[0]) {
		line = line[1:]
	}
	for len(line) > 0 && control(line[len(line)-1]) {
		line = line[:len(line)-1]
	}
	return line, nil
}

// control is a byte that frames a message (SOH, ETX, Ctrl-Z) or that no text
// holds; a tab is text.
func control(c byte) bool { return c < ' ' && c != '\t' }

// decode turns bytes into text: UTF-8 where it is valid, Windows-1252 (which
// holds Latin-1) where it is not. Control characters inside go.
func decode(b []byte) string {
	plain := true
	for _, c := range b {
		if c >= utf8.RuneSelf || control(c) {
			plain = false
			break
		}
	}
	if plain {
		return string(b)
	}
	var s strings.Builder
	valid := utf8.Valid(b)
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case control(c):
		case valid || c < utf8.RuneSelf:
			s.WriteByte(c)
		default:
			s.WriteRune(charmap.Windows1252.DecodeByte(c))
		}
	}
	return s.String()
}

// mend moves the ends of lines so that no UTF-8 character is cut in two: banks
// wrap by bytes. It changes ends in place and leaves text in another encoding.
func mend(buf []byte, ends []int) {
	if !utf8.Valid(buf) {
		return
	}
	for i := range ends {
		for ends[i] < len(buf) && !utf8.RuneStart(buf[ends[i]]) {
			ends[i]++
		}
	}
}
