// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"strings"

	"rentmeester/coding"
)

// past is everything that was booked, found by what it is like.
type past struct {
	codes  []code
	common []int32          // the most used codings lately
	uses   int              // in all
	ranked int              // when common was found
	known  map[string]int32 // place in codes
	rows   list[line]
	chains chains
	pairs  map[uint64]int32 // codings by their parts
}

// code is a combination of the target dimensions that was used.
type code struct {
	coding coding.Coding
	hash   uint64
	parts  [2]uint64 // of a coding of several dimensions
	first  int       // row
	last   int32     // day
	weight float32   // how often, lately
}

// line is what is remembered of a row. Its place is that in the journal.
type line struct {
	day   int32
	code  int32
	logs  float32 // of the amount
	month int8
	minus bool
}

func newPast() past {
	return past{known: map[string]int32{}, chains: newChains(), pairs: map[uint64]int32{}}
}

// codeOf gives the number of a combination, a new one when need be.
func (p *past) codeOf(text string, c coding.Coding, on int32) int32 {
	if at, ok := p.known[text]; ok {
		return at
	}
	at := int32(len(p.codes))
	one := code{coding: c, hash: hash(text), first: p.rows.n, last: on}
	if first, rest, several := strings.Cut(text, "\x00"); several {
		one.parts = [2]uint64{hash("first", first), hash("rest", rest)}
		one.hash = join(one.parts[0], one.parts[1])
		p.pairs[one.hash] = at
	}
	p.codes = append(p.codes, one)
	p.known[text] = at
	return at
}

// add puts a row on top of its chains.
func (p *past) add(at *point, c int32) {
	row := uint32(p.rows.n)
	p.rows.add(line{day: at.day, code: c, logs: at.logs, minus: at.amount < 0, month: at.month})
	at.chained(func(key uint64) { p.chains.add(key, row) })
}

// forget takes the last row off its chains.
func (p *past) forget(at *point) {
	row := p.rows.n - 1
	p.rows.cut(row)
	at.chained(func(key uint64) { p.chains.undo(key, uint32(row)) })
}

// chained gives the keys of the chains that a row stands in.
func (p *point) chained(do func(key uint64)) {
	for _, k := range p.keys {
		if k != 0 {
			do(k)
		}
	}
	for _, w := range p.words {
		do(join(w, 3))
		do(join(join(w, p.supplier), 5))
	}
	for _, w := range p.names {
		do(join(w, 11))
	}
}

// latest gives the rows of a chain of before a row, the latest first.
func (p *past) latest(key uint64, before int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for link := p.chains.latest(key); link != 0; {
			var rows []uint32
			rows, link = p.chains.read(link)
			for i := len(rows) - 1; i >= 0; i-- {
				if row := int(rows[i]); row < before && !yield(row) {
					return
				}
			}
		}
	}
}

// used notes that a coding was used on a day.
func (p *past) used(c, on int32) {
	code := &p.codes[c]
	code.weight = code.weight*weigh(on-code.last, middle) + 1
	code.last = max(code.last, on)
	p.uses++
}

// rank finds the most used codings of now, when so much was used since that they
// may be others.
func (p *past) rank(on int32) {
	if p.uses-p.ranked <= min(p.uses/16, 64) {
		return
	}
	p.ranked = p.uses
	weights := make([]float32, len(p.codes))
	p.common = p.common[:0]
	for c := range p.codes {
		weights[c] = p.codes[c].weight * weigh(on-p.codes[c].last, middle)
		p.common = append(p.common, int32(c))
	}
	slices.SortFunc(p.common, func(a, b int32) int {
		return cmp.Or(cmp.Compare(weights[b], weights[a]), cmp.Compare(a, b))
	})
	p.common = p.common[:min(len(p.common), mostCommon)]
}

const mostCommon = 150

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
