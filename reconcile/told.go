// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"rentmeester/money"
)

// Orders of a run that we made ourselves say exactly what they settle: several
// invoices together, credit notes that were taken off, a discount that was kept
// back, the part for a g-account. Nothing is left to be found.

// told makes the choice for a line that is one such order, by its EndToEndID.
func (w *worker) told() {
	in := w.orderNamed(w.line.EndToEndID, true)
	if in == nil {
		return
	}
	allocations, fits := w.orderFits(in, 1, map[int32]money.Cents{})
	if !fits {
		w.note("batch-incomplete", "batch", in.EndToEndID, "count", 1)
		return
	}
	if c := w.draft(allocations, 1<<fBatchID); c != nil {
		c.evidence.told = true
	}
}

// toldBack makes the choice for the return of such an order: all that it did is
// taken back. It says whether there is one.
func (w *worker) toldBack(end string) bool {
	in := w.orderNamed(end, false)
	if in == nil {
		return false
	}
	allocations, fits := w.orderFits(in, -1, map[int32]money.Cents{})
	if !fits {
		return false // not booked yet, or in part: as with any other
	}
	if c := w.draft(allocations, 1<<fReturnEnd); c != nil {
		c.evidence.told = true
	}
	return true
}

// orderNamed gives the one order with this EndToEndID and the amount of the line
// that says what it settles; ours only when the line must go the same way.
func (w *worker) orderNamed(end string, sameWay bool) (named *Instruction) {
	if end == "" {
		return nil
	}
	count := 0
	w.e.sent.each(hash(keyOrder, end), func(n int32) bool {
		b := &w.e.batches[w.e.instructions[n].batch]
		in := &b.Instructions[w.e.instructions[n].at]
		if in.EndToEndID == end && in.Amount == w.amount && in.Settles != nil && w.ours(b) == sameWay {
			named = in
			count++
		}
		return count < 2
	})
	if count != 1 {
		return nil
	}
	return named
}

// orderFits gives what an order settles, or takes back with way -1, if the items
// have that much open, or settled. What was taken of them before in the same line
// counts.
func (w *worker) orderFits(in *Instruction, way money.Cents, taken map[int32]money.Cents) ([]Allocation, bool) {
	list := make([]Allocation, 0, len(in.Settles))
	for _, a := range in.Settles {
		if a.Item != 0 {
			at, found := w.e.place(a.Item)
			if !found {
				return nil, false
			}
			room := w.open(at)
			if way < 0 {
				room = w.settled(at)
			}
			if taken[at]+a.Amount.Abs() > room {
				return nil, false
			}
		}
		a.Amount *= way
		list = append(list, a)
	}
	for _, a := range list {
		if a.Item != 0 {
			taken[w.e.at(a.Item)] += a.Amount.Abs()
		}
	}
	return list, true
}
