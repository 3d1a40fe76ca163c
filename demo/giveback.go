// SPDX-License-Identifier: EUPL-1.2

package demo

// payBack is our single payment of what somebody paid too much. It may come back
// itself; then we pay to another account.
func (w *world) payBack(e *event) {
	who := w.who(e.class, e.payer)
	if e.mess&repaid != 0 {
		other := w.who(relative, e.payer)
		who.iban, who.bic = other.iban, other.bic
	} else if w.rng.Float64() < w.rates.RefundReturned {
		back := *e
		back.what = refundBack
		w.later(w.between(1, 5), back)
	}
	w.main.book(&line{amount: -e.amount, code: debit, details: []tx{{amount: -e.amount, name: who.banking, iban: who.iban, bic: who.bic,
		e2e: "TER-" + w.today().Format("060102") + "-" + itoa(len(w.main.lines)+1), text: []string{"Teruggaaf te veel betaald"}}},
		rows: []row{{item: -1, amount: -e.amount, kind: e.owed(KindRefund), mess: e.mess}}})
}

// owed gives the kind of money that is paid back: that for somebody else goes off
// the account on which it was booked when it came.
func (e *event) owed(kind string) string {
	if e.mess&notOurs != 0 {
		return KindNotOurs
	}
	return kind
}

// refundBack is a refund of ours that comes back: it is still owed.
func (w *world) refundBack(e *event) {
	who, why := w.who(e.class, e.payer), paymentReasons[w.rng.IntN(3)]
	w.main.book(&line{amount: e.amount, code: paymentReturned, reversal: true,
		details: []tx{{amount: e.amount, name: who.banking, iban: who.iban, bic: who.bic, returned: why.code, why: why.info, text: []string{"Teruggaaf te veel betaald"}}},
		rows:    []row{{item: -1, amount: e.amount, kind: e.owed(KindRefundReturn), mess: e.mess | paymentReturn}}})
	w.later(w.between(5, 20), event{what: payBack, class: e.class, payer: e.payer, amount: e.amount, mess: e.mess | repaid})
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
		l.rows = append(l.rows, row{item: r.item, amount: -r.amount, kind: kind, mess: e.mess | w.first(e.line.slot)})
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
