// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"regexp"
	"strings"
	"testing"

	"rentmeester/coding"
	"rentmeester/coding/predict"
)

// The whole page comes of invented ledgers too.
func TestThePageIsWhole(t *testing.T) {
	p, err := Run(Options{Ledger: InventedLedger(1_000), Cut: Whole, Seed: 1, Side: 2, Past: 1_100})
	if err != nil {
		t.Fatal(err)
	}
	speed := p.Speed
	if speed == nil || speed.Asked == 0 || speed.Took.P99 == 0 || speed.Correct.P99 == 0 || speed.Update.Worst == 0 {
		t.Errorf("speed was not measured: %+v", speed)
	}
	page := string(p.Markdown())
	for _, section := range []string{"## Aims", "### What failed", "## Harrogate, account", "## Harrogate, full code", "## Sheffield, account", "## Sheffield, full code",
		"## Darlington, account", "## Knowing more, or less", "## A prior from elsewhere", "## New suppliers", "## Cold start", "## What each part adds", "## Renamed accounts", "## Invoices with several codings", "## Speed"} {
		if !strings.Contains(page, "\n"+section) {
			t.Errorf("no section %q", section)
		}
	}
	if bad := regexp.MustCompile(`NaN|Inf|%!`).FindString(page); bad != "" {
		t.Errorf("%s on the page:\n%s", bad, page)
	}
}

// What has not to do with the machine comes out the same every time.
func TestTheSameFiguresAgain(t *testing.T) {
	page := func(side int) string {
		p, err := Run(Options{Ledger: InventedLedger(1_000), Only: []string{"harrogate-account", "changes"}, Cut: Whole, Seed: 1, Side: side})
		if err != nil {
			t.Fatal(err)
		}
		p.Took, p.Used = 0, 0
		return string(p.Markdown())
	}
	if page(2) != page(1) {
		t.Error("measured again, the page is another")
	}
}

// Nothing of the targets, nor of what is hidden, is in a question.
func TestAsked(t *testing.T) {
	row := predict.Row{Supplier: "A", Area: "Zorg", Extra: "kosten", Coding: coding.Coding{Account: "4000", CostCentre: "K1", Taakveld: "0.4", Categorie: "3.8", VAT: coding.Cost}}
	for name, c := range map[string]struct {
		hide    Hide
		targets []coding.Field
		want    predict.Row
	}{
		"one target, the rest known": {Hide{}, account, predict.Row{Supplier: "A", Area: "Zorg", Extra: "kosten", Coding: coding.Coding{CostCentre: "K1", Taakveld: "0.4", Categorie: "3.8", VAT: coding.Cost}}},
		"a target of any dimension":  {Hide{}, []coding.Field{coding.Taakveld, coding.VAT}, predict.Row{Supplier: "A", Area: "Zorg", Extra: "kosten", Coding: coding.Coding{Account: "4000", CostCentre: "K1", Categorie: "3.8"}}},
		"nothing beside":             {Hide{Area: true, Extra: true, Beside: true}, account, predict.Row{Supplier: "A"}},
		"one dimension known":        {Hide{Extra: true, Beside: true, But: []coding.Field{coding.CostCentre, coding.Account}}, account, predict.Row{Supplier: "A", Area: "Zorg", Coding: coding.Coding{CostCentre: "K1"}}},
	} {
		if got := Asked(row, c.hide, c.targets); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
