// SPDX-License-Identifier: EUPL-1.2

package paper

import (
	"fmt"
	"html"
	"math/rand/v2"
	"strings"

	"rentmeester/ident"
)

// printer prints one bill.
type printer struct {
	r      *rand.Rand
	bill   *bill
	words  words
	layout layout
	truth  map[string]string
	way    int    // of days
	symbol string // before amounts
	behind string // behind amounts
	sign   int64  // of amounts of a credit note
	shown  map[string]bool
}

func (p *printer) begin() {
	p.way, p.sign, p.shown = p.r.IntN(ways), 1, map[string]bool{}
	if p.bill.nature == credit && p.r.IntN(2) == 0 {
		p.sign = -1
	}
	p.symbol = pick(p.r, []string{"€ ", "€", "", "EUR ", "€&nbsp;"})
	if p.bill.currency != "EUR" {
		p.symbol = pick(p.r, []string{p.bill.currency + " ", map[string]string{"USD": "$ ", "GBP": "£ ", "CHF": "CHF "}[p.bill.currency]})
	}
	if p.symbol == "" && p.r.IntN(3) == 0 {
		p.behind = " EUR"
	}
}

func (p *printer) amount(cents int64) string { return p.symbol + euro(p.sign*cents) + p.behind }

// says shows a field.
func (p *printer) says(field, value string) string {
	p.shown[field] = true
	return value
}

func (p *printer) iban() string {
	p.says("iban", "")
	if p.way%2 == 0 {
		return ident.PrintIBAN(p.bill.iban)
	}
	return p.bill.iban
}

func (p *printer) seller() string { return p.says("seller.name", html.EscapeString(p.bill.seller)) }

func (p *printer) vat() string {
	v := p.says("seller.vat", p.bill.vat)
	if v != "" && p.way == 3 {
		return v[:2] + " " + v[2:6] + "." + v[6:8] + "." + v[8:11] + "." + v[11:]
	}
	return v
}

func (p *printer) title() string {
	if p.bill.nature == credit {
		return one(p.r, p.words.creditTitle)
	}
	return one(p.r, p.words.title)
}

// number is the number with its label.
func (p *printer) number() [2]string {
	label := p.words.number
	if p.bill.nature == credit {
		label = p.words.creditNumber
	}
	return [2]string{one(p.r, label), p.says("number", p.bill.number)}
}

// facts are number, days and references with their labels.
func (p *printer) facts() [][2]string {
	b, w := p.bill, p.words
	pairs := [][2]string{p.number(), {one(p.r, w.issued), p.says("issued", written(b.issued, p.way))}}
	if p.r.IntN(3) > 0 && b.nature != debited && b.nature != credit {
		pairs = append(pairs, [2]string{one(p.r, w.due), p.says("due", written(b.due, p.way))})
	}
	pairs = append(pairs, [2]string{one(p.r, w.customer), digits(p.r, 5)})
	if b.order != "" {
		pairs = append(pairs, [2]string{one(p.r, w.order), p.says("order", b.order)})
	}
	if b.reference != "" {
		pairs = append(pairs, [2]string{one(p.r, w.reference), b.reference})
	}
	if p.r.IntN(3) == 0 {
		pairs = append(pairs, [2]string{one(p.r, w.otherDay), written(b.issued.Add(-p.r.IntN(20)-1), p.way)})
	}
	if p.r.IntN(2) == 0 {
		tail := pairs[2:]
		p.r.Shuffle(len(tail), func(i, j int) { tail[i], tail[j] = tail[j], tail[i] })
	}
	return pairs
}

// list, row and sentences show pairs in three ways.
func (p *printer) list(pairs [][2]string) string {
	colon := one(p.r, ":|:|| :")
	var out strings.Builder
	out.WriteString("<table>")
	for _, pair := range pairs {
		fmt.Fprintf(&out, "<tr><td>%s%s<td>%s", strings.TrimSuffix(pair[0], ":"), colon, pair[1])
	}
	return out.String() + "</table>"
}

func (p *printer) row(pairs [][2]string) string {
	var out strings.Builder
	out.WriteString(`<table class=full style="font-size:85%"><tr>`)
	for _, pair := range pairs {
		fmt.Fprintf(&out, "<td><b>%s</b>", pair[0])
	}
	out.WriteString("<tr>")
	for _, pair := range pairs {
		fmt.Fprintf(&out, "<td>%s", pair[1])
	}
	return out.String() + "</table>"
}

func (p *printer) plainList(pairs [][2]string) string {
	var out strings.Builder
	for _, pair := range pairs {
		fmt.Fprintf(&out, "%s: %s<br>", strings.TrimSuffix(pair[0], ":"), pair[1])
	}
	return out.String()
}

// address is the sender as a block, with a separator between its lines.
func (p *printer) address(between string) string {
	b := p.bill
	p.says("seller.postcode", "")
	parts := []string{"<b>" + p.seller() + "</b>", b.street, b.postCode + one(p.r, " |&nbsp; ") + b.city}
	if p.r.IntN(2) == 0 {
		parts = append(parts, one(p.r, "Tel. |T |Telefoon: ")+b.phone)
	}
	if p.r.IntN(2) == 0 {
		parts = append(parts, one(p.r, "info@|administratie@|E-mail: facturen@|www.")+b.domain)
	}
	return strings.Join(parts, between)
}

// legal are the numbers of the sender.
func (p *printer) legal(between string) string {
	b, w := p.bill, p.words
	parts := []string{one(p.r, w.kvk) + " " + p.says("seller.kvk", b.kvk)}
	if b.vat != "" {
		parts = append(parts, one(p.r, w.vat)+" "+p.vat())
	}
	if b.nature != debited || p.r.IntN(2) == 0 {
		bank := one(p.r, w.iban) + " " + p.iban()
		if p.r.IntN(4) == 0 {
			bank += " " + one(p.r, w.holder) + " " + p.seller()
		}
		parts = append(parts, bank)
		if p.r.IntN(2) == 0 {
			parts = append(parts, one(p.r, w.bic)+" "+p.says("bic", b.bic))
		}
	}
	if p.r.IntN(3) == 0 {
		p.r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	}
	return strings.Join(parts, between)
}

// buyer is the municipality.
func (p *printer) buyer() string {
	head := one(p.r, p.words.buyer)
	if head != "" {
		head += "<br>"
	}
	text := head + pick(p.r, []string{
		"Gemeente Voorbeeldstad<br>Afdeling Financiën<br>Postbus 100<br>8000 AB Voorbeeldstad",
		"Gemeente Voorbeeldstad<br>T.a.v. crediteurenadministratie<br>Raadhuisplein 1<br>8011 AB Voorbeeldstad",
		"Gemeente Voorbeeldstad<br>Postbus 100<br>8000 AB  VOORBEELDSTAD",
	})
	if p.bill.nature == reversed || p.r.IntN(5) == 0 {
		text += "<br>" + one(p.r, p.words.ownVAT) + ": NL001234567B01"
	}
	return text
}
