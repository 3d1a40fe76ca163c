// SPDX-License-Identifier: EUPL-1.2

package extract

import (
	"strings"
	"sync"
)

// Names of labels that are no field: what has one of them is something else
// than it may seem, and that is worth knowing.
const (
	paid       = "paid"
	linesTotal = "lines"
	otherDay   = "other.day"    // of delivery, of the order, of birth
	otherCode  = "other.number" // of the customer, the page, the article
	rateColumn = "rate"
	own        = "own.account" // from which the buyer pays
	sellerHead = "head.seller"
	buyerHead  = "head.buyer"
	holder     = "holder"
	taxColumn  = "base"
	otherSum   = "other.amount"
)

// term is what a label may mean, and how surely.
type term struct {
	field  string
	weight float64
}

// meanings are the labels of the field by what they mean, in Dutch, English,
// German, French and Italian. An entry is separated by "|"; spaces, capitals,
// accents and signs do not matter.
var meanings = []struct {
	field  string
	weight float64
	words  string
}{
	{Number, 1, `factuurnummer|factuurnr|factuur nr|factuur nummer|factuur no|nummer factuur|factuur id|fact nr|factnr|fact.nummer|notanummer|nota nr|notanr|declaratienummer|
		creditnotanummer|creditnota nr|creditnota nummer|creditfactuurnummer|creditfactuur nr|creditnummer|creditnr|factuur-/debiteurnummer|faktuurnummer|faktuurnr|verkoopfactuurnummer|uw factuurnummer|ons factuurnummer|onze factuur|
		invoice number|invoice no|invoice nr|invoice id|number of invoice|invoice ref|invoice reference|inv no|inv nr|tax invoice no|tax invoice number|credit note number|credit note no|credit note nr|credit memo number|credit memo no|bill number|bill no|invoicenum|
		rechnungsnummer|rechnungsnr|rechnung nr|rechnung nummer|rechnungs nummer|re-nr|rg-nr|belegnummer|beleg nr|handelsrechnung nr|rechnung no|gutschriftsnummer|gutschriftnummer|gutschrift nr|gutschrift nummer|korrekturrechnung nr|stornorechnung nr|rechnungskorrektur nr|
		numero de facture|n de facture|no de facture|facture n|facture no|facture numero|facture nr|num facture|avoir n|avoir no|numero d avoir|numero avoir|ref facture|
		numero fattura|fattura n|fattura nr|fattura numero|n fattura|nr fattura|numero documento|nota di credito n`},
	{Number, 0.7, `factuur|creditnota|creditfactuur|invoice|tax invoice|credit note|rechnung|facture|fattura|avoir|gutschrift|nota|document number|document no|documentnummer|docnr|stuknummer|boekstuknummer`},
	{Number, 0.5, `nr|no|nummer|number|numero|kenmerk|ons kenmerk|onze referentie|our reference|our ref|unser zeichen|referentie|reference`},
	{Issued, 1, `factuurdatum|datum factuur|factuur datum|faktuurdatum|notadatum|datum nota|creditnotadatum|datum creditnota|creditdatum|declaratiedatum|factuur d.d.|factuur dd|factuur van|invoice date|date of invoice|date of issue|issue date|issued on|issued|bill date|billing date|credit note date|date issued|
		rechnungsdatum|datum der rechnung|belegdatum|rechnung vom|ausstellungsdatum|gutschriftsdatum|re-datum|rg-datum|date de facture|date facture|date de facturation|date d emission|date avoir|date d avoir|facture du|data fattura|data emissione|data documento|data di emissione|tax point|invoice date tax point`},
	{Issued, 0.7, `datum|date|data|d.d.|dd|documentdatum|document date|afdrukdatum|vom|von|du|del|dated|den|le`},
	{Due, 1, `vervaldatum|verval datum|vervaldag|uiterste betaaldatum|uiterste betaal datum|uiterste datum van betaling|betalen voor|te betalen voor|te voldoen voor|betalen uiterlijk|betaling uiterlijk|uiterlijk betalen op|uiterlijk te betalen op|uiterlijk|betaaldatum|betaal voor|voor of op|betalen per|betalingsdatum|betaling voor|te betalen op|te betalen uiterlijk|te betalen uiterlijk op|
		due date|payment due|due on|date due|payment due date|pay by|due by|payment due by|please pay by|pay before|due|
		fallig am|falligkeit|faelligkeit|falligkeitsdatum|fallig|zahlbar bis|zahlbar bis zum|zu zahlen bis|bis zum|bitte uberweisen sie bis zum|zahlungsziel|zahlbar am|zahlungsfrist bis|netto bis|tagen netto bis|
		date d echeance|echeance|date echeance|a payer avant le|date limite de paiement|payable le|scadenza|data scadenza|data di scadenza|scadenza pagamento|entro il`},
	{otherDay, 1, `leverdatum|leveringsdatum|datum levering|orderdatum|besteldatum|datum bestelling|opdrachtdatum|offertedatum|periode|factuurperiode|over de periode|van|t/m|tot en met|tot|incassodatum|afschrijfdatum|datum uitvoering|uitvoeringsdatum|prestatiedatum|contractdatum|ingangsdatum|geboortedatum|datum prestatie|werkdatum|boekdatum|uw bestelling van|afgeleverd op|verzenddatum|datum werk|datum dienst|korting bij betaling voor|bij betaling voor|ontvangstdatum|einddatum|begindatum|startdatum|
		delivery date|order date|service date|date of supply|date of delivery|ship date|shipping date|period|billing period|from|to|until|po date|start date|end date|date of service|date of order|discount date|
		leistungsdatum|lieferdatum|liefer und leistungsdatum|liefer-/leistungszeitraum|leistungszeitraum|lieferzeitraum|abrechnungszeitraum|bestelldatum|bestell datum|auftragsdatum|auftrag datum lief|lieferschein datum|lieferscheindatum|leistungs datum|liefer datum|berechnungszeitraum|bestellung vom|skonto innerhalb|tagen bis|gezahlt am|bezahlt am|leistung vom|bis|bestellt am|versanddatum|druckdatum|
		date de livraison|date de commande|periode du|periode de facturation|commande du|date de prestation|date d execution|au|payment date|data consegna|data ordine|data ddt|periodo`},
	{otherCode, 1, `betreft factuur|betreft factuurnummer|betreft factuur nr|credit op factuur|credit op factuurnummer|creditering factuur|creditering van factuur|correctie op factuur|correctie factuur|correctie van factuur|op factuur|op factuurnummer|oorspronkelijke factuur|oorspronkelijk factuurnummer|origineel factuurnummer|ter creditering van|
		klantnummer|klantnr|klant nr|klantcode|uw klantnummer|debiteurnummer|debiteurnr|debiteur|debiteuren nr|relatienummer|relatienr|relatie|lidnummer|abonnementsnummer|contractnummer|contract nr|pagina|blad|pag|artikelnummer|artikelnr|artikel|art nr|telefoon|tel|telefoonnummer|t|fax|mobiel|postbus|projectnummer|project nr|projectnr|project|pakbonnummer|pakbon|pakbonnr|leverbonnummer|leverbon|offertenummer|offerte nr|offerte|dossiernummer|dossier|zaaknummer|polisnummer|meternummer|meterstand|ean|ean code|eancode|leveranciersnummer|leverancier nr|crediteurnummer|crediteur nr|orderregel|incassant id|incassantid|machtigingskenmerk|mandaat|kenteken|werkbon|werkbonnummer|bonnummer|bon nr|vestigingsnummer|oin|rsin|loonheffingennummer|iso|oude factuur|betreft factuur|oorspronkelijke factuur|credit op factuur|behorend bij factuur|inzake factuur|correctie op factuur|creditering factuur|creditering van factuur|correctie van factuur|betreft factuurnummer|betreft factuurnr|oorspronkelijk factuurnummer|oorspronkelijke factuurnummer|gecrediteerde factuur|
		customer number|customer no|customer id|customer nr|customer|client number|client no|client id|account number|account no|account nr|page|item no|item number|item|phone|telephone|mobile|delivery note|delivery note no|quote number|quotation|contract|contract number|contract no|project number|original invoice|original invoice number|relates to invoice|regarding invoice|credited invoice|supplier number|vendor number|vendor no|ship to|company number|registration number|
		kundennummer|kundennr|kunden nr|kd nr|ihre kundennummer|ihre nummer|kunde nr|lieferschein nr|lieferscheinnummer|lieferschein|auftragsnummer|auftrag nr|auftrag nr lief|auftragsnr|lief nr|lieferantennummer|lieferanten nr|steuernummer|steuer nr|st nr|seite|telefon|fon|mobil|abteilung|gln|globale nummer|unsere gln|ihre gln|handelsregisternummer|handelsregister|hrb|hrb nr|hra|amtsgericht|ursprungsbeleg nr|ursprungsrechnung|zu rechnung nr|originalrechnung|vorherige rechnung|reklamationsnummer|vertragsnummer|vertrags nr|wee reg nr|oko kontr nr|filial nr|filiale|angebotsnummer|angebot nr|rapport nr|projekt nr|projektnummer|objektnummer|buchungsreferenz|weitere referenz|artikel nr|art nr kunde|art nr lief|versicherungsnummer|
		numero client|n client|no client|code client|client n|siret|siren|ape|naf|rcs|facture liee|facture d origine|numero de contrat|bon de livraison|devis|n de contrat|codice cliente|cliente|codice fiscale|ddt|rea|pec|codice destinatario|telefono`},
	{otherSum, 1, `aanmaningskosten|vorig saldo|openstaand saldo|korting|discount|rabatt|rabat|remise|skonto|waarvan betaald|kapitaal|au capital de|capital social|stammkapital|maatschappelijk kapitaal|vorig bedrag|statiegeld|borg|spaarsaldo|cashback|basis|tussentotaal|transporteren|over te brengen|transport|ubertrag`},
	{Order, 1, `ordernummer|ordernr|order nr|order nummer|uw ordernummer|uw order|uw ordernr|uw order nr|inkoopordernummer|inkooporder|inkoopordernr|inkooporder nr|inkoopnummer|io nummer|uw inkoopordernummer|uw inkooporder|bestelnummer|bestelnr|bestel nr|uw bestelnummer|uw bestelling|bestelling nr|bestelbon|bestelbonnummer|bestelbon nr|opdrachtnummer|opdracht nr|opdrachtnr|uw opdrachtnummer|uw opdracht|opdrachtbon|verplichtingennummer|verplichtingnummer|verplichtingsnummer|verplichting|verplichtingnr|verplichtingennr|uw verplichtingennummer|po nummer|po-nummer|ponummer|po nr|po|po:|
		order number|order no|purchase order|purchase order number|purchase order no|po number|po no|your order|your order number|your order no|your po|p.o. number|p.o. no|customer po|
		bestellnummer|bestell nr|bestellnr|ihre bestellung|ihre bestellnummer|ihre bestell nr|bestellung nr|bestellreferenz|bestellung|auftragsreferenz|
		numero de commande|n de commande|no de commande|commande n|votre commande|bon de commande|votre reference commande|numero ordine|ordine n|ordine nr|ordine|vs ordine|rif ordine`},
	{Order, 0.6, `votre reference|order|commande`},
	{BuyerReference, 1, `uw kenmerk|uw referentie|uw ref|kostenplaats|kostenplaats nr|t.a.v. kostenplaats|budgetnummer|budgethouder|bestelcode|klantreferentie|referentie klant|your reference|your ref|cost centre|cost center|buyer reference|customer reference|ihr zeichen|ihre referenz|leitweg id|leitwege id|leitweg-id|leitwege-id|votre ref|v ref|riferimento cliente|vs riferimento`},
	{Reference, 1, `betalingskenmerk|betalings kenmerk|betaal kenmerk|betaalkenmerk|kenmerk betaling|acceptgiro kenmerk|acceptgironummer|onder vermelding van betalingskenmerk|payment reference|payment ref|creditor reference|zahlungsreferenz|verwendungszweck|reference de paiement|reference paiement|riferimento pagamento|structured communication|gestructureerde mededeling`},
	{SellerKvK, 1, `kvk|kvk nummer|kvknummer|kvk nr|kvknr|k.v.k.|k.v.k. nr|k.v.k. nummer|kamer van koophandel|kamer van koophandel nr|kamer van koophandel nummer|kvk te|handelsregister|handelsregister nr|handelsregisternummer|inschrijfnummer kvk|coc|coc number|coc nr|coc no|chamber of commerce|chamber of commerce no|chamber of commerce nr|chamber of commerce number|trade register|dossiernummer kvk|kvk dossiernummer|inschrijvingsnummer kvk|h.r.`},
	{SellerVAT, 1, `btw nummer|btwnummer|btw nr|btwnr|btw id|btwid|btw identificatienummer|btw id nr|btw-id|omzetbelastingnummer|ob nummer|btw|vat number|vat no|vat nr|vat id|vat reg no|vat registration number|vat registration no|vat|tax id|vat identification number|ust id|ust idnr|ustid nr|ust id nr|ustidnr|ust id nummer|umsatzsteuer id|umsatzsteuer identifikationsnummer|umsatzsteueridentnummer|uid|uid nummer|uid nr|tva|tva n|n tva|no tva|numero de tva|tva intracommunautaire|n tva intracommunautaire|n tva intra|numero tva|id tva|partita iva|p iva|piva|p.iva|iva|vat code`},
	{BuyerVAT, 1, `uw btw nummer|uw btw nr|uw btwnummer|uw btw id|btw nummer klant|btw nummer afnemer|btw nr klant|btw nr afnemer|btw afnemer|btw klant|btw id afnemer|btw id klant|uw vat nummer|your vat number|your vat no|your vat id|customer vat|customer vat number|customer vat no|customer vat id|client vat|buyer vat|vat number customer|vat customer|ihre ust id|ihre ust idnr|ihre ust id nr|ihre umsatzsteuer id|ust idnr kunde|kunden ust id|n tva client|no tva client|tva client|numero tva client|votre n tva|votre numero de tva|p iva cliente|partita iva cliente`},
	{IBAN, 1, `iban|iban nr|iban nummer|ibannummer|iban number|iban no|rekeningnummer|rekening nr|rekeningnr|bankrekening|bankrekeningnummer|banknummer|bankrekeningnr|bank account|bank|rekening|giro|bankverbindung|konto|kontonummer|konto nr|compte|compte bancaire|conto|conto corrente|codice iban|op rekening|op bankrekening`},
	{GAccount, 1, `g-rekening|g rekening|grekening|g-rekeningnummer|g-rek|grek|g rek nr|g-account|blocked account|geblokkeerde rekening|iban g-rekening|g-rekening iban`},
	{own, 1, `van uw rekening|van uw bankrekening|van rekening|uw rekening|uw rekeningnummer|uw iban|uw bankrekening|uw bankrekeningnummer|afgeschreven van|geincasseerd van|van rekeningnummer|from your account|your account|your iban|from account|ihr konto|von ihrem konto|votre compte|ihre iban|afgeschreven van rekening|automatisch afgeschreven van rekening`},
	{BIC, 1, `bic|swift|bic code|bic/swift|swift/bic|swift code|swiftcode|biccode|swift bic|bic swift|verkaufer bic`},
	{holder, 1, `t.n.v.|tnv|ten name van|rekeninghouder|op naam van|ten gunste van|t.g.v.|account holder|account name|beneficiary|in the name of|kontoinhaber|kontoname|inhaber|titulaire|titulaire du compte|intestatario|intestato a|beneficiario`},
	{Net, 1, `totaal excl btw|totaal excl|totaal exclusief btw|totaal exclusief|totaalbedrag excl btw|totaalbedrag exclusief btw|totaal ex btw|totaal excl. b.t.w.|totaal exclusief b.t.w.|bedrag excl btw|bedrag exclusief btw|bedrag excl|subtotaal excl btw|subtotaal exclusief btw|subtotaal excl|subtotaal exclusief|netto totaal|totaal netto|nettobedrag|netto bedrag|netto|goederenbedrag|factuurbedrag excl btw|factuurbedrag exclusief btw|factuurtotaal excl btw|excl btw|exclusief btw|exclusief|excl|totaal zonder btw|totaal credit excl btw|grondslag|
		total excl vat|total ex vat|total excluding vat|total excl tax|total without vat|subtotal excl vat|net total|total net|net amount|net|amount excl vat|amount excluding vat|amount net|total before tax|total before vat|taxable amount|total exclusive of vat|net total excl vat|total net amount|
		rechnungssumme ohne ust|rechnungssumme ohne mwst|summe netto|netto summe|nettosumme|gesamtnetto|netto gesamt|gesamt netto|gesamtbetrag netto|nettobetrag|summe ohne mwst|summe ohne ust|zwischensumme netto|nettowert|steuerbasis|warenwert netto|rechnungsbetrag netto|betrag netto|netto betrag|zu versteuernder betrag|summe netto eur|gesamtpreis netto|
		total ht|montant ht|total hors taxes|total hors tva|total htva|montant total ht|total net ht|sous total ht|net ht|base ht|
		totale imponibile|imponibile|totale netto|importo netto|totale imponibile eur`},
	{Net, 0.7, `subtotaal|sub totaal|subtotal|sub total|zwischensumme|sous total|sommatie|totale merce|totaal diensten|total price|goederen|subtotale|som`},
	{linesTotal, 1, `positionssumme|totaal regels|som van de regels|lines total|sum of lines|warenwert|total des lignes`},
	{VAT, 1, `totaal btw|btw totaal|btw bedrag|bedrag btw|btwbedrag|omzetbelasting|totaal b.t.w.|totaalbedrag btw|btw hoog|btw laag|btw hoog tarief|btw laag tarief|totaal btw bedrag|over|btw over|btw|b.t.w.|waarvan btw|inclusief btw bedrag|
		total vat|vat total|vat amount|amount vat|vat|tax|total tax|tax total|tax amount|sales tax|total tax amount|vat total amount|plus vat|total taxes|
		steuerbetrag|mwst betrag|mwst|ust|mwst gesamt|ust gesamt|ust betrag|umsatzsteuer|mehrwertsteuer|zuzugl ust|zzgl ust|zzgl mwst|zuzuglich umsatzsteuer|zuzuglich mwst|zuzugl mwst|zuzuglich mehrwertsteuer|zzgl umsatzsteuer|zzgl mehrwertsteuer|gesamt mwst|summe mwst|summe ust|steuer|enthaltene mwst|steuerbetrag in eur|gesamtsteuerbetrag|
		total tva|montant tva|tva|tva montant|taxe|total iva|totale iva|iva|importo iva|imposta|totale imposta`},
	{Gross, 1, `totaal incl btw|totaal incl|totaal inclusief btw|totaal inclusief|totaalbedrag incl btw|totaalbedrag inclusief btw|totaal incl. b.t.w.|totaal inclusief b.t.w.|totaalbedrag|totaal bedrag|factuurbedrag|factuur bedrag|factuurtotaal|totaal factuur|totaal factuurbedrag|factuurbedrag incl btw|factuurbedrag inclusief btw|bedrag incl btw|bedrag inclusief btw|bedrag incl|eindtotaal|eindbedrag|totaal generaal|brutobedrag|totaal bruto|bruto totaal|notabedrag|totaal nota|totaal creditnota|totaal credit|creditbedrag|incl btw|inclusief btw|totaal eur|totaal euro|totaal in eur|totaal in euro|totaal credit incl btw|totaal creditnota incl btw|
		total incl vat|total inc vat|total including vat|total incl tax|total with vat|grand total|invoice total|total invoice|total amount|total inclusive of vat|amount incl vat|amount including vat|total amount incl vat|gross total|gross amount|total gross|invoice amount|total eur|total in eur|total amount eur|credit total|credit note total|total credit|total invoice amount|gross|
		gesamtbetrag|bruttosumme|rechnungsbetrag|gesamtsumme|endbetrag|bruttobetrag|gesamt brutto|brutto gesamt|summe brutto|rechnungssumme|gesamtbetrag brutto|rechnungsbetrag brutto|rechnungsendbetrag|summe inkl ust|summe inkl mwst|gesamt inkl mwst|gesamtbetrag inkl mwst|gesamtbetrag inkl ust|gesamt inkl ust|brutto|rechnungsgesamtbetrag|gesamt eur|gesamtbetrag eur|betrag brutto|gutschriftsbetrag|summe mit mwst|
		total ttc|montant ttc|total toutes taxes comprises|montant total ttc|total tvac|ttc|total general|
		totale fattura|totale documento|importo totale|totale complessivo|totale generale|totale iva inclusa|totale ivato`},
	{Gross, 0.7, `totaal|total|totals|gesamt|summe|totale|montant total|som totaal`},
	{Payable, 1, `te betalen|totaal te betalen|te betalen bedrag|te voldoen|nog te betalen|te betalen totaal|totaal te voldoen|bedrag te betalen|te betalen eur|totaal te betalen bedrag|openstaand bedrag|openstaand|openstaand totaal|door u te betalen|te ontvangen|totaal te ontvangen|u ontvangt|terug te ontvangen|restbedrag|resteert|nog te voldoen|totaal te betalen incl btw|te betalen incl btw|te betalen inclusief btw|te betalen binnen 30 dagen|
		amount due|total due|balance due|amount payable|total payable|to pay|payable|total to pay|balance|please pay|residual|total amount due|amount to pay|outstanding|total amount payable|
		zahlbetrag|zu zahlen|zu zahlender betrag|zu zahlender gesamtbetrag|falliger betrag|offener betrag|restbetrag|noch zu zahlen|zahlungsbetrag|uberweisungsbetrag|
		net a payer|a payer|reste a payer|montant a payer|solde|montant du|total a payer|solde du|da pagare|totale da pagare|netto a pagare|importo da pagare|saldo`},
	{paid, 1, `reeds betaald|betaald|vooruitbetaald|aanbetaling|voorschot|voorschotten|al betaald|ontvangen betaling|ontvangen|reeds voldaan|already paid|paid|paid amount|amount paid|prepaid|deposit|advance|payments received|erhaltene anzahlungen|anzahlung|anzahlungen|bereits gezahlt|bereits bezahlt|gezahlt|abschlage|deja paye|acompte|acomptes|paye|sepa wire transfer|acconto|gia pagato`},
	{sellerHead, 1, `verkaufer|lieferant|leverancier|verkoper|supplier|seller|vendor|from|afzender|fournisseur|vendeur|fornitore|cedente|cedente prestatore|rechnungssteller|factuur van|bill from|sender|emetteur`},
	{buyerHead, 1, `kaufer|kaufer/leistungsempfanger|leistungsempfanger|rechnungsempfanger|warenempfanger|abweichender warenempfanger|kunde|koper|klant|afnemer|aan|factuur aan|factuuradres|afleveradres|factuurontvanger|ontvanger|geleverd aan|leveradres|debiteur|klantgegevens|uw gegevens|bezorgadres|opdrachtgever|factureren aan|t.a.v.|tav|buyer|customer|client|bill to|billed to|ship to|invoice to|sold to|deliver to|delivery address|invoice address|billing address|shipping address|recipient|empfanger|lieferadresse|rechnungsadresse|rechnungsanschrift|lieferanschrift|acheteur|adresse de livraison|adresse de facturation|destinataire|facture a|livre a|cliente|cessionario|cessionario committente|destinatario|spett le|spettle|abweichender zahlungsempfanger|steuerbevollmachtigter des verkaufers`},
}

// lexicon is meanings by their folded words.
var lexicon = sync.OnceValue(func() map[string][]term {
	all := map[string][]term{}
	for _, m := range meanings {
		for entry := range strings.SplitSeq(m.words, "|") {
			var key strings.Builder
			for word := range strings.FieldsSeq(entry) {
				key.WriteString(fold(word))
			}
			if key.Len() > 0 {
				all[key.String()] = append(all[key.String()], term{m.field, m.weight})
			}
		}
	}
	return all
})

// longestLabel is how many letters the longest label has.
var longestLabel = sync.OnceValue(func() int {
	longest := 0
	for key := range lexicon() {
		longest = max(longest, len(key))
	}
	return longest
})

// connecting are words that may stand between a label and its value.
var connecting = map[string]bool{
	"": true, "is": true, "op": true, "eur": true, "euro": true, "usd": true, "gbp": true, "chf": true, "van": true, "vom": true, "von": true,
	"dit": true, "het": true, "de": true, "le": true, "in": true, "den": true, "zum": true, "am": true, "bedraagt": true, "nr": true, "n": true, "no": true,
	"nummer": true, "number": true, "bij": true, "te": true, "of": true, "before": true, "on": true,
}
