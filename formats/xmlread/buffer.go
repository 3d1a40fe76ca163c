// SPDX-License-Identifier: EUPL-1.2

package xmlread

import (
	"bytes"
	"io"

	"rentmeester/fault"
)

// find gives the distance from pos to the next c, reading on as needed; -1 when
// there is none, or with err set when it stands too far.
func (x *Reader) find(c byte) int {
	done := 0
	for {
		if i := bytes.IndexByte(x.buf[x.pos+done:x.end], c); i >= 0 {
			return done + i
		}
		done = x.end - x.pos
		if !x.more() {
			return -1
		}
	}
}

// findAll gives the distance to mark, looking from skip on; -1 with err set when
// there is none.
func (x *Reader) findAll(mark string, skip int) int {
	for {
		if x.end-x.pos > skip {
			if i := bytes.Index(x.buf[x.pos+skip:x.end], []byte(mark)); i >= 0 {
				return skip + i
			}
			skip = max(skip, x.end-x.pos-len(mark)+1)
		}
		if !x.more() {
			if x.err == nil {
				x.fault("xml.truncated", "element", clip(x.buf[x.pos:x.end]), "begun", x.line)
			}
			return -1
		}
	}
}

// tagEnd gives the distance to just after the > of the tag at pos, passing by
// those in quotes; -1 when there is none.
func (x *Reader) tagEnd() int {
	quote := byte(0)
	for i := 1; ; i++ {
		if x.pos+i >= x.end {
			if !x.more() {
				return -1
			}
		}
		switch c := x.buf[x.pos+i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '>':
			return i + 1
		case c == '"' || c == '\'':
			quote = c
		case c == '<':
			x.malformed(x.buf[x.pos : x.pos+i])
			return -1
		}
	}
}

// starts says whether the input goes on with mark.
func (x *Reader) starts(mark string) bool {
	return x.have(len(mark)) && string(x.buf[x.pos:x.pos+len(mark)]) == mark
}

// have reads on until n bytes stand at pos; false when the input ends before.
func (x *Reader) have(n int) bool {
	for x.end-x.pos < n {
		if !x.more() {
			return false
		}
	}
	return true
}

// more reads more bytes behind those at pos. False at the end of the input or
// with err set.
func (x *Reader) more() bool {
	if x.err != nil {
		return false
	}
	if x.pos > 0 {
		copy(x.buf, x.buf[x.pos:x.end])
		x.end -= x.pos
		x.pos = 0
	}
	if x.end > x.limits.Token {
		x.fault("xml.too-long", "limit", x.limits.Token)
		return false
	}
	if x.end == len(x.buf) {
		x.buf = append(x.buf, make([]byte, len(x.buf))...)
	}
	n, err := io.ReadAtLeast(x.in, x.buf[x.end:], 1)
	x.end += n
	if n > 0 || err == io.EOF {
		return n > 0
	}
	if fault.Code(err) == "internal" {
		err = fault.Wrap(err, "xml.read", "line", x.line)
	}
	x.Fail(err)
	return false
}

// consume moves on n bytes.
func (x *Reader) consume(n int) {
	x.line += bytes.Count(x.buf[x.pos:x.pos+n], []byte{'\n'})
	x.pos += n
}
