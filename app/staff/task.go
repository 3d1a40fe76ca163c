// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"maps"
	"slices"
	"strconv"

	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/staffing"
	"rentmeester/store/db"
)

// mostWeeks is how far ahead is planned.
const mostWeeks = 104

// key names something in a task: by its identifier, so that no name is in a plan.
func key(id int64) string { return strconv.FormatInt(id, 10) }

// idOf reads such a name; 0 for none.
func idOf(key string) int64 {
	id, _ := strconv.ParseInt(key, 10, 64)
	return id
}

// task gives all there is to plan from, from the week of a day on. What was agreed
// stands as it is when agreed is true; else only what is locked does.
func (h *house) task(today day.Day, agreed bool) staffing.Task { return h.taskAhead(today, agreed, 0) }

// taskAhead is task with some weeks more, into which work may move.
func (h *house) taskAhead(today day.Day, agreed bool, more int) staffing.Task {
	t := staffing.Task{From: Monday(today)}
	for _, id := range h.seatOrder {
		if s := h.seats[id]; h.open(s, t.From) {
			t.Weeks = max(t.Weeks, min(ends(s).Sub(t.From)/week+1, mostWeeks))
		}
	}
	t.Weeks += min(max(more, 0), mostLater)
	t.Skills = h.taskSkills()
	for _, id := range slices.Sorted(maps.Keys(h.people)) {
		if p := h.people[id]; !p.Gone && !p.Forgotten {
			t.People = append(t.People, h.taskPerson(p, t))
		}
	}
	in := map[int64]bool{}
	for _, id := range slices.Sorted(maps.Keys(h.assignments)) {
		if a := h.taskAssignment(h.assignments[id], t); len(a.Seats) > 0 {
			t.Assignments = append(t.Assignments, a)
			for _, s := range a.Seats {
				in[idOf(s.ID)] = true
			}
		}
	}
	for _, p := range h.pairs {
		if in[p.SeatA] && in[p.SeatB] {
			t.Pairs = append(t.Pairs, staffing.Pair{A: key(p.SeatA), B: key(p.SeatB), Together: p.Together})
		}
	}
	for _, tr := range h.travel {
		t.Travel = append(t.Travel, staffing.Travel{A: tr.PlaceA, B: tr.PlaceB, Time: staffing.Minutes(tr.Minutes)})
	}
	t.Locks = h.taskLocks(in, agreed)
	return t
}

func (h *house) taskSkills() (all []staffing.Skill) {
	at := map[int64]int{}
	for _, id := range slices.Sorted(maps.Keys(h.skills)) {
		at[id] = len(all)
		all = append(all, staffing.Skill{ID: key(id), Name: h.skills[id].Name})
	}
	for _, n := range h.near {
		i, known := at[n.Skill]
		if _, also := at[n.Near]; known && also {
			all[i].Near = append(all[i].Near, staffing.Near{Skill: key(n.Near), Down: staffing.Level(n.Down)})
		}
	}
	return all
}

func (h *house) taskPerson(p db.StaffPerson, t staffing.Task) staffing.Person {
	one := staffing.Person{ID: key(p.ID), Name: p.Name, Team: p.Team, Place: p.Place, Rate: money.Cents(p.Rate), Skills: map[string]staffing.Level{}}
	for skill, level := range h.levels[p.ID] {
		one.Skills[key(skill)] = level
	}
	for w := range t.Weeks {
		monday := t.From.Add(w * week)
		one.Contract = append(one.Contract, h.contractOn(p.ID, monday))
		if len(h.absences[p.ID]) > 0 {
			one.Present = append(one.Present, h.presentIn(p.ID, monday))
		}
	}
	for _, w := range h.wishes[p.ID] {
		wish := staffing.Wish{Kind: staffing.WishKind(w.Kind)}
		switch _, known := h.skills[w.SkillID]; {
		case known:
			wish.Skill = key(w.SkillID)
		case h.assignments[w.AssignmentID].ID != 0 && !h.assignments[w.AssignmentID].Closed:
			wish.Assignment = key(w.AssignmentID)
		default:
			continue
		}
		one.Wishes = append(one.Wishes, wish)
	}
	return one
}

// taskAssignment gives an assignment with the seats that are not over; what lies
// before the first week is left out.
func (h *house) taskAssignment(a db.StaffAssignment, t staffing.Task) staffing.Assignment {
	one := staffing.Assignment{ID: key(a.ID), Name: a.Name, Project: a.Project, Place: a.Place, Priority: int(a.Priority), Deadline: day.Day(a.Deadline), Budget: money.Cents(a.Budget)}
	for _, id := range h.seatOrder {
		s := h.seats[id]
		if s.AssignmentID != a.ID || !h.open(s, t.From) {
			continue
		}
		first, work := day.Day(s.First).Sub(t.From)/week, workOf(s)
		if first < 0 {
			first, work = 0, work[-first:]
		}
		if first >= t.Weeks {
			continue
		}
		seat := staffing.Seat{ID: key(id), Name: s.Name, First: first, Work: work[:min(len(work), t.Weeks-first)]}
		for _, n := range h.needs[id] {
			seat.Needs = append(seat.Needs, staffing.Need{Skill: key(n.SkillID), Level: staffing.Level(n.Level), Must: n.Must})
		}
		for _, p := range h.before[id] {
			if h.canWork(p) {
				seat.Before = append(seat.Before, key(p))
			}
		}
		one.Seats = append(one.Seats, seat)
	}
	return one
}

// canWork says that a person is one to plan.
func (h *house) canWork(id int64) bool {
	p, known := h.people[id]
	return known && !p.Gone && !p.Forgotten
}

// taskLocks gives what people decided and the plan keeps.
func (h *house) taskLocks(in map[int64]bool, agreed bool) (all []staffing.Lock) {
	for _, seat := range slices.Sorted(maps.Keys(h.seated)) {
		if s := h.seated[seat]; in[seat] && (s.Locked || agreed) && h.canWork(s.PersonID) {
			all = append(all, staffing.Lock{Seat: key(seat), Person: key(s.PersonID), Kind: staffing.Fixed, Tentative: s.Tentative})
		}
	}
	for _, b := range h.barred {
		switch {
		case !in[b.SeatID]:
		case b.PersonID == 0:
			all = append(all, staffing.Lock{Seat: key(b.SeatID), Kind: staffing.Open})
		case h.canWork(b.PersonID):
			all = append(all, staffing.Lock{Seat: key(b.SeatID), Person: key(b.PersonID), Kind: staffing.Barred})
		}
	}
	return all
}

// current gives who has which seat of a task.
func (h *house) current(t staffing.Task) (all []staffing.Placement) {
	for _, a := range t.Assignments {
		for _, s := range a.Seats {
			if who, seated := h.seated[idOf(s.ID)]; seated && h.canWork(who.PersonID) {
				all = append(all, staffing.Placement{Seat: s.ID, Person: key(who.PersonID)})
			}
		}
	}
	return all
}
