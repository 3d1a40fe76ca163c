// SPDX-License-Identifier: EUPL-1.2

package stranger

import (
	"fmt"
	"strings"

	"rentmeester/ident"
	"rentmeester/money"
)

// quiet books a line that settles no item.
func (t *town) quiet(m move) {
	m.kind = first(m.kind, m.mess)
	m.mess, m.clear = "no item: "+m.kind, m.kind != "unknown with a number" // which may as well be a friend who pays
	t.book(&m)
}

// housekeeping books what belongs to no open item: the larger part of the lines
// on the main account of any municipality.
func (t *town) housekeeping() {
	staff, pension, tax, treasury, state := t.iban(), t.iban(), t.iban(), t.iban(), t.iban()
	for m := 1; m <= 12; m++ {
		t.quiet(move{on: t.on(m, 24), to: t.main, amount: -t.cents(90000, 140000), text: "Salarissen " + months[m-1], sort: "batch", kind: "salary",
			e2e: fmt.Sprintf("SAL%d%02d", t.o.Year, m)})
		t.quiet(move{on: t.on(m, 25), to: t.main, amount: -t.cents(9000, 15000), name: "Stichting Pensioenfonds ABP", iban: pension, text: fmt.Sprintf("premie %d%02d", t.o.Year, m), kind: "pension"})
		ref, _ := ident.MakeBetalingskenmerk(fmt.Sprintf("8123456%02d6%02d000", t.o.Year%100, m)[:15])
		t.quiet(move{on: t.on(m, 28), to: t.main, amount: -t.cents(30000, 60000), name: "Belastingdienst", iban: tax, ref: ref, kind: "payroll tax"})
		for _, a := range t.accounts() {
			t.quiet(move{on: t.on(m, 3), to: a, amount: -t.cents(8, 75), text: fmt.Sprintf("Kosten betalingsverkeer %s %d", months[m-1], t.o.Year), sort: "cost", kind: "bank costs"})
		}
		for n := range 3 {
			t.between(m, 5+n*9)
		}
		for n := range 4 {
			t.quiet(move{on: t.on(m, 2+n*7), to: t.main, amount: t.cents(50000, 90000), name: "Ministerie van BZK", iban: state,
				text: fmt.Sprintf("algemene uitkering gemeentefonds week %d", m*4+n), kind: "state grant"})
			t.quiet(move{on: t.on(m, 3+n*7), to: t.fees, amount: t.cents(60, 900), name: "CCV*GEMEENTE HOOIVELD", iban: t.rowIBAN("ccv"),
				text: fmt.Sprintf("PIN afrekening %02d-%02d terminal %07d", 3+n*7, m, 1045000+t.IntN(900)), sort: "card", kind: "cards"})
			t.quiet(move{on: t.on(m, 4+n*7), to: t.main, amount: money.Cents(100000 * (t.IntN(160) - 80)), name: "Min van Fin schatkistbankieren", iban: treasury,
				text: "zero balancing", kind: "treasury"})
		}
		if m%3 == 0 {
			t.quiet(move{on: t.on(m, 30), to: t.main, amount: t.cents(1, 900), text: "Rente kwartaal", sort: "interest", kind: "interest"})
			t.quiet(move{on: t.on(m, 15), to: t.main, amount: -t.cents(8000, 20000), name: "BNG Bank", iban: staff, text: "lening 40.102233 rente en aflossing", kind: "loan"})
		}
	}
	for range t.size/25 + 2 {
		t.strange()
	}
}

// rowIBAN gives the same account each time.
func (t *town) rowIBAN(name string) string {
	n := 7000000 + len(name)*1000 + int(name[0])
	made, _ := ident.MakeIBAN("NL", fmt.Sprintf("ABNA%010d", n))
	return made
}

// between moves money from one own account to another: two lines.
func (t *town) between(m, d int) {
	from, amount := pick(t, []*account{t.taxes, t.fees, t.rents}), money.Cents(100000*(5+t.IntN(40)))
	text := pick(t, []string{"overboeking", "eigen rekening", "afroming", "naar hoofdrekening"})
	out := move{on: t.on(m, d), to: from, amount: -amount, name: t.main.name, iban: t.main.iban, text: text, kind: "own accounts"}
	in := out
	in.to, in.amount, in.name, in.iban = t.main, amount, from.name, from.iban
	t.quiet(out)
	t.quiet(in)
}

// strange books money of people who are in no list: for another municipality,
// gifts, sales at the counter, with numbers that are valid elsewhere.
func (t *town) strange() {
	name := strings.ReplaceAll(t.initials(), ".", "") + " " + pick(t, surnames)
	amount := t.amount([]money.Cents{9600, 14800, 24550, 31200, 8685}, 5, 600)
	other, _ := ident.MakeBetalingskenmerk(fmt.Sprintf("0388%02d%09d", t.o.Year%100, 100204500+t.IntN(4*t.size+10)))
	m := move{on: t.on(1+t.IntN(12), 1+t.IntN(28)), to: pick(t, []*account{t.taxes, t.fees}), amount: amount, name: name, iban: t.iban()}
	switch t.IntN(4) {
	case 0:
		m.ref, m.kind = other, "for another municipality"
	case 1:
		m.text, m.kind = fmt.Sprintf("aanslag gemeente Elderveen %d kenmerk %s", t.o.Year, other), "for another municipality"
	case 2:
		m.text, m.kind = pick(t, []string{"gift zwembad", "oud ijzer", "borg sleutel", "dank u wel"}), "unknown"
	default:
		m.text, m.kind = fmt.Sprintf("order %07d", 1045000+t.IntN(2*t.size+10)), "unknown with a number"
	}
	t.quiet(m)
}
