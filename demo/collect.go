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
	note    int32  // the credit note that goes off it, -1 none
	refused string // why the bank rejected it; "" it did not
}

// reason is why a direct debit comes back: the ISO code, how often of a hundred
// of its kind, and after how many days at least and at most (return 5 business
// days, refund 8 weeks, unauthorised 13 months).
type reason struct {
	code, info string
	weight     int
	low, high  int
	mess       mess
}

var reasons = []reason{
	{"AM04", "Saldo ontoereikend", 60, 1, 5, debitReturn},
	{"MS02", "Betaler weigert", 16, 1, 5, debitReturn},
	{"MS03", "Reden niet gespecificeerd", 8, 1, 5, debitReturn},
	{"AC04", "Rekening opgeheven", 8, 1, 4, debitReturn},
	{"SL01", "Blokkade door betaler", 3, 1, 3, debitReturn},
	{"AC06", "Rekening geblokkeerd", 2, 1, 4, debitReturn},
	{"MD07", "Betaler overleden", 2, 1, 5, debitReturn},
	{"RR04", "Wettelijke reden", 1, 1, 5, debitReturn},
	{"AC01", "Rekeningnummer onjuist", 60, 0, 0, debitReject},
	{"AG01", "Incasso niet toegestaan", 20, 0, 0, debitReject},
	{"AC13", "Rekening van ander soort", 10, 0, 0, debitReject},
	{"BE05", "Incassant onbekend", 10, 0, 0, debitReject},
	{"MD06", "Terugboeking op verzoek betaler", 100, 3, 56, debitRefund},
	{"MD01", "Geen machtiging", 100, 57, 395, debitUnauthorised},
	{"AM05", "Dubbel geincasseerd", 70, 2, 5, debitReversal}, // only by ourselves
	{"MS02", "Incasso ingetrokken", 30, 2, 5, debitReversal},
}

// drawReason draws one of a kind.
func (w *world) drawReason(kind mess) uint8 {
	x, last := w.rng.IntN(100), 0
	for n := range reasons {
		if reasons[n].mess != kind {
			continue
		}
		if x -= reasons[n].weight; x < 0 {
			return uint8(n)
		}
		last = n
	}
	return uint8(last)
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
	a := w.accountOf(id)
	w.ranOn[id] = w.slot
	l := &line{code: debitBatch, batch: &batch{id: id, message: "M" + id}}
	asked := money.Cents(0)
	for k, n := range due {
		i := &w.items[n]
		o := order{item: n, amount: i.open(), to: w.who(household, i.party), e2e: w.endToEnd(i),
			ref: w.reference(i), mandate: mandate(i.party), note: -1}
		asked, i.run = asked+o.amount, run
		if o.refused = w.refusal(a, "AC01"); o.refused == "" {
			w.carryOut(l, k, &o, o.amount)
		}
		orders[k] = o
	}
	w.truth.Orders += len(orders)
	if l.batch.count > 0 {
		a.book(l)
	}
	if err := w.writeDebits(a, id, orders, asked); err != nil {
		return err
	}
	for k := range orders {
		if o := &orders[k]; o.refused == "" {
			w.fate(o)
		} else {
			w.failed[w.items[o.item].party]++
			w.afterBounce(o.item)
		}
	}
	return w.beside(a, l, orders)
}

// carryOut adds an order to the line that books its batch.
func (w *world) carryOut(l *line, k int, o *order, amount money.Cents) {
	kind := KindReceivable
	if amount < 0 {
		kind = KindPayable
	}
	if o.note >= 0 { // the invoice in full, and the credit note the other way
		note := &w.items[o.note]
		l.rows = append(l.rows, row{detail: k + 1, item: o.note, amount: note.open(), kind: KindReceivable, mess: o.mess})
		l.amount += note.open()
		amount -= note.open()
		note.paid = note.amount
	}
	l.rows = append(l.rows, row{detail: k + 1, item: o.item, amount: amount, kind: kind, mess: o.mess})
	l.amount += amount
	l.batch.count++
	w.items[o.item].paid += amount.Abs()
}

// fate decides whether a collected instalment stays collected.
func (w *world) fate(o *order) {
	party := w.items[o.item].party
	e := event{what: bounce, class: household, payer: party, items: []int32{o.item}, amount: o.amount}
	r := &w.rates
	e.mess = pick(w.rng, []choice{{r.DebitRejected, debitReject}, {r.DebitReturned, debitReturn}, {r.DebitRefunded, debitRefund},
		{r.DebitUnauthorised, debitUnauthorised}, {r.DebitReversed, debitReversal}})
	if e.mess == 0 {
		delete(w.failed, party)
		return
	}
	e.reason = w.drawReason(e.mess)
	if e.mess == debitReject { // booked against the gross total on the same day
		if w.accountOf(w.debitRunID(w.items[o.item].run)) == w.main {
			o.refused = reasons[e.reason].code
			w.bounced(&e)
		}
		return
	}
	w.later(w.between(reasons[e.reason].low, reasons[e.reason].high), e)
}

// bounced is a direct debit that comes back: the item is open again.
func (w *world) bounced(e *event) {
	n, r := e.items[0], &reasons[e.reason]
	i := &w.items[n]
	i.paid -= e.amount
	id := w.debitRunID(i.run)
	t := w.debitTx(n, -e.amount)
	t.returned, t.why = r.code, r.info
	matter := r.mess
	a := w.accountOf(id)
	if a == w.main {
		matter |= w.first(w.ranOn[id])
	}
	rows := []row{{item: n, amount: -e.amount, kind: KindReturn, mess: matter}}
	if w.bundled && r.mess != debitReversal && a == w.main {
		w.bundle = w.join(w.bundle, &line{code: returnBatch, reversal: true}, t, rows)
	} else {
		c := debitReturned
		if r.mess == debitReversal {
			c = debitReversed
		}
		a.book(&line{amount: -e.amount, code: c, reversal: true, details: []tx{t}, rows: rows})
	}
	w.failed[i.party]++
	if r.mess&(debitReturn|debitRefund) != 0 && w.rng.Float64() < w.rates.ReturnUndone {
		again := *e
		again.what = undoing
		w.later(w.between(2, 12), again)
		return
	}
	w.afterBounce(n)
}

// debitTx is a direct debit as the bank reports it.
func (w *world) debitTx(n int32, amount money.Cents) tx {
	i := &w.items[n]
	who := w.who(household, i.party)
	return tx{amount: amount, name: who.banking, iban: who.iban, bic: who.bic, e2e: w.endToEnd(i), mandate: mandate(i.party),
		creditor: ownCreditor, info: w.debitRunID(i.run), ref: w.reference(i)}
}

// undo takes a return back: the bank booked it by mistake, or the payer
// withdrew his request. What was paid otherwise by then stays as it is.
func (w *world) undo(e *event) {
	n := e.items[0]
	i := &w.items[n]
	if i.open() < e.amount {
		return
	}
	i.paid += e.amount
	t := w.debitTx(n, e.amount)
	t.text, t.ref = []string{"Correctie terugboeking"}, ""
	w.accountOf(w.debitRunID(i.run)).book(&line{amount: e.amount, code: returnUndoing, reversal: true, details: []tx{t},
		rows: []row{{item: n, amount: e.amount, kind: KindReceivable, mess: returnUndone}}})
}

// oldRefund is an unauthorised direct debit of last year that comes back; its
// item was closed then and is not in the books.
func (w *world) oldRefund(e *event) {
	who := w.who(e.class, e.payer)
	old := item{sort: taxItem, serial: e.payer + 1, term: uint8(w.between(1, 10)), terms: 10, direct: true, lastYear: true}
	w.main.book(&line{amount: -e.amount, code: debitReturned, reversal: true,
		details: []tx{{amount: -e.amount, name: who.banking, iban: who.iban, bic: who.bic, e2e: w.endToEnd(&old), mandate: mandate(e.payer),
			creditor: ownCreditor, returned: "MD01", why: "Geen machtiging"}},
		rows: []row{{item: -1, amount: -e.amount, kind: KindOldReturn, mess: e.mess}}})
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
