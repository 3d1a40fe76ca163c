// SPDX-License-Identifier: EUPL-1.2

package highs

import (
	"context"
	"errors"

	"github.com/tetratelabs/wazero/api"

	"rentmeester/fault"
)

// LP is a linear program that is solved again and again while it changes. It
// goes on from the last answer, which takes a small part of the time that a new
// start does: for columns or rows that are made as they turn out to be wanted.
// Columns and rows count from 0 and keep their number.
//
// It is for one goroutine. After an error of Run it is of no use but to close.
type LP struct {
	machine  *machine
	maximize bool
	closed   bool

	newColumns, newRows batch // not in the machine yet: many at once go faster
	columns, rows       int   // with those

	seenColumns, seenRows []int // by checkEntries
	mark                  int
}

// batch is columns or rows, each with its places in the other.
type batch struct {
	cost, lower, upper []float64
	start              []int
	index              []int32
	value              []float64
}

func (b *batch) add(lower, upper float64, index []int32, value []float64) {
	b.start = append(b.start, len(b.index))
	b.lower, b.upper = append(b.lower, lower), append(b.upper, upper)
	b.index, b.value = append(b.index, index...), append(b.value, value...)
}

// NewLP begins with a model, which may be empty; it must not ask for whole
// numbers. Close gives back its memory. Errors: those of Solve.
func (s *Solver) NewLP(model Model) (*LP, error) {
	if err := model.check(); err != nil {
		return nil, err
	}
	if model.whole() {
		return nil, fault.New("highs.option", "option", "Integer")
	}
	m, err := s.start()
	if err != nil {
		return nil, err
	}
	if err := m.pass(&model); err != nil {
		return nil, errors.Join(broke(context.Background(), err), m.close())
	}
	return &LP{
		machine: m, maximize: model.Maximize, columns: m.columns, rows: m.rows,
		seenColumns: make([]int, m.columns), seenRows: make([]int, m.rows),
	}, nil
}

// AddColumn adds a column with its coefficients in the rows that index names,
// and gives its number. Errors: highs.length, highs.number, highs.bounds,
// highs.index, highs.twice, highs.broke-off, highs.memory, highs.closed.
func (l *LP) AddColumn(cost, lower, upper float64, index []int32, value []float64) (int, error) {
	if err := checkSizes("Cost", []float64{cost}, greatestCost); err != nil {
		return 0, err
	}
	if err := l.checkNew(l.columns, lower, upper, index, value, l.seenRows); err != nil {
		return 0, err
	}
	if err := l.flushRows(); err != nil {
		return 0, err
	}
	l.newColumns.cost = append(l.newColumns.cost, cost)
	l.newColumns.add(lower, upper, index, value)
	l.seenColumns = append(l.seenColumns, 0)
	l.columns++
	return l.columns - 1, nil
}

// AddRow adds a row with its coefficients in the columns that index names, and
// gives its number. Errors: those of AddColumn.
func (l *LP) AddRow(lower, upper float64, index []int32, value []float64) (int, error) {
	if err := l.checkNew(l.rows, lower, upper, index, value, l.seenColumns); err != nil {
		return 0, err
	}
	if err := l.flushColumns(); err != nil {
		return 0, err
	}
	l.newRows.add(lower, upper, index, value)
	l.seenRows = append(l.seenRows, 0)
	l.rows++
	return l.rows - 1, nil
}

func (l *LP) checkNew(number int, lower, upper float64, index []int32, value []float64, seen []int) error {
	if l.closed {
		return fault.New("highs.closed")
	}
	if len(index) != len(value) {
		return fault.New("highs.length", "list", "Index", "length", len(index), "want", len(value))
	}
	if err := checkBounds("Lower", []float64{lower}, []float64{upper}); err != nil {
		return err
	}
	l.mark++
	if err := checkEntries(number, index, seen, l.mark); err != nil {
		return err
	}
	return checkSizes("Value", value, greatestSize)
}

// ChangeCost gives a column another cost. Errors: highs.index, highs.number, and
// those of the solver.
func (l *LP) ChangeCost(column int, cost float64) error {
	if err := checkSizes("Cost", []float64{cost}, greatestCost); err != nil {
		return err
	}
	return l.change("Highs_changeColCost", column, l.columns, cost)
}

// ChangeColumn gives a column other bounds. Errors: as ChangeCost, highs.bounds.
func (l *LP) ChangeColumn(column int, lower, upper float64) error {
	if err := checkBounds("Lower", []float64{lower}, []float64{upper}); err != nil {
		return err
	}
	return l.change("Highs_changeColBounds", column, l.columns, lower, upper)
}

// ChangeRow gives a row other bounds. Errors: as ChangeColumn.
func (l *LP) ChangeRow(row int, lower, upper float64) error {
	if err := checkBounds("RowLower", []float64{lower}, []float64{upper}); err != nil {
		return err
	}
	return l.change("Highs_changeRowBounds", row, l.rows, lower, upper)
}

func (l *LP) change(function string, number, count int, values ...float64) error {
	if l.closed {
		return fault.New("highs.closed")
	}
	if number < 0 || number >= count {
		return fault.New("highs.index", "row", number, "column", number, "columns", count)
	}
	if err := l.flush(); err != nil {
		return err
	}
	arguments := []uint64{uint64(number)}
	for _, value := range values {
		arguments = append(arguments, api.EncodeF64(value))
	}
	if err := l.machine.ask(function, arguments...); err != nil {
		return broke(context.Background(), err)
	}
	return nil
}

// Run solves it as it stands, until ctx ends. Of the options TimeLimit, Seed and
// Log count. Errors: those of Solve.
func (l *LP) Run(ctx context.Context, options Options) (Result, error) {
	if l.closed {
		return Result{}, fault.New("highs.closed")
	}
	options.Start = nil
	if err := options.check(l.columns); err != nil {
		return Result{}, err
	}
	if err := context.Cause(ctx); err != nil {
		return Result{}, err
	}
	if err := l.flush(); err != nil {
		return Result{}, err
	}
	m := l.machine
	m.log = options.Log
	if err := errors.Join(m.set(options), m.ask("Highs_zeroAllClocks")); err != nil {
		return Result{}, broke(ctx, err)
	}
	err := m.run(ctx, options.TimeLimit)
	if errors.Is(err, errEnded) && ctx.Err() == nil {
		return Result{Status: TimeLimit, Bound: worst(!l.maximize)}, nil
	}
	if err != nil {
		return Result{}, broke(ctx, err)
	}
	result, err := m.result(l.maximize, false)
	if err != nil {
		return Result{}, broke(ctx, err)
	}
	return result, nil
}

// flush puts what was added in the machine. Only one of the two has anything:
// what is added to one may name what was added to the other before.
func (l *LP) flush() error { return errors.Join(l.flushRows(), l.flushColumns()) }

func (l *LP) flushColumns() error {
	b := &l.newColumns
	if len(b.start) == 0 {
		return nil
	}
	return l.pass("Highs_addCols", b, doubles(b.cost), doubles(b.lower), doubles(b.upper))
}

func (l *LP) flushRows() error {
	b := &l.newRows
	if len(b.start) == 0 {
		return nil
	}
	return l.pass("Highs_addRows", b, doubles(b.lower), doubles(b.upper))
}

func (l *LP) pass(function string, b *batch, ofEach ...[]byte) error {
	copies := append(ofEach, ints(b.start), ints(b.index), doubles(b.value))
	err := l.machine.lend(func(at []uint64) error {
		arguments := append([]uint64{uint64(len(b.start))}, at[:len(ofEach)]...)
		arguments = append(arguments, uint64(len(b.index)))
		return l.machine.ask(function, append(arguments, at[len(ofEach):]...)...)
	}, copies...)
	if err != nil {
		return broke(context.Background(), err)
	}
	*b = batch{}
	l.machine.columns, l.machine.rows = l.columns, l.rows
	return nil
}

// Close gives back the memory. Errors: what the library says.
func (l *LP) Close() error {
	if l.closed {
		return nil
	}
	l.closed = true
	return l.machine.close()
}
