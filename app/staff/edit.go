// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	lists "rentmeester/formats/staff"
	"rentmeester/money"
	"rentmeester/staffing"
	"rentmeester/store"
	"rentmeester/store/db"
)

// PersonEdit is a person as he is typed. Skills and wishes are written as in a cell of
// a list: "projectleiding 4; stedenbouw 3".
type PersonEdit struct {
	Code, Name, Team, Place, Login string // Code of a new one
	Rate                           money.Cents
	Skills, Gladly, Rather, Learn  string
	Hours                          staffing.Minutes // a week from From on; negative: as they are
	From, Until                    day.Day          // From "" today, Until "" no end
	Gone                           bool
}

// WorkEdit is an assignment as it is typed.
type WorkEdit struct {
	Code, Name, Project, Place string // Code of a new one
	Priority                   int
	Deadline                   day.Day
	Budget                     money.Cents
	Closed                     bool
}

// SeatEdit is a seat as it is typed: as many hours in each of its weeks.
type SeatEdit struct {
	Name          string
	From, Until   day.Day
	Hours         staffing.Minutes // a week; 0 as they are
	Must, Welcome string           // needs, as in a cell of a list
}

const longestField = 1000 // characters

// editing is a step in which somebody or something is typed.
type editing struct {
	*keeper
	works map[string]int64 // assignments by code and name, folded
}

func (d *Desk) edit(ctx context.Context, f func(*editing) error) error {
	return d.Write(ctx, func(tx *store.Tx) error {
		k, err := newKeeper(ctx, tx)
		if err != nil {
			return err
		}
		e := &editing{k, map[string]int64{}}
		for code, w := range k.work {
			e.works[books.Fold(code)], e.works[books.Fold(w.Name)] = w.ID, w.ID
		}
		return f(e)
	})
}

// levels reads skills with their levels. Errors: staff.level.
func (e *editing) levels(cell string, each func(skill, level int64) error) error {
	seen := map[int64]bool{}
	for _, one := range lists.Cell(cell) {
		name, level := lists.Levelled(one)
		if level < 1 || level > 5 {
			return fault.New("staff.level", "value", fault.Clip(one, 60))
		}
		id, err := e.skillOf(name, name, sourceOwn)
		if err == nil && !seen[id] {
			seen[id] = true
			err = each(id, int64(level))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func tooLong(all ...string) error {
	for _, s := range all {
		if len([]rune(s)) > longestField {
			return fault.New("staff.field-long", "most", longestField)
		}
	}
	return nil
}

// EditPerson keeps a person as he was typed; identifier 0 makes one. Errors:
// staff.no-person, staff.name, staff.code-taken, staff.level, staff.field-long,
// staff.absence-days, staff.forgotten-before.
func (d *Desk) EditPerson(ctx context.Context, actor string, id int64, p PersonEdit) (int64, error) {
	p.Code, p.Name = strings.TrimSpace(p.Code), strings.TrimSpace(p.Name)
	if err := tooLong(p.Code, p.Name, p.Team, p.Place, p.Login, p.Skills, p.Gladly, p.Rather, p.Learn); err != nil {
		return 0, err
	}
	if p.Name == "" || id == 0 && p.Code == "" {
		return 0, fault.New("staff.name")
	}
	if p.From == "" {
		p.From = d.today()
	}
	if p.Until != "" && p.Until < p.From {
		return 0, fault.New("staff.absence-days", "from", p.From, "until", p.Until)
	}
	err := d.edit(ctx, func(e *editing) error {
		row, act := db.StaffPerson{Adm: e.tx.Adm, ID: id, Code: p.Code}, "staffing.person-made"
		if _, taken := e.person[p.Code]; id == 0 && taken {
			return fault.New("staff.code-taken", "code", p.Code)
		}
		if id != 0 {
			var err error
			if row, err = personOf(ctx, e.tx.Queries, e.tx.Adm, id); err != nil {
				return err
			}
			if row.Forgotten {
				return fault.New("staff.forgotten-before", "person", row.Code)
			}
			act = "staffing.person-changed"
		}
		row.Name, row.Team, row.Place, row.Login, row.Rate, row.Gone = p.Name, strings.TrimSpace(p.Team), strings.TrimSpace(p.Place), strings.TrimSpace(p.Login), int64(p.Rate), p.Gone
		var err error
		if id == 0 {
			row.ID = e.tx.NewID()
			id, err = row.ID, e.tx.Add(ctx, row)
		} else {
			err = books.Failed(e.tx.SetStaffPerson(ctx, personParams(row)))
		}
		if err == nil {
			err = e.personTyped(id, p)
		}
		if err != nil {
			return err
		}
		return e.tx.Audit(ctx, actor, act, books.Subject("worker", id), struct{}{})
	})
	return id, err
}

// personTyped keeps the skills, wishes and hours of a person.
func (e *editing) personTyped(id int64, p PersonEdit) error {
	err := either(e.tx.DropStaffLevels(e.ctx, db.DropStaffLevelsParams{Adm: e.tx.Adm, PersonID: id}), e.tx.DropStaffWishes(e.ctx, db.DropStaffWishesParams{Adm: e.tx.Adm, PersonID: id}))
	if err != nil {
		return books.Failed(err)
	}
	err = e.levels(p.Skills, func(skill, level int64) error {
		return e.tx.Add(e.ctx, db.StaffLevel{Adm: e.tx.Adm, PersonID: id, SkillID: skill, Level: level})
	})
	if err != nil {
		return err
	}
	seen := map[[2]int64]bool{}
	for _, w := range []struct {
		kind staffing.WishKind
		cell string
	}{{staffing.Gladly, p.Gladly}, {staffing.Rather, p.Rather}, {staffing.Learn, p.Learn}} {
		for _, about := range lists.Cell(w.cell) {
			row := db.StaffWish{Adm: e.tx.Adm, PersonID: id, Kind: string(w.kind), AssignmentID: e.works[books.Fold(about)]}
			if row.AssignmentID == 0 {
				if row.SkillID, err = e.skillOf(about, about, sourceOwn); err != nil {
					return err
				}
			}
			if key := [2]int64{row.SkillID, row.AssignmentID}; !seen[key] {
				seen[key] = true
				if err := e.tx.Add(e.ctx, row); err != nil {
					return err
				}
			}
		}
	}
	if p.Hours < 0 {
		return nil
	}
	return e.contract(id, p)
}

// contract lets hours hold from a day on; what held before it stays.
func (e *editing) contract(id int64, p PersonEdit) error {
	rows, err := e.tx.StaffContracts(e.ctx, e.tx.Adm)
	if err == nil {
		err = e.tx.DropStaffContracts(e.ctx, db.DropStaffContractsParams{Adm: e.tx.Adm, PersonID: id})
	}
	if err != nil {
		return books.Failed(err)
	}
	for _, r := range rows {
		if r.PersonID != id || r.FromDay >= string(p.From) {
			continue
		}
		if last := string(p.From.Add(-1)); r.Until == "" || r.Until > last {
			r.Until = last
		}
		if err := e.tx.Add(e.ctx, r); err != nil {
			return err
		}
	}
	return e.tx.Add(e.ctx, db.StaffContract{Adm: e.tx.Adm, PersonID: id, FromDay: string(p.From), Until: string(p.Until), Minutes: int64(p.Hours)})
}

// EditWork keeps an assignment as it was typed; identifier 0 makes one. Errors:
// staff.no-assignment, staff.name, staff.code-taken, staff.field-long.
func (d *Desk) EditWork(ctx context.Context, actor string, id int64, w WorkEdit) (int64, error) {
	w.Code, w.Name = strings.TrimSpace(w.Code), strings.TrimSpace(w.Name)
	if err := tooLong(w.Code, w.Name, w.Project, w.Place); err != nil {
		return 0, err
	}
	if w.Name == "" || id == 0 && w.Code == "" {
		return 0, fault.New("staff.name")
	}
	err := d.edit(ctx, func(e *editing) error {
		if _, taken := e.work[w.Code]; id == 0 && taken {
			return fault.New("staff.code-taken", "code", w.Code)
		}
		row, act := db.StaffAssignment{Adm: e.tx.Adm, ID: id, Code: w.Code, Name: w.Name, Project: strings.TrimSpace(w.Project), Place: strings.TrimSpace(w.Place),
			Priority: int64(min(max(w.Priority, 1), 5)), Deadline: string(w.Deadline), Budget: int64(w.Budget), Closed: w.Closed}, "staffing.assignment-changed"
		var err error
		if id == 0 {
			row.ID, act = e.tx.NewID(), "staffing.assignment-made"
			id, err = row.ID, e.tx.Add(ctx, row)
		} else if _, known := e.workOf(id); !known {
			err = fault.New("staff.no-assignment", "assignment", id)
		} else {
			err = books.Failed(e.tx.SetStaffAssignment(ctx, db.SetStaffAssignmentParams{Adm: row.Adm, ID: id, Name: row.Name, Project: row.Project, Place: row.Place,
				Priority: row.Priority, Deadline: row.Deadline, Budget: row.Budget, Closed: row.Closed}))
		}
		if err != nil {
			return err
		}
		return e.tx.Audit(ctx, actor, act, books.Subject("assignment", id), w)
	})
	return id, err
}

func (e *editing) workOf(id int64) (db.StaffAssignment, bool) {
	for _, w := range e.work {
		if w.ID == id {
			return w, true
		}
	}
	return db.StaffAssignment{}, false
}

// EditSeat keeps a seat of an assignment as it was typed; identifier 0 makes one.
// Errors: staff.no-assignment, staff.no-seat, staff.name, staff.seat-weeks, staff.level,
// staff.field-long.
func (d *Desk) EditSeat(ctx context.Context, actor string, work, id int64, s SeatEdit) (int64, error) {
	if s.From == "" || s.Until == "" {
		return 0, fault.New("staff.seat-weeks", "most", mostWeeks)
	}
	if s.Name = strings.TrimSpace(s.Name); s.Name == "" {
		return 0, fault.New("staff.name")
	}
	if err := tooLong(s.Name, s.Must, s.Welcome); err != nil {
		return 0, err
	}
	first := Monday(s.From)
	weeks := Monday(s.Until).Sub(first)/week + 1
	if weeks < 1 || weeks > mostWeeks || s.Hours < 0 || s.Hours > week*24*staffing.Hour {
		return 0, fault.New("staff.seat-weeks", "most", mostWeeks)
	}
	err := d.edit(ctx, func(e *editing) error {
		of, known := e.workOf(work)
		if !known {
			return fault.New("staff.no-assignment", "assignment", work)
		}
		row, err := e.seatTyped(of, id, s, weeks)
		if err != nil {
			return err
		}
		row.Name, row.First, id = s.Name, string(first), row.ID
		if err := either(e.tx.Flush(ctx), books.Failed(e.tx.SetStaffSeat(ctx, db.SetStaffSeatParams{Adm: row.Adm, ID: id, AssignmentID: work, Name: row.Name, First: row.First, Work: row.Work}))); err != nil {
			return err
		}
		if err := e.needs(id, s); err != nil {
			return err
		}
		return e.tx.Audit(ctx, actor, "staffing.seat-changed", books.Subject("seat", id), s)
	})
	return id, err
}

// seatTyped gives the row of a seat with its weeks; a new one is added.
func (e *editing) seatTyped(of db.StaffAssignment, id int64, s SeatEdit, weeks int) (row db.StaffSeat, err error) {
	for _, one := range e.seat {
		if id != 0 && one.ID == id && one.AssignmentID == of.ID {
			row = one
		}
	}
	if id != 0 && row.ID == 0 {
		return row, fault.New("staff.no-seat", "seat", id)
	}
	if id == 0 && s.Hours == 0 {
		return row, fault.New("staff.seat-weeks", "most", mostWeeks)
	}
	work := slices.Repeat([]staffing.Minutes{s.Hours}, weeks)
	if s.Hours == 0 { // as they are: as many as there is room for, and the last goes on
		was := workOf(row)
		for i := range work {
			work[i] = was[min(i, len(was)-1)]
		}
	}
	body, err := json.Marshal(work)
	if err != nil {
		return row, books.Failed(err)
	}
	row.Work = string(body)
	if id != 0 {
		return row, nil
	}
	row.Adm, row.ID, row.AssignmentID, row.Name, row.First = e.tx.Adm, e.tx.NewID(), of.ID, s.Name, string(Monday(s.From))
	for n := 1; row.Code == ""; n++ {
		if code := fmt.Sprintf("%s-%d", of.Code, n); e.seat[code].ID == 0 {
			row.Code = code
		}
	}
	return row, e.tx.Add(e.ctx, row)
}

// needs keeps what a seat asks for.
func (e *editing) needs(seat int64, s SeatEdit) error {
	if err := e.tx.DropStaffNeeds(e.ctx, db.DropStaffNeedsParams{Adm: e.tx.Adm, SeatID: seat}); err != nil {
		return books.Failed(err)
	}
	seen := map[int64]bool{}
	for _, must := range []bool{true, false} {
		cell := map[bool]string{true: s.Must, false: s.Welcome}[must]
		err := e.levels(cell, func(skill, level int64) error {
			if seen[skill] {
				return nil
			}
			seen[skill] = true
			return e.tx.Add(e.ctx, db.StaffNeed{Adm: e.tx.Adm, SeatID: seat, SkillID: skill, Level: level, Must: must})
		})
		if err != nil {
			return err
		}
	}
	return nil
}
