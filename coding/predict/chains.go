// SPDX-License-Identifier: EUPL-1.2

package predict

// chains are rows that are alike in some way, by the key of that way. The latest
// come first when they are read. Most keys have one or two rows and some have very
// many, so a chain is made of blocks that get larger: each is a link to the block
// before it and room for rows, of which those that are not there yet are none.
type chains struct {
	heads  table // link to the latest block
	blocks [][]uint32
	used   int // of the last piece of blocks
	free   []uint32
}

const (
	none      = ^uint32(0)
	blockBits = 16 // places in a piece of blocks
	// A link is the place of a block with its size in the two lowest bits: of 2, 4, 8
	// or 16 places, the first being the link to the block before. In the largest the
	// second counts the blocks of its chain.
	sizeBits = 2
	largest  = 3
	// A chain of so many of the largest blocks loses the older half: none of them
	// is ever looked at again.
	mostBlocks = 200
)

func newChains() chains { return chains{heads: newTable()} }

func (c *chains) block(link uint32) []uint32 {
	at, size := link>>sizeBits, uint32(2)<<(link&(1<<sizeBits-1))
	from := at & (1<<blockBits - 1)
	return c.blocks[at>>blockBits][from : from+size : from+size]
}

// rowsOf gives where in a block its rows begin.
func rowsOf(link uint32) int {
	if link&(1<<sizeBits-1) == largest {
		return 2
	}
	return 1
}

// latest gives the link to the latest block of a key; 0 when there is none.
func (c *chains) latest(key uint64) uint32 { return c.heads.find(key) }

// read gives the rows of a block, the oldest first, and the link to the block
// before it.
func (c *chains) read(link uint32) (rows []uint32, before uint32) {
	b := c.block(link)
	rows = b[rowsOf(link):]
	n := len(rows)
	for n > 0 && rows[n-1] == none {
		n--
	}
	return rows[:n], b[0]
}

// add puts a row on top of the chain of a key.
func (c *chains) add(key uint64, row uint32) {
	head := c.heads.at(key)
	if *head == 0 {
		*head = c.make(0, 0)
	}
	b := c.block(*head)
	if b[len(b)-1] != none {
		*head = c.next(*head)
		b = c.block(*head)
	}
	n := len(b) - 1
	for n > rowsOf(*head) && b[n-1] == none {
		n--
	}
	b[n] = row
}

// undo takes the row on top of the chain of a key away again.
func (c *chains) undo(key uint64, row uint32) {
	for link := c.latest(key); link != 0; {
		rows, before := c.read(link)
		if n := len(rows); n > 0 {
			if rows[n-1] == row {
				rows[n-1] = none
			}
			return
		}
		link = before
	}
}

// next makes a block after one that is full.
func (c *chains) next(link uint32) uint32 {
	size := link & (1<<sizeBits - 1)
	if size < largest {
		return c.make(size+1, link)
	}
	made := c.make(largest, link)
	ordinal := c.block(link)[1] + 1
	if ordinal == mostBlocks {
		ordinal = mostBlocks / 2
		c.shorten(link)
	}
	c.block(made)[1] = ordinal
	return made
}

// shorten frees the older half of a chain.
func (c *chains) shorten(link uint32) {
	for range mostBlocks / 2 {
		link = c.block(link)[0]
	}
	b := c.block(link)
	rest := b[0]
	for b[0] = 0; rest != 0; {
		link, rest = rest, c.block(rest)[0]
		if link&(1<<sizeBits-1) == largest {
			c.free = append(c.free, link)
		}
	}
}

// make gives an empty block.
func (c *chains) make(size, before uint32) uint32 {
	link := uint32(0)
	if n := len(c.free); size == largest && n > 0 {
		link = c.free[n-1]
		c.free = c.free[:n-1]
	} else {
		link = c.room(2<<size)<<sizeBits | size
	}
	b := c.block(link)
	for i := range b {
		b[i] = none
	}
	b[0] = before
	if size == largest {
		b[1] = 0
	}
	return link
}

// room finds places that follow each other.
func (c *chains) room(n int) uint32 {
	if len(c.blocks) == 0 || c.used+n > 1<<blockBits {
		c.blocks = append(c.blocks, make([]uint32, 1<<blockBits))
		c.used = 0
		if len(c.blocks) == 1 {
			c.used = 16 // link 0 is none
		}
	}
	at := uint32(len(c.blocks)-1)<<blockBits | uint32(c.used)
	c.used += n
	return at
}

// table finds a number, which is not 0, by a key. It tells keys apart by 40 bits of
// their hash: among millions a few are taken for one, which does no harm here. A
// part of the hash says in which shard, so that one at a time grows.
type table struct{ shards []shard }

type shard struct {
	slots []slot
	used  int
}

type slot struct{ tag, value uint32 }

const shardBits = 8

func newTable() table { return table{make([]shard, 1<<shardBits)} }

func (t *table) shard(key uint64) (s *shard, tag uint32) {
	h := key * 0x9E3779B97F4A7C15
	return &t.shards[h>>(64-shardBits)], uint32(h >> 24)
}

// place is where a tag stands, or would.
func (s *shard) place(tag uint32) int {
	at := int(uint64(tag) * uint64(len(s.slots)) >> 32)
	for s.slots[at].value != 0 && s.slots[at].tag != tag {
		if at++; at == len(s.slots) {
			at = 0
		}
	}
	return at
}

func (t *table) find(key uint64) uint32 {
	s, tag := t.shard(key)
	if len(s.slots) == 0 {
		return 0
	}
	return s.slots[s.place(tag)].value
}

// at gives the number of a key, 0 when it is new, to be filled in at once.
func (t *table) at(key uint64) *uint32 {
	s, tag := t.shard(key)
	if s.used*5 >= len(s.slots)*4 {
		s.grow()
	}
	one := &s.slots[s.place(tag)]
	if one.value == 0 {
		one.tag = tag
		s.used++
	}
	return &one.value
}

func (s *shard) grow() {
	old := s.slots
	s.slots = make([]slot, max(8, len(old)+len(old)/2))
	for _, one := range old {
		if one.value != 0 {
			s.slots[s.place(one.tag)] = one
		}
	}
}
