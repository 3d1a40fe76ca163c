// SPDX-License-Identifier: EUPL-1.2

package approval

import (
	"slices"
	"strings"
	"testing"

	"rentmeester/day"
	"rentmeester/money"
)

func codes(list []Void) string {
	var all []string
	for _, v := range list {
		all = append(all, v.Act.Step+" "+strings.TrimPrefix(v.Why.Code, "approval.reason."))
	}
	return strings.Join(all, ", ")
}

// What was approved stays where the step still stands as it was; the rest lapses,
// and says why.
func TestApprovalsAfterAChange(t *testing.T) {
	base := bill(600_000, Part{Amount: 600_000, Account: "4300", CostCentre: "4010"})
	s := &story{route: Plan(base, town())}
	s.sign("2026-06-02", "freek", "performance").sign("2026-06-03", "anna", "budgetholder:4010").sign("2026-06-04", "bas", "second")
	if got := s.route.Stand(s.acts, "2026-06-05"); got.State != Approved {
		t.Fatalf("%s %v", got.State, got.Missing)
	}
	for _, test := range []struct {
		name   string
		change func(*Case)
		state  State
		lapsed string
	}{
		{"nothing", func(*Case) {}, Approved, ""},
		{"another cost centre", func(c *Case) { c.Parts[0].CostCentre = "5010" }, Waiting, "budgetholder:4010 lapsed-step"},
		{"another account", func(c *Case) { c.Parts[0].Account = "4400" }, Waiting, "budgetholder:4010 lapsed-coding"},
		{"an account that wants a controller", func(c *Case) { c.Parts[0].Account = "0210" }, Waiting, "budgetholder:4010 lapsed-coding"},
		{"a higher amount", func(c *Case) { c.Amount, c.Parts[0].Amount = 600_001, 600_001 }, Waiting,
			"performance lapsed-amount, budgetholder:4010 lapsed-amount, second lapsed-amount"},
		{"a lower amount", func(c *Case) { c.Amount, c.Parts[0].Amount = 599_999, 599_999 }, Approved, ""},
		{"so low that one step goes", func(c *Case) { c.Amount, c.Parts[0].Amount = 100_000, 100_000 }, Approved, "second lapsed-step"},
		{"another bank account", func(c *Case) { c.Payee = "NL20INGB0001234567" }, Waiting,
			"performance lapsed-payee, budgetholder:4010 lapsed-payee, second lapsed-payee"},
		{"another supplier", func(c *Case) { c.Supplier = "pietersen" }, Waiting,
			"performance lapsed-supplier, budgetholder:4010 lapsed-supplier, second lapsed-supplier"},
	} {
		c := base
		c.Parts = slices.Clone(base.Parts)
		test.change(&c)
		got := Plan(c, town()).Stand(s.acts, "2026-06-05")
		if got.State != test.state || codes(got.Lapsed) != test.lapsed {
			t.Errorf("%s: %s, lapsed %q; want %s %q", test.name, got.State, codes(got.Lapsed), test.state, test.lapsed)
		}
	}
	c := base
	c.Entered = []string{"anna"}
	if got := Plan(c, town()).Stand(s.acts, "2026-06-05"); got.State != Waiting || codes(got.Void) != "budgetholder:4010 bar-entered" {
		t.Errorf("who corrected it approved it: %s %q", got.State, codes(got.Void))
	}
}

func TestFourEyes(t *testing.T) {
	c := bill(600_000, Part{Amount: 300_000, CostCentre: "5010"}, Part{Amount: 300_000, CostCentre: "5020"})
	c.Match.Ways = 3
	s := &story{route: Plan(c, town())}
	s.sign("2026-06-02", "bas", "budgetholder:5010").sign("2026-06-02", "bas", "budgetholder:5020")
	if got := s.route.Stand(s.acts, "2026-06-02"); done(got) != 2 {
		t.Errorf("one budget holder of two cost centres: %d steps, void %q", done(got), codes(got.Void))
	}
	if why := s.route.May(s.acts, "2026-06-03", "bas", "second"); why == nil || why.Code != "approval.reason.bar-twice" {
		t.Errorf("both signatures: %v", why)
	}
	// Eva does his steps too, so that his second signature can count after all.
	s.sign("2026-06-03", "eva", "budgetholder:5010").sign("2026-06-03", "eva", "budgetholder:5020").sign("2026-06-04", "bas", "second")
	if got := s.route.Stand(s.acts, "2026-06-04"); got.State != Approved {
		t.Errorf("%s: %q", got.State, codes(got.Void))
	}
}

func TestDisputes(t *testing.T) {
	c := bill(100_000, Part{Line: "1", Amount: 70_000, CostCentre: "4010"}, Part{Line: "2", Amount: 30_000, CostCentre: "4010"})
	c.Match.Ways = 3
	begin := func() *story {
		return (&story{route: Plan(c, town())}).sign("2026-06-02", "eva", "budgetholder:4010")
	}
	dispute := Act{Kind: Dispute, Person: "anna", Day: "2026-06-03", Lines: []string{"2"}, Comment: "niet geleverd"}
	for _, test := range []struct {
		name              string
		acts              []Act
		state             State
		payable, disputed money.Cents
		declined          money.Cents
	}{
		{"none", nil, Approved, 100_000, 0, 0},
		{"a line", []Act{dispute}, Approved, 70_000, 30_000, 0},
		{"the same line twice", []Act{dispute, dispute}, Approved, 70_000, 30_000, 0},
		{"an amount", []Act{{Kind: Dispute, Person: "anna", Day: "2026-06-03", Amount: 12_345}}, Approved, 87_655, 12_345, 0},
		{"more than the invoice", []Act{{Kind: Dispute, Person: "anna", Day: "2026-06-03", Amount: 100_001}}, Approved, 100_000, 0, 0},
		{"all of it", []Act{{Kind: Dispute, Person: "anna", Day: "2026-06-03", Amount: 100_000}}, Disputed, 0, 100_000, 0},
		{"settled as owed", []Act{dispute, {Kind: Settle, Person: "eva", Day: "2026-06-04", Of: 2, Amount: 30_000}}, Approved, 100_000, 0, 0},
		{"settled as not owed", []Act{dispute, {Kind: Settle, Person: "eva", Day: "2026-06-04", Of: 2}}, Approved, 70_000, 0, 30_000},
		{"settled halfway", []Act{dispute, {Kind: Settle, Person: "eva", Day: "2026-06-04", Of: 2, Amount: 10_000}}, Approved, 80_000, 0, 20_000},
		{"settled by who may not decide", []Act{dispute, {Kind: Settle, Person: "freek", Day: "2026-06-04", Of: 2, Amount: 30_000}}, Approved, 70_000, 30_000, 0},
		{"settled at less than nothing", []Act{dispute, {Kind: Settle, Person: "eva", Day: "2026-06-04", Of: 2, Amount: -10_000}}, Approved, 70_000, 0, 30_000},
		{"one of two settled", []Act{dispute, dispute, {Kind: Settle, Person: "eva", Day: "2026-06-04", Of: 2, Amount: 30_000}}, Approved, 70_000, 30_000, 0},
		{"by a stranger", []Act{{Kind: Dispute, Person: "zoe", Day: "2026-06-03", Amount: 100}}, Approved, 100_000, 0, 0},
		{"rejected", []Act{{Kind: Reject, Person: "anna", Day: "2026-06-03"}}, Rejected, 0, 0, 0},
		{"rejected and reopened", []Act{{Kind: Reject, Person: "anna", Day: "2026-06-03"}, {Kind: Reopen, Person: "eva", Day: "2026-06-04", Of: 2}}, Approved, 100_000, 0, 0},
		{"taken back", []Act{{Kind: Withdraw, Person: "eva", Day: "2026-06-03", Of: 1}}, Waiting, 0, 0, 0},
		{"taken back by another", []Act{{Kind: Withdraw, Person: "anna", Day: "2026-06-03", Of: 1}}, Approved, 100_000, 0, 0},
		{"a question", []Act{{Kind: Ask, Person: "anna", Day: "2026-06-03"}}, Asked, 0, 0, 0},
		{"a question to a stranger, answered", []Act{{Kind: Ask, Person: "anna", Day: "2026-06-03", To: "zoe"}, {Kind: Answer, Person: "zoe", Day: "2026-06-04", Of: 2}}, Approved, 100_000, 0, 0},
	} {
		s := begin()
		for _, a := range test.acts {
			s.do(a)
		}
		got := s.route.Stand(s.acts, "2026-06-10")
		if got.State != test.state || got.Payable != test.payable || got.Disputed != test.disputed || got.Declined != test.declined {
			t.Errorf("%s: %s payable %v disputed %v declined %v", test.name, got.State, got.Payable, got.Disputed, got.Declined)
		}
	}
}

func TestClock(t *testing.T) {
	for _, test := range []struct {
		name  string
		terms Terms
		now   day.Day
		last  day.Day
		left  int
		late  int
	}{
		{"on the day", Terms{}, "2026-03-01", "2026-03-31", 30, 0},
		{"on the last day", Terms{}, "2026-03-31", "2026-03-31", 0, 0},
		{"a day late", Terms{}, "2026-04-01", "2026-03-31", -1, 1},
		{"delivered after the invoice", Terms{Performed: "2026-03-11"}, "2026-03-11", "2026-04-10", 30, 0},
		{"delivered before", Terms{Performed: "2026-02-11"}, "2026-03-11", "2026-03-31", 20, 0},
		{"agreed earlier", Terms{Agreed: "2026-03-15"}, "2026-03-11", "2026-03-15", 4, 0},
		{"agreed before it came", Terms{Agreed: "2026-02-15"}, "2026-03-01", "2026-03-01", 0, 0},
		{"agreed later", Terms{Agreed: "2026-04-15"}, "2026-03-11", "2026-04-15", 35, 0},
		{"agreed too late", Terms{Agreed: "2026-08-15"}, "2026-03-01", "2026-04-30", 60, 0},
		{"sent back", Terms{Defective: true}, "2026-05-01", "", 0, 0},
		{"sent back, the right one came", Terms{Defective: true, Completed: "2026-03-20"}, "2026-03-20", "2026-04-19", 30, 0},
	} {
		k := Case{Received: "2026-03-01", Terms: test.terms}.Clock(test.now)
		if k.Last != test.last || k.Left != test.left || k.Late != test.late || k.Careful != "2026-03-31" || len(k.Why) == 0 {
			t.Errorf("%s: %+v", test.name, k)
		}
	}
	c := bill(100_000, Part{Amount: 100_000, CostCentre: "4010"})
	r := Plan(c, town())
	disputed := r.Stand([]Act{{ID: 1, Kind: Dispute, Person: "anna", Day: "2026-06-02", Amount: 100_000}}, "2026-06-20")
	if plain := r.Stand(nil, "2026-06-20"); disputed.Clock.Last != plain.Clock.Last || plain.Clock.Left != 11 {
		t.Errorf("a dispute moved the clock: %+v", disputed.Clock)
	}
}

func TestReminders(t *testing.T) {
	c := bill(100_000, Part{Amount: 100_000, CostCentre: "4010"})
	r := Plan(c, town())
	for on, want := range map[day.Day]string{
		"2026-06-05": "",
		"2026-06-06": "waits:2026-06-01:1",
		"2026-06-10": "waits:2026-06-01:1",
		"2026-06-11": "waits:2026-06-01:2",
		"2026-06-13": "waits:2026-06-01:2 escalate:2026-06-01",
		"2026-06-21": "waits:2026-06-01:4 deadline:2026-07-01 escalate:2026-06-01",
		"2026-07-02": "waits:2026-06-01:6 late:2026-07-01 escalate:2026-06-01",
	} {
		s := r.Stand(nil, on)
		var list []string
		for _, rem := range s.Reminders {
			list = append(list, rem.Key)
			to := "freek"
			if rem.Kind == "escalate" {
				to = "carla"
			}
			if names(rem.To) != to {
				t.Errorf("%s: %s to %q", on, rem.Key, names(rem.To))
			}
		}
		if got := strings.Join(list, " "); got != want {
			t.Errorf("%s: %q, not %q", on, got, want)
		}
	}
	s := (&story{route: r}).sign("2026-06-09", "freek", "performance").sign("2026-06-10", "eva", "budgetholder:4010")
	if got := r.Stand(s.acts, "2026-09-01").Reminders; len(got) > 0 {
		t.Errorf("reminded of what is approved: %+v", got)
	}
}
