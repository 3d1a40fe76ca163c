// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"bytes"
	"encoding/csv"
	"testing"

	"rentmeester/money"
)

func TestNothingThatIsExportedIsAFormula(t *testing.T) {
	var b bytes.Buffer
	out := &csvRows{w: csv.NewWriter(&b)}
	for _, cell := range []any{"=1+1", "+31", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "gewoon = +", "", money.Cents(-100), int64(-3)} {
		if err := out.row(cell, "x"); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.end(); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"'=1+1", "'+31", "'-cmd", "'@SUM(A1)", "'\t=1", "'\r=1", "'\n=1", "gewoon = +", "", "-1.00", "-3"}
	for i, row := range rows {
		if row[0] != want[i] {
			t.Errorf("%q, want %q", row[0], want[i])
		}
	}
}
