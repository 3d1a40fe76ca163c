// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"strings"
	"testing"

	"rentmeester/coding"
)

func TestHeadingsOfOtherPrograms(t *testing.T) {
	want := Row{Day: "2025-01-06", Supplier: "Wijkwarmte BV", SupplierID: "30007", Text: "gas", Amount: 41250, Invoice: "F1", Document: "7001", Area: "Sport",
		Coding: coding.Coding{Account: "4310", CostCentre: "K7", Taakveld: "5.2"}}
	for name, table := range map[string]string{
		"ours":       "date,supplier,supplier_id,text,amount,inv_no,doc_no,area,account,cost_centre,taakveld\n2025-01-06,Wijkwarmte BV,30007,gas,412.50,F1,7001,Sport,4310,K7,5.2",
		"Dutch":      "Boekdatum;Naam crediteur;Crediteurnummer;Omschrijving;Bedrag excl. BTW;Factuurnr.;Boekstuknummer;Afdeling;Grootboekrekening;Kostenplaats;Taakveld\n2025-01-06;Wijkwarmte BV;30007;gas;412,50;F1;7001;Sport;4310;K7;5.2",
		"tabs":       "Invoice date\tVendor\tVendor no\tDescription\tNet amount\tInvoice no\tDoc no\tDepartment\tLedger account\tCost center\tTaakveld\n2025-01-06\tWijkwarmte BV\t30007\tgas\t412.50\tF1\t7001\tSport\t4310\tK7\t5.2",
		"two alike":  "datum;Factuurdatum;supplier;crediteurnr;omschrijving;tekst;bedrag;factuurnummer;boekstuk;afdeling;grootboek;omschrijving grootboek;kostenplaats;taakveld\n2025-01-06;2024-12-31;Wijkwarmte BV;30007;gas;x;412,5;F1;7001;Sport;4310;Gas;K7;5.2",
		"with ours":  "leverancier,supplier,date,supplier_id,text,amount,inv_no,doc_no,area,account,cost_centre,taakveld\nX,Wijkwarmte BV,2025-01-06,30007,gas,412.50,F1,7001,Sport,4310,K7,5.2",
		"a BOM, too": "\ufeffDatum;Leverancier;Leveranciersnummer;Omschrijving;Bedrag;Factuurnummer;Boekstuk;Team;Kostensoort;Kostenplaats;Taakveld\n2025-01-06;Wijkwarmte BV;30007;gas;412.50;F1;7001;Sport;4310;K7;5.2",
	} {
		for row, err := range ReadCSV(strings.NewReader(table)) {
			if err != nil || row != want {
				t.Errorf("%s: %+v, %v", name, row, err)
			}
		}
	}
}
