// SPDX-License-Identifier: EUPL-1.2

package duplicates

import "slices"

// What a supplier sent before says what a pair is worth: an amount that returns
// every month proves nothing, and one that never came before much.

// addHistory completes the evidence of pairs with what else the sender sent.
// Earlier holds the bills that were found, of either side, by day.
func addHistory(f *facts, pairs []pair, earlier []facts) {
	busy := countBusy(f, earlier) > 30
	for i := range pairs {
		p := &pairs[i]
		if busy {
			p.set.add(eBusy)
		}
		addRepeats(f, p, earlier)
		if p.set&sameNumber != 0 && sameNumberOtherwise(f, p.earlier, earlier) {
			p.set.add(eNumberHabit)
		}
		if credit := creditOf(p.earlier, f, earlier); credit != nil {
			p.set.add(eCredited)
		}
	}
}

// countBusy counts the supplier's bills of the stretch before this one.
func countBusy(f *facts, earlier []facts) (n int) {
	for i := range earlier {
		if days, known := apart(f, &earlier[i]); known && days <= stretchDays && sameSupplier(f, &earlier[i]) {
			n++
		}
	}
	return n
}

func sameSupplier(a, b *facts) bool { return a.Supplier != 0 && a.Supplier == b.Supplier }

// addRepeats counts the sender's other bills of this amount.
func addRepeats(f *facts, p *pair, earlier []facts) {
	if !p.set.has(eAmountSame) {
		return
	}
	repeats, regular := 0, false
	for i := range earlier {
		e := &earlier[i]
		if e.ID == p.earlier.ID || e.credit != f.credit || e.amount != f.amount || compareSenders(p.earlier, e) == eSupplierOther {
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

// sameNumberOtherwise says whether the sender used the number of a pair for
// other amounts too.
func sameNumberOtherwise(f, pairEarlier *facts, earlier []facts) bool {
	for i := range earlier {
		e := &earlier[i]
		if e.ID != pairEarlier.ID && e.credit == f.credit && e.amount != f.amount && e.number.core == f.number.core && sameSupplier(f, e) {
			return true
		}
	}
	return false
}

// creditOf finds the credit note that takes an earlier bill back, if it came. Of
// several bills of that amount it takes the last one before it.
func creditOf(bill, now *facts, earlier []facts) *facts {
	for i := range earlier {
		c := &earlier[i]
		if c.credit == bill.credit || c.credit == now.credit || c.amount != bill.amount || !sameSupplier(c, bill) || c.day < bill.day {
			continue
		}
		if !slices.ContainsFunc(earlier, func(e facts) bool {
			return e.ID != bill.ID && e.credit == bill.credit && e.amount == bill.amount && sameSupplier(&e, bill) &&
				(e.day > bill.day || e.day == bill.day && e.ID > bill.ID) && e.day <= c.day
		}) {
			return c
		}
	}
	return nil
}
