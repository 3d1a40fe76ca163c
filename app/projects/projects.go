// SPDX-License-Identifier: EUPL-1.2

// Package projects holds the flows of steering by projects: what one may cost, the
// hours that were worked, what its lead says is done, and how it stands. What it cost
// comes from the journal, on lines that have its code as dimension project; what it
// is bound to from orders that are tied to it; the hours that are planned from the
// plan of people where there is one.
//
// It imports app/books, steering, formats/table and paper, store, text, day, money and
// fault.
package projects

import (
	"context"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/steering"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Desk is where projects are steered.
type Desk struct {
	books.Books
	Plan   Plan    // of people; nil there is none
	Memory *Memory // nil: nothing is kept
}

// Project is one as it was set up.
type Project struct {
	ID          int64      `json:"id"`
	Code        string     `json:"code"` // dimension project of the ledger
	Name        string     `json:"name"`
	Description string     `json:"description,omitempty"`
	Lead        string     `json:"lead,omitempty"`
	Start       day.Day    `json:"start,omitempty"`
	End         day.Day    `json:"end,omitempty"`
	Minutes     int64      `json:"minutes"` // of own people, planned in all, where no plan of people says more
	Rate        books.Euro `json:"rate"`    // of an hour
	OwnHours    bool       `json:"ownHours"`
	ToBuy       books.Euro `json:"toBuy"`
	Closed      bool       `json:"closed,omitempty"`
}

// Standing is a project and how it stands.
type Standing struct {
	Project
	Stand  steering.Stand
	Income money.Cents      // booked as revenue
	Open   steering.Minutes // of what is planned, that nobody does yet
}

// Detail is all there is to see of a project.
type Detail struct {
	Standing
	Credits  []Credit
	Progress []Progress
	Orders   []Order
	Lines    []Line   // booked, the latest first; not all of them
	Work     []Worked // by assignment
	Planned  bool     // a plan of people says which hours are planned
}

// Credit is a decision on what it may cost.
type Credit struct {
	Day       day.Day    `json:"day"`
	Amount    books.Euro `json:"amount"` // on top; negative: taken off
	Reference string     `json:"reference"`
	Note      string     `json:"note,omitempty"`
	By        string     `json:"by,omitempty"`
}

// Progress is what its lead said is done.
type Progress struct {
	Day    day.Day `json:"day"`
	Part   string  `json:"part,omitempty"`
	Weight int64   `json:"weight,omitempty"`
	Done   int64   `json:"done"` // thousandths
	Note   string  `json:"note,omitempty"`
	By     string  `json:"by,omitempty"`
}

// Order is an order or contract for the project.
type Order struct {
	ID          int64
	Number      string
	Supplier    string
	Description string
	Amount      money.Cents
	Left        money.Cents
}

// Line is a line of the journal.
type Line struct {
	Day     day.Day
	Account string
	Text    string
	Amount  money.Cents
	Invoice int64 // 0 it is of none
}

// Worked is what is planned and was worked on an assignment.
type Worked struct {
	Assignment, Name string           // code, "" the project as a whole; name, "" no plan of people knows it
	Planned, Open    steering.Minutes // by seats; of those, by seats that nobody has
	Minutes          steering.Minutes // worked
	Cost             money.Cents      // of what was worked
}

// Left is what is planned and not worked yet; negative: more was worked.
func (w Worked) Left() steering.Minutes { return w.Planned - w.Minutes }

// List gives the projects and how they stand at the end of a day, in order of their
// codes.
func (d *Desk) List(ctx context.Context, on day.Day, closed bool) (all []Standing, err error) {
	all = []Standing{}
	err = d.Read(ctx, func(q *db.Queries) (err error) {
		all, err = d.ListIn(ctx, q, on, closed)
		return err
	})
	return all, err
}

// ListIn is List as part of a step.
func (d *Desk) ListIn(ctx context.Context, q *db.Queries, on day.Day, closed bool) ([]Standing, error) {
	return d.Memory.list(ctx, q, d.Adm.Key, asked{on, closed}, func() ([]Standing, error) { return d.count(ctx, q, on, closed) })
}

func (d *Desk) count(ctx context.Context, q *db.Queries, on day.Day, closed bool) ([]Standing, error) {
	all := []Standing{}
	rows, err := q.Projects(ctx, db.ProjectsParams{Adm: d.Adm.Key, Closed: closed})
	if err != nil || len(rows) == 0 { // then the journal, which is long, is not read: the first page asks too
		return all, books.Failed(err)
	}
	l, err := d.loader(ctx, q, on)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		one, err := l.detail(row)
		if err != nil {
			return nil, err
		}
		all = append(all, one.Standing)
	}
	return all, nil
}

// linesShown is how many lines of the journal are shown of a project.
const linesShown = 100

// Show gives one project by its number. Errors: projects.not-found.
func (d *Desk) Show(ctx context.Context, id int64, on day.Day) (one Detail, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		row, err := q.ProjectByID(ctx, db.ProjectByIDParams{Adm: d.Adm.Key, ID: id})
		if err != nil {
			return missing(err)
		}
		l, err := d.loaderFor(ctx, q, on, row.Code)
		if err != nil {
			return err
		}
		if one, err = l.detail(row); err != nil {
			return err
		}
		one.Lines, err = l.latest(row.Code)
		return err
	})
	return one, err
}

// ByCode gives one project by its code. Errors: projects.not-found.
func (d *Desk) ByCode(ctx context.Context, code string) (p Project, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		row, err := q.ProjectByCode(ctx, db.ProjectByCodeParams{Adm: d.Adm.Key, Code: code})
		p = projectOf(row)
		return missing(err)
	})
	return p, err
}

// missing says that there is no such project, when that is what the database says.
func missing(err error) error {
	if store.NoRows(err) {
		return fault.New("projects.not-found")
	}
	return books.Failed(err)
}

func projectOf(r db.Project) Project {
	return Project{ID: r.ID, Code: r.Code, Name: r.Name, Description: r.Description, Lead: r.Lead, Start: day.Day(r.StartDay), End: day.Day(r.EndDay),
		Minutes: r.Minutes, Rate: books.Euro(r.Rate), OwnHours: r.OwnHours, ToBuy: books.Euro(r.ToBuy), Closed: r.Closed}
}
