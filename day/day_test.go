// SPDX-License-Identifier: EUPL-1.2

package day

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"rentmeester/fault"
)

func TestParse(t *testing.T) {
	for in, ok := range map[string]bool{
		"2026-01-31": true, "2024-02-29": true, "1900-01-01": true, "2999-12-31": true,
		"2025-02-29": false, "2025-2-9": false, "1899-12-31": false, "3000-01-01": false,
		"": false, "31-01-2026": false, "2026-01-31T00:00:00": false, " 2026-01-31": false,
	} {
		d, err := Parse(in)
		if ok && (err != nil || string(d) != in) || !ok && (fault.Code(err) != "day.invalid" || d != "") {
			t.Errorf("Parse(%q) = %q, %v", in, d, err)
		}
	}
	_, err := Parse(strings.Repeat("é", 100) + "x")
	if !utf8.ValidString(err.Error()) || len(err.Error()) > 100 {
		t.Errorf("%q", err)
	}
}

func TestDate(t *testing.T) {
	if d, err := Date(2024, 2, 29); err != nil || d != "2024-02-29" {
		t.Error(d, err)
	}
	for _, c := range [][3]int{{2025, 2, 29}, {2025, 13, 1}, {2025, 0, 1}, {2025, 1, 0}, {1899, 1, 1}, {3000, 1, 1}, {-1, 1, 1}} {
		if d, err := Date(c[0], c[1], c[2]); fault.Code(err) != "day.invalid" || d != "" {
			t.Errorf("Date(%v) = %q, %v", c, d, err)
		}
	}
}

func TestUnknown(t *testing.T) {
	var d Day
	if d.Add(3) != "" || !d.Time().IsZero() || d.String() != "" {
		t.Error("an unknown day became known")
	}
}

func TestOfKeepsTheZone(t *testing.T) {
	late := time.Date(2026, 1, 31, 23, 30, 0, 0, time.FixedZone("CET", 3600))
	if Of(late) != "2026-01-31" {
		t.Error(Of(late))
	}
}

func TestArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := Day("2000-01-01").Add(rapid.IntRange(0, 300_000).Draw(t, "start"))
		n := rapid.IntRange(-30_000, 30_000).Draw(t, "n")
		later := start.Add(n)
		if later.Sub(start) != n || later.Add(-n) != start {
			t.Fatalf("%s + %d = %s", start, n, later)
		}
		if (later > start) != (n > 0) {
			t.Fatalf("%s and %s do not sort as text", start, later)
		}
		if again, err := Parse(string(start)); err != nil || again != start {
			t.Fatalf("%s: %v", start, err)
		}
	})
}
