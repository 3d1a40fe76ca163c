// SPDX-License-Identifier: EUPL-1.2

// Package ledgers measures the duplicates engine on public ledgers of councils,
// in which duplicates are invented. What invents them (inject.go) knows nothing
// of what finds them: it imports none of the engine's code. The ledgers are not
// part of the repository; RENTMEESTER_CORPUS says where they are.
package ledgers

import (
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"rentmeester/day"
	"rentmeester/money"
)

// Invoice is an invoice as the ledger has it, or one that was invented.
type Invoice struct {
	ID       int64
	Supplier int64
	Name     string // "" where the council left it out
	Number   string
	Day      day.Day
	Amount   money.Cents
	Text     string
	Channel  string
	Order    string  // this and what follows only where it was invented (Detailed)
	From, To day.Day // period or delivery
	Refers   string  // number of the invoice that it names as the one before it
	Error    Kind    // what was invented; "" for what stands in the ledger
	Of       int64   // the invoice that it repeats
	Neutral  bool    // not counted, whether it is found or not
	Anew     bool    // invented, and right: sent anew after its credit note
}

// Ledger is the invoices of one council, in order of day.
type Ledger struct {
	Name     string
	Invoices []Invoice
	Lines    int // lines in the file
	Left     int // lines left out: without supplier, number or amount
	detailed bool
	names    map[string]int64
	ids      map[string]int64
}

// Names of the ledgers that are read.
var Names = []string{"sheffield", "harrogate", "darlington"}

// Read reads the ledger of a council from the folder of corpora.
//
// The lines of one voucher of one supplier are one invoice. Its number is the
// supplier's own in Sheffield; Harrogate and Darlington publish only the number
// that they gave it themselves, which takes its place. Darlington did so from
// 2017 on, in eight digits: what stands there before is an order's number and is
// left out. Sheffield wrote long numbers as 1.01E+12; those say nothing and are
// emptied. "REDACTED PERSONAL DATA" is no name and is emptied too; without a
// supplier's number the line is left out.
func Read(corpus, name string) (*Ledger, error) {
	file, err := os.Open(filepath.Join(corpus, "coding", name+".csv.gz"))
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	l := &Ledger{Name: name, names: map[string]int64{}, ids: map[string]int64{}}
	if err := l.read(csv.NewReader(unpacked)); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return l, nil
}

func (l *Ledger) read(in *csv.Reader) error {
	header, err := in.Read()
	if err != nil {
		return err
	}
	column := map[string]int{}
	for i, name := range header {
		column[name] = i
	}
	at := map[string]int{} // by voucher: place in Invoices
	for {
		fields, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		l.Lines++
		if !l.line(func(name string) string { return strings.TrimSpace(fields[column[name]]) }, at) {
			l.Left++
		}
	}
	slices.SortStableFunc(l.Invoices, func(a, b Invoice) int { return cmp.Compare(a.Day, b.Day) })
	l.Invoices = slices.DeleteFunc(l.Invoices, func(inv Invoice) bool { return inv.Amount == 0 })
	for i := range l.Invoices {
		l.Invoices[i].ID = int64(i + 1)
		l.Invoices[i].Channel = channelOf(l.Invoices[i].Supplier, i)
	}
	return nil
}

// line adds a line to its invoice; false when it is left out.
func (l *Ledger) line(field func(string) string, at map[string]int) bool {
	amount, err := money.Parse(field("amount"))
	number, voucher, name := field("inv_no"), field("doc_no"), field("supplier")
	if strings.HasPrefix(name, "REDACTED") {
		name = ""
	}
	supplier := l.supplier(field("supplier_id"), name)
	if err != nil || supplier == 0 || l.Name == "darlington" && len(voucher) != 8 {
		return false
	}
	if number == "" {
		number = voucher
	}
	if voucher == "" {
		voucher = number + " " + field("date")
	}
	if number == "" {
		return false
	}
	key := fmt.Sprint(supplier, " ", voucher)
	if i, found := at[key]; found {
		l.Invoices[i].Amount += amount
		return true
	}
	at[key] = len(l.Invoices)
	l.Invoices = append(l.Invoices, Invoice{Supplier: supplier, Name: name, Number: whole(number), Day: day.Day(field("date")), Amount: amount, Text: field("text")})
	return true
}

// supplier gives the number of a supplier: by the council's own, else by name.
func (l *Ledger) supplier(id, name string) int64 {
	switch {
	case id != "":
		if l.ids[id] == 0 {
			l.ids[id] = int64(len(l.ids) + len(l.names) + 1)
			if name != "" && l.names[name] == 0 {
				l.names[name] = l.ids[id]
			}
		}
		return l.ids[id]
	case name == "":
		return 0
	case l.names[name] == 0:
		l.names[name] = int64(len(l.ids) + len(l.names) + 1)
	}
	return l.names[name]
}

// whole empties a number that a spreadsheet rounded.
func whole(number string) string {
	if len(number) >= 11 && strings.HasSuffix(number, "0000000") {
		return ""
	}
	return number
}

// channelOf invents by which channel an invoice came: a supplier has one, and
// leaves it for one invoice in twenty.
func channelOf(supplier int64, i int) string {
	channel := spread(fmt.Sprint(supplier))%5 == 0
	if spread(fmt.Sprint(supplier, " ", i))%20 == 0 {
		channel = !channel
	}
	if channel {
		return "peppol"
	}
	return "mail"
}

func spread(s string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(s))
	return h.Sum64() >> 20
}
