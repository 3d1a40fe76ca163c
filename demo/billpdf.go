// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"fmt"
	"strings"

	"rentmeester/money"
)

// Shown is how an invented invoice looks on paper.
type Shown struct {
	NumberLabel string   // "" for Factuurnummer
	Say         []string // further lines
}

// PDF writes the invoice as people get it: one page with text, and no XML in it.
func (b Bill) PDF(look Shown) string {
	b.Number, b.Name, b.VAT, b.KvK = cmp.Or(b.Number, "F1"), cmp.Or(b.Name, "Leverancier B.V."), cmp.Or(b.VAT, "NL001234567B01"), cmp.Or(b.KvK, "12345678")
	b.IBAN, b.Net, b.Issued = cmp.Or(b.IBAN, "NL02ABNA0123456789"), cmp.Or(b.Net, 20000), cmp.Or(b.Issued, "2026-03-02")
	title := "FACTUUR"
	if b.Credit {
		title = "CREDITNOTA"
	}
	date := b.Issued[8:] + "-" + b.Issued[5:7] + "-" + b.Issued[:4]
	euro := func(c money.Cents) string { return strings.ReplaceAll(c.String(), ".", ",") }
	p := page{}
	p.at(60, 60, 14, b.Name)
	p.at(60, 78, 9, "Lindelaan 1, 1234 AB Voorbeeldstad")
	p.at(60, 90, 9, "KvK "+b.KvK+"   Btw-nummer "+b.VAT)
	p.at(60, 102, 9, "IBAN "+b.IBAN)
	p.at(60, 150, 10, "Gemeente Voorbeeld")
	p.at(60, 164, 10, "Postbus 1, 1200 AA Voorbeeld")
	p.at(60, 210, 16, title)
	for i, row := range [][2]string{{cmp.Or(look.NumberLabel, "Factuurnummer"), b.Number}, {"Factuurdatum", date}, {"Vervaldatum", "01-04-" + b.Issued[:4]}} {
		p.at(60, 236+14*float64(i), 10, row[0]+":")
		p.at(180, 236+14*float64(i), 10, row[1])
	}
	p.at(60, 310, 10, "Omschrijving")
	p.at(460, 310, 10, "Bedrag")
	p.at(60, 326, 10, "Snoeien")
	p.at(460, 326, 10, euro(b.Net))
	total := b.Net + b.tax()
	if b.Wrong {
		total += 100
	}
	for i, row := range [][2]string{{"Totaal exclusief btw", euro(b.Net)}, {"21% btw over " + euro(b.Net), euro(b.tax())}, {"Totaal te betalen EUR", euro(total)}} {
		p.at(300, 370+14*float64(i), 10, row[0])
		p.at(460, 370+14*float64(i), 10, row[1])
	}
	for i, line := range look.Say {
		p.at(60, 450+14*float64(i), 10, line)
	}
	return p.pdf()
}

// Letter writes lines of text as a PDF of one page.
func Letter(lines ...string) string {
	p := page{}
	for i, line := range lines {
		p.at(60, 80+16*float64(i), 11, line)
	}
	return p.pdf()
}

// Mail writes a message with files, by their names in the order given.
func Mail(from, subject, date, text string, files ...[2]string) string {
	var m strings.Builder
	fmt.Fprintf(&m, "From: %s\r\nTo: facturen@voorbeeld.example\r\nSubject: %s\r\nDate: %s\r\nMessage-ID: <%d.%s>\r\nMIME-Version: 1.0\r\n"+
		"Content-Type: multipart/mixed; boundary=grens\r\n\r\n--grens\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n", from, subject, date, len(text), from, text)
	for _, f := range files {
		fmt.Fprintf(&m, "--grens\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=%q\r\nContent-Transfer-Encoding: base64\r\n\r\n", f[0])
		body := base64.StdEncoding.EncodeToString([]byte(f[1]))
		for len(body) > 76 {
			m.WriteString(body[:76] + "\r\n")
			body = body[76:]
		}
		m.WriteString(body + "\r\n")
	}
	m.WriteString("--grens--\r\n")
	return m.String()
}

// page is what a page of a PDF says.
type page struct{ bytes.Buffer }

// at writes text so far from the top left corner of A4, in points.
func (p *page) at(left, top, size float64, text string) {
	escaped := strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(text)
	fmt.Fprintf(p, "BT /F1 %g Tf %g %g Td (%s) Tj ET\n", size, left, 842-top, escaped)
}

func (p *page) pdf() string {
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	var places []int
	for i, body := range []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%sendstream", p.Len(), p.String()), "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"} {
		places = append(places, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(places)+1)
	for _, place := range places {
		fmt.Fprintf(&out, "%010d 00000 n \n", place)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(places)+1, start)
	return out.String()
}
