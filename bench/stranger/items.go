// SPDX-License-Identifier: EUPL-1.2

package stranger

import (
	"fmt"

	"rentmeester/day"
	"rentmeester/ident"
	"rentmeester/ledger"
	"rentmeester/money"
)

// item is an open item and what the town knows of it besides.
type item struct {
	ledger.OpenItem
	who      *party
	to       *account
	sort     string // tax, permit, fee, rent, debt, invoice, large; bill, credit, refund for payables
	term     int    // of an assessment or month of a rent; 0 none
	listed   int    // month (1..12) in whose list it first stands
	assessed string // number of the assessment without its term
	words    string // how people call it
	collect  bool   // by direct debit
	paid     bool
}

var months = []string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"}

// cents gives an odd amount between two euros.
func (t *town) cents(from, to int) money.Cents {
	return money.Cents(from*100 + t.IntN((to-from)*100))
}

// amount gives a standard amount or an odd one, as Equal says.
func (t *town) amount(standard []money.Cents, from, to int) money.Cents {
	if t.chance(t.o.Equal) {
		return pick(t, standard)
	}
	return t.cents(from, to)
}

func (t *town) add(i *item) *item {
	i.Currency = "EUR"
	if i.who != nil {
		i.PartyNumber, i.PartyName = i.who.number, i.who.name
		if i.who.known {
			i.IBAN = i.who.iban
		}
	}
	i.listed = 1
	if i.Issued >= t.on(1, 1) {
		i.listed = int(i.Issued.Time().Month())
	}
	t.items = append(t.items, i)
	if i.who != nil && i.Kind == ledger.Receivable {
		i.who.items = append(i.who.items, i)
	}
	return i
}

// kenmerk gives a payment reference of sixteen digits; those of neighbours in
// the list differ in a few digits only.
func (t *town) kenmerk() string {
	ref, err := ident.MakeBetalingskenmerk(fmt.Sprintf("0741%02d%09d", t.o.Year%100, t.next("kenmerk", 100204500)))
	if err != nil {
		panic(err) // fifteen digits always do
	}
	return ref
}

func receivable(who *party, to *account, sort, number string, amount money.Cents, issued, due day.Day) *item {
	return &item{who: who, to: to, sort: sort, OpenItem: ledger.OpenItem{Number: number, Kind: ledger.Receivable, Amount: amount,
		Issued: issued, Due: due}}
}

// charge makes all receivables.
func (t *town) charge() {
	for _, p := range t.people {
		t.assess(p)
		if t.chance(0.22) {
			t.permit(p, t.o.Year, t.on(1+t.IntN(6), 10))
		}
		for range t.IntN(3) {
			if t.chance(0.3) {
				t.fee(p)
			}
		}
		if t.chance(0.10) {
			t.lease(p)
		}
		if t.chance(0.04) {
			t.debt(p)
		}
		if t.chance(0.03) {
			t.oldYear(p)
		}
	}
	for _, f := range t.firms {
		for range 2 + t.IntN(7) {
			t.invoice(f)
		}
	}
	t.large()
}

// assess makes the yearly assessment of local taxes in one or more terms.
func (t *town) assess(p *party) {
	whole := t.amount([]money.Cents{24550, 31200, 31200, 38775, 44140}, 180, 1450)
	number := fmt.Sprintf("A%02d-%06d", t.o.Year%100, t.next("assessment", 31))
	terms, first, gap := 1, 3, 1
	switch {
	case p.debit:
		terms = 8
	case t.chance(0.45):
		terms, gap = 3, 2
	}
	ref := t.kenmerk()
	each := whole / money.Cents(terms)
	for n := 1; n <= terms; n++ {
		amount := each
		if n == 1 {
			amount = whole - each*money.Cents(terms-1)
		}
		i := receivable(p, t.taxes, "tax", number, amount, t.on(2, 28), t.on(first+(n-1)*gap, 27))
		if terms > 1 {
			i.Number = fmt.Sprintf("%s/%d", number, n)
			i.term = n
		}
		if n > 1 && !t.sharedID {
			ref = t.kenmerk()
		}
		i.Reference, i.assessed, i.words = ref, number, "gemeentebelasting"
		i.Description = fmt.Sprintf("Gemeentelijke belastingen %d", t.o.Year)
		i.collect = p.debit
		if p.debit {
			i.MandateID = p.mandate
		}
		t.add(i)
	}
}

// permit makes a yearly parking permit: everybody pays the same.
func (t *town) permit(p *party, year int, issued day.Day) *item {
	i := receivable(p, t.fees, "permit", fmt.Sprintf("PV%d-%04d", year, t.next("permit", 412)), t.amount([]money.Cents{9600, 9600, 14800}, 60, 190), issued, issued.Add(30))
	i.Reference = fmt.Sprint(t.next("seven", 1045120))
	i.Description, i.words = fmt.Sprintf("Parkeervergunning %d", year), "parkeervergunning"
	return t.add(i)
}

// fee makes a fee (leges) of a fixed tariff.
func (t *town) fee(p *party) *item {
	what := pick(t, []struct {
		words  string
		amount money.Cents
	}{{"uittreksel", 1850}, {"huwelijk", 41500}, {"rijbewijs", 5230}, {"paspoort", 8685}, {"kapvergunning", 15775}, {"omgevingsvergunning", 0},
		{"grafrechten", 27900}, {"evenement", 7550}})
	amount := what.amount
	if amount == 0 || !t.chance(t.o.Equal) {
		amount = t.cents(20, 900)
	}
	issued := t.on(1+t.IntN(12), 1+t.IntN(28))
	i := receivable(p, t.fees, "fee", fmt.Sprintf("LG/%02d/%05d", t.o.Year%100, t.next("fee", 87)), amount, issued, issued.Add(30))
	i.Description, i.words = "Leges "+what.words, what.words
	switch t.IntN(3) {
	case 0:
		i.Reference, _ = ident.MakeRF(fmt.Sprintf("LG%d%05d", t.o.Year%100, t.counters["fee"]-1))
	case 1:
		i.Reference = fmt.Sprint(t.next("seven", 1045120))
	}
	return t.add(i)
}

// lease makes a year of equal monthly rents; the reference is of the contract.
func (t *town) lease(p *party) {
	what := pick(t, []struct {
		words  string
		amount money.Cents
	}{{"garagebox", 6500}, {"volkstuin", 4000}, {"woonwagen standplaats", 32500}, {"opslag", 11000}, {"woning", 65000}})
	amount := what.amount
	if !t.chance(t.o.Equal) {
		amount += t.cents(0, 90)
	}
	contract := t.next("contract", 117)
	ref := t.kenmerk()
	for m := 1; m <= 12; m++ {
		i := receivable(p, t.rents, "rent", fmt.Sprintf("H%02d%02d-%04d", t.o.Year%100, m, contract), amount, t.on(m, 1), t.on(m, 1).Add(7))
		i.Reference, i.words, i.term, i.assessed = ref, "huur "+what.words, m, fmt.Sprintf("H-%04d", contract)
		i.Description = fmt.Sprintf("Huur %s %s %d", what.words, months[m-1], t.o.Year)
		if p.debit && contract%2 == 0 {
			i.collect, i.MandateID = true, p.mandate
		}
		t.add(i)
	}
}

// debt makes a claim that is paid off bit by bit.
func (t *town) debt(p *party) {
	i := receivable(p, t.fees, "debt", fmt.Sprintf("TV%d.%04d", t.o.Year-1, t.next("debt", 345)), t.cents(600, 4000), t.on(1, 1).Add(-100), t.on(1, 1).Add(-60))
	i.Reference, _ = ident.MakeRF(fmt.Sprintf("TV%04d", t.counters["debt"]-1))
	i.Description, i.words = "Terugvordering bijstand", "aflossing"
	t.add(i)
}

// oldYear makes an unpaid term of the year before.
func (t *town) oldYear(p *party) {
	i := receivable(p, t.taxes, "tax", fmt.Sprintf("A%02d-%06d/3", t.o.Year%100-1, 4000+t.next("old", 1)), t.cents(60, 160), t.on(1, 1).Add(-300), t.on(1, 1).Add(-95))
	i.Reference, i.term, i.words = t.kenmerk(), 3, "gemeentebelasting"
	i.Description = fmt.Sprintf("Gemeentelijke belastingen %d", t.o.Year-1)
	t.add(i)
}

// invoice makes an invoice to a firm; it is paid by its number.
func (t *town) invoice(f *party) *item {
	issued := t.on(1+t.IntN(12), 1+t.IntN(28))
	amount := t.amount([]money.Cents{12100, 24200, 30250, 60500}, 45, 6200)
	i := receivable(f, t.fees, "invoice", fmt.Sprintf("F%d/%04d", t.o.Year, t.next("invoice", 113)), amount, issued, issued.Add(30))
	what := pick(t, []string{"precario terras", "reinigingsrecht", "standplaats markt", "huur sportzaal", "werken derden", "afval bedrijven"})
	i.Description, i.words = what, what
	if t.chance(0.3) {
		i.Reference = t.kenmerk()
	}
	return t.add(i)
}

// large makes the claims on other governments.
func (t *town) large() {
	for n := range 6 {
		p := &party{number: fmt.Sprintf("F9%04d", n), name: pick(t, []string{"Provincie Overland", "Ministerie van Volkshuisvesting", "Waterschap De Vechtmond",
			"GGD Regio Midden", "Belastingdienst BCF"}), iban: t.iban(), careful: true}
		p.bank, p.surname = p.name, p.name
		i := receivable(p, t.main, "large", fmt.Sprintf("S%d-%03d", t.o.Year, t.next("large", 11)), money.Cents(100000*(20+t.IntN(500))), t.on(2+n, 5), t.on(2+n, 5).Add(45))
		i.Description, i.words = "Bijdrage regeling", "bijdrage"
		t.add(i)
	}
}
