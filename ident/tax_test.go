// SPDX-License-Identifier: EUPL-1.2

package ident

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// The examples of returns published with the specification and with the tax
// office's own calculation aid: number, tax, sub-number, year, period, serial.
func TestPublishedTaxReferences(t *testing.T) {
	for _, c := range []struct {
		reference, number, tax, sub string
		year                        int
		period                      string
		serial                      int
	}{
		{"0036 0000 1130 2270", "036000012", TaxVAT, "02", 2023, "27", 0},
		{"2036 0000 1630 1110", "036000012", TaxPayroll, "01", 2023, "11", 0},
		{"2001.0411.4120.1080", "001041149", TaxVAT, "01", 2012, "08", 0},
		{"4001.0411.4130.1240", "001041149", TaxVAT, "01", 2023, "24", 0},
		{"1001.0411.4140.1310", "001041149", TaxVAT, "01", 2024, "31", 0},
		{"6001.0411.4120.1230", "001041149", TaxVAT, "01", 2022, "23", 0},
		{"2001.0411.4120.1400", "001041149", TaxVAT, "01", 2022, "40", 0},
		{"6849.6130.7600.3030", "849613073", TaxPayroll, "03", 2020, "03", 0},
		{"6849.6130.7680.3740", "849613073", TaxPayroll, "03", 2018, "74", 0},
		{"4849.6130.7690.3320", "849613073", TaxPayroll, "03", 2019, "32", 0},
		{"1849.6130.7610.3400", "849613073", TaxPayroll, "03", 2031, "40", 0},
		{"0001.0411.4691.0100", "001041149", TaxPayroll, "10", 2019, "10", 0},
		{"9001.0411.4681.2501", "001041149", TaxPayroll, "12", 2018, "50", 1},
	} {
		got, ok := ParseTaxReference(c.reference)
		want := TaxReference{Number: c.number, Tax: c.tax, Sub: c.sub, Year: c.year % 10, Period: c.period, Serial: c.serial}
		if !ok || got != want {
			t.Errorf("%s: %+v %v, want %+v", c.reference, got, ok, want)
		}
		if got.YearAt(c.year) != c.year || got.YearAt(c.year+9) != c.year || got.YearAt(c.year+10) != c.year+10 {
			t.Errorf("%s: year %d of %d", c.reference, got.YearAt(c.year), c.year)
		}
		made, err := MakeTaxReference(c.number, c.tax, c.sub, c.year, c.period)
		if err != nil || c.serial == 0 && made != Electronic(c.reference) {
			t.Errorf("made %s %v, want %s", made, err, c.reference)
		}
	}
}

// References of assessments and benefits are left alone rather than guessed.
func TestOtherTaxReferencesAreNotRead(t *testing.T) {
	for _, reference := range []string{
		"5010.0021.6701.0010", "2017.1667.7760.0001", "8049.2444.8248.0005", "3961.3079.9841.0020", "7010.0021.6751.0014",
		"0010.0021.6972.3011", "1049.2307.6782.4589", "3049.2307.6872.4589",
		"5000056789012345",    // somebody's bill: no tax
		"1036 0000 1130 2270", // a digit wrong
		"0036 0000 1130 227",  // too short
		"", "RF18539007547034",
	} {
		if got, ok := ParseTaxReference(reference); ok {
			t.Errorf("%s was read as %+v", reference, got)
		}
	}
}

func TestTaxReferenceRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number, err := MakeRSIN(fmt.Sprintf("%08d", rapid.IntRange(1, 99_999_999).Draw(t, "eight")))
		if err != nil {
			t.Skip("no ninth digit")
		}
		tax := rapid.SampledFrom([]string{TaxVAT, TaxPayroll}).Draw(t, "tax")
		year, month := rapid.IntRange(2000, 2099).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month")
		made, err := MakeTaxReference(number, tax, "01", year, fmt.Sprintf("%02d", month))
		if err != nil {
			t.Fatal(err)
		}
		got, ok := ParseTaxReference(made)
		if !ok || got.Number != number || got.Tax != tax || got.YearAt(year+1) != year || got.Month() != month || got.Quarter() != 0 {
			t.Fatalf("%s: %+v", made, got)
		}
	})
}

func TestMakeTaxReferenceRefuses(t *testing.T) {
	for _, c := range [][4]string{
		{"123456789", TaxVAT, "01", "01"}, {"036000012", "iets", "01", "01"}, {"036000012", TaxVAT, "00", "01"},
		{"036000012", TaxVAT, "1", "01"}, {"036000012", TaxVAT, "01", "13"}, {"036000012", TaxVAT, "01", ""},
	} {
		if made, err := MakeTaxReference(c[0], c[1], c[2], 2026, c[3]); err == nil {
			t.Errorf("%v made %s", c, made)
		}
	}
	for period, quarter := range map[string]int{"21": 1, "24": 2, "27": 3, "30": 4, "22": 0, "03": 0} {
		if got := (TaxReference{Period: period}).Quarter(); got != quarter {
			t.Errorf("%s: quarter %d", period, got)
		}
	}
}

func FuzzParseTaxReference(f *testing.F) {
	f.Add("0036 0000 1130 2270")
	f.Fuzz(func(t *testing.T, s string) {
		if ref, ok := ParseTaxReference(s); ok {
			if _, rsin := RSIN(ref.Number); !rsin || ref.Tax == "" || len(ref.Period) != 2 {
				t.Errorf("%q: %+v", s, ref)
			}
		}
	})
}
