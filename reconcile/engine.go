// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"sort"

	"rentmeester/ident"
	"rentmeester/ledger"
	"rentmeester/money"
)

// Engine holds the open items and what is known about payers, indexed. Propose
// and ProposeAll only read: they may run side by side, but not beside Apply,
// Update or Learn.
type Engine struct {
	settings     Settings
	items        []Item
	brief        []brief // of each item what is asked most
	currencies   map[string]uint16
	strays       map[int64]int32 // positions of the items that place does not find by counting
	partyOf      []int32         // item → position in parties
	due          []int32         // item → day it is due, as number; 0 unknown
	issued       []int32
	parties      []partyRecord
	owners       index // number, or name and account → parties
	batches      []Batch
	settled      []Settled
	instructions []instructionAt // those with an EndToEndID
	refs         index           // reference, number, EndToEndID → items; party number → -1 - party
	marks        index           // mandate, batch, amount, word and amount → items
	who          index           // account, name → parties
	orders       index           // batch identities and totals → batches
	sent         index           // EndToEndID → instructions; apart, since what is found under a hash may be of another key
	past         index           // EndToEndID, mandate, amount → settled lines
	amounts      map[uint64]int32
	likenesses   map[uint64]likenessRecord // what became of lines that are alike
	splits       map[uint64]split          // and of those that were divided
	kept         map[string]kept           // by account, what who collects for us keeps
	cameBack     map[int32]int32           // items that a return opened again, or whose collection the bank refused: the first day of that
	lengths      lengths
}

// partyRecord is somebody who owes or is owed.
type partyRecord struct {
	number   string
	label    string
	own      string // the account by which it is known when it has no number
	address  string
	name     name
	accounts []account
	items    []int32
}

type account struct {
	iban    string
	learned bool
}

// brief is what is asked of an item again and again, apart from the rest of it: in
// a city the items of one line are far apart in memory.
type brief struct {
	open      money.Cents
	reference uint32 // a part of its hash: unlike ones mostly differ in it
	currency  uint16 // number of it in currencies; 0 none
	side      side
}

// side is the kind of an item as a number.
type side uint8

const (
	noSide side = iota
	receivableSide
	payableSide
)

func sideOf(kind ledger.ItemKind) side {
	switch kind {
	case ledger.Receivable:
		return receivableSide
	case ledger.Payable:
		return payableSide
	}
	return noSide
}

func (e *Engine) briefOf(item *Item) brief {
	b := briefly(item)
	b.currency = e.currency(item.Currency)
	return b
}

// briefly is briefOf without the currency.
func briefly(item *Item) brief {
	return brief{open: item.Open, reference: uint32(hash(keyText, item.Reference)), side: sideOf(item.Kind)}
}

// sameReference says whether two items have the same reference, or none.
func (e *Engine) sameReference(a, b int32) bool {
	return e.brief[a].reference == e.brief[b].reference && e.items[a].Reference == e.items[b].Reference
}

// currency gives the number of a currency, a new one when it has none.
func (e *Engine) currency(code string) uint16 {
	if code == "" {
		return 0
	}
	n, known := e.currencies[code]
	if !known {
		n = uint16(len(e.currencies) + 1)
		e.currencies[code] = n
	}
	return n
}

// settle notes where an item is, unless that follows from its identifier.
func (e *Engine) settle(at int32) {
	if id := e.items[at].ID; id-e.items[0].ID != int64(at) {
		e.strays[id] = at
	}
}

// place gives the position of an item. Identifiers mostly follow one another, so
// that it is found by counting from the first.
func (e *Engine) place(id int64) (at int32, found bool) {
	if len(e.items) == 0 {
		return 0, false
	}
	if n := id - e.items[0].ID; n >= 0 && n < int64(len(e.items)) && e.items[n].ID == id {
		return int32(n), true
	}
	at, found = e.strays[id]
	return at, found
}

// at is place for an item that is known.
func (e *Engine) at(id int64) int32 {
	at, _ := e.place(id)
	return at
}

type instructionAt struct{ batch, at int32 }

// kinds of keys in the indexes
const (
	keyText byte = iota + 1
	keyMandate
	keyBatch
	keyAmount
	keyWord
	keyAccount
	keyName
	keyInfoID
	keyMessageID
	keyTotal
	keyOrder
	keyPastEnd
	keyPastMandate
	keyPastAmount
	keyPastPayer
	keyLikeness
	keyNumber
	keyOwner
)

// New indexes open items, batches that were sent, lines that were settled and
// known payers. The order in which they come makes no difference. What it is
// given is copied, not kept.
func New(settings Settings, items []Item, batches []Batch, settled []Settled, known []KnownPayer) *Engine {
	e := &Engine{settings: settings.withDefaults(), currencies: map[string]uint16{}, strays: map[int64]int32{},
		likenesses: map[uint64]likenessRecord{}, splits: map[uint64]split{}, kept: map[string]kept{}, cameBack: map[int32]int32{}}
	e.addItems(items)
	e.addBatches(batches)
	e.addRefused()
	e.addPast(settled)
	payers := append([]KnownPayer(nil), known...)
	sort.Slice(payers, func(a, b int) bool {
		return payers[a].IBAN < payers[b].IBAN || payers[a].IBAN == payers[b].IBAN && payers[a].PartyNumber < payers[b].PartyNumber
	})
	for _, k := range payers {
		e.Learn(k)
	}
	return e
}

// Update adds an item, or replaces the one with its ID by what the books say
// now. References that the item no longer has stay findable until the next New;
// they are compared again before they count.
func (e *Engine) Update(item Item) {
	if item.Open < 0 {
		item.Open = 0
	}
	item.IBAN = ident.Electronic(item.IBAN)
	at, known := e.place(item.ID)
	if !known {
		at = int32(len(e.items))
		e.items = append(e.items, item)
		e.partyOf = append(e.partyOf, -1)
		e.due, e.issued = append(e.due, dayNumber(item.Due)), append(e.issued, dayNumber(item.Issued))
		e.brief = append(e.brief, e.briefOf(&item))
		e.settle(at)
		e.indexItem(at)
		return
	}
	old := e.items[at]
	e.countAmount(&old, -1)
	e.items[at] = item
	e.due[at], e.issued[at], e.brief[at] = dayNumber(item.Due), dayNumber(item.Issued), e.briefOf(&item)
	if old.Reference != item.Reference || old.Number != item.Number || old.EndToEndID != item.EndToEndID ||
		old.PartyNumber != item.PartyNumber || old.PartyName != item.PartyName || old.IBAN != item.IBAN {
		e.indexItem(at)
		return
	}
	e.indexAmount(at)
}

// Learn remembers that an account pays for a party.
func (e *Engine) Learn(k KnownPayer) {
	if k.IBAN == "" || k.PartyNumber == "" || e.settings.Without&Learning != 0 {
		return
	}
	p, _ := e.findParty(k.PartyNumber, "", "")
	e.addAccount(p, ident.Electronic(k.IBAN), true)
}

// Apply takes a decision into account without a rebuild: open amounts change,
// the line can be returned later, and its payer is remembered.
func (e *Engine) Apply(line Line, c Choice) {
	e.addSettled(settledAs(&line, append([]Allocation(nil), c.Allocations...)))
	same := int32(-1)
	for _, a := range c.Allocations {
		at, found := e.place(a.Item)
		if a.Item == 0 || !found {
			continue
		}
		item := &e.items[at]
		e.countAmount(item, -1)
		item.Open = clamp(item.Open-a.Amount*item.sign(), 0, item.Amount)
		e.brief[at].open = item.Open
		e.indexAmount(at)
		if same == -1 {
			same = e.partyOf[at]
		} else if same != e.partyOf[at] {
			same = -2
		}
	}
	if same >= 0 && e.settings.Without&Learning == 0 && line.Counterparty.Account != "" && line.Return == nil && !line.Reversal {
		e.addAccount(same, ident.Electronic(line.Counterparty.Account), true)
	}
}

func clamp(c, low, high money.Cents) money.Cents {
	return max(low, min(c, high))
}

func (e *Engine) indexItem(at int32) {
	item := &e.items[at]
	p, named := e.findParty(item.PartyNumber, item.PartyName, item.IBAN)
	if named {
		e.nameParty(p)
	}
	if e.partyOf[at] != p {
		e.partyOf[at] = p
		e.parties[p].items = append(e.parties[p].items, at)
	}
	item.IBAN = e.addAccount(p, item.IBAN, false)
	if e.parties[p].address == "" && item.Address != "" {
		e.parties[p].address = item.Address
		var keys [2]entry
		for _, k := range addressEntries(p, item.Address, &e.lengths, keys[:0]) {
			e.refs.add(k.hash, k.at)
		}
	}
	var keys [5]refKey
	for _, key := range refKeys(item, keys[:0]) {
		e.lengths.add(key)
		e.refs.add(key.hash, at)
	}
	var marks [2]entry
	for _, m := range e.sentEntries(at, marks[:0]) {
		e.marks.add(m.hash, m.at)
	}
	e.indexAmount(at)
}

// sentEntries adds the keys of how an item was sent to the bank.
func (e *Engine) sentEntries(at int32, list []entry) []entry {
	item := &e.items[at]
	if item.MandateID != "" {
		list = append(list, entry{hash(keyMandate, item.MandateID), at})
	}
	if item.BatchID != "" {
		list = append(list, entry{hash(keyBatch, item.BatchID), at})
	}
	return list
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func (e *Engine) indexAmount(at int32) {
	e.countAmount(&e.items[at], 1)
	var list [8]entry
	for _, m := range e.amountEntries(at, list[:0]) {
		e.marks.add(m.hash, m.at)
	}
}

// amountEntries adds the keys of what is open: the amount, and the amount with
// each word of the party's name.
func (e *Engine) amountEntries(at int32, list []entry) []entry {
	item := &e.items[at]
	if item.Open == 0 {
		return list
	}
	list = append(list, entry{amountKey(item.Kind, item.Open), at})
	for _, w := range e.parties[e.partyOf[at]].name.words {
		list = append(list, entry{hashAmount(hash(keyWord, w), int64(item.Open*item.sign())), at})
	}
	return list
}

func amountKey(kind ledger.ItemKind, open money.Cents) uint64 {
	if kind == ledger.Payable {
		open = -open
	}
	return hashAmount(hash(keyAmount, ""), int64(open))
}

func (e *Engine) countAmount(item *Item, by int32) {
	if item.Open > 0 {
		e.amounts[amountKey(item.Kind, item.Open)] += by
	}
}

// findParty finds or adds a party: by its number, else by name and account. It
// says whether the party got a name by this; nameParty is due then.
func (e *Engine) findParty(number, label, iban string) (at int32, named bool) {
	at, known := e.knownParty(number, label, iban)
	if !known {
		at = int32(len(e.parties))
		e.owners.add(ownerKey(number, label, iban), at)
		e.parties = append(e.parties, partyRecord{number: number})
		if number == "" {
			e.parties[at].own = iban
		} else if key, ok := keyOf(number); ok && key.size > minKey {
			e.lengths.text |= key.sizeBit()
			e.refs.add(key.hash, -1-at)
		}
	}
	if p := &e.parties[at]; p.label == "" && label != "" {
		p.label, named = label, true
	}
	return at, named
}

func (e *Engine) knownParty(number, label, iban string) (at int32, known bool) {
	e.owners.each(ownerKey(number, label, iban), func(p int32) bool {
		if rec := &e.parties[p]; rec.number == number && (number != "" || rec.label == label && rec.own == iban) {
			at, known = p, true
		}
		return !known
	})
	return at, known
}

func ownerKey(number, label, iban string) uint64 {
	if number != "" {
		return hash(keyNumber, number)
	}
	return hashText(hashByte(hash(keyOwner, label), 0), iban)
}

func (e *Engine) nameParty(at int32) {
	p := &e.parties[at]
	p.name = parseName(p.label)
	if key := nameKey(p.name); key != "" {
		e.who.add(hash(keyName, key), at)
	}
}

// addressEntries adds the keys by which a party is found by an address in a text:
// by street and number, and by postcode and number.
func addressEntries(p int32, address string, lengths *lengths, list []entry) []entry {
	if address == "" {
		return list
	}
	for _, key := range addressKeys(address) {
		lengths.text |= 1 << len(key)
		list = append(list, entry{hash(keyText, key), -1 - p})
	}
	return list
}

// addAccount notes an account of a party. It gives the text as it is kept.
func (e *Engine) addAccount(p int32, iban string, learned bool) string {
	if iban == "" {
		return ""
	}
	rec := &e.parties[p]
	for i, a := range rec.accounts {
		if a.iban == iban {
			return a.iban
		}
		if i == manyAccounts && e.listed(p, iban) {
			return iban
		}
	}
	rec.accounts = append(rec.accounts, account{iban, learned})
	e.who.add(hash(keyAccount, iban), p)
	return iban
}

// manyAccounts is where the search for an account of a party goes by the index: a
// collective debtor may have as many as there are items.
const manyAccounts = 32

func (e *Engine) listed(p int32, iban string) (listed bool) {
	e.who.each(hash(keyAccount, iban), func(q int32) bool {
		listed = q == p
		return !listed
	})
	return listed
}

func (e *Engine) addBatches(batches []Batch) {
	e.batches = append([]Batch(nil), batches...)
	sort.SliceStable(e.batches, func(a, b int) bool { return e.batches[a].ID < e.batches[b].ID })
	for i := range e.batches {
		b, at := &e.batches[i], int32(i)
		if b.InfoID != "" {
			e.orders.add(hash(keyInfoID, b.InfoID), at)
		}
		if b.MessageID != "" {
			e.orders.add(hash(keyMessageID, b.MessageID), at)
		}
		e.orders.add(hashAmount(hash(keyTotal, ""), int64(b.Total)), at)
		for j := range b.Instructions {
			in := &b.Instructions[j]
			if in.EndToEndID != "" {
				e.instructions = append(e.instructions, instructionAt{at, int32(j)})
				e.sent.add(hash(keyOrder, in.EndToEndID), int32(len(e.instructions)-1))
			}
		}
	}
}

func (e *Engine) addSettled(s Settled) {
	at := int32(len(e.settled))
	e.settled = append(e.settled, s)
	for _, key := range pastKeys(&s) {
		e.past.add(key, at)
	}
	e.remember(&s)
}
