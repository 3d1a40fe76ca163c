// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"math"

	"rentmeester/api"
	"rentmeester/app/books"
	"rentmeester/app/projects"
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/steering"
)

func (s *Source) onDay(on api.Day) (day.Day, error) {
	if on == "" {
		return day.Of(s.books.Now()), nil
	}
	return day.Parse(string(on))
}

// Projects implements api.Projects.
func (s *Source) Projects(ctx context.Context, _ api.Caller, closed bool, on api.Day) ([]api.Project, error) {
	at, err := s.onDay(on)
	if err != nil {
		return nil, err
	}
	list, err := s.books.Projects().List(ctx, at, closed)
	return ProjectsOf(list), err
}

// ProjectsOf gives projects as programs read them.
func ProjectsOf(list []projects.Standing) []api.Project {
	all := []api.Project{}
	for _, one := range list {
		all = append(all, projectOf(one))
	}
	return all
}

func projectOf(p projects.Standing) api.Project {
	s := p.Stand
	one := api.Project{ID: p.ID, ProjectHead: api.ProjectHead{Code: p.Code, Name: p.Name, Description: p.Description, Lead: p.Lead, Start: api.Day(p.Start),
		End: api.Day(p.End), Hours: steering.Minutes(p.Minutes).Hours(), Rate: api.Amount(p.Rate), OwnHours: p.OwnHours, ToBuy: api.Amount(p.ToBuy), Closed: p.Closed},
		On: api.Day(s.On), Light: string(s.Light), HoursPlanned: s.Hours.Planned.Hours(), HoursOpen: p.Open.Hours(), HoursWorked: s.Hours.Worked.Hours(), HoursLeft: s.Hours.Left.Hours(),
		Credit: api.Amount(s.Money.Credit), Committed: api.Amount(s.Money.Committed), Actual: api.Amount(s.Money.Actual), Free: api.Amount(s.Money.Free),
		Income: api.Amount(p.Income), Done: s.Done.Share, DoneFrom: string(s.Done.From),
		Earned: api.ProjectEarned{BAC: api.Amount(s.Earned.BAC), PV: api.Amount(s.Earned.PV), EV: api.Amount(s.Earned.EV), AC: api.Amount(s.Earned.AC),
			SPI: indexOf(s.Earned.SPI), CPI: indexOf(s.Earned.CPI)},
		Forecast: api.ProjectForecast{Low: api.Amount(s.Forecast.Low), Middle: api.Amount(s.Forecast.Middle), High: api.Amount(s.Forecast.High), Methods: []api.ProjectMethod{}},
		Overrun: api.ProjectOverrun{Now: s.Overrun.Now, Bound: s.Overrun.Bound, Probability: s.Overrun.Probability, Week: api.Day(s.Overrun.Week),
			First: api.Day(s.Overrun.First), Last: api.Day(s.Overrun.Last), Lack: api.Amount(s.Overrun.Lack), Why: []api.ProjectCause{}}}
	for _, m := range s.Forecast.Methods {
		one.Forecast.Methods = append(one.Forecast.Methods, api.ProjectMethod{Method: string(m.Method), EAC: api.Amount(m.EAC)})
	}
	for _, c := range s.Overrun.Why {
		one.Overrun.Why = append(one.Overrun.Why, api.ProjectCause{Code: c.Code, Amount: api.Amount(c.Amount), Value: c.Value})
	}
	return one
}

func indexOf(i steering.Index) *float64 {
	if !i.Known {
		return nil
	}
	return &i.Value
}

// Project implements api.Projects.
func (s *Source) Project(ctx context.Context, _ api.Caller, id int64, on api.Day) (api.ProjectDetail, error) {
	at, err := s.onDay(on)
	if err != nil {
		return api.ProjectDetail{}, err
	}
	one, err := s.books.Projects().Show(ctx, id, at)
	if err != nil {
		return api.ProjectDetail{}, err
	}
	return ProjectDetailOf(one), nil
}

// ProjectDetailOf gives all of a project as programs read it.
func ProjectDetailOf(one projects.Detail) api.ProjectDetail {
	d := api.ProjectDetail{Project: projectOf(one.Standing), Credits: []api.ProjectCredit{}, Progress: []api.ProjectProgress{}, Orders: []api.ProjectOrder{},
		Work: []api.ProjectWork{}, Curve: []api.ProjectPoint{}}
	for _, c := range one.Credits {
		d.Credits = append(d.Credits, api.ProjectCredit{Day: api.Day(c.Day), Amount: api.Amount(c.Amount), Reference: c.Reference, Note: c.Note})
	}
	for _, p := range one.Progress {
		d.Progress = append(d.Progress, api.ProjectProgress{Day: api.Day(p.Day), Part: p.Part, Weight: p.Weight, Done: float64(p.Done) / 1000, Note: p.Note})
	}
	for _, o := range one.Orders {
		d.Orders = append(d.Orders, api.ProjectOrder{ID: o.ID, Number: o.Number, Amount: api.Amount(o.Amount), Left: api.Amount(o.Left)})
	}
	for _, w := range one.Work {
		d.Work = append(d.Work, api.ProjectWork{Assignment: w.Assignment, Name: w.Name, Planned: w.Planned.Hours(), Open: w.Open.Hours(), Worked: w.Minutes.Hours(), Cost: api.Amount(w.Cost)})
	}
	for _, at := range one.Stand.Curve {
		d.Curve = append(d.Curve, api.ProjectPoint{Week: api.Day(at.Week), Planned: api.Amount(at.Planned), Credit: api.Amount(at.Credit), Actual: known(at.Actual, at.Known),
			Low: known(at.Low, at.Ahead), Forecast: known(at.Forecast, at.Ahead), High: known(at.High, at.Ahead)})
	}
	return d
}

func known(c money.Cents, is bool) *api.Amount {
	if !is {
		return nil
	}
	a := api.Amount(c)
	return &a
}

// PutProject implements api.Projects.
func (s *Source) PutProject(ctx context.Context, by api.Caller, p api.ProjectHead) (api.ProjectDetail, error) {
	made, err := s.books.Projects().Put(ctx, by.Person, projects.Project{Code: p.Code, Name: p.Name, Description: p.Description, Lead: p.Lead, Start: day.Day(p.Start),
		End: day.Day(p.End), Minutes: int64(math.Round(p.Hours * float64(steering.Hour))), Rate: books.Euro(p.Rate), OwnHours: p.OwnHours, ToBuy: books.Euro(p.ToBuy),
		Closed: p.Closed})
	if err != nil {
		return api.ProjectDetail{}, err
	}
	return s.Project(ctx, by, made.ID, "")
}

// DecideCredit implements api.Projects.
func (s *Source) DecideCredit(ctx context.Context, by api.Caller, id int64, c api.ProjectCredit) error {
	return s.books.Projects().Decide(ctx, by.Person, id, projects.Credit{Day: day.Day(c.Day), Amount: books.Euro(c.Amount), Reference: c.Reference, Note: c.Note})
}

// SayProgress implements api.Projects.
func (s *Source) SayProgress(ctx context.Context, by api.Caller, id int64, p api.ProjectProgress) error {
	return s.books.Projects().Say(ctx, by.Person, id, projects.Progress{Day: day.Day(p.Day), Part: p.Part, Weight: p.Weight, Done: int64(math.Round(p.Done * 1000)), Note: p.Note})
}

// TieOrder implements api.Projects.
func (s *Source) TieOrder(ctx context.Context, by api.Caller, id int64, number string, untie bool) error {
	return s.books.Projects().Tie(ctx, by.Person, id, number, untie)
}

// ProjectReport implements api.Projects.
func (s *Source) ProjectReport(ctx context.Context, _ api.Caller, quarter string) (out api.ProjectReport, err error) {
	q := steering.QuarterOf(day.Of(s.books.Now())).Before()
	if quarter != "" {
		if q, err = steering.ParseQuarter(quarter); err != nil {
			return out, err
		}
	}
	made, err := s.books.Projects().Report(ctx, q)
	out = api.ProjectReport{Quarter: made.Quarter.String(), On: api.Day(made.On), Projects: []api.ReportedProject{}}
	for _, one := range made.Projects {
		before := one.Standing
		before.Stand = one.Before
		out.Projects = append(out.Projects, api.ReportedProject{Now: ProjectDetailOf(one.Detail), Before: projectOf(before)})
	}
	return out, err
}
