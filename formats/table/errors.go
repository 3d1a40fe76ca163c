// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"strings"

	"rentmeester/fault"
)

// RowErrors are the faults of the rows of a file, in the order of the file: the
// first hundred. ReadOpenItems gives them inside a fault table.rows, whose count
// is that of all; errors.As finds them.
type RowErrors []*fault.Error

// Error gives the faults, a line each.
func (e RowErrors) Error() string {
	lines := make([]string, len(e))
	for i, f := range e {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the faults, so that errors.As finds the first.
func (e RowErrors) Unwrap() []error {
	all := make([]error, len(e))
	for i, f := range e {
		all[i] = f
	}
	return all
}

// gatherer keeps the first faults and counts all.
type gatherer struct {
	kept  RowErrors
	count int
}

func (g *gatherer) add(f *fault.Error) {
	g.count++
	if len(g.kept) < maxErrors {
		g.kept = append(g.kept, f)
	}
}

// merge adds what another gathered.
func (g *gatherer) merge(o *gatherer) {
	for _, f := range o.kept {
		g.add(f)
	}
	g.count += o.count - len(o.kept)
}

// err gives the one fault for all rows, or nil.
func (g *gatherer) err() error {
	if g.count == 0 {
		return nil
	}
	return fault.Wrap(g.kept, "table.rows", "count", g.count, "shown", len(g.kept))
}
