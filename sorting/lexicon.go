// SPDX-License-Identifier: EUPL-1.2

package sorting

import "strings"

// phrase is a piece of text that tells something about the kind of document.
type phrase struct {
	text    string
	tokens  []string // the first may begin with "*": any word that ends so
	weights scores
}

// nameWeight is from which weight on a phrase is the name of a kind.
const nameWeight = 3

func (p *phrase) strongest() (most float64) {
	for _, w := range p.weights {
		most = max(most, w)
	}
	return most
}

func (p *phrase) isName() bool { return p.strongest() >= nameWeight }

// beforehand is what is known of a document of which nothing is known yet: most
// of what an inbox for invoices gets is an invoice, and what says nothing of
// itself is something else.
var beforehand = weigh("invoice 0.6, other 1.6")

var (
	withAccount    = weigh("invoice 0.8, creditnote 0.3, reminder 0.6, statement 0.3, delivery-note -0.8, contract -0.3, other -0.5")
	withAmounts    = weigh("invoice 0.8, creditnote 0.7, order-confirmation 0.6, quotation 0.6, statement 0.6, reminder 0.2, delivery-note -1, other -1, contract -0.4")
	withoutAmounts = weigh("invoice -2, creditnote -1.5, statement -1.5, delivery-note 0.6, contract 0.2, other 0.5, decision 0.2, advertising 0.1, reminder -0.5")
	withArticles   = weigh("contract 2.5, decision 0.3, invoice -1")
	withMinus      = weigh("creditnote 2.5, statement 0.4, invoice -0.3")
	withRows       = weigh("statement 2")
)

// lexicon is what phrases weigh, as log-odds: 3 names the kind itself, 2 is said
// in hardly any other, 1 is said more in this one. Minus is against. A line:
// weights: phrases, divided by bars.
const lexicon = `
invoice 3: factuur | invoice | verzamelfactuur | termijnfactuur | voorschotfactuur | eindfactuur | slotfactuur | deelfactuur | tax invoice | sales invoice | rechnung | facture | *factuur
invoice 2, reminder 0.3: nota | rekening | declaratie | termijnnota | huurnota | voorschotnota | slotnota | jaarafrekening | eindafrekening
invoice 1.6, creditnote 0.8, reminder 0.4: factuurnummer | factuurnr | factuur nummer | factuur nr | invoice number | invoice no | invoice nr | notanummer | rechnungsnummer | rechnung nr | declaratienummer
invoice 1.2, creditnote 0.5: factuurdatum | invoice date | notadatum | rechnungsdatum | datum factuur
invoice 1.5, reminder 0.3: te betalen | te voldoen | totaal te betalen | amount due | total due | balance due | zahlbetrag | wij verzoeken u het bedrag | gelieve te betalen | verzoeken wij u het | over te maken | please pay | please remit
invoice 1.2: betalingstermijn | betaling binnen | binnen 30 dagen | binnen 14 dagen | uiterste betaaldatum | vervaldatum | due date | payment terms | payable within | zahlbar bis | betaaldatum | automatisch afgeschreven | automatische incasso
invoice 0.8, creditnote 0.7, order-confirmation 0.4, quotation 0.5: btw | vat | ust | mwst | excl btw | incl btw | totaal exclusief btw | totaal inclusief btw | subtotaal | subtotal
invoice 1.5: brengen wij u in rekening | in rekening gebracht | berekenen wij u | hierbij factureren wij | bijgaand onze factuur | we hereby invoice | verrichte werkzaamheden | geleverde diensten | services rendered | wir berechnen
invoice -4, order-confirmation 1.5, quotation 0.8, delivery-note 0.8: dit is geen factuur | geen factuur | this is not an invoice | not an invoice | factuur volgt | u ontvangt nog een factuur | invoice will follow | factuur wordt apart
invoice -3, quotation 1.5, order-confirmation 1: proforma | pro forma | proformafactuur | proforma invoice | proforma factuur | conceptfactuur
creditnote 3.6, invoice -1: creditnota | creditfactuur | credit nota | credit note | credit memo | kredietnota | credit factuur | gutschrift | rechnungskorrektur | stornorechnung | avoir | correctiefactuur | creditnote
creditnote 2: credit | tegengeboekt | deducted from | storten wij terug | storten het bedrag terug | boeken wij tegen | crediteren wij | wij crediteren | gecrediteerd | credited | we have credited | credit invoice | creditnummer | credit note number | in mindering op | retour ontvangen goederen | te ontvangen bedrag | terug te ontvangen | wordt verrekend met
creditnote 1: storno | retourzending | teveel berekend | te veel berekend | te veel in rekening | correctie op factuur | correction | refund | overcharged
reminder 3.6, invoice -0.6: aanmaning | betalingsherinnering | herinneringsnota | payment reminder | eerste herinnering | tweede herinnering | laatste herinnering | overdue notice | final notice | dunning | sommatie | ingebrekestelling | mahnung | zahlungserinnerung | final reminder | past due notice
reminder 2.2: herinnering | reminder | herinneren wij u | we remind you
reminder 2.4, invoice -0.5: onbetaald | onbetaald gebleven | deurwaarder | aanmaningskosten | wettelijke rente | crossed this letter | unpaid | openstaande nota | nog niet ontvangen | nog geen betaling | geen betaling ontvangen | nog openstaat | nog open staat | niet binnen de gestelde termijn | betalingstermijn is verstreken | vervaldatum is verstreken | is overdue | remains unpaid | have not received | not yet received | not received payment | verzuim | incassokosten | incassobureau | uit handen geven | uit handen te geven | collection agency | buitengerechtelijke | uw betaling heeft gekruist | betaling gekruist | reeds betaald dan | already paid | disregard this | aan uw aandacht ontsnapt | overlooked | alsnog
order-confirmation 3.6, invoice -0.6: orderbevestiging | opdrachtbevestiging | order confirmation | bestelbevestiging | bevestiging van uw bestelling | bevestiging van uw order | bevestiging bestelling | auftragsbestätigung | order acknowledgement | bevestiging van uw opdracht | reserveringsbevestiging | booking confirmation
order-confirmation 2: uw order in goede orde | bestelling in goede orde | facturering vindt plaats | factureren na levering | bedankt voor uw bestelling | bedankt voor uw order | bedankt voor uw opdracht | thank you for your order | hebben uw bestelling ontvangen | bevestigen wij uw | wij bevestigen | we confirm | confirm your order | uw bestelling | your order has been | verwachte leverdatum | verwachte levering | expected delivery | estimated delivery | leverweek | levertijd | delivery time | gewenste leverdatum
order-confirmation 1: ordernummer | bestelnummer | order number | orderdatum | order date | uw order | besteld
statement 3.6, invoice -0.8: rekeningoverzicht | saldo overzicht | saldo-overzicht | overzicht openstaande posten | openstaande posten | openstaande facturen | statement of account | account statement | debiteurenoverzicht | klantoverzicht | saldobevestiging | rekening-courant | open items | kontoauszug | crediteurenoverzicht | outstanding invoices | facturenoverzicht
statement 1.8: openstaand saldo | outstanding balance | beginsaldo | eindsaldo | opening balance | closing balance | ouderdom | 0 30 | 31 60 | 61 90 | > 90 | aging | debet | credit saldo | running balance | saldo per
contract 3.4, invoice -0.8: overeenkomst | contract | raamovereenkomst | huurovereenkomst | verwerkersovereenkomst | dienstverleningsovereenkomst | agreement | huurcontract | addendum | *overeenkomst | master agreement | service level agreement
contract 2: partijen | zijn overeengekomen | komen overeen | verklaren te zijn | the parties | hereby agree | hierna te noemen | hereinafter | opdrachtgever en opdrachtnemer | looptijd | opzegtermijn | opzegging | term and termination | governing law | toepasselijk recht | in tweevoud | ondertekend | geheimhouding | aansprakelijkheid | nemen in aanmerking | overwegende dat | whereas | boetebeding
decision 3.4, invoice -0.8: beschikking | besluit | verleningsbeschikking | vaststellingsbeschikking | subsidiebeschikking | toekenningsbesluit | decision | aanslagbiljet | omgevingsvergunning | vergunning | toekenning
decision 2.2: bezwaar | bezwaarschrift | bezwaar maken | awb | algemene wet bestuursrecht | burgemeester en wethouders | gedeputeerde staten | besluiten wij | wij besluiten | gelet op | bekendgemaakt | bekendmaking | rechtbank | beroep instellen | objection | lodge an objection | appeal | verlenen wij | hebben wij besloten | subsidie | beschikt | aanvraag van | uw aanvraag
delivery-note 3.6, invoice -0.6: pakbon | leverbon | afleverbon | vrachtbrief | delivery note | packing slip | packing list | leveringsbon | afleverbewijs | lieferschein | despatch note | dispatch note | cmr | paklijst | transportbon | weegbon | begeleidingsbrief | werkbon
delivery-note 2: chauffeur | laadadres | losadres | afleveradres | voor ontvangst | ontvangen door | received by | colli | pallets | gewicht | geleverd aantal | quantity delivered | naleveren | nalevering | afgeleverd | goederen ontvangen | handtekening ontvanger | besteld geleverd | carrier | vervoerder | tracking | backorder | aantal geleverd | controleer de zending
quotation 3.6, invoice -0.8: offerte | prijsopgave | quotation | quote | aanbieding | prijsofferte | angebot | voorstel | proposal | offertenummer | tender | begroting | kostenraming | prijsvoorstel
quotation 2: geldig tot | geldigheid | valid until | valid for | gestand | bieden wij u | wij u aan | vrijblijvend | without obligation | voor akkoord | akkoord getekend | to accept this | naar aanleiding van uw aanvraag | naar aanleiding van uw verzoek | uw offerteaanvraag | pleased to offer | hopen u hiermee | geschatte kosten | we look forward to your order | indien u akkoord
advertising 3, invoice -1: nieuwsbrief | newsletter | uitschrijven | afmelden | unsubscribe | aanmelden voor | webinar | folder
advertising 1.8: profiteer | korting | actie | gratis | bestel nu | ontdek | nieuw in ons | discount | sale | free | offer ends | limited time | register now | mis het niet | shop | klik hier | click here | demo | kennismaken | vrijblijvend kennismaken | exclusief voor | early bird | meld u aan | schrijf u in | aanbiedingen | only today | beurs
other 2.5, invoice -1: uitnodiging | notulen | vergadering | agenda | sollicitatie | invitation | minutes | meeting | cv | afwezig | out of office | vraag over | klacht | overlijden | jaarverslag | rapport | report | adreswijziging | change of address | vakantie | gewijzigde openingstijden | condoleance
other 1.5: met vriendelijke groet heb ik een vraag | kunt u mij | could you | wij zijn verhuisd | nieuw rekeningnummer | verhuizing | kennisgeving | hartelijk dank voor uw bericht | automatisch antwoord | automatic reply | bijgaand ontvangt u het verslag
`

// byFirst finds phrases by their first word; bySuffix by how a word ends.
var byFirst, bySuffix = build(lexicon)

func build(source string) (map[string][]*phrase, []*phrase) {
	first := map[string][]*phrase{}
	var suffix []*phrase
	for _, line := range strings.Split(strings.TrimSpace(source), "\n") {
		weights, phrases, _ := strings.Cut(line, ":")
		for _, text := range strings.Split(phrases, "|") {
			text = strings.TrimSpace(text)
			p := &phrase{text: strings.TrimPrefix(text, "*"), tokens: tokensOf(text), weights: weigh(weights)}
			if strings.HasPrefix(text, "*") {
				suffix = append(suffix, p)
				continue
			}
			first[p.tokens[0]] = append(first[p.tokens[0]], p)
		}
	}
	return first, suffix
}

// weigh reads weights: "invoice 2, reminder 0.3". It panics on what it does not
// know, which is a mistake in this file and not in its input.
func weigh(source string) (w scores) {
	for _, one := range strings.Split(source, ",") {
		kind, weight, _ := strings.Cut(strings.TrimSpace(one), " ")
		w[numberOf(Kind(kind))] = number(weight)
	}
	return w
}

// phrasesIn gives the phrases of a line, the longest at each place.
func phrasesIn(tokens []string) (found []*phrase) {
	for i := 0; i < len(tokens); {
		best := longest(tokens[i:])
		if best == nil {
			i++
			continue
		}
		found = append(found, best)
		i += len(best.tokens)
	}
	return found
}

func longest(tokens []string) (best *phrase) {
	for _, p := range byFirst[tokens[0]] {
		if (best == nil || len(p.tokens) > len(best.tokens)) && begins(tokens, p.tokens) {
			best = p
		}
	}
	if best != nil {
		return best
	}
	for _, p := range bySuffix {
		if strings.HasSuffix(tokens[0], p.tokens[0]) {
			return p
		}
	}
	return nil
}

func begins(tokens, wanted []string) bool {
	if len(wanted) > len(tokens) {
		return false
	}
	for i, w := range wanted {
		if tokens[i] != w {
			return false
		}
	}
	return true
}
