// SPDX-License-Identifier: EUPL-1.2

package reply

import (
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strings"

	"rentmeester/fault"
	"rentmeester/text"
)

const responseHead = `<?xml version="1.0" encoding="UTF-8"?>
<ApplicationResponse xmlns="urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:invoice_response:3</cbc:CustomizationID>
  <cbc:ProfileID>urn:fdc:peppol.eu:poacc:bis:invoice_response:3</cbc:ProfileID>
`

// Respond writes the reply as an Invoice Response of Peppol BIS 3, a UBL
// ApplicationResponse: its status, a code for every reason and for every thing
// asked, and in words the letter's sentences. Errors: reply.incomplete, which names
// what is needed; those of w.
func Respond(w io.Writer, r Reply, lang text.Lang) error {
	if missing := r.missing(); missing != "" {
		return fault.New("reply.incomplete", "missing", missing)
	}
	x := &writer{}
	x.WriteString(responseHead)
	x.element(1, "cbc:ID", "", "", r.ID)
	x.element(1, "cbc:IssueDate", "", "", string(r.Day))
	if note := oneLine(r.Remark); note != "" {
		x.element(1, "cbc:Note", "", "", note)
	}
	x.party("cac:SenderParty", r.From)
	x.party("cac:ReceiverParty", r.To)
	x.open(1, "cac:DocumentResponse")
	x.open(2, "cac:Response")
	x.element(3, "cbc:ResponseCode", "listID", "UNCL4343OpSubset", string(r.Outcome))
	x.element(3, "cbc:EffectiveDate", "", "", string(r.Day))
	x.statuses(r, lang)
	x.close(2, "cac:Response")
	x.open(2, "cac:DocumentReference")
	x.element(3, "cbc:ID", "", "", r.Number)
	if r.Issued != "" {
		x.element(3, "cbc:IssueDate", "", "", string(r.Issued))
	}
	x.element(3, "cbc:DocumentTypeCode", "listID", "UNCL1001", r.typeCode())
	x.close(2, "cac:DocumentReference")
	x.close(1, "cac:DocumentResponse")
	x.close(0, "ApplicationResponse")
	_, err := w.Write(x.Bytes())
	return err
}

// missing names what the network cannot do without.
func (r Reply) missing() string {
	var names []string
	for name, value := range map[string]string{
		"id": r.ID, "day": string(r.Day), "from.name": r.From.Name, "from.endpoint": r.From.Endpoint.ID, "from.endpoint.scheme": r.From.Endpoint.Scheme,
		"to.name": r.To.Name, "to.endpoint": r.To.Endpoint.ID, "to.endpoint.scheme": r.To.Endpoint.Scheme,
		"number": r.Number, "outcome": string(r.Outcome),
	} {
		if strings.TrimSpace(value) == "" {
			names = append(names, name)
		}
	}
	if len(r.Reasons) == 0 {
		names = append(names, "reasons")
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

func (r Reply) typeCode() string {
	switch {
	case r.Type != "":
		return oneLine(r.Type)
	case r.Credit:
		return "381"
	}
	return "380"
}

// statuses writes a status for every reason, with what was found under the first,
// and for every action, each code once.
func (x *writer) statuses(r Reply, lang text.Lang) {
	var reasons, actions []string
	points, _ := r.points(lang)
	for i, reason := range r.Reasons {
		codes, known := peppol[reason]
		if !known {
			codes = peppol[Other]
		}
		said := text.Say(lang, "reply.reason."+string(reason), nil)
		if i == 0 {
			for _, p := range points {
				said += " [" + p.Rule + "] " + p.What
			}
		}
		if !slices.Contains(reasons, codes.reason+said) {
			reasons = append(reasons, codes.reason+said)
			x.status("OPStatusReason", codes.reason, said)
		}
	}
	for _, reason := range r.Reasons {
		codes, known := peppol[reason]
		if !known {
			codes = peppol[Other]
		}
		if !slices.Contains(actions, codes.action) {
			actions = append(actions, codes.action)
			x.status("OPStatusAction", codes.action, text.Say(lang, "reply.ask."+string(reason), nil))
		}
	}
}

func (x *writer) status(list, code, said string) {
	x.open(3, "cac:Status")
	x.element(4, "cbc:StatusReasonCode", "listID", list, code)
	x.element(4, "cbc:StatusReason", "", "", said)
	x.close(3, "cac:Status")
}

// writer writes XML, an element a line.
type writer struct{ bytes.Buffer }

func (x *writer) open(depth int, name string) {
	x.WriteString(strings.Repeat("  ", depth) + "<" + name + ">\n")
}

func (x *writer) close(depth int, name string) {
	x.WriteString(strings.Repeat("  ", depth) + "</" + name + ">\n")
}

func (x *writer) element(depth int, name, attribute, value, content string) {
	x.WriteString(strings.Repeat("  ", depth) + "<" + name)
	if attribute != "" {
		x.WriteString(" " + attribute + `="`)
		_ = xml.EscapeText(x, []byte(value)) // a buffer takes everything
		x.WriteString(`"`)
	}
	x.WriteString(">")
	_ = xml.EscapeText(x, []byte(oneLineLong(content)))
	x.WriteString("</" + name + ">\n")
}

// oneLineLong is oneLine without its bound: a status may tell all that was found.
func oneLineLong(s string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "�")), " ")
}

func (x *writer) party(name string, p Party) {
	x.open(1, name)
	x.element(2, "cbc:EndpointID", "schemeID", p.Endpoint.Scheme, p.Endpoint.ID)
	x.open(2, "cac:PartyLegalEntity")
	x.element(3, "cbc:RegistrationName", "", "", p.Name)
	x.close(2, "cac:PartyLegalEntity")
	if p.Contact+p.Phone+p.Mail != "" && name == "cac:SenderParty" {
		x.open(2, "cac:Contact")
		for _, one := range [][2]string{{"cbc:Name", p.Contact}, {"cbc:Telephone", p.Phone}, {"cbc:ElectronicMail", p.Mail}} {
			if one[1] != "" {
				x.element(3, one[0], "", "", one[1])
			}
		}
		x.close(2, "cac:Contact")
	}
	x.close(1, name)
}
