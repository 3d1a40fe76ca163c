// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
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
)

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
}

// Outcome is what a plan comes to.
type Outcome struct {
	Seats   int              `json:"seats"` // that somebody has
	Minutes staffing.Minutes `json:"minutes"`
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
	Outcome
	BaseSeats   int
	BaseMinutes staffing.Minutes
	BaseValue   int64
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
	Change Change  `json:"change"`
	Base   Outcome `json:"base"`
	Is     Outcome `json:"is"`
	Moves  []Move  `json:"moves,omitempty"`
}

// AddScenario works out what would be, if, and what would be without, and keeps both.
// What is agreed stays in both, but for the seats of who leaves. Errors: staff.scenario,
// staff.no-person, staff.no-assignment, staff.nothing-to-plan, those of Propose.
func (d *Desk) AddScenario(ctx context.Context, actor, name string, c Change, seconds int) (id int64, err error) {
	name = strings.TrimSpace(name)
	if name == "" || len([]rune(name)) > longestTag || !slices.Contains([]string{Hire, Leave, Later}, c.Kind) {
		return 0, fault.New("staff.scenario")
	}
	h, prices, err := d.lookPriced(ctx)
	if err != nil {
		return 0, err
	}
	base := h.task(d.today(), true)
	if len(base.Assignments) == 0 || len(base.People) == 0 {
		return 0, fault.New("staff.nothing-to-plan")
	}
	changed, err := h.change(h.task(d.today(), true), c)
	if err != nil {
		return 0, err
	}
	half := max(1, min(seconds, MostSeconds)/2)
	without, err := h.propose(ctx, base, prices, half)
	if err != nil {
		return 0, err
	}
	with, err := h.propose(ctx, changed, prices, half)
	if err != nil {
		return 0, err
	}
	body, err := json.Marshal(sketch{c, outcome(base, without), outcome(changed, with), moves(without, with)})
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

// change gives a task as it would be.
func (h *house) change(t staffing.Task, c Change) (staffing.Task, error) {
	switch c.Kind {
	case Later:
		i := slices.IndexFunc(t.Assignments, func(a staffing.Assignment) bool { return a.ID == key(c.Assignment) })
		if i < 0 || c.Weeks < 1 || c.Weeks > mostLater {
			return t, fault.New("staff.no-assignment", "assignment", c.Assignment)
		}
		return later(t, i, c.Weeks), nil
	case Leave, Hire:
		i := slices.IndexFunc(t.People, func(p staffing.Person) bool { return p.ID == key(c.Person) })
		if i < 0 {
			return t, fault.New("staff.no-person", "person", c.Person)
		}
		if c.Kind == Leave {
			t.People[i].Contract = make([]staffing.Minutes, t.Weeks)
			t.Locks = slices.DeleteFunc(t.Locks, func(l staffing.Lock) bool { return l.Person == key(c.Person) })
			return t, nil
		}
		for n := range min(max(c.Count, 1), mostHired) {
			hired := t.People[i]
			hired.ID, hired.Present, hired.Wishes = "new-"+strconv.Itoa(n+1), nil, nil
			t.People = append(t.People, hired)
		}
	}
	return t, nil
}

// later lets an assignment begin some weeks later, and plans as much further.
func later(t staffing.Task, at, weeks int) staffing.Task {
	a := &t.Assignments[at]
	if a.Deadline != "" {
		a.Deadline = a.Deadline.Add(weeks * week)
	}
	for i := range a.Seats {
		a.Seats[i].First += weeks
	}
	t.Weeks += weeks
	for i := range t.People {
		p := &t.People[i]
		last := p.Contract[len(p.Contract)-1]
		for range weeks {
			p.Contract = append(p.Contract, last)
			if p.Present != nil {
				p.Present = append(p.Present, thousand)
			}
		}
	}
	return t
}

func outcome(t staffing.Task, plan *staffing.Plan) Outcome {
	o := Outcome{Seats: len(plan.Placements), Value: int64(plan.Value), Gap: plan.Gap, Proved: plan.Proved}
	filled := map[string]bool{}
	for _, p := range plan.Placements {
		filled[p.Seat] = true
	}
	for _, a := range t.Assignments {
		for _, s := range a.Seats {
			for _, m := range s.Work {
				if filled[s.ID] {
					o.Minutes += m
				}
			}
		}
	}
	return o
}

// moves tells which seats somebody else has.
func moves(without, with *staffing.Plan) (all []Move) {
	number := func(person string) int64 {
		if strings.HasPrefix(person, "new-") {
			return -1
		}
		return idOf(person)
	}
	from, to := map[string]int64{}, map[string]int64{}
	for _, p := range without.Placements {
		from[p.Seat] = number(p.Person)
	}
	for _, p := range with.Placements {
		to[p.Seat] = number(p.Person)
	}
	for seat, was := range from {
		if to[seat] != was {
			all = append(all, Move{idOf(seat), was, to[seat]})
		}
	}
	for seat, is := range to {
		if from[seat] == 0 {
			all = append(all, Move{idOf(seat), 0, is})
		}
	}
	slices.SortFunc(all, func(a, b Move) int { return cmp.Compare(a.Seat, b.Seat) })
	return all
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
			one := Scenario{ID: r.ID, Name: r.Name, Change: s.Change, Outcome: s.Is, BaseSeats: s.Base.Seats, BaseMinutes: s.Base.Minutes, BaseValue: s.Base.Value, MadeBy: r.MadeBy, MadeAt: at(r.MadeAt)}
			if one.About = h.nameOf(s.Change.Person); s.Change.Kind == Later {
				one.About = h.assignments[s.Change.Assignment].Name
			}
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
