// SPDX-License-Identifier: EUPL-1.2

package ledgers

import (
	"cmp"
	"math"
	"slices"

	"rentmeester/duplicates"
)

// Trees are boosted decision trees over sets of evidence (Friedman, Annals of
// Statistics 29, 2001), a rival to the weights of the engine. They are here to be
// compared with, not to be used.
type Trees struct {
	start float64
	trees []*tree
}

type tree struct {
	bit     int // -1 in a leaf
	value   float64
	yes, no *tree
}

// pattern is a set of evidence with how often it was seen in a pair that repeats
// and in all.
type pattern struct {
	set                uint64
	right, n, at, p, h float64
}

const (
	treeDepth = 4
	treeCount = 150
	learnRate = 0.1
	leafPull  = 5.0
)

// FitTrees learns from pairs, each by itself.
func FitTrees(weighed []Weighed) *Trees {
	seen := map[uint64]*pattern{}
	for _, w := range weighed {
		if w.Invoice.Neutral {
			continue
		}
		for _, pair := range w.Pairs {
			if seen[pair.Evidence] == nil {
				seen[pair.Evidence] = &pattern{set: pair.Evidence}
			}
			seen[pair.Evidence].n++
			if w.Invoice.Error != "" && pair.Earlier == w.Invoice.Of {
				seen[pair.Evidence].right++
			}
		}
	}
	var all []*pattern
	right, n := 1.0, 2.0
	for _, p := range seen {
		all = append(all, p)
		right, n = right+p.right, n+p.n
	}
	slices.SortFunc(all, func(a, b *pattern) int { return cmp.Compare(a.set, b.set) })
	t := &Trees{start: math.Log(right / (n - right))}
	for _, p := range all {
		p.at = t.start
	}
	for range treeCount {
		for _, p := range all {
			p.p = 1 / (1 + math.Exp(-p.at))
			p.h = p.n * p.p * (1 - p.p)
		}
		root := grow(all, treeDepth)
		for _, p := range all {
			p.at += root.of(p.set)
		}
		t.trees = append(t.trees, root)
	}
	return t
}

// grow makes the tree that takes away most of what is still wrong.
func grow(all []*pattern, depth int) *tree {
	gradient, hessian := 0.0, 0.0
	var g, h [64]float64
	for _, p := range all {
		left := p.right - p.n*p.p
		gradient, hessian = gradient+left, hessian+p.h
		for bit := range 64 {
			if p.set>>bit&1 == 1 {
				g[bit], h[bit] = g[bit]+left, h[bit]+p.h
			}
		}
	}
	leaf := &tree{bit: -1, value: learnRate * gradient / (hessian + leafPull)}
	if depth == 0 {
		return leaf
	}
	best, gain := -1, 1e-3
	for bit := range 64 {
		with := g[bit]*g[bit]/(h[bit]+leafPull) + (gradient-g[bit])*(gradient-g[bit])/(hessian-h[bit]+leafPull) - gradient*gradient/(hessian+leafPull)
		if with > gain {
			best, gain = bit, with
		}
	}
	if best < 0 {
		return leaf
	}
	var yes, no []*pattern
	for _, p := range all {
		if p.set>>best&1 == 1 {
			yes = append(yes, p)
		} else {
			no = append(no, p)
		}
	}
	return &tree{bit: best, yes: grow(yes, depth-1), no: grow(no, depth-1)}
}

func (t *tree) of(set uint64) float64 {
	for t.bit >= 0 {
		if set>>t.bit&1 == 1 {
			t = t.yes
		} else {
			t = t.no
		}
	}
	return t.value
}

// Claim gives what the trees claim of the likeliest pair of a bill.
func (t *Trees) Claim(pairs []duplicates.Considered) (most float64) {
	for _, pair := range pairs {
		sum := t.start
		for _, one := range t.trees {
			sum += one.of(pair.Evidence)
		}
		most = max(most, 1/(1+math.Exp(-sum)))
	}
	return most
}
