// SPDX-License-Identifier: EUPL-1.2

package paying

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"rentmeester/day"
	"rentmeester/money"
)

const (
	own    = "NL02ABNA0123456789"
	bakker = "NL20INGB0001234567"
	noord  = "NL44RABO0123456789"
	gNoord = "NL93RABO0990123456"
)

// law is the law with rates that reckon easily.
var law = Late{Days: 30, Compensation: 4000, Rates: []Rate{{"2025-01-01", 1115}, {"2025-07-01", 1015}}}

var plain = Terms{Account: own, Net: true, Combine: true, Late: law}

// bill is an invoice of Bakker that is due on the day of the tests.
func bill(id int64, amount money.Cents, change ...func(*Payable)) Payable {
	p := Payable{ID: id, Number: fmt.Sprintf("F%d", id), Supplier: 7, Name: "Bakker", IBAN: bakker, Amount: amount, Received: "2026-02-10", Due: "2026-03-02"}
	for _, c := range change {
		c(&p)
	}
	return p
}

func due(d day.Day) func(*Payable)       { return func(p *Payable) { p.Due = d } }
func account(iban string) func(*Payable) { return func(p *Payable) { p.IBAN = iban } }

// shortly writes a run on a few lines: payments, then what stays out.
func shortly(r Run) string {
	var b strings.Builder
	for _, p := range r.Payments {
		fmt.Fprintf(&b, "%s %s %s%s:", p.To.IBAN[4:8], p.Amount, p.Text, p.Reference)
		for _, s := range p.Settles {
			fmt.Fprintf(&b, " %d=%s", s.Payable, s.Amount)
		}
		b.WriteString("\n")
	}
	for _, l := range r.Left {
		fmt.Fprintf(&b, "%d", l.Payable)
		for _, why := range l.Reasons {
			b.WriteString(" " + strings.TrimPrefix(why.Key, "paying.left."))
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestPlan(t *testing.T) {
	with := func(change func(*Terms)) Terms {
		terms := plain
		change(&terms)
		return terms
	}
	g := func(p *Payable) {
		p.Supplier, p.Name, p.IBAN, p.GIBAN, p.GAmount = 8, "Noord", noord, gNoord, 2_500
	}
	nobody := func(p *Payable) { p.Supplier = 0 }
	kenmerk := func(p *Payable) { p.Reference = "5012345678901234" }
	for _, test := range []struct {
		name     string
		terms    Terms
		payables []Payable
		want     string
	}{
		{"one", plain, []Payable{bill(1, 12_100)}, "INGB 121.00 F1: 1=121.00\n"},
		{"two together", plain, []Payable{bill(1, 100), bill(2, 200)}, "INGB 3.00 F1, F2: 1=1.00 2=2.00\n"},
		{"two apart", with(func(t *Terms) { t.Combine = false }), []Payable{bill(1, 100), bill(2, 200)}, "INGB 1.00 F1: 1=1.00\nINGB 2.00 F2: 2=2.00\n"},
		{"two suppliers on one account", plain, []Payable{bill(1, 100), bill(2, 200, func(p *Payable) { p.Supplier = 9 })}, "INGB 1.00 F1: 1=1.00\nINGB 2.00 F2: 2=2.00\n"},
		{"can wait", plain, []Payable{bill(1, 100, due("2026-03-03"))}, "1 not-due\n"},
		{"due in the weekend is paid on Friday", plain, []Payable{bill(1, 100, due("2026-03-08"))}, "1 not-due\n"},
		{"without a due day the law's", plain, []Payable{bill(1, 100, due("")), bill(2, 100, due(""), func(p *Payable) { p.Received = "2026-01-01" })}, "INGB 1.00 F2: 2=1.00\n1 not-due\n"},
		{"without any day it is due", plain, []Payable{bill(1, 100, due(""), func(p *Payable) { p.Received = "" })}, "INGB 1.00 F1: 1=1.00\n"},
		{"held", plain, []Payable{bill(1, 100, func(p *Payable) { p.Holds = []string{"hold.a", "hold.b"} })}, "1 hold.a hold.b\n"},
		{"no account", plain, []Payable{bill(1, 100, account(""))}, "1 no-account\n"},
		{"account with a slip", plain, []Payable{bill(1, 100, account("NL21INGB0001234567"))}, "1 bad-account\n"},
		{"outside SEPA", plain, []Payable{bill(1, 100, account("TR330006100519786457841326"))}, "1 foreign-account\n"},
		{"to ourselves", plain, []Payable{bill(1, 100, account(own))}, "1 own-account\n"},
		{"dollars", plain, []Payable{bill(1, 100, func(p *Payable) { p.Currency = "USD" })}, "1 currency\n"},
		{"no name", plain, []Payable{bill(1, 100, func(p *Payable) { p.Name = "--" })}, "1 no-name\n"},
		{"nothing open", plain, []Payable{bill(1, 0)}, "1 nothing\n"},
		{"same twice", plain, []Payable{bill(1, 100), bill(1, 200)}, "1 twice\n1 twice\n"},
		{"credit netted", plain, []Payable{bill(1, 100), bill(2, -30), bill(3, 200)}, "INGB 2.70 F1, F3, credit F2: 1=1.00 3=2.00 2=-0.30\n"},
		{"credit nets what else is paid apart", with(func(t *Terms) { t.Combine = false }), []Payable{bill(1, 100), bill(2, -150), bill(3, 100)}, "INGB 0.50 F1, F3, credit F2: 1=1.00 3=1.00 2=-1.50\n"},
		{"credit of all that is due", plain, []Payable{bill(1, 100), bill(2, -100)}, "1 credit-exceeds\n2 credit-exceeds\n"},
		{"credit of more than is due", plain, []Payable{bill(1, 100), bill(2, -300), bill(3, 900, due("2026-09-01"))}, "1 credit-exceeds\n2 credit-exceeds\n3 not-due\n"},
		{"credit alone", plain, []Payable{bill(1, -100)}, "1 credit-waits\n"},
		{"credit without an account", plain, []Payable{bill(1, 100), bill(2, -30, account(""))}, "INGB 0.70 F1, credit F2: 1=1.00 2=-0.30\n"},
		{"credit without an account, two accounts", plain, []Payable{bill(1, 100), bill(2, -30, account("")), bill(3, 50, account(noord))}, "INGB 1.00 F1: 1=1.00\nRABO 0.50 F3: 3=0.50\n2 credit-waits\n"},
		{"credit of a held supplier's invoice", plain, []Payable{bill(1, -30), bill(2, 100, func(p *Payable) { p.Holds = []string{"hold.a"} })}, "1 credit-waits\n2 hold.a\n"},
		{"credit not netted", with(func(t *Terms) { t.Net = false }), []Payable{bill(1, 100), bill(2, -30)}, "INGB 1.00 F1: 1=1.00\n2 credit\n"},
		{"betalingskenmerk goes alone", plain, []Payable{bill(1, 100), bill(2, 200, kenmerk), bill(3, 300)}, "INGB 4.00 F1, F3: 1=1.00 3=3.00\nINGB 2.00 5012345678901234: 2=2.00\n"},
		{"credit spares the betalingskenmerk", plain, []Payable{bill(1, 100), bill(2, 200, kenmerk), bill(3, -50)}, "INGB 0.50 F1, credit F3: 1=1.00 3=-0.50\nINGB 2.00 5012345678901234: 2=2.00\n"},
		{"unless it is needed", plain, []Payable{bill(1, 100), bill(2, 200, kenmerk), bill(3, -150)}, "INGB 1.50 F1, F2, credit F3: 1=1.00 2=2.00 3=-1.50\n"},
		{"reference with a slip is told", plain, []Payable{bill(1, 100, func(p *Payable) { p.Reference = "9012" })}, "INGB 1.00 9012 F1: 1=1.00\n"},
		{"g-account", plain, []Payable{bill(1, 10_000, g)}, "RABO 75.00 F1: 1=75.00\nRABO 25.00 F1: 1=25.00\n"},
		{"all to the g-account", plain, []Payable{bill(1, 2_500, g)}, "RABO 25.00 F1: 1=25.00\n"},
		{"more than all to the g-account", plain, []Payable{bill(1, 2_499, g)}, "1 g-amount\n"},
		{"no g-account", plain, []Payable{bill(1, 10_000, g, func(p *Payable) { p.GIBAN = noord })}, "1 g-account\n"},
		{"g-account but no other", plain, []Payable{bill(1, 10_000, g, account(""))}, "1 no-account\n"},
		{"credit with a part for the g-account", plain, []Payable{bill(1, -10_000, g)}, "1 g-credit\n"},
		{"limit of one payment", with(func(t *Terms) { t.Limit = 250 }), []Payable{bill(1, 100), bill(2, 100), bill(3, 100), bill(4, 251)}, "INGB 2.00 F1, F2: 1=1.00 2=1.00\nINGB 1.00 F3: 3=1.00\n4 limit\n"},
		{"a cent above the limit together", with(func(t *Terms) { t.Limit = 199 }), []Payable{bill(1, 100), bill(2, 100)}, "INGB 1.00 F1: 1=1.00\nINGB 1.00 F2: 2=1.00\n"},
		{"small part for the g-account", with(func(t *Terms) { t.Minimum = 5_000 }), []Payable{bill(1, 10_000, g)}, "RABO 75.00 F1: 1=75.00\nRABO 25.00 F1: 1=25.00\n"},
		{"nobody's credit without an account", plain, []Payable{bill(1, 100, nobody), bill(2, -30, nobody, account(""))}, "INGB 1.00 F1: 1=1.00\n2 credit-waits\n"},
		{"all to the g-account, no other known", plain, []Payable{bill(1, 2_500, g, account(""))}, "RABO 25.00 F1: 1=25.00\n"},
		{"half of an invoice above the limit", with(func(t *Terms) { t.Limit = 5_000 }), []Payable{bill(1, 10_000, g)}, "1 limit\n"},
		{"limit of the run, the most urgent first", with(func(t *Terms) { t.RunLimit = 300; t.Combine = false }), []Payable{bill(1, 200), bill(2, 200, due("2026-03-01")), bill(3, 100)}, "INGB 2.00 F2: 2=2.00\nINGB 1.00 F3: 3=1.00\n1 run-limit\n"},
		{"minimum", with(func(t *Terms) { t.Minimum = 150 }), []Payable{bill(1, 100)}, "1 minimum\n"},
		{"minimum together", with(func(t *Terms) { t.Minimum = 150 }), []Payable{bill(1, 100), bill(2, 100)}, "INGB 2.00 F1, F2: 1=1.00 2=1.00\n"},
	} {
		if got := shortly(Plan(test.payables, test.terms, "2026-03-02")); got != test.want {
			t.Errorf("%s: got\n%swant\n%s", test.name, got, test.want)
		}
	}
}

func TestDaysOfARun(t *testing.T) {
	terms := plain
	terms.Ahead, terms.Closed = 2, []day.Day{"2026-03-02"}
	for _, test := range []struct {
		today, execution, due, payBy day.Day
	}{
		{"2026-03-03", "2026-03-03", "2026-03-05", "2026-03-03"},
		{"2026-02-28", "2026-03-03", "2026-03-04", "2026-02-27"}, // weekend, then a day of our own
		{"2026-04-03", "2026-04-07", "2026-04-08", "2026-04-02"}, // Easter
		{"2026-12-25", "2026-12-28", "2027-01-02", "2026-12-31"},
	} {
		if got := Plan(nil, terms, test.today).Execution; got != test.execution {
			t.Errorf("run of %s is carried out on %s, not %s", test.today, got, test.execution)
		}
		if got := terms.PayBy(test.due); got != test.payBy {
			t.Errorf("due %s is paid by %s, not %s", test.due, got, test.payBy)
		}
	}
}

func TestDiscount(t *testing.T) {
	terms := plain
	terms.Discount = 500
	offered := func(amount money.Cents, until day.Day) func(*Payable) {
		return func(p *Payable) { p.Discount = Offer{amount, until} }
	}
	for _, test := range []struct {
		name string
		one  Payable
		want string // taken, amount, yearly
	}{
		{"2 % for 28 days", bill(1, 10_000, due("2026-03-30"), offered(200, "2026-03-02")), "paid 98.00 26.60 %"},
		{"can wait a day", bill(1, 10_000, due("2026-03-30"), offered(200, "2026-03-03")), "left 26.60 %"},
		{"too little", bill(1, 100_000, due("2026-03-30"), offered(100, "2026-03-02")), "left 1.30 %"},
		{"too little but due", bill(1, 100_000, due("2026-03-02"), offered(100, "2026-03-02")), "paid 999.00 36.54 %"},
		{"past", bill(1, 10_000, offered(200, "2026-03-01")), "paid 100.00 0.00 %"},
		{"no day", bill(1, 10_000, offered(200, "")), "paid 100.00 0.00 %"},
		{"all of it", bill(1, 10_000, offered(10_000, "2026-03-09")), "paid 100.00 0.00 %"},
	} {
		r := Plan([]Payable{test.one}, terms, "2026-03-02")
		var got string
		if len(r.Payments) == 1 {
			s := r.Payments[0].Settles[0]
			got = fmt.Sprintf("paid %s %d.%02d %%", r.Payments[0].Amount, s.Offer.Yearly/100, s.Offer.Yearly%100)
			if s.Amount != test.one.Amount || r.Payments[0].Amount != s.Amount-s.Discount || r.Discount != s.Discount {
				t.Errorf("%s: settled %+v, run %v", test.name, s, r.Discount)
			}
		} else {
			got = fmt.Sprintf("left %d.%02d %%", r.Left[0].Offer.Yearly/100, r.Left[0].Offer.Yearly%100)
		}
		if got != test.want {
			t.Errorf("%s: %s, not %s", test.name, got, test.want)
		}
	}
	if got := PercentOffer(12_345, 200, "2026-03-02"); got.Amount != 247 {
		t.Errorf("2 %% of 123.45 is %v", got.Amount)
	}
}

// TestLate reckons by hand: days × rate / 365.
func TestLate(t *testing.T) {
	bill := Payable{Amount: 100_000, Received: "2025-05-01"} // by the law to be paid on 31 May
	for _, test := range []struct {
		name string
		one  Payable
		on   day.Day
		want Risk
	}{
		{"in time", bill, "2025-05-31", Risk{}},
		{"a day late", bill, "2025-06-01", Risk{1, 1, 31, 4000}},             // 100000 × 0.1115 / 365 = 30.5
		{"over two rates", bill, "2025-07-10", Risk{40, 1, 1195, 4000}},      // 30 × 11.15 % + 10 × 10.15 % = 916.44 + 278.08
		{"more than a year", bill, "2026-06-10", Risk{375, 1, 10_539, 4000}}, // 10,232.19 of the year, 306.54 of 10 days over 110,232
		{"issued, not received", Payable{Amount: 100_000, Issued: "2025-05-01"}, "2025-06-01", Risk{1, 1, 31, 4000}},
		{"no day", Payable{Amount: 100_000}, "2025-06-01", Risk{}},
		{"credit", Payable{Amount: -100_000, Received: "2025-05-01"}, "2025-07-01", Risk{}},
		{"before the first rate", Payable{Amount: 100_000, Received: "2024-05-01"}, "2024-06-01", Risk{1, 1, 31, 4000}},
	} {
		if got := law.Risk(test.one, test.on); got != test.want {
			t.Errorf("%s: %+v, not %+v", test.name, got, test.want)
		}
	}
	for on, want := range map[day.Day]bool{"2025-06-30": false, "2025-12-31": false, "2026-01-01": true} {
		if law.Old(on) != want {
			t.Errorf("%s: the rate is old: %v", on, !want)
		}
	}
}

func TestRiskOfARun(t *testing.T) {
	late := func(p *Payable) { p.Received = "2026-01-01" } // last day 31 January, 30 days late on 2 March
	r := Plan([]Payable{bill(1, 100_000, late), bill(2, 100_000, late), bill(3, 100_000, late, account("")), bill(4, 100)}, plain, "2026-03-02")
	if want := (Risk{30, 2, 2 * 834, 8000}); r.PaidLate != want {
		t.Errorf("paid late: %+v", r.PaidLate)
	}
	if want := (Risk{30, 1, 834, 4000}); r.LeftLate != want || r.LeftLate.Total() != 4834 {
		t.Errorf("left late: %+v", r.LeftLate)
	}
	if !r.OldRate {
		t.Error("the rate of 2025 passes for that of 2026")
	}
}

func TestTextNamesWhatItCan(t *testing.T) {
	var many []Payable
	for n := range 40 {
		many = append(many, bill(int64(n+1), 100, func(p *Payable) { p.Number = fmt.Sprintf("2026-%06d", n) }))
	}
	r := Plan(many, plain, "2026-03-02")
	if len(r.Payments) != 4 {
		t.Fatalf("%d payments: each names what it pays", len(r.Payments))
	}
	for _, p := range r.Payments {
		if len(p.Text) > 140 || strings.Count(p.Text, ",") != len(p.Settles)-1 {
			t.Error(p.Text)
		}
	}
	r = Plan(append(many, bill(99, -50)), plain, "2026-03-02")
	if len(r.Payments) != 1 || !strings.HasPrefix(r.Payments[0].Text, "credit F99, 2026-000000, ") || !strings.HasSuffix(r.Payments[0].Text, " + nog 31") || len(r.Payments[0].Text) > 140 {
		t.Errorf("%d payments, %s", len(r.Payments), r.Payments[0].Text)
	}
}

func TestOrderOfInputDoesNotMatter(t *testing.T) {
	list := []Payable{bill(3, 300), bill(1, 100), bill(2, -50), bill(4, 400, account(noord)), bill(4, 500, account(noord))}
	want := Plan(list, plain, "2026-03-02")
	slices.Reverse(list)
	if got := Plan(list, plain, "2026-03-02"); !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}
