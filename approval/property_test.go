// SPDX-License-Identifier: EUPL-1.2

package approval

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/day"
	"rentmeester/money"
)

var everybody = []string{"anna", "bas", "carla", "dirk", "eva", "freek", "zoe"}

// drawRoute makes an invoice of the town, or of a town without people.
func drawRoute(t *rapid.T) Route {
	c := Case{Received: "2026-06-01", Supplier: rapid.SampledFrom([]string{"jansen", "molbv"}).Draw(t, "supplier")}
	some := func(label string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(everybody), 0, 2, rapid.ID[string]).Draw(t, label)
	}
	c.Entered, c.Ordered, c.Took = some("entered"), some("ordered"), some("took")
	c.Match.Ways = rapid.IntRange(0, 3).Draw(t, "ways")
	sign := rapid.SampledFrom([]money.Cents{1, -1}).Draw(t, "sign")
	for i := range rapid.IntRange(1, 3).Draw(t, "parts") {
		p := Part{Line: fmt.Sprint(i + 1), Amount: sign * money.Cents(rapid.Int64Range(1, 800_000).Draw(t, "amount")),
			Account:    rapid.SampledFrom([]string{"4300", "0210"}).Draw(t, "account"),
			CostCentre: rapid.SampledFrom([]string{"4010", "5010", ""}).Draw(t, "centre")}
		c.Parts, c.Amount = append(c.Parts, p), c.Amount+p.Amount
	}
	if rapid.IntRange(0, 4).Draw(t, "people") == 0 {
		return Plan(c, Policy{})
	}
	return Plan(c, town())
}

func drawDay(t *rapid.T) day.Day {
	return day.Day("2026-06-25").Add(rapid.IntRange(0, 40).Draw(t, "day"))
}

// drawActs makes any sequence of acts; most are approvals.
func drawActs(t *rapid.T, r Route) (acts []Act) {
	for i := range rapid.IntRange(0, 14).Draw(t, "acts") {
		person, on := rapid.SampledFrom(everybody).Draw(t, "person"), drawDay(t)
		a := Act{Kind: Approve, Person: person, Day: on, Step: "nothing"}
		switch kind := rapid.SampledFrom([]ActKind{Approve, Approve, Approve, Approve, Withdraw, Ask, Answer, Dispute, Settle, Reject, Reopen, Comment}).Draw(t, "kind"); kind {
		case Approve:
			if len(r.Steps) > 0 {
				a = r.Sign(person, rapid.SampledFrom(r.Steps).Draw(t, "step").Key, on)
			}
			if rapid.IntRange(0, 9).Draw(t, "changed") == 0 {
				a.Basis.Amount /= 2
			}
		default:
			a.Kind, a.Of = kind, int64(rapid.IntRange(0, i).Draw(t, "of"))
			a.Amount = money.Cents(rapid.Int64Range(-900_000, 900_000).Draw(t, "disputed"))
			if rapid.Bool().Draw(t, "lines") {
				a.Lines = []string{rapid.SampledFrom([]string{"1", "2", "9"}).Draw(t, "line")}
			}
		}
		a.ID = int64(i + 1)
		acts = append(acts, a)
	}
	return acts
}

// Whatever people do, in any order: nothing is payable while a step is missing,
// nobody's own approval counts, nobody counts under two rules, limits hold, and
// the amounts add up.
func TestWhatAlwaysHolds(t *testing.T) {
	approved := 0
	rapid.Check(t, func(t *rapid.T) {
		r := drawRoute(t)
		s := r.Stand(drawActs(t, r), "2026-12-31")
		if s.Accepted+s.Disputed+s.Declined != r.Case.Amount {
			t.Fatalf("%v + %v + %v is not %v", s.Accepted, s.Disputed, s.Declined, r.Case.Amount)
		}
		for _, part := range []money.Cents{s.Accepted, s.Disputed, s.Declined} {
			if part != 0 && (part < 0) != (r.Case.Amount < 0) {
				t.Fatalf("a part of the other sign: %+v", s)
			}
		}
		if s.State == Approved {
			approved++
		} else if s.Payable != 0 {
			t.Fatalf("%v payable while %s", s.Payable, s.State)
		}
		rules := map[string]string{}
		for _, at := range s.Steps {
			if !at.Done {
				if s.State == Approved || s.State == Disputed {
					t.Fatalf("%s while %s is missing", s.State, at.Key)
				}
				continue
			}
			independent(t, r, at, rules)
		}
	})
	t.Logf("%d invoices came through", approved)
}

// independent checks one step that was done, by rules told anew.
func independent(t *rapid.T, r Route, at StepStanding, rules map[string]string) {
	who := at.Act.Person
	if before, acted := rules[who]; acted && before != at.Rule {
		t.Fatalf("%s acted under %s and %s", who, before, at.Rule)
	}
	rules[who] = at.Rule
	if who == "eva" && r.Case.Supplier == "molbv" && len(r.Policy.People) > 0 {
		t.Fatal("the supplier approved")
	}
	if at.Kind == Approval && slices.Contains(slices.Concat(r.Case.Entered, r.Case.Ordered, r.Case.Took), who) {
		t.Fatalf("%s did %s of his own", who, at.Key)
	}
	if at.Kind != Approval || len(r.Policy.People) == 0 {
		return
	}
	most := map[string]map[string]money.Cents{ // by role and person; 0 no limit
		"budgetholder": {"anna": 1_000_000, "bas": 500_000, "dirk": 1_000_000, "eva": 0},
		"second":       {"bas": 0, "carla": 5_000_000}, "controller": {"carla": 0},
	}
	limit, has := most[at.Role][who]
	if !has || limit > 0 && at.Basis.Amount.Abs() > limit {
		t.Fatalf("%s did %s of %v, limit %v %v", who, at.Key, at.Basis.Amount, limit, has)
	}
	if who == "dirk" && (at.Act.Day < "2026-07-01" || at.Act.Day > "2026-07-31") {
		t.Fatalf("the deputy acted on %s", at.Act.Day)
	}
}

// The order of approvals makes no difference to the state, to which steps are
// done, or to what may be paid.
func TestTheOrderOfApprovalsMakesNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRoute(t)
		var acts []Act
		for _, a := range drawActs(t, r) {
			if a.Kind == Approve || a.Kind == Dispute || a.Kind == Reject || a.Kind == Ask {
				acts = append(acts, a)
			}
		}
		other := rapid.Permutation(acts).Draw(t, "other order")
		for i := range other {
			other[i].ID = int64(i + 1)
		}
		one, two := r.Stand(acts, "2026-12-31"), r.Stand(other, "2026-12-31")
		if one.State != two.State || one.Payable != two.Payable || one.Disputed != two.Disputed || done(one) != done(two) {
			t.Fatalf("%s %v %d steps, %s %v %d steps", one.State, one.Payable, done(one), two.State, two.Payable, done(two))
		}
	})
}

func done(s Standing) (n int) {
	for _, at := range s.Steps {
		if at.Done {
			n++
		}
	}
	return n
}

// What May allows has effect, and what it refuses of a step in turn has none.
func TestMayAndStandAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRoute(t)
		now := drawDay(t)
		acts := drawActs(t, r)
		before := r.Stand(acts, now)
		for _, at := range before.Steps {
			person := rapid.SampledFrom(everybody).Draw(t, "who")
			why := r.May(acts, now, person, at.Key)
			a := r.Sign(person, at.Key, now)
			a.ID = 1000
			more := done(r.Stand(append(slices.Clone(acts), a), now)) > done(before)
			if why == nil && !more || why != nil && more && at.Turn {
				t.Fatalf("%s of %s: May says %v, done more: %v", at.Key, person, why, more)
			}
			listed := slices.ContainsFunc(at.May, func(c Candidate) bool { return c.Person == person })
			if !before.Anyone && at.Turn && listed != (why == nil) {
				t.Fatalf("%s of %s: listed %v, May says %v", at.Key, person, listed, why)
			}
		}
	})
}

// A standing is the same each time it is derived, and acts that come later do not
// change what it was.
func TestADayStaysAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, now := drawRoute(t), drawDay(t)
		acts := drawActs(t, r)
		var until []Act
		for _, a := range acts {
			if a.Day <= now {
				until = append(until, a)
			}
		}
		if one, two := fmt.Sprintf("%+v", shape(r.Stand(acts, now))), fmt.Sprintf("%+v", shape(r.Stand(until, now))); one != two {
			t.Fatalf("%s\n%s", one, two)
		}
	})
}

func shape(s Standing) []any {
	list := []any{s.State, s.Turn, s.Missing, s.Payable, s.Since, s.Clock, len(s.Void), len(s.Lapsed), done(s)}
	for _, r := range s.Reminders {
		list = append(list, r.Key)
	}
	return list
}
