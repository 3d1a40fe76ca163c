// SPDX-License-Identifier: EUPL-1.2

package reply

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/fault"
	"rentmeester/formats/einvoice"
	"rentmeester/invoice"
	"rentmeester/money"
	"rentmeester/text"
)

func example() Reply {
	return Reply{
		ID: "A-1", Day: "2026-05-06", Number: "F2026-0042", Issued: "2026-05-01", Gross: 121_000, Currency: "EUR", Outcome: Rejected,
		From:    Party{Name: "Gemeente Lindewoude", Contact: "Crediteuren", Mail: "facturen@lindewoude.example", Endpoint: invoice.Identifier{ID: "00000001234567890000", Scheme: "0190"}},
		To:      Party{Name: "Peters B.V.", Endpoint: invoice.Identifier{ID: "12345678", Scheme: "0106"}},
		Reasons: []Reason{Invalid, NoReference},
		Findings: []einvoice.Finding{
			einvoice.Remark("RM-PDF-NUMBER", "/ubl:Invoice/cbc:ID", "hybrid.number", "value", "F2026-0042"),
		},
		Points: []Point{{Rule: "RM-REFERENCE", Code: "reply.reason.no-reference", Path: "/ubl:Invoice"}},
	}
}

func TestWrite(t *testing.T) {
	l := Write(example(), text.NL)
	if l.Subject != "Uw factuur F2026-0042 van 01-05-2026 kunnen wij niet verwerken" {
		t.Error(l.Subject)
	}
	for _, want := range []string{"Aan Peters B.V.\n", "€ 1.210,00", "Waarom\n- De e-factuur", "1. [RM-PDF-NUMBER] ", "   Waar: /ubl:Invoice/cbc:ID\n",
		"   Wat te doen: Zorg dat de PDF", "2. [RM-REFERENCE]", "Wat wij u vragen\n- Herstel", "- Stuur een nieuwe factuur met ons", "Crediteuren\nGemeente Lindewoude\nfacturen@"} {
		if !strings.Contains(l.Body, want) {
			t.Errorf("no %q in\n%s", want, l.Body)
		}
	}
	english := Write(example(), text.EN)
	if !strings.Contains(english.Body, "€ 1,210.00") || !strings.Contains(english.Subject, "We cannot process your invoice") {
		t.Errorf("%s\n%s", english.Subject, english.Body)
	}
	bare := Write(Reply{Number: "7", Outcome: Rejected, Reasons: []Reason{Other}}, text.NL)
	if bare.Subject != "Uw factuur 7 kunnen wij niet verwerken" || strings.Contains(bare.Body, "0,00") {
		t.Errorf("%s\n%s", bare.Subject, bare.Body)
	}
	queried := example()
	queried.Outcome, queried.Credit = Queried, true
	if got := Write(queried, text.NL).Subject; got != "Vraag over uw creditnota F2026-0042 van 01-05-2026" {
		t.Error(got)
	}
}

func TestEverySentenceIsThere(t *testing.T) {
	for _, lang := range []text.Lang{text.NL, text.EN} {
		for _, r := range Reasons {
			if !text.Has(lang, "reply.reason."+string(r)) || !text.Has(lang, "reply.ask."+string(r)) || peppol[r].reason == "" {
				t.Errorf("%s in %s", r, lang)
			}
		}
		for rule, name := range remedies {
			if !text.Has(lang, "reply.do."+name) || remedy(rule+"01") != "reply.do."+name {
				t.Errorf("%s in %s", rule, lang)
			}
		}
	}
	if remedy("BR-CO-15") != "reply.do.sums" || remedy("BR-16") != "reply.do.missing" || remedy("XX-1") != "reply.do.rule" {
		t.Error("the longest beginning does not hold")
	}
}

// A rule that is broken a thousand times is told once, and a thousand rules do not
// make a book.
func TestManyFindings(t *testing.T) {
	r := example()
	r.Findings, r.Points = nil, nil
	for i := range 1000 {
		r.Findings = append(r.Findings, einvoice.Remark("RM-X", fmt.Sprintf("/line[%d]", i), "hybrid.no-text", "pages", 1))
	}
	l := Write(r, text.NL)
	if len(l.Points) != 1 || len(l.Points[0].Where) != mostPlaces || l.Points[0].More != 997 || !strings.Contains(l.Body, "en nog 997 plaatsen") {
		t.Errorf("%+v", l.Points)
	}
	for i := range 100 {
		r.Findings = append(r.Findings, einvoice.Remark(fmt.Sprintf("RM-%d", i), "/", "hybrid.no-text", "pages", 1))
	}
	if l = Write(r, text.NL); len(l.Points) != mostPoints || !strings.Contains(l.Body, "En nog 61 punten.") {
		t.Errorf("%d points", len(l.Points))
	}
}

// What a supplier writes cannot break out of its line, whatever it is.
func TestNothingBreaksOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := example()
		r.Number, r.To.Name = rapid.String().Draw(t, "number"), rapid.String().Draw(t, "name")
		r.Findings = []einvoice.Finding{einvoice.Remark("RM-X", rapid.String().Draw(t, "path"), "hybrid.number", "value", rapid.String().Draw(t, "value"))}
		plain := example()
		plain.Findings = []einvoice.Finding{einvoice.Remark("RM-X", "/x", "hybrid.number", "value", "y")}
		l := Write(r, text.NL)
		if strings.ContainsAny(l.Subject, "\r\n") {
			t.Fatalf("subject %q", l.Subject)
		}
		if strings.Count(l.Body, "\n") > strings.Count(Write(plain, text.NL).Body, "\n") {
			t.Fatalf("a line more in\n%s", l.Body)
		}
		r.Remark = rapid.String().Draw(t, "remark")
		var b bytes.Buffer
		if err := Respond(&b, r, text.NL); err != nil {
			if !fault.Is(err, "reply.incomplete") {
				t.Fatal(err)
			}
			return
		}
		if got := elements(t, b.Bytes()); got != strings.Count(b.String(), "</") {
			t.Fatalf("%d elements in %s", got, b.String())
		}
	})
}

func elements(t interface{ Fatal(...any) }, raw []byte) (n int) {
	d := xml.NewDecoder(bytes.NewReader(raw))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return n
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := token.(xml.StartElement); ok {
			n++
		}
	}
}

func TestRespond(t *testing.T) {
	var b bytes.Buffer
	if err := Respond(&b, example(), text.NL); err != nil {
		t.Fatal(err)
	}
	var got struct {
		ID       string `xml:"ID"`
		Sender   string `xml:"SenderParty>EndpointID"`
		Receiver string `xml:"ReceiverParty>PartyLegalEntity>RegistrationName"`
		Response struct {
			Code   string `xml:"ResponseCode"`
			Status []struct {
				Code struct {
					List  string `xml:"listID,attr"`
					Value string `xml:",chardata"`
				} `xml:"StatusReasonCode"`
				Reason string `xml:"StatusReason"`
			} `xml:"Status"`
		} `xml:"DocumentResponse>Response"`
		Number string `xml:"DocumentResponse>DocumentReference>ID"`
		Type   string `xml:"DocumentResponse>DocumentReference>DocumentTypeCode"`
	}
	if err := xml.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, s := range got.Response.Status {
		codes = append(codes, s.Code.List+" "+s.Code.Value)
	}
	if got.ID != "A-1" || got.Response.Code != "RE" || got.Number != "F2026-0042" || got.Type != "380" || got.Receiver != "Peters B.V." ||
		strings.Join(codes, ", ") != "OPStatusReason LEG, OPStatusReason REF, OPStatusAction NIN" {
		t.Errorf("%+v\n%s", got, b.String())
	}
	if said := got.Response.Status[0].Reason; !strings.Contains(said, "[RM-PDF-NUMBER]") {
		t.Error(said)
	}
	bare := Reply{Number: "1", Outcome: Rejected}
	if err := Respond(io.Discard, bare, text.NL); !fault.Is(err, "reply.incomplete") {
		t.Error(err)
	}
}

func TestOf(t *testing.T) {
	inv := &invoice.Invoice{Number: "7", Kind: invoice.CreditNote, Issued: "2026-01-02", Currency: "EUR",
		Seller: invoice.Party{Name: "Peters", Endpoint: &invoice.Identifier{ID: "1", Scheme: "0106"}, Contact: &invoice.Contact{Mail: "a@b.example"}}}
	r := Of(inv, Party{Name: "Wij"})
	if !r.Credit || r.Number != "7" || r.To.Endpoint.Scheme != "0106" || r.To.Mail != "a@b.example" || r.Gross != money.Cents(0) {
		t.Errorf("%+v", r)
	}
}
