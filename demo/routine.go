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
		w.monthly(month, 8, w.welfareFund)
		w.monthly(month, 9, w.cardCosts)
		w.onSlot(w.cal.slot(w.cal.on(month, 24)), w.salaries)
		w.monthly(month, 25, w.pension)
		w.monthly(month, 28, w.payrollTax)
		if month%3 == 1 {
			w.monthly(month, 4, w.costs)
			w.monthly(month, 27, w.vatReturn)
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
	t := cardProcessor
	t.text = []string{fmt.Sprintf("PIN %s TRX %d BALIE", w.today().AddDate(0, 0, -1).Format("20060102"), count)}
	l := w.plain(w.second, credit, amount, KindCards, t)
	l.value = -1
	if w.rng.Float64() < w.rates.CardsNet {
		fee := money.Cents(count) * 6
		t := &l.details[0]
		t.text[0] += " NETTO"
		l.amount -= fee
		t.amount = l.amount
		l.rows[0].mess = feeNetted
		l.rows = append(l.rows, row{item: -1, amount: -fee, kind: KindFee, mess: feeNetted})
	}
	return nil
}

var cardProcessor = tx{name: "Pinverwerking Nederland B.V.", iban: makeAccount("ABNA", 400_600_700), bic: "ABNANL2A"}

// cardCosts are collected from us for the terminals.
func (w *world) cardCosts() {
	if w.rng.Float64() < w.rates.CardCosts {
		t := cardProcessor
		t.mandate, t.e2e = "PIN-000451", "PV"+w.today().Format("200601")
		t.text = []string{"Kosten betaalautomaten en pintransacties vorige maand"}
		w.plain(w.second, debitOfUs, -w.euros(60, 240), KindCosts, t)
	}
}

// welfareFund is the state's monthly part of what benefits cost (BUIG).
func (w *world) welfareFund() {
	w.plain(w.main, credit, w.scaled(690_000)+w.euros(0, 1000), KindWelfareFund, tx{name: "Ministerie van SZW", iban: makeAccount("INGB", 100_277_800), bic: "INGBNL2A",
		e2e: fmt.Sprintf("BUIG%s", w.today().Format("200601")), text: []string{"Gebundelde uitkering Participatiewet BUIG termijn " + w.month()}})
}

func (w *world) fund() {
	w.plain(w.main, credit, w.scaled(5_500_000)+w.euros(0, 1000), KindFund, tx{name: "Ministerie van Binnenlandse Zaken", iban: makeAccount("INGB", 100_277_700), bic: "INGBNL2A",
		e2e: fmt.Sprintf("GF%s", w.today().Format("200601")), text: []string{"Algemene uitkering Gemeentefonds " + w.month()}})
}

// salaries go as one sum, or as a batch whose orders we have.
func (w *world) salaries() error {
	total := w.scaled(870_000) + w.euros(0, 9000)
	if w.rng.Float64() >= w.rates.PayrollBatch {
		w.plain(w.main, salary, -total, KindPayroll, tx{e2e: "SAL" + w.today().Format("200601"), text: []string{"Salarissen " + w.month() + " totaal"}})
		return nil
	}
	id, staff := "SAL-"+w.today().Format("2006-01"), max(2, w.Inhabitants/100)
	orders := make([]order, staff)
	l := &line{code: salary, batch: &batch{id: id, message: "M" + id, count: staff}, amount: -total}
	rest := total
	for k := range orders {
		amount := rest / money.Cents(staff-k)
		if k+1 < staff {
			amount = amount * money.Cents(w.between(70, 130)) / 100
		}
		rest -= amount
		orders[k] = order{item: -1, amount: amount, to: w.who(employee, int32(k)), e2e: fmt.Sprintf("%s-%05d", id, k+1), text: "Salaris " + w.month(), note: -1}
		l.rows = append(l.rows, row{detail: k + 1, item: -1, amount: -amount, kind: KindPayroll})
	}
	w.truth.Orders += staff
	w.main.book(l)
	return w.writePayments(w.main, id, orders, total, "SALA")
}

func (w *world) pension() {
	w.plain(w.main, debit, -w.scaled(250_000)-w.euros(0, 5000), KindPension, tx{name: "Pensioenfonds Overheid", iban: makeAccount("DEUT", 200_310_900), bic: "DEUTNL2N",
		text: []string{"Pensioenpremie " + w.month()}})
}

// ownRSIN is the municipality's number at the tax office, from the range that is
// kept for tests.
const ownRSIN = "999990019"

// taxReference is the tax office's own 16-digit reference for a return: a check
// digit, the first eight digits of the RSIN, a digit for the tax (1 VAT, 6 payroll
// tax), the last one of the year, two for which return of this tax the body
// makes, two for the period (a month; 21, 24, 27 and 30 are quarters), and 0
// (Belastingdienst, Betalingskenmerk bepaling).
func taxReference(rsin string, tax, year, period int) string {
	ref, err := ident.MakeBetalingskenmerk(fmt.Sprintf("%.8s%d%d01%02d0", rsin, tax, year%10, period))
	must(err)
	return ref
}

// payrollTax is paid in the month after.
func (w *world) payrollTax() {
	before := w.today().AddDate(0, 0, -w.today().Day())
	w.toTaxOffice(-w.scaled(460_000)-w.euros(0, 900), KindTax, "Loonheffingen", taxReference(ownRSIN, 6, before.Year(), int(before.Month())))
}

// vatReturn is paid in the month after the quarter.
func (w *world) vatReturn() {
	before := w.today().AddDate(0, 0, -w.today().Day())
	w.toTaxOffice(-w.scaled(38_000)-w.euros(0, 900), KindVAT, "Omzetbelasting", taxReference(ownRSIN, 1, before.Year(), 18+int(before.Month())))
}

func (w *world) toTaxOffice(amount money.Cents, kind, tax, ref string) {
	t := tx{name: "Belastingdienst", iban: makeAccount("INGB", 100_244_500), bic: "INGBNL2A", ref: ref}
	matter := mess(0)
	if w.rng.Float64() < w.rates.TaxTyped {
		t.ref, t.text, matter = "", []string{tax + " " + grouped(ref, " ")}, refFreeText
	}
	w.plain(w.main, debit, amount, kind, t).rows[0].mess = matter
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
	if short := -w.second.projected(); short > 0 {
		w.transferOwn(w.main, w.second, short+100_000-short%100_000)
	} else if w.lastOfWeek() {
		if over := w.second.projected() - w.second.target; over >= 100_000 {
			w.transferOwn(w.second, w.main, over-over%100_000)
		}
	}
	if over := w.main.projected() - w.main.target; over >= 100_000 || over <= -100_000 {
		over -= over % 100_000
		text := []string{"SCHATKISTBANKIEREN AFROMING " + w.today().Format("02-01-2006") + " RC 2580 0451"}
		if over < 0 {
			text = []string{"SCHATKISTBANKIEREN AANVULLING " + w.today().Format("02-01-2006") + " RC 2580 0451"}
		}
		if w.rng.Float64() < w.rates.SweepBare {
			text = nil
		}
		w.plain(w.main, sweeping, -over, KindTreasury, tx{name: "Ministerie van Financien", iban: makeAccount("INGB", 100_299_900), bic: "INGBNL2A", text: text})
	}
}

// transferOwn moves money between our own accounts.
func (w *world) transferOwn(from, to *account, amount money.Cents) {
	id, text := "OVB"+w.today().Format("060102"), []string{"Overboeking eigen rekening"}
	w.plain(from, debit, -amount, KindTransfer, tx{name: ownName, iban: to.iban, bic: to.bic, e2e: id, text: text})
	w.plain(to, credit, amount, KindTransfer, tx{name: ownName, iban: from.iban, bic: from.bic, e2e: id, text: text})
}

// lastOfWeek says whether the next business day lies in another week.
func (w *world) lastOfWeek() bool {
	if w.slot+1 == len(w.cal.open) {
		return true
	}
	return w.week(w.slot) != w.week(w.slot+1)
}

// week names the week of a slot; -1 beyond the year.
func (w *world) week(slot int) int {
	if slot >= len(w.cal.open) {
		return -1
	}
	return week(w.cal.time(w.cal.open[slot]))
}

func week(t time.Time) int {
	year, week := t.ISOWeek()
	return year*100 + week
}
