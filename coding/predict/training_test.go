// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"math"
	"math/rand/v2"
	"testing"

	"rentmeester/learn"
)

// Where nothing can be known but how often the first is right, a judge learns the
// rows it grew from by heart and is much too sure of them. The calibration may not
// go by that.
func TestCalibrationRestsOnRowsTheJudgeDidNotKnow(t *testing.T) {
	Long(t)
	chance := rand.New(rand.NewPCG(5, 6))
	var values [jWidth]float32
	row := func() *studied {
		for i := range values {
			values[i] = chance.Float32()
		}
		s := &studied{judge: learn.Pack(nil, values[:]...), found: 0}
		if chance.Float32() > 0.6 {
			s.found = 1
		}
		s.features = make([]uint16, 2*width)
		return s
	}
	var train training
	for range 3_000 {
		train.keep(row())
	}
	train.from = train.kept
	g := grow(train.list(), rankerTrees)
	for range 500 {
		train.keep(row())
	}
	s := &state{}
	train.serve(s, g)
	sure := train.calibrate()
	claimed, raw := 0.0, 0.0
	for range 2_000 {
		one := row()
		learn.Unpack(values[:], one.judge)
		claim := sigmoid(s.judge.Score(values[:]))
		claimed += math.Abs(sure.At(claim)-0.6) / 2_000
		raw += math.Abs(claim-0.6) / 2_000
	}
	if claimed > 0.03 || claimed > raw/2 {
		t.Errorf("claims are %.3f from what is right, before calibration %.3f", claimed, raw)
	}
	if want := 3_000*3/8 + 500; train.sound != want {
		t.Errorf("calibrated on %d claims, want %d", train.sound, want)
	}
}

// A chain gives its rows the latest first, whatever was undone, and forgets only
// what is far back.
func TestChains(t *testing.T) {
	c := newChains()
	var want []uint32
	for row := range uint32(9_000) {
		c.add(7, row)
		c.add(uint64(row)*2+100, row)
		want = append(want, row)
		if row%50 == 0 {
			for range min(17, len(want)) {
				c.undo(7, want[len(want)-1])
				want = want[:len(want)-1]
			}
		}
	}
	var got []uint32
	for link := c.latest(7); link != 0; {
		var rows []uint32
		rows, link = c.read(link)
		for i := len(rows) - 1; i >= 0; i-- {
			got = append(got, rows[i])
		}
	}
	if len(got) < 1_400 || len(got) > len(want) {
		t.Fatalf("%d rows are left", len(got))
	}
	for i, row := range got {
		if row != want[len(want)-1-i] {
			t.Fatalf("%d back stands %d, want %d", i, row, want[len(want)-1-i])
		}
	}
	if rows, before := c.read(c.latest(8*2 + 100)); len(rows) != 1 || rows[0] != 8 || before != 0 {
		t.Errorf("another chain: %v, %d", rows, before)
	}
}
