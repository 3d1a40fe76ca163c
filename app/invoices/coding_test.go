// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"fmt"
	"testing"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"rentmeester/coding"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/invoice"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/policy"
	"rentmeester/store/db"
)

func amount(c money.Cents) *invoice.Amount {
	return &invoice.Amount{Value: decimal.MustParse(c.String()), Currency: "EUR"}
}

func rate(s string) *decimal.Decimal {
	d := decimal.MustParse(s)
	return &d
}

// drawn makes an invoice of any lines under any kinds of VAT, at times with totals
// that do not agree.
func drawn(t *rapid.T) *invoice.Invoice {
	cents := rapid.Int64Range(-1_000_00, 1_000_000)
	inv := &invoice.Invoice{Kind: rapid.SampledFrom([]invoice.Kind{invoice.Bill, invoice.CreditNote}).Draw(t, "kind"), Number: "F1", Currency: "EUR",
		Seller: invoice.Party{VAT: rapid.SampledFrom([]string{"NL001234567B01", "DE123456789", "GB123456789"}).Draw(t, "whose VAT")}}
	type group struct{ category, rate string }
	bases := map[group]money.Cents{}
	var order []group
	net := money.Cents(0)
	for n := range rapid.IntRange(1, 6).Draw(t, "lines") {
		g := rapid.SampledFrom([]group{{"S", "21"}, {"S", "9"}, {"AE", "0"}, {"K", "0"}, {"E", "0"}, {"S", "13.5"}}).Draw(t, "VAT")
		one := money.Cents(cents.Draw(t, "net"))
		if _, has := bases[g]; !has {
			order = append(order, g)
		}
		bases[g] += one
		net += one
		inv.Lines = append(inv.Lines, invoice.Line{Number: fmt.Sprint(n + 1), Name: fmt.Sprint("regel ", n), Net: amount(one), Category: g.category, Rate: rate(g.rate)})
	}
	vat := money.Cents(0)
	for _, g := range order {
		tax := money.Cents(0)
		if g.category == "S" {
			tax = money.Cents(rapid.Int64Range(-100_000, 100_000).Draw(t, "tax"))
		}
		vat += tax
		inv.Tax = append(inv.Tax, invoice.Tax{Base: amount(bases[g]), Amount: amount(tax), Category: g.category, Rate: rate(g.rate)})
	}
	off := money.Cents(rapid.SampledFrom([]int64{0, 0, 1, -250}).Draw(t, "off"))
	inv.Totals = invoice.Totals{Net: amount(net), VAT: amount(vat), Gross: amount(net + vat), Payable: amount(net + vat + off)}
	return inv
}

// However an invoice is coded, what passes is booked in balance, every cent of VAT
// that is charged falls to a part, we owe what is to be paid, and a credit note is
// the mirror of the invoice.
func TestWhatIsCodedIsBookedInBalance(t *testing.T) {
	p, err := policy.Parse(policy.Default)
	if err != nil {
		t.Fatal(err)
	}
	s := p.On("2026-03-02")
	a := against{terms: s.Coding, accounts: coding.Accounts{Payables: s.Accounts.Payables, Difference: s.Accounts.Difference, Prepaid: s.Accounts.OnAccount}}
	rapid.Check(t, func(t *rapid.T) {
		inv := drawn(t)
		subject, err := coding.SubjectOf(inv, "1")
		if err != nil {
			t.Fatal(err)
		}
		c := toCode{against: a, subject: subject, lines: make([]codedLine, len(subject.Lines))}
		for i := range c.lines {
			var parts []coding.Part
			for range rapid.IntRange(1, 3).Draw(t, "parts") {
				parts = append(parts, coding.Part{Weight: rapid.Int64Range(1, 100).Draw(t, "weight"), Coding: coding.Coding{
					Account:  rapid.SampledFrom([]string{"4300", "4301"}).Draw(t, "account"),
					Taakveld: rapid.SampledFrom([]string{"0.3", "0.4", "5.7", "8.2"}).Draw(t, "taakveld"), Categorie: "3.8",
					VAT: coding.Treatment(rapid.SampledFrom([]string{"", "compensable", "deductible", "cost", "mixed"}).Draw(t, "treatment"))}})
			}
			if err := c.say(Coded{Line: i + 1, Parts: parts}); err != nil {
				t.Fatal(err)
			}
		}
		row := db.Invoice{Number: "F1"}
		posting, err := a.post(row, inv, c.parts())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ledger.NewJournalEntry("2026-03-02", "invoice", "F1", posting.Lines...); err != nil {
			t.Fatal(err)
		}
		charged := money.Cents(0)
		for _, one := range posting.Portions {
			charged += one.VAT
		}
		if stated, _ := inv.Totals.VAT.Cents(); charged != stated {
			t.Fatalf("%s VAT fell to the parts, %s is charged", charged, stated)
		}
		owed, _ := inv.Totals.Payable.Cents()
		if inv.Kind == invoice.CreditNote {
			owed = -owed
		}
		if last := posting.Lines[len(posting.Lines)-1]; last.Role != "payables" || last.Amount != -owed {
			t.Fatalf("creditors: %+v, owed %s", last, owed)
		}
		mirrored := *inv
		if mirrored.Kind = invoice.CreditNote; inv.Kind == invoice.CreditNote {
			mirrored.Kind = invoice.Bill
		}
		other, err := a.post(row, &mirrored, c.parts())
		if err != nil || len(other.Lines) != len(posting.Lines) {
			t.Fatalf("mirrored: %+v (%v)", other.Lines, err)
		}
		for i, l := range other.Lines {
			if l.Amount != -posting.Lines[i].Amount || l.Account != posting.Lines[i].Account {
				t.Fatalf("%+v is not the mirror of %+v", l, posting.Lines[i])
			}
		}
	})
}

func TestSpentOn(t *testing.T) {
	tests := []struct {
		name       string
		delivered  day.Day
		until      day.Day
		issued     day.Day
		want       day.Day
		noDelivery bool
	}{
		{"nothing said", "", "", "2026-03-02", "2026-03-02", true},
		{"delivered last year", "2025-12-30", "", "2026-01-05", "2025-12-30", false},
		{"a period until last year", "", "2025-12-31", "2026-01-05", "2025-12-31", false},
		{"delivered in a year that cannot be", "1998-01-01", "", "2026-01-05", "2026-01-05", false},
		{"to be delivered next year", "2027-01-01", "", "2026-12-05", "2026-12-05", false},
	}
	for _, test := range tests {
		inv := &invoice.Invoice{}
		if !test.noDelivery {
			inv.Delivery, inv.Period = &invoice.Delivery{Day: test.delivered}, &invoice.Period{To: test.until}
		}
		if got := spentOn(inv, test.issued); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func TestChartOfADay(t *testing.T) {
	l := codeLists{chart: ledger.Chart{Accounts: []ledger.Account{
		{Code: "4300", Taakveld: "5.6", To: "2025-12-31"}, {Code: "4300", Taakveld: "5.7", From: "2026-01-01"}, {Code: "4301", Taakveld: "0.4", To: "2020-12-31"}}}}
	for on, want := range map[day.Day]string{"2025-06-01": "5.6", "2026-06-01": "5.7"} {
		chart := l.chartOn(on)
		if a, _ := chart.Account("4300"); a.Taakveld != want {
			t.Errorf("%s: %+v", on, a)
		}
		if found := chart.Check(coding.Coding{Account: "4301"}, on); len(found) != 1 || found[0].Code != "coding.check.closed-account" {
			t.Errorf("%s: an account that ended: %+v", on, found)
		}
	}
}

func TestCodesThatWouldBeReadAsSomethingElse(t *testing.T) {
	for _, bad := range []string{"41;taakveld=0.4", "41=1", "41\n2"} {
		if err := clean(&coding.Coding{Account: "4300", CostCentre: bad}); !fault.Is(err, "invoices.coding-sign") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	c := coding.Coding{Account: " 4300 "}
	if err := clean(&c); err != nil || c.Account != "4300" {
		t.Errorf("%+v %v", c, err)
	}
}
