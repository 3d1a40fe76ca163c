// SPDX-License-Identifier: EUPL-1.2

package mail

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"rentmeester/fault"
	"rentmeester/formats/compound"
	"rentmeester/tools/outlook"
)

var fromOutlook = outlook.Message{Subject: "Factuur “12”", From: "info@leverancier.example", Text: "Zie bijlage.", Files: []outlook.File{
	{Name: "factuur.pdf", Type: "application/pdf", Body: bytes.Repeat([]byte("%PDF-"), 3000)},
	{Name: `..\..\klein.xml`, Type: "text/xml", Body: []byte("<a/>")},
	{Inner: &outlook.Message{Subject: "Doorgestuurd", From: "x@leverancier.example", Text: "Hierbij.", Files: []outlook.File{
		{Name: "binnen.pdf", Type: "application/pdf", Body: []byte("%PDF-binnen")}}}},
}}

// filesIn gives the files of a message in short.
func filesIn(m *Message) (list []string) {
	for _, f := range m.Files() {
		list = append(list, fmt.Sprintf("%s %d", f.Path, len(f.Body)))
	}
	return list
}

// In each of Outlook's forms, by itself and in another message, every file is found.
func TestOutlooksForms(t *testing.T) {
	msg, packed := outlook.MSG(fromOutlook), outlook.TNEF(fromOutlook)
	attached := func(kind, name string, body []byte) string {
		return crlf("From: a@b.example\nSubject: s\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\ntekst\n--x\nContent-Type: " + kind + "; name=" + name +
			"\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString(body) + "\n--x--\n")
	}
	own := []string{"factuur.pdf 15000", "klein.xml 4"}
	for _, test := range []struct {
		name, raw, subject, text string
		files                    []string
	}{
		{"kept", string(msg), fromOutlook.Subject, "Zie bijlage.", append(slices.Clone(own), "Doorgestuurd.msg/binnen.pdf 11")},
		{"packed", string(packed), fromOutlook.Subject, "Zie bijlage.", append(slices.Clone(own), "Doorgestuurd.eml/binnen.pdf 11")},
		{"packed in a message", attached("application/ms-tnef", "winmail.dat", packed), "s", "tekst", append(slices.Clone(own), "Doorgestuurd.eml/binnen.pdf 11")},
		{"packed, without the name for it", attached("application/octet-stream", "x.bin", packed), "s", "tekst", append(slices.Clone(own), "Doorgestuurd.eml/binnen.pdf 11")},
		{"kept in a message", attached("application/vnd.ms-outlook", "post.msg", msg), "s", "tekst",
			[]string{"post.msg/factuur.pdf 15000", "post.msg/klein.xml 4", "post.msg/Doorgestuurd.msg/binnen.pdf 11"}},
		{"kept in kept", string(outlook.MSG(outlook.Message{Subject: "s", Text: "tekst", Files: []outlook.File{{Name: "post.msg", Body: msg}, {Name: "winmail.dat", Body: packed}}})), "s", "tekst",
			[]string{"post.msg/factuur.pdf 15000", "post.msg/klein.xml 4", "post.msg/Doorgestuurd.msg/binnen.pdf 11", "factuur.pdf 15000", "klein.xml 4", "Doorgestuurd.eml/binnen.pdf 11"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if !Recognise([]byte(test.raw[:min(len(test.raw), 64<<10)]), "x") {
				t.Error("it is not recognised")
			}
			m := read(t, test.raw)
			if got := filesIn(m); !slices.Equal(got, test.files) || m.Subject != test.subject || m.Text != test.text || len(m.AllNotes()) != 0 {
				t.Errorf("%q %q %q %v", m.Subject, m.Text, got, m.AllNotes())
			}
		})
	}
	if m := read(t, string(msg)); m.From.Address != "info@leverancier.example" || !strings.Contains(m.AllText(), "Hierbij.") || !bytes.Equal(m.Files()[0].Body, fromOutlook.Files[0].Body) {
		t.Errorf("%+v", m.From)
	}
	silent := crlf("Subject: s\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString(packed))
	if m := read(t, silent); m.Text != "Zie bijlage." {
		t.Errorf("its text is the only one: %q", m.Text)
	}
}

func TestOutlookIsBounded(t *testing.T) {
	many := outlook.Message{}
	for i := range MaxParts {
		many.Files = append(many.Files, outlook.File{Name: fmt.Sprint(i), Body: []byte("x")})
	}
	deep, packedDeep := outlook.MSG(outlook.Message{}), outlook.TNEF(outlook.Message{})
	inner := &outlook.Message{Subject: "diep"}
	for range MaxDepth + 1 {
		deep = outlook.MSG(outlook.Message{Files: []outlook.File{{Name: "a.msg", Body: deep}}})
		packedDeep = outlook.TNEF(outlook.Message{Files: []outlook.File{{Name: "winmail.dat", Body: packedDeep}}})
		inner = &outlook.Message{Files: []outlook.File{{Inner: inner}}}
	}
	for _, test := range []struct {
		name string
		raw  []byte
		code string
	}{
		{"many files kept", outlook.MSG(many), "mail.too-many-parts"},
		{"many files packed", outlook.TNEF(many), "mail.too-many-parts"},
		{"kept in kept in kept", deep, "mail.too-deep"},
		{"packed in packed in packed", packedDeep, "mail.too-deep"},
		{"messages in messages", outlook.MSG(*inner), "mail.too-deep"},
		{"messages in packed messages", outlook.TNEF(*inner), "mail.too-deep"},
		{"kept, cut off", outlook.MSG(fromOutlook)[:3000], "mail.damaged-msg"},
		{"packed, nothing in it", outlook.TNEF(fromOutlook)[:6], "mail.damaged-tnef"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := Read(bytes.NewReader(test.raw)); fault.Code(err) != test.code {
				t.Error(err)
			}
		})
	}
	packed := outlook.TNEF(fromOutlook)
	m := read(t, string(packed[:5000])) // what is whole of it is read, and the rest is not kept silent
	if notes := m.AllNotes(); m.Subject != fromOutlook.Subject || len(notes) != 1 || notes[0].Code != "mail.damaged-part" || notes[0].Args["name"] != "winmail.dat" {
		t.Errorf("%+v", m)
	}
	m = read(t, string(packed)+"\r\n\x00")
	if len(m.AllNotes()) != 0 {
		t.Errorf("it is filled up: %+v", m.AllNotes())
	}
	cut := packed[:len(packed)-200]
	m = read(t, crlf("Subject: s\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"+base64.StdEncoding.EncodeToString(cut)))
	files := m.Files()
	last := files[len(files)-1]
	if len(files) < 2 || files[0].Name != "factuur.pdf" || last.Name != "winmail.dat" || !bytes.Equal(last.Body, cut) || !fault.Is(last.Note, "mail.damaged-part") {
		t.Errorf("%q %v", filesIn(m), m.AllNotes())
	}
}

// The list of short properties counts as what else is read, and is bounded.
func TestListOfProperties(t *testing.T) {
	list := func(size int) *compound.Storage {
		t.Helper()
		top, err := compound.Open(outlook.Compound([]outlook.Node{{Name: "__properties_version1.0", Body: make([]byte, size)}}))
		if err != nil {
			t.Fatal(err)
		}
		return top
	}
	r := reader{bytes: MaxSize - 10_000}
	if _, err := r.properties(list(8000), topHeader); err != nil {
		t.Error(err)
	}
	if _, err := r.properties(list(8000), topHeader); !fault.Is(err, "mail.too-large") {
		t.Error(err)
	}
	if _, err := (&reader{}).properties(list(maxList+1), topHeader); !fault.Is(err, "mail.damaged-msg") {
		t.Error(err)
	}
}

// Streams that share their sectors are not read time and again.
func TestSharedStreams(t *testing.T) {
	large := outlook.Message{Files: []outlook.File{{Name: "a", Body: make([]byte, 1<<20)}}}
	for range 200 {
		large.Files = append(large.Files, outlook.File{Name: "b", Body: []byte("kort")})
	}
	raw := outlook.MSG(large)
	name := wide("__substg1.0_37010102")
	var first []byte
	for at := 0; at >= 0; {
		next := bytes.Index(raw[at:], name)
		if next < 0 {
			break
		}
		entry := raw[at+next : at+next+128]
		if first == nil {
			first = entry[116:128]
		}
		copy(entry[116:128], first) // the same bytes, 200 times
		at += next + 128
	}
	if _, err := Read(bytes.NewReader(raw)); !fault.Is(err, "mail.too-large") {
		t.Error(err)
	}
}
