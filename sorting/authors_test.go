// SPDX-License-Identifier: EUPL-1.2

package sorting

// wording is how one invented author writes one kind of document.
type wording struct {
	titles []string // "" is a document without a heading
	says   []string
}

// author is somebody with words of his own. No sentence is shared between
// authors; the lexicon was tried on the first and amended on the second; the
// third is only reported on.
type author struct {
	name   string
	labels [5]string // number, date, subtotal, VAT, total
	footer []string  // that stand under documents of any kind
	kinds  map[Kind]wording
}

var authors = []author{
	{
		name:   "first",
		labels: [5]string{"Factuurnummer", "Datum", "Totaal excl. btw", "Btw 21%", "Totaal te betalen"},
		footer: []string{"Op al onze diensten zijn de algemene voorwaarden van toepassing.", "Kijk ook eens op onze website voor de aanbiedingen van deze maand.",
			"Herinnering: op 5 december zijn wij gesloten.", "Vragen? Bel gerust onze klantenservice.", "Our general terms apply to every agreement."},
		kinds: map[Kind]wording{
			Invoice: {[]string{"FACTUUR", "Factuur 2026-0113", "Invoice", "Verzamelfactuur november", "Termijnnota"},
				[]string{"Voor de in oktober verrichte werkzaamheden brengen wij u in rekening:", "Wij verzoeken u het bedrag binnen 30 dagen over te maken op onze bankrekening.",
					"Onder vermelding van het factuurnummer.", "Please pay within 30 days of the invoice date.", "Het bedrag wordt automatisch afgeschreven rond de 28e.", "Conform contract 4412 en uw opdrachtbon."}},
			CreditNote: {[]string{"CREDITNOTA", "Creditfactuur", "Credit note", "Credit nota 88"},
				[]string{"Hierbij crediteren wij factuur 2026-0098.", "Het bedrag wordt verrekend met de volgende factuur.", "De teveel berekende uren zijn gecorrigeerd.",
					"We have credited the goods you returned.", "Te ontvangen bedrag volgt binnen twee weken op uw rekening."}},
			Reminder: {[]string{"Betalingsherinnering", "Herinnering factuur 2026-0098", "Payment reminder", "AANMANING", ""},
				[]string{"Wij hebben uw betaling nog niet ontvangen.", "Volgens onze administratie staat onderstaande factuur nog open.", "Heeft u inmiddels betaald, dan kunt u deze brief negeren.",
					"Betaalt u niet, dan zijn wij genoodzaakt incassokosten in rekening te brengen.", "Our invoice is overdue and remains unpaid.", "De vervaldatum is verstreken."}},
			OrderConfirmation: {[]string{"Orderbevestiging", "Opdrachtbevestiging 771", "Order confirmation", "Bevestiging van uw bestelling"},
				[]string{"Bedankt voor uw bestelling.", "Wij bevestigen hierbij de volgende artikelen te leveren.", "De verwachte leverdatum is week 48.", "Dit is geen factuur; die volgt na levering.",
					"Thank you for your order, we confirm the items below.", "Betaling binnen 30 dagen na levering op onderstaande rekening."}},
			Statement: {[]string{"Rekeningoverzicht", "Overzicht openstaande posten", "Statement of account", "Openstaande facturen per heden"},
				[]string{"Hieronder vindt u de posten die op dit moment openstaan.", "Het openstaand saldo bedraagt onderaan vermeld bedrag.", "Indien uw administratie afwijkt, horen wij dat graag.", "Outstanding balance at the end of the month."}},
			Contract: {[]string{"OVEREENKOMST", "Raamovereenkomst schoonmaak", "Service agreement", "Huurovereenkomst"},
				[]string{"De ondergetekenden, hierna te noemen opdrachtgever en opdrachtnemer,", "komen het volgende overeen:", "De looptijd is vier jaar, met een opzegtermijn van drie maanden.", "Aldus in tweevoud opgemaakt en ondertekend.",
					"The parties hereby agree as follows.", "Partijen verplichten zich tot geheimhouding."}},
			Decision: {[]string{"Beschikking", "Besluit op uw aanvraag", "Betreft: verlening subsidie 2027", "Beschikking omgevingsvergunning"},
				[]string{"Op 3 september ontvingen wij uw aanvraag.", "Gelet op de Algemene wet bestuursrecht besluiten wij als volgt.", "Bent u het niet eens met dit besluit, dan kunt u binnen zes weken bezwaar maken.", "Burgemeester en wethouders van Zandmeer,", "You may lodge an objection within six weeks."}},
			DeliveryNote: {[]string{"PAKBON", "Leverbon 5561", "Delivery note", "Vrachtbrief"},
				[]string{"Voor ontvangst getekend:", "Aantal colli: 3, gewicht 41 kg.", "Controleer de zending bij ontvangst.", "Niet geleverde artikelen worden nageleverd.", "Goods received by:"}},
			Quotation: {[]string{"OFFERTE", "Offertenummer 2026-31", "Quotation", "Prijsopgave"},
				[]string{"Naar aanleiding van uw aanvraag bieden wij u vrijblijvend aan:", "Deze offerte is geldig tot 31 december.", "Wij hopen u hiermee een passend voorstel te doen.", "Voor akkoord:", "We are pleased to offer the following."}},
			Advertising: {[]string{"Nieuwsbrief", "Profiteer nu van 20% korting", "Join our webinar", "Gratis proefmaand"},
				[]string{"Ontdek de nieuwe collectie kantoormeubelen.", "Bestel nu en ontvang gratis verzending.", "Geen mail meer? Hier uitschrijven.", "Unsubscribe at any time.", "Deze actie loopt tot zondag."}},
			Other: {[]string{"Uitnodiging", "Verslag overleg", "Vraag over het rooster", "Wij zijn verhuisd", ""},
				[]string{"Graag nodigen wij u uit voor de bijeenkomst.", "De vergadering begint om tien uur.", "Kunt u mij laten weten wie hierover gaat?", "Ons nieuwe adres is Dorpsstraat 4.", "Met vriendelijke groet, Ineke."}},
		},
	},
	{
		name:   "second",
		labels: [5]string{"Nota nr.", "Dagtekening", "Netto", "BTW hoog", "Door u te voldoen"},
		footer: []string{"Vestiging Noord, ingeschreven bij de Kamer van Koophandel.", "Nieuw: nu ook verkrijgbaar in onze webshop!", "Vergeet niet: herinnering voor de open dag op 12 mei.",
			"Wij werken volgens de leveringsvoorwaarden van onze branche, een contract is pas bindend na ondertekening.", "Member of the national trade association."},
		kinds: map[Kind]wording{
			Invoice: {[]string{"Nota", "Rekening", "Factuur (kopie)", "Sales invoice", "Eindafrekening 2025", ""},
				[]string{"Graag ontvangen wij uw betaling uiterlijk de 30e.", "Betreft: onderhoud liftinstallatie derde kwartaal.", "Voor de levering van onderstaande materialen bent u verschuldigd:", "Kindly transfer the total to the account mentioned below.",
					"U kunt betalen met de QR-code.", "Reeds ontvangen voorschotten zijn hierop in mindering gebracht."}},
			CreditNote: {[]string{"Creditnota bij nota 551", "Credit memo", "CREDIT", "Correctiefactuur"},
				[]string{"Deze nota vervalt en is hiermee tegengeboekt.", "Wij storten het bedrag terug.", "Wegens retourzending van de defecte pomp.", "This amount will be deducted from your next invoice.", "U hoeft niets te betalen."}},
			Reminder: {[]string{"Laatste herinnering", "Tweede aanmaning", "Final notice", "Sommatie", "Openstaande nota"},
				[]string{"Ondanks onze eerdere brief is de nota onbetaald gebleven.", "Wellicht is het aan uw aandacht ontsnapt.", "Wij geven de vordering uit handen aan een deurwaarder.", "If payment has crossed this letter, please disregard it.", "U bent in verzuim en rente is verschuldigd.", "Wij verzoeken u alsnog binnen zeven dagen te betalen."}},
			OrderConfirmation: {[]string{"Bevestiging opdracht", "Order acknowledgement", "Uw bestelling is bij ons bekend", "Bestelbevestiging"},
				[]string{"Wij hebben uw order in goede orde ontvangen en ingepland.", "Levertijd ongeveer tien werkdagen.", "Onderstaand de door u bestelde goederen met prijzen.", "Facturering vindt plaats na uitlevering.", "Changes are possible until the day before dispatch."}},
			Statement: {[]string{"Debiteurenoverzicht", "Saldo-opgave", "Account statement", "Stand van uw rekening"},
				[]string{"Per vandaag staan bij ons de volgende nota's open.", "Verzoek om controle met uw eigen boekhouding.", "Ouderdom 0-30 dagen, 31-60 dagen, ouder.", "Beginsaldo en mutaties zijn hieronder weergegeven.", "The closing balance is shown at the bottom."}},
			Contract: {[]string{"Contract levering energie", "Dienstverleningsovereenkomst", "Lease agreement", "Addendum bij de overeenkomst"},
				[]string{"Partij A en partij B nemen in aanmerking dat", "zijn overeengekomen de navolgende bepalingen.", "Toepasselijk recht is Nederlands recht.", "This term renews unless terminated in writing.", "Aansprakelijkheid is beperkt tot de jaarsom."}},
			Decision: {[]string{"Toekenning uitkering", "Vaststellingsbeschikking", "Ontwerpbesluit", "Onderwerp: uw verzoek om ontheffing"},
				[]string{"Wij hebben besloten de gevraagde ontheffing te verlenen.", "Het college, namens deze, de afdelingsmanager.", "Een bezwaarschrift stuurt u aan onderstaand adres.", "Dit stuk is bekendgemaakt op de datum van verzending.", "You can appeal to the court."}},
			DeliveryNote: {[]string{"Afleverbon", "Packing slip", "Transportdocument", "Leveringsbon"},
				[]string{"Chauffeur: handtekening en tijdstip.", "Geleverd: 12, besteld: 12, rest: 0.", "Goederen in goede staat ontvangen.", "Number of pallets: 2.", "Laadadres en losadres als boven."}},
			Quotation: {[]string{"Aanbieding schilderwerk", "Prijsofferte", "Proposal", "Begroting verbouwing"},
				[]string{"Graag doen wij u hierbij onze prijs toekomen.", "Onze aanbieding doen wij gestand tot dertig dagen.", "Na uw akkoord plannen wij het werk in.", "Prices are valid for one month.", "Meerwerk wordt vooraf met u besproken."}},
			Advertising: {[]string{"Speciale aanbiedingen voor gemeenten", "Sale!", "Kom naar onze beurs", "Maak kennis met ons platform"},
				[]string{"Meld u aan voor een vrijblijvende demo.", "Alleen deze week: tweede halve prijs.", "Wilt u onze mail niet langer ontvangen, meld u dan af.", "Register now and get the early bird price.", "Klik hier voor meer inspiratie."}},
			Other: {[]string{"Notulen", "Even voorstellen", "Afwezigheid", "Change of address", "Klacht"},
				[]string{"Aanwezig: mevrouw Smit, de heer Bos.", "Ik ben tot en met vrijdag niet bereikbaar.", "Ik wil graag solliciteren naar de functie van beheerder.", "Please update your records.", "Bijgaand het verslag ter kennisname."}},
		},
	},
	{
		name:   "third",
		labels: [5]string{"Fact. no", "Opgemaakt op", "Grondslag", "Omzetbelasting", "Eindbedrag"},
		footer: []string{"Al meer dan veertig jaar uw partner in groen.", "Alleen deze maand: gratis tuinadvies bij iedere opdracht, profiteer ervan.", "Ter herinnering: wij zijn verhuisd naar de Havenkade.",
			"Ons besluit om duurzaam te werken staat vast.", "Voor klachten over een levering kunt u bellen met onze planning."},
		kinds: map[Kind]wording{
			Invoice: {[]string{"Factuur", "INVOICE No. 44-B", "Declaratie", "Voorschotnota warmte", "Maandfactuur huur sporthal", ""},
				[]string{"Wilt u zo vriendelijk zijn dit bedrag voor de vervaldag te storten.", "Het te voldoen totaal is inclusief omzetbelasting.", "Wij hebben voor u uitgevoerd: snoeien van 40 bomen.", "Amount payable within thirty days, quoting our reference.", "De huurtermijn loopt van de eerste tot de laatste van de maand.", "Vergoeding voor vervoer van leerlingen."}},
			CreditNote: {[]string{"Creditfactuur", "Nota van credit", "Credit invoice", "Rectificatie factuur"},
				[]string{"U krijgt dit bedrag van ons terug.", "De eerder gestuurde rekening was onjuist en is ingetrokken.", "Wij boeken onderstaande regels met een minteken.", "You were overcharged; we apologise.", "Saldo in uw voordeel."}},
			Reminder: {[]string{"Herinnering", "U heeft nog een rekening openstaan", "Second reminder", "Ingebrekestelling", "Laatste verzoek tot betaling"},
				[]string{"Tot op heden mochten wij geen betaling van u bijschrijven.", "Misschien bent u het vergeten?", "Blijft voldoening uit, dan volgen gerechtelijke stappen.", "The amount is now 21 days late.", "Een kopie van de rekening sluiten wij bij."}},
			OrderConfirmation: {[]string{"Orderbevestiging", "Wij gaan voor u aan de slag", "Confirmation of your booking", "Opdrachtbevestiging groenonderhoud"},
				[]string{"Fijn dat u voor ons gekozen heeft.", "We leveren volgens planning op 14 december.", "Controleer of onderstaande gegevens kloppen en geef wijzigingen door.", "Your reservation has been booked.", "De rekening sturen wij nadat het werk gereed is."}},
			Statement: {[]string{"Overzicht van uw facturen", "Rekening-courantoverzicht", "Open items list", "Kwartaaloverzicht debiteur"},
				[]string{"In deze lijst staan alle boekingen van het kwartaal.", "Komt het saldo overeen met uw cijfers?", "Nog te ontvangen van u in totaal:", "Please compare with your ledger.", "Betalingen tot en met gisteren zijn verwerkt."}},
			Contract: {[]string{"Verwerkersovereenkomst", "Contract", "Framework agreement", "Bruikleenovereenkomst"},
				[]string{"Partijen spreken het volgende af.", "Elke partij kan schriftelijk opzeggen tegen het einde van het jaar.", "Bij tekortkoming geldt een boete per dag.", "Signed in duplicate at Utrecht.", "Wijzigingen gelden alleen als zij schriftelijk zijn vastgelegd."}},
			Decision: {[]string{"Subsidiebeschikking", "Besluit", "Vergunning evenement", "Wij wijzen uw verzoek toe"},
				[]string{"U vroeg ons toestemming voor een evenement.", "Wij kennen u een bijdrage toe van het genoemde bedrag.", "Niet eens met ons oordeel? Dien binnen zes weken bezwaar in.", "Hoogachtend, namens het dagelijks bestuur.", "Het wettelijk kader is hieronder opgenomen."}},
			DeliveryNote: {[]string{"Pakbon", "Afleverdocument", "Dispatch note", "Weegbon grondbank"},
				[]string{"Bruto, tarra en netto in kilogram.", "Afgegeven aan de balie, 10:42 uur.", "Ontbreekt er iets, meld het binnen 48 uur.", "Signature of the receiver.", "Emballage retour: 1 kist."}},
			Quotation: {[]string{"Offerte", "Kostenraming herinrichting plein", "Quote", "Voorstel beplanting"},
				[]string{"U vroeg ons een prijs te maken voor het volgende.", "Deze prijzen gelden zolang de voorraad strekt, uiterlijk tot 1 maart.", "Kunt u zich vinden in dit aanbod, stuur dan een getekend exemplaar terug.", "We estimate the cost as follows.", "Niet inbegrepen: stratenwerk en afvoer."}},
			Advertising: {[]string{"Voorjaarsactie", "Het beste voor uw gemeente", "Free e-book", "Nieuwe brochure"},
				[]string{"Laat u verrassen door onze oplossingen.", "Tot 30% voordeliger in het hele assortiment.", "Via deze link schrijft u zich uit.", "Book a demo today.", "Vraag de brochure aan en maak kans op een taart."}},
			Other: {[]string{"Agenda teamoverleg", "Condoleance", "Nieuwe contactpersoon", "Re: parkeren", ""},
				[]string{"Vanaf maandag is Karin uw aanspreekpunt.", "Punt 1: opening en mededelingen.", "Ik kan mijn auto niet kwijt bij het gemeentehuis.", "See you on Thursday.", "Bedankt voor de prettige samenwerking."}},
		},
	},
}
