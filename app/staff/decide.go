// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"time"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Kind is what somebody decided of a seat.
type Kind string

// What one may decide.
const (
	Accepted Kind = "accepted" // whom the plan proposed has the seat
	Changed  Kind = "changed"  // somebody else has it
	Rejected Kind = "rejected" // whom the plan proposed does not get it, nor in a later plan
	Released Kind = "released" // who had the seat has it no more
	Locked   Kind = "locked"   // who has it keeps it, also when a plan is repaired
	Unlocked Kind = "unlocked"
	Closed   Kind = "closed" // nobody gets it
	Opened   Kind = "opened" // somebody may get it again, also who was rejected
	Undone   Kind = "undone"
)

// Kinds are all there are.
var Kinds = []Kind{Accepted, Changed, Rejected, Released, Locked, Unlocked, Closed, Opened, Undone}

// What became of a placement of a plan.
const (
	proposed = "proposed" // it waits for a decision
	kept     = "kept"     // the seat stays whose it is

	planProposed = "proposed"
	planDone     = "done"
)

// Choice is what a person decides of one seat.
type Choice struct {
	Seat      int64
	Kind      Kind
	Person    int64 // for Changed
	Reason    string
	Tentative bool // for Locked: an option that may still lapse
}

const longestReason = 500 // characters

// stand is how a seat stands.
type stand struct {
	Person    int64   `json:"person,omitempty"`
	Locked    bool    `json:"locked,omitempty"`
	Tentative bool    `json:"tentative,omitempty"`
	Decision  int64   `json:"decision,omitempty"`
	Barred    []int64 `json:"barred,omitempty"` // 0: nobody gets it
}

// deciding is a step in which seats are decided.
type deciding struct {
	ctx   context.Context
	tx    *store.Tx
	h     *house
	actor string
	plan  db.StaffPlan // the proposal that waits, if there is one
	of    map[int64]db.StaffPlacement
}

func (d *Desk) decide(ctx context.Context, actor string, f func(*deciding) error) error {
	return d.Write(ctx, func(tx *store.Tx) error {
		h, err := load(ctx, tx.Queries, tx.Adm)
		if err != nil {
			return err
		}
		w := &deciding{ctx: ctx, tx: tx, h: h, actor: actor, of: map[int64]db.StaffPlacement{}}
		w.plan, err = tx.StaffPlanStanding(ctx, tx.Adm)
		if err != nil && !store.NoRows(err) {
			return books.Failed(err)
		}
		if err == nil {
			rows, err := tx.StaffPlacements(ctx, db.StaffPlacementsParams{Adm: tx.Adm, PlanID: w.plan.ID})
			if err != nil {
				return books.Failed(err)
			}
			for _, r := range rows {
				w.of[r.SeatID] = r
			}
		}
		if err := f(w); err != nil {
			return err
		}
		return w.finishPlan()
	})
}

// finishPlan closes the proposal when nothing of it waits any more.
func (w *deciding) finishPlan() error {
	if w.plan.ID == 0 {
		return nil
	}
	for _, p := range w.of {
		if p.State == proposed {
			return nil
		}
	}
	return books.Failed(w.tx.SetStaffPlanState(w.ctx, db.SetStaffPlanStateParams{Adm: w.tx.Adm, ID: w.plan.ID, State: planDone}))
}

// AcceptPlan accepts placements of the plan that waits: those of the seats named, or
// all that wait. It gives the decisions. Errors: staff.plan-over, staff.no-placement,
// staff.seat-changed.
func (d *Desk) AcceptPlan(ctx context.Context, actor string, plan int64, seats []int64, reason string) (ids []int64, err error) {
	err = d.decide(ctx, actor, func(w *deciding) error {
		if w.plan.ID != plan {
			return fault.New("staff.plan-over", "plan", plan)
		}
		if seats == nil {
			for _, seat := range w.h.seatOrder {
				if w.of[seat].State == proposed {
					seats = append(seats, seat)
				}
			}
		}
		for _, seat := range seats {
			id, err := w.one(Choice{Seat: seat, Kind: Accepted, Reason: reason})
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return nil
	})
	return ids, err
}

// Decide carries out what a person decides of a seat. Errors: staff.no-seat,
// staff.no-person, staff.no-placement, staff.seat-changed, staff.seat-free,
// staff.reason, staff.kind.
func (d *Desk) Decide(ctx context.Context, actor string, c Choice) (id int64, err error) {
	err = d.decide(ctx, actor, func(w *deciding) error {
		id, err = w.one(c)
		return err
	})
	return id, err
}

// one decides one seat.
func (w *deciding) one(c Choice) (int64, error) {
	if _, known := w.h.seats[c.Seat]; !known {
		return 0, fault.New("staff.no-seat", "seat", c.Seat)
	}
	c.Reason = strings.TrimSpace(c.Reason)
	if len([]rune(c.Reason)) > longestReason {
		return 0, fault.New("staff.reason-long", "most", longestReason)
	}
	now := w.stands(c.Seat)
	next, row := now, db.StaffDecision{SeatID: c.Seat, Kind: string(c.Kind), PersonID: now.Person, Was: now.Person, Reason: c.Reason}
	placement, waits := w.of[c.Seat]
	waits = waits && placement.State == proposed
	if waits {
		row.PlanID, row.Value = w.plan.ID, placement.Value
	}
	var err error
	switch c.Kind {
	case Accepted, Rejected:
		next, err = w.answer(c, now, placement, waits)
		row.PersonID = placement.PersonID
	case Changed:
		next, err = w.give(c, now)
		row.PersonID = c.Person
	case Released, Locked, Unlocked:
		next, err = w.holder(c, now)
	case Closed:
		next = stand{Barred: append(slices.Clone(now.Barred), 0)}
	case Opened:
		next.Barred = nil
	default:
		return 0, fault.New("staff.kind", "kind", c.Kind)
	}
	if err != nil {
		return 0, err
	}
	if waits && (c.Kind == Accepted || c.Kind == Changed || c.Kind == Rejected || c.Kind == Closed) {
		if err := w.mark(c.Seat, string(c.Kind)); err != nil {
			return 0, err
		}
	} else if c.Kind == Released || c.Kind == Locked || c.Kind == Unlocked || c.Kind == Opened {
		row.PlanID, row.Value = 0, 0
	}
	return w.write(row, now, next)
}

// answer says yes or no to what a plan proposes for a seat.
func (w *deciding) answer(c Choice, now stand, p db.StaffPlacement, waits bool) (stand, error) {
	switch {
	case !waits:
		return now, fault.New("staff.no-placement", "seat", w.h.seats[c.Seat].Name)
	case p.Was != now.Person:
		return now, fault.New("staff.seat-changed", "seat", w.h.seats[c.Seat].Name)
	case c.Kind == Accepted:
		return stand{Person: p.PersonID, Barred: now.Barred}, nil
	case c.Reason == "":
		return now, fault.New("staff.reason")
	}
	if p.PersonID != 0 { // that nobody has it is no person to bar
		now.Barred = append(slices.Clone(now.Barred), p.PersonID)
	}
	return now, nil
}

// give gives a seat to whom a person chose.
func (w *deciding) give(c Choice, now stand) (stand, error) {
	switch p, known := w.h.people[c.Person]; {
	case !known:
		return now, fault.New("staff.no-person", "person", c.Person)
	case p.Gone || p.Forgotten:
		return now, fault.New("staff.person-gone", "person", p.Name)
	case c.Person == now.Person:
		return now, fault.New("staff.has-seat", "person", p.Name)
	}
	barred := slices.DeleteFunc(slices.Clone(now.Barred), func(id int64) bool { return id == c.Person || id == 0 })
	return stand{Person: c.Person, Barred: barred}, nil
}

// holder changes how the seat is held by who has it.
func (w *deciding) holder(c Choice, now stand) (stand, error) {
	switch {
	case now.Person == 0:
		return now, fault.New("staff.seat-free", "seat", w.h.seats[c.Seat].Name)
	case c.Kind == Released:
		return stand{Barred: now.Barred}, nil
	}
	now.Locked, now.Tentative = c.Kind == Locked, c.Kind == Locked && c.Tentative
	return now, nil
}

// stands says how a seat stands.
func (w *deciding) stands(seat int64) (s stand) {
	row := w.h.seated[seat]
	s = stand{Person: row.PersonID, Locked: row.Locked, Tentative: row.Tentative, Decision: row.DecisionID}
	for _, b := range w.h.barred {
		if b.SeatID == seat {
			s.Barred = append(s.Barred, b.PersonID)
		}
	}
	return s
}

// mark says what became of a placement of the plan that waits.
func (w *deciding) mark(seat int64, state string) error {
	p := w.of[seat]
	p.State = state
	w.of[seat] = p
	return books.Failed(w.tx.SetStaffPlacement(w.ctx, db.SetStaffPlacementParams{Adm: w.tx.Adm, PlanID: p.PlanID, SeatID: seat, State: state}))
}

// write keeps the decision and how the seat stands from now on.
func (w *deciding) write(row db.StaffDecision, now, next stand) (int64, error) {
	before, err := json.Marshal(now)
	if err != nil {
		return 0, books.Failed(err)
	}
	row.Adm, row.ID, row.Before, row.Actor, row.At = w.tx.Adm, w.tx.NewID(), string(before), w.actor, w.tx.Stamp()
	if err := w.tx.Add(w.ctx, row); err != nil {
		return 0, err
	}
	if next.Person != now.Person || next.Locked != now.Locked || next.Tentative != now.Tentative {
		next.Decision = row.ID
	}
	if err := w.put(row.SeatID, next, row.ID); err != nil {
		return 0, err
	}
	what := map[string]any{"decision": row.ID, "plan": row.PlanID, "person": row.PersonID, "was": row.Was, "reason": row.Reason, "value": row.Value}
	if row.Undoes != 0 {
		what["undoes"] = row.Undoes
	}
	return row.ID, w.tx.Audit(w.ctx, w.actor, "seat."+row.Kind, books.Subject("seat", row.SeatID), what)
}

// put makes a seat stand so.
func (w *deciding) put(seat int64, s stand, decision int64) error {
	adm := w.tx.Adm
	err := either(w.tx.DropStaffSeated(w.ctx, db.DropStaffSeatedParams{Adm: adm, SeatID: seat}), w.tx.DropStaffBarred(w.ctx, db.DropStaffBarredParams{Adm: adm, SeatID: seat}))
	if err != nil {
		return books.Failed(err)
	}
	delete(w.h.seated, seat)
	w.h.barred = slices.DeleteFunc(w.h.barred, func(b db.StaffBarred) bool { return b.SeatID == seat })
	if s.Person != 0 {
		row := db.StaffSeated{Adm: adm, SeatID: seat, PersonID: s.Person, Locked: s.Locked, Tentative: s.Tentative, DecisionID: s.Decision}
		w.h.seated[seat] = row
		if err := w.tx.Add(w.ctx, row); err != nil {
			return err
		}
	}
	slices.Sort(s.Barred)
	for _, person := range slices.Compact(s.Barred) {
		row := db.StaffBarred{Adm: adm, SeatID: seat, PersonID: person, DecisionID: decision}
		w.h.barred = append(w.h.barred, row)
		if err := w.tx.Add(w.ctx, row); err != nil {
			return err
		}
	}
	return w.tx.Flush(w.ctx) // so that the same seat may be decided again in this step
}

// Undo takes a decision back: the seat stands as before it. A later decision on the
// same seat goes first. Errors: staff.no-decision, staff.undone-before,
// staff.undo-later.
func (d *Desk) Undo(ctx context.Context, actor string, decision int64) (id int64, err error) {
	err = d.decide(ctx, actor, func(w *deciding) error {
		id, err = w.undo(decision)
		return err
	})
	return id, err
}

// UndoPlan takes all decisions back that were taken on a plan and still stand, in one
// step. Errors: staff.nothing-to-undo, those of Undo.
func (d *Desk) UndoPlan(ctx context.Context, actor string, plan int64) (n int, err error) {
	err = d.decide(ctx, actor, func(w *deciding) error {
		rows, err := w.tx.StaffDecisions(ctx, db.StaffDecisionsParams{Adm: w.tx.Adm, BeforeID: math.MaxInt64, Page: math.MaxInt32})
		if err != nil {
			return books.Failed(err)
		}
		for _, r := range rows {
			if r.PlanID == plan && r.UndoneBy == 0 && r.Kind != string(Undone) {
				if _, err := w.undo(r.ID); err != nil {
					return err
				}
				n++
			}
		}
		if n == 0 {
			return fault.New("staff.nothing-to-undo", "plan", plan)
		}
		return nil
	})
	return n, err
}

func (w *deciding) undo(decision int64) (int64, error) {
	old, err := w.tx.StaffDecision(w.ctx, db.StaffDecisionParams{Adm: w.tx.Adm, ID: decision})
	switch {
	case store.NoRows(err) || err == nil && old.Kind == string(Undone):
		return 0, fault.New("staff.no-decision", "decision", decision)
	case err != nil:
		return 0, books.Failed(err)
	case old.UndoneBy != 0:
		return 0, fault.New("staff.undone-before", "decision", decision)
	}
	later, err := w.tx.StaffDecisionsOfSeat(w.ctx, db.StaffDecisionsOfSeatParams{Adm: w.tx.Adm, SeatID: old.SeatID})
	if err != nil {
		return 0, books.Failed(err)
	}
	for _, r := range later {
		if r.ID > old.ID && r.UndoneBy == 0 && r.Kind != string(Undone) {
			return 0, fault.New("staff.undo-later", "seat", w.h.seats[old.SeatID].Name)
		}
	}
	var before stand
	if err := json.Unmarshal([]byte(old.Before), &before); err != nil {
		return 0, books.Failed(err)
	}
	if err := w.reopen(old); err != nil {
		return 0, err
	}
	now := w.stands(old.SeatID)
	id, err := w.write(db.StaffDecision{PlanID: old.PlanID, SeatID: old.SeatID, PersonID: before.Person, Was: now.Person, Kind: string(Undone), Undoes: old.ID}, now, before)
	if err != nil {
		return 0, err
	}
	return id, books.Failed(w.tx.MarkStaffUndone(w.ctx, db.MarkStaffUndoneParams{Adm: w.tx.Adm, ID: old.ID, UndoneBy: id}))
}

// reopen lets a placement wait again when its plan is the last that was proposed.
func (w *deciding) reopen(old db.StaffDecision) error {
	if old.PlanID == 0 {
		return nil
	}
	last, err := w.tx.StaffPlanLast(w.ctx, w.tx.Adm)
	if err != nil || last.ID != old.PlanID {
		return books.Failed(err)
	}
	if w.plan.ID == 0 {
		rows, err := w.tx.StaffPlacements(w.ctx, db.StaffPlacementsParams{Adm: w.tx.Adm, PlanID: last.ID})
		if err != nil {
			return books.Failed(err)
		}
		for _, r := range rows {
			w.of[r.SeatID] = r
		}
		w.plan = last
		if err := w.tx.SetStaffPlanState(w.ctx, db.SetStaffPlanStateParams{Adm: w.tx.Adm, ID: last.ID, State: planProposed}); err != nil {
			return books.Failed(err)
		}
	}
	if _, there := w.of[old.SeatID]; there {
		return w.mark(old.SeatID, proposed)
	}
	return nil
}

// Decision is what somebody decided of a seat, as it is told.
type Decision struct {
	db.StaffDecision
	Seat, Assignment string
	Work             int64 // identifier of the assignment
	Person, WasName  string
	Undoable         bool
}

const decisionPage = 50

// Decisions gives what was decided, the latest first: what lies before a decision, 0
// for the latest, and where the next page begins, 0 for none.
func (d *Desk) Decisions(ctx context.Context, before int64) (all []Decision, next int64, err error) {
	if before <= 0 {
		before = math.MaxInt64
	}
	err = d.Read(ctx, func(q *db.Queries) error {
		h, err := load(ctx, q, d.Adm.Key)
		if err != nil {
			return err
		}
		rows, err := q.StaffDecisions(ctx, db.StaffDecisionsParams{Adm: d.Adm.Key, BeforeID: before, Page: decisionPage + 1})
		if err != nil {
			return books.Failed(err)
		}
		if len(rows) > decisionPage {
			rows = rows[:decisionPage]
			next = rows[decisionPage-1].ID
		}
		all, err = h.decisions(ctx, q, d.Adm.Key, rows)
		return err
	})
	return all, next, err
}

func (h *house) decisions(ctx context.Context, q *db.Queries, adm int64, rows []db.StaffDecision) (all []Decision, err error) {
	last := map[int64]int64{} // of each seat, the latest decision that stands
	for _, r := range rows {
		s := h.seats[r.SeatID]
		one := Decision{StaffDecision: r, Seat: s.Name, Assignment: h.assignments[s.AssignmentID].Name, Work: s.AssignmentID, Person: h.nameOf(r.PersonID), WasName: h.nameOf(r.Was)}
		if _, known := last[r.SeatID]; !known {
			of, err := q.StaffDecisionsOfSeat(ctx, db.StaffDecisionsOfSeatParams{Adm: adm, SeatID: r.SeatID})
			if err != nil {
				return nil, books.Failed(err)
			}
			last[r.SeatID] = 0
			for _, o := range of {
				if o.UndoneBy == 0 && o.Kind != string(Undone) {
					last[r.SeatID] = o.ID
					break
				}
			}
		}
		one.Undoable = last[r.SeatID] == r.ID
		all = append(all, one)
	}
	return all, nil
}

// When gives the moment of the decision.
func (d Decision) When() time.Time { return at(d.At) }
