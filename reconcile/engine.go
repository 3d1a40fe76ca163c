// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"sort"
	"strings"

	"rentmeester/day"
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
	byID         map[int64]int32
	partyOf      []int32 // item → position in parties
	due          []int32 // item → day it is due, as number; 0 unknown
	issued       []int32
	parties      []partyRecord
	partyKeys    map[string]int32
	batches      []Batch
	settled      []Settled
	instructions []instructionAt // those with an EndToEndID
	refs         index           // reference, number, EndToEndID → items; party number → -1 - party
	marks        index           // mandate, batch, amount, word and amount → items
	who          index           // account, name → parties
	orders       index           // batch identities and totals → batches; EndToEndID → instructions
	past         index           // EndToEndID, mandate, amount → settled lines
	amounts      map[uint64]int32
	digitLens    uint64 // lengths of the references that are all digits
}

// partyRecord is somebody who owes or is owed.
type partyRecord struct {
	number   string
	label    string
	name     name
	accounts []account
	items    []int32
}

type account struct {
	iban    string
	learned bool
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
)

// New indexes open items, batches that were sent, lines that were settled and
// known payers. The order in which they come makes no difference. What it is
// given is copied, not kept.
func New(settings Settings, items []Item, batches []Batch, settled []Settled, known []KnownPayer) *Engine {
	n := len(items)
	e := &Engine{
		settings: settings.withDefaults(), byID: make(map[int64]int32, n), partyOf: make([]int32, 0, n),
		items: make([]Item, 0, n), partyKeys: make(map[string]int32, n/4),
		refs: newIndex(2 * n), marks: newIndex(3 * n), who: newIndex(n), orders: newIndex(0), past: newIndex(4 * len(settled)),
		amounts: make(map[uint64]int32, n/4),
	}
	sorted := append([]Item(nil), items...)
	sort.SliceStable(sorted, func(a, b int) bool { return sorted[a].ID < sorted[b].ID })
	for i := range sorted {
		e.Update(sorted[i])
	}
	e.addBatches(batches)
	past := append([]Settled(nil), settled...)
	sort.SliceStable(past, func(a, b int) bool {
		return past[a].Booked < past[b].Booked || past[a].Booked == past[b].Booked && past[a].Line < past[b].Line
	})
	for _, s := range past {
		e.addSettled(s)
	}
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
	at, known := e.byID[item.ID]
	if !known {
		at = int32(len(e.items))
		e.items = append(e.items, item)
		e.partyOf = append(e.partyOf, -1)
		e.due, e.issued = append(e.due, dayNumber(item.Due)), append(e.issued, dayNumber(item.Issued))
		e.byID[item.ID] = at
		e.indexItem(at)
		return
	}
	old := e.items[at]
	e.countAmount(&old, -1)
	e.items[at] = item
	e.due[at], e.issued[at] = dayNumber(item.Due), dayNumber(item.Issued)
	if old.Reference != item.Reference || old.Number != item.Number || old.EndToEndID != item.EndToEndID ||
		old.PartyNumber != item.PartyNumber || old.PartyName != item.PartyName || old.IBAN != item.IBAN {
		e.indexItem(at)
		return
	}
	e.indexAmount(at)
}

// Learn remembers that an account pays for a party.
func (e *Engine) Learn(k KnownPayer) {
	if k.IBAN == "" || k.PartyNumber == "" {
		return
	}
	e.addAccount(e.party(k.PartyNumber, "", ""), ident.Electronic(k.IBAN), true)
}

// Apply takes a decision into account without a rebuild: open amounts change,
// the line can be returned later, and its payer is remembered.
func (e *Engine) Apply(line Line, c Choice) {
	e.addSettled(settledAs(&line, append([]Allocation(nil), c.Allocations...)))
	same := int32(-1)
	for _, a := range c.Allocations {
		at, found := e.byID[a.Item]
		if a.Item == 0 || !found {
			continue
		}
		item := &e.items[at]
		e.countAmount(item, -1)
		item.Open = clamp(item.Open-a.Amount*item.sign(), 0, item.Amount)
		e.indexAmount(at)
		if same == -1 {
			same = e.partyOf[at]
		} else if same != e.partyOf[at] {
			same = -2
		}
	}
	if same >= 0 && line.Counterparty.Account != "" && line.Return == nil && !line.Reversal {
		e.addAccount(same, ident.Electronic(line.Counterparty.Account), true)
	}
}

// dayNumber counts days from 1 January 1900, so that days subtract cheaply; 0
// is unknown.
func dayNumber(d day.Day) int32 {
	if t := d.Time(); !t.IsZero() {
		return int32(t.Unix()/86400) + 25568
	}
	return 0
}

func clamp(c, low, high money.Cents) money.Cents {
	return max(low, min(c, high))
}

func (e *Engine) indexItem(at int32) {
	item := &e.items[at]
	p := e.party(item.PartyNumber, item.PartyName, item.IBAN)
	if e.partyOf[at] != p {
		e.partyOf[at] = p
		e.parties[p].items = append(e.parties[p].items, at)
	}
	e.addAccount(p, item.IBAN, false)
	var keys [4]string
	for i, key := range itemKeys(item, keys[:0]) {
		if !contains(keys[:i], key) {
			e.refs.add(hash(keyText, key), at)
			if allDigits(key) {
				e.digitLens |= 1 << min(len(key), 63)
			}
		}
	}
	if item.MandateID != "" {
		e.marks.add(hash(keyMandate, item.MandateID), at)
	}
	if item.BatchID != "" {
		e.marks.add(hash(keyBatch, item.BatchID), at)
	}
	e.indexAmount(at)
}

// itemKeys gives the references by which a text may name the item: its payment
// reference, number and EndToEndID, and the digits of a number such as
// "F-2026-00123", since people leave out letters.
func itemKeys(item *Item, keys []string) []string {
	for _, s := range [3]string{item.Reference, item.Number, item.EndToEndID} {
		if s != "" {
			if key := ident.NormaliseReference(s); citable(key) && !contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	if tail := digitTail(item.Number); len(tail) >= 6 && !contains(keys, tail) {
		keys = append(keys, tail)
	}
	return keys
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// citable: long enough to be more than chance, and with a digit.
func citable(key string) bool {
	return len(key) >= 4 && len(key) <= maxKey && strings.ContainsAny(key, "0123456789")
}

// digitTail gives the digits that a number ends in, over hyphens and points.
func digitTail(number string) string {
	key := ident.NormaliseReference(number)
	i := len(key)
	for i > 0 && key[i-1] >= '0' && key[i-1] <= '9' {
		i--
	}
	if i == 0 {
		return ""
	}
	return key[i:]
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func (e *Engine) indexAmount(at int32) {
	item := &e.items[at]
	if item.Open == 0 {
		return
	}
	e.countAmount(item, 1)
	e.marks.add(amountKey(item.Kind, item.Open), at)
	for _, w := range e.parties[e.partyOf[at]].name.words {
		e.marks.add(hashAmount(hash(keyWord, w), int64(item.Open*item.sign())), at)
	}
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

// party finds or adds a party: by its number, else by name and account.
func (e *Engine) party(number, label, iban string) int32 {
	key := "#" + number
	if number == "" {
		key = label + "|" + iban
	}
	at, known := e.partyKeys[key]
	if !known {
		at = int32(len(e.parties))
		e.partyKeys[key] = at
		e.parties = append(e.parties, partyRecord{number: number})
		if number != "" {
			if n := ident.NormaliseReference(number); citable(n) && len(n) >= 5 {
				e.refs.add(hash(keyText, n), -1-at)
			}
		}
	}
	if p := &e.parties[at]; p.label == "" && label != "" {
		p.label, p.name = label, parseName(label)
		if key := nameKey(p.name); key != "" {
			e.who.add(hash(keyName, key), at)
		}
	}
	return at
}

// nameKey gives the key under which a name is found: its words with its first
// initial, or the words alone where it has none. A surname alone finds nobody by
// his initials: there are too many of each in a city.
func nameKey(n name) string {
	if len(n.words) == 0 {
		return ""
	}
	words := strings.Join(n.words, " ")
	if n.initials == "" || n.org {
		return words
	}
	return words + "/" + n.initials[:1]
}

func (e *Engine) addAccount(p int32, iban string, learned bool) {
	if iban == "" {
		return
	}
	rec := &e.parties[p]
	for _, a := range rec.accounts {
		if a.iban == iban {
			return
		}
	}
	rec.accounts = append(rec.accounts, account{iban, learned})
	e.who.add(hash(keyAccount, iban), p)
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
				e.orders.add(hash(keyOrder, in.EndToEndID), int32(len(e.instructions)-1))
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
}
