// SPDX-License-Identifier: EUPL-1.2

package stranger

import (
	"fmt"
	"slices"
	"strings"

	"rentmeester/day"
	"rentmeester/money"
)

// setTraps makes situations that happen in every town now and then, and that
// mislead whoever trusts one fact: an amount, a name or a reference. Each makes
// the items it needs, so that nothing else pays them.
func (t *town) setTraps() {
	traps := []func(p, q *party){t.othersReference, t.neighboursReference, t.oneNumberOff, t.namesake, t.skippedRent, t.nextYear,
		t.payForAnother, t.rentTwice, t.partLooksWhole, t.swappedTerms, t.lastYearsReference, t.oursAndYours, t.laterTermFirst, t.sameNameElsewhere}
	for n, p := range t.people {
		if p.keeper != nil && t.chance(t.o.Traps) {
			t.keeperSwaps(p)
		}
		if q := t.people[(n+7)%len(t.people)]; t.chance(0.25*t.o.Traps) && p.keeper == nil && q != p {
			pick(t, traps)(p, q)
		}
	}
	for _, f := range t.firms {
		if t.chance(0.4 * t.o.Traps) {
			t.wrongTwo(f)
		}
	}
	for _, v := range t.vendors {
		if t.chance(0.3 * t.o.Traps) {
			t.supplierPaysBack(v)
			t.payTwice(v)
		}
	}
	for m := 2; m <= 12; m += 2 {
		if t.chance(t.o.Traps) {
			t.bailiff(m)
		}
	}
}

// own makes an item with a payment reference of its own, already spoken for.
func (t *town) own(p *party, amount money.Cents, issued day.Day) *item {
	i := receivable(p, t.fees, "fee", fmt.Sprintf("LG/%02d/%05d", t.o.Year%100, t.next("fee", 87)), amount, issued, issued.Add(30))
	i.Reference, i.Description, i.words, i.paid = t.kenmerk(), "Leges kapvergunning", "kapvergunning", true
	return t.add(i)
}

func (t *town) twoPermits(p, q *party) (*item, *item) {
	issued := t.on(1+t.IntN(9), 10)
	x, y := t.permit(p, t.o.Year, issued), t.permit(q, t.o.Year, issued)
	y.Amount, x.paid, y.paid = x.Amount, true, true
	return x, y
}

// straight pays an item from the account of its party.
func (t *town) straight(on day.Day, i *item, amount money.Cents, s said) *move {
	m := &move{on: on, to: i.to, amount: amount, name: i.who.bank, iban: i.who.iban, text: s.text, ref: s.ref, mess: "trap: " + s.mess, clear: s.clear}
	if amount != 0 {
		m.shares = []Share{share(i, amount)}
	}
	return t.book(m)
}

func (t *town) byReference(on day.Day, i *item) {
	s := t.neat(i)
	s.mess = "the other one, by the book"
	t.straight(on, i, i.Amount, s)
}

// othersReference: the reference is of somebody else, all the rest is his own.
func (t *town) othersReference(p, q *party) {
	issued := t.on(1+t.IntN(9), 10)
	x, y := t.own(p, t.cents(30, 300), issued), t.own(q, t.cents(301, 600), issued)
	t.straight(issued.Add(12), x, x.Amount, said{ref: y.Reference, mess: "reference of another, own amount", clear: true})
	t.byReference(issued.Add(20), y)
}

// neighboursReference: equal amounts; the number is his own, the reference not.
func (t *town) neighboursReference(p, q *party) {
	x, y := t.twoPermits(p, q)
	t.straight(x.Issued.Add(11), x, x.Amount, said{text: y.Reference + " parkeervergunning " + x.Number, mess: "reference of a neighbour beside own number", clear: true})
	t.byReference(x.Issued.Add(15), y)
}

// oneNumberOff: the only number is a neighbour's, and the amounts are equal.
func (t *town) oneNumberOff(p, q *party) {
	x, y := t.twoPermits(p, q)
	t.straight(x.Issued.Add(9), x, x.Amount, said{text: "parkeervergunning " + y.Number + " " + p.street, mess: "number of a neighbour, equal amounts"})
	t.byReference(x.Issued.Add(19), y)
}

// namesake: two people of one name with an equal fee; only the account tells.
func (t *town) namesake(p, _ *party) {
	twin := *t.person()
	twin.name, twin.bank, twin.surname, twin.items = p.name, p.bank, p.surname, nil
	known := p.known
	twin.known = known
	x, y := t.twoPermits(p, &twin)
	s := said{text: "parkeervergunning " + p.surname, mess: "namesake, account known", clear: known}
	if !known {
		s.mess = "namesake, account unknown"
	}
	t.straight(x.Issued.Add(8), x, x.Amount, s)
	t.straight(x.Issued.Add(14), y, y.Amount, s)
}

// paidLease makes a year of rent that is not collected, for somebody who rents
// nothing else.
func (t *town) paidLease(p *party) []*item {
	if slices.ContainsFunc(p.items, func(i *item) bool { return i.sort == "rent" }) {
		return nil
	}
	before, debit := len(t.items), p.debit
	p.debit = false
	t.lease(p)
	p.debit = debit
	return t.items[before:]
}

// skippedRent: one month is left out and paid in September; the text names the
// month each time (BW 6:43 lid 1).
func (t *town) skippedRent(p, _ *party) {
	withReference := t.chance(0.5)
	for _, i := range t.paidLease(p) {
		i.paid = true
		on, s := i.Issued.Add(3), said{text: i.words + " " + t.month(i.term), mess: "month named, an earlier one open", clear: true}
		if withReference {
			s.text, s.mess = i.Reference+" huur "+t.month(i.term), "month named beside the running reference, an earlier one open"
		}
		switch {
		case i.term < 4:
			s.mess = "month named"
		case i.term == 4:
			on, s.text, s.mess = t.on(9, 17), "achterstallige "+i.words+" "+t.month(4), "the month left out"
		case i.term > 8:
			s.mess = "month named"
		}
		t.straight(on, i, i.Amount, s)
	}
}

// nextYear: in December he pays next year's permit; this year's is still open.
func (t *town) nextYear(p, _ *party) {
	old := t.permit(p, t.o.Year, t.on(3, 3))
	fresh := t.permit(p, t.o.Year+1, t.on(12, 8))
	fresh.Amount, old.paid, fresh.paid = old.Amount, true, true
	t.straight(t.on(12, 16).Add(t.IntN(12)), fresh, fresh.Amount, said{text: fmt.Sprintf("parkeervergunning %d", t.o.Year+1), mess: "next year's, an older one open", clear: true})
}

// payForAnother: she pays for somebody, and has the same fee open herself.
func (t *town) payForAnother(p, q *party) {
	x, y := t.twoPermits(p, q)
	m := t.straight(x.Issued.Add(6), y, y.Amount, said{text: y.Reference + " voor " + q.name, mess: "pays for another, has the same fee open", clear: true})
	m.name, m.iban = p.bank, p.iban
	t.byReference(x.Issued.Add(25), x)
}

// rentTwice: a month is paid twice in a week, and the next one in time.
func (t *town) rentTwice(p, _ *party) {
	for _, i := range t.paidLease(p) {
		i.paid = true
		s := said{text: i.words + " " + t.month(i.term), mess: "month named", clear: true}
		t.straight(i.Issued.Add(2), i, i.Amount, s)
		if i.term == 3 {
			s.mess = "the same month again"
			m := t.straight(i.Issued.Add(6), i, i.Amount, s)
			m.shares, m.kind = nil, "paid twice"
		}
	}
}

// partLooksWhole: a first part of one item is as large as another item of his.
func (t *town) partLooksWhole(p, _ *party) {
	issued := t.on(1+t.IntN(8), 12)
	whole, small := t.own(p, 30000, issued), t.own(p, 10000, issued)
	s := said{text: "1e deel " + whole.Reference, mess: "part as large as another item", clear: true}
	t.straight(issued.Add(9), whole, 10000, s)
	s.text = "2e deel " + whole.Reference
	t.straight(issued.Add(39), whole, 20000, s)
	t.byReference(issued.Add(28), small)
}

// swappedTerms: the amounts of two terms change places; the references do not.
func (t *town) swappedTerms(p, _ *party) {
	issued := t.on(2+t.IntN(6), 2)
	one, two := t.own(p, 12000, issued), t.own(p, 8000, issued.Add(1))
	t.straight(issued.Add(20), one, 8000, said{ref: one.Reference, mess: "amounts of two terms swapped"})
	m := t.straight(issued.Add(50), two, 12000, said{ref: two.Reference, mess: "amounts of two terms swapped"})
	m.shares = []Share{share(two, 8000), share(one, 4000)}
}

// laterTermFirst: of an assessment in two equal terms under one reference the
// second is paid first, and named (BW 6:43 lid 1).
func (t *town) laterTermFirst(p, _ *party) {
	issued := t.on(2+t.IntN(6), 2)
	number, ref, amount := fmt.Sprintf("A%02d-%06d", t.o.Year%100, t.next("assessment", 31)), t.kenmerk(), t.cents(60, 200)
	var terms [2]*item
	for n := range terms {
		i := receivable(p, t.taxes, "tax", fmt.Sprintf("%s/%d", number, n+1), amount, issued, issued.Add(30+31*n))
		i.Reference, i.assessed, i.term, i.words, i.paid = ref, number, n+1, "gemeentebelasting", true
		i.Description = fmt.Sprintf("Gemeentelijke belastingen %d", t.o.Year)
		terms[n] = t.add(i)
	}
	second := pick(t, []string{" termijn 2", " 2e termijn", " tweede termijn", " trm 2", " termijn 2 van 2"})
	t.straight(issued.Add(55), terms[1], amount, said{text: ref + second, mess: "the later term first, named", clear: true})
	t.straight(issued.Add(70), terms[0], amount, said{text: ref + " termijn 1 (te laat sorry)", mess: "the earlier term last, named", clear: true})
}

// sameNameElsewhere: a namesake of somebody here pays the same standard amount
// for another municipality, with a reference of theirs.
func (t *town) sameNameElsewhere(p, q *party) {
	x, _ := t.twoPermits(p, q)
	m := t.straight(x.Issued.Add(13), x, x.Amount, said{text: fmt.Sprintf("gemeente Elderveen parkeervergunning %d kenm 2%06d", t.o.Year, t.IntN(999999)),
		mess: "namesake pays another municipality", clear: true})
	m.shares, m.kind, m.iban = nil, "for another municipality", t.iban()
}

// keeperSwaps: an administrator who pays for two people of whom each owes the
// same mixes up their references once.
func (t *town) keeperSwaps(p *party) {
	q := p
	for _, other := range t.people {
		if other != p && other.keeper == p.keeper {
			q = other
		}
	}
	if q == p {
		return
	}
	pay := func(i *item, on day.Day, s said) {
		m := t.straight(on, i, i.Amount, s)
		m.name, m.iban = p.keeper.bank, p.keeper.iban
	}
	for round := range 3 {
		x, y := t.own(p, 9600, t.on(2+3*round, 4)), t.own(q, 9600, t.on(2+3*round, 4))
		one, two, s := x, y, said{mess: "administrator, reference", clear: true}
		if round == 2 {
			one, two, s = y, x, said{mess: "administrator, references swapped, name right"}
		}
		s.text = one.Reference + " inz. " + p.name
		pay(x, x.Issued.Add(10), s)
		s.text = two.Reference + " inz. " + q.name
		pay(y, x.Issued.Add(10), s)
	}
}

// lastYearsReference: a reference that is valid, and open no more.
func (t *town) lastYearsReference(p, _ *party) {
	issued := t.on(1+t.IntN(9), 4)
	i := t.own(p, t.cents(40, 700), issued)
	gone := t.kenmerk()
	t.straight(issued.Add(14), i, i.Amount, said{ref: gone, mess: "reference of an item settled long ago", clear: true})
}

// oursAndYours: beside our number stands one of theirs that is somebody's
// reference here, with an equal amount.
func (t *town) oursAndYours(p, q *party) {
	x, y := t.twoPermits(p, q)
	m := t.straight(x.Issued.Add(10), x, x.Amount, said{text: "uw kenmerk " + x.Number + " ons kenmerk " + y.Reference, mess: "their number is a reference of ours", clear: true})
	m.name = pick(t, []string{p.bank, strings.ToUpper(p.bank)})
	t.byReference(x.Issued.Add(18), y)
}

// wrongTwo: of five invoices two pairs and one alone have the same sum.
func (t *town) wrongTwo(f *party) {
	issued := t.on(1+t.IntN(9), 3)
	var five []*item
	for _, amount := range []money.Cents{10000, 25000, 15000, 20000, 35000} {
		i := t.invoice(f)
		i.Amount, i.Issued, i.Due, i.Reference, i.paid = amount, issued, issued.Add(30), "", true
		i.listed = int(issued.Time().Month())
		five = append(five, i)
	}
	c, d := five[2], five[3]
	m := t.straight(issued.Add(15), c, c.Amount, said{text: "factuur " + c.Number + " en " + d.Number[len(d.Number)-4:], mess: "sum of two pairs", clear: true})
	m.amount, m.shares = m.amount+d.Amount, append(m.shares, share(d, d.Amount))
	for n, i := range []*item{five[0], five[1], five[4]} {
		t.straight(issued.Add(20+n), i, i.Amount, said{text: i.Number, mess: "the other one, by the book", clear: true})
	}
}

// supplierPaysBack: a credit note is paid out to us, or a payment that we made
// twice comes back under the number of an invoice that is still open.
func (t *town) supplierPaysBack(v *party) {
	issued, amount := t.on(1+t.IntN(9), 3), t.cents(40, 900)
	note := payable(v, "credit", fmt.Sprintf("CR"+v.series, t.next("credit", 50)), amount, issued, issued.Add(30))
	note.Description, note.to = "Creditnota", t.main
	t.add(note)
	t.straight(issued.Add(12), note, amount, said{text: "creditnota " + note.Number, mess: "supplier pays a credit note", clear: true})
	bill := payable(v, "bill", fmt.Sprintf(v.series, 900+t.next("billed", 1)), t.cents(40, 900), issued, issued.Add(40))
	bill.Description, bill.to, bill.EndToEndID = "levering", t.main, fmt.Sprintf("%d%06d", t.o.Year, t.next("voucher", 7001))
	t.add(bill)
	m := t.straight(issued.Add(10), bill, bill.Amount, said{text: "retour dubbel betaald " + bill.Number, mess: "supplier returns a double payment", clear: true})
	m.shares, m.kind = nil, "returned by a supplier"
	t.straight(issued.Add(30), bill, -bill.Amount, said{text: bill.Number, mess: "the other one, by the book", clear: true})
}

// payTwice: an urgent transfer by hand pays an invoice that the run had paid
// already; a later one of the same amount is still open.
func (t *town) payTwice(v *party) {
	issued, amount := t.on(1+t.IntN(8), 3), t.cents(100, 3000)
	var two [2]*item
	for n := range two {
		b := payable(v, "bill", fmt.Sprintf(v.series, 960+t.next("billed twice", 1)), amount, issued.Add(12*n), issued.Add(40+31*n))
		b.Description, b.to, b.EndToEndID = "abonnement", t.main, fmt.Sprintf("%d%06d", t.o.Year, t.next("voucher", 7001))
		two[n] = t.add(b)
	}
	m := t.straight(issued.Add(20), two[0], -amount, said{text: two[0].Number, mess: "the other one, by the book", clear: true})
	m.e2e = two[0].EndToEndID
	m = t.straight(issued.Add(29), two[0], -amount, said{text: "fact " + two[0].Number + " spoed", mess: "supplier paid twice", clear: true})
	m.shares, m.kind = nil, "supplier paid twice"
	m = t.straight(issued.Add(60), two[1], -amount, said{text: two[1].Number, mess: "the other one, by the book", clear: true})
	m.e2e = two[1].EndToEndID
}

// bailiff: what was collected from three people in one amount, at times less
// his costs.
func (t *town) bailiff(m int) {
	var shares []Share
	var numbers []string
	var one *item
	for range 3 {
		one = t.own(pick(t, t.people), t.cents(80, 700), t.on(m, 1).Add(-60))
		shares, numbers = append(shares, share(one, one.Amount)), append(numbers, one.Number)
	}
	s := said{text: "afdracht " + strings.Join(numbers, " "), mess: "trap: bailiff, gross", clear: true}
	move := &move{on: t.on(m, 20), to: t.fees, name: "Kamps & Roos Gerechtsdeurwaarders", iban: t.rowIBAN("bailiff"), text: s.text, mess: s.mess, clear: true, shares: shares}
	for _, part := range shares {
		move.amount += part.Amount
	}
	switch m % 3 {
	case 0:
		move.amount, move.text, move.mess = move.amount-6250, move.text+" kosten 62,50", "trap: bailiff, less costs"
	case 1:
		move.text, move.mess, move.clear = fmt.Sprintf("afdracht %s specificatie per mail", months[m-1]), "trap: bailiff, not named", false
	}
	t.book(move)
}
