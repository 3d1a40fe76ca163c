// SPDX-License-Identifier: EUPL-1.2

package highs

import (
	"context"
	"math"
	"os"
	"sync"
	"testing"
)

var inf = math.Inf(1)

// opened is the solver of all tests: to open one costs more than they do. Its
// code is kept beside the files of the Go compiler, so that it is made once.
var opened = sync.OnceValues(func() (*Solver, error) {
	return Open(context.Background(), cacheOfTests())
})

func cacheOfTests() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return dir + "/rentmeester/highs"
}

func mustOpen(t testing.TB) *Solver {
	t.Helper()
	if Missing() {
		t.Skip("the solver is not here: make assets fetches it")
	}
	solver, err := opened()
	if err != nil {
		t.Fatal(err)
	}
	return solver
}

func mustSolve(t testing.TB, model Model, options Options) Result {
	t.Helper()
	result, err := mustOpen(t).Solve(context.Background(), model, options)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// rows makes the matrix of a model from full rows.
func (m Model) rows(lower, upper []float64, coefficients ...[]float64) Model {
	m.RowLower, m.RowUpper, m.Start = lower, upper, []int{0}
	for _, row := range coefficients {
		for column, value := range row {
			if value != 0 {
				m.Index, m.Value = append(m.Index, int32(column)), append(m.Value, value)
			}
		}
		m.Start = append(m.Start, len(m.Value))
	}
	return m
}

func numbers(values ...float64) []float64 { return values }

func same(a, b float64) bool { return a == b || math.Abs(a-b) <= 1e-6*(1+math.Abs(b)) }
