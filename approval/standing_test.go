// SPDX-License-Identifier: EUPL-1.2

package approval

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/text"
)

// when is a condition in Go.
type when struct {
	said  string
	holds func(Case, Part) bool
}

func (w when) String() string { return w.said }
func (w when) Holds(c Case, p Part) (bool, error) {
	if w.holds == nil {
		return false, errors.New("cannot be worked out")
	}
	return w.holds(c, p), nil
}

// town is the policy of the tests: a declaration of performance unless three
// things agree, budget holders, a second signature, a controller for investments.
func town() Policy {
	grant := func(role string, limit money.Cents, centres ...string) Grant {
		return Grant{Role: role, Limit: limit, CostCentres: centres}
	}
	return Policy{
		People: []Person{
			{ID: "anna", Name: "Anna de Boer", Grants: []Grant{grant("budgetholder", 1_000_000, "40*")},
				Deputies: []Deputy{{"dirk", Period{"2026-07-01", "2026-07-31"}}}, Away: []Period{{"2026-07-10", "2026-07-20"}}},
			{ID: "bas", Name: "Bas Smit", Grants: []Grant{grant("budgetholder", 500_000, "50*"), grant("second", 0)}},
			{ID: "carla", Name: "Carla Vos", Grants: []Grant{grant("second", 5_000_000), grant("controller", 0)}},
			{ID: "dirk", Name: "Dirk Kok", Grants: []Grant{grant("desk", 0)}},
			{ID: "eva", Name: "Eva Mol", Grants: []Grant{grant("budgetholder", 0)}, Suppliers: []string{"molbv"}},
			{ID: "freek", Name: "Freek Bos"},
			{ID: "gerda", Name: "Gerda Pot", Grants: []Grant{{Role: "budgetholder", Period: Period{From: "2027-01-01"}}}},
		},
		Rules: []Rule{
			{Name: "performance", Kind: Performance, Role: "desk", Orderer: true, Per: PerInvoice, Stage: 1,
				When: when{"not three-way", func(c Case, _ Part) bool { return c.Match.Ways < 3 }}},
			{Name: "budgetholder", Kind: Approval, Role: "budgetholder", Per: PerCostCentre, Stage: 2},
			{Name: "second", Kind: Approval, Role: "second", Per: PerInvoice, Above: 500_000, Stage: 3},
			{Name: "controller", Kind: Approval, Role: "controller", Per: PerInvoice, Stage: 3,
				When: when{`account.startsWith("0")`, func(_ Case, p Part) bool { return strings.HasPrefix(p.Account, "0") }}},
		},
		Reminders: Reminders{After: 5, Before: 10, Escalate: 12, EscalateTo: "controller"},
	}
}

func bill(amount money.Cents, parts ...Part) Case {
	return Case{Received: "2026-06-01", Amount: amount, Supplier: "jansen", Payee: "NL91ABNA0417164300",
		Entered: []string{"dirk"}, Ordered: []string{"freek"}, Parts: parts}
}

func keys(r Route) (list []string) {
	for _, s := range r.Steps {
		list = append(list, s.Key)
	}
	return list
}

func TestRoutes(t *testing.T) {
	office := Part{Amount: 100_000, Account: "4300", CostCentre: "4010"}
	for _, test := range []struct {
		name   string
		policy Policy
		c      Case
		want   []string
	}{
		{"small", town(), bill(100_000, office), []string{"performance", "budgetholder:4010"}},
		{"three-way", town(), func() Case { c := bill(100_000, office); c.Match = Match{"matched", 3}; return c }(), []string{"budgetholder:4010"}},
		{"two cost centres", town(), bill(150_000, office, Part{Amount: 50_000, CostCentre: "5010"}),
			[]string{"performance", "budgetholder:4010", "budgetholder:5010"}},
		{"a rest without coding", town(), bill(150_000, office), []string{"performance", "budgetholder:", "budgetholder:4010"}},
		{"just at the limit", town(), bill(500_000, Part{Amount: 500_000, CostCentre: "4010"}), []string{"performance", "budgetholder:4010"}},
		{"a cent above", town(), bill(500_001, Part{Amount: 500_001, CostCentre: "4010"}), []string{"performance", "budgetholder:4010", "second"}},
		{"a large credit note", town(), bill(-500_001, Part{Amount: -500_001, CostCentre: "4010"}), []string{"performance", "budgetholder:4010", "second"}},
		{"an investment", town(), bill(100_000, Part{Amount: 100_000, Account: "0210", CostCentre: "4010"}),
			[]string{"performance", "budgetholder:4010", "controller"}},
		{"nobody configured, small", Policy{}, bill(500_000, office), []string{"budgetholder"}},
		{"nobody configured, large", Policy{}, bill(500_001, office), []string{"budgetholder", "second"}},
		{"a condition that fails", Policy{Rules: []Rule{{Name: "x", Kind: Approval, When: when{said: "1 / 0"}}}}, bill(1), []string{"x"}},
	} {
		if got := keys(Plan(test.c, test.policy)); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, not %q", test.name, got, test.want)
		}
	}
}

// story tells acts in short and gives them their numbers.
type story struct {
	route Route
	acts  []Act
}

func (s *story) sign(on day.Day, person, step string) *story {
	a := s.route.Sign(person, step, on)
	return s.do(a)
}

func (s *story) do(a Act) *story {
	a.ID = int64(len(s.acts) + 1)
	s.acts = append(s.acts, a)
	return s
}

func names(list []Candidate) string {
	var all []string
	for _, c := range list {
		said := c.Person
		if c.For != "" {
			said += " for " + c.For
		}
		all = append(all, said)
	}
	return strings.Join(all, ", ")
}

func TestTheWayOfAnInvoice(t *testing.T) {
	s := &story{route: Plan(bill(600_000, Part{Amount: 600_000, Account: "4300", CostCentre: "4010"}), town())}
	expect := func(on day.Day, state State, turn string) {
		t.Helper()
		got := s.route.Stand(s.acts, on)
		if got.State != state || names(got.Turn) != turn {
			t.Errorf("%s after %d acts: %s, turn of %q; want %s, %q (%v)", on, len(s.acts), got.State, names(got.Turn), state, turn, got.Missing)
		}
	}
	expect("2026-06-01", Waiting, "freek")
	s.sign("2026-06-02", "freek", "performance")
	expect("2026-06-02", Waiting, "anna, eva")
	s.do(Act{Kind: Ask, Person: "anna", Day: "2026-06-03", Comment: "Welke straat?"})
	expect("2026-06-03", Asked, "dirk")
	s.do(Act{Kind: Answer, Person: "dirk", Day: "2026-06-04", Of: 2})
	expect("2026-06-04", Waiting, "anna, eva")
	s.sign("2026-06-05", "anna", "budgetholder:4010")
	expect("2026-06-05", Waiting, "bas, carla")
	expect("2026-06-04", Waiting, "anna, eva") // as it was then
	s.sign("2026-06-06", "carla", "second")
	expect("2026-06-06", Approved, "")
	if got := s.route.Stand(s.acts, "2026-06-06"); got.Payable != 600_000 || len(got.Void)+len(got.Lapsed) > 0 {
		t.Errorf("%+v", got)
	}
}

func TestWhoMayNot(t *testing.T) {
	plain := bill(600_000, Part{Amount: 600_000, Account: "4300", CostCentre: "5010"})
	with := func(change func(*Case)) Case { c := plain; change(&c); return c }
	for _, test := range []struct {
		name   string
		c      Case
		person string
		want   string
	}{
		{"over his limit", plain, "bas", "bar-limit"},
		{"a credit note over his limit", with(func(c *Case) { c.Amount, c.Parts = -600_000, []Part{{Amount: -600_000, CostCentre: "5010"}} }), "bas", "bar-limit"},
		{"another cost centre", plain, "anna", "bar-role"},
		{"a role from later on", plain, "gerda", "bar-period"},
		{"no role", plain, "freek", "bar-role"},
		{"a stranger", plain, "zoe", "bar-role"},
		{"without a limit", plain, "eva", ""},
		{"who ordered it", with(func(c *Case) { c.Ordered = []string{"eva"} }), "eva", "bar-ordered"},
		{"who entered it", with(func(c *Case) { c.Entered = []string{"eva"} }), "eva", "bar-entered"},
		{"who said that it came", with(func(c *Case) { c.Took = []string{"eva"} }), "eva", "bar-took"},
		{"the supplier", with(func(c *Case) { c.Supplier = "molbv" }), "eva", "bar-supplier"},
	} {
		test.c.Match.Ways = 3
		r := Plan(test.c, town())
		got := ""
		if why := r.May(nil, "2026-06-02", test.person, "budgetholder:5010"); why != nil {
			got = strings.TrimPrefix(why.Code, "approval.reason.")
		}
		if got != test.want {
			t.Errorf("%s: %q, not %q", test.name, got, test.want)
		}
	}
}

func TestDeputiesAndAbsence(t *testing.T) {
	p := town()
	p.People[4].Grants = nil // eva
	c := bill(100_000, Part{Amount: 100_000, CostCentre: "4010"})
	c.Match.Ways, c.Entered = 3, []string{"freek"}
	r := Plan(c, p)
	for on, want := range map[day.Day]string{
		"2026-06-30": "anna", "2026-07-05": "anna", "2026-07-10": "dirk for Anna de Boer", "2026-07-20": "dirk for Anna de Boer", "2026-07-21": "anna",
	} {
		if got := names(r.Stand(nil, on).Turn); got != want {
			t.Errorf("%s: turn of %q, not %q", on, got, want)
		}
	}
	for on, want := range map[day.Day]State{"2026-06-30": Waiting, "2026-07-05": Approved, "2026-08-01": Waiting} {
		s := (&story{route: r}).sign(on, "dirk", "budgetholder:4010")
		got := r.Stand(s.acts, "2026-12-01")
		if got.State != want {
			t.Errorf("deputy on %s: %s, not %s", on, got.State, want)
		}
		if want == Approved && got.Steps[0].For != "Anna de Boer" {
			t.Errorf("stood in for %q", got.Steps[0].For)
		}
	}
	c.Ordered = []string{"anna"}
	if got := Plan(c, p).May(nil, "2026-07-05", "dirk", "budgetholder:4010"); got != nil {
		t.Errorf("the deputy of who ordered it is somebody else: %v", got)
	}
}

// Every reason that the code can give has its sentence in both languages.
func TestEveryReasonHasItsSentence(t *testing.T) {
	call := regexp.MustCompile(`reason\("([a-z-]+)"`)
	found := []string{"missing-approval", "missing-performance"}
	files, _ := filepath.Glob("*.go")
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range call.FindAllStringSubmatch(string(raw), -1) {
			found = append(found, m[1])
		}
	}
	for _, key := range found {
		if strings.HasSuffix(key, "-") {
			continue
		}
		for _, lang := range []text.Lang{text.NL, text.EN} {
			if !text.Has(lang, "approval.reason."+key) {
				t.Errorf("approval.reason.%s has no sentence in %s", key, lang)
			}
		}
	}
}
