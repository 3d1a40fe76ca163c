// SPDX-License-Identifier: EUPL-1.2

package highs

import (
	"math"

	"rentmeester/fault"
)

// Model is a program to solve: find the columns x that make Σ Cost·x least, or
// most, where every column stays between its Lower and its Upper, and every row
// of the matrix times x between its RowLower and its RowUpper. Bounds may be
// infinite (math.Inf); from 1e20 on they are taken so. Equal bounds make an
// equation.
//
// The matrix is kept by rows: row i has the columns Index[Start[i]:Start[i+1]],
// each once, with the coefficients in Value on the same places.
//
// Numbers of about the same size solve best: hours rather than seconds, and
// costs not in millionths.
type Model struct {
	Maximize bool

	Cost, Lower, Upper []float64 // one of each column
	Integer            []bool    // which columns must be whole numbers; nil for none

	RowLower, RowUpper []float64 // one of each row
	Start              []int     // one of each row and one more: the number of coefficients
	Index              []int32   // columns, from 0
	Value              []float64
}

// What the solver takes: beyond these it rounds to nothing or to no bound at all.
const (
	mostColumns  = 10_000_000
	mostValues   = 50_000_000
	greatestCost = 1e15
	greatestSize = 1e15 // of a coefficient
)

// check says what is wrong with the model. Errors: highs.length, highs.number,
// highs.bounds, highs.order, highs.index, highs.twice, highs.too-large.
func (m *Model) check() error {
	columns, rows, values := len(m.Cost), len(m.RowLower), len(m.Value)
	if columns > mostColumns || rows > mostColumns || values > mostValues {
		return fault.New("highs.too-large")
	}
	for _, list := range []struct {
		name         string
		length, want int
	}{
		{"Lower", len(m.Lower), columns}, {"Upper", len(m.Upper), columns},
		{"RowUpper", len(m.RowUpper), rows}, {"Start", len(m.Start), rows + 1}, {"Index", len(m.Index), values},
	} {
		if list.length != list.want {
			return fault.New("highs.length", "list", list.name, "length", list.length, "want", list.want)
		}
	}
	if m.Integer != nil && len(m.Integer) != columns {
		return fault.New("highs.length", "list", "Integer", "length", len(m.Integer), "want", columns)
	}
	if err := checkSizes("Cost", m.Cost, greatestCost); err != nil {
		return err
	}
	if err := checkBounds("Lower", m.Lower, m.Upper); err != nil {
		return err
	}
	if err := checkBounds("RowLower", m.RowLower, m.RowUpper); err != nil {
		return err
	}
	return m.checkMatrix()
}

func (m *Model) checkMatrix() error {
	if m.Start[0] != 0 || m.Start[len(m.RowLower)] != len(m.Value) {
		return fault.New("highs.order", "row", 0)
	}
	seen := make([]int, len(m.Cost)) // the row, from 1, that a column was last seen in
	for row := range m.RowLower {
		if m.Start[row+1] < m.Start[row] || m.Start[row+1] > len(m.Value) {
			return fault.New("highs.order", "row", row)
		}
		if err := checkEntries(row, m.Index[m.Start[row]:m.Start[row+1]], seen, row+1); err != nil {
			return err
		}
	}
	return checkSizes("Value", m.Value, greatestSize)
}

// checkEntries checks the places of a row (or of a column); seen keeps where each
// was seen last, mark is this one's.
func checkEntries(row int, index []int32, seen []int, mark int) error {
	for _, column := range index {
		if column < 0 || int(column) >= len(seen) {
			return fault.New("highs.index", "row", row, "column", column, "columns", len(seen))
		}
		if seen[column] == mark {
			return fault.New("highs.twice", "row", row, "column", column)
		}
		seen[column] = mark
	}
	return nil
}

func checkSizes(name string, numbers []float64, greatest float64) error {
	for i, number := range numbers {
		if !(math.Abs(number) < greatest) { // so that NaN is refused
			return fault.New("highs.number", "list", name, "place", i, "value", number)
		}
	}
	return nil
}

func checkBounds(name string, lower, upper []float64) error {
	for i := range lower {
		if math.IsNaN(lower[i]) || math.IsNaN(upper[i]) || math.IsInf(lower[i], 1) || math.IsInf(upper[i], -1) {
			return fault.New("highs.number", "list", name, "place", i, "value", lower[i])
		}
		if lower[i] > upper[i] {
			return fault.New("highs.bounds", "list", name, "place", i, "lower", lower[i], "upper", upper[i])
		}
	}
	return nil
}

// whole says whether some column must be a whole number.
func (m *Model) whole() bool {
	for _, must := range m.Integer {
		if must {
			return true
		}
	}
	return false
}

// Forms of a matrix, as HiGHS numbers them.
const (
	byColumn = 1
	byRow    = 2
)

// pass gives the model to the machine.
func (m *machine) pass(model *Model) error {
	sense := int32(1)
	if model.Maximize {
		sense = -1
	}
	m.columns, m.rows = len(model.Cost), len(model.RowLower)
	copies := [][]byte{
		doubles(model.Cost), doubles(model.Lower), doubles(model.Upper),
		doubles(model.RowLower), doubles(model.RowUpper),
		ints(model.Start), ints(model.Index), doubles(model.Value),
	}
	function := "Highs_passLp"
	if model.whole() {
		function = "Highs_passMip"
		whole := make([]int32, m.columns)
		for i, must := range model.Integer {
			if must {
				whole[i] = 1
			}
		}
		copies = append(copies, ints(whole))
	}
	return m.lend(func(at []uint64) error {
		sizes := []uint64{uint64(m.columns), uint64(m.rows), uint64(len(model.Value)), byRow, uint64(uint32(sense)), 0}
		return m.ask(function, append(sizes, at...)...)
	}, copies...)
}
