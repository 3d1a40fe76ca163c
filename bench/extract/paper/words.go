// SPDX-License-Identifier: EUPL-1.2

package paper

// words are how a supplier calls things, parted by "|".
type words struct {
	title, creditTitle, number, creditNumber, issued, due, customer, order, reference, otherDay string
	text, quantity, price, rate, amount                                                         string
	net, vatOne, vatOver, vatAll, gross, payable, creditTotal, paid                             string
	kvk, vat, iban, bic, holder, ownVAT                                                         string
	please, terms, reversed, small, blocked, discount, debited, original, carried, kenmerk      string
	buyer                                                                                       string
}

var learnedWords = words{
	title: "FACTUUR|Factuur|factuur|F A C T U U R|Verkoopfactuur", creditTitle: "CREDITNOTA|Creditfactuur|Creditnota",
	number: "Factuurnummer|Factuurnr.|Factuur nr|Nummer|Factuurnummer|Fact.nr.|Ons factuurnummer", creditNumber: "Creditnota nr.|Factuurnummer|Creditnotanummer",
	issued: "Factuurdatum|Datum|Factuurdatum|Datum factuur|Fact.datum", due: "Vervaldatum|Uiterste betaaldatum|Te betalen voor|Betalen voor|Vervaldag",
	customer: "Klantnummer|Debiteurnummer|Debiteurnr.|Relatienummer|Uw klantnummer", order: "Ordernummer|Uw ordernummer|Inkoopordernummer|Verplichtingennummer|Opdrachtnummer|PO-nummer",
	reference: "Uw referentie|Uw kenmerk", otherDay: "Leverdatum|Besteldatum|Orderdatum|Datum levering",
	text: "Omschrijving|Artikelomschrijving|Werkzaamheden", quantity: "Aantal|Aant.|Hoeveelheid", price: "Prijs|Stukprijs|Tarief", rate: "BTW|Btw %|BTW-tarief", amount: "Bedrag|Totaal|Regeltotaal|Bedrag excl.",
	net: "Subtotaal|Totaal excl. BTW|Totaal exclusief btw|Netto bedrag|Bedrag excl. btw|Excl. btw", vatOne: "%d%% BTW|BTW %d%%|Btw hoog/laag %d%%|btw (%d%%)", vatOver: "BTW %d%% over %s|%d%% btw over %s",
	vatAll: "BTW|Totaal BTW|Btw-bedrag", gross: "Totaal|Totaal incl. BTW|Te betalen|Totaal te betalen|Factuurbedrag|Totaal inclusief btw|Totaalbedrag", payable: "Te betalen|Nog te betalen|Restbedrag",
	creditTotal: "Totaal creditnota|Totaal|Totaal incl. btw", paid: "Reeds betaald|Aanbetaling|Voorschot",
	kvk: "KvK|K.v.K. nr.|Kamer van Koophandel|Handelsregister|KvK-nummer", vat: "BTW|BTW nr.|Btw-nummer|BTW-id", iban: "IBAN|Bank|Rekeningnummer", bic: "BIC|BIC-code", holder: "t.n.v.|ten name van",
	ownVAT: "Uw BTW-nummer|BTW-nummer afnemer|Uw btw-nr",
	please: "Wij verzoeken u het bedrag van %A binnen 30 dagen over te maken op rekening %I onder vermelding van factuurnummer %N.|Gelieve te betalen op %I ten name van %S.|Op al onze diensten zijn de algemene voorwaarden van toepassing. Betaling binnen 14 dagen.||Wilt u bij betaling het factuurnummer %N vermelden?",
	terms:  "Betalingstermijn: 30 dagen netto.|Betaling binnen 30 dagen na factuurdatum.||", reversed: "BTW verlegd, art. 12 lid 3 Wet OB.|Btw verlegd naar NL001234567B01.",
	small:    "Vrijgesteld van btw op grond van de kleineondernemersregeling (KOR).|Factuur vrijgesteld van OB o.g.v. artikel 25 Wet OB (kleineondernemersregeling)",
	blocked:  "Gelieve %G te storten op onze G-rekening %B en het restant op %I.|G-rekening %B: %G",
	discount: "Bij betaling vóór %U mag u %P%% korting aftrekken (%K).|Betalingskorting: %P%% bij betaling binnen %W dagen.",
	debited:  "Het bedrag van %A wordt omstreeks %D automatisch afgeschreven van uw rekening.|Dit bedrag incasseren wij rond %D van uw rekening.",
	original: "Betreft factuur %O|Credit op factuurnummer %O", carried: "Transporteren|Transport", kenmerk: "Betalingskenmerk|Betaalkenmerk", buyer: "Factuuradres:|Aan:|",
}

var otherWords = words{
	title: "Factuur|NOTA|Factuur / Invoice|Declaratie|UW FACTUUR", creditTitle: "CREDIT NOTA|Creditfactuur|Correctiefactuur (credit)|Kreditnota",
	number: "Notanummer|Factuurnummer|Factuur no.|Nummer factuur|Factuur-nr|Factuurnummer / Invoice no.|Nota nr.", creditNumber: "Creditnummer|Creditfactuurnummer|Nummer",
	issued: "Notadatum|Factuurdatum|Factuur d.d.|Datum nota|Dagtekening|Datum:", due: "Betalen uiterlijk op|Vervaldatum|Uiterlijk te betalen op|Betaaldatum|Uiterste datum van betaling",
	customer: "Cliëntnummer|Klantcode|Uw relatienummer|Debiteur|Contractnummer", order: "Uw bestelnummer|Inkooporder|Uw opdrachtnummer|Bestelnr.|Uw verplichtingnummer|Bestelbon",
	reference: "Uw ref.|Referentie klant|Uw kenmerk", otherDay: "Uitvoeringsdatum|Verzenddatum|Opdrachtdatum|Prestatiedatum",
	text: "Specificatie|Dienst|Product|Activiteit", quantity: "Aantal|Uren|Stuks|Qty", price: "Eenheidsprijs|Prijs p/st|Uurtarief|Stuksprijs", rate: "%|Btw|BTW %|Tarief btw", amount: "Bedrag (€)|Totaal excl.|Netto|Subtotaal",
	net: "Totaal zonder btw|Nettobedrag|Sub-totaal|Factuurbedrag excl. btw|Grondslag btw|Totaal ex btw", vatOne: "Omzetbelasting %d%%|%d %% BTW|B.T.W. %d%%|btw tarief %d%%", vatOver: "%d%% BTW over %s|BTW (%d%%) over %s",
	vatAll: "Omzetbelasting|Btw totaal|Totaalbedrag btw|B.T.W.", gross: "Eindtotaal|Te voldoen|TOTAAL EUR|Door u te betalen|Totaal nota|Factuurtotaal|Totaal (incl. btw)|Totaal te voldoen", payable: "Door u te betalen|Resteert|Openstaand bedrag|Nog te voldoen",
	creditTotal: "Eindtotaal|Creditbedrag|Totaal credit", paid: "Al betaald|Vooruitbetaald|Ontvangen|Verrekend voorschot",
	kvk: "KVK:|Kvk nr|Ingeschreven KvK|KvK Amsterdam|Kamer v. Koophandel", vat: "Btw-identificatienummer|BTW:|OB-nummer|Omzetbelastingnummer|Btw nr", iban: "IBAN-nummer|Bankrekening|IBAN nr.|Rek.nr.|Onze bank", bic: "SWIFT|BIC/SWIFT", holder: "op naam van|ten gunste van|o.v.v. de naam",
	ownVAT: "Btw-nummer klant|BTW nr. afnemer|Uw btw-id",
	please: "U kunt het bedrag overmaken naar %I t.n.v. %S o.v.v. %N.|Betaling gaarne op bankrekening %I.|Wij zien uw betaling van %A graag uiterlijk %D tegemoet op %I.||Vragen over deze nota? Bel ons klantcontactcentrum.",
	terms:  "Onze betalingstermijn is 30 dagen.|Gelieve binnen 30 dagen te voldoen.||Leveringsvoorwaarden gedeponeerd bij de KvK.", reversed: "Omzetbelasting verlegd.|Verleggingsregeling: btw verlegd naar afnemer NL001234567B01.",
	small:    "Geen btw in rekening gebracht wegens toepassing van de KOR (art. 25 Wet OB 1968).|Op deze factuur is de kleineondernemersregeling van toepassing: vrijgesteld van btw.",
	blocked:  "Waarvan op G-rekening (%B) te voldoen: %G|Bedrag voor de geblokkeerde rekening %B is %G, het overige naar %I.",
	discount: "%P%% korting bij betaling binnen %W dagen, dus %K minder.|Kredietbeperking: betaalt u voor %U, dan kunt u %K (%P%%) in mindering brengen.",
	debited:  "Op %D schrijven we %A af van uw rekening.|U hoeft niets te doen: het bedrag wordt per automatische incasso geïnd op %D.",
	original: "Correctie op nota %O|Inzake onze factuur %O", carried: "Over te brengen|Subtotaal t/m deze pagina", kenmerk: "Betalingskenmerk|Betaal kenmerk", buyer: "Factuur aan|Opdrachtgever:|Klant||T.a.v.",
}

func wordsOf(half Half) words {
	if half == Other {
		return otherWords
	}
	return learnedWords
}
