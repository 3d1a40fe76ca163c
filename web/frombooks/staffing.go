// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"io"

	"rentmeester/app/staff"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/staffing"
)

func (s *Source) staff() *staff.Desk { return s.books.Staff() }

// staffed gives a fault of who does what the code by which the pages know what is not
// there and what changed meanwhile.
func staffed(err error) error {
	switch fault.Code(err) {
	case "staff.no-person":
		return fault.New("books.worker.not-found")
	case "staff.no-assignment":
		return fault.New("books.assignment.not-found")
	case "staff.no-seat":
		return fault.New("books.seat.not-found")
	case "staff.no-absence":
		return fault.New("books.absence.not-found")
	case "staff.no-feed":
		return fault.New("books.feed.not-found")
	case "staff.no-decision":
		return fault.New("books.decision.not-found")
	case "staff.no-scenario":
		return fault.New("books.scenario.not-found")
	case "staff.no-plan":
		return fault.New("books.plan.not-found")
	case "staff.seat-changed", "staff.no-placement", "staff.plan-over", "staff.undo-later":
		return fault.Wrap(err, "books.seat.stale")
	case "staff.undone-before":
		return fault.New("books.decision.stale")
	}
	return err
}

// Workers implements web.Staffing.
func (s *Source) Workers(ctx context.Context, withGone bool) ([]staff.PersonHead, error) {
	return s.staff().People(ctx, withGone)
}

// Worker implements web.Staffing.
func (s *Source) Worker(ctx context.Context, id string) (staff.Person, error) {
	key, err := number(id, "books.worker.not-found")
	if err != nil {
		return staff.Person{}, err
	}
	p, err := s.staff().Person(ctx, key)
	return p, staffed(err)
}

// Assignments implements web.Staffing.
func (s *Source) Assignments(ctx context.Context) ([]staff.WorkHead, error) {
	return s.staff().Works(ctx)
}

// Assignment implements web.Staffing.
func (s *Source) Assignment(ctx context.Context, id string) (staff.Work, error) {
	key, err := number(id, "books.assignment.not-found")
	if err != nil {
		return staff.Work{}, err
	}
	w, err := s.staff().Work(ctx, key)
	return w, staffed(err)
}

// Capacity implements web.Staffing.
func (s *Source) Capacity(ctx context.Context, teams, planned bool, weeks int) (staff.Capacity, error) {
	return s.staff().Capacity(ctx, teams, planned, weeks)
}

// BringStaff implements web.Staffing.
func (s *Source) BringStaff(ctx context.Context, by, name string, r io.Reader) (staff.Brought, error) {
	return s.staff().Import(ctx, by, name, r)
}

// AddAbsence implements web.Staffing.
func (s *Source) AddAbsence(ctx context.Context, by, worker string, from, until day.Day, hours staffing.Minutes) error {
	key, err := number(worker, "books.worker.not-found")
	if err != nil {
		return err
	}
	_, err = s.staff().AddAbsence(ctx, by, key, from, until, hours)
	return staffed(err)
}

// DropAbsence implements web.Staffing.
func (s *Source) DropAbsence(ctx context.Context, by, absence string) error {
	key, err := number(absence, "books.absence.not-found")
	if err != nil {
		return err
	}
	return staffed(s.staff().DropAbsence(ctx, by, key))
}

// ReadCalendar implements web.Staffing.
func (s *Source) ReadCalendar(ctx context.Context, by, worker string, r io.Reader) (int, error) {
	key, err := number(worker, "books.worker.not-found")
	if err != nil {
		return 0, err
	}
	n, err := s.staff().Calendar(ctx, by, key, r)
	return n, staffed(err)
}

// AddFeed implements web.Staffing.
func (s *Source) AddFeed(ctx context.Context, by, worker string) (string, error) {
	key, err := number(worker, "books.worker.not-found")
	if err != nil {
		return "", err
	}
	secret, err := s.staff().AddFeed(ctx, by, key)
	return secret, staffed(err)
}

// DropFeed implements web.Staffing.
func (s *Source) DropFeed(ctx context.Context, by, worker string) error {
	key, err := number(worker, "books.worker.not-found")
	if err != nil {
		return err
	}
	return staffed(s.staff().DropFeed(ctx, by, key))
}

// Feed implements web.Staffing.
func (s *Source) Feed(ctx context.Context, secret string, w io.Writer) error {
	return staffed(s.staff().Feed(ctx, secret, w))
}

// ForgetWorker implements web.Staffing.
func (s *Source) ForgetWorker(ctx context.Context, by, worker string) error {
	key, err := number(worker, "books.worker.not-found")
	if err != nil {
		return err
	}
	return staffed(s.staff().Forget(ctx, by, key))
}

// DecideSeat implements web.Staffing.
func (s *Source) DecideSeat(ctx context.Context, by string, c staff.Choice) (int64, error) {
	id, err := s.staff().Decide(ctx, by, c)
	return id, staffed(err)
}

// UndoStaffing implements web.Staffing.
func (s *Source) UndoStaffing(ctx context.Context, by, decision string) error {
	key, err := number(decision, "books.decision.not-found")
	if err != nil {
		return err
	}
	_, err = s.staff().Undo(ctx, by, key)
	return staffed(err)
}

// StaffDecisions implements web.Staffing.
func (s *Source) StaffDecisions(ctx context.Context, before string) ([]staff.Decision, int64, error) {
	at := int64(0)
	if before != "" {
		var err error
		if at, err = number(before, "books.cursor"); err != nil {
			return nil, 0, err
		}
	}
	return s.staff().Decisions(ctx, at)
}

// Plan implements web.Staffing.
func (s *Source) Plan(ctx context.Context) (staff.Plan, error) { return s.staff().Standing(ctx) }

// ProposePlan implements web.Staffing.
func (s *Source) ProposePlan(ctx context.Context, by, kind string, seconds int) error {
	_, err := s.staff().Make(ctx, by, kind, seconds)
	return staffed(err)
}

// AcceptPlan implements web.Staffing.
func (s *Source) AcceptPlan(ctx context.Context, by, plan string, seats []int64, reason string) (int, error) {
	key, err := number(plan, "books.plan.not-found")
	if err != nil {
		return 0, err
	}
	ids, err := s.staff().AcceptPlan(ctx, by, key, seats, reason)
	return len(ids), staffed(err)
}

// UndoPlan implements web.Staffing.
func (s *Source) UndoPlan(ctx context.Context, by, plan string) (int, error) {
	key, err := number(plan, "books.plan.not-found")
	if err != nil {
		return 0, err
	}
	n, err := s.staff().UndoPlan(ctx, by, key)
	return n, staffed(err)
}

// Why implements web.Staffing.
func (s *Source) Why(ctx context.Context, seat string) (staff.Why, error) {
	key, err := number(seat, "books.seat.not-found")
	if err != nil {
		return staff.Why{}, err
	}
	w, err := s.staff().Why(ctx, key)
	return w, staffed(err)
}

// ExportPlan implements web.Staffing.
func (s *Source) ExportPlan(ctx context.Context, w io.Writer) error { return s.staff().Export(ctx, w) }

// Scenarios implements web.Staffing.
func (s *Source) Scenarios(ctx context.Context) ([]staff.Scenario, error) {
	return s.staff().Scenarios(ctx)
}

// AddScenario implements web.Staffing.
func (s *Source) AddScenario(ctx context.Context, by, name string, c staff.Change) error {
	_, err := s.staff().AddScenario(ctx, by, name, c, staff.UsualSeconds)
	return err
}

// DropScenario implements web.Staffing.
func (s *Source) DropScenario(ctx context.Context, by, scenario string) error {
	key, err := number(scenario, "books.scenario.not-found")
	if err != nil {
		return err
	}
	return staffed(s.staff().DropScenario(ctx, by, key))
}
