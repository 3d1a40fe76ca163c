// SPDX-License-Identifier: EUPL-1.2

package town

import (
	"strconv"

	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/reconcile"
)

// books is what the person who books knows, beside what the engine knows.
type books struct {
	town   *Town
	engine *reconcile.Engine
	payer  map[string]int32        // account → an item of the party who pays from it
	kept   map[string][]*onAccount // what waits on account, by the account it came from
	byID   map[int64]*onAccount
}

// onAccount is money that waits on account of a payer.
type onAccount struct {
	id           int64
	amount, open money.Cents // unsigned
	sign         money.Cents // of what came in to be kept
}

func (t *Town) books(s reconcile.Settings) *books {
	b := &books{town: t, payer: make(map[string]int32, len(t.Items)/4), kept: map[string][]*onAccount{}, byID: map[int64]*onAccount{}}
	for i := range t.Items {
		b.knows(t.Items[i].IBAN, int32(i))
	}
	b.engine = reconcile.New(s, t.Items, t.Batches, nil, nil)
	return b
}

// knows remembers who pays from an account: the first who did.
func (b *books) knows(iban string, item int32) {
	if _, known := b.payer[iban]; !known && iban != "" {
		b.payer[iban] = item
	}
}

// carryOut books a choice, right or wrong. What waits on account of a payer
// becomes an item, as it does in the program.
func (b *books) carryOut(l *Line, list []reconcile.Allocation) {
	done := make([]reconcile.Allocation, len(list))
	for i, a := range list {
		if a.Party != "" {
			a = reconcile.Allocation{Item: b.keep(l, a.Party, a.Amount), Amount: a.Amount}
		} else if w := b.byID[a.Item]; w != nil {
			w.open = max(0, min(w.open+a.Amount*w.sign, w.amount))
		}
		done[i] = a
	}
	b.engine.Apply(l.Line, reconcile.Choice{Allocations: done})
}

// keep opens an item for what waits on account of a party.
func (b *books) keep(l *Line, number string, amount money.Cents) int64 {
	w := &onAccount{id: firstOnAccount + int64(len(b.byID)), amount: amount.Abs(), open: amount.Abs(), sign: 1}
	item := reconcile.Item{ID: w.id, Number: "OA-" + strconv.Itoa(len(b.byID)+1), Kind: ledger.Payable, PartyNumber: number,
		IBAN: l.Counterparty.Account, PartyName: l.Counterparty.Name, Amount: w.amount, Open: w.amount, Currency: l.Currency, Issued: l.Booked}
	if at, known := b.payer[l.Counterparty.Account]; known && b.town.Items[at].PartyNumber == number {
		item.PartyName = b.town.Items[at].PartyName
	}
	if amount < 0 {
		item.Kind, w.sign = ledger.Receivable, -1
	}
	b.kept[l.Counterparty.Account] = append(b.kept[l.Counterparty.Account], w)
	b.byID[w.id] = w
	b.engine.Update(item)
	return w.id
}

// correct books the truth of a line, as a person does.
func (b *books) correct(l *Line, a *answer) {
	party := b.partyOf(a)
	list := make([]reconcile.Allocation, 0, len(a.parts))
	for _, p := range a.parts {
		switch {
		case p.item != 0:
			list = append(list, reconcile.Allocation{Item: p.item, Amount: p.amount})
		case p.account == OwedBack:
			list = append(list, b.owed(l, party, p.amount))
		default:
			list = append(list, reconcile.Allocation{Account: p.account, Amount: p.amount})
		}
	}
	if party >= 0 && l.Return == nil && !l.Reversal {
		b.knows(l.Counterparty.Account, party)
	}
	b.carryOut(l, list)
}

// partyOf gives an item of the one party whose items the line concerns; -1 when
// it concerns none or more.
func (b *books) partyOf(a *answer) int32 {
	party := int32(-1)
	for _, p := range a.parts {
		if p.item == 0 {
			continue
		}
		at := int32(p.item - 1)
		if party >= 0 && b.town.Items[party].PartyNumber != b.town.Items[at].PartyNumber {
			return -1
		}
		party = at
	}
	return party
}

// owed puts money on account of who paid, or takes it from there; what came back
// of a refund is owed again.
func (b *books) owed(l *Line, party int32, amount money.Cents) reconcile.Allocation {
	for _, w := range b.kept[l.Counterparty.Account] {
		if amount < 0 && w.open == -amount || amount > 0 && (l.Reversal || l.Return != nil) && w.open == 0 && w.amount == amount {
			return reconcile.Allocation{Item: w.id, Amount: amount}
		}
	}
	if at, known := b.payer[l.Counterparty.Account]; known && party < 0 {
		party = at
	}
	if amount < 0 || party < 0 || b.town.Items[party].PartyNumber == "" {
		return reconcile.Allocation{Account: OwedBack, Amount: amount}
	}
	return reconcile.Allocation{Party: b.town.Items[party].PartyNumber, Amount: amount}
}
