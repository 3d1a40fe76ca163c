// SPDX-License-Identifier: EUPL-1.2

package ledgers

import (
	"compress/gzip"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"rentmeester/money"
)

// invented is a small ledger: forty suppliers, three years, rents among them.
func invented() *Ledger {
	l := &Ledger{Name: "invented"}
	for i := range 6000 {
		supplier := int64(i%40 + 1)
		amount := money.Cents(10_000 + (i*7919)%900_000)
		if supplier%5 == 0 {
			amount = 85_000
		}
		l.Invoices = append(l.Invoices, Invoice{ID: int64(i + 1), Supplier: supplier, Name: fmt.Sprintf("FIRM %c%d LTD", 'A'+supplier%26, supplier),
			Number: fmt.Sprintf("F-%02d%05d", supplier, i/40*7+1000), Day: "2020-01-01", Amount: amount, Channel: "mail"})
		l.Invoices[i].Day = l.Invoices[i].Day.Add(i / 6)
	}
	return l
}

func TestInject(t *testing.T) {
	l := invented()
	got := Inject(l, "2021-01-01", "2022-06-01", 0.02, 5)
	if !reflect.DeepEqual(got, Inject(l, "2021-01-01", "2022-06-01", 0.02, 5)) {
		t.Error("the same seed gives something else")
	}
	byID, count, neutral := map[int64]Invoice{}, map[Kind]int{}, 0
	for i, inv := range got {
		if i > 0 && inv.Day < got[i-1].Day {
			t.Fatal("not in order of day")
		}
		if _, twice := byID[inv.ID]; twice {
			t.Fatalf("ID %d twice", inv.ID)
		}
		byID[inv.ID] = inv
		switch {
		case inv.Neutral:
			neutral++
		case inv.Error != "":
			count[inv.Error]++
		}
	}
	for _, kind := range Kinds {
		if n := count[kind]; n < 8 || n > 14 {
			t.Errorf("%d of kind %s", n, kind)
		}
	}
	if neutral != count[Split] {
		t.Errorf("%d first parts of %d splits", neutral, count[Split])
	}
	for _, inv := range got {
		if of, found := byID[inv.Of]; inv.Error != "" && (!found || of.Error != "" || of.Day > inv.Day || reflect.DeepEqual(of, inv)) {
			t.Errorf("%+v repeats %+v", inv, of)
		}
	}
}

// What invents duplicates shares nothing with what finds them.
func TestInjectorKnowsNothingOfTheEngine(t *testing.T) {
	for _, name := range []string{"inject.go", "ledger.go", "details.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range file.Imports {
			if path := strings.Trim(i.Path.Value, `"`); strings.HasPrefix(path, "rentmeester/") && path != "rentmeester/day" && path != "rentmeester/money" {
				t.Errorf("%s imports %s", name, path)
			}
		}
	}
}

// What is invented is mostly found, in a ledger that is made for it.
func TestRunAndMeasure(t *testing.T) {
	judged := Run(Inject(invented(), "2021-01-01", "2022-06-01", 0.02, 5), "2021-01-01", nil)
	m := Measure(judged)
	if m.Invoices < 3000 || m.Duplicates < 50 || m.AUCPR < 0.5 || m.AUCPR > 1 {
		t.Errorf("%+v", m)
	}
	if m.Recall[Channel] < 0.8 || m.Recall[Twice] < 0.5 {
		t.Errorf("%+v", m.Recall)
	}
}

func TestAveragePrecision(t *testing.T) {
	is := func(p float64, right bool) Judged {
		j := Judged{Invoice: &Invoice{}, Probability: p}
		if right {
			j.Invoice.Error = Typing
		}
		return j
	}
	tests := []struct {
		name   string
		judged []Judged
		want   float64
	}{
		{"all found first", []Judged{is(.9, true), is(.8, true), is(.1, false)}, 1},
		{"second", []Judged{is(.9, false), is(.8, true)}, 0.5},
		{"undecided", []Judged{is(.5, false), is(.5, true), is(.5, false), is(.5, true)}, 0.5},
		{"none", []Judged{is(.5, false)}, 0},
	}
	for _, test := range tests {
		right := 0
		for _, j := range test.judged {
			if j.Invoice.Error != "" {
				right++
			}
		}
		if got := averagePrecision(test.judged, right); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "coding"), 0o700); err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(filepath.Join(dir, "coding", "sheffield.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	packed := gzip.NewWriter(file)
	lines := []string{"date,supplier,supplier_id,text,amount,inv_no,doc_no,account",
		"2020-02-01,B LTD,12,,50.0,77,901,a", // later than the next
		"2020-01-01,A LTD,11,,100.0,1010000000000,900,a",
		"2020-01-01,A LTD,11,,20.5,1010000000000,900,b",
		"2020-03-01,REDACTED PERSONAL DATA,,,1.0,5,902,a",
		"2020-03-01,REDACTED PERSONAL DATA,13,,1.0,5,903,a",
		"2020-03-01,A LTD,,,1.0,6,,a",
		"2020-03-02,A LTD,11,,,7,904,a",
	}
	if _, err := packed.Write([]byte(strings.Join(lines, "\n"))); err != nil {
		t.Fatal(err)
	}
	if err := packed.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	l, err := Read(dir, "sheffield")
	if err != nil {
		t.Fatal(err)
	}
	if l.Lines != 7 || l.Left != 2 || len(l.Invoices) != 4 {
		t.Fatalf("%d lines, %d left out, %+v", l.Lines, l.Left, l.Invoices)
	}
	first, last := l.Invoices[0], l.Invoices[3]
	if first.Amount != 12_050 || first.Number != "" || last.Supplier != first.Supplier || l.Invoices[2].Name != "" {
		t.Errorf("%+v", l.Invoices)
	}
}

// The real ledgers, where they are.
func TestReadCorpus(t *testing.T) {
	corpus := os.Getenv("RENTMEESTER_CORPUS")
	if corpus == "" {
		t.Skip("RENTMEESTER_CORPUS is not set: the public ledgers are not read")
	}
	for name, want := range map[string]int{"sheffield": 460_200, "harrogate": 145_881, "darlington": 197_795} {
		l, err := Read(corpus, name)
		if err != nil {
			t.Fatal(err)
		}
		if l.Lines != want || len(l.Invoices) < want/6 {
			t.Errorf("%s: %d lines, %d invoices", name, l.Lines, len(l.Invoices))
		}
	}
}
