// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"rentmeester/app/staff"
	"rentmeester/staffing"
)

// Staffing is what the API needs of who does what.
type Staffing interface {
	StaffMembers(ctx context.Context, by Caller, withGone bool) ([]staff.PersonHead, error)
	StaffMember(ctx context.Context, by Caller, id int64) (staff.Person, error)
	Assignments(ctx context.Context, by Caller) ([]staff.WorkHead, error)
	Assignment(ctx context.Context, by Caller, id int64) (staff.Work, error)
	Capacity(ctx context.Context, by Caller, teams, planned bool, weeks int) (staff.Capacity, error)
	BringStaff(ctx context.Context, by Caller, name string, content []byte) (staff.Brought, error)
	AddAbsence(ctx context.Context, by Caller, person int64, a NewAbsence) (id int64, err error)
	DropAbsence(ctx context.Context, by Caller, id int64) error
	ReadCalendar(ctx context.Context, by Caller, person int64, calendar string) (absences int, err error)
	AddFeed(ctx context.Context, by Caller, person int64) (secret string, err error)
	DropFeed(ctx context.Context, by Caller, person int64) error
	ForgetStaff(ctx context.Context, by Caller, person int64) error
	StandingPlan(ctx context.Context, by Caller) (staff.Plan, error)
	StaffPlan(ctx context.Context, by Caller, id int64) (staff.Plan, error)
	ProposePlan(ctx context.Context, by Caller, kind string, seconds int) (id int64, err error)
	AcceptPlan(ctx context.Context, by Caller, plan int64, seats []int64, reason string) ([]int64, error)
	UndoPlan(ctx context.Context, by Caller, plan int64) (int, error)
	WhySeat(ctx context.Context, by Caller, seat int64) (staff.Why, error)
	DecideSeat(ctx context.Context, by Caller, c staff.Choice) (int64, error)
	UndoSeat(ctx context.Context, by Caller, decision int64) (int64, error)
	SeatDecisions(ctx context.Context, by Caller, before int64) (all []staff.Decision, next int64, err error)
	Scenarios(ctx context.Context, by Caller) ([]staff.Scenario, error)
	AddScenario(ctx context.Context, by Caller, name string, c staff.Change, seconds int) (id int64, err error)
	DropScenario(ctx context.Context, by Caller, id int64) error
}

// StaffMember is somebody who can work.
type StaffMember struct {
	ID        int64   `json:"id"`
	Code      string  `json:"code"`
	Name      string  `json:"name"`
	Team      string  `json:"team,omitempty"`
	Place     string  `json:"place,omitempty"`
	Hours     float64 `json:"hoursPerWeek" doc:"That the contract gives to assignments now"`
	Free      float64 `json:"freeHours" doc:"In the twelve weeks ahead together"`
	Over      int     `json:"weeksOver" doc:"Weeks ahead with more work than hours"`
	Seats     int     `json:"seats"`
	Gone      bool    `json:"gone,omitempty"`
	Forgotten bool    `json:"forgotten,omitempty"`
}

// StaffDetail is all that is known of somebody.
type StaffDetail struct {
	StaffMember
	Skills   []SkillLevel  `json:"skills"`
	Wishes   []StaffWish   `json:"wishes"`
	Absences []Absence     `json:"absences" doc:"When and how much; why is kept nowhere"`
	Holds    []Seat        `json:"holds"`
	Weeks    []StaffWeek   `json:"weeks"`
	Terms    []ContractRow `json:"contracts"`
}

// SkillLevel is a skill at a level from 1 to 5.
type SkillLevel struct {
	Skill string `json:"skill"`
	Level int    `json:"level"`
	Must  bool   `json:"must,omitempty" doc:"Of a seat: nobody sits there without"`
}

// StaffWish is what somebody stated to want.
type StaffWish struct {
	About string `json:"about"`
	Kind  string `json:"kind" doc:"gladly, not or learn"`
}

// Absence is when somebody is away.
type Absence struct {
	ID     int64   `json:"id"`
	From   Day     `json:"from"`
	Until  Day     `json:"until"`
	Share  float64 `json:"share" doc:"Of each working day, from 0 to 1"`
	Source string  `json:"source" doc:"list, calendar or hand"`
}

// NewAbsence is an absence as it is added; there is no place for a reason.
type NewAbsence struct {
	From  Day     `json:"from"`
	Until Day     `json:"until,omitempty" doc:"Absent: one day"`
	Hours float64 `json:"hours,omitempty" minimum:"0" maximum:"10000" doc:"In the whole period; absent: all of it"`
}

// ContractRow is hours a week in a period.
type ContractRow struct {
	From  Day     `json:"from"`
	Until Day     `json:"until,omitempty"`
	Hours float64 `json:"hoursPerWeek"`
}

// StaffWeek is how full a week is.
type StaffWeek struct {
	Monday Day     `json:"monday"`
	There  float64 `json:"hours" doc:"That there are, absence taken off"`
	Taken  float64 `json:"takenHours"`
}

// AssignmentHead is work with a goal.
type AssignmentHead struct {
	ID       int64   `json:"id"`
	Code     string  `json:"code"`
	Name     string  `json:"name"`
	Project  string  `json:"project,omitempty"`
	Place    string  `json:"place,omitempty"`
	Priority int     `json:"priority" doc:"From 1, the lowest, to 5"`
	Deadline Day     `json:"deadline,omitempty"`
	Budget   Amount  `json:"budget,omitempty"`
	Hours    float64 `json:"hours"`
	Seats    int     `json:"seatCount"`
	Filled   int     `json:"filledCount"`
	Closed   bool    `json:"closed,omitempty"`
}

// AssignmentDetail is an assignment with its seats.
type AssignmentDetail struct {
	AssignmentHead
	All []Seat `json:"seats"`
}

// Seat is a role in an assignment.
type Seat struct {
	ID         int64        `json:"id"`
	Code       string       `json:"code"`
	Name       string       `json:"name"`
	Assignment int64        `json:"assignment"`
	From       Day          `json:"from"`
	Until      Day          `json:"until"`
	Hours      float64      `json:"hours"`
	Needs      []SkillLevel `json:"needs"`
	Person     int64        `json:"person,omitempty" doc:"Who has it"`
	Locked     bool         `json:"locked,omitempty"`
	Tentative  bool         `json:"tentative,omitempty"`
	Shut       bool         `json:"shut,omitempty" doc:"Nobody gets it"`
	Barred     []int64      `json:"barred" doc:"Who does not get it"`
	Proposed   int64        `json:"proposed,omitempty" doc:"Whom the plan that waits proposes"`
}

// StaffPlan is who does what, as it was proposed.
type StaffPlan struct {
	ID         int64           `json:"id"`
	Kind       string          `json:"kind" doc:"plan or repair"`
	State      string          `json:"state" doc:"proposed, done or dropped"`
	From       Day             `json:"from"`
	Weeks      int             `json:"weeks"`
	Value      int64           `json:"value" doc:"In points"`
	Bound      int64           `json:"bound" doc:"No plan is worth more"`
	Gap        float64         `json:"gap" doc:"Part of the bound that may be missed"`
	Proved     bool            `json:"proved" doc:"No plan is worth more than this one"`
	Terms      []PlanTerm      `json:"terms"`
	Placements []SeatPlacement `json:"placements" doc:"That ask for a decision, or did"`
	Unfilled   []UnfilledSeat  `json:"unfilled"`
	MadeBy     string          `json:"madeBy"`
	MadeAt     time.Time       `json:"madeAt"`
}

// PlanTerm is a part of the value of a plan.
type PlanTerm struct {
	Term  string `json:"term"`
	Value int64  `json:"value"`
}

// SeatPlacement is what is proposed for a seat.
type SeatPlacement struct {
	Seat   int64  `json:"seat"`
	Person int64  `json:"person,omitempty" doc:"Absent: the seat comes free"`
	Was    int64  `json:"was,omitempty" doc:"Who had it"`
	State  string `json:"state" doc:"proposed, accepted, changed, rejected or closed"`
}

// UnfilledSeat is a seat that a plan leaves to nobody.
type UnfilledSeat struct {
	Seat    int64    `json:"seat"`
	Hours   float64  `json:"hours"`
	Reasons []string `json:"reasons" doc:"In the language of Accept-Language"`
}

// SeatCandidate says whether somebody can have a seat.
type SeatCandidate struct {
	Person  int64    `json:"person"`
	Can     bool     `json:"can"`
	Has     bool     `json:"has,omitempty"`
	Reasons []string `json:"reasons" doc:"Against him, in the language of Accept-Language"`
	Busy    *Day     `json:"busyFrom,omitempty" doc:"He can, but other seats take this week"`
}

// SeatDecision is what somebody decided of a seat.
type SeatDecision struct {
	ID       int64     `json:"id"`
	Plan     int64     `json:"plan,omitempty"`
	Seat     int64     `json:"seat"`
	Kind     string    `json:"kind"`
	Person   int64     `json:"person,omitempty"`
	Was      int64     `json:"was,omitempty"`
	Reason   string    `json:"reason,omitempty"`
	By       string    `json:"by"`
	At       time.Time `json:"at"`
	UndoneBy int64     `json:"undoneBy,omitempty"`
	Undoes   int64     `json:"undoes,omitempty"`
}

// NewSeatDecision is what is decided.
type NewSeatDecision struct {
	Kind      string `json:"kind" enum:"accepted,changed,rejected,released,locked,unlocked,closed,opened"`
	Person    int64  `json:"person,omitempty" doc:"Who gets it, for changed"`
	Reason    string `json:"reason,omitempty" maxLength:"500" doc:"About the work, not about the person; asked for rejected"`
	Tentative bool   `json:"tentative,omitempty" doc:"For locked: an option that may still lapse"`
}

// BusyCalendar tells when somebody is away.
type BusyCalendar struct {
	Calendar string `json:"calendar" maxLength:"16000000" doc:"iCalendar; only when somebody is busy is taken from it"`
}

// NewStaffPlan asks for a plan.
type NewStaffPlan struct {
	Kind    string `json:"kind,omitempty" enum:"plan,repair" doc:"Absent: plan"`
	Seconds int    `json:"seconds,omitempty" minimum:"1" maximum:"120" doc:"That it may take; absent: 20"`
}

// PlanAcceptance says to which seats of a plan somebody says yes.
type PlanAcceptance struct {
	Seats  []int64 `json:"seats,omitempty" maxItems:"10000" doc:"Absent: all that wait"`
	Reason string  `json:"reason,omitempty" maxLength:"500"`
}

// SeatsDecided gives the decisions that were taken.
type SeatsDecided struct {
	Decisions []int64 `json:"decisions"`
}

// StaffList is a list of people, work or skills.
type StaffList struct {
	Name    string `json:"name" minLength:"1" maxLength:"300" doc:"Of the file"`
	Content []byte `json:"content" doc:"The file, in base64: CSV, XLSX or JSON. It is not kept"`
}

// BroughtIn says what came of a list.
type BroughtIn struct {
	People      int      `json:"people"`
	Assignments int      `json:"assignments"`
	Seats       int      `json:"seats"`
	Skills      int      `json:"skills"`
	Dropped     []string `json:"dropped" doc:"Columns that tell why somebody is away; they were not taken"`
}

func hoursOf(m staffing.Minutes) float64 { return float64(m) / float64(staffing.Hour) }

func staffMember(p staff.PersonHead) StaffMember {
	return StaffMember{ID: p.ID, Code: p.Code, Name: p.Name, Team: p.Team, Place: p.Place, Hours: hoursOf(p.Contract), Free: hoursOf(p.Free), Over: p.Over, Seats: p.Seats,
		Gone: p.Gone, Forgotten: p.Forgotten}
}

func staffDetail(p staff.Person) StaffDetail {
	d := StaffDetail{StaffMember: staffMember(p.PersonHead), Skills: skillLevels(p.Levels), Wishes: []StaffWish{}, Absences: []Absence{}, Holds: []Seat{}, Weeks: staffWeeks(p.Weeks), Terms: []ContractRow{}}
	for _, w := range p.Wishes {
		d.Wishes = append(d.Wishes, StaffWish{w.What, w.Kind})
	}
	for _, a := range p.Absences {
		const thousand = 1000
		d.Absences = append(d.Absences, Absence{a.ID, Day(a.From), Day(a.Until), float64(a.Away) / thousand, a.Source})
	}
	for _, s := range p.Holds {
		d.Holds = append(d.Holds, seatOf(s))
	}
	for _, c := range p.Contracts {
		d.Terms = append(d.Terms, ContractRow{Day(c.From), Day(c.Until), hoursOf(c.Minutes)})
	}
	return d
}

func skillLevels(all []staff.SkillLevel) []SkillLevel {
	out := []SkillLevel{}
	for _, l := range all {
		out = append(out, SkillLevel{l.Name, l.Level, l.Must})
	}
	return out
}

func staffWeeks(all []staff.Load) []StaffWeek {
	out := []StaffWeek{}
	for _, l := range all {
		out = append(out, StaffWeek{Day(l.Monday), hoursOf(l.There), hoursOf(l.Taken)})
	}
	return out
}

func assignmentHead(w staff.WorkHead) AssignmentHead {
	return AssignmentHead{ID: w.ID, Code: w.Code, Name: w.Name, Project: w.Project, Place: w.Place, Priority: w.Priority, Deadline: Day(w.Deadline), Budget: Amount(w.Budget),
		Hours: hoursOf(w.Minutes), Seats: w.Seats, Filled: w.Filled, Closed: w.Closed}
}

func seatOf(s staff.SeatView) Seat {
	out := Seat{ID: s.ID, Code: s.Code, Name: s.Name, Assignment: s.Work, From: Day(s.From), Until: Day(s.Until), Hours: hoursOf(s.Minutes), Needs: skillLevels(s.Needs), Person: s.Person,
		Locked: s.Locked, Tentative: s.Tentative, Shut: s.Shut, Barred: []int64{}}
	for _, b := range s.Barred {
		out.Barred = append(out.Barred, b.ID)
	}
	if s.Proposed != nil && s.Proposed.State == "proposed" {
		out.Proposed = s.Proposed.Person
	}
	return out
}

func (r *rooms) planOf(ctx context.Context, p staff.Plan) StaffPlan {
	t := p.Terms
	out := StaffPlan{ID: p.ID, Kind: p.Kind, State: p.State, From: Day(p.From), Weeks: p.Weeks, Value: p.Value, Bound: p.Bound, Gap: p.Gap, Proved: p.Proved,
		Placements: []SeatPlacement{}, Unfilled: []UnfilledSeat{}, MadeBy: p.MadeBy, MadeAt: p.MadeAt}
	out.Terms = []PlanTerm{{"priority", int64(t.Priority)}, {"fit", int64(t.Fit)}, {"continuity", int64(t.Continuity)}, {"wishes", int64(t.Wishes)}, {"development", int64(t.Development)},
		{"stretch", int64(t.Stretch)}, {"travel", int64(t.Travel)}, {"fairness", int64(t.Fairness)}}
	for _, one := range p.Placements {
		out.Placements = append(out.Placements, SeatPlacement{one.Seat.ID, one.Person, one.Was, one.State})
	}
	for _, u := range p.Unfilled {
		out.Unfilled = append(out.Unfilled, UnfilledSeat{u.Seat.ID, hoursOf(u.Minutes), reasonsIn(ctx, u.Reasons)})
	}
	return out
}

// staffings are the operations of who does what.
func (r *rooms) staffings() {
	r.staffPeople()
	r.staffWork()
	r.staffPlans()
	r.staffDecisions()
	r.scenarios()
}

func (r *rooms) staffPeople() {
	type listed struct {
		Paging
		Gone bool `query:"gone" doc:"Also who works here no more"`
	}
	huma.Register(r.huma, r.operation("list-staff", http.MethodGet, "/staff", "staffing"), func(ctx context.Context, in *listed) (*page[StaffMember], error) {
		all, err := r.source.StaffMembers(ctx, callerOf(ctx), in.Gone)
		list := make([]StaffMember, len(all))
		for i, p := range all {
			list[i] = staffMember(p)
		}
		return paged(list, in.Paging, func(p StaffMember) string { return p.Code }, err)
	})
	huma.Register(r.huma, r.operation("get-staff-member", http.MethodGet, "/staff/{id}", "staffing"), func(ctx context.Context, in *ByID) (*one[StaffDetail], error) {
		p, err := r.source.StaffMember(ctx, callerOf(ctx), in.ID)
		return oneOf(staffDetail(p), err)
	})
	huma.Register(r.huma, anew(r.act("add-absence", "/staff/{id}/absences", "staffing")), func(ctx context.Context, in *struct {
		ByID
		Body NewAbsence
	}) (*one[StaffDetail], error) {
		if !brokenOff(ctx) {
			if _, err := r.source.AddAbsence(ctx, callerOf(ctx), in.ID, in.Body); err != nil {
				return nil, err
			}
		}
		p, err := r.source.StaffMember(ctx, callerOf(ctx), in.ID)
		return oneOf(staffDetail(p), err)
	})
	huma.Register(r.huma, anew(r.act("read-calendar", "/staff/{id}/calendars", "staffing")), func(ctx context.Context, in *struct {
		ByID
		Body BusyCalendar
	}) (*one[StaffDetail], error) {
		if _, err := r.source.ReadCalendar(ctx, callerOf(ctx), in.ID, in.Body.Calendar); err != nil {
			return nil, err
		}
		p, err := r.source.StaffMember(ctx, callerOf(ctx), in.ID)
		return oneOf(staffDetail(p), err)
	})
	type address struct {
		Address string `json:"address" doc:"Under the address of the pages; nobody sees it again"`
	}
	huma.Register(r.huma, anew(r.act("make-roster-address", "/staff/{id}/feeds", "staffing")), func(ctx context.Context, in *ByID) (*one[address], error) {
		secret, err := r.source.AddFeed(ctx, callerOf(ctx), in.ID)
		return oneOf(address{"/staffing/calendar/" + secret}, err)
	})
	huma.Register(r.huma, anew(r.act("end-roster-address", "/staff/{id}/feed-ends", "staffing")), func(ctx context.Context, in *ByID) (*one[Nothing], error) {
		if brokenOff(ctx) {
			return &one[Nothing]{}, nil
		}
		return oneOf(Nothing{}, r.source.DropFeed(ctx, callerOf(ctx), in.ID))
	})
	huma.Register(r.huma, anew(r.act("forget-staff-member", "/staff/{id}/removals", "staffing")), func(ctx context.Context, in *ByID) (*one[Nothing], error) {
		if brokenOff(ctx) {
			return &one[Nothing]{}, nil
		}
		return oneOf(Nothing{}, r.source.ForgetStaff(ctx, callerOf(ctx), in.ID))
	})
	huma.Register(r.huma, anew(r.act("drop-absence", "/absences/{id}/removals", "staffing")), func(ctx context.Context, in *ByID) (*one[Nothing], error) {
		if brokenOff(ctx) {
			return &one[Nothing]{}, nil
		}
		return oneOf(Nothing{}, r.source.DropAbsence(ctx, callerOf(ctx), in.ID))
	})
}

func (r *rooms) staffWork() {
	huma.Register(r.huma, r.operation("list-assignments", http.MethodGet, "/assignments", "staffing"), func(ctx context.Context, in *struct{ Paging }) (*page[AssignmentHead], error) {
		all, err := r.source.Assignments(ctx, callerOf(ctx))
		list := make([]AssignmentHead, len(all))
		for i, w := range all {
			list[i] = assignmentHead(w)
		}
		return paged(list, in.Paging, func(w AssignmentHead) string { return w.Code }, err)
	})
	huma.Register(r.huma, r.operation("get-assignment", http.MethodGet, "/assignments/{id}", "staffing"), func(ctx context.Context, in *ByID) (*one[AssignmentDetail], error) {
		w, err := r.source.Assignment(ctx, callerOf(ctx), in.ID)
		d := AssignmentDetail{AssignmentHead: assignmentHead(w.WorkHead), All: []Seat{}}
		for _, s := range w.All {
			d.All = append(d.All, seatOf(s))
		}
		return oneOf(d, err)
	})
	type capacityRow struct {
		Person int64       `json:"person,omitempty"`
		Name   string      `json:"name"`
		Team   string      `json:"team,omitempty"`
		Weeks  []StaffWeek `json:"weeks"`
	}
	type capacity struct {
		Rows []capacityRow `json:"rows"`
		Open []float64     `json:"openHours" doc:"Of each week, the hours of seats that nobody has"`
	}
	huma.Register(r.huma, r.operation("get-capacity", http.MethodGet, "/capacity", "staffing"), func(ctx context.Context, in *struct {
		By    string `query:"by" enum:"person,team" default:"person"`
		With  string `query:"with" enum:"agreed,plan" default:"agreed" doc:"plan: what is proposed counts too"`
		Weeks int    `query:"weeks" minimum:"1" maximum:"104" default:"12"`
	}) (*one[capacity], error) {
		c, err := r.source.Capacity(ctx, callerOf(ctx), in.By == "team", in.With == "plan", in.Weeks)
		out := capacity{Rows: []capacityRow{}, Open: []float64{}}
		for _, row := range c.Rows {
			out.Rows = append(out.Rows, capacityRow{row.ID, row.Name, row.Team, staffWeeks(row.Weeks)})
		}
		for _, m := range c.Open {
			out.Open = append(out.Open, hoursOf(m))
		}
		return oneOf(out, err)
	})
	huma.Register(r.huma, anew(r.act("bring-staff", "/staff-lists", "staffing")), func(ctx context.Context, in *one[StaffList]) (*one[BroughtIn], error) {
		b, err := r.source.BringStaff(ctx, callerOf(ctx), in.Body.Name, in.Body.Content)
		return oneOf(BroughtIn{b.People, b.Assignments, b.Seats, b.Skills, wordsOf(b.Dropped)}, err)
	})
}

func wordsOf(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func (r *rooms) staffPlans() {
	huma.Register(r.huma, r.operation("get-standing-plan", http.MethodGet, "/staff-plans/standing", "staffing"), func(ctx context.Context, _ *struct{}) (*one[StaffPlan], error) {
		p, err := r.source.StandingPlan(ctx, callerOf(ctx))
		return oneOf(r.planOf(ctx, p), err)
	})
	huma.Register(r.huma, r.operation("get-staff-plan", http.MethodGet, "/staff-plans/{id}", "staffing"), func(ctx context.Context, in *ByID) (*one[StaffPlan], error) {
		p, err := r.source.StaffPlan(ctx, callerOf(ctx), in.ID)
		return oneOf(r.planOf(ctx, p), err)
	})
	huma.Register(r.huma, r.act("propose-staff-plan", "/staff-plans", "staffing"), func(ctx context.Context, in *one[NewStaffPlan]) (*one[StaffPlan], error) {
		kind, seconds := in.Body.Kind, in.Body.Seconds
		if kind == "" {
			kind = staff.PlanKind
		}
		if seconds == 0 {
			seconds = staff.UsualSeconds
		}
		id, err := r.source.ProposePlan(ctx, callerOf(ctx), kind, seconds)
		if err != nil {
			return nil, err
		}
		p, err := r.source.StaffPlan(ctx, callerOf(ctx), id)
		return oneOf(r.planOf(ctx, p), err)
	})
	huma.Register(r.huma, r.act("accept-staff-plan", "/staff-plans/{id}/acceptances", "staffing"), func(ctx context.Context, in *struct {
		ByID
		Body PlanAcceptance
	}) (*one[SeatsDecided], error) {
		ids, err := r.source.AcceptPlan(ctx, callerOf(ctx), in.ID, in.Body.Seats, in.Body.Reason)
		if ids == nil {
			ids = []int64{}
		}
		return oneOf(SeatsDecided{ids}, err)
	})
	type undone struct {
		Decisions int `json:"decisionCount"`
	}
	huma.Register(r.huma, r.act("undo-staff-plan", "/staff-plans/{id}/undoings", "staffing"), func(ctx context.Context, in *ByID) (*one[undone], error) {
		n, err := r.source.UndoPlan(ctx, callerOf(ctx), in.ID)
		return oneOf(undone{n}, err)
	})
}

func (r *rooms) staffDecisions() {
	type candidates struct {
		People []SeatCandidate `json:"people"`
	}
	huma.Register(r.huma, r.operation("explain-seat", http.MethodGet, "/seats/{id}/candidates", "staffing"), func(ctx context.Context, in *ByID) (*one[candidates], error) {
		w, err := r.source.WhySeat(ctx, callerOf(ctx), in.ID)
		out := candidates{[]SeatCandidate{}}
		for _, c := range w.People {
			one := SeatCandidate{Person: c.ID, Can: c.Can(), Has: c.Has, Reasons: reasonsIn(ctx, c.Reasons)}
			if c.Busy != nil {
				week := Day(c.Busy.Week)
				one.Busy = &week
			}
			out.People = append(out.People, one)
		}
		return oneOf(out, err)
	})
	huma.Register(r.huma, r.act("decide-seat", "/seats/{id}/decisions", "staffing"), func(ctx context.Context, in *struct {
		ByID
		Body NewSeatDecision
	}) (*one[SeatsDecided], error) {
		b := in.Body
		id, err := r.source.DecideSeat(ctx, callerOf(ctx), staff.Choice{Seat: in.ID, Kind: staff.Kind(b.Kind), Person: b.Person, Reason: b.Reason, Tentative: b.Tentative})
		return oneOf(SeatsDecided{[]int64{id}}, err)
	})
	huma.Register(r.huma, r.operation("list-seat-decisions", http.MethodGet, "/seat-decisions", "staffing"), func(ctx context.Context, in *struct {
		Cursor string `query:"cursor" maxLength:"200" doc:"Where to go on: next of the page before"`
	}) (*page[SeatDecision], error) {
		before, err := cursorID(in.Cursor)
		if err != nil {
			return nil, err
		}
		rows, next, err := r.source.SeatDecisions(ctx, callerOf(ctx), before)
		all, to := []SeatDecision{}, ""
		for _, d := range rows {
			all = append(all, SeatDecision{ID: d.ID, Plan: d.PlanID, Seat: d.SeatID, Kind: d.Kind, Person: d.PersonID, Was: d.Was, Reason: d.Reason, By: d.Actor, At: d.When(), UndoneBy: d.UndoneBy, Undoes: d.Undoes})
		}
		if next != 0 {
			to = strconv.FormatInt(next, 10)
		}
		return pageOf(all, to, err)
	})
	huma.Register(r.huma, r.act("undo-seat-decision", "/seat-decisions/{id}/undoings", "staffing"), func(ctx context.Context, in *ByID) (*one[SeatsDecided], error) {
		id, err := r.source.UndoSeat(ctx, callerOf(ctx), in.ID)
		return oneOf(SeatsDecided{[]int64{id}}, err)
	})
}
