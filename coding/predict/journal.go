// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"encoding/binary"

	"rentmeester/coding"
	"rentmeester/day"
	"rentmeester/money"
)

// journal keeps the rows as they were learned, in little room: texts that come
// often stand there once. It is what can be learned anew without one of them.
type journal struct {
	entries list[entry]
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
	asked                               asks // before it, since the row before it
	mask                                mask
	noAmount, override                  bool
	undated                             bool // the day is the latest of the rows before it
}

// asks is what of questions decides when rows are studied: of which days they were.
type asks struct {
	day  int32
	kind uint8
}

const (
	askedOne     = 1 << iota // of a day
	askedSeveral             // of different days
	askedUndated             // of the latest day, whatever that is
)

func (a asks) and(b asks) asks {
	if a.kind&b.kind&askedOne != 0 && a.day != b.day {
		a.kind |= askedSeveral
	}
	if b.kind&askedOne != 0 {
		a.day = b.day
	}
	a.kind |= b.kind
	if a.kind&askedSeveral != 0 {
		a.day = 0
	}
	return a
}

// another says whether something was asked of another day than today.
func (a asks) another(today, latest int32) bool {
	return a.kind&askedSeveral != 0 || a.kind&askedOne != 0 && a.day != today || a.kind&askedUndated != 0 && latest != today
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

// add puts an entry for a row last.
func (j *journal) add(r Row, e entry) {
	e.amount, e.noAmount, e.numbers = r.Amount, r.NoAmount, uint32(len(j.numbers))
	e.day, e.supplier, e.id, e.text = j.put(string(r.Day)), j.put(r.Supplier), j.put(r.SupplierID), j.put(r.Text)
	e.area, e.note = j.put(r.Area), j.put(r.Extra)
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
	j.entries.add(e)
}

// row gives a row as it was learned.
func (j *journal) row(at int) Row {
	e := j.entries.at(at)
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

func (j *journal) reference(at int) (out Reference) {
	e := j.entries.at(at)
	out.Day = day.Day(j.texts[e.day])
	out.Invoice, out.Document = j.numbersOf(e)
	return out
}

// find gives the last row that equals one; -1 for none. A row without a date
// equals one of any date.
func (j *journal) find(r Row) int {
	supplier, known := j.known[r.Supplier]
	if !known {
		return -1
	}
	for i := j.entries.n - 1; i >= 0; i-- {
		if e := j.entries.at(i); e.amount != r.Amount || e.supplier != supplier {
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

// drop takes a row out. What was asked before it was then asked before the next,
// and is given when there is none.
func (j *journal) drop(at int) (rest asks) {
	rest = j.entries.at(at).asked
	if at+1 < j.entries.n {
		next := j.entries.at(at + 1)
		next.asked = rest.and(next.asked)
		rest = asks{}
	}
	for ; at+1 < j.entries.n; at++ {
		*j.entries.at(at) = *j.entries.at(at + 1)
	}
	j.entries.cut(at)
	return rest
}
