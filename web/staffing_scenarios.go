// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"strconv"

	"rentmeester/app/staff"
	"rentmeester/staffing"
)

type scenariosBody struct {
	Scenarios []staff.Scenario
	People    []staff.PersonHead
	Works     []staff.WorkHead
	Skills    []staff.Named
	Typed     scenarioTyped
	Problem   error
}

type scenarioTyped struct{ Name, Kind, Person, Assignment, Count, Weeks, Skill, Level string }

// hoursFigure gives minutes as whole hours, for a picture.
func hoursFigure(m staffing.Minutes) Figure { return figure(int(m / staffing.Hour)) }

// Chart draws the hours that somebody does, without and with each change.
func (b scenariosBody) Chart() Chart {
	c := Chart{ID: "scenarios-chart", Title: "web.staffing.scenario-chart", First: "web.staffing.scenario", Along: ByWord, Unit: OfCount,
		Columns: []ChartColumn{{"web.staffing.without", OfCount, AsDot}, {"web.staffing.with-it", OfCount, AsBar}}}
	for _, s := range b.Scenarios {
		c.Rows = append(c.Rows, ChartRow{At: s.Name, Cells: []Figure{hoursFigure(s.BaseMinutes), hoursFigure(s.Minutes)}})
	}
	return c
}

// More gives the hours that somebody does more than without, or fewer.
func (b scenariosBody) More(s staff.Scenario) staffing.Minutes { return s.Minutes - s.BaseMinutes }

// Fewer says the same the other way round.
func (b scenariosBody) Fewer(s staff.Scenario) staffing.Minutes { return s.BaseMinutes - s.Minutes }

// Richer says how much more the plan is worth, in thousands.
func (b scenariosBody) Richer(s staff.Scenario) int { return thousands(s.Value - s.BaseValue) }

// Poorer says the same the other way round.
func (b scenariosBody) Poorer(s staff.Scenario) int { return -b.Richer(s) }

// scenarios shows what would be, if, side by side.
func (p *pages) scenarios(w http.ResponseWriter, r *http.Request) error {
	return p.showScenarios(w, r, scenariosBody{}, 0)
}

func (p *pages) showScenarios(w http.ResponseWriter, r *http.Request, body scenariosBody, status int) (err error) {
	if body.Scenarios, err = p.source.Scenarios(r.Context()); err != nil {
		return err
	}
	if body.People, err = p.source.Workers(r.Context(), false); err != nil {
		return err
	}
	if body.Works, err = p.source.Assignments(r.Context()); err != nil {
		return err
	}
	if body.Skills, err = p.source.StaffSkills(r.Context()); err != nil {
		return err
	}
	show := staffPage("staffing_scenarios", "web.staffing.scenarios", "/staffing/scenarios", body)
	show.status = status
	return p.show(w, r, show)
}

// addScenario has what would be worked out.
func (p *pages) addScenario(w http.ResponseWriter, r *http.Request) error {
	typed := r.PostFormValue
	t := scenarioTyped{typed("name"), typed("kind"), typed("person"), typed("assignment"), typed("count"), typed("weeks"), typed("skill"), typed("level")}
	c := staff.Change{Kind: t.Kind}
	c.Person, _ = strconv.ParseInt(t.Person, 10, 64)
	c.Assignment, _ = strconv.ParseInt(t.Assignment, 10, 64)
	c.Count, _ = strconv.Atoi(t.Count)
	c.Weeks, _ = strconv.Atoi(t.Weeks)
	c.Skill, _ = strconv.ParseInt(t.Skill, 10, 64)
	c.Level, _ = strconv.Atoi(t.Level)
	err := p.source.AddScenario(r.Context(), p.user(r), t.Name, c)
	switch status := statusOf(err); {
	case err == nil:
		return p.did(w, r, "/staffing/scenarios", said{Code: "web.said.scenario"}, nil)
	case status == http.StatusInternalServerError:
		return err
	default:
		return p.showScenarios(w, r, scenariosBody{Typed: t, Problem: err}, status)
	}
}

func (p *pages) dropScenario(w http.ResponseWriter, r *http.Request) error {
	return p.did(w, r, "/staffing/scenarios", said{Code: "web.said.scenario-dropped"}, p.source.DropScenario(r.Context(), p.user(r), r.PathValue("scenario")))
}
