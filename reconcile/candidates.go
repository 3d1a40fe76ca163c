// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"slices"
	"sort"
	"strings"

	"rentmeester/ident"
	"rentmeester/ledger"
	"rentmeester/money"
)

const (
	longWord      = 4  // letters of a word that may name somebody
	maxDrafts     = 64 // explanations weighed for one line
	maxParties    = 48 // parties looked at for one line
	maxPartyItems = 4096
	maxNamesakes  = 64 // parties of one name that are compared
)

// view is the state of the items as ProposeAll has it in mind: what is open
// after the proposals it made already. The zero view is the engine's own state.
type view struct {
	open      map[int32]money.Cents
	moved     itemSet        // those that are in open
	opened    itemSet        // those that a return opened again
	contested map[int32]bool // items that the lines of this run cite at least as often as there are
	past      []Settled      // lines of this run whose proposal is Safe
	pastAt    index
	again     map[int64]bool    // lines of this run whose payer paid just this, with these words, in a line before
	unsure    map[int32]float64 // items of which a proposal that is not Safe took a part, and how likely it is
}

// remember keeps a line of this run as settled, for a return later in the run.
func (v *view) remember(s Settled) {
	at := int32(len(v.past))
	v.past = append(v.past, s)
	for _, key := range pastKeys(&s) {
		v.pastAt.add(key, at)
	}
}

// worker explains one line at a time; its buffers are reused.
type worker struct {
	e        *Engine
	view     *view
	finder   finder
	line     *Line
	day      int32
	kind     ledger.ItemKind
	side     side        // of kind
	currency uint16      // of the line; 0 none, or one that no item has
	amount   money.Cents // unsigned; what was paid, before the bank kept its costs
	costs    money.Cents // that the bank says it kept and that amount holds
	cites    []citation
	payers   []int32
	names    [2]name // counterparty, ultimate
	words    map[string]bool
	wordList []string
	tokens   []string // the words in the order of the text
	named    []int32  // parties who owe just this or for whom the account pays, and whom the text names
	iban     string
	unique   int      // see uniqueName
	slips    [][]byte // runs of digits that may be a reference with a slip
	drafts   []Choice
	notes    []Reason // what is to be said even when nothing is found

	spoken    []spoken // by party, what the text says of his items
	lineText  []string
	wordsRead bool

	parsed  names
	wording descriptions
	witness *witness
	terse   bool // the reasons for and against are given later
}

func (e *Engine) worker(v *view) *worker {
	return &worker{e: e, view: v, finder: finder{engine: e}}
}

// Propose explains one line. It changes nothing.
func (e *Engine) Propose(l Line) Proposal { return e.worker(&view{}).propose(&l) }

// seek sets which kind of items a line settles.
func (w *worker) seek(kind ledger.ItemKind) { w.kind, w.side = kind, sideOf(kind) }

func (w *worker) open(at int32) money.Cents {
	w.witness.item(at)
	if w.view.moved.has(at) {
		return w.view.open[at]
	}
	return w.e.brief[at].open
}

func (w *worker) propose(l *Line) Proposal {
	w.start(l)
	if l.Amount == 0 {
		return Proposal{Line: l.ID, Why: []Reason{reason("zero")}}
	}
	if l.Return != nil || l.Reversal {
		w.returns()
	} else {
		w.beforeCosts()
		w.told()
		w.batch()
		w.cited()
		w.slipped()
		w.paid()
		w.netted()
		w.lessFee()
		w.settlement()
		w.lessShare()
		if len(l.Habits) == 0 { // a rule knows more than an amount
			w.amountOnly()
		}
		w.lessCosts()
		w.excess()
		w.habits()
	}
	return w.conclude()
}

// with says whether a part of the engine is in use.
func (w *worker) with(p Part) bool { return w.e.settings.Without&p == 0 }

func (w *worker) start(l *Line) {
	w.line, w.amount, w.currency = l, l.Amount.Abs(), w.e.currencies[l.Currency]
	w.seek(ledger.Receivable)
	if l.Amount < 0 {
		w.seek(ledger.Payable)
	}
	w.day = dayNumber(l.Booked)
	w.drafts, w.notes, w.words, w.payers, w.named = w.drafts[:0], nil, nil, w.payers[:0], w.named[:0]
	w.names = [2]name{}
	w.spoken, w.wordsRead, w.unique = w.spoken[:0], false, 0
	if l.Counterparty.Name != "" {
		w.names[0] = parseName(l.Counterparty.Name)
	}
	if l.Ultimate != "" {
		w.names[1] = parseName(l.Ultimate)
	}
	w.iban = ident.Electronic(l.Counterparty.Account)
	w.cites = w.finder.citations(l)
	w.orders()
	w.findSlips()
}

// usable says whether the line may settle the item.
func (w *worker) usable(at int32) bool {
	item := &w.e.brief[at]
	return item.side == w.side && w.open(at) > 0 && (item.currency == w.currency || item.currency == 0 || w.line.Currency == "")
}

// usableOf gives the usable items of a list, oldest first, each once.
func (w *worker) usableOf(items []int32) []int32 {
	var out []int32
	for i, at := range items {
		if i == maxPartyItems {
			break
		}
		if w.usable(at) {
			out = append(out, at)
		}
	}
	sort.Slice(out, func(i, j int) bool { return w.older(out[i], out[j]) })
	for i := len(out) - 1; i > 0; i-- {
		if out[i] == out[i-1] {
			out = append(out[:i], out[i+1:]...)
		}
	}
	return out
}

func (w *worker) older(a, b int32) bool {
	e := w.e
	if e.due[a] != e.due[b] {
		return e.due[a] < e.due[b]
	}
	if e.issued[a] != e.issued[b] {
		return e.issued[a] < e.issued[b]
	}
	return e.items[a].ID < e.items[b].ID
}

// cited makes the choices that the references in the line suggest.
func (w *worker) cited() {
	var all []int32
	for _, c := range w.cites {
		group := w.usableOf(c.items)
		if len(group) == 0 {
			continue
		}
		all = append(all, group...)
		w.exact(group)
		w.unequal(group)
	}
	if union := w.usableOf(all); len(w.cites) > 1 && len(union) > 1 {
		w.exact(union)
		w.unequal(union)
	}
}

// exact makes the choices in which items of the list add up to the amount.
func (w *worker) exact(list []int32) {
	for _, c := range w.classes(list) {
		if c.open == w.amount {
			w.settle(c.items[:1], 0)
			for _, at := range w.spokenFor(c.items[1:]) {
				w.settle([]int32{at}, 0)
			}
		}
	}
	w.sums(list)
}

// sums tries several items together; a payer's whole debt is tried at any size,
// parts of it up to the number that policy allows.
func (w *worker) sums(list []int32) {
	var total money.Cents
	small := make([]int32, 0, len(list))
	for _, at := range list {
		total += w.open(at)
		if w.open(at) < w.amount {
			small = append(small, at)
		}
	}
	if total < w.amount || len(list) < 2 || !w.with(Sums) {
		return
	}
	if total == w.amount {
		w.settle(list, 0)
	}
	if len(small) < 2 {
		return
	}
	cut := len(small) > w.e.settings.Subset
	if cut {
		small = small[:w.e.settings.Subset]
	}
	ways, complete := subsets(w.classes(small), w.amount, 3)
	var mark uint64
	if len(ways) > 1 || !complete || cut {
		mark = 1 << fManyWay
	}
	for _, way := range ways {
		sort.Slice(way, func(i, j int) bool { return w.older(way[i], way[j]) })
		w.settle(way, mark)
	}
}

// classes puts items together that are interchangeable.
func (w *worker) classes(list []int32) []sumClass {
	out := make([]sumClass, 0, len(list))
next:
	for _, at := range list {
		for i := range out {
			if out[i].open == w.open(at) && w.interchangeable(out[i].items[0], at) {
				out[i].items = append(out[i].items, at)
				continue next
			}
		}
		out = append(out, sumClass{w.open(at), []int32{at}})
	}
	return out
}

func (w *worker) interchangeable(a, b int32) bool {
	return w.e.partyOf[a] == w.e.partyOf[b] && w.open(a) == w.open(b) && w.e.items[a].Reference != "" && w.e.sameReference(a, b)
}

// nearest gives the n items due nearest to the day of the line.
func (w *worker) nearest(items []int32, n int) []int32 {
	if len(items) <= n {
		return items
	}
	near := append([]int32(nil), items...)
	sort.SliceStable(near, func(i, j int) bool { return w.distance(near[i]) < w.distance(near[j]) })
	return near[:n]
}

func (w *worker) distance(at int32) int32 {
	if d := w.day - w.e.due[at]; d >= 0 {
		return d
	} else {
		return -d
	}
}

// unequal makes the choices in which the amount is not what is open: less, more,
// or a difference that policy writes off.
func (w *worker) unequal(list []int32) {
	var total money.Cents
	for _, at := range list {
		total += w.open(at)
	}
	for _, at := range w.nearest(list, 4) {
		w.tolerate([]int32{at}, w.open(at))
	}
	if len(list) > 1 {
		w.tolerate(list, total)
	}
	w.fillClose(list)
	w.fill(list)
	if first := w.nearest(list, 1)[0]; w.amount > w.open(first) || first != list[0] {
		w.fill([]int32{first})
	}
}

// fillClose settles each of at most two items that the amount misses by a slip.
func (w *worker) fillClose(list []int32) {
	closest := 0
	for _, at := range list {
		if w.isClose(w.open(at)) && closest < 2 {
			closest++
			w.fill([]int32{at})
		}
	}
}

func (w *worker) tolerate(list []int32, total money.Cents) {
	gap := w.amount - total
	if gap == 0 || gap.Abs() > w.e.settings.Tolerance || gap.Abs() >= total {
		return
	}
	allocations := make([]Allocation, 0, len(list)+1)
	for _, at := range list {
		allocations = append(allocations, w.allocate(at, w.open(at)))
	}
	allocations = append(allocations, Allocation{Account: Difference, Amount: gap * w.sign()})
	w.draft(allocations, 0)
}

// fill settles the list from the front until the money is gone; what is left
// stays on the worklist.
func (w *worker) fill(list []int32) {
	left := w.amount
	var allocations []Allocation
	for _, at := range list {
		if left == 0 {
			break
		}
		part := min(left, w.open(at))
		allocations = append(allocations, w.allocate(at, part))
		left -= part
	}
	w.draft(allocations, 0)
}

func (w *worker) settle(list []int32, mark uint64) {
	allocations := make([]Allocation, len(list))
	for i, at := range list {
		allocations[i] = w.allocate(at, w.open(at))
	}
	w.draft(allocations, mark)
}

func (w *worker) sign() money.Cents {
	if w.line.Amount < 0 {
		return -1
	}
	return 1
}

func (w *worker) allocate(at int32, unsigned money.Cents) Allocation {
	return Allocation{Item: w.e.items[at].ID, Amount: unsigned * w.sign()}
}

// draft keeps a choice to be weighed and gives it, unless it is there already.
func (w *worker) draft(allocations []Allocation, marks uint64) *Choice {
	if len(allocations) == 0 {
		return nil
	}
	rest := w.line.Amount
	for _, a := range allocations {
		rest -= a.Amount
	}
	for i := range w.drafts {
		if sameAllocations(w.drafts[i].Allocations, allocations) {
			w.drafts[i].evidence.set |= marks
			return nil
		}
	}
	if len(w.drafts) == maxDrafts {
		return nil
	}
	w.drafts = append(w.drafts, Choice{Allocations: allocations, Rest: rest, evidence: evidence{set: marks}})
	return &w.drafts[len(w.drafts)-1]
}

func sameAllocations(a, b []Allocation) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// paid makes the choices that the payer suggests: who has this account, this
// name or this number, and who owes what is cited.
func (w *worker) paid() {
	strong := w.findPayers()
	for _, p := range w.payers[:strong] {
		if w.speaksOf(p) { // for whom an administrator pays
			w.named = append(w.named, p)
		}
	}
	for i, p := range w.payers {
		list := w.usableOf(w.e.parties[p].items)
		if len(list) == 0 {
			continue
		}
		w.exact(list)
		if i < strong {
			for _, at := range w.nearest(list, 4) {
				w.tolerate([]int32{at}, w.open(at))
			}
			w.fillClose(list)
			if !w.explained() {
				list = w.issuedOf(list)
				w.fill(list)
				w.fill(w.nearest(list, 1))
				w.partOfOne(list)
			}
		}
	}
	w.namesakes(w.namedInFull())
}

// namedInFull says whether a reference of an item with exactly this amount stands
// in the line, and its party is the payer by account or by name: nobody looks
// then for others of that name.
func (w *worker) namedInFull() bool {
	for _, c := range w.cites {
		if 1<<c.class&uint64(hardRefs) == 0 {
			continue
		}
		for _, at := range c.items {
			if p := w.e.partyOf[at]; w.usable(at) && w.open(at) == w.amount &&
				(w.iban != "" && w.e.parties[p].holds(w.iban) != nil || compare(w.names[0], w.e.parties[p].name) >= nameSimilar) {
				return true
			}
		}
	}
	return false
}

// partOfOne makes the choices in which the money is a part of just one of the items,
// those due nearest to the day.
func (w *worker) partOfOne(list []int32) {
	var larger []int32
	for _, at := range list {
		if w.open(at) > w.amount {
			larger = append(larger, at)
		}
	}
	for _, at := range w.nearest(larger, 2) {
		w.fill([]int32{at})
	}
}

// issuedOf gives the items that were issued by the day of the line, or all when
// none was: nobody pays a part of what he was not asked yet.
func (w *worker) issuedOf(items []int32) []int32 {
	var out []int32
	for _, at := range items {
		if w.e.issued[at] <= w.day {
			out = append(out, at)
		}
	}
	if len(out) == 0 {
		return items
	}
	return out
}

// explained says whether some choice already fits the amount exactly.
func (w *worker) explained() bool {
	for _, c := range w.drafts {
		if c.Rest == 0 && w.isFull(&c) {
			return true
		}
	}
	return false
}

func (w *worker) isFull(c *Choice) bool {
	for _, a := range c.Allocations {
		if a.Item == 0 || a.Amount.Abs() != w.open(w.e.at(a.Item)) {
			return false
		}
	}
	return true
}

// findPayers lists the parties that may have paid, those known by account, name
// or number first; it gives how many those are.
func (w *worker) findPayers() (strong int) {
	if w.iban != "" {
		w.e.who.each(hash(keyAccount, w.iban), func(p int32) bool {
			return w.addPayer(p, w.e.parties[p].holds(w.iban) != nil)
		})
	}
	for _, p := range w.finder.payers {
		w.addPayer(p, true)
	}
	named := w.namedInFull()
	for i := range w.names {
		if named {
			break
		}
		if key := nameKey(w.names[i]); key != "" && (i > 0 || len(w.payers) == 0) {
			tried := 0
			w.e.who.each(hash(keyName, key), func(p int32) bool {
				tried++
				return w.addPayer(p, compare(w.names[i], w.e.parties[p].name) >= nameSimilar) && tried < maxNamesakes
			})
		}
	}
	if len(w.payers) == 0 {
		w.partsOfName()
	}
	strong = len(w.payers)
	for _, c := range w.cites {
		for _, at := range c.items {
			if !w.addPayer(w.e.partyOf[at], c.class != fRefShort) {
				break
			}
		}
	}
	return strong
}

// mostWords is of how many words the name of one person is at most: of a longer one
// no word is left out.
const mostWords = 4

// partsOfName looks for the payer by his name without one of its words: that of a
// partner who shares the account, or that goes with marriage.
func (w *worker) partsOfName() {
	n := w.names[0]
	if len(n.words) < 2 || len(n.words) > mostWords || n.org {
		return
	}
	for i := range n.words {
		part := n
		part.words = slices.Delete(slices.Clone(n.words), i, i+1)
		tried := 0
		w.e.who.each(hash(keyName, nameKey(part)), func(p int32) bool {
			tried++
			return w.addPayer(p, compare(n, w.e.parties[p].name) >= nameSimilar) && tried < maxNamesakes
		})
	}
}

func (w *worker) addPayer(p int32, really bool) bool {
	if really && !containsParty(w.payers, p) {
		w.payers = append(w.payers, p)
	}
	return len(w.payers) < maxParties
}

func containsParty(list []int32, p int32) bool {
	for _, x := range list {
		if x == p {
			return true
		}
	}
	return false
}

func (p *partyRecord) holds(iban string) *account {
	for i := range p.accounts {
		if p.accounts[i].iban == iban {
			return &p.accounts[i]
		}
	}
	return nil
}

// namesakes makes the choices of one item with exactly this amount whose party
// has a word of the name in common, or is named in the text.
func (w *worker) namesakes(full bool) {
	for i := range w.names {
		if full {
			break
		}
		for _, word := range w.names[i].words {
			w.eachNamesake(word, func(at int32) {
				if compare(w.names[i], w.e.parties[w.e.partyOf[at]].name) >= nameWeak {
					w.settle([]int32{at}, 0)
				}
			})
		}
	}
	w.textWords()
	for _, word := range w.wordList {
		if len(word) >= longWord {
			w.eachNamesake(word, func(at int32) {
				if p := w.e.partyOf[at]; w.speaksOf(p) {
					w.named = append(w.named, p)
					w.settle([]int32{at}, 0)
				}
			})
		}
	}
}

// speaksOf says whether the text names a party who is not the payer himself.
func (w *worker) speaksOf(p int32) bool {
	n := w.e.parties[p].name
	return w.inText(n) && compare(w.names[0], n) < nameSimilar
}

// eachNamesake goes over the items of exactly this amount whose party has a word
// in its name.
func (w *worker) eachNamesake(word string, f func(at int32)) {
	tried := 0
	w.e.marks.each(hashAmount(hash(keyWord, word), int64(w.line.Amount)), func(at int32) bool {
		tried++
		if w.usable(at) && w.open(at) == w.amount {
			f(at)
		}
		return tried < 200 && len(w.drafts) < maxDrafts
	})
}

// amountOnly makes the choices that only the amount suggests, when few open
// items have it.
func (w *worker) amountOnly() {
	key := amountKey(w.kind, w.amount)
	if n := w.e.amounts[key]; n == 0 || n > 3 {
		return
	}
	tried := 0
	w.e.marks.each(key, func(at int32) bool {
		tried++
		if w.usable(at) && w.open(at) == w.amount {
			w.settle([]int32{at}, 0)
		}
		return tried < 64
	})
}

// textWords gives the words of the text, made once for a line.
func (w *worker) textWords() map[string]bool {
	if w.words == nil {
		w.words, w.wordList = map[string]bool{}, w.wordList[:0]
		w.tokens = w.tokens[:0]
		text := strings.Join(append(append([]string(nil), w.line.Remittance...), w.line.Info), " ")
		if len(text) > maxText {
			text = text[:maxText]
		}
		for _, word := range strings.FieldsFunc(fold(text), func(r rune) bool { return r < 'A' || r > 'Z' }) {
			w.tokens = append(w.tokens, word)
			if !w.words[word] {
				w.words[word] = true
				w.wordList = append(w.wordList, word)
			}
		}
	}
	return w.words
}
