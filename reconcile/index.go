// SPDX-License-Identifier: EUPL-1.2

package reconcile

// hash is FNV-1a over 64 bits, seeded by the kind of key so that one index can
// hold several kinds. Whoever finds something by it compares the real values:
// a collision costs time, never a wrong match.
func hash(kind byte, key string) uint64 {
	h := uint64(14695981039346656037)
	h = (h ^ uint64(kind)) * 1099511628211
	for i := 0; i < len(key); i++ {
		h = (h ^ uint64(key[i])) * 1099511628211
	}
	return h
}

// hashAmount continues a hash with an amount.
func hashAmount(h uint64, amount int64) uint64 {
	for i := 0; i < 8; i++ {
		h = (h ^ uint64(amount>>(8*i))&0xff) * 1099511628211
	}
	return h
}

// index maps a hash to positions in a slice, in the order in which they were
// added; it is a map to the ends of chains in one slice, so that millions of
// keys cost no allocation each.
type index struct {
	ends  map[uint64]ends
	chain []link
}

type ends struct{ first, last int32 }

type link struct {
	at   int32
	next int32 // position in chain, -1 at the end
}

func newIndex(size int) index {
	return index{ends: make(map[uint64]ends, size), chain: make([]link, 0, size)}
}

func (x *index) add(h uint64, at int32) {
	n := int32(len(x.chain))
	x.chain = append(x.chain, link{at: at, next: -1})
	e, found := x.ends[h]
	if found {
		x.chain[e.last].next = n
		e.last = n
	} else {
		e = ends{n, n}
	}
	x.ends[h] = e
}

// each calls f for every position under the hash until f says stop (false).
func (x *index) each(h uint64, f func(at int32) bool) {
	e, found := x.ends[h]
	if !found {
		return
	}
	for n := e.first; n >= 0; n = x.chain[n].next {
		if !f(x.chain[n].at) {
			return
		}
	}
}

func (x *index) has(h uint64) bool {
	_, found := x.ends[h]
	return found
}
