// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"cmp"
	"slices"
	"sync"

	"rentmeester/day"
	"rentmeester/ident"
	"rentmeester/ledger"
)

// sideBySide does a piece of work for each number under workers, together.
func sideBySide(workers int, do func(k int)) {
	var wait sync.WaitGroup
	for k := 1; k < workers; k++ {
		wait.Go(func() { do(k) })
	}
	do(0)
	wait.Wait()
}

// stretches does 0 to n in as many stretches as there are workers, together.
func stretches(n, workers int, do func(from, to int)) {
	sideBySide(workers, func(k int) { do(n*k/workers, n*(k+1)/workers) })
}

// addItems indexes the items that the engine starts with, as Update would one by
// one in the order of their IDs. Of items with one ID the last counts.
func (e *Engine) addItems(items []Item) {
	order := inOrder(items)
	n, workers := len(order), e.settings.Workers
	room := n + n/16 // so that the first new items need no copy of all
	e.items, e.partyOf = make([]Item, n, room), make([]int32, n, room)
	e.due, e.issued = make([]int32, n, room), make([]int32, n, room)
	e.brief = make([]brief, n, room)
	stretches(n, workers, func(from, to int) {
		kept := words{}
		for at := from; at < to; at++ {
			e.items[at] = items[order[at]]
			e.tidy(int32(at), kept)
			e.brief[at] = briefly(&e.items[at])
		}
	})
	var named []int32
	both := []func(){func() { named = e.assignParties() }, func() {
		for at := range e.items {
			e.brief[at].currency = e.currency(e.items[at].Currency)
			e.settle(int32(at))
		}
	}}
	stretches(len(both), min(workers, 2), func(from, to int) {
		for _, do := range both[from:to] {
			do()
		}
	})
	e.nameParties(named)
	e.indexReferences()
	e.indexMarks()
}

// inOrder gives the positions of items by ID, each ID once.
func inOrder(items []Item) []int32 {
	order := make([]int32, len(items))
	rising := true
	for i := range order {
		order[i] = int32(i)
		rising = rising && (i == 0 || items[i-1].ID < items[i].ID)
	}
	if rising {
		return order
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(items[a].ID, items[b].ID) })
	kept := order[:0]
	for i, at := range order {
		if i+1 == len(order) || items[order[i+1]].ID != items[at].ID {
			kept = append(kept, at)
		}
	}
	return kept
}

// tidy brings an item that was just copied in the form in which it is compared.
// Values that many items share are kept once.
func (e *Engine) tidy(at int32, kept words) {
	item := &e.items[at]
	item.Open = max(item.Open, 0)
	item.IBAN = ident.Electronic(item.IBAN)
	item.Kind = ledger.ItemKind(kept.one(string(item.Kind)))
	item.Currency = kept.one(item.Currency)
	item.Due, item.Issued = day.Day(kept.one(string(item.Due))), day.Day(kept.one(string(item.Issued)))
	e.due[at], e.issued[at] = dayNumber(item.Due), dayNumber(item.Issued)
}

// words keeps one copy of each text that it is given.
type words map[string]string

func (w words) one(s string) string {
	if s == "" {
		return ""
	}
	kept, found := w[s]
	if !found {
		kept = s
		w[s] = s
	}
	return kept
}

// assignParties finds the party of each item. It gives the parties that got a
// name, in that order.
func (e *Engine) assignParties() (named []int32) {
	var room chunk[account]
	for at := range e.items {
		item := &e.items[at]
		p, isNamed := e.findParty(item.PartyNumber, item.PartyName, item.IBAN)
		if isNamed {
			named = append(named, p)
		}
		e.partyOf[at] = p
		rec := &e.parties[p]
		if item.IBAN != "" && rec.accounts == nil {
			rec.accounts = room.take(1)[:0]
		}
		item.IBAN = e.addAccount(p, item.IBAN, false)
		if rec.address == "" {
			rec.address = item.Address
		}
		item.PartyNumber = rec.number // one copy of what its items share
		if item.PartyName == rec.label {
			item.PartyName = rec.label
		}
	}
	e.shareItems()
	return named
}

// shareItems gives each party the list of its items, all in one slice.
func (e *Engine) shareItems() {
	ends := make([]int32, len(e.parties)+1)
	for _, p := range e.partyOf {
		ends[p+1]++
	}
	for p := range e.parties {
		ends[p+1] += ends[p]
	}
	all := make([]int32, len(e.items))
	for at, p := range e.partyOf {
		all[ends[p]] = int32(at)
		ends[p]++
	}
	from := int32(0)
	for p := range e.parties {
		e.parties[p].items = all[from:ends[p]:ends[p]]
		from = ends[p]
	}
}

// nameParties takes the names of parties apart and indexes them.
func (e *Engine) nameParties(named []int32) {
	workers := e.settings.Workers
	stretches(len(named), workers, func(from, to int) {
		kept := words{}
		var room chunk[string]
		for _, p := range named[from:to] {
			n := parseName(e.parties[p].label)
			list := room.take(len(n.words))
			for i, w := range n.words {
				list[i] = kept.copied(w)
			}
			e.parties[p].name = name{list, kept.copied(n.initials), n.org}
		}
	})
	e.who.fill(len(named), workers, func(_ int, i int32, list []entry) []entry {
		if key := nameKey(e.parties[named[i]].name); key != "" {
			list = append(list, entry{hash(keyName, key), named[i]})
		}
		return list
	})
}

// copied is one for a text that is part of a longer one.
func (w words) copied(s string) string {
	kept, found := w[s]
	if !found {
		kept = string([]byte(s))
		w[kept] = kept
	}
	return kept
}

// chunk hands out small slices of larger ones, so that a million of them do not
// cost a million allocations.
type chunk[T any] struct {
	free []T
	size int
}

func (c *chunk[T]) take(n int) []T {
	if len(c.free) < n {
		c.size = min(max(2*c.size, 16), 4096)
		c.free = make([]T, max(n, c.size))
	}
	out := c.free[:n:n]
	c.free = c.free[n:]
	return out
}

// indexReferences makes the index of references; numbers and addresses of
// parties stand in it as well.
func (e *Engine) indexReferences() {
	lengths := make([]lengths, e.settings.Workers)
	e.refs.fill(len(e.parties), e.settings.Workers, func(k int, p int32, list []entry) []entry {
		return addressEntries(p, e.parties[p].address, &lengths[k], list)
	})
	e.refs.fill(len(e.items), e.settings.Workers, func(k int, at int32, list []entry) []entry {
		var keys [5]refKey
		for _, key := range refKeys(&e.items[at], keys[:0]) {
			lengths[k].add(key)
			list = append(list, entry{key.hash, at})
		}
		return list
	})
	for _, l := range lengths {
		e.lengths.text |= l.text
		e.lengths.digits |= l.digits
	}
}

// indexMarks makes the index of mandates, batches and open amounts.
func (e *Engine) indexMarks() {
	counts := make([]map[uint64]int32, e.settings.Workers)
	for k := range counts {
		counts[k] = map[uint64]int32{}
	}
	e.marks.fill(len(e.items), e.settings.Workers, func(k int, at int32, list []entry) []entry {
		item := &e.items[at]
		if item.Open > 0 {
			counts[k][amountKey(item.Kind, item.Open)]++
		}
		return e.amountEntries(at, e.sentEntries(at, list))
	})
	e.amounts = counts[0]
	for _, count := range counts[1:] {
		for key, n := range count {
			e.amounts[key] += n
		}
	}
}

// addPast keeps the lines that were settled, by day and ID.
func (e *Engine) addPast(settled []Settled) {
	order := make([]int32, len(settled))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(settled[a].Booked, settled[b].Booked), cmp.Compare(settled[a].Line, settled[b].Line))
	})
	e.settled = make([]Settled, len(settled), len(settled)+len(settled)/16)
	for i, at := range order {
		e.settled[i] = settled[at]
	}
	e.past.fill(len(settled), e.settings.Workers, func(_ int, at int32, list []entry) []entry {
		for _, key := range pastKeys(&e.settled[at]) {
			list = append(list, entry{key, at})
		}
		return list
	})
	for i := range e.settled {
		e.remember(&e.settled[i])
	}
}
