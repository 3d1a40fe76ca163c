// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"fmt"

	"rentmeester/money"
)

// payRunID is the PmtInfId of a batch of payments.
func (w *world) payRunID(s sort, run int) string {
	switch s {
	case supplierItem, creditItem:
		return fmt.Sprintf("CRED-%d-W%02d", w.Year, run+1)
	case subsidyItem:
		return fmt.Sprintf("SUB-%d-%02d", w.Year, run+1)
	}
	return fmt.Sprintf("UIT-%d-%02d", w.Year, run+1)
}

// payOutRun pays a run: one file, one bank line for the whole.
func (w *world) payOutRun(run payRun) error {
	due := w.payRuns[run]
	if len(due) == 0 {
		return nil
	}
	delete(w.payRuns, run)
	id := w.payRunID(run.sort, run.run)
	orders := make([]order, 0, len(due)+4)
	for _, n := range due {
		orders = w.ordersFor(orders, n)
	}
	a := w.accountOf(id)
	w.ranOn[id] = w.slot
	l := &line{code: paymentBatch, batch: &batch{id: id, message: "M" + id}}
	asked := money.Cents(0)
	for k := range orders {
		o := &orders[k]
		asked += o.amount
		if o.note < 0 && o.mess&gAccount == 0 {
			o.refused = w.refusal(a, "AC01")
		}
		if o.refused == "" {
			w.carryOut(l, k, o, -o.amount)
			w.mayComeBack(o)
			continue
		}
		i := &w.items[o.item]
		w.later(w.between(4, 14), event{what: payOut, class: i.class(), payer: i.party, items: []int32{o.item}, mess: repaid})
	}
	w.truth.Orders += len(orders)
	if l.batch.count > 0 {
		a.book(l)
	}
	purpose := ""
	if run.sort == benefitItem {
		purpose = "SSBE"
	}
	if err := w.writePayments(a, id, orders, asked, purpose); err != nil {
		return err
	}
	return w.beside(a, l, orders)
}

// ordersFor adds the order that pays a payable, or two when part of it goes to
// the supplier's blocked account (g-rekening).
func (w *world) ordersFor(orders []order, n int32) []order {
	i := &w.items[n]
	o := order{item: n, amount: i.open(), to: w.who(i.class(), i.party), e2e: w.endToEnd(i), text: w.description(i), note: -1}
	if i.sort != supplierItem {
		return append(orders, o)
	}
	o.text = "Factuur " + w.reference(i)
	if n, has := w.notes[n]; has {
		delete(w.notes, n)
		o.note, o.mess, o.amount = n, creditNote, o.amount-w.items[n].amount
		o.text += " minus creditnota " + w.reference(&w.items[n])
		return append(orders, o)
	}
	if !w.chance(supplier, i.serial, 16, w.rates.GAccount) || o.amount < 10_000 {
		return append(orders, o)
	}
	part := o.amount * 25 / 100
	g := o
	g.amount, g.to, g.e2e, g.mess = part, w.who(blocked, i.party), o.e2e+"-G", gAccount
	o.amount, o.mess = o.amount-part, gAccount
	return append(orders, o, g)
}

// mayComeBack decides whether a payment returns some days later.
func (w *world) mayComeBack(o *order) {
	i := &w.items[o.item]
	rate := w.rates.PaymentReturned
	if i.sort == benefitItem {
		rate = w.rates.BenefitReturned
	}
	if o.mess == 0 && w.rng.Float64() < rate {
		w.later(w.between(1, 4), event{what: comeback, class: i.class(), payer: i.party, items: []int32{o.item}, amount: o.amount, mess: paymentReturn})
	}
}

var paymentReasons = []struct{ code, info string }{
	{"AC04", "Rekening opgeheven"}, {"AC04", "Rekening opgeheven"}, {"AC04", "Rekening opgeheven"},
	{"AC01", "Rekeningnummer onjuist"}, {"MD07", "Begunstigde overleden"}, {"AC06", "Rekening geblokkeerd"},
}

// cameBack: the payable is open again and is paid once more, by itself. The
// original beneficiary stands as debtor.
func (w *world) cameBack(e *event) {
	n := e.items[0]
	i := &w.items[n]
	i.paid -= e.amount
	who, why := w.who(e.class, e.payer), paymentReasons[w.rng.IntN(len(paymentReasons))]
	id := w.payRunID(i.sort, int(i.run))
	a := w.accountOf(id)
	if a == w.main {
		e.mess |= w.first(w.ranOn[id])
	}
	a.book(&line{amount: e.amount, code: paymentReturned, reversal: true,
		details: []tx{{amount: e.amount, name: who.banking, iban: who.iban, bic: who.bic, e2e: w.endToEnd(i),
			info: id, returned: why.code, why: why.info}},
		rows: []row{{item: n, amount: e.amount, kind: KindReturn, mess: e.mess}}})
	if why.code != "MD07" {
		w.later(w.between(4, 14), event{what: payOut, class: e.class, payer: e.payer, items: e.items, mess: repaid})
	}
}

// payOut pays one item by a single order, to the account that holds now.
func (w *world) payOut(e *event) {
	n := e.items[0]
	i := &w.items[n]
	amount := i.open()
	if amount <= 0 {
		return
	}
	i.paid += amount
	other := e.class
	if other == household {
		other = partner // the closed account was the household's own
	}
	name, to := w.who(e.class, e.payer), w.who(other, e.payer)
	w.main.book(&line{amount: -amount, code: debit,
		details: []tx{{amount: -amount, name: name.banking, iban: to.iban, bic: to.bic, e2e: w.endToEnd(i) + "-2", text: []string{w.payText(i)}}},
		rows:    []row{{item: n, amount: -amount, kind: KindPayable, mess: e.mess}}})
}

func (w *world) payText(i *item) string {
	if i.sort == supplierItem {
		return "Factuur " + w.reference(i)
	}
	return w.description(i)
}

// collected is a supplier that collects its invoice from us.
func (w *world) collected(e *event) {
	n := e.items[0]
	i := &w.items[n]
	who := w.who(supplier, i.party)
	amount := i.open()
	i.paid = i.amount
	w.main.book(&line{amount: -amount, code: debitOfUs,
		details: []tx{{amount: -amount, name: who.banking, iban: who.iban, bic: who.bic, e2e: fmt.Sprintf("%012d", w.hash(supplier, i.serial, 17)%1e12),
			mandate: fmt.Sprintf("MG-%06d", i.party), creditor: creditorID(fmt.Sprintf("%08d", 10_000_000+i.party)), text: []string{"Factuurnr " + w.reference(i)}}},
		rows: []row{{item: n, amount: -amount, kind: KindPayable, mess: e.mess}}})
}

// plain books money that is no open item.
func (w *world) plain(a *account, c *code, amount money.Cents, kind string, t tx) *line {
	t.amount = amount
	return a.book(&line{amount: amount, code: c, details: []tx{t}, rows: []row{{item: -1, amount: amount, kind: kind}}})
}
