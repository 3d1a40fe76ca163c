// SPDX-License-Identifier: EUPL-1.2

// Package iv3 holds the code lists of Iv3, the statement that municipalities send
// to Statistics Netherlands: taakvelden, categories and balance codes, each by
// the financial year in which they hold, and the cells of taakveld and category
// in which nothing may stand ("grijze cellen"). It imports nothing of the house.
package iv3

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Kind is a list of codes.
type Kind string

const (
	Taakveld Kind = "taakveld"
	Expense  Kind = "categorie_lasten" // economische categorie of what is spent
	Income   Kind = "categorie_baten"
	Balance  Kind = "balanscode"
)

// Kinds are the lists that codings are held against.
var Kinds = []Kind{Taakveld, Expense, Income, Balance}

// Code is a code as it holds in one financial year.
type Code struct {
	Kind   Kind
	Year   int
	Code   string // "0.10" is another one than "0.1"
	Name   string
	Parent string
	Leaf   bool // it can be booked on; others are totals
}

// Cell is a cell in which nothing may stand in a year.
type Cell struct {
	Year      int
	Kind      Kind   // of the category: Expense or Income
	Code      string // of the taakveld, or of the balance
	Categorie string
	Balance   bool // Code is a balance code
}

// File is what one published list gives. A list that is loaded again for a year
// replaces what there was of that kind and year.
type File struct {
	Codes []Code
	Cells []Cell
}

// Period is a code over the years in which it holds without a gap and under one name.
type Period struct {
	Kind       Kind
	Code, Name string
	From, To   int // financial years, both included
	Leaf       bool
}

type codeKey struct {
	kind Kind
	year int
	code string
}

// Lists are lists put together, to be asked.
type Lists struct {
	codes  map[codeKey]Code
	years  map[Kind]map[int]int // how many codes a list has in a year
	grey   map[Cell]bool
	shaded map[Cell]bool // years and kinds of which grey cells are known: Code and Categorie ""
}

// New puts codes and cells together.
func New(codes []Code, cells []Cell) *Lists {
	l := &Lists{codes: map[codeKey]Code{}, years: map[Kind]map[int]int{}, grey: map[Cell]bool{}, shaded: map[Cell]bool{}}
	for _, c := range codes {
		c.Name = strings.TrimSpace(c.Name)
		l.codes[codeKey{c.Kind, c.Year, c.Code}] = c
		if l.years[c.Kind] == nil {
			l.years[c.Kind] = map[int]int{}
		}
		l.years[c.Kind][c.Year]++
	}
	for _, c := range cells {
		l.grey[c] = true
		c.Code, c.Categorie = "", ""
		l.shaded[c] = true
	}
	return l
}

// Has says whether the list of a kind is known for a year.
func (l *Lists) Has(k Kind, year int) bool { return l != nil && l.years[k][year] > 0 }

// Find gives a code as it holds in a year.
func (l *Lists) Find(k Kind, year int, code string) (Code, bool) {
	if l == nil {
		return Code{}, false
	}
	c, ok := l.codes[codeKey{k, year, code}]
	return c, ok
}

// Shaded says whether the forbidden cells of a year are known.
func (l *Lists) Shaded(year int, k Kind, balance bool) bool {
	return l != nil && l.shaded[Cell{Year: year, Kind: k, Balance: balance}]
}

// Forbidden says whether nothing may stand in a cell.
func (l *Lists) Forbidden(c Cell) bool { return l != nil && l.grey[c] }

// Latest gives a code as it held in the last year before this one in which it
// did; ok is false when it never did.
func (l *Lists) Latest(k Kind, before int, code string) (last Code, ok bool) {
	if l == nil {
		return Code{}, false
	}
	for year := range l.years[k] {
		if c, has := l.codes[codeKey{k, year, code}]; has && year < before && (!ok || year > last.Year) {
			last, ok = c, true
		}
	}
	return last, ok
}

// Successor is a code that by its name comes in the place of another.
type Successor struct {
	Code
	Same bool // the names are the same; else one is a part of the other
}

// Successors gives the codes of a year that by their names come in the place of a
// code that no longer holds in it, those of the same name first. Only codes that
// were not there when the old one last was, and that can be booked on, are looked
// at. Names do not say everything: what was divided by need or by payer finds none.
func (l *Lists) Successors(k Kind, year int, code string) []Successor {
	old, ok := l.Latest(k, year, code)
	if _, holds := l.Find(k, year, code); !ok || holds {
		return nil
	}
	var out []Successor
	for _, c := range l.Of(k, year) {
		if _, was := l.Find(k, old.Year, c.Code); was || !c.Leaf {
			continue
		}
		if same, alike := alike(old.Name, c.Name); alike {
			out = append(out, Successor{c, same})
		}
	}
	slices.SortStableFunc(out, func(a, b Successor) int {
		switch {
		case a.Same && !b.Same:
			return -1
		case b.Same && !a.Same:
			return 1
		}
		return 0
	})
	if len(out) > 0 && out[0].Same {
		out = slices.DeleteFunc(out, func(s Successor) bool { return !s.Same })
	}
	return out
}

// alike compares names: the same, or one with something added ("Toegang" and
// "Toegang Wmo"), or one with another beginning ("Kapitaaloverdrachten - Rijk"
// and "Investeringsbijdragen - Rijk").
func alike(old, now string) (same, alike bool) {
	a, b := strings.ToLower(strings.TrimSpace(old)), strings.ToLower(strings.TrimSpace(now))
	if a == b {
		return true, a != ""
	}
	if a == "" || b == "" {
		return false, false
	}
	_, tailA, partedA := strings.Cut(a, " - ")
	_, tailB, partedB := strings.Cut(b, " - ")
	return false, strings.HasPrefix(b, a+" ") || strings.HasPrefix(a, b+" ") || partedA && partedB && tailA == tailB
}

// Of gives the codes of a kind in a year, in the order of their parts: 0.9 before
// 0.10.
func (l *Lists) Of(k Kind, year int) []Code {
	if l == nil {
		return nil
	}
	var out []Code
	for _, c := range l.codes {
		if c.Kind == k && c.Year == year {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b Code) int { return Compare(a.Code, b.Code) })
	return out
}

// Years gives the years of which the list of a kind is known.
func (l *Lists) Years(k Kind) []int {
	if l == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(l.years[k]))
}

// Periods gives every code of a kind with the years in which it holds.
func (l *Lists) Periods(k Kind) []Period {
	var out []Period
	open := map[string]int{}
	for _, year := range l.Years(k) {
		for _, c := range l.Of(k, year) {
			at, known := open[c.Code]
			if known && out[at].To == year-1 && out[at].Name == c.Name && out[at].Leaf == c.Leaf {
				out[at].To = year
				continue
			}
			open[c.Code] = len(out)
			out = append(out, Period{Kind: k, Code: c.Code, Name: c.Name, From: year, To: year, Leaf: c.Leaf})
		}
	}
	slices.SortStableFunc(out, func(a, b Period) int { return cmp.Or(Compare(a.Code, b.Code), a.From-b.From) })
	return out
}

// Compare puts codes in order by their parts, numbers as numbers.
func Compare(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(x), len(y)) {
		if isNumber(x[i]) && isNumber(y[i]) && len(x[i]) != len(y[i]) {
			return len(x[i]) - len(y[i])
		}
		if c := strings.Compare(x[i], y[i]); c != 0 {
			return c
		}
	}
	return len(x) - len(y)
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
