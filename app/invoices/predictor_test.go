// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"math"
	"testing"

	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/day"
	"rentmeester/ledger"
	"rentmeester/store/db"
)

func codedRow(line int64, account, source string, taken bool) db.CodedLinesRow {
	return db.CodedLinesRow{Coded: 7, InvoiceNumber: "F1", Kind: "invoice", SupplierName: "A", SupplierNumber: "C-1", Taken: taken,
		InvoiceCoding: db.InvoiceCoding{InvoiceID: 5, Line: line, Amount: 100, Account: account, Source: source, CodedAt: "2026-03-02T09:00:00Z"}}
}

func TestLessonsOfAnInvoice(t *testing.T) {
	rows := []db.CodedLinesRow{codedRow(1, "4300", PredictModel, false), codedRow(2, "4301", "", false), codedRow(2, "4302", "", false), codedRow(3, "4303", "", false)}
	got := lessonsOf(rows)
	if len(got) != 3 || got[0].row.Coding.Account != "4300" || got[2].row.Coding.Account != "4303" {
		t.Fatalf("%+v", got)
	}
	if d := got[1]; len(d.parts) != 2 || d.row.Amount != 200 || d.parts[1].Coding.Account != "4302" || d.row.Coding != (coding.Coding{}) {
		t.Errorf("what was divided teaches how: %+v", d)
	}
	if got[0].override || !got[2].override {
		t.Error("an override is what a person chose against the proposal")
	}
	if id, ok := OurInvoice(got[0].row.Document); !ok || id != 5 || got[0].row.Day != "2026-03-02" {
		t.Errorf("%+v", got[0].row)
	}
	rows[3].Kind, rows[3].Taken = "creditnote", true
	if got := lessonsOf(rows[3:]); got[0].row.Amount != -100 || got[0].override {
		t.Errorf("%+v", got)
	}
	rows[1].Kind, rows[2].Kind = "creditnote", "creditnote"
	if d := lessonsOf(rows[1:3])[0]; d.row.Amount != -200 || d.parts[0].Amount != -100 {
		t.Errorf("a credit note is divided below zero: %+v", d)
	}
}

func TestHintsOfALine(t *testing.T) {
	s := coding.Subject{Reference: "Wijkbeheer", Order: "PO-1", Object: "EAN 1"}
	for _, test := range []struct {
		name, area, extra string
		line              coding.Line
	}{
		{"the object of the line first", "EAN 2", "S 21 STI:1", coding.Line{Object: "EAN 2", Category: "S", Rate: "21", Class: "STI:1"}},
		{"else of the invoice", "EAN 1", "S 9", coding.Line{Reference: "x", Category: "S", Rate: "9"}},
	} {
		if area, extra := hintsOf(s, test.line); area != test.area || extra != test.extra {
			t.Errorf("%s: %q %q", test.name, area, extra)
		}
	}
}

func TestTargetsAreNarrowed(t *testing.T) {
	list := []predict.Proposal{
		{Coding: coding.Coding{Account: "4300", CostCentre: "1"}, Probability: 0.4},
		{Coding: coding.Coding{Account: "4301", CostCentre: "1"}, Probability: 0.35},
		{Coding: coding.Coding{Account: "4301", CostCentre: "2"}, Probability: 0.15},
	}
	got := narrowed(list, coding.Coding{}, []coding.Field{coding.Account})
	if len(got) != 2 || got[0].Coding != (coding.Coding{Account: "4301"}) || got[0].Probability != 0.5 {
		t.Errorf("the same account is one proposal: %+v", got)
	}
	got = narrowed(list, coding.Coding{CostCentre: "2"}, []coding.Field{coding.Account})
	if len(got) != 1 || got[0].Coding.Account != "4301" || math.Abs(got[0].Probability-0.6) > 1e-9 {
		t.Errorf("what is given holds, and is no longer held against what remains: %+v", got)
	}
	list[0].Coding.CostCentre = ""
	if got = narrowed(list, coding.Coding{CostCentre: "2"}, []coding.Field{coding.Account}); len(got) != 2 || got[0].Coding.Account != "4300" {
		t.Errorf("what says nothing of it agrees: %+v", got)
	}
	if got = narrowed(list, coding.Coding{}, []coding.Field{coding.Project}); len(got) != 0 {
		t.Errorf("nothing is no proposal: %+v", got)
	}
}

func TestOptionsOfOneCodeAreMerged(t *testing.T) {
	option := func(account string, p float64) coding.Option {
		return coding.Option{Parts: []coding.Part{{Coding: coding.Coding{Account: account}}}, Probability: p, Reasons: []coding.Reason{{Code: account}}}
	}
	got := merged([]coding.Option{option("4300", 0.4), option("4301", 0.3), option("4301", 0.2)})
	if len(got) != 2 || got[0].Parts[0].Coding.Account != "4301" || got[0].Probability != 0.5 || len(got[0].Reasons) != 1 {
		t.Errorf("%+v", got)
	}
}

// What may not be booked on a day is not proposed for it; without lists everything
// may.
func TestWhatIsHeldAgainst(t *testing.T) {
	chart := ledger.Chart{Accounts: []ledger.Account{{Code: "4300", From: "2025-01-01", To: "2025-12-31"}, {Code: "4310", From: "2025-01-01"}}}
	on := day.Day("2026-03-01")
	a := against{spent: on, year: 2026, chart: coding.NewChart(chart)}
	a.recoding.Closed = map[coding.Field]map[string]day.Day{coding.CostCentre: {"9": "2026-01-01"}}
	for c, want := range map[coding.Coding]bool{{Account: "4300"}: true, {Account: "4310"}: false, {Account: "4310", CostCentre: "9"}: true, {Account: "1"}: true} {
		if a.blocks(c) != want {
			t.Errorf("%+v: %v", c, !want)
		}
	}
	none := against{spent: on, year: 2026, chart: (&codeLists{}).chartOn(on)}
	if none.blocks(coding.Coding{Account: "1", CostCentre: "9"}) {
		t.Error("without a chart nothing is dropped")
	}
}

func TestLinesAreKnownByTheirNumbers(t *testing.T) {
	one := predict.Row{SupplierID: "C-1", Invoice: "F1", Document: "D1", Text: "a", Amount: 100}
	other := one
	other.Text = "b"
	if knownBy(one, "1") != knownBy(other, "1") || knownBy(one, "1") == knownBy(one, "2") {
		t.Error("a line with a number is known by it")
	}
	if knownBy(one, "") == knownBy(other, "") {
		t.Error("one without by its text")
	}
	if knownBy(predict.Row{SupplierID: "C-1", Text: "a"}, "1") != "" {
		t.Error("without numbers nothing is known again")
	}
}
