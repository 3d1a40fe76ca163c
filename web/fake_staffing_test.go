// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"io"
	"strconv"
	"time"

	"rentmeester/app/staff"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/staffing"
	"rentmeester/store/db"
)

const monday = day.Day("2026-03-02")

func someLoads(taken ...int) (all []staff.Load) {
	for i, m := range taken {
		all = append(all, staff.Load{Monday: monday.Add(7 * i), At: 1440, There: 1440, Taken: staffing.Minutes(m)})
	}
	all[len(all)-1].There = 0
	return all
}

func townStaff() []staff.Person {
	return []staff.Person{
		{PersonHead: staff.PersonHead{ID: 801, Code: "P1", Name: "Noor van den Berg-de Wit", Team: "Informatievoorziening", Place: "Stadhuis", Contract: 1440, Free: 8000, Over: 1, Skills: 2, Seats: 1}, Rate: 7250,
			Levels: []staff.SkillLevel{{ID: 1, Name: "Projectleiding", Level: 4}, {ID: 2, Name: "Zaakgericht werken <b>", Level: 2}}, Contracts: []staff.Contract{{From: "2026-01-05", Minutes: 1440}},
			Absences: []staff.Absence{{ID: 31, From: "2026-05-04", Until: "2026-05-08", Away: 1000, Source: "calendar"}, {ID: 32, From: "2026-06-01", Until: "2026-06-05", Away: 500, Source: "hand"}},
			Wishes:   []staff.Wish{{What: "Data", Kind: "learn"}, {What: "Zaaksysteem", Kind: "gladly"}}, Holds: townWork()[0].All[:1], Weeks: someLoads(0, 400, 900, 1440, 1800, 0), Feed: true},
		{PersonHead: staff.PersonHead{ID: 802, Code: "P2", Name: "Kees Jansen", Contract: 2160, Free: 20000}, Weeks: someLoads(0, 0, 0, 0, 0, 0)},
		{PersonHead: staff.PersonHead{ID: 803, Code: "#803", Name: "#803", Gone: true, Forgotten: true}},
	}
}

func townWork() []staff.Work {
	seat := staff.SeatView{ID: 901, Code: "A1-1", Name: "Projectleider", Work: 701, Assignment: "Invoering zaaksysteem", From: monday, Until: "2026-08-30", Minutes: 24960, Least: 960, Most: 960,
		Needs:  []staff.SkillLevel{{ID: 1, Name: "Projectleiding", Level: 3, Must: true}, {ID: 2, Name: "Zaakgericht werken", Level: 2}},
		Person: 801, Who: "Noor van den Berg-de Wit", Locked: true, Tentative: true, MissedOfContract: 960, Cost: 3016000, Apart: []staff.Named{{ID: 902, Name: "Invoering zaaksysteem: tester"}}}
	open := staff.SeatView{ID: 902, Code: "A1-2", Name: "Tester", Work: 701, Assignment: "Invoering zaaksysteem", From: monday, Until: "2026-05-31", Minutes: 6000, Least: 240, Most: 480,
		Barred: []staff.Named{{ID: 801, Name: "Noor van den Berg-de Wit"}}, Proposed: &staff.Placement{Plan: 600, Person: 802, Who: "Kees Jansen", State: "proposed", Value: 90}}
	return []staff.Work{
		{WorkHead: staff.WorkHead{ID: 701, Code: "A1", Name: "Invoering zaaksysteem", Project: "P-2026-11", Place: "Stadhuis", Priority: 5, Deadline: "2026-12-31", Budget: 9000000, From: monday, Until: "2026-08-30", Minutes: 30960, Seats: 2, Filled: 1, Waiting: 1},
			All: []staff.SeatView{seat, open, {ID: 903, Name: "Notulist", Work: 701, From: monday, Until: "2026-03-29", Shut: true}, {ID: 904, Name: "Voorbereiding", Work: 701, From: "2025-03-03", Until: "2025-03-29", Over: true}}},
		{WorkHead: staff.WorkHead{ID: 702, Code: "A2", Name: "Herijking subsidies", Priority: 1, From: monday, Until: "2026-08-30", Closed: true}},
	}
}

func (v *town) Workers(context.Context, bool) (all []staff.PersonHead, err error) {
	if v.empty || v.fails != nil {
		return nil, v.fails
	}
	for _, p := range townStaff() {
		all = append(all, p.PersonHead)
	}
	return all, nil
}

func (v *town) Worker(_ context.Context, id string) (staff.Person, error) {
	for _, p := range townStaff() {
		if strconv.FormatInt(p.ID, 10) == id && !v.empty {
			return p, v.fails
		}
	}
	return staff.Person{}, noPage(id)
}

func (v *town) Assignments(context.Context) (all []staff.WorkHead, err error) {
	if v.empty || v.fails != nil {
		return nil, v.fails
	}
	for _, w := range townWork() {
		all = append(all, w.WorkHead)
	}
	return all, nil
}

func (v *town) Assignment(_ context.Context, id string) (staff.Work, error) {
	for _, w := range townWork() {
		if strconv.FormatInt(w.ID, 10) == id && !v.empty {
			return w, v.fails
		}
	}
	return staff.Work{}, noPage(id)
}

func (v *town) Capacity(_ context.Context, teams, _ bool, weeks int) (c staff.Capacity, err error) {
	if v.empty || v.fails != nil {
		return c, v.fails
	}
	taken := make([]int, weeks)
	for w := range weeks {
		c.Weeks = append(c.Weeks, monday.Add(7*w))
		c.Open = append(c.Open, staffing.Minutes(w*90))
		taken[w] = w * 160
	}
	for _, p := range townStaff()[:2] {
		row := staff.CapacityRow{ID: p.ID, Name: p.Name, Team: p.Team, Weeks: someLoads(taken...)}
		if teams {
			row.ID, row.Name = 0, p.Team
		}
		c.Rows = append(c.Rows, row)
	}
	return c, nil
}

func (v *town) BringStaff(_ context.Context, by, name string, r io.Reader) (staff.Brought, error) {
	body, err := io.ReadAll(r)
	if err != nil {
		return staff.Brought{}, err
	}
	if len(body) == 0 {
		return staff.Brought{}, fault.New("staff.list-empty", "file", name)
	}
	return staff.Brought{People: 2, Skills: 3, Dropped: []string{"verzuimreden"}}, v.desk.did("%s brings %s", by, name)
}

func (v *town) AddAbsence(_ context.Context, by, worker string, from, until day.Day, hours staffing.Minutes) error {
	if hours > 6000 {
		return fault.New("staff.absence-hours", "hours", hours.Hours(), "most", "24")
	}
	return v.desk.did("%s: %s away %s %s %d", by, worker, from, until, hours)
}

func (v *town) DropAbsence(_ context.Context, by, absence string) error {
	return v.desk.did("%s drops %s", by, absence)
}

func (v *town) ReadCalendar(_ context.Context, by, worker string, r io.Reader) (int, error) {
	body, err := io.ReadAll(r)
	if err != nil {
		return 0, err
	}
	return 3, v.desk.did("%s: calendar of %s, %d", by, worker, len(body))
}

func (v *town) AddFeed(_ context.Context, by, worker string) (string, error) {
	return "geheim", v.desk.did("%s: feed of %s", by, worker)
}

func (v *town) DropFeed(_ context.Context, by, worker string) error {
	return v.desk.did("%s: no feed of %s", by, worker)
}

func (v *town) Feed(_ context.Context, secret string, w io.Writer) error {
	if secret != "geheim" {
		return fault.New("books.feed.not-found")
	}
	_, err := io.WriteString(w, "BEGIN:VCALENDAR")
	return err
}

func (v *town) ForgetWorker(_ context.Context, by, worker string) error {
	return v.desk.did("%s forgets %s", by, worker)
}

func (v *town) DecideSeat(_ context.Context, by string, c staff.Choice) (int64, error) {
	if c.Kind == staff.Rejected && c.Reason == "" {
		return 0, fault.New("staff.reason")
	}
	return 77, v.desk.did("%s: %s %d %d %q %v", by, c.Kind, c.Seat, c.Person, c.Reason, c.Tentative)
}

func (v *town) UndoStaffing(_ context.Context, by, decision string) error {
	return v.desk.did("%s takes back %s", by, decision)
}

func (v *town) StaffDecisions(context.Context, string) ([]staff.Decision, int64, error) {
	if v.empty || v.fails != nil {
		return nil, 0, v.fails
	}
	one := staff.Decision{StaffDecision: db.StaffDecision{ID: 77, SeatID: 901, PersonID: 801, Was: 802, Kind: "changed", Reason: "kent het systeem", Actor: "m.bakker", At: "2026-03-03T10:00:00.000000Z"},
		Seat: "Projectleider", Assignment: "Invoering zaaksysteem", Work: 701, Person: "Noor van den Berg-de Wit", WasName: "Kees Jansen", Undoable: true}
	other := one
	other.ID, other.Kind, other.UndoneBy, other.Undoable, other.PersonID, other.Reason = 76, "closed", 78, false, 0, ""
	return []staff.Decision{one, other}, 70, nil
}

func townPlan() staff.Plan {
	work := townWork()[0]
	return staff.Plan{ID: 600, Kind: "plan", State: "proposed", From: monday, Weeks: 26, Value: 96_000, Bound: 97_200, Gap: 0.0123, Kept: 1, MadeBy: "m.bakker", MadeAt: time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC),
		Terms:      staffing.Terms{Priority: 80_000, Fit: 12_000, Continuity: 6000, Wishes: 1200, Stretch: -900, Travel: -800, Fairness: -1500},
		Placements: []staff.Planned{{Placement: *work.All[1].Proposed, Seat: work.All[1]}, {Placement: staff.Placement{Plan: 600, Person: 801, Who: "Noor van den Berg-de Wit", State: "accepted"}, Seat: work.All[0]}},
		Unfilled:   []staff.Unfilled{{Seat: work.All[2], Minutes: 960, Reasons: []staffing.Reason{{Code: "web.order.by", Args: map[string]string{"who": "x"}}}}}}
}

func (v *town) Plan(context.Context) (staff.Plan, error) {
	if v.empty || v.fails != nil {
		return staff.Plan{}, v.fails
	}
	return townPlan(), nil
}

func (v *town) ProposePlan(_ context.Context, by, kind string, seconds int) error {
	return v.desk.did("%s: %s in %d", by, kind, seconds)
}

func (v *town) AcceptPlan(_ context.Context, by, plan string, seats []int64, reason string) (int, error) {
	return 2, v.desk.did("%s accepts %s %v %q", by, plan, seats, reason)
}

func (v *town) UndoPlan(_ context.Context, by, plan string) (int, error) {
	return 2, v.desk.did("%s takes back all of %s", by, plan)
}

func (v *town) Why(_ context.Context, seat string) (staff.Why, error) {
	if seat != "902" || v.empty {
		return staff.Why{}, noPage(seat)
	}
	because := []staffing.Reason{{Code: "web.order.by", Args: map[string]string{"who": "x"}}}
	return staff.Why{Seat: townWork()[0].All[1], People: []staff.Candidate{{ID: 802, Name: "Kees Jansen", Team: "I", Proposed: true}, {ID: 804, Name: "Anna Bos", Has: true},
		{ID: 805, Name: "Piet", Busy: &staff.Busy{Week: monday, Free: 120, Asked: 240, With: []staff.Named{{ID: 901, Name: "Invoering zaaksysteem: Projectleider"}}}},
		{ID: 801, Name: "Noor van den Berg-de Wit", Reasons: because}}}, v.fails
}

func (v *town) ExportPlan(_ context.Context, w io.Writer) error {
	_, err := io.WriteString(w, "assignment,seat\n")
	return err
}

func (v *town) Scenarios(context.Context) ([]staff.Scenario, error) {
	if v.empty || v.fails != nil {
		return nil, v.fails
	}
	one := staff.Scenario{ID: 500, Name: "Twee erbij", Change: staff.Change{Kind: staff.Hire, Person: 801, Count: 2}, About: "Noor van den Berg-de Wit", Outcome: staff.Outcome{Seats: 9, Minutes: 60_000, Value: 130_000},
		BaseSeats: 7, BaseMinutes: 48_000, BaseValue: 100_000, Moves: []staff.ShownMove{{Seat: 902, Name: "Invoering zaaksysteem: Tester", To: "", ToNew: true}}, MadeBy: "m.bakker"}
	other := one
	other.ID, other.Name, other.Change, other.Minutes, other.Value, other.Moves = 501, "Kees weg", staff.Change{Kind: staff.Leave, Person: 802}, 40_000, 90_000, nil
	return []staff.Scenario{one, other}, nil
}

func (v *town) AddScenario(_ context.Context, by, name string, c staff.Change) error {
	if name == "" {
		return fault.New("staff.scenario")
	}
	return v.desk.did("%s: what if %s %s %d %d", by, name, c.Kind, c.Person, c.Weeks)
}

func (v *town) DropScenario(_ context.Context, by, scenario string) error {
	return v.desk.did("%s drops what-if %s", by, scenario)
}
