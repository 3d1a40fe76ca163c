// SPDX-License-Identifier: EUPL-1.2

package highs

import (
	"fmt"
	"math"

	"github.com/tetratelabs/wazero/api"
)

// statuses are how HiGHS numbers the ways a solve ends (HighsModelStatus).
var statuses = map[int32]Status{
	6:  Optimal, // an empty model
	7:  Optimal,
	8:  Infeasible,
	9:  InfeasibleOrUnbounded,
	10: Unbounded,
	13: TimeLimit,
	16: NodeLimit,
	17: Stopped,
}

const solutionFeasible = 2 // HighsSolutionStatus

// result reads what the solver found.
func (m *machine) result(maximize, whole bool) (Result, error) {
	number, err := m.call("Highs_getModelStatus", m.model)
	if err != nil {
		return Result{}, err
	}
	status, known := statuses[api.DecodeI32(number)]
	if !known {
		return Result{}, fmt.Errorf("the solver ended with its status %d", api.DecodeI32(number))
	}
	result := Result{Status: status, Bound: worst(!maximize)}
	if err := m.readSolution(&result, whole); err != nil {
		return Result{}, err
	}
	switch {
	case status == Infeasible:
		result.Bound = worst(maximize)
	case whole:
		if result.Bound, err = m.infoFloat("mip_dual_bound"); err != nil {
			return Result{}, err
		}
		nodes, err := m.info("Highs_getInt64InfoValue", "mip_node_count", 8)
		if err != nil {
			return Result{}, err
		}
		result.Nodes = max(int(int64(nodes)), 0)
	case status == Optimal:
		result.Bound = result.Objective
	}
	return result, nil
}

// readSolution reads the columns and rows, and of a linear program the duals.
func (m *machine) readSolution(result *Result, whole bool) error {
	found, err := m.info("Highs_getIntInfoValue", "primal_solution_status", 4)
	if err != nil {
		return err
	}
	if result.Status == Infeasible || result.Status == InfeasibleOrUnbounded || found != solutionFeasible {
		return nil
	}
	result.Found = true
	if result.Objective, err = m.infoFloat("objective_function_value"); err != nil {
		return err
	}
	columns, rows := make([]byte, 8*m.columns), make([]byte, 8*m.rows)
	return m.lend(func(at []uint64) error {
		if err := m.ask("Highs_getSolution", at...); err != nil {
			return err
		}
		result.Columns, result.Rows = m.floats(at[0], m.columns), m.floats(at[2], m.rows)
		if result.Status == Optimal && !whole {
			result.ReducedCosts, result.RowDuals = m.floats(at[1], m.columns), m.floats(at[3], m.rows)
		}
		return nil
	}, columns, columns, rows, rows)
}

// progress is what the solver told while it worked.
type progress struct {
	stop     func(bound, best float64) bool
	maximize bool

	columns []float64 // the best solution so far; nil while there is none
	bound   float64
	heard   bool // bound was told
	places  map[string]uint32
}

// What the solver calls back for (HighsCallbackType).
const (
	improved = 4
	asked    = 6
)

// follow has the solver tell of each better solution, and of the bound.
func (m *machine) follow(whole bool) error {
	if !whole {
		return nil
	}
	for _, kind := range []uint64{improved, asked} {
		if err := m.ask("Highs_startCallback", kind); err != nil {
			return err
		}
	}
	return nil
}

// report is what the solver calls: its kind, a message, where what it tells
// stands, and where the answer goes.
func (m *machine) report(stack []uint64) {
	kind, told, answer := uint32(stack[0]), uint32(stack[2]), uint32(stack[3])
	if m.ended.Load() {
		panic(errEnded)
	}
	bound := m.float(told + m.offset("mip_dual_bound", told))
	if !math.IsNaN(bound) {
		m.progress.bound, m.progress.heard = bound, true
	}
	switch {
	case kind == improved:
		m.progress.columns = m.floats(m.item("mip_solution", told), m.columns)
	case kind == asked && m.progress.stop != nil:
		if m.progress.stop(bound, m.float(told+m.offset("mip_primal_bound", told))) {
			m.memory.WriteUint32Le(answer, 1)
		}
	}
}

// offset is where a figure stands in what the solver tells, of which the form is
// its own: it says so itself, once.
func (m *machine) offset(name string, told uint32) uint32 {
	place, known := m.progress.places[name]
	if !known {
		if m.progress.places == nil {
			m.progress.places = map[string]uint32{}
		}
		place = uint32(m.item(name, told)) - told
		m.progress.places[name] = place
	}
	return place
}

// item asks the solver where it has a figure, or the first of a row of them.
func (m *machine) item(name string, told uint32) (place uint64) {
	err := m.lend(func(at []uint64) (err error) {
		place, err = m.call("Highs_getCallbackDataOutItem", uint64(told), at[0])
		return err
	}, word(name))
	if err != nil || place == 0 {
		panic(errAborted)
	}
	return place
}

// result is what is known of a solver that was ended when its time was up.
func (p *progress) result(model *Model) Result {
	result := Result{Status: TimeLimit, Bound: worst(!model.Maximize)}
	if p.heard {
		result.Bound = p.bound
	}
	if p.columns != nil {
		result.take(model, p.columns)
	}
	return result
}
