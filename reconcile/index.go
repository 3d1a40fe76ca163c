// SPDX-License-Identifier: EUPL-1.2

package reconcile

// The hash is FNV-1a over 64 bits, started with the kind of key so that one
// index can hold several kinds of one slice of values. Whoever finds something by
// it compares the real values: a collision costs time, never a wrong match. In a
// city with millions of items collisions do come; a position that belongs to
// another slice would be a crash.
const (
	hashStart = 14695981039346656037
	hashPrime = 1099511628211
)

func hash(kind byte, key string) uint64 { return hashText(hashByte(hashStart, kind), key) }

func hashByte(h uint64, c byte) uint64 { return (h ^ uint64(c)) * hashPrime }

// hashText continues a hash with a text.
func hashText(h uint64, key string) uint64 {
	for i := 0; i < len(key); i++ {
		h = hashByte(h, key[i])
	}
	return h
}

// hashAmount continues a hash with an amount.
func hashAmount(h uint64, amount int64) uint64 {
	for i := 0; i < 8; i++ {
		h = hashByte(h, byte(amount>>(8*i)))
	}
	return h
}

const (
	shardBits = 6
	markBits  = 32
)

// index maps a hash to positions in a slice, in the order in which they were
// added. It is a hash table with open addressing, without an allocation for each
// key. The first bits of the hash choose a shard: goroutines that fill different
// shards need no lock, and growth copies one shard and not the whole.
type index struct{ shards []shard } // none as long as it is empty

func newIndex(int) index { return index{} }

// shard is a part of an index.
type shard struct {
	slots []slot // as many as a power of two
	links []link
	keys  int
}

// slot is the place of a key: 32 bits of its hash and 1 + the position of its
// last link; 0 is an empty slot.
type slot struct {
	mark uint32
	last int32
}

// link is one position; the last link of a key points to its first.
type link struct{ at, next int32 }

// entry is a position that is to be added under a hash.
type entry struct {
	hash uint64
	at   int32
}

// mixed spreads a hash, since the first bits of FNV know little of the last
// letters of a key.
func mixed(h uint64) uint64 {
	h = (h ^ h>>32) * 0x9e3779b97f4a7c15
	return h ^ h>>32
}

// where gives the shard of a mixed hash, and its mark.
func where(h uint64) (shard int, mark uint32) {
	return int(h >> (64 - shardBits)), uint32(h >> (64 - shardBits - markBits))
}

// slot gives the slot of a mark, or the empty one where it belongs. There is
// always an empty one in a shard that has slots.
func (s *shard) slot(mark uint32) *slot {
	last := uint32(len(s.slots) - 1)
	for i := mark & last; ; i = (i + 1) & last {
		if p := &s.slots[i]; p.last == 0 || p.mark == mark {
			return p
		}
	}
}

func (x *index) add(h uint64, at int32) {
	x.begin()
	n, mark := where(mixed(h))
	x.shards[n].add(mark, at)
}

func (x *index) begin() {
	if x.shards == nil {
		x.shards = make([]shard, 1<<shardBits)
	}
}

func (s *shard) add(mark uint32, at int32) {
	if s.keys >= len(s.slots)/4*3 {
		s.grow()
	}
	n := int32(len(s.links))
	p := s.slot(mark)
	if p.last == 0 {
		s.keys++
		p.mark = mark
		s.links = append(s.links, link{at, n})
	} else {
		end := &s.links[p.last-1]
		s.links = append(s.links, link{at, end.next})
		s.links[p.last-1].next = n
	}
	p.last = n + 1
}

func (s *shard) grow() {
	old := s.slots
	s.slots = make([]slot, max(8, 2*len(old)))
	for _, p := range old {
		if p.last != 0 {
			*s.slot(p.mark) = p
		}
	}
}

// each calls f for every position under the hash until f says stop (false).
func (x *index) each(h uint64, f func(at int32) bool) {
	s, last := x.find(h)
	if last < 0 {
		return
	}
	for n := s.links[last].next; f(s.links[n].at) && n != last; {
		n = s.links[n].next
	}
}

func (x *index) has(h uint64) bool {
	_, last := x.find(h)
	return last >= 0
}

// find gives the last link of a hash in its shard, -1 when there is none.
func (x *index) find(h uint64) (s *shard, last int32) {
	if x.shards == nil {
		return nil, -1
	}
	n, mark := where(mixed(h))
	if s = &x.shards[n]; s.keys == 0 {
		return s, -1
	}
	return s, s.slot(mark).last - 1
}

const fillBlock = 1 << 15 // positions whose entries are in memory at a time

// fill adds the entries of 0 to n, in that order, whatever the number of
// workers: each gathers the entries of a stretch, and then each adds those of
// its own shards. entries adds those of a position to a list; k is the worker
// that asks.
func (x *index) fill(n, workers int, entries func(k int, at int32, list []entry) []entry) {
	x.begin()
	lists := make([][]entry, workers)
	for from := 0; from < n; from += fillBlock {
		size := min(fillBlock, n-from)
		sideBySide(workers, func(k int) {
			list := lists[k][:0]
			for at := from + size*k/workers; at < from+size*(k+1)/workers; at++ {
				list = entries(k, int32(at), list)
			}
			lists[k] = list
		})
		sideBySide(workers, func(k int) {
			for _, list := range lists {
				for _, e := range list {
					if n, mark := where(mixed(e.hash)); n%workers == k {
						x.shards[n].add(mark, e.at)
					}
				}
			}
		})
	}
}
