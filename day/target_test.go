// SPDX-License-Identifier: EUPL-1.2

package day

import "testing"

func TestEaster(t *testing.T) {
	// Days of the tables of the Catholic church, the earliest and the latest among them.
	for year, want := range map[int]Day{
		1913: "1913-03-23", 1943: "1943-04-25", 1954: "1954-04-18", 1981: "1981-04-19", 2000: "2000-04-23",
		2008: "2008-03-23", 2024: "2024-03-31", 2025: "2025-04-20", 2026: "2026-04-05", 2027: "2027-03-28", 2038: "2038-04-25", 2049: "2049-04-18",
	} {
		if got := Easter(year); got != want {
			t.Errorf("%d: %s, not %s", year, got, want)
		}
	}
}

func TestBankingDays(t *testing.T) {
	for d, want := range map[Day]bool{
		"2026-01-01": false, "2026-01-02": true, "2026-01-03": false, "2026-01-04": false,
		"2026-04-02": true, "2026-04-03": false, "2026-04-06": false, "2026-04-07": true,
		"2026-04-27": true,  // King's day
		"2026-05-01": false, // Labour day
		"2026-05-05": true, "2026-05-14": true, "2026-05-25": true,
		"2026-12-24": true, "2026-12-25": false, "2026-12-26": false, "2026-12-31": true,
	} {
		if got := d.Banking(); got != want {
			t.Errorf("%s: %v", d, got)
		}
	}
}
