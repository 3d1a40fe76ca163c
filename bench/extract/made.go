// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"html"
	"math/rand/v2"
	"strings"

	"rentmeester/day"
	"rentmeester/extract"
	"rentmeester/ident"
	"rentmeester/money"
)

// bill is an invented invoice.
type bill struct {
	seller, street, postCode, city, kvk, vat, iban, bic, domain, phone string
	number, order, kenmerk, reference                                  string
	issued, due                                                        day.Day
	lines                                                              []billLine
	rates                                                              []int64 // of VAT, in the order of the table
	reverse, credit                                                    bool
	bases, taxes                                                       map[int64]int64
	net, tax, gross                                                    int64
}

type billLine struct {
	text          string
	quantity      int64
	price, amount int64 // cents
	rate          int64
}

var (
	surnames = strings.Fields("Jansen DeBoer Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks Dekker Brouwer Dijkstra Koster Willems Hoekstra Verhoeven Schouten Kuipers")
	trades   = strings.Split("Groenvoorziening|Bouwbedrijf|Schildersbedrijf|Installatietechniek|Wegenbouw|Advies|Automatisering|Drukkerij|Catering|Beveiliging|Taxivervoer|Riooltechniek|Onderhoud|Architecten|Ingenieursbureau|Uitzendbureau|Schoonmaak", "|")
	forms    = strings.Split("B.V.|BV|V.O.F.|N.V.|", "|")
	places   = strings.Split("Deventer|Zwolle|Apeldoorn|Gouda|Den Helder|Bergen op Zoom|Leeuwarden|Venlo|Hoorn|Almelo|'s-Hertogenbosch|Oss", "|")
	streets  = strings.Split("Industrieweg|Dorpsstraat|Stationsplein|Nijverheidsweg|Kerkstraat|Lange Voorhout|De Hoge Akker|Molenpad|Burgemeester Vlielanderstraat", "|")
	works    = strings.Split("Maaien bermen wijk Oost|Snoeien bomen Parklaan|Leveren straatklinkers rood|Huur minikraan per dag|Advies bestemmingsplan|Licenties kantoorsoftware|Schoonmaak gemeentehuis|Catering raadsvergadering|Reparatie lichtmast 4512|Inspectie riolering km 3,2|Drukwerk folder afval|Vervoer leerlingen week 12|Verkeersregelaars koningsdag|Uren projectleider|Storing cv-installatie|Toner HP 26X (2 stuks)|Onderhoud speeltoestellen|Afvoer groenafval|Beveiliging evenement|Levering zand 0-2 mm", "|")
	banks    = strings.Fields("ABNA RABO INGB BNGH KNAB SNSB TRIO ASNB")
)

func pick[T any](r *rand.Rand, all []T) T { return all[r.IntN(len(all))] }

func digitsOf(r *rand.Rand, n int) string {
	var b strings.Builder
	for i := range n {
		d := r.IntN(10)
		if i == 0 {
			d = 1 + r.IntN(9)
		}
		fmt.Fprint(&b, d)
	}
	return b.String()
}

// invented makes a bill by chance.
func invented(r *rand.Rand) bill {
	b := bill{bases: map[int64]int64{}, taxes: map[int64]int64{}}
	name := pick(r, surnames)
	b.seller = strings.TrimSpace(pick(r, []string{name + " " + pick(r, trades), pick(r, trades) + " " + name, name + " & Zn. " + pick(r, trades)}) + " " + pick(r, forms))
	b.domain = strings.ToLower(name) + pick(r, []string{"-groep.nl", ".nl", "bv.nl", "-bedrijf.nl"})
	b.street, b.city = fmt.Sprintf("%s %d", pick(r, streets), 1+r.IntN(300)), pick(r, places)
	b.postCode = digitsOf(r, 4) + " " + string(rune('A'+r.IntN(20))) + string(rune('A'+r.IntN(20)))
	b.kvk, b.phone = digitsOf(r, 8), "0"+digitsOf(r, 2)+" - "+digitsOf(r, 3)+" "+digitsOf(r, 2)+" "+digitsOf(r, 2)
	for b.vat == "" {
		if made, err := ident.MakeBTW(digitsOf(r, 9)); err == nil {
			b.vat = made
		}
	}
	bank := pick(r, banks)
	for b.iban == "" {
		if account, err := ident.MakeAccount("0" + digitsOf(r, 8)); err == nil && account[:3] != "099" {
			b.iban, _ = ident.MakeIBAN("NL", bank+account)
		}
	}
	b.bic = bank + "NL2A"
	b.credit = r.IntN(8) == 0
	b.reverse = !b.credit && r.IntN(8) == 0
	year := 2023 + r.IntN(4)
	b.issued, _ = day.Date(year, 1+r.IntN(12), 1+r.IntN(28))
	b.due = b.issued.Add(pick(r, []int{14, 30, 30, 21, 60}))
	seq := digitsOf(r, 3+r.IntN(4))
	b.number = pick(r, []string{fmt.Sprintf("%d%s", year, seq), fmt.Sprintf("%d-%s", year, seq), "F" + seq, "VF-" + seq, fmt.Sprintf("%s/%d", seq, year), seq, fmt.Sprintf("INV%d.%s", year%100, seq), fmt.Sprintf("%02d.%s", year%100, seq)})
	b.order = pick(r, []string{"45" + digitsOf(r, 8), "IO-" + digitsOf(r, 6), "VPL" + digitsOf(r, 7), "", digitsOf(r, 6)})
	if r.IntN(3) == 0 {
		b.kenmerk, _ = ident.MakeBetalingskenmerk(digitsOf(r, 15))
	}
	b.reference = pick(r, []string{"", "K. de Vries", "Afd. Ruimte", "KP 6140" + digitsOf(r, 2)})
	b.fill(r)
	return b
}

func (b *bill) fill(r *rand.Rand) {
	b.rates = pick(r, [][]int64{{21}, {21}, {9}, {21, 9}, {9, 21}, {21, 0}})
	if b.reverse {
		b.rates = []int64{0}
	}
	count := pick(r, []int{1, 1, 2, 3, 4, 6, 9, 45})
	for i := range count {
		l := billLine{text: pick(r, works), quantity: int64(1 + r.IntN(40)), price: int64(150 + r.IntN(30000)), rate: b.rates[i%len(b.rates)]}
		if r.IntN(3) == 0 {
			l.quantity = 1
		}
		l.amount = l.quantity * l.price
		b.lines = append(b.lines, l)
		b.bases[l.rate] += l.amount
		b.net += l.amount
	}
	for rate, base := range b.bases {
		b.taxes[rate] = (base*rate + 50) / 100
		b.tax += b.taxes[rate]
	}
	b.gross = b.net + b.tax
}

// truth is what must be read of it.
func (b bill) truth() map[string]string {
	kind := "invoice"
	if b.credit {
		kind = "creditnote"
	}
	return map[string]string{
		extract.Number: b.number, extract.Issued: string(b.issued), extract.Due: string(b.due), extract.Order: b.order, extract.Kind: kind,
		extract.SellerName: b.seller, extract.SellerVAT: b.vat, extract.SellerKvK: b.kvk, extract.IBAN: b.iban, extract.Reference: b.kenmerk, extract.Currency: "EUR",
		extract.Net: money.Cents(b.net).String(), extract.VAT: money.Cents(b.tax).String(), extract.Gross: money.Cents(b.gross).String(), extract.Payable: money.Cents(b.gross).String(),
	}
}

// euro writes an amount the Dutch way.
func euro(cents int64) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	whole := fmt.Sprint(cents / 100)
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "." + whole[at:]
	}
	return fmt.Sprintf("%s%s,%02d", sign, whole, cents%100)
}

var monthNames = strings.Fields("januari februari maart april mei juni juli augustus september oktober november december")

// written writes a day in one of the Dutch ways.
func written(d day.Day, way int) string {
	t := d.Time()
	switch way {
	case 0:
		return t.Format("02-01-2006")
	case 1:
		return t.Format("2-1-2006")
	case 2:
		return fmt.Sprintf("%d %s %d", t.Day(), monthNames[t.Month()-1], t.Year())
	case 3:
		return t.Format("02/01/2006")
	case 4:
		return t.Format("02.01.2006")
	}
	return t.Format("02-01-06")
}

// page is the invoice as HTML, in one of many layouts.
func (b bill) page(r *rand.Rand) (string, map[string]string) {
	truth := b.truth()
	way := r.IntN(6)
	sign := int64(1)
	if b.credit && r.IntN(2) == 0 {
		sign = -1
	}
	title := "FACTUUR"
	if b.credit {
		title = pick(r, []string{"CREDITNOTA", "Creditfactuur", "Creditnota"})
	} else {
		title = pick(r, []string{"FACTUUR", "Factuur", "factuur"})
	}
	iban := b.iban
	if r.IntN(2) == 0 {
		iban = ident.PrintIBAN(iban)
	}
	vat := b.vat
	if r.IntN(4) == 0 {
		vat = vat[:2] + " " + vat[2:6] + "." + vat[6:8] + "." + vat[8:11] + "." + vat[11:]
	}
	symbol := pick(r, []string{"€ ", "€", "", "EUR ", "&euro;&nbsp;"})
	amount := func(cents int64) string { return symbol + euro(sign*cents) }
	facts := b.facts(r, way, truth)
	totals := b.totals(r, amount, truth)
	table := b.table(r, amount)
	legal := pick(r, []string{
		fmt.Sprintf("KvK %s | BTW %s | IBAN %s | BIC %s", b.kvk, vat, iban, b.bic),
		fmt.Sprintf("K.v.K. nr. %s &nbsp; BTW nr. %s &nbsp; Bank: %s t.n.v. %s", b.kvk, vat, iban, html.EscapeString(b.seller)),
		fmt.Sprintf("Kamer van Koophandel: %s<br>Btw-nummer: %s<br>IBAN: %s<br>BIC: %s", b.kvk, vat, iban, b.bic),
		fmt.Sprintf("Handelsregister %s - BTW-id %s - Rekeningnummer %s", b.kvk, vat, iban),
	})
	sellerBlock := fmt.Sprintf("<b>%s</b><br>%s<br>%s %s<br>Tel. %s<br>info@%s", html.EscapeString(b.seller), b.street, b.postCode, b.city, b.phone, b.domain)
	buyer := pick(r, []string{
		"Gemeente Voorbeeldstad<br>Afdeling Financiën<br>Postbus 100<br>8000 AB Voorbeeldstad",
		"Gemeente Voorbeeldstad<br>T.a.v. crediteurenadministratie<br>Raadhuisplein 1<br>8011 AB Voorbeeldstad<br>BTW-nummer: NL001234567B01",
		"Factuuradres:<br>Gemeente Voorbeeldstad<br>Postbus 100<br>8000 AB  VOORBEELDSTAD",
	})
	if strings.Contains(buyer, "NL001234567B01") {
		buyer = strings.Replace(buyer, "BTW-nummer", pick(r, []string{"Uw BTW-nummer", "BTW-nummer afnemer", "Uw btw-nr"}), 1)
	}
	payment := b.payment(r, way, iban, amount, truth)
	css := fmt.Sprintf("body{font-family:%s;font-size:%dpt;margin:0}td,th{padding:%dpx 6px;text-align:left;vertical-align:top}.r{text-align:right}table{border-collapse:collapse}.full{width:100%%}footer{%sfont-size:%dpt;margin-top:30px;border-top:1px solid #888;padding-top:6px}h1{font-size:%dpt;margin:8px 0}",
		pick(r, []string{"Arial,sans-serif", "'Times New Roman',serif", "'DejaVu Sans',sans-serif", "'Courier New',monospace", "Georgia,serif"}), 8+r.IntN(4), 1+r.IntN(4),
		pick(r, []string{"", "position:fixed;bottom:0;left:0;right:0;text-align:center;"}), 7+r.IntN(2), 14+r.IntN(14))
	var body string
	switch r.IntN(6) {
	case 0: // letterhead left, facts right
		body = fmt.Sprintf(`<table class=full><tr><td>%s<td>%s</table><br><table class=full><tr><td>%s<td><h1>%s</h1>%s</table>%s%s<p>%s</p><footer>%s</footer>`, sellerBlock, "", buyer, title, facts, table, totals, payment, legal)
	case 1: // buyer left, seller right, facts as a row
		body = fmt.Sprintf(`<table class=full><tr><td style="padding-top:60px">%s<td style="width:35%%">%s<br><br>%s</table><h1>%s</h1>%s%s%s<p>%s</p>`, buyer, sellerBlock, strings.ReplaceAll(legal, " | ", "<br>"), title, facts, table, totals, payment)
	case 2: // logo on top in the middle, letter style
		body = fmt.Sprintf(`<div style="text-align:center;font-size:20pt">%s</div><div style="text-align:center">%s, %s %s</div><p>%s</p><h1>%s</h1>%s%s%s<p>%s</p><footer>%s</footer>`, html.EscapeString(b.seller), b.street, b.postCode, b.city, buyer, title, facts, table, totals, payment, legal)
	case 3: // sender line over the window
		body = fmt.Sprintf(`<div style="font-size:7pt;text-decoration:underline">%s - %s - %s %s</div><table class=full><tr><td>%s<td style="text-align:right">%s</table><h1>%s</h1>%s%s<p>%s</p><footer>%s</footer>`, html.EscapeString(b.seller), b.street, b.postCode, b.city, buyer, facts, title, table, totals, payment, legal)
	case 4: // side column
		body = fmt.Sprintf(`<table class=full><tr><td style="width:28%%;font-size:7.5pt;border-right:1px solid #999">%s<br><br>%s<td><h1>%s</h1>%s<br><br>%s<br>%s%s<p>%s</p></table>`, sellerBlock, strings.NewReplacer(" | ", "<br>", " - ", "<br>", " &nbsp; ", "<br>").Replace(legal), title, buyer, facts, table, totals, payment)
	default: // title and number on one line
		body = fmt.Sprintf(`<table class=full><tr><td><h1>%s</h1><td style="text-align:right">%s</table><table class=full><tr><td><b>Aan:</b><br>%s<td><b>Van:</b><br>%s</table><br>%s%s%s<p>%s</p><footer>%s</footer>`, title, "", buyer, sellerBlock, facts, table, totals, payment, legal)
	}
	return "<!doctype html><meta charset=utf-8><style>@page{size:A4;margin:15mm}" + css + "</style>" + body, truth
}

// facts are number, days and references, as a list, as a row or as sentences.
func (b bill) facts(r *rand.Rand, way int, truth map[string]string) string {
	number := pick(r, []string{"Factuurnummer", "Factuurnr.", "Factuur nr", "Nummer", "Factuurnummer"})
	if b.credit {
		number = pick(r, []string{"Creditnota nr.", "Factuurnummer", "Creditnotanummer"})
	}
	pairs := [][2]string{{number, b.number}, {pick(r, []string{"Factuurdatum", "Datum", "Factuurdatum", "Datum factuur"}), written(b.issued, way)}}
	if r.IntN(3) > 0 {
		pairs = append(pairs, [2]string{pick(r, []string{"Vervaldatum", "Uiterste betaaldatum", "Te betalen voor", "Betalen voor"}), written(b.due, way)})
	} else {
		delete(truth, extract.Due)
	}
	pairs = append(pairs, [2]string{pick(r, []string{"Klantnummer", "Debiteurnummer", "Debiteurnr.", "Relatienummer"}), digitsOf(r, 5)})
	if b.order != "" {
		pairs = append(pairs, [2]string{pick(r, []string{"Ordernummer", "Uw ordernummer", "Inkoopordernummer", "Verplichtingennummer", "Opdrachtnummer"}), b.order})
	}
	if b.reference != "" {
		pairs = append(pairs, [2]string{pick(r, []string{"Uw referentie", "Uw kenmerk"}), b.reference})
	}
	if r.IntN(3) == 0 {
		pairs = append(pairs, [2]string{pick(r, []string{"Leverdatum", "Besteldatum", "Periode"}), written(b.issued.Add(-r.IntN(20)-1), way)})
	}
	if r.IntN(2) == 0 {
		tail := pairs[2:]
		r.Shuffle(len(tail), func(i, j int) { tail[i], tail[j] = tail[j], tail[i] })
	}
	colon := pick(r, []string{":", ":", "", " :"})
	var out strings.Builder
	switch r.IntN(4) {
	case 0, 1:
		out.WriteString("<table>")
		for _, p := range pairs {
			fmt.Fprintf(&out, "<tr><td>%s%s<td>%s", p[0], colon, p[1])
		}
		out.WriteString("</table>")
	case 2:
		out.WriteString(`<table class=full style="font-size:85%"><tr>`)
		for _, p := range pairs {
			fmt.Fprintf(&out, "<td><b>%s</b>", p[0])
		}
		out.WriteString("<tr>")
		for _, p := range pairs {
			fmt.Fprintf(&out, "<td>%s", p[1])
		}
		out.WriteString("</table>")
	default:
		for _, p := range pairs {
			fmt.Fprintf(&out, "%s%s %s<br>", p[0], colon, p[1])
		}
	}
	return out.String()
}

func (b bill) table(r *rand.Rand, amount func(int64) string) string {
	var out strings.Builder
	withRate, withQuantity := r.IntN(2) == 0, r.IntN(4) > 0
	fmt.Fprintf(&out, `<br><table class=full %s><thead><tr>`, pick(r, []string{"", "border=1", `style="border-top:2px solid #333"`}))
	if withQuantity {
		fmt.Fprintf(&out, "<th>%s", pick(r, []string{"Aantal", "Aant.", "Hoeveelheid"}))
	}
	out.WriteString("<th>Omschrijving")
	if withQuantity {
		fmt.Fprintf(&out, "<th class=r>%s", pick(r, []string{"Prijs", "Stukprijs", "Tarief"}))
	}
	if withRate {
		fmt.Fprintf(&out, "<th class=r>%s", pick(r, []string{"BTW", "Btw %", "BTW-tarief"}))
	}
	fmt.Fprintf(&out, "<th class=r>%s</thead>", pick(r, []string{"Bedrag", "Totaal", "Regeltotaal", "Bedrag excl."}))
	for _, l := range b.lines {
		out.WriteString("<tr>")
		if withQuantity {
			fmt.Fprintf(&out, "<td>%d", l.quantity)
		}
		fmt.Fprintf(&out, "<td>%s", l.text)
		if withQuantity {
			fmt.Fprintf(&out, "<td class=r>%s", amount(l.price))
		}
		if withRate {
			fmt.Fprintf(&out, "<td class=r>%d%%", l.rate)
		}
		fmt.Fprintf(&out, "<td class=r>%s", amount(l.amount))
	}
	out.WriteString("</table>")
	return out.String()
}

func (b bill) totals(r *rand.Rand, amount func(int64) string, truth map[string]string) string {
	var rows [][2]string
	add := func(label string, cents int64) { rows = append(rows, [2]string{label, amount(cents)}) }
	net := pick(r, []string{"Subtotaal", "Totaal excl. BTW", "Totaal exclusief btw", "Netto bedrag", "Bedrag excl. btw"})
	gross := pick(r, []string{"Totaal", "Totaal incl. BTW", "Te betalen", "Totaal te betalen", "Factuurbedrag", "Totaal inclusief btw", "Totaalbedrag"})
	if b.credit && strings.Contains(gross, "betalen") {
		gross = "Totaal creditnota"
	}
	style := r.IntN(3)
	add(net, b.net)
	switch {
	case b.reverse:
		rows = append(rows, [2]string{pick(r, []string{"BTW verlegd", "Btw verlegd naar afnemer", "BTW 0% (verlegd)"}), amount(0)})
	case style == 0:
		for _, rate := range b.rates {
			if rate > 0 {
				add(fmt.Sprintf(pick(r, []string{"%d%% BTW", "BTW %d%%", "Btw hoog/laag %d%%"}), rate), b.taxes[rate])
			}
		}
	case style == 1:
		for _, rate := range b.rates {
			if rate > 0 || r.IntN(2) == 0 {
				rows = append(rows, [2]string{fmt.Sprintf("BTW %d%% over %s", rate, amount(b.bases[rate])), amount(b.taxes[rate])})
			}
		}
	default:
		add(pick(r, []string{"BTW", "Totaal BTW", "Btw-bedrag"}), b.tax)
	}
	add(gross, b.gross)
	if style == 2 {
		rows = rows[:0]
		var out strings.Builder
		fmt.Fprintf(&out, `<br><table class=full><tr><th>Grondslag<th>BTW %%<th>BTW-bedrag`)
		for _, rate := range b.rates {
			fmt.Fprintf(&out, "<tr><td>%s<td>%d%%<td>%s", amount(b.bases[rate]), rate, amount(b.taxes[rate]))
		}
		out.WriteString("</table>")
		add(net, b.net)
		add("Totaal BTW", b.tax)
		add(gross, b.gross)
		return out.String() + totalTable(rows)
	}
	return totalTable(rows)
}

func totalTable(rows [][2]string) string {
	var out strings.Builder
	out.WriteString(`<br><table style="margin-left:auto">`)
	for i, row := range rows {
		if i == len(rows)-1 {
			fmt.Fprintf(&out, "<tr><td><b>%s</b><td class=r><b>%s</b>", row[0], row[1])
		} else {
			fmt.Fprintf(&out, "<tr><td>%s<td class=r>%s", row[0], row[1])
		}
	}
	out.WriteString("</table>")
	return out.String()
}

func (b bill) payment(r *rand.Rand, way int, iban string, amount func(int64) string, truth map[string]string) string {
	text := pick(r, []string{
		fmt.Sprintf("Wij verzoeken u het bedrag van %s binnen 30 dagen over te maken op rekening %s onder vermelding van factuurnummer %s.", amount(b.gross), iban, b.number),
		fmt.Sprintf("Gelieve te betalen op %s ten name van %s.", iban, html.EscapeString(b.seller)),
		"Op al onze diensten zijn de algemene voorwaarden van toepassing. Betaling binnen 14 dagen.",
		"",
	})
	if b.reverse {
		text += " BTW verlegd, art. 12 lid 3 Wet OB."
	}
	if b.kenmerk != "" {
		text += fmt.Sprintf("<br>%s: %s", pick(r, []string{"Betalingskenmerk", "Betaalkenmerk"}), pick(r, []string{b.kenmerk, b.kenmerk[:4] + " " + b.kenmerk[4:8] + " " + b.kenmerk[8:12] + " " + b.kenmerk[12:]}))
	}
	_ = truth
	_ = way
	return text
}
