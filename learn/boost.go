// SPDX-License-Identifier: EUPL-1.2

package learn

import (
	"math"
	"slices"
)

// Boosting fits gradient-boosted trees on histograms: the values of a feature are
// put in at most 64 bins and each tree grows where it gains most (Friedman, Annals
// of Statistics 29, 2001; the histograms as in LightGBM, Ke and others, NeurIPS
// 2017). The objective is that of Examples.
type Boosting struct {
	Trees   int
	Leaves  int     // of one tree
	Rate    float64 // how far a tree goes of what it would
	Pull    float64 // of a leaf towards 0, in weight
	Least   float64 // weight (second derivative) that a leaf needs at the least
	Columns float64 // share of the features that a tree may use; 0 is all
	Rows    float64 // share of the groups (or rows) that a tree learns from; 0 is all
}

// Examples are what is learned from: rows of Width values as Pack gives them, row
// after row, in parts of any number of rows. A value that is not there is -1 where
// the others are at least 0, or whatever is below them.
//
// With Ends, rows are answers to the same question, up to each end; of a group at
// most one is right and the trees learn to rank (softmax: log-likelihood of the
// right one). Groups without a right one say nothing. Without Ends each row is a
// question by itself, right or wrong (logistic).
type Examples struct {
	Width  int
	Values [][]uint16
	Right  []bool
	Ends   []int
	Weight []float32 // of each group, or row; nil is 1
	Start  []float32 // of each row: the score that the trees are added to; nil is 0
}

// Forest is trees whose values add up. The zero value gives 0 to everything.
type Forest struct {
	Base  float32
	Roots []int32
	Nodes []Node
}

// Node is a fork (values of Feature up to At go to Left, above to Left+1), or a
// leaf when Left is 0: then At is what it adds.
type Node struct {
	Feature uint16
	At      float32
	Left    int32
}

// Score adds up the trees for one row.
func (f *Forest) Score(values []float32) float64 {
	sum := f.Base
	at, roots := [abreast]int32{}, f.Roots
	for ; len(roots) >= abreast; roots = roots[abreast:] {
		copy(at[:], roots)
		for _, v := range f.walkAll(at, values, values, values, values) {
			sum += v
		}
	}
	for _, at := range roots {
		sum += f.walk(at, values)
	}
	return float64(sum)
}

// Scores is Score for the rows that begin at places times width. Tree by tree, so
// that each is fetched once for all of them.
func (f *Forest) Scores(values []float32, width int, places []int, to []float32) {
	for i := range places {
		to[i] = f.Base
	}
	for _, at := range f.Roots {
		i := 0
		for ; i+abreast <= len(places); i += abreast {
			row := func(j int) []float32 { return values[places[i+j]*width:][:width] }
			for j, v := range f.walkAll([abreast]int32{at, at, at, at}, row(0), row(1), row(2), row(3)) {
				to[i+j] += v
			}
		}
		for ; i < len(places); i++ {
			to[i] += f.walk(at, values[places[i]*width:][:width])
		}
	}
}

// abreast is how many walks are made at once: each step waits for what it reads,
// and meanwhile the others go on.
const abreast = 4

// walkAll is walk from several places, each with values of its own. Who is there
// stays there until all are.
func (f *Forest) walkAll(at [abreast]int32, a, b, c, d []float32) (out [abreast]float32) {
	nodes := f.Nodes
	i, j, k, l := at[0], at[1], at[2], at[3]
	for {
		n, o, p, q := &nodes[i], &nodes[j], &nodes[k], &nodes[l]
		if n.Left|o.Left|p.Left|q.Left == 0 {
			return [abreast]float32{n.At, o.At, p.At, q.At}
		}
		i, j, k, l = n.next(i, a), o.next(j, b), p.next(k, c), q.next(l, d)
	}
}

// next is where a walk goes from a node, itself when it is a leaf.
func (n *Node) next(at int32, values []float32) int32 {
	above := int32(0)
	if values[n.Feature] > n.At {
		above = 1
	}
	if to := n.Left + above; n.Left != 0 {
		at = to
	}
	return at
}

// walk goes down one tree. The step is written so that it takes no branch, which
// could not be foreseen.
func (f *Forest) walk(at int32, values []float32) float32 {
	n := &f.Nodes[at]
	for n.Left != 0 {
		above := int32(0)
		if values[n.Feature] > n.At {
			above = 1
		}
		n = &f.Nodes[n.Left+above]
	}
	return n.At
}

// Uses counts how often each feature forks.
func (f *Forest) Uses(width int) []int {
	uses := make([]int, width)
	for _, n := range f.Nodes {
		if n.Left != 0 {
			uses[n.Feature]++
		}
	}
	return uses
}

// Fit grows the forest. The outcome depends on nothing but its input.
func (b Boosting) Fit(c Examples) *Forest {
	f := &Forest{}
	if len(c.Right) == 0 {
		return f
	}
	g := newGrowing(b, c)
	if c.Ends == nil {
		f.Base = g.base()
	}
	for i := range g.scores {
		g.scores[i] = f.Base
		if c.Start != nil {
			g.scores[i] += c.Start[i]
		}
	}
	for range b.Trees {
		g.slopes()
		g.draw()
		f.Roots = append(f.Roots, int32(len(f.Nodes)))
		g.grow(f)
	}
	return f
}

// growing is the state while trees grow.
type growing struct {
	Boosting
	Examples
	rows    int
	cuts    [][]uint16 // of each feature: upper ends of its bins but the last
	bins    []uint8    // of each row, feature by feature, but those that are always the same
	places  []int32    // of each feature there
	stored  int        // features there
	scores  []float32
	first   []float32 // derivative of the loss by the score
	second  []float32
	scale   float32 // of derivatives as whole numbers
	columns []int   // features that this tree may use
	drawn   []sums  // derivatives of the rows that this tree learns from
	source  []int32 // which rows these are
	narrow  []uint8 // their bins, of its features only
	order   []int32 // of those rows, leaf by leaf
	spare   []int32
	free    []histogram
	tree    []step // as it is grown, by bins
	chance  uint64
}

func newGrowing(b Boosting, c Examples) *growing {
	g := &growing{Boosting: b, Examples: c, rows: len(c.Right), chance: 0x9E3779B97F4A7C15}
	g.scores, g.first, g.second = make([]float32, g.rows), make([]float32, g.rows), make([]float32, g.rows)
	g.scale = g.finest()
	g.bin()
	return g
}

// bin puts the values in bins.
func (g *growing) bin() {
	g.cuts = make([][]uint16, g.Width)
	table := make([][]uint8, g.Width)
	sample := g.sample()
	each(g.Width, true, func(j int) {
		g.cuts[j] = cut(sample[j])
		table[j] = make([]uint8, 1<<16)
		from := 0
		for at, last := range g.cuts[j] {
			for v := from; v <= int(last); v++ {
				table[j][v] = uint8(at)
			}
			from = int(last) + 1
		}
		for v := from; v < len(table[j]); v++ {
			table[j][v] = uint8(len(g.cuts[j]))
		}
	})
	g.places = make([]int32, g.Width)
	var features []int
	for j := range g.Width {
		if len(g.cuts[j]) > 0 {
			g.places[j] = int32(len(features))
			features = append(features, j)
		}
	}
	g.stored = len(features)
	g.bins = make([]uint8, g.rows*g.stored)
	at := 0
	for _, part := range g.Values {
		for ; len(part) >= g.Width; part = part[g.Width:] {
			to := g.bins[at:][:g.stored]
			for i, j := range features {
				to[i] = table[j][part[j]]
			}
			at += g.stored
		}
	}
}

// maxBins bounds how finely a feature is seen.
const maxBins = 64

// sample gives the values of each feature, of some of the parts when there are many
// rows.
func (g *growing) sample() [][]uint16 {
	step, rows := max(1, g.rows/40_000), 0
	for i := 0; i < len(g.Values); i += step {
		rows += len(g.Values[i]) / g.Width
	}
	out := make([][]uint16, g.Width)
	for j := range out {
		out[j] = make([]uint16, rows)
	}
	at := 0
	for i := 0; i < len(g.Values); i += step {
		for part := g.Values[i]; len(part) >= g.Width; part = part[g.Width:] {
			for j, v := range part[:g.Width] {
				out[j][at] = v
			}
			at++
		}
	}
	return out
}

// cut divides the values of a feature into bins of about as many rows.
func cut(values []uint16) []uint16 {
	var count [1 << 16]int32
	seen, distinct, last := len(values), 0, 0
	for _, v := range values {
		if count[v] == 0 {
			distinct++
		}
		count[v]++
		last = max(last, int(v))
	}
	var cuts []uint16
	below := 0
	for v := range last {
		if count[v] == 0 {
			continue
		}
		before := below * maxBins / seen
		if below += int(count[v]); distinct <= maxBins || below*maxBins/seen > before {
			cuts = append(cuts, uint16(v))
		}
	}
	return cuts
}

func (g *growing) weight(group int) float32 {
	if g.Weight == nil {
		return 1
	}
	return g.Weight[group]
}

// base is the log-odds of what is right.
func (g *growing) base() float32 {
	right, all := 1.0, 2.0
	for i, ok := range g.Right {
		w := float64(g.weight(i))
		all += w
		if ok {
			right += w
		}
	}
	return float32(math.Log(right / (all - right)))
}

// slopes works out the derivatives at the present scores.
func (g *growing) slopes() {
	if g.Ends == nil {
		for i, s := range g.scores {
			g.derive(i, float32(1/(1+math.Exp(-float64(s)))), g.weight(i))
		}
		return
	}
	each(2, g.rows > 2_000, func(half int) {
		from, at := 0, half*len(g.Ends)/2
		if at > 0 {
			from = g.Ends[at-1]
		}
		for ; at < (half+1)*len(g.Ends)/2; at++ {
			g.slope(from, g.Ends[at], g.weight(at))
			from = g.Ends[at]
		}
	})
}

func (g *growing) slope(from, until int, w float32) {
	if !slices.Contains(g.Right[from:until], true) {
		w = 0
	}
	most := slices.Max(g.scores[from:until])
	sum := float32(0)
	for i := from; i < until; i++ {
		g.first[i] = 0
		if apart := g.scores[i] - most; apart > -20 {
			g.first[i] = float32(math.Exp(float64(apart)))
		}
		sum += g.first[i]
	}
	for i := from; i < until; i++ {
		g.derive(i, g.first[i]/sum, w)
	}
}

// derive works out the derivatives of one row by its probability.
func (g *growing) derive(i int, p, w float32) {
	y := float32(0)
	if g.Right[i] {
		y = 1
	}
	g.first[i], g.second[i] = w*(p-y), w*p*(1-p)
}

// next is a number that looks like chance and is the same each time
// (splitmix64: Steele, Lea and Flood, OOPSLA 2014).
func (g *growing) next() uint64 {
	g.chance += 0x9E3779B97F4A7C15
	return mix(g.chance)
}

func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// settled is below what slope an answer has nothing to say in a tree.
const settled = 1e-4

// draw chooses the rows and features of a tree. Answers to one question stay
// together; rows on which the trees before are as good as sure are left out.
func (g *growing) draw() {
	g.columns = g.columns[:0]
	for j := range g.Width {
		if len(g.cuts[j]) > 0 && (g.Columns <= 0 || float64(g.next()>>11)/(1<<53) < g.Columns) {
			g.columns = append(g.columns, j)
		}
	}
	g.source = g.source[:0]
	salt := g.next()
	questions := len(g.Ends)
	if g.Ends == nil {
		questions = g.rows
	}
	from := 0
	for at := range questions {
		until := at + 1
		if g.Ends != nil {
			until = g.Ends[at]
		}
		if g.Rows <= 0 || float64(mix(salt^uint64(at))>>11)/(1<<53) < g.Rows {
			for i := from; i < until; i++ {
				if g.Ends == nil || g.first[i] <= -settled || g.first[i] >= settled {
					g.source = append(g.source, int32(i))
				}
			}
		}
		from = until
	}
	g.gather()
}

// gather puts what the present tree needs of its rows together.
func (g *growing) gather() {
	n, width := len(g.source), len(g.columns)
	g.drawn = slices.Grow(g.drawn[:0], n)[:n]
	g.narrow = slices.Grow(g.narrow[:0], n*width)[:n*width]
	taken := make([]int32, width)
	for c, j := range g.columns {
		taken[c] = g.places[j]
	}
	each(2, n > 2_000, func(half int) {
		for at := half * n / 2; at < (half+1)*n/2; at++ {
			i := int(g.source[at])
			g.drawn[at] = g.whole(g.first[i], g.second[i])
			row, to := g.bins[i*g.stored:(i+1)*g.stored], g.narrow[at*width:][:len(taken)]
			for c, from := range taken {
				to[c] = row[from]
			}
		}
	})
}
