// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"fmt"
	"os"
	"testing"
)

// On towns that the weights were not fitted on, nothing that is Safe is wrong
// and probabilities mean what they say.
func TestSafeIsRightInTowns(t *testing.T) {
	if testing.Short() {
		t.Skip("generates towns")
	}
	total := &score{}
	for _, seed := range []uint64{101, 102, 103} {
		measure(loadTown(t, seed, townSize(4000), 0.3), func(l *truthLine, p *Proposal) {
			total.add(l, p)
			if p.Best != nil && p.Best.Safe && !l.rightChoice(p.Best) {
				t.Errorf("seed %d: safe but wrong: %s %s %+v, best %v, right %v", seed, l.kind, l.mess, l.Line, p.Best.Allocations, l.right)
			}
		})
	}
	if total.lines < 5000 {
		t.Fatalf("only %d lines: the town was not read", total.lines)
	}
	if got := total.error(); got > 0.02 {
		t.Errorf("calibration error %.4f is over 0.02\n%s", got, total)
	}
	if total.first*100 < total.lines*96 {
		t.Errorf("the first proposal is right too seldom\n%s", total)
	}
}

// A year at once, as on the first day with one's own files: every line against
// all items, with nobody correcting in between.
func TestSafeIsRightForAYearAtOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("generates towns")
	}
	w := loadTown(t, 104, townSize(4000), 0.3)
	lines := make([]Line, len(w.lines))
	for i := range lines {
		lines[i] = w.lines[i].Line
	}
	s := &score{}
	for i, p := range w.engine().ProposeAll(lines) {
		s.add(&w.lines[i], &p)
		if p.Best != nil && p.Best.Safe && !w.lines[i].rightChoice(p.Best) {
			t.Errorf("safe but wrong: %s %s %+v, best %v, right %v", w.lines[i].kind, w.lines[i].mess, lines[i], p.Best.Allocations, w.lines[i].right)
		}
	}
	t.Log(s)
}

// townSize is the number of inhabitants of the towns of these tests; set
// RENTMEESTER_TOWN for larger ones.
func townSize(usual int) int {
	var asked int
	if fmt.Sscan(os.Getenv("RENTMEESTER_TOWN"), &asked); asked > 0 {
		return asked
	}
	return usual
}
