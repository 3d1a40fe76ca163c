// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"sort"
	"strconv"
	"strings"

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
// was kept back: at most an eighth, or as much as the text says ("kosten 95,74").
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
	if fee <= 0 || fee*2 > total || !w.tellsAmount(fee) && (len(all) < 2 || fee*8 > total) {
		return
	}
	allocations := make([]Allocation, 0, len(all)+1)
	for _, at := range all {
		allocations = append(allocations, w.allocate(at, w.open(at)))
	}
	w.draft(append(allocations, Allocation{Account: w.e.settings.Fee, Amount: -fee * w.sign()}), 0)
}

// settlement makes the choice in which the line is what a payment provider paid
// out: the text names the settlement, and our items name it as their batch. What
// is missing is the fee that the provider kept, at most an eighth.
func (w *worker) settlement() {
	if w.kind != ledger.Receivable || w.hasBatch() {
		return
	}
	for _, id := range w.batchesInText() {
		var list []int32
		w.e.marks.each(hash(keyBatch, id), func(at int32) bool {
			if w.e.items[at].BatchID == id {
				list = append(list, at)
			}
			return true
		})
		list = w.usableOf(list)
		var total money.Cents
		for _, at := range list {
			total += w.open(at)
		}
		switch fee := total - w.amount; {
		case len(list) == 0:
		case fee == 0:
			w.settle(list, 1<<fBatchID)
		case fee > 0 && fee*8 <= total && w.e.settings.Fee != "":
			allocations := make([]Allocation, 0, len(list)+1)
			for _, at := range list {
				allocations = append(allocations, w.allocate(at, w.open(at)))
			}
			w.draft(append(allocations, Allocation{Account: w.e.settings.Fee, Amount: -fee}), 1<<fBatchID)
		}
	}
}

// hasBatch says whether the line was found to be a batch of ours.
func (w *worker) hasBatch() bool {
	for i := range w.drafts {
		if w.drafts[i].evidence.set&batchRef != 0 {
			return true
		}
	}
	return false
}

// batchesInText gives the words of the line that items have as their batch.
func (w *worker) batchesInText() (ids []string) {
	texts := append([]string{w.line.EndToEndID, w.line.Reference, w.line.PaymentInfoID, w.line.Info}, w.line.Remittance...)
	for _, text := range texts {
		if len(text) > maxText {
			text = text[:maxText]
		}
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r <= ' ' || r == ',' || r == ';' || r == ':' || r == '/' }) {
			if word = strings.Trim(word, ".()"); citable(word) && w.e.marks.has(hash(keyBatch, word)) && !contains(ids, word) {
				ids = append(ids, word)
			}
		}
	}
	return ids
}

// tellsAmount says whether an amount stands in the text, as people write it:
// "95,74", "95.74" or "1.095,74".
func (w *worker) tellsAmount(amount money.Cents) bool {
	for _, text := range append([]string{w.line.Info}, w.line.Remittance...) {
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return (r < '0' || r > '9') && r != ',' && r != '.' }) {
			word = strings.Trim(word, ".,")
			if n := len(word); n > 3 && n < 16 && (word[n-3] == ',' || word[n-3] == '.') && allDigits(word[n-2:]) {
				whole := strings.NewReplacer(".", "", ",", "").Replace(word[:n-3])
				if cents, err := strconv.ParseInt(whole+word[n-2:], 10, 64); err == nil && money.Cents(cents) == amount {
					return true
				}
			}
		}
	}
	return false
}

// toldCosts gives what the bank says that was kept of a payment on its way: the
// costs themselves, or what was ordered less what came.
func toldCosts(l *Line) money.Cents {
	costs := l.Charges
	if l.Instructed != nil {
		costs = *l.Instructed - l.Amount
	}
	if l.Amount <= 0 || costs <= 0 || costs >= l.Amount {
		return 0
	}
	return costs
}

// beforeCosts lets the search look for what the payer paid, and not for what the
// bank left of it.
func (w *worker) beforeCosts() {
	w.costs = 0
	if w.e.settings.Fee != "" {
		w.costs = toldCosts(w.line)
	}
	w.amount += w.costs
}

// lessCosts books the costs that the bank told beside what was found. Where it
// told none, of a payment from abroad that is a little less than an item, both
// may be: costs on the way, or a part. Then a person must look.
func (w *worker) lessCosts() {
	if w.costs > 0 {
		for i := range w.drafts {
			c := &w.drafts[i]
			c.Allocations = append(c.Allocations, Allocation{Account: w.e.settings.Fee, Amount: -w.costs})
			c.Rest += w.costs
		}
		return
	}
	told := toldCosts(w.line)
	if w.line.Amount <= 0 || told == 0 && !w.fromAbroad() {
		return
	}
	for i, n := 0, len(w.drafts); i < n; i++ {
		at, gap := w.shortOf(&w.drafts[i])
		if gap < leastCosts || gap > max(mostCosts, told) || gap*3 > w.amount {
			continue
		}
		w.drafts[i].evidence.add(fManyWay)
		if w.e.settings.Fee != "" {
			w.draft([]Allocation{w.allocate(at, w.open(at)), {Account: w.e.settings.Fee, Amount: -gap}}, 1<<fManyWay)
		}
	}
}

// leastCosts and mostCosts are between which costs of a payment from abroad are supposed
// where nobody told them: less is a slip of the payer, more a part.
const (
	leastCosts money.Cents = 100
	mostCosts  money.Cents = 2500
)

// fromAbroad says whether the payer has an account in another country.
func (w *worker) fromAbroad() bool {
	return len(w.iban) > 2 && w.iban[0] >= 'A' && w.iban[0] <= 'Z' && w.iban[:2] != "NL"
}

// shortOf gives the one item of a choice and by how much it is not settled in
// full; 0 when it is, or when there are more.
func (w *worker) shortOf(c *Choice) (at int32, gap money.Cents) {
	if len(c.Allocations) != 1 || c.Allocations[0].Item == 0 {
		return 0, 0
	}
	at = w.e.byID[c.Allocations[0].Item]
	return at, w.open(at) - c.Allocations[0].Amount.Abs()
}
