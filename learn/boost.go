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

// Examples are what is learned from: rows of Width values, row after row. A value
// that is not there is -1 where the others are at least 0, or whatever is below
// them.
//
// With Ends, rows are answers to the same question, up to each end; of a group at
// most one is right and the trees learn to rank (softmax: log-likelihood of the
// right one). Groups without a right one say nothing. Without Ends each row is a
// question by itself, right or wrong (logistic).
type Examples struct {
	Width  int
	Values []float32
	Right  []bool
	Ends   []int
	Weight []float32 // of each group, or row; nil is 1
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
	for _, at := range f.Roots {
		n := &f.Nodes[at]
		for n.Left != 0 {
			at = n.Left
			if values[n.Feature] > n.At {
				at++
			}
			n = &f.Nodes[at]
		}
		sum += n.At
	}
	return float64(sum)
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
	if len(c.Values) == 0 {
		return f
	}
	g := newGrowing(b, c)
	if c.Ends == nil {
		f.Base = g.base()
	}
	for i := range g.scores {
		g.scores[i] = f.Base
	}
	for tree := range b.Trees {
		g.slopes()
		g.draw(tree)
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
	cuts    [][]float32 // of each feature: upper ends of its bins but the last
	bins    [][]uint8   // by feature, by row
	scores  []float32
	first   []float32 // derivative of the loss by the score
	second  []float32
	group   []int32 // of each row
	drawn   []int32 // rows that this tree learns from
	columns []int
	chance  uint64
}

func newGrowing(b Boosting, c Examples) *growing {
	g := &growing{Boosting: b, Examples: c, rows: len(c.Values) / c.Width, chance: 0x9E3779B97F4A7C15}
	g.scores, g.first, g.second = make([]float32, g.rows), make([]float32, g.rows), make([]float32, g.rows)
	g.group = make([]int32, g.rows)
	at := 0
	for i := range g.group {
		if c.Ends == nil {
			g.group[i] = int32(i)
			continue
		}
		for i >= c.Ends[at] {
			at++
		}
		g.group[i] = int32(at)
	}
	g.cuts, g.bins = make([][]float32, c.Width), make([][]uint8, c.Width)
	for j := range c.Width {
		g.cuts[j] = g.cut(j)
		g.bins[j] = make([]uint8, g.rows)
		for i := range g.rows {
			at, _ := slices.BinarySearch(g.cuts[j], c.Values[i*c.Width+j])
			g.bins[j][i] = uint8(at)
		}
	}
	return g
}

// maxBins bounds how finely a feature is seen.
const maxBins = 64

// cut divides the values of a feature into bins of about as many rows, by a
// sample when there are many.
func (g *growing) cut(feature int) []float32 {
	step := max(1, g.rows/20_000)
	var seen []float32
	for i := 0; i < g.rows; i += step {
		seen = append(seen, g.Values[i*g.Width+feature])
	}
	slices.Sort(seen)
	distinct := slices.Compact(slices.Clone(seen))
	var cuts []float32
	if len(distinct) <= maxBins {
		for i := 0; i+1 < len(distinct); i++ {
			cuts = append(cuts, distinct[i])
		}
		return cuts
	}
	for i := 1; i < maxBins; i++ {
		if v := seen[i*len(seen)/maxBins]; len(cuts) == 0 || v > cuts[len(cuts)-1] {
			cuts = append(cuts, v)
		}
	}
	if last := distinct[len(distinct)-1]; len(cuts) > 0 && cuts[len(cuts)-1] >= last {
		cuts = cuts[:len(cuts)-1]
	}
	return cuts
}

func (g *growing) weight(group int32) float32 {
	if g.Weight == nil {
		return 1
	}
	return g.Weight[group]
}

// base is the log-odds of what is right.
func (g *growing) base() float32 {
	right, all := 1.0, 2.0
	for i, ok := range g.Right {
		w := float64(g.weight(int32(i)))
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
			p, w := float32(1/(1+math.Exp(-float64(s)))), g.weight(int32(i))
			y := float32(0)
			if g.Right[i] {
				y = 1
			}
			g.first[i], g.second[i] = w*(p-y), w*max(p*(1-p), 1e-6)
		}
		return
	}
	from := 0
	for at, until := range g.Ends {
		g.slope(from, until, g.weight(int32(at)))
		from = until
	}
}

func (g *growing) slope(from, until int, w float32) {
	if !slices.Contains(g.Right[from:until], true) {
		w = 0
	}
	most := slices.Max(g.scores[from:until])
	sum := float32(0)
	for i := from; i < until; i++ {
		g.first[i] = float32(math.Exp(float64(g.scores[i] - most)))
		sum += g.first[i]
	}
	for i := from; i < until; i++ {
		p := g.first[i] / sum
		y := float32(0)
		if g.Right[i] {
			y = 1
		}
		g.first[i], g.second[i] = w*(p-y), w*max(p*(1-p), 1e-6)
	}
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

// draw chooses the rows and features of a tree. Answers to one question stay
// together; what has no weight is left out.
func (g *growing) draw(tree int) {
	g.columns = g.columns[:0]
	for j := range g.Width {
		if len(g.cuts[j]) > 0 && (g.Columns <= 0 || float64(g.next()>>11)/(1<<53) < g.Columns) {
			g.columns = append(g.columns, j)
		}
	}
	g.drawn = g.drawn[:0]
	salt := g.next()
	for i := range g.rows {
		if g.Rows > 0 && float64(mix(salt^uint64(g.group[i]))>>11)/(1<<53) >= g.Rows {
			continue
		}
		if g.second[i] > 0 {
			g.drawn = append(g.drawn, int32(i))
		}
	}
}
