// SPDX-License-Identifier: EUPL-1.2

package learn_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"rentmeester/learn"
)

// rings are points of which those near the middle are right: no line divides them.
func rings(n int) learn.Examples {
	x, _ := ringsAt(n)
	return x
}

func ringsAt(n int) (x learn.Examples, points []float32) {
	r := rand.New(rand.NewPCG(1, 2))
	x.Width = 3
	for range n {
		a, b := r.Float32()*2-1, r.Float32()*2-1
		points = append(points, a, b, r.Float32())
		x.Right = append(x.Right, a*a+b*b < 0.5)
	}
	x.Values = [][]uint16{learn.Pack(nil, points...)}
	return x, points
}

func TestBoostingDivides(t *testing.T) {
	boosting := learn.Boosting{Trees: 60, Leaves: 8, Rate: 0.2, Pull: 1, Least: 1, Rows: 0.8}
	f := boosting.Fit(rings(4_000))
	right := 0
	test, points := ringsAt(4_500)
	for i := 4_000; i < 4_500; i++ {
		if f.Score(points[i*3:i*3+3]) > 0 == test.Right[i] {
			right++
		}
	}
	if right < 470 {
		t.Errorf("%d of 500 right", right)
	}
	if uses := f.Uses(3); uses[2]*5 > uses[0]+uses[1] {
		t.Errorf("noise is used: %v", uses)
	}
	if again := boosting.Fit(rings(4_000)); !reflect.DeepEqual(f, again) {
		t.Error("the same examples gave another forest")
	}
}

// Of each group the one with the largest second value is right, whatever the
// first, which is the same for the whole group.
func TestBoostingRanks(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	x := learn.Examples{Width: 2}
	for range 800 {
		level, best, at := r.Float32(), float32(-1), 0
		from := len(x.Right)
		for i := range 2 + r.IntN(4) {
			v := r.Float32()
			x.Values, x.Right = append(x.Values, learn.Pack(nil, level, v)), append(x.Right, false)
			if v > best {
				best, at = v, i
			}
		}
		x.Right[from+at] = true
		x.Ends = append(x.Ends, len(x.Right))
	}
	f := learn.Boosting{Trees: 40, Leaves: 8, Rate: 0.2, Pull: 1, Least: 1}.Fit(x)
	if low, high := f.Score([]float32{0.5, 0.2}), f.Score([]float32{0.5, 0.9}); low >= high {
		t.Errorf("%f for the smaller, %f for the larger", low, high)
	}
	both := make([]float32, 2)
	f.Scores([]float32{0.5, 0.2, 0, 0, 0.5, 0.9}, 2, []int{2, 0}, both)
	if want := []float32{float32(f.Score([]float32{0.5, 0.9})), float32(f.Score([]float32{0.5, 0.2}))}; !reflect.DeepEqual(both, want) {
		t.Errorf("together %v, one by one %v", both, want)
	}
}

func TestForestThereAndBack(t *testing.T) {
	f := learn.Boosting{Trees: 5, Leaves: 4, Rate: 0.2, Pull: 1, Least: 1}.Fit(rings(500))
	body, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	var back learn.Forest
	if err := json.Unmarshal(body, &back); err != nil || !reflect.DeepEqual(*f, back) {
		t.Errorf("came back otherwise: %v", err)
	}
	if !back.Sound(3) || back.Sound(1) {
		t.Error("three values are enough, one is not")
	}
	back.Nodes[0].Left = 0x7FFFFFF
	if back.Sound(3) {
		t.Error("a step to nowhere is called sound")
	}
	back.Nodes[0].Left = math.MaxInt32
	if back.Sound(3) {
		t.Error("a step to the last number there is, is called sound")
	}
	back.Nodes[0].Left, back.Nodes[1].Left = 1, 1
	if back.Sound(3) {
		t.Error("a circle is called sound")
	}
	if err := json.Unmarshal([]byte(`{"at":[1]}`), &back); err == nil {
		t.Error("columns of different length were taken")
	}
}

func TestLinearFollows(t *testing.T) {
	l := learn.NewLinear(10, 0.15, 1_000)
	answers := []uint64{7, 8}
	learnt := func(right int) {
		p := []float32{l.Score([]uint64{1, 2}, 7), l.Score([]uint64{1, 2}, 8)}
		learn.Softmax(p)
		l.Learn([]uint64{1, 2}, answers, p, right)
	}
	for range 30 {
		learnt(0)
	}
	if l.Score([]uint64{1, 2}, 7) <= l.Score([]uint64{1, 2}, 8) {
		t.Error("thirty times the first, and the second is preferred")
	}
	for range 30 {
		learnt(1)
	}
	if l.Score([]uint64{1, 2}, 7) >= l.Score([]uint64{1, 2}, 8) {
		t.Error("it does not follow what changed")
	}
}

func TestSoftmax(t *testing.T) {
	p := []float32{1_000, 1_000, -1_000}
	learn.Softmax(p)
	if math.Abs(float64(p[0]-0.5)) > 1e-6 || p[2] != 0 {
		t.Errorf("%v", p)
	}
	learn.Softmax(nil)
}

// A forest grows from however few groups there are.
func TestBoostingOfFewGroups(t *testing.T) {
	for groups := range 4 {
		x := learn.Examples{Width: 1, Values: [][]uint16{nil}, Ends: []int{}}
		for range groups {
			x.Values[0] = learn.Pack(x.Values[0], 1, 2, 3)
			x.Right = append(x.Right, false, true, false)
			x.Ends = append(x.Ends, len(x.Right))
		}
		f := learn.Boosting{Trees: 4, Leaves: 4, Rate: 0.5}.Fit(x)
		if low, high := f.Score([]float32{1}), f.Score([]float32{2}); groups > 0 && high <= low || math.IsNaN(low) {
			t.Errorf("%d groups: %g, %g", groups, low, high)
		}
	}
}
