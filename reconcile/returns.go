// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"rentmeester/ident"
	"rentmeester/ledger"
	"rentmeester/money"
)

// returns makes the choices for money that came back: what the original line
// settled is opened again, by allocations against the sign of the items.
func (w *worker) returns() {
	l := w.line
	w.seek(ledger.Payable) // a payment of ours that came back
	if l.Amount < 0 {
		w.seek(ledger.Receivable) // a collection, or a receipt taken back
	}
	ends := []string{l.EndToEndID, l.Reference}
	if l.Return != nil {
		ends = append(ends, l.Return.OriginalE2E)
	}
	for i, end := range ends {
		if end != "" && !contains(ends[:i], end) {
			w.returnOfEnd(end)
		}
	}
	if len(w.drafts) > 0 || w.returnsEarly(ends) {
		return
	}
	w.returnsOfPayer()
	if len(w.drafts) == 0 {
		w.note("return-before-payment")
		if w.with(Learning) && !w.returnedAlready(ends) {
			w.byWords(w.e.likenesses[backKey(l.Amount > 0)])
		}
	}
}

// returnsOfPayer looks for what came back by mandate, by what the line cites, and
// by the payer with the amount.
func (w *worker) returnsOfPayer() {
	l := w.line
	if l.MandateID != "" {
		w.eachPast(hash(keyPastMandate, l.MandateID), func(s *Settled) {
			if s.MandateID == l.MandateID && s.Amount == -l.Amount && (l.EndToEndID == "" || s.EndToEndID == "" || l.EndToEndID == s.EndToEndID) {
				w.takeBack(s, 1<<fReturnMandate)
			}
		})
	}
	for _, c := range w.cites {
		if c.place != inEndToEnd { // of which only the whole names an item, see returnOfEnd
			w.reopenItems(c.items, 1<<fReturnPayer)
		}
	}
	if len(w.drafts) == 0 {
		w.eachPast(hashAmount(hash(keyPastAmount, ""), int64(-l.Amount)), func(s *Settled) {
			if s.Amount == -l.Amount && w.samePayer(s) {
				w.takeBack(s, 1<<fReturnPayer)
			}
		})
	}
	if len(w.drafts) > 1 {
		for i := range w.drafts {
			w.drafts[i].evidence.add(fReturnOther)
		}
	}
}

// returnsEarly makes the choice for a return that names a payment which nobody
// booked yet, such as a debit of a batch that waits for a person: it opens the
// items again that the EndToEndID names, once they were settled. It says whether
// the line names one; then no other payment of that payer is meant.
func (w *worker) returnsEarly(ends []string) bool {
	items := w.namedByEnd(ends)
	if len(items) == 0 {
		return false
	}
	if w.line.Reversal && w.line.Amount > 0 && w.settleAgain(items) {
		return true
	}
	var fits []int32
	for _, at := range items {
		if item := &w.e.items[at]; item.Kind == w.kind && item.Amount == w.amount && w.open(at) > 0 {
			fits = append(fits, at)
		}
	}
	if len(fits) == 0 || w.returnedAlready(ends) {
		return false
	}
	mark := uint64(1 << fReturnEnd)
	if len(fits) > 1 {
		mark |= 1 << fReturnOther
	}
	for _, at := range w.nearest(fits, 4) {
		w.draft([]Allocation{w.allocate(at, w.amount)}, mark)
	}
	w.note("return-before-payment")
	return true
}

// settleAgain makes the choice for a return that the bank takes back, when the
// return itself is not among what was settled: the item is paid after all.
func (w *worker) settleAgain(items []int32) bool {
	for _, at := range items {
		if item := &w.e.items[at]; item.Kind == ledger.Receivable && w.open(at) == w.amount {
			w.draft([]Allocation{w.allocate(at, w.amount)}, 1<<fReturnEnd)
		}
	}
	return len(w.drafts) > 0
}

// namedByEnd gives the items that an EndToEndID names: their own, their reference
// or number, or that of the order that was sent for them.
func (w *worker) namedByEnd(ends []string) []int32 {
	var items []int32
	for _, c := range w.cites {
		if c.place == inEndToEnd && c.class == fRefEndToEnd {
			items = append(items, c.items...)
		}
	}
	for _, end := range ends {
		for _, at := range w.itemsOfEnd(end) {
			if !hasItem(items, at) {
				items = append(items, at)
			}
		}
	}
	return items
}

// returnedAlready says whether a payment with this EndToEndID was booked, or came
// back, before: then the line is not the return of one that has yet to be booked.
func (w *worker) returnedAlready(ends []string) bool {
	found := false
	for _, end := range ends {
		if end != "" {
			w.eachPast(hash(keyPastEnd, end), func(s *Settled) {
				found = found || s.EndToEndID == end && s.Amount.Abs() == w.amount
			})
		}
	}
	return found
}

// eachPast goes over the settled lines under a hash and those of this run, the
// latest last, and leaves out what was booked after the return.
func (w *worker) eachPast(h uint64, f func(*Settled)) {
	w.witness.key(h)
	w.e.past.each(h, func(n int32) bool {
		if s := &w.e.settled[n]; s.Booked <= w.line.Booked {
			f(s)
		}
		return len(w.drafts) < maxDrafts
	})
	w.view.pastAt.each(h, func(n int32) bool {
		if s := &w.view.past[n]; s.Booked <= w.line.Booked {
			f(s)
		}
		return len(w.drafts) < maxDrafts
	})
}

// returnOfEnd looks for the payment with this EndToEndID: a line settled before,
// else an item or a sent order that bears it.
func (w *worker) returnOfEnd(end string) {
	if w.toldBack(end) {
		return
	}
	before := len(w.drafts)
	w.eachPast(hash(keyPastEnd, end), func(s *Settled) {
		if s.EndToEndID == end && s.Amount == -w.line.Amount {
			w.takeBack(s, 1<<fReturnEnd)
		}
	})
	if len(w.drafts) > before {
		return
	}
	for _, c := range w.cites {
		if c.place == inEndToEnd && c.class == fRefEndToEnd {
			w.reopenItems(c.items, 1<<fReturnEnd)
		}
	}
	w.reopenItems(w.itemsOfEnd(end), 1<<fReturnEnd)
}

// itemsOfEnd gives the items with this EndToEndID and those whose orders had it.
func (w *worker) itemsOfEnd(end string) []int32 {
	if end == "" {
		return nil
	}
	key := ident.NormaliseReference(end)
	var items []int32
	w.e.refs.each(hash(keyText, key), func(at int32) bool {
		if at >= 0 && ident.NormaliseReference(w.e.items[at].EndToEndID) == key {
			items = append(items, at)
		}
		return len(items) < maxGroup
	})
	w.e.sent.each(hash(keyOrder, end), func(n int32) bool {
		b := &w.e.batches[w.e.instructions[n].batch]
		in := &b.Instructions[w.e.instructions[n].at]
		if at, found, _ := w.resolve(b, in); found && in.EndToEndID == end && !hasItem(items, at) {
			items = append(items, at)
		}
		return len(items) < maxGroup
	})
	return items
}

// reopenItems takes the amount back from each item that has that much settled;
// of several instalments under one reference the latest that was due.
func (w *worker) reopenItems(items []int32, mark uint64) {
	var fits []int32
	for _, at := range items {
		item := &w.e.items[at]
		if item.Kind == w.kind && item.Amount-w.open(at) >= w.amount && !hasItem(fits, at) {
			fits = append(fits, at)
		}
	}
	exact := fits[:0:0]
	for _, at := range fits {
		if w.e.items[at].Amount == w.amount {
			exact = append(exact, at)
		}
	}
	if len(exact) > 0 {
		fits = exact
	}
	if len(fits) > 1 {
		mark |= 1 << fReturnOther
	}
	for _, at := range w.nearest(fits, 4) {
		w.draft([]Allocation{w.allocate(at, w.amount)}, mark)
	}
}

// takeBack reverses what a settled line did, as far as it still stands. Of a line
// that was a return itself, the items that it opened are settled again.
func (w *worker) takeBack(s *Settled, mark uint64) {
	allocations := make([]Allocation, 0, len(s.Allocations))
	for _, a := range s.Allocations {
		back := -a.Amount
		if a.Party != "" {
			if at, found := w.waitingOf(a.Party, s, a.Amount); found {
				allocations = append(allocations, w.allocate(at, a.Amount.Abs()))
			}
			continue
		}
		if a.Item != 0 {
			at, found := w.e.place(a.Item)
			if found {
				item := &w.e.items[at]
				stands, sign := max(0, item.Amount-w.open(at)), -item.sign()
				if back*item.sign() > 0 {
					stands, sign = w.open(at), item.sign()
				}
				if stands == 0 {
					w.note("return-already", "item", item.Number)
					continue
				}
				back = sign * min(stands, back.Abs())
			}
		}
		if back != 0 {
			allocations = append(allocations, Allocation{Item: a.Item, Account: a.Account, Amount: back})
		}
	}
	w.draft(allocations, mark)
}

// waitingOf gives the item that money on account became, if it still waits.
func (w *worker) waitingOf(number string, s *Settled, amount money.Cents) (int32, bool) {
	p, known := w.e.knownParty(number, "", "")
	if !known {
		return 0, false
	}
	for _, at := range w.e.parties[p].items {
		item := &w.e.items[at]
		if item.Issued == s.Booked && w.open(at) == amount.Abs() && item.sign()*amount < 0 {
			return at, true
		}
	}
	return 0, false
}

// samePayer says whether a settled line was with the party of this line. In a
// returned transfer banks name the original beneficiary.
func (w *worker) samePayer(s *Settled) bool {
	if w.iban != "" && w.iban == ident.Electronic(s.Counterparty.Account) {
		return true
	}
	return compare(w.names[0], w.parsed.of(s.Counterparty.Name)) >= nameSimilar
}

// settledAs gives a line of this run as a settled one.
func settledAs(l *Line, allocations []Allocation) Settled {
	return Settled{Line: l.ID, Account: l.Account, Amount: l.Amount, Currency: l.Currency, Booked: l.Booked,
		EndToEndID: l.EndToEndID, MandateID: l.MandateID, PaymentInfoID: l.PaymentInfoID, MessageID: l.MessageID,
		InstructionID: l.InstructionID, Counterparty: l.Counterparty, Remittance: l.Remittance, Info: l.Info, Code: l.Code,
		Back: l.Return != nil || l.Reversal, Allocations: allocations}
}

// pastKeys gives the keys under which a settled line is found.
func pastKeys(s *Settled) []uint64 {
	keys := []uint64{hashAmount(hash(keyPastAmount, ""), int64(s.Amount))}
	if s.EndToEndID != "" {
		keys = append(keys, hash(keyPastEnd, s.EndToEndID))
	}
	if iban := ident.Electronic(s.Counterparty.Account); iban != "" {
		keys = append(keys, payerKey(iban, s.Amount))
		for _, a := range s.Allocations {
			if a.onLedger() && a.Amount != s.Amount {
				keys = append(keys, payerKey(iban, a.Amount))
			}
		}
	}
	if s.MandateID != "" {
		keys = append(keys, hash(keyPastMandate, s.MandateID))
	}
	return keys
}

func payerKey(iban string, amount money.Cents) uint64 {
	return hashAmount(hash(keyPastPayer, iban), int64(amount))
}
