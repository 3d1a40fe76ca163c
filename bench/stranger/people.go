// SPDX-License-Identifier: EUPL-1.2

package stranger

import (
	"fmt"
	"strings"

	"rentmeester/ident"
)

// account is one of the municipality's own.
type account struct {
	iban, bic, name string
	manner          string // how its bank writes: rabo-camt, abn-camt, ing-940, rabo-940
	balance         int64  // opening, in cents
}

func (t *town) accounts() []*account { return []*account{t.taxes, t.fees, t.rents, t.main} }

// party is somebody who owes us or whom we owe.
type party struct {
	number  string // in our books
	name    string // in our books
	bank    string // as his bank writes it
	iban    string
	known   bool // our books have the IBAN
	street  string
	surname string
	mandate string
	debit   bool    // he lets us collect
	careful bool    // always pays by the book
	family  *party  // partner, who may pay
	keeper  *party  // administrator (bewindvoerder) who pays for him
	series  string  // of a supplier's invoice numbers
	blocked string  // g-rekening of a supplier
	items   []*item // receivables
}

var (
	surnames = strings.Fields(`Hoekstra Wiersma Boonstra Postma Dijkstra Kuipers Terpstra Zijlstra Faber Veenstra Haan Schipper Groot Kok
		Verhagen Peeters Janssens Claessen Hermans Aerts Kusters Geraedts Smeets Thijssen Roelofs Wassink Nijhuis Oude-Veldhuis Brouwer
		Molenaar Timmerman Visscher Slagter Yildiz Kaya Demir Bouzid Amrani Benali Nowak Kowalska Silva Fernandes Tran Nguyen Singh
		Ramdin Sewnath Kartosen Mulders Vermeulen Prins Konings Graaf Bos Vos Jansen Bakker Visser Smit Meijer Mulder`)
	particles = []string{"", "", "", "", "", "van ", "de ", "van der ", "van den ", "ten ", "ter ", "in 't ", "op den "}
	streets   = []string{"Kerkstraat", "Lindelaan", "Marktplein", "Spoorweg", "Molenpad", "Esweg", "Havendijk", "Beukenhof", "Raadhuisstraat",
		"Zandweg", "Bongerd", "Oude Gracht", "Veenkade", "Prinsenhof", "Wilgenstraat", "Meidoornlaan"}
	banks = []struct{ code, bic string }{{"INGB", "INGBNL2A"}, {"RABO", "RABONL2U"}, {"ABNA", "ABNANL2A"}, {"SNSB", "SNSBNL2A"},
		{"ASNB", "ASNBNL21"}, {"TRIO", "TRIONL2U"}, {"KNAB", "KNABNL2H"}, {"BUNQ", "BUNQNL2A"}, {"RBRB", "RBRBNL21"}}
	trades = []string{"Bouwbedrijf", "Eetcafe", "Bakkerij", "Kapsalon", "Autobedrijf", "Fysiotherapie", "Bloemisterij", "Transport",
		"Loonbedrijf", "Installatietechniek", "Drukkerij", "Hotel", "Slagerij", "Rijwielhandel", "Kinderopvang", "Schildersbedrijf"}
	forms   = []string{"B.V.", "BV", "V.O.F.", "", "& Zn.", "Holding B.V.", "Beheer BV"}
	initial = "ABCDEFGHIJKLMNPRSTVWYZ"
)

// iban makes an account number at a random bank.
func (t *town) iban() string {
	for {
		account, err := ident.MakeAccount(fmt.Sprintf("%09d", 100000000+t.IntN(850000000)))
		if err != nil || t.used[account] {
			continue
		}
		t.used[account] = true
		made, err := ident.MakeIBAN("NL", pick(t, banks).code+account)
		if err == nil {
			return made
		}
	}
}

func bicOf(iban string) string {
	for _, b := range banks {
		if len(iban) > 8 && iban[4:8] == b.code {
			return b.bic
		}
	}
	return "BNGHNL2G"
}

func (t *town) initials() string {
	s := ""
	for range 1 + t.IntN(3) {
		s += string(initial[t.IntN(len(initial))]) + "."
	}
	return s
}

// person makes a household's head.
func (t *town) person() *party {
	p := &party{number: fmt.Sprint(t.next("debtor", 204417) + 3), surname: pick(t, surnames), iban: t.iban()}
	particle := pick(t, particles)
	letters := t.initials()
	p.name = letters + " " + particle + p.surname
	p.street = fmt.Sprintf("%s %d", pick(t, streets), 1+t.IntN(180))
	p.known = t.chance(0.35)
	p.careful = t.chance(0.3)
	p.debit = t.chance(0.4)
	title := pick(t, []string{"", "", "Hr ", "Mw ", "HR "})
	p.bank = pick(t, []string{
		title + strings.ReplaceAll(letters, ".", "") + " " + particle + p.surname,
		title + letters + " " + particle + p.surname,
		strings.ToUpper(strings.ReplaceAll(letters, ".", " ") + particle + p.surname),
		p.surname + " " + strings.ReplaceAll(letters, ".", ""),
		letters + particle + p.surname,
	})
	if p.debit {
		p.known, p.mandate = true, fmt.Sprintf("GEM-%s-%02d", p.number, 1+t.IntN(3))
	}
	return p
}

// settle makes the people, firms, suppliers and own accounts.
func (t *town) settle() {
	own := func(code, bic, name, manner string) *account {
		made, err := ident.MakeIBAN("NL", code+fmt.Sprintf("0%09d", 285000000+t.IntN(9999999)))
		if err != nil {
			panic(err) // the shape is ours
		}
		return &account{iban: made, bic: bic, name: name, manner: manner, balance: int64(20000000 + t.IntN(90000000))}
	}
	t.taxes = own("RABO", "RABONL2U", "Gemeente Hooiveld Belastingen", "rabo-camt")
	t.fees = own("INGB", "INGBNL2A", "Gemeente Hooiveld Publiekszaken", "ing-940")
	t.rents = own("RABO", "RABONL2U", "Gemeente Hooiveld Vastgoed", "rabo-940")
	t.main = own("ABNA", "ABNANL2A", "Gemeente Hooiveld", "abn-camt")
	for range t.size {
		p := t.person()
		if t.chance(0.5) {
			p.family = t.relative(p)
		}
		t.people = append(t.people, p)
	}
	office := []*party{t.office("Bewind & Zo"), t.office("Stichting Budgethulp Oost"), t.office("Huls Bewindvoering")}
	for _, p := range t.people {
		if t.chance(0.03) {
			p.keeper, p.debit, p.mandate = pick(t, office), false, ""
		}
	}
	for range 4 + t.size/15 {
		t.firms = append(t.firms, t.firm("F", false))
	}
	for range 6 + t.size/10 {
		t.vendors = append(t.vendors, t.firm("C", true))
	}
}

// relative is the partner: own name and account, or the joint account.
func (t *town) relative(p *party) *party {
	r := &party{surname: pick(t, surnames), iban: t.iban()}
	letters := t.initials()
	r.name, r.bank = letters+" "+r.surname, strings.ReplaceAll(letters, ".", "")+" "+r.surname
	if t.chance(0.4) {
		r.bank = p.bank + pick(t, []string{" en/of ", " eo ", " E/O ", " CJ "}) + r.bank
	}
	return r
}

func (t *town) office(name string) *party {
	return &party{name: name, bank: strings.ToUpper(name), iban: t.iban()}
}

func (t *town) firm(prefix string, known bool) *party {
	p := &party{number: fmt.Sprintf("%s%05d", prefix, t.next(prefix, 1007)), surname: pick(t, surnames), iban: t.iban(), known: known || t.chance(0.3)}
	p.name = strings.TrimSpace(pick(t, trades) + " " + p.surname + " " + pick(t, forms))
	p.bank = pick(t, []string{p.name, strings.ToUpper(p.name), strings.ReplaceAll(p.name, ".", ""), p.surname + " Beheer", "Stg Derdengelden " + p.surname})
	if known {
		p.bank = p.name
		p.series = pick(t, []string{"%d", "2025%04d", "F-%05d", "VF25/%03d", "INV-2025-%04d", "25.%04d", "%07d", "RN%06d", "2025-%03d"})
		if t.chance(0.08) {
			p.blocked, _ = ident.MakeIBAN("NL", "RABO099"+fmt.Sprintf("%07d", t.IntN(9999999)))
		}
	}
	return p
}
