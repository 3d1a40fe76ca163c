// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"fmt"
	"time"

	"rentmeester/money"
)

// batchLimit is the number of orders in one batch, and so in one bank line.
const batchLimit = 10_000

// stopAfter is how many direct debits in a row may come back before the mandate
// stops (FACTS: Hattem 2 in a row; other towns differ).
const stopAfter = 2

// order is one order of ours in a batch.
type order struct {
	item    int32
	amount  money.Cents // unsigned
	to      somebody
	e2e     string
	ref     string // structured
	text    string
	mandate string
	mess    mess
}

// reason is why a direct debit comes back: the ISO code, how often of a hundred
// and after how many days at least and at most (return 5 business days, refund 8
// weeks, unauthorised 13 months).
type reason struct {
	code, info string
	weight     int
	low, high  int
	mess       mess
}

var reasons = []reason{
	{"AM04", "Saldo ontoereikend", 45, 1, 5, debitReturn},
	{"MD06", "Terugboeking op verzoek betaler", 20, 3, 56, debitRefund},
	{"MS02", "Betaler weigert", 13, 1, 5, debitReturn},
	{"MS03", "Reden niet gespecificeerd", 6, 1, 5, debitReturn},
	{"AC04", "Rekening opgeheven", 6, 1, 4, debitReturn},
	{"SL01", "Blokkade door betaler", 2, 1, 3, debitReturn},
	{"AC01", "Rekeningnummer onjuist", 4, 0, 0, debitReject},
	{"MD01", "Geen machtiging", 4, 57, 130, debitRefund},
	{"AM05", "Dubbel geincasseerd", 0, 2, 5, debitReversal}, // only by ourselves
}

func (w *world) drawReason() uint8 {
	x := w.rng.IntN(100)
	for n := range reasons {
		if x -= reasons[n].weight; x < 0 {
			return uint8(n)
		}
	}
	return 0
}

// collectTerm collects an instalment: a file and a line for every batch.
func (w *world) collectTerm(term int) error {
	due := w.debits[term][:0]
	for _, n := range w.debits[term] {
		if i := &w.items[n]; i.open() > 0 && !w.stopped[i.party] {
			due = append(due, n)
		}
	}
	for part := 1; len(due) > 0; part++ {
		count := min(len(due), batchLimit)
		if err := w.collectBatch(part, due[:count]); err != nil {
			return err
		}
		due = due[count:]
	}
	w.debits[term] = nil
	return nil
}

func (w *world) collectBatch(part int, due []int32) error {
	run := debitRun(w.today().Month(), part)
	id := w.debitRunID(run)
	orders := make([]order, len(due))
	l := &line{code: debitBatch, batch: &batch{id: id, message: "M" + id, count: len(due)}}
	for k, n := range due {
		i := &w.items[n]
		orders[k] = order{item: n, amount: i.open(), to: w.who(household, i.party), e2e: w.endToEnd(i),
			ref: w.reference(i), mandate: mandate(i.party)}
		l.amount += i.open()
		l.rows = append(l.rows, row{detail: k + 1, item: n, amount: i.open(), kind: KindReceivable})
		i.paid, i.run = i.amount, run
	}
	w.truth.Orders += len(orders)
	if err := w.writeDebits(id, orders, l.amount); err != nil {
		return err
	}
	w.main.book(l)
	for k := range orders {
		w.fate(&orders[k])
	}
	return nil
}

// fate decides whether a collected instalment stays collected.
func (w *world) fate(o *order) {
	party := w.items[o.item].party
	e := event{what: bounce, class: household, payer: party, items: []int32{o.item}, amount: o.amount}
	switch x := w.rng.Float64(); {
	case x < w.rates.DebitReturned:
		e.reason = w.drawReason()
	case x < w.rates.DebitReturned+w.rates.DebitReversed:
		e.reason = uint8(len(reasons) - 1)
	default:
		delete(w.failed, party)
		return
	}
	r := &reasons[e.reason]
	e.mess = r.mess
	if r.mess == debitReject { // booked against the gross total on the same day
		w.bounced(&e)
		return
	}
	w.later(w.between(r.low, r.high), e)
}

// bounced is a direct debit that comes back: the item is open again.
func (w *world) bounced(e *event) {
	n, r := e.items[0], &reasons[e.reason]
	i := &w.items[n]
	i.paid -= e.amount
	who := w.who(household, i.party)
	t := tx{amount: -e.amount, name: who.banking, iban: who.iban, bic: who.bic, e2e: w.endToEnd(i), mandate: mandate(i.party),
		creditor: ownCreditor, info: w.debitRunID(i.run), returned: r.code, why: r.info, ref: w.reference(i)}
	rows := []row{{item: n, amount: -e.amount, kind: KindReturn, mess: r.mess}}
	if w.bundled && r.mess != debitReversal {
		w.bundle = w.join(w.bundle, &line{code: returnBatch, reversal: true}, t, rows)
	} else {
		c := debitReturned
		if r.mess == debitReversal {
			c = debitReversed
		}
		w.main.book(&line{amount: -e.amount, code: c, reversal: true, details: []tx{t}, rows: rows})
	}
	w.failed[i.party]++
	w.afterBounce(n)
}

// debitRun is the number of a batch of direct debits: its month and its part.
func debitRun(month time.Month, part int) int16 { return int16(int(month)*1000 + part) }

// debitRunID is the PmtInfId of a batch of direct debits.
func (w *world) debitRunID(run int16) string {
	return fmt.Sprintf("INC-%d-%02d-%d", w.Year, run/1000, run%1000)
}

// afterBounce: too many in a row stop the mandate, and the household pays what
// is left by itself; else it pays this instalment, or we try again next month.
func (w *world) afterBounce(n int32) {
	i := &w.items[n]
	if w.failed[i.party] >= stopAfter && !w.stopped[i.party] {
		w.stopped[i.party] = true
		rest := []int32{}
		for k := n - int32(i.term) + 1; k <= n+int32(i.terms-i.term); k++ {
			if w.items[k].open() > 0 {
				rest = append(rest, k)
			}
		}
		matter := afterReturn
		if len(rest) > 1 {
			matter |= severalTerms
		}
		if w.rng.IntN(4) > 0 {
			w.planOn(w.cal.open[w.slot]+w.between(14, 45), household, i.party, rest, matter)
		}
		return
	}
	switch x := w.rng.IntN(100); {
	case x < 65 || w.stopped[i.party]:
		w.planOn(w.cal.open[w.slot]+w.between(5, 25), household, i.party, []int32{n}, afterReturn)
	case x < 85:
		if next := int(w.today().Month()) - 1; next >= 2 && next <= 10 {
			w.debits[next] = append(w.debits[next], n)
		}
	}
}
