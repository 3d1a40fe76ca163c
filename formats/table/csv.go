// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"bufio"
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"rentmeester/fault"
)

// form is how a text file is written.
type form struct {
	wide  encoding.Encoding // UTF-16 of either order; nil for bytes
	skip  int               // bytes of a byte order mark
	comma byte
	lead  int // lines before the table that say only which separator is used ("sep=;")
	score int // fields recognised in the headings
}

// text is a CSV file.
type text struct {
	form
	twice  *rewinder
	opened io.Reader // the first reading, until it was used
}

func openText(twice *rewinder, first io.Reader, head []byte) (*text, error) {
	f, err := sniff(head)
	if err != nil {
		return nil, err
	}
	return &text{form: f, twice: twice, opened: first}, nil
}

func (t *text) label() string  { return "" }
func (t *text) ragged() bool   { return false }
func (t *text) from1904() bool { return false }

// sniff finds encoding and separator from the beginning of a file.
// Errors: table.not-a-table.
func sniff(head []byte) (form, error) {
	f := form{}
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		f.skip = 3
	case bytes.HasPrefix(head, []byte("\xff\xfe")), zeros(head, 1):
		f.wide = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(head, []byte("\xfe\xff")), zeros(head, 0):
		f.wide = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	}
	plain := head[f.skip:]
	if f.wide != nil {
		plain, _, _ = transform.Bytes(f.wide.NewDecoder(), head[:len(head)/2*2])
	}
	if bytes.IndexByte(plain, 0) >= 0 || bytes.HasPrefix(bytes.TrimSpace(plain), []byte("<")) || bytes.HasPrefix(plain, []byte("%PDF")) {
		return f, fault.New("table.not-a-table")
	}
	if c, ok := saidSeparator(plain); ok {
		f.comma, f.lead = c, 1
		f.score, _, _ = scoreHead(plain, c)
		return f, nil
	}
	best := -1
	for _, c := range []byte{';', ',', '\t', '|'} {
		score, ofOrders, width := scoreHead(plain, c)
		if merit := max(score, ofOrders)*maxColumns + min(width, maxColumns-1); merit > best {
			best, f.comma, f.score = merit, c, score
		}
	}
	return f, nil
}

// zeros says whether the bytes at odd (1) or even (0) places are NUL, as those
// of Latin text in UTF-16 without a mark.
func zeros(head []byte, from int) bool {
	if len(head) < 8 {
		return false
	}
	for i := 0; i < 8; i++ {
		if (head[i] == 0) != (i%2 == from) {
			return false
		}
	}
	return true
}

// saidSeparator reads the line "sep=;" that Excel understands.
func saidSeparator(plain []byte) (byte, bool) {
	if len(plain) < 6 || !bytes.EqualFold(plain[:4], []byte("sep=")) || plain[5] != '\r' && plain[5] != '\n' {
		return 0, false
	}
	return plain[4], true
}

// scoreHead gives the most fields of open items and of orders recognised in one of
// the first rows, and the most columns, when c separates.
func scoreHead(plain []byte, c byte) (score, ofOrders, width int) {
	s := newSplitter(bytes.NewReader(plain), c)
	for range headerRows {
		r, err := s.next()
		if fault.Is(err, "table.too-many-columns") {
			width = maxColumns
		}
		if err != nil {
			break
		}
		if r.err != nil {
			continue
		}
		width = max(width, len(r.cells))
		if l, err := newLayout(r.cells, ""); err == nil {
			score = max(score, l.known)
		}
		if l, err := orderLayout(r.cells, "", nil); err == nil {
			ofOrders = max(ofOrders, l.known)
		}
	}
	return score, ofOrders, width
}

// rows implements sheet.
func (t *text) rows(visit func(row) error) error {
	from := t.opened
	if t.opened = nil; from == nil {
		var err error
		if from, err = t.twice.again(); err != nil {
			return err
		}
	}
	if t.wide != nil {
		from = transform.NewReader(from, t.wide.NewDecoder())
	} else if _, err := io.CopyN(io.Discard, from, int64(t.skip)); err != nil {
		return err
	}
	s := newSplitter(from, t.comma)
	for n := 0; ; n++ {
		r, err := s.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if n > maxRows { // empty ones too: they cost as much to read
			return fault.New("table.too-many-rows", "limit", maxRows)
		}
		if n < t.lead || r.err == nil && blank(r.cells) {
			continue
		}
		if err := visit(r); err != nil {
			return err
		}
	}
}

func blank(cells []cell) bool {
	for _, c := range cells {
		if c.text != "" {
			return false
		}
	}
	return true
}

// splitter cuts text into rows and cells. A quote opens only at the start of a
// cell, so that 5" pipe is what it says; inside quotes a quote is doubled, and a
// line may break. Lines end in LF, CR LF or CR.
type splitter struct {
	r     *bufio.Reader
	comma byte
	line  int // of the next byte
	buf   []byte
	ends  []int
	cells []cell
	utf8  int // first line with letters outside ASCII in UTF-8; 0 none
	other int // first line that is not UTF-8
}

func newSplitter(r io.Reader, comma byte) *splitter {
	return &splitter{r: bufio.NewReaderSize(r, headBytes), comma: comma, line: 1}
}

type state byte

const (
	cellStart state = iota
	inPlain
	inQuotes
	afterQuote // a quote inside quotes: the end, or the first of two
	closed     // spaces after the end
	badQuote   // skipping to the end of the line
)

// next gives the next row. io.EOF after the last; table.line-too-long,
// table.too-many-columns, table.open-quote and faults of the reader end it.
func (s *splitter) next() (row, error) {
	s.buf, s.ends = s.buf[:0], s.ends[:0]
	r, at := row{line: s.line}, cellStart
	for {
		b, err := s.r.ReadByte()
		if err != nil {
			if err != io.EOF {
				return r, err
			}
			if at == inQuotes {
				return r, fault.New("table.open-quote", "row", r.line)
			}
			if at == cellStart && len(s.ends) == 0 && len(s.buf) == 0 {
				return r, io.EOF
			}
			return s.finish(r, at)
		}
		if b == '\r' {
			if after, _ := s.r.Peek(1); len(after) == 1 && after[0] == '\n' {
				continue
			}
			b = '\n'
		}
		if b == '\n' {
			if s.line++; at != inQuotes {
				return s.finish(r, at)
			}
		}
		at = s.step(at, b)
		if len(s.buf) > maxRecord {
			return r, fault.New("table.line-too-long", "row", r.line, "limit", maxRecord)
		}
		if len(s.ends) > maxColumns {
			return r, fault.New("table.too-many-columns", "row", r.line, "limit", maxColumns)
		}
	}
}

// step takes one byte that does not end the row.
func (s *splitter) step(at state, b byte) state {
	switch {
	case at == badQuote:
		return at
	case at == inQuotes:
		if b == '"' {
			return afterQuote
		}
		s.buf = append(s.buf, b)
		return at
	case b == s.comma:
		s.ends = append(s.ends, len(s.buf))
		return cellStart
	case at == afterQuote && b == '"':
		s.buf = append(s.buf, '"')
		return inQuotes
	case (at == afterQuote || at == closed) && b == ' ':
		return closed
	case at == afterQuote || at == closed:
		return badQuote
	case at == cellStart && b == '"':
		return inQuotes
	case at == cellStart && b == ' ':
		return at
	}
	s.buf = append(s.buf, b)
	return inPlain
}

// finish makes the cells of a row that is complete.
func (s *splitter) finish(r row, at state) (row, error) {
	if at == badQuote {
		r.err = fault.New("table.quote", "row", r.line)
		return r, nil
	}
	s.ends = append(s.ends, len(s.buf))
	whole, err := s.decode(r.line)
	if err != nil {
		r.err = err
		return r, nil
	}
	s.cells = s.cells[:0]
	from := 0
	for _, end := range s.ends {
		s.cells = append(s.cells, textCell(whole[from:end]))
		from = end
	}
	r.cells = s.cells
	return r, nil
}

// decode gives the row as text. A file that is not UTF-8 is windows-1252, in
// which Dutch Windows programs write; one that is both is refused.
func (s *splitter) decode(line int) (string, error) {
	if bytes.IndexByte(s.buf, 0) >= 0 {
		return "", fault.New("table.encoding", "row", line)
	}
	valid := utf8.Valid(s.buf)
	if valid {
		if s.utf8 == 0 && !ascii(s.buf) {
			s.utf8 = line
		}
	} else if s.other == 0 {
		s.other = line
	}
	if s.utf8 > 0 && s.other > 0 {
		return "", fault.New("table.encoding", "row", line)
	}
	if valid {
		return string(s.buf), nil
	}
	return s.decode1252(line)
}

// decode1252 moves the ends of the cells along with the letters that take more
// than one byte in UTF-8.
func (s *splitter) decode1252(line int) (string, error) {
	var b bytes.Buffer
	next := 0
	for i, c := range s.buf {
		for next < len(s.ends) && s.ends[next] == i {
			s.ends[next] = b.Len()
			next++
		}
		r := charmap.Windows1252.DecodeByte(c)
		if r == utf8.RuneError || c >= 0x80 && r == rune(c) && c < 0xa0 {
			return "", fault.New("table.encoding", "row", line)
		}
		b.WriteRune(r)
	}
	for ; next < len(s.ends); next++ {
		s.ends[next] = b.Len()
	}
	return b.String(), nil
}

func ascii(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
