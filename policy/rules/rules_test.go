// SPDX-License-Identifier: EUPL-1.2

package rules

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/fault"
	"rentmeester/ident"
	"rentmeester/money"
	"rentmeester/text"
)

var accounts = map[string]string{"schatkist": "1120", "bankkosten": "4440", "suspense": "1199"}

func read(t testing.TB, yaml string) []Rule {
	t.Helper()
	list, err := Parse([]byte(yaml))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func set(t testing.TB, yaml string) *Set {
	t.Helper()
	s, err := Compile(read(t, yaml), accounts)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// applies says whether a condition speaks of a line.
func applies(t *testing.T, when string, l Line, own ...string) bool {
	t.Helper()
	s, err := Compile([]Rule{{Name: "x", When: when, Book: []Portion{{Account: "1000"}}}}, nil)
	if err != nil {
		t.Fatalf("%s: %v %v", when, err, err.(*fault.Error).Args)
	}
	if l.Amount == 0 {
		l.Amount = 100
	}
	return len(s.WithOwn(own).Book(l)) == 1
}

func TestConditions(t *testing.T) {
	tax, err := ident.MakeTaxReference("036000012", ident.TaxPayroll, "01", 2026, "02")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		when string
		line Line
		want bool
	}{
		{`line.received`, Line{Amount: 5}, true},
		{`line.received`, Line{Amount: -5}, false},
		{`line.paid && line.amount < -1000`, Line{Amount: -1001}, true},
		{`line.code == "PMNT-RCDT-ESCT"`, Line{Code: "PMNT-RCDT-ESCT"}, true},
		{`line.code.startsWith("ACMT-") || line.bankCode in ["NCHG", "NMSC"]`, Line{BankCode: "NCHG"}, true},
		{`line.iban in own`, Line{IBAN: "NL02ABNA0123456789"}, true},
		{`line.iban in own`, Line{IBAN: "NL91ABNA0417164300"}, false},
		{`line.iban in own`, Line{}, false},
		{`line.gAccount`, Line{IBAN: "NL74RABO0991234567"}, ident.GAccount("NL74RABO0991234567")},
		{`line.day.month == 3 && line.day.year == 2026 && line.day.day == 5`, Line{Booked: "2026-03-05"}, true},
		{`line.day.year == 0`, Line{}, true},
		{`line.tax.tax == "loonheffingen" && line.tax.number == "036000012" && line.tax.year == 2026 && line.tax.month == 2`,
			Line{Reference: tax, Booked: "2026-03-30"}, true},
		{`line.tax.tax == "loonheffingen"`, Line{Text: "Loonheffing feb " + tax[:4] + " " + tax[4:8] + " " + tax[8:12] + " " + tax[12:] + " dank"}, true},
		{`line.tax.tax == ""`, Line{Text: "1234567890123456 " + tax + "9"}, true},
		{`line.mentions("schatkist")`, Line{Text: "Afroming SCHATKISTBANKIEREN"}, true},
		{`line.mentions("schatkist bankieren")`, Line{Text: "Afroming schatkist", Info: "bankieren"}, true},
		{`line.mentions("schatkist")`, Line{Text: "AANVULLING SCHAT KIST"}, true},
		{`line.mentions("financien")`, Line{Name: "Ministerie van Financiën"}, true},
		{`line.mentions("Financiën")`, Line{Name: "MINISTERIE VAN FINANCIEN"}, true},
		{`line.mentions("abp")`, Line{Text: "premie ABP mei"}, true},
		{`line.mentions("abp")`, Line{Text: "abpersoon"}, false},
		{`line.mentions("ing")`, Line{Text: "betaling"}, false},
		{`line.mentions("kosten")`, Line{Text: "bankkosten"}, false},
		{`line.mentions(["rente", "kosten"])`, Line{Info: "Kosten 1e kwartaal"}, true},
		{`line.mentions(["rente", "kosten"])`, Line{Info: "huur"}, false},
		{`line.mentions("")`, Line{Info: "huur"}, false},
		{`line.mentions(line.endToEnd)`, Line{Text: "x" + strings.Repeat("y", 500), EndToEnd: "!"}, false},
		{`line.amountAfter("kosten") == 1230`, Line{Text: "Bruto EUR 1.234,56 kosten: EUR 12,30"}, true},
		{`line.amountAfter("bruto") == 123456`, Line{Text: "Bruto € 1.234,56 kosten 12,30"}, true},
		{`line.amountAfter("fee") == 1234567`, Line{Text: "gross 99 fee 12,345.67"}, true},
		{`line.amountAfter("correctie") == -500`, Line{Text: "correctie -5,00"}, true},
		{`line.amountAfter("kosten") == 0`, Line{Text: "kosten week 12"}, true},
		{`line.amountAfter("kosten") == 0`, Line{Text: "kosten van de derde week 12,00"}, true},
		{`line.amountAfter("kosten") == 0`, Line{Text: "kosten 1.23.456,00"}, true},
		{`line.name.matches("^BNG( BANK)?$") && line.text != "" && line.mandate == "" && line.creditor == ""`, Line{Name: "BNG BANK", Text: "x"}, true},
		{`line.amount / 0 == 1`, Line{}, false}, // fails on the line: does not apply
	} {
		if got := applies(t, c.when, c.line, "nl02 abna 0123 4567 89"); got != c.want {
			t.Errorf("%s on %+v: %v", c.when, c.line, got)
		}
	}
}

func TestEveryFieldCanBeAsked(t *testing.T) {
	for _, f := range Fields() {
		zero := map[string]string{"int": "0", "string": `""`, "bool": "true", "list(string)": `["x"]`}[f.Type]
		applies(t, f.Name+" == "+zero, Line{})
	}
}

func TestWrongRulesAreRefusedClearly(t *testing.T) {
	rule := func(when, book string) string {
		return "- name: Proef\n  when: " + when + "\n  book: " + book
	}
	good := "[{account: schatkist}]"
	for name, c := range map[string]struct{ yaml, code, say string }{
		"slip in a field":     {rule("line.amout > 0", good), "rules.when", "amout"},
		"with its line":       {rule("line.amout > 0", good), "rules.when", "regel 2"},
		"with its column":     {rule("line.amout > 0", good), "rules.when", "positie 13"},
		"line of a block":     {rule("|\n    line.received &&\n    line.amout > 0", good), "rules.when", "regel 4"},
		"wrong type":          {rule("line.amount == \"5\"", good), "rules.when", "overload"},
		"no yes or no":        {rule("line.amount", good), "rules.when", "int ≠ bool"},
		"not closed":          {rule("'line.mentions(\"x\"'", good), "rules.when", "regel 2"},
		"a loop":              {rule("own.all(x, x != \"\")", good), "rules.when", "all"},
		"no condition":        {rule("''", good), "rules.when", "Proef"},
		"too long":            {rule("'"+strings.Repeat("line.received || ", 300)+"line.received'", good), "rules.when", "2000"},
		"too deep":            {rule("'"+strings.Repeat("!(", 200)+"line.received"+strings.Repeat(")", 200)+"'", good), "rules.when", "regel"},
		"too costly":          {rule("'(line.text + line.info + line.name).matches(line.text + line.info)'", good), "rules.when", "> 300000"},
		"bad pattern":         {rule("line.text.matches(\"(\")", good), "rules.when", "regel 2"},
		"books nothing":       {rule("line.received", "[]"), "rules.book", "Proef"},
		"unknown account":     {rule("line.received", "[{account: schatkits}]"), "rules.account", "schatkist"},
		"no account":          {rule("line.received", "[{share: 5 %}]"), "rules.account", "Proef"},
		"share on the last":   {rule("line.received", "[{account: schatkist, share: 50 %}]"), "rules.share", "laatste"},
		"no share before":     {rule("line.received", "[{account: schatkist},{account: bankkosten}]"), "rules.share", "laatste"},
		"too much":            {rule("line.received", "[{account: schatkist, share: 60 %},{account: bankkosten, share: 60 %},{account: suspense}]"), "rules.share", "100"},
		"share of nothing":    {rule("line.received", "[{account: schatkist, share: 0 %},{account: bankkosten}]"), "rules.share", "0 %"},
		"share of no kind":    {rule("line.received", "[{account: schatkist, share: 1e3%},{account: bankkosten}]"), "rules.share", "1e3"},
		"share no number":     {rule("line.received", "[{account: schatkist, share: line.received},{account: bankkosten}]"), "rules.when", "bool ≠ int"},
		"dimension":           {rule("line.received", "[{account: schatkist, dimensions: {taakveld: \"0.5;1\"}}]"), "rules.dimension", "taakveld"},
		"same name twice":     {rule("line.received", good) + "\n" + rule("line.paid", good), "rules.twice", "Proef"},
		"unknown key":         {rule("line.received", good) + "\n  sure: true", "rules.key", "regel 4"},
		"key twice":           {rule("line.received", good) + "\n  when: line.paid", "rules.key", "when"},
		"certain of a sort":   {rule("line.received", good) + "\n  certain: maybe", "rules.key", "certain"},
		"unknown in portion":  {rule("line.received", "[{account: schatkist, amount: 5}]"), "rules.key", "amount"},
		"not a rule":          {"- 5", "rules.key", "5"},
		"nothing":             {"", "rules.yaml", "–"},
		"no yaml":             {"- name: [", "rules.yaml", "line 1"},
		"name of nothing":     {"- name: ''\n  when: line.received\n  book: " + good, "rules.name", "regel"},
		"name with a control": {"- name: \"a\\u0007\"\n  when: line.received\n  book: " + good, "rules.name", "regel"},
	} {
		t.Run(name, func(t *testing.T) {
			list, err := Parse([]byte(c.yaml))
			if err == nil {
				_, err = Compile(list, accounts)
			}
			if !fault.Is(err, c.code) {
				t.Fatalf("want %s, got %v", c.code, err)
			}
			what, do := text.Fault(text.NL, err)
			if !strings.Contains(what+" "+do, c.say) {
				t.Errorf("%q %q does not mention %q", what, do, c.say)
			}
		})
	}
}

func TestParts(t *testing.T) {
	s := set(t, `
- name: Pinverwerking
  when: line.mentions("settlement")
  book:
    - {account: bankkosten, share: "-line.amountAfter('fee')", dimensions: {taakveld: 0.4, kostenplaats: 4010}}
    - {account: "1250"}
- name: Verdeling
  when: line.mentions("verdeling")
  book:
    - {account: "8001", share: '33,3333 %'}
    - {account: "8002", share: 33.3333%}
    - {account: "8003"}
- name: Te veel
  when: line.mentions("verdeling")
  book:
    - {account: "8001", share: line.amount * 2}
    - {account: "8003"}
`)
	for _, c := range []struct {
		line Line
		want []Part
	}{
		{Line{Amount: 98_770, Text: "Settlement 2026-03 gross 1.000,00 fee 12,30"},
			[]Part{{"4440", "kostenplaats=4010;taakveld=0.4", -1230}, {"1250", "", 100_000}}},
		{Line{Amount: 98_770, Text: "Settlement"}, []Part{{"1250", "", 98_770}}},
		{Line{Amount: 100, Text: "verdeling"}, []Part{{"8001", "", 33}, {"8002", "", 33}, {"8003", "", 34}}},
		{Line{Amount: -200, Text: "verdeling"}, []Part{{"8001", "", -67}, {"8002", "", -67}, {"8003", "", -66}}},
		{Line{Amount: 1, Text: "verdeling"}, []Part{{"8003", "", 1}}},
	} {
		got := s.Book(c.line)
		if len(got) != 1 || len(got[0].Parts) != len(c.want) {
			t.Errorf("%+v: %+v", c.line, got)
			continue
		}
		for i := range c.want {
			if got[0].Parts[i] != c.want[i] {
				t.Errorf("%s: part %d is %+v, want %+v", c.line.Text, i, got[0].Parts[i], c.want[i])
			}
		}
	}
	if got := s.Book(Line{Text: "verdeling"}); got != nil {
		t.Errorf("a line of nothing was booked: %+v", got)
	}
}

// Whatever the shares and the amount, the parts add up to the line.
func TestPartsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := Rule{Name: "x", When: "true"}
		left := int64(wholePercent)
		for range rapid.IntRange(0, 5).Draw(t, "portions") {
			share := rapid.Int64Range(1, max(1, left/2)).Draw(t, "share")
			left -= share
			r.Book = append(r.Book, Portion{Account: "1", Share: money.Cents(share/100).String() + "%"})
			if share/100 == 0 {
				r.Book[len(r.Book)-1].Share = "line.amount / 7"
			}
		}
		r.Book = append(r.Book, Portion{Account: "2"})
		s, err := Compile([]Rule{r}, nil)
		if err != nil {
			t.Fatal(err, err.(*fault.Error).Args)
		}
		amount := money.Cents(rapid.Int64Range(-int64(money.Max), int64(money.Max)).Draw(t, "amount"))
		for _, o := range s.Book(Line{Amount: amount}) {
			sum := money.Cents(0)
			for _, p := range o.Parts {
				sum += p.Amount
			}
			if sum != amount {
				t.Fatalf("%d is booked as %+v", amount, o.Parts)
			}
		}
	})
}

func TestFirstInTheListGoesFirst(t *testing.T) {
	old := read(t, "- {name: A, when: line.received, book: [{account: '1'}]}\n- {name: B, when: line.received, book: [{account: '2'}]}\n- {name: C, when: line.received, book: [{account: '3'}]}")
	later := read(t, "- {name: D, when: line.received, book: [{account: '4'}]}\n- {name: B, when: line.received, book: [{account: '5'}]}\n- {name: A, ends: true}")
	list, err := In(old, later)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Compile(list, nil)
	if err != nil {
		t.Fatal(err)
	}
	said := ""
	for _, o := range s.Book(Line{Amount: 1}) {
		said += o.Rule + o.Parts[0].Account
	}
	if said != "D4B5C3" || old[0].Name != "A" {
		t.Errorf("order %s", said)
	}
	for _, wrong := range []string{"- {name: Z, ends: true}", "- {name: A, ends: true}\n- {name: A, ends: true}"} {
		if _, err := In(old, read(t, wrong)); err == nil {
			t.Errorf("%s was taken", wrong)
		}
	}
}

func TestTextReadsBackTheSame(t *testing.T) {
	list := read(t, `
- name: 'ja: "nee" # 5'
  when: |
    line.received &&
      line.mentions("x")
  book:
    - {account: "0999", share: "12,5 %", dimensions: {taakveld: 0.10}}
    - {account: schatkist}
  certain: true
- {name: 12, ends: true}
`)
	again := read(t, Text(list...))
	if len(again) != 2 || again[0].When != list[0].When || again[0].Name != list[0].Name || !again[0].Certain || again[1].Name != "12" || !again[1].Ends ||
		again[0].Book[0].Account != "0999" || again[0].Book[0].Share != "12,5 %" || again[0].Book[0].Dimensions["taakveld"] != "0.10" {
		t.Errorf("%s\n%+v", Text(list...), again)
	}
}

func FuzzRules(f *testing.F) {
	f.Add("- name: a\n  when: line.mentions(\"x\") && line.amount > 5\n  book: [{account: '1', share: 5 %}, {account: '2'}]", "tekst 1,00")
	f.Add("name: a\nwhen: line.text.matches('a*b') || line.iban in own || line.amountAfter('k') > 2\nbook: [{account: a}]", "a kosten 12.000,00")
	f.Fuzz(func(t *testing.T, yaml, words string) {
		list, err := Parse([]byte(yaml))
		if err != nil {
			return
		}
		s, err := Compile(list, map[string]string{"a": "1"})
		if err != nil {
			return
		}
		for _, o := range s.Book(Line{Amount: 12_345, Name: words, Text: words, Info: words, Reference: words, Booked: "2026-01-01"}) {
			sum := money.Cents(0)
			for _, p := range o.Parts {
				sum += p.Amount
			}
			if sum != 12_345 {
				t.Errorf("%+v does not add up", o)
			}
		}
		if _, err := Parse([]byte(Text(list...))); err != nil {
			t.Errorf("does not read back: %v\n%s", err, Text(list...))
		}
	})
}

func BenchmarkBook(b *testing.B) {
	var y strings.Builder
	for i := range 30 {
		y.WriteString("- {name: r" + strings.Repeat("i", i+1) + ", when: 'line.paid && line.mentions(\"zeldzaamwoord\")', book: [{account: '1'}]}\n")
	}
	s := set(b, y.String())
	l := Line{Amount: -12_345, Name: "Gemeente Voorbeeld", Text: "Factuur 2026-0012345 van 12 maart, dank voor de tijdige betaling", Info: "Overboeking"}
	b.ReportAllocs()
	for b.Loop() {
		s.Book(l)
	}
}
