// SPDX-License-Identifier: EUPL-1.2

package hybrid

import (
	"errors"
	"reflect"
	"testing"

	"rentmeester/fault"
	"rentmeester/formats/pdf"
)

const (
	inUBL      = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"><cbc:ID>U1</cbc:ID></Invoice>`
	order      = `<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>`
	inCII      = `<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>`
	zugferd    = `<rsm:CrossIndustryDocument xmlns:rsm="urn:ferd:CrossIndustryDocument:invoice:1p0"/>`
	logistics  = `<rsm:Logistics xmlns:rsm="urn:other"/>`
	broken     = `<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100">`
	nonsense   = "no XML at all"
	anInvoice  = "factur-x.xml"
	supplement = "Supplement"
)

func TestFind(t *testing.T) {
	file := func(name, relationship, data string) pdf.File {
		return pdf.File{Name: name, Relationship: relationship, Data: []byte(data)}
	}
	tests := []struct {
		name   string
		files  []pdf.File
		found  string
		syntax string
		others []string
		code   string
	}{
		{"Factur-X", []pdf.File{file(anInvoice, "Data", inCII)}, anInvoice, "CII", nil, ""},
		{"ZUGFeRD 1.0 in its own capitals", []pdf.File{file("ZUGFeRD-invoice.xml", "Alternative", zugferd)}, "ZUGFeRD-invoice.xml", "ZUGFeRD 1.0", nil, ""},
		{"UBL under a name of its own", []pdf.File{file("factuur.xml", "", inUBL)}, "factuur.xml", "UBL", nil, ""},
		{"content before name", []pdf.File{file(anInvoice, "Alternative", logistics), file("data.xml", "Data", inCII)}, "data.xml", "CII", []string{anInvoice}, ""},
		{"name before purpose", []pdf.File{file("x.xml", "Alternative", inUBL), file("xrechnung.xml", "Source", inCII)}, "xrechnung.xml", "CII", []string{"x.xml"}, ""},
		{"purpose before order", []pdf.File{file("a.xml", supplement, inUBL), file("b.xml", "Alternative", inCII)}, "b.xml", "CII", []string{"a.xml"}, ""},
		{"the best that can be read", []pdf.File{file(anInvoice, "Data", broken), file("b.xml", "Data", inUBL)}, "b.xml", "UBL", nil, ""},
		{"other attachments are left alone", []pdf.File{file("uren.csv", supplement, "1;2"), file("l.xml", supplement, logistics), file(anInvoice, "Data", inCII)}, anInvoice, "CII", nil, ""},
		{"broken XML", []pdf.File{file(anInvoice, "Data", broken)}, "", "", nil, "xml.truncated"},
		{"only the name", []pdf.File{file(anInvoice, "Data", nonsense)}, "", "", nil, "xml.malformed"},
		{"another kind of XML by that name", []pdf.File{file(anInvoice, "Data", logistics)}, "", "", nil, "einvoice.unknown"},
		{"an order", []pdf.File{file("order.xml", "Data", order)}, "", "", nil, "einvoice.no-invoice"},
		{"nothing but pages", []pdf.File{file("voorwaarden.pdf", supplement, "%PDF-1.7")}, "", "", nil, "hybrid.no-xml"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			inv, err := Find(&pdf.Document{Files: test.files, Pages: []pdf.Page{{Words: []pdf.Word{{Text: "Factuur"}}}}})
			if test.code != "" {
				if fault.Code(err) != test.code || inv != nil {
					t.Fatalf("got %v, %v, want %s", inv, err, test.code)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if inv.Name != test.found || inv.Syntax != test.syntax || !reflect.DeepEqual(inv.Others, test.others) {
				t.Errorf("got %s (%s), others %q", inv.Name, inv.Syntax, inv.Others)
			}
		})
	}
}

// Who tells of a broken embedded file must know which it is.
func TestUnreadNamesItsFile(t *testing.T) {
	_, err := Find(&pdf.Document{Files: []pdf.File{{Name: anInvoice, Data: []byte(broken)}}})
	var unread *Unread
	if !errors.As(err, &unread) || unread.Name != anInvoice {
		t.Errorf("got %v", err)
	}
}

func TestScanWithoutXML(t *testing.T) {
	if _, err := Find(&pdf.Document{Pages: []pdf.Page{{}}}); fault.Code(err) != "hybrid.scan" {
		t.Errorf("got %v", err)
	}
}
