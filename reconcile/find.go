// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"math/bits"
	"strings"

	"rentmeester/ident"
)

const (
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
}

// finder looks for references. Its buffers are reused from line to line.
type finder struct {
	engine *Engine
	buf    []byte  // letters and digits of the text, upper case
	cuts   []int32 // where pieces begin; the last is the end
	found  []citation
	digits [][]byte // runs of digits, whatever stood between them
	payers []int32  // parties whose number stands in the text
	tried  int      // look-ups, for tests of the cost
}

// citations finds what the line cites. A reference counts only when an item has
// it: a valid check digit alone proves nothing, one in ten numbers has one.
func (f *finder) citations(l *Line) []citation {
	f.found, f.payers, f.digits = f.found[:0], f.payers[:0], f.digits[:0]
	f.search(inReference, l.Reference)
	f.search(inEndToEnd, l.EndToEndID)
	f.search(inEndToEnd, l.InstructionID)
	switch len(l.Remittance) {
	case 0:
	case 1:
		f.search(inText, l.Remittance[0])
	default: // references wrap over lines
		f.search(inText, strings.Join(l.Remittance, " "))
	}
	f.search(inText, l.Info)
	return f.found
}

// search looks in one text: first for pieces and neighbouring pieces that are a
// reference together ("F 2026-0012", "RF18 5390 …"), then for references of
// digits at any place in a run of digits, whatever stood between them.
func (f *finder) search(in place, text string) {
	if len(text) < 4 {
		return
	}
	from := len(f.found)
	f.split(text)
	for i := 0; i+1 < len(f.cuts); i++ {
		f.joins(in, i)
	}
	f.runs(in)
	f.found = append(f.found[:from], outermost(f.found[from:])...)
}

// split takes letters and digits into buf and cuts where anything else stood and
// where letters and digits meet.
func (f *finder) split(text string) {
	if len(text) > maxText {
		text = text[:maxText]
	}
	f.buf, f.cuts = f.buf[:0], f.cuts[:0]
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
	f.cuts = append(f.cuts, int32(len(f.buf)))
}

// joins looks up piece i alone and with its neighbours. The hash grows along.
func (f *finder) joins(in place, i int) {
	start := f.cuts[i]
	h := uint64(14695981039346656037)
	h = (h ^ uint64(keyText)) * 1099511628211
	at := start
	for j := i + 1; j < len(f.cuts) && j <= i+maxJoin; j++ {
		end := f.cuts[j]
		if end-start > maxKey {
			return
		}
		for ; at < end; at++ {
			h = (h ^ uint64(f.buf[at])) * 1099511628211
		}
		if end-start >= 4 {
			f.look(in, h, start, end, true)
		}
	}
}

// runs slides over every run of digits with the lengths that references have.
func (f *finder) runs(in place) {
	f.keepDigits()
	lens := f.engine.digitLens &^ (1<<9 - 1) // shorter ones only as a piece of their own
	if lens == 0 {
		return
	}
	longest := int32(min(63-bits.LeadingZeros64(lens), maxKey))
	for start := int32(0); start < int32(len(f.buf)); start++ {
		h := uint64(14695981039346656037)
		h = (h ^ uint64(keyText)) * 1099511628211
		for end := start; end < int32(len(f.buf)) && end-start < longest && f.buf[end] >= '0' && f.buf[end] <= '9'; end++ {
			h = (h ^ uint64(f.buf[end])) * 1099511628211
			if lens>>(end-start+1)&1 == 1 {
				f.look(in, h, start, end+1, false)
			}
		}
	}
}

// keepDigits keeps the runs of nine digits and more, to repair references with.
func (f *finder) keepDigits() {
	for start := 0; start < len(f.buf); start++ {
		end := start
		for end < len(f.buf) && f.buf[end] >= '0' && f.buf[end] <= '9' {
			end++
		}
		if end-start >= 9 && len(f.digits) < 32 {
			f.digits = append(f.digits, append([]byte(nil), f.buf[start:end]...))
		}
		start = end
	}
}

// repairs says whether a reference in the line is the item's but for one wrong
// digit or two neighbours swapped. That alone proves nothing: it counts as
// evidence for an item that amount or payer brought up.
func (w *worker) repairs(at int32) bool {
	key := w.e.items[at].Reference
	if len(key) < 9 || !allDigits(key) {
		return false
	}
	for _, run := range w.finder.digits {
		for from := 0; from+len(key) <= len(run); from++ {
			if oneSlip(run[from:from+len(key)], key) {
				return true
			}
		}
	}
	return false
}

// oneSlip says whether two strings of equal length differ in one place, or in
// two neighbours that changed places.
func oneSlip(a []byte, b string) bool {
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
	if len(f.found) >= maxFound {
		return
	}
	if !f.engine.refs.has(h) {
		return
	}
	key := string(f.buf[start:end])
	for _, c := range f.found {
		if c.key == key && (c.place == in || c.class == fRefStructured || c.class == fRefEndToEnd) {
			return
		}
	}
	var items []int32
	f.engine.refs.each(h, func(at int32) bool {
		if at < 0 {
			if p := -1 - at; aligned && ident.NormaliseReference(f.engine.parties[p].number) == key && !dateLike(key) {
				f.payers = append(f.payers, p)
			}
			return true
		}
		var keys [4]string
		if contains(itemKeys(&f.engine.items[at], keys[:0]), key) && (len(items) == 0 || items[len(items)-1] != at) {
			items = append(items, at)
		}
		return len(items) <= maxGroup
	})
	class := f.classOf(in, key, int(start), int(end), aligned)
	if len(items) == 0 || len(items) > maxGroup || class == 0 {
		return
	}
	if class != fRefShort && !f.wholeKey(items[0], key) {
		class = fRefNumber // only the digits of a number
	}
	f.found = append(f.found, citation{key, class, items, in, start, end})
}

// wholeKey says whether key is a whole reference of the item and not its tail.
func (f *finder) wholeKey(at int32, key string) bool {
	item := &f.engine.items[at]
	return key == ident.NormaliseReference(item.Reference) || key == ident.NormaliseReference(item.Number) ||
		key == ident.NormaliseReference(item.EndToEndID)
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
