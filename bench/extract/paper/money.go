// SPDX-License-Identifier: EUPL-1.2

package paper

import (
	"fmt"
	"html"
	"strings"

	"rentmeester/ident"
)

// table is the lines of the bill.
func (p *printer) table() string {
	var out strings.Builder
	w := p.words
	withRate, withQuantity := p.r.IntN(2) == 0, p.r.IntN(4) > 0
	fmt.Fprintf(&out, `<br><table class=full %s><thead><tr>`, pick(p.r, []string{"", "", "border=1", `style="border-top:2px solid #333"`}))
	if withQuantity {
		fmt.Fprintf(&out, "<th>%s", one(p.r, w.quantity))
	}
	fmt.Fprintf(&out, "<th>%s", one(p.r, w.text))
	if withQuantity {
		fmt.Fprintf(&out, "<th class=r>%s", one(p.r, w.price))
	}
	if withRate {
		fmt.Fprintf(&out, "<th class=r>%s", one(p.r, w.rate))
	}
	fmt.Fprintf(&out, "<th class=r>%s</thead>", one(p.r, w.amount))
	sum := int64(0)
	for i, l := range p.bill.lines {
		if i > 0 && i%24 == 0 { // the total so far goes to the next page
			label := one(p.r, w.carried)
			fmt.Fprintf(&out, `<tr><td colspan=5 class=r>%s %s</table><div style="break-before:page"></div>%s<table class=full><tr><td colspan=5 class=r>%s %s`, label, p.amount(sum), p.again(), label, p.amount(sum))
		}
		sum += l.amount
		out.WriteString("<tr>")
		if withQuantity {
			fmt.Fprintf(&out, "<td>%d", l.quantity)
		}
		fmt.Fprintf(&out, "<td>%s", l.text)
		if withQuantity {
			fmt.Fprintf(&out, "<td class=r>%s", p.amount(l.price))
		}
		if withRate {
			fmt.Fprintf(&out, "<td class=r>%d%%", l.rate)
		}
		fmt.Fprintf(&out, "<td class=r>%s", p.amount(l.amount))
	}
	return out.String() + "</table>"
}

// again is the head of a next page.
func (p *printer) again() string {
	return pick(p.r, []string{"", p.seller() + "<br>", fmt.Sprintf("%s %s, pagina 2<br>", one(p.r, p.words.number), p.bill.number)})
}

// totals are net, VAT and gross, and what is left to pay.
func (p *printer) totals() string {
	b, w := p.bill, p.words
	for _, field := range []string{"net", "vat", "gross", "payable"} {
		p.says(field, "")
	}
	var rows [][2]string
	add := func(label string, cents int64) { rows = append(rows, [2]string{label, p.amount(cents)}) }
	before := ""
	if b.nature == small || p.layout.exempt && b.tax == 0 && b.nature != reversed {
		delete(p.truth, "net")
		delete(p.truth, "vat")
		if p.r.IntN(3) == 0 {
			add(one(p.r, w.net), b.net)
			add("BTW 0%", 0)
		}
	} else {
		add(one(p.r, w.net), b.net)
		before = p.vatRows(&rows)
	}
	gross := one(p.r, w.gross)
	switch {
	case b.nature == credit:
		gross = one(p.r, w.creditTotal)
	case b.paid > 0:
		gross = pick(p.r, []string{"Totaal incl. btw", "Factuurbedrag", "Totaal inclusief btw"})
	}
	add(gross, b.gross)
	if b.paid > 0 {
		add(one(p.r, w.paid), -b.paid)
		add(one(p.r, w.payable), b.gross-b.paid)
	}
	return before + p.totalTable(rows)
}

// vatRows adds the VAT; a table of all rates goes before the totals.
func (p *printer) vatRows(rows *[][2]string) (before string) {
	b, w := p.bill, p.words
	add := func(label string, cents int64) { *rows = append(*rows, [2]string{label, p.amount(cents)}) }
	if b.nature == reversed {
		add(pick(p.r, []string{"BTW verlegd", "Btw verlegd naar afnemer", "BTW 0% (verlegd)"}), 0)
		return ""
	}
	switch style := p.r.IntN(4); {
	case style == 0 || style == 1 && len(b.rates) == 1:
		for _, rate := range b.rates {
			if rate > 0 {
				add(fmt.Sprintf(one(p.r, w.vatOne), rate), b.taxes[rate])
			}
		}
	case style == 1:
		for _, rate := range b.rates {
			if rate > 0 {
				add(fmt.Sprintf(one(p.r, w.vatOver), rate, p.amount(b.bases[rate])), b.taxes[rate])
			}
		}
	case style == 2:
		var out strings.Builder
		fmt.Fprintf(&out, `<br><table class=full><tr><th>%s<th>%s<th>%s`, pick(p.r, []string{"Grondslag", "Bedrag excl.", "Over"}), pick(p.r, []string{"BTW %", "Tarief"}), pick(p.r, []string{"BTW-bedrag", "BTW"}))
		for _, rate := range b.rates {
			fmt.Fprintf(&out, "<tr><td>%s<td>%d%%<td>%s", p.amount(b.bases[rate]), rate, p.amount(b.taxes[rate]))
		}
		add(one(p.r, w.vatAll), b.tax)
		return out.String() + "</table>"
	default:
		add(one(p.r, w.vatAll), b.tax)
	}
	return ""
}

// totalTable shows the totals: at the right, at the left, or as a row.
func (p *printer) totalTable(rows [][2]string) string {
	if p.layout.totalsInRow {
		return "<br>" + p.row(rows)
	}
	var out strings.Builder
	fmt.Fprintf(&out, `<br><table style="%s">`, pick(p.r, []string{"margin-left:auto", "margin-left:auto", "margin-left:55%"}))
	for i, row := range rows {
		bold, end := "", ""
		if i == len(rows)-1 {
			bold, end = "<b>", "</b>"
		}
		fmt.Fprintf(&out, "<tr><td>%s%s%s<td class=r>%s%s%s", bold, row[0], end, bold, row[1], end)
	}
	return out.String() + "</table>"
}

// payment are the sentences under the totals.
func (p *printer) payment() string {
	b, w := p.bill, p.words
	var all []string
	say := func(choice string) {
		if text := p.sentence(one(p.r, choice)); text != "" {
			all = append(all, text)
		}
	}
	switch b.nature {
	case credit:
		say(w.original)
	case debited:
		say(w.debited)
	case reversed:
		say(w.please)
		say(w.reversed)
	case small:
		say(w.small)
		say(w.please)
	case blocked:
		say(w.please)
		say(w.blocked)
	case discount:
		say(w.please)
		say(w.discount)
	default:
		if p.layout.exempt && b.tax == 0 {
			all = append(all, one(p.r, "Vrijgesteld van btw.|Vrijgesteld van omzetbelasting (art. 11 Wet OB).|De zorg is vrijgesteld van btw."))
		}
		say(w.please)
		say(w.terms)
	}
	if b.kenmerk != "" && b.nature != credit {
		p.says("reference", "")
		all = append(all, fmt.Sprintf("%s: %s", one(p.r, w.kenmerk), pick(p.r, []string{b.kenmerk, b.kenmerk[:4] + " " + b.kenmerk[4:8] + " " + b.kenmerk[8:12] + " " + b.kenmerk[12:]})))
	}
	return strings.Join(all, "<br>")
}

// sentence fills a sentence in.
func (p *printer) sentence(text string) string {
	b := p.bill
	for mark, field := range map[string]string{"%I": "iban", "%B": "gaccount", "%G": "gaccount.amount", "%N": "number", "%S": "seller.name", "%K": "discount.amount", "%P": "discount.percent"} {
		if strings.Contains(text, mark) {
			p.says(field, "")
		}
	}
	if strings.Contains(text, "%U") || strings.Contains(text, "%W") {
		p.says("discount.until", "")
	}
	if b.nature != debited && strings.Contains(text, "%D") {
		p.says("due", "")
	}
	return strings.NewReplacer("%%", "%", "%A", p.amount(b.gross-b.paid), "%I", ident.PrintIBAN(b.iban), "%N", b.number, "%S", html.EscapeString(b.seller), "%G", p.amount(b.blocked), "%B", ident.PrintIBAN(b.giban),
		"%U", written(b.issued.Add(int(b.within)), p.way), "%W", fmt.Sprint(b.within), "%P%%", fmt.Sprint(b.percent)+"%", "%P", fmt.Sprint(b.percent), "%K", p.amount(b.discount), "%D", written(b.due, p.way), "%O", b.original).Replace(text)
}
