// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"rentmeester/fault"
	"rentmeester/order"
	sentences "rentmeester/text"
)

func dec(s string) *decimal.Decimal {
	d := decimal.MustParse(s)
	return &d
}

func TestOrders(t *testing.T) {
	for _, test := range []struct {
		name     string
		content  string
		orders   []order.Order
		receipts []order.Receipt
	}{
		{"a row for each, Dutch", "Verplichtingnummer;Leveranciersnummer;Leverancier;Omschrijving;Besteller;Kostenplaats;Datum;Verplichtingsbedrag;Gefactureerd\n" +
			"V2026-0017;20417;Jansen BV;Maaien bermen;f.bos;4010;12-1-2026;€ 12.500,00;2.500,00\n",
			[]order.Order{{Number: "V2026-0017", Kind: order.Purchase, Supplier: "20417", SupplierName: "Jansen BV", Description: "Maaien bermen", Orderer: "f.bos",
				CostCentre: "4010", Ordered: "2026-01-12", Amount: 1_250_000, Invoiced: 250_000, At: 2}}, nil},
		{"lines with receipts, Dutch", "Ordernummer;Regel;Leveranciersnummer;Artikelnummer;Omschrijving;Aantal;Prijs;Ontvangen;Ontvangstdatum\n" +
			"4500012345;10;77;BS-1;Bureaustoel;10;99,50;4;1-3-2026\n4500012345;20;77;VT-2;Tafel;2,5;250,125;;\n",
			[]order.Order{{Number: "4500012345", Kind: order.Purchase, Supplier: "77", Amount: 99_500 + 62_531, Receipts: true, At: 2, Lines: []order.Line{
				{Number: "10", Article: "BS-1", Description: "Bureaustoel", Quantity: dec("10"), Price: dec("99.5"), Amount: 99_500},
				{Number: "20", Article: "VT-2", Description: "Tafel", Quantity: dec("2.5"), Price: dec("250.125"), Amount: 62_531},
			}}},
			[]order.Receipt{{Order: "4500012345", Line: "10", Day: "2026-03-01", Quantity: dec("4")}}},
		{"lines that say nothing of what was received", "Ordernummer;Regel;Leveranciersnummer;Aantal;Prijs\nPO-1;1;77;10;99,50\n",
			[]order.Order{{Number: "PO-1", Kind: order.Purchase, Supplier: "77", Amount: 99_500, At: 2,
				Lines: []order.Line{{Number: "1", Quantity: dec("10"), Price: dec("99.5"), Amount: 99_500}}}}, nil},
		{"contracts, English", "contract number,supplier number,type,frequency,instalment,start date,end date,status\n" +
			"C-1,77,contract,monthly,1000.00,2026-01-01,2026-12-31,active\nC-2,78,contract,quarter,250.50,2026-01-01,2026-12-31,closed\n",
			[]order.Order{
				{Number: "C-1", Kind: order.Contract, Supplier: "77", From: "2026-01-01", Until: "2026-12-31", Every: 1, Instalment: 100_000, Amount: 1_200_000, At: 2},
				{Number: "C-2", Kind: order.Contract, Supplier: "78", From: "2026-01-01", Until: "2026-12-31", Every: 3, Instalment: 25_050, Amount: 100_200, Closed: true, At: 3},
			}, nil},
	} {
		orders, receipts, err := ReadOrders(strings.NewReader(test.content))
		if err != nil || !reflect.DeepEqual(orders, test.orders) || !reflect.DeepEqual(receipts, test.receipts) {
			t.Errorf("%s: %v\n got %+v %+v\nwant %+v %+v", test.name, err, orders, receipts, test.orders, test.receipts)
		}
	}
}

func TestOrdersInAWorkbook(t *testing.T) {
	raw := excel(t, page{name: "Uitleg", rows: [][]any{{"Lijst van verplichtingen"}}},
		page{name: "Verplichtingen", rows: [][]any{{"Gemeente Voorbeeld"}, {"Ordernummer", "Leveranciersnummer", "Aantal", "Prijs", "Begindatum"}, {4500012345, "077", 2.5, 10.1, "2026-01-01"}}})
	orders, _, err := ReadOrders(bytes.NewReader(raw))
	want := []order.Order{{Number: "4500012345", Kind: order.Purchase, Supplier: "077", From: "2026-01-01", Amount: 2525, At: 3,
		Lines: []order.Line{{Number: "1", Quantity: dec("2.5"), Price: dec("10.1"), Amount: 2525}}}}
	if err != nil || !reflect.DeepEqual(orders, want) {
		t.Errorf("%v %+v", err, orders)
	}
}

func TestTextWithManyCommas(t *testing.T) {
	orders, _, err := ReadOrders(strings.NewReader("Ordernummer;Omschrijving\nA1;bomen, struiken, gras, paden, banken\n"))
	if err != nil || len(orders) != 1 || orders[0].Description != "bomen, struiken, gras, paden, banken" {
		t.Errorf("%v %+v", err, orders)
	}
}

func TestReceiptsOfTheirOwn(t *testing.T) {
	got, err := ReadReceipts(strings.NewReader("Ordernummer;Regel;Pakbon;Ontvangstdatum;Aantal;Ontvangen door\n45001;10;P-7;1-3-2026;4;f.bos\n45001;10;P-8;3-3-2026;2,5;f.bos\n"))
	want := []order.Receipt{
		{Order: "45001", Line: "10", Number: "P-7", Day: "2026-03-01", Quantity: dec("4"), By: "f.bos"},
		{Order: "45001", Line: "10", Number: "P-8", Day: "2026-03-03", Quantity: dec("2.5"), By: "f.bos"},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v %+v", err, got)
	}
}

func TestWrongOrdersAreRefused(t *testing.T) {
	for content, want := range map[string]string{
		"":                                              "table.empty",
		"a;b\n1;2\n":                                    "table.no-header",
		"Leverancier;Aantal\nJansen;1\n":                "table.missing-column",
		"Ordernummer;Bedrag\n;5,00\n":                   "table.no-number",
		"Ordernummer;Bedrag\nA1;vijf\n":                 "table.bad-amount",
		"Ordernummer;Aantal;Prijs\nA1;1.125;1\n":        "table.amount-ambiguous",
		"Ordernummer;Aantal;Prijs\nA1;1,5;1.5\n":        "table.mixed-decimals",
		"Ordernummer;Bedrag;Soort\nA1;5,00;iets\n":      "table.bad-word",
		"Ordernummer;Bedrag;Frequentie\nA1;5,00;soms\n": "table.bad-word",
		"Ordernummer;Regel;Leveranciersnummer;Bedrag\nA1;1;7;5,00\nA1;2;8;5,00\n": "table.order-differs",
		"Ordernummer;Regel;Bedrag\nA1;1;5,00\nA1;1;5,00\n":                        "table.order-line-twice",
		"Ordernummer;Begindatum\nA1;31-02-2026\n":                                 "table.bad-date",
		"Ordernummer;Bedrag\nA1;5,00;7\n":                                         "table.too-many-cells",
	} {
		_, _, err := ReadOrders(strings.NewReader(content))
		if !fault.Is(err, want) && !has(err, want) {
			t.Errorf("%q: %v, not %s", content, err, want)
		}
		if what, do := sentences.Fault(sentences.NL, err); what == "" || do == "" {
			t.Errorf("%q has no sentence", content)
		}
	}
}

func has(err error, code string) bool {
	var rows RowErrors
	return errors.As(err, &rows) && len(rows) > 0 && rows[0].Code == code
}

func FuzzOrders(f *testing.F) {
	f.Add([]byte("Ordernummer;Regel;Aantal;Prijs\nA1;1;2,5;10,00\n"))
	f.Add([]byte("contract number,frequency,instalment\nC-1,monthly,1000.00\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		orders, _, err := ReadOrders(bytes.NewReader(content))
		for _, o := range orders {
			if err != nil || o.Number == "" {
				t.Fatalf("%+v with %v", o, err)
			}
		}
		_, _ = ReadReceipts(bytes.NewReader(content))
	})
}

func TestRecogniseOrders(t *testing.T) {
	for _, test := range []struct {
		name, headings   string
		orders, receipts bool
	}{
		{"orders", "Verplichtingnummer;Leveranciersnummer;Omschrijving;Besteller;Verplichtingsbedrag", true, false},
		{"lines", "ordernummer;regel;artikelnummer;aantal;prijs", true, false},
		{"lines with what was received", "ordernummer;regel;aantal;prijs;ontvangen", true, false},
		{"contracts", "contract number,supplier number,frequency,instalment,start date", true, false},
		{"receipts", "ordernummer;regel;pakbon;ontvangstdatum;aantal", false, true},
		{"open items that name an order", "Factuurnummer;Ordernummer;Leverancier;Vervaldatum;Openstaand bedrag", false, false},
		{"debtors", "Debiteurnummer;Ordernummer;Regel;Totaalbedrag", false, false},
		{"suppliers", "nummer;naam;KvK;IBAN;plaats", false, false},
		{"a number without more", "nummer;leverancier;bedrag", false, false},
		{"numbers only", "ordernummer;bedrag", false, false},
	} {
		orders, receipts := RecogniseOrders(strings.NewReader("Lijst\n" + test.headings + "\n"))
		if orders != test.orders || receipts != test.receipts {
			t.Errorf("%s: orders %v, receipts %v", test.name, orders, receipts)
		}
	}
	raw := excel(t, page{name: "Uitleg", rows: [][]any{{"Lijst van verplichtingen"}}},
		page{name: "Verplichtingen", rows: [][]any{{"Gemeente Voorbeeld"}, {"Ordernummer", "Leveranciersnummer", "Aantal", "Prijs"}, {1, 2, 3, 4}}})
	if orders, _ := RecogniseOrders(bytes.NewReader(raw)); !orders {
		t.Error("a workbook is not recognised")
	}
}
