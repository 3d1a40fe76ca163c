// SPDX-License-Identifier: EUPL-1.2

// Package xmlread reads XML of any size in constant memory, one element after
// the other, for the formats that banks and their customers exchange. It takes
// well-formed XML without a document type, and refuses the rest by line: what is
// cut short, nested too deep, too long, or written in another encoding than it
// says. Element names come without their prefix.
//
// A caller walks down with Child and takes what it wants; what it does not ask
// for is checked for form and passed by:
//
//	for d := x.Depth(); x.Child(d); {
//		switch x.Name() {
//		case "MsgId":
//			id = x.Text()
//		}
//	}
//	return x.Err()
//
// A document whose rules look forth and back is read as a whole, by Tree.
//
// It imports fault and the character sets of golang.org/x/text.
package xmlread

import (
	"bytes"
	"io"

	"rentmeester/fault"
)

// Limits bounds what a file may ask of the reader. A zero field takes the
// value of Default.
type Limits struct {
	Bytes int64 // size of the file as it comes in
	Token int   // bytes of one text, tag or comment
	Depth int   // elements inside each other
}

// Default is generous for a year of bank statements and small for an attack.
var Default = Limits{Bytes: 16 << 30, Token: 1 << 20, Depth: 64}

const (
	maxName   = 256  // bytes of one element or attribute name
	maxAttrs  = 64   // attributes of one element
	maxNames  = 2048 // distinct names that are remembered
	firstSize = 64 << 10
)

// Reader walks through one document. Make it with New.
type Reader struct {
	in      *input
	mended  *mender // nil but for NewMending
	limits  Limits
	buf     []byte
	pos     int // next byte to read in buf
	end     int // end of what is in buf
	line    int // 1-based line of buf[pos]
	err     error
	rooted  bool // a root element has begun
	closing bool // the last start tag was an empty element: its end is due

	frames   []frame
	names    []byte // raw names of the open elements, one after the other
	attrs    []attr
	spaces   []space
	tok      []byte // text of the last text event
	scratch  []byte
	unquoted []byte
	known    map[string]string
}

// frame is an open element.
type frame struct {
	name   int // where its name begins in names
	line   int
	spaces int // namespaces in force before it
}

type attr struct{ name, value []byte }

// space is a namespace declaration in force.
type space struct{ prefix, uri string }

// New begins to read. The first bytes are read at once, to find the encoding;
// an error of that comes from Err.
func New(r io.Reader, limits Limits) *Reader {
	if limits.Bytes <= 0 {
		limits.Bytes = Default.Bytes
	}
	if limits.Token <= 0 {
		limits.Token = Default.Token
	}
	if limits.Depth <= 0 {
		limits.Depth = Default.Depth
	}
	x := &Reader{limits: limits, line: 1, buf: make([]byte, firstSize), known: map[string]string{}}
	x.in, x.err = open(r, limits.Bytes)
	return x
}

// Err gives what stopped the reading, nil when nothing did.
// Errors: xml.encoding, xml.charset, xml.doctype, xml.entity, xml.depth, xml.too-long,
// xml.too-large, xml.truncated, xml.empty, xml.malformed, xml.mismatch,
// xml.after-root, xml.character, xml.read.
func (x *Reader) Err() error { return x.err }

// Fail stops the reading with err, unless it has stopped already.
func (x *Reader) Fail(err error) {
	if x.err == nil {
		x.err = err
	}
}

// Depth is the number of elements that are open.
func (x *Reader) Depth() int { return len(x.frames) }

// Line is the 1-based line on which the innermost open element begins, or of
// the place of reading when none is open.
func (x *Reader) Line() int {
	if n := len(x.frames); n > 0 {
		return x.frames[n-1].line
	}
	return x.line
}

// Name is the name of the innermost open element, without a prefix.
func (x *Reader) Name() string {
	n := len(x.frames)
	if n == 0 {
		return ""
	}
	_, local := cutName(x.names[x.frames[n-1].name:])
	if name, ok := x.known[string(local)]; ok {
		return name
	}
	name := string(local)
	if len(x.known) < maxNames {
		x.known[name] = name
	}
	return name
}

// Space is the namespace of the innermost open element, "" for none.
func (x *Reader) Space() string {
	n := len(x.frames)
	if n == 0 {
		return ""
	}
	prefix, _ := cutName(x.names[x.frames[n-1].name:])
	for i := len(x.spaces) - 1; i >= 0; i-- {
		if x.spaces[i].prefix == string(prefix) {
			return x.spaces[i].uri
		}
	}
	return ""
}

// Attr is the value of an attribute of the element that has just begun, by its
// full name; "" when it has none. Ask before reading on.
func (x *Reader) Attr(name string) string {
	for _, a := range x.attrs {
		if string(a.name) == name {
			return string(a.value)
		}
	}
	return ""
}

// Child goes to the next element directly inside the element at depth, and
// passes by what was not read of the one before. It gives false when the
// element at depth has ended, or when reading stopped (see Err).
func (x *Reader) Child(depth int) bool {
	for len(x.frames) >= depth {
		switch x.next() {
		case start:
			if len(x.frames) == depth+1 {
				return true
			}
		case stop:
			return false
		}
	}
	return false
}

// Text reads the element that has just begun to its end, and gives its own text
// without the white space around it.
func (x *Reader) Text() string { return string(x.Bytes()) }

// Bytes is Text without a copy: it holds until the next call.
func (x *Reader) Bytes() []byte { return x.gather(false) }

// DeepText is Text with the text of the elements inside it: for a value that
// stands in the element itself or in the one element that it holds.
func (x *Reader) DeepText() string { return string(x.gather(true)) }

func (x *Reader) gather(deep bool) []byte {
	depth := len(x.frames)
	x.scratch = x.scratch[:0]
	for len(x.frames) >= depth {
		switch x.next() {
		case chars:
			if len(x.frames) != depth && !deep {
				continue
			}
			if len(x.scratch)+len(x.tok) > x.limits.Token {
				x.fault("xml.too-long", "limit", x.limits.Token)
				return nil
			}
			x.scratch = append(x.scratch, x.tok...)
		case stop:
			return nil
		}
	}
	return bytes.TrimSpace(x.scratch)
}

// Finish reads what stands after the root element, which may be white space and
// comments only, and gives Err.
func (x *Reader) Finish() error {
	for x.next() != stop {
	}
	return x.err
}

func (x *Reader) fault(code string, pairs ...any) event {
	if x.err == nil {
		x.err = fault.New(code, append([]any{"line", x.line}, pairs...)...)
	}
	return stop
}

func cutName(name []byte) (prefix, local []byte) {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[:i], name[i+1:]
	}
	return nil, name
}
