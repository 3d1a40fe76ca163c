// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"

	"rentmeester/day"
	"rentmeester/formats/paper"
	"rentmeester/money"
	"rentmeester/steering"
	"rentmeester/text"
)

// Projects is what the pages of projects need.
type Projects interface {
	// Projects gives all of them as they stand today; those that are closed too, when
	// asked for.
	Projects(ctx context.Context, closed bool) ([]ProjectHead, error)
	Project(ctx context.Context, id string) (Project, error)
	// SetProject makes a project, or changes the one of its code.
	SetProject(ctx context.Context, by string, p ProjectFacts) (id string, err error)
	DecideCredit(ctx context.Context, by, id string, c ProjectCredit) error
	SayProgress(ctx context.Context, by, id string, s ProjectProgress) error
	// ProjectReport gives the report of a quarter, as 2026Q3; "" is the one that ended
	// last. Page and file show the same paper.
	ProjectReport(ctx context.Context, lang text.Lang, quarter string) (ProjectReport, error)
	// TieOrder says that an order, by its number, is for the project, or no longer.
	TieOrder(ctx context.Context, by, id, number string, untie bool) error
}

// ProjectReport is the report of a quarter, and for which others there may be one.
type ProjectReport struct {
	Quarter string
	Others  []string // this one too, the latest first
	Paper   paper.Paper
}

// ProjectFacts is a project as it was set up.
type ProjectFacts struct {
	Code, Name, Description, Lead string
	Start, End                    day.Day
	Hours                         steering.Minutes // planned in all
	Rate, ToBuy                   money.Cents
	OwnHours, Closed              bool
}

// ProjectHead is a project in a list, and how it stands.
type ProjectHead struct {
	ID string
	ProjectFacts
	Stand  steering.Stand
	Income money.Cents
	Open   steering.Minutes // of the hours planned, that nobody does yet
}

// Project is all there is to see of one.
type Project struct {
	ProjectHead
	Credits  []ProjectCredit
	Progress []ProjectProgress
	Orders   []ProjectOrder
	Lines    []ProjectLine
	Work     []ProjectWork
	Planned  bool // a plan of people says which hours are planned
}

// ProjectCredit is a decision on what a project may cost.
type ProjectCredit struct {
	Day                 day.Day
	Amount              money.Cents
	Reference, Note, By string
}

// ProjectProgress is what its lead said is done, in thousandths.
type ProjectProgress struct {
	Day          day.Day
	Part         string
	Weight, Done int64
	Note, By     string
}

// Share gives it as a share.
func (s ProjectProgress) Share() float64 { return float64(s.Done) / 1000 }

// ProjectOrder is an order or contract for the project.
type ProjectOrder struct {
	ID, Number, Supplier, Description string
	Amount, Left                      money.Cents
}

// ProjectLine is something that was booked on it.
type ProjectLine struct {
	Day           day.Day
	Account, Text string
	Amount        money.Cents
	Invoice       string // "" of none
}

// ProjectWork is what is planned and was worked on an assignment.
type ProjectWork struct {
	Assignment, Name string           // code; name where a plan of people knows it
	Planned, Open    steering.Minutes // Open: of what is planned, that nobody does yet
	Minutes          steering.Minutes // worked
	Cost             money.Cents
}

// Left is what is planned and not worked yet.
func (w ProjectWork) Left() steering.Minutes { return w.Planned - w.Minutes }
