// SPDX-License-Identifier: EUPL-1.2

package xmlread

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"rentmeester/fault"
)

// input is the file as UTF-8.
type input struct {
	io.Reader
	decoded  bool // it was in another encoding
	declared bool // its XML declaration has passed
}

// headSize is how far an XML declaration may reach.
const headSize = 512

// open finds the encoding from the byte order mark, else from the first bytes
// and the XML declaration (XML 1.0, appendix F).
func open(r io.Reader, limit int64) (*input, error) {
	r = &bounded{r: r, left: limit, limit: limit}
	head := make([]byte, headSize)
	n, err := io.ReadFull(r, head)
	head = head[:n]
	if err == nil {
		r = io.MultiReader(bytes.NewReader(head), r)
	} else {
		r = bytes.NewReader(head)
		if err != io.EOF && err != io.ErrUnexpectedEOF {
			if fault.Code(err) == "internal" {
				err = fault.Wrap(err, "xml.read", "line", 1)
			}
			return &input{Reader: r}, err
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		_, err = io.ReadFull(r, make([]byte, 3))
		return &input{Reader: r}, err
	case bytes.HasPrefix(head, []byte("\xFE\xFF")), bytes.HasPrefix(head, []byte("\xFF\xFE")):
		return decode(r, unicode.UTF16(unicode.BigEndian, unicode.UseBOM)), nil
	case bytes.HasPrefix(head, []byte("<\x00")):
		return decode(r, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)), nil
	case bytes.HasPrefix(head, []byte("\x00<")):
		return decode(r, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)), nil
	}
	return byName(r, declaredCharset(head))
}

func decode(r io.Reader, e encoding.Encoding) *input {
	return &input{Reader: e.NewDecoder().Reader(r), decoded: true}
}

// byName decodes by the declared name.
func byName(r io.Reader, name string) (*input, error) {
	switch plain := plainName(name); plain {
	case "", "utf8", "usascii", "ascii":
		return &input{Reader: r}, nil
	case "latin1", "l1":
		return decode(r, charmap.ISO8859_1), nil
	case "latin9", "l9":
		return decode(r, charmap.ISO8859_15), nil
	default:
		if e := charsets()[strings.Replace(plain, "cp", "windows", 1)]; e != nil {
			return decode(r, e), nil
		}
	}
	return &input{Reader: r}, fault.New("xml.charset", "name", clip([]byte(name)))
}

// charsets are the 8-bit character sets by plain name: "iso88591", "windows1252".
var charsets = sync.OnceValue(func() map[string]encoding.Encoding {
	sets := map[string]encoding.Encoding{}
	for _, e := range charmap.All {
		sets[plainName(fmt.Sprint(e))] = e
	}
	return sets
})

// plainName leaves letters and digits, in lower case.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r >= 'a' && r <= 'z':
			return r
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return -1
	}, name)
}

// declaredCharset reads the encoding from an XML declaration, "" for none.
func declaredCharset(head []byte) string {
	head = bytes.TrimLeft(head, " \t\r\n")
	end := bytes.Index(head, []byte("?>"))
	if !bytes.HasPrefix(head, []byte("<?xml")) || end < 0 {
		return ""
	}
	_, after, found := bytes.Cut(head[:end], []byte("encoding"))
	if !found {
		return ""
	}
	value, _, ok := quoted(bytes.TrimLeft(after, " \t\r\n"))
	if !ok {
		return ""
	}
	return string(value)
}

// bounded refuses a file that is larger than the limit.
type bounded struct {
	r           io.Reader
	left, limit int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, fault.New("xml.too-large", "limit", b.limit)
	}
	return n, err
}
