// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"rentmeester/fault"
	"rentmeester/staffing"
)

// examples are the files of docs/staffing.md.
func examples(t *testing.T) Files {
	t.Helper()
	open := func(name string) *os.File {
		f, err := os.Open(filepath.Join("..", "..", "docs", "examples", "staffing", name))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Close() })
		return f
	}
	return Files{People: open("mensen.csv"), Assignments: open("opdrachten.csv"), Locks: open("vast.csv"), Skills: open("vaardigheden.csv"), Travel: open("reistijden.csv")}
}

func TestReadTheExamples(t *testing.T) {
	task, err := Read(examples(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := staffing.Check(task); err != nil {
		t.Error(err)
	}
	if task.From != "2026-03-02" || task.Weeks != 39 || len(task.People) != 5 || len(task.Assignments) != 3 || len(task.Skills) != 5 {
		t.Errorf("%s, %d weeks, %d people, %d assignments, %d skills", task.From, task.Weeks, len(task.People), len(task.Assignments), len(task.Skills))
	}
	anna, carla, daan := task.People[0], task.People[2], task.People[3]
	if anna.Skills["projectleiding"] != 4 || anna.Rate != 8250 || anna.Contract[0] != 28*staffing.Hour {
		t.Errorf("%+v", anna)
	}
	if anna.Present[19] != 1000 || anna.Present[20] != 0 || anna.Present[22] != 0 || anna.Present[23] != 1000 { // 20 July to 7 August
		t.Errorf("away: %v", anna.Present)
	}
	if daan.Present[8] != 1000 || daan.Present[9] != 500 || daan.Present[16] != 500 || daan.Present[17] != 1000 {
		t.Errorf("half away: %v", daan.Present)
	}
	if carla.Contract[16] != 24*staffing.Hour || carla.Contract[17] != 24*staffing.Hour*2/5 || carla.Contract[18] != 0 { // until Tuesday 30 June
		t.Errorf("leaves: %v", carla.Contract)
	}
	if !slices.Equal(carla.Wishes, []staffing.Wish{{Assignment: "O2", Kind: staffing.Rather}}) {
		t.Errorf("%v", carla.Wishes)
	}
	o2 := task.Assignments[1]
	if o2.Budget != 120_000_00 || o2.Priority != 4 || o2.Seats[0].First != 5 || len(o2.Seats[0].Work) != 25 || o2.Seats[1].Needs[1] != (staffing.Need{Skill: "wegontwerp", Level: 2}) {
		t.Errorf("%+v", o2)
	}
	if !slices.Equal(task.Pairs, []staffing.Pair{{A: "O1-leider", B: "O1-ontwerp"}}) || len(task.Locks) != 2 || task.Travel[0].Time != 30 {
		t.Errorf("%v %v %v", task.Pairs, task.Locks, task.Travel)
	}
}

func TestJSONSaysTheSame(t *testing.T) {
	table, err := Read(Files{People: strings.NewReader("person;name;hours;skills\np1;An;20,5;plan 4 | draw 2\n"),
		Assignments: strings.NewReader("assignment;priority;start;end;hours;must\nx;5;2-3-2026;2026-03-27;8;plan 3\n")})
	if err != nil {
		t.Fatal(err)
	}
	json, err := Read(Files{People: strings.NewReader(`[{"person":"p1","name":"An","hours":20.5,"skills":["plan 4","draw 2"]}]`),
		Assignments: strings.NewReader(`[{"assignment":"x","priority":5,"start":"2026-03-02","end":"2026-03-27","hours":8,"must":"plan 3"}]`)})
	if err != nil || !reflect.DeepEqual(table, json) {
		t.Errorf("%v\n%+v\n%+v", err, table, json)
	}
	if table.People[0].Contract[0] != 20*staffing.Hour+30 || table.Weeks != 4 {
		t.Errorf("%+v", table)
	}
}

func TestOutsideTheWeeksIsLeftOut(t *testing.T) {
	task, err := Read(Files{People: strings.NewReader("person;hours\np1;20\n"), From: "2026-03-18", Weeks: 3,
		Assignments: strings.NewReader("assignment;seat;start;end;hours;together\nx;x1;2026-03-02;2026-03-25;10;x2\nx;x2;2026-01-05;2026-02-27;8;\n"),
		Locks:       strings.NewReader("seat;person;lock\nx2;p1;fixed\nx1;;open\n")})
	if err != nil {
		t.Fatal(err)
	}
	if task.From != "2026-03-16" || len(task.Assignments[0].Seats) != 1 || len(task.Pairs) != 0 || len(task.Locks) != 1 {
		t.Errorf("%+v", task)
	}
	if s := task.Assignments[0].Seats[0]; s.First != 0 || !slices.Equal(s.Work, []staffing.Minutes{600, 360}) {
		t.Errorf("%+v", s)
	}
}

func TestWrongValuesAreTold(t *testing.T) {
	people, seats := "person;hours\np1;20\n", "assignment;start;end;hours\nx;2026-03-02;2026-03-27;8\n"
	for name, c := range map[string]struct{ people, seats, locks, want string }{
		"no table":     {"<html>", seats, "", "staff.file"},
		"no column":    {"name\nAn\n", seats, "", "missing"},
		"hours":        {"person;hours\np1;veel\n", seats, "", "veel"},
		"no hours":     {"person;hours\np1;\n", seats, "", "staff.empty"},
		"other unit":   {"person;hours\np1;3 dagen\n", seats, "", "3 dagen"},
		"below zero":   {"person;hours\np1;-8\n", seats, "", "-8"},
		"ends first":   {people, "assignment;start;end;hours\nx;2026-03-27;2026-03-02;8\n", "", "2026-03-27"},
		"no day":       {people, "assignment;start;end;hours\nx;ooit;2026-03-02;8\n", "", "ooit"},
		"away":         {"person;hours;away\np1;8;soms\n", seats, "", "soms"},
		"lock":         {people, seats, "seat;person;lock\nx-1;p1;misschien\n", "misschien"},
		"nothing":      {people, "assignment;start;end;hours\n", "", "staff.nothing"},
		"damaged JSON": {"[{", seats, "", "staff.json"},
	} {
		f := Files{People: strings.NewReader(c.people), Assignments: strings.NewReader(c.seats)}
		if c.locks != "" {
			f.Locks = strings.NewReader(c.locks)
		}
		if _, err := Read(f); err == nil || !strings.Contains(fmt.Sprint(err), c.want) || fault.Code(err) == "internal" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("person;hours;away\np1;20;2026-01-01..2026-02-01 50%\n", "assignment;start;end;hours;must\nx;2026-03-02;2026-03-27;8;plan 3\n")
	f.Add(`[{"person":1,"hours":2}]`, `[{"assignment":"x","start":"2026-03-02","end":"2026-03-03","hours":1}]`)
	f.Fuzz(func(t *testing.T, people, seats string) {
		task, err := Read(Files{People: strings.NewReader(people), Assignments: strings.NewReader(seats)})
		if err != nil {
			return
		}
		for _, p := range task.People {
			if len(p.Contract) != task.Weeks || p.Present != nil && len(p.Present) != task.Weeks {
				t.Errorf("%+v", p)
			}
		}
	})
}

// FuzzLists reads the other files beside people and work that are there.
func FuzzLists(f *testing.F) {
	f.Add("vaardigheid;naam;verwant\nplan;Plan;teken (2)\n", "stoel;medewerker;vast;optie\nO1-1;m1;vast;ja\n", "van;naar;minuten\na;b;30\n", "plan niveau 4, tekenen 2")
	f.Add("conceptUri,preferredLabel\nhttp://x/1,Plan\n", `[{"seat":"O1-1","lock":true}]`, `[{"a":"x","b":"y","minutes":1}]`, "Plan 4/5")
	f.Fuzz(func(t *testing.T, skills, locks, travel, can string) {
		task, err := Read(Files{People: strings.NewReader("medewerker;uren;vaardigheden\nm1;36;\"" + strings.ReplaceAll(can, "\"", "") + "\"\n"),
			Assignments: strings.NewReader("opdracht;begin;eind;uren;eisen\nO1;6-4-2026;1-5-2026;8;plan 4\n"),
			Skills:      strings.NewReader(skills), Locks: strings.NewReader(locks), Travel: strings.NewReader(travel)})
		if err != nil {
			if fault.Code(err) == "internal" {
				if _, joined := err.(interface{ Unwrap() []error }); !joined {
					t.Fatal(err)
				}
			}
			return
		}
		_ = staffing.Check(task)
		for skill, level := range task.People[0].Skills {
			if level < 0 || level > 9 || skill == "" {
				t.Errorf("%q at %d", skill, level)
			}
		}
	})
}
