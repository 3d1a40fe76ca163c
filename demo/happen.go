// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"slices"

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
	remittance                  // a bailiff pays what he collected
	oldRefund                   // a direct debit of last year comes back
	undoing                     // the bank takes back a return
	refundBack                  // what we paid back comes back
)

// event is a payment that will pass a bank account on some day.
type event struct {
	what   happening
	reason uint8 // why it came back, in reasons
	again  bool  // will be paid twice
	class  class
	named  int32 // 1 + the item whose reference is named; 0: the first of items
	mess   mess
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
	case remittance:
		w.remitted(e)
	case oldRefund:
		w.oldRefund(e)
	case undoing:
		w.undo(e)
	case refundBack:
		w.refundBack(e)
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
	if e.what == ownPayment {
		e.items = w.asBooked(e.items)
	}
	if amount == 0 {
		owed := w.owed(e.items)
		if owed == 0 {
			return
		}
		amount = w.blunder(e, owed)
	}
	e.mess |= w.nameSlip(e.class, e.payer)
	if e.mess&refOtherOpen != 0 && e.named == 0 {
		if e.named = 1 + w.neighbour(e.items[0]); e.named == 0 {
			e.mess &^= refOtherOpen
		}
	}
	meant := e.items
	if e.what == ownPayment {
		e.items = w.named(e.items, amount)
	}
	first := &w.items[e.items[0]]
	rows := w.allocate(e, amount)
	l := w.incoming(e, amount, rows)
	if e.again {
		w.later(w.between(1, 8), event{what: repetition, mess: e.mess&^(amountRest|paidLate) | paidTwice,
			class: e.class, payer: e.payer, items: e.items, amount: amount, named: e.named})
	}
	if e.mess&gAccount != 0 && e.class == company {
		w.later(w.between(1, 4), event{what: ownPayment, mess: gAccount | e.mess&refMess, class: blockedCompany, payer: e.payer, items: e.items, named: e.named})
	}
	if e.mess&amountPart != 0 && w.rng.IntN(5) > 0 {
		rest := event{what: ownPayment, mess: w.slip()&refMess | amountRest, class: e.class, payer: e.payer, items: meant}
		w.settle(&rest)
		w.later(w.between(10, 45), rest)
	}
	if w.rng.Float64() < w.rates.NotOurs {
		w.later(w.between(1, 30), event{what: stray, class: e.class, payer: e.payer, mess: notOurs})
	}
	if l != nil && !first.second() && e.mess&wrongAccount == 0 && w.rng.Float64() < w.rates.BankReversal {
		w.later(1, event{what: takeBack, line: l, class: e.class, payer: e.payer, items: e.items, mess: bankReversal})
	}
	w.refund(e, rows)
}

// asBooked gives the items that a payment is booked on. Of equal instalments
// under one reference nobody can see which was meant, and the oldest is paid
// first (art. 6:43 BW).
func (w *world) asBooked(items []int32) []int32 {
	out := make([]int32, 0, len(items))
	for _, n := range items {
		i := &w.items[n]
		first := n - int32(i.term) + 1
		for m := first; i.shared && m < first+int32(i.terms); m++ {
			if q := &w.items[m]; q.amount == i.amount && q.paid == 0 && (i.paid == 0 || i.open() == 0) && !slices.Contains(out, m) {
				n = m
				break
			}
		}
		out = append(out, n)
	}
	return out
}

// named gives the items that an amount settles of instalments under one
// reference, when it is not what the payer owed for those he meant: the
// instalment with just this amount, else the oldest first (art. 6:43 BW).
func (w *world) named(items []int32, amount money.Cents) []int32 {
	i := &w.items[items[0]]
	if !i.shared || amount == w.owed(items) {
		return items
	}
	first := items[0] - int32(i.term) + 1
	var open []int32
	for m := first; m < first+int32(i.terms); m++ {
		switch left := w.items[m].open(); {
		case left == amount:
			return []int32{m}
		case left > 0:
			open = append(open, m)
		}
	}
	if len(open) == 0 {
		return items
	}
	return open
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
		case e.mess&gAccount != 0 && e.class == company:
			return owed - owed/4
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
	second := w.items[e.items[0]].second() != (e.mess&wrongAccount != 0)
	abroad := w.abroad(e.class, e.payer)
	plain := t.ref != "" && e.mess&^(paidLate|afterReturn|oldItem|amountRest|nameMess|equalAmount) == 0 && !abroad
	if plain && !second && w.rng.Float64() < w.rates.Collected {
		w.pool = w.join(w.pool, &line{code: creditBatch, apart: true}, t, rows)
		return nil
	}
	a := w.main
	if second {
		a = w.second
	}
	l := &line{amount: amount, code: credit, details: []tx{t}, rows: rows, slot: w.slot}
	if abroad {
		w.fromAbroad(e, l)
	}
	return a.book(l)
}

// fromAbroad deducts what banks abroad cost, and tells of another currency.
// Whoever lets us pay the costs has paid what he owed.
func (w *world) fromAbroad(e *event, l *line) {
	t := &l.details[0]
	matter := mess(0)
	if w.rng.Float64() < w.rates.ForeignMoney {
		matter = foreignCurrency
		t.currency = among(foreign, w.hash(e.class, e.payer, 45)).currency
		t.ordered = l.amount * money.Cents(w.between(95, 121)) / 100
		if t.currency == "SEK" {
			t.ordered *= 10
		}
	}
	if fee := []money.Cents{500, 750, 1000, 1250, 1650}[w.rng.IntN(5)]; w.rng.Float64() < w.rates.ForeignCosts && l.amount > 4*fee {
		matter |= costsDeducted
		if w.rng.Float64() < w.rates.CostsStated {
			if t.costs = fee; t.currency == "" {
				t.currency, t.ordered = "EUR", l.amount
			}
		}
		l.rows = append(l.rows, row{item: -1, amount: -fee, kind: KindFee, mess: e.mess})
		l.amount -= fee
		t.amount = l.amount
	}
	for n := range l.rows {
		l.rows[n].mess |= matter
	}
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
