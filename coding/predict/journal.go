// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"encoding/binary"
	"slices"

	"rentmeester/coding"
	"rentmeester/day"
	"rentmeester/money"
)

// journal keeps the rows as they were learned, in little room: texts that come
// often stand there once. It is what can be learned anew without one of them.
type journal struct {
	entries []entry
	texts   []string
	known   map[string]uint32
	codings []coding.Coding
	coded   map[coding.Coding]uint32
	numbers []byte // of invoices and documents: length and text
}

// entry is one row: places of its texts.
type entry struct {
	amount                              money.Cents
	day, supplier, id, text, area, note uint32
	coding                              uint32
	numbers                             uint32
	mask                                mask
	noAmount, override                  bool
	settled                             bool // what came before was studied first
}

func newJournal() journal {
	return journal{known: map[string]uint32{}, coded: map[coding.Coding]uint32{}}
}

func (j *journal) put(text string) uint32 {
	at, ok := j.known[text]
	if !ok {
		at = uint32(len(j.texts))
		j.texts = append(j.texts, text)
		j.known[text] = at
	}
	return at
}

func (j *journal) add(r Row, m mask, override, settled bool) {
	e := entry{amount: r.Amount, day: j.put(string(r.Day)), supplier: j.put(r.Supplier), id: j.put(r.SupplierID), text: j.put(r.Text),
		area: j.put(r.Area), note: j.put(r.Extra), numbers: uint32(len(j.numbers)), mask: m, noAmount: r.NoAmount, override: override, settled: settled}
	at, ok := j.coded[r.Coding]
	if !ok {
		at = uint32(len(j.codings))
		j.codings = append(j.codings, r.Coding)
		j.coded[r.Coding] = at
	}
	e.coding = at
	for _, number := range []string{r.Invoice, r.Document} {
		j.numbers = append(binary.AppendUvarint(j.numbers, uint64(len(number))), number...)
	}
	j.entries = append(j.entries, e)
}

// row gives a row as it was learned.
func (j *journal) row(at int) Row {
	e := &j.entries[at]
	r := Row{Day: day.Day(j.texts[e.day]), Supplier: j.texts[e.supplier], SupplierID: j.texts[e.id], Text: j.texts[e.text], Amount: e.amount,
		NoAmount: e.noAmount, Area: j.texts[e.area], Extra: j.texts[e.note], Coding: j.codings[e.coding]}
	r.Invoice, r.Document = j.numbersOf(e)
	return r
}

func (j *journal) numbersOf(e *entry) (invoice, document string) {
	rest := j.numbers[e.numbers:]
	for _, to := range []*string{&invoice, &document} {
		n, skip := binary.Uvarint(rest)
		*to = string(rest[skip : skip+int(n)])
		rest = rest[skip+int(n):]
	}
	return invoice, document
}

// find gives the last row that equals one; -1 for none. A row without a date
// equals one of any date.
func (j *journal) find(r Row) int {
	for i := len(j.entries) - 1; i >= 0; i-- {
		if e := &j.entries[i]; e.amount != r.Amount || j.texts[e.supplier] != r.Supplier {
			continue
		}
		one := j.row(i)
		if r.Day == "" {
			one.Day = ""
		}
		if one == r {
			return i
		}
	}
	return -1
}

// drop takes a row out. That what came before it had been studied is then so for
// the next.
func (j *journal) drop(at int) {
	if at+1 < len(j.entries) && j.entries[at].settled {
		j.entries[at+1].settled = true
	}
	j.entries = slices.Delete(j.entries, at, at+1)
}
