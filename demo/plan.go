// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"rentmeester/money"
)

// plan puts the year's items in the books and the payments in the diary. What
// follows from a payment (returns, refunds, the rest of a part) is decided when
// it happens.
func (w *world) plan() {
	w.planHouseholds()
	w.planCompanies()
	w.planRents()
	w.planGrants()
	w.planPayables()
	w.planSent()
	w.planOwn()
	w.planNetted()
	for _, e := range w.swaps { // who found nobody to swap with
		if e != nil {
			e.mess &^= swappedPayers
			w.push(e.day, e.event)
		}
	}
}

// planHouseholds gives every household its assessment and what else it owes.
func (w *world) planHouseholds() {
	offices := make([][]int32, 1+w.households/3000)
	fees := int32(0)
	for h := int32(0); h < int32(w.households); h++ {
		together := []int32{} // items that may be paid in one payment
		if w.rng.Float64() >= w.rates.Exempt {
			together = w.assess(h)
		}
		if w.rng.Float64() < w.rates.Carried {
			w.carry(h)
		}
		if w.rng.Float64() < w.rates.OldRefunded {
			w.push(w.between(1, 120), event{what: oldRefund, class: household, payer: h, mess: debitUnauthorised, amount: w.euros(18, 90)})
		}
		if w.chance(household, h, 31, 0.11) { // households with a dog that is taxed
			dog := w.add(item{sort: dogItem, party: h, serial: h + 1, issued: int16(w.cal.on(2, 28)), due: int16(w.cal.on(4, 30)),
				amount: money.Cents(7450 + 4100*w.between(0, 1))})
			together = append(together, dog)
		}
		w.planTogether(h, together, offices)
		w.permits(h)
		if w.rng.IntN(15) == 0 {
			fees++
			issued := w.between(0, 350)
			fee := item{sort: feeItem, party: h, serial: fees, issued: int16(issued), due: int16(issued + 30), amount: w.fee()}
			if !w.paidOnline(fee, issued) {
				w.planPayment(household, h, []int32{w.add(fee)}, 0)
			}
		}
	}
	w.planOffices(offices)
}

// fee draws an amount of leges: mostly small, sometimes a building permit.
func (w *world) fee() money.Cents {
	if w.rng.IntN(8) == 0 {
		return w.euros(400, 6000)
	}
	return w.euros(15, 250)
}

// assess makes the yearly assessment in one, several or ten instalments. It
// gives the item when it is one that the household itself pays at once; the
// others it plans.
func (w *world) assess(h int32) []int32 {
	amount := w.euros(180, 520) // refuse and sewer
	if w.chance(household, h, 30, 0.57) {
		amount += w.euros(220, 780) // owner: property tax
	}
	equal := w.rng.Float64() < w.rates.EqualAmounts
	if equal {
		amount = equalAmounts[w.rng.IntN(len(equalAmounts))]
	}
	base := item{sort: taxItem, equal: equal, party: h, serial: h + 1, issued: int16(w.cal.on(2, 28)), due: int16(w.cal.on(4, 30))}
	way := w.rng.Float64()
	switch {
	case w.administered(h):
	case way < w.rates.DirectDebit:
		w.instalments(base, amount, 10, func(n int32, term int) {
			w.debits[term] = append(w.debits[term], n)
		})
		return nil
	case way < w.rates.DirectDebit+w.rates.OwnTerms:
		base.shared = w.rng.Float64() < w.rates.SharedRef
		terms := []int32{}
		w.instalments(base, amount, w.between(2, 3), func(n int32, _ int) { terms = append(terms, n) })
		w.planTerms(h, terms)
		return nil
	}
	base.amount = amount
	return []int32{w.add(base)}
}

// equalAmounts are those of assessments of which a town has many: a flat for one
// or for more people, rented or owned.
var equalAmounts = [...]money.Cents{24_960, 31_175, 38_940, 45_512}

// instalments cuts an amount and adds an item for each; the first carries what
// does not divide and, where one pays oneself, also the once-only charges.
func (w *world) instalments(base item, amount money.Cents, count int, each func(n int32, term int)) {
	extra := money.Cents(0)
	if count < 10 {
		extra = amount / 20
	}
	part := (amount - extra) / money.Cents(count)
	for term := 1; term <= count; term++ {
		i := base
		i.term, i.terms, i.amount = uint8(term), uint8(count), part
		if term == 1 {
			i.amount = amount - part*money.Cents(count-1)
		}
		if count == 10 {
			i.direct, i.due = true, int16(w.cal.on(2+term, 26))
		} else {
			i.due = int16(w.cal.on(2+2*term, 30))
		}
		each(w.add(i), term)
	}
}

// administered says whether a household stands under a protective administrator.
func (w *world) administered(h int32) bool {
	return w.chance(household, h, 32, w.rates.Administered)
}

// carry adds an item of last year that is still unpaid; half are paid now.
func (w *world) carry(h int32) {
	n := w.add(item{sort: taxItem, party: h, serial: h + 1, lastYear: true,
		issued: int16(w.cal.on(2, 28) - 365), due: int16(w.cal.on(4, 30) - 365), amount: w.euros(60, 700)})
	if w.rng.IntN(2) == 0 {
		w.planOn(w.between(2, 120), household, h, []int32{n}, oldItem)
		return
	}
	w.handOver([]int32{n})
}

// planTerms plans own instalments: each at its time, or several at once.
func (w *world) planTerms(h int32, terms []int32) {
	if w.rng.Float64() < w.rates.SeveralTerms {
		first := w.rng.IntN(len(terms) - 1)
		w.planPayment(household, h, terms[first:], severalTerms)
		terms = terms[:first]
	}
	for _, n := range terms {
		w.planPayment(household, h, []int32{n}, 0)
	}
}

// planTogether plans what a household pays at once: alone, in one payment for
// several items, or by its administrator.
func (w *world) planTogether(h int32, items []int32, offices [][]int32) {
	if w.administered(h) && len(items) > 0 {
		k := int(w.hash(household, h, 33) % uint64(len(offices)))
		if w.rng.Float64() < w.rates.AdminCollects {
			offices[k] = append(offices[k], items[0])
			items = items[1:]
		}
		for _, n := range items {
			w.planPayment(office, int32(k), []int32{n}, payerAdministrator)
		}
		return
	}
	if len(items) > 1 && w.rng.Float64() < w.rates.SeveralItems {
		w.planPayment(household, h, items, severalItems)
		return
	}
	for _, n := range items {
		w.planPayment(household, h, []int32{n}, 0)
	}
}

// planOffices lets administrators pay for two to four clients at once.
func (w *world) planOffices(offices [][]int32) {
	for k, items := range offices {
		for len(items) > 0 {
			count := min(len(items), w.between(2, 4))
			matter := payerAdministrator
			if count > 1 {
				matter |= severalClients
			}
			w.planPayment(office, int32(k), items[:count:count], matter)
			items = items[count:]
		}
	}
}

// permits are parking permits, a bill each quarter.
func (w *world) permits(h int32) {
	if !w.chance(household, h, 34, 0.05) {
		return
	}
	for quarter := 0; quarter < 4; quarter++ {
		issued := w.cal.on(1+3*quarter, 1)
		permit := item{sort: permitItem, party: h, serial: h*4 + int32(quarter) + 1, issued: int16(issued), due: int16(issued + 24), amount: 2475}
		if !w.paidOnline(permit, issued+w.between(1, 24)) {
			w.planPayment(household, h, []int32{w.add(permit)}, 0)
		}
	}
}

// planPayment chooses when a debtor pays and what he does wrong.
func (w *world) planPayment(c class, payer int32, items []int32, matter mess) {
	first := &w.items[items[0]]
	due, issued := int(first.due), int(first.issued)
	x := w.rng.Float64()
	switch {
	case x < w.rates.Never:
		w.handOver(items)
	case x < w.rates.Never+w.rates.Late:
		w.planOn(due+w.between(8, 75), c, payer, items, matter|paidLate)
	case w.rng.IntN(3) == 0: // at once
		w.planOn(issued+w.between(1, max(2, (due-issued)/2)), c, payer, items, matter)
	case w.rng.IntN(8) == 0: // just over
		w.planOn(due+w.between(1, 7), c, payer, items, matter)
	default:
		w.planOn(due-w.between(0, 8), c, payer, items, matter)
	}
}

// planOn puts an own payment in the diary with its slips.
func (w *world) planOn(d int, c class, payer int32, items []int32, matter mess) {
	e := event{what: ownPayment, class: c, payer: payer, items: items, mess: matter | w.slip()}
	if c == household {
		w.otherPayer(&e)
	}
	if w.rng.Float64() < w.rates.WrongAccount {
		e.mess |= wrongAccount
	}
	first := &w.items[items[0]]
	if first.equal {
		e.mess |= equalAmount
	}
	if e.mess&refMess == 0 {
		w.habit(&e, first)
	}
	e.again = w.rng.Float64() < w.rates.Twice
	if c == company && first.sort == invoiceItem && len(items) == 1 && w.rng.Float64() < w.rates.GAccountIn {
		e.mess, e.again = e.mess&refMess|matter|gAccount, false
	}
	w.settle(&e)
	if e.mess&swappedPayers != 0 {
		w.swap(d, e)
		return
	}
	w.push(d, e)
}

// otherPayer lets somebody else pay than who owes it.
func (w *world) otherPayer(e *event) {
	switch x := w.rng.Float64(); {
	case x < w.rates.Partner:
		e.class, e.mess = partner, e.mess|payerPartner
	case x < w.rates.Partner+w.rates.ThirdParty:
		e.class, e.payer, e.mess = partner, (e.payer+7919)%int32(w.households), e.mess|payerThird
	case x < w.rates.Partner+w.rates.ThirdParty+w.rates.Relative:
		e.class, e.mess = relative, e.mess|payerRelative
	}
}

// habit is how some payers always write a reference that is right.
func (w *world) habit(e *event, first *item) {
	x := w.rng.Float64()
	switch second := first.second() != (e.mess&wrongAccount != 0); {
	case e.class == company && first.sort == invoiceItem:
		if x < w.rates.CompanyText {
			e.mess |= refItemNumber
		} else if x < w.rates.CompanyText+w.rates.RefRFText {
			e.mess |= refRFText
		}
	case e.mess&afterReturn != 0 && first.direct:
		if x < w.rates.RefEndToEnd {
			e.mess |= refEndToEnd
		}
	case second && x < w.rates.RefLineBreak:
		e.mess |= refLineBreak
	}
}

// waiting is a payment that waits for another with which it swaps references.
type waiting struct {
	event
	day int
}

// swap pairs a payment with the one before it of the same sort: each names the
// other's reference.
func (w *world) swap(d int, e event) {
	first := &w.items[e.items[0]]
	other := w.swaps[first.sort]
	if other == nil || other.payer == e.payer {
		w.swaps[first.sort] = &waiting{e, d}
		if other != nil { // the same debtor again
			other.mess &^= swappedPayers
			w.push(other.day, other.event)
		}
		return
	}
	w.swaps[first.sort] = nil
	e.named, other.named = other.items[0]+1, e.items[0]+1
	w.push(other.day, other.event)
	w.push(d, e)
}
