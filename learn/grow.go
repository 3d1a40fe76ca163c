// SPDX-License-Identifier: EUPL-1.2

package learn

import "sync"

// sums are the derivatives of the rows in one bin.
type sums struct{ first, second float64 }

// leaf is a place where a tree may still fork.
type leaf struct {
	node     int32
	rows     []int32
	total    sums
	bins     [][maxBins]sums // by place in columns
	gain     float64
	column   int
	cut      int
	leftSums sums
}

// grow adds one tree to the forest and to the scores.
func (g *growing) grow(f *Forest) {
	f.Nodes = append(f.Nodes, Node{})
	root := &leaf{node: int32(len(f.Nodes) - 1), rows: append([]int32(nil), g.drawn...)}
	root.bins = g.histogram(root.rows)
	for _, i := range root.rows {
		root.total.first += float64(g.first[i])
		root.total.second += float64(g.second[i])
	}
	g.best(root)
	leaves := []*leaf{root}
	for len(leaves) < g.Leaves {
		at := 0
		for i, l := range leaves {
			if l.gain > leaves[at].gain {
				at = i
			}
		}
		if leaves[at].gain <= 0 {
			break
		}
		left, right := g.fork(f, leaves[at])
		leaves[at] = left
		leaves = append(leaves, right)
	}
	for _, l := range leaves {
		f.Nodes[l.node].At = float32(-g.Rate * l.total.first / (l.total.second + g.Pull))
	}
	g.rescore(f, f.Roots[len(f.Roots)-1])
}

// fork divides a leaf in two. The sums of the larger half are what is left of
// the whole when the smaller is taken away.
func (g *growing) fork(f *Forest, l *leaf) (left, right *leaf) {
	feature := g.columns[l.column]
	at := int32(len(f.Nodes))
	f.Nodes = append(f.Nodes, Node{}, Node{})
	f.Nodes[l.node] = Node{Feature: uint16(feature), At: g.cuts[feature][l.cut], Left: at}
	left, right = &leaf{node: at, total: l.leftSums}, &leaf{node: at + 1}
	right.total = sums{l.total.first - l.leftSums.first, l.total.second - l.leftSums.second}
	bins := g.bins[feature]
	split := make([]int32, 0, len(l.rows))
	for _, i := range l.rows {
		if int(bins[i]) <= l.cut {
			split = append(split, i)
		}
	}
	left.rows = split
	rest := make([]int32, 0, len(l.rows)-len(split))
	for _, i := range l.rows {
		if int(bins[i]) > l.cut {
			rest = append(rest, i)
		}
	}
	right.rows = rest
	small, large := left, right
	if len(left.rows) > len(right.rows) {
		small, large = right, left
	}
	small.bins = g.histogram(small.rows)
	large.bins = l.bins
	for c := range large.bins {
		for b := range large.bins[c] {
			large.bins[c][b].first -= small.bins[c][b].first
			large.bins[c][b].second -= small.bins[c][b].second
		}
	}
	g.best(left)
	g.best(right)
	return left, right
}

// histogram adds up the derivatives of rows by bin, for each feature of this tree.
// Each feature is added up by itself, so that it does not matter how many do so.
func (g *growing) histogram(rows []int32) [][maxBins]sums {
	out := make([][maxBins]sums, len(g.columns))
	first, second := make([]float32, len(rows)), make([]float32, len(rows))
	for k, i := range rows {
		first[k], second[k] = g.first[i], g.second[i]
	}
	each(len(g.columns), len(rows) > 2_000, func(c int) {
		bins, sum := g.bins[g.columns[c]], &out[c]
		for k, i := range rows {
			s := &sum[bins[i]&(maxBins-1)]
			s.first += float64(first[k])
			s.second += float64(second[k])
		}
	})
	return out
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
	whole := l.total.first * l.total.first / (l.total.second + g.Pull)
	for c, j := range g.columns {
		var left sums
		for cut := range g.cuts[j] {
			left.first += l.bins[c][cut].first
			left.second += l.bins[c][cut].second
			right := sums{l.total.first - left.first, l.total.second - left.second}
			if left.second < g.Least || right.second < g.Least {
				continue
			}
			gain := left.first*left.first/(left.second+g.Pull) + right.first*right.first/(right.second+g.Pull) - whole
			if gain > l.gain+1e-9 {
				l.gain, l.column, l.cut, l.leftSums = gain, c, cut, left
			}
		}
	}
}

// rescore adds the last tree to the scores of all rows.
func (g *growing) rescore(f *Forest, root int32) {
	each(2, g.rows > 2_000, func(half int) {
		from, until := half*g.rows/2, (half+1)*g.rows/2
		for i := from; i < until; i++ {
			n := &f.Nodes[root]
			for n.Left != 0 {
				at := n.Left
				if g.Values[i*g.Width+int(n.Feature)] > n.At {
					at++
				}
				n = &f.Nodes[at]
			}
			g.scores[i] += n.At
		}
	})
}
