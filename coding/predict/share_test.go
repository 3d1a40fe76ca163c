// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"reflect"
	"strings"
	"testing"

	"rentmeester/coding"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/learn"
	"rentmeester/money"
)

// ofTown are rows in which every text and amount can be known again.
func ofTown(name string, n int) (rows []Row) {
	for i := range n {
		kind := (i*i + i/7) % 11
		rows = append(rows, Row{Day: day.Day("2024-01-01").Add(i / 4), Supplier: fmt.Sprintf("Leverancier %s %d", name, kind), SupplierID: fmt.Sprintf("L%s%d", name, kind),
			Text: fmt.Sprintf("omschrijving %s %d", name, i%17), Amount: money.Cents(91_003 + 7_919*i), Invoice: fmt.Sprintf("F%s%d", name, i),
			Document: fmt.Sprint(70_000_000 + i), Area: "afdeling " + name, Coding: coding.Coding{Account: fmt.Sprintf("G%s%d", name, (kind+i%17/9)%6)}})
	}
	return rows
}

func shared(name string, n int) *Prior {
	m := New(nil, coding.Account)
	for _, r := range ofTown(name, n) {
		m.Learn(r)
	}
	return Share([]Source{{Lines: n, Made: "2026-01-31"}}, m)
}

// What is given to others holds numbers, and the few names of what these are:
// nothing that stands in a row.
func TestSharedPriorHoldsNothingOfTheRows(t *testing.T) {
	p := shared("Geheim", 1_200)
	var file bytes.Buffer
	if err := p.Write(&file); err != nil {
		t.Fatal(err)
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(unzipped)
	if err != nil {
		t.Fatal(err)
	}
	known := " features ranker judge sure sources base roots feature at left claimed right lines made 2026-01-31 "
	d := json.NewDecoder(bytes.NewReader(raw))
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if said, is := token.(string); is && !strings.Contains(known, " "+said+" ") {
			t.Errorf("a text: %q", said)
		}
	}
	forks := 0
	for _, f := range []*learn.Forest{p.Ranker, p.Judge} {
		for _, n := range f.Nodes {
			if n.Left == 0 || int(n.Feature) != fAmount {
				continue
			}
			if forks++; float64(n.At) != math.Round(float64(n.At)/amountStep)*amountStep {
				t.Errorf("a fork at %v: an amount is to be read from it", n.At)
			}
		}
	}
	if forks == 0 {
		t.Error("no fork on an amount was looked at")
	}
}

func TestMerge(t *testing.T) {
	Long(t)
	a, b := shared("A", 800), shared("B", 1_600)
	both, err := Merge(a, b)
	if err != nil {
		t.Fatal(err)
	}
	if want := []Source{{800, "2026-01-31"}, {1_600, "2026-01-31"}}; !reflect.DeepEqual(both.Sources, want) {
		t.Errorf("%+v", both.Sources)
	}
	values := make([]float32, jWidth)
	for i := range values {
		values[i] = float32(i%7) / 7
	}
	if got, want := both.Judge.Score(values), (a.Judge.Score(values)+2*b.Judge.Score(values))/3; math.Abs(got-want) > 1e-4 {
		t.Errorf("%f, want the average %f", got, want)
	}
	if got, want := both.Sure.At(0.925), (a.Sure.At(0.925)+2*b.Sure.At(0.925))/3; math.Abs(got-want) > 1e-9 {
		t.Errorf("%f, want the average %f", got, want)
	}
	var file bytes.Buffer
	if err := both.Write(&file); err != nil {
		t.Fatal(err)
	}
	back, err := ReadPrior(&file)
	if err != nil || !reflect.DeepEqual(back, both) {
		t.Errorf("it came back otherwise: %v", err)
	}
	again, err := Merge(back, a)
	if err != nil || len(again.Sources) != 3 {
		t.Errorf("%v, %v", again.Sources, err)
	}
	many := make([]*Prior, mostMerged+1)
	for i := range many {
		many[i] = a
	}
	if _, err := Merge(many...); fault.Code(err) != "predict.merge" {
		t.Error(err)
	}
	if _, err := Merge(); fault.Code(err) != "predict.merge" {
		t.Error(err)
	}
}
