// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"rentmeester/fault"
	"rentmeester/staffing"
)

const (
	onePerson = "medewerker;uren;vaardigheden\nm1;36;plan 4\n"
	oneSeat   = "opdracht;begin;eind;uren;eisen\nO1;6-4-2026;1-5-2026;8;plan 4\n"
)

// TestLevelsAsPeopleWriteThem: a level that is not seen as one would make another skill,
// which nobody has.
func TestLevelsAsPeopleWriteThem(t *testing.T) {
	for cell, want := range map[string]string{
		"plan 4": "plan 4", "plan (4)": "plan 4", "plan: 4": "plan 4", "plan:4": "plan 4", "plan=4": "plan 4", "plan - 4": "plan 4", "plan niveau 4": "plan 4",
		"plan (niveau 4)": "plan 4", "plan 4/5": "plan 4", "plan": "plan 3", "ISO 27001": "ISO 27001 3", "ISO 27001 4": "ISO 27001 4", "Office 365": "Office 365 3",
		"C++ 2": "C++ 2", "plan 4, tekenen 2": "plan 4, tekenen 2", "plan 4,tekenen 2": "plan 4, tekenen 2", "normen, wetten en regels 4": "normen, wetten en regels 4",
		"plan 3,5": "?", "plan niveau 10": "?", "plan 6": "plan 6", "plan4": "plan4 3", "4": "4 3",
	} {
		var got []string
		for _, one := range Cell(cell) {
			skill, level, ok := levelled(one, 3)
			got = append(got, fmt.Sprintf("%s %d", skill, level))
			if !ok {
				got = []string{"?"}
			}
		}
		if said := strings.Join(got, ", "); said != want {
			t.Errorf("%q is %q, not %q", cell, said, want)
		}
	}
}

func TestOneSkillInSeveralSpellings(t *testing.T) {
	task, err := Read(Files{People: strings.NewReader("medewerker;uren;vaardigheden;leren\nm1;36;\"Plan  4\nTekenen 2\";PLAN\n"), Assignments: strings.NewReader(oneSeat)})
	if err != nil {
		t.Fatal(err)
	}
	if p := task.People[0]; len(task.Skills) != 2 || p.Skills["plan"] != 4 || p.Skills["Tekenen"] != 2 || p.Wishes[0].Skill != "plan" {
		t.Errorf("%+v, %+v", task.Skills, p)
	}
}

// TestSkillsByName: who has a published list writes the names of it, not its addresses.
func TestSkillsByName(t *testing.T) {
	skills := "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,scopeNote,definition,inScheme,description\n" +
		"KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/s1,knowledge,cross-sector,Plan,\"plannen\nroosteren\",,released,,,,,\"wat, en hoe\"\n" +
		"KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/s2,knowledge,cross-sector,twee,,,released,,,,,\n" +
		"KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/s3,knowledge,cross-sector,twee,,,released,,,,,\n"
	read := func(people string) (*staffing.Task, error) {
		task, err := Read(Files{People: strings.NewReader(people), Assignments: strings.NewReader(oneSeat), Skills: strings.NewReader(skills)})
		if err == nil {
			err = staffing.Check(task)
		}
		return task, err
	}
	task, err := read(onePerson)
	if err != nil || task.People[0].Skills["http://data.europa.eu/esco/skill/s1"] != 4 || task.Assignments[0].Seats[0].Needs[0].Skill != "http://data.europa.eu/esco/skill/s1" {
		t.Errorf("%v %+v", err, task)
	}
	if _, err := read(strings.Replace(onePerson, "plan", "twee", 1)); err == nil {
		t.Error("a name of two skills was taken for one")
	}
}

func TestHoursAsClock(t *testing.T) {
	for said, want := range map[string]staffing.Minutes{"36": 2160, "36,0": 2160, "7:30": 450, "36:00": 2160, "28.25": 1695, "36 uur": 2160, "7,5u": 450, "20 uur p/w": 1200, "18.25 hours per week": 1095} {
		task, err := Read(Files{People: strings.NewReader(strings.Replace(onePerson, "36", said, 1)), Assignments: strings.NewReader(oneSeat)})
		if err != nil || task.People[0].Contract[0] != want {
			t.Errorf("%s: %v %+v", said, err, task)
		}
	}
	f := excelize.NewFile()
	for cell, value := range map[string]any{"A1": "medewerker", "B1": "uren", "A2": 1001, "B2": 36*time.Hour + 30*time.Minute, "A3": 1002, "B3": 7*time.Hour + 30*time.Minute} {
		if err := f.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	format := "[u]:mm"
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err == nil {
		err = f.SetCellStyle("Sheet1", "B2", "B2", style)
	}
	body, writeErr := f.WriteToBuffer()
	if err != nil || writeErr != nil {
		t.Fatal(err, writeErr)
	}
	task, err := Read(Files{People: bytes.NewReader(body.Bytes()), Assignments: strings.NewReader(oneSeat)})
	if err != nil || task.People[0].ID != "1001" || task.People[0].Contract[0] != 2190 || task.People[1].Contract[0] != 450 {
		t.Errorf("%v %+v", err, task)
	}
}

func TestAbsenceAsPeopleWriteIt(t *testing.T) {
	for said, want := range map[string]int{"20-4-2026..24-4-2026": 0, "20-4-2026 t/m 24-4-2026": 0, "20-4-2026 - 24-4-2026": 0, "20-4-2026 tot en met 24-4-2026 50 %": 500,
		"2026-04-20…2026-04-24 50%": 500, "20-4-2026": 800, "20-4-2026 – 21-4-2026": 600} {
		task, err := Read(Files{People: strings.NewReader("medewerker;uren;afwezig\nm1;36;" + said + "\n"), Assignments: strings.NewReader(oneSeat)})
		if err != nil || task.People[0].Present[2] != want {
			t.Errorf("%s: %v %+v", said, err, task)
		}
	}
}

func TestHeadingsOfMunicipalities(t *testing.T) {
	people := "Personeelsnummer;Naam medewerker;Contracturen;Competenties;Datum in dienst;Datum uit dienst;Verlof\n0012;An;36;plan 4;1-1-2020;;\n"
	seats := "Opdrachtnr;Startdatum;Einddatum;Aantal uren per week;Vereiste vaardigheden;Budget\nO1;6-4-2026;1-5-2026;8;plan 4;120.000\n"
	task, err := Read(Files{People: strings.NewReader(people), Assignments: strings.NewReader(seats)})
	if err != nil {
		t.Fatal(err)
	}
	if p, a := task.People[0], task.Assignments[0]; p.ID != "0012" || p.Name != "An" || p.Skills["plan"] != 4 || a.Budget != 120_000_00 || a.Deadline != "" || len(a.Seats[0].Work) != 4 {
		t.Errorf("%+v %+v", p, a)
	}
}

// TestWhoLeft: that somebody did a seat before who is in no list any more is usual.
func TestWhoLeft(t *testing.T) {
	seats := "opdracht;begin;eind;uren;nu\nO1;6-4-2026;1-5-2026;8;m9 | m1\n"
	task, err := Read(Files{People: strings.NewReader("\xef\xbb\xbf[{\"person\":\"m1\",\"hours\":36}]"), Assignments: strings.NewReader(seats)})
	if err != nil || !slices.Equal(task.Assignments[0].Seats[0].Before, []string{"m1"}) {
		t.Errorf("%v %+v", err, task)
	}
	task, err = Read(Files{Assignments: strings.NewReader(seats)}) // who there are stands elsewhere
	if err != nil || len(task.Assignments[0].Seats[0].Before) != 2 {
		t.Errorf("%v %+v", err, task)
	}
}

// TestOneFaultForOneCell: each cell that is wrong is told once, and nothing that follows
// from it.
func TestOneFaultForOneCell(t *testing.T) {
	for name, c := range map[string]struct{ seats, locks, want string }{
		"day":           {"opdracht;begin;eind;uren\nO1;31-4-2026;1-5-2026;8\n", "", "31-4-2026"},
		"priority 0":    {"opdracht;begin;eind;uren;prioriteit\nO1;6-4-2026;1-5-2026;8;0\n", "", "0"},
		"priority word": {"opdracht;begin;eind;uren;prioriteit\nO1;6-4-2026;1-5-2026;8;hoog\n", "", "hoog"},
		"priority ½":    {"opdracht;begin;eind;uren;prioriteit\nO1;6-4-2026;1-5-2026;8;2,5\n", "", "2,5"},
		"half level":    {"opdracht;begin;eind;uren;eisen\nO1;6-4-2026;1-5-2026;8;plan 3,5\n", "", "plan 3,5"},
		"no hours":      {"opdracht;begin;eind;uren\nO1;6-4-2026;1-5-2026;\n", "", ""},
		"lock nobody":   {oneSeat, "stoel;medewerker;vast\nO1-1;;vast\n", ""},
	} {
		f := Files{People: strings.NewReader(onePerson), Assignments: strings.NewReader(c.seats)}
		if c.locks != "" {
			f.Locks = strings.NewReader(c.locks)
		}
		_, err := Read(f)
		joined, many := err.(interface{ Unwrap() []error })
		code := map[bool]string{true: "staff.empty", false: "staff.value"}[c.want == ""]
		if !many || len(joined.Unwrap()) != 1 || fault.Code(joined.Unwrap()[0]) != code || joined.Unwrap()[0].(*fault.Error).Args["value"] != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}
