// SPDX-License-Identifier: EUPL-1.2

package learn

import "math"

// Merge makes one forest of several whose scores it gives on average, each as
// heavy as its weight: what was learned in several places and never lay together.
func Merge(forests []*Forest, weights []float64) *Forest {
	out := &Forest{}
	for i, share := range sharesOf(weights) {
		f, first := forests[i], int32(len(out.Nodes))
		out.Base += f.Base * float32(share)
		for _, r := range f.Roots {
			out.Roots = append(out.Roots, first+r)
		}
		for _, n := range f.Nodes {
			if n.Left == 0 {
				n.At *= float32(share)
			} else {
				n.Left += first
			}
			out.Nodes = append(out.Nodes, n)
		}
	}
	return out
}

// MergeCalibrations makes one calibration of several, on average.
func MergeCalibrations(all []Calibration, weights []float64) Calibration {
	shares := sharesOf(weights)
	var out Calibration
	for i := range len(knots) - 1 {
		claim, right := (knots[i]+knots[i+1])/2, 0.0
		for j, c := range all {
			right += shares[j] * c.At(claim)
		}
		out.claimed, out.right = append(out.claimed, claim), append(out.right, min(right, 1))
	}
	return out
}

func sharesOf(weights []float64) []float64 {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	shares := make([]float64, len(weights))
	for i, w := range weights {
		shares[i] = w / sum
	}
	return shares
}

// Coarsen rounds where the forks on a feature are to whole steps. A fork lies on a
// value that was seen: of a feature that says too much of one line, it is then not
// to be read from the forest any more.
func (f *Forest) Coarsen(feature int, step float64) {
	for i := range f.Nodes {
		if n := &f.Nodes[i]; n.Left != 0 && int(n.Feature) == feature {
			n.At = float32(math.Round(float64(n.At)/step) * step)
		}
	}
}
