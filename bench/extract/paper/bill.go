// SPDX-License-Identifier: EUPL-1.2

package paper

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"rentmeester/day"
	"rentmeester/ident"
)

// bill is what an invented invoice says.
type bill struct {
	seller, person, street, postCode, city, kvk, vat, iban, giban, bic, domain, phone string
	number, order, kenmerk, reference, original                                       string
	issued, due                                                                       day.Day
	lines                                                                             []line
	rates                                                                             []int64 // of VAT
	nature, currency                                                                  string
	bases, taxes                                                                      map[int64]int64
	net, tax, gross, paid, blocked                                                    int64 // cents
	percent, discount, within                                                         int64 // of a discount for early payment
}

type line struct {
	text          string
	quantity      int64
	price, amount int64 // cents
	rate          int64
}

var (
	surnames = strings.Fields("Jansen DeBoer Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks Dekker Brouwer Dijkstra Koster Willems Hoekstra Verhoeven Schouten Kuipers Aksoy Yilmaz Postma Terpstra Wolters Scholten Ligtvoet Blom Evers Kramer")
	coined   = strings.Fields("Vattora Enexor Stedinet Novatel Zorgwijs Medivita Cloudfort Bytehuis Datavest Groenrijk Aquaterra Civitas Proteus Velox Optimum Rondomtaal Signaal Kompas Meridiaan Leefgoed")
	forms    = strings.Split("B.V.|BV|V.O.F.|N.V.|B.V.|", "|")
	places   = strings.Split("Deventer|Zwolle|Apeldoorn|Gouda|Den Helder|Bergen op Zoom|Leeuwarden|Venlo|Hoorn|Almelo|'s-Hertogenbosch|Oss|Capelle aan den IJssel|Sint-Oedenrode|Ede|Heerhugowaard", "|")
	streets  = strings.Split("Industrieweg|Dorpsstraat|Stationsplein|Nijverheidsweg|Kerkstraat|Lange Voorhout|De Hoge Akker|Molenpad|Burgemeester Vlielanderstraat|Hoofdweg|Zuideinde|Prins Bernhardlaan|Laan 1940-1945|Plein", "|")
	banks    = strings.Fields("ABNA RABO INGB BNGH KNAB SNSB TRIO ASNB")
)

func digits(r *rand.Rand, n int) string {
	var b strings.Builder
	for i := range n {
		d := r.IntN(10)
		if i == 0 {
			d = 1 + r.IntN(9)
		}
		fmt.Fprint(&b, d)
	}
	return b.String()
}

// invented makes a bill by chance.
func invented(r *rand.Rand, l layout, nature string) *bill {
	b := &bill{nature: nature, currency: "EUR", bases: map[int64]int64{}, taxes: map[int64]int64{}}
	b.name(r, l)
	b.street, b.city = fmt.Sprintf("%s %d%s", pick(r, streets), 1+r.IntN(300), one(r, "|||a| B|-12")), pick(r, places)
	b.postCode = digits(r, 4) + " " + string(rune('A'+r.IntN(20))) + string(rune('A'+r.IntN(20)))
	b.kvk, b.phone = digits(r, 8), one(r, "0"+digits(r, 2)+" - "+digits(r, 3)+" "+digits(r, 2)+" "+digits(r, 2)+"|06-"+digits(r, 8)+"|(0"+digits(r, 3)+") "+digits(r, 6)+"|+31 (0)"+digits(r, 2)+" "+digits(r, 7))
	b.identities(r)
	year := 2023 + r.IntN(4)
	b.issued, _ = day.Date(year, 1+r.IntN(12), 1+r.IntN(28))
	b.due = b.issued.Add(pick(r, []int{14, 30, 30, 21, 60, 8}))
	b.number = numberOf(r, year)
	b.original = numberOf(r, year)
	b.order = pick(r, []string{"45" + digits(r, 8), "IO-" + digits(r, 6), "VPL" + digits(r, 7), "", digits(r, 6), "PO" + digits(r, 5), fmt.Sprintf("%d/%s", year, digits(r, 4)), ""})
	if r.IntN(3) == 0 {
		b.kenmerk, _ = ident.MakeBetalingskenmerk(digits(r, 15))
	}
	b.reference = one(r, "|K. de Vries|Afd. Ruimte|KP 6140"+digits(r, 2)+"|")
	b.fill(r, l)
	b.happen(r)
	return b
}

func (b *bill) name(r *rand.Rand, l layout) {
	name, trade := pick(r, surnames), one(r, l.trades)
	b.person = one(r, "J.|M.A.|P.|H.J.|S.") + " " + name
	switch r.IntN(6) {
	case 0:
		b.seller = name + " " + trade
	case 1:
		b.seller = trade + " " + name
	case 2:
		b.seller = name + " & Zn. " + trade
	case 3:
		name = pick(r, coined)
		b.seller = name
	default:
		name = pick(r, coined)
		b.seller = name + " " + trade
	}
	form := pick(r, forms)
	switch {
	case l.foundation && r.IntN(2) == 0:
		b.seller, form = "Stichting "+b.seller, ""
	case b.nature == small:
		form = ""
	}
	b.seller = strings.TrimSpace(b.seller + " " + form)
	b.domain = strings.ToLower(strings.Fields(name)[0]) + one(r, "-groep.nl|.nl|bv.nl|-bedrijf.nl|.com|.eu")
	if r.IntN(6) == 0 {
		b.domain = one(r, "gmail.com|hotmail.com|ziggo.nl|kpnmail.nl")
	}
}

func (b *bill) identities(r *rand.Rand) {
	for b.vat == "" {
		if made, err := ident.MakeBTW(digits(r, 9)); err == nil {
			b.vat = made
		}
	}
	bank := pick(r, banks)
	for b.iban == "" {
		if account, err := ident.MakeAccount("0" + digits(r, 8)); err == nil && account[:3] != "099" {
			b.iban, _ = ident.MakeIBAN("NL", bank+account)
		}
	}
	if b.nature == blocked {
		for b.giban == "" {
			if account, err := ident.MakeAccount("099" + digits(r, 6)); err == nil {
				b.giban, _ = ident.MakeIBAN("NL", pick(r, strings.Fields("ABNA RABO INGB"))+account)
			}
		}
	}
	if b.nature == small {
		b.vat = ""
	}
	b.bic = bank + "NL2A"
}

func numberOf(r *rand.Rand, year int) string {
	seq := digits(r, 3+r.IntN(4))
	return pick(r, []string{fmt.Sprintf("%d%s", year, seq), fmt.Sprintf("%d-%s", year, seq), "F" + seq, "VF-" + seq, fmt.Sprintf("%s/%d", seq, year), seq,
		fmt.Sprintf("INV%d.%s", year%100, seq), fmt.Sprintf("%02d.%s", year%100, seq), fmt.Sprintf("%d.%02d.%s", year, 1+r.IntN(12), seq), "RE" + digits(r, 8), digits(r, 10), fmt.Sprintf("%d/%s-%s", year, one(r, "A|B|VK"), seq)})
}

func (b *bill) fill(r *rand.Rand, l layout) {
	b.rates = pick(r, [][]int64{{21}, {21}, {21}, {9}})
	switch b.nature {
	case rates, long:
		b.rates = pick(r, [][]int64{{21, 9}, {9, 21}, {21, 0}, {21, 9, 0}})
	case reversed, small:
		b.rates = []int64{0}
	}
	if l.exempt && b.nature != rates {
		b.rates = []int64{0}
	}
	count := pick(r, []int{1, 1, 2, 3, 4, 6, 9})
	if b.nature == long {
		count = 40 + r.IntN(40)
	}
	for i := range max(count, len(b.rates)) {
		one := line{text: one(r, l.works), quantity: int64(1 + r.IntN(40)), price: int64(150 + r.IntN(30000)), rate: b.rates[i%len(b.rates)]}
		if r.IntN(3) == 0 {
			one.quantity = 1
		}
		one.amount = one.quantity * one.price
		b.lines = append(b.lines, one)
		b.bases[one.rate] += one.amount
		b.net += one.amount
	}
	for rate, base := range b.bases {
		b.taxes[rate] = (base*rate + 50) / 100
		b.tax += b.taxes[rate]
	}
	b.gross = b.net + b.tax
}

// happen makes the nature of the invoice come true.
func (b *bill) happen(r *rand.Rand) {
	switch b.nature {
	case blocked:
		b.blocked = b.gross * int64(20+r.IntN(25)) / 100
	case discount:
		b.percent, b.within = int64(1+r.IntN(3)), int64(pick(r, []int{8, 10, 14}))
		b.discount = (b.gross*b.percent + 50) / 100
		b.due = b.issued.Add(30)
	case paidPart:
		b.paid = b.gross * int64(10+r.IntN(60)) / 100
	case foreign:
		b.currency = one(r, "USD|GBP|CHF")
	}
}
