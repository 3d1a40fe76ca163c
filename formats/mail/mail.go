// SPDX-License-Identifier: EUPL-1.2

// Package mail reads an e-mail message (RFC 5322 and MIME) as people send their
// invoices: who sent it, what it says, and every file in it, attached or shown
// in the text, also those of a message that was forwarded as an attachment, and
// of one in Outlook's own forms (.msg, winmail.dat). What cannot be opened (an
// encrypted message) is named with what to do about it. Names are made harmless;
// zips are left to formats/archive.
//
// The syntax of MIME is read by emersion/go-message. A message is bounded in size,
// depth, number of parts and header, so that none exhausts the reader. It imports
// formats/compound and fault.
package mail

import (
	"bufio"
	"bytes"
	"io"
	"time"

	"github.com/emersion/go-message/textproto"

	"rentmeester/fault"
)

// Message is one e-mail message.
type Message struct {
	Subject string
	From    Address
	To      []Address // and carbon copies
	Date    time.Time // zero when it is missing or no date
	ID      string    // without the angle brackets
	Text    string    // what it says: plain, or HTML reduced to text
	Parts   []Part
	Notes   []*fault.Error // what in it could not be read
	spare   string         // what a winmail.dat in it says, when nothing else says anything
}

// Address is a person or a mailbox.
type Address struct{ Name, Address string }

// Part is a file in a message, or a message in it.
type Part struct {
	Name   string // harmless as the name of a file; never ""
	Type   string // "application/pdf", as the sender says
	Inline bool   // shown in the text, as a logo is
	ID     string // by which the text refers to it
	Body   []byte // nil for a message
	Inner  *Message
	Note   *fault.Error // why it cannot be used, nil when it can
}

// Limits of a message. What a mail server takes is mostly under 50 MB.
const (
	MaxSize   = 64 << 20  // bytes of the whole message
	MaxParts  = 1000      // parts of any kind, those of inner messages included
	MaxDepth  = 20        // parts within parts
	MaxHeader = 512 << 10 // bytes of one header
	MaxText   = 2 << 20   // bytes of text; what comes after is left out, with a note
)

// Read reads a message. What spoils a part of it is a note; the error is for a
// message that is none, or costs too much.
//
// Errors: mail.read, mail.none, mail.too-large, mail.too-many-parts,
// mail.too-deep, mail.header-too-large, mail.damaged-msg, mail.damaged-tnef.
func Read(r io.Reader) (*Message, error) {
	m := &meter{from: r, left: MaxSize}
	whole := bufio.NewReader(m)
	read := (&reader{}).outline
	if head, _ := whole.Peek(8); RecogniseOutlook(head, ".msg") {
		read = (&reader{}).readOutlook
	}
	got, err := read(whole)
	if err == nil {
		_, _ = io.Copy(io.Discard, whole) // the meter says whether it is too large
	}
	switch {
	case m.left < 0:
		return nil, fault.New("mail.too-large", "limit", MaxSize>>20)
	case m.failed != nil:
		return nil, fault.Wrap(m.failed, "mail.read")
	case err != nil:
		return nil, err
	}
	return got, nil
}

// meter stops a reading after a number of bytes and remembers why it ended.
type meter struct {
	from   io.Reader
	left   int64
	failed error
}

// Read implements io.Reader.
func (m *meter) Read(p []byte) (int, error) {
	if m.left < 0 || m.failed != nil {
		return 0, io.ErrUnexpectedEOF
	}
	n, err := m.from.Read(p)
	if m.left -= int64(n); m.left < 0 {
		return 0, io.ErrUnexpectedEOF
	}
	if err != nil && err != io.EOF {
		m.failed = err
	}
	return n, err
}

// File is a part that is a file, with the way to it: "Fwd factuur.eml/factuur.pdf".
type File struct {
	Path string
	Part
}

// Files gives the files of the message and of the messages in it, in order.
func (m *Message) Files() []File { return m.files("") }

func (m *Message) files(within string) (all []File) {
	for _, p := range m.Parts {
		if p.Inner != nil {
			all = append(all, p.Inner.files(within+p.Name+"/")...)
			continue
		}
		all = append(all, File{within + p.Name, p})
	}
	return all
}

// AllText gives the text of the message and of the messages in it.
func (m *Message) AllText() string {
	var b bytes.Buffer
	m.say(&b)
	return b.String()
}

func (m *Message) say(b *bytes.Buffer) {
	if b.Len() > 0 {
		b.WriteString("\n\n")
	}
	b.WriteString(m.Subject + "\n\n" + m.Text)
	for _, p := range m.Parts {
		if p.Inner != nil {
			p.Inner.say(b)
		}
	}
}

// AllNotes gives what could not be read in the message and the messages in it.
func (m *Message) AllNotes() (all []*fault.Error) {
	all = append(all, m.Notes...)
	for _, p := range m.Parts {
		if p.Note != nil {
			all = append(all, p.Note)
		}
		if p.Inner != nil {
			all = append(all, p.Inner.AllNotes()...)
		}
	}
	return all
}

// reader holds what one message and all in it have used.
type reader struct {
	parts int
	text  int
	bytes int // of files in Outlook's form
}

// outline reads a message from its first line on.
func (r *reader) outline(from io.Reader) (*Message, error) {
	return r.message(bufio.NewReader(from), 0)
}

// message reads a message: header, then body.
func (r *reader) message(from *bufio.Reader, depth int) (*Message, error) {
	header, err := readHeader(from)
	if err != nil {
		return nil, err
	}
	m := &Message{}
	m.readHeader(header)
	body, err := r.entity(m, header, from, depth)
	if err != nil {
		return nil, err
	}
	if m.Text = body; body == "" {
		m.Text = m.spare
	}
	return m, nil
}

// entity reads one entity into the message and gives the text that it says. The
// error is for what is refused as a whole.
func (r *reader) entity(m *Message, header textproto.Header, body io.Reader, depth int) (string, error) {
	if err := r.count(depth); err != nil {
		return "", err
	}
	e := describe(header, body)
	switch {
	case e.boundary != "":
		return r.multipart(m, e, depth)
	case e.kind == "message/rfc822" || e.kind == "message/global":
		return "", r.inner(m, e, depth)
	case e.isText():
		return r.words(m, e), nil
	default:
		return "", r.file(m, e, depth)
	}
}

// multipart reads the parts of an entity.
func (r *reader) multipart(m *Message, e entity, depth int) (string, error) {
	if e.kind == "multipart/encrypted" {
		m.note("mail.encrypted", "name", "multipart/encrypted")
	}
	var said, preferred string
	parts := textproto.NewMultipartReader(e.raw, e.boundary)
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil { // cut off, or a part without a proper header
			m.note("mail.damaged")
			break
		}
		if headerSize(part.Header) > MaxHeader {
			return "", fault.New("mail.header-too-large", "limit", MaxHeader>>10)
		}
		text, err := r.entity(m, part.Header, part, depth+1)
		if err != nil {
			return "", err
		}
		if e.kind == "multipart/alternative" {
			preferred = better(preferred, text, describe(part.Header, nil).kind)
			continue
		}
		said = together(said, text)
	}
	return together(said, preferred), nil
}

// better chooses between two ways of saying the same: plain text, unless it says
// no more than that one should look at the other.
func better(before, text, kind string) string {
	plain := kind == "text/plain" && 4*len(text) > len(before)
	if plain || len(text) > 4*len(before) {
		return text
	}
	return before
}

func together(one, two string) string {
	if one == "" || two == "" {
		return one + two
	}
	return one + "\n\n" + two
}

// inner reads a message that was sent along. One that is no message becomes a
// file.
func (r *reader) inner(m *Message, e entity, depth int) error {
	decoded, known := e.decoded()
	if !known {
		return r.file(m, e, depth)
	}
	inner, err := r.message(bufio.NewReader(decoded), depth+1)
	if fault.Is(err, "mail.none") {
		m.note("mail.damaged-part", "name", e.name)
		return nil
	}
	if err != nil {
		return err
	}
	name := e.given
	if name == "" {
		name = cleanName(inner.Subject, 80)
	}
	if name == "" {
		name = e.name
	}
	m.Parts = append(m.Parts, Part{Name: withSuffix(name, ".eml"), Type: e.kind, Inline: e.inline, ID: e.id, Inner: inner})
	return nil
}

// words gives the text of an entity that is shown as text.
func (r *reader) words(m *Message, e entity) string {
	decoded, known := e.decoded()
	if !known {
		m.note("mail.encoding", "name", e.encoding)
	}
	raw, err := io.ReadAll(io.LimitReader(decoded, MaxText+1))
	if err != nil && len(raw) == 0 {
		m.note("mail.damaged")
		return ""
	}
	if len(raw) > MaxText {
		raw = raw[:MaxText]
		m.note("mail.text-too-large", "limit", MaxText>>20)
	}
	text := inUTF8(raw, e.charset)
	if e.kind == "text/html" {
		text = textOfHTML(text)
	}
	return r.bounded(m, cleanText(text))
}

// file reads an entity that is a file.
func (r *reader) file(m *Message, e entity, depth int) error {
	decoded, known := e.decoded()
	body, err := io.ReadAll(decoded)
	p := Part{Name: e.name, Type: e.kind, Inline: e.inline, ID: e.id, Body: body, Note: e.unreadable()}
	if e.given == "" {
		p.Name = madeUpName(e.kind, body, len(m.Parts)+1)
	}
	switch {
	case p.Note != nil:
	case !known:
		p.Note = fault.New("mail.encoding", "name", e.encoding)
	case err != nil:
		p.Note = fault.New("mail.damaged-part", "name", p.Name)
	}
	return r.put(m, p, depth)
}

func (m *Message) note(code string, pairs ...any) {
	for _, n := range m.Notes {
		if n.Code == code {
			return
		}
	}
	m.Notes = append(m.Notes, fault.New(code, pairs...))
}
