// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"strings"
	"testing"

	"rentmeester/staffing"
	"rentmeester/store"
	"rentmeester/store/storetest"
)

// TestPropose: a plan is proposed, decided part by part or whole, and taken back in one
// step; what was decided stays in the next.
func TestPropose(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := brought(t, newDesk(t, s, "hier"))
		id, ctx := ids(t, d), t.Context()
		propose := func() Plan {
			t.Helper()
			n, err := d.Make(ctx, "m.bakker", PlanKind, 30)
			if err != nil {
				t.Fatal(err)
			}
			p, err := d.Plan(ctx, n)
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		first := propose()
		if len(first.Placements) != 3 || first.Waiting() != 3 || len(first.Unfilled) != 0 || first.Value <= 0 || first.Bound < first.Value || first.State != planProposed {
			t.Fatalf("%+v", first)
		}
		of := func(p Plan, seat string) Planned {
			for _, one := range p.Placements {
				if one.Seat.ID == id[seat] {
					return one
				}
			}
			return Planned{}
		}
		if of(first, "zaak-test").Person != id["kees"] {
			t.Errorf("%+v", first.Placements)
		}
		refuses(t, "staff.reason", func() error { _, err := d.Decide(ctx, "m", Choice{Seat: id["zaak-lead"], Kind: Rejected}); return err })
		who := of(first, "zaak-lead").Person
		if _, err := d.Decide(ctx, "m", Choice{Seat: id["zaak-lead"], Kind: Rejected, Reason: "te vol"}); err != nil {
			t.Fatal(err)
		}
		if ids, err := d.AcceptPlan(ctx, "m", first.ID, []int64{id["zaak-test"]}, ""); err != nil || len(ids) != 1 {
			t.Fatal(ids, err)
		}
		if now, err := d.Standing(ctx); err != nil || now.Waiting() != 1 || now.State != planProposed {
			t.Errorf("%+v %v", now, err)
		}
		second := propose() // who was rejected is not proposed again; what was accepted stays
		if got := of(second, "zaak-lead").Person; got == who || got == 0 || second.Kept != 1 || second.Waiting() != 2 {
			t.Errorf("%d after %d: %+v", got, who, second)
		}
		refuses(t, "staff.plan-over", func() error { _, err := d.AcceptPlan(ctx, "m", first.ID, nil, ""); return err })
		if ids, err := d.AcceptPlan(ctx, "m", second.ID, nil, "zo doen we het"); err != nil || len(ids) != 2 {
			t.Fatal(ids, err)
		}
		if now, err := d.Standing(ctx); err != nil || now.State != planDone {
			t.Errorf("%+v %v", now, err)
		}
		if n, err := d.UndoPlan(ctx, "m", second.ID); err != nil || n != 2 {
			t.Fatal(n, err)
		}
		if now, err := d.Standing(ctx); err != nil || now.Waiting() != 2 || now.State != planProposed {
			t.Errorf("%+v %v", now, err)
		}
		refuses(t, "staff.nothing-to-undo", func() error { _, err := d.UndoPlan(ctx, "m", second.ID); return err })
		refuses(t, "staff.plan-kind", func() error { _, err := d.Make(ctx, "m", "raad", 1); return err })
		refuses(t, "staff.no-plan", func() error { _, err := d.Plan(ctx, 99999); return err })
		trailHasNo(t, d, "Kees")
	})
}

// TestWhy: everybody is told whether he can have a seat, and why not.
func TestWhy(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := brought(t, newDesk(t, s, "hier"))
		id, ctx := ids(t, d), t.Context()
		if _, err := d.Decide(ctx, "m", Choice{Seat: id["zaak-lead"], Kind: Changed, Person: id["anna"]}); err != nil {
			t.Fatal(err)
		}
		w, err := d.Why(ctx, id["data-lead"])
		if err != nil {
			t.Fatal(err)
		}
		said := map[string]string{}
		for _, c := range w.People {
			switch {
			case c.Can():
				said[c.Name] = "can"
			case c.Busy != nil:
				said[c.Name] = "busy"
			default:
				said[c.Name] = c.Reasons[0].Code
			}
		}
		if said["Noor de Wit"] != "can" || said["Anna Bos"] != "busy" || said["Kees Jansen"] != "staffing.block.skill" {
			t.Errorf("%v", said)
		}
		refuses(t, "staff.no-seat", func() error { _, err := d.Why(ctx, 999); return err })
		var csv strings.Builder
		if err := d.Export(ctx, &csv); err != nil || !strings.Contains(csv.String(), "zaak,Zaaksysteem,P1,zaak-lead,Leider,2026-03-02,16,anna,Anna Bos,agreed,,\n") {
			t.Error(err, csv.String())
		}
	})
}

// TestImport reads lists as they are written in the manual, and leaves reasons out.
func TestImport(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d, ctx := newDesk(t, s, "hier"), t.Context()
		work, err := d.Import(ctx, "m", "opdrachten.csv", strings.NewReader("opdracht;naam;plek;rol;eisen;begin;eind;uren\nO1;Zaaksysteem;O1-a;Leider;projectleiding 3;2026-02-02;2026-06-26;16\n"))
		if err != nil || work.Assignments != 1 || work.Seats != 1 {
			t.Fatalf("%+v %v", work, err)
		}
		people, err := d.Import(ctx, "m", "mensen.csv", strings.NewReader("medewerker;naam;uren;vaardigheden;afwezig;graag;verzuimreden\nm1;Anna Bos;28;projectleiding 4;2026-04-06..2026-04-17;O1;griep\n"))
		if err != nil || people.People != 1 || len(people.Dropped) != 1 || people.Dropped[0] != "verzuimreden" {
			t.Fatalf("%+v %v", people, err)
		}
		h, err := d.look(ctx)
		if err != nil {
			t.Fatal(err)
		}
		anna := h.order[0]
		if h.presentIn(anna, "2026-04-06") != 0 || h.presentIn(anna, "2026-03-30") != 1000 || h.contractOn(anna, "2027-01-04") != 28*60 || len(h.wishes[anna]) != 1 || h.wishes[anna][0].AssignmentID == 0 {
			t.Errorf("%+v %+v", h.absences, h.wishes)
		}
		for _, seat := range h.seats {
			if seat.First != "2026-02-02" || len(workOf(seat)) != 21 {
				t.Errorf("%+v", seat)
			}
		}
		var dump strings.Builder
		if _, err := s.Dump(ctx, &dump, "x"); err != nil || strings.Contains(unpack(t, dump.String()), "griep") {
			t.Error("a reason is kept", err)
		}
		asJSON, err := d.Import(ctx, "m", "mensen.json", strings.NewReader(`[{"medewerker": "m2", "naam": "Bert", "uren": 16, "redenAfwezig": "ziek"}]`))
		if err != nil || asJSON.People != 1 || len(asJSON.Dropped) != 1 {
			t.Errorf("%+v %v", asJSON, err)
		}
		refuses(t, "staff.list-empty", func() error {
			_, err := d.Import(ctx, "m", "x.csv", strings.NewReader("kleur;maat\nrood;3\n"))
			return err
		})
	})
}

// TestRepair: who is away too long loses his seat to somebody who can, and nobody else
// moves; what is locked stays whatever happens.
func TestRepair(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := brought(t, newDesk(t, s, "hier"))
		id, ctx := ids(t, d), t.Context()
		for seat, who := range map[string]string{"zaak-lead": "anna", "zaak-test": "kees"} {
			if _, err := d.Decide(ctx, "m", Choice{Seat: id[seat], Kind: Changed, Person: id[who]}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := d.AddAbsence(ctx, "m", id["anna"], testMonday, testMonday.Add(60), 0); err != nil {
			t.Fatal(err)
		}
		repaired := func() Plan {
			t.Helper()
			n, err := d.Make(ctx, "m", RepairKind, 30)
			if err != nil {
				t.Fatal(err)
			}
			p, err := d.Plan(ctx, n)
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		moved := 0
		for _, p := range repaired().Placements {
			if p.Was != 0 {
				moved++
				if p.Seat.ID != id["zaak-lead"] || p.Was != id["anna"] || p.Person != id["noor"] {
					t.Errorf("%+v", p)
				}
			}
		}
		if moved != 1 {
			t.Errorf("%d moved", moved)
		}
		if _, err := d.Decide(ctx, "m", Choice{Seat: id["zaak-lead"], Kind: Locked}); err != nil {
			t.Fatal(err)
		}
		for _, p := range repaired().Placements {
			if p.Seat.ID == id["zaak-lead"] {
				t.Errorf("what is locked moved: %+v", p)
			}
		}
	})
}

// TestScenarios: what would be, if, is set beside what is, and changes nothing.
func TestScenarios(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := brought(t, newDesk(t, s, "hier"))
		id, ctx := ids(t, d), t.Context()
		add := func(c Change) Scenario {
			t.Helper()
			n, err := d.AddScenario(ctx, "m", "proef", c, 30)
			if err != nil {
				t.Fatal(err)
			}
			all, err := d.Scenarios(ctx)
			if err != nil || all[len(all)-1].ID != n {
				t.Fatal(all, err)
			}
			return all[len(all)-1]
		}
		gone := add(Change{Kind: Leave, Person: id["kees"]})
		if gone.Seats >= gone.BaseSeats || gone.Minutes >= gone.BaseMinutes || gone.Value >= gone.BaseValue || len(gone.Moves) == 0 {
			t.Errorf("%+v", gone)
		}
		more := add(Change{Kind: Hire, Person: id["noor"], Count: 2})
		if more.Seats < more.BaseSeats || more.Value < more.BaseValue {
			t.Errorf("%+v", more)
		}
		for _, m := range more.Moves {
			if m.ToNew == (m.To != "") {
				t.Errorf("who is hired has no name: %+v", m)
			}
		}
		later := add(Change{Kind: Later, Assignment: id["data"], Weeks: 4})
		if later.Seats != 3 || later.Short != 0 {
			t.Errorf("%+v", later)
		}
		trained := add(Change{Kind: Train, Person: id["kees"], Skill: id["lead"], Level: 4})
		if trained.Value < trained.BaseValue || trained.Skill != "Projectleiding" {
			t.Errorf("%+v", trained)
		}
		if _, err := d.Decide(ctx, "m", Choice{Seat: id["zaak-lead"], Kind: Changed, Person: id["anna"]}); err != nil {
			t.Fatal(err)
		}
		firm := add(Change{Kind: Lapse})
		if _, err := d.Decide(ctx, "m", Choice{Seat: id["zaak-lead"], Kind: Locked, Tentative: true}); err != nil {
			t.Fatal(err)
		}
		if lapsed := add(Change{Kind: Lapse}); len(firm.Moves) != 0 || lapsed.BaseValue != firm.BaseValue || lapsed.Value < lapsed.BaseValue {
			t.Errorf("only an option lapses: %+v, %+v", firm, lapsed)
		}
		refuses(t, "staff.no-skill", func() error {
			_, err := d.AddScenario(ctx, "m", "x", Change{Kind: Train, Person: id["kees"]}, 1)
			return err
		})
		if now, err := d.Standing(ctx); err != nil || now.ID != 0 {
			t.Errorf("a what-if is no proposal: %+v %v", now, err)
		}
		if err := d.DropScenario(ctx, "m", gone.ID); err != nil {
			t.Fatal(err)
		}
		refuses(t, "staff.no-scenario", func() error { return d.DropScenario(ctx, "m", gone.ID) })
		refuses(t, "staff.scenario", func() error { _, err := d.AddScenario(ctx, "m", "", Change{}, 1); return err })
		refuses(t, "staff.no-person", func() error { _, err := d.AddScenario(ctx, "m", "x", Change{Kind: Leave, Person: 99}, 1); return err })
	})
}

// TestLocks: a list of locks is decided once, and can be taken back.
func TestLocks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := brought(t, newDesk(t, s, "hier"))
		id, ctx := ids(t, d), t.Context()
		const list = "stoel;medewerker;vast;optie\nzaak-lead;noor;vast;ja\nzaak-test;anna;niet;\ndata-lead;;open;\n"
		for _, want := range []int{4, 0} {
			came, err := d.Import(ctx, "m", "vast.csv", strings.NewReader(list))
			if err != nil || came.Locks != want {
				t.Fatalf("%+v %v", came, err)
			}
		}
		work, err := d.Work(ctx, id["zaak"])
		if err != nil {
			t.Fatal(err)
		}
		if lead := work.All[0]; lead.Person != id["noor"] || !lead.Locked || !lead.Tentative {
			t.Errorf("%+v", lead)
		}
		if test := work.All[1]; len(test.Barred) != 1 || test.Barred[0].ID != id["anna"] {
			t.Errorf("%+v", test)
		}
		all, _, err := d.Decisions(ctx, 0)
		if err != nil || len(all) != 4 {
			t.Fatal(all, err)
		}
		for _, one := range all {
			if _, err := d.Undo(ctx, "m", one.ID); err != nil {
				t.Error(err)
			}
		}
		refuses(t, "staff.list-locked", func() error {
			_, err := d.Import(ctx, "m", "vast.csv", strings.NewReader("stoel;medewerker;vast\nzaak-lead;niemand;vast\n"))
			return err
		})
	})
}

// TestEdit: what is typed is kept, and what is not typed stays.
func TestEdit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := brought(t, newDesk(t, s, "hier"))
		id, ctx := ids(t, d), t.Context()
		edit := PersonEdit{Name: "Kees de Jong", Team: "F", Login: "k.dejong", Rate: 80_00, Skills: "Testen 4; dansen", Gladly: "Zaaksysteem", Learn: "lead", Hours: 20 * staffing.Hour, From: testMonday.Add(28)}
		if _, err := d.EditPerson(ctx, "m", id["kees"], edit); err != nil {
			t.Fatal(err)
		}
		kees, err := d.Person(ctx, id["kees"])
		if err != nil || kees.Name != "Kees de Jong" || kees.Login != "k.dejong" || len(kees.Levels) != 2 || kees.Levels[0].Name != "Testen" || kees.Levels[0].Level != 4 || len(kees.Wishes) != 2 {
			t.Errorf("%+v %v", kees, err)
		}
		if c := kees.Contracts; len(c) != 2 || c[0].Until != testMonday.Add(27) || c[1].From != testMonday.Add(28) || c[1].Minutes != 20*staffing.Hour {
			t.Errorf("%+v", c)
		}
		edit.Hours = -1
		if _, err := d.EditPerson(ctx, "m", id["kees"], edit); err != nil {
			t.Fatal(err)
		}
		if again, _ := d.Person(ctx, id["kees"]); len(again.Contracts) != 2 {
			t.Errorf("%+v", again.Contracts)
		}
		fresh, err := d.EditPerson(ctx, "m", 0, PersonEdit{Code: "eva", Name: "Eva", Hours: 8 * staffing.Hour, From: testMonday})
		if err != nil || fresh == 0 {
			t.Fatal(err)
		}
		work, err := d.EditWork(ctx, "m", 0, WorkEdit{Code: "brug", Name: "Brug", Project: "P2", Priority: 4})
		if err != nil {
			t.Fatal(err)
		}
		seat, err := d.EditSeat(ctx, "m", work, 0, SeatEdit{Name: "Bouwer", From: testMonday.Add(2), Until: testMonday.Add(20), Hours: 8 * staffing.Hour, Must: "Bouwen 2", Welcome: "Testen 1"})
		if err != nil {
			t.Fatal(err)
		}
		if seat, err = d.EditSeat(ctx, "m", work, seat, SeatEdit{Name: "Bouwer", From: testMonday, Until: testMonday.Add(27), Must: "Bouwen 2"}); err != nil {
			t.Fatal(err)
		}
		brug, err := d.Work(ctx, work)
		if err != nil || len(brug.All) != 1 || brug.All[0].ID != seat || brug.All[0].Minutes != 32*staffing.Hour || len(brug.All[0].Needs) != 1 || !brug.All[0].Needs[0].Must || brug.Project != "P2" {
			t.Errorf("%+v %v", brug, err)
		}
		for code, do := range map[string]func() error{
			"staff.level": func() error {
				_, err := d.EditPerson(ctx, "m", id["kees"], PersonEdit{Name: "K", Skills: "Testen 9", Hours: -1})
				return err
			},
			"staff.code-taken": func() error {
				_, err := d.EditPerson(ctx, "m", 0, PersonEdit{Code: "noor", Name: "K", Hours: -1})
				return err
			},
			"staff.name":          func() error { _, err := d.EditWork(ctx, "m", 0, WorkEdit{Name: "x"}); return err },
			"staff.no-assignment": func() error { _, err := d.EditWork(ctx, "m", 99, WorkEdit{Name: "x"}); return err },
			"staff.seat-weeks": func() error {
				_, err := d.EditSeat(ctx, "m", work, 0, SeatEdit{Name: "x", From: testMonday, Until: testMonday})
				return err
			},
			"staff.no-seat": func() error {
				_, err := d.EditSeat(ctx, "m", work, id["zaak-lead"], SeatEdit{Name: "x", From: testMonday, Until: testMonday})
				return err
			},
		} {
			refuses(t, code, do)
		}
		for name, s := range map[string]SeatEdit{"no first day": {Name: "x", Until: testMonday}, "no last day": {Name: "x", From: testMonday}, "no days": {Name: "x"}} {
			t.Run(name, func(t *testing.T) {
				refuses(t, "staff.seat-weeks", func() error { _, err := d.EditSeat(ctx, "m", work, 0, s); return err })
			})
		}
		h, err := d.look(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if task := h.task(testMonday, true); staffing.Check(&task) != nil {
			t.Error(staffing.Check(&task))
		}
	})
}
