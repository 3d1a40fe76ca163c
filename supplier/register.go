// SPDX-License-Identifier: EUPL-1.2

package supplier

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"rentmeester/ident"
	"rentmeester/party"
)

// Register finds suppliers by their numbers, accounts, names and addresses. It is
// never changed: many may ask it at once. With makes another one of it.
type Register struct {
	size     int
	entries  layered[int64, *entry]
	numbers  layered[string, []int64] // "vat:…", "kvk:…", "oin:…", "iban:…", "place:…", "name:…": who has it, in order
	words    layered[string, []int64]
	ends     layered[string, []string] // words by their first and last two letters, to find slips
	holderOf layered[string, []holding]
	settled  float64 // number of records, as a logarithm
	changed  int     // records above what is shared
	shared   bool    // others read its lists too: they are copied before they change
}

// entry is a record, and the record as it is compared.
type entry struct {
	Record
	kvk, vat, oin, place, city string
	names                      []party.Business
}

// holding is an account of a record.
type holding struct {
	id      int64
	account *Account
}

// NewRegister makes a register. The order of the records does not matter; of two
// with one ID the last counts.
func NewRegister(records []Record) *Register {
	r := &Register{entries: roomFor[int64, *entry](len(records)), numbers: roomFor[string, []int64](6 * len(records)), words: roomFor[string, []int64](len(records)),
		ends: roomFor[string, []string](0), holderOf: roomFor[string, []holding](len(records))}
	sorted := slices.Clone(records)
	slices.SortStableFunc(sorted, func(a, b Record) int { return cmp.Compare(a.ID, b.ID) })
	for i := range sorted {
		r.put(&sorted[i])
	}
	for word, list := range r.words.all() {
		if len(list) > 0 {
			for _, end := range endsOf(word) {
				r.ends.set(end, append(r.ends.get(end), word))
			}
		}
	}
	for _, words := range r.ends.all() {
		slices.Sort(words)
	}
	r.settle()
	r.shared = true
	r.entries, r.numbers, r.words, r.ends, r.holderOf = r.entries.settled(), r.numbers.settled(), r.words.settled(), r.ends.settled(), r.holderOf.settled()
	return r
}

// manyChanges is the share of a register that may stand above what it shares with
// others before it is made anew: one in so many records.
const manyChanges = 50

// With gives the register with some records more or other than they were, and
// some gone: what NewRegister would make of them all. It costs as much as what
// changed, not as what there is.
func (r *Register) With(records []Record, gone ...int64) *Register {
	changed := r.changed + len(records) + len(gone)
	if changed > 64 && changed > r.size/manyChanges {
		return NewRegister(r.merged(records, gone))
	}
	out := &Register{size: r.size, changed: changed, shared: true, entries: r.entries.copied(), numbers: r.numbers.copied(), words: r.words.copied(),
		ends: r.ends.copied(), holderOf: r.holderOf.copied()}
	for _, id := range gone {
		out.drop(id)
	}
	for i := range records {
		record := records[i]
		out.put(&record)
	}
	out.settle()
	return out
}

// merged gives all records of a register with changes.
func (r *Register) merged(records []Record, gone []int64) []Record {
	other := make(map[int64]bool, len(records)+len(gone))
	for _, id := range gone {
		other[id] = true
	}
	for i := range records {
		other[records[i].ID] = true
	}
	var all []Record
	for id, e := range r.entries.all() {
		if e != nil && !other[id] {
			all = append(all, e.Record)
		}
	}
	return append(all, records...)
}

func (r *Register) settle() { r.settled = math.Log(float64(r.size + 2)) }

// Record gives a supplier by his ID.
func (r *Register) Record(id int64) (Record, bool) {
	if e := r.entries.get(id); e != nil {
		return e.Record, true
	}
	return Record{}, false
}

// put adds a record, in the place of the one with its ID.
func (r *Register) put(record *Record) {
	r.drop(record.ID)
	e := &entry{Record: *record, kvk: numberOf(record.KvK), vat: vatOf(record.VAT), oin: numberOf(record.OIN), place: placeOf(record.Address),
		city: party.Fold(strings.TrimSpace(record.Address.City))}
	for _, name := range append([]string{record.Name}, record.Also...) {
		e.names = append(e.names, party.Businesses(name)...)
	}
	r.entries.set(e.ID, e)
	r.size++
	for _, key := range e.keys() {
		r.numbers.set(key, with(r.numbers.get(key), e.ID, r.shared))
	}
	for _, word := range e.words() {
		list := r.words.get(word)
		r.words.set(word, with(list, e.ID, r.shared))
		if len(list) > 0 || !r.shared { // NewRegister does the ends of all words at once
			continue
		}
		for _, end := range endsOf(word) {
			r.ends.set(end, with(r.ends.get(end), word, true))
		}
	}
	for i := range e.Accounts {
		iban := ident.Electronic(e.Accounts[i].IBAN)
		list := r.holderOf.get(iban)
		at, _ := slices.BinarySearchFunc(list, e.ID+1, func(h holding, id int64) int { return cmp.Compare(h.id, id) })
		r.holderOf.set(iban, inserted(list, at, holding{e.ID, &e.Accounts[i]}, r.shared))
	}
}

// drop takes a record out, if it is there.
func (r *Register) drop(id int64) {
	e := r.entries.get(id)
	if e == nil {
		return
	}
	r.entries.set(id, nil)
	r.size--
	for _, key := range e.keys() {
		r.numbers.set(key, without(r.numbers.get(key), id))
	}
	for _, word := range e.words() {
		list := without(r.words.get(word), id)
		r.words.set(word, list)
		if len(list) > 0 || !r.shared {
			continue
		}
		for _, end := range endsOf(word) {
			r.ends.set(end, without(r.ends.get(end), word))
		}
	}
	for i := range e.Accounts {
		iban := ident.Electronic(e.Accounts[i].IBAN)
		r.holderOf.set(iban, slices.DeleteFunc(slices.Clone(r.holderOf.get(iban)), func(h holding) bool { return h.id == id }))
	}
}

// keys gives what a record is found by, besides words.
func (e *entry) keys() []string {
	var all []string
	for kind, value := range map[string]string{"vat:": e.vat, "kvk:": e.kvk, "oin:": e.oin, "place:": e.place} {
		if value != "" {
			all = append(all, kind+value)
		}
	}
	for i := range e.Accounts {
		if iban := ident.Electronic(e.Accounts[i].IBAN); iban != "" && e.Accounts[i].State != Refused {
			all = append(all, "iban:"+iban)
		}
	}
	for _, name := range e.names {
		all = append(all, "name:"+strings.Join(name.Words, ""))
	}
	return all
}

func (e *entry) words() (all []string) {
	for _, name := range e.names {
		all = append(all, name.Words...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// with gives a list in order with one value more. A list that others read too
// stays as it is.
func with[T cmp.Ordered](list []T, v T, shared bool) []T {
	at, found := slices.BinarySearch(list, v)
	if found {
		return list
	}
	return inserted(list, at, v, shared)
}

func inserted[T any](list []T, at int, v T, shared bool) []T {
	if shared {
		list = slices.Clip(list)
	}
	return slices.Insert(list, at, v)
}

func without[T cmp.Ordered](list []T, v T) []T {
	at, found := slices.BinarySearch(list, v)
	if !found {
		return list
	}
	return slices.Delete(slices.Clone(list), at, at+1)
}

// endsOf gives what is left of a word whatever one slip does to it: its first two
// letters or its last two. Short words have none: there every slip makes another.
func endsOf(word string) []string {
	if len(word) < 5 {
		return nil
	}
	return []string{"<" + word[:2], word[len(word)-2:] + ">"}
}

// spelled gives the words of the register that a word may stand for: itself, or,
// when nobody has it, those one slip away.
func (r *Register) spelled(word string) []string {
	if len(r.words.get(word)) > 0 {
		return []string{word}
	}
	var out []string
	for _, end := range endsOf(word) {
		for _, w := range r.ends.get(end) {
			if party.OneSlip(w, word) && !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	return out
}

// weight says how much a word tells: nobody is known by BOUW alone.
func (r *Register) weight(word string) float64 {
	return max(r.settled-math.Log(float64(len(r.words.get(word))+1)), 0.1)
}

const (
	mostOfWord  = 3000 // suppliers with one word in their name that are looked at
	mostByName  = 20   // suppliers that are compared for their names
	mostByOther = 50   // for one number, account or address
)

// candidates gives the suppliers who may be meant, in order.
func (r *Register) candidates(s *sender) []int64 {
	var out []int64
	keys := []string{"vat:" + s.vat, "kvk:" + s.kvk, "oin:" + s.oin, "place:" + s.place}
	for _, iban := range s.ibans {
		keys = append(keys, "iban:"+iban)
	}
	for _, name := range s.names {
		keys = append(keys, "name:"+strings.Join(name.Words, ""))
	}
	for _, key := range keys {
		list := r.numbers.get(key)
		out = append(out, list[:min(len(list), mostByOther)]...)
	}
	out = append(out, r.named(s.names)...)
	slices.Sort(out)
	return slices.Compact(out)
}

// named gives the suppliers whose names have the most telling words in common.
func (r *Register) named(names []party.Business) []int64 {
	worth := map[int64]float64{}
	for _, name := range names {
		for _, written := range name.Words {
			for _, w := range r.spelled(written) {
				if list := r.words.get(w); len(list) <= mostOfWord {
					for _, id := range list {
						worth[id] += r.weight(w)
					}
				}
			}
		}
	}
	found := make([]int64, 0, len(worth))
	for id := range worth {
		found = append(found, id)
	}
	slices.SortFunc(found, func(a, b int64) int { return cmp.Or(cmp.Compare(worth[b], worth[a]), cmp.Compare(a, b)) })
	return found[:min(len(found), mostByName)]
}

// likeness of two names, 0 to 1: letters in common where the words tell little
// else, and telling words in common.
func (r *Register) likeness(a, b party.Business) float64 {
	letters := party.Alike(a, b)
	if letters >= 0.95 || a.Key() == b.Key() {
		return max(letters, 0.97)
	}
	common, total := 0.0, 0.0
	for _, w := range a.Words {
		worth := r.weight(w)
		total += worth
		if slices.ContainsFunc(b.Words, func(v string) bool { return v == w || party.OneSlip(v, w) }) {
			common += 2 * worth
		}
	}
	for _, v := range b.Words {
		total += r.weight(v)
	}
	if total == 0 {
		return letters
	}
	return min(letters, common/total)*0.5 + max(letters, common/total)*0.5
}
