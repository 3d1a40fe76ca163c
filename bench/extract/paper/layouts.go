// SPDX-License-Identifier: EUPL-1.2

package paper

import (
	"fmt"
	"strings"
)

// layout is how pages of one kind of supplier look.
type layout struct {
	name          string
	page          func(*printer) string
	trades, works string // parted by "|"
	foundation    bool
	exempt        bool // what it sells has no VAT
	totalsInRow   bool
}

const (
	builders = "Groenvoorziening|Bouwbedrijf|Schildersbedrijf|Installatietechniek|Wegenbouw|Riooltechniek|Onderhoud|Taxivervoer|Schoonmaak|Dakwerken|Elektro"
	offices  = "Advies|Automatisering|Drukkerij|Catering|Beveiliging|Architecten|Ingenieursbureau|Juristen|Opleidingen|Consultancy"
	outdoors = "Maaien bermen wijk Oost|Snoeien bomen Parklaan|Leveren straatklinkers rood|Huur minikraan per dag|Reparatie lichtmast 4512|Inspectie riolering km 3,2|Storing cv-installatie|Onderhoud speeltoestellen|Afvoer groenafval|Levering zand 0-2 mm|Schilderwerk gymzaal|Voorrijkosten"
	indoors  = "Advies bestemmingsplan|Licenties kantoorsoftware|Schoonmaak gemeentehuis|Catering raadsvergadering|Drukwerk folder afval|Uren projectleider|Toner HP 26X (2 stuks)|Beveiliging evenement|Training Wmo-consulenten|Vervoer leerlingen week 12|Verkeersregelaars koningsdag"
)

var learnedLayouts = []layout{
	{name: "letterhead", page: letterhead, trades: builders, works: outdoors},
	{name: "office", page: office, trades: offices, works: indoors},
	{name: "centred", page: centred, trades: offices, works: indoors},
	{name: "window", page: window, trades: builders, works: outdoors},
	{name: "side column", page: sideColumn, trades: offices, works: indoors},
	{name: "from and to", page: fromTo, trades: builders, works: outdoors},
	{name: "energy", page: energy, trades: "Energie|Warmte|Netbeheer|Elektra|Energy Zakelijk", works: "Levering elektriciteit normaal|Levering elektriciteit laag|Levering gas|Netbeheerkosten|Energiebelasting schijf 1|Vastrecht levering|Meetdienst"},
	{name: "craftsman", page: craftsman, trades: builders, works: outdoors},
	{name: "software", page: software, trades: "Software|Hosting|IT Services|Datacenters|Cloud|Webdesign", works: "Abonnement zaaksysteem januari|Hosting productieomgeving|SaaS-licentie per gebruiker|Support uren|Back-up opslag 500 GB|SSL-certificaat|Implementatie koppeling BRP"},
}

var otherLayouts = []layout{
	{name: "telecom", page: telecom, trades: "Telecom|Mobiel|Glasvezel|Connect|Communicatie", works: "Abonnement Zakelijk Mobiel 4G|Gesprekskosten buitenland|Glasvezel 1000/1000|Toestelbetaling|Databundel 20 GB|Vaste lijn basis"},
	{name: "care", page: care, trades: "Thuiszorg|Jeugdhulp|Zorggroep|Begeleid Wonen|GGZ", works: "Begeleiding individueel 45A12|Dagbesteding 41A03|Hulp bij het huishouden|Jeugdhulp ambulant 50A51|Kortdurend verblijf|Beschermd wonen etmaal", foundation: true, exempt: true},
	{name: "two columns", page: twoColumns, trades: offices, works: indoors, totalsInRow: true},
	{name: "without a table", page: unlined, trades: builders, works: outdoors},
	{name: "wholesaler", page: wholesaler, trades: "Groothandel|Handelsonderneming|Technische Unie|Supplies|Import", works: "PVC-buis 110 mm grijs|Schroef RVS 4x40 (200)|Kabel VMVK 3x2,5|Ledlamp E27 8W|Handschoen maat 10|Kopieerpapier A4 80 g"},
	{name: "agency", page: agency, trades: "Uitzendbureau|Detachering|Flexwerk|Personeel|Interim", works: "Week 11 K. Bakker normale uren|Week 12 K. Bakker normale uren|Week 12 toeslag 130%|Reiskosten woon-werk|Medewerker groen week 9"},
	{name: "public body", page: publicBody, trades: "Waterschap|Omgevingsdienst|Veiligheidsregio|GGD|Recreatieschap", works: "Bijdrage 2e kwartaal|Toezicht en handhaving|Brandveiligheidsadvies|Inspectie zwemwater|Deelnemersbijdrage", exempt: true},
	{name: "template", page: template, trades: builders, works: outdoors},
}

func layoutsOf(half Half) []layout {
	if half == Other {
		return otherLayouts
	}
	return learnedLayouts
}

// wrap makes a whole page of a body, and leaves out of the truth what the page
// does not show.
func (p *printer) wrap(body string) string {
	for field := range p.truth {
		if field != "kind" && field != "currency" && !strings.HasPrefix(field, "lines.") && !p.shown[field] {
			delete(p.truth, field)
		}
	}
	if p.symbol == "" && p.behind == "" {
		delete(p.truth, "currency")
	}
	css := fmt.Sprintf("body{font-family:%s;font-size:%dpt;margin:0;letter-spacing:%s}td,th{padding:%dpx 6px;text-align:left;vertical-align:top}.r{text-align:right}table{border-collapse:collapse}.full{width:100%%}footer{%sfont-size:%dpt;margin-top:30px;border-top:1px solid #888;padding-top:6px}h1{font-size:%dpt;margin:8px 0}.small{font-size:7.5pt}",
		one(p.r, "'DejaVu Sans',sans-serif|'DejaVu Serif',serif|'DejaVu Sans Mono',monospace|'DejaVu Sans Condensed','DejaVu Sans'"), 8+p.r.IntN(3), one(p.r, "0|0|-0.3px|0.2px"), 1+p.r.IntN(4),
		one(p.r, "|position:fixed;bottom:0;left:0;right:0;text-align:center;"), 7+p.r.IntN(2), 14+p.r.IntN(14))
	return "<!doctype html><meta charset=utf-8><style>@page{size:A4;margin:15mm}" + css + "</style>" + body
}

func letterhead(p *printer) string {
	p.begin()
	return fmt.Sprintf(`%s<br><br><table class=full><tr><td>%s<td><h1>%s</h1>%s</table>%s%s<p>%s</p><footer>%s</footer>`,
		p.address("<br>"), p.buyer(), p.title(), p.list(p.facts()), p.table(), p.totals(), p.payment(), p.legal(one(p.r, " | | &nbsp; | - ")))
}

func office(p *printer) string {
	p.begin()
	return fmt.Sprintf(`<table class=full><tr><td style="padding-top:60px">%s<td style="width:35%%">%s<br><br>%s</table><h1>%s</h1>%s%s%s<p>%s</p>`,
		p.buyer(), p.address("<br>"), p.legal("<br>"), p.title(), p.row(p.facts()), p.table(), p.totals(), p.payment())
}

func centred(p *printer) string {
	p.begin()
	return fmt.Sprintf(`<div style="text-align:center;font-size:20pt">%s</div><div style="text-align:center">%s</div><p>%s</p><h1>%s</h1>%s%s%s<p>%s</p><footer>%s</footer>`,
		p.seller(), strings.Join(strings.Split(p.address("<br>"), "<br>")[1:], ", "), p.buyer(), p.title(), p.plainList(p.facts()), p.table(), p.totals(), p.payment(), p.legal(" - "))
}

func window(p *printer) string {
	p.begin()
	return fmt.Sprintf(`<div style="font-size:7pt;text-decoration:underline">%s</div><table class=full><tr><td>%s<td style="text-align:right">%s</table><h1>%s</h1>%s%s<p>%s</p><footer>%s</footer>`,
		p.address(" - "), p.buyer(), p.list(p.facts()), p.title(), p.table(), p.totals(), p.payment(), p.legal(" | "))
}

func sideColumn(p *printer) string {
	p.begin()
	return fmt.Sprintf(`<table class=full><tr><td style="width:28%%;border-right:1px solid #999" class=small>%s<br><br>%s<td><h1>%s</h1>%s<br><br>%s<br>%s%s<p>%s</p></table>`,
		p.address("<br>"), p.legal("<br>"), p.title(), p.buyer(), p.list(p.facts()), p.table(), p.totals(), p.payment())
}

func fromTo(p *printer) string {
	p.begin()
	return fmt.Sprintf(`<h1>%s</h1><table class=full><tr><td><b>Aan:</b><br>%s<td><b>Van:</b><br>%s</table><br>%s%s%s<p>%s</p><footer>%s</footer>`,
		p.title(), strings.TrimPrefix(strings.TrimPrefix(p.buyer(), "Aan:<br>"), "Factuuradres:<br>"), p.address("<br>"), p.row(p.facts()), p.table(), p.totals(), p.payment(), p.legal(" &nbsp; "))
}

func energy(p *printer) string {
	p.begin()
	ean := "8716" + digits(p.r, 14)
	meter := fmt.Sprintf(`<br><b>Meterstanden</b><table class=small><tr><th>Meternummer<th>Beginstand<th>Eindstand<th>Verbruik kWh<tr><td>E00%s<td>%s<td>%s<td>%s<tr><td>Periode<td>%s<td>t/m<td>%s</table>EAN-code %s<br>`,
		digits(p.r, 8), digits(p.r, 5), digits(p.r, 5), digits(p.r, 4), written(p.bill.issued.Add(-40), p.way), written(p.bill.issued.Add(-10), p.way), ean)
	facts := append(p.facts(), [2]string{"Contractnummer", digits(p.r, 9)}, [2]string{"Leveringsadres", "Raadhuisplein 1"})
	return fmt.Sprintf(`<table class=full><tr><td style="font-size:16pt;color:#063">%s<td class="small r">%s</table><br>%s<h1>%s</h1><table class=full><tr><td>%s<td>%s</table>%s%s%s<p>%s</p><footer>%s</footer>`,
		strings.Fields(p.bill.seller)[0], p.address(" • "), p.buyer(), p.title(), p.list(facts[:3]), p.list(facts[3:]), meter, p.table(), p.totals(), p.payment(), p.legal(" • "))
}

func craftsman(p *printer) string {
	p.begin()
	var works strings.Builder
	for _, l := range p.bill.lines {
		fmt.Fprintf(&works, `<tr><td>%s<td>%d %s à %s<td class=r>%s`, l.text, l.quantity, one(p.r, "uur|stuks|m²|st."), p.amount(l.price), p.amount(l.amount))
	}
	return fmt.Sprintf(`<div class=r>%s</div><br>%s<br><br><b>%s</b><br><br>%s<br>Hierbij breng ik u het volgende in rekening:<br><table class=full>%s</table>%s<p>%s</p><p>Met vriendelijke groet,<br><br>%s</p><p class=small>%s</p>`,
		p.address("<br>"), p.buyer(), p.title(), p.plainList(p.facts()), works.String(), p.totals(), p.payment(), p.bill.person, p.legal(one(p.r, ", |<br>")))
}

func software(p *printer) string {
	p.begin()
	facts := p.facts()
	half := (len(facts) + 1) / 2
	return fmt.Sprintf(`<table class=full><tr><td><h1>%s</h1><td class=r style="font-size:18pt">%s</table><table class=full><tr><td>%s<td>%s<td>%s</table><br>%s%s<p>%s</p><footer class=small><table class=full><tr><td>%s<td>%s</table></footer>`,
		p.title(), strings.ToLower(strings.Fields(p.bill.domain)[0]), p.buyer(), p.list(facts[:half]), p.list(facts[half:]), p.table(), p.totals(), p.payment(), p.address("<br>"), p.legal("<br>"))
}
