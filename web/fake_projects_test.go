// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"fmt"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/formats/paper"
	"rentmeester/steering"
	"rentmeester/text"
)

// townProjects are a project that will pass its credit, and one of which only the
// name is known.
func townProjects() []Project {
	const monday = day.Day("2026-01-05")
	over := steering.Project{Start: monday, End: monday.Add(125), Credits: []steering.Credit{{Day: monday, Amount: 90_000_00}}, ToBuy: 20_000_00, OwnHours: true,
		Planned: steering.Evenly(700*steering.Hour, 100_00, monday, monday.Add(125)), Booked: []steering.Cost{{Day: monday.Add(20), Amount: 8_000_00}},
		Bound: []steering.Bound{{Left: 5_000_00}}, Progress: []steering.Progress{{Day: monday.Add(50), Share: 0.3}}}
	for i := range 8 {
		over.Worked = append(over.Worked, steering.Work{Week: monday.Add(7 * i), Minutes: 50 * steering.Hour, Cost: 5_000_00})
	}
	list := []Project{
		{ProjectHead: ProjectHead{ID: "81", ProjectFacts: ProjectFacts{Code: "P-2026-04", Name: "Fietspad Noord", Lead: "Noor Bakker", Start: over.Start, End: over.End,
			Hours: 700 * steering.Hour, Rate: 100_00, ToBuy: 20_000_00, OwnHours: true}, Stand: steering.Of(over, monday.Add(60)), Income: 1_000_00, Open: 40 * steering.Hour},
			Credits:  []ProjectCredit{{monday, 90_000_00, "R-2025-77", "startkrediet", "m.bakker"}},
			Progress: []ProjectProgress{{monday.Add(50), "", 1, 300, "fundering ligt", "Noor Bakker"}, {monday.Add(40), "Ontwerp", 2, 1000, "", "Noor Bakker"}},
			Orders:   []ProjectOrder{{"71", "4500012", "Van Dijk Wegenbouw", "Asfalt", 12_000_00, 5_000_00}},
			Lines:    []ProjectLine{{monday.Add(20), "4400", "Factuur 2026-18", 8_000_00, "41"}, {monday.Add(3), "4400", "Memoriaal", -5_00, ""}},
			Work:     []ProjectWork{{Minutes: 300 * steering.Hour, Cost: 30_000_00}, {"O1", "Toezicht", 160 * steering.Hour, 40 * steering.Hour, 100 * steering.Hour, 10_000_00}}, Planned: true},
		{ProjectHead: ProjectHead{ID: "82", ProjectFacts: ProjectFacts{Code: "P-2", Name: "Verkenning"}, Stand: steering.Of(steering.Project{}, monday)}},
	}
	return list
}

// Projects implements Projects.
func (v *town) Projects(context.Context, bool) (list []ProjectHead, err error) {
	if v.empty || v.fails != nil {
		return nil, v.fails
	}
	for _, p := range townProjects() {
		list = append(list, p.ProjectHead)
	}
	return list, nil
}

// Project implements Projects.
func (v *town) Project(_ context.Context, id string) (Project, error) {
	for _, p := range townProjects() {
		if p.ID == id {
			return p, nil
		}
	}
	return Project{}, fault.New("books.project.not-found")
}

func (v *town) actOnProject(id, said string) error {
	if id != "81" {
		return fault.New("books.project.not-found")
	}
	v.desk.acts = append(v.desk.acts, said)
	return nil
}

// SetProject implements Projects.
func (v *town) SetProject(_ context.Context, by string, f ProjectFacts) (string, error) {
	if f.Name == "" {
		return "", fault.New("projects.name")
	}
	return "81", v.actOnProject("81", fmt.Sprintf("%s sets %s %s %s–%s %d minutes %v %v %t", by, f.Code, f.Name, f.Start, f.End, f.Hours, f.Rate, f.ToBuy, f.OwnHours))
}

// DecideCredit implements Projects.
func (v *town) DecideCredit(_ context.Context, by, id string, c ProjectCredit) error {
	return v.actOnProject(id, fmt.Sprintf("%s decides %s %v %s", by, c.Day, c.Amount, c.Reference))
}

// SayProgress implements Projects.
func (v *town) SayProgress(_ context.Context, by, id string, s ProjectProgress) error {
	return v.actOnProject(id, fmt.Sprintf("%s says %s %q %d %d", by, s.Day, s.Part, s.Weight, s.Done))
}

// TieOrder implements Projects.
func (v *town) TieOrder(_ context.Context, by, id, number string, untie bool) error {
	return v.actOnProject(id, fmt.Sprintf("%s ties %s %t", by, number, untie))
}

// ProjectReport implements Projects.
func (v *town) ProjectReport(_ context.Context, lang text.Lang, quarter string) (ProjectReport, error) {
	if quarter == "" {
		quarter = "2026Q1"
	}
	if _, err := steering.ParseQuarter(quarter); err != nil {
		return ProjectReport{}, err
	}
	return ProjectReport{quarter, []string{"2026Q1", "2025Q4"}, paper.Paper{Title: "Rapportage " + quarter, Lang: string(lang), Blocks: []paper.Block{paper.Heading(2, "Alle projecten"),
		paper.Text("Hoe zij staan."), paper.Rows([]paper.Column{{Name: "Project"}, {Name: "Krediet", Number: true}}, []string{"Fietspad", "90.000,00"}), paper.Heading(3, "Gebeurd"), paper.List("een")}}}, nil
}
