// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"reflect"
	"testing"

	"rentmeester/app"
	"rentmeester/app/projects"
	who "rentmeester/app/staff"
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/staffing"
	"rentmeester/steering"
	"rentmeester/store"
)

// seatsOnP1 are two seats for project P1, of 160 and 80 hours, and one for no project.
// Noor costs € 75, the project says € 100.
func seatsOnP1(from day.Day) staffing.Task {
	weeks := func(n int, each staffing.Minutes) (all []staffing.Minutes) {
		for range n {
			all = append(all, each)
		}
		return all
	}
	return staffing.Task{From: from, Weeks: 10,
		People: []staffing.Person{{ID: "noor", Name: "Noor", Contract: weeks(10, 36*staffing.Hour), Rate: 75_00}},
		Assignments: []staffing.Assignment{
			{ID: "O1", Name: "Ontwerp", Project: "P1", Priority: 3, Seats: []staffing.Seat{
				{ID: "O1-a", Name: "Leider", Work: weeks(10, 16*staffing.Hour)}, {ID: "O1-b", Name: "Tekenaar", First: 2, Work: weeks(4, 20*staffing.Hour)}}},
			{ID: "O2", Name: "Anders", Priority: 3, Seats: []staffing.Seat{{ID: "O2-a", Name: "Leider", Work: weeks(2, 4*staffing.Hour)}}}}}
}

func decideSeat(t *testing.T, b *app.Books, d *who.Desk, code string, kind who.Kind) {
	t.Helper()
	people, err := d.People(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	works, err := d.Works(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range works {
		one, err := d.Work(t.Context(), w.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range one.All {
			if s.Code == code {
				if _, err := d.Decide(t.Context(), "lead", who.Choice{Seat: s.ID, Kind: kind, Person: people[0].ID, Reason: "x"}); err != nil {
					t.Fatal(err)
				}
				return
			}
		}
	}
	t.Fatal("no seat", code)
}

// Hours planned are those of the seats: at the rate of who has agreed to it, else at
// that of the project; what is only proposed changes nothing.
func TestHoursPlannedAreThoseOfTheSeats(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		p, d := aProject(t, b, "P1"), &who.Desk{Books: b.Books}
		from := steering.Monday(day.Of(b.Now()))
		first, err := b.Projects().Put(t.Context(), "lead", projects.Project{Code: "P1", Name: "Fietspad", Start: from, End: from.Add(83), Rate: 100_00, OwnHours: true})
		if err != nil || first.ID != p.ID {
			t.Fatal(first, err)
		}
		if one := projectOn(t, b, p.ID, from); one.Planned || one.Stand.Hours.Planned != 0 {
			t.Fatalf("%+v", one.Stand.Hours)
		}
		if _, err := d.Keep(t.Context(), "lead", seatsOnP1(from), who.From{Name: "x"}, nil); err != nil {
			t.Fatal(err)
		}
		want := func(when string, planned, open steering.Minutes, bac money.Cents) projects.Detail {
			t.Helper()
			one := projectOn(t, b, p.ID, from)
			if !one.Planned || one.Stand.Hours.Planned != planned*steering.Hour || one.Open != open*steering.Hour || one.Stand.Earned.BAC != bac {
				t.Errorf("%s: %+v, open %d, %+v", when, one.Stand.Hours, one.Open, one.Stand.Earned)
			}
			return one
		}
		want("nobody has a seat", 240, 240, 24_000_00)
		if _, err := d.Propose(t.Context(), "lead", 1); err != nil {
			t.Fatal(err)
		}
		want("somebody is proposed", 240, 240, 24_000_00)
		decideSeat(t, b, d, "O1-a", who.Changed)
		want("somebody has a seat", 240, 80, 20_000_00)
		decideSeat(t, b, d, "O1-b", who.Closed)
		one := want("nobody gets the other", 160, 0, 12_000_00)
		if w := one.Work; len(w) != 1 || w[0].Assignment != "O1" || w[0].Name != "Ontwerp" || w[0].Planned != 160*steering.Hour {
			t.Errorf("%+v", w)
		}

		brought(t, b, "uren.csv", "Medewerker;Opdracht;Datum;Uren\n1;O1;"+string(from)+";5\n1;O2;"+string(from)+";5\n")
		if one = want("worked", 160, 0, 12_000_00); one.Stand.Hours.Left != 155*steering.Hour || one.Work[0].Left() != 155*steering.Hour || one.Stand.Hours.Worked != 5*steering.Hour {
			t.Errorf("an assignment is of its project: %+v %+v", one.Stand.Hours, one.Work)
		}
	})
}

// How projects stand is kept until the books change, and not longer.
func TestProjectsAreCountedAnewWhenTheBooksChange(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		p := aProject(t, b, "P1")
		list := func() projects.Standing {
			t.Helper()
			all, err := b.Projects().List(t.Context(), "2026-03-31", false)
			if err != nil || len(all) != 1 {
				t.Fatal(all, err)
			}
			return all[0]
		}
		first := list()
		if again := list(); !reflect.DeepEqual(first, again) {
			t.Errorf("%+v\n%+v", first, again)
		}
		if err := b.Projects().Decide(t.Context(), "raad", p.ID, projects.Credit{Day: "2026-01-01", Amount: 1_00, Reference: "R"}); err != nil {
			t.Fatal(err)
		}
		if now := list(); now.Stand.Money.Credit != first.Stand.Money.Credit+1_00 {
			t.Errorf("%+v", now.Stand.Money)
		}
		p.Closed = true
		if _, err := b.Projects().Put(t.Context(), "lead", p); err != nil {
			t.Fatal(err)
		}
		if all, err := b.Projects().List(t.Context(), "2026-03-31", false); err != nil || len(all) != 0 {
			t.Error(all, err)
		}
	})
}
