// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"
	"slices"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/policy"
	"rentmeester/reconcile"
	"rentmeester/store"
	"rentmeester/store/db"
)

// desk is where decisions are carried out, inside one write step.
type desk struct {
	ctx    context.Context
	tx     *store.Tx
	policy policy.Policy
}

func (b *Books) newDesk(ctx context.Context, tx *store.Tx) (*desk, error) {
	p, err := b.policy(ctx, tx.Queries)
	return &desk{ctx: ctx, tx: tx, policy: p}, err
}

// Decision kinds.
const (
	Accepted = "accepted" // as proposed
	Changed  = "changed"  // a person chose otherwise
	Rejected = "rejected" // the proposal is wrong; the line stays on the worklist
	Undone   = "undone"   // takes back an earlier decision
)

// portion is a part of a line that goes to an item or to a ledger account.
type portion struct {
	Item    int64       `json:"item,omitempty"`
	Kind    string      `json:"kind,omitempty"` // of the item
	Number  string      `json:"number,omitempty"`
	Account string      `json:"account"` // ledger account code
	Role    string      `json:"role"`
	Party   string      `json:"party,omitempty"` // number, when it waits on account of somebody
	Amount  money.Cents `json:"amount"`          // signed as the line
}

// act is a decision about to be carried out.
type act struct {
	line        db.BankLine
	kind, actor string
	model       string
	probability float64
	portions    []portion
	reasons     []reconcile.Reason
	proposal    string // JSON of what was proposed, "" nothing
}

// decided is what a decision keeps for the audit and for learning.
type decided struct {
	Portions []portion          `json:"portions,omitempty"`
	Reasons  []reconcile.Reason `json:"reasons,omitempty"`
	Proposal json.RawMessage    `json:"proposal,omitempty"`
}

// carryOut writes a decision with everything that follows from it: allocations,
// what is left of the items and the line, the booking and the audit event. It
// refuses to allocate a cent twice. It gives the decision's identifier.
func (d *desk) carryOut(a act) (int64, error) {
	var sum money.Cents
	for _, p := range a.portions {
		sum += p.Amount
	}
	left := money.Cents(a.line.LeftAmount)
	rest := left - sum
	if a.line.State != lineOpen {
		return 0, fault.New("app.line-closed", "line", a.line.ID)
	}
	if a.kind != Rejected && !fits(sum, left) {
		return 0, fault.New("app.too-much", "line", a.line.ID, "amount", sum.Abs(), "left", left.Abs())
	}
	id := d.tx.NewID()
	for _, p := range a.portions {
		if err := d.settle(p, p.Amount); err != nil {
			return 0, err
		}
		err := d.tx.Add(d.ctx, db.Allocation{Adm: d.tx.Adm, ID: d.tx.NewID(), DecisionID: id, LineID: a.line.ID,
			ItemID: p.Item, Account: p.Account, Amount: int64(p.Amount)})
		if err != nil {
			return 0, err
		}
	}
	if err := d.record(id, a); err != nil {
		return 0, err
	}
	if len(a.portions) == 0 {
		return id, nil
	}
	state := lineOpen
	if rest == 0 {
		state = lineMatched
	}
	err := d.tx.SetLine(d.ctx, db.SetLineParams{Adm: d.tx.Adm, ID: a.line.ID, LeftAmount: int64(rest), State: state})
	if err != nil {
		return 0, failed(err)
	}
	return id, d.bookDecision(id, a, sum)
}

// record writes the decision itself and its event.
func (d *desk) record(id int64, a act) error {
	what := decided{Portions: a.portions, Reasons: a.reasons}
	if a.proposal != "" {
		what.Proposal = json.RawMessage(a.proposal)
	}
	body, err := json.Marshal(what)
	if err != nil {
		return err
	}
	version := d.policy.Version
	err = d.tx.Add(d.ctx, db.Decision{Adm: d.tx.Adm, ID: id, LineID: a.line.ID, Kind: a.kind, Actor: a.actor, Policy: version,
		Model: a.model, Probability: a.probability, Content: string(body), At: d.tx.Stamp()})
	if err != nil {
		return err
	}
	event := map[string]any{"decision": id, "line": a.line.ID, "portions": a.portions, "policy": version, "probability": a.probability}
	return d.tx.Audit(d.ctx, a.actor, "line."+a.kind, subject("line", a.line.ID), event)
}

// settle moves an item by an amount signed as the line; the database refuses
// what would leave less than nothing or settle more than is due.
func (d *desk) settle(p portion, amount money.Cents) error {
	if p.Item == 0 {
		return nil
	}
	if p.Kind == string(ledger.Payable) {
		amount = -amount
	}
	moved, err := d.tx.SettleItem(d.ctx, db.SettleItemParams{Adm: d.tx.Adm, ID: p.Item, Amount: int64(amount)})
	if err != nil {
		return failed(err)
	}
	if moved == 0 {
		return fault.New("app.item-settled", "number", p.Number, "amount", p.Amount)
	}
	return nil
}

// bookDecision takes the explained money out of suspense, on the day the bank
// booked it, so that both accounts tell the truth of every day.
func (d *desk) bookDecision(id int64, a act, sum money.Cents) error {
	on := day.Day(a.line.Booked)
	lines := []ledger.Line{{Account: d.policy.On(on).Accounts.Suspense, Role: "suspense", Amount: sum, BankAccount: a.line.AccountID}}
	for _, p := range a.portions {
		lines = append(lines, ledger.Line{Account: p.Account, Role: p.Role, Amount: -p.Amount, BankAccount: a.line.AccountID, Item: p.Number})
	}
	entry, err := ledger.NewJournalEntry(on, "decision", a.line.PartyName, lines...)
	if err != nil {
		return err
	}
	return book(d.ctx, d.tx, entry, 0, id)
}

// toItem gives the portion that goes to an item.
func (d *desk) toItem(line db.BankLine, item db.Item, amount money.Cents) portion {
	accounts := d.policy.On(day.Day(line.Booked)).Accounts
	p := portion{Item: item.ID, Kind: item.Kind, Number: item.Number, Account: accounts.Receivables, Role: "receivables", Amount: amount}
	if item.Kind == string(ledger.Payable) {
		p.Account, p.Role = accounts.Payables, "payables"
	}
	return p
}

// toAccount gives the portion that goes to a ledger account, by its code or, as
// engines name it, by its role.
func (d *desk) toAccount(line db.BankLine, account string, amount money.Cents) portion {
	if account == reconcile.Difference {
		return portion{Account: d.policy.On(day.Day(line.Booked)).Accounts.Difference, Role: "difference", Amount: amount}
	}
	return portion{Account: account, Role: "other", Amount: amount}
}

// toParty gives the portion that waits on account of a party: on the ledger
// account of what it owes us or we owe it. Only a party of whom we have items is
// known; a slip of the pen must not put money with nobody.
func (d *desk) toParty(line db.BankLine, number string, amount money.Cents) (portion, error) {
	items, err := d.tx.ItemsByParty(d.ctx, db.ItemsByPartyParams{Adm: d.tx.Adm, PartyNumber: number, Page: 100})
	if err != nil {
		return portion{}, failed(err)
	}
	if len(items) == 0 {
		return portion{}, fault.New("app.no-party", "number", number)
	}
	kind := ledger.Receivable
	if line.LeftAmount < 0 {
		kind = ledger.Payable
	}
	if !slices.ContainsFunc(items, func(i db.Item) bool { return i.Kind == string(kind) }) {
		kind = ledger.ItemKind(items[0].Kind)
	}
	p := d.toItem(line, db.Item{Kind: string(kind)}, amount)
	p.Kind, p.Party = "", number
	return p, nil
}
