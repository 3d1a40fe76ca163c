// SPDX-License-Identifier: EUPL-1.2

package learn

import "testing"

// A day counts once, however often it comes back; one that is not known each time.
func TestDays(t *testing.T) {
	for name, c := range map[string]struct {
		noted []int32
		want  int
	}{
		"none":       {nil, 0},
		"one, twice": {[]int32{40_010, 40_010}, 1},
		"it returns": {[]int32{40_010, 40_011, 40_010}, 2},
		"not known":  {[]int32{0, 0, 40_010}, 3},
	} {
		var d Days
		for _, on := range c.noted {
			d.Note(on)
		}
		if d.Len() != c.want || d.Has(0) || d.Has(40_010) != (c.want > 0) || d.Has(40_099) {
			t.Errorf("%s: %d days, want %d", name, d.Len(), c.want)
		}
	}
}

// With each day more is foreseen, never all; after years next to nothing is left out.
func TestForeseenGoesUp(t *testing.T) {
	last := -1.0
	for n := range 3_000 {
		f := Foreseen(n, 0.2)
		if f <= last || f >= 1 {
			t.Fatalf("%d days: %v after %v", n, f, last)
		}
		last = f
	}
	if Foreseen(0, 0.2) != 0 || last < 0.999 {
		t.Errorf("none %v, eight years %v", Foreseen(0, 0.2), last)
	}
}
