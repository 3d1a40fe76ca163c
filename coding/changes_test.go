// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/day"
	"rentmeester/iv3"
	"rentmeester/ledger"
)

func row(from day.Day, when, to map[Field]string) Change { return Change{from, when, to} }

type m = map[Field]string

// renamed: in 2026 account 4300 becomes 4310, 4400 is split by cost centre, and a
// taakveld is recoded; in 2027 4310 goes back to 4300.
var renamed = Recoding{
	Changes: []Change{
		row("2026-01-01", m{Account: "4300"}, m{Account: "4310"}),
		row("2026-01-01", m{Account: "4400", CostCentre: "a"}, m{Account: "4401"}),
		row("2026-01-01", m{Account: "4400"}, m{Account: "4402", CostCentre: ""}),
		row("2026-01-01", m{Taakveld: "6.71"}, m{Taakveld: "6.711"}),
		row("2026-01-01", m{Account: "4310"}, m{Account: "4311"}),
	},
	Closed: map[Field]map[string]day.Day{Account: {"4300": "2026-01-01", "4400": "2026-01-01"}},
}

func TestNow(t *testing.T) {
	for _, c := range []struct {
		was        Coding
		booked, on day.Day
		want       Coding
	}{
		{Coding{Account: "4300"}, "2025-06-01", "2025-12-31", Coding{Account: "4300"}},
		{Coding{Account: "4300"}, "2025-06-01", "2026-01-01", Coding{Account: "4310"}},
		{Coding{Account: "4310"}, "2025-06-01", "2026-01-01", Coding{Account: "4311"}}, // one step, not two
		{Coding{Account: "4310"}, "2026-06-01", "2026-07-01", Coding{Account: "4310"}}, // booked under the new chart
		{Coding{Account: "4300"}, "2026-01-20", "2026-07-01", Coding{Account: "4310"}}, // an invoice of last year, booked in January
		{Coding{Account: "4400", CostCentre: "a"}, "2025-06-01", "2026-07-01", Coding{Account: "4401", CostCentre: "a"}},
		{Coding{Account: "4400", CostCentre: "b"}, "2025-06-01", "2026-07-01", Coding{Account: "4402"}},
		{Coding{Account: "4300", Taakveld: "6.71"}, "2025-06-01", "2026-07-01", Coding{Account: "4310", Taakveld: "6.711"}},
		{Coding{Account: "4999", VAT: Cost}, "2025-06-01", "2026-07-01", Coding{Account: "4999", VAT: Cost}},
	} {
		if got := renamed.Now(c.was, c.booked, c.on); got != c.want {
			t.Errorf("%+v of %s on %s: %+v", c.was, c.booked, c.on, got)
		}
	}
	back := Recoding{Changes: append(slices.Clone(renamed.Changes), row("2027-01-01", m{Account: "4310"}, m{Account: "4300"})),
		Closed: map[Field]map[string]day.Day{Account: {"4310": "2027-01-01"}}}
	for booked, was := range map[day.Day]string{"2025-01-01": "4300", "2026-06-01": "4310", "2027-06-01": "4300"} {
		if got := back.Now(Coding{Account: was}, booked, "2027-07-01"); got.Account != "4300" {
			t.Errorf("there and back from %s: %+v", booked, got)
		}
	}
}

// TestProposalsFollowAChangeFromItsDay: the past is one streak, not two.
func TestProposalsFollowAChangeFromItsDay(t *testing.T) {
	past := []Past{pastOf("1", "2025-03-01", "4300"), pastOf("2", "2025-04-01", "4300"), pastOf("3", "2026-02-01", "4310")}
	ask := Subject{Supplier: "s", Lines: []Line{{Text: "Groen", Net: 100}}}
	propose := func(on day.Day) Proposal {
		glass, last := renamed.Look(on), NewLast(nil)
		for _, p := range past {
			last.Learn(glass.Past(p))
		}
		p := last.Propose(ask)
		glass.Explain(p)
		return p[0]
	}
	now := propose("2026-03-01")
	if got := now.Parts[0].Coding.Account; got != "4310" || len(now.Alternatives) != 0 {
		t.Errorf("%+v", now)
	}
	if at := slices.IndexFunc(now.Reasons, func(r Reason) bool { return r.Code == "coding.reason.recoded" }); at < 0 ||
		now.Reasons[at].Args["old"] != "4300" || now.Reasons[at].Args["new"] != "4310" {
		t.Errorf("%v", now.Reasons)
	}
	if before := propose("2025-12-31"); before.Parts[0].Coding.Account != "4310" { // what was said last; the chart of the day refuses it
		t.Errorf("%+v", before)
	}
	if past[0].Lines[0].Parts[0].Coding.Account != "4300" {
		t.Error("the past itself was changed")
	}
}

func pastOf(id string, on day.Day, account string) Past {
	return Past{Invoice: id, Supplier: "s", Day: on, Lines: []PastLine{{Line{Text: "Groen", Net: 100}, []Part{{Coding{Account: account}, 1, 100}}}}}
}

func TestClosedFromItsDay(t *testing.T) {
	if got := renamed.Check(Coding{Account: "4300"}, "2025-12-31"); len(got) != 0 {
		t.Errorf("the day before: %v", got)
	}
	if got := renamed.Check(Coding{Account: "4300"}, "2026-01-01"); len(got) != 1 || !got[0].Blocks || got[0].Field != Account {
		t.Errorf("from the day: %v", got)
	}
}

func TestAllow(t *testing.T) {
	option := func(p float64, accounts ...string) Option {
		o := Option{Probability: p}
		for _, a := range accounts {
			o.Parts = append(o.Parts, Part{Coding: Coding{Account: a}})
		}
		return o
	}
	wrong := func(c Coding) []Finding { return renamed.Check(c, "2026-06-01") }
	all := Allow([]Proposal{
		{Option: option(.8, "1"), Alternatives: []Option{option(.1, "4300"), option(.05, "2")}},
		{Option: option(.8, "4300"), Alternatives: []Option{option(.1, "4400", "1"), option(.05, "2")}},
		{Option: option(.8, "1", "4300")},
	}, wrong)
	for i, want := range []struct {
		account string
		p       float64
		others  int
		reason  string
	}{{"1", .8, 1, ""}, {"2", .05, 0, "coding.reason.instead"}, {"", 0, 0, "coding.reason.not-allowed"}} {
		p := all[i]
		account, reason := "", ""
		if len(p.Parts) > 0 {
			account = p.Parts[0].Coding.Account
		}
		if len(p.Reasons) > 0 {
			reason = p.Reasons[0].Code
		}
		if account != want.account || p.Probability != want.p || len(p.Alternatives) != want.others || reason != want.reason {
			t.Errorf("%d: %+v", i, p)
		}
	}
}

// TestNoProposalNamesWhatIsNotAllowed: whatever was booked, on any day.
func TestNoProposalNamesWhatIsNotAllowed(t *testing.T) {
	lists := iv3.New([]iv3.Code{
		{Kind: iv3.Taakveld, Year: 2026, Code: "5.7", Name: "Groen", Leaf: true}, {Kind: iv3.Taakveld, Year: 2026, Code: "0.4", Name: "Overhead", Leaf: true},
		{Kind: iv3.Taakveld, Year: 2025, Code: "6.71", Name: "Huishoudelijke hulp", Leaf: true}, {Kind: iv3.Taakveld, Year: 2026, Code: "6.711", Name: "Huishoudelijke hulp", Leaf: true},
		{Kind: iv3.Expense, Year: 2026, Code: "3.8", Name: "Overig", Leaf: true}, {Kind: iv3.Expense, Year: 2026, Code: "3.4.1", Name: "Belastingen", Leaf: true},
	}, []iv3.Cell{{Year: 2026, Kind: iv3.Expense, Code: "5.7", Categorie: "3.4.1"}})
	chart := NewChart(ledger.Chart{Accounts: []ledger.Account{{Code: "4300", To: "2025-12-31"}, {Code: "4310", From: "2026-01-01", Taakveld: "5.7", Categorie: "3.8"},
		{Code: "4401"}, {Code: "4402"}, {Code: "4999", Categorie: "3.4.1"}, {Code: "4400"}}})
	rapid.Check(t, func(t *rapid.T) {
		pick := func(name string, of ...string) string { return rapid.SampledFrom(of).Draw(t, name) }
		on := day.Day(pick("on", "2026-01-01", "2026-06-30"))
		glass, last := renamed.Look(on), NewLast(nil)
		for i := range rapid.IntRange(1, 6).Draw(t, "past") {
			p := pastOf(string(rune('a'+i)), day.Day(pick("day", "2025-01-01", "2025-12-31", "2026-01-15")), pick("account", "4300", "4310", "4400", "4999", "9999"))
			c := &p.Lines[0].Parts[0].Coding
			c.CostCentre, c.Taakveld, c.Categorie = pick("centre", "", "a", "b"), pick("taakveld", "", "5.7", "6.71", "1.1"), pick("categorie", "", "3.8", "3.4.1", "9")
			last.Learn(glass.Past(p))
		}
		wrong := func(c Coding) []Finding {
			return slices.Concat(chart.Check(c, on), renamed.Check(c, on), Check(c, lists, 2026))
		}
		for _, p := range Allow(Update(last.Propose(Subject{Supplier: "s", Lines: []Line{{Text: "Groen", Net: 100}}}), chart, lists, 2026), wrong) {
			for _, o := range append([]Option{p.Option}, p.Alternatives...) {
				for _, part := range o.Parts {
					for _, f := range wrong(part.Coding) {
						if f.Blocks {
							t.Errorf("%+v is proposed: %+v", part.Coding, f)
						}
					}
				}
			}
		}
	})
}
