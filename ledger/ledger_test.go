// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/fault"
	"rentmeester/money"
)

func TestNewJournalEntryRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		lines []Line
		code  string
	}{
		"nothing":      {nil, "ledger.empty"},
		"one line":     {[]Line{{Account: "1000"}}, "ledger.empty"},
		"no account":   {[]Line{{Account: "1000", Amount: 5}, {Amount: -5}}, "ledger.no-account"},
		"a cent short": {[]Line{{Account: "1000", Amount: 500}, {Account: "1300", Amount: -499}}, "ledger.unbalanced"},
		"wraps around": {[]Line{{Account: "a", Amount: math.MaxInt64}, {Account: "b", Amount: math.MaxInt64}, {Account: "c", Amount: 2}}, "money.overflow"},
		"balanced":     {[]Line{{Account: "1000", Amount: 500}, {Account: "1300", Amount: -500}}, ""},
		"of nothing":   {[]Line{{Account: "1000"}, {Account: "1300"}}, ""},
	} {
		if e, err := NewJournalEntry("2026-01-31", "decision", "x", c.lines...); fault.Code(err) != c.code || err != nil && e.Lines != nil {
			t.Errorf("%s: %+v %v", name, e, err)
		}
	}
}

func TestEntryKeepsItsOwnLines(t *testing.T) {
	lines := []Line{{Account: "1000", Amount: 500}, {Account: "1300", Amount: -500}}
	e, err := NewJournalEntry("2026-01-31", "decision", "x", lines...)
	if err != nil {
		t.Fatal(err)
	}
	lines[0].Amount = 1
	if e.Lines[0].Amount != 500 {
		t.Error("the entry changed with the lines it was made of")
	}
}

func TestReverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var lines []Line
		var sum money.Cents
		for range rapid.IntRange(1, 20).Draw(t, "n") {
			a := money.Cents(rapid.Int64Range(-int64(money.Max), int64(money.Max)).Draw(t, "amount"))
			lines, sum = append(lines, Line{Account: "1300", Amount: a, Item: "7"}), sum+a
		}
		e, err := NewJournalEntry("2026-01-31", "decision", "x", append(lines, Line{Account: "1000", Amount: -sum})...)
		if err != nil {
			t.Fatal(err)
		}
		r := e.Reverse("2026-02-01", "undo")
		if _, err := NewJournalEntry(r.Day, r.Kind, r.Text, r.Lines...); err != nil || r.Kind != "reversal" || r.Day != "2026-02-01" {
			t.Fatalf("%+v %v", r, err)
		}
		for i := range e.Lines {
			want := e.Lines[i]
			want.Amount = -want.Amount
			if r.Lines[i] != want {
				t.Fatalf("line %d: %+v", i, r.Lines[i])
			}
		}
		if e.Day != "2026-01-31" || e.Kind != "decision" {
			t.Fatal("reversing changed the entry")
		}
	})
}

func TestSign(t *testing.T) {
	if (&OpenItem{Kind: Receivable}).Sign() != 1 || (&OpenItem{Kind: Payable}).Sign() != -1 {
		t.Error("sign")
	}
}
