// SPDX-License-Identifier: EUPL-1.2

package learn

import (
	"encoding/json"
	"math"

	"rentmeester/fault"
)

// forestJSON is a forest as columns: much shorter than a value for each node.
type forestJSON struct {
	Base    float32   `json:"base"`
	Roots   []int32   `json:"roots"`
	Feature []uint16  `json:"feature"`
	At      []float32 `json:"at"`
	Left    []int32   `json:"left"`
}

// MarshalJSON implements json.Marshaler.
func (f *Forest) MarshalJSON() ([]byte, error) {
	j := forestJSON{Base: f.Base, Roots: f.Roots}
	for _, n := range f.Nodes {
		j.Feature, j.At, j.Left = append(j.Feature, n.Feature), append(j.At, n.At), append(j.Left, n.Left)
	}
	return json.Marshal(j)
}

// UnmarshalJSON implements json.Unmarshaler. Error: learn.forest, for columns
// that do not belong together.
func (f *Forest) UnmarshalJSON(body []byte) error {
	var j forestJSON
	if err := json.Unmarshal(body, &j); err != nil {
		return fault.Wrap(err, "learn.forest")
	}
	if len(j.Feature) != len(j.At) || len(j.Left) != len(j.At) {
		return fault.New("learn.forest")
	}
	*f = Forest{Base: j.Base, Roots: j.Roots}
	for i := range j.At {
		f.Nodes = append(f.Nodes, Node{j.Feature[i], j.At[i], j.Left[i]})
	}
	return nil
}

// Sound says whether every step of every tree leads further down and looks at one
// of width values, so that Score ends and does not reach outside.
func (f *Forest) Sound(width int) bool {
	if f == nil {
		return false
	}
	n := int32(len(f.Nodes))
	for _, r := range f.Roots {
		if r < 0 || r >= n {
			return false
		}
	}
	for i, node := range f.Nodes {
		if math.IsNaN(float64(node.At)) || node.Left != 0 && (node.Left <= int32(i) || node.Left >= n-1 || int(node.Feature) >= width) {
			return false
		}
	}
	return true
}
