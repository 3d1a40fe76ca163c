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
// never changed: many may ask it at once.
type Register struct {
	records  []Record
	known    []known
	byID     map[int64]int32
	numbers  map[string][]int32 // "vat:…", "kvk:…", "oin:…", "iban:…", "place:…", "name:…"
	words    map[string][]int32
	ends     map[string][]string // words by their first and last two letters, to find slips
	settled  float64             // number of records, as a logarithm
	holderOf map[string][]holding
}

// known is a record as it is compared.
type known struct {
	kvk, vat, oin, place, city string
	names                      []party.Business
}

// holding is an account of a record.
type holding struct {
	at      int32
	account *Account
}

// NewRegister makes a register. The order of the records does not matter.
func NewRegister(records []Record) *Register {
	r := &Register{records: slices.Clone(records), byID: make(map[int64]int32, len(records)), numbers: make(map[string][]int32, 6*len(records)), words: map[string][]int32{},
		ends: map[string][]string{}, holderOf: make(map[string][]holding, len(records)), settled: math.Log(float64(len(records) + 2))}
	slices.SortStableFunc(r.records, func(a, b Record) int { return cmp.Compare(a.ID, b.ID) })
	r.known = make([]known, len(r.records))
	for i := range r.records {
		r.add(int32(i))
	}
	for word := range r.words {
		for _, end := range endsOf(word) {
			r.ends[end] = append(r.ends[end], word)
		}
	}
	for _, words := range r.ends {
		slices.Sort(words)
	}
	return r
}

// Record gives a supplier by his ID.
func (r *Register) Record(id int64) (Record, bool) {
	at, found := r.byID[id]
	if !found {
		return Record{}, false
	}
	return r.records[at], true
}

func (r *Register) add(at int32) {
	record := &r.records[at]
	k := known{kvk: numberOf(record.KvK), vat: vatOf(record.VAT), oin: numberOf(record.OIN), place: placeOf(record.Address),
		city: party.Fold(strings.TrimSpace(record.Address.City))}
	for _, name := range append([]string{record.Name}, record.Also...) {
		k.names = append(k.names, party.Businesses(name)...)
	}
	r.known[at] = k
	r.byID[record.ID] = at
	for kind, value := range map[string]string{"vat:": k.vat, "kvk:": k.kvk, "oin:": k.oin, "place:": k.place} {
		r.index(kind+value, value != "", at)
	}
	for i := range record.Accounts {
		iban := ident.Electronic(record.Accounts[i].IBAN)
		r.index("iban:"+iban, iban != "" && record.Accounts[i].State != Refused, at)
		r.holderOf[iban] = append(r.holderOf[iban], holding{at, &record.Accounts[i]})
	}
	for _, name := range k.names {
		r.index("name:"+strings.Join(name.Words, ""), true, at)
		for _, w := range name.Words {
			if list := r.words[w]; len(list) == 0 || list[len(list)-1] != at {
				r.words[w] = append(list, at)
			}
		}
	}
}

func (r *Register) index(key string, named bool, at int32) {
	if list := r.numbers[key]; named && (len(list) == 0 || list[len(list)-1] != at) {
		r.numbers[key] = append(list, at)
	}
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
	if len(r.words[word]) > 0 {
		return []string{word}
	}
	var out []string
	for _, end := range endsOf(word) {
		for _, w := range r.ends[end] {
			if party.OneSlip(w, word) && !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	return out
}

// weight says how much a word tells: nobody is known by BOUW alone.
func (r *Register) weight(word string) float64 {
	return max(r.settled-math.Log(float64(len(r.words[word])+1)), 0.1)
}

const (
	mostOfWord  = 3000 // suppliers with one word in their name that are looked at
	mostByName  = 20   // suppliers that are compared for their names
	mostByOther = 50   // for one number, account or address
)

// candidates gives the suppliers who may be meant, in order.
func (r *Register) candidates(s *sender) []int32 {
	var out []int32
	keys := []string{"vat:" + s.vat, "kvk:" + s.kvk, "oin:" + s.oin, "place:" + s.place}
	for _, iban := range s.ibans {
		keys = append(keys, "iban:"+iban)
	}
	for _, name := range s.names {
		keys = append(keys, "name:"+strings.Join(name.Words, ""))
	}
	for _, key := range keys {
		list := r.numbers[key]
		out = append(out, list[:min(len(list), mostByOther)]...)
	}
	out = append(out, r.named(s.names)...)
	slices.Sort(out)
	return slices.Compact(out)
}

// named gives the suppliers whose names have the most telling words in common.
func (r *Register) named(names []party.Business) []int32 {
	worth := map[int32]float64{}
	for _, name := range names {
		for _, written := range name.Words {
			for _, w := range r.spelled(written) {
				if list := r.words[w]; len(list) <= mostOfWord {
					for _, at := range list {
						worth[at] += r.weight(w)
					}
				}
			}
		}
	}
	found := make([]int32, 0, len(worth))
	for at := range worth {
		found = append(found, at)
	}
	slices.SortFunc(found, func(a, b int32) int { return cmp.Or(cmp.Compare(worth[b], worth[a]), cmp.Compare(a, b)) })
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
