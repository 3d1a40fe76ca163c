// SPDX-License-Identifier: EUPL-1.2

package frombooks_test

import (
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"rentmeester/app"
	"rentmeester/money"
	"rentmeester/text"
	"rentmeester/web"
	"rentmeester/web/frombooks"
)

// rented gives a day on which the gym is paid for, from the same account.
func rented(number int, amount money.Cents) string {
	opening := money.Cents(1000)
	if number > 1 {
		opening = 1000 + 8000*money.Cents(number-1)
	}
	x := statement(number, fmt.Sprintf("2026-03-%02d", number), opening, 0, payment{amount, "Sportclub Op Volle Kracht", "huur gymzaal"})
	return strings.Replace(x, "</Dbtr>", "</Dbtr><DbtrAcct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></DbtrAcct>", 1)
}

// gym books the rent of the gym by hand, day after day, until it is a habit.
func gym(t *testing.T) (*frombooks.Source, *app.Books) {
	t.Helper()
	s, b := open(t)
	for number := 1; number <= 4; number++ {
		bring(t, s, fmt.Sprint(number, ".xml"), rented(number, 8000))
	}
	for range 3 {
		list, err := s.Worklist(t.Context(), web.Filter{}, "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Book(t.Context(), "jansen", list.Items[0].Line.ID, []web.Allocation{{Kind: web.ToLedger, Ref: "8100", Amount: 8000}}); err != nil {
			t.Fatal(err)
		}
		s.Flush()
	}
	return s, b
}

func TestHabitBecomesARule(t *testing.T) {
	s, _ := gym(t)
	before, err := s.Rules(t.Context())
	if err != nil || len(before.Now) == 0 || len(before.Later) != 0 || before.Today != "2026-04-01" {
		t.Fatalf("rules: %+v %v", before, err)
	}
	if costs := before.Now[1].Book[0]; costs.Account == costs.Name || costs.Name != "bankkosten" {
		t.Errorf("a portion does not tell its account and name: %+v", costs)
	}
	found, err := s.Habits(t.Context())
	habits := found.List
	if err != nil || len(habits) != 1 || habits[0].Times != 3 || habits[0].Replay.Hits != 3 || habits[0].Replay.Agree != 3 || habits[0].Rule.Book[0].Account != "8100" {
		t.Fatalf("habits: %+v %v", habits, err)
	}
	if _, err := s.AddRules(t.Context(), "jansen", habits[0].Text, "2026-03-01", false); err != nil {
		t.Fatal(err)
	}
	s.Flush()
	after, err := s.Rules(t.Context())
	if err != nil || len(after.Now) != len(before.Now)+1 || after.Now[0].Name != habits[0].Rule.Name || after.Now[0].Since != "2026-03-01" {
		t.Fatalf("rules after: %+v %v", after.Now[0], err)
	}
	if again, err := s.Habits(t.Context()); err != nil || len(again.List) != 0 || !again.Known {
		t.Errorf("suggested again: %+v %v", again, err)
	}
	item := find(t, s, 8000)
	if item.Proposal == nil || item.Proposal.Rule != habits[0].Rule.Name || item.Proposal.Allocations[0].Ref != "8100" || len(item.Proposal.For) == 0 {
		t.Errorf("the line that waits does not follow the rule: %+v", item.Proposal)
	}
}

func TestRulesThatAreRefused(t *testing.T) {
	s, b := gym(t)
	wrong := `- {name: Gym, when: 'line.mentions("gymzaal")', book: [{account: "9999"}], certain: true}`
	tried, err := s.TryRules(t.Context(), wrong, "2026-07-01")
	if err != nil || len(tried) != 1 || tried[0].Hits != 3 || tried[0].Others != 3 || len(tried[0].Disagree) != 3 || !tried[0].Certain {
		t.Fatalf("tried: %+v %v", tried, err)
	}
	_, err = s.AddRules(t.Context(), "jansen", wrong, "2026-07-01", false)
	wants(t, err, "books.rule-contradicted")
	_, err = s.TryRules(t.Context(), `- {name: Gym, when: 'line.amonut > 1', book: [{account: "9999"}]}`, "2026-07-01")
	wants(t, err, "rules.when")
	_, err = s.TryRules(t.Context(), "geen yaml: [", "2026-07-01")
	wants(t, err, "rules.yaml")
	if _, err := s.AddRules(t.Context(), "jansen", wrong, "2026-07-01", true); err != nil {
		t.Fatal(err)
	}
	rules, err := s.Rules(t.Context())
	if err != nil || len(rules.Later) != 1 || rules.Later[0].Name != "Gym" || rules.Later[0].Since != "2026-07-01" {
		t.Errorf("later: %+v %v", rules.Later, err)
	}
	if check, err := b.Check(t.Context()); err != nil || !check.Whole() {
		t.Errorf("%+v %v", check, err)
	}
}

func TestWhyALineWaits(t *testing.T) {
	s, _ := filled(t)
	item := find(t, s, 12500)
	if len(item.Proposal.For) == 0 || len(item.Decided)+len(item.Keeps) < 2 {
		t.Errorf("hardly explained: %+v", item)
	}
	bare := find(t, s, -4711)
	if bare.Proposal != nil || len(bare.Decided) == 0 || len(bare.Keeps) != 0 {
		t.Errorf("a line without proposal does not say what was looked for: %+v", bare)
	}
	for _, said := range slices.Concat(item.Decided, item.Keeps, item.Proposal.For, item.Proposal.Against, bare.Decided) {
		for _, lang := range []text.Lang{text.NL, text.EN} {
			if !text.Has(lang, said.Code) {
				t.Errorf("no sentence for %s in %s", said.Code, lang)
			}
		}
	}
}

func TestAutopilotIsTold(t *testing.T) {
	s, b := gym(t)
	a, err := s.Autopilot(t.Context())
	if err != nil || a.May.Code == "" || a.Because.Code == "" || a.Governed || a.Decided != 3 || a.Automatic != 0 || len(a.Months) != 1 || a.Months[0].Decided != 3 {
		t.Fatalf("%+v %v", a, err)
	}
	if len(a.History) == 0 || !a.History[len(a.History)-1].Changed || a.History[len(a.History)-1].At.IsZero() {
		t.Errorf("history: %+v", a.History)
	}
	server := httptest.NewServer(web.New(s, web.Options{Administration: b.Adm.Name}))
	defer server.Close()
	for _, path := range []string{"/autopilot", "/rules?habits=yes", "/worklist/" + find(t, s, 8000).Line.ID} {
		for _, lang := range []string{"nl", "en"} {
			joint := "?"
			if strings.Contains(path, "?") {
				joint = "&"
			}
			body := get(t, server.URL+path+joint+"lang="+lang)
			for _, room := range []string{"app.", "books.", "reconcile.reason.", "autopilot.", "web."} {
				if i := strings.Index(body, ">"+room); i >= 0 {
					t.Errorf("%s in %s says %q", path, lang, body[i:min(i+40, len(body))])
				}
			}
		}
	}
}

// Accepting what was ticked among others says nothing of how good proposals are;
// accepting one by one does.
func TestTickedIsNoJudgement(t *testing.T) {
	for ticked, judged := range map[bool]int{true: 0, false: 1} {
		s, _ := filled(t)
		item, accept := find(t, s, 12500), s.Accept
		if ticked {
			accept = s.AcceptTicked
		}
		if _, err := accept(t.Context(), "jansen", item.Line.ID, item.Proposal.ID); err != nil {
			t.Fatal(err)
		}
		if a, err := s.Autopilot(t.Context()); err != nil || len(a.Reliability) != judged || a.Decided != 1 {
			t.Errorf("ticked %v: %+v %v", ticked, a, err)
		}
	}
}

// One IBAN in two currencies is two accounts, each with its own days and
// statements.
func TestOneIBANInTwoCurrencies(t *testing.T) {
	s, _ := open(t)
	bring(t, s, "eur.xml", statement(1, "2026-03-02", 1000, 0, payment{100, "A", ""}))
	bring(t, s, "usd.xml", strings.ReplaceAll(statement(1, "2026-03-02", 5000, 0, payment{300, "B", ""}), "EUR", "USD"))
	o, err := s.Overview(t.Context())
	if err != nil || len(o.Accounts) != 2 || o.Accounts[0].Key == o.Accounts[1].Key {
		t.Fatalf("accounts: %+v %v", o.Accounts, err)
	}
	for _, a := range o.Accounts {
		want := map[string]money.Cents{"EUR": 1100, "USD": 5300}[a.Currency]
		one, err := s.Account(t.Context(), a.Key)
		if err != nil || one.Closing != want {
			t.Errorf("%s: %+v %v", a.Key, one, err)
		}
		heads, _, err := s.Statements(t.Context(), a.Key, "")
		if err != nil || len(heads) != 1 || heads[0].Closing != want {
			t.Fatalf("%s: %+v %v", a.Key, heads, err)
		}
		if st, err := s.Statement(t.Context(), heads[0].ID, ""); err != nil || st.Account != a.Key {
			t.Errorf("%s: statement of %q %v", a.Key, st.Account, err)
		}
		list, err := s.Worklist(t.Context(), web.Filter{Account: a.Key}, "")
		if err != nil || list.Total != 1 || list.Items[0].Line.Currency != a.Currency {
			t.Errorf("%s: %+v %v", a.Key, list, err)
		}
	}
	_, err = s.Account(t.Context(), own)
	wants(t, err, "books.account.not-found")
}
