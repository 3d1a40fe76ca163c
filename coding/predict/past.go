// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"cmp"
	"math"
	"slices"

	"rentmeester/coding"
)

// past is everything that was booked, found by what it is like.
type past struct {
	codes  []code
	common []int32          // the most used codings lately
	known  map[string]int32 // place in codes
	rows   []line
	nodes  []node // chains of rows that are alike, the latest first
	heads  table
}

// code is a combination of the target dimensions that was used.
type code struct {
	coding coding.Coding
	hash   uint64
	last   int32   // day
	weight float32 // how often, lately
}

// line is what is remembered of a row. Its place is that in the journal.
type line struct {
	day    int32
	code   int32
	amount int64
	logs   float32
	month  int8
}

type node struct{ row, before int32 }

func newPast() past {
	return past{known: map[string]int32{}, heads: newTable(1 << 12), nodes: make([]node, 1)}
}

// codeOf gives the number of a combination, a new one when need be.
func (p *past) codeOf(text string, c coding.Coding, on int32) int32 {
	if at, ok := p.known[text]; ok {
		return at
	}
	at := int32(len(p.codes))
	p.codes = append(p.codes, code{coding: c, hash: hash(text), last: on})
	p.known[text] = at
	return at
}

// add puts a row on top of its chains.
func (p *past) add(at *point, c int32) {
	row := int32(len(p.rows))
	p.rows = append(p.rows, line{day: at.day, code: c, amount: at.amount, logs: at.logs, month: at.month})
	for _, k := range at.keys {
		if k != 0 {
			p.chain(k, row)
		}
	}
	for _, w := range at.words {
		p.chain(join(w, 3), row)
		p.chain(join(join(w, at.supplier), 5), row)
	}
	for _, w := range at.names {
		p.chain(join(w, 11), row)
	}
}

// used notes that a coding was used on a day.
func (p *past) used(c, on int32) {
	code := &p.codes[c]
	code.weight = code.weight*weigh(on-code.last, middle) + 1
	code.last = max(code.last, on)
}

// rank finds the most used codings of now.
func (p *past) rank(on int32) {
	p.common = p.common[:0]
	for c := range p.codes {
		p.common = append(p.common, int32(c))
	}
	slices.SortFunc(p.common, func(a, b int32) int {
		x, y := &p.codes[a], &p.codes[b]
		return cmp.Or(cmp.Compare(y.weight*weigh(on-y.last, middle), x.weight*weigh(on-x.last, middle)), cmp.Compare(a, b))
	})
	p.common = p.common[:min(len(p.common), mostCommon)]
}

const mostCommon = 150

func (p *past) chain(key uint64, row int32) {
	head := p.heads.at(key)
	p.nodes = append(p.nodes, node{row, int32(*head)})
	*head = uint32(len(p.nodes) - 1)
}

// table finds a number by a key, by open addressing: much smaller than a map.
type table struct {
	keys   []uint64
	values []uint32
	used   int
}

func newTable(size int) table { return table{keys: make([]uint64, size), values: make([]uint32, size)} }

func (t *table) find(key uint64) uint32 {
	mask := uint64(len(t.keys) - 1)
	for i := (key >> 7) & mask; ; i = (i + 1) & mask {
		if t.keys[i] == key {
			return t.values[i]
		}
		if t.keys[i] == 0 {
			return 0
		}
	}
}

// at gives the place of a key's number, made when it is not there.
func (t *table) at(key uint64) *uint32 {
	if t.used*4 >= len(t.keys)*3 {
		old := *t
		*t = newTable(2 * len(old.keys))
		for i, k := range old.keys {
			if k != 0 {
				*t.at(k) = old.values[i]
			}
		}
	}
	mask := uint64(len(t.keys) - 1)
	for i := (key >> 7) & mask; ; i = (i + 1) & mask {
		if t.keys[i] == 0 {
			t.keys[i] = key
			t.used++
		}
		if t.keys[i] == key {
			return &t.values[i]
		}
	}
}

// ages are how much lines weigh by their age in days, for each half-life.
var ages = func() (out [3][1_500]float32) {
	for i, half := range halfLives {
		for age := range out[i] {
			out[i][age] = float32(math.Exp2(-float64(age) / half))
		}
	}
	return out
}()

var halfLives = [3]float64{30, 120, 400}

const (
	short = iota
	middle
	long
)

// weigh gives the weight of something that many days old.
func weigh(age int32, half int) float32 {
	return ages[half][min(max(age, 0), int32(len(ages[0])-1))]
}
