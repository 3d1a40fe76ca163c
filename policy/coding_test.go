// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"slices"
	"strings"
	"testing"

	"rentmeester/coding"
	"rentmeester/fault"
	"rentmeester/text"
)

func TestTermsOfTheDefaultPolicy(t *testing.T) {
	p, err := Check(Default)
	if err != nil {
		t.Fatal(err)
	}
	terms := p.On("2026-05-05").Coding
	for taakveld, want := range map[string]coding.Treatment{
		"2.1": coding.Compensable, "8.2": coding.Deductible, "0.4": coding.Mixed, "6.60": coding.Cost, "": coding.Compensable,
	} {
		if got, _ := terms.Treat(coding.Coding{Account: "4300", Taakveld: taakveld}); got != want {
			t.Errorf("taakveld %s: %s", taakveld, got)
		}
	}
	if terms.OnAccount != (coding.VATAccounts{Compensable: "1420", Deductible: "1430", Due: "1725"}) || terms.Reverse != 210_000 ||
		terms.Ratios[""] != (coding.Ratio{Compensable: 900_000, Deductible: 40_000}) || !slices.Contains(terms.Required, coding.Taakveld) {
		t.Errorf("%+v", terms)
	}
}

func TestTermsSayOnlyWhatChanges(t *testing.T) {
	p, err := Parse([]byte("policy:\n  - from: 2026-01-01" + accounts + `
    vat:
      default: cost
      accounts: {compensable: "10", due: "12"}
      mixed: {general: {compensable: 90%}, hal: {deductible: "33.3333%"}}
      taakveld: {"0.10": compensable, "5*": "mixed:hal"}
      account: {"4300": mixed:general}
  - from: 2027-01-01
    coding: {required: [account, cost_centre]}
    vat:
      accounts: {due: "13"}
      mixed: {general: {compensable: 80%, deductible: 20%}}
      taakveld: {"0.10": none, "0.1": deductible}
`))
	if err != nil {
		t.Fatal(err)
	}
	old, now := p.On("2026-06-01").Coding, p.On("2027-06-01").Coding
	for _, test := range []struct {
		terms  coding.Terms
		coding coding.Coding
		want   coding.Treatment
	}{
		{old, coding.Coding{Taakveld: "0.10"}, coding.Compensable}, {now, coding.Coding{Taakveld: "0.10"}, coding.Cost},
		{old, coding.Coding{Taakveld: "0.1"}, coding.Cost}, {now, coding.Coding{Taakveld: "0.1"}, coding.Deductible},
		{now, coding.Coding{Taakveld: "5.2"}, "mixed:hal"}, {now, coding.Coding{Account: "4300"}, coding.Mixed},
	} {
		if got, _ := test.terms.Treat(test.coding); got != test.want {
			t.Errorf("%+v: %s, not %s", test.coding, got, test.want)
		}
	}
	if old.OnAccount.Due != "12" || now.OnAccount != (coding.VATAccounts{Compensable: "10", Due: "13"}) ||
		old.Ratios[""].Compensable != 900_000 || now.Ratios[""] != (coding.Ratio{Compensable: 800_000, Deductible: 200_000}) ||
		now.Ratios["hal"].Deductible != 333_333 || len(old.Required) != 0 || len(now.Required) != 2 {
		t.Errorf("%+v\n%+v", old, now)
	}
	silent, err := Parse([]byte("policy:\n  - from: 2026-01-01" + accounts))
	if v, _ := silent.On("2026-01-01").Coding.Treat(coding.Coding{}); err != nil || v != coding.Compensable {
		t.Errorf("a policy that says nothing: %s, %v", v, err)
	}
}

func TestWrongTermsNameLineSettingAndValues(t *testing.T) {
	for said, want := range map[string][]string{
		"vat: {default: ja}":                                           {"Regel 4", "vat.default", "‘ja’", "compensable"},
		"vat: {accounts: {fonds: \"1\"}}":                              {"vat.accounts.fonds", "compensable, deductible, due"},
		"vat: {reverse: 21}":                                           {"vat.reverse", "‘21’"},
		"vat: {taakveld: {0.10: cost}}":                                {"vat.taakveld", "\"0.10\""},
		"vat: {taakveld: [cost]}":                                      {"vat.taakveld"},
		"vat: {mixed: {general: {compensable: 1}}}":                    {"vat.mixed.general.compensable", "0% – 100%"},
		"vat: {mixed: {general: {compensable: 90%, deductible: 11%}}}": {"vat.mixed.general", "≤ 100%"},
		"vat: {mixed: {general: {rest: 1%}}}":                          {"vat.mixed.general"},
		"vat: {kostenplaats: {a: cost}}":                               {"‘kostenplaats’", "cost-centre"},
		"vat: cost":                                                    {"vat"},
		"coding: {required: [grootboek]}":                              {"coding.required", "‘grootboek’", "cost_centre"},
		"coding: {required: account}":                                  {"coding.required"},
	} {
		_, err := Parse([]byte("policy:\n  - from: 2026-01-01" + accounts + "\n    " + said))
		if !fault.Is(err, "policy.value-at") {
			t.Errorf("%s: %v", said, err)
			continue
		}
		what, do := text.Fault(text.NL, err)
		for _, word := range want {
			if !strings.Contains(what+" "+do, word) {
				t.Errorf("%s: no %q in %q %q", said, word, what, do)
			}
		}
	}
}

func TestARatioThatIsUsedMustBeThere(t *testing.T) {
	for _, said := range []string{"default: mixed", "account: {\"4300\": mixed:hal}", "taakveld: {\"0.4\": mixed}"} {
		_, err := Parse([]byte("policy:\n  - from: 2026-01-01" + accounts + "\n    vat: {" + said + "}"))
		if !fault.Is(err, "policy.ratio") {
			t.Errorf("%s: %v", said, err)
		}
	}
}
