// SPDX-License-Identifier: EUPL-1.2

package einvoice

import (
	"bytes"
	"encoding/xml"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Two parties in one other country have rules of their own in Peppol.
func TestTwoPartiesOfOneCountry(t *testing.T) {
	peppol := strings.Replace(string(fixture(t, "nlcius.xml")), "urn:fdc:nen.nl:nlcius:v1.0", "urn:fdc:peppol.eu:2017:poacc:billing:3.0", 1)
	tests := []struct {
		country, old, new, rule string
	}{
		{"DE", "", "", "DE-R-002"},
		{"DE", "PaymentMeansCode>58", "PaymentMeansCode>59", "DE-R-025-1"},
		{"DK", "PaymentMeansCode>58", "PaymentMeansCode>57", "DK-R-005"},
		{"DK", "PaymentMeansCode>58", "PaymentMeansCode>50", "DK-R-008"},
		{"DK", `<cbc:CompanyID schemeID="0106"`, `<cbc:CompanyID schemeID="0184"`, ""},
		{"SE", "PaymentMeansCode>58", "PaymentMeansCode>31", "SE-R-012"},
	}
	for _, test := range tests {
		raw := strings.ReplaceAll(peppol, "<cbc:IdentificationCode>NL<", "<cbc:IdentificationCode>"+test.country+"<")
		raw = strings.Replace(raw, test.old, test.new, 1)
		found := rulesOf(Validate(mustRead(t, []byte(raw))))
		if test.rule == "" {
			if slices.Contains(found, "DK-R-014") {
				t.Errorf("%s: %v", test.country, found)
			}
			continue
		}
		if !slices.Contains(found, test.rule) {
			t.Errorf("%s, %s: no %s in %v", test.country, test.new, test.rule, found)
		}
	}
}

// A document that names no specification is tried by the rules of the network
// that it would have come by.
func TestNoSpecificationIsPeppol(t *testing.T) {
	raw := string(fixture(t, "nlcius.xml"))
	from, to := strings.Index(raw, "<cbc:CustomizationID>"), strings.Index(raw, "</cbc:CustomizationID>")
	found := rulesOf(Validate(mustRead(t, []byte(raw[:from]+raw[to+len("</cbc:CustomizationID>"):]))))
	for _, rule := range []string{"BR-01", "PEPPOL-EN16931-R010"} {
		if !slices.Contains(found, rule) {
			t.Errorf("no %s in %v", rule, found)
		}
	}
}

// The unit tests that OpenPEPPOL publishes beside its rules for BIS Billing 3.
// RENTMEESTER_PEPPOL names the folder that holds its "rules".
func TestUnitTestsOfPeppol(t *testing.T) {
	dir := os.Getenv("RENTMEESTER_PEPPOL")
	if dir == "" {
		t.Skip("RENTMEESTER_PEPPOL names no copy of OpenPEPPOL's peppol-bis-invoice-3")
	}
	files, err := filepath.Glob(filepath.Join(dir, "rules", "unit-*", "*.xml"))
	if err != nil || len(files) == 0 {
		t.Fatal("no unit tests in ", dir, err)
	}
	tried, wrong := map[string]int{}, map[string]int{}
	for _, file := range files {
		group := filepath.Base(filepath.Dir(file))
		for number, unit := range unitsOf(t, file) {
			found := rulesOf(Validate(mustRead(t, unit.document)))
			for _, asked := range unit.asserts {
				tried[group]++
				if slices.Contains(found, asked.rule) != asked.fires {
					wrong[group]++
					t.Logf("%s, test %d: %s fires: %v", filepath.Base(file), number, asked.rule, !asked.fires)
				}
			}
		}
	}
	total := 0
	for group, n := range tried {
		t.Logf("%s: %d of %d", group, n-wrong[group], n)
		total += wrong[group]
	}
	// Another specification is not tried as Peppol, so R004 cannot say of it that
	// it is not Peppol: once in UBL, once in CII.
	if total > 2 {
		t.Errorf("%d assertions not as published", total)
	}
}

func rulesOf(found []Finding) (rules []string) {
	for _, f := range found {
		rules = append(rules, f.Rule)
	}
	return rules
}

type unit struct {
	document []byte
	asserts  []struct {
		rule  string
		fires bool
	}
}

// unitsOf cuts a set of tests into its documents and what is said of each.
func unitsOf(t *testing.T, file string) (units []unit) {
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	type assertion struct {
		XMLName xml.Name
		Rule    string `xml:",chardata"`
	}
	var set struct {
		Attrs []xml.Attr `xml:",any,attr"`
		Tests []struct {
			Assert struct {
				All []assertion `xml:",any"`
			} `xml:"assert"`
			Inner []byte `xml:",innerxml"`
		} `xml:"test"`
	}
	if err := xml.Unmarshal(raw, &set); err != nil {
		t.Fatal(file, err)
	}
	var prefixes strings.Builder
	for _, a := range set.Attrs {
		if a.Name.Space == "xmlns" {
			prefixes.WriteString(` xmlns:` + a.Name.Local + `="` + a.Value + `"`)
		}
	}
	for _, test := range set.Tests {
		var one unit
		for _, a := range test.Assert.All {
			switch a.XMLName.Local {
			case "success", "error", "warning", "fatal":
				one.asserts = append(one.asserts, struct {
					rule  string
					fires bool
				}{strings.TrimSpace(a.Rule), a.XMLName.Local != "success"})
			}
		}
		_, document, _ := bytes.Cut(test.Inner, []byte("</assert>"))
		one.document = withPrefixes(document, prefixes.String())
		units = append(units, one)
	}
	return units
}

// withPrefixes declares on the root element the prefixes that the set declares
// for all its documents, where the document has not its own.
func withPrefixes(document []byte, declared string) []byte {
	at := 0
	for at < len(document)-1 && (document[at] != '<' || document[at+1] == '!') {
		if bytes.HasPrefix(document[at:], []byte("<!--")) {
			at += bytes.Index(document[at:], []byte("-->"))
		}
		at++
	}
	end := at + bytes.IndexAny(document[at:], " \t\r\n>")
	open, _, _ := bytes.Cut(document[at:], []byte(">"))
	for _, prefix := range strings.SplitAfter(declared, `" `) {
		name, _, _ := strings.Cut(strings.TrimSpace(prefix), "=")
		if name != "" && !bytes.Contains(open, []byte(name+"=")) {
			document = slices.Concat(document[:end], []byte(" "+strings.TrimSpace(prefix)), document[end:])
		}
	}
	return document[at:]
}
