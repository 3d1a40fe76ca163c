// SPDX-License-Identifier: EUPL-1.2

package mail

import (
	"bufio"
	"bytes"
	"io"
	"mime"
	netmail "net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-message/charset"
	"github.com/emersion/go-message/textproto"
	"golang.org/x/text/encoding/charmap"

	"rentmeester/fault"
)

// readHeader reads the header of a message. Mail in the wild has lines that are
// no fields (the first line of an mbox, a line that was cut in two); they are
// left out. Errors: mail.none, mail.header-too-large.
func readHeader(from *bufio.Reader) (textproto.Header, error) {
	var kept bytes.Buffer
	for used := 0; ; {
		line, err := line(from, MaxHeader-used)
		if used += len(line); used > MaxHeader {
			return textproto.Header{}, fault.New("mail.header-too-large", "limit", MaxHeader>>10)
		}
		bare := bytes.TrimRight(line, "\r\n")
		switch {
		case len(bare) == 0 && kept.Len() > 0, len(bare) == 0 && err != nil:
			return parsed(kept.Bytes())
		case isContinuation(bare) && kept.Len() > 0, fieldName(bare) != "":
			kept.Write(bare)
			kept.WriteString("\r\n")
		}
		if err != nil {
			return parsed(kept.Bytes())
		}
	}
}

// line reads a line of at most limit bytes, and a little more of a longer one.
func line(from *bufio.Reader, limit int) ([]byte, error) {
	var whole []byte
	for {
		piece, err := from.ReadSlice('\n')
		whole = append(whole, piece...)
		if err != bufio.ErrBufferFull || len(whole) > limit {
			return whole, err
		}
	}
}

func parsed(block []byte) (textproto.Header, error) {
	if len(block) == 0 {
		return textproto.Header{}, fault.New("mail.none")
	}
	header, err := textproto.ReadHeader(bufio.NewReader(io.MultiReader(bytes.NewReader(block), strings.NewReader("\r\n"))))
	if err != nil {
		return header, fault.Wrap(err, "mail.none")
	}
	return header, nil
}

func isContinuation(line []byte) bool {
	return len(line) > 0 && (line[0] == ' ' || line[0] == '\t')
}

// fieldName gives the name of a field when the line begins one, else "".
func fieldName(line []byte) string {
	colon := bytes.IndexByte(line, ':')
	if colon <= 0 || colon > 76 {
		return ""
	}
	name := bytes.TrimRight(line[:colon], " \t")
	for _, c := range name {
		if c <= ' ' || c > '~' {
			return ""
		}
	}
	return string(name)
}

// headerSize is how large a header is, within which its fields are looked at.
func headerSize(h textproto.Header) (size int) {
	for fields := h.Fields(); fields.Next(); {
		size += len(fields.Key()) + len(fields.Value())
	}
	return size
}

// readHeader takes what people want to see from the header.
func (m *Message) readHeader(h textproto.Header) {
	m.Subject = clip(words(h.Get("Subject")), 500)
	m.ID = clip(strings.Trim(cleanLine(h.Get("Message-Id")), "<> "), 500)
	if sent, err := netmail.ParseDate(h.Get("Date")); err == nil && sent.Year() > 1970 && sent.Year() < 2200 {
		m.Date = sent.In(time.UTC)
	}
	if from := addresses(h.Get("From")); len(from) > 0 {
		m.From = from[0]
	} else if sender := addresses(h.Get("Sender")); len(sender) > 0 {
		m.From = sender[0]
	}
	m.To = append(addresses(h.Get("To")), addresses(h.Get("Cc"))...)
}

const maxAddresses = 200

// addresses reads a list of addresses; one that is not by the standard is kept
// as it is written.
func addresses(field string) []Address {
	field = strings.TrimSpace(field)
	if field == "" {
		return nil
	}
	if len(field) > 16<<10 {
		field = field[:16<<10]
	}
	parser := netmail.AddressParser{WordDecoder: decoder()}
	list, err := parser.ParseList(field)
	if err != nil {
		return []Address{loose(field)}
	}
	out := make([]Address, 0, min(len(list), maxAddresses))
	for _, a := range list[:min(len(list), maxAddresses)] {
		out = append(out, Address{clip(cleanLine(a.Name), 200), clip(cleanLine(a.Address), 320)})
	}
	return out
}

// loose takes a name and an address from what is no proper list.
func loose(field string) Address {
	said := clip(words(field), 500)
	name, rest, found := strings.Cut(said, "<")
	if address, _, closed := strings.Cut(rest, ">"); found && closed {
		return Address{strings.Trim(name, `" `), strings.TrimSpace(address)}
	}
	if strings.Contains(said, "@") && !strings.Contains(said, " ") {
		return Address{Address: said}
	}
	return Address{Name: said}
}

func decoder() *mime.WordDecoder { return &mime.WordDecoder{CharsetReader: charset.Reader} }

// words decodes the encoded words of a field (RFC 2047). What cannot be decoded
// stays as it is written.
func words(field string) string {
	decoded, err := decoder().DecodeHeader(field)
	if err != nil {
		decoded = field
	}
	return cleanLine(inUTF8([]byte(decoded), ""))
}

// inUTF8 turns bytes into text. Without a character set that is known they are
// taken for UTF-8, or for Windows-1252 when they are not that.
func inUTF8(raw []byte, set string) string {
	set = strings.ToLower(strings.TrimSpace(set))
	if set != "" && set != "utf-8" && set != "us-ascii" {
		if decoding, err := charset.Reader(set, bytes.NewReader(raw)); err == nil {
			if decoded, err := io.ReadAll(decoding); err == nil {
				return strings.ToValidUTF8(string(decoded), "\uFFFD")
			}
		}
	}
	raw = bytes.TrimPrefix(raw, []byte("\uFEFF"))
	if utf8.Valid(raw) {
		return string(raw)
	}
	decoded, err := charmap.Windows1252.NewDecoder().Bytes(raw)
	if err != nil {
		return strings.ToValidUTF8(string(raw), "\uFFFD")
	}
	return string(decoded)
}

// Title gives the subject of a message as a name for a file, without its end; ""
// when it has none.
func Title(head []byte) string {
	header, err := readHeader(bufio.NewReader(bytes.NewReader(head)))
	if err != nil {
		return ""
	}
	subject := strings.NewReplacer("/", "-", `\`, "-", ":", " ", "_", " ").Replace(words(header.Get("Subject")))
	return cleanName(subject, 80)
}
