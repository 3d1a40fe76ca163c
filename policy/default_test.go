// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"testing"

	"rentmeester/ident"
	"rentmeester/policy/rules"
)

// What the default rules say of lines as banks write them; certain ones have a *.
func TestDefaultRules(t *testing.T) {
	p, err := Check(Default)
	if err != nil {
		t.Fatal(err)
	}
	set, err := p.Rules("2026-05-05")
	if err != nil {
		t.Fatal(err)
	}
	const own, other = "NL02ABNA0123456789", "NL91ABNA0417164300"
	set = set.WithOwn([]string{own, other})
	payroll, err := ident.MakeTaxReference("036000012", ident.TaxPayroll, "01", 2026, "04")
	if err != nil {
		t.Fatal(err)
	}
	vat, err := ident.MakeTaxReference("036000012", ident.TaxVAT, "01", 2026, "21")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		line rules.Line
		want string // of the first rule: parts
	}{
		{rules.Line{Amount: -100, Account: own, IBAN: other, Text: "Overboeking"}, "*1190 -1.00"},
		{rules.Line{Amount: -100, Account: own, IBAN: own, Text: "batch van onszelf"}, ""},
		{rules.Line{Amount: -100, Code: "ACMT-MDOP-CHRG"}, "*4440 -1.00"},
		{rules.Line{Amount: -100, BankCode: "NCHG", Text: "Kosten Zakelijk Betalingsverkeer"}, "*4440 -1.00"},
		{rules.Line{Amount: -100, IBAN: "NL20INGB0001234567", Code: "ACMT-MDOP-CHRG"}, ""},
		{rules.Line{Amount: -100, Text: "Kosten betalingsverkeer 2e kwartaal"}, "4440 -1.00"},
		{rules.Line{Amount: 100, Code: "ACMT-MCOP-INTR", Text: "Creditrente"}, "*8440 1.00"},
		{rules.Line{Amount: -100, BankCode: "NINT"}, "*4450 -1.00"},
		{rules.Line{Amount: 100, IBAN: "NL20INGB0001234567", Text: "Rente schatkistbankieren 1e kwartaal"}, "8440 1.00"},
		{rules.Line{Amount: -100, Code: "CAMT-ACCB-SWEP", Name: "Ministerie van Financiën"}, "*1120 -1.00"},
		{rules.Line{Amount: 100, BankCode: "NSWP", Text: "SCHATKISTBANKIEREN AANVULLING"}, "*1120 1.00"},
		{rules.Line{Amount: 100, Text: "Afroming schatkist-\nbankieren"}, "1120 1.00"},
		{rules.Line{Amount: 100, Code: "CAMT-ACCB-SWEP", Text: "Zero balancing"}, ""},
		{rules.Line{Amount: 100, Name: "Ministerie van BZK", Text: "Algemene uitkering Gemeentefonds mei"}, "8010 1.00"},
		{rules.Line{Amount: 100, Name: "J. Jansen", Text: "grapje gemeentefonds"}, ""},
		{rules.Line{Amount: 100, Name: "Belastingdienst", Text: "BTW-compensatiefonds 2025"}, "1420 1.00"},
		{rules.Line{Amount: 100, Name: "Ministerie van SZW", Text: "Gebundelde uitkering Participatiewet BUIG"}, "8020 1.00"},
		{rules.Line{Amount: 100, Name: "Rijksdienst voor Ondernemend NL", Text: "SPUK sport 2026"}, "8020 1.00"},
		{rules.Line{Amount: -100, Name: "Belastingdienst", Reference: payroll}, "1720 -1.00"},
		{rules.Line{Amount: -100, Name: "BELASTINGDIENST", Text: "betaling " + payroll}, "1720 -1.00"},
		{rules.Line{Amount: -100, Name: "Belastingdienst", Reference: vat}, "1725 -1.00"},
		{rules.Line{Amount: -100, Name: "Belastingdienst", Reference: "5000056789012345"}, "1740 -1.00"},
		{rules.Line{Amount: -100, Name: "A. de Vries", Reference: payroll}, ""},
		{rules.Line{Amount: -100, Code: "PMNT-ICDT-SALA"}, "1710 -1.00"},
		{rules.Line{Amount: -100, Text: "Salarissen mei totaal"}, "1710 -1.00"},
		{rules.Line{Amount: -100, Name: "Stichting Pensioenfonds ABP"}, "1730 -1.00"},
		{rules.Line{Amount: -100, Name: "Abpersoon Bouw", Text: "factuur"}, ""},
		{rules.Line{Amount: -10_000, Name: "BNG Bank", Text: "Lening 40.1 rente 12,34 en aflossing 87,66"}, "4450 -12.34 0710 -87.66"},
		{rules.Line{Amount: -10_000, Name: "BNG Bank", Text: "Lening 40.101234 rente en aflossing"}, "0710 -100.00"},
		{rules.Line{Amount: 9_880, Name: "CCV Group", Text: "PIN 20260501 TRX 12 BRUTO 100,00 KOSTEN 1,20"}, "4440 -1.20 1250 100.00"},
		{rules.Line{Amount: 9_880, Name: "Stichting Mollie Payments", Text: "Settlement 2026-05"}, "1250 98.80"},
		{rules.Line{Amount: -100, Name: "Pinverwerking B.V.", Text: "Kosten betaalautomaten en pintransacties"}, "4440 -1.00"},
		{rules.Line{Amount: 100, Name: "Gerechtsdeurwaarders X", Text: "Afdracht dossier 12"}, "1350 1.00"},
		{rules.Line{Amount: -100, Text: "Uitkeringen Participatiewet mei"}, "1750 -1.00"},
		{rules.Line{Amount: -100, IBAN: "NL62RABO0991234567", Name: "Bouw B.V."}, "1600 -1.00"},
		{rules.Line{Amount: 4_250, Name: "P. de Vries", Text: "Aanslag 5000056789012345 hondenbelasting"}, ""},
	} {
		got := ""
		if list := set.Book(c.line); len(list) > 0 {
			if list[0].Certain {
				got = "*"
			}
			for i, p := range list[0].Parts {
				if i > 0 {
					got += " "
				}
				got += p.Account + " " + p.Amount.String()
			}
		}
		if got != c.want {
			t.Errorf("%+v\n books %q, want %q", c.line, got, c.want)
		}
	}
}
