// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"cmp"
	"maps"
	"slices"
	"sort"
	"strings"

	"rentmeester/ident"
	"rentmeester/money"
)

// ProposeAll explains many lines together, so that no cent of an item is
// promised to two of them. The proposals stand in the order of the lines; what
// they say does not depend on that order. Apply them by booking day.
//
// Each line is first explained by itself. Lines that no other line rivals keep
// that. The others are explained again one after another, each against what the
// ones before it left: those with a clear payer first, by booking day, so that
// the oldest payment takes the oldest instalment; then the rest. Where lines
// still want the same items, the whole with the highest total is taken
// (assign.go). Last, items
// that more lines cite than there are lose their Safe mark, unless the evidence
// separates the lines.
func (e *Engine) ProposeAll(lines []Line) []Proposal { return e.proposeAll(lines, false) }

// proposeAll is ProposeAll; every says to explain rivalled lines again even where
// nothing changed that they depend on, which must make no difference.
func (e *Engine) proposeAll(lines []Line, every bool) []Proposal {
	r := &run{e: e, lines: lines, out: make([]Proposal, len(lines)), before: map[int]Proposal{}, considered: map[int][]int64{},
		view: view{open: map[int32]money.Cents{}, moved: newItemSet(len(e.items)), opened: newItemSet(len(e.items)), contested: map[int32]bool{}, again: again(lines), unsure: map[int32]float64{}, pastAt: newIndex(0)}}
	r.alone()
	r.payInFull()
	r.claim()
	r.touch()
	w := e.worker(&r.view)
	w.terse = true
	for _, i := range r.order() {
		if r.rivalled(i) {
			r.before[i], r.considered[i] = r.out[i], itemsOf(&r.out[i]) // now: inTurn changes choices in place
			if every || r.changed(i) {
				r.out[i] = w.propose(&lines[i])
			}
		}
		r.take(i)
	}
	if e.settings.Without&Together == 0 {
		r.together()
	}
	r.inTurn()
	r.duplicates()
	r.behind()
	r.explain()
	return r.out
}

// run is the state of one ProposeAll.
type run struct {
	e      *Engine
	lines  []Line
	out    []Proposal
	view   view
	touch1 map[int64]int32 // item → the one line that considers it, -1 for more
	claims map[claimKey][]int32
	citing map[claimKey][]int32 // as claims, also where there is enough for all

	payer      map[int32]int    // of an item: the line of its own payer that is exactly what is open
	seen       []seen           // what each line, explained by itself, looked at
	before     map[int]Proposal // what lines were proposed by themselves, where that was done again
	considered map[int][]int64  // the items of that
}

// again finds the lines that look like a payment made before in the same run: the
// same account, amount and reference or words, on the same day or within three
// weeks.
func again(lines []Line) map[int64]bool {
	type mark struct {
		payer  string
		amount money.Cents
		said   string
	}
	order := make([]int, 0, len(lines))
	for i := range lines {
		if l := &lines[i]; l.Counterparty.Account != "" && l.Return == nil && !l.Reversal {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := &lines[a], &lines[b]
		return cmp.Or(cmp.Compare(x.Booked, y.Booked), cmp.Compare(x.ID, y.ID))
	})
	last, out := map[mark]int32{}, map[int64]bool{}
	for _, i := range order {
		l := &lines[i]
		m := mark{ident.Electronic(l.Counterparty.Account), l.Amount, l.Reference + "|" + strings.Join(l.Remittance, " ")}
		now := dayNumber(l.Booked)
		if before, found := last[m]; found && now-before <= repeatDays {
			out[l.ID] = true
		}
		last[m] = now
	}
	return out
}

// claimKey names a set of interchangeable items by its first one.
type claimKey int32

// alone explains every line by itself, on several processors.
func (r *run) alone() {
	r.seen = make([]seen, len(r.lines))
	stretches(len(r.lines), r.e.settings.Workers, func(from, to int) {
		w := r.e.worker(&view{again: r.view.again})
		w.terse, w.witness = true, &witness{}
		for i := from; i < to; i++ {
			r.out[i] = w.propose(&r.lines[i])
			r.seen[i] = w.witness.done()
		}
	})
}

// explain gives the reasons of what was proposed in the end.
func (r *run) explain() {
	for i, items := range r.considered {
		r.out[i].Alone = items
	}
	stretches(len(r.lines), r.e.settings.Workers, func(from, to int) {
		w := r.e.worker(&view{})
		for i := from; i < to; i++ {
			l := &r.lines[i]
			w.line, w.amount, w.iban = l, l.Amount.Abs(), ident.Electronic(l.Counterparty.Account)
			choicesOf(&r.out[i], w.explain)
		}
	})
}

// payInFull notes which items a line of their own payer settles with exactly what is
// open, where no other item has that amount: that is likelier meant than a smaller
// payment of the same payer that names nothing, however many of these there are and
// however early they came.
func (r *run) payInFull() {
	r.payer = map[int32]int{}
	for i := range r.out {
		best := r.out[i].Best
		if best == nil || len(best.Allocations) != 1 || best.Rest != 0 {
			continue
		}
		v := best.evidence
		at, found := r.e.place(best.Allocations[0].Item)
		if found && v.has(fAmountExact) && !v.has(fTwin) && v.set&(1<<fAccountSame|1<<fAccountLearned) != 0 {
			r.payer[at] = i
		}
	}
}

// partOfWhole says whether a choice takes a part, without naming it, of an item that
// another line pays in full.
func (r *run) partOfWhole(i int, c *Choice) bool {
	if !c.evidence.has(fAmountPart) || c.evidence.set&(refs|batchRef) != 0 {
		return false
	}
	return slices.ContainsFunc(c.Allocations, func(a Allocation) bool {
		at, found := r.e.place(a.Item)
		by, whole := r.payer[at]
		return found && whole && by != i
	})
}

// itemsOf gives the items of all choices of a proposal.
func itemsOf(p *Proposal) (items []int64) {
	choicesOf(p, func(c *Choice) {
		for _, a := range c.Allocations {
			items = append(items, a.Item)
		}
	})
	return items
}

func choicesOf(p *Proposal, f func(*Choice)) {
	if p.Best != nil {
		f(p.Best)
	}
	if p.Runner != nil {
		f(p.Runner)
	}
	for i := range p.Others {
		f(&p.Others[i])
	}
}

// claim counts which lines cite which items outright, with exactly what is open.
func (r *run) claim() {
	r.claims = map[claimKey][]int32{}
	var seen []claimKey
	for i := range r.out {
		seen = seen[:0]
		choicesOf(&r.out[i], func(c *Choice) {
			v := c.evidence
			if v.set&(hardRefs|batchRef) == 0 || v.set&(1<<fAmountExact|1<<fAmountCited) == 0 {
				return
			}
			for _, a := range c.Allocations {
				if key := r.keyOf(a.Item); key >= 0 && !slices.Contains(seen, key) {
					seen = append(seen, key)
					r.claims[key] = append(r.claims[key], int32(i))
				}
			}
		})
	}
	r.citing = maps.Clone(r.claims)
	for key, claimants := range r.claims {
		_, items := r.classOf(r.e.items[key].ID)
		if len(claimants) >= len(items) {
			for _, at := range items {
				r.view.contested[at] = true
			}
		}
		if len(claimants) <= len(items) {
			delete(r.claims, key) // enough for all
		}
	}
}

// keyOf gives the first of the open items that are interchangeable with this one;
// -1 for an item that is unknown or closed.
func (r *run) keyOf(id int64) claimKey {
	at, found := r.e.place(id)
	if !found || r.e.brief[at].open == 0 {
		return -1
	}
	if r.e.items[at].Reference == "" {
		return claimKey(at)
	}
	for i, q := range r.e.parties[r.e.partyOf[at]].items {
		if i == maxPartyItems || q == at {
			break
		}
		if r.alike(q, at) {
			return claimKey(q)
		}
	}
	return claimKey(at)
}

// alike says whether two items of a party have the same open under the same
// reference.
func (r *run) alike(p, q int32) bool {
	x, y := &r.e.brief[p], &r.e.brief[q]
	return x.open == y.open && x.side == y.side && r.e.sameReference(p, q)
}

// classOf gives the open items that are interchangeable with this one, and the
// first of them as their name; -1 for an item that is unknown or closed.
func (r *run) classOf(id int64) (claimKey, []int32) {
	at, found := r.e.place(id)
	if !found || r.e.brief[at].open == 0 {
		return -1, nil
	}
	item := &r.e.items[at]
	if item.Reference == "" {
		return claimKey(at), []int32{at}
	}
	var same []int32
	for i, q := range r.e.parties[r.e.partyOf[at]].items {
		if i == maxPartyItems {
			break
		}
		if r.alike(q, at) && !hasItem(same, q) {
			same = append(same, q)
		}
	}
	if len(same) == 0 {
		same = []int32{at}
	}
	return claimKey(same[0]), same
}

// touch notes which items more than one line considers.
func (r *run) touch() {
	r.touch1 = make(map[int64]int32, len(r.lines))
	for i := range r.out {
		choicesOf(&r.out[i], func(c *Choice) {
			for _, a := range c.Allocations {
				if by, seen := r.touch1[a.Item]; !seen {
					r.touch1[a.Item] = int32(i)
				} else if by != int32(i) {
					r.touch1[a.Item] = -1
				}
			}
		})
	}
}

// rivalled says whether a line must be explained again after others.
func (r *run) rivalled(i int) bool {
	l := &r.lines[i]
	if l.Return != nil || l.Reversal {
		return true
	}
	shared := slices.ContainsFunc(r.seen[i].items, r.view.opened.has) // closed when it was explained, open now
	if !shared && r.proved(i) {
		return false
	}
	choicesOf(&r.out[i], func(c *Choice) {
		for _, a := range c.Allocations {
			if a.Item != 0 && r.touch1[a.Item] < 0 {
				shared = true
			}
			if at, found := r.e.place(a.Item); found && r.view.contested[at] {
				shared = true
			}
		}
	})
	return shared
}

// proved says whether a line is Safe and stays so, whatever the lines before it
// took: they left what it settles, and none of them looks like it. What else might
// have been meant is then of no account.
func (r *run) proved(i int) bool {
	best := r.out[i].Best
	if best == nil || !best.Safe || slices.ContainsFunc(r.seen[i].past, r.view.pastAt.has) {
		return false
	}
	return !slices.ContainsFunc(best.Allocations, func(a Allocation) bool {
		at, found := r.e.place(a.Item)
		return found && r.view.moved.has(at)
	})
}

// order gives the lines in the order in which they choose.
func (r *run) order() []int {
	rank := make([]int, len(r.lines))
	order := make([]int, len(r.lines))
	for i := range r.lines {
		order[i] = i
		rank[i] = 2
		if l := &r.lines[i]; l.Return != nil || l.Reversal {
			rank[i] = 0
		} else if best := r.out[i].Best; best != nil {
			v := best.evidence
			switch {
			case r.partOfWhole(i, best):
			case v.set&batchRef != 0, coherent(v) && v.set&(hardRefs|1<<fAccountSame|1<<fAccountLearned) != 0:
				rank[i] = 0
			case v.set&refs != 0:
				rank[i] = 1
			}
		}
	}
	sort.SliceStable(order, func(a, b int) bool {
		i, j := order[a], order[b]
		if rank[i] != rank[j] {
			return rank[i] < rank[j]
		}
		if x, y := &r.lines[i], &r.lines[j]; x.Booked != y.Booked {
			return x.Booked < y.Booked
		} else {
			return x.ID < y.ID
		}
	})
	return order
}

// take keeps what a likely proposal would settle, so that later lines do not
// promise it again.
func (r *run) take(i int) {
	if !r.takes(i) {
		return
	}
	l, best := &r.lines[i], r.out[i].Best
	for _, a := range best.Allocations {
		at, found := r.e.place(a.Item)
		if !found || a.Item == 0 {
			continue
		}
		item := &r.e.items[at]
		left := item.Open
		if r.view.moved.has(at) {
			left = r.view.open[at]
		}
		r.view.moved.add(at)
		if a.Amount*item.sign() < 0 {
			r.view.opened.add(at)
		}
		if sure, before := r.view.unsure[at]; !best.Safe && (!before || best.Probability < sure) {
			r.view.unsure[at] = best.Probability
		}
		r.view.open[at] = clamp(left-a.Amount*item.sign(), 0, item.Amount)
	}
	if best.Safe {
		r.view.remember(settledAs(l, best.Allocations))
	}
}

// takes says whether the proposal of a line is likely enough to count for others.
func (r *run) takes(i int) bool {
	best := r.out[i].Best
	if best == nil || !best.Safe && (best.Probability < 0.5 || r.out[i].Ambiguous) {
		return false
	}
	l := &r.lines[i]
	if best.Safe || l.Return == nil && !l.Reversal {
		return true
	}
	// What is not certain to come back is not paid again.
	return best.evidence.has(fReturnEnd) && best.evidence.set&(1<<fAmountOver|1<<fReturnOther) == 0
}

// inTurn gives equal instalments under one reference to the lines that pay them in
// the order of the days on which they were paid, the oldest to the first (art. 6:43
// BW). Lines choose by how clear their payer is, so that the partner who paid in
// March would else be left the instalment of August.
func (r *run) inTurn() {
	turns := map[claimKey][]int{}
	for i := range r.out {
		if !r.paysOne(i) {
			continue
		}
		if key, items := r.classOf(r.out[i].Best.Allocations[0].Item); len(items) > 1 {
			turns[key] = append(turns[key], i)
		}
	}
	for _, lines := range turns {
		if len(lines) > 1 {
			r.sortTurn(lines)
		}
	}
}

// paysOne says whether a line is likely enough to pay all that is open of one item,
// and does not say itself which.
func (r *run) paysOne(i int) bool {
	best := r.out[i].Best
	if best == nil || !r.takes(i) || len(best.Allocations) != 1 || best.Rest != 0 || best.evidence.has(fTextSays) {
		return false
	}
	a := best.Allocations[0]
	at, found := r.e.place(a.Item)
	if !found || a.Item == 0 || a.Amount*r.e.items[at].sign() != r.e.items[at].Open {
		return false
	}
	return best.evidence.ref == "" || sameReference(r.e.items[at].Reference, best.evidence.ref) // and not its own number
}

// sortTurn sorts the items of lines that pay interchangeable ones.
func (r *run) sortTurn(lines []int) {
	items := make([]int32, len(lines))
	for n, i := range lines {
		items[n] = r.e.at(r.out[i].Best.Allocations[0].Item)
	}
	slices.SortFunc(items, r.byAge)
	slices.SortFunc(lines, func(a, b int) int {
		x, y := &r.lines[a], &r.lines[b]
		return cmp.Or(cmp.Compare(x.Booked, y.Booked), // on one day they keep what they have
			r.byAge(r.e.at(r.out[a].Best.Allocations[0].Item), r.e.at(r.out[b].Best.Allocations[0].Item)), cmp.Compare(x.ID, y.ID))
	})
	for n, i := range lines {
		r.exchange(&r.out[i], r.e.items[items[n]].ID)
	}
}

// byAge compares items, the oldest first.
func (r *run) byAge(a, b int32) int {
	i, j := &r.e.items[a], &r.e.items[b]
	return cmp.Or(cmp.Compare(r.e.due[a], r.e.due[b]), cmp.Compare(r.e.issued[a], r.e.issued[b]), cmp.Compare(i.ID, j.ID))
}

// exchange lets the best choice of a proposal pay another item than it did; a
// choice that paid that one pays the other.
func (r *run) exchange(p *Proposal, item int64) {
	best := p.Best.Allocations
	to := []Allocation{{Item: item, Amount: best[0].Amount}}
	if sameAllocations(best, to) {
		return
	}
	choicesOf(p, func(c *Choice) {
		if sameAllocations(c.Allocations, to) {
			c.Allocations = best
		}
	})
	p.Best.Allocations, p.Best.Safe = to, false
	p.Why = slices.DeleteFunc(p.Why, func(w Reason) bool { return w.Code == "reconcile.reason.safe" })
}

// duplicates looks at items that more lines cite than there are. The line that
// got the item stays Safe only if the evidence tells it from those that did not:
// its payer fits and theirs does not, or the same account paid it first and they
// came on a later day.
func (r *run) duplicates() {
	keys := make([]claimKey, 0, len(r.claims))
	for key := range r.claims {
		keys = append(keys, key)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i] < keys[j] })
	for _, key := range keys {
		_, items := r.classOf(r.e.items[key].ID)
		var winners, losers []int32
		for _, i := range r.claims[key] {
			if r.allocates(i, items) {
				winners = append(winners, i)
			} else {
				losers = append(losers, i)
			}
		}
		for _, i := range losers {
			r.out[i].Why = append(r.out[i].Why, reason("duplicate", "item", r.e.items[key].Number))
		}
		for _, i := range winners {
			for _, j := range losers {
				if !r.clearer(i, j) {
					r.doubt(i, reason("duplicate", "item", r.e.items[key].Number))
					break
				}
			}
		}
	}
}

// behind bounds what is claimed of lines under a running reference of which an
// earlier one still waits: which of the equal instalments that one pays decides
// which of them is left, unless the line says which it means. Such a line is never
// Safe, and not sure when the other is not likely.
func (r *run) behind() {
	for _, key := range slices.Sorted(maps.Keys(r.citing)) {
		list := r.citing[key]
		if _, items := r.classOf(r.e.items[key].ID); len(items) < 2 || len(list) < 2 {
			continue
		}
		slices.SortFunc(list, r.byDay)
		waits, most := false, 1.0
		for _, i := range list {
			best := r.out[i].Best
			if best != nil && !best.evidence.ordered && !best.evidence.has(fTextSays) {
				best.Probability = min(best.Probability, most)
				if best.Safe && waits {
					r.doubt(i, reason("earlier-waits"))
				}
			}
			waits = waits || best == nil || !best.Safe
			if best == nil || best.Probability < likely {
				most = mostEarly
			}
		}
	}
}

// likely is how sure a line must be of what it pays for others to count on it.
const likely = 0.9

// byDay orders lines by booking day.
func (r *run) byDay(i, j int32) int {
	x, y := &r.lines[i], &r.lines[j]
	return cmp.Or(cmp.Compare(x.Booked, y.Booked), cmp.Compare(x.ID, y.ID))
}

func (r *run) allocates(i int32, items []int32) bool {
	best := r.out[i].Best
	if best == nil {
		return false
	}
	for _, a := range best.Allocations {
		if at, found := r.e.place(a.Item); found && hasItem(items, at) {
			return true
		}
	}
	return false
}

// clearer says whether line i has the better right to the item than line j.
func (r *run) clearer(i, j int32) bool {
	x, y := &r.lines[i], &r.lines[j]
	if x.Booked < y.Booked && x.Counterparty.Account != "" && x.Counterparty.Account == y.Counterparty.Account {
		return true
	}
	best := r.out[i].Best.evidence
	if best.set&(batchRef|1<<fAccountSame|1<<fAccountLearned) == 0 {
		return false
	}
	return !r.knownPayer(j, best)
}

// knownPayer says whether line j could be from the party as well: its account
// stands with the party, or its name is like the party's.
func (r *run) knownPayer(j int32, v evidence) bool {
	l := &r.lines[j]
	if l.Counterparty.Name == "" && l.Counterparty.Account == "" {
		return true
	}
	return compare(parseName(l.Counterparty.Name), parseName(v.who)) != nameDiffers ||
		r.e.sameOwner(l.Counterparty.Account, v.who)
}

// sameOwner says whether the account stands with a party of this name.
func (e *Engine) sameOwner(iban, label string) bool {
	same := false
	e.who.each(hash(keyAccount, iban), func(p int32) bool {
		same = e.parties[p].label == label && e.parties[p].holds(iban) != nil
		return !same
	})
	return same
}

// doubt takes the Safe mark from a proposal and says why.
func (r *run) doubt(i int32, why Reason) {
	p := &r.out[i]
	p.Best.Safe = false
	kept := p.Why[:0:0]
	for _, w := range p.Why {
		if w.Code != "reconcile.reason.safe" {
			kept = append(kept, w)
		}
	}
	p.Why = append(kept, why)
}
