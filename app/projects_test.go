// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"reflect"
	"strings"
	"testing"

	"rentmeester/app"
	"rentmeester/app/books"
	"rentmeester/app/projects"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/formats/paper"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/steering"
	"rentmeester/store"
	"rentmeester/text"
)

// aProject makes a project of a quarter with a credit of € 50,000.
func aProject(t *testing.T, b *app.Books, code string) projects.Project {
	t.Helper()
	p, err := b.Projects().Put(t.Context(), "lead", projects.Project{Code: code, Name: "Fietspad " + code, Start: "2026-01-05", End: "2026-04-05",
		Minutes: 60 * 260, Rate: 100_00, OwnHours: true, ToBuy: 20_000_00})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Projects().Decide(t.Context(), "raad", p.ID, projects.Credit{Day: "2026-01-01", Amount: 50_000_00, Reference: "R-2025-77"}); err != nil {
		t.Fatal(err)
	}
	return p
}

func enter(t *testing.T, b *app.Books, on day.Day, amount money.Cents, dimensions string) {
	t.Helper()
	e, err := ledger.NewJournalEntry(on, "invoice", "Asfalt", ledger.Line{Account: "4400", Role: "other", Amount: amount, Dimensions: dimensions},
		ledger.Line{Account: "1600", Role: "payables", Amount: -amount})
	if err != nil {
		t.Fatal(err)
	}
	err = b.Write(t.Context(), func(tx *store.Tx) error {
		_, err := books.Enter(t.Context(), tx, e, 0, 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func projectOn(t *testing.T, b *app.Books, id int64, on day.Day) projects.Detail {
	t.Helper()
	one, err := b.Projects().Show(t.Context(), id, on)
	if err != nil {
		t.Fatal(err)
	}
	return one
}

// What a project cost is what the journal has with its code, to the cent, and of no
// other project.
func TestProjectCostsAreThoseOfTheBooks(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		p, other := aProject(t, b, "P_1"), aProject(t, b, "P-12")
		enter(t, b, "2026-02-01", 1_000_00, "kostenplaats=40;project=P_1;taakveld=2.1")
		enter(t, b, "2026-02-02", 234_56, "project=P_1")
		enter(t, b, "2026-02-02", 99_00, "project=P-12")
		enter(t, b, "2026-02-03", 7_00, "project=p_1") // another code
		enter(t, b, "2026-02-03", 8_00, "kostenplaats=P_1")
		enter(t, b, "2026-03-03", -34_56, "project=P_1")
		if one := projectOn(t, b, p.ID, "2026-02-28"); one.Stand.Money.Bought != 1_234_56 || len(one.Lines) != 2 {
			t.Errorf("%+v, %d lines", one.Stand.Money, len(one.Lines))
		}
		if one := projectOn(t, b, p.ID, "2026-03-31"); one.Stand.Money.Bought != 1_200_00 || one.Lines[0].Amount != -34_56 {
			t.Errorf("%+v, lines %+v", one.Stand.Money, one.Lines)
		}
		list, err := b.Projects().List(t.Context(), "2026-03-31", false)
		if err != nil || len(list) != 2 || list[0].ID != other.ID || list[0].Stand.Money.Bought != 99_00 {
			t.Errorf("%v %v", list, err)
		}
	})
}

func TestHoursTwiceChangeNothing(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		p := aProject(t, b, "P1")
		file := "Medewerker;Project;Datum;Uren\n100;P1;2026-01-05;7,5\n100;P1;2026-01-05;0,5\n101;P1;2026-01-05;4\n102;P9;2026-01-05;4\n103;P1;ooit;4\n"
		first := brought(t, b, "uren.csv", file)
		one := projectOn(t, b, p.ID, "2026-01-31")
		if first.Hours != 2 || first.Quarantined != 2 || one.Stand.Hours.Worked != 12*steering.Hour || one.Stand.Money.Hours != 1_200_00 {
			t.Fatalf("%+v, %+v %+v", first, one.Stand.Hours, one.Stand.Money)
		}
		waiting, err := b.Quarantine(t.Context())
		if err != nil || len(waiting) != 2 {
			t.Fatal(waiting, err)
		}
		again := brought(t, b, "uren-weer.csv", file)
		still, _ := b.Quarantine(t.Context())
		if now := projectOn(t, b, p.ID, "2026-01-31"); again.Hours != 0 || again.Updated != 0 || !reflect.DeepEqual(now, one) || !reflect.DeepEqual(ids(still), ids(waiting)) {
			t.Errorf("again: %+v\n%+v\n%+v", again, now, still)
		}

		aProject(t, b, "P9") // what waited for it is right by now
		third := brought(t, b, "uren.csv", file)
		if still, _ := b.Quarantine(t.Context()); third.Hours != 1 || len(still) != 1 || still[0].Finding.Args["row"] != "6" {
			t.Errorf("%+v, %+v", third, still)
		}
		mended := taken(t, b, "uren2.csv", "Medewerker;Project;Datum;Uren\n101;P1;2026-01-05;6\n")
		if now := projectOn(t, b, p.ID, "2026-01-31"); mended.Updated != 1 || now.Stand.Hours.Worked != 14*steering.Hour {
			t.Errorf("%+v %+v", mended, now.Stand.Hours)
		}
	})
}

// brought reads a file in of which rows may be wrong.
func brought(t *testing.T, b *app.Books, name, content string) app.Report {
	t.Helper()
	report, err := b.Import(t.Context(), "test", name, strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func ids(list []app.Quarantined) (all []int64) {
	for _, q := range list {
		all = append(all, q.ID)
	}
	return all
}

func TestWhatIsOrderedIsBound(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		p, other := aProject(t, b, "P1"), aProject(t, b, "P2")
		taken(t, b, "orders.csv", "ordernummer;leveranciersnaam;besteldatum;orderbedrag;gefactureerd\nO-1;Weg BV;2026-01-10;10000,00;2500,00\n")
		d := b.Projects()
		for _, err := range []error{d.Tie(t.Context(), "lead", p.ID, "O-1", false), d.Tie(t.Context(), "lead", p.ID, "O-1", false)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if one := projectOn(t, b, p.ID, "2026-01-31"); one.Stand.Money.Committed != 7_500_00 || one.Stand.Money.Free != 42_500_00 {
			t.Errorf("%+v", one.Stand.Money)
		}
		if one := projectOn(t, b, p.ID, "2026-01-09"); one.Stand.Money.Committed != 0 {
			t.Errorf("before it was ordered: %+v", one.Stand.Money)
		}
		if err := d.Tie(t.Context(), "lead", other.ID, "O-1", false); !fault.Is(err, "projects.order-elsewhere") {
			t.Error(err)
		}
		if err := d.Tie(t.Context(), "lead", p.ID, "O-9", false); !fault.Is(err, "projects.no-order") {
			t.Error(err)
		}
		if err := d.Tie(t.Context(), "lead", p.ID, "O-1", true); err != nil {
			t.Fatal(err)
		}
		if one := projectOn(t, b, p.ID, "2026-01-31"); one.Stand.Money.Committed != 0 {
			t.Errorf("%+v", one.Stand.Money)
		}
	})
}

func TestWhatProjectsRefuse(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		p, d := aProject(t, b, "P1"), b.Projects()
		ok := projects.Project{Code: "P1", Name: "x", Start: "2026-01-01", End: "2026-02-01"}
		for code, change := range map[string]func(*projects.Project){
			"projects.code": func(p *projects.Project) { p.Code = "a;b" }, "projects.name": func(p *projects.Project) { p.Name = " " },
			"projects.days": func(p *projects.Project) { p.End = "2025-01-01" }, "projects.amount": func(p *projects.Project) { p.Rate = -1 },
			"projects.too-long": func(p *projects.Project) { p.Lead = strings.Repeat("x", 1001) },
		} {
			wrong := ok
			change(&wrong)
			if _, err := d.Put(t.Context(), "lead", wrong); !fault.Is(err, code) {
				t.Errorf("%s: %v", code, err)
			}
		}
		for i, c := range []struct {
			credit projects.Credit
			code   string
		}{
			{projects.Credit{Day: "2026-13-01", Amount: 1, Reference: "R"}, "projects.day"}, {projects.Credit{Day: "2026-01-01", Amount: 1}, "projects.reference"},
			{projects.Credit{Day: "2026-01-01", Reference: "R"}, "projects.amount"}, {projects.Credit{Day: "2026-01-01", Amount: -50_000_01, Reference: "R"}, "projects.credit-below"},
		} {
			if err := d.Decide(t.Context(), "lead", p.ID, c.credit); !fault.Is(err, c.code) {
				t.Errorf("%d: %v", i, err)
			}
		}
		for i, c := range []struct {
			said projects.Progress
			code string
		}{
			{projects.Progress{Day: "2099-01-01", Done: 1}, "projects.day"}, {projects.Progress{Day: "2026-01-01", Done: 1001}, "projects.share"},
			{projects.Progress{Day: "2026-01-01", Part: "x", Weight: 2000}, "projects.weight"},
		} {
			if err := d.Say(t.Context(), "lead", p.ID, c.said); !fault.Is(err, c.code) {
				t.Errorf("%d: %v", i, err)
			}
		}
		if _, err := d.Show(t.Context(), 99999, "2026-01-01"); !fault.Is(err, "projects.not-found") {
			t.Error(err)
		}
		p.Closed = true
		if _, err := d.Put(t.Context(), "lead", p); err != nil {
			t.Fatal(err)
		}
		if err := d.Say(t.Context(), "lead", p.ID, projects.Progress{Day: "2026-01-01"}); !fault.Is(err, "projects.closed") {
			t.Error(err)
		}
		if got := brought(t, b, "u.csv", "wie;project;datum;uren\na;P1;2026-01-05;1\n"); got.Quarantined != 1 {
			t.Errorf("%+v", got)
		}
		whole(t, b)
	})
}

func TestQuarterlyReport(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		p := aProject(t, b, "P1")
		enter(t, b, "2026-02-01", 1_000_00, "project=P1")
		enter(t, b, "2026-04-02", 55_000_00, "project=P1") // of the quarter after it
		if err := b.Projects().Say(t.Context(), "lead", p.ID, projects.Progress{Day: "2026-03-01", Done: 250, Note: "fundering"}); err != nil {
			t.Fatal(err)
		}
		r, err := b.Projects().Report(t.Context(), steering.Quarter{Year: 2026, Number: 1})
		if err != nil || len(r.Projects) != 1 || r.Projects[0].Stand.Money.Bought != 1_000_00 || r.Projects[0].Before.Money.Bought != 0 {
			t.Fatalf("%+v %v", r, err)
		}
		var page strings.Builder
		if err := paper.WriteMarkdown(&page, r.Paper(text.NL, "Voorbeeld")); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"2026Q1", "P1 Fietspad P1", "1.000,00", "R-2025-77", "fundering"} {
			if !strings.Contains(page.String(), want) {
				t.Errorf("no %q in\n%s", want, page.String())
			}
		}
		if _, err := b.Projects().Report(t.Context(), steering.Quarter{Year: 2199, Number: 1}); !fault.Is(err, "projects.quarter-later") {
			t.Error(err)
		}
		enter(t, b, "2026-02-02", 60_000_00, "project=P1") // by now it costs more than its credit
		needs, err := b.Needs(t.Context(), "lead", []app.NeedKind{app.NeedProject}, app.Watch{})
		if err != nil || len(needs.List) != 1 || needs.List[0].Number != "P1" {
			t.Errorf("%+v %v", needs, err)
		}
	})
}
