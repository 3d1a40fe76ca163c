// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

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

// TestOverruledNeedsInAnyOrder: where a lock overrules the skills, the order in which the
// needs stand is no matter.
func TestOverruledNeedsInAnyOrder(t *testing.T) {
	needs := []Need{{Skill: "far", Level: 5, Must: true}, {Skill: "short", Level: 3, Must: true}, {Skill: "wished", Level: 3, Must: true}}
	var terms []Terms
	for range 2 {
		task := &Task{From: "2026-03-02", Weeks: 1, Skills: []Skill{{ID: "far"}, {ID: "short"}, {ID: "wished"}},
			People: []Person{{ID: "a", Skills: map[string]Level{"far": 1, "short": 2, "wished": 2}, Contract: []Minutes{36 * Hour},
				Wishes: []Wish{{Skill: "wished", Kind: Learn}}}},
			Assignments: []Assignment{{ID: "w", Priority: 3, Seats: []Seat{{ID: "w1", Needs: slices.Clone(needs), Work: []Minutes{8 * Hour}}}}},
			Locks:       []Lock{{Seat: "w1", Person: "a", Kind: Fixed}}}
		plan, err := Propose(t.Context(), task, DefaultPrices(), Options{Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		terms = append(terms, plan.Terms)
		slices.Reverse(needs)
	}
	if terms[0] != terms[1] || terms[0].Stretch != -3*480 || terms[0].Development != 4*480 {
		t.Errorf("%+v\n%+v", terms[0], terms[1])
	}
}

// TestPlanOfNobody: a plan without people has lists without anything, and not none.
func TestPlanOfNobody(t *testing.T) {
	task := &Task{From: "2026-03-02", Weeks: 1, Assignments: []Assignment{{ID: "w", Priority: 3, Seats: []Seat{{ID: "w1", Work: []Minutes{8 * Hour}}}}}}
	plan, err := Propose(t.Context(), task, DefaultPrices(), Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if said, err := json.Marshal(plan); err != nil || strings.Contains(string(said), "null") || len(plan.Unfilled) != 1 {
		t.Errorf("%s %v", said, err)
	}
}
