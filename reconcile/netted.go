// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"sort"

	"rentmeester/ledger"
	"rentmeester/money"
)

// Amounts that were set off before they reached the bank: a credit note that was
// taken off a payment, and a fee that a payment provider, bailiff or foreign bank
// kept back.

const maxCredits = 8 // items the other way that are tried against a payer's items

// netted makes the choices in which an item the other way, such as a credit
// note, was taken off: the line is what is left.
func (w *worker) netted() {
	if w.explained() {
		return
	}
	for i, p := range w.payers {
		if i == 8 {
			return
		}
		list := w.usableOf(w.e.parties[p].items)
		if len(list) == 0 {
			continue
		}
		tried := 0
		for _, credit := range w.creditsOf(p) {
			if tried++; tried > maxCredits {
				break
			}
			w.lessCredit(list, credit)
		}
	}
}

// creditsOf gives the open items of a party that go the other way, those that
// the line cites first.
func (w *worker) creditsOf(p int32) []int32 {
	var out []int32
	for i, at := range w.e.parties[p].items {
		if i == maxPartyItems {
			break
		}
		item := &w.e.items[at]
		if item.Kind != w.kind && w.open(at) > 0 && w.e.issued[at] <= w.day && !hasItem(out, at) {
			out = append(out, at)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return w.isCited(out[i]) && !w.isCited(out[j]) })
	return out
}

func (w *worker) isCited(at int32) bool {
	for _, c := range w.cites {
		if hasItem(c.items, at) {
			return true
		}
	}
	return false
}

// lessCredit settles items that together are the line and the credit, and the
// credit with it.
func (w *worker) lessCredit(list []int32, credit int32) {
	target := w.amount + w.open(credit)
	back := Allocation{Item: w.e.items[credit].ID, Amount: -w.open(credit) * w.sign()}
	for _, at := range list {
		if w.open(at) == target {
			w.draft([]Allocation{w.allocate(at, target), back}, 0)
		}
	}
	if !w.with(Sums) || len(list) > w.e.settings.Subset {
		return
	}
	ways, complete := subsets(w.classes(list), target, 2)
	if len(ways) != 1 || !complete {
		return // more than one set fits: nobody can say which
	}
	allocations := make([]Allocation, 0, len(ways[0])+1)
	for _, at := range ways[0] {
		allocations = append(allocations, w.allocate(at, w.open(at)))
	}
	w.draft(append(allocations, back), 0)
}

// lessFee makes the choice in which everything the line cites is paid and a fee
// was kept back: at most a tenth, or as much as policy says.
func (w *worker) lessFee() {
	if w.kind != ledger.Receivable || len(w.cites) == 0 || w.e.settings.Fee == "" {
		return
	}
	var all []int32
	for _, c := range w.cites {
		if c.class == fRefShort {
			continue
		}
		if group := w.usableOf(c.items); len(group) == 1 {
			all = append(all, group[0])
		}
	}
	all = w.usableOf(all)
	var total money.Cents
	for _, at := range all {
		total += w.open(at)
	}
	fee := total - w.amount
	if len(all) < 2 || fee <= 0 || fee*10 > total {
		return
	}
	allocations := make([]Allocation, 0, len(all)+1)
	for _, at := range all {
		allocations = append(allocations, w.allocate(at, w.open(at)))
	}
	w.draft(append(allocations, Allocation{Account: w.e.settings.Fee, Amount: -fee * w.sign()}), 0)
}
