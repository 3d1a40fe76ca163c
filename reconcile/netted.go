// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"sort"
	"strconv"
	"strings"

	"rentmeester/ident"
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
		if w.e.brief[at].side != w.side && w.open(at) > 0 && w.e.issued[at] <= w.day && !hasItem(out, at) {
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
// was kept back by who collected it: as much as the text says ("kosten 95,74"),
// else between half a per cent and an eighth. Less is a payer who rounds.
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
	if fee <= 0 || fee*2 > total || !w.tellsAmount(fee) && (len(all) < 2 || fee*8 > total || fee*200 < total || w.paysHimself(all)) {
		return
	}
	allocations := make([]Allocation, 0, len(all)+1)
	for _, at := range all {
		allocations = append(allocations, w.allocate(at, w.open(at)))
	}
	w.draft(append(allocations, Allocation{Account: w.e.settings.Fee, Amount: -fee * w.sign()}), 0)
}

// paysHimself says whether the line is from the party of all these items.
func (w *worker) paysHimself(items []int32) bool {
	for _, at := range items {
		p := &w.e.parties[w.e.partyOf[at]]
		if a := p.holds(w.iban); (a == nil || w.iban == "") && compare(w.names[0], p.name) < nameSimilar {
			return false
		}
	}
	return true
}

// settlement makes the choice in which the line is what a payment provider paid
// out: the text names the settlement, and our items name it as their batch. What
// is missing is the fee that the provider kept, at most an eighth.
func (w *worker) settlement() {
	if w.kind != ledger.Receivable || w.hasBatch() {
		return
	}
	for _, id := range w.batchesInText() {
		list, total := w.openOf(id)
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
	at = w.e.at(c.Allocations[0].Item)
	return at, w.open(at) - c.Allocations[0].Amount.Abs()
}

// kept is the share that who collects for us keeps of what was paid, by what
// people booked before.
type kept struct {
	fee        Allocation // its account; without amount
	gross, cut money.Cents
	varies     bool        // it is no fixed share
	each       money.Cents // kept of each item, where that was always the same; 0 it was not
}

// rememberKept learns from a line that settled items in full and of which a fee
// went off.
func (e *Engine) rememberKept(s *Settled) {
	iban := ident.Electronic(s.Counterparty.Account)
	fee, gross, found := feeOf(s)
	if iban == "" || !found {
		return
	}
	old, known := e.kept[iban]
	cut := fee.Amount.Abs()
	fee.Amount = 0
	each := cut / money.Cents(len(s.Allocations)-1)
	if each*money.Cents(len(s.Allocations)-1) != cut || known && old.each != each || known && old.fee != fee {
		each = 0
	}
	if known && ((cut*old.gross-old.cut*gross).Abs() > 2*(gross+old.gross) || old.fee != fee) {
		old.varies = true
	}
	if !known || gross > old.gross { // the largest tells the share best
		old.fee, old.gross, old.cut = fee, gross, cut
	}
	old.each = each
	e.kept[iban] = old
}

// feeOf gives what was booked against the sign of a receipt on a ledger account,
// where all the rest of it went to items.
func feeOf(s *Settled) (fee Allocation, gross money.Cents, found bool) {
	for _, a := range s.Allocations {
		switch {
		case a.Item != 0 && a.Amount > 0:
			gross += a.Amount
		case a.onLedger() && a.Amount < 0 && !found:
			fee, found = a, true
		default:
			return fee, 0, false
		}
	}
	return fee, gross, found && s.Amount > 0 && !s.Back && gross > 0
}

// lessShare makes the choices for a lump sum of who collects for us, when it lists
// nothing: one item, long due, of which his share went off as always.
func (w *worker) lessShare() {
	k, known := w.e.kept[w.iban]
	if w.iban == "" || !known || len(w.cites) > 0 || w.kind != ledger.Receivable || !w.with(Learning) {
		return
	}
	if k.each > 0 && k.varies {
		w.lessEach(k)
	}
	if k.varies || k.cut >= k.gross {
		return
	}
	gross := (w.amount*k.gross + (k.gross-k.cut)/2) / (k.gross - k.cut)
	var fits []int32
	for _, sum := range []money.Cents{gross - 1, gross, gross + 1} {
		tried := 0
		w.e.marks.each(amountKey(w.kind, sum), func(at int32) bool {
			if tried++; w.usable(at) && w.open(at) == sum && w.e.due[at] > 0 && w.day-w.e.due[at] >= collectedAfter && !hasItem(fits, at) {
				fits = append(fits, at)
			}
			return tried < 64 && len(fits) < 4
		})
	}
	mark := uint64(0)
	if len(fits) > 1 {
		mark = 1 << fManyWay
	}
	for _, at := range fits {
		fee := k.fee
		fee.Amount = w.amount - w.open(at)
		if c := w.draft([]Allocation{w.allocate(at, w.open(at)), fee}, mark); c != nil {
			c.evidence.share = true
		}
	}
}

// lessEach makes the choices for a lump sum of who keeps the same of each item, when
// it lists nothing: one item, less that.
func (w *worker) lessEach(k kept) {
	key := amountKey(w.kind, w.amount+k.each)
	if n := w.e.amounts[key]; n == 0 || n > 3 {
		return
	}
	tried := 0
	w.e.marks.each(key, func(at int32) bool {
		if tried++; w.usable(at) && w.open(at) == w.amount+k.each && w.e.issued[at] <= w.day {
			fee := k.fee
			fee.Amount = -k.each
			if c := w.draft([]Allocation{w.allocate(at, w.open(at)), fee}, 0); c != nil {
				c.evidence.share = true
			}
		}
		return tried < 64
	})
}

// collectedAfter is how many days after it was due an item may be with who
// collects for us.
const collectedAfter = 30
