// SPDX-License-Identifier: EUPL-1.2

package highs

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rentmeester/fault"
)

func mustLP(t rapid.TB, solver *Solver, model Model) *LP {
	t.Helper()
	lp, err := solver.NewLP(model)
	if err != nil {
		t.Fatal(err)
	}
	return lp
}

// A program that was changed step by step has the answer of the same program
// from nothing.
func TestLPEqualsSolve(t *testing.T) {
	solver := mustOpen(t)
	rapid.Check(t, func(rt *rapid.T) {
		model := anyProgram(rt, rapid.IntRange(0, 3).Draw(rt, "columns"), 3)
		lp := mustLP(rt, solver, model)
		defer lp.Close()
		for range rapid.IntRange(1, 8).Draw(rt, "changes") {
			model = anyChange(rt, lp, model)
			if !rapid.Bool().Draw(rt, "run") {
				continue
			}
			sameAnswer(rt, solver, lp, model)
		}
		sameAnswer(rt, solver, lp, model)
	})
}

func sameAnswer(rt *rapid.T, solver *Solver, lp *LP, model Model) {
	got, err := lp.Run(context.Background(), Options{})
	if err != nil {
		rt.Fatal(err)
	}
	want, err := solver.Solve(context.Background(), model, Options{})
	if err != nil {
		rt.Fatal(err)
	}
	if got.Status != want.Status || !same(got.Objective, want.Objective) || !same(got.Bound, want.Bound) {
		rt.Fatalf("it ended %s at %v, from nothing %s at %v", got.Status, got.Objective, want.Status, want.Objective)
	}
	if got.Status == Optimal {
		obeyed(rt, model, got)
		if len(got.RowDuals) != len(model.RowLower) || len(got.ReducedCosts) != len(model.Cost) {
			rt.Fatalf("%d and %d duals", len(got.RowDuals), len(got.ReducedCosts))
		}
	}
}

// anyChange changes the program in the machine and in the model alike.
func anyChange(rt *rapid.T, lp *LP, model Model) Model {
	number := func(low, high int, what string) float64 { return float64(rapid.IntRange(low, high).Draw(rt, what)) }
	entries := func(count int) (index []int32, value []float64) {
		for i := range count {
			if rapid.Bool().Draw(rt, "has") {
				index, value = append(index, int32(i)), append(value, number(1, 6, "coefficient"))
			}
		}
		return index, value
	}
	columns, rows := len(model.Cost), len(model.RowLower)
	var err error
	switch change := rapid.IntRange(0, 4).Draw(rt, "change"); {
	case change == 0 || columns == 0:
		cost, upper := number(-9, 9, "cost"), number(0, 4, "upper")
		index, value := entries(rows)
		_, err = lp.AddColumn(cost, 0, upper, index, value)
		model = model.withColumn(cost, upper, index, value)
	case change == 1:
		low := number(-8, 2, "lower")
		index, value := entries(columns)
		_, err = lp.AddRow(low, low+5, index, value)
		model.RowLower, model.RowUpper = append(model.RowLower, low), append(model.RowUpper, low+5)
		model.Index, model.Value = append(model.Index, index...), append(model.Value, value...)
		model.Start = append(model.Start, len(model.Value))
	case change == 2:
		column, cost := rapid.IntRange(0, columns-1).Draw(rt, "column"), number(-9, 9, "cost")
		err, model.Cost[column] = lp.ChangeCost(column, cost), cost
	case change == 3:
		column, low := rapid.IntRange(0, columns-1).Draw(rt, "column"), number(-2, 1, "lower")
		err = lp.ChangeColumn(column, low, low+2)
		model.Lower[column], model.Upper[column] = low, low+2
	default:
		row, low := rapid.IntRange(0, rows-1).Draw(rt, "row"), number(-8, 2, "lower")
		err = lp.ChangeRow(row, low, low+9)
		model.RowLower[row], model.RowUpper[row] = low, low+9
	}
	if err != nil {
		rt.Fatal(err)
	}
	return model
}

// withColumn gives the model with one column more.
func (m Model) withColumn(cost, upper float64, index []int32, value []float64) Model {
	column := int32(len(m.Cost))
	m.Cost, m.Lower, m.Upper = append(m.Cost, cost), append(m.Lower, 0), append(m.Upper, upper)
	of := map[int32]float64{}
	for i, row := range index {
		of[row] = value[i]
	}
	old := m
	m.Start, m.Index, m.Value = []int{0}, nil, nil
	for row := range m.RowLower {
		m.Index = append(m.Index, old.Index[old.Start[row]:old.Start[row+1]]...)
		m.Value = append(m.Value, old.Value[old.Start[row]:old.Start[row+1]]...)
		if value, has := of[int32(row)]; has {
			m.Index, m.Value = append(m.Index, column), append(m.Value, value)
		}
		m.Start = append(m.Start, len(m.Value))
	}
	return m
}

// Columns made from the prices of the rows: boards of 100 are sawn in pieces, and
// a way to saw is tried when the pieces it gives are worth more than a board.
func TestLPColumnsByPrice(t *testing.T) {
	sizes, wanted := []int{45, 36, 31, 14}, numbers(97, 610, 395, 211)
	var begin Model
	begin.Start = []int{0}
	for i := range sizes {
		begin.RowLower, begin.RowUpper, begin.Start = append(begin.RowLower, wanted[i]), append(begin.RowUpper, inf), append(begin.Start, 0)
	}
	lp := mustLP(t, mustOpen(t), begin)
	defer lp.Close()
	for i, size := range sizes {
		if _, err := lp.AddColumn(1, 0, inf, []int32{int32(i)}, numbers(math.Floor(100/float64(size)))); err != nil {
			t.Fatal(err)
		}
	}
	for range 50 {
		got, err := lp.Run(context.Background(), Options{})
		if err != nil || got.Status != Optimal {
			t.Fatal(got.Status, err)
		}
		worth, pieces := bestBoard(sizes, got.RowDuals)
		if worth <= 1+1e-9 {
			if !same(got.Objective, 452.25) { // the textbook's answer (Chvátal, Linear Programming, 1983, chapter 13)
				t.Errorf("%v boards", got.Objective)
			}
			return
		}
		if _, err := lp.AddColumn(1, 0, inf, []int32{0, 1, 2, 3}, pieces); err != nil {
			t.Fatal(err)
		}
	}
	t.Error("it found new ways to saw without end")
}

// bestBoard gives the pieces from one board that are worth most.
func bestBoard(sizes []int, prices []float64) (worth float64, pieces []float64) {
	type board struct {
		worth  float64
		pieces []float64
	}
	best := make([]board, 101)
	best[0].pieces = make([]float64, len(sizes))
	for length := 1; length <= 100; length++ {
		best[length] = best[length-1]
		for i, size := range sizes {
			if size <= length && best[length-size].worth+prices[i] > best[length].worth {
				best[length] = board{best[length-size].worth + prices[i], append([]float64{}, best[length-size].pieces...)}
				best[length].pieces[i]++
			}
		}
	}
	return best[100].worth, best[100].pieces
}

func TestLPRefuses(t *testing.T) {
	lp := &LP{columns: 1, rows: 1, seenColumns: make([]int, 1), seenRows: make([]int, 1)} // refused before the machine
	add := func(cost, lower, upper float64, index []int32, value ...float64) error {
		_, err := lp.AddColumn(cost, lower, upper, index, value)
		return err
	}
	row := func(lower, upper float64, index []int32, value ...float64) error {
		_, err := lp.AddRow(lower, upper, index, value)
		return err
	}
	tests := []struct {
		name string
		err  error
		code string
	}{
		{"cost NaN", add(math.NaN(), 0, 1, nil), "highs.number"},
		{"crossed", add(1, 2, 1, nil), "highs.bounds"},
		{"row that is not there", add(1, 0, 1, []int32{1}, 1), "highs.index"},
		{"row twice", add(1, 0, 1, []int32{0, 0}, 1, 1), "highs.twice"},
		{"lengths", add(1, 0, 1, []int32{0}), "highs.length"},
		{"value NaN", row(0, 1, []int32{0}, math.NaN()), "highs.number"},
		{"row crossed", row(2, 1, nil), "highs.bounds"},
		{"change of a column that is not there", lp.ChangeCost(1, 0), "highs.index"},
		{"change of a column below", lp.ChangeColumn(-1, 0, 1), "highs.index"},
		{"change of a row that is not there", lp.ChangeRow(1, 0, 1), "highs.index"},
		{"change to NaN", lp.ChangeColumn(0, math.NaN(), 1), "highs.number"},
	}
	for _, test := range tests {
		if fault.Code(test.err) != test.code {
			t.Errorf("%s: %v, not %s", test.name, test.err, test.code)
		}
	}
	if _, err := (&Solver{}).NewLP(assignment(2, 2)); fault.Code(err) != "highs.option" {
		t.Errorf("whole numbers: %v", err)
	}
}

func TestLPCancelledAndClosed(t *testing.T) {
	model := assignment(12, 3)
	model.Integer = nil
	lp := mustLP(t, mustOpen(t), model)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := lp.Run(ctx, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("it ran: %v", err)
	}
	if got, err := lp.Run(context.Background(), Options{TimeLimit: time.Minute}); err != nil || got.Status != Optimal {
		t.Errorf("it ended %s, %v", got.Status, err)
	}
	if err := errors.Join(lp.Close(), lp.Close()); err != nil {
		t.Error(err)
	}
	if _, err := lp.Run(context.Background(), Options{}); fault.Code(err) != "highs.closed" {
		t.Errorf("closed: %v", err)
	}
}
