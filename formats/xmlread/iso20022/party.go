// SPDX-License-Identifier: EUPL-1.2

package iso20022

import (
	"strings"

	"rentmeester/party"
)

// Party is a party to a payment as a message has it.
type Party struct {
	party.Party
	CreditorID string // incassant-ID: the identification under the scheme SEPA
}

// Empty says that nothing is known of the party but perhaps its bank.
func (p *Party) Empty() bool { return p.Name == "" && p.Account == "" && p.ID == "" }

// Party takes a party. From version 8 of camt on it stands in a Pty, or is an
// institution in an Agt.
func (r Reader) Party(p *Party) {
	for d := r.Depth(); r.Child(d); {
		switch r.Name() {
		case "Pty":
			r.Party(p)
		case "Agt":
			p.BIC, p.Name = r.Agent()
		case "Nm":
			p.Name = r.Text()
		case "PstlAdr":
			p.Address = r.address()
		case "Id":
			r.identification(p)
		}
	}
}

// PartyName takes a party of which only the name counts.
func (r Reader) PartyName() string {
	var p Party
	r.Party(&p)
	return p.Name
}

// identification takes the Id of a party: a number given by somebody comes
// before a BIC. What else there is (a date of birth) is passed by.
func (r Reader) identification(p *Party) {
	for kind := r.Depth(); r.Child(kind); { // OrgId, PrvtId
		for d := r.Depth(); r.Child(d); {
			switch r.Name() {
			case "Othr", "PrtryId", "OthrId":
				r.otherID(p)
			case "DtAndPlcOfBirth":
			default: // AnyBIC, LEI, and in version 1 an element for each kind of number
				if text := r.Text(); p.ID == "" {
					p.ID = text
				}
			}
		}
	}
}

func (r Reader) otherID(p *Party) {
	var id, scheme string
	for d := r.Depth(); r.Child(d); {
		switch r.Name() {
		case "Id":
			id = r.Text()
		case "SchmeNm", "IdTp":
			scheme = r.DeepText()
		}
	}
	if scheme == "SEPA" {
		p.CreditorID = id
	}
	if id != "" && (scheme != "SEPA" || p.ID == "") {
		p.ID = id
	}
}

// addressParts are the parts of an address, in the order in which they are written.
type addressParts struct {
	dept, subDept, street, number, box, code, town, subdivision, country string
}

// address gives the lines of a postal address: those that are given as lines,
// and lines built from its parts; the country is the last.
func (r Reader) address() []string {
	var lines []string
	var a addressParts
	for d := r.Depth(); r.Child(d); {
		r.Bound(len(lines))
		switch r.Name() {
		case "AdrLine":
			lines = appendText(lines, r.Text())
		case "Dept":
			a.dept = r.Text()
		case "SubDept":
			a.subDept = r.Text()
		case "StrtNm":
			a.street = r.Text()
		case "BldgNb":
			a.number = r.Text()
		case "PstBx":
			a.box = r.Text()
		case "PstCd":
			a.code = r.Text()
		case "TwnNm":
			a.town = r.Text()
		case "CtrySubDvsn":
			a.subdivision = r.Text()
		case "Ctry":
			a.country = r.Text()
		}
	}
	return a.around(lines)
}

func (a *addressParts) around(lines []string) []string {
	written := make([]string, 0, len(lines)+3)
	for _, part := range []string{a.dept, a.subDept, strings.TrimSpace(a.street + " " + a.number), a.box} {
		written = appendText(written, part)
	}
	written = append(written, lines...)
	for _, part := range []string{strings.TrimSpace(a.code + " " + a.town), a.subdivision, a.country} {
		written = appendText(written, part)
	}
	return written
}

func appendText(lines []string, text string) []string {
	if text == "" {
		return lines
	}
	return append(lines, text)
}

// Account takes an account and gives its number.
func (r Reader) Account() (id string) {
	for d := r.Depth(); r.Child(d); {
		if r.Name() == "Id" {
			id = r.AccountID()
		}
	}
	return id
}

// AccountID takes the Id of an account: an IBAN, else the number the bank uses;
// in electronic form, without spaces and in capitals.
func (r Reader) AccountID() (id string) {
	iban := false
	for d := r.Depth(); r.Child(d); {
		switch r.Name() {
		case "IBAN":
			id, iban = electronic(r.Text()), true
		case "BBAN", "UPIC":
			if text := r.Text(); !iban {
				id = electronic(text)
			}
		case "Othr", "PrtryAcct":
			for inner := r.Depth(); r.Child(inner); {
				if r.Name() == "Id" && !iban {
					id = electronic(r.Text())
				}
			}
		}
	}
	return id
}

func electronic(s string) string {
	if strings.IndexByte(s, ' ') >= 0 {
		s = strings.ReplaceAll(s, " ", "")
	}
	return strings.ToUpper(s)
}

// Agent takes a bank and gives its BIC and its name.
func (r Reader) Agent() (bic, name string) {
	for d := r.Depth(); r.Child(d); {
		switch r.Name() {
		case "FinInstnId", "CmbndId", "NmAndAdr": // the last two are of version 1
			b, n := r.Agent()
			if b != "" {
				bic = b
			}
			if n != "" {
				name = n
			}
		case "BIC", "BICFI":
			bic = r.Text()
		case "Nm":
			name = r.Text()
		}
	}
	return bic, name
}
