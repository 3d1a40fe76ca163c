// SPDX-License-Identifier: EUPL-1.2

package highs

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rentmeester/fault"
)

func TestSolveKnownAnswers(t *testing.T) {
	mustOpen(t)
	two := Model{Cost: numbers(3, 2), Lower: numbers(0, 0), Upper: numbers(inf, inf)}
	most := two
	most.Maximize = true
	whole := func(m Model) Model {
		m.Integer = slices.Repeat([]bool{true}, len(m.Cost))
		return m
	}
	free := Model{Cost: numbers(1, 1), Lower: numbers(-inf, -inf), Upper: numbers(inf, inf)}
	tests := []struct {
		name      string
		model     Model
		status    Status
		objective float64
		columns   []float64 // nil where more than one answer is best
	}{
		{"most of two", most.rows(numbers(-inf, -inf), numbers(4, 6), numbers(1, 1), numbers(1, 3)), Optimal, 12, numbers(4, 0)},
		{"least of two", two.rows(numbers(4, 6), numbers(inf, inf), numbers(1, 1), numbers(1, 3)), Optimal, 8, numbers(0, 4)},
		{"most of two, whole", whole(most).rows(numbers(-inf), numbers(7.5), numbers(2, 3)), Optimal, 9, numbers(3, 0)},
		{"equation", two.rows(numbers(5), numbers(5), numbers(1, 1)), Optimal, 10, numbers(0, 5)},
		{"equation, whole", whole(two).rows(numbers(7), numbers(7), numbers(2, 3)), Optimal, 8, numbers(2, 1)},
		{"free columns", free.rows(numbers(-3, -2), numbers(inf, inf), numbers(1, 0), numbers(0, 1)), Optimal, -5, numbers(-3, -2)},
		{"fixed column", Model{Cost: numbers(1), Lower: numbers(2), Upper: numbers(2)}.rows(nil, nil), Optimal, 2, numbers(2)},
		{"a range", most.rows(numbers(2), numbers(3), numbers(1, 1)), Optimal, 9, numbers(3, 0)},
		{"degenerate", most.rows(numbers(-inf, -inf, -inf), numbers(4, 4, 8), numbers(1, 1), numbers(1, 1), numbers(2, 2)), Optimal, 12, numbers(4, 0)},
		{"all alike", Model{Maximize: true, Cost: numbers(1, 1), Lower: numbers(0, 0), Upper: numbers(1, 1)}.rows(numbers(-inf), numbers(1), numbers(1, 1)), Optimal, 1, nil},
		{"no rows", most.upper(2, 5).rows(nil, nil), Optimal, 16, numbers(2, 5)},
		{"row of nothing", most.upper(2, 5).rows(numbers(-1), numbers(1), numbers(0, 0)), Optimal, 16, numbers(2, 5)},
		{"empty", Model{}.rows(nil, nil), Optimal, 0, numbers()},
		{"no columns", Model{}.rows(numbers(-1), numbers(1), nil), Optimal, 0, numbers()},
		{"no columns and a row that wants some", Model{}.rows(numbers(1), numbers(1), nil), Infeasible, 0, nil},
		{"infeasible", two.rows(numbers(5, -inf), numbers(inf, 4), numbers(1, 1), numbers(1, 1)), Infeasible, 0, nil},
		{"infeasible when whole", whole(two).rows(numbers(1), numbers(1), numbers(2, 4)), Infeasible, 0, nil},
		{"unbounded", most.rows(numbers(-inf), numbers(1), numbers(1, -1)), Unbounded, 0, nil},
		{"unbounded without rows", most.rows(nil, nil), Unbounded, 0, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := mustSolve(t, test.model, Options{})
			if got.Status != test.status {
				t.Fatalf("it ended %s, not %s", got.Status, test.status)
			}
			if got.Status != Optimal {
				if got.Found && test.status == Infeasible {
					t.Errorf("there is a solution %v", got.Columns)
				}
				return
			}
			if !got.Found || !same(got.Objective, test.objective) || !same(got.Bound, test.objective) || got.Gap() > 1e-6 {
				t.Errorf("objective %v, bound %v, gap %v; want %v", got.Objective, got.Bound, got.Gap(), test.objective)
			}
			if test.columns != nil && !slices.EqualFunc(got.Columns, test.columns, same) {
				t.Errorf("columns %v, not %v", got.Columns, test.columns)
			}
			obeyed(t, test.model, got)
		})
	}
}

// upper gives the model other upper bounds.
func (m Model) upper(bounds ...float64) Model {
	m.Upper = bounds
	return m
}

// obeyed checks a solution against the model, with arithmetic of its own.
func obeyed(t rapid.TB, model Model, got Result) {
	const tolerance = 1e-6
	objective := 0.0
	for i, x := range got.Columns {
		objective += model.Cost[i] * x
		if x < model.Lower[i]-tolerance || x > model.Upper[i]+tolerance {
			t.Errorf("column %d is %v, outside %v to %v", i, x, model.Lower[i], model.Upper[i])
		}
		if model.Integer != nil && model.Integer[i] && math.Abs(x-math.Round(x)) > tolerance {
			t.Errorf("column %d is %v, no whole number", i, x)
		}
	}
	if !same(objective, got.Objective) {
		t.Errorf("the columns come to %v, not %v", objective, got.Objective)
	}
	for row := range model.RowLower {
		sum := 0.0
		for at := model.Start[row]; at < model.Start[row+1]; at++ {
			sum += model.Value[at] * got.Columns[model.Index[at]]
		}
		if sum < model.RowLower[row]-tolerance || sum > model.RowUpper[row]+tolerance {
			t.Errorf("row %d comes to %v, outside %v to %v", row, sum, model.RowLower[row], model.RowUpper[row])
		}
		if !same(sum, got.Rows[row]) {
			t.Errorf("row %d is said to come to %v, and comes to %v", row, got.Rows[row], sum)
		}
	}
}

// anyProgram draws a small program of whole numbers; most have an answer.
func anyProgram(rt *rapid.T, columns, top int) Model {
	model := Model{
		Maximize: rapid.Bool().Draw(rt, "maximize"),
		Cost:     make([]float64, columns), Lower: make([]float64, columns), Upper: make([]float64, columns),
	}
	for i := range columns {
		model.Cost[i] = float64(rapid.IntRange(-9, 9).Draw(rt, "cost"))
		model.Upper[i] = float64(top)
	}
	rows := rapid.IntRange(1, 4).Draw(rt, "rows")
	lower, upper, full := make([]float64, rows), make([]float64, rows), make([][]float64, rows)
	for r := range rows {
		full[r] = make([]float64, columns)
		for i := range columns {
			full[r][i] = float64(rapid.IntRange(-4, 6).Draw(rt, "coefficient"))
		}
		lower[r] = float64(rapid.IntRange(-8, 3).Draw(rt, "lower"))
		upper[r] = lower[r] + float64(rapid.IntRange(0, 8).Draw(rt, "room"))
		switch rapid.IntRange(0, 3).Draw(rt, "sides") {
		case 0:
			lower[r] = -inf
		case 1:
			upper[r] = inf
		}
	}
	return model.rows(lower, upper, full...)
}

// The best of all that can be is what trying all gives.
func TestSolveEqualsTryingAll(t *testing.T) {
	solver := mustOpen(t)
	rapid.Check(t, func(rt *rapid.T) {
		model := anyProgram(rt, rapid.IntRange(1, 8).Draw(rt, "columns"), 1)
		model.Integer = slices.Repeat([]bool{true}, len(model.Cost))
		want, any := tryAll(model)
		got, err := solver.Solve(context.Background(), model, Options{Seed: rapid.IntRange(0, 9).Draw(rt, "seed")})
		if err != nil {
			rt.Fatal(err)
		}
		if !any {
			if got.Status != Infeasible || got.Found {
				rt.Fatalf("none obeys, and it ended %s", got.Status)
			}
			return
		}
		if got.Status != Optimal || !same(got.Objective, want) || !same(got.Bound, want) {
			rt.Fatalf("it ended %s at %v (bound %v); trying all gives %v", got.Status, got.Objective, got.Bound, want)
		}
	})
}

// tryAll gives the best objective among all noughts and ones.
func tryAll(model Model) (best float64, any bool) {
	for choice := range 1 << len(model.Cost) {
		of := func(column int) float64 { return float64(choice >> column & 1) }
		obeys := true
		for row := range model.RowLower {
			sum := 0.0
			for at := model.Start[row]; at < model.Start[row+1]; at++ {
				sum += model.Value[at] * of(int(model.Index[at]))
			}
			obeys = obeys && sum >= model.RowLower[row] && sum <= model.RowUpper[row]
		}
		objective := 0.0
		for i, cost := range model.Cost {
			objective += cost * of(i)
		}
		if obeys && (!any || (objective > best) == model.Maximize && objective != best) {
			best, any = objective, true
		}
	}
	return best, any
}

// The duals prove the answer: a price on each row that is held, none on a row
// with room, and no column left out that would gain at those prices.
func TestDualsProve(t *testing.T) {
	solver := mustOpen(t)
	rapid.Check(t, func(rt *rapid.T) {
		model := anyProgram(rt, rapid.IntRange(1, 6).Draw(rt, "columns"), 3)
		got, err := solver.Solve(context.Background(), model, Options{})
		if err != nil {
			rt.Fatal(err)
		}
		if got.Status != Optimal {
			if got.Status != Infeasible {
				rt.Fatalf("it ended %s", got.Status)
			}
			return
		}
		obeyed(rt, model, got)
		reduced := slices.Clone(model.Cost)
		for row := range model.RowLower {
			for at := model.Start[row]; at < model.Start[row+1]; at++ {
				reduced[model.Index[at]] -= model.Value[at] * got.RowDuals[row]
			}
			slack(rt, model.Maximize, "row", row, got.RowDuals[row], got.Rows[row], model.RowLower[row], model.RowUpper[row])
		}
		for i, want := range reduced {
			if !same(got.ReducedCosts[i], want) {
				rt.Errorf("column %d: the reduced cost is %v, not %v", i, got.ReducedCosts[i], want)
			}
			slack(rt, model.Maximize, "column", i, got.ReducedCosts[i], got.Columns[i], model.Lower[i], model.Upper[i])
		}
	})
}

// slack checks that a price stands only where a bound holds, on the right side.
func slack(t *rapid.T, maximize bool, what string, place int, price, value, lower, upper float64) {
	if maximize {
		price = -price
	}
	if price > 1e-6 && !same(value, lower) || price < -1e-6 && !same(value, upper) {
		t.Errorf("%s %d has the price %v at %v, between %v and %v", what, place, price, value, lower, upper)
	}
}

// assignment is a knapsack-like assignment: every job to one of the agents, each
// with so much room; it is drawn by a generator of its own, so that it is the
// same everywhere.
func assignment(jobs, agents int) Model {
	state := uint32(12345)
	draw := func(low, high int) float64 {
		state = state*1664525 + 1013904223
		return float64(low + int(state>>8)%(high-low+1))
	}
	model := Model{Start: []int{0}}
	size := make([]float64, jobs*agents)
	for i := range size {
		size[i] = draw(5, 25)
		model.Cost = append(model.Cost, draw(10, 50))
		model.Lower, model.Upper, model.Integer = append(model.Lower, 0), append(model.Upper, 1), append(model.Integer, true)
	}
	for job := range jobs {
		for agent := range agents {
			model.Index, model.Value = append(model.Index, int32(job*agents+agent)), append(model.Value, 1)
		}
		model.RowLower, model.RowUpper, model.Start = append(model.RowLower, 1), append(model.RowUpper, 1), append(model.Start, len(model.Value))
	}
	room := math.Floor(15 * float64(jobs) / float64(agents) * 0.8)
	for agent := range agents {
		for job := range jobs {
			model.Index, model.Value = append(model.Index, int32(job*agents+agent)), append(model.Value, size[job*agents+agent])
		}
		model.RowLower, model.RowUpper, model.Start = append(model.RowLower, -inf), append(model.RowUpper, room), append(model.Start, len(model.Value))
	}
	return model
}

func TestSameAgain(t *testing.T) {
	model := assignment(20, 4)
	first := mustSolve(t, model, Options{Seed: 7})
	second := mustSolve(t, model, Options{Seed: 7})
	if first.Status != Optimal || !slices.Equal(first.Columns, second.Columns) || first.Nodes != second.Nodes || first.Bound != second.Bound {
		t.Errorf("the same model gave %v and %v", first, second)
	}
	obeyed(t, model, first)
}

func TestStartIsHonoured(t *testing.T) {
	model := assignment(12, 3)
	best := mustSolve(t, model, Options{})
	if best.Status != Optimal {
		t.Fatalf("it ended %s", best.Status)
	}
	var log strings.Builder
	got := mustSolve(t, model, Options{Start: best.Columns, Nodes: 1, Log: &log})
	if !got.Found || !same(got.Objective, best.Objective) {
		t.Errorf("began with %v and ended with %v", best.Objective, got.Objective)
	}
	if !strings.Contains(log.String(), "MIP start solution is feasible") {
		t.Errorf("the solver did not take the start:\n%s", log.String())
	}
	part := slices.Clone(best.Columns)
	for i := range part[:len(part)/3] {
		part[i] = math.NaN()
	}
	if got = mustSolve(t, model, Options{Start: part, Nodes: 1}); !got.Found || !same(got.Objective, best.Objective) {
		t.Errorf("began with a part of %v and ended with %v", best.Objective, got.Objective)
	}
}

// byHand gives every job to the agent with room that needs least for it.
func byHand(model Model, jobs, agents int) []float64 {
	room, start := slices.Clone(model.RowUpper[jobs:]), make([]float64, jobs*agents)
	for job := range jobs {
		best, least := 0, inf
		for agent := range agents {
			if size := model.Value[model.Start[jobs+agent]+job]; size < least && size <= room[agent] {
				best, least = agent, size
			}
		}
		room[best], start[job*agents+best] = room[best]-least, 1
	}
	return start
}

func TestTimeLimitKeepsTheStart(t *testing.T) {
	model := assignment(100, 20)
	start := byHand(model, 100, 20)
	for _, limit := range []time.Duration{time.Nanosecond, 300 * time.Millisecond} {
		got := mustSolve(t, model, Options{TimeLimit: limit, Start: start})
		if got.Status != TimeLimit || !got.Found || got.Bound > got.Objective {
			t.Fatalf("it ended %s, found: %v, %v with bound %v", got.Status, got.Found, got.Objective, got.Bound)
		}
		obeyed(t, model, got)
	}
}

func TestNodeLimitGivesBestAndBound(t *testing.T) {
	model := assignment(20, 4)
	got := mustSolve(t, model, Options{Nodes: 1, Start: byHand(model, 20, 4)})
	if got.Status != NodeLimit && got.Status != Optimal || !got.Found {
		t.Fatalf("it ended %s, found: %v", got.Status, got.Found)
	}
	if got.Bound > got.Objective+1e-6 || got.Bound < got.Objective*0.9 {
		t.Errorf("the bound is %v, the best is %v", got.Bound, got.Objective)
	}
	obeyed(t, model, got)
}

// A solver that does not heed its limit is ended, and what it told is the answer.
func TestEndedWhenTimeIsUp(t *testing.T) {
	model := assignment(30, 6)
	m, err := mustOpen(t).start()
	if err != nil {
		t.Fatal(err)
	}
	defer m.close()
	m.progress = progress{stop: func(_, best float64) bool {
		if !math.IsInf(best, 0) {
			m.ended.Store(true)
		}
		return false
	}}
	if err := errors.Join(m.pass(&model), m.set(Options{TimeLimit: time.Minute}), m.follow(true)); err != nil {
		t.Fatal(err)
	}
	if err := m.run(context.Background(), time.Minute); !errors.Is(err, errEnded) {
		t.Fatalf("it was not ended: %v", err)
	}
	got := m.progress.result(&model)
	if !got.Found || got.Bound > got.Objective || got.Bound <= 0 {
		t.Fatalf("it had %v, bound %v", got.Objective, got.Bound)
	}
	obeyed(t, model, got)
}

func TestStop(t *testing.T) {
	model := assignment(30, 6)
	var bound, best float64
	got := mustSolve(t, model, Options{Stop: func(b, o float64) bool {
		bound, best = b, o
		return !math.IsInf(o, 0) && o-b < 0.1*o
	}})
	if got.Status != Stopped || !got.Found || got.Gap() > 0.12 || bound > best {
		t.Errorf("it ended %s, gap %v; it was told %v and %v", got.Status, got.Gap(), bound, best)
	}
	obeyed(t, model, got)
}

func TestGapIsEnough(t *testing.T) {
	got := mustSolve(t, assignment(30, 6), Options{Gap: 0.05})
	if got.Status != Optimal || got.Gap() > 0.05 || got.Gap() <= 0 {
		t.Errorf("it ended %s, gap %v", got.Status, got.Gap())
	}
}

func TestCancelled(t *testing.T) {
	solver := mustOpen(t)
	ctx, cancel := context.WithCancel(context.Background())
	_, err := solver.Solve(ctx, assignment(100, 20), Options{Stop: func(_, _ float64) bool {
		cancel()
		return false
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}
	if _, err := solver.Solve(ctx, assignment(2, 2), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("it began all the same: %v", err)
	}
	if got := mustSolve(t, assignment(12, 3), Options{}); got.Status != Optimal {
		t.Errorf("the next ended %s", got.Status)
	}
}

func TestSeveralAtOnce(t *testing.T) {
	model := assignment(12, 3)
	want := mustSolve(t, model, Options{})
	done := make(chan Result)
	for range 4 {
		go func() {
			got, err := mustOpen(t).Solve(context.Background(), model, Options{})
			if err != nil {
				t.Error(err)
			}
			done <- got
		}()
	}
	for range 4 {
		if got := <-done; got.Status != Optimal || !slices.Equal(got.Columns, want.Columns) {
			t.Errorf("it ended %s with %v, alone %v", got.Status, got.Objective, want.Objective)
		}
	}
}

func TestRefuses(t *testing.T) {
	good := func() Model {
		return Model{Cost: numbers(1, 1), Lower: numbers(0, 0), Upper: numbers(1, 1)}.rows(numbers(0), numbers(1), numbers(1, 1))
	}
	tests := []struct {
		name    string
		spoil   func(*Model)
		options Options
		code    string
	}{
		{"cost NaN", func(m *Model) { m.Cost[1] = math.NaN() }, Options{}, "highs.number"},
		{"cost infinite", func(m *Model) { m.Cost[1] = inf }, Options{}, "highs.number"},
		{"bound NaN", func(m *Model) { m.Lower[0] = math.NaN() }, Options{}, "highs.number"},
		{"lower bound infinite", func(m *Model) { m.Lower[0] = inf }, Options{}, "highs.number"},
		{"row bound NaN", func(m *Model) { m.RowUpper[0] = math.NaN() }, Options{}, "highs.number"},
		{"coefficient NaN", func(m *Model) { m.Value[0] = math.NaN() }, Options{}, "highs.number"},
		{"coefficient too great", func(m *Model) { m.Value[0] = 1e15 }, Options{}, "highs.number"},
		{"bounds crossed", func(m *Model) { m.Lower[0] = 2 }, Options{}, "highs.bounds"},
		{"row bounds crossed", func(m *Model) { m.RowLower[0] = 2 }, Options{}, "highs.bounds"},
		{"lower short", func(m *Model) { m.Lower = m.Lower[:1] }, Options{}, "highs.length"},
		{"upper long", func(m *Model) { m.Upper = numbers(1, 1, 1) }, Options{}, "highs.length"},
		{"integer short", func(m *Model) { m.Integer = []bool{true} }, Options{}, "highs.length"},
		{"no starts", func(m *Model) { m.Start = nil }, Options{}, "highs.length"},
		{"values short", func(m *Model) { m.Value = m.Value[:1] }, Options{}, "highs.length"},
		{"start not at nought", func(m *Model) { m.Start[0] = 1 }, Options{}, "highs.order"},
		{"starts beyond", func(m *Model) { m.Start[1] = 3 }, Options{}, "highs.order"},
		{"column beyond", func(m *Model) { m.Index[1] = 2 }, Options{}, "highs.index"},
		{"column below", func(m *Model) { m.Index[1] = -1 }, Options{}, "highs.index"},
		{"column twice", func(m *Model) { m.Index[1] = 0 }, Options{}, "highs.twice"},
		{"time below nought", func(*Model) {}, Options{TimeLimit: -1}, "highs.option"},
		{"gap NaN", func(*Model) {}, Options{Gap: math.NaN()}, "highs.option"},
		{"seed below nought", func(*Model) {}, Options{Seed: -1}, "highs.option"},
		{"nodes below nought", func(*Model) {}, Options{Nodes: -1}, "highs.option"},
		{"start short", func(*Model) {}, Options{Start: numbers(1)}, "highs.length"},
		{"start infinite", func(*Model) {}, Options{Start: numbers(1, inf)}, "highs.number"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			model := good()
			test.spoil(&model)
			_, err := (&Solver{}).Solve(context.Background(), model, test.options) // refused before it starts
			if fault.Code(err) != test.code {
				t.Errorf("%v, not %s", err, test.code)
			}
		})
	}
}

func TestClosed(t *testing.T) {
	solver := &Solver{closed: true}
	if _, err := solver.Solve(context.Background(), assignment(2, 2), Options{}); fault.Code(err) != "highs.closed" {
		t.Errorf("%v", err)
	}
}

func BenchmarkStartCached(b *testing.B) {
	mustOpen(b) // its code is kept
	for b.Loop() {
		solver, err := Open(context.Background(), cacheOfTests())
		if err != nil {
			b.Fatal(err)
		}
		if err := solver.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSolve(b *testing.B) {
	model := assignment(100, 50)
	mustOpen(b)
	for b.Loop() {
		if got := mustSolve(b, model, Options{Gap: 0.01}); got.Status != Optimal {
			b.Fatal(got.Status)
		}
	}
}
