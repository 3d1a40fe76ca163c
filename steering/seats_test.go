// SPDX-License-Identifier: EUPL-1.2

package steering

import (
	"testing"

	"pgregory.net/rapid"

	"rentmeester/day"
	"rentmeester/money"
)

// What a project plans beyond its seats fills the weeks that have least.
func TestRestFillsTheWeeksWithLeast(t *testing.T) {
	seats := []Seat{{First: "2026-03-02", Weeks: []Minutes{600, 300}, Taken: true, Rate: 50_00}}
	for name, c := range map[string]struct {
		all  Minutes
		want map[day.Day]Minutes // all that is planned in a week
	}{
		"only the seats":   {900, map[day.Day]Minutes{"2026-03-02": 600, "2026-03-09": 300}},
		"before them":      {1500, map[day.Day]Minutes{"2026-02-16": 300, "2026-02-23": 300, "2026-03-02": 600, "2026-03-09": 300}},
		"up to the second": {1800, map[day.Day]Minutes{"2026-02-16": 400, "2026-02-23": 400, "2026-03-02": 600, "2026-03-09": 400}},
		"up to the first":  {2400, map[day.Day]Minutes{"2026-02-16": 600, "2026-02-23": 600, "2026-03-02": 600, "2026-03-09": 600}},
		"over all":         {2800, map[day.Day]Minutes{"2026-02-16": 700, "2026-02-23": 700, "2026-03-02": 700, "2026-03-09": 700}},
	} {
		t.Run(name, func(t *testing.T) {
			got := map[day.Day]Minutes{}
			for _, w := range Seated(seats, c.all, 100_00, "2026-02-16", "2026-03-15") {
				got[w.Week] += w.Minutes
			}
			for week, m := range c.want {
				if got[week] != m {
					t.Errorf("%s: %d, not %d", week, got[week], m)
				}
			}
		})
	}
}

// Nothing is planned twice or lost, whatever the seats.
func TestSeatedAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var seats []Seat
		asked := Minutes(0)
		for range rapid.IntRange(0, 4).Draw(t, "seats") {
			s := Seat{First: day.Day("2026-01-05").Add(7 * rapid.IntRange(0, 9).Draw(t, "first")), Rate: money.Cents(rapid.IntRange(0, 9000).Draw(t, "rate"))}
			for range rapid.IntRange(1, 6).Draw(t, "weeks") {
				s.Weeks = append(s.Weeks, Minutes(rapid.IntRange(0, 2000).Draw(t, "minutes")))
			}
			seats, asked = append(seats, s), asked+s.Minutes()
		}
		all := Minutes(rapid.IntRange(0, 30_000).Draw(t, "all"))
		sum := Minutes(0)
		for _, w := range Seated(seats, all, 90_00, "2026-01-05", "2026-03-01") {
			if sum += w.Minutes; w.Minutes < 0 {
				t.Fatal(w)
			}
		}
		if sum != max(all, asked) {
			t.Errorf("%d, not %d", sum, max(all, asked))
		}
	})
}
