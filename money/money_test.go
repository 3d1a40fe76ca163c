// SPDX-License-Identifier: EUPL-1.2

package money

import (
	"math"
	"math/big"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"rentmeester/fault"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		in   string
		want Cents
		code string
	}{
		{"1234.56", 123456, ""}, {"1234.5", 123450, ""}, {"1234", 123400, ""}, {"-0.01", -1, ""}, {"+5", 500, ""},
		{".5", 50, ""}, {"5.", 500, ""}, {"0", 0, ""}, {"-0", 0, ""}, {"12.3400", 1234, ""}, {"0000001", 100, ""},
		{"10000000000000.00", Max, ""}, {strings.Repeat("0", 1000) + "7", 700, ""},
		{"10000000000000.01", 0, "money.range"}, {"99999999999999999999999", 0, "money.range"},
		{"0.001", 0, "money.precision"}, {"1.2345", 0, "money.precision"},
		{"", 0, "money.invalid"}, {".", 0, "money.invalid"}, {"-", 0, "money.invalid"}, {"--1", 0, "money.invalid"},
		{"1,5", 0, "money.invalid"}, {"1.2.3", 0, "money.invalid"}, {"1e3", 0, "money.invalid"}, {" 1", 0, "money.invalid"},
		{"１", 0, "money.invalid"}, {"NaN", 0, "money.invalid"},
	} {
		got, err := Parse(c.in)
		if got != c.want || fault.Code(err) != c.code {
			t.Errorf("Parse(%.40q) = %v, %v; want %v %s", c.in, got, err, c.want, c.code)
		}
		if comma := strings.ReplaceAll(c.in, ".", ","); !strings.Contains(c.in, ",") {
			if got, err := ParseComma(comma); got != c.want || fault.Code(err) != c.code {
				t.Errorf("ParseComma(%.40q) = %v, %v", comma, got, err)
			}
		}
	}
	if _, err := Parse("x" + strings.Repeat("é", 100)); !utf8.ValidString(err.Error()) || len(err.Error()) > 100 {
		t.Errorf("%q", err)
	}
}

func TestString(t *testing.T) {
	for c, want := range map[Cents]string{
		0: "0.00", 1: "0.01", -1: "-0.01", 10: "0.10", 100: "1.00", -123456: "-1234.56",
		math.MaxInt64: "92233720368547758.07", math.MinInt64: "-92233720368547758.08",
	} {
		if got := c.String(); got != want {
			t.Errorf("%d: %s", int64(c), got)
		}
	}
}

func TestWritingAndReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Cents(rapid.Int64Range(-int64(Max), int64(Max)).Draw(t, "c"))
		if again, err := Parse(c.String()); err != nil || again != c {
			t.Fatalf("%s: %v %v", c, again, err)
		}
		if c.Abs() < 0 || c.Abs() != (-c).Abs() {
			t.Fatalf("abs of %s: %s", c, c.Abs())
		}
	})
}

func TestAdd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Int64().Draw(t, "a"), rapid.Int64().Draw(t, "b")
		sum, err := Add(Cents(a), Cents(b))
		exact := new(big.Int).Add(big.NewInt(a), big.NewInt(b))
		if exact.IsInt64() && (err != nil || int64(sum) != exact.Int64()) {
			t.Fatalf("%d + %d = %d, %v", a, b, sum, err)
		}
		if !exact.IsInt64() && fault.Code(err) != "money.overflow" {
			t.Fatalf("%d + %d = %d, %v", a, b, sum, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"1234.56", "-0.01", "1,5", "9999999999999999999", "", "1.000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := Parse(s)
		if err != nil {
			return
		}
		want, ok := new(big.Rat).SetString(s)
		if !ok || want.Mul(want, big.NewRat(100, 1)).Cmp(new(big.Rat).SetInt64(int64(c))) != 0 {
			t.Fatalf("%q is read as %s", s, c)
		}
	})
}
