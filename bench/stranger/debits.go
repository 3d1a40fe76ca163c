// SPDX-License-Identifier: EUPL-1.2

package stranger

import (
	"fmt"
	"strings"

	"rentmeester/day"
	"rentmeester/money"
)

// order is a batch that we sent to the bank, and what it answered.
type order struct {
	message, info string
	debit         bool
	to            *account
	on            day.Day
	parts         []instruction
	single        bool // the bank books each by itself
	refused       []string
}

type instruction struct {
	e2e, text, mandate string
	name, iban         string
	amount             money.Cents
}

// collectDebits sends a pain.008 a month for each account and books what comes
// of it: gross or net of what was refused, with details, without, or with the
// details in a notification.
func (t *town) collectDebits() {
	for m := 1; m <= 12; m++ {
		for _, to := range []*account{t.taxes, t.rents} {
			var due []*item
			for _, i := range t.items {
				if i.collect && i.to == to && int(i.Due.Time().Month()) == m && !i.paid {
					due = append(due, i)
				}
			}
			if len(due) > 0 {
				t.collect(m, to, due)
			}
		}
	}
}

func (t *town) collect(m int, to *account, due []*item) {
	on := workday(t.on(m, 27))
	o := &order{message: fmt.Sprintf("INC%d%02d%s", t.o.Year, m, to.iban[14:]), debit: true, to: to, on: on}
	o.info = o.message + "-1"
	if t.sameInfo && to == t.rents {
		o.info = "HUURINCASSO"
	}
	t.orders = append(t.orders, o)
	twice := false
	whole := &move{on: on, to: to, sort: "debits", batch: o, clear: true, mess: "collection, details given", hidden: to == t.rents}
	net := m%5 == 0
	for n, i := range due {
		i.paid = true
		e2e := fmt.Sprintf("%s-%d-%05d", o.message, m, n+1)
		switch {
		case to == t.rents:
			e2e = i.Number
		case t.sameE2E:
			e2e = i.assessed
		}
		text := strings.TrimSpace(i.Description + " " + first(i.assessed, i.Number))
		if i.term > 0 {
			text += fmt.Sprintf(" termijn %d", i.term)
		}
		o.parts = append(o.parts, instruction{e2e: e2e, text: text, mandate: i.MandateID, name: i.who.name, iban: i.who.iban, amount: i.Amount})
		part := &move{on: on, to: to, amount: i.Amount, name: i.who.name, iban: i.who.iban, text: text, e2e: e2e, mandate: i.MandateID,
			shares: []Share{share(i, i.Amount)}}
		if t.chance(0.015*t.o.Traps) && t.paysBefore(i, part, on) {
			whole.parts, whole.amount, twice = append(whole.parts, part), whole.amount+i.Amount, true
			continue
		}
		refused := t.chance(0.02)
		if refused && net {
			o.refused = append(o.refused, e2e)
			t.afterRefusal(i, on)
			continue
		}
		whole.parts = append(whole.parts, part)
		whole.amount += i.Amount
		whole.shares = append(whole.shares, part.shares...)
		switch {
		case refused:
			t.comeBack(part, on.Add(2+t.IntN(3)), pick(t, []string{"AM04", "AC04", "MD01", "MS03"}), "refused")
			t.afterRefusal(i, on)
		case t.chance(0.012) || to == t.rents && t.chance(0.1*t.o.Traps):
			t.comeBack(part, on.Add(15+t.IntN(38)), "MD06", "refunded")
		}
	}
	switch {
	case net && len(o.refused) > 0:
		whole.hidden, whole.mess = true, "collection, net of refusals"
	case m%4 == 0:
		whole.hidden, whole.noted, whole.mess = true, true, "collection, details notified"
	case whole.hidden:
		whole.mess = "collection, one amount"
	}
	if twice && whole.hidden && !whole.noted { // which of the two payments is one too many, is a matter of taste
		whole.mess, whole.clear = whole.mess+", one paid before", false
	}
	t.book(whole)
}

// paysBefore lets a debtor pay himself in the week before the collection, which
// then settles nothing.
func (t *town) paysBefore(i *item, part *move, on day.Day) bool {
	early := workday(on.Add(-4 - t.IntN(5)))
	if early <= i.Issued || early >= on {
		return false
	}
	s := t.neat(i)
	s.mess = "trap: pays before it is collected"
	t.pay(early, s, []Share{share(i, i.Amount)}, i)
	part.shares, part.mess, part.kind = nil, "trap: collected though it was paid", "collected twice"
	return true
}

// comeBack books what a debtor's bank returned: the item is open again.
func (t *town) comeBack(part *move, on day.Day, code, how string) {
	back := *part
	back.on, back.amount, back.came, back.sort = on, -part.amount, code, "debit back"
	back.shares = []Share{part.shares[0]}
	back.shares[0].Amount *= -1
	back.mess, back.clear = "direct debit "+how, true
	if part.to == t.rents && t.messy(0.6) { // the bank gives the mandate only
		back.e2e, back.mess = "", "direct debit "+how+", mandate only"
	}
	t.book(&back)
}

// afterRefusal lets a debtor pay himself what could not be collected.
func (t *town) afterRefusal(i *item, on day.Day) {
	if !t.chance(0.6) {
		return
	}
	text := pick(t, []string{i.Number, "termijn " + fmt.Sprint(i.term) + " mislukte incasso " + i.assessed, "storno " + months[int(on.Time().Month())-1], first(i.Reference, i.Number)})
	t.pay(on.Add(8+t.IntN(15)), said{text: text, mess: "paid after a refused debit", clear: !strings.HasPrefix(text, "storno")}, []Share{share(i, i.Amount)}, i)
}
