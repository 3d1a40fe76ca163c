// SPDX-License-Identifier: EUPL-1.2

package staffing

import "testing"

// TestWorth: what placements count for, with fairness, is the value of the plan.
func TestWorth(t *testing.T) {
	task := &Task{From: "2026-03-02", Weeks: 1, Skills: []Skill{{ID: "s", Name: "s"}},
		People:      []Person{{ID: "a", Name: "a", Skills: map[string]Level{"s": 3}, Contract: []Minutes{36 * Hour}, Wishes: []Wish{{Assignment: "w", Kind: Gladly}}}},
		Assignments: []Assignment{{ID: "w", Name: "w", Priority: 3, Seats: []Seat{{ID: "w1", Name: "w1", Needs: []Need{{Skill: "s", Level: 2, Must: true}}, Work: []Minutes{8 * Hour}}}}}}
	plan, err := Propose(t.Context(), task, DefaultPrices(), Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	got := Worth(task, DefaultPrices(), append(plan.Placements, Placement{"elsewhere", "a"}))
	if want := Points(8 * 60 * (20 + 3)); len(got) != 1 || got["w1"] != want || got["w1"]+plan.Terms.Fairness != plan.Value {
		t.Errorf("%v, want %d: %+v", got, want, plan)
	}
}
