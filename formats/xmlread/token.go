// SPDX-License-Identifier: EUPL-1.2

package xmlread

import (
	"bytes"
	"strings"
)

// event is what next found.
type event byte

const (
	stop  event = iota // the end of the document, or a fault: see err
	start              // an element began
	ended              // an element ended
	chars              // text, in tok
)

// next gives the next event. Elements with no content give start and ended.
func (x *Reader) next() event {
	if x.err != nil {
		return stop
	}
	if x.closing {
		x.closing = false
		x.pop()
		return ended
	}
	for x.err == nil {
		n := x.find('<')
		if n < 0 {
			return x.atEnd()
		}
		if n > 0 {
			return x.text(n)
		}
		if !x.have(2) {
			return x.atEnd()
		}
		switch x.buf[x.pos+1] {
		case '/':
			return x.endTag()
		case '?':
			x.instruction()
		case '!':
			if ev := x.bang(); ev == chars {
				return ev
			}
		default:
			return x.startTag()
		}
	}
	return stop
}

// atEnd judges the end of the input.
func (x *Reader) atEnd() event {
	rest := x.buf[x.pos:x.end]
	switch {
	case x.err != nil:
	case len(x.frames) > 0:
		f := x.frames[len(x.frames)-1]
		x.fault("xml.truncated", "element", string(x.names[f.name:]), "begun", f.line)
	case x.rooted && !blank(rest):
		x.loose(rest)
	case x.rooted:
		x.consume(len(rest))
	case blank(rest):
		x.fault("xml.empty")
	case rest[0] == '<':
		x.fault("xml.truncated", "element", clip(rest), "begun", x.line)
	default:
		x.loose(rest)
	}
	return stop
}

// loose refuses text outside the root element, on its own line.
func (x *Reader) loose(raw []byte) event {
	after := bytes.TrimLeft(raw, " \t\r\n")
	x.consume(len(raw) - len(after))
	if x.rooted {
		return x.fault("xml.after-root")
	}
	return x.malformed(after)
}

// text takes n bytes of text at pos.
func (x *Reader) text(n int) event {
	raw := x.buf[x.pos : x.pos+n]
	if len(x.frames) == 0 {
		if !blank(raw) {
			return x.loose(raw)
		}
		x.consume(n)
		x.tok = raw[:0]
		return chars
	}
	kinds := x.check(raw)
	if x.err != nil {
		return stop
	}
	x.tok = raw
	if kinds&care != 0 {
		if bytes.Contains(raw, []byte("]]>")) {
			return x.malformed([]byte("]]>"))
		}
		x.unquoted = x.unescape(x.unquoted[:0], raw)
		x.tok = x.unquoted
	}
	x.consume(n)
	return chars
}

// startTag takes an element's start tag at pos.
func (x *Reader) startTag() event {
	n := x.tagEnd()
	if n < 0 {
		return x.atEnd()
	}
	tag := x.buf[x.pos+1 : x.pos+n-1] // between < and >
	if x.rooted && len(x.frames) == 0 {
		return x.fault("xml.after-root")
	}
	if len(x.frames) >= x.limits.Depth {
		return x.fault("xml.depth", "limit", x.limits.Depth)
	}
	if x.closing = len(tag) > 0 && tag[len(tag)-1] == '/'; x.closing {
		tag = tag[:len(tag)-1]
	}
	name, rest := takeName(tag)
	if len(name) == 0 {
		return x.malformed(tag)
	}
	x.frames = append(x.frames, frame{name: len(x.names), line: x.line, spaces: len(x.spaces)})
	x.names = append(x.names, name...)
	x.rooted = true
	x.attrs = x.attrs[:0]
	if len(rest) > 0 && !x.attributes(rest) {
		return stop
	}
	x.consume(n)
	return start
}

// attributes takes what stands in a start tag after the name.
func (x *Reader) attributes(rest []byte) bool {
	if kinds := x.check(rest); x.err != nil {
		return false
	} else if kinds&care != 0 {
		x.unquoted = x.unquoted[:0]
	}
	for {
		trimmed := bytes.TrimLeft(rest, " \t\r\n")
		if len(trimmed) == 0 {
			return true
		}
		name, after := takeName(trimmed)
		value, after, ok := quoted(bytes.TrimLeft(after, " \t\r\n"))
		if !ok || len(trimmed) == len(rest) || len(name) == 0 || x.hasAttr(name) || len(x.attrs) == maxAttrs {
			x.malformed(trimmed)
			return false
		}
		if value, ok = x.attrValue(value); !ok {
			return false
		}
		x.attrs = append(x.attrs, attr{name, value})
		x.declare(name, value)
		rest = after
	}
}

func (x *Reader) hasAttr(name []byte) bool {
	for _, a := range x.attrs {
		if bytes.Equal(a.name, name) {
			return true
		}
	}
	return false
}

// attrValue resolves the references in a value.
func (x *Reader) attrValue(raw []byte) ([]byte, bool) {
	if bytes.IndexByte(raw, '<') >= 0 {
		x.malformed(raw)
		return nil, false
	}
	if bytes.IndexByte(raw, '&') < 0 && bytes.IndexByte(raw, '\r') < 0 {
		return raw, true
	}
	from := len(x.unquoted)
	x.unquoted = x.unescape(x.unquoted, raw)
	return x.unquoted[from:], x.err == nil
}

// declare notes a namespace.
func (x *Reader) declare(name, value []byte) {
	if !bytes.HasPrefix(name, []byte("xmlns")) {
		return
	}
	switch {
	case len(name) == len("xmlns"):
		x.spaces = append(x.spaces, space{"", string(value)})
	case name[len("xmlns")] == ':':
		x.spaces = append(x.spaces, space{string(name[len("xmlns:"):]), string(value)})
	}
}

// endTag takes an element's end tag at pos.
func (x *Reader) endTag() event {
	n := x.find('>')
	if n < 0 {
		return x.atEnd()
	}
	name, rest := takeName(x.buf[x.pos+2 : x.pos+n])
	if len(name) == 0 || !blank(rest) {
		return x.malformed(x.buf[x.pos : x.pos+n])
	}
	if len(x.frames) == 0 {
		return x.fault("xml.after-root")
	}
	f := x.frames[len(x.frames)-1]
	if open := x.names[f.name:]; !bytes.Equal(open, name) {
		return x.fault("xml.mismatch", "element", string(open), "begun", f.line, "found", string(name))
	}
	x.consume(n + 1)
	x.pop()
	return ended
}

func (x *Reader) pop() {
	f := x.frames[len(x.frames)-1]
	x.frames = x.frames[:len(x.frames)-1]
	x.names = x.names[:f.name]
	x.spaces = x.spaces[:f.spaces]
	x.attrs = x.attrs[:0]
}

// instruction passes by <? … ?>, and checks an XML declaration.
func (x *Reader) instruction() {
	n := x.findAll("?>", 2)
	if n < 0 {
		return
	}
	body := x.buf[x.pos+2 : x.pos+n]
	x.check(body)
	target, rest := takeName(body)
	switch {
	case x.err != nil:
	case len(target) == 0 || len(rest) > 0 && !blank(rest[:1]):
		x.malformed(body)
	case bytes.EqualFold(target, []byte("xml")):
		if x.rooted || string(target) != "xml" || x.in.declared {
			x.malformed(body)
			return
		}
		x.in.declared = true
		x.declaration(rest)
	}
	if x.err == nil {
		x.consume(n + 2)
	}
}

// declaration checks version, encoding and standalone; the encoding itself was
// used when the input was opened.
func (x *Reader) declaration(rest []byte) {
	x.attrs = x.attrs[:0]
	if !x.attributes(rest) {
		return
	}
	if v := x.Attr("version"); v != "1.0" && v != "1.1" {
		x.malformed(rest)
	}
	x.attrs = x.attrs[:0]
	x.spaces = x.spaces[:0]
}

// bang takes a comment or a CDATA section; a document type is refused.
func (x *Reader) bang() event {
	switch {
	case x.starts("<!--"):
		x.comment()
	case x.starts("<![CDATA["):
		return x.cdata()
	case x.starts("<!DOCTYPE"), x.starts("<!ENTITY"):
		x.fault("xml.doctype")
	case x.end-x.pos < len("<![CDATA["):
		x.atEnd()
	default:
		x.malformed(x.buf[x.pos:x.end])
	}
	return stop
}

func (x *Reader) comment() {
	n := x.findAll("-->", 4)
	if n < 0 {
		return
	}
	body := x.buf[x.pos+4 : x.pos+n]
	x.check(body)
	if bytes.Contains(body, []byte("--")) || len(body) > 0 && body[len(body)-1] == '-' {
		x.malformed(body)
	}
	if x.err == nil {
		x.consume(n + 3)
	}
}

func (x *Reader) cdata() event {
	n := x.findAll("]]>", 9)
	if n < 0 {
		return stop
	}
	raw := x.buf[x.pos+9 : x.pos+n]
	kinds := x.check(raw)
	if len(x.frames) == 0 {
		return x.malformed(x.buf[x.pos:x.end])
	}
	if x.err != nil {
		return stop
	}
	x.tok = raw
	if kinds&care != 0 && bytes.IndexByte(raw, '\r') >= 0 {
		x.unquoted = newlines(x.unquoted[:0], raw)
		x.tok = x.unquoted
	}
	x.consume(n + 3)
	return chars
}

func (x *Reader) malformed(near []byte) event {
	return x.fault("xml.malformed", "near", clip(near))
}

// clip makes a piece of input fit for a message.
func clip(b []byte) string {
	const most = 40
	cut := ""
	if len(b) > most {
		b, cut = b[:most], "…"
	}
	return strings.TrimSpace(strings.ToValidUTF8(string(b), "?")) + cut
}
