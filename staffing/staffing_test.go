// SPDX-License-Identifier: EUPL-1.2

package staffing_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	bench "rentmeester/bench/staffing"
	"rentmeester/fault"
	"rentmeester/staffing"
)

// tiny is a municipality of which every plan can be gone through.
var tiny = bench.Shape{Name: "tiny", People: 5, Assignments: 3, Seats: 6, Weeks: 20}

func propose(t interface{ Fatal(...any) }, task *staffing.Task, o staffing.Options) *staffing.Plan {
	plan, err := staffing.Propose(context.Background(), task, staffing.DefaultPrices(), o)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// counted wants a plan to be what it says, as somebody else counts it.
func counted(t interface {
	Helper()
	Errorf(string, ...any)
}, task *staffing.Task, plan *staffing.Plan) {
	t.Helper()
	c := bench.Count(task, staffing.DefaultPrices(), plan.Placements)
	if c.Value != int64(plan.Value) || len(c.Wrong) > 0 {
		t.Errorf("counted again: %d, the plan says %d; broken: %v", c.Value, plan.Value, c.Wrong)
	}
	if plan.Terms.Sum() != plan.Value || plan.Bound < plan.Value || plan.Proved != (plan.Bound == plan.Value) {
		t.Errorf("terms %d, value %d, bound %d, proved %v", plan.Terms.Sum(), plan.Value, plan.Bound, plan.Proved)
	}
}

// best goes through every plan there is.
func best(task *staffing.Task) (most int64) {
	var seats []string
	for _, a := range task.Assignments {
		for _, s := range a.Seats {
			seats = append(seats, s.ID)
		}
	}
	var all func(n int, plan []staffing.Placement)
	first := true
	all = func(n int, plan []staffing.Placement) {
		if n == len(seats) {
			if c := bench.Count(task, staffing.DefaultPrices(), plan); len(c.Wrong) == 0 && (first || c.Value > most) {
				most, first = c.Value, false
			}
			return
		}
		all(n+1, plan)
		for _, p := range task.People {
			if with := append(slices.Clone(plan), staffing.Placement{Seat: seats[n], Person: p.ID}); len(bench.Count(task, staffing.DefaultPrices(), with[len(with)-1:]).Wrong) < 5 {
				all(n+1, with)
			}
		}
	}
	all(0, nil)
	return most
}

func TestNoPlanIsBetter(t *testing.T) {
	for seed := range uint64(12) {
		task := bench.Invent(bench.Shape{People: 4, Assignments: 2, Seats: 4, Weeks: 16}, seed)
		plan := propose(t, task, staffing.Options{Seed: seed})
		counted(t, task, plan)
		most := best(task)
		if int64(plan.Bound) < most || int64(plan.Value) != most {
			t.Errorf("seed %d: value %d, bound %d, and the best of all plans is %d", seed, plan.Value, plan.Bound, most)
		}
	}
}

func TestPlansOfAShape(t *testing.T) {
	task := bench.Invent(bench.Small, 1)
	plan := propose(t, task, staffing.Options{Seed: 1})
	counted(t, task, plan)
	if plan.Gap > 0.01 {
		t.Errorf("gap %.4f", plan.Gap)
	}
	if len(plan.Placements)+len(plan.Unfilled) != bench.Small.Seats || len(plan.People) != bench.Small.People {
		t.Errorf("%d placed and %d not of %d", len(plan.Placements), len(plan.Unfilled), bench.Small.Seats)
	}
	for _, u := range plan.Unfilled {
		if len(u.Reasons) == 0 {
			t.Errorf("%s is empty, and nobody says why", u.Seat)
		}
	}
}

func TestPlansKeepTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		task := bench.Invent(tiny, rapid.Uint64().Draw(t, "town"))
		locks(t, task)
		plan, err := staffing.Propose(context.Background(), task, staffing.DefaultPrices(), staffing.Options{Steps: 3000, Rounds: 100})
		if err != nil {
			for _, code := range []string{"staffing.locks-hours", "staffing.locks-differ", "staffing.locks-two", "staffing.locks-together", "staffing.locks-apart"} {
				if fault.Is(err, code) {
					return // locks that cannot be kept together are refused
				}
			}
			t.Fatal(err)
		}
		counted(t, task, plan)
		shuffled := shuffle(task, rapid.Uint64().Draw(t, "order"))
		again, err := staffing.Propose(context.Background(), shuffled, staffing.DefaultPrices(), staffing.Options{Steps: 3000, Rounds: 100})
		if err != nil || !reflect.DeepEqual(plan, again) {
			t.Errorf("in another order of the input: %v\n%+v\n%+v", err, plan, again)
		}
	})
}

// locks adds some locks, sensible or not.
func locks(t *rapid.T, task *staffing.Task) {
	for range rapid.IntRange(0, 3).Draw(t, "locks") {
		a := task.Assignments[rapid.IntRange(0, len(task.Assignments)-1).Draw(t, "assignment")]
		if len(a.Seats) == 0 {
			continue
		}
		l := staffing.Lock{Seat: a.Seats[rapid.IntRange(0, len(a.Seats)-1).Draw(t, "seat")].ID,
			Kind: rapid.SampledFrom([]staffing.LockKind{staffing.Fixed, staffing.Barred, staffing.Open}).Draw(t, "kind")}
		if l.Kind != staffing.Open {
			l.Person = task.People[rapid.IntRange(0, len(task.People)-1).Draw(t, "person")].ID
		}
		task.Locks = append(task.Locks, l)
	}
}

func shuffle(task *staffing.Task, seed uint64) *staffing.Task {
	rnd, other := rand.New(rand.NewPCG(seed, 1)), *task
	other.People, other.Assignments = slices.Clone(task.People), slices.Clone(task.Assignments)
	other.Pairs, other.Locks = slices.Clone(task.Pairs), slices.Clone(task.Locks)
	rnd.Shuffle(len(other.People), func(i, j int) { other.People[i], other.People[j] = other.People[j], other.People[i] })
	rnd.Shuffle(len(other.Assignments), func(i, j int) {
		other.Assignments[i], other.Assignments[j] = other.Assignments[j], other.Assignments[i]
	})
	rnd.Shuffle(len(other.Locks), func(i, j int) { other.Locks[i], other.Locks[j] = other.Locks[j], other.Locks[i] })
	for i := range other.Assignments {
		a := &other.Assignments[i]
		a.Seats = slices.Clone(a.Seats)
		rnd.Shuffle(len(a.Seats), func(i, j int) { a.Seats[i], a.Seats[j] = a.Seats[j], a.Seats[i] })
	}
	return &other
}

// a small task whose faults can be seen.
func plain() *staffing.Task {
	weeks := func(n int, m staffing.Minutes) []staffing.Minutes { return slices.Repeat([]staffing.Minutes{m}, n) }
	return &staffing.Task{From: "2026-01-05", Weeks: 10,
		Skills: []staffing.Skill{{ID: "plan"}, {ID: "draw", Near: []staffing.Near{{Skill: "plan", Down: 1}}}},
		People: []staffing.Person{
			{ID: "a", Skills: map[string]staffing.Level{"plan": 4}, Contract: weeks(10, 20*staffing.Hour), Rate: 5000},
			{ID: "b", Skills: map[string]staffing.Level{"draw": 2}, Contract: weeks(10, 20*staffing.Hour)},
		},
		Assignments: []staffing.Assignment{{ID: "x", Priority: 3, Seats: []staffing.Seat{
			{ID: "x1", Work: weeks(6, 12*staffing.Hour), Needs: []staffing.Need{{Skill: "plan", Level: 3, Must: true}}},
			{ID: "x2", First: 4, Work: weeks(6, 12*staffing.Hour), Needs: []staffing.Need{{Skill: "draw", Level: 3, Must: true}}},
		}}}}
}

func TestCheckSaysWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*staffing.Task)
		want   string
	}{
		"staffing.monday":             {func(t *staffing.Task) { t.From = "2026-01-06" }, "2026-01-06"},
		"staffing.weeks":              {func(t *staffing.Task) { t.Weeks = 0 }, ""},
		"staffing.twice":              {func(t *staffing.Task) { t.People[1].ID = "a" }, `"a"`},
		"staffing.no-id":              {func(t *staffing.Task) { t.People[1].ID = "" }, "person"},
		"staffing.unknown-skill":      {func(t *staffing.Task) { t.Assignments[0].Seats[0].Needs[0].Skill = "fly" }, "x1"},
		"staffing.near":               {func(t *staffing.Task) { t.Skills[1].Near[0].Down = 0 }, "draw"},
		"staffing.level":              {func(t *staffing.Task) { t.People[0].Skills["plan"] = 6 }, "6"},
		"staffing.person-weeks":       {func(t *staffing.Task) { t.People[0].Contract = nil }, "a"},
		"staffing.hours":              {func(t *staffing.Task) { t.People[0].Contract[3] = -1 }, "a"},
		"staffing.present":            {func(t *staffing.Task) { t.People[0].Present = slices.Repeat([]int{1001}, 10) }, "a"},
		"staffing.rate":               {func(t *staffing.Task) { t.People[0].Rate = -1 }, "a"},
		"staffing.wish":               {func(t *staffing.Task) { t.People[0].Wishes = []staffing.Wish{{Kind: staffing.Gladly}} }, "a"},
		"staffing.unknown-assignment": {func(t *staffing.Task) { t.People[0].Wishes = []staffing.Wish{{Assignment: "y", Kind: staffing.Gladly}} }, "y"},
		"staffing.priority":           {func(t *staffing.Task) { t.Assignments[0].Priority = 6 }, "x"},
		"staffing.budget":             {func(t *staffing.Task) { t.Assignments[0].Budget = -1 }, "x"},
		"staffing.seat-weeks":         {func(t *staffing.Task) { t.Assignments[0].Seats[1].First = 5 }, "x2"},
		"staffing.no-work":            {func(t *staffing.Task) { clear(t.Assignments[0].Seats[0].Work) }, "x1"},
		"staffing.past-deadline":      {func(t *staffing.Task) { t.Assignments[0].Deadline = "2026-03-01" }, "x2"},
		"staffing.unknown-person":     {func(t *staffing.Task) { t.Assignments[0].Seats[0].Before = []string{"z"} }, "z"},
		"staffing.unknown-seat":       {func(t *staffing.Task) { t.Locks = []staffing.Lock{{Seat: "q", Person: "a", Kind: staffing.Fixed}} }, "q"},
		"staffing.pair-itself":        {func(t *staffing.Task) { t.Pairs = []staffing.Pair{{A: "x1", B: "x1"}} }, "x1"},
		"staffing.pair-both": {func(t *staffing.Task) {
			t.Pairs = []staffing.Pair{{A: "x1", B: "x2"}, {A: "x1", B: "x2", Together: true}}
		}, "x1"},
		"staffing.lock-kind":   {func(t *staffing.Task) { t.Locks = []staffing.Lock{{Seat: "x1", Person: "a", Kind: "maybe"}} }, "maybe"},
		"staffing.locks-two":   {fixed("x1", "a", "x1", "b"), "x1"},
		"staffing.locks-hours": {fixed("x1", "a", "x2", "a"), "2026-02-02"},
		"staffing.locks-differ": {func(t *staffing.Task) {
			fixed("x1", "a")(t)
			t.Locks = append(t.Locks, staffing.Lock{Seat: "x1", Kind: staffing.Open})
		}, "x1"},
		"staffing.locks-apart": {func(t *staffing.Task) {
			fixed("x1", "a", "x2", "a")(t)
			t.Pairs = []staffing.Pair{{A: "x1", B: "x2"}}
		}, "x2"},
		"staffing.locks-together": {func(t *staffing.Task) {
			fixed("x1", "a", "x2", "b")(t)
			t.Pairs = []staffing.Pair{{A: "x1", B: "x2", Together: true}}
		}, "x2"},
	} {
		task := plain()
		if err := staffing.Check(task); err != nil {
			t.Fatal(err)
		}
		c.change(task)
		err := staffing.Check(task)
		if !fault.Is(err, name) || !strings.Contains(fmt.Sprint(err), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func fixed(pairs ...string) func(*staffing.Task) {
	return func(t *staffing.Task) {
		for i := 0; i < len(pairs); i += 2 {
			t.Locks = append(t.Locks, staffing.Lock{Seat: pairs[i], Person: pairs[i+1], Kind: staffing.Fixed})
		}
	}
}

func TestSuitsNamesEveryBlock(t *testing.T) {
	for name, c := range map[string]struct {
		person, seat string
		change       func(*staffing.Task)
		want         []string
	}{
		"nothing":         {"a", "x1", func(*staffing.Task) {}, nil},
		"near":            {"a", "x2", func(*staffing.Task) {}, nil},
		"stretch":         {"b", "x2", func(*staffing.Task) {}, nil},
		"no such skill":   {"b", "x1", func(*staffing.Task) {}, []string{"staffing.block.skill"}},
		"too low":         {"b", "x2", func(t *staffing.Task) { t.People[1].Skills["draw"] = 1 }, []string{"staffing.block.level"}},
		"hours":           {"a", "x1", func(t *staffing.Task) { t.People[0].Contract[5] = 0 }, []string{"staffing.block.hours"}},
		"away":            {"a", "x1", func(t *staffing.Task) { t.People[0].Present = []int{0, 0, 9, 9, 9, 9, 9, 9, 9, 9} }, []string{"staffing.block.missed"}},
		"budget":          {"a", "x1", func(t *staffing.Task) { t.Assignments[0].Budget = 359999 }, []string{"staffing.block.budget"}},
		"just the budget": {"a", "x1", func(t *staffing.Task) { t.Assignments[0].Budget = 360000 }, nil},
		"taken":           {"a", "x1", fixed("x1", "b"), []string{"staffing.block.locked"}},
		"barred": {"b", "x1", func(t *staffing.Task) { t.Locks = []staffing.Lock{{Seat: "x1", Person: "b", Kind: staffing.Barred}} },
			[]string{"staffing.block.skill", "staffing.block.barred"}},
		"open": {"a", "x1", func(t *staffing.Task) { t.Locks = []staffing.Lock{{Seat: "x1", Kind: staffing.Open}} }, []string{"staffing.block.open"}},
		"two stretches": {"b", "x2", func(t *staffing.Task) {
			t.People[1].Skills["plan"] = 2
			t.Assignments[0].Seats[1].Needs = append(t.Assignments[0].Seats[1].Needs, staffing.Need{Skill: "plan", Level: 3, Must: true})
		}, []string{"staffing.block.stretches"}},
	} {
		task := plain()
		c.change(task)
		blocks, err := staffing.Suits(task, staffing.DefaultPrices(), c.person, c.seat)
		var got []string
		for _, b := range blocks {
			got = append(got, b.Code)
		}
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v (%v)", name, got, c.want, err)
		}
		wrong := bench.Count(task, staffing.DefaultPrices(), []staffing.Placement{{Seat: c.seat, Person: c.person}}).Wrong
		if (len(wrong) == 0) != (len(c.want) == 0) {
			t.Errorf("%s: counted apart: %v", name, wrong)
		}
	}
}

// What somebody could best do is found over time as well as by going through all sets.
func TestTheBestSetOfEachPerson(t *testing.T) {
	shape := bench.Shape{People: 12, Assignments: 12, Seats: 40, Weeks: 30}
	for seed := range uint64(10) {
		overTime, all := staffing.BestBothWays(bench.Invent(shape, seed), staffing.DefaultPrices(), seed)
		if !slices.Equal(overTime, all) {
			t.Errorf("town %d: over time %v, of all %v", seed, overTime, all)
		}
	}
}
