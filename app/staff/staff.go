// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"cmp"
	"context"
	"encoding/json"
	"time"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/staffing"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Desk gives the flows on the books of an administration.
type Desk struct {
	books.Books
	Solver staffing.Solver // proves and improves plans; nil does without
}

// week is how many days there are in one.
const week = 7

// Monday gives the Monday of the week of a day.
func Monday(d day.Day) day.Day {
	return d.Add(-(int(d.Time().Weekday()) + 6) % week)
}

// today gives the day of now.
func (d *Desk) today() day.Day { return day.Of(d.Now()) }

// house is all that is known of people and work, by identifier.
type house struct {
	skills      map[int64]db.StaffSkill
	people      map[int64]db.StaffPerson
	assignments map[int64]db.StaffAssignment
	seats       map[int64]db.StaffSeat
	seatOrder   []int64 // by assignment
	order       []int64 // people by name
	works       []int64 // assignments, the open ones first
	near        []db.StaffNear
	levels      map[int64]map[int64]staffing.Level
	contracts   map[int64][]db.StaffContract
	absences    map[int64][]db.StaffAbsence
	wishes      map[int64][]db.StaffWish
	needs       map[int64][]db.StaffNeed
	before      map[int64][]int64
	pairs       []db.StaffPair
	travel      []db.StaffTravel
	seated      map[int64]db.StaffSeated
	barred      []db.StaffBarred
	solver      staffing.Solver // of who asks for plans
}

// load reads it.
func load(ctx context.Context, q *db.Queries, adm int64) (*house, error) {
	h := &house{skills: map[int64]db.StaffSkill{}, people: map[int64]db.StaffPerson{}, assignments: map[int64]db.StaffAssignment{}, seats: map[int64]db.StaffSeat{},
		levels: map[int64]map[int64]staffing.Level{}, contracts: map[int64][]db.StaffContract{}, absences: map[int64][]db.StaffAbsence{},
		wishes: map[int64][]db.StaffWish{}, needs: map[int64][]db.StaffNeed{}, before: map[int64][]int64{}, seated: map[int64]db.StaffSeated{}}
	for _, read := range []func(context.Context, *db.Queries, int64) error{h.loadPeople, h.loadWork, h.loadAgreed} {
		if err := read(ctx, q, adm); err != nil {
			return nil, books.Failed(err)
		}
	}
	return h, nil
}

// loadPeople reads the people, and the skills that somebody has or work asks for.
func (h *house) loadPeople(ctx context.Context, q *db.Queries, adm int64) error {
	skills, err := q.StaffSkillsUsed(ctx, adm)
	for _, r := range skills {
		h.skills[r.ID] = r
	}
	people, err := then(err, q.StaffPeople, ctx, adm)
	for _, r := range people {
		h.people[r.ID], h.order = r, append(h.order, r.ID)
	}
	levels, err := then(err, q.StaffLevels, ctx, adm)
	for _, r := range levels {
		if h.levels[r.PersonID] == nil {
			h.levels[r.PersonID] = map[int64]staffing.Level{}
		}
		h.levels[r.PersonID][r.SkillID] = staffing.Level(r.Level)
	}
	contracts, err := then(err, q.StaffContracts, ctx, adm)
	for _, r := range contracts {
		h.contracts[r.PersonID] = append(h.contracts[r.PersonID], r)
	}
	absences, err := then(err, q.StaffAbsences, ctx, adm)
	for _, r := range absences {
		h.absences[r.PersonID] = append(h.absences[r.PersonID], r)
	}
	wishes, err := then(err, q.StaffWishes, ctx, adm)
	for _, r := range wishes {
		h.wishes[r.PersonID] = append(h.wishes[r.PersonID], r)
	}
	return err
}

// loadWork reads the assignments and their seats.
func (h *house) loadWork(ctx context.Context, q *db.Queries, adm int64) error {
	assignments, err := q.StaffAssignments(ctx, adm)
	for _, r := range assignments {
		h.assignments[r.ID], h.works = r, append(h.works, r.ID)
	}
	seats, err := then(err, q.StaffSeats, ctx, adm)
	for _, r := range seats {
		h.seats[r.ID], h.seatOrder = r, append(h.seatOrder, r.ID)
	}
	needs, err := then(err, q.StaffNeeds, ctx, adm)
	for _, r := range needs {
		h.needs[r.SeatID] = append(h.needs[r.SeatID], r)
	}
	before, err := then(err, q.StaffBefore, ctx, adm)
	for _, r := range before {
		h.before[r.SeatID] = append(h.before[r.SeatID], r.PersonID)
	}
	h.near, err = then(err, q.StaffNear, ctx, adm)
	h.pairs, err = then(err, q.StaffPairs, ctx, adm)
	h.travel, err = then(err, q.StaffTravel, ctx, adm)
	return err
}

// loadAgreed reads who has which seat, and who does not get one.
func (h *house) loadAgreed(ctx context.Context, q *db.Queries, adm int64) error {
	seated, err := q.StaffSeated(ctx, adm)
	for _, r := range seated {
		h.seated[r.SeatID] = r
	}
	h.barred, err = then(err, q.StaffBarred, ctx, adm)
	return err
}

// then reads on where nothing went wrong before.
func then[T any](err error, read func(context.Context, int64) ([]T, error), ctx context.Context, adm int64) ([]T, error) {
	if err != nil {
		return nil, err
	}
	return read(ctx, adm)
}

// look reads all that is known at one moment.
func (d *Desk) look(ctx context.Context) (h *house, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		h, err = load(ctx, q, d.Adm.Key)
		return err
	})
	return h, err
}

// workOf reads the minutes of each week of a seat.
func workOf(s db.StaffSeat) (work []staffing.Minutes) {
	_ = json.Unmarshal([]byte(s.Work), &work) // it is written by keep
	return work
}

// ends gives the last day of a seat.
func ends(s db.StaffSeat) day.Day { return day.Day(s.First).Add(len(workOf(s))*week - 1) }

// hoursOf gives the minutes of all its weeks.
func hoursOf(s db.StaffSeat) (sum staffing.Minutes) {
	for _, m := range workOf(s) {
		sum += m
	}
	return sum
}

// open says that a seat is of an assignment that goes on, and not over.
func (h *house) open(s db.StaffSeat, today day.Day) bool {
	return !h.assignments[s.AssignmentID].Closed && ends(s) >= today
}

// contractOn gives what the contract of a person gives on a day, in minutes a week.
func (h *house) contractOn(person int64, on day.Day) staffing.Minutes {
	for _, c := range h.contracts[person] {
		if c.FromDay <= string(on) && (c.Until == "" || c.Until >= string(on)) {
			return staffing.Minutes(c.Minutes)
		}
	}
	return 0
}

// thousand is a whole, in thousandths.
const thousand = 1000

// workdays are the days of a week on which people work, from Monday.
const workdays = 5

// presentIn gives which part of the week that begins on a Monday a person is there,
// in thousandths: every working day counts for a fifth.
func (h *house) presentIn(person int64, monday day.Day) int {
	away := 0
	for n := range workdays {
		on, today := string(monday.Add(n)), 0
		for _, a := range h.absences[person] {
			if a.FromDay <= on && on <= a.Until {
				today += int(a.Away)
			}
		}
		away += min(today, thousand)
	}
	return thousand - away/workdays
}

// personOf gives a person by his identifier. Errors: staff.no-person.
func personOf(ctx context.Context, q *db.Queries, adm, id int64) (db.StaffPerson, error) {
	row, err := q.StaffPerson(ctx, db.StaffPersonParams{Adm: adm, ID: id})
	if store.NoRows(err) {
		return row, fault.New("staff.no-person", "person", id)
	}
	return row, books.Failed(err)
}

// seatOf gives a seat by its identifier. Errors: staff.no-seat.
func seatOf(ctx context.Context, q *db.Queries, adm, id int64) (db.StaffSeat, error) {
	row, err := q.StaffSeat(ctx, db.StaffSeatParams{Adm: adm, ID: id})
	if store.NoRows(err) {
		return row, fault.New("staff.no-seat", "seat", id)
	}
	return row, books.Failed(err)
}

// nameOf gives how a person is called; who is forgotten has a number only.
func (h *house) nameOf(id int64) string {
	return cmp.Or(h.people[id].Name, h.people[id].Code)
}

// at reads a moment as the tables keep it.
func at(stamp string) time.Time {
	t, _ := time.Parse(time.RFC3339Nano, stamp)
	return t
}
