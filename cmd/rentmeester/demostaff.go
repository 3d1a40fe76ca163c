// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"rentmeester/app/staff"
	invent "rentmeester/bench/staffing"
	"rentmeester/day"
	"rentmeester/demo"
	"rentmeester/staffing"
)

// What the town has of people who work on assignments; a small town has fewer.
const (
	demoStaff       = 60
	demoAssignments = 25
	demoSeats       = 62
	smallTown       = 1000 // inhabitants
)

// staff lets the town plan its people: a list is brought in, a plan proposed and partly
// decided, somebody turns out to be away, and what is left waits for who looks.
func (h *townHall) staff(ctx context.Context, f demoFlags) error {
	d := h.books.Staff()
	task := h.staffTask(f)
	if _, err := d.Keep(ctx, demoLead, *task, staff.From{Name: "mensen en opdrachten"}, nil); err != nil {
		return err
	}
	plan, err := d.Propose(ctx, demoLead, staff.MostSeconds)
	if err != nil {
		return err
	}
	shown, err := d.Plan(ctx, plan)
	if err != nil {
		return err
	}
	if err := h.decideSome(ctx, d, shown); err != nil {
		return err
	}
	return h.somebodyAway(ctx, d)
}

// demoLead is who plans in the town.
const demoLead = "p.leider"

// decideSome accepts two of three, rejects one, and fixes one as an option.
func (h *townHall) decideSome(ctx context.Context, d *staff.Desk, plan staff.Plan) error {
	var yes []int64
	for i, p := range plan.Placements {
		if i%3 != 2 {
			yes = append(yes, p.Seat.ID)
		}
	}
	if len(yes) == 0 {
		return nil
	}
	if _, err := d.AcceptPlan(ctx, demoLead, plan.ID, yes, ""); err != nil {
		return err
	}
	if _, err := d.Decide(ctx, demoLead, staff.Choice{Seat: yes[0], Kind: staff.Locked, Tentative: true}); err != nil {
		return err
	}
	for i, p := range plan.Placements {
		if i%3 == 2 {
			_, err := d.Decide(ctx, demoLead, staff.Choice{Seat: p.Seat.ID, Kind: staff.Rejected, Reason: h.say("demo.staff.rejected")})
			return err
		}
	}
	return nil
}

// somebodyAway lets somebody who has a seat be away for six weeks, after which the town
// has what it agreed repaired, and looks what two more of the
// same would bring.
func (h *townHall) somebodyAway(ctx context.Context, d *staff.Desk) error {
	people, err := d.People(ctx, false)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(people, func(p staff.PersonHead) bool { return p.Seats > 0 })
	if i < 0 {
		return nil
	}
	from := staff.Monday(day.Of(h.clock.now())).Add(14)
	if _, err := d.AddAbsence(ctx, demoLead, people[i].ID, from, from.Add(6*7-3), 0); err != nil {
		return err
	}
	if _, err = d.Repair(ctx, demoLead, staff.MostSeconds); err != nil {
		return err
	}
	return h.whatIfs(ctx, d, people[i].ID)
}

// whatIfs lets the town look what two more would bring of whom it needs most, and what
// is lost when options lapse.
func (h *townHall) whatIfs(ctx context.Context, d *staff.Desk, like int64) error {
	const looked = 5
	help, err := d.Remedies(ctx, looked)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(help, func(one staff.Help) bool { return !one.Train }); i >= 0 {
		like = help[i].Person.ID
	}
	if _, err := d.AddScenario(ctx, demoLead, h.say("demo.staff.scenario"), staff.Change{Kind: staff.Hire, Person: like, Count: 2}, staff.MostSeconds); err != nil {
		return err
	}
	_, err = d.AddScenario(ctx, demoLead, h.say("demo.staff.lapse"), staff.Change{Kind: staff.Lapse}, staff.MostSeconds)
	return err
}

// staffTask invents the people and the work, from the week in which the town is shown.
func (h *townHall) staffTask(f demoFlags) *staffing.Task {
	shape := invent.Shape{Name: "demo", People: demoStaff, Assignments: demoAssignments, Seats: demoSeats, Weeks: 40}
	if f.inhabitants < smallTown {
		shape.People, shape.Assignments, shape.Seats = 8+f.inhabitants%3, 4, 6
	}
	t := invent.Invent(shape, f.seed)
	from := staff.Monday(day.Of(h.clock.now()))
	shift := from.Sub(t.From)
	t.From = from
	rnd := rand.New(rand.NewPCG(f.seed, 13))
	teams := []string{"Informatievoorziening", "Ruimte", "Sociaal domein", "Financiën", "Bestuur en communicatie", "Openbare ruimte"}
	for i := range t.People {
		t.People[i].Name = demo.StaffName(rnd)
		t.People[i].Team = teams[i%len(teams)]
	}
	for i := range t.Assignments {
		a := &t.Assignments[i]
		if a.Deadline != "" {
			a.Deadline = a.Deadline.Add(shift)
		}
		a.Name = demoWork[i%len(demoWork)]
		for j := range a.Seats {
			if s := &a.Seats[j]; len(s.Needs) > 0 { // a role is called by what it asks first
				s.Name = strings.ToUpper(s.Needs[0].Skill[:1]) + s.Needs[0].Skill[1:]
			}
		}
		if i >= len(demoWork) {
			a.Name = fmt.Sprintf("%s, deel %d", a.Name, i/len(demoWork)+1)
		}
	}
	for i, p := range townProjects {
		if i < len(t.Assignments) {
			ofProject(&t.Assignments[i], p)
		}
	}
	return t
}

// ofProject makes an assignment the work that a project still has: it ends with it.
func ofProject(a *staffing.Assignment, p townProject) {
	const shortest = 4 // weeks
	a.Name, a.Project, a.Deadline, a.Budget = p.work, p.code, "", 0
	left := p.weeks - weeksGone
	for i := range a.Seats {
		s := &a.Seats[i]
		s.First = min(s.First, left-shortest)
		s.Work = s.Work[:min(len(s.Work), left-s.First)]
	}
}

// demoWork is what a town works on.
var demoWork = []string{"Invoering zaaksysteem", "Omgevingsplan buitengebied", "Herinrichting Dorpsstraat", "Aanbesteding doelgroepenvervoer", "Datahuis", "Woo-verzoeken inhalen",
	"Transformatie jeugdzorg", "Vervanging riolering Oost", "Informatiebeveiliging BIO2", "Nieuwbouw school De Linde", "Verkoop gemeentelijk vastgoed", "Schuldhulp dichterbij",
	"Warmteplan wijken", "Herijking subsidies", "Participatie centrumplan", "Bruggen onderhoud", "Archief op orde", "Verordening parkeren", "Digitale balie", "Rechtmatigheid 2026",
	"Opvang en integratie", "Klimaatbestendige straten", "Sportpark Zuid", "Herstel kademuren", "Privacy op orde"}
