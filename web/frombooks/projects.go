// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"strings"

	"rentmeester/app/books"
	"rentmeester/app/projects"
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/steering"
	"rentmeester/text"
	"rentmeester/web"
)

// Projects implements web.Projects.
func (s *Source) Projects(ctx context.Context, closed bool) (list []web.ProjectHead, err error) {
	all, err := s.books.Projects().List(ctx, day.Of(s.books.Now()), closed)
	for _, one := range all {
		list = append(list, projectHead(one))
	}
	return list, translate(err)
}

func projectHead(p projects.Standing) web.ProjectHead {
	return web.ProjectHead{ID: id(p.ID), Stand: p.Stand, Income: p.Income, Open: p.Open, ProjectFacts: web.ProjectFacts{Code: p.Code, Name: p.Name, Description: p.Description,
		Lead: p.Lead, Start: p.Start, End: p.End, Hours: steering.Minutes(p.Minutes), Rate: money.Cents(p.Rate), ToBuy: money.Cents(p.ToBuy), OwnHours: p.OwnHours,
		Closed: p.Closed}}
}

// Project implements web.Projects.
func (s *Source) Project(ctx context.Context, id string) (web.Project, error) {
	key, err := number(id, "books.project.not-found")
	if err != nil {
		return web.Project{}, err
	}
	one, err := s.books.Projects().Show(ctx, key, day.Of(s.books.Now()))
	if err != nil {
		return web.Project{}, translate(err)
	}
	return projectOf(one), nil
}

func projectOf(one projects.Detail) web.Project {
	p := web.Project{ProjectHead: projectHead(one.Standing), Planned: one.Planned}
	for _, c := range one.Credits {
		p.Credits = append(p.Credits, web.ProjectCredit{Day: c.Day, Amount: money.Cents(c.Amount), Reference: c.Reference, Note: c.Note, By: c.By})
	}
	for _, said := range one.Progress {
		p.Progress = append(p.Progress, web.ProjectProgress(said))
	}
	for _, o := range one.Orders {
		p.Orders = append(p.Orders, web.ProjectOrder{ID: id(o.ID), Number: o.Number, Supplier: o.Supplier, Description: o.Description, Amount: o.Amount, Left: o.Left})
	}
	for _, l := range one.Lines {
		line := web.ProjectLine{Day: l.Day, Account: l.Account, Text: l.Text, Amount: l.Amount}
		if l.Invoice != 0 {
			line.Invoice = id(l.Invoice)
		}
		p.Lines = append(p.Lines, line)
	}
	for _, w := range one.Work {
		p.Work = append(p.Work, web.ProjectWork(w))
	}
	return p
}

// SetProject implements web.Projects.
func (s *Source) SetProject(ctx context.Context, by string, f web.ProjectFacts) (string, error) {
	p, err := s.books.Projects().Put(ctx, by, projects.Project{Code: strings.TrimSpace(f.Code), Name: f.Name, Description: f.Description, Lead: f.Lead, Start: f.Start,
		End: f.End, Minutes: int64(f.Hours), Rate: books.Euro(f.Rate), OwnHours: f.OwnHours, ToBuy: books.Euro(f.ToBuy), Closed: f.Closed})
	return id(p.ID), translate(err)
}

// DecideCredit implements web.Projects.
func (s *Source) DecideCredit(ctx context.Context, by, id string, c web.ProjectCredit) error {
	return s.ofProject(id, func(key int64) error {
		return s.books.Projects().Decide(ctx, by, key, projects.Credit{Day: c.Day, Amount: books.Euro(c.Amount), Reference: c.Reference, Note: c.Note})
	})
}

// SayProgress implements web.Projects.
func (s *Source) SayProgress(ctx context.Context, by, id string, said web.ProjectProgress) error {
	return s.ofProject(id, func(key int64) error { return s.books.Projects().Say(ctx, by, key, projects.Progress(said)) })
}

// TieOrder implements web.Projects.
func (s *Source) TieOrder(ctx context.Context, by, id, number string, untie bool) error {
	return s.ofProject(id, func(key int64) error { return s.books.Projects().Tie(ctx, by, key, number, untie) })
}

func (s *Source) ofProject(id string, act func(int64) error) error {
	key, err := number(id, "books.project.not-found")
	if err != nil {
		return err
	}
	return translate(act(key))
}

// ProjectReport implements web.Projects.
func (s *Source) ProjectReport(ctx context.Context, lang text.Lang, quarter string) (r web.ProjectReport, err error) {
	now := steering.QuarterOf(day.Of(s.books.Now()))
	asked := now.Before()
	if quarter != "" {
		if asked, err = steering.ParseQuarter(quarter); err != nil {
			return r, err
		}
	}
	made, err := s.books.Projects().Report(ctx, asked)
	if err != nil {
		return r, translate(err)
	}
	r = web.ProjectReport{Quarter: asked.String(), Paper: made.Paper(lang, s.books.Adm.Name)}
	for q := now; len(r.Others) < quartersShown; q = q.Before() {
		r.Others = append(r.Others, q.String())
	}
	return r, nil
}

// quartersShown is for how many quarters a report is one click away.
const quartersShown = 6
