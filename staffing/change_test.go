// SPDX-License-Identifier: EUPL-1.2

package staffing_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	bench "rentmeester/bench/staffing"
	"rentmeester/fault"
	"rentmeester/highs"
	"rentmeester/money"
	"rentmeester/staffing"
)

var few = bench.Shape{People: 4, Assignments: 2, Seats: 4, Weeks: 16}

// bestOf goes through every plan there is, and counts as worth says.
func bestOf(task *staffing.Task, worth func(value int64, plan []staffing.Placement) int64) (most int64) {
	var seats []string
	for _, a := range task.Assignments {
		for _, s := range a.Seats {
			seats = append(seats, s.ID)
		}
	}
	first := true
	var all func(n int, plan []staffing.Placement)
	all = func(n int, plan []staffing.Placement) {
		if n < len(seats) {
			all(n+1, plan)
			for _, p := range task.People {
				all(n+1, append(slices.Clone(plan), staffing.Placement{Seat: seats[n], Person: p.ID}))
			}
			return
		}
		c := bench.Count(task, staffing.DefaultPrices(), plan)
		if v := worth(c.Value, plan); len(c.Wrong) == 0 && (first || v > most) {
			most, first = v, false
		}
	}
	all(0, nil)
	return most
}

func plainValue(value int64, _ []staffing.Placement) int64 { return value }

func TestRepairIsTheCheapest(t *testing.T) {
	prices, moved := staffing.DefaultPrices(), 0
	for seed := range uint64(10) {
		task := bench.Invent(few, seed)
		before := propose(t, task, staffing.Options{Seed: seed})
		if len(before.Placements) == 0 {
			continue
		}
		gone := before.Placements[0].Person
		changed, err := staffing.Apply(task, []staffing.Change{{Do: staffing.Leave, Person: gone, Day: task.From}})
		if err != nil {
			t.Fatal(err)
		}
		r, err := staffing.Repair(context.Background(), changed, prices, before.Placements, staffing.Options{Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		counted(t, changed, r.Plan)
		kept := func(value int64, plan []staffing.Placement) int64 {
			for _, x := range plan {
				if slices.Contains(before.Placements, x) {
					value += total(changed, x.Seat) * int64(prices.Move)
				}
			}
			return value
		}
		if got, want := kept(int64(r.Plan.Value), r.Plan.Placements), bestOf(changed, kept); got != want {
			t.Errorf("seed %d: the repair is worth %d with what it keeps, the best of all %d", seed, got, want)
		}
		moved += len(r.Moved)
		if anew := propose(t, changed, staffing.Options{Seed: seed}); anew.Bound < r.Plan.Value {
			t.Errorf("seed %d: a repair is worth %d, and no plan more than %d", seed, r.Plan.Value, anew.Bound)
		}
	}
	t.Logf("%d seats moved in 10 repairs", moved)
}

func total(task *staffing.Task, seat string) (sum int64) {
	for _, a := range task.Assignments {
		for _, s := range a.Seats {
			for _, m := range s.Work {
				if s.ID == seat {
					sum += int64(m)
				}
			}
		}
	}
	return sum
}

func TestRepairKeepsLocks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		task := bench.Invent(tiny, rapid.Uint64().Draw(t, "town"))
		plan := propose(t, task, staffing.Options{Steps: 2000, Rounds: 50})
		var sits []staffing.Lock
		for i, x := range plan.Placements {
			if i%2 == 0 {
				sits = append(sits, staffing.Lock{Seat: x.Seat, Person: x.Person, Kind: staffing.Fixed})
			}
		}
		task.Locks = append(task.Locks, sits...)
		who := task.People[rapid.IntRange(0, len(task.People)-1).Draw(t, "who")].ID
		changed, err := staffing.Apply(task, []staffing.Change{{Do: staffing.AwayFor, Person: who, Day: task.From, Until: task.From.Add(60)}})
		if err != nil {
			t.Fatal(err)
		}
		r, err := staffing.Repair(context.Background(), changed, staffing.DefaultPrices(), plan.Placements, staffing.Options{Steps: 2000, Rounds: 50})
		if err != nil {
			t.Fatal(err)
		}
		counted(t, changed, r.Plan)
	})
}

func TestExplainKnowsTheCost(t *testing.T) {
	exact, asked := 0, 0
	for seed := range uint64(3) {
		task := bench.Invent(few, seed)
		plan := propose(t, task, staffing.Options{Seed: seed})
		most := bestOf(task, plainValue)
		for _, p := range task.People {
			for _, a := range task.Assignments {
				for _, s := range a.Seats {
					answer, err := staffing.Explain(context.Background(), task, staffing.DefaultPrices(), plan, p.ID, s.ID, staffing.Options{Seed: seed})
					if err != nil {
						t.Fatal(err)
					}
					other := *task
					kind := map[bool]staffing.LockKind{true: staffing.Barred, false: staffing.Fixed}[answer.Sits]
					other.Locks = append(slices.Clone(task.Locks), staffing.Lock{Seat: s.ID, Person: p.ID, Kind: kind})
					if possible := staffing.Check(&other) == nil; possible != answer.Possible {
						t.Errorf("seed %d, %s on %s: possible %v, said %v for %v", seed, p.ID, s.ID, possible, answer.Possible, answer.Conflict)
					}
					if !answer.Possible {
						continue
					}
					asked++
					cost := staffing.Points(most - bestOf(&other, plainValue))
					if cost < answer.AtLeast || cost > answer.AtMost {
						t.Errorf("seed %d, %s on %s: costs %d, said %d to %d", seed, p.ID, s.ID, cost, answer.AtLeast, answer.AtMost)
					}
					if answer.Exact() {
						exact++
					}
				}
			}
		}
	}
	if exact*10 < asked*8 {
		t.Errorf("exact in %d of %d", exact, asked)
	}
}

func TestTheSmallestConflict(t *testing.T) {
	task := plain()
	a := &task.Assignments[0]
	for _, s := range []staffing.Seat{{ID: "y1", Work: hours(10, 4)}, {ID: "y2", Work: hours(10, 6)}, {ID: "y3", Work: hours(10, 5)}} {
		a.Seats = append(a.Seats, s)
		task.Locks = append(task.Locks, staffing.Lock{Seat: s.ID, Person: "a", Kind: staffing.Fixed})
	}
	plan := propose(t, task, staffing.Options{})
	answer, err := staffing.Explain(context.Background(), task, staffing.DefaultPrices(), plan, "a", "x1", staffing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var seats []string
	for _, r := range answer.Conflict {
		seats = append(seats, r.Args["seat"])
	}
	if answer.Possible || !slices.Equal(seats, []string{"", "y2", "y3"}) { // 12 + 6 + 5 > 20; no single one suffices
		t.Errorf("%+v", answer)
	}
}

func hours(weeks int, h staffing.Minutes) []staffing.Minutes {
	return slices.Repeat([]staffing.Minutes{h * staffing.Hour}, weeks)
}

func TestChanges(t *testing.T) {
	task := plain()
	task.Locks = []staffing.Lock{{Seat: "x1", Person: "a", Kind: staffing.Fixed}, {Seat: "x2", Person: "b", Kind: staffing.Fixed, Tentative: true}}
	for name, c := range map[string]struct {
		change staffing.Change
		right  func(*staffing.Task) bool
	}{
		"hire two": {staffing.Change{Do: staffing.Hire, Like: "a", Count: 2}, func(t *staffing.Task) bool { return len(t.People) == 4 && t.People[3].ID == "a+2" }},
		"hire new": {staffing.Change{Do: staffing.Hire, Skill: "plan", Level: 3, Hours: 600}, func(t *staffing.Task) bool { return t.People[2].Contract[9] == 600 }},
		"leave": {staffing.Change{Do: staffing.Leave, Person: "a", Day: "2026-02-02"}, func(t *staffing.Task) bool {
			return t.People[0].Contract[3] > 0 && t.People[0].Contract[4] == 0 && len(t.Locks) == 1
		}},
		"train": {staffing.Change{Do: staffing.Train, Person: "b", Skill: "plan", Level: 2}, func(t *staffing.Task) bool { return t.People[1].Skills["plan"] == 2 }},
		"away":  {staffing.Change{Do: staffing.AwayFor, Person: "a", Day: "2026-01-14", Until: "2026-01-18"}, func(t *staffing.Task) bool { return t.People[0].Present[1] == 400 }},
		"sooner": {staffing.Change{Do: staffing.Start, Assignment: "x", Day: "2025-12-22"}, func(t *staffing.Task) bool {
			return len(t.Assignments[0].Seats[0].Work) == 4 && t.Assignments[0].Seats[1].First == 2
		}},
		"later": {staffing.Change{Do: staffing.Start, Assignment: "x", Day: "2026-02-25"}, func(t *staffing.Task) bool {
			return len(t.Assignments[0].Seats) == 1 && t.Assignments[0].Seats[0].First == 7 && len(t.Locks) == 1
		}},
		"priority":  {staffing.Change{Do: staffing.SetPriority, Assignment: "x", Priority: 5}, func(t *staffing.Task) bool { return t.Assignments[0].Priority == 5 }},
		"budget":    {staffing.Change{Do: staffing.SetBudget, Assignment: "x", Budget: 5}, func(t *staffing.Task) bool { return t.Assignments[0].Budget == 5 }},
		"deadline":  {staffing.Change{Do: staffing.SetDeadline, Assignment: "x", Day: "2026-12-31"}, func(t *staffing.Task) bool { return t.Assignments[0].Deadline == "2026-12-31" }},
		"cancel":    {staffing.Change{Do: staffing.Cancel, Assignment: "x"}, func(t *staffing.Task) bool { return len(t.Assignments) == 0 && len(t.Locks) == 0 }},
		"no option": {staffing.Change{Do: staffing.NoOptions}, func(t *staffing.Task) bool { return len(t.Locks) == 1 }},
		"pin":       {staffing.Change{Do: staffing.Pin, Person: "b", Seat: "x1"}, func(t *staffing.Task) bool { return len(t.Locks) == 3 }},
	} {
		changed, err := staffing.Apply(task, []staffing.Change{c.change})
		if err != nil || !c.right(changed) {
			t.Errorf("%s: %v %+v", name, err, changed)
		}
	}
	if len(task.People) != 2 || task.People[0].Present != nil || len(task.Locks) != 2 || task.Assignments[0].Seats[0].First != 0 || task.People[0].Contract[9] == 0 {
		t.Errorf("the task itself was changed: %+v", task)
	}
	for _, wrong := range []staffing.Change{{Do: "dance"}, {Do: staffing.Leave, Person: "q", Day: "2026-01-05"}, {Do: staffing.Hire, Like: "q"}, {Do: staffing.Start, Assignment: "x"}} {
		if _, err := staffing.Apply(task, []staffing.Change{wrong}); !fault.Is(err, "staffing.change") {
			t.Errorf("%+v: %v", wrong, err)
		}
	}
}

func TestRemediesBringNoMoreThanTheySay(t *testing.T) {
	task := bench.Invent(bench.Shape{People: 8, Assignments: 6, Seats: 24, Weeks: 30}, 3)
	plan := propose(t, task, staffing.Options{Seed: 1})
	list, err := staffing.Remedies(context.Background(), task, staffing.DefaultPrices(), plan, 4, staffing.Options{Seed: 1})
	if err != nil || len(list) == 0 {
		t.Fatal(err, len(list))
	}
	for _, r := range list {
		changed, then, err := staffing.WhatIf(context.Background(), task, staffing.DefaultPrices(), plan, []staffing.Change{r.Change}, staffing.Options{Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		counted(t, changed, then)
		if gain := then.Value - plan.Value; gain > r.AtMost || r.Gain > r.AtMost {
			t.Errorf("%+v brings %d", r, gain)
		}
		d := staffing.Compare(plan, then)
		if d.Value != d.Terms.Sum() || d.Value != then.Value-plan.Value {
			t.Errorf("%+v", d)
		}
	}
}

// opened gives the solver, of which the translation is kept between tests.
func opened(t *testing.T) staffing.Solver {
	t.Helper()
	if highs.Missing() || testing.Short() {
		t.Skip("without the solver, or short")
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Skip(err)
	}
	s, err := highs.Open(t.Context(), filepath.Join(cache, "rentmeester", "highs"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestTheSolverProvesWhatPricesLeave(t *testing.T) {
	s := opened(t)
	proved, left := 0, 0
	for seed := range uint64(3) {
		task := bench.Invent(bench.Shape{People: 30, Assignments: 20, Seats: 75, Weeks: 40}, seed)
		alone := propose(t, task, staffing.Options{Seed: seed, Steps: 20_000})
		with := propose(t, task, staffing.Options{Seed: seed, Steps: 20_000, Solver: s})
		counted(t, task, with)
		if with.Value < alone.Value || with.Bound > alone.Bound {
			t.Errorf("seed %d: %d of %d without, %d of %d with", seed, alone.Value, alone.Bound, with.Value, with.Bound)
		}
		if !alone.Proved {
			if left++; with.Proved {
				proved++
			}
		}
	}
	if left == 0 || proved < left {
		t.Errorf("the solver proved %d of %d plans", proved, left)
	}
}

// tight gives a small town whose one budget pays for so much of what all work would cost.
func tight(t *testing.T, shape bench.Shape, seed uint64, percent money.Cents) *staffing.Task {
	t.Helper()
	task := bench.Invent(shape, seed)
	full := propose(t, task, staffing.Options{Seed: seed})
	rates, cost := map[string]money.Cents{}, money.Cents(0)
	for _, p := range task.People {
		rates[p.ID] = p.Rate
	}
	for _, h := range full.People {
		for _, done := range h.Done {
			cost += rates[h.Person] * money.Cents(done) / 60
		}
	}
	task.Assignments[0].Budget = 1 + cost*percent/100
	return task
}

// Budgets that bind are where the linear programme takes halves: what is cut off there
// must be no plan.
func TestTheSolverCutsOffNoPlan(t *testing.T) {
	s := opened(t)
	for seed := range uint64(12) {
		for _, percent := range []money.Cents{40, 60, 80, 95} {
			task := tight(t, bench.Shape{People: 4, Assignments: 1, Seats: 4, Weeks: 16}, seed, percent)
			plan := propose(t, task, staffing.Options{Seed: seed, Steps: 1, Rounds: 1, Solver: s})
			counted(t, task, plan)
			most := best(task)
			if !plan.Proved || int64(plan.Value) != most {
				t.Errorf("seed %d, %d %% of the budget: %d, proved %v; the best of all plans is %d", seed, percent, plan.Value, plan.Proved, most)
			}
		}
	}
}

// Dividing all plans finds the same as cutting, and settling what is left, does.
func TestDividingProvesTheSame(t *testing.T) {
	s := opened(t)
	parts := 0
	for seed := range uint64(6) {
		task := tight(t, bench.Shape{People: 12, Assignments: 3, Seats: 24, Weeks: 30}, seed, 25)
		plan := propose(t, task, staffing.Options{Seed: seed, Solver: s})
		value, bound, looked, err := staffing.Divided(t.Context(), task, staffing.DefaultPrices(), s)
		if err != nil || !plan.Proved || value != plan.Value || bound < value || bound > value+10 {
			t.Errorf("seed %d: divided %d of %d, %v; else %d of %d", seed, value, bound, err, plan.Value, plan.Bound)
		}
		parts += looked
	}
	if t.Logf("%d parts", parts); parts < 20 {
		t.Errorf("%d parts: little was divided", parts)
	}
}

// Who stops before anything was searched has a plan and a bound too.
func TestAPlanInNoTime(t *testing.T) {
	task := bench.Invent(bench.Small, 1)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for _, o := range []staffing.Options{{}, {Solver: opened(t)}} {
		plan, err := staffing.Propose(ctx, task, staffing.DefaultPrices(), o)
		if err != nil {
			t.Fatal(err)
		}
		counted(t, task, plan)
		if len(plan.Placements) < 40 || plan.Bound > 2*plan.Value {
			t.Errorf("%d seats, %d of %d", len(plan.Placements), plan.Value, plan.Bound)
		}
	}
}

// What another person on the same seat can be worth more, travel aside, is less than what
// it costs to move it (docs/staffing.md): no seat moves for its own sake alone.
func TestNoSeatMovesForItself(t *testing.T) {
	p := staffing.DefaultPrices()
	fair := 0
	for _, b := range p.Fair {
		fair += b.Price
	}
	top := p.Priority[4] + p.Welcome + p.Continuity + p.Gladly + max(0, p.Develop-p.Stretch)
	low := (p.Priority[4] - p.Rather - p.Stretch - p.Near) * (1000 - p.MissedShare) / 1000
	if top-low+fair >= 35 || top-low+fair >= p.Move {
		t.Errorf("another person brings %d points a minute more at most, and a move costs %d", top-low+fair, p.Move)
	}
}

// From bad prices, and from a plan that was hardly searched, the solver comes to a repair
// that is worth as much.
func TestRepairFromBadPricesIsAsGood(t *testing.T) {
	s := opened(t)
	for seed := range uint64(2) {
		task := bench.Invent(bench.Shape{People: 30, Assignments: 20, Seats: 75, Weeks: 40}, seed)
		before := propose(t, task, staffing.Options{Seed: seed, Steps: 20_000})
		changed, err := staffing.Apply(task, []staffing.Change{{Do: staffing.Leave, Person: before.Placements[0].Person, Day: task.From}})
		if err != nil {
			t.Fatal(err)
		}
		worth := map[int64]bool{}
		for _, o := range []staffing.Options{{Solver: s, Prices: before.Prices}, {Solver: s, Steps: 1, Rounds: 1}} {
			r, err := staffing.Repair(t.Context(), changed, staffing.DefaultPrices(), before.Placements, o)
			if err != nil || !r.Plan.Proved {
				t.Fatal(seed, err, r.Plan.Gap)
			}
			counted(t, changed, r.Plan)
			value := int64(r.Plan.Value)
			for _, x := range r.Plan.Placements {
				if slices.Contains(before.Placements, x) {
					value += total(changed, x.Seat) * int64(staffing.DefaultPrices().Move)
				}
			}
			worth[value] = true
		}
		if len(worth) != 1 {
			t.Errorf("seed %d: %v", seed, worth)
		}
	}
}
