// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"rentmeester/money"
)

// happening is what kind of payment an event is.
type happening uint8

const (
	ownPayment happening = iota // somebody pays what is owed
	repetition                  // pays the same again
	bounce                      // a direct debit comes back
	comeback                    // a payment of ours comes back
	payOut                      // we pay one item by a single order
	collection                  // a supplier collects from us
	payBack                     // we return what was too much
	takeBack                    // the bank takes back a credit it booked by mistake
	stray                       // a payment meant for another organisation
)

// event is a payment that will pass a bank account on some day.
type event struct {
	what   happening
	mess   mess
	again  bool // will be paid twice
	class  class
	reason uint8 // why it came back, in reasons
	payer  int32
	items  []int32
	amount money.Cents // 0: what is then owed
	line   *line       // for takeBack: what was booked
}

// push plans an event on the first business day on or after day d, and never
// before tomorrow; beyond the year it is lost.
func (w *world) push(d int, e event) {
	slot := w.cal.slot(d)
	if slot < 0 {
		return
	}
	if w.living && slot <= w.slot {
		if slot = w.slot + 1; slot == len(w.todo) {
			return
		}
	}
	w.todo[slot] = append(w.todo[slot], e)
}

// later plans an event some days from the day being lived.
func (w *world) later(days int, e event) { w.push(w.cal.open[w.slot]+days, e) }

func (w *world) between(low, high int) int { return low + w.rng.IntN(high-low+1) }

// happen turns an event into a line on an account.
func (w *world) happen(e *event) {
	switch e.what {
	case ownPayment, repetition:
		w.paid(e)
	case bounce:
		w.bounced(e)
	case comeback:
		w.cameBack(e)
	case payOut:
		w.payOut(e)
	case collection:
		w.collected(e)
	case payBack:
		w.payBack(e)
	case takeBack:
		w.takeBack(e)
	case stray:
		w.stray(e)
	}
}

func (w *world) owed(items []int32) (owed money.Cents) {
	for _, n := range items {
		owed += w.items[n].open()
	}
	return owed
}

// paid is a payment that comes in from a debtor.
func (w *world) paid(e *event) {
	amount := e.amount
	if amount == 0 {
		owed := w.owed(e.items)
		if owed == 0 {
			return
		}
		amount = w.blunder(e, owed)
	}
	first := &w.items[e.items[0]]
	rows := w.allocate(e, amount)
	l := w.incoming(e, amount, rows)
	if e.again {
		w.later(w.between(1, 8), event{what: repetition, mess: e.mess&^(amountRest|paidLate) | paidTwice,
			class: e.class, payer: e.payer, items: e.items, amount: amount})
	}
	if e.mess&amountPart != 0 && w.rng.IntN(5) > 0 {
		w.later(w.between(10, 45), event{what: ownPayment, mess: w.slip()&refMess | amountRest, class: e.class, payer: e.payer, items: e.items})
	}
	if w.rng.Float64() < w.rates.NotOurs {
		w.later(w.between(1, 30), event{what: stray, class: e.class, payer: e.payer, mess: notOurs})
	}
	if l != nil && !first.second() && e.mess&wrongAccount == 0 && w.rng.Float64() < w.rates.BankReversal {
		w.later(1, event{what: takeBack, line: l, class: e.class, payer: e.payer, items: e.items, mess: bankReversal})
	}
	w.refund(e, rows)
}

// allocate settles the items in order and says what of the amount is too much.
func (w *world) allocate(e *event, amount money.Cents) []row {
	rows := []row{}
	rest := amount
	for _, n := range e.items {
		if part := min(rest, w.items[n].open()); part > 0 {
			w.items[n].paid += part
			rows = append(rows, row{item: n, amount: part, kind: KindReceivable, mess: e.mess})
			rest -= part
		}
	}
	if rest > 0 {
		kind := KindOverpaid
		if e.what == repetition {
			kind = KindDouble
		}
		rows = append(rows, row{item: -1, amount: rest, kind: kind, mess: e.mess})
	}
	return rows
}

// refund pays back, some weeks later, what nobody owed; small change stays.
func (w *world) refund(e *event, rows []row) {
	last := rows[len(rows)-1]
	if last.item >= 0 || last.amount < 500 || w.rng.Float64() >= w.rates.RefundedSurely {
		return
	}
	w.later(w.between(10, 40), event{what: payBack, class: e.class, payer: e.payer, amount: last.amount})
}

// blunder gives what is really paid of what is owed, and takes a slip that
// changed nothing out of the event.
func (w *world) blunder(e *event, owed money.Cents) money.Cents {
	amount := owed
	if owed > 500 {
		switch {
		case e.mess&amountPart != 0:
			amount = owed * money.Cents(w.between(25, 75)) / 100
			if w.rng.IntN(2) == 0 {
				amount -= amount % 500
			}
		case e.mess&amountOver != 0:
			amount = owed + []money.Cents{100, 500, 1000, 2500, 5000, 10000, owed / 10}[w.rng.IntN(7)]
		case e.mess&amountRounded != 0:
			amount = (owed + 50) / 100 * 100
		case e.mess&amountCents != 0:
			amount = wrongCents(owed, w.rng.IntN(4))
		case e.mess&amountOther != 0:
			amount = w.siblingAmount(e.items[0], owed)
		}
	}
	if amount == owed || amount <= 0 {
		e.mess &^= amountPart | amountOver | amountRounded | amountCents | amountOther
		return owed
	}
	return amount
}

// wrongCents misses by one or two cents, or swaps the two digits of the cents.
func wrongCents(owed money.Cents, how int) money.Cents {
	switch how {
	case 0:
		return owed - 1
	case 1:
		return owed + 1
	case 2:
		return owed - 2
	}
	cents := owed % 100
	return owed - cents + cents%10*10 + cents/10
}

// siblingAmount gives the amount of another instalment of the same assessment,
// or what is owed when there is none.
func (w *world) siblingAmount(n int32, owed money.Cents) money.Cents {
	if other := w.sibling(n); other >= 0 {
		return w.items[other].amount
	}
	return owed
}

// sibling gives another instalment of the same assessment, -1 when there is none.
func (w *world) sibling(n int32) int32 {
	i := &w.items[n]
	switch {
	case i.terms < 2:
		return -1
	case i.term < i.terms:
		return n + 1
	}
	return n - 1
}

// slip draws what goes wrong with the reference and the amount of a payment.
func (w *world) slip() mess { return pick(w.rng, w.refs) | pick(w.rng, w.sums) }

// incoming books a payment; those with a right reference may be collected, and
// then it gives nil.
func (w *world) incoming(e *event, amount money.Cents, rows []row) *line {
	t := w.transfer(e, amount)
	second := w.items[e.items[0]].second()
	if e.mess&wrongAccount != 0 {
		second = !second
	}
	plain := t.ref != "" && e.mess&^(paidLate|afterReturn|oldItem|amountRest) == 0
	if plain && !second && w.rng.Float64() < w.rates.Collected {
		w.pool = w.join(w.pool, &line{code: creditBatch, apart: true}, t, rows)
		return nil
	}
	a := w.main
	if second {
		a = w.second
	}
	return a.book(&line{amount: amount, code: credit, details: []tx{t}, rows: rows})
}

// join adds a payment to a collected entry, which it begins when there is none.
func (w *world) join(l, empty *line, t tx, rows []row) *line {
	if l == nil {
		l = empty
	}
	l.details = append(l.details, t)
	l.amount += t.amount
	for _, r := range rows {
		r.detail = len(l.details)
		l.rows = append(l.rows, r)
	}
	return l
}

// closeBundles books the collected entries of the day.
func (w *world) closeBundles() {
	if w.pool != nil {
		w.main.book(w.single(w.pool, credit, "VZ"))
	}
	if w.bundle != nil {
		w.main.book(w.single(w.bundle, debitReturned, "RT"))
	}
	w.pool, w.bundle = nil, nil
}

// single makes a collected entry of one payment an ordinary one, and gives a
// real one its identification.
func (w *world) single(l *line, c *code, prefix string) *line {
	if len(l.details) > 1 {
		id := prefix + w.today().Format("060102") + "001"
		l.batch = &batch{id: id, count: len(l.details)}
		return l
	}
	l.code, l.apart = c, false
	for n := range l.rows {
		l.rows[n].detail = 0
	}
	return l
}

// payBack is our single payment of what somebody paid too much.
func (w *world) payBack(e *event) {
	who := w.who(e.class, e.payer)
	w.main.book(&line{amount: -e.amount, code: debit, details: []tx{{amount: -e.amount, name: who.banking, iban: who.iban, bic: who.bic,
		e2e: "TER-" + w.today().Format("060102") + "-" + itoa(len(w.main.lines)+1), text: []string{"Teruggaaf te veel betaald"}}},
		rows: []row{{item: -1, amount: -e.amount, kind: KindRefund, mess: e.mess}}})
}

// takeBack reverses a credit that the bank booked by mistake; the payer really
// pays some days later.
func (w *world) takeBack(e *event) {
	l := &line{amount: -e.line.amount, code: credit, reversal: true, info: "CORRECTIE BOEKING " + e.line.entry}
	t := e.line.details[0]
	t.amount = -t.amount
	l.details = []tx{t}
	for _, r := range e.line.rows {
		kind := r.kind
		if r.item >= 0 {
			w.items[r.item].paid -= r.amount
			kind = KindReturn
		}
		l.rows = append(l.rows, row{item: r.item, amount: -r.amount, kind: kind, mess: e.mess})
	}
	w.main.book(l)
	w.later(w.between(2, 12), event{what: ownPayment, class: e.class, payer: e.payer, items: e.items, mess: afterReturn})
}

// stray is money for somebody else; we send it back.
func (w *world) stray(e *event) {
	who := w.who(e.class, e.payer)
	amount := w.euros(20, 400)
	t := tx{amount: amount, name: who.banking, iban: who.iban, bic: who.bic,
		text: []string{among([]string{"Waterschapsbelasting", "Motorrijtuigenbelasting", "Premie zorgverzekering", "Contributie"}, w.rng.Uint64())}}
	w.main.book(&line{amount: amount, code: credit, details: []tx{t}, rows: []row{{item: -1, amount: amount, kind: KindNotOurs, mess: e.mess}}})
	if w.rng.Float64() < w.rates.RefundedSurely {
		w.later(w.between(5, 30), event{what: payBack, class: e.class, payer: e.payer, amount: amount, mess: notOurs})
	}
}
