// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"maps"
	"strings"
	"testing"
	"time"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/staffing"
	"rentmeester/store"
	"rentmeester/store/db"
	"rentmeester/store/storetest"
)

var testNow = time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC) // a Wednesday

const testMonday = day.Day("2026-03-02")

func newDesk(t *testing.T, s *store.Store, slug string) *Desk {
	t.Helper()
	now := func() time.Time { testNow = testNow.Add(time.Millisecond); return testNow }
	adm, _, err := s.Create(t.Context(), slug, "Gemeente "+slug, now())
	if err != nil {
		t.Fatal(err)
	}
	d := &Desk{Books: books.Books{Store: s, Adm: adm, Now: now}}
	err = d.Write(t.Context(), func(tx *store.Tx) error {
		return tx.Add(t.Context(), db.Policy{Adm: tx.Adm, Version: "v1", Body: string(policy.Default), Since: tx.Stamp(), Seq: tx.NewID()})
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// every gives the same minutes for a number of weeks.
func every[T any](weeks int, each T) (all []T) {
	for range weeks {
		all = append(all, each)
	}
	return all
}

const testWeeks = 10

// someTask is a small house: Noor leads, Kees tests, Anna can both; two assignments.
func someTask() staffing.Task {
	present := every(testWeeks, 1000)
	present[3], present[4] = 0, 500
	return staffing.Task{From: testMonday, Weeks: testWeeks,
		Skills: []staffing.Skill{{ID: "lead", Name: "Projectleiding"}, {ID: "test", Name: "Testen", Near: []staffing.Near{{Skill: "build", Down: 1}}}, {ID: "build", Name: "Bouwen"}},
		People: []staffing.Person{
			{ID: "noor", Name: "Noor de Wit", Team: "I", Skills: map[string]staffing.Level{"lead": 4}, Contract: every(testWeeks, 24*staffing.Hour), Present: present, Rate: 7500},
			{ID: "kees", Name: "Kees Jansen", Team: "I", Skills: map[string]staffing.Level{"test": 3}, Contract: every(testWeeks, 36*staffing.Hour), Wishes: []staffing.Wish{{Skill: "lead", Kind: staffing.Learn}, {Assignment: "zaak", Kind: staffing.Gladly}}},
			{ID: "anna", Name: "Anna Bos", Team: "F", Skills: map[string]staffing.Level{"lead": 3, "build": 4}, Contract: every(testWeeks, 32*staffing.Hour)},
		},
		Assignments: []staffing.Assignment{
			{ID: "zaak", Name: "Zaaksysteem", Project: "P1", Priority: 5, Deadline: testMonday.Add(7*testWeeks - 1), Seats: []staffing.Seat{
				{ID: "zaak-lead", Name: "Leider", Needs: []staffing.Need{{Skill: "lead", Level: 3, Must: true}}, Work: every(testWeeks, 16*staffing.Hour), Before: []string{"anna"}},
				{ID: "zaak-test", Name: "Tester", First: 2, Needs: []staffing.Need{{Skill: "test", Level: 3, Must: true}}, Work: every(6, 20*staffing.Hour)}}},
			{ID: "data", Name: "Datahuis", Priority: 2, Budget: 900_000_00, Seats: []staffing.Seat{
				{ID: "data-lead", Name: "Leider", Needs: []staffing.Need{{Skill: "lead", Level: 3, Must: true}}, Work: every(8, 20*staffing.Hour)}}},
		},
		Pairs:  []staffing.Pair{{A: "zaak-lead", B: "zaak-test"}},
		Travel: []staffing.Travel{{A: "x", B: "y", Time: 60}}}
}

func brought(t *testing.T, d *Desk) *Desk {
	t.Helper()
	out, err := d.Keep(t.Context(), "m.bakker", someTask(), From{"lijst.json", "00"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if out.People != 3 || out.Assignments != 2 || out.Seats != 3 || out.Skills != 3 || out.Near != 1 || out.Absences != 2 {
		t.Errorf("%+v", out)
	}
	return d
}

// ids gives identifiers by the codes of the list.
func ids(t *testing.T, d *Desk) map[string]int64 {
	t.Helper()
	h, err := d.look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]int64{}
	for id, p := range h.people {
		all[p.Code] = id
	}
	for id, a := range h.assignments {
		all[a.Code] = id
	}
	for id, s := range h.seats {
		all[s.Code] = id
	}
	for id, s := range h.skills {
		all[s.Code] = id
	}
	return all
}

// TestKeep: what is brought in comes out again as what is planned from, and the same
// again changes nothing.
func TestKeep(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := brought(t, newDesk(t, s, "hier"))
		brought(t, d)
		h, err := d.look(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got := h.task(testMonday.Add(2), true)
		if err := staffing.Check(&got); err != nil {
			t.Fatal(err)
		}
		if got.From != testMonday || got.Weeks != testWeeks || len(got.People) != 3 || len(got.Assignments) != 2 || len(got.Pairs) != 1 || len(got.Travel) != 1 || len(got.Skills) != 3 {
			t.Fatalf("%+v", got)
		}
		noor := got.People[0]
		if noor.Name != "Noor de Wit" || noor.Contract[9] != 24*staffing.Hour || noor.Present[3] != 0 || noor.Present[4] != 500 || noor.Present[5] != 1000 || noor.Rate != 7500 {
			t.Errorf("%+v", noor)
		}
		if kees := got.People[1]; len(kees.Wishes) != 2 || kees.Present != nil {
			t.Errorf("%+v", kees)
		}
		later := h.task(testMonday.Add(21), true) // the first three weeks are over
		if seat := later.Assignments[0].Seats[0]; later.Weeks != testWeeks-3 || seat.First != 0 || len(seat.Work) != testWeeks-3 {
			t.Errorf("%+v", later)
		}
		if seats := h.task(testMonday.Add(7*8), true).Assignments; len(seats) != 1 || len(seats[0].Seats) != 1 {
			t.Errorf("what is over is planned: %+v", seats)
		}
	})
}

// TestAbsence: hours of a period and calendars become parts of weeks, and no word of
// why stays anywhere.
func TestAbsence(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := brought(t, newDesk(t, s, "hier"))
		id := ids(t, d)
		ctx := t.Context()
		if _, err := d.AddAbsence(ctx, "m", id["kees"], testMonday.Add(7), testMonday.Add(13), 18*staffing.Hour); err != nil {
			t.Fatal(err)
		}
		cal := "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20260316\r\nDTEND;VALUE=DATE:20260318\r\nSUMMARY:griep\r\nDESCRIPTION:ziek thuis\r\nEND:VEVENT\r\n" +
			"BEGIN:VEVENT\r\nUID:2\r\nDTSTART:20260320T080000Z\r\nDTEND:20260320T120000Z\r\nSUMMARY:tandarts\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
		for range 2 { // the same again replaces it
			if n, err := d.Calendar(ctx, "m", id["kees"], strings.NewReader(cal)); err != nil || n != 2 {
				t.Fatal(n, err)
			}
		}
		h, err := d.look(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for n, want := range []int{1000, 500, 500, 1000} { // two days and a half of the third week
			if got := h.presentIn(id["kees"], testMonday.Add(7*n)); got != want {
				t.Errorf("week %d: %d, not %d", n, got, want)
			}
		}
		var dump strings.Builder
		if _, err := s.Dump(ctx, &dump, "x"); err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"griep", "ziek", "tandarts"} {
			if strings.Contains(unpack(t, dump.String()), word) {
				t.Errorf("%q is kept", word)
			}
		}
		refuses(t, "staff.absence-days", func() error {
			_, err := d.AddAbsence(ctx, "m", id["kees"], "2026-05-02", "2026-05-01", 0)
			return err
		})
		refuses(t, "staff.absence-hours", func() error {
			_, err := d.AddAbsence(ctx, "m", id["kees"], testMonday, testMonday, 9*staffing.Hour)
			return err
		})
		refuses(t, "staff.no-person", func() error { _, err := d.AddAbsence(ctx, "m", 999, testMonday, "", 0); return err })
		refuses(t, "staff.no-absence", func() error { return d.DropAbsence(ctx, "m", 999) })
		if err := d.DropAbsence(ctx, "m", h.absences[id["kees"]][0].ID); err != nil {
			t.Fatal(err)
		}
	})
}

func refuses(t *testing.T, code string, f func() error) {
	t.Helper()
	if err := f(); fault.Code(err) != code {
		t.Errorf("%v, not %s", err, code)
	}
}

// TestDecide: every decision can be taken back, the latest on a seat first, and each
// stands in the audit trail without a name.
func TestDecide(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := brought(t, newDesk(t, s, "hier"))
		id, ctx := ids(t, d), t.Context()
		seat := id["zaak-lead"]
		must := func(c Choice) int64 {
			t.Helper()
			n, err := d.Decide(ctx, "m.bakker", c)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		first := must(Choice{Seat: seat, Kind: Changed, Person: id["noor"], Reason: "kent het werk"})
		locked := must(Choice{Seat: seat, Kind: Locked, Tentative: true})
		if w := work(t, d, id["zaak"]); w.Filled != 1 || w.All[0].Who != "Noor de Wit" || !w.All[0].Locked || !w.All[0].Tentative || w.All[0].MissedOfContract != 24*staffing.Hour {
			t.Errorf("%+v", w.All[0])
		}
		refuses(t, "staff.undo-later", func() error { _, err := d.Undo(ctx, "m", first); return err })
		if _, err := d.Undo(ctx, "m", locked); err != nil {
			t.Fatal(err)
		}
		refuses(t, "staff.undone-before", func() error { _, err := d.Undo(ctx, "m", locked); return err })
		if w := work(t, d, id["zaak"]); w.All[0].Locked || w.All[0].Person != id["noor"] {
			t.Errorf("%+v", w.All[0])
		}
		shut := must(Choice{Seat: id["data-lead"], Kind: Closed})
		if w := work(t, d, id["data"]); !w.All[0].Shut {
			t.Errorf("%+v", w.All[0])
		}
		if _, err := d.Undo(ctx, "m", shut); err != nil {
			t.Fatal(err)
		}
		for code, c := range map[string]Choice{"staff.has-seat": {Seat: seat, Kind: Changed, Person: id["noor"]}, "staff.no-person": {Seat: seat, Kind: Changed, Person: 99},
			"staff.no-seat": {Seat: 99, Kind: Closed}, "staff.seat-free": {Seat: id["data-lead"], Kind: Locked}, "staff.kind": {Seat: seat, Kind: "gone"},
			"staff.no-placement": {Seat: seat, Kind: Accepted}, "staff.reason-long": {Seat: seat, Kind: Closed, Reason: strings.Repeat("x", 501)}} {
			refuses(t, code, func() error { _, err := d.Decide(ctx, "m", c); return err })
		}
		all, next, err := d.Decisions(ctx, 0)
		if err != nil || next != 0 || len(all) != 5 || all[4].Person != "Noor de Wit" || !all[4].Undoable || all[3].Undoable {
			t.Errorf("%+v %d %v", all, next, err)
		}
		trailHasNo(t, d, "Noor")
	})
}

func work(t *testing.T, d *Desk, id int64) Work {
	t.Helper()
	w, err := d.Work(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// trailHasNo reads the audit trail, which nobody can clear.
func trailHasNo(t *testing.T, d *Desk, word string) {
	t.Helper()
	err := d.Read(t.Context(), func(q *db.Queries) error {
		rows, err := q.AuditFrom(context.Background(), db.AuditFromParams{Adm: d.Adm.Key, Page: 1000})
		if len(rows) < 3 {
			t.Errorf("%d events", len(rows))
		}
		for _, r := range rows {
			if strings.Contains(r.Payload, word) {
				t.Errorf("%s tells of %s: %s", r.Act, word, r.Payload)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestForget: what was told of somebody goes, his decisions stay under a number.
func TestForget(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := brought(t, newDesk(t, s, "hier"))
		id, ctx := ids(t, d), t.Context()
		given, err := d.Decide(ctx, "m", Choice{Seat: id["zaak-lead"], Kind: Changed, Person: id["noor"]})
		if err != nil {
			t.Fatal(err)
		}
		secret, err := d.AddFeed(ctx, "m", id["noor"])
		if err != nil {
			t.Fatal(err)
		}
		var feed strings.Builder
		if err := d.Feed(ctx, secret, &feed); err != nil || !strings.Contains(feed.String(), "Zaaksysteem: Leider") || strings.Contains(feed.String(), "Kees") {
			t.Error(err, feed.String())
		}
		refuses(t, "staff.no-feed", func() error { return d.Feed(ctx, "raden", &feed) })
		refuses(t, "staff.still-seated", func() error { return d.Forget(ctx, "m", id["noor"]) })
		if _, err := d.Decide(ctx, "m", Choice{Seat: id["zaak-lead"], Kind: Released}); err != nil {
			t.Fatal(err)
		}
		if err := d.Forget(ctx, "m", id["noor"]); err != nil {
			t.Fatal(err)
		}
		refuses(t, "staff.forgotten-before", func() error { return d.Forget(ctx, "m", id["noor"]) })
		refuses(t, "staff.no-feed", func() error { return d.Feed(ctx, secret, &feed) })
		all, _, err := d.Decisions(ctx, 0)
		if err != nil || len(all) != 2 || all[1].ID != given || all[1].Person != "#"+key(id["noor"]) {
			t.Errorf("%+v %v", all, err)
		}
		var dump strings.Builder
		if _, err := s.Dump(ctx, &dump, "x"); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(unpack(t, dump.String()), "Noor") {
			t.Error("the name is still kept")
		}
	})
}

// TestSkillList reads lists as they are published.
func TestSkillList(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d, ctx := newDesk(t, s, "hier"), t.Context()
		const esco = "http://data.europa.eu/esco/skill/"
		for _, c := range []struct {
			name, body   string
			skills, near int
		}{
			{"skills_nl.csv", "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels\nKnowledgeSkillCompetence," + esco + "a,skill/competence,x,projecten leiden,\"pl\nprojectleider\"\nKnowledgeSkillCompetence," + esco + "b,knowledge,x,projectbeheer,\n", 2, 0},
			{"skillSkillRelations_nl.csv", "originalSkillUri,originalSkillType,relationType,relatedSkillType,relatedSkillUri\n" + esco + "a,skill/competence,essential,knowledge," + esco + "b\n" + esco + "a,skill/competence,essential,knowledge," + esco + "onbekend\n", 0, 1},
			{"competentnl.csv", "uri;prefLabel\nhttps://linkeddata.competentnl.nl/uwv/id/1;Metselen\n", 1, 0},
		} {
			out, err := d.Import(ctx, "m", c.name, strings.NewReader(c.body))
			if err != nil || out.Skills != c.skills || out.Near != c.near {
				t.Errorf("%s: %+v %v", c.name, out, err)
			}
		}
		if _, err := d.SkillList(ctx, "m", strings.NewReader("kleur;maat\nrood;3\n"), From{}); !fault.Is(err, "staff.skill-list") {
			t.Error(err)
		}
		h, err := d.look(ctx)
		if err != nil || len(h.skills) != 0 || len(h.near) != 1 {
			t.Errorf("what nobody uses is in the way: %v %v %v", h.skills, h.near, err)
		}
	})
}

// TestNeighbours: one administration sees nothing of another.
func TestNeighbours(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d, other := brought(t, newDesk(t, s, "hier")), newDesk(t, s, "daar")
		id := ids(t, d)
		if all, err := other.People(t.Context(), true); err != nil || len(all) != 0 {
			t.Error(all, err)
		}
		refuses(t, "staff.no-person", func() error { _, err := other.Person(t.Context(), id["noor"]); return err })
		refuses(t, "staff.no-seat", func() error {
			_, err := other.Decide(t.Context(), "x", Choice{Seat: id["zaak-lead"], Kind: Closed})
			return err
		})
		secret, err := d.AddFeed(t.Context(), "m", id["noor"])
		if err != nil {
			t.Fatal(err)
		}
		refuses(t, "staff.no-feed", func() error { return other.Feed(t.Context(), secret, &strings.Builder{}) })
	})
}

// TestCapacity: who is half there does half, and teams are the sum of their people.
func TestCapacity(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := brought(t, newDesk(t, s, "hier"))
		id, ctx := ids(t, d), t.Context()
		if _, err := d.Decide(ctx, "m", Choice{Seat: id["zaak-lead"], Kind: Changed, Person: id["noor"]}); err != nil {
			t.Fatal(err)
		}
		people, err := d.Capacity(ctx, false, false, 6)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range people.Rows {
			if row.ID == id["noor"] {
				for w, want := range []Load{{There: 1440, Taken: 960}, {There: 1440, Taken: 960}, {There: 1440, Taken: 960}, {}, {There: 720, Taken: 480}, {There: 1440, Taken: 960}} {
					if got := row.Weeks[w]; got.There != want.There || got.Taken != want.Taken || got.Over() {
						t.Errorf("week %d: %+v", w, got)
					}
				}
			}
		}
		if people.Open[0] != 20*staffing.Hour || people.Open[2] != 40*staffing.Hour {
			t.Errorf("%v", people.Open)
		}
		teams, err := d.Capacity(ctx, true, false, 6)
		if err != nil || len(teams.Rows) != 2 || teams.Rows[1].Name != "I" || teams.Rows[1].Weeks[0].There != 60*staffing.Hour {
			t.Errorf("%+v %v", teams.Rows, err)
		}
	})
}

func unpack(t *testing.T, dump string) string {
	t.Helper()
	zipped, err := gzip.NewReader(strings.NewReader(dump))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(zipped)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

// TestListsThatCallSkillsByName: lists come one by one, and name skills as people do.
func TestListsThatCallSkillsByName(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d, ctx := newDesk(t, s, "hier"), t.Context()
		for _, body := range []string{
			"conceptUri,preferredLabel\nhttp://data.europa.eu/esco/skill/a,projecten leiden\n",
			"vaardigheid;naam\nPL;Planvorming\n",
			"medewerker;uren;vaardigheden\nm1;36;Projecten  leiden 4 | PL 3 | planvorming 2 | tekenen 1\n",
			"opdracht;begin;eind;uren;eisen;wensen\nO1;5-1-2026;31-12-2026;8;projecten leiden 2 | Tekenen 1;projecten leiden 4\n",
		} {
			if _, err := d.Import(ctx, "m", "lijst.csv", strings.NewReader(body)); err != nil {
				t.Fatal(body, err)
			}
		}
		h, err := d.look(ctx)
		if err != nil {
			t.Fatal(err)
		}
		got := h.task(testMonday, true)
		if err := staffing.Check(&got); err != nil {
			t.Fatal(err)
		}
		names := map[string]string{}
		for _, s := range got.Skills {
			names[s.ID] = s.Name
		}
		levels := map[string]staffing.Level{}
		for id, l := range got.People[0].Skills {
			levels[names[id]] = l
		}
		want := map[string]staffing.Level{"projecten leiden": 4, "Planvorming": 3, "tekenen": 1}
		if !maps.Equal(levels, want) || len(got.Skills) != 3 {
			t.Errorf("%v %v", levels, got.Skills)
		}
		needs := got.Assignments[0].Seats[0].Needs
		if len(needs) != 2 || !needs[0].Must || !needs[1].Must || got.People[0].Skills[needs[0].Skill] == 0 || got.People[0].Skills[needs[1].Skill] == 0 {
			t.Errorf("%+v", needs)
		}
	})
}

// TestForgottenColumn: who forgot a column is told which one.
func TestForgottenColumn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s, "hier")
		for body, want := range map[string]string{"opdracht;begin;uren\nO1;5-1-2026;8\n": "end", "medewerker;naam\nm1;Jan\n": "hours", "kleur;maat\nrood;3\n": "lijst.csv"} {
			if _, err := d.Import(t.Context(), "m", "lijst.csv", strings.NewReader(body)); err == nil || !strings.Contains(fmt.Sprint(err), want) {
				t.Errorf("%q: %v", body, err)
			}
		}
	})
}
