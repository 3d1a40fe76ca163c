// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/staffing"
	"rentmeester/store"
	"rentmeester/store/db"
)

// How long a plan may take. A search ends by itself after as many steps as suit the
// size, so that the same question gets the same answer; this is for when that is late.
const (
	UsualSeconds = 20
	MostSeconds  = 120
)

// Model names what made a plan.
const Model = "staffing/1"

// Kinds of plans.
const (
	PlanKind   = "plan"   // fills what is open, and leaves what was agreed
	RepairKind = "repair" // mends what was agreed and cannot be any more
)

// content is what is kept of a plan besides who sits where.
type content struct {
	Terms    staffing.Terms       `json:"terms"`
	Proved   bool                 `json:"proved"`
	Gap      float64              `json:"gap"`
	Unfilled []staffing.Unfilled  `json:"unfilled,omitempty"`
	Prices   []staffing.SeatPrice `json:"prices,omitempty"`
	Seats    int                  `json:"seats"`
	Hours    staffing.Minutes     `json:"minutes"`         // of the seats that somebody has
	Moved    []string             `json:"moved,omitempty"` // seats whose holder could have stayed
}

// Plan is a plan as it is shown.
type Plan struct {
	ID         int64
	Kind       string
	State      string
	From       day.Day
	Weeks      int
	Value      int64
	Bound      int64
	Gap        float64 // part of the bound that may be missed
	Proved     bool    // no plan is worth more
	Terms      staffing.Terms
	Placements []Planned // that ask for a decision, or did
	Unfilled   []Unfilled
	Kept       int // seats that stay whose they are
	Moved      int // seats whose holder could have stayed, by a repair; they come first
	MadeBy     string
	MadeAt     time.Time
}

// Waiting counts what waits for a decision.
func (p Plan) Waiting() (n int) {
	for _, one := range p.Placements {
		if one.State == proposed {
			n++
		}
	}
	return n
}

// Planned is a seat for which a plan proposes something.
type Planned struct {
	Placement
	Seat  SeatView
	Moved bool // who had it could have stayed
}

// order puts seats first whose holder could have stayed, and then those that somebody
// had.
func (p Planned) order() int {
	switch {
	case p.Moved:
		return 0
	case p.Was != 0:
		return 1
	}
	return 2
}

// Unfilled is a seat that a plan leaves to nobody, and why.
type Unfilled struct {
	Seat    SeatView
	Minutes staffing.Minutes
	Reasons []staffing.Reason
}

// Propose makes a plan that fills what is open: what was agreed stays. It takes the
// place of a proposal that waits. Errors: staff.nothing-to-plan, staff.meanwhile, those
// of staffing.Propose.
func (d *Desk) Propose(ctx context.Context, actor string, seconds int) (id int64, err error) {
	h, prices, err := d.lookPriced(ctx)
	if err != nil {
		return 0, err
	}
	t := h.task(d.today(), true)
	if len(t.Assignments) == 0 || len(t.People) == 0 {
		return 0, fault.New("staff.nothing-to-plan")
	}
	return d.search(ctx, actor, PlanKind, seconds, h, t, prices)
}

// search has a plan made of a task, and keeps it.
func (d *Desk) search(ctx context.Context, actor, kind string, seconds int, h *house, t staffing.Task, prices staffing.Prices) (int64, error) {
	plan, err := h.propose(ctx, t, prices, seconds)
	if err != nil {
		return 0, err
	}
	return d.keepPlan(ctx, actor, kind, h, t, prices, &staffing.Repaired{Plan: plan})
}

// propose has a plan made. Where what was agreed cannot all be kept any more, only what
// is locked is.
func (h *house) propose(ctx context.Context, t staffing.Task, prices staffing.Prices, seconds int) (*staffing.Plan, error) {
	t = h.lenient(t)
	bounded, end := inTime(ctx, seconds)
	defer end()
	plan, err := staffing.Propose(bounded, &t, prices, staffing.Options{Seed: 1, Start: h.current(t), Solver: h.solver})
	if err != nil {
		return nil, h.named(err)
	}
	return plan, nil
}

// lenient is a task as it can be kept: where not all that was agreed can, only what is
// locked is.
func (h *house) lenient(t staffing.Task) staffing.Task {
	if staffing.Check(&t) != nil {
		t.Locks = h.lockedOnly(t.Locks)
	}
	return t
}

// lockedOnly leaves out what was agreed and not locked.
func (h *house) lockedOnly(locks []staffing.Lock) []staffing.Lock {
	return slices.DeleteFunc(slices.Clone(locks), func(l staffing.Lock) bool { return l.Kind == staffing.Fixed && !h.seated[idOf(l.Seat)].Locked })
}

// inTime bounds how long a plan may take.
func inTime(ctx context.Context, seconds int) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, time.Duration(min(max(seconds, 1), MostSeconds))*time.Second)
}

// lookPriced reads all that is known, and what counts for how much by the policy in
// force.
func (d *Desk) lookPriced(ctx context.Context) (h *house, prices staffing.Prices, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		p, err := d.InForce(ctx, q)
		if err != nil {
			return err
		}
		prices = p.On(d.today()).Staffing
		if h, err = load(ctx, q, d.Adm.Key); err == nil {
			h.solver = d.Solver
		}
		return err
	})
	return h, prices, err
}

// keepPlan keeps a plan as a proposal, unless what it rests on changed meanwhile.
// Errors: staff.meanwhile.
func (d *Desk) keepPlan(ctx context.Context, actor, kind string, from *house, t staffing.Task, prices staffing.Prices, made *staffing.Repaired) (id int64, err error) {
	plan := made.Plan
	err = d.Write(ctx, func(tx *store.Tx) error {
		h, err := load(ctx, tx.Queries, tx.Adm)
		if err != nil {
			return err
		}
		if !same(h.task(d.today(), true), from.task(d.today(), true)) {
			return fault.New("staff.meanwhile")
		}
		if err := tx.DropStaffPlans(ctx, tx.Adm); err != nil {
			return books.Failed(err)
		}
		id, err = writePlan(ctx, tx, actor, kind, t, made, rated{h, staffing.Worth(&t, prices, plan.Placements)})
		if err != nil {
			return err
		}
		return tx.Audit(ctx, actor, "staffing.proposed", books.Subject("plan", id), map[string]any{"kind": kind, "value": plan.Value, "bound": plan.Bound, "unfilled": len(plan.Unfilled), "model": Model})
	})
	return id, err
}

// same says whether two tasks are.
func same(a, b staffing.Task) bool {
	one, err := json.Marshal(a)
	other, fails := json.Marshal(b)
	return err == nil && fails == nil && bytes.Equal(one, other)
}

// rated is a house with what each placement of a plan counts for.
type rated struct {
	*house
	worth map[string]staffing.Points
}

// writePlan writes a plan with who it puts where.
func writePlan(ctx context.Context, tx *store.Tx, actor, kind string, t staffing.Task, made *staffing.Repaired, h rated) (int64, error) {
	plan := made.Plan
	who, c := map[int64]int64{}, content{Terms: plan.Terms, Proved: plan.Proved, Gap: plan.Gap, Unfilled: plan.Unfilled, Prices: plan.Prices}
	for _, p := range plan.Placements {
		who[idOf(p.Seat)] = idOf(p.Person)
	}
	for _, m := range made.Moved {
		c.Moved = append(c.Moved, m.Seat)
	}
	id, waits := tx.NewID(), false
	for _, a := range t.Assignments {
		for _, s := range a.Seats {
			seat := idOf(s.ID)
			row := db.StaffPlacement{Adm: tx.Adm, PlanID: id, SeatID: seat, PersonID: who[seat], Was: h.agreedAt(seat), State: proposed, Value: int64(h.worth[s.ID])}
			c.Seats++
			if row.PersonID != 0 {
				for _, m := range s.Work {
					c.Hours += m
				}
			}
			if row.PersonID == row.Was {
				row.State = kept
			}
			if row.PersonID == 0 && row.Was == 0 {
				continue
			}
			waits = waits || row.State == proposed
			if err := tx.Add(ctx, row); err != nil {
				return 0, err
			}
		}
	}
	body, err := json.Marshal(c)
	if err != nil {
		return 0, books.Failed(err)
	}
	row := db.StaffPlan{Adm: tx.Adm, ID: id, Kind: kind, State: planProposed, FromDay: string(t.From), Weeks: int64(t.Weeks), Value: int64(plan.Value), Bound: int64(plan.Bound),
		Content: string(body), Model: Model, MadeBy: actor, MadeAt: tx.Stamp()}
	if !waits {
		row.State = planDone
	}
	return id, tx.Add(ctx, row)
}

// named gives a fault of the engine the names of people and seats in the place of their
// numbers.
func (h *house) named(err error) error {
	var f *fault.Error
	if !errors.As(err, &f) {
		return err
	}
	args := maps.Clone(f.Args)
	for name, value := range args {
		if name == "person" || name == "other" || name == "seat" {
			args[name] = h.called(idOf(value), value)
		}
	}
	return &fault.Error{Code: f.Code, Args: args}
}

// called gives the name of a person or a seat, or otherwise where it is neither.
func (h *house) called(id int64, otherwise string) string {
	if p, known := h.people[id]; known {
		return p.Name
	}
	if s, known := h.seats[id]; known {
		return h.assignments[s.AssignmentID].Name + ": " + s.Name
	}
	return otherwise
}

// Standing gives the plan that waits for a decision, or else the last; its ID is 0 when
// there was none yet.
func (d *Desk) Standing(ctx context.Context) (out Plan, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		row, err := q.StaffPlanLast(ctx, d.Adm.Key)
		if store.NoRows(err) {
			return nil
		}
		if err != nil {
			return books.Failed(err)
		}
		out, err = d.showPlan(ctx, q, row)
		return err
	})
	return out, err
}

// Plan gives a plan. Errors: staff.no-plan.
func (d *Desk) Plan(ctx context.Context, id int64) (out Plan, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		row, err := q.StaffPlan(ctx, db.StaffPlanParams{Adm: d.Adm.Key, ID: id})
		if store.NoRows(err) {
			return fault.New("staff.no-plan", "plan", id)
		}
		if err != nil {
			return books.Failed(err)
		}
		out, err = d.showPlan(ctx, q, row)
		return err
	})
	return out, err
}

func (d *Desk) showPlan(ctx context.Context, q *db.Queries, row db.StaffPlan) (Plan, error) {
	out := Plan{ID: row.ID, Kind: row.Kind, State: row.State, From: day.Day(row.FromDay), Weeks: int(row.Weeks), Value: row.Value, Bound: row.Bound, MadeBy: row.MadeBy, MadeAt: at(row.MadeAt)}
	h, err := load(ctx, q, d.Adm.Key)
	if err != nil {
		return out, err
	}
	var c content
	if err := json.Unmarshal([]byte(row.Content), &c); err != nil {
		return out, books.Failed(err)
	}
	out.Terms, out.Proved, out.Gap = c.Terms, c.Proved, c.Gap
	for _, u := range c.Unfilled {
		if s, known := h.seats[idOf(u.Seat)]; known {
			out.Unfilled = append(out.Unfilled, Unfilled{h.seatView(s, d.today(), nil), u.Hours, u.Reasons})
		}
	}
	rows, err := q.StaffPlacements(ctx, db.StaffPlacementsParams{Adm: d.Adm.Key, PlanID: row.ID})
	if err != nil {
		return out, books.Failed(err)
	}
	of := map[int64]db.StaffPlacement{}
	for _, p := range rows {
		of[p.SeatID] = p
	}
	for _, id := range h.seatOrder { // by assignment
		switch p, there := of[id]; {
		case !there:
		case p.State == kept:
			out.Kept++
		default:
			out.Placements = append(out.Placements, Planned{*h.placement(p), h.seatView(h.seats[id], d.today(), nil), slices.Contains(c.Moved, key(id))})
		}
	}
	out.Moved = len(c.Moved)
	slices.SortStableFunc(out.Placements, func(a, b Planned) int { return a.order() - b.order() })
	return out, nil
}
