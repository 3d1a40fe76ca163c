// SPDX-License-Identifier: EUPL-1.2

package mail

import (
	"bytes"
	"encoding/binary"

	"rentmeester/fault"
)

// TNEF is how Outlook packs a message into one attachment, winmail.dat (MS-OXTNEF):
// a row of attributes, of the message first and then of each attachment.
var tnefSignature = []byte{0x78, 0x9F, 0x3E, 0x22}

// Attributes that are read.
const (
	attSubject    = 0x8004
	attBody       = 0x800C
	attFile       = 0x800F // the bytes of an attachment
	attTitle      = 0x8010 // its name
	attBegins     = 0x9002 // an attachment begins
	attProperties = 0x9003 // of the message
	attAttachment = 0x9005 // properties of an attachment
	attCodepage   = 0x9007
)

// unpack takes the files out of a winmail.dat and puts them with the message that it
// came in, as if they had been attached to that: it is the same message. One that is
// damaged stays as a file, with what is the matter; so does one that was cut off, next
// to what is whole of it.
func (r *reader) unpack(m *Message, p Part, depth int) error {
	before := len(m.Parts)
	whole, err := r.unpackInto(m, p.Body, depth+1)
	if fault.Is(err, "mail.damaged-tnef") {
		p.Note = fault.New("mail.winmail", "name", p.Name)
		m.Parts = append(m.Parts[:before], p)
		return nil
	}
	if err == nil && !whole {
		p.Note = fault.New("mail.damaged-part", "name", p.Name)
		m.Parts = append(m.Parts, p)
	}
	return err
}

// packed is an attachment as it is read.
type packed struct {
	properties properties
	title      []byte
	data       []byte
}

// unpackInto reads the attributes. What stands behind the last that is whole is left
// out, when there was one; whole says that nothing was. Errors: mail.damaged-tnef, mail.too-many-parts,
// mail.too-deep.
func (r *reader) unpackInto(m *Message, raw []byte, depth int) (whole bool, err error) {
	if err := r.count(depth); err != nil {
		return false, err
	}
	codepage, seen := 1252, 0
	ofMessage, body := properties{}, []byte(nil)
	var attached []*packed
	rest := raw[min(6, len(raw)):]
	for ; len(rest) >= 11; seen++ {
		level, id := rest[0], binary.LittleEndian.Uint16(rest[1:])
		size := int64(binary.LittleEndian.Uint32(rest[5:]))
		if level != 1 && level != 2 || size > int64(len(rest))-9 {
			break
		}
		data := rest[9 : 9+size]
		rest = rest[min(9+size+2, int64(len(rest))):]
		switch {
		case id == attCodepage && len(data) >= 4:
			codepage = int(binary.LittleEndian.Uint32(data))
		case id == attSubject:
			ofMessage[propSubject] = value{kindNarrow, data}
		case id == attBody:
			body = data
		case id == attProperties:
			readProperties(data, ofMessage)
		case level == 2:
			attached = filed(attached, id, data)
		}
		if len(attached) > MaxParts {
			return false, fault.New("mail.too-many-parts", "limit", MaxParts)
		}
	}
	if seen == 0 {
		return false, fault.New("mail.damaged-tnef")
	}
	if ofMessage[propBody].raw == nil && body != nil {
		ofMessage[propBody] = value{kindNarrow, body}
	}
	if m.From == (Address{}) && m.Subject == "" { // it came by itself
		r.takeProperties(m, ofMessage, codepage)
	}
	if m.spare == "" {
		m.spare = r.said(m, ofMessage, codepage)
	}
	whole = len(bytes.Trim(rest, "\x00\r\n\x1A")) == 0 // some programs fill up the end
	return whole, r.putAll(m, attached, codepage, depth)
}

// filed puts an attribute with the attachment that it belongs to.
func filed(attached []*packed, id uint16, data []byte) []*packed {
	if id == attBegins || len(attached) == 0 {
		attached = append(attached, &packed{properties: properties{}})
	}
	last := attached[len(attached)-1]
	switch id {
	case attTitle:
		last.title = data
	case attFile:
		last.data = data
	case attAttachment:
		readProperties(data, last.properties)
	}
	return attached
}

// putAll adds the attachments to the message.
func (r *reader) putAll(m *Message, attached []*packed, codepage, depth int) error {
	for _, a := range attached {
		if err := r.count(depth); err != nil {
			return err
		}
		if a.data != nil {
			a.properties[propData] = value{kindBinary, a.data}
		}
		if a.properties[propTitle].raw == nil && a.title != nil {
			a.properties[propTitle] = value{kindNarrow, a.title}
		}
		if v := a.properties[propData]; v.kind == kindObject && len(v.raw) > 16 { // which interface reads it, then the message
			a.properties[propData] = value{kindBinary, v.raw[16:]}
		}
		if inner := a.properties[propData].raw; a.properties.number(propMethod) == methodInner && len(inner) > 0 {
			if err := r.packedInner(m, inner, depth); err != nil {
				return err
			}
			continue
		}
		if err := r.attachment(m, a.properties, codepage, depth); err != nil {
			return err
		}
	}
	return nil
}

// packedInner reads a message that was sent along, packed in the same way.
func (r *reader) packedInner(m *Message, raw []byte, depth int) error {
	sent := &Message{}
	whole, err := r.unpackInto(sent, raw, depth+1)
	if fault.Is(err, "mail.damaged-tnef") {
		m.note("mail.damaged-part", "name", "winmail.dat")
		return nil
	}
	if err != nil {
		return err
	}
	if !whole {
		sent.note("mail.damaged-part", "name", "winmail.dat")
	}
	sent.Text = sent.spare
	name := cleanName(sent.Subject, 80)
	if name == "" {
		name = "bericht"
	}
	m.Parts = append(m.Parts, Part{Name: withSuffix(name, ".eml"), Type: "application/ms-tnef", Inner: sent})
	return nil
}

// readProperties reads a row of properties, as far as they are whole.
func readProperties(raw []byte, into properties) {
	c := cursor{raw}
	for n := c.number(); n > 0 && len(c.rest) >= 4; n-- {
		kind, id := c.short(), c.short()
		if id >= 0x8000 { // a name follows
			c.take(16)
			if c.number() == 0 {
				c.number()
			} else {
				c.padded(c.number())
			}
		}
		count := uint32(1)
		several := kind&0x1000 != 0
		base := kind &^ 0x1000
		sized := base == kindNarrow || base == kindWide || base == kindBinary || base == kindObject
		if several || sized {
			count = c.number()
		}
		for ; count > 0 && len(c.rest) > 0; count-- {
			size := uint32(4)
			switch {
			case sized:
				size = c.number()
			case base == 0x0005 || base == 0x0006 || base == 0x0007 || base == 0x0014 || base == kindTime:
				size = 8
			case base == 0x0048:
				size = 16
			}
			if v := c.padded(size); !several && v != nil && id < 0x8000 {
				into[id] = value{base, v}
			}
		}
	}
}

// cursor reads bytes one after another; past the end it gives nothing.
type cursor struct{ rest []byte }

func (c *cursor) take(n uint32) []byte {
	if int64(n) > int64(len(c.rest)) {
		c.rest = nil
		return nil
	}
	out := c.rest[:n:n]
	c.rest = c.rest[n:]
	return out
}

// padded takes so many bytes, and those that fill it up to four.
func (c *cursor) padded(n uint32) []byte {
	out := c.take(n)
	if pad := -n % 4; out != nil && int(pad) <= len(c.rest) {
		c.rest = c.rest[pad:]
	}
	return out
}

func (c *cursor) number() uint32 {
	if b := c.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (c *cursor) short() uint16 {
	if b := c.take(2); b != nil {
		return binary.LittleEndian.Uint16(b)
	}
	return 0
}
