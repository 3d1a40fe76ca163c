// SPDX-License-Identifier: EUPL-1.2

package learn

import (
	"slices"
	"sync"
)

// sums are derivatives as whole numbers, the first in the upper 32 bits and the
// second, never negative, in the lower: they add up exactly and in any order, both
// at once (as in Shi and others, Quantized Training of Gradient Boosting Decision
// Trees, NeurIPS 2022).
type sums int64

// finest is how finely derivatives can be told apart so that those of all rows
// together still fit.
func (g *growing) finest() float32 {
	most := float32(1)
	for _, w := range g.Weight {
		most = max(most, w)
	}
	scale := float32(1 << 20)
	for scale*most*float32(g.rows+1) >= 1<<31 {
		scale /= 2
	}
	return scale
}

func (g *growing) whole(first, second float32) sums {
	return sums(int64(nearest(first*g.scale))<<32 + int64(nearest(second*g.scale)))
}

func nearest(v float32) int32 {
	if v < 0 {
		return int32(v - 0.5)
	}
	return int32(v + 0.5)
}

// parts gives the derivatives back.
func (g *growing) parts(s sums) (first, second float64) {
	return float64(s>>32) / float64(g.scale), float64(uint32(s)) / float64(g.scale)
}

// histogram is the sums of the rows in each bin, by place in columns.
type histogram [][maxBins]sums

// step is a node of the tree that grows: bins up to cut go to left, others to the
// next after it. Without left it adds a value.
type step struct {
	feature int32
	place   int32 // of its bin in a row
	cut     uint8
	left    int32
	value   float32
}

// leaf is a place where a tree may still fork.
type leaf struct {
	node   int32   // in the tree
	rows   []int32 // part of order
	total  sums
	bins   histogram
	gain   float64
	column int
	cut    int
	left   sums // what goes left by that
}

// grow adds one tree to the forest and to the scores.
func (g *growing) grow(f *Forest) {
	g.order = g.order[:0]
	root := leaf{}
	for i, s := range g.drawn {
		g.order = append(g.order, int32(i))
		root.total += s
	}
	root.rows, root.bins = g.order, g.histogram(g.order)
	g.best(&root)
	g.tree = append(g.tree[:0], step{})
	leaves := []leaf{root}
	for len(leaves) < g.Leaves {
		at := 0
		for i := range leaves {
			if leaves[i].gain > leaves[at].gain {
				at = i
			}
		}
		if leaves[at].gain <= 0 {
			break
		}
		left, right := g.fork(&leaves[at])
		leaves[at] = left
		leaves = append(leaves, right)
	}
	for i := range leaves {
		first, second := g.parts(leaves[i].total)
		value := float32(-g.Rate * first / max(second+g.Pull, 1e-6))
		g.tree[leaves[i].node].value = value
		for _, at := range leaves[i].rows {
			g.scores[g.source[at]] += value
		}
		g.free = append(g.free, leaves[i].bins)
	}
	g.plant(f)
	g.rescore()
}

// plant puts the tree in the forest, with cuts for values as they are.
func (g *growing) plant(f *Forest) {
	base := int32(len(f.Nodes))
	for _, s := range g.tree {
		if s.left == 0 {
			f.Nodes = append(f.Nodes, Node{At: s.value})
			continue
		}
		f.Nodes = append(f.Nodes, Node{Feature: uint16(s.feature), At: highest(g.cuts[s.feature][s.cut]), Left: base + s.left})
	}
}

// fork divides a leaf in two. The sums of the larger half are what is left of
// the whole when the smaller is taken away.
func (g *growing) fork(l *leaf) (left, right leaf) {
	at := int32(len(g.tree))
	g.tree = append(g.tree, step{}, step{})
	j := g.columns[l.column]
	g.tree[l.node] = step{feature: int32(j), place: g.places[j], cut: uint8(l.cut), left: at}
	n := g.divide(l)
	left, right = leaf{node: at, rows: l.rows[:n], total: l.left}, leaf{node: at + 1, rows: l.rows[n:], total: l.total - l.left}
	small, large := &left, &right
	if len(left.rows) > len(right.rows) {
		small, large = large, small
	}
	small.bins, large.bins = g.histogram(small.rows), l.bins
	for c := range large.bins {
		for b := range large.bins[c] {
			large.bins[c][b] -= small.bins[c][b]
		}
	}
	g.best(&left)
	g.best(&right)
	return left, right
}

// divide puts the rows that go left before the others, each in the order they
// had, and says how many they are.
func (g *growing) divide(l *leaf) int {
	n, width := 0, len(g.columns)
	g.spare = g.spare[:0]
	for _, i := range l.rows {
		if int(g.narrow[int(i)*width+l.column]) <= l.cut {
			l.rows[n] = i
			n++
		} else {
			g.spare = append(g.spare, i)
		}
	}
	copy(l.rows[n:], g.spare)
	return n
}

// histogram adds up the derivatives of rows by bin, for each feature of this tree.
func (g *growing) histogram(rows []int32) histogram {
	out := g.blank()
	if len(rows) < 4_000 {
		g.count(out, rows)
		return out
	}
	other := g.blank()
	each(2, true, func(half int) {
		g.count([]histogram{out, other}[half], rows[half*len(rows)/2:(half+1)*len(rows)/2])
	})
	for c := range out {
		for b := range out[c] {
			out[c][b] += other[c][b]
		}
	}
	g.free = append(g.free, other)
	return out
}

func (g *growing) count(out histogram, rows []int32) {
	width := len(g.columns)
	for _, i := range rows {
		s := g.drawn[i]
		row := g.narrow[int(i)*width : int(i)*width+width]
		to := out[:len(row)]
		for c, b := range row {
			to[c][b%maxBins] += s
		}
	}
}

// blank gives a histogram without anything in it.
func (g *growing) blank() histogram {
	n := len(g.free)
	if n == 0 {
		return make(histogram, len(g.columns), g.Width)
	}
	h := g.free[n-1][:len(g.columns)]
	g.free = g.free[:n-1]
	clear(h)
	return h
}

// each calls do for 0 to n, in two halves side by side when that pays.
func each(n int, pays bool, do func(int)) {
	if !pays {
		for i := range n {
			do(i)
		}
		return
	}
	var wait sync.WaitGroup
	for half := range 2 {
		wait.Go(func() {
			for i := half; i < n; i += 2 {
				do(i)
			}
		})
	}
	wait.Wait()
}

// best finds where a leaf gains most by forking.
func (g *growing) best(l *leaf) {
	l.gain = 0
	first, second := g.parts(l.total)
	whole := first * first / (second + g.Pull)
	for c, j := range g.columns {
		var left sums
		for cut := range g.cuts[j] {
			more := l.bins[c][cut]
			if left += more; more == 0 && cut > 0 {
				continue
			}
			f, s := g.parts(left)
			if s < g.Least || second-s < g.Least {
				continue
			}
			gain := f*f/(s+g.Pull) + (first-f)*(first-f)/(second-s+g.Pull) - whole
			if gain > l.gain+1e-9 {
				l.gain, l.column, l.cut, l.left = gain, c, cut, left
			}
		}
	}
}

// rescore adds the tree to the scores of the rows that it was not grown from; what
// the others come to is known by their leaves.
func (g *growing) rescore() {
	each(2, g.rows > 2_000, func(half int) {
		from, until := half*g.rows/2, (half+1)*g.rows/2
		at, _ := slices.BinarySearch(g.source, int32(from))
		for i := from; i < until; i++ {
			if at < len(g.source) && g.source[at] == int32(i) {
				at++
				continue
			}
			row := g.bins[i*g.stored : (i+1)*g.stored]
			s := &g.tree[0]
			for s.left != 0 {
				above := int32(0)
				if row[s.place] > s.cut {
					above = 1
				}
				s = &g.tree[s.left+above]
			}
			g.scores[i] += s.value
		}
	})
}
