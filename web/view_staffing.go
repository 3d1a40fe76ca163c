// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"io"

	"rentmeester/app/staff"
	"rentmeester/day"
	"rentmeester/staffing"
)

// Staffing is what the pages need of who does what. What is shown are the views of
// package staff; identifiers are numbers.
type Staffing interface {
	Workers(ctx context.Context, withGone bool) ([]staff.PersonHead, error)
	Worker(ctx context.Context, id string) (staff.Person, error)
	Assignments(ctx context.Context) ([]staff.WorkHead, error)
	Assignment(ctx context.Context, id string) (staff.Work, error)
	// Capacity gives how full weeks ahead are, by person or by team; planned counts
	// what is proposed too.
	Capacity(ctx context.Context, teams, planned bool, weeks int) (staff.Capacity, error)

	// BringStaff reads a list of people, work or skills that was uploaded.
	BringStaff(ctx context.Context, by, name string, r io.Reader) (staff.Brought, error)
	AddAbsence(ctx context.Context, by, worker string, from, until day.Day, hours staffing.Minutes) error
	DropAbsence(ctx context.Context, by, absence string) error
	ReadCalendar(ctx context.Context, by, worker string, r io.Reader) (absences int, err error)
	AddFeed(ctx context.Context, by, worker string) (secret string, err error)
	DropFeed(ctx context.Context, by, worker string) error
	Feed(ctx context.Context, secret string, w io.Writer) error
	ForgetWorker(ctx context.Context, by, worker string) error

	// Plan gives the plan that waits, or else the last; its ID is 0 where there was none.
	Plan(ctx context.Context) (staff.Plan, error)
	ProposePlan(ctx context.Context, by, kind string, seconds int) error
	// AcceptPlan accepts what a plan proposes for these seats, or for all that wait.
	AcceptPlan(ctx context.Context, by, plan string, seats []int64, reason string) (decided int, err error)
	UndoPlan(ctx context.Context, by, plan string) (undone int, err error)
	Why(ctx context.Context, seat string) (staff.Why, error)
	ExportPlan(ctx context.Context, w io.Writer) error

	Scenarios(ctx context.Context) ([]staff.Scenario, error)
	AddScenario(ctx context.Context, by, name string, c staff.Change) error
	DropScenario(ctx context.Context, by, scenario string) error

	DecideSeat(ctx context.Context, by string, c staff.Choice) (decision int64, err error)
	UndoStaffing(ctx context.Context, by, decision string) error
	StaffDecisions(ctx context.Context, before string) (all []staff.Decision, next int64, err error)
}
