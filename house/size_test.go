// SPDX-License-Identifier: EUPL-1.2

package house

import (
	"bytes"
	"fmt"
	"go/ast"
	"slices"
	"testing"
)

// length is how many lines something has.
type length struct {
	name  string
	lines int
}

// TestReportSizes fails on nothing: with -v it tells how long our files and
// functions are, so that growth is seen before it hurts.
func TestReportSizes(t *testing.T) {
	var code, tests, functions []length
	for _, file := range mustSources(t) {
		if file.isGenerated() {
			continue
		}
		whole := length{file.path, bytes.Count(file.raw, []byte("\n"))}
		if file.isTest() {
			tests = append(tests, whole)
			continue
		}
		code = append(code, whole)
		for _, declared := range file.syntax.Decls {
			if function, ok := declared.(*ast.FuncDecl); ok {
				from, to := fileSet.Position(function.Pos()), fileSet.Position(function.End())
				name := fmt.Sprintf("%s:%d %s", file.path, from.Line, function.Name.Name)
				functions = append(functions, length{name, to.Line - from.Line + 1})
			}
		}
	}
	report(t, "files of code", code)
	report(t, "files of tests", tests)
	report(t, "functions", functions)
}

func report(t *testing.T, what string, lengths []length) {
	t.Helper()
	if len(lengths) == 0 {
		return
	}
	slices.SortFunc(lengths, func(a, b length) int { return b.lines - a.lines })
	total := 0
	for _, one := range lengths {
		total += one.lines
	}
	t.Logf("%d %s, %d lines, median %d; the longest:", len(lengths), what, total, lengths[len(lengths)/2].lines)
	for _, one := range lengths[:min(8, len(lengths))] {
		t.Logf("  %4d %s", one.lines, one.name)
	}
}
