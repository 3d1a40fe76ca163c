// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"bytes"
	"context"
	"math"
	"strings"

	"rentmeester/api"
	"rentmeester/app/staff"
	"rentmeester/day"
	"rentmeester/staffing"
)

func (s *Source) staff() *staff.Desk { return s.books.Staff() }

// StaffMembers implements api.Staffing.
func (s *Source) StaffMembers(ctx context.Context, _ api.Caller, withGone bool) ([]staff.PersonHead, error) {
	return s.staff().People(ctx, withGone)
}

// StaffMember implements api.Staffing.
func (s *Source) StaffMember(ctx context.Context, _ api.Caller, id int64) (staff.Person, error) {
	return s.staff().Person(ctx, id)
}

// Assignments implements api.Staffing.
func (s *Source) Assignments(ctx context.Context, _ api.Caller) ([]staff.WorkHead, error) {
	return s.staff().Works(ctx)
}

// Assignment implements api.Staffing.
func (s *Source) Assignment(ctx context.Context, _ api.Caller, id int64) (staff.Work, error) {
	return s.staff().Work(ctx, id)
}

// Capacity implements api.Staffing.
func (s *Source) Capacity(ctx context.Context, _ api.Caller, teams, planned bool, weeks int) (staff.Capacity, error) {
	return s.staff().Capacity(ctx, teams, planned, weeks)
}

// BringStaff implements api.Staffing.
func (s *Source) BringStaff(ctx context.Context, by api.Caller, name string, content []byte) (staff.Brought, error) {
	return s.staff().Import(ctx, by.Person, name, bytes.NewReader(content))
}

// AddAbsence implements api.Staffing.
func (s *Source) AddAbsence(ctx context.Context, by api.Caller, person int64, a api.NewAbsence) (int64, error) {
	return s.staff().AddAbsence(ctx, by.Person, person, day.Day(a.From), day.Day(a.Until), staffing.Minutes(math.Round(a.Hours*float64(staffing.Hour))))
}

// DropAbsence implements api.Staffing.
func (s *Source) DropAbsence(ctx context.Context, by api.Caller, id int64) error {
	return s.staff().DropAbsence(ctx, by.Person, id)
}

// ReadCalendar implements api.Staffing.
func (s *Source) ReadCalendar(ctx context.Context, by api.Caller, person int64, calendar string) (int, error) {
	return s.staff().Calendar(ctx, by.Person, person, strings.NewReader(calendar))
}

// AddFeed implements api.Staffing.
func (s *Source) AddFeed(ctx context.Context, by api.Caller, person int64) (string, error) {
	return s.staff().AddFeed(ctx, by.Person, person)
}

// DropFeed implements api.Staffing.
func (s *Source) DropFeed(ctx context.Context, by api.Caller, person int64) error {
	return s.staff().DropFeed(ctx, by.Person, person)
}

// ForgetStaff implements api.Staffing.
func (s *Source) ForgetStaff(ctx context.Context, by api.Caller, person int64) error {
	return s.staff().Forget(ctx, by.Person, person)
}

// StandingPlan implements api.Staffing.
func (s *Source) StandingPlan(ctx context.Context, _ api.Caller) (staff.Plan, error) {
	return s.staff().Standing(ctx)
}

// StaffPlan implements api.Staffing.
func (s *Source) StaffPlan(ctx context.Context, _ api.Caller, id int64) (staff.Plan, error) {
	return s.staff().Plan(ctx, id)
}

// ProposePlan implements api.Staffing.
func (s *Source) ProposePlan(ctx context.Context, by api.Caller, kind string, seconds int) (int64, error) {
	return s.staff().Make(ctx, by.Person, kind, seconds)
}

// AcceptPlan implements api.Staffing.
func (s *Source) AcceptPlan(ctx context.Context, by api.Caller, plan int64, seats []int64, reason string) ([]int64, error) {
	return s.staff().AcceptPlan(ctx, by.Person, plan, seats, reason)
}

// UndoPlan implements api.Staffing.
func (s *Source) UndoPlan(ctx context.Context, by api.Caller, plan int64) (int, error) {
	return s.staff().UndoPlan(ctx, by.Person, plan)
}

// WhySeat implements api.Staffing.
func (s *Source) WhySeat(ctx context.Context, _ api.Caller, seat int64) (staff.Why, error) {
	return s.staff().Why(ctx, seat)
}

// DecideSeat implements api.Staffing.
func (s *Source) DecideSeat(ctx context.Context, by api.Caller, c staff.Choice) (int64, error) {
	return s.staff().Decide(ctx, by.Person, c)
}

// UndoSeat implements api.Staffing.
func (s *Source) UndoSeat(ctx context.Context, by api.Caller, decision int64) (int64, error) {
	return s.staff().Undo(ctx, by.Person, decision)
}

// SeatDecisions implements api.Staffing.
func (s *Source) SeatDecisions(ctx context.Context, _ api.Caller, before int64) ([]staff.Decision, int64, error) {
	return s.staff().Decisions(ctx, before)
}

// Scenarios implements api.Staffing.
func (s *Source) Scenarios(ctx context.Context, _ api.Caller) ([]staff.Scenario, error) {
	return s.staff().Scenarios(ctx)
}

// AddScenario implements api.Staffing.
func (s *Source) AddScenario(ctx context.Context, by api.Caller, name string, c staff.Change, seconds int) (int64, error) {
	return s.staff().AddScenario(ctx, by.Person, name, c, seconds)
}

// DropScenario implements api.Staffing.
func (s *Source) DropScenario(ctx context.Context, by api.Caller, id int64) error {
	return s.staff().DropScenario(ctx, by.Person, id)
}
