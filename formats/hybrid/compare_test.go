// SPDX-License-Identifier: EUPL-1.2

package hybrid

import (
	"reflect"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"rentmeester/day"
	"rentmeester/formats/einvoice"
	"rentmeester/formats/pdf"
	"rentmeester/formats/semantic"
	"rentmeester/invoice"
	"rentmeester/text"
)

// said is an invoice as its XML says it.
func said() semantic.Reading {
	amount := func(s string) *invoice.Amount {
		return &invoice.Amount{Value: decimal.MustParse(s), Currency: "EUR"}
	}
	inv := invoice.Invoice{Number: "F2026-0042", Issued: "2026-03-02", Seller: invoice.Party{VAT: "NL001234567B01"},
		Payments: []invoice.Means{{Account: "NL02ABNA0123456789"}},
		Totals:   invoice.Totals{Net: amount("1000.00"), VAT: amount("210.00"), Gross: amount("1210.00"), Payable: amount("1210.00"), Paid: amount("0")}}
	paths := map[string]string{"number": "/n", "issued": "/d", "totals.payable": "/p", "totals.net": "/b", "totals.vat": "/v", "seller.vat": "/s", "payments.0.account": "/a"}
	return semantic.Reading{Invoice: inv, Paths: paths}
}

const page = `Factuur F2026-0042
Voorbeeldstad, 2 maart 2026
Netto € 1.000,00  btw 21% € 210,00
Te betalen € 1.210,00
Btw NL001234567B01 Rekening NL02 ABNA 0123 4567 89`

func pages(texts ...string) []pdf.Page {
	var all []pdf.Page
	for _, text := range texts {
		page := pdf.Page{Text: text}
		for _, word := range strings.Fields(text) {
			page.Words = append(page.Words, pdf.Word{Text: word})
		}
		all = append(all, page)
	}
	return all
}

func TestCompare(t *testing.T) {
	tests := []struct {
		name, old, new string
		want           []string // rule and path
	}{
		{"the same", "", "", nil},
		{"another number", "F2026-0042", "F2026-0043", []string{"RM-PDF-NUMBER /n"}},
		{"a longer number", "F2026-0042", "F2026-00421", []string{"RM-PDF-NUMBER /n"}},
		{"another day", "2 maart", "3 maart", []string{"RM-PDF-DATE /d"}},
		{"another total, told once though it is gross and payable", "1.210,00", "1.211,00", []string{"RM-PDF-TOTAL /p"}},
		{"a larger total that ends alike", "1.210,00", "21.210,00", []string{"RM-PDF-TOTAL /p"}},
		{"another VAT amount", "€ 210,00", "€ 211,00", []string{"RM-PDF-TOTAL /v"}},
		{"no net amount", "1.000,00", "", []string{"RM-PDF-TOTAL /b"}},
		{"another VAT number", "B01", "B02", []string{"RM-PDF-VAT /s"}},
		{"another account", "NL02 ABNA 0123 4567 89", "NL91 ABNA 0417 1643 00", []string{"RM-PDF-IBAN /a"}},
		{"no account", "Rekening NL02 ABNA 0123 4567 89", "", []string{"RM-PDF-IBAN /a"}},
		{"nothing of it", page, "Geachte gemeente, hierbij onze factuur.",
			[]string{"RM-PDF-NUMBER /n", "RM-PDF-DATE /d", "RM-PDF-TOTAL /p", "RM-PDF-TOTAL /b", "RM-PDF-TOTAL /v", "RM-PDF-VAT /s", "RM-PDF-IBAN /a"}},
		{"a scan with a stamp", page, "scan 12", []string{"RM-PDF-SCAN /"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, f := range Compare(said(), pages(strings.Replace(page, test.old, test.new, 1))) {
				got = append(got, f.Rule+" "+f.Path)
				if f.Severity != einvoice.Policy {
					t.Errorf("%s is %s", f.Rule, f.Severity)
				}
				for _, lang := range []text.Lang{text.NL, text.EN} {
					if said := f.Message(lang); strings.HasPrefix(said, "hybrid.") || strings.Contains(said, "{") {
						t.Errorf("%s: %q", f.Rule, said)
					}
				}
			}
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// The account that the page shows instead is in the sentence: money may be on its way there.
func TestOtherAccountIsNamed(t *testing.T) {
	found := Compare(said(), pages(strings.Replace(page, "NL02 ABNA 0123 4567 89", "NL91 ABNA 0417 1643 00 BIC ABNANL2A", 1)))
	if len(found) != 1 || !strings.Contains(found[0].Message(text.NL), "NL91ABNA0417164300.") {
		t.Errorf("%+v", found)
	}
}

// What stands beside the page nobody sees.
func TestOutsideThePage(t *testing.T) {
	all := pages(page)
	all[0].Width, all[0].Height = 100, 100
	for i := range all[0].Words {
		all[0].Words[i].Box = pdf.Box{Left: 10, Top: 10, Right: 20, Bottom: 20}
		if strings.Contains(all[0].Words[i].Text, "1.210,00") {
			all[0].Words[i].Box = pdf.Box{Left: 10, Top: 101, Right: 20, Bottom: 111}
		}
	}
	if found := Compare(said(), all); len(found) != 1 || found[0].Path != "/p" {
		t.Errorf("%+v", found)
	}
}

func TestHasAmount(t *testing.T) {
	tests := []struct {
		amount, page string
		want         bool
	}{
		{"1234.56", "totaal 1.234,56", true},
		{"1234.56", "gesamt 1 234,56 €", true},
		{"1234.56", "total 1,234.56", true},
		{"1234.56", "chf 1'234.56", true},
		{"1234.56", "chf 1’234.56", true},
		{"1234.56", "1234,56", true},
		{"1234.56", "1 234 , 56", true},
		{"1234.5", "1.234,50", true},
		{"1234.5600", "1.234,56", true},
		{"1234567.89", "1.234.567,89", true},
		{"-1234.56", "1.234,56-", true},
		{"1234.56", "-1.234,56", true},
		{"1234.56", "11.234,56", false},
		{"1234.56", "1.234,567", false},
		{"1234.56", "1.234,65", false},
		{"234.56", "1.234,56", false},
		{"234.56", "1234,56", false},
		{"242", "242,00", true},
		{"242", "€ 242,-", true},
		{"242", "€242", true},
		{"242", "242 eur", true},
		{"242", "lindelaan 242", false},
		{"242", "242,50", false},
		{"0.05", "0,05", true},
		{"19.50", "0,05 19,50 1,00", true},
	}
	for _, test := range tests {
		if got := show(pages(test.page)).hasAmount(decimal.MustParse(test.amount)); got != test.want {
			t.Errorf("%s in %q: %v", test.amount, test.page, got)
		}
	}
}

func TestHasDay(t *testing.T) {
	tests := []struct {
		day  day.Day
		page string
		want bool
	}{
		{"2026-03-02", "2-3-2026", true},
		{"2026-03-02", "02-03-2026", true},
		{"2026-03-02", "02.03.26", true},
		{"2026-03-02", "02. 03. 2026", true},
		{"2026-03-02", "02/03/2026", true},
		{"2026-03-02", "03/02/2026", true},
		{"2026-03-02", "2026-03-02", true},
		{"2026-03-02", "20260302", true},
		{"2026-03-02", "2 maart 2026", true},
		{"2026-03-02", "2 mrt. 2026", true},
		{"2026-03-02", "2. März 2026", true},
		{"2026-03-02", "02-Mar-2026", true},
		{"2026-03-02", "2 MARS 2026", true},
		{"2026-03-02", "March 2nd, 2026", true},
		{"2026-03-02", "Mar 2 2026", true},
		{"2026-03-02", "2 maart '26", true},
		{"2026-03-02", "2nd of March 2026", true},
		{"2026-03-02", "12-3-2026", false},
		{"2026-03-02", "2-3-2025", false},
		{"2026-03-02", "2 april 2026", false},
		{"2026-03-02", "22 maart 2026", false},
		{"2026-02-01", "1er février 2026", true},
		{"2026-02-01", "1er fe\u0301vrier 2026", true},
		{"2026-08-15", "15 août 2026", true},
		{"2026-12-31", "31 décembre 2026", true},
		{"2026-12-31", "31. Dezember 2026", true},
		{"2026-05-01", "1 mei 2026", true},
		{"2026-05-01", "1. Mai 2026", true},
		{"2026-06-30", "30 juin 2026", true},
		{"2026-06-30", "30 juillet 2026", false},
		{"2026-10-10", "10/10/2026", true},
	}
	for _, test := range tests {
		if got := show(pages(test.page)).hasDay(test.day); got != test.want {
			t.Errorf("%s in %q: %v", test.day, test.page, got)
		}
	}
}

func TestHas(t *testing.T) {
	tests := []struct {
		value, page string
		want        bool
	}{
		{"RE-20201121/508", "Rechnung # RE-20201121/508 von", true},
		{"RE-20201121/508", "RE 20201121\n508", true},
		{"471102", "Rechnungsnummer471102 vom", true},
		{"471102", "14711021", false},
		{"NL02ABNA0123456789", "nl02 abna 0123 4567 89", true},
		{"NL02ABNA0123456789", "NL02 ABNA 0123 4567 98", false},
		{"ﬁ-7", "FI 7", true},
		{"7", "17 71", false},
		{"7", "nr. 7", true},
		{"---", "a --- b", true},
	}
	for _, test := range tests {
		if got := show(pages(test.page)).has(test.value); got != test.want {
			t.Errorf("%q in %q: %v", test.value, test.page, got)
		}
	}
}

// Whatever a page says, an amount and a day that are written on it in one of
// the known ways are found, and nothing breaks off.
func FuzzShown(f *testing.F) {
	f.Add("Totaal", int64(123456), 2026, 3, 2)
	f.Add("1.234,56 ' € \u0301", int64(-5), 1999, 12, 31)
	f.Fuzz(func(t *testing.T, around string, cents int64, year, month, date int) {
		amount, err := decimal.New(cents, 2)
		if err != nil {
			t.Skip("no amount in cents")
		}
		written := strings.Replace(printed(amount), ".", ",", 1)
		if s := show(pages(around, "\n; "+written+" ;\n", around)); !s.hasAmount(amount) || !s.has(written) {
			t.Errorf("%s is not found", written)
		}
		d := day.Day(strings.Join([]string{pad(year%3000, 4), pad((month%12+12)%12+1, 2), pad((date%28+28)%28+1, 2)}, "-"))
		if s := show(pages(around, "\n; "+string(d)+" ;\n")); !s.hasDay(d) {
			t.Errorf("%s is not found", d)
		}
		s := show(pages(around))
		s.accounts()
		s.has(around)
		s.empty()
	})
}

// pad writes a number in so many digits, without its sign.
func pad(n, digits int) string {
	said := strings.Repeat("0", digits) + decimal.MustNew(int64(max(n, -n)), 0).String()
	return said[len(said)-digits:]
}
