// SPDX-License-Identifier: EUPL-1.2

// Package stranger invents the bank life of a Dutch municipality for a year, by
// somebody who never looked at the engine that must explain it: other names,
// numbers, habits and tricks than those of the demo. It writes the files that a
// municipality would have (lists of open items, statements in two formats of
// four banks' manners, orders sent, notifications) and, beside them, the truth:
// what each line on a statement settles. It imports ident, bank's neighbours
// money and day, and ledger.
package stranger

import (
	"math/rand/v2"
	"os"
	"slices"

	"rentmeester/day"
	"rentmeester/money"
)

// Options say how untidy the town is. The zero value is a town where everybody
// pays by the book.
type Options struct {
	Year  int     // of the statements; 0 is 2025
	Mess  float64 // 0..1: payers who mistype, leave out, split, or let others pay
	Traps float64 // 0..1: situations made to mislead an engine, see traps.go
	Equal float64 // 0..1: how much of what is charged has a standard amount
}

// TruthFile is the name of the file with the truth in the folder of Write.
const TruthFile = "truth.csv"

// Share is a part of a line that settles an item, signed as the line.
type Share struct {
	Item   string // number
	Party  string // number of the party, since suppliers may use the same item number
	Amount money.Cents
}

// Line is the truth of one line on a statement: an entry, or one payment in a
// collected entry.
type Line struct {
	Account   string // own IBAN
	Statement string // sequence or identification
	Entry     string // the bank's reference, or statement and position ("12/3")
	Detail    int    // 1-based place in a collected entry; 0 the entry as a whole
	Day       day.Day
	Amount    money.Cents
	Kind      string // what kind of money it is: item, salary, interest …
	Mess      string // what is untidy or misleading about it
	Clear     bool   // the files say enough for a careful person to be sure
	Name      string // the other side as the bank writes it
	Text      string
	Shares    []Share // none for lines that settle no item
}

// Truth is what the files mean.
type Truth struct {
	Lines []Line
	Items int // open items written
	Files []string
}

// town is a year in the making.
type town struct {
	*rand.Rand
	o        Options
	size     int
	used     map[string]bool
	taxes    *account
	fees     *account
	rents    *account
	main     *account
	people   []*party
	firms    []*party
	vendors  []*party
	items    []*item
	moves    []*move
	orders   []*order
	counters map[string]int
	sharedID bool // one payment reference for all terms of an assessment
	sameE2E  bool // one end-to-end identification for all terms that are collected
	sameInfo bool // every batch of rents bears the same identification
}

// Write invents a year from a seed and puts its files in dir, which must exist.
// size is the number of households; the lines are some ten times as many.
func Write(dir string, seed uint64, size int, o Options) (Truth, error) {
	if o.Year == 0 {
		o.Year = 2025
	}
	t := &town{Rand: rand.New(rand.NewPCG(seed, 0x57a9)), o: o, size: size, used: map[string]bool{}, counters: map[string]int{}}
	t.sharedID, t.sameE2E, t.sameInfo = seed%2 == 0, seed%3 == 0, seed%2 == 0
	t.settle()
	t.charge()
	t.collectDebits()
	t.payAll()
	t.setTraps()
	t.buyAndPay()
	t.housekeeping()
	t.doubt()
	return t.write(dir)
}

// write puts everything in files.
func (t *town) write(dir string) (Truth, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return Truth{}, err
	}
	defer root.Close()
	f := &folder{root: root}
	truth := Truth{}
	for _, i := range t.items {
		if i.listed > 0 {
			truth.Items++
		}
	}
	t.writeItems(f)
	t.writeOrders(f)
	for _, a := range t.accounts() {
		truth.Lines = append(truth.Lines, t.writeAccount(f, a)...)
	}
	slices.Sort(f.names)
	truth.Files = slices.Clone(f.names)
	f.put(TruthFile, truthCSV(truth.Lines))
	return truth, f.err
}

// folder takes files until one fails.
type folder struct {
	root  *os.Root
	names []string
	err   error
}

func (f *folder) put(name string, body []byte) {
	if f.err == nil {
		f.err = f.root.WriteFile(name, body, 0o600)
		f.names = append(f.names, name)
	}
}

// chance is true with this probability.
func (t *town) chance(p float64) bool { return t.Float64() < p }

// messy is true for a share of what goes wrong at full mess.
func (t *town) messy(share float64) bool { return t.chance(share * t.o.Mess) }

func pick[T any](t *town, from []T) T { return from[t.IntN(len(from))] }

// next gives the next number of a series, beginning at first.
func (t *town) next(series string, first int) int {
	n, begun := t.counters[series]
	if !begun {
		n = first
	}
	t.counters[series] = n + 1
	return n
}

// on gives a day of the year; month 13 is January of the next.
func (t *town) on(month, dayOfMonth int) day.Day {
	y := t.o.Year + (month-1)/12
	d, err := day.Date(y, (month-1)%12+1, dayOfMonth)
	if err != nil {
		return t.on(month, dayOfMonth-1)
	}
	return d
}

// workday gives the first day from d on which banks book.
func workday(d day.Day) day.Day {
	for {
		w := d.Time().Weekday()
		md := string(d[5:])
		if w != 0 && w != 6 && md != "01-01" && md != "12-25" && md != "12-26" && md != "04-27" {
			return d
		}
		d = d.Add(1)
	}
}
