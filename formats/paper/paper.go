// SPDX-License-Identifier: EUPL-1.2

// Package paper writes a paper of headings, paragraphs, lists and tables as PDF or as
// Markdown. What it says is one value, which a page can show too, so that page and
// file say the same. The same paper gives the same bytes.
//
// The PDF has a title, a language, bookmarks for its headings and fonts of its own.
// It has no tags: no free library for Go writes them yet. Who needs those reads the
// page, which says the same.
//
// It imports the standard library, fpdf and the fonts of Go.
package paper

import (
	"fmt"
	"io"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

// Paper is what a paper says. Its texts are in its language.
type Paper struct {
	Title  string
	Lang   string // nl, en
	Made   time.Time
	Blocks []Block
}

// Block is a part of it: one of these.
type Block struct {
	Level int      // of Head, 2 or 3
	Head  string   // a heading
	Text  string   // a paragraph
	List  []string // a list
	Table Table
}

// Table is a table; columns after the first may hold numbers, which stand right.
type Table struct {
	Columns []Column
	Rows    [][]string
}

// Column is the head of a column.
type Column struct {
	Name   string
	Number bool
}

// Heading, Text, List and Rows make blocks.
func Heading(level int, s string) Block             { return Block{Level: level, Head: s} }
func Text(s string) Block                           { return Block{Text: s} }
func List(all ...string) Block                      { return Block{List: all} }
func Rows(columns []Column, rows ...[]string) Block { return Block{Table: Table{columns, rows}} }
func (t Table) empty() bool                         { return len(t.Columns) == 0 }

// WriteMarkdown writes it as Markdown.
func WriteMarkdown(w io.Writer, p Paper) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", p.Title)
	for _, one := range p.Blocks {
		b.WriteString("\n")
		switch {
		case one.Head != "":
			fmt.Fprintf(&b, "%s %s\n", strings.Repeat("#", one.Level), one.Head)
		case one.Text != "":
			b.WriteString(one.Text + "\n")
		case len(one.List) > 0:
			for _, item := range one.List {
				b.WriteString("- " + item + "\n")
			}
		case !one.Table.empty():
			markdownTable(&b, one.Table)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

var cellText = strings.NewReplacer("|", "\\|", "\n", " ")

func markdownTable(b *strings.Builder, t Table) {
	head, line := "|", "|"
	for _, c := range t.Columns {
		head += " " + cellText.Replace(c.Name) + " |"
		if c.Number {
			line += "---:|"
		} else {
			line += "---|"
		}
	}
	b.WriteString(head + "\n" + line + "\n")
	for _, row := range t.Rows {
		b.WriteString("|")
		for _, cell := range row {
			b.WriteString(" " + cellText.Replace(cell) + " |")
		}
		b.WriteString("\n")
	}
}

// Sizes of the page, in millimetres and points.
const (
	margin = 18.0
	body   = 9.5
	small  = 8.0
	leads  = 4.8
)

// WritePDF writes it as PDF, on A4.
func WritePDF(w io.Writer, p Paper) error {
	f := fpdf.New("P", "mm", "A4", "")
	f.SetTitle(p.Title, true)
	f.SetLang(p.Lang)
	f.SetCreator("Rentmeester", true)
	f.SetCreationDate(p.Made)
	f.SetModificationDate(p.Made)
	f.SetCatalogSort(true)
	f.AddUTF8FontFromBytes("go", "", goregular.TTF)
	f.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	f.SetMargins(margin, margin, margin)
	f.SetAutoPageBreak(true, margin)
	f.SetFooterFunc(func() {
		f.SetY(-14)
		f.SetFont("go", "", small)
		f.CellFormat(0, 5, fmt.Sprintf("%s – %d", p.Title, f.PageNo()), "", 0, "R", false, 0, "")
	})
	f.AddPage()
	f.SetFont("go", "B", 17)
	f.MultiCell(0, 8, p.Title, "", "L", false)
	f.Bookmark(p.Title, 0, -1)
	for _, one := range p.Blocks {
		writeBlock(f, one)
	}
	return f.Output(w)
}

func writeBlock(f *fpdf.Fpdf, one Block) {
	switch {
	case one.Head != "":
		f.Ln(3)
		f.SetFont("go", "B", map[int]float64{2: 13, 3: 11}[one.Level])
		f.MultiCell(0, 6, one.Head, "", "L", false)
		f.Bookmark(one.Head, one.Level-1, -1)
	case one.Text != "":
		f.SetFont("go", "", body)
		f.MultiCell(0, leads, one.Text, "", "L", false)
		f.Ln(1.5)
	case len(one.List) > 0:
		f.SetFont("go", "", body)
		for _, item := range one.List {
			f.MultiCell(0, leads, "• "+item, "", "L", false)
		}
		f.Ln(1.5)
	case !one.Table.empty():
		writeTable(f, one.Table)
	}
}

// writeTable gives the first column twice the room of the others; a row that does not
// fit on the page goes to the next, under the heads again.
func writeTable(f *fpdf.Fpdf, t Table) {
	width, height := f.GetPageSize()
	unit := (width - 2*margin) / float64(len(t.Columns)+1)
	of := func(i int) float64 {
		if i == 0 {
			return 2 * unit
		}
		return unit
	}
	heads := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		heads[i] = c.Name
	}
	row := func(cells []string, style string) {
		f.SetFont("go", style, small)
		lines := 1
		for i, cell := range cells {
			lines = max(lines, len(f.SplitText(cell, of(i)-1)))
		}
		tall := 4.2 * float64(lines)
		x, y := f.GetXY()
		for i, cell := range cells {
			align := "L"
			if t.Columns[i].Number {
				align = "R"
			}
			f.SetXY(x, y)
			f.MultiCell(of(i), 4.2, cell, "", align, false)
			x += of(i)
		}
		f.Line(margin, y+tall+0.4, width-margin, y+tall+0.4)
		f.SetXY(margin, y+tall+0.8)
	}
	row(heads, "B")
	for _, cells := range t.Rows {
		if f.GetY() > height-2*margin {
			f.AddPage()
			row(heads, "B")
		}
		row(cells, "")
	}
	f.Ln(2)
}
