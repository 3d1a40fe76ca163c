// SPDX-License-Identifier: EUPL-1.2

package einvoice

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"rentmeester/fault"
	"rentmeester/formats/semantic"
	"rentmeester/text"
)

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func mustRead(t testing.TB, raw []byte) *semantic.Document {
	t.Helper()
	d, err := Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestFixturesAreValid(t *testing.T) {
	for _, name := range []string{"nlcius.xml", "cii.xml"} {
		if found := Validate(mustRead(t, fixture(t, name))); len(found) > 0 {
			t.Errorf("%s: %v: %s", name, ids(found), found[0].Message(text.EN))
		}
	}
}

// One change in a valid invoice, and the rule that tells of it.
func TestOneThingWrong(t *testing.T) {
	tests := []struct {
		name, file, old, new string
		rule                 string
		severity             Severity
		path                 string
	}{
		{"no number", "nlcius.xml", "<cbc:ID>F2026-0042</cbc:ID>", "", "BR-02", Error, "/Invoice"},
		{"no number in CII", "cii.xml", "<ram:ID>F2026-0042</ram:ID>", "", "BR-02", Error, "/rsm:CrossIndustryInvoice"},
		{"lines do not add up", "nlcius.xml", `LineExtensionAmount currencyID="EUR">200.00</cbc:LineExtensionAmount>
		<cbc:TaxExclusive`, `LineExtensionAmount currencyID="EUR">200.01</cbc:LineExtensionAmount>
		<cbc:TaxExclusive`, "BR-CO-10", Error, "/Invoice/cac:LegalMonetaryTotal"},
		{"gross does not add up", "cii.xml", "<ram:GrandTotalAmount>229.90", "<ram:GrandTotalAmount>230.90", "BR-CO-15", Error, ""},
		{"three decimals", "nlcius.xml", `PayableAmount currencyID="EUR">229.90`, `PayableAmount currencyID="EUR">229.900`, "BR-DEC-18", Error, "/Invoice/cac:LegalMonetaryTotal"},
		{"unknown currency", "nlcius.xml", "<cbc:DocumentCurrencyCode>EUR", "<cbc:DocumentCurrencyCode>EUX", "BR-CL-04", Error, "/Invoice/cbc:DocumentCurrencyCode"},
		{"unknown unit", "cii.xml", `unitCode="HUR"`, `unitCode="UUR"`, "BR-CL-23", Error, ""},
		{"standard rate of nothing", "nlcius.xml", "<cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21", "<cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>0", "BR-S-05", Error, "/Invoice/cac:InvoiceLine"},
		{"VAT of the category wrong", "nlcius.xml", `<cbc:TaxAmount currencyID="EUR">39.90</cbc:TaxAmount>
			<cac:TaxCategory>`, `<cbc:TaxAmount currencyID="EUR">49.90</cbc:TaxAmount>
			<cac:TaxCategory>`, "BR-S-09", Error, "/Invoice/cac:TaxTotal/cac:TaxSubtotal"},
		{"exempt without a reason", "cii.xml", "<ram:CategoryCode>S</ram:CategoryCode>\n", "<ram:CategoryCode>E</ram:CategoryCode>\n", "BR-E-10", Error, ""},
		{"no place in an invoice", "nlcius.xml", "<cbc:Note>", "<cbc:IssueTime>12:00:00</cbc:IssueTime><cbc:Note>", "UBL-CR-006", Warning, "/Invoice/cbc:IssueTime"},
		{"KvK number of another kind", "nlcius.xml", `<cbc:CompanyID schemeID="0106">`, `<cbc:CompanyID schemeID="0002">`, "BR-NL-1", Error, ""},
		{"no reference", "nlcius.xml", "<cbc:BuyerReference>4100-OOST</cbc:BuyerReference>\n\t<cac:OrderReference><cbc:ID>VP-2026-118</cbc:ID></cac:OrderReference>", "", "BR-NL-2", Error, "/Invoice"},
		{"not a Dutch means of payment", "nlcius.xml", "PaymentMeansCode>58", "PaymentMeansCode>97", "BR-NL-12", Error, "/Invoice/cac:PaymentMeans"},
		{"an amount that is none", "nlcius.xml", `PayableAmount currencyID="EUR">229.90`, `PayableAmount currencyID="EUR">veel`, "BR-CO-16", Error, "/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount"},
		{"Peppol without an address", "nlcius.xml", "urn:fdc:nen.nl:nlcius:v1.0", "urn:fdc:peppol.eu:2017:poacc:billing:3.0", "PEPPOL-EN16931-R010", Error, "/Invoice/cac:AccountingCustomerParty"},
		{"half a g-account", "nlcius.xml", "nlcius:v1.0", "nlcius:v1.0#conformant#urn:fdc:nen.nl:gaccount:v1.0", "BR-GA-1", Error, "/Invoice"},
		{"XRechnung wants a contact", "cii.xml", "urn:cen.eu:en16931:2017<", "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0<", "BR-DE-2", Error, ""},
		{"a profile with rules of its own", "cii.xml", "urn:cen.eu:en16931:2017<", "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended<", "RM-PROFILE", Policy, "/rsm:CrossIndustryInvoice"},
	}
	for _, test := range tests {
		raw := string(fixture(t, test.file))
		if !strings.Contains(raw, test.old) {
			t.Errorf("%s: the fixture has no %q", test.name, test.old)
			continue
		}
		found := Validate(mustRead(t, []byte(strings.Replace(raw, test.old, test.new, 1))))
		at := slices.IndexFunc(found, func(f Finding) bool { return f.Rule == test.rule })
		if at < 0 {
			t.Errorf("%s: no %s in %v", test.name, test.rule, ids(found))
			continue
		}
		f := found[at]
		if f.Severity != test.severity || test.path != "" && f.Path != test.path || f.Line == 0 {
			t.Errorf("%s: %s %s at line %d", test.name, f.Severity, f.Path, f.Line)
		}
		for _, lang := range []text.Lang{text.NL, text.EN} {
			if said := f.Message(lang); strings.Contains(said, "einvoice.") || strings.ContainsAny(said, "{}") {
				t.Errorf("%s: %s says %q", test.name, lang, said)
			}
		}
	}
}

func TestSeveralSyntaxesSayTheSame(t *testing.T) {
	ubl, cii := mustRead(t, fixture(t, "nlcius.xml")).Read(), mustRead(t, fixture(t, "cii.xml")).Read()
	a, b := ubl.Invoice, cii.Invoice
	a.Specification, b.Specification = "", ""
	if !reflect.DeepEqual(a, b) {
		t.Errorf("UBL:\n%+v\nCII:\n%+v", a, b)
	}
	if len(ubl.Unread)+len(cii.Unread) > 0 {
		t.Error(ubl.Unread, cii.Unread)
	}
	if got := ubl.Paths["lines.0.net"]; got != "/Invoice/cac:InvoiceLine/cbc:LineExtensionAmount" {
		t.Error(got)
	}
	if cents, err := a.Totals.Payable.Cents(); err != nil || cents != 22990 {
		t.Error(cents, err)
	}
	if a.Attachments[0].Bytes != 9 {
		t.Errorf("%+v", a.Attachments)
	}
}

func TestRefused(t *testing.T) {
	tests := []struct{ name, file, code string }{
		{"empty", "", "xml.empty"},
		{"a PDF", "%PDF-1.7\n", "einvoice.pdf"},
		{"another XML", "<FatturaElettronica/>", "einvoice.unknown"},
		{"no XML", "factuur 42", "xml.malformed"},
		{"cut short", string(fixture(t, "nlcius.xml")[:2000]), "xml.truncated"},
		{"a document type", `<!DOCTYPE x [<!ENTITY a "b">]><Invoice/>`, "xml.doctype"},
		{"too deep", `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">` + strings.Repeat("<a>", 70), "xml.depth"},
	}
	for _, test := range tests {
		if _, err := Read(strings.NewReader(test.file)); !fault.Is(err, test.code) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

// FuzzUBL and FuzzCII: whatever stands in a file, it is read or refused, and
// judged without a panic; what it says can be said.
func FuzzUBL(f *testing.F) { fuzz(f, "nlcius.xml") }
func FuzzCII(f *testing.F) { fuzz(f, "cii.xml") }

func fuzz(f *testing.F, name string) {
	f.Add(fixture(f, name))
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, err := Read(bytes.NewReader(raw))
		if err != nil {
			if fault.Code(err) == "internal" {
				t.Fatal(err)
			}
			return
		}
		d.Read()
		for _, finding := range Validate(d) {
			if finding.key == "einvoice.crash" {
				t.Fatal(finding.Message(text.EN))
			}
			if finding.Message(text.NL) == "" {
				t.Fatal(finding)
			}
		}
	})
}

func BenchmarkValidate(b *testing.B) {
	raw := fixture(b, "nlcius.xml")
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		Validate(mustRead(b, raw))
	}
}

// EXTENDED holds more than EN 16931, under either of its names: a sum that does
// not keep the standard's rule only asks for a look.
func TestExtendedProfiles(t *testing.T) {
	for _, suffix := range []string{":factur-x.eu:1p0:extended", ":zugferd.de:2p0:extended"} {
		raw := bytes.Replace(fixture(t, "cii.xml"), []byte("urn:cen.eu:en16931:2017<"), []byte("urn:cen.eu:en16931:2017#conformant#urn"+suffix+"<"), 1)
		raw = bytes.Replace(raw, []byte("<ram:GrandTotalAmount>229.90"), []byte("<ram:GrandTotalAmount>230.90"), 1)
		found := Validate(mustRead(t, raw))
		if !Valid(found) || !slices.Contains(ids(found), "p:BR-CO-15") {
			t.Errorf("%s: %v", suffix, ids(found))
		}
	}
}
