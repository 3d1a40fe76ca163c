// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"strings"
)

const (
	minKey   = 4      // shortest reference
	maxKey   = 35     // longest reference: an EndToEndID
	maxText  = 16_384 // bytes of free text that are searched
	maxJoin  = 10     // pieces that a reference may be broken in, beside digits, which may break anywhere
	maxFound = 256    // references in one line
	maxGroup = 512    // a reference that more items share names nobody
)

// where a reference was found
type place uint8

const (
	inReference place = iota // the structured reference
	inEndToEnd               // EndToEndID or InstructionID
	inText                   // remittance text, or what the bank says beside it
)

// citation is a reference in a line that at least one item has.
type citation struct {
	key        string
	class      feature // fRefStructured … fRefShort
	items      []int32 // every item that has it, closed ones too
	place      place
	start, end int32 // in the letters and digits of its text
	ordered    bool  // an order of ours for just this amount stands between, and it means one item
}

// finder looks for references. Its buffers are reused from line to line; what
// citations gives holds until the next line.
type finder struct {
	engine *Engine
	buf    []byte  // letters and digits of the text, upper case
	cuts   []int32 // where pieces begin; the last is the end
	found  []citation
	items  []int32  // those of the citations
	digits [][]byte // runs of digits, whatever stood between them
	kept   []byte   // what digits are part of
	payers []int32  // parties whose number stands in the text
	tried  int      // look-ups, for tests of the cost
}

// citations finds what the line cites. A reference counts only when an item has
// it: a valid check digit alone proves nothing, one in ten numbers has one.
func (f *finder) citations(l *Line) []citation {
	f.found, f.payers, f.digits = f.found[:0], f.payers[:0], f.digits[:0]
	f.items, f.kept = f.items[:0], f.kept[:0]
	f.search(inReference, l.Reference)
	f.search(inEndToEnd, l.EndToEndID)
	f.search(inEndToEnd, l.InstructionID)
	f.search(inText, l.Remittance...) // references wrap over lines
	f.search(inText, l.Info)
	return f.found
}

// search looks in one text: first for pieces and neighbouring pieces that are a
// reference together ("F 2026-0012", "RF18 5390 …"), then for references of
// digits at any place in a run of digits, whatever stood between them.
func (f *finder) search(in place, lines ...string) {
	f.split(lines)
	if len(f.buf) < minKey {
		return
	}
	from := len(f.found)
	for i := 0; i+1 < len(f.cuts); i++ {
		f.joins(in, i)
	}
	f.runs(in)
	f.found = append(f.found[:from], outermost(f.found[from:])...)
}

// split takes letters and digits into buf and cuts where anything else stood and
// where letters and digits meet. A line that ends is a cut as well.
func (f *finder) split(lines []string) {
	f.buf, f.cuts = f.buf[:0], f.cuts[:0]
	room := maxText
	for _, text := range lines {
		if len(text) > room {
			text = text[:room]
		}
		room -= len(text)
		f.splitLine(text)
		if room--; room <= 0 {
			break
		}
	}
	f.cuts = append(f.cuts, int32(len(f.buf)))
}

func (f *finder) splitLine(text string) {
	last := byte(0) // kind of the last byte: 'a', '0', or 0 for a separator
	for i := 0; i < len(text); i++ {
		c, kind := text[i], byte(0)
		switch {
		case c >= '0' && c <= '9':
			kind = '0'
		case c >= 'A' && c <= 'Z':
			kind = 'a'
		case c >= 'a' && c <= 'z':
			kind, c = 'a', c-'a'+'A'
		}
		if kind != 0 {
			if kind != last {
				f.cuts = append(f.cuts, int32(len(f.buf)))
			}
			f.buf = append(f.buf, c)
		}
		last = kind
	}
}

// joins looks up piece i alone and with its neighbours, where that has a digit
// and a length that references have. The hash grows along.
func (f *finder) joins(in place, i int) {
	start, digit := f.cuts[i], false
	h := hashByte(hashStart, keyText)
	at := start
	for j := i + 1; j < len(f.cuts) && j <= i+maxJoin; j++ {
		end := f.cuts[j]
		if end-start > maxKey {
			return
		}
		digit = digit || f.buf[at] <= '9'
		for ; at < end; at++ {
			h = hashByte(h, f.buf[at])
		}
		if digit && f.engine.lengths.hasText(end-start) {
			f.look(in, h, start, end, true)
		}
	}
}

// runs slides over every run of digits with the lengths that references have.
func (f *finder) runs(in place) {
	for start := 0; start < len(f.buf); start++ {
		end := start
		for end < len(f.buf) && f.buf[end] <= '9' {
			end++
		}
		if end-start >= longDigits {
			f.keepDigits(f.buf[start:end])
			f.slide(in, int32(start), int32(end))
		}
		start = end
	}
}

const longDigits = 9 // shorter references count only as a piece of their own

// slide looks up every part of a run of digits.
func (f *finder) slide(in place, from, to int32) {
	lens := f.engine.lengths.digits &^ (1<<longDigits - 1)
	longest := f.engine.lengths.longestDigits()
	for start := from; start+longDigits <= to; start++ {
		h := hashByte(hashStart, keyText)
		for end := start + 1; end <= to && end-start <= longest; end++ {
			h = hashByte(h, f.buf[end-1])
			if lens>>(end-start)&1 == 1 {
				f.look(in, h, start, end, false)
			}
		}
	}
}

// keepDigits keeps a run of digits, to repair references with.
func (f *finder) keepDigits(run []byte) {
	if len(f.digits) < 32 {
		from := len(f.kept)
		f.kept = append(f.kept, run...)
		f.digits = append(f.digits, f.kept[from:len(f.kept):len(f.kept)])
	}
}

// repairs says whether a reference in the line is the item's but for one slip: a
// digit wrong, left out or too many, or two neighbours swapped. That alone proves
// nothing: it counts as evidence for an item that amount or payer brought up.
func (w *worker) repairs(at int32) bool {
	if len(w.slips) == 0 {
		return false
	}
	item := &w.e.items[at]
	var room [maxKey]byte
	for _, ref := range [3]string{item.Reference, item.Number, item.EndToEndID} {
		if key := lastDigits(room[:0], ref); len(key) >= longDigits && w.nearly(key) {
			return true
		}
	}
	return false
}

// slipped makes the choices of items with exactly this amount of which the line
// cites the reference with a slip, when it cites nothing else. Every number that
// is one digit or one swap away is looked up.
func (w *worker) slipped() {
	if !w.with(Repair) || len(w.slips) == 0 || len(w.cites) > 0 {
		return
	}
	var room [maxKey]byte
	for n, run := range w.slips {
		if n == 2 || len(run) > maxKey || w.e.lengths.digits>>len(run)&1 == 0 {
			continue
		}
		key := append(room[:0], run...)
		for i := range key {
			own := key[i]
			for c := byte('0'); c <= '9'; c++ {
				if key[i] = c; c != own {
					w.exactly(key)
				}
			}
			if key[i] = own; i > 0 && key[i-1] != own {
				key[i-1], key[i] = key[i], key[i-1]
				w.exactly(key)
				key[i-1], key[i] = key[i], key[i-1]
			}
		}
	}
}

// exactly makes the choices of items with this reference and exactly this amount.
func (w *worker) exactly(key []byte) {
	h := hashByte(hashStart, keyText)
	for _, c := range key {
		h = hashByte(h, c)
	}
	w.e.refs.each(h, func(at int32) bool {
		if at >= 0 && w.usable(at) && w.open(at) == w.amount && sameReference(w.e.items[at].Reference, string(key)) {
			w.settle([]int32{at}, 0)
		}
		return len(w.drafts) < maxDrafts
	})
}

// lastDigits adds the digits of a reference behind its last letter: all of a
// betalingskenmerk, what follows "RF" or "F-" of others.
func lastDigits(out []byte, ref string) []byte {
	tail, _ := digitTail(ref)
	for i := 0; i < len(tail) && len(out) < maxKey; i++ {
		if tail[i] >= '0' && tail[i] <= '9' {
			out = append(out, tail[i])
		}
	}
	return out
}

// nearly says whether the line has these digits but for one slip.
func (w *worker) nearly(key []byte) bool {
	for _, run := range w.slips {
		if len(run) == len(key)-1 && oneMissing(run, key) || len(run) == len(key)+1 && oneMissing(key, run) {
			return true
		}
		for from := 0; from+len(key) <= len(run); from++ {
			if oneSlip(run[from:from+len(key)], key) {
				return true
			}
		}
	}
	return false
}

// findSlips keeps the runs of digits that may be a reference with a slip: what is
// right of another item is none.
func (w *worker) findSlips() {
	w.slips = w.slips[:0]
	for _, run := range w.finder.digits {
		if !w.isCitation(run) {
			w.slips = append(w.slips, run)
		}
	}
}

// isCitation says whether a run of digits belongs to a reference that was found.
func (w *worker) isCitation(run []byte) bool {
	for i := range w.cites {
		if c := &w.cites[i]; c.class != fRefShort && strings.Contains(c.key, string(run)) {
			return true
		}
	}
	return false
}

// oneMissing says whether a is b with one digit left out.
func oneMissing(a, b []byte) bool {
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return string(a[i:]) == string(b[i+1:])
}

// oneSlip says whether two strings of equal length differ in one place, or in
// two neighbours that changed places.
func oneSlip(a, b []byte) bool {
	first, count := -1, 0
	for i := range a {
		if a[i] != b[i] {
			if count++; count > 2 {
				return false
			}
			if first < 0 {
				first = i
			}
		}
	}
	return count == 1 || count == 2 && a[first] == b[first+1] && a[first+1] == b[first]
}

// look adds a citation if items have the reference at start to end.
func (f *finder) look(in place, h uint64, start, end int32, aligned bool) {
	f.tried++
	if len(f.found) >= maxFound || !f.engine.refs.has(h) {
		return
	}
	key := string(f.buf[start:end])
	for i := range f.found {
		if c := &f.found[i]; c.key == key && (c.place == in || c.class == fRefStructured || c.class == fRefEndToEnd) {
			return
		}
	}
	items := f.itemsOf(h, key, aligned)
	class := f.classOf(in, key, int(start), int(end), aligned)
	if len(items) == 0 || len(items) > maxGroup || class == 0 {
		return
	}
	if class != fRefShort && !wholeKey(&f.engine.items[items[0]], key) {
		class = fRefNumber // only the digits of a number
	}
	f.found = append(f.found, citation{key: strings.Clone(key), class: class, items: items, place: in, start: start, end: end})
}

// itemsOf gives the items that have a reference. Parties that have it as their
// number are noted.
func (f *finder) itemsOf(h uint64, key string, aligned bool) []int32 {
	from := len(f.items)
	f.engine.refs.each(h, func(at int32) bool {
		if at < 0 {
			p := -1 - at
			if rec := &f.engine.parties[p]; aligned && (sameReference(rec.number, key) && !dateLike(key) || contains(addressKeys(rec.address), key)) {
				f.payers = append(f.payers, p)
			}
			return true
		}
		if n := len(f.items); hasKey(&f.engine.items[at], key) && (n == from || f.items[n-1] != at) {
			f.items = append(f.items, at)
		}
		return len(f.items)-from <= maxGroup
	})
	return f.items[from:len(f.items):len(f.items)]
}

// classOf says what a reference found there is worth; 0 is nothing.
func (f *finder) classOf(in place, key string, start, end int, aligned bool) feature {
	whole := start == 0 && end == len(f.buf)
	switch {
	case len(key) < 6 || dateLike(key):
		if len(key) == 4 && (key[:2] == "19" || key[:2] == "20") && allDigits(key) {
			return 0 // a year
		}
		return fRefShort
	case in == inReference && whole:
		return fRefStructured
	case in == inEndToEnd && whole:
		return fRefEndToEnd
	case len(key) >= 12 || len(key) >= 9 && aligned:
		return fRefText
	case aligned:
		return fRefNumber
	}
	return fRefShort
}

// dateLike: eight digits that are a day of this century, either way round.
func dateLike(key string) bool {
	if len(key) != 8 || !allDigits(key) {
		return false
	}
	ymd := key[:2] == "20" && key[4:6] >= "01" && key[4:6] <= "12" && key[6:] >= "01" && key[6:] <= "31"
	dmy := key[4:6] == "20" && key[2:4] >= "01" && key[2:4] <= "12" && key[:2] >= "01" && key[:2] <= "31"
	return ymd || dmy
}

// outermost drops what lies inside a longer reference of the same text.
func outermost(found []citation) []citation {
	out := found[:0]
	for i, c := range found {
		inside := false
		for j, d := range found {
			if i != j && d.start <= c.start && c.end <= d.end && d.end-d.start > c.end-c.start {
				inside = true
				break
			}
		}
		if !inside {
			out = append(out, c)
		}
	}
	return out
}
