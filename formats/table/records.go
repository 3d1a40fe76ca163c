// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/transform"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
)

// Record is a row of a table of which the reader knows the headings.
type Record struct {
	Line   int
	cells  map[Field]cell
	date04 bool
}

// maxRecords is how many rows such a table may have: it is held in memory.
const maxRecords = 200_000

// ReadRecords reads a CSV or XLSX table whose headings words knows, as plain gives
// them: lower case, letters and figures only. The first row that names all of need is
// taken for the headings; of a workbook all sheets are read that have them.
// Errors: a fault about the file or its first wrong row (table.*).
func ReadRecords(r io.Reader, words map[string]Field, need []Field) (all []Record, err error) {
	sheets, err := openFor(r, words)
	if err != nil {
		return nil, err
	}
	found, near := false, nearest{words: words, need: need}
	for _, s := range sheets {
		var at map[Field]int
		err := s.rows(func(r row) error {
			switch {
			case r.err != nil:
				return r.err
			case at == nil:
				columns := columnsOf(r, words)
				if lacking(columns, need) == nil {
					at, found = columns, true
				}
				near.see(r, len(columns))
				return nil
			case len(all) == maxRecords:
				return fault.New("table.too-many-rows", "limit", maxRecords)
			}
			all = append(all, newRecord(r, at, s.from1904()))
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if !found {
		return nil, near.missing()
	}
	return all, nil
}

// nearest is the row that comes nearest to the headings that were looked for: what is
// missing is said of that one.
type nearest struct {
	words map[string]Field
	need  []Field
	row   row
	known int
	seen  bool
}

func (n *nearest) see(r row, known int) {
	if !n.seen || known > n.known {
		n.row, n.known, n.seen = row{cells: slices.Clone(r.cells)}, known, true
		for i := range n.row.cells { // a row is read over the one before
			n.row.cells[i].text = strings.Clone(n.row.cells[i].text)
		}
	}
}

func (n *nearest) missing() error {
	var found, missing, expected []string
	for _, c := range n.row.cells {
		found = append(found, c.text)
	}
	for _, f := range lacking(columnsOf(n.row, n.words), n.need) {
		missing, expected = append(missing, string(f)), append(expected, n.headings(f)...)
	}
	return fault.New("table.missing-column", "missing", strings.Join(missing, ", "), "found", cmp.Or(list(found), "–"), "expected", strings.Join(expected, ", "))
}

// headings are the words by which a column is known.
func (n *nearest) headings(f Field) (all []string) {
	for word, is := range n.words {
		if is == f {
			all = append(all, word)
		}
	}
	slices.Sort(all)
	return all
}

// openFor is open, with the separator that makes most of these words headings.
func openFor(r io.Reader, words map[string]Field) ([]sheet, error) {
	buffered := bufio.NewReaderSize(r, headBytes)
	start, err := buffered.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	start = bytes.Clone(start)
	sheets, err := open(buffered)
	if err != nil || len(sheets) != 1 {
		return sheets, err
	}
	t, isText := sheets[0].(*text)
	if !isText || t.lead > 0 {
		return sheets, nil
	}
	head := start[min(t.skip, len(start)):]
	if t.wide != nil {
		head, _, _ = transform.Bytes(t.wide.NewDecoder(), start[:len(start)/2*2])
	}
	best := -1
	for _, c := range []byte{';', ',', '\t', '|'} {
		s, most := newSplitter(bytes.NewReader(head), c), 0
		for range headerRows {
			r, err := s.next()
			if err != nil {
				break
			}
			if r.err == nil {
				most = max(most, len(columnsOf(r, words)))
			}
		}
		if most > best {
			best, t.comma = most, c
		}
	}
	return sheets, nil
}

// columnsOf reads a row of headings.
func columnsOf(r row, words map[string]Field) map[Field]int {
	at := map[Field]int{}
	for i, c := range r.cells {
		if f, known := words[plain(c.text)]; known {
			if _, has := at[f]; !has {
				at[f] = i
			}
		}
	}
	return at
}

// lacking gives the columns that are needed and not there.
func lacking(at map[Field]int, need []Field) (missing []Field) {
	for _, f := range need {
		if _, has := at[f]; !has {
			missing = append(missing, f)
		}
	}
	return missing
}

func newRecord(r row, at map[Field]int, date04 bool) Record {
	rec := Record{Line: r.line, cells: map[Field]cell{}, date04: date04}
	for f, i := range at {
		if i < len(r.cells) && r.cells[i].text != "" {
			c := r.cells[i]
			rec.cells[f] = cell{strings.Clone(c.text), c.number, strings.Clone(c.lines)}
		}
	}
	return rec
}

// NewRecord makes a record of texts, for what comes from elsewhere than a table.
func NewRecord(line int, texts map[Field]string) Record {
	rec := Record{Line: line, cells: map[Field]cell{}}
	for f, text := range texts {
		if text = clean(text); text != "" {
			rec.cells[f] = cell{text: text}
		}
	}
	return rec
}

// Text is what stands in a column; "" nothing.
func (r Record) Text(f Field) string {
	c := r.cells[f]
	if c.number {
		return wholeNumber(c.text)
	}
	return c.text
}

// Lines is what stands in a column, with the line breaks that Text makes spaces of.
func (r Record) Lines(f Field) string {
	if c := r.cells[f]; c.lines != "" {
		return c.lines
	}
	return r.Text(f)
}

// IsNumber says whether a cell of a workbook holds a number and no text.
func (r Record) IsNumber(f Field) bool { return r.cells[f].number }

// Day is the date in a column; ok is false when there stands something else. Nothing
// is no date, and ok.
func (r Record) Day(f Field) (d day.Day, ok bool) {
	c, has := r.cells[f]
	switch {
	case !has:
		return "", true
	case c.number:
		return serialDay(c.text, r.date04)
	}
	d, _, ok = readDay(c.text)
	return d, ok
}

// Hundredths is the number in a column, to two decimals; ok is false when there stands
// something else, or what can be read in two ways. Nothing is 0, and ok.
func (r Record) Hundredths(f Field) (n money.Cents, ok bool) {
	c, has := r.cells[f]
	if !has {
		return 0, true
	}
	if c.number {
		n, err := numberCents(c.text)
		return n, err == nil
	}
	a, ok := readAmount(c.text)
	if !ok || a.ambiguous != 0 {
		return 0, false
	}
	n, err := a.cents(a.decimal)
	return n, err == nil
}

// ReadDay reads a date as people write it in the Netherlands.
func ReadDay(s string) (day.Day, bool) {
	d, _, ok := readDay(strings.TrimSpace(s))
	return d, ok && d != ""
}

// Plain is a heading as ReadRecords looks it up.
func Plain(heading string) string { return plain(heading) }
