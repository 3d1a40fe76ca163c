// SPDX-License-Identifier: EUPL-1.2

package mail

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"rentmeester/fault"
	"rentmeester/tools/outlook"
)

// lf writes a message with the line ends of mail.
func crlf(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }

const pdf = "%PDF-1.4\n%âãÏÓ\n1 0 obj\n"

var encodedPDF = base64.StdEncoding.EncodeToString([]byte(pdf))

func read(t *testing.T, message string) *Message {
	t.Helper()
	m, err := Read(strings.NewReader(message))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestRead(t *testing.T) {
	m := read(t, crlf(`From: "Bakker, Jan" <jan@bakkerij.example>
To: facturen@gemeente.example, =?utf-8?q?Inkoop_=E2=82=AC?= <inkoop@gemeente.example>
Subject: =?iso-8859-1?Q?Factuur_caf=E9_?=
 =?utf-8?B?4oKsIDEyMyw0NQ==?=
Date: Tue, 3 Nov 2026 10:11:12 +0100
Message-ID: <abc@bakkerij.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="=_x"

Een inleiding die niemand ziet.
--=_x
Content-Type: multipart/alternative; boundary=y

--y
Content-Type: text/plain; charset=windows-1252
Content-Transfer-Encoding: quoted-printable

Bijgaand de factuur van =80 123,45.
--y
Content-Type: multipart/related; boundary=z

--z
Content-Type: text/html

<p>Bijgaand de <b>factuur</b>.</p>
--z
Content-Type: image/png; name=logo.png
Content-ID: <logo@x>
Content-Disposition: inline
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--z--
--y--
--=_x
Content-Type: application/pdf; name="factuur.pdf"
Content-Disposition: attachment; filename*0*=utf-8''Factuur%20; filename*1*=caf%C3%A9.pdf
Content-Transfer-Encoding: base64

`+encodedPDF+`
--=_x
Content-Type: text/xml; charset=iso-8859-1
Content-Disposition: attachment; filename="factuur.xml"
Content-Transfer-Encoding: 8bit

<?xml version="1.0" encoding="ISO-8859-1"?><a>`)+"\xe9"+crlf(`</a>
--=_x--
`))
	if m.Subject != "Factuur café € 123,45" || m.ID != "abc@bakkerij.example" || m.Date.Format("2006-01-02 15:04") != "2026-11-03 09:11" {
		t.Errorf("%q %q %v", m.Subject, m.ID, m.Date)
	}
	if m.From != (Address{"Bakker, Jan", "jan@bakkerij.example"}) || len(m.To) != 2 || m.To[1].Name != "Inkoop €" {
		t.Errorf("%+v %+v", m.From, m.To)
	}
	if m.Text != "Bijgaand de factuur van € 123,45." {
		t.Errorf("text %q", m.Text)
	}
	if len(m.Parts) != 3 || len(m.AllNotes()) != 0 {
		t.Fatalf("%d parts, notes %v", len(m.Parts), m.AllNotes())
	}
	logo, doc, xml := m.Parts[0], m.Parts[1], m.Parts[2]
	if logo.Name != "logo.png" || !logo.Inline || logo.ID != "logo@x" || len(logo.Body) != 8 {
		t.Errorf("%+v", logo)
	}
	if doc.Name != "Factuur café.pdf" || doc.Type != "application/pdf" || doc.Inline || string(doc.Body) != pdf {
		t.Errorf("%+v", doc)
	}
	if !bytes.Contains(xml.Body, []byte("\xe9")) {
		t.Error("a file's own character set was changed")
	}
}

func TestForwarded(t *testing.T) {
	m := read(t, crlf(`Subject: Fwd: zie onder
From: a@b.example
Content-Type: multipart/mixed; boundary=x

--x

Graag betalen.
--x
Content-Type: message/rfc822

From: leverancier@c.example
Subject: Factuur 12/34
Content-Type: multipart/mixed; boundary=q

--q

Hierbij factuur 12/34.
--q
Content-Type: application/octet-stream; name=f.pdf
Content-Transfer-Encoding: base64

`+encodedPDF+`
--q--
--x--
`))
	files := m.Files()
	if len(files) != 1 || files[0].Path != "34.eml/f.pdf" || string(files[0].Body) != pdf {
		t.Fatalf("%+v", files)
	}
	if all := m.AllText(); !strings.Contains(all, "Graag betalen.") || !strings.Contains(all, "Hierbij factuur 12/34.") {
		t.Error(all)
	}
	if inner := m.Parts[0].Inner; inner.From.Address != "leverancier@c.example" || inner.Subject != "Factuur 12/34" {
		t.Errorf("%+v", inner)
	}
}

var compoundHead = []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")

// TestNotes: what cannot be opened is named, with what to do, and the rest is read.
func TestNotes(t *testing.T) {
	part := func(header string) string {
		return "Subject: x\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\ntekst\n--x\n" + header + "\n--x--\n"
	}
	tests := []struct{ name, message, code string }{
		{"winmail", part("Content-Type: application/ms-tnef; name=winmail.dat\n\nabc"), "mail.winmail"},
		{"winmail by name", part("Content-Type: application/octet-stream; name=WINMAIL.DAT\n\nabc"), "mail.winmail"},
		{"signed envelope", "Subject: x\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n\nabc", "mail.signed"},
		{"encrypted", "Subject: x\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nabc", "mail.encrypted"},
		{"pgp", "Subject: x\nContent-Type: multipart/encrypted; boundary=x\n\n--x\n\nVersion: 1\n--x--\n", "mail.encrypted"},
		{"outlook", part("Content-Type: application/vnd.ms-outlook; name=a.msg\nContent-Transfer-Encoding: base64\n\n" +
			base64.StdEncoding.EncodeToString(compoundHead)), "mail.damaged-part"},
		{"odd encoding", part("Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: x-uuencode\n\nabc"), "mail.encoding"},
		{"bad base64", part("Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n####"), "mail.damaged-part"},
		{"cut off", "Subject: x\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\ntekst\n--x\nContent-Type: application/pdf\n\n%PDF-1", "mail.damaged"},
		{"kept elsewhere", part("Content-Type: message/external-body; access-type=URL; URL=\"http://x.example/\"\n\nabc"), "mail.elsewhere"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := read(t, crlf(test.message))
			if !slices.ContainsFunc(m.AllNotes(), func(f *fault.Error) bool { return f.Code == test.code }) {
				t.Errorf("notes %v", m.AllNotes())
			}
			if strings.Contains(test.message, "tekst") && m.Text != "tekst" {
				t.Errorf("text %q", m.Text)
			}
		})
	}
}

func TestDetachedSignature(t *testing.T) {
	m := read(t, crlf("Subject: x\nContent-Type: multipart/signed; boundary=x; micalg=sha-256\n\n--x\n\ntekst\n--x\n"+
		"Content-Type: application/pkcs7-signature; name=smime.p7s\nContent-Transfer-Encoding: base64\n\nMIAG\n--x--\n"))
	if m.Text != "tekst" || len(m.Parts) != 1 || !m.Parts[0].Signature() || len(m.AllNotes()) != 0 {
		t.Errorf("%+v", m)
	}
}

// TestLoose: what people's programs write against the standard is read too.
func TestLoose(t *testing.T) {
	tests := []struct {
		name, header string
		want         string // name of the file
	}{
		{"spaces without quotes", "Content-Type: application/pdf\nContent-Disposition: attachment; filename=Factuur nr 12.pdf", "Factuur nr 12.pdf"},
		{"encoded words in quotes", "Content-Type: application/pdf; name=\"=?utf-8?Q?Caf=C3=A9.pdf?=\"", "Café.pdf"},
		{"2231 in latin 1", "Content-Type: application/pdf\nContent-Disposition: attachment; filename*=iso-8859-1'nl'Caf%E9.pdf", "Café.pdf"},
		{"2231 in pieces, with a bad parameter", "Content-Type: application/pdf\nContent-Disposition: attachment; x y; filename*0=Fac; filename*1=tuur.pdf", "Factuur.pdf"},
		{"raw latin 1", "Content-Type: application/pdf; name=\"Caf\xe9.pdf\"", "Café.pdf"},
		{"semicolon in quotes", "Content-Type: application/pdf; x; name=\"a;b.pdf\"", "a;b.pdf"},
		{"no name", "Content-Type: application/pdf", "bijlage-1.pdf"},
		{"no name, octets", "Content-Type: application/octet-stream", "bijlage-1.pdf"},
		{"two type parameters", "Content-Type: application/pdf; name=a.pdf; name=b.pdf", "a.pdf"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := read(t, crlf("Subject: x\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"+test.header+"\nContent-Transfer-Encoding: base64\n\n"+encodedPDF+"\n--x--\n"))
			if len(m.Parts) != 1 || m.Parts[0].Name != test.want || string(m.Parts[0].Body) != pdf {
				t.Errorf("%+v", m.Parts)
			}
		})
	}
	m := read(t, "From x@y Thu Jan 1 00:00:00 1970\nSubject: Re: \xe9\xe9n\nzomaar een regel\nFrom: Jan <jan@@x>\n\nhallo\n")
	if m.Subject != "Re: één" || m.From.Name != "Jan" || m.From.Address != "jan@@x" || m.Text != "hallo" {
		t.Errorf("%+v", m)
	}
}

func TestNamesAreHarmless(t *testing.T) {
	tests := []struct{ given, want string }{
		{"../../etc/passwd", "passwd"},
		{`..\..\Windows\System32\a.dll`, "a.dll"},
		{"/etc/cron.d/x", "x"},
		{"C:evil.exe", "C_evil.exe"},
		{"..", "bijlage-1.pdf"},
		{".", "bijlage-1.pdf"},
		{"a/../", "bijlage-1.pdf"},
		{".htaccess", "htaccess"},
		{"factuur\u202Efdp.exe", "factuurfdp.exe"},
		{"a\u200Bb.pdf", "ab.pdf"},
		{"a\x00b.pdf", "ab.pdf"},
		{"a\x1b[31mb.pdf", "a[31mb.pdf"},
		{strings.Repeat("x", 300) + ".pdf", strings.Repeat("x", 146) + ".pdf"},
	}
	for _, test := range tests {
		encoded := "=?utf-8?B?" + base64.StdEncoding.EncodeToString([]byte(test.given)) + "?="
		m := read(t, crlf("Subject: x\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: application/pdf; name=\""+encoded+"\"\n\n%PDF-\n--x--\n"))
		if len(m.Parts) != 1 || m.Parts[0].Name != test.want {
			t.Errorf("%q: %+v", test.given, m.Parts)
		}
	}
}

// TestHeaderInjection: an encoded word can hold line breaks; they never come out
// as lines.
func TestHeaderInjection(t *testing.T) {
	evil := "=?utf-8?B?" + base64.StdEncoding.EncodeToString([]byte("a\r\nBcc: x@evil.example\r\n\r\nbody\x1b]0;x\x07")) + "?="
	m := read(t, crlf("Subject: "+evil+"\nFrom: "+evil+" <a@b.example>\nMessage-ID: <"+evil+">\nContent-Type: multipart/mixed; boundary=x\n\n"+
		"--x\nContent-Type: application/pdf; name=\""+evil+"\"\nContent-ID: "+evil+"\n\nx\n--x--\n"))
	for _, s := range []string{m.Subject, m.From.Name, m.From.Address, m.ID, m.Parts[0].Name, m.Parts[0].ID, m.Parts[0].Type} {
		if strings.ContainsAny(s, "\r\n\x1b\x07") {
			t.Errorf("%q", s)
		}
	}
}

func nested(depth int) string {
	var b strings.Builder
	b.WriteString("Subject: x\r\n")
	for i := range depth {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	b.WriteString("\r\nhallo\r\n")
	return b.String()
}

func TestBounds(t *testing.T) {
	attachments := func(n int) string {
		return "Subject: x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" +
			strings.Repeat("--x\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%PDF-\r\n", n) + "--x--\r\n"
	}
	tests := []struct {
		name string
		from io.Reader
		code string
	}{
		{"5,000 attachments", strings.NewReader(attachments(5000)), "mail.too-many-parts"},
		{"as many as may", strings.NewReader(attachments(MaxParts - 1)), ""},
		{"one more", strings.NewReader(attachments(MaxParts)), "mail.too-many-parts"},
		{"multiparts nested 200,000 deep", strings.NewReader(nested(200_000)), "mail.too-deep"},
		{"messages nested 200,000 deep", strings.NewReader(strings.Repeat("Subject: x\r\nContent-Type: message/rfc822\r\n\r\n", 200_000)), "mail.too-deep"},
		{"a subject of 1 MB", strings.NewReader("Subject: " + strings.Repeat("x", 1<<20) + "\r\n\r\n"), "mail.header-too-large"},
		{"100,000 fields", strings.NewReader(strings.Repeat("X-A: b\r\n", 100_000) + "\r\n"), "mail.header-too-large"},
		{"1 MB of no fields", strings.NewReader(strings.Repeat("\x00\r\n", 1<<19)), "mail.header-too-large"},
		{"a part with a header of 1 MB", strings.NewReader("Subject: x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nX: " +
			strings.Repeat("y", 1<<20) + "\r\n\r\na\r\n--x--\r\n"), "mail.header-too-large"},
		{"without end", io.MultiReader(strings.NewReader("Subject: x\r\n\r\n"), endless('x')), "mail.too-large"},
		{"an attachment without end", io.MultiReader(strings.NewReader("Subject: x\r\nContent-Type: application/pdf\r\n\r\n"), endless('A')), "mail.too-large"},
		{"nothing", strings.NewReader(""), "mail.none"},
		{"only text", strings.NewReader("zomaar een regel\n\nen nog een\n"), "mail.none"},
		{"a disk that fails", io.MultiReader(strings.NewReader("Subject: x\r\n\r\nabc"), iotest.ErrReader(errors.New("disk"))), "mail.read"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Read(test.from)
			if fault.Code(err) != test.code {
				t.Errorf("%v", err)
			}
		})
	}
}

type endless byte

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(e)
	}
	return len(p), nil
}

func TestLongText(t *testing.T) {
	m := read(t, "Subject: x\r\n\r\n"+strings.Repeat("tekst ", MaxText/5))
	if len(m.Text) > MaxText || len(m.Notes) != 1 || m.Notes[0].Code != "mail.text-too-large" {
		t.Errorf("%d bytes, %v", len(m.Text), m.Notes)
	}
}

func TestTextOfHTML(t *testing.T) {
	tests := []struct{ html, want string }{
		{"<p>Een&nbsp;<b>fac</b>tuur</p><p>Twee</p>", "Een factuur\n\nTwee"},
		{"<table><tr><td>Totaal</td><td>€ 12,00</td></tr><tr><td>BTW</td><td>2,00</td></tr></table>", "Totaal\t€ 12,00\n\nBTW\t2,00"},
		{"<style>p{}</style><script>alert(1)</script><title>x</title>zicht<br/>baar", "zicht\nbaar"},
		{"een\n   twee <i> drie</i>", "een twee drie"},
		{"&lt;b&gt; &amp;lt;", "<b> &lt;"},
		{strings.Repeat("<div>", 100_000) + "diep", "diep"},
	}
	for _, test := range tests {
		if got := cleanText(textOfHTML(test.html)); got != test.want {
			t.Errorf("%.60s: %q", test.html, got)
		}
	}
}

func TestPlainOrHTML(t *testing.T) {
	message := func(plain, html string) string {
		return crlf("Subject: x\nContent-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\n" + plain +
			"\n--x\nContent-Type: text/html\n\n" + html + "\n--x--\n")
	}
	long := strings.Repeat("Dit is de factuur. ", 20)
	tests := []struct{ plain, html, want string }{
		{"Zie de factuur.", "<p>Zie de factuur!</p>", "Zie de factuur."},
		{"", "<p>Alleen zo</p>", "Alleen zo"},
		{"Zie HTML.", "<p>" + long + "</p>", strings.TrimSpace(long)},
	}
	for _, test := range tests {
		if m := read(t, message(test.plain, test.html)); m.Text != test.want {
			t.Errorf("%q", m.Text)
		}
	}
}

func TestRecognise(t *testing.T) {
	tests := []struct {
		head, name string
		want       bool
	}{
		{"Return-Path: <a@b>\r\nReceived: from x\r\n by y\r\n", "x", true},
		{"From: a@b\nSubject: x\n\n", "x", true},
		{"\uFEFFFrom: a@b\nX-Odd: 1\nSubject: x\n\n", "x", true},
		{"From a@b Thu\nFrom: a@b\nDate: x\n", "x", true},
		{"X-Foo: 1\nSubject: x\n\n", "bericht.EML", true},
		{"Subject: x\n\n", "x", false},
		{"To: x; y\nand more\nFrom: x", "x", false},
		{":20:ABC\n:25:NL\n", "x.eml", false},
		{"{1:F01}{2:}", "x", false},
		{"Date;Amount\n1;2\n", "x.csv", false},
		{"<?xml version=\"1.0\"?>", "x.eml", false},
		{"%PDF-1.4", "x.eml", false},
		{"", "x.eml", false},
		{"\n\nFrom: a\nTo: b\n", "x", false},
	}
	for _, test := range tests {
		if got := Recognise([]byte(test.head), test.name); got != test.want {
			t.Errorf("%q %s: %v", test.head, test.name, got)
		}
	}
	msg := append(slices.Clone(compoundHead), wide("__nameid_version1.0")...)
	for _, test := range []struct {
		head []byte
		name string
		want bool
	}{{msg, "x", true}, {compoundHead, "a.MSG", true}, {compoundHead, "a.xls", false}, {[]byte("x"), "a.msg", false}} {
		if got := RecogniseOutlook(test.head, test.name); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}

func TestTitle(t *testing.T) {
	for subject, want := range map[string]string{
		"Re: Factuur 12/34": "Re Factuur 12-34", "../../etc/passwd": "-..-etc-passwd", "": "", "=?utf-8?q?caf=C3=A9=0A_x?=": "café x", "..": "",
	} {
		if got := Title([]byte("Subject: " + subject + "\r\nFrom: a@b\r\n\r\n")); got != want {
			t.Errorf("%q: %q", subject, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(nested(3)))
	f.Add([]byte(crlf("From: a@b\nSubject: =?utf-8?q?x?=\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: message/rfc822\n\nSubject: y\n\nz\n--x\nContent-Type: text/html\n\n<p>a\n--x\nContent-Disposition: attachment; filename*0*=utf-8''a; filename*1=b\nContent-Transfer-Encoding: base64\n\nAAAA\n--x--\n")))
	f.Add([]byte("Content-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: quoted-printable\n\n=41"))
	f.Add(outlook.MSG(fromOutlook))
	f.Add(outlook.TNEF(fromOutlook))
	f.Fuzz(func(t *testing.T, raw []byte) {
		Recognise(raw, "x.eml")
		m, err := Read(bytes.NewReader(raw))
		if err != nil {
			var f *fault.Error
			if !errors.As(err, &f) {
				t.Fatal(err)
			}
			return
		}
		for _, file := range m.Files() {
			if name := file.Name; name == "" || name == "." || name == ".." || strings.ContainsAny(name, "/\\\x00\r\n") || cleanLine(name) != name {
				t.Errorf("name %q", name)
			}
		}
		total := 0
		for _, file := range m.Files() {
			total += len(file.Body)
		}
		kept := bytes.Contains(raw, compoundHead) || bytes.Contains(raw, []byte("0M8R4KGxGuE")) // streams may share their sectors
		if total > len(raw) && !kept || total > MaxSize {
			t.Errorf("%d bytes out of %d", total, len(raw))
		}
	})
}
