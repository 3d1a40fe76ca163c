// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"cmp"
	"slices"

	"rentmeester/ident"
)

// Which item an order stands for that we sent to the bank, and what that says of a
// line that bears the EndToEndID of the order.

// orders adds what our own sent orders say about the line: the item behind the
// order that bears its EndToEndID. Some give all instalments the same one; then
// the batch tells, or the day.
func (w *worker) orders() {
	if w.line.EndToEndID == "" {
		return
	}
	var all, near []int32
	w.e.sent.each(hash(keyOrder, w.line.EndToEndID), func(n int32) bool {
		at := w.e.instructions[n]
		if b := &w.e.batches[at.batch]; b.Instructions[at.at].EndToEndID == w.line.EndToEndID {
			if all = append(all, n); w.cameOf(b) {
				near = append(near, n)
			}
		}
		return len(all) < maxGroup
	})
	if len(near) == 0 {
		for _, n := range all {
			w.order(n, false)
		}
		return
	}
	for _, n := range near {
		w.order(n, len(near) == 1)
	}
}

// cameOf says whether the line may be of a batch: the bank names that, or it was
// booked about the day of the batch.
func (w *worker) cameOf(b *Batch) bool {
	if w.line.PaymentInfoID != "" {
		return w.line.PaymentInfoID == b.InfoID
	}
	return w.about(b)
}

// about says whether the line was booked about the day of a batch.
func (w *worker) about(b *Batch) bool {
	days := w.day - dayNumber(b.Execution)
	return days >= -5 && days <= 10
}

// order cites the item behind one order; alone says that no other bears its
// EndToEndID.
func (w *worker) order(n int32, alone bool) {
	b := &w.e.batches[w.e.instructions[n].batch]
	in := &b.Instructions[w.e.instructions[n].at]
	at, found, sure := w.resolve(b, in)
	if !found {
		return
	}
	ordered := alone && sure && in.Amount == w.amount && w.ours(b)
	for i := range w.cites {
		if c := &w.cites[i]; c.place == inEndToEnd && len(c.items) == 1 && c.items[0] == at {
			c.ordered = c.ordered || ordered
			return
		}
	}
	w.cites = append(w.cites, citation{key: ident.NormaliseReference(in.EndToEndID), class: fRefEndToEnd,
		items: []int32{at}, place: inEndToEnd, ordered: ordered})
}

// resolve finds the item that an order of a sent batch stands for: the one it
// names, else by EndToEndID, reference, or mandate, else by its text. It is sure
// when no other item fits the order as well.
func (w *worker) resolve(b *Batch, in *Instruction) (at int32, found, sure bool) {
	if in.Item != 0 {
		at, found := w.e.place(in.Item)
		return at, found, found
	}
	for _, ref := range [2]string{in.EndToEndID, in.Reference} {
		key := ident.NormaliseReference(ref)
		if !citable(key) {
			continue
		}
		if at, found, sure := w.meant(b, in, hash(keyText, key), &w.e.refs, func(i *Item) bool { return hasKey(i, key) }); found {
			return at, true, sure
		}
	}
	if in.MandateID != "" {
		return w.meant(b, in, hash(keyMandate, in.MandateID), &w.e.marks, func(i *Item) bool {
			return i.MandateID == in.MandateID && (i.BatchID == "" || i.BatchID == b.InfoID)
		})
	}
	at, found = w.resolveByText(in)
	return at, found, false
}

// meant gives the item under the hash that passes and that the order means: of
// several the one of this amount, then the instalment that its text counts, then
// the one due nearest to the day of the batch, then one that is still open, and
// at last the oldest. It is sure when the item has the amount, is due about then
// and no other fits as well.
func (w *worker) meant(b *Batch, in *Instruction, h uint64, x *index, pass func(*Item) bool) (best int32, found, sure bool) {
	best = -1
	var least fit
	var text []string
	x.each(h, func(at int32) bool {
		if at < 0 || !pass(&w.e.items[at]) {
			return true
		}
		if !found {
			best, found, sure = at, true, w.fitOf(b, in, at, nil).close()
			return true
		}
		if text == nil { // only now it matters
			text = slices.DeleteFunc(wordsOf(in.Text), func(word string) bool { return !isCount(word) })
			text = append(text, "") // made
			least = w.fitOf(b, in, best, text)
		}
		switch f := w.fitOf(b, in, at, text); {
		case f.less(least):
			best, least, sure = at, f, f.close()
		case f == least:
			if sure = false; w.older(at, best) {
				best = at
			}
		}
		return true
	})
	return best, found, sure
}

// fit says how well an item fits an order; less is better.
type fit struct {
	amount, count int
	days          int32
	closed        int
}

func (f fit) less(than fit) bool {
	return cmp.Or(cmp.Compare(f.amount, than.amount), cmp.Compare(f.count, than.count), cmp.Compare(f.days, than.days), cmp.Compare(f.closed, than.closed)) < 0
}

// debitDays is how far from the day of a batch its items are due.
const debitDays = 20

// close says whether the amount is right and the item due about that day.
func (f fit) close() bool { return f.amount == 0 && f.days <= debitDays }

func (w *worker) fitOf(b *Batch, in *Instruction, at int32, counts []string) (f fit) {
	item := &w.e.items[at]
	if item.Amount != in.Amount && w.open(at) != in.Amount {
		f.amount = 1
	}
	if w.open(at) == 0 {
		f.closed = 1
	}
	if day := dayNumber(b.Execution); day != 0 && w.e.due[at] != 0 {
		if f.days = day - w.e.due[at]; f.days < 0 {
			f.days = -f.days
		}
	}
	if len(counts) > 1 && !slices.ContainsFunc(w.described(at), func(word string) bool { return isCount(word) && slices.Contains(counts, word) }) {
		f.count = 1
	}
	return f
}

// resolveByText finds the one item of the order's own party that its text cites,
// such as the invoice of which a part goes to a g-account.
func (w *worker) resolveByText(in *Instruction) (int32, bool) {
	if in.Text == "" && in.Reference == "" {
		return 0, false
	}
	best, count := int32(-1), 0
	who := parseName(in.Name)
	f := finder{engine: w.e}
	for _, cite := range f.citations(&Line{Reference: in.Reference, Remittance: []string{in.Text}}) {
		for _, at := range cite.items {
			p := &w.e.parties[w.e.partyOf[at]]
			if at != best && w.usable(at) && (p.holds(in.IBAN) != nil || compare(who, p.name) >= nameSimilar) {
				best = at
				count++
			}
		}
	}
	return best, count == 1
}
