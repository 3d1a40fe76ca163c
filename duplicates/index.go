// SPDX-License-Identifier: EUPL-1.2

package duplicates

import (
	"strings"

	"rentmeester/day"
	"rentmeester/money"
)

// Index holds bills in memory and finds the candidates of a new one. It is for
// evaluation and for administrations whose store keeps no table of keys. Adding
// is not for use together with finding; finding may be done by many at once.
//
// A bill takes about 200 bytes: a row, what is written on it in one long text,
// and a link for each of its keys. Rows under one key are a chain, as in a hash
// table; names and accounts are kept once.
type Index struct {
	model *Model
	rows  []row
	text  []byte
	names words
	links []link   // keyCount for each row
	heads []uint32 // by key: the last link, counted from 1
	used  int      // links in use
}

// row is a bill without what is written on it. Numbers first: no byte is lost.
type row struct {
	id, supplier, gross, net int64
	text                     uint64 // where number, order, text and number before it of the bill begin
	name, iban, channel      uint32
	issued, received         int32
	from, to                 int32
	number, order, note      uint8 // how long they are
	refers                   uint8
	credit                   bool
}

// link is one key of a row: the rest of the chain, and half of the key.
type link struct{ next, mark uint32 }

// words keeps each text once.
type words struct {
	at   map[string]uint32
	list []string
}

func (w *words) of(s string) uint32 {
	at, found := w.at[s]
	if !found {
		at = uint32(len(w.list))
		w.list = append(w.list, s)
		w.at[s] = at
	}
	return at
}

// New makes an empty index; nil is the Prior.
func New(model *Model) *Index {
	if model == nil {
		model = Prior()
	}
	return &Index{model: model, names: words{at: map[string]uint32{}}, heads: make([]uint32, 1024)}
}

// Len gives how many bills are kept.
func (x *Index) Len() int { return len(x.rows) }

// Add keeps a bill. Its texts are cut off at what may count.
func (x *Index) Add(b Bill) {
	const longestNote = 120
	number, order, note := cut(strings.TrimSpace(b.Number), longestNumber), cut(strings.TrimSpace(b.Order), longestNumber), cut(b.Text, longestNote)
	refers := cut(strings.TrimSpace(b.Refers), longestNumber)
	r := row{id: b.ID, supplier: b.Supplier, gross: int64(b.Gross), net: int64(b.Net), text: uint64(len(x.text)),
		name: x.names.of(b.SupplierName), iban: x.names.of(b.IBAN), channel: x.names.of(b.Channel),
		issued: dayNumber(b.Issued), received: dayNumber(b.Received), from: dayNumber(b.From), to: dayNumber(b.To),
		number: uint8(len(number)), order: uint8(len(order)), note: uint8(len(note)), refers: uint8(len(refers)), credit: b.Credit}
	x.text = append(append(append(append(x.text, number...), order...), note...), refers...)
	at := len(x.rows)
	x.rows = append(x.rows, r)
	var room [keyCount]link
	x.links = append(x.links, room[:]...)
	f := factsOf(&b)
	var keys [keyCount]uint64
	for i, key := range f.keys(keys[:0], false) {
		x.put(key, at*keyCount+i)
	}
	x.used += keyCount
	if x.used > 2*len(x.heads) {
		x.grow()
	}
}

func cut(s string, most int) string { return s[:min(len(s), most)] }

// markOf is the half of a key that is kept; 0 is no link.
func markOf(key uint64) uint32 { return max(uint32(key>>32), 1) }

// put hangs a link before the chain of its key.
func (x *Index) put(key uint64, at int) {
	mark := markOf(key)
	head := &x.heads[int(mark)&(len(x.heads)-1)]
	x.links[at] = link{*head, mark}
	*head = uint32(at) + 1
}

// grow doubles the table of heads. The chains keep the order of the links.
func (x *Index) grow() {
	x.heads = make([]uint32, 2*len(x.heads))
	for at := range x.links {
		if l := &x.links[at]; l.mark != 0 {
			head := &x.heads[int(l.mark)&(len(x.heads)-1)]
			l.next = *head
			*head = uint32(at) + 1
		}
	}
}

// Candidates gives the kept bills that may be the earlier twin of a bill.
func (x *Index) Candidates(b Bill) []Bill {
	seen := map[int]bool{}
	var out []Bill
	f := factsOf(&b)
	for _, key := range f.stretches(f.keys(nil, true), true) {
		mark := markOf(key)
		for at := x.heads[int(mark)&(len(x.heads)-1)]; at != 0; at = x.links[at-1].next {
			if place := int(at-1) / keyCount; x.links[at-1].mark == mark && !seen[place] {
				seen[place] = true
				out = append(out, x.bill(&x.rows[place]))
			}
		}
	}
	return out
}

// Find gives the suspects of a bill, the most probable first.
func (x *Index) Find(b Bill) []Suspect { return x.model.Score(b, x.Candidates(b)) }

func (x *Index) bill(r *row) Bill {
	text := string(x.text[r.text : r.text+uint64(r.number)+uint64(r.order)+uint64(r.note)+uint64(r.refers)])
	number, rest := text[:r.number], text[r.number:]
	order, rest := rest[:r.order], rest[r.order:]
	return Bill{ID: r.id, Supplier: r.supplier, SupplierName: x.names.list[r.name], Number: number,
		Issued: dayOf(r.issued), Received: dayOf(r.received), Gross: money.Cents(r.gross), Net: money.Cents(r.net),
		IBAN: x.names.list[r.iban], Order: order, Channel: x.names.list[r.channel], Credit: r.credit, Text: rest[:r.note],
		From: dayOf(r.from), To: dayOf(r.to), Refers: rest[r.note:]}
}

// dayOf is the inverse of dayNumber.
func dayOf(n int32) day.Day {
	if n == unknownDay {
		return ""
	}
	z := int(n) + 719468 // days since 1 March of the year 0
	y := (10_000*z + 14_780) / 3_652_425
	left := z - (365*y + y/4 - y/100 + y/400)
	if left < 0 {
		y--
		left = z - (365*y + y/4 - y/100 + y/400)
	}
	m := (100*left + 52) / 3060
	d := left - (m*306+5)/10 + 1
	y, m = y+(m+2)/12, (m+2)%12+1
	out := [10]byte{byte('0' + y/1000%10), byte('0' + y/100%10), byte('0' + y/10%10), byte('0' + y%10), '-',
		byte('0' + m/10), byte('0' + m%10), '-', byte('0' + d/10), byte('0' + d%10)}
	return day.Day(out[:])
}
