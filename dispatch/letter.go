// SPDX-License-Identifier: EUPL-1.2

package dispatch

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"rentmeester/fault"
)

// Letter is a mail to one address.
type Letter struct {
	ID       string // Message-ID without its brackets; the same each time that it is tried
	From     string // "Gemeente Voorbeeld <facturen@example.nl>"
	ReplyTo  string // "" the same
	To       string // address
	Date     time.Time
	Subject  string
	Body     string // plain text
	Auto     bool   // nobody pressed a button for it: no automatic answers, please
	Attached []File
}

// File is a file that goes with a letter, byte for byte. It is whole in memory: a
// file that breaks off while it goes over the line would arrive as half of one.
type File struct {
	Name, Type string
	Content    []byte
}

// message writes a letter as the library has it. Errors: dispatch.letter.
func (l Letter) message() (*mail.Msg, error) {
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	err := errors.Join(m.From(l.From), m.To(l.To))
	if l.ReplyTo != "" {
		err = errors.Join(err, m.ReplyTo(l.ReplyTo))
	}
	if err != nil {
		return nil, fault.Wrap(err, "dispatch.letter", "to", l.To, "said", said(err))
	}
	m.Subject(oneLine(l.Subject))
	m.SetMessageIDWithValue(oneLine(l.ID))
	m.SetDateWithValue(l.Date)
	if l.Auto {
		m.SetGenHeader("Auto-Submitted", "auto-generated")
		m.SetGenHeader("X-Auto-Response-Suppress", "All")
	}
	m.SetBodyString(mail.TypeTextPlain, strings.ReplaceAll(l.Body, "\r\n", "\n"))
	for _, f := range l.Attached {
		m.AttachReadSeeker(oneLine(f.Name), bytes.NewReader(f.Content), mail.WithFileContentType(mail.ContentType(oneLine(f.Type))), mail.WithFileEncoding(mail.EncodingB64))
	}
	return m, nil
}

// Write writes a letter as it would go over the line.
func (l Letter) Write(w io.Writer) error {
	m, err := l.message()
	if err != nil {
		return err
	}
	_, err = m.WriteTo(w)
	return err
}

// oneLine keeps a value within its field.
func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "?")), " ")
}
