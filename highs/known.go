// SPDX-License-Identifier: EUPL-1.2

package highs

import "math"

// feasible is how far a solution may be off a bound or a whole number, as HiGHS
// has it.
const feasible = 1e-6

// keep gives the result no worse a solution than the one that was known before:
// a solver that was cut short early forgets that.
func (r *Result) keep(model *Model, start []float64) {
	if r.Status != TimeLimit && r.Status != NodeLimit && r.Status != Stopped {
		return
	}
	if start == nil || !model.obeys(start) {
		return
	}
	objective := model.objective(start)
	if !r.Found || (objective > r.Objective) == model.Maximize && objective != r.Objective {
		r.take(model, start)
	}
}

// take makes these columns the solution.
func (r *Result) take(model *Model, columns []float64) {
	r.Found, r.Objective, r.Rows = true, model.objective(columns), model.rowsOf(columns)
	r.Columns = append([]float64{}, columns...)
}

func (m *Model) objective(columns []float64) (sum float64) {
	for i, value := range columns {
		sum += m.Cost[i] * value
	}
	return sum
}

// rowsOf gives what the rows come to.
func (m *Model) rowsOf(columns []float64) []float64 {
	sums := make([]float64, len(m.RowLower))
	for row := range sums {
		for at := m.Start[row]; at < m.Start[row+1]; at++ {
			sums[row] += m.Value[at] * columns[m.Index[at]]
		}
	}
	return sums
}

// obeys says whether the columns are a solution; NaN is none.
func (m *Model) obeys(columns []float64) bool {
	for i, value := range columns {
		if !(value >= m.Lower[i]-feasible && value <= m.Upper[i]+feasible) {
			return false
		}
		if m.Integer != nil && m.Integer[i] && math.Abs(value-math.Round(value)) > feasible {
			return false
		}
	}
	for row, sum := range m.rowsOf(columns) {
		if sum < m.RowLower[row]-feasible || sum > m.RowUpper[row]+feasible {
			return false
		}
	}
	return true
}
