// SPDX-License-Identifier: EUPL-1.2

// Package iv3list reads the code lists of Iv3 as Statistics Netherlands and those
// who work with them publish them: the definition file of a year (JSON, with all
// lists and forbidden cells), and tables (CSV) of one list over several years or
// of the forbidden cells of one year. What a file is, its content says; only the
// year of a table of forbidden cells has to stand in the name of the file. A file
// is read whole or refused. It imports iv3 and fault.
package iv3list

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"

	"rentmeester/fault"
	"rentmeester/iv3"
)

// Bounds on what a file may cost to read.
const (
	maxSize  = 16 << 20
	maxRows  = 200_000
	maxDepth = 12 // of totals within totals
	maxText  = 500
)

var utf8Mark = []byte("\xef\xbb\xbf")

// Recognise says whether a file that begins with head looks like such a list.
func Recognise(head []byte) bool {
	head = bytes.TrimSpace(bytes.TrimPrefix(head, utf8Mark))
	if bytes.HasPrefix(head, []byte("{")) {
		return bytes.Contains(head, []byte(`"boekjaar"`)) && bytes.Contains(head, []byte(`"codelijsten"`))
	}
	line, _, _ := bytes.Cut(head, []byte("\n"))
	columns := columnsOf(splitHead(string(line)))
	return columns.list() || columns.cells()
}

// Read reads a file; name is its name. Errors: iv3.size, iv3.json, iv3.csv,
// iv3.unknown, iv3.year, iv3.kind, iv3.row around iv3.code or iv3.year, iv3.depth,
// iv3.empty.
func Read(r io.Reader, name string) (iv3.File, error) {
	body, err := io.ReadAll(io.LimitReader(r, maxSize+1))
	if err != nil {
		return iv3.File{}, err
	}
	if len(body) > maxSize {
		return iv3.File{}, fault.New("iv3.size", "limit", maxSize)
	}
	body = bytes.TrimPrefix(body, utf8Mark)
	var f iv3.File
	if bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) {
		f, err = readDefinition(body)
	} else {
		f, err = readTable(body, name)
	}
	if err == nil && len(f.Codes)+len(f.Cells) == 0 {
		err = fault.New("iv3.empty")
	}
	if err != nil {
		return iv3.File{}, err
	}
	return f, nil
}

// definition is the definition file of a year.
type definition struct {
	Metadata struct {
		Overheidslaag string `json:"overheidslaag"`
		Boekjaar      string `json:"boekjaar"`
	} `json:"metadata"`
	Codelijsten map[string]struct {
		Codelijst []node `json:"codelijst"`
	} `json:"codelijsten"`
	GrijzeCellen map[string][]struct {
		Taakveld   string `json:"taakveld"`
		Balanscode string `json:"balanscode"`
		Categorie  string `json:"categorie"`
	} `json:"grijze_cellen"`
}

type node struct {
	Code         string `json:"code"`
	Omschrijving string `json:"omschrijving"`
	Subcodes     []node `json:"subcodes"`
}

func readDefinition(body []byte) (iv3.File, error) {
	var d definition
	if err := json.Unmarshal(body, &d); err != nil {
		return iv3.File{}, fault.New("iv3.json", "error", err)
	}
	year, err := readYear(d.Metadata.Boekjaar)
	if err != nil {
		return iv3.File{}, err
	}
	if d.Codelijsten == nil {
		return iv3.File{}, fault.New("iv3.unknown")
	}
	if level := d.Metadata.Overheidslaag; !strings.EqualFold(level, "gemeente") {
		return iv3.File{}, fault.New("iv3.kind", "value", clip(level))
	}
	var f iv3.File
	for _, kind := range iv3.Kinds {
		for _, top := range d.Codelijsten[string(kind)].Codelijst {
			if err := flatten(&f, iv3.Code{Kind: kind, Year: year}, top, 0); err != nil {
				return iv3.File{}, err
			}
		}
	}
	for _, name := range []string{"lasten", "baten", "balans_lasten", "balans_baten"} {
		cell := cellOf(name, year)
		for _, c := range d.GrijzeCellen[name] {
			cell.Code, cell.Categorie = c.Taakveld+c.Balanscode, c.Categorie
			if err := addCell(&f, cell); err != nil {
				return iv3.File{}, err
			}
		}
	}
	return f, nil
}

// flatten adds a code and what stands under it.
func flatten(f *iv3.File, like iv3.Code, n node, depth int) error {
	if depth > maxDepth {
		return fault.New("iv3.depth", "code", clip(n.Code))
	}
	c := like
	c.Code, c.Name, c.Leaf = strings.TrimSpace(n.Code), strings.TrimSpace(n.Omschrijving), len(n.Subcodes) == 0
	if err := addCode(f, c); err != nil {
		return err
	}
	like.Parent = c.Code
	for _, under := range n.Subcodes {
		if err := flatten(f, like, under, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func addCode(f *iv3.File, c iv3.Code) error {
	if c.Code == "" || len(c.Code) > maxText || len(c.Name) > maxText || len(f.Codes) >= maxRows {
		return fault.New("iv3.code", "code", clip(c.Code))
	}
	f.Codes = append(f.Codes, c)
	return nil
}

func addCell(f *iv3.File, c iv3.Cell) error {
	if c.Code == "" || c.Categorie == "" || len(c.Code)+len(c.Categorie) > maxText || len(f.Cells) >= maxRows {
		return fault.New("iv3.code", "code", clip(c.Code+" "+c.Categorie))
	}
	f.Cells = append(f.Cells, c)
	return nil
}

// cellOf makes a cell of a list of forbidden cells by its name.
func cellOf(name string, year int) iv3.Cell {
	c := iv3.Cell{Year: year, Kind: iv3.Expense, Balance: strings.HasPrefix(name, "balans")}
	if strings.HasSuffix(name, "baten") {
		c.Kind = iv3.Income
	}
	return c
}

func readYear(s string) (int, error) {
	year, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || year < 2000 || year > 2999 {
		return 0, fault.New("iv3.year", "value", clip(s))
	}
	return year, nil
}

// columns says where the columns of a table are.
type columns map[string]int

func columnsOf(head []string) columns {
	c := columns{}
	for i, h := range head {
		c[strings.ToLower(strings.TrimSpace(h))] = i
	}
	return c
}

func (c columns) has(names ...string) bool {
	return !slices.ContainsFunc(names, func(n string) bool { _, ok := c[n]; return !ok })
}

func (c columns) list() bool { return c.has("boekjaar", "code", "omschrijving") }

func (c columns) cells() bool {
	return len(c) <= 3 && (c.has("taakveld", "categorie") || c.has("balanscode", "categorie"))
}

func (c columns) get(row []string, name string) string {
	if at, ok := c[name]; ok && at < len(row) {
		return strings.TrimSpace(row[at])
	}
	return ""
}

// splitHead splits a row of headings at the sign that separates them.
func splitHead(line string) []string {
	return strings.Split(strings.ReplaceAll(strings.Trim(line, "\r\n"), `"`, ""), string(separator(line)))
}

func separator(line string) rune {
	if strings.Count(line, ";") > strings.Count(line, ",") {
		return ';'
	}
	return ','
}

func readTable(body []byte, name string) (iv3.File, error) {
	line, _, _ := bytes.Cut(body, []byte("\n"))
	rows := csv.NewReader(bytes.NewReader(body))
	rows.Comma = separator(string(line))
	all, err := rows.ReadAll()
	if err != nil {
		return iv3.File{}, fault.New("iv3.csv", "error", err)
	}
	if len(all) == 0 {
		return iv3.File{}, fault.New("iv3.empty")
	}
	head, codes := columnsOf(all[0]), map[string]bool{}
	column := "categorie" // of forbidden cells
	if head.list() {
		column = "code"
	}
	for _, row := range all[1:] {
		codes[head.get(row, column)] = true
	}
	take, err := rowsOf(head, codes, name)
	if err != nil {
		return iv3.File{}, err
	}
	var f iv3.File
	for i, row := range all[1:] {
		if err := take(&f, row); err != nil {
			return iv3.File{}, fault.Wrap(err, "iv3.row", "row", i+2)
		}
	}
	return f, nil
}

// rowsOf gives what to do with the rows of a table.
func rowsOf(head columns, codes map[string]bool, name string) (func(*iv3.File, []string) error, error) {
	switch {
	case head.list():
		kind := kindOf(codes)
		if kind == "" {
			return nil, fault.New("iv3.kind", "value", clip(name))
		}
		return func(f *iv3.File, row []string) error { return takeCode(f, head, row, kind) }, nil
	case head.cells():
		cell, err := cellsIn(head, codes, name)
		if err != nil {
			return nil, err
		}
		return func(f *iv3.File, row []string) error {
			cell.Code, cell.Categorie = head.get(row, "taakveld")+head.get(row, "balanscode"), head.get(row, "categorie")
			return addCell(f, cell)
		}, nil
	}
	return nil, fault.New("iv3.unknown")
}

// marks are codes that only one of the lists has, in every year.
var marks = map[iv3.Kind]string{iv3.Taakveld: "0.1", iv3.Balance: "A111", iv3.Expense: "3.4.1", iv3.Income: "2.2.1"}

// kindOf finds which list a table is by its codes; "" for another.
func kindOf(codes map[string]bool) (found iv3.Kind) {
	for _, kind := range iv3.Kinds {
		if codes[marks[kind]] {
			if found != "" {
				return ""
			}
			found = kind
		}
	}
	return found
}

func takeCode(f *iv3.File, head columns, row []string, kind iv3.Kind) error {
	year, err := readYear(head.get(row, "boekjaar"))
	if err != nil {
		return err
	}
	return addCode(f, iv3.Code{Kind: kind, Year: year, Code: head.get(row, "code"), Name: head.get(row, "omschrijving"),
		Parent: head.get(row, "ouder"), Leaf: head.get(row, "blad") != "0"})
}

// yearsIn gives the years that a name holds.
func yearsIn(name string) []string {
	numbers := strings.FieldsFunc(name, func(r rune) bool { return r < '0' || r > '9' })
	return slices.DeleteFunc(numbers, func(n string) bool { return len(n) != 4 || n[:2] != "20" })
}

// cellsIn makes the cell that all rows of a table of forbidden cells begin with.
// The table does not tell its year; the name of the file has to.
func cellsIn(head columns, categories map[string]bool, name string) (iv3.Cell, error) {
	kind := kindOf(categories)
	if kind != iv3.Expense && kind != iv3.Income {
		return iv3.Cell{}, fault.New("iv3.kind", "value", clip(name))
	}
	years := yearsIn(name)
	if len(years) != 1 {
		return iv3.Cell{}, fault.New("iv3.year", "value", clip(name))
	}
	year, err := readYear(years[0])
	return iv3.Cell{Year: year, Kind: kind, Balance: head.has("balanscode")}, err
}

func clip(s string) string {
	if r := []rune(strings.ToValidUTF8(s, "�")); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return strings.ToValidUTF8(s, "�")
}
