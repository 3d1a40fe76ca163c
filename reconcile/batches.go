// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"rentmeester/ident"
	"rentmeester/money"
	"rentmeester/payment"
)

// batch makes the choices in which the line is a whole batch that we sent.
func (w *worker) batch() {
	l := w.line
	if l.Part || w.singleOrder() {
		return
	}
	found := false
	w.byIdentity(keyInfoID, l.PaymentInfoID, func(b *Batch) bool { return b.InfoID == l.PaymentInfoID }, &found)
	if !found {
		w.byIdentity(keyMessageID, l.MessageID, func(b *Batch) bool {
			return b.MessageID == l.MessageID && b.Total == w.amount
		}, &found)
	}
	for _, ref := range [2]string{l.EndToEndID, l.Reference} { // MT940 has the identity in any reference
		if !found {
			w.byIdentity(keyInfoID, ref, func(b *Batch) bool { return b.InfoID == ref }, &found)
		}
	}
	if found || l.BatchCount < 2 {
		return
	}
	w.e.orders.each(hashAmount(hash(keyTotal, ""), int64(w.amount)), func(n int32) bool {
		b := &w.e.batches[n]
		if w.ours(b) && b.Total == w.amount && b.Count == l.BatchCount && w.about(b) {
			w.whole(b, 1<<fBatchTotal)
		}
		return true
	})
}

// singleOrder says whether the line is one order out of a batch and not the whole.
func (w *worker) singleOrder() bool {
	if w.line.BatchCount > 1 {
		return false
	}
	for _, c := range w.cites {
		if c.place == inEndToEnd && c.class == fRefEndToEnd {
			return true
		}
	}
	return w.isOrder()
}

// isOrder says whether we sent an order with the EndToEndID and the amount of the
// line, whether or not an item is known for it.
func (w *worker) isOrder() bool {
	found := false
	if w.line.EndToEndID != "" {
		w.e.sent.each(hash(keyOrder, w.line.EndToEndID), func(n int32) bool {
			in := &w.e.batches[w.e.instructions[n].batch].Instructions[w.e.instructions[n].at]
			found = in.EndToEndID == w.line.EndToEndID && in.Amount == w.amount
			return !found
		})
	}
	return found
}

func (w *worker) byIdentity(kind byte, id string, same func(*Batch) bool, found *bool) {
	if id == "" {
		return
	}
	w.e.orders.each(hash(kind, id), func(n int32) bool {
		if b := &w.e.batches[n]; same(b) && w.ours(b) {
			*found = true
			w.whole(b, 1<<fBatchID)
		}
		return true
	})
}

// ours says whether the batch moves money the way of the line, on its account.
func (w *worker) ours(b *Batch) bool {
	in := b.Kind == payment.DirectDebit
	return in == (w.line.Amount > 0) &&
		(b.Account == "" || w.line.Account == "" || ident.Electronic(b.Account) == ident.Electronic(w.line.Account))
}

// whole makes the choices for one batch: all of it, or, when less was booked,
// all but the orders that the bank refused or that make up the difference.
func (w *worker) whole(b *Batch, mark uint64) {
	if len(b.Instructions) == 0 {
		w.wholeByItems(b, mark)
		return
	}
	missing := b.Total - w.amount
	if missing == 0 {
		w.wholeBut(b, nil, mark)
		return
	}
	if refused, sum := rejectedOf(b); sum == missing { // net booking, and the bank told which
		w.wholeBut(b, refused, mark)
		return
	}
	w.note("batch-differs", "batch", b.InfoID, "total", b.Total, "amount", w.amount)
	ways, complete := missingOrders(b, missing)
	before := len(w.drafts)
	for _, way := range ways {
		w.wholeBut(b, way, mark|1<<fBatchLess)
	}
	if len(ways) > 1 || !complete {
		for i := before; i < len(w.drafts); i++ {
			w.drafts[i].evidence.add(fManyWay)
		}
	}
}

// rejectedOf gives the orders that the bank refused, and their total.
func rejectedOf(b *Batch) (refused []int32, sum money.Cents) {
	for i := range b.Instructions {
		if b.Instructions[i].Rejected {
			refused, sum = append(refused, int32(i)), sum+b.Instructions[i].Amount
		}
	}
	return refused, sum
}

// missingOrders gives at most three ways in which orders make up what is
// missing: one order, or else several.
func missingOrders(b *Batch, missing money.Cents) (ways [][]int32, complete bool) {
	classes := make([]sumClass, 0, len(b.Instructions))
	for i := range b.Instructions {
		switch amount := b.Instructions[i].Amount; {
		case amount == missing && len(ways) < 3:
			ways = append(ways, []int32{int32(i)})
		case amount < missing && amount > 0:
			classes = append(classes, sumClass{amount, []int32{int32(i)}})
		}
	}
	if len(ways) > 0 {
		return ways, true
	}
	return subsets(classes, missing, 3)
}

// wholeBut allocates every order of the batch to its item, except some.
func (w *worker) wholeBut(b *Batch, except []int32, mark uint64) {
	left := map[int32]money.Cents{}
	allocations := make([]Allocation, 0, len(b.Instructions))
	taken, all := map[int32]money.Cents{}, true // all: our own run says what each order settles
	short := 0
	var items []int32
	for i := range b.Instructions {
		if hasItem(except, int32(i)) {
			continue
		}
		in := &b.Instructions[i]
		if in.Settles != nil {
			told, fits := w.orderFits(in, 1, taken)
			if !fits {
				short++
			}
			allocations = append(allocations, told...)
			continue
		}
		all = false
		at, found, _ := w.resolve(b, in)
		if !found || !w.usable(at) {
			short++
			continue
		}
		if _, seen := left[at]; !seen {
			left[at] = w.open(at)
			items = append(items, at)
		}
		part := min(in.Amount, left[at])
		if part < in.Amount {
			short++
		}
		if part > 0 {
			left[at] -= part
			allocations = append(allocations, w.allocate(at, part))
		}
	}
	if short > 0 {
		w.note("batch-incomplete", "batch", b.InfoID, "count", short)
	}
	if c := w.draft(merge(w.withCredits(items, left, allocations)), mark); c != nil {
		c.evidence.told = all
	}
}

// withCredits adds the credit notes that were set off: where the orders pay less
// than the item, and the same party has one item the other way of just that
// amount, both are settled in full.
func (w *worker) withCredits(items []int32, left map[int32]money.Cents, allocations []Allocation) []Allocation {
	taken := map[int32]bool{}
	for _, at := range items {
		if left[at] == 0 || left[at] == w.open(at) {
			continue
		}
		credit, found := w.creditOf(at, left[at])
		if !found || taken[credit] {
			continue
		}
		taken[credit] = true
		allocations = append(allocations, w.allocate(at, left[at]), w.allocate(credit, -left[at]))
	}
	return allocations
}

// creditOf gives the one open item of the party of an item that goes the other
// way with this amount.
func (w *worker) creditOf(at int32, amount money.Cents) (credit int32, found bool) {
	for i, q := range w.e.parties[w.e.partyOf[at]].items {
		switch {
		case i == maxPartyItems:
			return 0, false
		case w.e.brief[q].side == w.side || w.open(q) != amount || w.e.issued[q] > w.day || found && q == credit:
		case found:
			return 0, false // two of them: nobody can say which
		default:
			credit, found = q, true
		}
	}
	return credit, found
}

// merge adds up what goes to one item.
func merge(allocations []Allocation) []Allocation {
	at := make(map[int64]int, len(allocations))
	out := allocations[:0]
	for _, a := range allocations {
		if i, seen := at[a.Item]; seen && a.Item != 0 {
			out[i].Amount += a.Amount
			continue
		}
		at[a.Item] = len(out)
		out = append(out, a)
	}
	return out
}

// wholeByItems serves a batch of which we kept no orders: the items say that
// they were sent in it.
func (w *worker) wholeByItems(b *Batch, mark uint64) {
	if list, total := w.openOf(b.InfoID); total == w.amount && len(list) > 0 {
		w.settle(list, mark)
	}
}

// openOf gives the usable items that say they were sent in a batch, and what is
// open of them together.
func (w *worker) openOf(batch string) (list []int32, total money.Cents) {
	w.e.marks.each(hash(keyBatch, batch), func(at int32) bool {
		if w.e.items[at].BatchID == batch {
			list = append(list, at)
		}
		return true
	})
	list = w.usableOf(list)
	for _, at := range list {
		total += w.open(at)
	}
	return list, total
}
