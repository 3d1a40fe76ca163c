// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"fmt"
	"strings"
	"testing"

	"rentmeester/app"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/store"
	"rentmeester/text"
)

// rent is a statement of one payment of rent by the same tenant, who is on no
// list of open items.
func rent(n int) string {
	return report{kind: "camt.053", id: fmt.Sprint(n + 1), day: fmt.Sprintf("2026-0%d-05", n+1), opening: 50_000 * 100, entries: []entry{
		{amount: 45_000, name: "Stichting De Schuur", iban: otherIBAN, text: fmt.Sprintf("huur gymzaal termijn %d", n), ref: fmt.Sprint("H", n)},
	}}.camt()
}

// lineSaying gives the line on the worklist whose text or name holds a word.
func lineSaying(t *testing.T, b *app.Books, word string) app.Waiting {
	t.Helper()
	list, err := b.Worklist(t.Context(), 1000, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range list {
		if strings.Contains(fmt.Sprint(w), word) {
			return w
		}
	}
	t.Fatalf("no line with %s on the worklist: %+v", word, list)
	return app.Waiting{}
}

func TestRulesFromWhatPeopleBook(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "huur")
		for n := range 3 {
			taken(t, b, fmt.Sprint(n, ".xml"), strings.Replace(rent(n), "5000000.00", fmt.Sprintf("%d.00", 50_000+450*n), 1))
		}
		look(t, b)
		for n := range 3 {
			w := lineSaying(t, b, fmt.Sprintf("termijn %d", n))
			if _, err := b.Book(t.Context(), "jansen", w.Line, []app.Part{{Account: "8100"}}, false); err != nil {
				t.Fatal(err)
			}
		}
		found, err := b.SuggestRules(t.Context())
		if err != nil || len(found) != 1 || found[0].Times != 3 || found[0].Days != 3 {
			t.Fatalf("%+v %v", found, err)
		}
		text := found[0].Text
		if !strings.Contains(text, otherIBAN) || !strings.Contains(text, "8100") {
			t.Fatal(text)
		}
		addRules(t, b, text)
	})
}

// addRules tries the suggested rule and puts it in force; then nothing more is
// suggested, and the policy says so.
func addRules(t *testing.T, b *app.Books, text string) {
	reports, err := b.ReplayRules(t.Context(), []byte(text), "2026-05-01")
	if err != nil || len(reports) != 1 || reports[0].Agree != 3 || reports[0].Contradicted() {
		t.Fatalf("%+v %v", reports, err)
	}
	before, _, _, err := b.Policy(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.AddRules(t.Context(), "jansen", []byte(text), "2026-03-01", false); err != nil {
		t.Fatal(err)
	}
	after, _, _, err := b.Policy(t.Context())
	if err != nil || !strings.HasPrefix(after, before) {
		t.Errorf("the policy text changed otherwise: %v", err)
	}
	list, _, err := b.RulesInForce(t.Context(), "2026-05-01")
	if err != nil || len(list) == 0 || list[0].From != "2026-03-01" || !strings.Contains(list[0].When, otherIBAN) {
		t.Errorf("%+v %v", list[:1], err)
	}
	if found, err := b.SuggestRules(t.Context()); err != nil || len(found) != 0 {
		t.Errorf("suggested again: %+v %v", found, err)
	}
	whole(t, b)
}

func TestCertainRuleThatHistoryContradicts(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "tegen")
		taken(t, b, "posten.csv", itemsCSV(item{number: "A-1", kind: "receivable", party: "D1", name: "De Schuur", amount: 45_000}))
		taken(t, b, "0.xml", rent(0))
		look(t, b)
		w := lineSaying(t, b, "termijn 0")
		if _, err := b.Book(t.Context(), "jansen", w.Line, []app.Part{{Item: "A-1"}}, false); err != nil {
			t.Fatal(err)
		}
		rule := []byte("- name: Huur\n  when: line.mentions(\"huur\")\n  book: [{account: \"8100\"}]\n  certain: true\n")
		reports, err := b.ReplayRules(t.Context(), rule, "2026-03-01")
		if err != nil || len(reports) != 1 || len(reports[0].OnItems) != 1 || reports[0].OnItems[0].ID != w.Line {
			t.Fatalf("%+v %v", reports, err)
		}
		if _, err := b.AddRules(t.Context(), "jansen", rule, "2026-03-01", false); !fault.Is(err, "app.rule-contradicted") {
			t.Fatal(err)
		}
		if _, err := b.AddRules(t.Context(), "jansen", rule, "2026-03-01", true); err != nil {
			t.Fatal(err)
		}
		if _, err := b.AddRules(t.Context(), "jansen", []byte("- {name: Huur, ends: true}"), "2026-04-01", false); err != nil {
			t.Fatal(err)
		}
		for on, want := range map[string]bool{"2026-02-01": false, "2026-03-05": true, "2026-04-01": false} {
			list, _, err := b.RulesInForce(t.Context(), dayOf(on))
			if err != nil || (list[0].Name == "Huur") != want {
				t.Errorf("on %s: %s first, %v", on, list[0].Name, err)
			}
		}
		for _, wrong := range []string{"- {name: Huur, when: line.x, book: [{account: '1'}]}", "- {name: Geen, ends: true}", "- 5"} {
			if _, err := b.AddRules(t.Context(), "jansen", []byte(wrong), "2026-05-01", true); err == nil {
				t.Errorf("%s was taken", wrong)
			}
		}
		whole(t, b)
	})
}

// A rule speaks of a line that no item explains, with its dimensions, down to the
// journal that goes to the ledger.
func TestRuleProposesAndBooks(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "regel")
		rule := "- name: Huur gymzaal\n  when: line.mentions(\"huur gymzaal\")\n  book:\n" +
			"    - {account: \"8100\", share: 60%, dimensions: {taakveld: 5.2, kostenplaats: 4010}}\n    - {account: \"8101\"}\n"
		if _, err := b.AddRules(t.Context(), "jansen", []byte(rule), "2026-01-01", false); err != nil {
			t.Fatal(err)
		}
		taken(t, b, "0.xml", rent(0))
		look(t, b)
		w := lineSaying(t, b, "termijn 0")
		if len(w.Choices) == 0 {
			t.Fatal("nothing was proposed")
		}
		if _, err := b.Accept(t.Context(), "jansen", w.Line, 0); err != nil {
			t.Fatal(err)
		}
		if got := exported(t, b, "journal"); !strings.Contains(got, "8100") || !strings.Contains(got, "kostenplaats=4010;taakveld=5.2") || !strings.Contains(got, "270.00") {
			t.Errorf("the journal has\n%s", got)
		}
		if got := exported(t, b, "matches"); !strings.Contains(got, "kostenplaats=4010;taakveld=5.2") {
			t.Errorf("the matches have\n%s", got)
		}
		sluitend(t, b)
	})
}

func dayOf(s string) day.Day { return day.Day(s) }

func exported(t *testing.T, b *app.Books, what string) string {
	t.Helper()
	var out strings.Builder
	if err := b.Export(t.Context(), &out, what, "csv", text.NL); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
