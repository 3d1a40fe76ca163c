// SPDX-License-Identifier: EUPL-1.2

package einvoice

import (
	"slices"
	"strings"
	"testing"

	"rentmeester/text"
)

// tables are all rules that there are.
var tables = slices.Concat(core, onlyUBL, onlyCII, conditions, vatRules, ublCodes, ciiCodes, ublSyntax, ciiSyntax, peppol, peppolUBL, peppolCII, national,
	nlcius, nlciusUBL, nlciusCII, gAccount, xrechnung, xrOnlyUBL, xrOnlyCII, xrVehicles, xrUBL, xrCII, si10Rules, si11Rules, si12Rules, orderRules, peppolOrders)

func TestEveryRuleHasASentence(t *testing.T) {
	for _, r := range tables {
		for _, lang := range []text.Lang{text.NL, text.EN} {
			if !text.Has(lang, r.say.key) {
				t.Errorf("%s: no sentence %s in %s", r.id, r.say.key, lang)
			}
			for _, named := range r.say.term {
				if !text.Has(lang, "einvoice.term."+string(named)) {
					t.Errorf("%s: %s has no name in %s", r.id, named, lang)
				}
			}
			if _, compared := comparing[r.say.key]; compared && !text.Has(lang, r.say.key+"-missing") {
				t.Errorf("%s: %s has no form for what is missing", r.id, r.say.key)
			}
		}
	}
	t.Logf("%d rules", len(tables))
}

// Every rule runs on the least of documents, so that a path that is badly
// written is found here.
func TestEveryRuleCanBeTried(t *testing.T) {
	for _, least := range []string{
		`<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>`,
		`<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>`,
	} {
		d, err := Read(strings.NewReader(least))
		if err != nil {
			t.Fatal(err)
		}
		c := &doc{Document: d}
		for i := range tables {
			for _, f := range c.try(&tables[i]) {
				if f.key == "einvoice.crash" {
					t.Errorf("%s: %s", f.Rule, f.Message(text.EN))
				}
			}
		}
	}
}
