// SPDX-License-Identifier: EUPL-1.2

package mail

import (
	"fmt"
	"io"
	"strings"

	"rentmeester/fault"
	"rentmeester/formats/compound"
)

// readOutlook reads a whole file that is one of Outlook's own forms.
func (r *reader) readOutlook(from io.Reader) (*Message, error) {
	raw, err := io.ReadAll(from)
	if err != nil {
		return nil, err
	}
	m := &Message{}
	if !compound.Recognise(raw) {
		whole, err := r.unpackInto(m, raw, 0)
		if err != nil {
			return nil, err
		}
		if !whole {
			m.note("mail.damaged-part", "name", "winmail.dat")
		}
		m.Text = m.spare
		return m, nil
	}
	return m, r.msg(m, raw, 0)
}

// msg reads a message as Outlook keeps it (MS-OXMSG): a storage with a stream for
// each property and a storage for each attachment. Errors: mail.damaged-msg,
// mail.too-many-parts, mail.too-deep, mail.too-large.
func (r *reader) msg(m *Message, raw []byte, depth int) error {
	top, err := compound.Open(raw)
	if err != nil {
		return fault.Wrap(err, "mail.damaged-msg")
	}
	return r.storage(m, top, topHeader, depth)
}

// How long the head of a storage's list of short properties is.
const (
	topHeader        = 32
	innerHeader      = 24
	attachmentHeader = 8
)

// maxList is how long that list may be: thousands of properties.
const maxList = 64 << 10

// storage reads the storage of a message.
func (r *reader) storage(m *Message, s *compound.Storage, header, depth int) error {
	if err := r.count(depth); err != nil {
		return err
	}
	p, err := r.properties(s, header)
	if err != nil {
		return err
	}
	codepage := p.codepage(1252)
	r.takeProperties(m, p, codepage)
	m.Text = r.said(m, p, codepage)
	for _, inner := range s.Storages {
		if !strings.HasPrefix(inner.Name, "__attach_version1.0_#") {
			continue
		}
		if err := r.stored(m, inner, codepage, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// stored reads the storage of an attachment.
func (r *reader) stored(m *Message, s *compound.Storage, codepage, depth int) error {
	if err := r.count(depth); err != nil {
		return err
	}
	p, err := r.properties(s, attachmentHeader)
	if err != nil {
		return err
	}
	inner := s.Storage("__substg1.0_3701000D")
	if inner == nil || p.number(propMethod) != methodInner {
		return r.attachment(m, p, codepage, depth)
	}
	sent := &Message{}
	if err := r.storage(sent, inner, innerHeader, depth+1); err != nil {
		return err
	}
	name := cleanName(sent.Subject, 80)
	if name == "" {
		name = madeUpName("message", nil, len(m.Parts)+1)
	}
	m.Parts = append(m.Parts, Part{Name: withSuffix(strings.TrimSuffix(name, ".bin"), ".msg"), Type: "application/vnd.ms-outlook", Inner: sent})
	return nil
}

// wanted are the properties that are read.
var wanted = []uint16{propSubject, propHeaders, propSenderName, propSenderAddress, propTo, propBody, propBodyHTML, propMessageID, propTitle,
	propData, propShortName, propLongName, propMediaType, propContentID, propSenderSMTP}

// properties reads those of a storage: texts and bytes in a stream each, numbers
// and times in a list.
func (r *reader) properties(s *compound.Storage, header int) (properties, error) {
	p := properties{}
	const short = "__properties_version1.0"
	if size, _ := s.Has(short); size > maxList {
		return nil, fault.New("mail.damaged-msg")
	}
	if list, err := s.Stream(short); err == nil && len(list) > header {
		if err := r.weigh(len(list)); err != nil {
			return nil, err
		}
		for entry := list[header:]; len(entry) >= 16; entry = entry[16:] {
			kind, id := uint16(entry[0])|uint16(entry[1])<<8, uint16(entry[2])|uint16(entry[3])<<8
			if kind < kindNarrow || kind == kindTime {
				p[id] = value{kind, entry[8:16]}
			}
		}
	}
	for _, id := range wanted {
		for _, kind := range []uint16{kindWide, kindNarrow, kindBinary} {
			name := fmt.Sprintf("__substg1.0_%04X%04X", id, kind)
			if _, there := s.Has(name); !there {
				continue
			}
			raw, err := s.Stream(name)
			if err != nil {
				return nil, fault.Wrap(err, "mail.damaged-msg")
			}
			if err := r.weigh(len(raw)); err != nil {
				return nil, err
			}
			p[id] = value{kind, raw}
			break
		}
	}
	return p, nil
}

// weigh counts what is read of streams: they may share their sectors.
func (r *reader) weigh(size int) error {
	if r.bytes += size; r.bytes > MaxSize {
		return fault.New("mail.too-large", "limit", MaxSize>>20)
	}
	return nil
}

// innerOutlook opens a message in Outlook's form that was sent along. One that is
// damaged stays as a file, with what is the matter.
func (r *reader) innerOutlook(m *Message, p Part, depth int) error {
	inner := &Message{}
	err := r.msg(inner, p.Body, depth+1)
	switch {
	case fault.Is(err, "mail.damaged-msg"):
		p.Note = fault.New("mail.damaged-part", "name", p.Name)
		m.Parts = append(m.Parts, p)
		return nil
	case err != nil:
		return err
	}
	m.Parts = append(m.Parts, Part{Name: withSuffix(p.Name, ".msg"), Type: p.Type, Inline: p.Inline, ID: p.ID, Inner: inner})
	return nil
}
