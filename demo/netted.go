// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"strings"

	"rentmeester/money"
)

// offices is the number of bailiffs that collect for the town.
func (w *world) offices() int { return 2 + w.households/20_000 }

// handOver gives some of what nobody pays to a bailiff, who pays what he
// collected each week.
func (w *world) handOver(items []int32) {
	for _, n := range items {
		if w.rng.Float64() >= w.rates.Bailiff {
			continue
		}
		week := (max(0, int(w.items[n].due)) + w.between(60, 200)) / 7
		if week > 51 {
			continue
		}
		if w.handed == nil {
			w.handed = make([][][]int32, w.offices())
			for k := range w.handed {
				w.handed[k] = make([][]int32, 52)
			}
		}
		k := w.rng.IntN(len(w.handed))
		w.handed[k][week] = append(w.handed[k][week], n)
	}
}

// planNetted puts in the diary what others collected for us and pay less their
// fee: bailiffs by the week, the payment provider by the day.
func (w *world) planNetted() {
	for k, weeks := range w.handed {
		for week, items := range weeks {
			w.planRemittances(int32(k), 7*week+w.between(1, 5), items)
		}
	}
	w.handed = nil
	for slot, items := range w.settled {
		if len(items) > 0 {
			w.onSlot(slot, func() error { w.settlement(items); return nil })
		}
	}
}

// planRemittances cuts a week's debts: a text that names them holds six.
func (w *world) planRemittances(k int32, d int, items []int32) {
	for len(items) > 0 {
		count, matter := len(items), payerBailiff|noListing
		if w.rng.Float64() < w.rates.BailiffLists {
			count, matter = min(count, 6), payerBailiff
		}
		w.push(d, event{what: remittance, mess: matter, class: bailiff, payer: k, items: items[:count:count]})
		items = items[count:]
	}
}

// remitted is what a bailiff collected, less his fee: a share that is his own.
func (w *world) remitted(e *event) {
	var rows []row
	gross, names := money.Cents(0), []string{}
	for _, n := range e.items {
		i := &w.items[n]
		if open := i.open(); open > 0 {
			rows = append(rows, row{item: n, amount: open, kind: KindReceivable, mess: e.mess | feeNetted})
			i.paid, gross, names = i.amount, gross+open, append(names, w.number(i))
		}
	}
	if gross == 0 {
		return
	}
	fee := gross * money.Cents(48+w.hash(bailiff, e.payer, 49)%60) / 1000 // with VAT
	if fee > 0 {
		rows = append(rows, row{item: -1, amount: -fee, kind: KindFee, mess: e.mess | feeNetted})
	}
	if len(names) > 1 {
		for n := range rows {
			rows[n].mess |= severalItems
		}
	}
	text := "Afdracht " + w.today().Format("02-01-2006") + " volgens specificatie"
	if e.mess&noListing == 0 {
		text = fit(strings.Join(names, " ") + " kosten " + comma(fee))
	}
	who := w.who(bailiff, e.payer)
	w.main.book(&line{amount: gross - fee, code: credit, rows: rows,
		details: []tx{{amount: gross - fee, name: "Derdengelden " + who.banking, iban: who.iban, bic: who.bic, text: []string{text}}}})
}

// providerFee is what the payment provider keeps of one payment.
const providerFee = 32

// paidOnline lets a debtor pay through the payment provider on day d; it settles
// on the next business day.
func (w *world) paidOnline(i item, d int) bool {
	slot := w.cal.slot(d + 1)
	if w.rng.Float64() >= w.rates.Online || slot < 0 || i.amount < 100 {
		return false
	}
	i.online, i.run = true, int16(slot)
	w.settled[slot] = append(w.settled[slot], w.add(i))
	return true
}

// settlementID is the provider's own name of a day's settlement.
func (w *world) settlementID(slot int) string {
	return "BP" + w.cal.time(w.cal.open[slot]).Format("20060102")
}

// settlement is what was paid online, less the fee. The bank details it only
// where the version of its reports can give one detail another sign.
func (w *world) settlement(items []int32) {
	listed := w.today().Month() >= migration && w.rng.Float64() < w.rates.SettlementListed
	matter := feeNetted
	if !listed {
		matter |= noListing
	}
	provider := tx{name: "Betaalpoort Payments B.V.", iban: makeAccount("ABNA", 400_700_900), bic: "ABNANL2A"}
	l := &line{code: credit}
	for _, n := range items {
		i := &w.items[n]
		t := tx{amount: i.amount, name: w.who(household, i.party).banking, e2e: w.endToEnd(i)}
		r := row{item: n, amount: i.amount, kind: KindReceivable, mess: matter}
		i.paid = i.amount
		w.join(l, nil, t, []row{r})
	}
	fee := money.Cents(len(items)) * providerFee
	costs := provider
	costs.amount, costs.text = -fee, []string{"Transactiekosten"}
	w.join(l, nil, costs, []row{{item: -1, amount: -fee, kind: KindFee, mess: matter}})
	if listed {
		l.code, l.apart, l.info = creditBatch, true, "Uitbetaling "+w.settlementID(w.slot)
		w.main.book(l)
		return
	}
	for n := range l.rows {
		l.rows[n].detail = 0
	}
	provider.amount, provider.text = l.amount, []string{"Uitbetaling " + w.settlementID(w.slot)}
	l.details = []tx{provider}
	w.main.book(l)
}
