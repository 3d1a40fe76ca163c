// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"encoding/csv"
	"fmt"
)

// lists writes what the books must know before invoices come: the suppliers with
// their accounts, the chart, the cost centres, the codes of Iv3 and the orders.
func (p *postman) lists() error {
	year := fmt.Sprint(p.Year)
	suppliers := [][]string{{"nummer", "naam", "kvk", "btw-nummer", "iban", "straat", "postcode", "plaats"}}
	for i := range p.suppliers {
		who := p.who(supplier, i)
		suppliers = append(suppliers, []string{who.number, who.name, p.kvk(i), p.vat(i), who.iban, who.street, who.town[:7], who.town[9:]})
	}
	accounts := [][]string{{"grootboek", "omschrijving", "soort"}}
	for _, a := range ledgerNames {
		accounts = append(accounts, []string{a[0], a[1], "lasten"})
	}
	centres := [][]string{{"kostenplaats", "omschrijving", "budgethouder"}}
	for _, c := range centreNames {
		centres = append(centres, c[:])
	}
	codes := func(names [][2]string) [][]string {
		rows := [][]string{{"boekjaar", "code", "omschrijving", "ouder", "diepte", "blad"}}
		for _, n := range names {
			rows = append(rows, []string{year, n[0], n[1], "", "1", "1"})
		}
		return rows
	}
	orders := append([][]string{{"verplichtingnummer", "soort", "leveranciersnummer", "leveranciersnaam", "omschrijving", "besteller", "grootboek", "kostenplaats", "orderdatum", "orderbedrag"}},
		p.orders...)
	for _, list := range []struct {
		name string
		rows [][]string
	}{{"leveranciers", suppliers}, {"rekeningschema", accounts}, {"kostenplaatsen", centres}, {"taakvelden", codes(taskNames)},
		{"categorieen_lasten", codes(categoryNames)}, {"verplichtingen", orders}} {
		if err := p.list(list.name, list.rows); err != nil {
			return err
		}
	}
	return nil
}

func (p *postman) list(name string, rows [][]string) error {
	out, err := p.file("lists/" + name + ".csv")
	if err != nil {
		return err
	}
	p.post.Lists = append(p.post.Lists, "lists/"+name+".csv")
	table := csv.NewWriter(out.Writer)
	table.Comma = ';'
	table.WriteAll(rows) //nolint:errcheck // Error gives it
	return out.close(table.Error())
}
