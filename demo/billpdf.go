// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"cmp"
	"fmt"
	"strings"

	"rentmeester/money"
)

// Shown is how an invented invoice looks on paper.
type Shown struct {
	NumberLabel string   // "" for Factuurnummer
	Say         []string // further lines
	Style       int      // of its author: 0 … Styles-1
}

// Styles is how many authors lay out invoices in their own way.
const Styles = 4

// PDF writes the invoice as people get it: one page with text, and no XML in it.
func (b Bill) PDF(look Shown) string { return b.filled().sheet(look).pdf() }

// Hybrid writes the invoice as a page that has it inside too, as Factur-X.
func (b Bill) Hybrid(look Shown) string {
	p := b.filled().sheet(look)
	p.inside = b.CII()
	return p.pdf()
}

func (b Bill) sheet(look Shown) *page {
	p := &page{}
	[Styles]func(*page, Bill, Shown){plainly, columned, footed, worded}[look.Style](p, b, look)
	return p
}

func (b Bill) title() string {
	if b.Credit {
		return "CREDITNOTA"
	}
	return "FACTUUR"
}

func euro(c money.Cents) string { return strings.ReplaceAll(c.String(), ".", ",") }

// dotted writes an amount as people do: 1.234,56.
func dotted(c money.Cents) string {
	s := euro(c)
	for at := len(s) - 6; at > 0 && s[at-1] != '-'; at -= 3 {
		s = s[:at] + "." + s[at:]
	}
	return s
}

func dashed(day string) string { return day[8:] + "-" + day[5:7] + "-" + day[:4] }

// inWords writes a day as in a letter: 2 maart 2026.
func inWords(day string) string {
	month := int(day[5]-'0')*10 + int(day[6]-'0')
	return strings.TrimPrefix(day[8:], "0") + " " + monthNames[month-1] + " " + day[:4]
}

// vatSaid is what a page says of the VAT.
func (b Bill) vatSaid(write func(money.Cents) string) string {
	if b.Exempt {
		return "Vrijgesteld van btw"
	}
	return fmt.Sprintf("%d%% btw over %s", b.Rate, write(b.Net))
}

// plainly: everything at the left, labels before values.
func plainly(p *page, b Bill, look Shown) {
	p.at(60, 60, 14, b.Name)
	p.at(60, 78, 9, b.Street+", "+b.PostCode+" "+b.City)
	p.at(60, 90, 9, "KvK "+b.KvK+"   Btw-nummer "+b.VAT)
	p.at(60, 102, 9, "IBAN "+b.IBAN)
	p.at(60, 150, 10, b.Buyer)
	p.at(60, 164, 10, "Postbus 1, 1200 AA Voorbeeld")
	p.at(60, 210, 16, b.title())
	rows := [][2]string{{cmp.Or(look.NumberLabel, "Factuurnummer"), b.Number}, {"Factuurdatum", dashed(b.Issued)}, {"Vervaldatum", dashed(b.Due)}}
	if b.Order != "" {
		rows = append(rows, [2]string{"Uw ordernummer", b.Order})
	}
	for i, row := range rows {
		p.at(60, 236+14*float64(i), 10, row[0]+":")
		p.at(180, 236+14*float64(i), 10, row[1])
	}
	p.at(60, 310, 10, "Omschrijving")
	p.at(460, 310, 10, "Bedrag")
	top := 326.0
	for _, l := range b.Lines {
		p.at(60, top, 10, l.Text)
		p.at(460, top, 10, euro(l.Net))
		top += 14
	}
	for _, row := range [][2]string{{"Totaal exclusief btw", euro(b.Net)}, {b.vatSaid(euro), euro(b.tax())}, {"Totaal te betalen EUR", euro(b.gross())}} {
		p.at(300, top+30, 10, row[0])
		p.at(460, top+30, 10, row[1])
		top += 14
	}
	for i, line := range look.Say {
		p.at(60, top+68+14*float64(i), 10, line)
	}
}

// columned: the seller at the right, numbers under their labels.
func columned(p *page, b Bill, look Shown) {
	p.at(380, 60, 13, b.Name)
	for i, line := range []string{b.Street, b.PostCode + " " + b.City, "KvK: " + b.KvK, "BTW: " + b.VAT, "IBAN: " + spaced(b.IBAN)} {
		p.at(380, 78+12*float64(i), 9, line)
	}
	p.at(60, 120, 10, b.Buyer)
	p.at(60, 134, 10, "Afdeling Financien")
	p.at(60, 148, 10, "Postbus 1")
	p.at(60, 162, 10, "1200 AA Voorbeeld")
	p.at(60, 220, 18, strings.ToUpper(b.title()[:1])+strings.ToLower(b.title()[1:]))
	heads := [][2]string{{cmp.Or(look.NumberLabel, "Factuurnummer"), b.Number}, {"Factuurdatum", dashed(b.Issued)}, {"Vervaldatum", dashed(b.Due)}}
	if b.Order != "" {
		heads = append(heads, [2]string{"Ordernummer", b.Order})
	}
	for i, head := range heads {
		p.at(60+125*float64(i), 250, 8, head[0])
		p.at(60+125*float64(i), 264, 10, head[1])
	}
	for i, head := range []string{"Omschrijving", "Aantal", "Prijs", "Totaal"} {
		p.at([]float64{60, 340, 400, 480}[i], 300, 9, head)
	}
	top := 318.0
	for _, l := range b.Lines {
		p.at(60, top, 10, l.Text)
		p.at(350, top, 10, "1")
		p.at(400, top, 10, dotted(l.Net))
		p.at(480, top, 10, dotted(l.Net))
		top += 15
	}
	tax := fmt.Sprintf("BTW %d%%", b.Rate)
	if b.Exempt {
		tax = "BTW vrijgesteld"
	}
	for _, row := range [][2]string{{"Subtotaal", dotted(b.Net)}, {tax, dotted(b.tax())}, {"Totaal", dotted(b.gross())}} {
		p.at(380, top+24, 10, row[0])
		p.at(480, top+24, 10, row[1])
		top += 15
	}
	for i, line := range look.Say {
		p.at(60, top+60+14*float64(i), 10, line)
	}
}

// footed: who it is from stands at the foot, and a sentence asks for the money.
func footed(p *page, b Bill, look Shown) {
	p.at(60, 60, 18, b.Name)
	p.at(60, 130, 10, b.Buyer)
	p.at(60, 144, 10, "Postbus 1")
	p.at(60, 158, 10, "1200 AA Voorbeeld")
	rows := [][2]string{{"Datum", dashed(b.Issued)}, {cmp.Or(look.NumberLabel, "Factuurnr."), b.Number}}
	if b.Order != "" {
		rows = append(rows, [2]string{"Uw referentie", b.Order})
	}
	for i, row := range rows {
		p.at(360, 130+14*float64(i), 10, row[0])
		p.at(450, 130+14*float64(i), 10, row[1])
	}
	p.at(60, 220, 14, b.title())
	top := 250.0
	for _, l := range b.Lines {
		p.at(60, top, 10, l.Text)
		p.at(440, top, 10, "EUR")
		p.at(480, top, 10, dotted(l.Net))
		top += 14
	}
	tax := fmt.Sprintf("Btw %d %%", b.Rate)
	if b.Exempt {
		tax = "Btw vrijgesteld"
	}
	for _, row := range [][2]string{{"Bedrag exclusief btw", dotted(b.Net)}, {tax, dotted(b.tax())}, {"Totaalbedrag", dotted(b.gross())}} {
		p.at(300, top+16, 10, row[0])
		p.at(440, top+16, 10, "EUR")
		p.at(480, top+16, 10, row[1])
		top += 14
	}
	ask := fmt.Sprintf("Wij verzoeken u het bedrag voor %s over te maken op %s, o.v.v. %s.", inWords(b.Due), spaced(b.IBAN), b.Number)
	if b.Credit {
		ask = "Wij verrekenen dit bedrag met uw volgende betaling."
	}
	p.at(60, top+50, 9, ask)
	for i, line := range look.Say {
		p.at(60, top+70+14*float64(i), 10, line)
	}
	p.at(60, 790, 8, fmt.Sprintf("%s   %s   %s %s   KvK %s   Btw-id %s   IBAN %s", b.Name, b.Street, b.PostCode, b.City, b.KvK, b.VAT, b.IBAN))
}

// worded: days in words, and the amount to pay first.
func worded(p *page, b Bill, look Shown) {
	p.at(60, 60, 14, b.Name)
	p.at(60, 78, 9, b.Street)
	p.at(60, 90, 9, b.PostCode+"  "+b.City)
	p.at(330, 60, 14, b.title())
	rows := [][2]string{{cmp.Or(look.NumberLabel, "Notanummer"), b.Number}, {"Factuurdatum", inWords(b.Issued)}, {"Uiterste betaaldatum", inWords(b.Due)}, {"Te betalen", "€ " + dotted(b.gross())}}
	if b.Order != "" {
		rows = append(rows, [2]string{"Verplichtingnummer", b.Order})
	}
	for i, row := range rows {
		p.at(330, 84+14*float64(i), 10, row[0])
		p.at(450, 84+14*float64(i), 10, row[1])
	}
	p.at(60, 180, 10, b.Buyer)
	p.at(60, 194, 10, "t.a.v. crediteurenadministratie")
	p.at(60, 260, 10, "Specificatie")
	top := 280.0
	for _, l := range b.Lines {
		p.at(60, top, 10, l.Text)
		p.at(470, top, 10, "€ "+dotted(l.Net))
		top += 14
	}
	for _, row := range [][2]string{{"Totaal excl. btw", dotted(b.Net)}, {b.vatSaid(dotted), dotted(b.tax())}, {"Totaal incl. btw", dotted(b.gross())}} {
		p.at(300, top+20, 10, row[0])
		p.at(470, top+20, 10, "€ "+row[1])
		top += 14
	}
	for i, line := range look.Say {
		p.at(60, top+60+14*float64(i), 10, line)
	}
	p.at(60, 770, 9, "Bankrekening "+spaced(b.IBAN)+" ten name van "+b.Name)
	p.at(60, 784, 9, "KvK-nummer "+b.KvK+"   Btw-identificatienummer "+b.VAT)
}

// spaced writes an IBAN in groups of four.
func spaced(iban string) string {
	var s strings.Builder
	for i, c := range iban {
		if i > 0 && i%4 == 0 {
			s.WriteByte(' ')
		}
		s.WriteRune(c)
	}
	return s.String()
}

// Letter writes lines of text as a PDF of one page.
func Letter(lines ...string) string {
	p := &page{}
	for i, line := range lines {
		p.at(60, 80+16*float64(i), 11, line)
	}
	return p.pdf()
}
