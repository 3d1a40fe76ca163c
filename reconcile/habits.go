// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"slices"
	"strings"

	"rentmeester/ident"
	"rentmeester/money"
	"rentmeester/party"
	"rentmeester/payment"
)

// Money that settles no open item: what the rules of policy say of it, what
// people booked before for lines like it, and what was paid too much.

// habits makes the choices that book the whole line on ledger accounts.
func (w *worker) habits() {
	for _, h := range w.line.Habits {
		var sum money.Cents
		for _, a := range h.Allocations {
			sum += a.Amount
		}
		if sum != w.line.Amount || len(h.Allocations) == 0 {
			continue
		}
		if c := w.draft(append([]Allocation(nil), h.Allocations...), 1<<fRule); c != nil {
			c.evidence.ref, c.evidence.certain = h.Rule, h.Certain
		}
	}
	w.learnedHabits()
}

// habit is how often lines of one likeness were booked on one account.
type habit struct {
	account    string
	dimensions string
	times      int
}

// likenessRecord is what became of lines that are alike.
type likenessRecord struct {
	habits []habit // the latest first, so that a correction counts at once
	lines  int     // of this likeness, whatever they were booked on
}

const maxHabits = 8 // accounts that are remembered of one likeness

// onLedger says whether an allocation is on a ledger account that people chose.
func (a Allocation) onLedger() bool {
	return a.Item == 0 && a.Account != "" && a.Account != Difference
}

// remember counts what a line was booked on. What came back is alike only in that
// it settles no item; a text in common counts from the first line on that was
// booked on a ledger account, since most texts come once.
func (e *Engine) remember(s *Settled) {
	onLedger := len(s.Allocations) == 1 && s.Allocations[0].onLedger()
	if s.Back {
		e.rememberBack(s)
		if onLedger {
			e.count(backKey(s.Amount > 0), s.Allocations)
		}
		return
	}
	broad, narrow := likenessKeys(s.Amount > 0, s.Code.Proprietary, s.Counterparty, s.Remittance, s.Info)
	if broad != 0 {
		e.count(broad, s.Allocations)
	}
	if narrow != broad {
		e.count(narrow, s.Allocations)
	}
	e.rememberSplit(s)
	e.rememberKept(s)
	key := textKey(s.Amount > 0, s.Code.Proprietary, s.Remittance)
	if _, known := e.likenesses[key]; key != 0 && (known || onLedger) {
		e.count(key, s.Allocations)
	}
}

// rememberBack notes which items a return opened again.
func (e *Engine) rememberBack(s *Settled) {
	for _, a := range s.Allocations {
		if at, found := e.place(a.Item); found && a.Amount*e.items[at].sign() < 0 {
			e.noteBack(at, dayNumber(s.Booked))
		}
	}
}

// addRefused notes the items whose collection the bank refused.
func (e *Engine) addRefused() {
	w := e.worker(&view{})
	for i := range e.batches {
		b := &e.batches[i]
		if b.Kind != payment.DirectDebit {
			continue
		}
		for k := range b.Instructions {
			if in := &b.Instructions[k]; in.Rejected {
				if at, found, _ := w.resolve(b, in); found {
					e.noteBack(at, dayNumber(b.Execution))
				}
			}
		}
	}
}

func (e *Engine) noteBack(at, day int32) {
	if before, known := e.cameBack[at]; !known || day < before {
		e.cameBack[at] = day
	}
}

// count adds a line to those of a likeness.
func (e *Engine) count(key uint64, a []Allocation) { e.likenesses[key] = e.likenesses[key].with(a) }

// with counts a line that was booked so.
func (r likenessRecord) with(a []Allocation) likenessRecord {
	r.lines++
	if len(a) != 1 || !a[0].onLedger() {
		return r
	}
	at := slices.IndexFunc(r.habits, func(h habit) bool { return h.account == a[0].Account && h.dimensions == a[0].Dimensions })
	now := habit{account: a[0].Account, dimensions: a[0].Dimensions}
	if at >= 0 {
		now.times = r.habits[at].times
		r.habits = slices.Delete(r.habits, at, at+1)
	}
	now.times++
	r.habits = slices.Insert(r.habits, 0, now)
	r.habits = r.habits[:min(len(r.habits), maxHabits)]
	return r
}

// always gives the account on which lines of this likeness were booked each time.
func (r likenessRecord) always() (h habit, found bool) {
	if len(r.habits) != 1 || r.habits[0].times != r.lines || r.lines < oftenTimes {
		return habit{}, false
	}
	return r.habits[0], true
}

const oftenTimes = 3 // like lines on one account make a habit

// learnedHabits proposes the ledger account on which people booked like lines
// before: of the same counterparty account and direction, or, where the bank
// names none, of the same code and words. It is often so only when lines with the
// same words always were: a known payer with a new word in his text may mean
// something new. Nobody pays the same town by mistake twice, and refunds go to ever
// other people: there the words of the text tell, and what was booked when the
// money came.
func (w *worker) learnedHabits() {
	l := w.line
	if !w.with(Learning) {
		return
	}
	w.paidBack()
	if w.split() {
		return
	}
	broad, narrow := likenessKeys(l.Amount > 0, l.Code.Proprietary, l.Counterparty, l.Remittance, l.Info)
	if r := w.e.likenesses[broad]; broad != 0 && len(r.habits) > 0 {
		often, found := w.e.likenesses[narrow].always()
		for _, h := range r.habits {
			mark := uint64(1 << fHabit)
			if found && h.account == often.account && h.dimensions == often.dimensions {
				mark = 1 << fHabitOften
			}
			w.draft([]Allocation{{Account: h.account, Dimensions: h.dimensions, Amount: l.Amount}}, mark)
		}
		return
	}
	if key := textKey(l.Amount > 0, l.Code.Proprietary, l.Remittance); key != 0 {
		w.byWords(w.e.likenesses[key])
	}
}

// byWords proposes what people booked like lines of others on, where they did so
// more often than not.
func (w *worker) byWords(r likenessRecord) {
	for _, h := range r.habits {
		if h.times*2 > r.lines {
			w.draft([]Allocation{{Account: h.account, Dimensions: h.dimensions, Amount: w.line.Amount}}, 1<<fHabit)
		}
	}
}

// paidBack proposes for money that goes back the ledger account on which it was
// booked when it came, as far as that was so.
func (w *worker) paidBack() {
	if w.iban == "" {
		return
	}
	back := -w.line.Amount
	w.eachPast(payerKey(w.iban, back), func(s *Settled) {
		for _, a := range s.Allocations {
			if a.onLedger() && a.Amount == back {
				if c := w.draft([]Allocation{{Account: a.Account, Dimensions: a.Dimensions, Amount: w.line.Amount}}, 1<<fHabit|1<<fAccountSame); c != nil {
					c.evidence.who = s.Counterparty.Name
				}
			}
		}
	})
}

// likenessKeys gives the keys of lines that are alike for a habit: broadly, of the
// same counterparty account and direction, or, where the bank names none, of the
// same code and words; narrowly, of the same words besides. 0 is none.
func likenessKeys(in bool, code string, who party.Party, remittance []string, info string) (broad, narrow uint64) {
	words := signature(who.Name + " " + strings.Join(remittance, " ") + " " + info)
	if iban := ident.Electronic(who.Account); iban != "" {
		return hash(keyLikeness, direction(in)+iban), hash(keyLikeness, direction(in)+iban+"|"+code+"|"+words)
	}
	if words == "" && code == "" {
		return 0, 0
	}
	broad = hash(keyLikeness, direction(in)+code+"|"+words)
	return broad, broad
}

// backKey is the key of what came back of payments that the books do not have.
func backKey(in bool) uint64 { return hash(keyLikeness, direction(in)+"<back>") }

func direction(in bool) string {
	if in {
		return "+"
	}
	return "-"
}

// textKey is the key of lines with the same words, whoever paid; 0 for none.
func textKey(in bool, code string, remittance []string) uint64 {
	words := signature(strings.Join(remittance, " "))
	if words == "" {
		return 0
	}
	return hash(keyLikeness, direction(in)+code+"<text>"+words)
}

// signature gives the words of a text without what differs from line to line:
// numbers, and words with digits in them.
func signature(text string) string {
	if len(text) > maxDescribe {
		text = text[:maxDescribe]
	}
	fields := piecesOf(text)
	out := fields[:0]
	for _, f := range fields {
		if len(out) < 8 && len(f) > 2 && !strings.ContainsAny(f, "0123456789") && months[f] == "" {
			out = append(out, f)
		}
	}
	return strings.Join(out, " ")
}

// excess makes the choices in which money waits on account of a party: what is
// more than he owed, and what he paid a second time.
func (w *worker) excess() {
	for _, c := range w.drafts {
		if c.Rest != 0 && c.Rest.Abs() < w.amount {
			w.onto(&c)
		}
	}
	for i := range w.drafts {
		c := &w.drafts[i]
		if c.Rest == 0 || c.Rest.Abs() >= w.amount {
			continue
		}
		if p := w.partyOfAll(c); p >= 0 && w.e.parties[p].number != "" {
			c.Allocations = append(c.Allocations, Allocation{Party: w.e.parties[p].number, Amount: c.Rest})
			c.Rest = 0
			c.evidence.add(fOnAccount)
		}
	}
	w.paidTwice()
}

// onto makes the choice in which what is left over after one item goes to the next
// open ones under its reference: the instalments of one assessment.
func (w *worker) onto(c *Choice) {
	at, found := w.e.place(c.Allocations[0].Item)
	if len(c.Allocations) != 1 || !found || w.e.items[at].Reference == "" {
		return
	}
	allocations, left := append([]Allocation(nil), c.Allocations...), c.Rest.Abs()
	for _, q := range w.usableOf(w.e.parties[w.e.partyOf[at]].items) {
		if left == 0 || q == at || w.e.items[q].Reference != w.e.items[at].Reference {
			continue
		}
		part := min(left, w.open(q))
		allocations, left = append(allocations, w.allocate(q, part)), left-part
	}
	if left == 0 && len(allocations) > 1 {
		w.draft(allocations, 0)
	}
}

// partyOfAll gives the one party of a choice's items, -1 when there are more.
func (w *worker) partyOfAll(c *Choice) int32 {
	p := int32(-1)
	for _, a := range c.Allocations {
		at, found := w.e.place(a.Item)
		if a.Item == 0 || !found || p >= 0 && w.e.partyOf[at] != p {
			return -1
		}
		p = w.e.partyOf[at]
	}
	return p
}

// paidTwice proposes to keep the whole on account of who pays for what is paid
// already.
func (w *worker) paidTwice() {
	tried := 0
	for _, cite := range w.cites {
		for _, at := range cite.items {
			if w.e.brief[at].side != w.side || w.open(at) > 0 || cite.class == fRefShort {
				continue
			}
			if tried++; tried > 8 {
				return
			}
			w.onAccount(at, cite.key)
		}
	}
	if w.iban == "" {
		return
	}
	w.eachPast(payerKey(w.iban, w.line.Amount), func(s *Settled) { // without a reference, by who paid this before
		if s.Amount != w.line.Amount || w.day-dayNumber(s.Booked) > repeatDays || len(s.Allocations) == 0 {
			return
		}
		if at, found := w.e.place(s.Allocations[0].Item); found && s.Allocations[0].Item != 0 && w.open(at) == 0 {
			w.onAccount(at, "")
		}
	})
}

// onAccount puts the line on account of the party of a closed item.
func (w *worker) onAccount(at int32, ref string) {
	number := w.e.parties[w.e.partyOf[at]].number
	if number == "" {
		return
	}
	mark := uint64(1 << fOnAccount)
	if w.repeats(at) {
		mark |= 1 << fDouble
	}
	if c := w.draft([]Allocation{{Party: number, Amount: w.line.Amount}}, mark); c != nil {
		c.evidence.ref, c.evidence.who = ref, w.e.parties[w.e.partyOf[at]].label
		c.evidence.closed = at + 1
	}
}

// repeats says whether this payer paid this amount for the item, or for another
// under its reference, within three weeks before.
func (w *worker) repeats(at int32) bool {
	repeat, _ := w.paidBefore(at)
	return repeat
}

// paidBefore says whether this payer paid this amount within three weeks before
// for the item or for another under its reference, and whether he did longer ago
// for anything of its party.
func (w *worker) paidBefore(at int32) (repeat, regular bool) {
	repeat = w.view.again[w.line.ID]
	if w.iban == "" {
		return repeat, false
	}
	item := &w.e.items[at]
	w.eachPast(payerKey(w.iban, w.line.Amount), func(s *Settled) {
		if s.Amount != w.line.Amount {
			return
		}
		recent := w.day-dayNumber(s.Booked) <= repeatDays
		for _, a := range s.Allocations {
			q, known := w.e.place(a.Item)
			if a.Item == 0 || !known {
				continue
			}
			if same := q == at || item.Reference != "" && w.e.items[q].Reference == item.Reference; recent && same {
				repeat = true
			}
			if !recent && w.e.partyOf[q] == w.e.partyOf[at] {
				regular = true
			}
		}
	})
	return repeat, regular
}
