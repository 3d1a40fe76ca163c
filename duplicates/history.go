// SPDX-License-Identifier: EUPL-1.2

package duplicates

import (
	"math/bits"
	"slices"
)

// What a supplier sent before says what a pair is worth: an amount that returns
// every month proves nothing, and one that never came before much.

// addHistory completes the evidence of pairs with what else the sender sent.
// Earlier holds the bills that were found, of either side, by day.
func addHistory(f *facts, pairs []pair, earlier []*facts) {
	if len(pairs) == 0 {
		return
	}
	busy := countBusy(f, earlier) > manyBills
	equal := equals(f, earlier)
	for i := range pairs {
		p := &pairs[i]
		if busy {
			p.set.add(eBusy)
		}
		addRepeats(f, p, equal)
		if p.set&sameNumber != 0 && sameNumberOtherwise(f, p.earlier, earlier) {
			p.set.add(eNumberHabit)
		}
		if creditOf(p.earlier, earlier) != nil {
			p.set.add(eCredited)
			p.set.remove(eRefers) // it says what it comes in the place of
		} else if anew(f, p, earlier) {
			p.set.add(eAnew)
		}
	}
}

// equals gives the sender's earlier bills of the amount at hand.
func equals(f *facts, earlier []*facts) []*facts {
	var out []*facts
	for _, e := range earlier {
		if e.credit == f.credit && e.amount == f.amount && compareSenders(f, e) != eSupplierOther {
			out = append(out, e)
		}
	}
	return out
}

const (
	busyDays  = 60
	manyBills = 30 // of one supplier in that time
)

// countBusy counts the supplier's bills around this one.
func countBusy(f *facts, earlier []*facts) (n int) {
	for _, e := range earlier {
		if days, known := apart(f, e); known && days <= busyDays && sameSupplier(f, e) {
			n++
		}
	}
	return n
}

func sameSupplier(a, b *facts) bool { return a.Supplier != 0 && a.Supplier == b.Supplier }

// addRepeats counts the sender's other bills of this amount.
func addRepeats(f *facts, p *pair, equal []*facts) {
	if !p.set.has(eAmountSame) {
		return
	}
	repeats, regular := 0, false
	for _, e := range equal {
		if e.ID == p.earlier.ID {
			continue
		}
		repeats++
		regular = regular || inStep(f, p.earlier, e)
	}
	switch {
	case repeats >= 5:
		p.set.add(eRepeat5)
	case repeats >= 2:
		p.set.add(eRepeat2)
	case repeats == 1:
		p.set.add(eRepeat1)
	}
	if regular {
		p.set.add(eRegular)
	}
	slipped := p.set.any(eNumberSlip, eNumberSwap, eNumberLast)
	switch {
	case repeats == 0 && slipped:
		p.set.add(eSlipFresh)
	case slipped:
		p.set.add(eSlipRepeat)
	case repeats == 0 && f.amount%100 != 0 && p.set.any(eNumberOther, eNumberNear):
		p.set.add(eFresh)
	case repeats > 0 && p.set.has(eTwin):
		p.set.add(eTwinRepeat)
	}
}

// inStep says whether three bills follow each other with one interval of at
// least five days: the new one, the earlier one and one before or between them.
func inStep(f, earlier, e *facts) bool {
	first, known := apart(f, earlier)
	second, also := apart(earlier, e)
	if !known || !also || first < 5 {
		return false
	}
	slack := 1 + first/10 // months are not equally long, and nobody posts on Sunday
	return second >= first-slack && second <= first+slack
}

// anew says whether a bill under another number is for what the earlier one of the
// pair is for: two of period, text and order are the same, none is another, and
// one of the two is on no other bill of the supplier. What he writes on many, as
// the order of the year or the month that he works for all his clients, tells
// nothing.
func anew(f *facts, p *pair, earlier []*facts) bool {
	if !p.set.has(eAmountSame) || p.set&sameNumber != 0 || p.set.any(ePeriodOther, eTextOther, eOrderOther) {
		return false
	}
	telling := p.set & of(ePeriodSame, eTextSame, eOrderSame)
	if bits.OnesCount64(uint64(telling)) < 2 {
		return false
	}
	for _, e := range earlier {
		if e.ID == p.earlier.ID || e.credit != f.credit || !sameSupplier(f, e) {
			continue
		}
		if e.Text == f.Text {
			telling.remove(eTextSame)
		}
		if e.Order == f.Order {
			telling.remove(eOrderSame)
		}
		if e.From == f.From && e.To == f.To {
			telling.remove(ePeriodSame)
		}
	}
	return telling != 0
}

// sameNumberOtherwise says whether the sender used the number of a pair for
// other amounts too.
func sameNumberOtherwise(f, pairEarlier *facts, earlier []*facts) bool {
	for _, e := range earlier {
		if e.ID != pairEarlier.ID && e.credit == f.credit && e.amount != f.amount && e.number.core == f.number.core && sameSupplier(f, e) {
			return true
		}
	}
	return false
}

// creditOf finds the credit note that takes an earlier bill back, if it came: the one
// that names it. One that names none of several bills of its amount takes the last
// one before it.
func creditOf(bill *facts, earlier []*facts) *facts {
	for _, c := range earlier {
		if c.credit == bill.credit || c.amount != bill.amount || c.day < bill.day || !sameSupplier(c, bill) {
			continue
		}
		if names(c, bill) {
			return c
		}
		if !slices.ContainsFunc(earlier, func(e *facts) bool {
			if names(c, e) && e.credit == bill.credit {
				return true
			}
			return e.amount == bill.amount && e.credit == bill.credit && later(e, bill) && e.day <= c.day && sameSupplier(e, bill)
		}) {
			return c
		}
	}
	return nil
}

// later says whether a bill is of a later day, or of a later number on the same.
func later(a, b *facts) bool { return a.day > b.day || a.day == b.day && a.ID > b.ID }
