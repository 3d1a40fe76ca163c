// SPDX-License-Identifier: EUPL-1.2

package mail

import (
	"io"
	"mime"
	"net/url"
	"strings"

	"github.com/emersion/go-message"
	"github.com/emersion/go-message/textproto"

	"rentmeester/fault"
)

// entity is what a header says of the body after it.
type entity struct {
	kind     string // "application/pdf"
	smime    string // smime-type: "signed-data"
	charset  string
	boundary string // of a multipart
	encoding string // transfer encoding
	given    string // name that the sender gave, made harmless; "" none
	name     string // that, or the kind
	id       string
	inline   bool
	attached bool
	raw      io.Reader
}

func describe(h textproto.Header, body io.Reader) entity {
	kind, params := valueAndParams(h.Get("Content-Type"))
	if !strings.Contains(kind, "/") {
		kind = "text/plain"
	}
	disposition, more := valueAndParams(h.Get("Content-Disposition"))
	e := entity{
		kind: clip(cleanLine(kind), 100), smime: strings.ToLower(params["smime-type"]), charset: params["charset"],
		encoding: strings.ToLower(clip(cleanLine(h.Get("Content-Transfer-Encoding")), 100)),
		id:       clip(strings.Trim(cleanLine(h.Get("Content-Id")), "<> "), 300),
		inline:   disposition == "inline", attached: disposition == "attachment", raw: body,
	}
	if strings.HasPrefix(kind, "multipart/") {
		e.boundary = params["boundary"]
	}
	for _, name := range []string{more["filename"], params["name"], h.Get("Content-Description")} {
		if e.given == "" && name != "" {
			e.given = cleanName(words(name), 150)
		}
	}
	e.name = e.given
	if e.name == "" {
		e.name = strings.ReplaceAll(e.kind, "/", "-")
	}
	return e
}

// isText says whether an entity is something the message says, not a file. Some
// programs name the text too; a name that ends in .txt or .html is a file.
func (e entity) isText() bool {
	if e.attached || e.kind != "text/plain" && e.kind != "text/html" {
		return false
	}
	return e.given == "" || !strings.Contains(e.given, ".")
}

// decoded gives the bytes without transfer encoding. Bytes only: to what
// character set a file is, the file itself must say.
func (e entity) decoded() (_ io.Reader, known bool) {
	var plain message.Header
	plain.Set("Content-Type", "application/octet-stream")
	plain.Set("Content-Transfer-Encoding", e.encoding)
	got, err := message.New(plain, e.raw)
	return got.Body, err == nil
}

// unreadable says why a kind of file cannot be used.
func (e entity) unreadable() *fault.Error {
	switch {
	case e.kind == "application/pkcs7-mime" || e.kind == "application/x-pkcs7-mime":
		if e.smime == "enveloped-data" || e.smime == "authenveloped-data" {
			return fault.New("mail.encrypted", "name", e.name)
		}
		return fault.New("mail.signed", "name", e.name)
	case e.kind == "message/partial" || e.kind == "message/external-body":
		return fault.New("mail.elsewhere", "name", e.name)
	case strings.HasPrefix(e.kind, "multipart/"):
		return fault.New("mail.damaged-part", "name", e.name)
	}
	return nil
}

// Signature says whether the part is but the signature under a message.
func (p Part) Signature() bool {
	switch p.Type {
	case "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature":
		return true
	}
	return false
}

// valueAndParams reads a field with parameters. Programs that do not quote a
// name with spaces in it are many; what the standard refuses is read loosely.
func valueAndParams(field string) (string, map[string]string) {
	value, params, err := mime.ParseMediaType(field)
	if err != nil || lacking(params, field) {
		return loosely(field)
	}
	return value, params
}

// lacking says whether a parameter was dropped: one in a character set other than
// UTF-8 (RFC 2231) is.
func lacking(params map[string]string, field string) bool {
	field = strings.ToLower(field)
	return params["filename"] == "" && strings.Contains(field, "filename*") || params["name"] == "" && strings.Contains(field, "name*")
}

func loosely(field string) (string, map[string]string) {
	pieces := outsideQuotes(field)
	params := map[string]string{}
	for _, piece := range pieces[1:] {
		key, value, found := strings.Cut(piece, "=")
		key = strings.ToLower(strings.TrimSpace(key))
		if !found || key == "" || len(params) > 50 {
			continue
		}
		value = strings.ReplaceAll(strings.Trim(strings.TrimSpace(value), `"`), `\"`, `"`)
		base, rest, extended := strings.Cut(key, "*")
		if strings.HasSuffix(key, "*") {
			value = percentDecoded(value)
		}
		if extended && rest != "" && rest != "0" && rest != "0*" {
			params[base] += value // pieces of one value, in the order in which they stand
			continue
		}
		if _, there := params[base]; !there || extended {
			params[base] = value
		}
	}
	return strings.ToLower(strings.TrimSpace(pieces[0])), params
}

// percentDecoded reads charset'language'value, or a bare value.
func percentDecoded(value string) string {
	set, rest, found := strings.Cut(value, "'")
	if _, text, again := strings.Cut(rest, "'"); found && again {
		value = text
	} else {
		set = ""
	}
	raw, err := url.PathUnescape(value)
	if err != nil {
		return value
	}
	return inUTF8([]byte(raw), set)
}

// outsideQuotes cuts at the semicolons that are not within quotes.
func outsideQuotes(field string) (pieces []string) {
	quoted, from := false, 0
	for i := 0; i < len(field); i++ {
		switch {
		case field[i] == '\\' && quoted:
			i++
		case field[i] == '"':
			quoted = !quoted
		case field[i] == ';' && !quoted:
			pieces = append(pieces, field[from:i])
			from = i + 1
		}
	}
	return append(pieces, field[min(from, len(field)):])
}
