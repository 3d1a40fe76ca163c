// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"strings"
	"testing"
)

// Nothing that was divided by nothing has a figure, and what was stated says so.
func TestResultsSayWhatTheyRestOn(t *testing.T) {
	if f := (DoneAlone{}).Share(); f.Known {
		t.Errorf("a share of nothing is %v", f.Value)
	}
	if f := (DoneAlone{All: 3}).Wrong(); f.Known {
		t.Errorf("of nothing done alone %v was put right", f.Value)
	}
	if f := (Lead{}).Middle(); f.Known {
		t.Errorf("nothing took %v days", f.Value)
	}
	for minutes, hours := range map[int]int{0: 0, 29: 0, 30: 1, 90: 2, -29: 0, -30: -1, -90: -2} {
		if got := (MonthResult{Minutes: minutes}).Hours(); got != hours {
			t.Errorf("%d minutes are %d hours, want %d", minutes, got, hours)
		}
	}
	_, page := get(t, newServer(t, newTown()).URL+"/results?lang=en")
	page = strings.ReplaceAll(page, "\u00a0", " ")
	for _, want := range []string{"In February 2026 the autopilot first did something", "(stated)", "This is an assumption", "Minutes for a bank line", "–"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
	if _, bare := get(t, newServer(t, &town{empty: true}).URL+"/results?lang=en"); !strings.Contains(bare, "Nothing was done yet") || strings.Contains(bare, "<figure") {
		t.Error("charts of nothing")
	}
}
