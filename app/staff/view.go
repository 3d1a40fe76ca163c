// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"cmp"
	"context"
	"slices"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/staffing"
	"rentmeester/store"
	"rentmeester/store/db"
)

// PersonHead is a person in a list.
type PersonHead struct {
	ID                      int64
	Code, Name, Team, Place string
	Contract                staffing.Minutes // a week, now
	Free                    staffing.Minutes // of the weeks ahead together
	Over                    int              // weeks ahead with more work than hours
	Skills                  int
	Seats                   int // that he has
	Gone, Forgotten         bool
}

// ahead is how many weeks lists look ahead.
const ahead = 12

// Person is all that is known of one.
type Person struct {
	PersonHead
	Rate      money.Cents
	Login     string
	Levels    []SkillLevel
	Contracts []Contract
	Absences  []Absence
	Wishes    []Wish
	Holds     []SeatView
	Weeks     []Load
	Feed      bool // his calendar can be followed
}

// SkillLevel is a skill at a level; of a need, Must says that nobody goes without.
type SkillLevel struct {
	ID    int64
	Name  string
	Level int
	Must  bool
}

// Contract is hours a week in a period.
type Contract struct {
	From, Until day.Day // Until "" no end
	Minutes     staffing.Minutes
}

// Wish is what somebody stated to want.
type Wish struct{ What, Kind string }

// Load is a week of a person or a team: hours there are, and hours asked.
type Load struct {
	Monday           day.Day
	There, Taken, At staffing.Minutes // At: of the contract, before absence
}

// Free gives what is left of a week.
func (l Load) Free() staffing.Minutes { return max(l.There-l.Taken, 0) }

// Over says that more is asked than there is.
func (l Load) Over() bool { return l.Taken > l.There }

// WorkHead is an assignment in a list.
type WorkHead struct {
	ID                         int64
	Code, Name, Project, Place string
	Priority                   int
	Deadline                   day.Day
	Budget                     money.Cents
	From, Until                day.Day
	Minutes                    staffing.Minutes
	Seats, Filled, Waiting     int // Waiting: somebody is proposed
	Closed                     bool
}

// Work is all that is known of an assignment.
type Work struct {
	WorkHead
	All []SeatView
}

// SeatView is a seat as it stands.
type SeatView struct {
	ID               int64
	Code, Name       string
	Work             int64 // identifier of the assignment
	Assignment       string
	From, Until      day.Day
	Minutes          staffing.Minutes // in all
	Least, Most      staffing.Minutes // a week
	Needs            []SkillLevel
	Person           int64
	Who              string
	Locked           bool
	Tentative        bool
	Shut             bool // nobody gets it
	Barred           []Named
	Proposed         *Placement
	Over             bool // it is over
	Together, Apart  []Named
	Cost             money.Cents
	MissedOfContract staffing.Minutes // hours of it in which who has it is away
}

// Named is something by its identifier and name.
type Named struct {
	ID   int64
	Name string
}

// Placement is what a plan proposes for a seat.
type Placement struct {
	Plan        int64
	Person, Was int64
	Who, WasWho string
	State       string
	Value       int64
}

// standing gives the placements of the plan that waits, by seat.
func standing(ctx context.Context, q *db.Queries, adm int64) (plan db.StaffPlan, of map[int64]db.StaffPlacement, err error) {
	of = map[int64]db.StaffPlacement{}
	plan, err = q.StaffPlanStanding(ctx, adm)
	if store.NoRows(err) {
		return plan, of, nil
	}
	if err != nil {
		return plan, of, books.Failed(err)
	}
	rows, err := q.StaffPlacements(ctx, db.StaffPlacementsParams{Adm: adm, PlanID: plan.ID})
	for _, r := range rows {
		of[r.SeatID] = r
	}
	return plan, of, books.Failed(err)
}

// takenBy gives the minutes that seats ask of people in a week.
func (h *house) takenBy(seatedAt func(seat int64) int64) map[int64]map[day.Day]staffing.Minutes {
	all := map[int64]map[day.Day]staffing.Minutes{}
	for _, id := range h.seatOrder {
		s := h.seats[id]
		person := seatedAt(id)
		if person == 0 || h.assignments[s.AssignmentID].Closed {
			continue
		}
		if all[person] == nil {
			all[person] = map[day.Day]staffing.Minutes{}
		}
		for w, m := range workOf(s) {
			all[person][day.Day(s.First).Add(w*week)] += m
		}
	}
	return all
}

// agreedAt says who has a seat.
func (h *house) agreedAt(seat int64) int64 { return h.seated[seat].PersonID }

// loads gives the weeks of a person: what is asked of him in a week in which he is
// there half, he does half of.
func (h *house) loads(person int64, from day.Day, weeks int, taken map[day.Day]staffing.Minutes) (all []Load) {
	for w := range weeks {
		monday := from.Add(w * week)
		contract, present := h.contractOn(person, monday), staffing.Minutes(h.presentIn(person, monday))
		all = append(all, Load{Monday: monday, At: contract, There: contract * present / thousand, Taken: taken[monday] * present / thousand})
	}
	return all
}

// People gives everybody, by name.
func (d *Desk) People(ctx context.Context, withGone bool) (all []PersonHead, err error) {
	h, err := d.look(ctx)
	if err != nil {
		return nil, err
	}
	taken := h.takenBy(h.agreedAt)
	for _, id := range h.order {
		if p := h.people[id]; withGone || !p.Gone {
			all = append(all, h.head(p, d.today(), taken[id]))
		}
	}
	return all, nil
}

func (h *house) head(p db.StaffPerson, today day.Day, taken map[day.Day]staffing.Minutes) PersonHead {
	one := PersonHead{ID: p.ID, Code: p.Code, Name: p.Name, Team: p.Team, Place: p.Place, Contract: h.contractOn(p.ID, today), Skills: len(h.levels[p.ID]), Gone: p.Gone, Forgotten: p.Forgotten}
	for _, l := range h.loads(p.ID, Monday(today), ahead, taken) {
		one.Free += l.Free()
		if l.Over() {
			one.Over++
		}
	}
	for seat, s := range h.seated {
		if s.PersonID == p.ID && h.open(h.seats[seat], today) {
			one.Seats++
		}
	}
	return one
}

// Person gives all that is known of somebody. Errors: staff.no-person.
func (d *Desk) Person(ctx context.Context, id int64) (out Person, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		row, err := personOf(ctx, q, d.Adm.Key, id)
		if err != nil {
			return err
		}
		h, err := load(ctx, q, d.Adm.Key)
		if err != nil {
			return err
		}
		feeds, err := q.StaffFeedsOf(ctx, db.StaffFeedsOfParams{Adm: d.Adm.Key, PersonID: id})
		if err != nil {
			return books.Failed(err)
		}
		out = h.person(row, d.today())
		out.Feed = len(feeds) > 0
		return nil
	})
	return out, err
}

func (h *house) person(row db.StaffPerson, today day.Day) Person {
	taken := h.takenBy(h.agreedAt)[row.ID]
	out := Person{PersonHead: h.head(row, today, taken), Rate: money.Cents(row.Rate), Login: row.Login, Weeks: h.loads(row.ID, Monday(today), 2*ahead, taken)}
	for skill, level := range h.levels[row.ID] {
		out.Levels = append(out.Levels, SkillLevel{ID: skill, Name: h.skills[skill].Name, Level: int(level)})
	}
	slices.SortFunc(out.Levels, func(a, b SkillLevel) int { return cmp.Or(b.Level-a.Level, cmp.Compare(a.Name, b.Name)) })
	for _, c := range h.contracts[row.ID] {
		out.Contracts = append(out.Contracts, Contract{day.Day(c.FromDay), day.Day(c.Until), staffing.Minutes(c.Minutes)})
	}
	for _, a := range h.absences[row.ID] {
		out.Absences = append(out.Absences, Absence{a.ID, day.Day(a.FromDay), day.Day(a.Until), int(a.Away), a.Source})
	}
	for _, w := range h.wishes[row.ID] {
		what := h.assignments[w.AssignmentID].Name
		if w.SkillID != 0 {
			what = h.skills[w.SkillID].Name
		}
		out.Wishes = append(out.Wishes, Wish{what, w.Kind})
	}
	for _, id := range h.seatOrder {
		if h.seated[id].PersonID == row.ID {
			out.Holds = append(out.Holds, h.seatView(h.seats[id], today, nil))
		}
	}
	return out
}

// Works gives the assignments, those that go on first.
func (d *Desk) Works(ctx context.Context) (all []WorkHead, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		h, err := load(ctx, q, d.Adm.Key)
		if err != nil {
			return err
		}
		_, of, err := standing(ctx, q, d.Adm.Key)
		for _, id := range h.works {
			all = append(all, h.workHead(h.assignments[id], of))
		}
		return err
	})
	return all, err
}

func (h *house) workHead(a db.StaffAssignment, of map[int64]db.StaffPlacement) WorkHead {
	one := WorkHead{ID: a.ID, Code: a.Code, Name: a.Name, Project: a.Project, Place: a.Place, Priority: int(a.Priority), Deadline: day.Day(a.Deadline), Budget: money.Cents(a.Budget), Closed: a.Closed}
	for _, id := range h.seatOrder {
		s := h.seats[id]
		if s.AssignmentID != a.ID {
			continue
		}
		one.Seats++
		one.Minutes += hoursOf(s)
		if one.From == "" || day.Day(s.First) < one.From {
			one.From = day.Day(s.First)
		}
		one.Until = max(one.Until, ends(s))
		if h.seated[id].PersonID != 0 {
			one.Filled++
		} else if p := of[id]; p.State == proposed && p.PersonID != 0 {
			one.Waiting++
		}
	}
	return one
}

// Work gives all that is known of an assignment. Errors: staff.no-assignment.
func (d *Desk) Work(ctx context.Context, id int64) (out Work, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		h, err := load(ctx, q, d.Adm.Key)
		if err != nil {
			return err
		}
		a, known := h.assignments[id]
		if !known {
			return fault.New("staff.no-assignment", "assignment", id)
		}
		_, of, err := standing(ctx, q, d.Adm.Key)
		if err != nil {
			return err
		}
		out.WorkHead = h.workHead(a, of)
		for _, seat := range h.seatOrder {
			if s := h.seats[seat]; s.AssignmentID == id {
				out.All = append(out.All, h.seatView(s, d.today(), of))
			}
		}
		return nil
	})
	return out, err
}

func (h *house) seatView(s db.StaffSeat, today day.Day, of map[int64]db.StaffPlacement) SeatView {
	v := SeatView{ID: s.ID, Code: s.Code, Name: s.Name, Work: s.AssignmentID, Assignment: h.assignments[s.AssignmentID].Name, From: day.Day(s.First), Until: ends(s), Minutes: hoursOf(s),
		Over: !h.open(s, today)}
	for i, m := range workOf(s) {
		v.Most = max(v.Most, m)
		if i == 0 || m < v.Least {
			v.Least = m
		}
	}
	for _, n := range h.needs[s.ID] {
		v.Needs = append(v.Needs, SkillLevel{n.SkillID, h.skills[n.SkillID].Name, int(n.Level), n.Must})
	}
	if row, has := h.seated[s.ID]; has {
		v.Person, v.Who, v.Locked, v.Tentative = row.PersonID, h.nameOf(row.PersonID), row.Locked, row.Tentative
		v.Cost = money.Cents(int64(v.Minutes) * h.people[row.PersonID].Rate / int64(staffing.Hour))
		for w, m := range workOf(s) {
			v.MissedOfContract += m * staffing.Minutes(thousand-h.presentIn(row.PersonID, day.Day(s.First).Add(w*week))) / thousand
		}
	}
	for _, b := range h.barred {
		if b.SeatID == s.ID && b.PersonID == 0 {
			v.Shut = true
		} else if b.SeatID == s.ID {
			v.Barred = append(v.Barred, Named{b.PersonID, h.nameOf(b.PersonID)})
		}
	}
	for _, p := range h.pairs {
		other := p.SeatA + p.SeatB - s.ID
		if p.SeatA != s.ID && p.SeatB != s.ID {
			continue
		}
		named := Named{other, h.assignments[h.seats[other].AssignmentID].Name + ": " + h.seats[other].Name}
		if p.Together {
			v.Together = append(v.Together, named)
		} else {
			v.Apart = append(v.Apart, named)
		}
	}
	if p, there := of[s.ID]; there {
		v.Proposed = h.placement(p)
	}
	return v
}

func (h *house) placement(p db.StaffPlacement) *Placement {
	one := &Placement{Plan: p.PlanID, Person: p.PersonID, Was: p.Was, State: p.State, Value: p.Value}
	if p.PersonID != 0 {
		one.Who = h.nameOf(p.PersonID)
	}
	if p.Was != 0 {
		one.WasWho = h.nameOf(p.Was)
	}
	return one
}
