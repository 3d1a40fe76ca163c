// SPDX-License-Identifier: EUPL-1.2

package web

import "testing"

// staffed are the pages of who does what.
var staffed = []struct{ name, path string }{
	{"staffing", "/staffing"},
	{"staffing-seat", "/staffing/seats/902"},
	{"staffing-capacity", "/staffing/capacity"},
	{"staffing-capacity-teams", "/staffing/capacity?by=team&with=plan"},
	{"staffing-people", "/staffing/people"},
	{"staffing-person", "/staffing/people/801"},
	{"staffing-assignments", "/staffing/assignments"},
	{"staffing-assignment", "/staffing/assignments/701"},
	{"staffing-scenarios", "/staffing/scenarios"},
	{"staffing-decisions", "/staffing/decisions"},
	{"staffing-papers", "/staffing/papers"},
	{"staffing-paper", "/staffing/papers/read?paper=fairness"},
	{"staffing-import", "/staffing/import"},
}

// TestStaffedInBrowser looks at the pages of who does what, as TestPagesInBrowser does.
func TestStaffedInBrowser(t *testing.T) {
	inBrowser(t, staffed)
}
