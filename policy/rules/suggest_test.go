// SPDX-License-Identifier: EUPL-1.2

package rules

import (
	"fmt"
	"strings"
	"testing"

	"rentmeester/day"
	"rentmeester/money"
)

// past history, written short: each call adds a booking on the next day.
type diary struct {
	list []Booking
	on   day.Day
}

func (d *diary) add(l Line, account string) *Booking {
	if d.on == "" {
		d.on = "2026-01-01"
	}
	d.on = d.on.Add(1)
	if l.Booked == "" {
		l.Booked = d.on
	}
	b := Booking{ID: int64(len(d.list) + 1), Line: l, Person: true}
	if account == "item" {
		b.Items = true
	} else {
		code, dimensions, _ := strings.Cut(account, " ")
		b.Parts = []Part{{code, dimensions, l.Amount}}
	}
	d.list = append(d.list, b)
	return &d.list[len(d.list)-1]
}

const kpn, city = "NL20INGB0001234567", "NL91ABNA0417164300"

func suggested(d *diary) string {
	said := ""
	for _, s := range Suggest(d.list) {
		said += fmt.Sprintf("%d× %s > %s %v\n", s.Times, s.Rule.When, s.Rule.Book[0].Account, s.Rule.Book[0].Dimensions)
	}
	return said
}

func TestSuggest(t *testing.T) {
	for name, c := range map[string]struct {
		fill func(d *diary)
		want string
	}{
		"by account": {func(d *diary) {
			for n := range 4 {
				d.add(Line{Amount: -money.Cents(100 + n), IBAN: kpn, Name: "KPN", Text: fmt.Sprint("factuur ", n)}, "4310 taakveld=0.4")
			}
		}, "4× line.paid && line.iban == \"" + kpn + "\" > 4310 map[taakveld:0.4]\n"},
		"twice is too little": {func(d *diary) {
			d.add(Line{Amount: -1, IBAN: kpn}, "4310")
			d.add(Line{Amount: -1, IBAN: kpn}, "4310")
		}, ""},
		"one day is too little": {func(d *diary) {
			for range 4 {
				d.add(Line{Amount: -1, IBAN: kpn, Booked: "2026-01-05"}, "4310")
			}
		}, ""},
		"other dimensions contradict": {func(d *diary) {
			for range 4 {
				d.add(Line{Amount: -1, IBAN: kpn}, "4310 taakveld=0.4")
			}
			d.add(Line{Amount: -1, IBAN: kpn}, "4310 taakveld=0.5")
		}, ""},
		"an item contradicts": {func(d *diary) {
			for range 4 {
				d.add(Line{Amount: 1, IBAN: kpn}, "4310")
			}
			d.add(Line{Amount: 1, IBAN: kpn}, "item")
		}, ""},
		"the other direction does not": {func(d *diary) {
			for range 3 {
				d.add(Line{Amount: -1, IBAN: kpn}, "4310")
			}
			d.add(Line{Amount: 1, IBAN: kpn}, "item")
		}, "3× line.paid && line.iban == \"" + kpn + "\" > 4310 map[]\n"},
		"words tell two accounts apart": {func(d *diary) {
			for n := range 3 {
				d.add(Line{Amount: -1, IBAN: kpn, Name: "Rijk", Text: fmt.Sprint("huur termijn ", n)}, "4100")
				d.add(Line{Amount: -1, IBAN: kpn, Name: "Rijk", Text: fmt.Sprint("Leges termijn ", n)}, "4200")
			}
		}, "3× line.paid && line.iban == \"" + kpn + "\" && line.mentions(\"huur\") > 4100 map[]\n" +
			"3× line.paid && line.iban == \"" + kpn + "\" && line.mentions(\"leges\") > 4200 map[]\n"},
		"creditor when accounts differ": {func(d *diary) {
			for n := range 3 {
				d.add(Line{Amount: -1, IBAN: fmt.Sprint("NL", n), Creditor: "NL49ZZZ412659680000", Name: "Verzekeraar"}, "4500")
			}
		}, "3× line.paid && line.creditor == \"NL49ZZZ412659680000\" > 4500 map[]\n"},
		"code and words without digits": {func(d *diary) {
			for n := range 3 {
				d.add(Line{Amount: -1, Code: "ACMT-MDOP-CHRG", Text: fmt.Sprintf("Kosten kwartaal %d 2026Q%d", n, n)}, "4440")
				d.add(Line{Amount: -1, Code: "ACMT-MDOP-CHRG", Text: fmt.Sprintf("Debetrente kwartaal %d", n)}, "4450")
			}
		}, "3× line.paid && line.code == \"ACMT-MDOP-CHRG\" && line.iban == \"\" && line.mentions(\"debetrente\") > 4450 map[]\n" +
			"3× line.paid && line.code == \"ACMT-MDOP-CHRG\" && line.iban == \"\" && line.mentions(\"kosten\") > 4440 map[]\n"},
		"a code alone is too little": {func(d *diary) {
			for range 3 {
				d.add(Line{Amount: -1, Code: "ACMT-MDOP-CHRG", Text: "12345"}, "4440")
			}
		}, ""},
		"what the autopilot did counts for nothing": {func(d *diary) {
			for range 3 {
				d.add(Line{Amount: -1, IBAN: kpn}, "4310").Person = false
			}
		}, ""},
		"a split is no habit": {func(d *diary) {
			for range 3 {
				b := d.add(Line{Amount: -10, IBAN: kpn}, "4310")
				b.Parts = []Part{{"4310", "", -6}, {"4320", "", -4}}
			}
		}, ""},
		"people with the same words stay apart": {func(d *diary) {
			for n := range 3 {
				d.add(Line{Amount: 1, IBAN: fmt.Sprint("NL", n), Code: "PMNT-RCDT-ESCT", Name: "X", Text: "paspoort"}, "8300")
			}
			d.add(Line{Amount: 1, IBAN: city, Code: "PMNT-RCDT-ESCT", Name: "Y", Text: "paspoort kind"}, "item")
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var d diary
			c.fill(&d)
			if got := suggested(&d); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

// What is suggested can be put in a policy as it is, and history agrees with it.
func TestSuggestionsHoldOnHistory(t *testing.T) {
	var d diary
	for n := range 5 {
		d.add(Line{Amount: -money.Cents(100 + n), IBAN: kpn, Name: "KPN: \"zakelijk\" #1", Text: "x"}, "4310 kostenplaats=4010")
		d.add(Line{Amount: -5, Name: "KPN: \"zakelijk\" #1", Text: "Kosten pakket"}, "4310")
		d.add(Line{Amount: 700, IBAN: city}, "item")
	}
	list := Suggest(d.list)
	if len(list) != 2 {
		t.Fatalf("%d suggestions: %+v", len(list), list)
	}
	for _, s := range list {
		reports := Replay(set(t, s.Text), d.list)
		if len(reports) != 1 || reports[0].Agree != s.Times || reports[0].Contradicted() || s.Days != 5 || len(s.Examples) != 3 {
			t.Errorf("%s: %+v", s.Text, reports)
		}
	}
}

func TestReplay(t *testing.T) {
	var d diary
	d.add(Line{Amount: -100, Text: "kosten"}, "4440")
	d.add(Line{Amount: -200, Text: "kosten"}, "4441")
	d.add(Line{Amount: -300, Text: "kosten"}, "item")
	d.add(Line{Amount: -400, Text: "huur"}, "4100")
	d.add(Line{Amount: -500, Text: "kosten verdeeld"}, "1250").Parts = []Part{{"1250", "", -400}, {"4440", "", -100}}
	s := set(t, `
- {name: Kosten, when: line.mentions("kosten"), book: [{account: bankkosten}], certain: true}
- {name: Deling, when: line.mentions("verdeeld"), book: [{account: bankkosten, share: 20%}, {account: "1250"}]}
- {name: Kapot, when: line.amount / (line.amount + 100) == 0 , book: [{account: "1"}]}
`)
	got := Replay(s, d.list)
	kosten, deling, kapot := got[0], got[1], got[2]
	if kosten.Hits != 4 || kosten.Agree != 1 || kosten.Others != 3 || len(kosten.Disagree) != 2 || len(kosten.OnItems) != 1 || !kosten.Contradicted() {
		t.Errorf("%+v", kosten)
	}
	if kosten.OnItems[0].ID != 3 || kosten.Disagree[0].Booked != "4441 -2.00" {
		t.Errorf("%+v", kosten)
	}
	if deling.Hits != 1 || deling.Agree != 1 || deling.Contradicted() {
		t.Errorf("%+v", deling)
	}
	if kapot.Failed != 1 {
		t.Errorf("%+v", kapot)
	}
}

func BenchmarkSuggest(b *testing.B) {
	var d diary
	for n := range 20_000 {
		account := "item"
		if n%20 == 0 {
			account = fmt.Sprint(4000 + n%7)
		}
		d.add(Line{Amount: money.Cents(n + 1), IBAN: fmt.Sprint("NL", n%3000), Code: "PMNT-RCDT-ESCT", Name: fmt.Sprint("naam", n%50),
			Text: "betaling van de aanslag voor het huis", Booked: "2026-01-01"}, account)
	}
	b.ReportAllocs()
	for b.Loop() {
		Suggest(d.list)
	}
}
