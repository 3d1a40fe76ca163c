// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"archive/zip"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"rentmeester/fault"
	"rentmeester/formats/archive"
	"rentmeester/formats/xmlread"
)

// Bounds on a workbook once it is unpacked.
const (
	maxPart   = 2 << 30   // bytes of one part
	maxShared = 256 << 20 // bytes of the texts that sheets share, held in memory
	maxSheets = 100
	maxRatio  = 250      // unpacked bytes for a packed one, once …
	ratioFrom = 32 << 20 // … a part is larger than this
)

// workbook is an XLSX file (ECMA-376). It is read here and not with a library
// for spreadsheets because those give, row by row, texts alone: the difference
// between the number 1.234 and the text "1.234", a thousand apart, is lost.
type workbook struct {
	parts    map[string]*zip.File // by path in lower case
	shared   []string
	clocks   []bool // by style: whether a number is written as a time
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
	if name := targets[sharedType]; name != "" {
		if err := w.readShared(name); err != nil {
			return nil, err
		}
	}
	if name := targets[stylesType]; name != "" {
		if err := w.readStyles(name); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// sharedType and stylesType mark the relations to the shared texts and the styles,
// which the workbook names by type and not by identity.
const (
	sharedType = "type:sharedStrings"
	stylesType = "type:styles"
)

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
	err := w.read(folder+"_rels/"+base+".rels", maxPart, func(x *xmlread.Reader) error {
		for d := x.Depth(); x.Child(d); {
			if x.Name() != "Relationship" || x.Attr("TargetMode") == "External" {
				continue
			}
			target := x.Attr("Target")
			if strings.HasPrefix(target, "/") {
				target = target[1:]
			} else {
				target = path.Join(folder, target)
			}
			targets[x.Attr("Id")] = target
			targets["type:"+path.Base(x.Attr("Type"))] = target
		}
		return nil
	})
	return targets, err
}

// sheets lists the visible worksheets in the order of their tabs.
func (w *workbook) sheets(main string, targets map[string]string) (found []sheet, err error) {
	err = w.read(main, maxPart, func(x *xmlread.Reader) error {
		for d := x.Depth(); x.Child(d); {
			switch x.Name() {
			case "workbookPr":
				w.since04 = truth(x.Attr("date1904"))
			case "sheets":
				for d := x.Depth(); x.Child(d); {
					if s := w.sheet(x, targets); s != nil {
						found = append(found, s)
					}
					if len(found) > maxSheets {
						return fault.New("table.too-many-sheets", "limit", maxSheets)
					}
				}
			}
		}
		return nil
	})
	if err == nil && len(found) == 0 {
		err = fault.New("table.no-sheet")
	}
	w.numSheet = len(found)
	return found, err
}

// sheet reads one tab; nil for what is hidden or no worksheet: charts and
// dialogs have tabs too.
func (w *workbook) sheet(x *xmlread.Reader, targets map[string]string) *worksheet {
	id := ""
	for _, name := range []string{"r:id", "ns0:id", "ns1:id", "rel:id"} { // the prefix is free, r by far the most used
		if id == "" {
			id = x.Attr(name)
		}
	}
	part := w.parts[strings.ToLower(targets[id])]
	if state := x.Attr("state"); part == nil || state != "" && state != "visible" ||
		!strings.Contains(strings.ToLower(part.Name), "worksheets/") {
		return nil
	}
	return &worksheet{workbook: w, name: clip(x.Attr("name")), part: part}
}

// readShared reads the table of shared texts, their runs joined.
func (w *workbook) readShared(name string) error {
	return w.read(name, maxShared, func(x *xmlread.Reader) error {
		for d := x.Depth(); x.Child(d); {
			if x.Name() == "si" {
				w.shared = append(w.shared, x.DeepText())
			}
		}
		return nil
	})
}

// read walks a part by its name; a missing part is not walked.
func (w *workbook) read(name string, limit int64, walk func(*xmlread.Reader) error) error {
	if f := w.parts[strings.ToLower(name)]; f != nil {
		return readPart(f, limit, walk)
	}
	return nil
}

// readPart walks a part from its root element, bounded, to its end.
func readPart(f *zip.File, limit int64, walk func(*xmlread.Reader) error) error {
	rc, err := f.Open()
	if err != nil {
		return damaged(err)
	}
	defer rc.Close()
	x := xmlread.New(&guard{from: rc, packed: int64(f.CompressedSize64)}, xmlread.Limits{Bytes: limit})
	if x.Child(0) {
		if err := walk(x); err != nil {
			return err
		}
	}
	return damaged(x.Finish())
}

// damaged tells of a part in the words for workbooks: where in the XML it went
// wrong helps nobody who has Excel before him, so that it is kept for the log.
func damaged(err error) error {
	switch {
	case err == nil || fault.Is(err, "table.too-large"):
		return err
	case fault.Is(err, "xml.too-large"):
		return fault.New("table.too-large", "limit", maxPart)
	}
	return fault.Wrap(errors.New(err.Error()), "table.damaged")
}

// rows implements sheet.
func (w *worksheet) rows(visit func(row) error) error {
	return readPart(w.part, maxPart, func(x *xmlread.Reader) error {
		s := &sheetReader{worksheet: w, Reader: x}
		for d := x.Depth(); x.Child(d); {
			if x.Name() != "sheetData" {
				continue
			}
			for d := x.Depth(); x.Child(d); {
				if err := s.readRow(); err != nil {
					return err
				}
				if x.Err() != nil || blank(s.row.cells) {
					continue
				}
				if err := visit(s.row); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// sheetReader puts rows together from the elements of a sheet.
type sheetReader struct {
	*worksheet
	*xmlread.Reader
	row  row
	seen int
}

// readRow reads the row that has just begun.
func (s *sheetReader) readRow() error {
	line := s.row.line + 1
	if n, err := strconv.Atoi(s.Attr("r")); err == nil && n > s.row.line {
		line = n
	}
	s.row = row{line: line, cells: s.row.cells[:0]}
	if s.seen++; s.seen > maxRows {
		return fault.New("table.too-many-rows", "limit", maxRows)
	}
	at := -1
	for d := s.Depth(); s.Child(d); {
		if s.Name() != "c" {
			continue
		}
		at++
		if said, ok := columnOf(s.Attr("r")); ok {
			at = said
		}
		if at >= maxColumns { // a note far to the right too: nothing is passed over in silence
			return fault.New("table.too-many-columns", "row", line, "limit", maxColumns)
		}
		c, err := s.readCell(s.Attr("t"), s.Attr("s"))
		if err != nil {
			return err
		}
		if c.text == "" {
			continue
		}
		for len(s.row.cells) <= at {
			s.row.cells = append(s.row.cells, cell{})
		}
		s.row.cells[at] = c
	}
	return nil
}

// readCell reads the cell that has just begun.
func (s *sheetReader) readCell(kind, style string) (c cell, err error) {
	for d := s.Depth(); s.Child(d); {
		switch s.Name() {
		case "v":
			c.text = s.Text()
		case "is":
			c.text = s.DeepText()
		}
	}
	if c.text == "" {
		return c, nil
	}
	switch kind {
	case "s":
		n, err := strconv.Atoi(c.text)
		if err != nil || n < 0 || n >= len(s.shared) {
			return c, fault.New("table.damaged")
		}
		c = textCell(s.shared[n])
	case "", "n":
		if n, err := strconv.Atoi(style); err == nil && n >= 0 && n < len(s.clocks) && s.clocks[n] {
			return clockCell(c.text), nil
		}
		c.number = true
	default: // inlineStr, str, e, b, d
		c = textCell(c.text)
	}
	return c, nil
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

func truth(s string) bool { return s == "1" || s == "true" || s == "on" }

// guard stops a part that grows as only a bomb does.
type guard struct {
	from   io.Reader
	packed int64
	n      int64
}

// Read implements io.Reader.
func (g *guard) Read(p []byte) (int, error) {
	n, err := g.from.Read(p)
	if g.n += int64(n); g.n > ratioFrom && g.n/maxRatio > g.packed {
		return 0, fault.New("table.too-large", "limit", max(ratioFrom, g.packed*maxRatio))
	}
	return n, err
}
