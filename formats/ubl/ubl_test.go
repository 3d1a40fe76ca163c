// SPDX-License-Identifier: EUPL-1.2

package ubl

import (
	"bytes"
	"strings"
	"testing"

	"rentmeester/fault"
	"rentmeester/formats/xmlread"
)

const small = `<u:Invoice xmlns:u="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
	xmlns:c="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
	xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2">
	<c:CustomizationID>urn:cen.eu:en16931:2017</c:CustomizationID><c:ID>7</c:ID><x:ID xmlns:x="urn:other">8</x:ID>
	<c:IssueDate>2026-02-30</c:IssueDate><c:DocumentCurrencyCode>EUR</c:DocumentCurrencyCode>
	<a:LegalMonetaryTotal><c:PayableAmount currencyID="EUR">1.205</c:PayableAmount><c:PrepaidAmount>niets</c:PrepaidAmount></a:LegalMonetaryTotal>
	<a:InvoiceLine><a:AllowanceCharge><c:ChargeIndicator>false</c:ChargeIndicator><c:Amount>1</c:Amount></a:AllowanceCharge>
		<a:AllowanceCharge><c:ChargeIndicator>true</c:ChargeIndicator><c:Amount>2</c:Amount></a:AllowanceCharge></a:InvoiceLine>
</u:Invoice>`

func TestEveryPathIsWellWritten(t *testing.T) {
	for term, at := range Binding {
		if err := at.Path.Check(); err != nil {
			t.Errorf("%s: %v", term, err)
		}
		if _, bound := Binding[at.In]; !bound && at.In != "BG-0" {
			t.Errorf("%s stands in %s, which stands nowhere", term, at.In)
		}
	}
}

func TestRead(t *testing.T) {
	d, err := Read(strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	r := d.Read()
	if d.Kind != "invoice" || d.Syntax != "UBL" || d.Profile != "urn:cen.eu:en16931:2017" || r.Invoice.Number != "7" {
		t.Errorf("%s %s %s %q", d.Kind, d.Syntax, d.Profile, r.Invoice.Number)
	}
	if got := r.Paths["number"]; got != "/Invoice/cbc:ID" {
		t.Errorf("whatever the prefixes, paths have those people know: %s", got)
	}
	if a := r.Invoice.Lines[0].Adjustments; len(a) != 2 || a[0].Charge || !a[1].Charge || r.Paths["lines.0.adjustments.1.amount"] == "" {
		t.Errorf("%+v %v", a, r.Paths)
	}
	payable := r.Invoice.Totals.Payable
	if payable.Value.String() != "1.205" {
		t.Error(payable)
	}
	if _, err := payable.Cents(); !fault.Is(err, "money.precision") {
		t.Error(err)
	}
	if len(r.Unread) != 2 || r.Unread[0].Field != "issued" || r.Unread[1].Value != "niets" {
		t.Errorf("%+v", r.Unread)
	}
}

func TestKinds(t *testing.T) {
	for name, want := range map[string]string{"Invoice": "invoice", "CreditNote": "creditnote", "Order": "order", "Catalogue": "other"} {
		d, err := Read(strings.NewReader(`<` + name + ` xmlns="urn:oasis:names:specification:ubl:schema:xsd:` + name + `-2"/>`))
		if err != nil || d.Kind != want {
			t.Errorf("%s: %v %v", name, d, err)
		}
	}
	if _, err := Read(strings.NewReader(`<Invoice/>`)); !fault.Is(err, "ubl.root") {
		t.Error(err)
	}
	if Recognise(xmlread.Element{Name: "Invoice"}) {
		t.Error("an Invoice of no namespace is taken for UBL")
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, err := Read(bytes.NewReader(raw))
		switch {
		case err == nil:
			for field, path := range d.Read().Paths {
				if path == "" {
					t.Errorf("%s stands nowhere", field)
				}
			}
		case fault.Code(err) == "internal":
			t.Fatal(err)
		}
	})
}
