// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/steering"
)

// steered are the pages of projects.
func (p *pages) steered() map[string]handler {
	return map[string]handler{
		"GET /projects":                     p.projects,
		"POST /projects":                    p.setProject,
		"GET /projects/report":              p.projectReport,
		"GET /projects/report/file":         p.projectReportFile,
		"GET /projects/{project}":           p.project,
		"POST /projects/{project}/credits":  p.decideCredit,
		"POST /projects/{project}/progress": p.sayProgress,
		"POST /projects/{project}/orders":   p.tieOrder,
	}
}

type projectsBody struct {
	Projects []ProjectHead
	Closed   bool
	Typed    projectForm // and refused
}

// Sum gives what all of them come to.
func (b projectsBody) Sum() (m steering.Money) {
	for _, one := range b.Projects {
		s := one.Stand.Money
		m.Credit, m.Committed, m.Actual, m.Free = m.Credit+s.Credit, m.Committed+s.Committed, m.Actual+s.Actual, m.Free+s.Free
	}
	return m
}

// lights are the words of how a project stands, the worst first.
var lights = []steering.Light{steering.Over, steering.Watch, steering.OnTrack, steering.Unknown}

// Lights counts how many stand how.
func (b projectsBody) Lights() (all []lightCount) {
	for _, light := range lights {
		n := 0
		for _, one := range b.Projects {
			if one.Stand.Light == light {
				n++
			}
		}
		if n > 0 {
			all = append(all, lightCount{light, n})
		}
	}
	return all
}

type lightCount struct {
	Light steering.Light
	Count int
}

// projects lists all projects, those that need eyes first.
func (p *pages) projects(w http.ResponseWriter, r *http.Request) error {
	return p.showProjects(w, r, r.URL.Query().Get("closed") == "yes", projectForm{})
}

func (p *pages) showProjects(w http.ResponseWriter, r *http.Request, closed bool, typed projectForm) error {
	list, err := p.source.Projects(r.Context(), closed)
	if err != nil {
		return err
	}
	slices.SortStableFunc(list, func(a, b ProjectHead) int {
		return cmp.Or(slices.Index(lights, a.Stand.Light)-slices.Index(lights, b.Stand.Light), cmp.Compare(b.Stand.Overrun.Lack, a.Stand.Overrun.Lack))
	})
	return p.show(w, r, page{Name: "projects", Title: "web.projects.title", Tab: "projects", Body: projectsBody{list, closed, typed}, status: statusIf(typed.Problem)})
}

type projectBody struct {
	Project
	Here  string
	Today day.Day
	Typed projectForm // and refused
}

// Form is the one in which the project is changed.
func (b projectBody) Form() projectForm {
	f := b.Typed
	f.ID, f.Title, f.Of, f.Facts = "change-project", "web.project.change", b.ID, b.ProjectFacts
	return f
}

// project shows one project and how it stands.
func (p *pages) project(w http.ResponseWriter, r *http.Request) error {
	return p.showProject(w, r, projectForm{Of: r.PathValue("project")})
}

func (p *pages) showProject(w http.ResponseWriter, r *http.Request, typed projectForm) error {
	one, err := p.source.Project(r.Context(), typed.Of)
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "project", Title: "web.project.title", TitleArgs: fault.Args("name", one.Name), Tab: "projects",
		Body: projectBody{one, "/projects/" + url.PathEscape(one.ID), one.Stand.On, typed}, status: statusIf(typed.Problem)})
}

// mostWeeks is how many weeks a curve shows one by one.
const mostWeeks = 60

// Curve draws what the project costs, week by week.
func (b projectBody) Curve() Chart {
	c := Chart{ID: "project-curve", Title: "web.project.chart", First: "web.project.week", Along: ByDay, Unit: OfEuro, Columns: []ChartColumn{
		{"web.project.plan", OfEuro, AsLine}, {"web.project.actual", OfEuro, AsLine}, {"web.project.forecast", OfEuro, AsLine},
		{"web.project.low", OfEuro, ""}, {"web.project.high", OfEuro, ""}, {"web.project.credit", OfEuro, AsLimit}, {"web.project.worked", OfCount, ""}}}
	every := (len(b.Stand.Curve) + mostWeeks - 1) / mostWeeks
	for i, at := range b.Stand.Curve {
		if i%every != 0 && i != len(b.Stand.Curve)-1 && at.Week != steering.Monday(b.Stand.On) {
			continue
		}
		c.Rows = append(c.Rows, ChartRow{At: string(at.Week), Cells: []Figure{figure(at.Planned), figure(at.Actual).only(at.Known),
			figure(at.Forecast).only(at.Ahead), figure(at.Low).only(at.Ahead), figure(at.High).only(at.Ahead), figure(at.Credit),
			figure(float64(at.AllMinutes) / float64(steering.Hour)).only(at.Known)}})
	}
	return c
}

// setProject makes a project or changes one.
func (p *pages) setProject(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New("web.form-unreadable")
	}
	facts, err := p.projectFacts(r)
	id := ""
	if err == nil {
		id, err = p.source.SetProject(r.Context(), p.user(r), facts)
	}
	switch {
	case err == nil:
		return p.did(w, r, "/projects/"+url.PathEscape(id), said{Code: "web.said.project", Args: fault.Args("code", facts.Code)}, nil)
	case statusOf(err) == http.StatusInternalServerError:
		return err
	}
	return p.refuseProject(w, r, err)
}

// projectFacts reads the form of a project.
func (p *pages) projectFacts(r *http.Request) (f ProjectFacts, err error) {
	typed := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	f = ProjectFacts{Code: typed("code"), Name: typed("name"), Description: typed("description"), Lead: typed("lead"), Start: day.Day(typed("start")),
		End: day.Day(typed("end")), OwnHours: typed("own") == "yes", Closed: typed("closed") == "yes"}
	for _, d := range []day.Day{f.Start, f.End} {
		if err := checkDay(d); err != nil {
			return f, err
		}
	}
	hours := money.Cents(0)
	for name, to := range map[string]*money.Cents{"rate": &f.Rate, "buy": &f.ToBuy, "hours": &hours} {
		if typed(name) == "" {
			continue
		}
		if *to, err = parseAmount(p.langOf(r), typed(name)); err != nil {
			return f, err
		}
	}
	f.Hours = steering.Minutes(hours) * steering.Hour / 100
	return f, nil
}

// decideCredit records a decision on what a project may cost.
func (p *pages) decideCredit(w http.ResponseWriter, r *http.Request) error {
	c := ProjectCredit{Day: day.Day(strings.TrimSpace(r.PostFormValue("day"))), Reference: r.PostFormValue("reference"), Note: r.PostFormValue("note")}
	amount, err := parseAmount(p.langOf(r), r.PostFormValue("amount"))
	if c.Amount = amount; err == nil {
		err = p.source.DecideCredit(r.Context(), p.user(r), r.PathValue("project"), c)
	}
	return p.didProject(w, r, "web.said.credit", err)
}

// sayProgress records what the lead of a project says is done.
func (p *pages) sayProgress(w http.ResponseWriter, r *http.Request) error {
	s := ProjectProgress{Day: day.Day(strings.TrimSpace(r.PostFormValue("day"))), Part: r.PostFormValue("part"), Note: r.PostFormValue("note")}
	done, err := parseAmount(p.langOf(r), r.PostFormValue("done"))
	s.Done = int64(done) / 10 // 45.5 % is 455 thousandths
	if weight := strings.TrimSpace(r.PostFormValue("weight")); err == nil && weight != "" {
		var said money.Cents
		said, err = parseAmount(p.langOf(r), weight)
		s.Weight = int64(said) / 100
	}
	if err == nil {
		err = p.source.SayProgress(r.Context(), p.user(r), r.PathValue("project"), s)
	}
	return p.didProject(w, r, "web.said.progress", err)
}

// tieOrder says for which project an order is.
func (p *pages) tieOrder(w http.ResponseWriter, r *http.Request) error {
	err := p.source.TieOrder(r.Context(), p.user(r), r.PathValue("project"), r.PostFormValue("number"), r.PostFormValue("untie") == "yes")
	return p.didProject(w, r, "web.said.tied", err)
}

func (p *pages) didProject(w http.ResponseWriter, r *http.Request, code string, err error) error {
	if fault.Is(err, "books.project.not-found") {
		return err
	}
	return p.did(w, r, "/projects/"+url.PathEscape(r.PathValue("project")), said{Code: code}, err)
}

// New is the form of a new project.
func (b projectsBody) New() projectForm {
	f := b.Typed
	f.ID, f.Title, f.Facts = "new-project", "web.project.new", ProjectFacts{OwnHours: true}
	return f
}

// statusIf gives the status of a page that shows what was refused; 0 of one that
// does not.
func statusIf(refused error) int {
	if refused == nil {
		return 0
	}
	return statusOf(refused)
}
