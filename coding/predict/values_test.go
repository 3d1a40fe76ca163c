// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"testing"

	"rentmeester/day"
	"rentmeester/money"
)

func TestDayOf(t *testing.T) {
	for in, want := range map[string]day.Day{
		"2026-01-31": "2026-01-31", "2026-01-31T10:00:00Z": "2026-01-31", "2026-01-31 10:00": "2026-01-31", " 2026-01-31 ": "2026-01-31",
		"2026/1/31": "2026-01-31", "20260131": "2026-01-31", "20260131.0": "2026-01-31", "31-01-2026": "2026-01-31", "31/1/2026": "2026-01-31",
		"31.01.2026": "2026-01-31", "31/01/2026 00:00:00": "2026-01-31", "1769817600": "2026-01-31", "1769817600000": "2026-01-31",
		"": "", "NaT": "", "nan": "", "null": "", " ": "",
	} {
		if got, ok := dayOf(in); !ok || got != want {
			t.Errorf("%q: %q, %v, want %q", in, got, ok, want)
		}
	}
	for _, in := range []string{"yesterday", "2025-02-30", "01/31/2026", "31-01-26", "2026-01", "7", "1-2-3-4", "20261301", "-1769817600", "99999999999999999999"} {
		if got, ok := dayOf(in); ok {
			t.Errorf("%q was read as %q", in, got)
		}
	}
}

func TestCentsOf(t *testing.T) {
	for in, want := range map[string]money.Cents{
		"12": 1200, "12.5": 1250, "-12.505": -1251, "12,5": 1250, "1.234,56": 123456, "1,234.56": 123456, "1,234": 123400, "1.234.567": 123456700,
		"1,234,567.89": 123456789, "€ 1.234,56": 123456, "£12.50": 1250, "12,50 EUR": 1250, "(12.50)": -1250, "12,50-": -1250, "−3": -300,
		"1 234,50": 123450, "1e3": 100000, "1'234.50": 123450, "0.125": 13, " 7 ": 700,
	} {
		if got, known, ok := centsOf(in); !ok || !known || got != want {
			t.Errorf("%q: %d, %v, %v, want %d", in, got, known, ok, want)
		}
	}
	for _, in := range []string{"", "nan", "NaN", "null", "None"} {
		if _, known, ok := centsOf(in); !ok || known {
			t.Errorf("%q: %v, %v", in, known, ok)
		}
	}
	for _, in := range []string{"twelve", "12x", "1,2,3.4.5", "1e99", "inf", "-", "€"} {
		if got, _, ok := centsOf(in); ok {
			t.Errorf("%q was read as %d", in, got)
		}
	}
}

func FuzzValues(f *testing.F) {
	f.Add("31-01-2026")
	f.Add("€ 1.234,56-")
	f.Fuzz(func(t *testing.T, in string) {
		if on, ok := dayOf(in); ok && on != "" {
			if again, ok := dayOf(string(on)); !ok || again != on {
				t.Errorf("%q: %q, then %q", in, on, again)
			}
		}
		if cents, known, ok := centsOf(in); ok && known {
			if again, _, ok := centsOf(cents.String()); !ok || again != cents {
				t.Errorf("%q: %d, then %d", in, cents, again)
			}
		}
	})
}

// What the remedy of predict.amount says is read, is.
func TestAmountsOfTheRemedy(t *testing.T) {
	for _, value := range []string{"1234.56", "1.234,56", "1,234.56", "EUR 1.234,56", "£1,234.56", "€ 1234.56", "1234.56 GBP"} {
		if cents, known, ok := centsOf(value); cents != 123_456 || !known || !ok {
			t.Error(value, cents, known, ok)
		}
	}
	if _, _, ok := centsOf("USD 12.50"); ok {
		t.Error("USD is read")
	}
}
