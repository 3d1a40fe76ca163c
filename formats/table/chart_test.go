// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"rentmeester/fault"
	"rentmeester/ledger"
)

func TestReadChart(t *testing.T) {
	want := ledger.Chart{
		Accounts: []ledger.Account{
			{Code: "4300", Name: "Onderhoud; groen", Kind: "lasten", Taakveld: "5.7", Categorie: "3.8", VAT: "compensable"},
			{Code: "0810", Name: "Reserve", Kind: "balans", Taakveld: "0.10", From: "2025-01-01"},
		},
		CostCentres: []ledger.CostCentre{{Code: "4010", Name: "Sporthal", Holder: "B. de Wit", VAT: "mixed:hal"}},
	}
	accounts := "Grootboek;Omschrijving;Soort;Taakveld;Economische categorie;BTW;Geldig vanaf\r\n" +
		"4300;\"Onderhoud; groen\";lasten;5.7;3.8;BCF;\r\n0810;Reserve;balans;0.10;;;1-1-2025\r\n"
	centres := "cost centre,description,budget holder,vat\n4010,Sporthal,B. de Wit,mixed:hal\n"
	book := excel(t,
		page{name: "Rekeningen", rows: [][]any{{"Rekeningschema 2026"}, {"Grootboek", "Omschrijving", "Soort", "Taakveld", "Economische categorie", "BTW", "Geldig vanaf"},
			{4300, "Onderhoud; groen", "lasten", "5.7", "3.8", "BCF", nil}, {"0810", "Reserve", "balans", "0.10", nil, nil, "2025-01-01"}}},
		page{name: "Kostenplaatsen", rows: [][]any{{"Kostenplaats", "Naam", "Budgethouder", "btw"}, {"4010", "Sporthal", "B. de Wit", "Mixed:hal"}}},
		page{name: "Toelichting", rows: [][]any{{"Vragen? Bel financiën"}}})
	for name, test := range map[string]struct {
		body []byte
		want ledger.Chart
	}{
		"CSV of accounts":     {[]byte(accounts), ledger.Chart{Accounts: want.Accounts}},
		"CSV of cost centres": {[]byte(centres), ledger.Chart{CostCentres: want.CostCentres}},
		"workbook of both":    {book, want},
	} {
		got, err := ReadChart(bytes.NewReader(test.body))
		for i := range got.Accounts {
			got.Accounts[i].Line = 0
		}
		for i := range got.CostCentres {
			got.CostCentres[i].Line = 0
		}
		if err != nil || !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %v\n got %+v\nwant %+v", name, err, got, test.want)
		}
	}
}

func TestReadChartRefuses(t *testing.T) {
	for _, test := range []struct{ name, body, code string }{
		{"open items", "factuurnummer;omschrijving;bedrag\n1;x;2,00\n", "table.no-chart"},
		{"both in one list", "grootboek;kostenplaats;omschrijving\n1;2;x\n", "table.chart-both"},
		{"a heading twice", "grootboek;omschrijving;naam\n1;2;x\n", "table.heading-twice"},
		{"no code", "grootboek;omschrijving\n;x\n", "table.no-number"},
		{"a code twice", "grootboek;omschrijving\n1;x\n1;y\n", "table.number-twice"},
		{"VAT that says nothing", "grootboek;omschrijving;btw\n1;x;hoog\n", "table.chart-vat"},
		{"no day", "grootboek;omschrijving;vanaf\n1;x;ooit\n", "table.bad-date"},
		{"cut off", "grootboek;omschrijving;taakveld\n1;x\n", "table.too-few-cells"},
		{"empty", "", "table.empty"},
	} {
		got, err := ReadChart(strings.NewReader(test.body))
		var rows RowErrors
		if errors.As(err, &rows) {
			err = rows[0]
		}
		if !fault.Is(err, test.code) || len(got.Accounts)+len(got.CostCentres) > 0 {
			t.Errorf("%s: %v %+v", test.name, err, got)
		}
	}
	book := excel(t, page{name: "A", rows: [][]any{{"grootboek", "omschrijving", "taakveld"}, {"1", "x", 0.1}}})
	if _, err := ReadChart(bytes.NewReader(book)); !strings.Contains(err.Error(), "chart-number") && !errors.As(err, new(RowErrors)) {
		t.Errorf("0.1 as a number: %v", err)
	}
}

func TestRecogniseChart(t *testing.T) {
	for body, want := range map[string]bool{
		"Grootboekrekening;Omschrijving;Soort\n": true, "account,description\n4300,Green\n": true, "lijst 2026\n\nKostenplaats;Naam\n": true,
		"factuurnummer;grootboek;omschrijving;openstaand bedrag\n": false, "nummer;naam\n": false,
		"bestelnummer;leveranciersnummer;omschrijving;grootboek;kostenplaats;aantal;prijs\n": false, "": false, "<xml/>": false,
	} {
		if RecogniseChart([]byte(body)) != want {
			t.Errorf("%q: %v", body, !want)
		}
	}
}

func FuzzReadChart(f *testing.F) {
	f.Add([]byte("Grootboek;Omschrijving;Taakveld;BTW\n4300;x;0.10;bcf\n"))
	f.Add(excel(f, page{name: "A", rows: [][]any{{"kostenplaats", "naam"}, {4010, "Sporthal"}}}))
	f.Fuzz(func(t *testing.T, body []byte) {
		RecogniseChart(body)
		got, err := ReadChart(bytes.NewReader(body))
		if err != nil && len(got.Accounts)+len(got.CostCentres) > 0 {
			t.Error("something came out of a file that was refused")
		}
		for _, a := range got.Accounts {
			if a.Code == "" {
				t.Errorf("%+v", a)
			}
		}
	})
}
