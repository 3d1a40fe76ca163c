// SPDX-License-Identifier: EUPL-1.2

package supplier

import (
	"strings"

	"rentmeester/ident"
	"rentmeester/invoice"
	"rentmeester/party"
)

// sender is the seller of an invoice as he is looked for.
type sender struct {
	kvk, vat, oin string
	ibans         []string
	names         []party.Business
	place         string // post code and house number
	city          string
	name          string // as written
}

func senderOf(inv *invoice.Invoice) sender {
	s := sender{vat: vatOf(inv.Seller.VAT), name: inv.Seller.Name}
	s.readIDs(&inv.Seller)
	for _, name := range []string{inv.Seller.Name, inv.Seller.Trade} {
		s.names = append(s.names, party.Businesses(name)...)
	}
	if a := inv.Seller.Address; a != nil {
		s.place, s.city = placeOf(*a), party.Fold(strings.TrimSpace(a.City))
	}
	for _, m := range inv.Payments {
		if iban := ident.Electronic(m.Account); iban != "" {
			s.ibans = append(s.ibans, iban)
		}
	}
	return s
}

// schemes of ISO 6523 and the EAS that name Dutch numbers.
const (
	schemeKvK = "0106"
	schemeOIN = "0190"
	schemeVAT = "9944"
)

// readIDs takes the numbers of a seller from wherever they were put. A number
// without a scheme is what it looks like.
func (s *sender) readIDs(p *invoice.Party) {
	var all []invoice.Identifier
	if p.Legal != nil {
		all = append(all, *p.Legal)
	}
	all = append(all, p.IDs...)
	if p.Endpoint != nil {
		all = append(all, *p.Endpoint)
	}
	all = append(all, invoice.Identifier{ID: p.TaxID, Scheme: "tax"})
	for _, id := range all {
		kvk, isKvK := ident.KvK(id.ID)
		oin, _, isOIN := ident.OIN(id.ID)
		vat, isVAT := ident.BTW(id.ID)
		scheme := strings.TrimPrefix(id.Scheme, "NL:")
		switch {
		case s.kvk == "" && isKvK && (scheme == schemeKvK || scheme == "KVK" || scheme == ""):
			s.kvk = kvk
		case s.oin == "" && isOIN && (scheme == schemeOIN || scheme == "OIN" || scheme == "OINO" || scheme == ""):
			s.oin = oin
		case s.vat == "" && isVAT && (scheme == schemeVAT || scheme == "VAT" || scheme == "tax" || scheme == ""):
			s.vat = vat
		}
	}
}

// vatOf gives a VAT number as it is compared, Dutch or not.
func vatOf(s string) string {
	if vat, ok := ident.BTW(s); ok {
		return vat
	}
	return ident.NormaliseReference(s)
}

// numberOf gives a KvK or OIN number as it is compared.
func numberOf(s string) string { return ident.NormaliseReference(s) }

// placeOf gives post code and house number, which name one door in the
// Netherlands: "1234AB 10". "" without either of them.
func placeOf(a invoice.Address) string {
	code := ident.NormaliseReference(a.PostCode)
	digits := ""
	for _, field := range strings.FieldsFunc(a.Street+" "+a.Additional, func(r rune) bool { return r < '0' || r > '9' }) {
		digits = field
		break
	}
	if code == "" || digits == "" {
		return ""
	}
	return code + " " + digits
}
