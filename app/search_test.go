// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rentmeester/app"
	"rentmeester/demo"
	"rentmeester/store"
)

// found gives what is found of a query: kind and number, or name, of each hit.
func found(t *testing.T, b *app.Books, query string) (all []string) {
	t.Helper()
	f, err := b.Search(t.Context(), query, app.HitsShown)
	must(t, err)
	for _, g := range f.Groups {
		for _, h := range g.Hits {
			name := h.Number
			if h.Kind == app.HitLine {
				name = h.Name
			}
			all = append(all, string(h.Kind)+" "+name)
		}
	}
	slices.Sort(all)
	return all
}

func TestSearchFindsEverything(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b, _ := payTown(t, s, "voorbeeld", nil)
		run, err := b.Payments().Make(t.Context(), "maker", "")
		must(t, err)
		taken(t, b, "items.csv", itemsCSV(item{"2026-004512", "receivable", "R-77", "Bakkerij Müller & Zn.", otherIBAN, 123456, kenmerk, "leges terras"}))
		taken(t, b, "bank.xml", report{kind: "camt.053", id: "1", day: "2026-03-03", opening: 100, entries: []entry{
			{amount: 123456, name: "B. Müller", iban: otherIBAN, kenmerk: kenmerk, ref: "y"}, {amount: -9900, name: "O'Neill", text: "huur 50% korting", ref: "z"}}}.camt())
		look(t, b)
		page, _, err := b.DecisionsPage(t.Context(), 0)
		must(t, err)
		posten, line := "item 2026-004512", "line B. Müller"
		for query, want := range map[string][]string{
			"muller":                         {posten, line},
			"MÜLLER leges":                   {posten},
			"leges müll":                     {posten},
			"1.234,56":                       {posten, line},
			"1234.56":                        {posten, line},
			"-1234,56":                       {posten, line},
			"€ 1.234,56":                     {posten, line},
			"2026-0045":                      {posten},
			"004512":                         {posten},
			otherIBAN:                        {posten, line},
			"NL02 ABNA 0123 4567 89":         {posten, line},
			"o'neill":                        {"line O'Neill"},
			"50%":                            {"line O'Neill"},
			"99,00":                          {"line O'Neill"},
			"leverancier f1":                 {"invoice F1", "item F1"},
			run.MessageID:                    {"run " + run.MessageID},
			"uitzendbureau":                  {"invoice U1", "item U1", "run " + run.MessageID, "supplier C-2"},
			fmt.Sprint("D", page[0].ID):      {"decision " + fmt.Sprint(page[0].ID)},
			"nietste vinden":                 nil,
			"' OR 1=1 --":                    nil,
			"%":                              nil,
			"_":                              nil,
			"":                               nil,
			"a":                              nil,
			strings.Repeat("heel lang ", 99): nil,
			"\x00\xff müller":                {posten, line},
		} {
			got := found(t, b, query)
			if strings.HasPrefix(query, "NL02") || query == otherIBAN { // the invoices of the supplier have this account too
				got = slices.DeleteFunc(got, func(h string) bool { return h != line && h != posten })
			}
			got = slices.DeleteFunc(got, func(h string) bool { return strings.HasPrefix(h, "decision") && want == nil })
			if !slices.Equal(got, want) {
				t.Errorf("%q finds %q, want %q", query, got, want)
			}
		}
	})
}

// What changes is found as it is, and not as it was; of another administration nothing
// is found.
func TestSearchFollowsTheBooks(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		other := newBooks(t, s, "elders")
		taken(t, b, "1.csv", itemsCSV(item{"N-1", "receivable", "R-1", "Jansen", otherIBAN, 1000, "", "hondenbelasting"}))
		taken(t, b, "2.csv", itemsCSV(item{"N-1", "receivable", "R-1", "Pietersen", otherIBAN, 2000, "", "hondenbelasting"}))
		taken(t, b, "leveranciers.csv", supplierList)
		taken(t, b, "f.xml", demo.Bill{Number: "ZX-9"}.UBL())
		for query, want := range map[string][]string{"jansen": nil, "10.00": nil, "pietersen": {"item N-1"}, "20,00": {"item N-1"}, "honden": {"item N-1"}, "zx-9": {"invoice ZX-9"}} {
			if got := found(t, b, query); !slices.Equal(got, want) {
				t.Errorf("%q finds %q, want %q", query, got, want)
			}
			if got := found(t, other, query); got != nil {
				t.Errorf("%q finds %q of another administration", query, got)
			}
		}
	})
}

// However much begins alike, so much is looked at, and that there may be more is told.
func TestSearchIsBounded(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		var all []item
		for i := range 2500 {
			all = append(all, item{fmt.Sprintf("N-%04d", i), "receivable", "R-1", "Jansen", otherIBAN, 1000, "", "gelijk"})
		}
		all = append(all, item{"N-9999", "receivable", "R-2", "Zeldzaam", otherIBAN, 1000, "", "gelijk"})
		taken(t, b, "items.csv", itemsCSV(all...))
		f, err := b.Search(t.Context(), "gelijk", app.HitsShown)
		if err != nil || len(f.Groups) != 1 || len(f.Groups[0].Hits) != app.HitsShown || !f.Groups[0].More {
			t.Fatalf("%+v %v", f, err)
		}
		if got := found(t, b, "gelijk zeldzaam"); !slices.Equal(got, []string{"item N-9999"}) {
			t.Errorf("the rarest word does not lead: %q", got)
		}
	})
}
