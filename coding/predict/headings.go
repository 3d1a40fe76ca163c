// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"slices"
	"strings"
	"unicode"

	"rentmeester/coding"
)

// headings are names under which programs export our columns, the likelier first:
// letters and digits alone.
var headings = map[string]string{
	"date":        "datum boekdatum boekingsdatum factuurdatum mutatiedatum transactiedatum betaaldatum invoicedate postingdate bookingdate transactiondate paymentdate",
	"supplier":    "leverancier leveranciersnaam leveranciernaam naamleverancier crediteur crediteurnaam crediteurennaam naamcrediteur relatie relatienaam suppliername vendor vendorname creditor creditorname payee beneficiary",
	"supplier_id": "leveranciersnummer leveranciernummer leveranciersnr leveranciernr leverancierscode crediteurnummer crediteurennummer crediteurnr crediteurcode relatienummer relatienr relatiecode supplierid supplierno suppliernumber vendorid vendorno vendornumber creditornumber",
	"text":        "omschrijving boekingsomschrijving boekomschrijving regelomschrijving factuuromschrijving mutatieomschrijving tekst toelichting description narrative linedescription",
	"amount":      "bedrag nettobedrag bedragexclbtw bedragexbtw bedragexclusiefbtw regelbedrag bedrageur bedragineuro factuurbedrag boekingsbedrag netamount lineamount amounteur",
	"inv_no":      "factuurnummer factuurnr factuurno externfactuurnummer invno invoiceno invoicenumber",
	"doc_no":      "boekstuknummer boekstuknr boekstuk boekingsnummer documentnummer documentnr docno documentno documentnumber transactienummer transactionnumber",
	"account":     "grootboekrekening grootboekrekeningnummer grootboeknummer grootboeknr grootboekcode grootboek kostensoort ledgeraccount glaccount accountcode",
	"cost_centre": "kostenplaats kostenplaatsnummer kostenplaatsnr kostenplaatscode costcentre costcenter costcentrecode",
	"area":        "afdeling afdelingsnaam organisatieonderdeel directie domein team budgethouder directorate department",
	"extra":       "referentie uwreferentie kenmerk ordernummer inkoopordernummer verplichtingnummer verplichting ordernumber ponumber purchaseorder reference",
	"categorie":   "economischecategorie",
	"project":     "projectnummer projectnr projectcode",
	"vat":         "btwcode btwsoort btwbehandeling vatcode",
}

// plainHeading keeps the letters and digits of a name of a column.
func plainHeading(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// named gives the first line of a table in our names: what bears ours already stays;
// of what another program calls by another name, the likeliest becomes ours. Names
// among own are nobody else's.
func named(head []string, own ...coding.Field) {
	for _, column := range Columns {
		if slices.Contains(head, column) {
			continue
		}
		at, best := -1, 1<<10
		for i, name := range head {
			if slices.Contains(Columns, name) || slices.Contains(own, coding.Field(name)) {
				continue
			}
			if place := slices.Index(strings.Fields(headings[column]), plainHeading(name)); place >= 0 && place < best {
				at, best = i, place
			}
		}
		if at >= 0 {
			head[at] = column
		}
	}
}
