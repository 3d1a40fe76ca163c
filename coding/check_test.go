// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rentmeester/formats/iv3list"
	"rentmeester/iv3"
	"rentmeester/ledger"
	"rentmeester/text"
)

func small() *iv3.Lists {
	code := func(k iv3.Kind, year int, code, name string, leaf bool) iv3.Code {
		return iv3.Code{Kind: k, Year: year, Code: code, Name: name, Leaf: leaf}
	}
	return iv3.New([]iv3.Code{
		code(iv3.Taakveld, 2030, "6.71a", "Hulp", true), code(iv3.Taakveld, 2031, "6.711", "Hulp", true),
		code(iv3.Taakveld, 2030, "6.6", "Maatwerk", true), code(iv3.Taakveld, 2031, "6.", "SOCIAAL", false),
		code(iv3.Taakveld, 2031, "0.1", "Bestuur", true), code(iv3.Taakveld, 2032, "0.1", "Bestuur", true),
		code(iv3.Expense, 2031, "3.8", "Goederen", true), code(iv3.Expense, 2031, "3.1", "Grond", true), code(iv3.Expense, 2032, "3.8", "Goederen", true),
		code(iv3.Expense, 2030, "4.4.1", "Kapitaaloverdrachten - Rijk", true), code(iv3.Expense, 2031, "4.5.1", "Investeringsbijdragen - Rijk", true),
		code(iv3.Balance, 2031, "A111", "Agio", true),
	}, []iv3.Cell{
		{Year: 2031, Kind: iv3.Expense, Code: "0.1", Categorie: "3.1"},
		{Year: 2031, Kind: iv3.Expense, Code: "A111", Categorie: "3.1", Balance: true},
	})
}

func TestCheck(t *testing.T) {
	for _, test := range []struct {
		name   string
		coding Coding
		lists  *iv3.Lists
		year   int
		want   string // what is found; ! blocks
	}{
		{"good", Coding{Taakveld: "0.1", Categorie: "3.8"}, small(), 2031, ""},
		{"forbidden cell", Coding{Taakveld: "0.1", Categorie: "3.1"}, small(), 2031, "!forbidden"},
		{"forbidden cell of the balance", Coding{Taakveld: "A111", Categorie: "3.1"}, small(), 2031, "!forbidden"},
		{"not in that year, the same name is", Coding{Taakveld: "6.71a", Categorie: "3.8"}, small(), 2031, "!replaced 6.711"},
		{"not in that year, nothing has the name", Coding{Taakveld: "6.6", Categorie: "3.8"}, small(), 2031, "!gone"},
		{"never there", Coding{Taakveld: "0.01", Categorie: "3.8"}, small(), 2031, "!unknown"},
		{"both", Coding{Taakveld: "6.6", Categorie: "4.4.1"}, small(), 2031, "!gone !replaced 4.5.1"},
		{"a total", Coding{Taakveld: "6.", Categorie: "3.8"}, small(), 2031, "!total"},
		{"nothing filled in: that is not for the lists to say", Coding{}, small(), 2031, ""},
		{"no lists", Coding{Taakveld: "0.1", Categorie: "3.8"}, nil, 2031, "no-lists no-lists"},
		{"no lists of that year", Coding{Taakveld: "0.1", Categorie: "3.8"}, small(), 2033, "no-lists no-lists"},
		{"no forbidden cells of that year", Coding{Taakveld: "0.1", Categorie: "3.8"}, small(), 2032, "no-cells"},
	} {
		var got []string
		for _, f := range Check(test.coding, test.lists, test.year) {
			word := strings.TrimPrefix(f.Code, "coding.check.")
			if f.Blocks {
				word = "!" + word
			}
			got = append(append(got, word), f.Instead...)
			for _, lang := range []text.Lang{text.NL, text.EN} {
				if said := text.Say(lang, f.Code, f.Args); strings.Contains(said, "  ") || said == f.Code {
					t.Errorf("%s: %q", test.name, said)
				}
			}
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestRenew(t *testing.T) {
	if got := Renew(Coding{Taakveld: "6.71a", Categorie: "4.4.1"}, small(), 2031); got.Taakveld != "6.711" || got.Categorie != "4.4.1" {
		t.Errorf("%+v", got)
	}
}

func TestUpdate(t *testing.T) {
	chart := NewChart(ledger.Chart{Accounts: []ledger.Account{{Code: "4300", Categorie: "3.8"}}})
	before := []Proposal{{Option: Option{Parts: []Part{{Coding: Coding{Account: "4300", Taakveld: "6.71a"}, Weight: 1, Amount: 5}}}}}
	after := Update(before, chart, small(), 2031)
	if c := after[0].Parts[0].Coding; c.Taakveld != "6.711" || c.Categorie != "3.8" || len(after[0].Reasons) != 1 {
		t.Errorf("%+v", after)
	}
	if before[0].Parts[0].Coding.Taakveld != "6.71a" || len(before[0].Reasons) != 0 {
		t.Error("the proposal itself changed")
	}
	if got := Update(before, nil, nil, 2031); got[0].Parts[0] != before[0].Parts[0] {
		t.Errorf("without chart and lists: %+v", got)
	}
}

func TestChart(t *testing.T) {
	chart := NewChart(ledger.Chart{
		Accounts:    []ledger.Account{{Code: "4300", Taakveld: "2.1", VAT: "cost"}, {Code: "4301", To: "2025-12-31"}},
		CostCentres: []ledger.CostCentre{{Code: "4010", Taakveld: "0.4", Categorie: "3.8"}},
	})
	if got := chart.Fill(Coding{Account: "4300", CostCentre: "4010"}); got.Taakveld != "2.1" || got.Categorie != "3.8" || got.VAT != Cost {
		t.Errorf("%+v", got)
	}
	if got := chart.Fill(Coding{Account: "4300", Taakveld: "7.1"}); got.Taakveld != "7.1" {
		t.Errorf("%+v", got)
	}
	for _, test := range []struct {
		coding Coding
		want   string
	}{
		{Coding{Account: "4300", CostCentre: "4010"}, ""},
		{Coding{Account: "4309"}, "unknown-account"},
		{Coding{Account: "4301", CostCentre: "4019"}, "closed-account unknown-cost-centre"},
	} {
		var got []string
		for _, f := range chart.Check(test.coding, "2026-01-01") {
			got = append(got, strings.TrimPrefix(f.Code, "coding.check."))
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%+v: %v", test.coding, got)
		}
	}
	if NewChart(ledger.Chart{}).Check(Coding{Account: "1", CostCentre: "2"}, "2026-01-01") != nil {
		t.Error("without lists something is wrong")
	}
	if got := Complete(Coding{Account: "1"}, []Field{Account, Taakveld}); len(got) != 1 || got[0].Field != Taakveld {
		t.Errorf("%+v", got)
	}
}

// In 2025 taakvelden and categories changed: on the lists as they are published.
func TestCheckAcrossTheChangeOf2025(t *testing.T) {
	corpus := filepath.Join(os.Getenv("RENTMEESTER_CORPUS"), "lists")
	if _, err := os.Stat(corpus); os.Getenv("RENTMEESTER_CORPUS") == "" || err != nil {
		t.Skip("RENTMEESTER_CORPUS is not set or has no lists: not checked")
	}
	var all iv3.File
	for _, name := range []string{"iv3_gemeente_taakveld_2017-2026.csv", "iv3_gemeente_categorie_lasten_2017-2026.csv",
		"iv3-definitions/iv3_definities_Gemeente_2024.json", "iv3-definitions/iv3_definities_Gemeente_2025.json"} {
		file, err := os.Open(filepath.Join(corpus, name))
		if err != nil {
			t.Fatal(err)
		}
		read, err := iv3list.Read(file, filepath.Base(name))
		file.Close()
		if err != nil {
			t.Fatal(err)
		}
		all.Codes, all.Cells = append(all.Codes, read.Codes...), append(all.Cells, read.Cells...)
	}
	lists := iv3.New(all.Codes, all.Cells)
	count := func(k iv3.Kind, from, to int) (n, named int) {
		for _, c := range lists.Of(k, from) {
			if _, holds := lists.Find(k, to, c.Code); !holds {
				n++
				if len(lists.Successors(k, to, c.Code)) > 0 {
					named++
				}
			}
		}
		return n, named
	}
	gone, named := count(iv3.Taakveld, 2024, 2025)
	came, _ := count(iv3.Taakveld, 2025, 2024)
	if gone != 24 || came != 22 || named != 9 {
		t.Errorf("taakvelden: %d went, %d came, %d have a successor by name", gone, came, named)
	}
	if gone, named := count(iv3.Expense, 2024, 2025); gone != 8 || named != 8 {
		t.Errorf("categories: %d went, %d have a successor by name", gone, named)
	}
	for _, test := range []struct {
		coding Coding
		year   int
		want   string
	}{
		{Coding{Taakveld: "6.71a", Categorie: "3.4.1"}, 2024, ""},
		{Coding{Taakveld: "6.71a", Categorie: "3.4.1"}, 2025, "replaced 6.711"},
		{Coding{Taakveld: "6.2", Categorie: "3.8"}, 2025, "replaced 6.21 6.22 6.23"},
		{Coding{Taakveld: "6.6", Categorie: "3.8"}, 2025, "gone"},
		{Coding{Taakveld: "6.711", Categorie: "3.4.1"}, 2024, "unknown"},
		{Coding{Taakveld: "2.1", Categorie: "4.4.1"}, 2025, "replaced 4.5.1"},
		{Coding{Taakveld: "2.1", Categorie: "4.4.8"}, 2025, "replaced 4.5.8 4.6.8"},
		{Coding{Taakveld: "2.1", Categorie: "3.8"}, 2025, ""},
		{Coding{Taakveld: "0.1", Categorie: "3.1"}, 2025, "forbidden"},
		{Coding{Taakveld: "2.1", Categorie: "3.8"}, 2023, "no-cells"},
		{Coding{Taakveld: "2.1", Categorie: "3.8"}, 2027, "no-lists no-lists"},
	} {
		var got []string
		for _, f := range Check(test.coding, lists, test.year) {
			got = append(append(got, strings.TrimPrefix(f.Code, "coding.check.")), f.Instead...)
		}
		if !slices.Equal(got, strings.Fields(test.want)) {
			t.Errorf("%d %+v: %v, want %s", test.year, test.coding, got, test.want)
		}
	}
}
