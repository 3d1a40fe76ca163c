// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"io"
	"path"
	"strconv"
	"strings"

	"rentmeester/fault"
	"rentmeester/formats/archive"
)

// Bounds on a workbook once it is unpacked.
const (
	maxPart   = 2 << 30   // bytes of one part
	maxShared = 256 << 20 // bytes of the texts that sheets share, held in memory
	maxSheets = 100
	maxRatio  = 250      // unpacked bytes for a packed one, once …
	ratioFrom = 32 << 20 // … a part is larger than this
	maxDepth  = 100      // elements in elements
	maxToken  = 1 << 20  // bytes of XML without a tag
)

// workbook is an XLSX file (ECMA-376). It is read here and not with a library
// for spreadsheets because those give, row by row, texts alone: the difference
// between the number 1.234 and the text "1.234", a thousand apart, is lost.
type workbook struct {
	parts    map[string]*zip.File // by path in lower case
	shared   []string
	since04  bool
	numSheet int
}

// worksheet is one visible sheet of it.
type worksheet struct {
	*workbook
	name string
	part *zip.File
}

func (w *worksheet) from1904() bool { return w.since04 }
func (w *worksheet) ragged() bool   { return true }
func (w *worksheet) label() string {
	if w.numSheet > 1 {
		return w.name
	}
	return ""
}

// openWorkbook reads the contents list and the shared texts.
// Errors: table.damaged, table.too-large, table.no-sheet.
func openWorkbook(at io.ReaderAt, size int64) ([]sheet, error) {
	z, err := archive.Directory(at, size)
	if err != nil {
		return nil, fault.Wrap(err, "table.damaged")
	}
	w := &workbook{parts: map[string]*zip.File{}}
	for _, f := range z.File {
		w.parts[strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))] = f
	}
	main, err := w.mainPart()
	if err != nil {
		return nil, err
	}
	targets, err := w.relations(main)
	if err != nil {
		return nil, err
	}
	found, err := w.sheets(main, targets)
	if err != nil {
		return nil, err
	}
	for id, target := range targets {
		if strings.HasPrefix(id, sharedType) {
			if err := w.readShared(target); err != nil {
				return nil, err
			}
		}
	}
	return found, nil
}

// sharedType marks the relation to the shared texts, which the workbook names by
// type and not by identity.
const sharedType = "type:sharedStrings"

// mainPart finds the workbook among the parts.
func (w *workbook) mainPart() (string, error) {
	targets, err := w.relations("")
	if err != nil {
		return "", err
	}
	if main := targets["type:officeDocument"]; w.parts[strings.ToLower(main)] != nil {
		return main, nil
	}
	if w.parts["xl/workbook.xml"] != nil {
		return "xl/workbook.xml", nil
	}
	return "", fault.New("table.not-a-table")
}

// relations gives what a part points at: path by identity and by "type:" + kind.
func (w *workbook) relations(part string) (map[string]string, error) {
	folder, base := path.Split(part)
	targets := map[string]string{}
	err := w.elements(folder+"_rels/"+base+".rels", maxPart, func(e xml.StartElement) error {
		if e.Name.Local != "Relationship" || attr(e, "TargetMode") == "External" {
			return nil
		}
		target := attr(e, "Target")
		if strings.HasPrefix(target, "/") {
			target = target[1:]
		} else {
			target = path.Join(folder, target)
		}
		targets[attr(e, "Id")] = target
		targets["type:"+path.Base(attr(e, "Type"))] = target
		return nil
	})
	return targets, err
}

// sheets lists the visible worksheets in the order of their tabs.
func (w *workbook) sheets(main string, targets map[string]string) ([]sheet, error) {
	var found []sheet
	err := w.elements(main, maxPart, func(e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			w.since04 = truth(attr(e, "date1904"))
		case "sheet":
			part := w.parts[strings.ToLower(targets[attr(e, "id")])]
			if state := attr(e, "state"); part == nil || state != "" && state != "visible" {
				return nil
			}
			if !strings.Contains(strings.ToLower(part.Name), "worksheets/") { // charts and dialogs have tabs too
				return nil
			}
			if len(found) == maxSheets {
				return fault.New("table.too-many-sheets", "limit", maxSheets)
			}
			found = append(found, &worksheet{workbook: w, name: clip(attr(e, "name")), part: part})
		}
		return nil
	})
	if err == nil && len(found) == 0 {
		err = fault.New("table.no-sheet")
	}
	w.numSheet = len(found)
	return found, err
}

// elements calls visit for every start tag of a part; a missing part has none.
func (w *workbook) elements(name string, limit int64, visit func(xml.StartElement) error) error {
	f := w.parts[strings.ToLower(name)]
	if f == nil {
		return nil
	}
	return tokens(f, limit, func(t xml.Token) error {
		if e, ok := t.(xml.StartElement); ok {
			return visit(e)
		}
		return nil
	})
}

// readShared reads the table of shared texts: runs joined, phonetic hints left out.
func (w *workbook) readShared(name string) error {
	f := w.parts[strings.ToLower(name)]
	if f == nil {
		return nil
	}
	var t textOf
	return tokens(f, maxShared, func(token xml.Token) error {
		t.see(token)
		if end, ok := token.(xml.EndElement); ok && end.Name.Local == "si" {
			w.shared = append(w.shared, clean(t.take()))
		}
		return nil
	})
}

// textOf gathers what stands in <t> and not in <rPh>.
type textOf struct {
	b        strings.Builder
	in, skip bool
}

func (t *textOf) see(token xml.Token) {
	switch e := token.(type) {
	case xml.StartElement:
		t.in = e.Name.Local == "t"
		t.skip = t.skip || e.Name.Local == "rPh"
	case xml.EndElement:
		t.in = false
		t.skip = t.skip && e.Name.Local != "rPh"
	case xml.CharData:
		if t.in && !t.skip {
			t.b.Write(e)
		}
	}
}

func (t *textOf) take() string {
	s := t.b.String()
	t.b.Reset()
	return s
}

// rows implements sheet.
func (w *worksheet) rows(visit func(row) error) error {
	s := &sheetReader{worksheet: w, visit: visit}
	return tokens(w.part, maxPart, s.see)
}

// sheetReader puts rows together from the tags of a sheet.
type sheetReader struct {
	*worksheet
	visit   func(row) error
	row     row
	seen    int
	at      int // column of the cell under way
	kind    string
	value   strings.Builder
	inline  textOf
	inValue bool
	inCell  bool
}

func (s *sheetReader) see(token xml.Token) error {
	if s.inCell {
		s.inline.see(token)
	}
	switch e := token.(type) {
	case xml.StartElement:
		return s.start(e)
	case xml.CharData:
		if s.inValue {
			s.value.Write(e)
		}
	case xml.EndElement:
		return s.end(e.Name.Local)
	}
	return nil
}

func (s *sheetReader) start(e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		line := s.row.line + 1
		if n, err := strconv.Atoi(attr(e, "r")); err == nil && n > s.row.line {
			line = n
		}
		s.row, s.at = row{line: line, cells: s.row.cells[:0]}, -1
	case "c":
		s.at++
		if at, ok := columnOf(attr(e, "r")); ok {
			s.at = at
		}
		if s.at >= maxColumns {
			// A note far to the right is no table of a hundred thousand columns,
			// but nothing of a file is passed over in silence.
			return fault.New("table.too-many-columns", "row", s.row.line, "limit", maxColumns)
		}
		s.kind, s.inCell = attr(e, "t"), true
		s.value.Reset()
		s.inline.take()
	case "v":
		s.inValue = s.inCell
	}
	return nil
}

func (s *sheetReader) end(name string) error {
	switch name {
	case "v":
		s.inValue = false
	case "c":
		return s.endCell()
	case "row":
		if s.seen++; s.seen > maxRows {
			return fault.New("table.too-many-rows", "limit", maxRows)
		}
		if !blank(s.row.cells) {
			return s.visit(s.row)
		}
	}
	return nil
}

func (s *sheetReader) endCell() error {
	s.inCell = false
	c := cell{text: s.value.String()}
	switch s.kind {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(c.text))
		if err != nil || n < 0 || n >= len(s.shared) {
			return fault.New("table.damaged")
		}
		c.text = s.shared[n]
	case "inlineStr":
		c.text = clean(s.inline.take())
	case "str", "e", "b", "d":
		c.text = clean(c.text)
	default:
		c.text = strings.TrimSpace(c.text)
		c.number = c.text != ""
	}
	if c.text == "" {
		return nil
	}
	for len(s.row.cells) <= s.at {
		s.row.cells = append(s.row.cells, cell{})
	}
	s.row.cells[s.at] = c
	return nil
}

// columnOf reads the letters of a cell's place: "AB12" is column 27.
func columnOf(ref string) (int, bool) {
	n := 0
	for i := 0; i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		if n = n*26 + int(ref[i]-'A') + 1; n > 1<<20 {
			return 1 << 20, true
		}
	}
	return n - 1, n > 0
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func truth(s string) bool { return s == "1" || s == "true" || s == "on" }

// tokens goes through a part, bounded in size and in the length of one token.
// Entities other than those of XML itself are refused, so that none can grow.
func tokens(f *zip.File, limit int64, visit func(xml.Token) error) error {
	rc, err := f.Open()
	if err != nil {
		return fault.Wrap(err, "table.damaged")
	}
	defer rc.Close()
	d := xml.NewDecoder(bufio.NewReaderSize(&guard{from: rc, packed: int64(f.CompressedSize64), limit: limit}, headBytes))
	depth := 0
	for {
		t, err := d.RawToken()
		switch t.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
		switch {
		case err == io.EOF && depth == 0:
			return nil
		case depth < 0 || depth > maxDepth:
			return fault.New("table.damaged")
		case fault.Code(err) != "" && fault.Code(err) != "internal":
			return err
		case err != nil:
			return fault.Wrap(err, "table.damaged")
		}
		if err := visit(t); err != nil {
			return err
		}
	}
}

// guard stops a part that grows too large or has no end of a tag.
type guard struct {
	from          io.Reader
	packed, limit int64
	n             int64
	run           int // bytes since the last <
}

// Read implements io.Reader.
func (g *guard) Read(p []byte) (int, error) {
	n, err := g.from.Read(p)
	g.n += int64(n)
	if g.n > g.limit || g.n > ratioFrom && g.n/maxRatio > g.packed {
		return 0, fault.New("table.too-large", "limit", min(g.limit, max(ratioFrom, g.packed*maxRatio)))
	}
	for _, c := range p[:n] {
		if g.run++; c == '<' {
			g.run = 0
		}
		if g.run > maxToken {
			return 0, fault.New("table.damaged")
		}
	}
	return n, err
}
