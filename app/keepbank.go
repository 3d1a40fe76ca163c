// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"fmt"
	"sort"

	"rentmeester/bank"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/store/db"
)

// States of a bank line.
const (
	lineOpen    = "open"    // on the worklist, in whole or in part
	lineMatched = "matched" // explained to the last cent
	lineShown   = "shown"   // interim, notification or pending: for information
	lineSplit   = "split"   // replaced by the details that came later
)

// Begin implements bank.Handler.
func (k *keeper) Begin(*bank.Statement) error {
	k.at++
	k.now = nil
	if k.at >= len(k.verdicts) {
		return fault.New("store.changed", "name", k.out.Name)
	}
	if v := k.verdicts[k.at]; v.keep {
		k.now, k.statement, k.days = v.proof, v.id, map[day.Day]money.Cents{}
	}
	return nil
}

// Detail implements bank.Handler. The first detail waits until the second comes,
// since the only detail of an entry always stands for the whole of it.
func (k *keeper) Detail(e *bank.Entry, d *bank.Detail) error {
	if k.now == nil {
		return nil
	}
	k.count++
	if k.now.Whole[e.Index] {
		return nil
	}
	if k.entry == 0 {
		k.entry = k.tx.NewID()
	}
	if k.held == nil && k.lines == 0 {
		held := *d
		held.Remittance = append([]string(nil), d.Remittance...)
		k.held = &held
		return nil
	}
	if err := k.release(e); err != nil {
		return err
	}
	return k.line(e, d, d.Amount)
}

// release writes the held detail as one of several.
func (k *keeper) release(e *bank.Entry) error {
	if k.held == nil {
		return nil
	}
	d := k.held
	k.held = nil
	return k.line(e, d, d.Amount)
}

// line writes what is to be matched: an entry (no detail) or a detail of it.
func (k *keeper) line(e *bank.Entry, d *bank.Detail, amount money.Cents) error {
	c := contentOf(e, d)
	c.Currency = first(c.Currency, k.now.Statement.Currency())
	body, err := c.json()
	if err != nil {
		return err
	}
	idx := int64(-1)
	if d != nil && k.lines >= 0 {
		idx = k.lines
	}
	k.lines++
	state, left := lineOpen, amount
	if k.kindOf(e) != string(bank.Booked) || amount == 0 {
		state, left = lineShown, 0
	}
	return k.tx.Add(k.ctx, db.BankLine{Adm: k.tx.Adm, ID: k.tx.NewID(), EntryID: k.entry, AccountID: k.verdicts[k.at].acc.ID,
		Idx: idx, Booked: string(k.bookedOn(e)), Amount: int64(amount), LeftAmount: int64(left), State: state,
		PartyName: c.Counterparty.Name, PartyIban: c.Counterparty.Account, Content: body, Search: c.search(amount)})
}

func (k *keeper) kindOf(e *bank.Entry) string {
	if k.now.Statement.Kind == bank.Booked && e.Status != bank.StatusBooked {
		return string(e.Status)
	}
	return string(k.now.Statement.Kind)
}

func (k *keeper) bookedOn(e *bank.Entry) day.Day {
	if e.Booked != "" {
		return e.Booked
	}
	return k.now.Last
}

// Entry implements bank.Handler.
func (k *keeper) Entry(e *bank.Entry) error {
	if k.now == nil {
		return nil
	}
	if k.entry == 0 {
		k.entry = k.tx.NewID()
	}
	bankRef := e.BankRef
	if k.lines == 0 { // one payment, or a collected entry without details
		d := k.held
		k.held, k.lines = nil, -1
		if d != nil {
			bankRef = first(bankRef, d.BankRef)
		}
		if err := k.line(e, d, e.Amount); err != nil {
			return err
		}
	}
	kind := k.kindOf(e)
	if kind == string(bank.Booked) {
		k.days[k.bookedOn(e)] += e.Amount
	}
	row := db.Entry{Adm: k.tx.Adm, ID: k.entry, StatementID: k.statement, AccountID: k.verdicts[k.at].acc.ID, Kind: kind,
		Idx: int64(e.Index), Ref: k.refOf(e, bankRef), BankRef: bankRef, Amount: int64(e.Amount), Booked: string(k.bookedOn(e)),
		Details: k.count}
	if e.Batch != nil {
		row.BatchInfo = e.Batch.PaymentInfoID
	}
	k.touch(row.AccountID).add(k.bookedOn(e))
	k.entry, k.lines, k.count = 0, 0, 0
	return k.tx.Add(k.ctx, row)
}

func (k *keeper) touch(account int64) *span {
	if k.touched[account] == nil {
		k.touched[account] = &span{}
	}
	return k.touched[account]
}

// refOf names an entry for people and exports: the bank's own reference where it
// gives one, else the number of the statement and the place in it.
func (k *keeper) refOf(e *bank.Entry, bankRef string) string {
	if bankRef != "" {
		return bankRef
	}
	s := k.now.Statement
	return fmt.Sprintf("%s/%d", first(s.Sequence, s.ID), e.Index+1)
}

// End implements bank.Handler.
func (k *keeper) End(*bank.Statement) error {
	if k.now == nil {
		return nil
	}
	p, v := k.now, k.verdicts[k.at]
	row := db.Statement{Adm: k.tx.Adm, ID: v.id, Sha256: k.out.SHA256, Idx: int64(k.at), Format: p.Statement.Format,
		Kind: string(p.Statement.Kind), AccountID: v.acc.ID, BankID: p.Statement.ID, Sequence: p.Statement.Sequence,
		FromDay: string(p.First), ToDay: string(p.Last), Entries: int64(p.Entries), Details: int64(p.Details), Fingerprint: p.Fingerprint}
	if p.Statement.Kind == bank.Booked {
		row.Opening, row.Closing = int64(p.Statement.Opening.Amount), int64(p.Statement.Closing.Amount)
	}
	k.touch(v.acc.ID)
	k.out.Statements++
	k.out.Entries += p.Entries
	k.out.Details += p.Details
	if err := k.tx.Add(k.ctx, row); err != nil {
		return err
	}
	return k.bookStatement(v)
}

// bookStatement books the movements of each day: bank against suspense. What is
// explained later leaves suspense again.
func (k *keeper) bookStatement(v verdict) error {
	days := make([]day.Day, 0, len(k.days))
	for d := range k.days {
		days = append(days, d)
	}
	sort.Slice(days, func(i, j int) bool { return days[i] < days[j] })
	for _, d := range days {
		if k.days[d] == 0 {
			continue // in and out are equal: nothing moves between the two accounts
		}
		s := k.policy.On(d)
		entry, err := ledger.NewJournalEntry(d, "statement", first(v.proof.Statement.Sequence, v.proof.Statement.ID),
			ledger.Line{Account: s.BankAccount(v.acc.Iban), Role: "bank", Amount: k.days[d], BankAccount: v.acc.ID},
			ledger.Line{Account: s.Accounts.Suspense, Role: "suspense", Amount: -k.days[d], BankAccount: v.acc.ID})
		if err != nil {
			return err
		}
		if err := book(k.ctx, k.tx, entry, v.id, 0); err != nil {
			return err
		}
	}
	return nil
}

// finish checks that both readings saw the same, and settles what spans
// statements: opening balances, and notifications with the entries they explain.
func (k *keeper) finish() error {
	if k.at+1 != len(k.verdicts) {
		return fault.New("store.changed", "name", k.out.Name)
	}
	if err := k.tx.Flush(k.ctx); err != nil {
		return err
	}
	ids := make([]int64, 0, len(k.touched))
	for id := range k.touched {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool { return ids[i] < ids[j] })
	for _, id := range ids {
		if err := k.bookOpening(id); err != nil {
			return err
		}
		if err := k.tie(id, *k.touched[id]); err != nil {
			return err
		}
	}
	return nil
}

// bookOpening makes the ledger begin where the earliest statement of the account
// begins. When an earlier statement arrives later, the old opening is reversed.
func (k *keeper) bookOpening(account int64) error {
	chain, err := links(k.ctx, k.tx.Queries, k.tx.Adm, account)
	if err != nil || len(chain) == 0 {
		return err
	}
	chain, _ = bank.Chain(chain)
	begin := chain[0].First // or earlier, where a later statement books a day back
	for _, l := range chain {
		begin = min(begin, l.First, l.Last)
	}
	want := map[day.Day]money.Cents{begin: chain[0].Opening}
	rows, err := k.tx.OpeningByDay(k.ctx, db.OpeningByDayParams{Adm: k.tx.Adm, AccountID: account})
	if err != nil {
		return failed(err)
	}
	for _, r := range rows {
		want[day.Day(r.Day)] += money.Cents(r.Amount) // credit: negative
	}
	days := make([]day.Day, 0, len(want))
	for d := range want {
		days = append(days, d)
	}
	sort.Slice(days, func(i, j int) bool { return days[i] < days[j] })
	for _, d := range days {
		if err := k.bookOpeningOn(account, d, want[d]); err != nil {
			return err
		}
	}
	return k.tx.Flush(k.ctx)
}

func (k *keeper) bookOpeningOn(account int64, d day.Day, amount money.Cents) error {
	if amount == 0 {
		return nil
	}
	s, iban := k.policy.On(d), k.ibanOf(account)
	entry, err := ledger.NewJournalEntry(d, "opening", iban,
		ledger.Line{Account: s.BankAccount(iban), Role: "bank", Amount: amount, BankAccount: account},
		ledger.Line{Account: s.Accounts.Opening, Role: "opening", Amount: -amount, BankAccount: account})
	if err != nil {
		return err
	}
	return book(k.ctx, k.tx, entry, 0, 0)
}

func (k *keeper) ibanOf(account int64) string {
	for _, a := range k.account {
		if a.ID == account {
			return a.Iban
		}
	}
	return ""
}
