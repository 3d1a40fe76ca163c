// SPDX-License-Identifier: EUPL-1.2

package projects

import (
	"context"
	"slices"
	"strings"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/steering"
	"rentmeester/store/db"
)

// loader reads what is known of projects until a day.
type loader struct {
	*Desk
	ctx context.Context
	q   *db.Queries
	on  day.Day

	lines   []db.ProjectLinesRow // booked
	revenue []string             // accounts, in order

	booked map[string][]steering.Cost // by code
	income map[string]money.Cents
	seats  map[string][]steering.Seat // of the plan of people
}

// loader reads what is booked on all projects: the index of the journal gives it at
// once.
func (d *Desk) loader(ctx context.Context, q *db.Queries, on day.Day) (*loader, error) {
	lines, err := q.ProjectLines(ctx, db.ProjectLinesParams{Adm: d.Adm.Key, Until: string(on)})
	if err != nil {
		return nil, books.Failed(err)
	}
	return d.loaderOf(ctx, q, on, lines)
}

// loaderFor reads what is booked on one project.
func (d *Desk) loaderFor(ctx context.Context, q *db.Queries, on day.Day, code string) (*loader, error) {
	rows, err := q.ProjectLinesOf(ctx, db.ProjectLinesOfParams{Adm: d.Adm.Key, Until: string(on), Pattern: patternOf(code)})
	if err != nil {
		return nil, books.Failed(err)
	}
	lines := make([]db.ProjectLinesRow, len(rows))
	for i, r := range rows {
		lines[i] = db.ProjectLinesRow(r)
	}
	return d.loaderOf(ctx, q, on, lines)
}

// patternOf matches dimensions that have a project, in capitals or not, between
// semicolons.
func patternOf(code string) string { return "%;project=" + strings.ReplaceAll(code, "_", "!_") + ";%" }

func (d *Desk) loaderOf(ctx context.Context, q *db.Queries, on day.Day, lines []db.ProjectLinesRow) (*loader, error) {
	l := &loader{Desk: d, ctx: ctx, q: q, lines: lines}
	var err error
	if l.revenue, err = q.RevenueAccounts(ctx, d.Adm.Key); err != nil {
		return nil, books.Failed(err)
	}
	if d.Plan != nil {
		l.seats, err = d.Plan.Seats(ctx, q, d.Adm.Key)
	}
	return l.at(on), err
}

// at gives what was known at the end of a day, no later than that until which it was
// read.
func (l *loader) at(on day.Day) *loader {
	then := *l
	then.on, then.booked, then.income = on, map[string][]steering.Cost{}, map[string]money.Cents{}
	for _, r := range l.lines {
		code, has := codeIn(r.Dimensions)
		_, isRevenue := slices.BinarySearch(l.revenue, r.Account)
		switch {
		case !has, day.Day(r.Day) > on:
		case isRevenue:
			then.income[code] -= money.Cents(r.Amount)
		default:
			then.booked[code] = append(then.booked[code], steering.Cost{Day: day.Day(r.Day), Amount: money.Cents(r.Amount)})
		}
	}
	return &then
}

// codeIn gives the project among dimensions.
func codeIn(dimensions string) (code string, has bool) {
	for one := range strings.SplitSeq(dimensions, ";") {
		if code, has = strings.CutPrefix(one, "project="); has {
			return code, true
		}
	}
	return "", false
}

// detail gives all of a project but the lines of the journal.
func (l *loader) detail(row db.Project) (one Detail, err error) {
	one.Project = projectOf(row)
	p := steering.Project{Start: one.Start, End: one.End, ToBuy: money.Cents(row.ToBuy), OwnHours: row.OwnHours, Booked: l.booked[row.Code]}
	for _, fill := range []func(db.Project, *Detail, *steering.Project) error{l.credits, l.progress, l.hours, l.plan, l.work, l.orders} {
		if err := fill(row, &one, &p); err != nil {
			return one, err
		}
	}
	one.Stand, one.Income = l.Memory.stand(row.ID, p, l.on), l.income[row.Code]
	return one, nil
}

// credits takes all of them: one of a later day is decided already.
func (l *loader) credits(row db.Project, one *Detail, p *steering.Project) error {
	rows, err := l.q.ProjectCredits(l.ctx, db.ProjectCreditsParams{Adm: row.Adm, ProjectID: row.ID})
	for _, r := range rows {
		one.Credits = append(one.Credits, Credit{day.Day(r.Day), books.Euro(r.Amount), r.Reference, r.Note, r.Person})
		p.Credits = append(p.Credits, steering.Credit{Day: day.Day(r.Day), Amount: money.Cents(r.Amount)})
	}
	return books.Failed(err)
}

func (l *loader) progress(row db.Project, one *Detail, p *steering.Project) error {
	rows, err := l.q.ProjectProgress(l.ctx, db.ProjectProgressParams{Adm: row.Adm, ProjectID: row.ID})
	for _, r := range rows {
		if day.Day(r.Day) > l.on {
			continue
		}
		one.Progress = append(one.Progress, Progress{day.Day(r.Day), r.Part, r.Weight, r.Done, r.Note, r.Person})
		p.Progress = append(p.Progress, steering.Progress{Day: day.Day(r.Day), Part: r.Part, Weight: float64(r.Weight), Share: float64(r.Done) / 1000})
	}
	return books.Failed(err)
}

func (l *loader) hours(row db.Project, one *Detail, p *steering.Project) error {
	rows, err := l.q.ProjectHours(l.ctx, db.ProjectHoursParams{Adm: row.Adm, ProjectID: row.ID, Until: string(l.on)})
	if err != nil {
		return books.Failed(err)
	}
	by := map[string]*Worked{}
	for _, r := range rows {
		w := steering.Work{Week: steering.Monday(day.Day(r.Day)), Minutes: steering.Minutes(r.Minutes), Cost: perHour(r.Worth)}
		p.Worked = append(p.Worked, w)
		if by[r.Assignment] == nil {
			by[r.Assignment] = &Worked{Assignment: r.Assignment}
		}
		by[r.Assignment].Minutes += w.Minutes
		by[r.Assignment].Cost += w.Cost
	}
	for _, w := range by {
		one.Work = append(one.Work, *w)
	}
	return nil
}

// perHour turns minutes times cents of an hour into cents, to the nearest.
func perHour(worth int64) money.Cents { return steering.Minutes(1).At(money.Cents(worth)) }

func (l *loader) orders(row db.Project, one *Detail, p *steering.Project) error {
	rows, err := l.q.ProjectOrders(l.ctx, db.ProjectOrdersParams{Adm: row.Adm, ProjectID: row.ID, Until: string(l.on)})
	for _, r := range rows {
		left := max(money.Cents(r.Amount-r.Invoiced), 0)
		if r.Closed {
			left = 0
		}
		one.Orders = append(one.Orders, Order{r.ID, r.Number, r.SupplierName, r.Description, money.Cents(r.Amount), left})
		p.Bound = append(p.Bound, steering.Bound{Left: left, From: day.Day(r.FromDay), Until: day.Day(r.Until)})
	}
	return books.Failed(err)
}

// latest gives what was booked last on a project.
func (l *loader) latest(code string) (all []Line, err error) {
	rows, err := l.q.ProjectInvoices(l.ctx, db.ProjectInvoicesParams{Adm: l.Adm.Key, Page: linesShown,
		Pattern: patternOf(code)})
	for _, r := range rows {
		if is, _ := codeIn(r.Dimensions); is == code && day.Day(r.Day) <= l.on { // SQLite compares without case
			all = append(all, Line{day.Day(r.Day), r.Account, r.Text, money.Cents(r.Amount), r.InvoiceID})
		}
	}
	return all, books.Failed(err)
}
