// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"slices"
	"sort"
)

const leastProbable = 0.002 // less likely choices are not shown, but for a runner-up

// conclude weighs the drafts, orders them and says what decided.
func (w *worker) conclude() Proposal {
	w.weigh()
	p := Proposal{Line: w.line.ID, Why: w.notes}
	shown := w.drafts
	for len(shown) > 0 && shown[len(shown)-1].Probability < leastProbable {
		shown = shown[:len(shown)-1]
	}
	if len(shown) == 0 {
		p.Why = append(p.Why, w.whyNothing()...)
		return p
	}
	p.Ambiguous = w.ambiguous(shown)
	choices := make([]Choice, min(max(len(shown), min(2, len(w.drafts))), w.e.settings.MaxChoices))
	for i := range choices {
		choices[i] = w.drafts[i]
		choices[i].Evidence = w.drafts[i].evidence.set
		choices[i].evidence.assumed = w.assumed(&choices[i])
		if !w.terse {
			w.explain(&choices[i])
		}
	}
	p.Best = &choices[0]
	if len(choices) > 1 {
		p.Runner = &choices[1]
		p.Others = choices[2:]
	}
	p.Best.evidence.stirred = w.stirred(p.Best)
	w.claim(&p)
	p.Best.Probability = min(p.Best.Probability, w.mostOf(p.Best))
	p.Best.evidence.ordered = w.ordered(p.Best)
	p.Best.Safe = w.safe(&p)
	p.Why = append(p.Why, w.why(&p)...)
	return p
}

// claim corrects the probabilities by experience: that of the best choice to how
// often one like it was right, and the others to what that leaves them.
func (w *worker) claim(p *Proposal) {
	k := patternOf(p)
	p.Pattern = k.key()
	before := p.Best.Probability
	if !w.with(Experience) {
		return
	}
	p.Best.Probability = min(w.e.settings.Model.claim(k, before), 1/float64(w.equals()))
	if before >= 1 {
		return
	}
	scale := (1 - p.Best.Probability) / (1 - before)
	choicesOf(p, func(c *Choice) {
		if c != p.Best {
			c.Probability = min(c.Probability*scale, p.Best.Probability)
		}
	})
}

// equals counts the drafts that are as likely as the best one, itself among them:
// however often such a choice was right, it is one of so many.
func (w *worker) equals() int {
	n := 1
	for n < len(w.drafts) && w.drafts[n].Probability > w.drafts[0].Probability-1e-9 {
		n++
	}
	return n
}

// stirred says whether proposals of lines before it, which nobody has judged yet,
// changed what the party of a choice has open.
func (w *worker) stirred(c *Choice) bool {
	items := w.itemsOf(c)
	if len(items) == 0 {
		return false
	}
	for i, at := range w.e.parties[w.e.partyOf[items[0]]].items {
		if i == maxDescribed {
			break
		}
		w.witness.item(at)
		if _, unsure := w.view.unsure[at]; unsure {
			return true
		}
	}
	return false
}

// mostEarly is the most that is claimed of a choice that waits for a line that
// nobody proposed anything for: likely enough to be shown, never to be booked.
const mostEarly = 0.95

// mostOf gives the most that may be claimed of a choice. One that can be booked
// only after another line is no surer than what that line was proposed: the
// return of a payment that is not booked, or the second payment of an item that
// such a return is to open.
func (w *worker) mostOf(c *Choice) float64 {
	most := 1.0
	if c.evidence.has(fHabit) && (w.line.Return != nil || w.line.Reversal) {
		most = mostEarly // its payment may yet be booked
	}
	if w.fitsNow(c) {
		most = mostEarly
	}
	for _, a := range c.Allocations {
		at, found := w.e.place(a.Item)
		if !found || a.Item == 0 {
			continue
		}
		booked, now := w.e.items[at].Open, w.open(at)
		if w.reopens(a) {
			booked, now = w.e.items[at].Amount-booked, w.settled(at)
		}
		if a.Amount.Abs() > now {
			most = min(most, mostEarly)
		} else if sure, waits := w.view.unsure[at]; waits && a.Amount.Abs() > booked {
			most = min(most, sure)
		}
	}
	return most
}

// fitsNow says whether a choice pays an instalment that is long due while an equal
// one under its reference is due just now, open or paid. The law gives it to the
// oldest, but that may be paid already by a line that waits, such as a collection,
// and what paid the one of now may have been meant for another.
func (w *worker) fitsNow(c *Choice) bool {
	v := c.evidence
	if !v.has(fAmountExact) || !v.has(fDueOverdue) || v.ordered || v.has(fTextSays) {
		return false
	}
	at := w.e.at(c.Allocations[0].Item)
	if w.e.items[at].Reference == "" {
		return false
	}
	for i, q := range w.e.parties[w.e.partyOf[at]].items {
		if i == maxDescribed {
			return false
		}
		if late := w.day - w.e.due[q]; q != at && late >= -10 && late <= 7 && w.e.brief[q].side == w.side && w.e.items[q].Amount == w.e.items[at].Amount && w.e.sameReference(at, q) {
			return true
		}
	}
	return false
}

// assumed notes what was open of the items of a choice where lines before it in
// the same run took a part.
func (w *worker) assumed(c *Choice) []take {
	var out []take
	for _, a := range c.Allocations {
		if at, found := w.e.place(a.Item); found && a.Item != 0 {
			if w.view.moved.has(at) && w.view.open[at] != w.e.brief[at].open {
				out = append(out, take{at, w.view.open[at]})
			}
		}
	}
	return out
}

// weigh gives every draft its evidence and probability, the likeliest first.
func (w *worker) weigh() {
	scores := make([]float64, len(w.drafts))
	for i := range w.drafts {
		w.assess(&w.drafts[i])
		scores[i] = w.drafts[i].evidence.score(&w.e.settings.Model.weights)
	}
	share(scores)
	for i := range w.drafts {
		w.drafts[i].Probability = scores[i]
		w.drafts[i].Rule = ruleOf(w.drafts[i].evidence)
	}
	sort.SliceStable(w.drafts, func(i, j int) bool {
		a, b := &w.drafts[i], &w.drafts[j]
		if a.Probability != b.Probability {
			return a.Probability > b.Probability
		}
		return before(a.Allocations, b.Allocations)
	})
}

// before orders allocations that are equally likely, so that no order of input
// shows through: the fewest items, then the lowest numbers.
func before(a, b []Allocation) bool {
	if len(a) != len(b) {
		return len(a) < len(b)
	}
	for i := range a {
		if a[i].Item != b[i].Item {
			return a[i].Item < b[i].Item
		}
		if a[i].Amount != b[i].Amount {
			return a[i].Amount < b[i].Amount
		}
	}
	return false
}

func ruleOf(v evidence) string {
	switch {
	case v.set&batchRef != 0:
		return RuleBatch
	case v.set&returned != 0:
		return RuleReturn
	case v.has(fRule):
		return RulePolicy
	case v.set&(1<<fHabit|1<<fHabitOften) != 0:
		return RuleHabit
	case v.closed > 0:
		return RuleOnAccount
	case v.has(fAmountPart):
		return RulePart
	case v.has(fRefEndToEnd):
		return RuleEndToEnd
	case v.set&refs != 0:
		return RuleReference
	case v.set&(1<<fAmountAll|1<<fAmountTwo|1<<fAmountSum) != 0:
		return RuleSum
	case v.set&(1<<fAccountSame|1<<fAccountLearned|1<<fNameEqual|1<<fNameSimilar|1<<fPartyNumber) != 0:
		return RulePayer
	}
	return RuleAmount
}

// ambiguous says whether another choice fits as well as the best one: the amount
// exactly, and named as clearly by the line. A person must look then.
func (w *worker) ambiguous(shown []Choice) bool {
	best := &shown[0]
	if best.evidence.has(fManyWay) || best.evidence.has(fReturnOther) {
		return true
	}
	if best.evidence.set&exactFit == 0 {
		return false
	}
	for i := 1; i < len(shown); i++ {
		c := &shown[i]
		if c.evidence.set&exactFit != 0 && c.evidence.naming() >= best.evidence.naming() && !w.sameButAge(best, c) {
			return true
		}
	}
	return false
}

// naming ranks how clearly a line names the items: by a reference to all of
// them, to some of them, or only through the payer.
func (v evidence) naming() int {
	rank := 0
	switch {
	case v.has(fBatchID), v.has(fReturnEnd):
		rank = 50
	case v.has(fBatchTotal), v.has(fReturnMandate):
		rank = 45
	case v.set&hardRefs != 0:
		rank = 40
	case v.has(fRefNumber), v.has(fRefMandate), v.has(fRefRepaired):
		rank = 30
	case v.has(fRefShort):
		rank = 20
	}
	if v.has(fRefSome) || v.has(fRefOther) {
		rank -= 5
	}
	switch {
	case v.set&(1<<fAccountSame|1<<fAccountLearned) != 0:
		return rank + 2
	case v.set&(1<<fNameEqual|1<<fNameSimilar|1<<fPartyNumber) != 0:
		return rank + 1
	}
	return rank
}

// sameButAge says whether two choices differ only in which of interchangeable
// items they take. Of those the oldest is paid first, so there is no doubt.
func (w *worker) sameButAge(a, b *Choice) bool {
	if len(a.Allocations) != len(b.Allocations) {
		return false
	}
	for i := range a.Allocations {
		x, okX := w.e.place(a.Allocations[i].Item)
		y, okY := w.e.place(b.Allocations[i].Item)
		if !okX || !okY || x != y && !w.interchangeable(x, y) {
			return false
		}
	}
	return true
}

// safe says whether the best choice is proved without any history: a unique
// exact reference or the identity of a batch, exactly the amount that is open,
// a payer that does not contradict it, and nothing else that fits.
func (w *worker) safe(p *Proposal) bool {
	v := p.Best.evidence
	if v.has(fRule) {
		return w.safeRule(p)
	}
	if p.Ambiguous || p.Best.Rest != 0 || v.set&(1<<fContested|1<<fRefSome|1<<fRefOther|1<<fRefShared|1<<fNotIssued|1<<fRefClosed|1<<fTextOther) != 0 {
		return false
	}
	for _, at := range w.itemsOf(p.Best) {
		if _, unsure := w.view.unsure[at]; unsure {
			return false
		}
	}
	exact := v.has(fAmountExact) || v.has(fAmountCited)
	switch {
	case v.set&batchRef != 0:
		return exact && !v.has(fBatchLess) && len(w.notes) == 0
	case v.has(fReturnEnd):
		return exact && len(w.notes) == 0
	case v.set&hardRefs == 0 || !exact:
		return false
	case v.has(fAmountExact) && v.ordered:
		return coherent(v)
	case !w.uniquelyCited(p.Best), v.has(fAmountExact) && w.hasTwin(p.Best):
		return false
	}
	return coherent(v)
}

// ordered says whether the line bears the EndToEndID of an order of ours that
// means just this item, as the details of a collection do.
func (w *worker) ordered(c *Choice) bool {
	at, found := w.e.place(c.Allocations[0].Item)
	return found && slices.ContainsFunc(w.cites, func(cite citation) bool { return cite.ordered && cite.items[0] == at })
}

// safeRule says whether a rule of policy that is certain may be booked: nothing
// open is cited, or fits the amount of a payer who is known. Open items go before
// rules.
func (w *worker) safeRule(p *Proposal) bool {
	if p.Ambiguous || !p.Best.evidence.certain || p.Best.evidence.has(fRefOther) {
		return false
	}
	for i := range w.drafts {
		v := w.drafts[i].evidence
		if v.set&exactFit != 0 && v.naming() > 0 {
			return false
		}
		if v.has(fRule) && v.ref != p.Best.evidence.ref && v.certain {
			return false // two rules that both are certain
		}
	}
	return true
}

// hasTwin says whether the party has another open item of this amount that may
// have been meant and was issued by then. The law gives the payment to the item that is named, and else
// to the oldest (art. 6:43 BW), so the proposal stands; but people pick up last
// month's slip, and it is no proof of what the payer meant. Nor is a reference
// when the same account paid the same amount, for another item, shortly before.
func (w *worker) hasTwin(c *Choice) bool {
	at := w.e.at(c.Allocations[0].Item)
	for i, q := range w.e.parties[w.e.partyOf[at]].items {
		if i == maxPartyItems {
			return true
		}
		if q == at {
			continue
		}
		if w.e.brief[q].open == w.e.brief[at].open && w.mayBeMeant(q) {
			return true
		}
		if w.e.brief[q].side == w.side && w.e.items[q].Amount == w.e.items[at].Amount && w.repeated() {
			return true
		}
	}
	return false
}

// mayBeMeant says whether an item was issued by the day of the line and is open
// in the books. What this run proposed for it does not count: a proposal that a
// person has yet to judge is no proof for the next.
func (w *worker) mayBeMeant(at int32) bool {
	item := &w.e.brief[at]
	return item.side == w.side && item.open > 0 && w.e.issued[at] <= w.day
}

// uniquelyCited says whether each item is named by a full reference that leaves
// no doubt: no other item has or had it, or it is the running reference of a
// contract (see runningReference).
func (w *worker) uniquelyCited(c *Choice) bool {
	items := w.itemsOf(c)
	for _, at := range items {
		unique := false
		for _, cite := range w.cites {
			if 1<<cite.class&uint64(hardRefs) != 0 && hasItem(cite.items, at) &&
				(len(cite.items) == 1 || len(items) == 1 && w.runningReference(c, cite.items, at)) {
				unique = true
			}
		}
		if !unique {
			return false
		}
	}
	return true
}

const repeatDays = 21 // within these days an equal payment of one payer may be a second one by mistake

// runningReference says whether a reference that several items share, such as a
// rent contract's, still proves the item: it is the only one open that was
// issued by then, it is due about now, and this account did not pay this amount
// within three weeks before (that would look like paying twice).
func (w *worker) runningReference(c *Choice, items []int32, at int32) bool {
	if c.evidence.set&(1<<fDueNear|1<<fDueLate) == 0 || w.iban == "" {
		return false
	}
	for _, q := range items {
		if q != at && w.mayBeMeant(q) {
			return false
		}
	}
	return !w.repeated()
}

// repeated says whether this account paid this amount within three weeks before.
func (w *worker) repeated() bool {
	if w.iban == "" {
		return false
	}
	repeated := false
	w.eachPast(payerKey(w.iban, w.line.Amount), func(s *Settled) {
		if s.Amount == w.line.Amount && w.day-dayNumber(s.Booked) <= repeatDays {
			repeated = true
		}
	})
	return repeated
}

// coherent says whether the payer fits the items: a known account, else a like
// name, else nothing that says otherwise. A clear other name is not coherent,
// nor is an account that is another party's.
func coherent(v evidence) bool {
	switch {
	case v.has(fAccountSame), v.has(fAccountLearned):
		return true
	case v.has(fAccountOther):
		return v.has(fNameEqual)
	case v.has(fNameEqual), v.has(fNameSimilar), v.ultimate:
		return true
	}
	return v.set&(payerAccount|payerName) == 0
}
