// SPDX-License-Identifier: EUPL-1.2

package mail

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"rentmeester/fault"
)

// Outlook has a message as properties with numbers (MAPI, MS-OXPROPS); those that
// are read here.
const (
	propSubject       = 0x0037
	propSubmitted     = 0x0039
	propHeaders       = 0x007D // as they came over the line
	propSenderName    = 0x0C1A
	propSenderAddress = 0x0C1F
	propTo            = 0x0E04
	propDelivered     = 0x0E06
	propBody          = 0x1000
	propBodyHTML      = 0x1013
	propMessageID     = 0x1035
	propTitle         = 0x3001
	propData          = 0x3701
	propShortName     = 0x3704
	propMethod        = 0x3705
	propLongName      = 0x3707
	propMediaType     = 0x370E
	propContentID     = 0x3712
	propCodepage      = 0x3FDE
	propCodepageToo   = 0x3FFD
	propSenderSMTP    = 0x5D01
	propHidden        = 0x7FFE
)

// Kinds of values.
const (
	kindObject  = 0x000D
	kindNarrow  = 0x001E // text in a code page
	kindWide    = 0x001F // text in two bytes a letter
	kindTime    = 0x0040
	kindBinary  = 0x0102
	methodInner = 5 // the attachment is a message
	methodOLE   = 6 // the attachment is a thing pasted into the text
)

// value is that of a property, as it stands in the file.
type value struct {
	kind uint16
	raw  []byte
}

// properties are those of a message or of an attachment.
type properties map[uint16]value

// text gives a property as text, of at most MaxText letters.
func (p properties) text(id uint16, codepage int) string {
	v := p[id]
	raw := v.raw[:min(len(v.raw), 2*MaxText)]
	switch v.kind {
	case kindWide:
		units := make([]uint16, 0, len(raw)/2)
		for i := 0; i+1 < len(raw); i += 2 {
			units = append(units, binary.LittleEndian.Uint16(raw[i:]))
		}
		return strings.TrimRight(string(utf16.Decode(units)), "\x00")
	case kindNarrow, kindBinary:
		return inUTF8(bytes.TrimRight(raw, "\x00"), charsetOf(codepage))
	}
	return ""
}

func (p properties) number(id uint16) int {
	raw := p[id].raw
	switch {
	case len(raw) >= 4:
		return int(int32(binary.LittleEndian.Uint32(raw)))
	case len(raw) >= 2:
		return int(binary.LittleEndian.Uint16(raw))
	}
	return 0
}

// moment reads a time: tenths of a microsecond since 1601.
func (p properties) moment(id uint16) time.Time {
	v := p[id]
	if v.kind != kindTime || len(v.raw) < 8 {
		return time.Time{}
	}
	ticks := binary.LittleEndian.Uint64(v.raw)
	at := time.Unix(int64(ticks/10_000_000)-11_644_473_600, 0).UTC()
	if ticks > 1<<62 || at.Year() <= 1970 || at.Year() >= 2200 {
		return time.Time{}
	}
	return at
}

func (p properties) codepage(otherwise int) int {
	for _, id := range []uint16{propCodepageToo, propCodepage} {
		if n := p.number(id); n > 0 {
			return n
		}
	}
	return otherwise
}

// charsetOf names a code page of Windows as mail does; "" is one that is not known.
func charsetOf(codepage int) string {
	switch {
	case codepage == 65001:
		return "utf-8"
	case codepage == 932:
		return "shift_jis"
	case codepage == 936:
		return "gb18030"
	case codepage == 949:
		return "euc-kr"
	case codepage == 950:
		return "big5"
	case codepage > 28590 && codepage < 28606:
		return "iso-8859-" + strconv.Itoa(codepage-28590)
	case codepage >= 1250 && codepage <= 1258:
		return "windows-" + strconv.Itoa(codepage)
	}
	return ""
}

// takeProperties takes over what the properties say of the message. Headers as they
// came over the line go before what Outlook made of them.
func (r *reader) takeProperties(m *Message, p properties, codepage int) {
	if headers := p.text(propHeaders, codepage); headers != "" {
		if h, err := readHeader(bufio.NewReader(strings.NewReader(headers))); err == nil {
			m.readHeader(h)
		}
	}
	if m.Subject == "" {
		m.Subject = clip(cleanLine(p.text(propSubject, codepage)), 500)
	}
	if m.ID == "" {
		m.ID = clip(strings.Trim(cleanLine(p.text(propMessageID, codepage)), "<> "), 500)
	}
	if m.From.Address == "" {
		m.From = Address{clip(cleanLine(p.text(propSenderName, codepage)), 200), senderAddress(p, codepage)}
	}
	for _, name := range strings.Split(p.text(propTo, codepage), ";") {
		if name = clip(cleanLine(name), 200); name != "" && len(m.To) < maxAddresses && p[propHeaders].raw == nil {
			m.To = append(m.To, Address{Name: name})
		}
	}
	for _, id := range []uint16{propSubmitted, propDelivered} {
		if m.Date.IsZero() {
			m.Date = p.moment(id)
		}
	}
}

// senderAddress gives an address that mail can be sent to; within one organisation
// Outlook knows people by other ones.
func senderAddress(p properties, codepage int) string {
	for _, id := range []uint16{propSenderSMTP, propSenderAddress} {
		if address := clip(cleanLine(p.text(id, codepage)), 320); strings.Contains(address, "@") {
			return address
		}
	}
	return ""
}

// said gives what the properties say in words.
func (r *reader) said(m *Message, p properties, codepage int) string {
	text := p.text(propBody, codepage)
	if strings.TrimSpace(text) == "" {
		html := codepage
		if n := p.number(propCodepage); n > 0 {
			html = n
		}
		text = textOfHTML(p.text(propBodyHTML, html))
	}
	return r.bounded(m, cleanText(text))
}

// bounded takes of a text what there is room for.
func (r *reader) bounded(m *Message, text string) string {
	if r.text+len(text) > MaxText {
		text = strings.ToValidUTF8(text[:max(0, MaxText-r.text)], "")
		m.note("mail.text-too-large", "limit", MaxText>>20)
	}
	r.text += len(text)
	return text
}

// attachment puts an attachment of Outlook with the parts of the message.
func (r *reader) attachment(m *Message, p properties, codepage, depth int) error {
	if p.number(propMethod) == methodOLE {
		return nil // a picture or a table in the text
	}
	part := Part{Type: clip(cleanLine(strings.ToLower(p.text(propMediaType, codepage))), 100), Body: p[propData].raw,
		ID: clip(strings.Trim(cleanLine(p.text(propContentID, codepage)), "<> "), 300)}
	if part.Type == "" {
		part.Type = "application/octet-stream"
	}
	part.Inline = p.number(propHidden) != 0 || part.ID != "" && strings.HasPrefix(part.Type, "image/")
	for _, id := range []uint16{propLongName, propShortName, propTitle} {
		if part.Name == "" {
			part.Name = cleanName(p.text(id, codepage), 150)
		}
	}
	if part.Name == "" {
		part.Name = madeUpName(part.Type, part.Body, len(m.Parts)+1)
	}
	if len(part.Body) == 0 && p.number(propMethod) > 1 { // kept on a server or a disk
		part.Note = fault.New("mail.elsewhere", "name", part.Name)
	}
	return r.put(m, part, depth)
}

// put adds a part; what is a message in one of Outlook's forms is opened.
func (r *reader) put(m *Message, p Part, depth int) error {
	switch {
	case p.Note != nil:
	case bytes.HasPrefix(p.Body, tnefSignature):
		return r.unpack(m, p, depth)
	case RecogniseOutlook(p.Body, p.Name):
		return r.innerOutlook(m, p, depth)
	case p.Type == "application/ms-tnef", strings.EqualFold(p.Name, "winmail.dat"):
		p.Note = fault.New("mail.winmail", "name", p.Name)
	}
	m.Parts = append(m.Parts, p)
	return nil
}

// count counts a part, and how deep it is.
func (r *reader) count(depth int) error {
	if r.parts++; r.parts > MaxParts {
		return fault.New("mail.too-many-parts", "limit", MaxParts)
	}
	if depth > MaxDepth {
		return fault.New("mail.too-deep", "limit", MaxDepth)
	}
	return nil
}
