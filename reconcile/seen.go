// SPDX-License-Identifier: EUPL-1.2

package reconcile

import "slices"

// seen is what the explanation of a line depended on, beside the line itself:
// the items of which it looked what is open, those of which it asked whether
// another line cites them, and the keys under which it looked for settled lines.
// As long as nothing of that changed, explaining it again gives the same.
type seen struct {
	items, rivals []int32
	past          []uint64
}

// witness notes that while a line is explained. A nil witness notes nothing.
type witness struct {
	seen
	latest [256]int32 // 1 + items noted lately
}

func (x *witness) item(at int32) {
	if x == nil {
		return
	}
	if p := &x.latest[at&255]; *p != at+1 {
		*p = at + 1
		x.items = append(x.items, at)
	}
}

func (x *witness) rival(at int32) {
	if x != nil {
		x.rivals = append(x.rivals, at)
	}
}

func (x *witness) key(h uint64) {
	if x != nil {
		x.past = append(x.past, h)
	}
}

// done gives what was noted and begins anew.
func (x *witness) done() seen {
	out := seen{slices.Clone(x.items), slices.Clone(x.rivals), slices.Clone(x.past)}
	x.items, x.rivals, x.past, x.latest = x.items[:0], x.rivals[:0], x.past[:0], [256]int32{}
	return out
}

// itemSet is a set of positions of items, a bit for each.
type itemSet []uint64

func newItemSet(n int) itemSet      { return make(itemSet, n/64+1) }
func (s itemSet) add(at int32)      { s[at/64] |= 1 << (at % 64) }
func (s itemSet) has(at int32) bool { return len(s) > 0 && s[at/64]>>(at%64)&1 == 1 }

// changed says whether something that a line was explained by is not any more
// what it was then.
func (r *run) changed(i int) bool {
	s := &r.seen[i]
	return slices.ContainsFunc(s.items, r.view.moved.has) || slices.ContainsFunc(s.past, r.view.pastAt.has) ||
		slices.ContainsFunc(s.rivals, func(at int32) bool { return r.view.contested[at] })
}
