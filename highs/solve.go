// SPDX-License-Identifier: EUPL-1.2

package highs

import (
	"context"
	"errors"
	"io"
	"math"
	"time"

	"rentmeester/fault"
)

// Status is how a solve ended.
type Status string

// How a solve ends. At the last three there may be a solution that is not
// proved best: see Result.Found.
const (
	Optimal               Status = "optimal"    // proved, within the gap that was asked
	Infeasible            Status = "infeasible" // proved: no columns obey all rows
	Unbounded             Status = "unbounded"  // proved: there is no end to how good it gets
	InfeasibleOrUnbounded Status = "infeasible-or-unbounded"
	TimeLimit             Status = "time-limit"
	NodeLimit             Status = "node-limit"
	Stopped               Status = "stopped" // Options.Stop said so
)

// Options are how to solve. The zero value proves the optimum in DefaultTimeLimit.
type Options struct {
	TimeLimit time.Duration // by the clock on the wall; 0 for DefaultTimeLimit
	Gap       float64       // a proof within this share of the objective suffices: 0.01 for 1 %; 0 for exact
	Nodes     int           // of the search tree, at most, which unlike time cuts short the same way every time; 0 for no limit
	Start     []float64     // a solution known already, one of each column; NaN leaves a column open. The result is no worse
	Seed      int           // of what the solver draws by lot
	Log       io.Writer     // the solver's own words; nil for none

	// Stop is asked from time to time, during the search tree of a program with
	// whole numbers, whether what was reached suffices: the bound that is proved
	// and the best objective found, which is infinite while there is none.
	Stop func(bound, best float64) bool
}

// Result is what solving gave. Objective, Columns and Rows are there when Found;
// the duals only of a linear program, when Optimal.
type Result struct {
	Status    Status
	Found     bool    // there is a solution
	Objective float64 // Σ Cost·Columns
	Bound     float64 // no solution is better than this; infinite when nothing is proved
	Columns   []float64
	Rows      []float64 // what the rows come to

	// RowDuals is what the objective gains when a row's bound that holds it rises
	// by one: the price of what the row is short of. ReducedCosts is the cost of a
	// column less what it uses, at those prices.
	RowDuals, ReducedCosts []float64

	Nodes int // of the search tree
}

// Gap is how far from the bound the solution may be, as a share of the
// objective; 0 when it is proved best, infinite when there is no solution.
func (r Result) Gap() float64 {
	if !r.Found {
		return math.Inf(1)
	}
	apart := math.Abs(r.Objective - r.Bound)
	if apart == 0 {
		return 0
	}
	return apart / math.Abs(r.Objective)
}

// Solve solves the model, until ctx ends. Errors: those of a model that makes no
// sense (highs.length, highs.number, highs.bounds, highs.order, highs.index,
// highs.twice, highs.too-large, highs.option); highs.memory, highs.broke-off,
// highs.start, highs.closed; or the context's own.
func (s *Solver) Solve(ctx context.Context, model Model, options Options) (Result, error) {
	if err := model.check(); err != nil {
		return Result{}, err
	}
	if err := options.check(len(model.Cost)); err != nil {
		return Result{}, err
	}
	if err := context.Cause(ctx); err != nil {
		return Result{}, err
	}
	m, err := s.start()
	if err != nil {
		return Result{}, err
	}
	result, err := m.solve(ctx, &model, options)
	result.keep(&model, options.Start)
	return result, errors.Join(err, m.close())
}

func (o *Options) check(columns int) error {
	switch {
	case o.TimeLimit < 0:
		return fault.New("highs.option", "option", "TimeLimit")
	case !(o.Gap >= 0):
		return fault.New("highs.option", "option", "Gap")
	case o.Nodes < 0 || o.Nodes > math.MaxInt32:
		return fault.New("highs.option", "option", "Nodes")
	case o.Seed < 0 || o.Seed > math.MaxInt32:
		return fault.New("highs.option", "option", "Seed")
	case o.Start != nil && len(o.Start) != columns:
		return fault.New("highs.length", "list", "Start", "length", len(o.Start), "want", columns)
	}
	for i, value := range o.Start {
		if math.IsInf(value, 0) {
			return fault.New("highs.number", "list", "Start", "place", i, "value", value)
		}
	}
	if o.TimeLimit == 0 {
		o.TimeLimit = DefaultTimeLimit
	}
	return nil
}

// solve solves one model in a machine that is new.
func (m *machine) solve(ctx context.Context, model *Model, options Options) (Result, error) {
	if len(model.Cost) == 0 {
		return withoutColumns(model), nil
	}
	m.log = options.Log
	m.progress = progress{stop: options.Stop, maximize: model.Maximize}
	ready := func() error {
		if err := m.pass(model); err != nil {
			return err
		}
		if err := m.set(options); err != nil {
			return err
		}
		if err := m.begin(options.Start); err != nil {
			return err
		}
		return m.follow(model.whole())
	}
	if err := ready(); err != nil {
		return Result{}, broke(ctx, err)
	}
	err := m.run(ctx, options.TimeLimit)
	if errors.Is(err, errEnded) && ctx.Err() == nil {
		return m.progress.result(model), nil // the time was up and the solver did not heed it
	}
	if err != nil {
		return Result{}, broke(ctx, err)
	}
	result, err := m.result(model.Maximize, model.whole())
	if err != nil {
		return Result{}, broke(ctx, err)
	}
	return result, nil
}

// withoutColumns needs no solver, and the solver makes an exception of it.
func withoutColumns(model *Model) Result {
	for i := range model.RowLower {
		if model.RowLower[i] > 0 || model.RowUpper[i] < 0 {
			return Result{Status: Infeasible, Bound: worst(model.Maximize)}
		}
	}
	rows := len(model.RowLower)
	return Result{
		Status: Optimal, Found: true, Columns: []float64{}, Rows: make([]float64, rows),
		RowDuals: make([]float64, rows), ReducedCosts: []float64{},
	}
}

// worst is the objective of no solution at all.
func worst(maximize bool) float64 {
	if maximize {
		return math.Inf(-1)
	}
	return math.Inf(1)
}

// set tells the solver how to work.
func (m *machine) set(options Options) error {
	nodes := math.MaxInt32
	if options.Nodes > 0 {
		nodes = options.Nodes
	}
	for _, option := range []struct {
		name  string
		value any
	}{
		{"output_flag", options.Log != nil},
		{"parallel", "off"},
		{"threads", 1},
		{"time_limit", options.TimeLimit.Seconds()},
		{"mip_rel_gap", options.Gap},
		{"mip_max_nodes", nodes},
		{"random_seed", options.Seed},
	} {
		if err := m.option(option.name, option.value); err != nil {
			return err
		}
	}
	return nil
}

// begin tells the solver what solution is known.
func (m *machine) begin(start []float64) error {
	if start == nil {
		return nil
	}
	places, values := make([]int32, 0, len(start)), make([]float64, 0, len(start))
	for i, value := range start {
		if !math.IsNaN(value) {
			places, values = append(places, int32(i)), append(values, value)
		}
	}
	return m.lend(func(at []uint64) error {
		if len(values) == len(start) {
			return m.ask("Highs_setSolution", at[1], 0, 0, 0)
		}
		return m.ask("Highs_setSparseSolution", uint64(len(values)), at[0], at[1])
	}, ints(places), doubles(values))
}

// grace is how long the solver may take to see that its time is up.
func grace(limit time.Duration) time.Duration { return time.Second + limit/10 }

// run lets the solver work. It heeds its own limit of time at moments that suit
// it; when it does not come to that, it is ended, as it is when ctx ends.
func (m *machine) run(ctx context.Context, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit+grace(limit))
	defer cancel()
	defer context.AfterFunc(ctx, func() { m.ended.Store(true) })()
	return m.ask("Highs_run")
}

// broke says why the solver did not come to a result.
func broke(ctx context.Context, err error) error {
	switch cause := context.Cause(ctx); {
	case cause != nil:
		return cause
	case errors.Is(err, errNoMemory):
		return fault.Wrap(err, "highs.memory", "limit", MostMemory>>20)
	}
	return fault.Wrap(err, "highs.broke-off")
}
