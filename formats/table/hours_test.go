// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"rentmeester/fault"
)

func TestReadHours(t *testing.T) {
	rows, bad, err := ReadHours(strings.NewReader("Medewerker;Project;Datum;Uren;Tarief\n" +
		"100;P1;2026-03-02;7,5;95,00\n101;P1;3-3-2026;7:30;\n102;P2;vandaag;4;\n;P2;2026-03-02;4;\n103;P2;2026-03-02;veel;\n104;P2;2026-03-02;;\n100;P1;2026-03-02;-7,5;\n"))
	if err != nil || len(rows) != 3 || len(bad) != 3 {
		t.Fatal(rows, bad, err)
	}
	if h := rows[0]; h.Minutes != 450 || h.Rate != 95_00 || h.Day != "2026-03-02" || h.Line != 2 || h.Week {
		t.Errorf("%+v", h)
	}
	if rows[1].Minutes != 450 || rows[2].Minutes != -450 {
		t.Errorf("%+v", rows)
	}
	for i, want := range []struct {
		line int
		code string
	}{{4, "table.bad-date"}, {5, "table.hours-missing"}, {6, "table.bad-amount"}} {
		if bad[i].Line != want.line || bad[i].Fault.Code != want.code {
			t.Errorf("%d: %d %v, want %v", i, bad[i].Line, bad[i].Fault, want)
		}
	}
}

func TestReadHoursByWeek(t *testing.T) {
	for _, c := range []struct{ week, year, want string }{
		{"2026-W01", "", "2025-12-29"}, {"202610", "", "2026-03-02"}, {"10", "2026", "2026-03-02"}, {"2020-53", "", "2020-12-28"},
		{"53", "2021", ""}, {"10", "", ""}, {"0", "2026", ""}, {"x", "2026", ""},
	} {
		if d, _ := readWeek(c.week, c.year); string(d) != c.want {
			t.Errorf("%s %s: %s, want %s", c.week, c.year, d, c.want)
		}
	}
	rows, bad, err := ReadHours(strings.NewReader("jaar,week,wie,opdracht,uren\n2026,10,a,A-1,36.25\n2026,60,a,A-1,1\n"))
	if err != nil || len(rows) != 1 || !rows[0].Week || rows[0].Minutes != 2175 || rows[0].Assignment != "A-1" || len(bad) != 1 || bad[0].Fault.Code != "table.bad-week" {
		t.Error(rows, bad, err)
	}
}

func TestReadHoursOfAWorkbook(t *testing.T) {
	book := excelize.NewFile()
	for cell, v := range map[string]any{"A1": "person", "B1": "project", "C1": "week", "D1": "hours", "A2": 12, "B2": "P1", "C2": "2026-W10", "D2": 7.25} {
		if err := book.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	if !RecogniseHours(bytes.NewReader(out.Bytes())) {
		t.Error("not recognised")
	}
	rows, bad, err := ReadHours(bytes.NewReader(out.Bytes()))
	if err != nil || len(bad) > 0 || len(rows) != 1 || rows[0].Minutes != 435 || rows[0].Person != "12" {
		t.Error(rows, bad, err)
	}
}

func TestRecogniseHours(t *testing.T) {
	for heading, want := range map[string]bool{
		"persoon;project;datum;uren\n":                  true,
		"order;leverancier;aantal;prijs\n":              false,
		"debiteurnummer;factuurnummer;bedrag;datum\n":   false,
		"grootboek;omschrijving\n":                      false,
		"medewerker;opdracht;week;uren;tarief\na;b;c\n": true,
	} {
		if got := RecogniseHours(strings.NewReader(heading)); got != want {
			t.Errorf("%q: %t", heading, got)
		}
	}
	if _, _, err := ReadHours(strings.NewReader("uren;persoon;datum\n1;a;2026-01-01\n")); !fault.Is(err, "table.missing-column") {
		t.Error(err)
	}
}

func FuzzReadHours(f *testing.F) {
	f.Add("Medewerker;Project;Datum;Uren\n100;P1;2026-03-02;7,5\n")
	f.Add("jaar,week,wie,opdracht,uren\n2026,10,a,A-1,36.25\n")
	f.Fuzz(func(t *testing.T, s string) {
		rows, _, err := ReadHours(strings.NewReader(s))
		for _, h := range rows {
			if err == nil && (h.Person == "" || h.Day == "" || h.Project == "" && h.Assignment == "") {
				t.Errorf("%+v", h)
			}
		}
	})
}
