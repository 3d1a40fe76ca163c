// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/staffing"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Kinds of changes of a scenario.
const (
	Hire  = "hire"  // some more like a person, who leaves to nobody what he does
	Leave = "leave" // a person is there no more
	Later = "later" // an assignment begins some weeks later
	Lapse = "lapse" // what was promised as an option lapses
	Train = "train" // a person learns a skill up to a level
)

// changeKinds are all there are.
var changeKinds = []string{Hire, Leave, Later, Lapse, Train}

// Bounds on a scenario.
const (
	mostHired  = 20
	mostLater  = 52
	longestTag = 80 // characters of its name
)

// Change is what is different in a scenario.
type Change struct {
	Kind       string `json:"kind"`
	Person     int64  `json:"person,omitempty"`
	Assignment int64  `json:"assignment,omitempty"`
	Count      int    `json:"count,omitempty"` // hired
	Weeks      int    `json:"weeks,omitempty"` // later
	Skill      int64  `json:"skill,omitempty"` // trained
	Level      int    `json:"level,omitempty"`
}

// Outcome is what a plan comes to.
type Outcome struct {
	Seats   int              `json:"seats"`   // that somebody has
	Minutes staffing.Minutes `json:"minutes"` // done, absence off
	Short   staffing.Minutes `json:"short"`   // of seats that nobody has
	Value   int64            `json:"value"`
	Gap     float64          `json:"gap"`
	Proved  bool             `json:"proved"`
}

// Move is a seat that somebody else has in a scenario. Hired people have no identifier
// and are -1.
type Move struct {
	Seat     int64 `json:"seat"`
	From, To int64
}

// Scenario is what would be, if, beside what would be without.
type Scenario struct {
	ID     int64
	Name   string
	Change Change
	About  string // name of the person or the assignment
	Skill  string // trained
	Outcome
	BaseSeats   int
	BaseMinutes staffing.Minutes
	BaseValue   int64
	BaseShort   staffing.Minutes
	Certain     bool // that it is worth more, or less, is proved
	Moves       []ShownMove
	MadeBy      string
	MadeAt      time.Time
}

// ShownMove is a move with its names; "" is nobody.
type ShownMove struct {
	Seat           int64
	Name           string
	From, To       string
	FromNew, ToNew bool // somebody who is hired
}

// sketch is what is kept of a scenario.
type sketch struct {
	Change  Change  `json:"change"`
	Base    Outcome `json:"base"`
	Is      Outcome `json:"is"`
	Moves   []Move  `json:"moves,omitempty"`
	Certain bool    `json:"certain,omitempty"`
}

// AddScenario works out what would be, if, and what would be without, and keeps both.
// What is agreed stays in both, but for what the change itself ends. Errors:
// staff.scenario, staff.no-person, staff.no-assignment, staff.no-skill,
// staff.nothing-to-plan, those of Propose.
func (d *Desk) AddScenario(ctx context.Context, actor, name string, c Change, seconds int) (id int64, err error) {
	name = strings.TrimSpace(name)
	if name == "" || len([]rune(name)) > longestTag || !slices.Contains(changeKinds, c.Kind) {
		return 0, fault.New("staff.scenario")
	}
	h, prices, err := d.lookPriced(ctx)
	if err != nil {
		return 0, err
	}
	t := h.taskAhead(d.today(), true, c.Weeks)
	if len(t.Assignments) == 0 || len(t.People) == 0 {
		return 0, fault.New("staff.nothing-to-plan")
	}
	changes, err := h.changes(t, c)
	if err != nil {
		return 0, err
	}
	half := max(1, min(seconds, MostSeconds)/2)
	without, err := h.propose(ctx, t, prices, half)
	if err != nil {
		return 0, err
	}
	with, err := h.whatIf(ctx, t, prices, without, changes, half)
	if err != nil {
		return 0, err
	}
	known := sketch{Change: c, Base: outcome(without), Is: outcome(with), Certain: staffing.Compare(without, with).Certain}
	for _, m := range staffing.Changes(without.Placements, with.Placements) {
		known.Moves = append(known.Moves, Move{idOf(m.Seat), who(m.From), who(m.To)})
	}
	body, err := json.Marshal(known)
	if err != nil {
		return 0, books.Failed(err)
	}
	err = d.Write(ctx, func(tx *store.Tx) error {
		id = tx.NewID()
		if err := tx.Add(ctx, db.StaffScenario{Adm: tx.Adm, ID: id, Name: name, Changes: string(body), MadeBy: actor, MadeAt: tx.Stamp()}); err != nil {
			return err
		}
		return tx.Audit(ctx, actor, "staffing.scenario-added", books.Subject("scenario", id), map[string]any{"change": c})
	})
	return id, err
}

// changes gives a change in the words of the engine.
func (h *house) changes(t staffing.Task, c Change) ([]staffing.Change, error) {
	switch c.Kind {
	case Lapse:
		return []staffing.Change{{Do: staffing.NoOptions}}, nil
	case Later:
		i := slices.IndexFunc(t.Assignments, func(a staffing.Assignment) bool { return a.ID == key(c.Assignment) })
		if i < 0 || c.Weeks < 1 || c.Weeks > mostLater {
			return nil, fault.New("staff.no-assignment", "assignment", c.Assignment)
		}
		return later(t, t.Assignments[i], c.Weeks), nil
	}
	if !slices.ContainsFunc(t.People, func(p staffing.Person) bool { return p.ID == key(c.Person) }) {
		return nil, fault.New("staff.no-person", "person", c.Person)
	}
	switch c.Kind {
	case Leave:
		return []staffing.Change{{Do: staffing.Leave, Person: key(c.Person), Day: t.From}}, nil
	case Train:
		if _, known := h.skills[c.Skill]; !known || c.Level < 1 || c.Level > 5 {
			return nil, fault.New("staff.no-skill", "skill", c.Skill)
		}
		return []staffing.Change{{Do: staffing.Train, Person: key(c.Person), Skill: key(c.Skill), Level: staffing.Level(c.Level)}}, nil
	}
	return []staffing.Change{{Do: staffing.Hire, Like: key(c.Person), Count: min(max(c.Count, 1), mostHired)}}, nil
}

// later lets an assignment begin some weeks later, and end as much later.
func later(t staffing.Task, a staffing.Assignment, weeks int) (all []staffing.Change) {
	first := t.Weeks
	for _, s := range a.Seats {
		first = min(first, s.First)
	}
	if a.Deadline != "" {
		all = append(all, staffing.Change{Do: staffing.SetDeadline, Assignment: a.ID, Day: a.Deadline.Add(weeks * week)})
	}
	return append(all, staffing.Change{Do: staffing.Start, Assignment: a.ID, Day: t.From.Add((first + weeks) * week)})
}

// whatIf plans a task with changes. What was agreed and cannot go with them any more,
// goes.
func (h *house) whatIf(ctx context.Context, t staffing.Task, prices staffing.Prices, without *staffing.Plan, changes []staffing.Change, seconds int) (*staffing.Plan, error) {
	changed, err := staffing.Apply(&t, changes)
	if err != nil {
		return nil, err
	}
	if staffing.Check(changed) != nil {
		t.Locks = h.lockedOnly(t.Locks)
	}
	bounded, end := inTime(ctx, seconds)
	defer end()
	_, with, err := staffing.WhatIf(bounded, &t, prices, without, changes, staffing.Options{Seed: 1, Solver: h.solver})
	if err != nil {
		return nil, h.named(err)
	}
	return with, nil
}

func outcome(plan *staffing.Plan) Outcome {
	o := Outcome{Seats: len(plan.Placements), Value: int64(plan.Value), Gap: plan.Gap, Proved: plan.Proved}
	for _, p := range plan.People {
		for _, m := range p.Done {
			o.Minutes += m
		}
	}
	for _, u := range plan.Unfilled {
		o.Short += u.Hours
	}
	return o
}

// who gives the identifier of a person of a plan; of somebody hired, who is called
// like the one he is like and a number, -1.
func who(person string) int64 {
	if strings.Contains(person, "+") {
		return -1
	}
	return idOf(person)
}

// Scenarios gives all of them, as they were when they were worked out.
func (d *Desk) Scenarios(ctx context.Context) (all []Scenario, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		rows, err := q.StaffScenarios(ctx, d.Adm.Key)
		if err != nil {
			return books.Failed(err)
		}
		h, err := load(ctx, q, d.Adm.Key)
		if err != nil {
			return err
		}
		for _, r := range rows {
			var s sketch
			if err := json.Unmarshal([]byte(r.Changes), &s); err != nil {
				return books.Failed(err)
			}
			one := Scenario{ID: r.ID, Name: r.Name, Change: s.Change, Outcome: s.Is, BaseSeats: s.Base.Seats, BaseMinutes: s.Base.Minutes, BaseValue: s.Base.Value, BaseShort: s.Base.Short, Certain: s.Certain, MadeBy: r.MadeBy, MadeAt: at(r.MadeAt)}
			if one.About = h.nameOf(s.Change.Person); s.Change.Kind == Later {
				one.About = h.assignments[s.Change.Assignment].Name
			}
			one.Skill = h.skills[s.Change.Skill].Name
			for _, m := range s.Moves {
				one.Moves = append(one.Moves, ShownMove{m.Seat, h.called(m.Seat, "#"+key(m.Seat)), h.nameOf(m.From), h.nameOf(m.To), m.From < 0, m.To < 0})
			}
			all = append(all, one)
		}
		return nil
	})
	return all, err
}

// DropScenario takes one away. Errors: staff.no-scenario.
func (d *Desk) DropScenario(ctx context.Context, actor string, id int64) error {
	return d.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.StaffScenario(ctx, db.StaffScenarioParams{Adm: tx.Adm, ID: id})
		if store.NoRows(err) {
			return fault.New("staff.no-scenario", "scenario", id)
		}
		if err == nil {
			err = tx.DropStaffScenario(ctx, db.DropStaffScenarioParams{Adm: tx.Adm, ID: id})
		}
		if err != nil {
			return books.Failed(err)
		}
		return tx.Audit(ctx, actor, "staffing.scenario-dropped", books.Subject("scenario", id), struct{}{})
	})
}
