// SPDX-License-Identifier: EUPL-1.2

// Package table reads tables that people and other systems export, CSV and XLSX,
// into the vocabulary: open items, orders and receipts. Headings are understood in
// Dutch and English, amounts and dates as they are written here; what can be read in two
// ways is decided over the whole column or refused.
//
// A file is read twice: first everything is checked, then everything is handed
// over. So nothing comes out of a file with a row that is wrong, and all that is
// wrong is told at once (RowErrors). It imports ledger, order, ident, money, day,
// fault and, for workbooks, formats/archive and formats/xmlread.
package table

import (
	"bufio"
	"bytes"
	"io"
	"strings"

	"rentmeester/fault"
	"rentmeester/ledger"
)

// Bounds on what a table may cost to read.
const (
	maxFile    = 4 << 30   // bytes of a file that can be read twice where it is
	maxMemory  = 256 << 20 // bytes of one that must be kept to be read twice
	maxRecord  = 1 << 20   // bytes of one row
	maxColumns = 1_000
	maxRows    = 5_000_000
	maxErrors  = 100 // rows told of; more are counted
	headerRows = 30  // rows looked at to find the headings
	headBytes  = 64 << 10
)

// cell is one value. In a workbook a cell may hold a number, which is exact in
// its notation: point for the decimals, no thousands separators.
type cell struct {
	text   string
	number bool
	lines  string // the text with its line breaks, where it has them
}

// row is one line of a table.
type row struct {
	line  int // 1-based line of the text or row of the sheet
	cells []cell
	err   error // a fault in the row itself, e.g. its quotes; the cells mean nothing then
}

// sheet is one table; its rows can be gone through more than once. The cells are
// valid until the next call of visit.
type sheet interface {
	// label names the sheet in a workbook of more than one; "" otherwise.
	label() string
	// rows calls visit for every row that is not empty.
	rows(visit func(row) error) error
	// from1904 says whether dates count from 1904 instead of 1900.
	from1904() bool
	// ragged says whether rows may end before the last column.
	ragged() bool
}

// ReadOpenItems reads a CSV or XLSX file of open items and hands them over in
// the order of the file. The name of the file serves only as a last hint of
// whether it holds debtors or creditors. The columns
// are those of Field.
//
// Amounts: a negative amount is a credit note and turns the kind around (what
// was to be received is to be paid back), with Attributes["credit_note"] =
// "true". Where all payables of a file are negative, their sign is the
// bookkeeper's and they stay payables. Columns debet and credit, or an
// indicator D/C, say by themselves who owes whom.
//
// Errors: a fault about the file (table.*), or table.rows around RowErrors. An
// error of to is returned as it is.
func ReadOpenItems(r io.Reader, name string, to func(ledger.OpenItem) error) error {
	sheets, err := open(r)
	if err != nil {
		return err
	}
	checks, err := checkAll(sheets, name)
	if err != nil {
		return err
	}
	for _, c := range checks {
		if err := c.deliver(to); err != nil {
			return err
		}
	}
	return nil
}

// open finds out what the file is and makes its tables ready to be gone through.
func open(r io.Reader) ([]sheet, error) {
	twice := newRewinder(r)
	head := bufio.NewReaderSize(twice.first(), headBytes)
	start, err := head.Peek(headBytes)
	if err != nil && err != io.EOF {
		return nil, err
	}
	switch {
	case len(bytes.TrimSpace(start)) == 0:
		return nil, fault.New("table.empty")
	case bytes.HasPrefix(start, []byte("PK\x03\x04")):
		at, size, err := twice.random(head)
		if err != nil {
			return nil, err
		}
		return openWorkbook(at, size)
	case bytes.HasPrefix(start, []byte("\xd0\xcf\x11\xe0")):
		return nil, fault.New("table.old-excel")
	}
	t, err := openText(twice, head, start)
	if err != nil {
		return nil, err
	}
	return []sheet{t}, nil
}

// Recognise says whether a file that begins with head looks like a table of open
// items: text in which a row of headings is found that names a number and an
// amount, or an Excel workbook (what is in it shows only when it is read).
func Recognise(head []byte, name string) bool {
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return bytes.Contains(head, []byte("xl/")) || bytes.Contains(head, []byte("[Content_Types].xml")) ||
			strings.HasSuffix(strings.ToLower(name), ".xlsx")
	}
	if len(head) > headBytes {
		head = head[:headBytes]
	}
	form, err := sniff(head)
	if err != nil {
		return false
	}
	return form.score >= 2
}

// rewinder reads something twice: where it is when it can be sought in, else
// from a copy made during the first reading.
type rewinder struct {
	from   io.Reader
	seeker io.ReadSeeker // nil when from cannot be sought in
	start  int64
	copied bytes.Buffer
}

func newRewinder(r io.Reader) *rewinder {
	w := &rewinder{from: r}
	if s, ok := r.(io.ReadSeeker); ok {
		if at, err := s.Seek(0, io.SeekCurrent); err == nil {
			w.seeker, w.start = s, at
		}
	}
	return w
}

// first gives the content from the start, once.
func (w *rewinder) first() io.Reader {
	if w.seeker != nil {
		return &capped{from: w.seeker, left: maxFile, limit: maxFile}
	}
	return io.TeeReader(&capped{from: w.from, left: maxMemory, limit: maxMemory}, &w.copied)
}

// again gives the content from the start after the first reading came to its end.
func (w *rewinder) again() (io.Reader, error) {
	if w.seeker == nil {
		return bytes.NewReader(w.copied.Bytes()), nil
	}
	if _, err := w.seeker.Seek(w.start, io.SeekStart); err != nil {
		return nil, err
	}
	return &capped{from: w.seeker, left: maxFile, limit: maxFile}, nil
}

// random gives the content at any place; head is the first reading under way.
func (w *rewinder) random(head io.Reader) (io.ReaderAt, int64, error) {
	if at, ok := w.seeker.(io.ReaderAt); ok {
		end, err := w.seeker.Seek(0, io.SeekEnd)
		if err != nil {
			return nil, 0, err
		}
		return io.NewSectionReader(at, w.start, end-w.start), end - w.start, nil
	}
	whole, err := io.ReadAll(&capped{from: head, left: maxMemory, limit: maxMemory})
	if err != nil {
		return nil, 0, err
	}
	return bytes.NewReader(whole), int64(len(whole)), nil
}

// capped refuses more than a number of bytes.
type capped struct {
	from        io.Reader
	left, limit int64
}

// Read implements io.Reader.
func (c *capped) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	if c.left -= int64(n); c.left < 0 {
		return 0, fault.New("table.too-large", "limit", c.limit)
	}
	return n, err
}
