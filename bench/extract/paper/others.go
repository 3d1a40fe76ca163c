// SPDX-License-Identifier: EUPL-1.2

package paper

import (
	"fmt"
	"strings"
)

// The layouts of the other half.

func telecom(p *printer) string {
	p.begin()
	head := fmt.Sprintf(`<table class=full><tr><td style="font-size:22pt;font-weight:bold">%s<td class="r small">Klantenservice: 0800-%s<br>www.%s</table><br><br>%s<br>`, strings.ToUpper(strings.Fields(p.bill.seller)[0]), digits(p.r, 4), p.bill.domain, p.buyer())
	return fmt.Sprintf(`%s<div style="border:1px solid #666;padding:8px;width:48%%;margin-left:auto"><h1>%s</h1>%s</div><p>Beste klant,<br>Hierbij ontvangt u het overzicht over de periode %s t/m %s.</p>%s<p>%s</p><footer>%s<br>%s</footer><div style="break-before:page"></div><b>Specificatie</b>%s`,
		head, p.title(), p.list(p.facts()), written(p.bill.issued.Add(-31), p.way), written(p.bill.issued.Add(-1), p.way), p.totals(), p.payment(), p.address(" | "), p.legal(" | "), p.table())
}

func care(p *printer) string {
	p.begin()
	facts := append(p.facts(), [2]string{"Cliënt", fmt.Sprintf("%s, geb. %s", one(p.r, "J. de Wit|M. El Amrani|T. Vos"), written(p.bill.issued.Add(-9000-p.r.IntN(9000)), p.way))}, [2]string{"Indicatienummer", digits(p.r, 8)}, [2]string{"AGB-code", digits(p.r, 8)})
	return fmt.Sprintf(`<div style="margin-left:62%%">%s<br><br>%s</div><div style="margin-top:-60px">%s</div><br><h1>%s</h1>%s%s%s<p>%s</p>`,
		p.address("<br>"), p.legal("<br>"), p.buyer(), p.title(), p.list(facts), p.table(), p.totals(), p.payment())
}

func twoColumns(p *printer) string {
	p.begin()
	return fmt.Sprintf(`<table class=full><tr><td style="width:50%%"><b>%s</b><br><br>%s<br><br>%s<td style="width:50%%"><h1>%s</h1>%s<br>%s</table>%s%s<p>%s</p>`,
		p.seller(), strings.Join(strings.Split(p.address("<br>"), "<br>")[1:], "<br>"), p.legal("<br>"), p.title(), p.list(p.facts()), p.buyer(), p.table(), p.totals(), p.payment())
}

func unlined(p *printer) string {
	p.begin()
	var works strings.Builder
	for _, l := range p.bill.lines {
		fmt.Fprintf(&works, `<div style="display:flex"><span>%s, %d × %s</span><span style="flex:1;overflow:hidden;white-space:nowrap;direction:rtl"> ........................................................................................</span><span>%s</span></div>`, l.text, l.quantity, p.amount(l.price), p.amount(l.amount))
	}
	place := p.bill.city + ", " + written(p.bill.issued, 2)
	facts := p.facts()
	if p.r.IntN(2) == 0 { // the day as over a letter
		facts = append(facts[:1], facts[2:]...)
	} else {
		place = ""
	}
	return fmt.Sprintf(`<div style="font-size:15pt">%s</div><div class=small>%s</div><br><br>%s<br><br>%s<br><br>%s<br>%s<br>Geachte heer, mevrouw,<br><br>Voor verrichte werkzaamheden brengen wij u in rekening:<br><br>%s%s<p>%s</p><p>Hoogachtend,<br>%s</p><p class="small" style="text-align:center">%s</p>`,
		p.seller(), strings.Join(strings.Split(p.address("<br>"), "<br>")[1:], " · "), p.buyer(), place, p.title(), p.plainList(facts), works.String(), p.totals(), p.payment(), p.bill.person, p.legal(" · "))
}

func wholesaler(p *printer) string {
	p.begin()
	var rows strings.Builder
	for i, l := range p.bill.lines {
		fmt.Fprintf(&rows, "<tr><td>%d<td>%s<td>%s<td class=r>%d<td>st<td class=r>%s<td class=r>0,00<td class=r>%s<td class=r>%d", 10*(i+1), digits(p.r, 7), l.text, l.quantity, p.amount(l.price), p.amount(l.amount), l.rate)
	}
	table := fmt.Sprintf(`<br><table class="full small" border=1><tr><th>Pos<th>Artikel<th>%s<th>%s<th>Eh<th>%s<th>Kort. %%<th>%s<th>BTW%s</table>`, one(p.r, p.words.text), one(p.r, p.words.quantity), one(p.r, p.words.price), one(p.r, p.words.amount), rows.String())
	return fmt.Sprintf(`<table class=full><tr><td>%s<td class=small>%s</table><table class=full border=1><tr><td>%s<td><b>Afleveradres</b><br>Gemeentewerf<br>Werfstraat 9<br>8011 CD Voorbeeldstad</table><h1>%s</h1>%s<div class=small>Pakbon %s van %s</div>%s%s<p>%s</p><footer>Op al onze transacties zijn de voorwaarden van toepassing.</footer>`,
		p.address("<br>"), p.legal("<br>"), p.buyer(), p.title(), p.row(p.facts()), digits(p.r, 6), written(p.bill.issued.Add(-2), p.way), table, p.totals(), p.payment())
}

func agency(p *printer) string {
	p.begin()
	return fmt.Sprintf(`<div class=r style="font-size:17pt">%s</div><table class=full><tr><td style="width:55%%">%s<td class=small>%s<br>%s</table><h1>%s</h1><table class=full style="background:#eee"><tr><td>%s</table>%s%s<p>%s</p><footer>Alle diensten volgens de cao voor uitzendkrachten. SNA-keurmerk. %s</footer>`,
		p.seller(), p.buyer(), strings.Join(strings.Split(p.address("<br>"), "<br>")[1:], "<br>"), p.legal("<br>"), p.title(), p.row(p.facts()), p.table(), p.totals(), p.payment(), one(p.r, "|Lid van de brancheorganisatie.|G-rekening op aanvraag."))
}

func publicBody(p *printer) string {
	p.begin()
	slip := ""
	if p.bill.nature == plain && p.r.IntN(2) == 0 {
		p.says("iban", "")
		slip = fmt.Sprintf(`<div style="border-top:1px dashed #000;margin-top:40px" class=small>Betaalgegevens: <table><tr><td>Bedrag<td>%s<tr><td>Naar rekening<td>%s<tr><td>Ten name van<td>%s</table></div>`, p.amount(p.bill.gross), p.iban(), p.seller())
	}
	return fmt.Sprintf(`<table class=full><tr><td style="width:60%%">%s<td class=small>%s<br><br>%s</table><br><h1>%s</h1>%s%s%s<p>%s</p>%s`,
		p.buyer(), p.address("<br>"), p.legal("<br>"), p.title(), p.list(p.facts()), p.table(), p.totals(), p.payment(), slip)
}

func template(p *printer) string {
	p.begin()
	return fmt.Sprintf(`<table class=full><tr><td>%s<td class=r style="font-size:30pt;color:#999">%s</table><hr><table class=full><tr><td>%s<td class=r>%s</table>%s%s<p>%s</p><footer>%s<br>%s</footer>`,
		p.seller(), p.title(), p.buyer(), p.plainList(p.facts()), p.table(), p.totals(), p.payment(), strings.Join(strings.Split(p.address("<br>"), "<br>")[1:], " ○ "), p.legal(" ○ "))
}
