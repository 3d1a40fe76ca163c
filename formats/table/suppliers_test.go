// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"reflect"
	"strings"
	"testing"

	"rentmeester/fault"
)

const supplierList = `Crediteurnummer;Naam;Handelsnaam;KvK-nummer;BTW-nummer;OIN;IBAN;G-rekening;Straat;Huisnummer;Postcode;Plaats;Land;Betaaltermijn
C-1;Leverancier B.V.;De Groene Hoek;1234567;nl 0012.34.567.B01;;NL13 TEST 0123 4567 89;;Lindelaan;1;1234 AB;Voorbeeldstad;Nederland;30
C-2;"Pieters, Groen & Zn";;12;;;NL02ABNA0123456789;;;;;;BE;
`

func TestReadSuppliers(t *testing.T) {
	if !RecogniseSuppliers(strings.NewReader(supplierList)) {
		t.Fatal("not recognised")
	}
	var got []SupplierRow
	err := ReadSuppliers(strings.NewReader(supplierList), func(s SupplierRow) error { got = append(got, s); return nil })
	want := []SupplierRow{
		{Number: "C-1", Name: "Leverancier B.V.", Also: []string{"De Groene Hoek"}, KvK: "01234567", VAT: "NL001234567B01", Street: "Lindelaan 1",
			PostCode: "1234 AB", City: "Voorbeeldstad", Country: "NL", Accounts: []string{"NL13TEST0123456789"}, Attributes: map[string]string{"Betaaltermijn": "30"}, Line: 2},
		{Number: "C-2", Name: "Pieters, Groen & Zn", Country: "BE", Accounts: []string{"NL02ABNA0123456789"}, Attributes: map[string]string{"kvk": "12"}, Line: 3},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
}

func TestSupplierListsThatAreWrong(t *testing.T) {
	tests := []struct{ name, list, code string }{
		{"an IBAN that is wrong", "nummer;naam;iban\nC-1;A;NL03ABNA0123456789\n", "table.bad-iban"},
		{"a number twice", "nummer;naam;iban\nC-1;A;\nC-1;B;\n", "table.number-twice"},
		{"no name", "nummer;naam;iban\nC-1;;NL02ABNA0123456789\n", "table.no-value"},
		{"rounded by a spreadsheet", "nummer;naam;oin\nC-1;A;1,00000E+19\n", "table.lost-digits"},
		{"something else", "a;b;c\n1;2;3\n", "table.missing-column"},
	}
	for _, test := range tests {
		err := ReadSuppliers(strings.NewReader(test.list), func(SupplierRow) error { t.Error(test.name + ": handed over"); return nil })
		if !fault.Is(err, test.code) {
			t.Errorf("%s: got %v, want %s", test.name, err, test.code)
		}
	}
}

func TestOpenItemsAreNoSuppliers(t *testing.T) {
	items := "number,kind,party_number,party_name,iban,amount\n1,payable,C,Naam,NL02ABNA0123456789,1.00\n"
	if RecogniseSuppliers(strings.NewReader(items)) {
		t.Error("taken for suppliers")
	}
	if RecogniseSuppliers(strings.NewReader("code;naam;geblokkeerd\n4300;Onderhoud;nee\n")) {
		t.Error("a chart of accounts is taken for suppliers")
	}
	if RecogniseSuppliers(strings.NewReader("Geachte gemeente,\nhierbij de factuur\n")) {
		t.Error("a letter is taken for suppliers")
	}
}
