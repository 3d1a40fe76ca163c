// SPDX-License-Identifier: EUPL-1.2

package gap

// item is a job that an agent may take, for what it costs him less what everyone
// is paid for it: below zero it is worth taking.
type item struct {
	job    int
	weight int
	price  int64
}

// knapsack finds what an agent takes at best: the items with the lowest sum of
// prices that he can carry. It keeps its tables, which also tell what forcing or
// forbidding an item would cost.
type knapsack struct {
	items    []item    // with a price below zero
	capacity int       // no more than all items together need
	fore     [][]int64 // fore[k][c]: the best of the first k items within c
	back     [][]int64 // back[k][c]: the best of the items from k on within c
	taken    []bool    // of items
	scratch  []int64   // what fore and back stand in
}

// rows cuts n rows for the capacity out of the scratch, from place from.
func (s *knapsack) rows(into [][]int64, n, from int) [][]int64 {
	width := s.capacity + 1
	if need := (from + n) * width; need > len(s.scratch) {
		larger := make([]int64, need+need/2)
		copy(larger, s.scratch)
		s.scratch = larger
	}
	into = into[:0]
	for k := range n {
		into = append(into, s.scratch[(from+k)*width:(from+k+1)*width:(from+k+1)*width])
	}
	return into
}

// solve gives the lowest sum of prices within a capacity, and marks what is taken.
func (s *knapsack) solve(capacity int) int64 {
	all := 0
	for _, it := range s.items {
		all += it.weight
	}
	s.capacity = min(capacity, all)
	n, free := len(s.items), s.capacity
	s.taken = append(s.taken[:0], make([]bool, n)...)
	s.fore = s.rows(s.fore, n+1, 0)
	clear(s.fore[0])
	for k, it := range s.items {
		step(s.fore[k], s.fore[k+1], it)
	}
	for k := n - 1; k >= 0; k-- {
		if s.fore[k+1][free] != s.fore[k][free] {
			s.taken[k] = true
			free -= s.items[k].weight
		}
	}
	return s.fore[n][s.capacity]
}

// step adds an item: what is best within each capacity, with or without it.
func step(without, with []int64, it item) {
	w := min(it.weight, len(without))
	copy(with, without[:w])
	gain := without[:len(without)-w]
	plain, out := without[w:], with[w:]
	for c := range gain {
		out[c] = min(plain[c], gain[c]+it.price)
	}
}

// look makes the tables from behind, for without.
func (s *knapsack) look() {
	n := len(s.items)
	s.back = s.rows(s.back, n+1, n+1)
	s.fore = s.rows(s.fore, n+1, 0) // the scratch may have moved
	clear(s.back[n])
	for k := n - 1; k >= 0; k-- {
		step(s.back[k+1], s.back[k], s.items[k])
	}
}

// within gives the lowest sum of prices within a capacity that is not below zero.
func (s *knapsack) within(capacity int) int64 {
	return s.fore[len(s.items)][min(capacity, s.capacity)]
}

// without gives the same without item k.
func (s *knapsack) without(k, capacity int) int64 {
	capacity = min(capacity, s.capacity)
	fore, back := s.fore[k][:capacity+1], s.back[k+1][:capacity+1]
	best := int64(0)
	for c, v := range fore {
		best = min(best, v+back[capacity-c])
	}
	return best
}
