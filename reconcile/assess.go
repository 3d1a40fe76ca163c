// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"strings"

	"rentmeester/money"
)

// groups of evidence of which a choice has one
const (
	refs         = 1<<fRefStructured | 1<<fRefEndToEnd | 1<<fRefText | 1<<fRefRepaired | 1<<fRefNumber | 1<<fRefShort | 1<<fRefMandate
	hardRefs     = 1<<fRefStructured | 1<<fRefEndToEnd | 1<<fRefText
	payerAccount = 1<<fAccountSame | 1<<fAccountLearned | 1<<fAccountNew | 1<<fAccountOther
	payerName    = 1<<fNameEqual | 1<<fNameSimilar | 1<<fNameWeak | 1<<fNameDiffers
	returned     = 1<<fReturnEnd | 1<<fReturnMandate | 1<<fReturnPayer
	batchRef     = 1<<fBatchID | 1<<fBatchTotal
	exactFit     = 1<<fAmountExact | 1<<fAmountCited | 1<<fAmountAll | 1<<fAmountTwo | 1<<fAmountSum
)

// assess gathers the evidence for and against a choice. What the search already
// marked (a batch, a return, several sums) is kept.
func (w *worker) assess(c *Choice) {
	v := &c.evidence
	v.add(fBias)
	items := w.itemsOf(c)
	if len(items) == 0 {
		w.assessBooking(c)
		return
	}
	v.who = w.e.parties[w.e.partyOf[items[0]]].label
	if v.set&(batchRef|returned) != 0 {
		if v.set&returned != 0 && w.countsOther(items) {
			v.add(fTextOther)
		}
		w.assessAmount(c, items)
		return
	}
	w.assessReference(c, items)
	w.assessPayer(v, items)
	w.assessAmount(c, items)
	w.assessRivals(c, items)
	w.assessDays(v, items)
	w.assessWords(v, items)
	w.assessOrder(v, items)
}

// assessBooking weighs a choice that settles no item: by who it is, and by
// whether the line names something that is open.
func (w *worker) assessBooking(c *Choice) {
	v := &c.evidence
	if v.closed > 0 {
		w.assessPayer(v, []int32{v.closed - 1})
	}
	for _, cite := range w.cites {
		if cite.class == fRefShort {
			continue
		}
		for _, at := range cite.items {
			if w.usable(at) {
				v.add(fRefOther)
			}
		}
	}
}

// assessOrder says whether the choice passes over an older item that could have
// been meant as well, and whether the payer paid just this shortly before.
func (w *worker) assessOrder(v *evidence, items []int32) {
	first, last := items[0], items[0]
	for _, at := range items {
		if w.older(last, at) {
			last = at
		}
		if w.older(at, first) {
			first = at
		}
	}
	running := w.e.items[first].Reference != ""
	for i, q := range w.e.parties[w.e.partyOf[first]].items {
		if i == maxPartyItems {
			break
		}
		if hasItem(items, q) || !w.usable(q) || w.e.issued[q] > w.day {
			continue
		}
		if len(items) == 1 && w.open(q) == w.open(first) && (w.cameBack(q) || w.view.opened.has(q)) {
			v.add(fCameBack)
		}
		if !w.older(q, last) {
			continue
		}
		switch {
		case running && w.e.sameReference(q, first):
			v.add(fSkips)
		case len(items) == 1 && w.open(q) == w.open(first):
			v.add(fOlderTwin)
		}
	}
	repeat, regular := w.paidBefore(first)
	if repeat {
		v.add(fRepeat)
	}
	if regular {
		v.add(fRegular)
	}
}

// cameBack says whether an item had come back, or was refused, by the day of the
// line.
func (w *worker) cameBack(at int32) bool {
	since, known := w.e.cameBack[at]
	return known && since <= w.day
}

func (w *worker) itemsOf(c *Choice) []int32 {
	items := make([]int32, 0, len(c.Allocations))
	for _, a := range c.Allocations {
		if at, found := w.e.place(a.Item); found && a.Item != 0 {
			items = append(items, at)
		}
	}
	return items
}

// assessReference finds the best reference that names one of the items, whether
// all of them are named, and whether the line names something else.
func (w *worker) assessReference(c *Choice, items []int32) {
	v := &c.evidence
	best, named := fRefNone, 0
	for _, at := range items {
		hit := false
		for _, cite := range w.cites {
			if hasItem(cite.items, at) {
				hit = true
				if cite.class < best {
					best, v.ref = cite.class, cite.key
				}
			}
		}
		if hit {
			named++
		}
	}
	if best == fRefNone && w.line.MandateID != "" {
		for _, at := range items {
			if w.e.items[at].MandateID == w.line.MandateID {
				best, v.ref = fRefMandate, w.line.MandateID
			}
		}
	}
	if best == fRefNone && len(items) == 1 && w.with(Repair) && w.repairs(items[0]) {
		best, v.ref = fRefRepaired, w.e.items[items[0]].Reference
	}
	v.add(best)
	if best == fRefNone && w.with(Repair) && w.repairsOther(items) {
		v.add(fRefOther)
	}
	if named > 0 && named < len(items) {
		v.add(fRefSome)
	}
	w.assessOtherReferences(v, items)
	for _, p := range w.finder.payers {
		if p == w.e.partyOf[items[0]] {
			v.add(fPartyNumber)
		}
	}
}

// repairsOther says whether a reference in the line is one slip away from that of
// another item that the same party has open.
func (w *worker) repairsOther(items []int32) bool {
	if len(w.slips) == 0 {
		return false
	}
	for i, at := range w.e.parties[w.e.partyOf[items[0]]].items {
		if i == maxDescribed {
			return false
		}
		if w.usable(at) && !hasItem(items, at) && w.repairs(at) {
			return true
		}
	}
	return false
}

func (w *worker) assessOtherReferences(v *evidence, items []int32) {
	for _, cite := range w.cites {
		if cite.class == fRefShort {
			continue
		}
		mine, usable, twoParties := 0, 0, false
		for _, at := range cite.items {
			if hasItem(items, at) {
				mine++
			}
			if w.usable(at) {
				usable++
				twoParties = twoParties || w.e.partyOf[at] != w.e.partyOf[cite.items[0]]
			}
		}
		switch {
		case mine == 0 && usable > 0:
			v.add(fRefOther)
		case mine == 0:
			v.add(fRefClosed)
		case twoParties:
			v.add(fRefShared)
		}
	}
}

func hasItem(list []int32, at int32) bool {
	for _, x := range list {
		if x == at {
			return true
		}
	}
	return false
}

// assessPayer compares account and name with the party of the items; with
// several parties the one that fits worst counts.
func (w *worker) assessPayer(v *evidence, items []int32) {
	seen := int32(-1)
	account, likeness := fAccountSame, fNameEqual
	for _, at := range items {
		p := w.e.partyOf[at]
		if p == seen {
			continue
		}
		seen = p
		account = worse(accounts[:], account, w.compareAccount(p))
		likeness = worse(likenesses[:], likeness, w.compareName(p))
	}
	v.add(account)
	v.add(likeness)
	if likeness == fNameEqual || likeness == fNameSimilar {
		if w.uniqueName() {
			v.add(fNameUnique)
		}
	} else {
		switch p := &w.e.parties[seen]; {
		case compare(w.names[1], p.name) >= nameSimilar:
			v.ultimate = true
			v.add(fNameInText)
		case w.inText(p.name):
			v.add(fNameInText)
		}
	}
}

// how accounts and names compare, from good to bad
var (
	accounts   = [...]feature{fAccountSame, fAccountLearned, fAccountNone, fAccountNew, fAccountOther}
	likenesses = [...]feature{fNameEqual, fNameSimilar, fNameUnknown, fNameWeak, fNameDiffers}
)

// worse gives the one of two that comes later.
func worse(order []feature, a, b feature) feature {
	for _, f := range order {
		if f == a {
			return b
		}
		if f == b {
			return a
		}
	}
	return b
}

// uniqueName says whether just one party is known under the payer's name.
func (w *worker) uniqueName() bool {
	if w.unique == 0 {
		w.unique = 1 // 1 + parties of the name, at most 3
		if key := nameKey(w.names[0]); key != "" {
			w.e.who.each(hash(keyName, key), func(p int32) bool {
				if compare(w.names[0], w.e.parties[p].name) >= nameSimilar {
					w.unique++
				}
				return w.unique < 3
			})
		}
	}
	return w.unique == 2
}

func (w *worker) compareAccount(p int32) feature {
	rec := &w.e.parties[p]
	if w.iban == "" {
		return fAccountNone
	}
	if a := rec.holds(w.iban); a != nil {
		if a.learned {
			return fAccountLearned
		}
		return fAccountSame
	}
	elsewhere := false
	w.e.who.each(hash(keyAccount, w.iban), func(q int32) bool {
		elsewhere = w.e.parties[q].holds(w.iban) != nil
		return !elsewhere
	})
	switch {
	case elsewhere:
		return fAccountOther
	case len(rec.accounts) > 0:
		return fAccountNew
	}
	return fAccountNone
}

// compareName says how the name of the counterparty compares with the party's.
func (w *worker) compareName(p int32) feature {
	switch compare(w.names[0], w.e.parties[p].name) {
	case nameEqual:
		return fNameEqual
	case nameSimilar:
		return fNameSimilar
	case nameWeak:
		return fNameWeak
	case nameDiffers:
		return fNameDiffers
	}
	return fNameUnknown
}

// inText says whether all words of a name stand in the text, one of them long or
// with the first initial.
func (w *worker) inText(n name) bool {
	long := n.initials != "" && w.textWords()[n.initials[:1]]
	for _, word := range n.words {
		if !w.textWords()[word] {
			return false
		}
		long = long || len(word) >= longWord
	}
	return long && len(n.words) > 0 && !w.otherInitials(n)
}

// otherInitials says whether the text has initials beside the words of a name, and
// they are never its own: another of that name is meant.
func (w *worker) otherInitials(n name) bool {
	if n.initials == "" || n.org {
		return false
	}
	other := false
	for i, word := range w.tokens {
		if !contains(n.words, word) {
			continue
		}
		for _, side := range [2]string{w.initialsFrom(i, -1, n), w.initialsFrom(i, 1, n)} {
			if side == "" {
				continue
			}
			if side[0] == n.initials[0] {
				return false
			}
			other = true
		}
	}
	return other
}

// initialsFrom gives the initials that stand before or after a word of a name in
// the text, with nothing between but what says nothing.
func (w *worker) initialsFrom(i, step int, n name) (initials string) {
	for i += step; i >= 0 && i < len(w.tokens); i += step {
		word := w.tokens[i]
		switch {
		case isInitials(word) && !noise[word]:
			if initials += word; step < 0 {
				initials = word + strings.TrimSuffix(initials, word)
			}
		case initials != "" || !noise[word] && !contains(n.words, word):
			return initials
		}
	}
	return initials
}

// assessAmount says how the amount fits.
func (w *worker) assessAmount(c *Choice, items []int32) {
	v := &c.evidence
	full, near, over := true, false, false
	for _, a := range c.Allocations {
		if a.onLedger() && (v.share || v.told || w.costs > 0 && a.Account == w.e.settings.Fee) {
			continue // the bank says so, or it is always so
		} else if a.Item == 0 {
			near = near || a.Party == ""
			over = over || a.Party != ""
		} else if w.reopens(a) && a.Amount.Abs() > w.settled(w.e.at(a.Item)) {
			over = true // a return of what is not booked yet
		} else if at := w.e.at(a.Item); !v.told && !w.reopens(a) && a.Amount.Abs() != w.open(at) {
			full = false
		}
	}
	if len(items) == 1 && (over || c.Rest != 0 || !full) && !near && w.isClose(w.open(items[0])) {
		v.add(fClose)
	}
	switch {
	case near:
		v.add(fAmountNear)
	case c.Rest != 0, over:
		v.add(fAmountOver)
	case !full:
		v.add(fAmountPart)
	case len(items) == 1:
		v.add(fAmountExact)
	case v.set&refs != 0 && !v.has(fRefSome) && w.allCited(items):
		v.add(fAmountCited)
		v.set &^= 1 << fManyWay // other sums may fit, but these are named
	case v.set&batchRef != 0, v.told:
		v.add(fAmountCited)
	case w.allOpen(items):
		v.add(fAmountAll)
	case len(items) == 2:
		v.add(fAmountTwo)
	default:
		v.add(fAmountSum)
	}
}

// isClose says whether the line differs from an amount by a slip: at most a euro,
// or in the digits of the cents.
func (w *worker) isClose(open money.Cents) bool {
	gap := (w.amount - open).Abs()
	return gap > 0 && gap <= 100 && gap*10 < open
}

// settled is how much of an item was settled.
func (w *worker) settled(at int32) money.Cents { return w.e.items[at].Amount - w.open(at) }

// reopens says whether an allocation takes back instead of settling.
func (w *worker) reopens(a Allocation) bool {
	at, found := w.e.place(a.Item)
	return !found || a.Amount*w.e.items[at].sign() < 0
}

// allCited says whether items are everything usable that the line cites.
func (w *worker) allCited(items []int32) bool {
	for _, cite := range w.cites {
		if cite.class == fRefShort {
			continue
		}
		for _, at := range cite.items {
			if w.usable(at) && !hasItem(items, at) {
				return false
			}
		}
	}
	return true
}

func (w *worker) allOpen(items []int32) bool {
	p := w.e.partyOf[items[0]]
	for _, at := range items {
		if w.e.partyOf[at] != p {
			return false
		}
	}
	for i, at := range w.e.parties[p].items {
		if i == maxPartyItems || w.usable(at) && !hasItem(items, at) {
			return false
		}
	}
	return true
}

// assessRivals says how many other items could have been meant.
func (w *worker) assessRivals(c *Choice, items []int32) {
	v := &c.evidence
	for _, at := range items {
		if v.set&refs == 0 {
			w.witness.rival(at)
			if w.view.contested[at] {
				v.add(fContested)
			}
		}
	}
	if len(items) != 1 || !v.has(fAmountExact) {
		return
	}
	at := items[0]
	if v.set&refs == 0 {
		switch n := w.e.amounts[amountKey(w.kind, w.open(at))]; {
		case n == 1:
			v.add(fRare)
		case n > 20:
			v.add(fCommon)
		}
	}
	equals, twins, oldest, only := w.twins(at)
	if twins {
		v.add(fTwin)
	}
	if equals && oldest {
		v.add(fOldest)
	}
	if only {
		v.add(fOnly)
	}
}

// twins says whether the party has other usable items of the same amount, some
// of them under another reference, whether this is the oldest of them all, and
// whether it is the only thing that the party has open.
func (w *worker) twins(at int32) (equals, twins, oldest, only bool) {
	oldest, only = true, true
	for i, q := range w.e.parties[w.e.partyOf[at]].items {
		if i == maxPartyItems {
			return true, true, false, false
		}
		if q == at || !w.usable(q) {
			continue
		}
		only = false
		if w.open(q) != w.open(at) {
			continue
		}
		equals = true
		twins = twins || !w.interchangeable(at, q)
		oldest = oldest && !w.older(q, at)
	}
	return equals, twins, oldest, only
}

func (w *worker) assessDays(v *evidence, items []int32) {
	if w.day == 0 {
		return
	}
	first := items[0]
	for _, at := range items {
		if w.older(at, first) {
			first = at
		}
		if w.e.issued[at] > w.day && !w.ahead(v, at) {
			v.add(fNotIssued)
		}
	}
	if w.e.due[first] == 0 {
		return
	}
	switch late := w.day - w.e.due[first]; {
	case late < -40:
		v.add(fDueFar)
	case late < -10:
		v.add(fDueEarly)
	case late <= 7:
		v.add(fDueNear)
	case late <= 60:
		v.add(fDueLate)
	default:
		v.add(fDueOverdue)
	}
}

// aheadDays is how long before an item of a running reference is issued it may be
// paid: the next month's rent.
const aheadDays = 40

// ahead says whether an item is paid before it was issued as a matter of habit: the
// line cites the running reference of a contract of which the party has other items.
func (w *worker) ahead(v *evidence, at int32) bool {
	item := &w.e.items[at]
	if v.set&hardRefs == 0 || item.Reference == "" || w.e.issued[at]-w.day > aheadDays {
		return false
	}
	for i, q := range w.e.parties[w.e.partyOf[at]].items {
		if i == maxPartyItems {
			return false
		}
		if q != at && w.e.issued[q] < w.e.issued[at] && w.e.sameReference(q, at) {
			return true
		}
	}
	return false
}
