// SPDX-License-Identifier: EUPL-1.2

package frombooks_test

import (
	"testing"
	"time"

	"rentmeester/web"
)

// What waits follows each act at once, and what is told of all the books together
// soon after.
func TestHomeFollowsTheBooks(t *testing.T) {
	s, b := filled(t)
	kinds := []string{web.NeedLine, web.NeedQuarantine, web.NeedAccount, web.NeedRun}
	see := func() (all map[string]int) {
		t.Helper()
		n, err := s.Needs(t.Context(), "jansen", kinds)
		if err != nil || n.Bare {
			t.Fatalf("%+v %v", n, err)
		}
		all = map[string]int{}
		for _, g := range n.Groups {
			all[g.Kind] = g.Count
		}
		return all
	}
	list, err := s.Worklist(t.Context(), web.Filter{}, "")
	if err != nil || see()[web.NeedLine] != list.Total || list.Total == 0 {
		t.Fatalf("%v, the worklist has %d (%v)", see(), list.Total, err)
	}
	line := find(t, s, -4711)
	if _, err := s.Book(t.Context(), "jansen", line.Line.ID, []web.Allocation{{Kind: web.ToLedger, Ref: "8100", Amount: 4711}}); err != nil {
		t.Fatal(err)
	}
	if got := see()[web.NeedLine]; got != list.Total-1 {
		t.Errorf("%d lines wait after an act", got)
	}
	bring(t, s, "3.xml", statement(3, "2026-03-04", 50000, 0, payment{100, "A", ""})) // 2 is missing
	s.Flush()
	see() // asks for a new look
	s.Flush()
	if got := see(); got[web.NeedAccount] != 1 {
		t.Errorf("an account that does not close waits for nobody: %v", got)
	}
	done, err := s.DoneSince(t.Context(), b.Now().Add(-time.Hour))
	if err != nil || done != (web.Done{}) {
		t.Errorf("%+v %v", done, err)
	}
}
