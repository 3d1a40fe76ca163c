// SPDX-License-Identifier: EUPL-1.2

package iv3

import (
	"reflect"
	"slices"
	"testing"
)

func lists() *Lists {
	code := func(year int, code, name string) Code {
		return Code{Kind: Taakveld, Year: year, Code: code, Name: name, Leaf: true}
	}
	return New([]Code{
		code(2030, "6.2", "Toegang"), code(2031, "6.21", "Toegang Wmo"), code(2031, "6.22", "Toegang Jeugd"),
		code(2030, "6.71a", "Hulp "), code(2031, "6.711", "Hulp"), code(2031, "6.712", "Hulp overig"),
		code(2030, "6.6", "Maatwerk"), code(2030, "0.1", "Bestuur"), code(2031, "0.1", "Bestuur"), code(2031, "0.10", "Reserves"),
		code(2030, "4.1", "Overdracht - Rijk"), code(2031, "5.1", "Bijdrage - Rijk"),
		{Kind: Taakveld, Year: 2031, Code: "6.", Name: "Maatwerk"},
	}, []Cell{{2031, Expense, "0.1", "3.1", false}})
}

func TestSuccessors(t *testing.T) {
	for code, want := range map[string][]string{
		"6.2": {"6.21", "6.22"}, "6.71a": {"6.711"}, "4.1": {"5.1"},
		"6.6": nil, "0.1": nil, "9.9": nil,
	} {
		var got []string
		for _, s := range lists().Successors(Taakveld, 2031, code) {
			got = append(got, s.Code.Code)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", code, got, want)
		}
	}
	if s := lists().Successors(Taakveld, 2031, "6.71a"); !s[0].Same {
		t.Error("the same name is not the same")
	}
}

func TestPeriods(t *testing.T) {
	got := lists().Periods(Taakveld)
	if got[0] != (Period{Kind: Taakveld, Code: "0.1", Name: "Bestuur", From: 2030, To: 2031, Leaf: true}) || got[1].Code != "0.10" {
		t.Errorf("%+v", got[:2])
	}
}

func TestNothingLoaded(t *testing.T) {
	var none *Lists
	if none.Has(Taakveld, 2031) || none.Forbidden(Cell{}) || none.Shaded(2031, Expense, false) || none.Successors(Taakveld, 2031, "0.1") != nil {
		t.Error("something out of nothing")
	}
}

func TestCompare(t *testing.T) {
	codes := []string{"A111", "0.10", "6.71a", "0.9", "0.1", "10.1", "6.711", "2.1"}
	slices.SortFunc(codes, Compare)
	if want := []string{"0.1", "0.9", "0.10", "2.1", "6.711", "6.71a", "10.1", "A111"}; !reflect.DeepEqual(codes, want) {
		t.Errorf("%v", codes)
	}
}
