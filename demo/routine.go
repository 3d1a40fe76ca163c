// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"fmt"
	"time"

	"rentmeester/ident"
	"rentmeester/money"
)

// planOwn puts in the diary what returns every day, month or quarter without
// being an open item. Amounts are estimates for a town of 30,000.
func (w *world) planOwn() {
	for slot := range w.cal.open {
		w.onSlot(slot, w.cards)
	}
	for month := 1; month <= 12; month++ {
		w.monthly(month, 5, w.fund)
		w.monthly(month, 24, w.salaries)
		w.monthly(month, 25, w.pension)
		w.monthly(month, 28, w.payrollTax)
		if month%3 == 1 {
			w.monthly(month, 4, w.costs)
		}
		if month%6 == 0 {
			w.monthly(month, 1, w.loan)
		}
	}
	w.monthly(7, 1, func() {
		w.plain(w.main, credit, w.scaled(3_400_000)+w.euros(0, 1000), KindVATFund, tx{name: "Belastingdienst", iban: makeAccount("INGB", 100_244_500), bic: "INGBNL2A",
			text: []string{fmt.Sprintf("BTW-compensatiefonds %d", w.Year-1)}})
	})
}

func (w *world) monthly(month, dayOfMonth int, do func()) {
	w.onSlot(w.cal.slot(w.cal.on(month, dayOfMonth)), func() error { do(); return nil })
}

func (w *world) month() string { return monthNames[w.today().Month()-1] }

// cards is what was paid by card at the desk yesterday.
func (w *world) cards() error {
	count := w.between(3, 9) * max(1, w.Inhabitants/2500)
	amount := money.Cents(0)
	for n := 0; n < count; n++ {
		amount += money.Cents([]int{4085, 7787, 5135, 1845, 1440}[w.rng.IntN(5)]) // passport, licence, extract: about
	}
	before := w.today().AddDate(0, 0, -1)
	l := w.plain(w.second, credit, amount, KindCards, tx{name: "Pinverwerking Nederland B.V.", iban: makeAccount("ABNA", 400_600_700), bic: "ABNANL2A",
		text: []string{fmt.Sprintf("PIN %s TRX %d BALIE", before.Format("20060102"), count)}})
	l.value = -1
	return nil
}

func (w *world) fund() {
	w.plain(w.main, credit, w.scaled(5_500_000)+w.euros(0, 1000), KindFund, tx{name: "Ministerie van Binnenlandse Zaken", iban: makeAccount("INGB", 100_277_700), bic: "INGBNL2A",
		e2e: fmt.Sprintf("GF%s", w.today().Format("200601")), text: []string{"Algemene uitkering Gemeentefonds " + w.month()}})
}

func (w *world) salaries() {
	w.plain(w.main, salary, -w.scaled(870_000)-w.euros(0, 9000), KindPayroll, tx{e2e: "SAL" + w.today().Format("200601"), text: []string{"Salarissen " + w.month() + " totaal"}})
}

func (w *world) pension() {
	w.plain(w.main, debit, -w.scaled(250_000)-w.euros(0, 5000), KindPension, tx{name: "Pensioenfonds Overheid", iban: makeAccount("DEUT", 200_310_900), bic: "DEUTNL2N",
		text: []string{"Pensioenpremie " + w.month()}})
}

func (w *world) payrollTax() {
	ref, err := ident.MakeBetalingskenmerk(fmt.Sprintf("%09d%02d%02d01", 812345678, w.Year%100, w.today().Month()))
	must(err)
	w.plain(w.main, debit, -w.scaled(460_000)-w.euros(0, 900), KindTax, tx{name: "Belastingdienst", iban: makeAccount("INGB", 100_244_500), bic: "INGBNL2A", ref: ref})
}

// costs are the bank's own bookings, which carry no reference of the bank.
func (w *world) costs() {
	for _, a := range []*account{w.main, w.second} {
		w.plain(a, charges, -w.euros(80, 400), KindCosts, tx{text: []string{"Kosten betalingsverkeer vorig kwartaal"}}).noRef = true
	}
	w.plain(w.main, interest, w.scaled(45_000)+w.euros(0, 90), KindInterest, tx{text: []string{"Rente schatkistbankieren vorig kwartaal"}}).noRef = true
}

func (w *world) loan() {
	w.plain(w.main, debit, -w.scaled(620_000), KindLoan, tx{name: "BNG Bank", iban: makeAccount("BNGH", 200_000_100), bic: "BNGHNL2G",
		text: []string{"Lening 40.101234 rente en aflossing"}})
}

// sweep brings the day's balances back: the second account hands over at the
// end of the week, the main account sweeps to and from the state treasury.
func (w *world) sweep() {
	if w.lastOfWeek() {
		if over := w.second.projected() - w.second.target; over >= 100_000 {
			over -= over % 100_000
			id := "OVB" + w.today().Format("060102")
			w.plain(w.second, debit, -over, KindTransfer, tx{name: ownName, iban: w.main.iban, bic: w.main.bic, e2e: id, text: []string{"Overboeking eigen rekening"}})
			w.plain(w.main, credit, over, KindTransfer, tx{name: ownName, iban: w.second.iban, bic: w.second.bic, e2e: id, text: []string{"Overboeking eigen rekening"}})
		}
	}
	if over := w.main.projected() - w.main.target; over >= 100_000 || over <= -100_000 {
		over -= over % 100_000
		text := "Afroming schatkistbankieren"
		if over < 0 {
			text = "Aanvulling schatkistbankieren"
		}
		w.plain(w.main, sweeping, -over, KindTreasury, tx{name: "Ministerie van Financien", iban: makeAccount("INGB", 100_299_900), bic: "INGBNL2A", text: []string{text}})
	}
}

// lastOfWeek says whether the next business day lies in another week.
func (w *world) lastOfWeek() bool {
	if w.slot+1 == len(w.cal.open) {
		return true
	}
	return week(w.today()) != week(w.cal.time(w.cal.open[w.slot+1]))
}

func week(t time.Time) int {
	year, week := t.ISOWeek()
	return year*100 + week
}
