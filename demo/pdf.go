// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
)

// page is what a page of a PDF says.
type page struct {
	bytes.Buffer
	inside string // an e-invoice that the file holds
	places [][3]float64
	said   []string
}

// at writes text so far from the top left corner of A4, in points. Of what the
// letters of the font have no sign for, the plain letter is written.
func (p *page) at(left, top, size float64, text string) {
	escaped := strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(latin(text))
	fmt.Fprintf(p, "BT /F1 %g Tf %g %g Td (%s) Tj ET\n", size, left, 842-top, escaped)
	p.places, p.said = append(p.places, [3]float64{left, top, size}), append(p.said, text)
}

// latin writes a text as the font has it (windows-1252).
func latin(text string) string {
	var out strings.Builder
	for _, r := range text {
		switch {
		case r == '€':
			out.WriteByte(0x80)
		case r < 256:
			out.WriteByte(byte(r))
		default:
			out.WriteString(ascii(string(r)))
		}
	}
	return out.String()
}

func (p *page) pdf() string {
	catalogue, more := "<< /Type /Catalog /Pages 2 0 R >>", []string(nil)
	if p.inside != "" {
		catalogue = "<< /Type /Catalog /Pages 2 0 R /AF [6 0 R] /Names << /EmbeddedFiles << /Names [(factur-x.xml) 6 0 R] >> >> >>"
		more = []string{"<< /Type /Filespec /F (factur-x.xml) /UF (factur-x.xml) /AFRelationship /Alternative /EF << /F 7 0 R /UF 7 0 R >> >>",
			fmt.Sprintf("<< /Type /EmbeddedFile /Subtype /text#2Fxml /Length %d >>\nstream\n%s\nendstream", len(p.inside), p.inside)}
	}
	objects := append([]string{catalogue, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%sendstream", p.Len(), p.String()),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"}, more...)
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	var places []int
	for i, body := range objects {
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
