// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/fault"
	"rentmeester/ledger"
	"rentmeester/money"
)

var terms = Terms{
	Default:  Compensable,
	Taakveld: map[string]Treatment{"8.2": Deductible, "5.2": Cost, "0.4": Mixed, "6.7*": Cost},
	Centres:  map[string]Treatment{"4099": Deductible},
	Accounts: map[string]Treatment{"4399": Cost},
	Ratios:   map[string]Ratio{"": {Compensable: 900_000, Deductible: 40_000}, "hal": {Deductible: 333_333}},
	Reverse:  210_000, OnAccount: VATAccounts{Compensable: "1420", Deductible: "1430", Due: "1725"},
}

var accounts = Accounts{Payables: "1600", Difference: "8990", Prepaid: "1310"}

func coded(category, rate string, parts ...any) Coded {
	c := Coded{Line: Line{Category: category, Rate: rate}}
	for i := 0; i < len(parts); i += 2 {
		amount := money.Cents(parts[i+1].(int))
		c.Net += amount
		c.Parts = append(c.Parts, Part{Coding: parts[i].(Coding), Amount: amount})
	}
	return c
}

func at(account, taakveld string) Coding { return Coding{Account: account, Taakveld: taakveld} }

// bill adds up what it is given.
func bill(lines []Coded, taxes ...Tax) Bill {
	b := Bill{Number: "F1", Lines: lines, Taxes: taxes}
	for _, l := range lines {
		b.Net += l.Net
	}
	for _, t := range taxes {
		b.VAT += t.Amount
	}
	b.Gross = b.Net + b.VAT
	return b
}

func TestPost(t *testing.T) {
	high := func(base, vat int) Tax {
		return Tax{Category: "S", Rate: "21", Base: money.Cents(base), Amount: money.Cents(vat)}
	}
	with := func(b Bill, change func(*Bill)) Bill { change(&b); return b }
	government := bill([]Coded{coded("S", "21", at("4300", "2.1"), 100_00)}, high(100_00, 21_00))
	reverse := Bill{Net: 100_00, Gross: 100_00, Lines: []Coded{coded("AE", "0", at("4300", "2.1"), 100_00)},
		Taxes: []Tax{{Category: "AE", Rate: "0", Base: 100_00}}}
	for _, test := range []struct {
		name string
		bill Bill
		want string // account amount …, differences
	}{
		{"government: from the fund", government, "4300 100.00 1420 21.00 1600 -121.00"},
		{"business: deducted", bill([]Coded{coded("S", "21", at("4300", "8.2"), 100_00)}, high(100_00, 21_00)),
			"4300 100.00 1430 21.00 1600 -121.00"},
		{"exempt business: a cost", bill([]Coded{coded("S", "21", at("4300", "5.2"), 100_00)}, high(100_00, 21_00)),
			"4300 121.00 1600 -121.00"},
		{"mixed", bill([]Coded{coded("S", "21", at("4300", "0.4"), 100_00)}, high(100_00, 21_00)),
			"4300 101.26 1420 18.90 1430 0.84 1600 -121.00"},
		{"a ratio of its own", bill([]Coded{coded("S", "21", Coding{Account: "4300", VAT: "mixed:hal"}, 100_00)}, high(100_00, 21_00)),
			"4300 114.00 1430 7.00 1600 -121.00"},
		{"two tasks on one line: each cent of VAT goes with its part",
			bill([]Coded{coded("S", "21", at("4300", "2.1"), 33_33, at("4301", "8.2"), 66_67)}, high(100_00, 21_00)),
			"4300 33.33 4301 66.67 1420 7.00 1430 14.00 1600 -121.00"},
		{"credit note", with(government, func(b *Bill) { b.Credit = true }), "4300 -100.00 1420 -21.00 1600 121.00"},
		{"exempt supply", bill([]Coded{coded("E", "0", at("4300", "2.1"), 100_00)}, Tax{Category: "E", Rate: "0", Base: 100_00}),
			"4300 100.00 1600 -100.00"},
		{"reverse charge, government: owed and back from the fund", reverse, "4300 100.00 1420 21.00 1725 -21.00 1600 -100.00"},
		{"reverse charge, exempt: owed and a cost", with(reverse, func(b *Bill) {
			b.Lines = []Coded{coded("AE", "0", at("4300", "5.2"), 100_00)}
		}), "4300 121.00 1725 -21.00 1600 -100.00"},
		{"reverse charge at the low rate", with(reverse, func(b *Bill) {
			b.Taxes = []Tax{{Category: "AE", Rate: "0", Base: 100_00, Own: 90_000}}
		}), "4300 100.00 1420 9.00 1725 -9.00 1600 -100.00"},
		{"from another member state, deducted", Bill{Net: 10_01, Gross: 10_01, From: Union,
			Lines: []Coded{coded("K", "0", at("4300", "8.2"), 10_01)}, Taxes: []Tax{{Category: "K", Base: 10_01}}},
			"4300 10.01 1430 2.10 1725 -2.10 1600 -10.01"},
		{"reverse charge with VAT on it: that is nobody's to give back", with(reverse, func(b *Bill) {
			b.Taxes = []Tax{{Category: "AE", Rate: "0", Base: 100_00, Amount: 21_00}}
			b.VAT, b.Gross = 21_00, 121_00
		}), "4300 121.00 1420 21.00 1725 -21.00 1600 -121.00 reverse-charged 21.00"},
		{"VAT of a member state: from the fund", with(government, func(b *Bill) { b.From = Union }), "4300 100.00 1420 21.00 1600 -121.00"},
		{"VAT of a member state: not in our return", with(bill([]Coded{coded("S", "21", at("4300", "8.2"), 100_00)}, high(100_00, 21_00)),
			func(b *Bill) { b.From = Union }), "4300 121.00 1600 -121.00 foreign 21.00"},
		{"VAT from outside: a cost", with(government, func(b *Bill) { b.From = Outside }), "4300 121.00 1600 -121.00 foreign 21.00"},
		{"the lines do not add up: shown", with(government, func(b *Bill) { b.Net, b.Gross = 100_10, 121_10 }),
			"4300 100.00 1420 21.00 8990 0.10 1600 -121.10 lines 0.10"},
		{"the VAT does not add up: shown", with(government, func(b *Bill) { b.VAT, b.Gross = 20_99, 120_99 }),
			"4300 100.00 1420 21.00 8990 -0.01 1600 -120.99 vat -0.01"},
		{"the total does not add up: shown", with(government, func(b *Bill) { b.Gross = 122_00 }),
			"4300 100.00 1420 21.00 8990 1.00 1600 -122.00 gross 1.00"},
		{"the same on a credit note", with(government, func(b *Bill) { b.Credit, b.Gross = true, 122_00 }),
			"4300 -100.00 1420 -21.00 8990 -1.00 1600 122.00 gross -1.00"},
		{"rounded by the supplier", with(government, func(b *Bill) { b.Rounding = -2 }),
			"4300 100.00 1420 21.00 8990 -0.02 1600 -120.98 rounding -0.02"},
		{"what is to be paid is not what the amounts make: shown", with(government, func(b *Bill) {
			payable := money.Cents(120_00)
			b.Payable = &payable
		}), "4300 100.00 1420 21.00 8990 -1.00 1600 -120.00 payable -1.00"},
		{"partly paid before", with(government, func(b *Bill) { b.Paid = 50_00 }), "4300 100.00 1420 21.00 1310 -50.00 1600 -71.00"},
		{"VAT worked out otherwise than we would: booked as written, shown",
			bill([]Coded{coded("S", "21", at("4300", "2.1"), 100_00)}, high(100_00, 21_50)),
			"4300 100.00 1420 21.50 1600 -121.50 rate 0.50"},
		{"a tax that no line falls under", bill([]Coded{coded("Z", "0", at("4300", "2.1"), 100_00)}, high(100_00, 21_00), Tax{Category: "Z", Rate: "0", Base: 100_00}),
			"4300 100.00 1420 21.00 1600 -121.00 no-line 21.00"},
		{"a scan: only totals are known", Bill{Net: 100_00, VAT: 21_00, Gross: 121_00,
			Lines: []Coded{coded("", "", at("4300", "2.1"), 100_00)}, Taxes: []Tax{{Base: 100_00, Amount: 21_00}}},
			"4300 100.00 1420 21.00 1600 -121.00"},
		{"a discount on the document", bill([]Coded{coded("S", "21", at("4300", "2.1"), 150_00), coded("S", "21", at("4300", "2.1"), -50_00)}, high(100_00, 21_00)),
			"4300 100.00 1420 21.00 1600 -121.00"},
	} {
		p, err := Post(test.bill, terms, accounts)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if got := tell(p); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
		if _, err := p.Entry("2026-05-05", "invoice", "F1"); err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func tell(p Posting) string {
	var words []string
	for _, l := range p.Lines {
		words = append(words, l.Account, l.Amount.String())
	}
	for _, d := range p.Differences {
		words = append(words, strings.TrimPrefix(d.Code, "coding.difference."), d.Amount.String())
	}
	return strings.Join(words, " ")
}

func TestPostRefuses(t *testing.T) {
	good := bill([]Coded{coded("S", "21", at("4300", "2.1"), 100_00)}, Tax{Category: "S", Rate: "21", Base: 100_00, Amount: 21_00})
	for code, change := range map[string]func(*Bill, *Terms, *Accounts){
		"coding.currency":        func(b *Bill, _ *Terms, _ *Accounts) { b.Currency = "USD" },
		"coding.no-lines":        func(b *Bill, _ *Terms, _ *Accounts) { b.Lines = nil },
		"coding.parts":           func(b *Bill, _ *Terms, _ *Accounts) { b.Lines[0].Net++ },
		"coding.no-account":      func(b *Bill, _ *Terms, _ *Accounts) { b.Lines[0].Parts[0].Coding.Account = "" },
		"coding.treatment":       func(b *Bill, _ *Terms, _ *Accounts) { b.Lines[0].Parts[0].Coding.VAT = "mixed:zwembad" },
		"coding.vat-account":     func(_ *Bill, t *Terms, _ *Accounts) { t.OnAccount = VATAccounts{} },
		"coding.posting-account": func(_ *Bill, _ *Terms, a *Accounts) { a.Payables = "" },
	} {
		b, with, to := good, terms, accounts
		b.Lines = []Coded{good.Lines[0]}
		b.Lines[0].Parts = slices.Clone(good.Lines[0].Parts)
		change(&b, &with, &to)
		if _, err := Post(b, with, to); !fault.Is(err, code) {
			t.Errorf("%s: %v", code, err)
		}
	}
}

// Whatever the invoice, its entry balances; what is owed is what the supplier
// wrote; every cent of VAT became one of the three; and a credit note is the
// mirror of its invoice.
func TestPostProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawBill(t)
		p, err := Post(b, terms, accounts)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Entry("2026-05-05", "invoice", "F1"); err != nil {
			t.Fatal(err)
		}
		if owed := p.Lines[len(p.Lines)-1]; owed.Role != "payables" || owed.Amount != -b.owed() {
			t.Fatalf("owed %+v", owed)
		}
		var kept, charged, due money.Cents
		for _, v := range p.VAT {
			kept += v.Compensable + v.Deductible + v.Cost
			due += v.Due
		}
		for _, tax := range b.Taxes {
			charged += tax.Amount
		}
		if kept != charged+due {
			t.Fatalf("VAT %s and own %s became %s", charged, due, kept)
		}
		b.Credit = true
		mirror, err := Post(b, terms, accounts)
		if err != nil {
			t.Fatal(err)
		}
		for i, l := range mirror.Lines {
			if l.Amount != -p.Lines[i].Amount || l.Account != p.Lines[i].Account {
				t.Fatalf("%v is not the mirror of %v", mirror.Lines, p.Lines)
			}
		}
	})
}

func drawBill(t *rapid.T) Bill {
	categories := []Tax{{Category: "S", Rate: "21"}, {Category: "S", Rate: "9.0"}, {Category: "AE", Rate: "0"}, {Category: "E", Rate: "0"}, {Category: "K"}}
	cents := func(low, high int64, name string) money.Cents {
		return money.Cents(rapid.Int64Range(low, high).Draw(t, name))
	}
	var lines []Coded
	bases := map[int]money.Cents{}
	for range rapid.IntRange(1, 8).Draw(t, "lines") {
		at := rapid.IntRange(0, len(categories)-1).Draw(t, "category")
		c := Coded{Line: Line{Category: categories[at].Category, Rate: categories[at].Rate}}
		for range rapid.IntRange(1, 4).Draw(t, "parts") {
			amount := cents(-5000, 1_000_000, "amount")
			c.Net += amount
			c.Parts = append(c.Parts, Part{Amount: amount, Coding: Coding{
				Account:  rapid.SampledFrom([]string{"4300", "4301", "4399"}).Draw(t, "account"),
				Taakveld: rapid.SampledFrom([]string{"2.1", "8.2", "5.2", "0.4", "6.71a"}).Draw(t, "taakveld"),
				VAT:      Treatment(rapid.SampledFrom([]string{"", "", "mixed:hal"}).Draw(t, "vat"))}})
		}
		bases[at] += c.Net
		lines = append(lines, c)
	}
	var taxes []Tax
	for at, tax := range categories {
		if base, used := bases[at]; used {
			rate, _ := parseRate(tax.Rate)
			tax.Base, tax.Amount = base, taxOf(base, rate)+cents(-2, 2, "off")
			taxes = append(taxes, tax)
		}
	}
	b := bill(lines, taxes...)
	b.From = rapid.SampledFrom([]Origin{Dutch, Union, Outside}).Draw(t, "from")
	b.Gross += cents(-3, 3, "gross")
	b.Net += cents(-3, 3, "net")
	b.Rounding = cents(-3, 3, "rounding")
	b.Paid = cents(0, 3, "paid")
	if rapid.Bool().Draw(t, "stated") {
		payable := b.owed() + cents(-3, 3, "payable")
		b.Payable = &payable
	}
	return b
}

// A hundred lines of a cent of mixed VAT come to the ratio over all of them.
func TestMixedRatioHoldsOverAllLinesTogether(t *testing.T) {
	var lines []Coded
	for range 100 {
		lines = append(lines, coded("S", "21", at("4300", "0.4"), 5))
	}
	p, err := Post(bill(lines, Tax{Category: "S", Rate: "21", Base: 500, Amount: 100}), terms, accounts)
	if err != nil {
		t.Fatal(err)
	}
	if v := p.VAT[0]; v.Compensable != 90 || v.Deductible != 4 || v.Cost != 6 {
		t.Errorf("%+v", v)
	}
}

func TestTreat(t *testing.T) {
	for _, test := range []struct {
		coding Coding
		want   Treatment
		why    string
	}{
		{Coding{Taakveld: "2.1"}, Compensable, "coding.vat.by-default"},
		{Coding{Taakveld: "8.2"}, Deductible, "coding.vat.by-taakveld"},
		{Coding{Taakveld: "8.20"}, Compensable, "coding.vat.by-default"},
		{Coding{Taakveld: "6.71a"}, Cost, "coding.vat.by-taakveld"},
		{Coding{Taakveld: "5.2", CostCentre: "4099"}, Deductible, "coding.vat.by-cost-centre"},
		{Coding{Taakveld: "5.2", CostCentre: "4099", Account: "4399"}, Cost, "coding.vat.by-account"},
		{Coding{Account: "4399", VAT: Compensable}, Compensable, "coding.vat.by-coding"},
	} {
		if got, why := terms.Treat(test.coding); got != test.want || why.Code != test.why {
			t.Errorf("%+v: %s by %s", test.coding, got, why.Code)
		}
	}
}

func TestDimensions(t *testing.T) {
	c := Coding{Account: "4300", CostCentre: "4010", Taakveld: "0.4", Categorie: "3.8", Other: "krediet=7;subsidie=2"}
	if got := c.Dimensions(); got != "categorie=3.8;kostenplaats=4010;krediet=7;subsidie=2;taakveld=0.4" {
		t.Error(got)
	}
}

func ExamplePost() {
	part := Part{Coding: Coding{Account: "4300", CostCentre: "4010", Taakveld: "0.4"}, Amount: 100_00}
	p, _ := Post(Bill{
		Lines: []Coded{{Line: Line{Category: "S", Rate: "21", Net: 100_00}, Parts: []Part{part}}},
		Taxes: []Tax{{Category: "S", Rate: "21", Base: 100_00, Amount: 21_00}},
		Net:   100_00, VAT: 21_00, Gross: 121_00,
	}, Terms{Default: Mixed, Ratios: map[string]Ratio{"": {Compensable: 900_000}}, OnAccount: VATAccounts{Compensable: "1420"}},
		Accounts{Payables: "1600"})
	for _, l := range p.Lines {
		fmt.Printf("%s %8s %s\n", l.Account, l.Amount, l.Dimensions)
	}
	var _ []ledger.Line = p.Lines
	// Output:
	// 4300   102.10 kostenplaats=4010;taakveld=0.4
	// 1420    18.90 btw=compensable
	// 1600  -121.00
}
