// SPDX-License-Identifier: EUPL-1.2

package learn

import (
	"encoding/json"
	"sort"

	"rentmeester/fault"
)

// Calibration turns a claimed probability into one that agrees with what proved
// right. It never goes down where the claim goes up. The zero value changes
// nothing. As JSON it is its points.
type Calibration struct {
	claimed, right []float64 // points of a rising line, between (0,0) and (1,1)
}

// knots divide the claims: finer towards 1, where a difference counts.
var knots = []float64{0, .01, .05, .1, .2, .3, .4, .5, .6, .7, .8, .9, .95, .98, .99, .995, .998, .999, .9995, .9999, 1}

// Calibrate learns from judged cases by isotonic regression (pool adjacent
// violators: Ayer and others, Annals of Mathematical Statistics 26, 1955), with
// a pull to what was claimed: every stretch begins with pull invented cases that
// agree with the claim, so that few cases change little and no stretch jumps to
// 0 or 1 on a handful.
func Calibrate(cases []Case, pull float64) Calibration {
	pull = max(pull, 1e-6)
	blocks := make([]block, len(knots)-1)
	for i := range blocks {
		middle := (knots[i] + knots[i+1]) / 2
		blocks[i] = block{pull * middle, pull * middle, pull}
	}
	for _, c := range cases {
		p := min(max(c.Probability, 0), 1)
		i := min(max(sort.SearchFloat64s(knots, p)-1, 0), len(blocks)-1)
		blocks[i].claimed += p
		blocks[i].weight++
		if c.Right {
			blocks[i].right++
		}
	}
	var out Calibration
	var x, y float64 // rounded, a next one may lie a hair below the one before
	for i, level := range pooled(blocks) {
		x, y = min(max(x, blocks[i].claimed/blocks[i].weight), 1), max(y, level)
		out.claimed, out.right = append(out.claimed, x), append(out.right, y)
	}
	return out
}

// block is a stretch of claims: sums, and how many cases there are.
type block struct{ claimed, right, weight float64 }

// pooled gives the level of each block: its share right, with neighbours that go
// down put together until none does.
func pooled(blocks []block) []float64 {
	type pool struct {
		right, weight float64
		blocks        int
	}
	var pools []pool
	for _, b := range blocks {
		p := pool{b.right, b.weight, 1}
		for len(pools) > 0 {
			last := pools[len(pools)-1]
			if last.right*p.weight <= p.right*last.weight {
				break
			}
			p = pool{p.right + last.right, p.weight + last.weight, p.blocks + last.blocks}
			pools = pools[:len(pools)-1]
		}
		pools = append(pools, p)
	}
	var levels []float64
	for _, p := range pools {
		for range p.blocks {
			levels = append(levels, min(p.right/p.weight, 1))
		}
	}
	return levels
}

// At gives the calibrated probability of a claim.
func (c Calibration) At(p float64) float64 {
	if len(c.claimed) == 0 {
		return p
	}
	i := sort.SearchFloat64s(c.claimed, p)
	x0, y0, x1, y1 := 0.0, 0.0, 1.0, 1.0
	if i > 0 {
		x0, y0 = c.claimed[i-1], c.right[i-1]
	}
	if i < len(c.claimed) {
		x1, y1 = c.claimed[i], c.right[i]
	}
	if x1 <= x0 {
		return y0
	}
	return min(max(y0+(y1-y0)*(p-x0)/(x1-x0), y0), y1)
}

type calibrationJSON struct {
	Claimed []float64 `json:"claimed"`
	Right   []float64 `json:"right"`
}

// MarshalJSON implements json.Marshaler.
func (c Calibration) MarshalJSON() ([]byte, error) {
	return json.Marshal(calibrationJSON{c.claimed, c.right})
}

// UnmarshalJSON implements json.Unmarshaler. Error: learn.calibration, for
// points that are not probabilities or do not go up.
func (c *Calibration) UnmarshalJSON(body []byte) error {
	var read calibrationJSON
	if err := json.Unmarshal(body, &read); err != nil {
		return fault.Wrap(err, "learn.calibration")
	}
	if len(read.Claimed) != len(read.Right) || !rising(read.Claimed) || !rising(read.Right) {
		return fault.New("learn.calibration")
	}
	c.claimed, c.right = read.Claimed, read.Right
	return nil
}

func rising(values []float64) bool {
	last := 0.0
	for _, v := range values {
		if !(v >= last && v <= 1) { // so written that it refuses what is not a number
			return false
		}
		last = v
	}
	return true
}
