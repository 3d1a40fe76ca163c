// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"fmt"
	"testing"

	"rentmeester/coding"
	"rentmeester/day"
	"rentmeester/money"
)

// What kind of purchase it is says where it is booked, of suppliers that were never
// seen; also when only the beginning of the code was.
func TestClassesTellOfNewSuppliers(t *testing.T) {
	kinds := []string{"30192000", "45233141", "50750000", "79810000", "90910000", "09123000", "72212000", "77310000"}
	row := func(i, kind int, column string) Row {
		r := Row{NoAmount: true}
		said := map[string]string{"supplier": fmt.Sprintf("Firma%d", i), "text": fmt.Sprintf("factuur %d", i*7_919), "amount": money.Cents(10_000 + i*317%9_000).String()}
		if column != "" {
			said[column] = kinds[kind]
		}
		if err := r.FillAll(said); err != nil {
			t.Fatal(err)
		}
		r.Day = day.Day("2025-01-01").Add(i / 5)
		return r
	}
	right := func(column string, near bool) (n int) {
		m := New(nil, coding.Account)
		for i := range 400 {
			r := row(i, i*i%97%len(kinds), column)
			r.Coding.Account = fmt.Sprintf("4%d00", i*i%97%len(kinds))
			m.Learn(r)
		}
		for i := range 40 {
			r := row(1_000+i, i%len(kinds), column)
			r.Day = "2025-06-01"
			if near {
				r.Extra = r.Extra[:len(r.Extra)-2] + "77"
			}
			if got := m.Ask(r); len(got) > 0 && got[0].Coding.Account == fmt.Sprintf("4%d00", i%len(kinds)) {
				n++
			}
		}
		return n
	}
	without := right("", false)
	for _, column := range []string{"cpv", "unspsc", "sector"} {
		if n := right(column, false); n < 36 {
			t.Errorf("with %s %d of 40 are right, without %d", column, n, without)
		}
	}
	if n := right("cpv", true); n < 36 {
		t.Errorf("with another code of the same kind %d of 40 are right, without %d", n, without)
	}
	t.Logf("without %d of 40", without)
}

func TestHintsOfARow(t *testing.T) {
	for name, test := range map[string]struct {
		said map[string]string
		want string
	}{
		"none":            {map[string]string{}, ""},
		"of an invoice":   {map[string]string{"category": "S", "rate": "21", "class": "STI:30192000"}, "S 21 STI:30192000"},
		"sector":          {map[string]string{"rate": "21", "sector": "43.21"}, "21 SBI:43.21"},
		"behind extra":    {map[string]string{"extra": "R", "rate": "21", "cpv": "3019 2000-1"}, "R CPV:30192000-1"},
		"one is a target": {map[string]string{"extra": "R", "sector": "43"}, "R"},
	} {
		var own []coding.Field
		if name == "one is a target" {
			own = append(own, "sector")
		}
		r := Row{}
		if err := r.FillAll(test.said, own...); err != nil || r.Extra != test.want {
			t.Errorf("%s: %q, %v, want %q", name, r.Extra, err, test.want)
		}
	}
}
