// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"

	"rentmeester/autopilot"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/policy"
	"rentmeester/reconcile"
	"rentmeester/store"
	"rentmeester/store/db"
)

// desk is where decisions are carried out, inside one write step. It knows what
// is settled of the items it has seen, also by acts that are yet to be written.
type desk struct {
	ctx     context.Context
	tx      *store.Tx
	policy  policy.Policy
	inForce map[day.Day]policy.Settings // of policy, by the days that were asked for
	posts   map[int64]*post
	runs    *bool // there are payment runs, and so payments that bank lines carry out; nil not asked yet
	bulk    bool  // what it does now was chosen by probability alone, nobody looked at each
}

// post is what the desk must know of an open item.
type post struct {
	kind, number    string
	partyNumber     string
	party           string      // what tells parties apart: their number, else name and account
	amount, settled money.Cents // unsigned
	onAccount       bool        // it keeps money on account of a party
}

func (b *Books) newDesk(ctx context.Context, tx *store.Tx) (*desk, error) {
	p, err := b.policy(ctx, tx.Queries)
	return &desk{ctx: ctx, tx: tx, policy: p, inForce: map[day.Day]policy.Settings{}, posts: map[int64]*post{}}, err
}

// on gives what policy has in force on the day of a line.
func (d *desk) on(line db.BankLine) policy.Settings {
	s, known := d.inForce[day.Day(line.Booked)]
	if !known {
		s = d.policy.On(day.Day(line.Booked))
		d.inForce[day.Day(line.Booked)] = s
	}
	return s
}

// Decision kinds.
const (
	Accepted = "accepted" // as proposed
	Changed  = "changed"  // a person chose otherwise
	Rejected = "rejected" // the proposal is wrong; the line stays on the worklist
	Undone   = "undone"   // takes back an earlier decision
)

// portion is a part of a line that goes to an item, to a ledger account, or on
// account of a party: then it opens an item of its own.
type portion struct {
	Item       int64       `json:"item,omitempty"`
	Kind       string      `json:"kind,omitempty"`   // of the item
	Number     string      `json:"number,omitempty"` // of the item it goes to, or opens
	Account    string      `json:"account"`          // ledger account code
	Role       string      `json:"role"`
	Party      string      `json:"party,omitempty"` // number, when it waits on account of somebody
	Opens      int64       `json:"opens,omitempty"` // item that keeps it on account of the party
	Dimensions string      `json:"dimensions,omitempty"`
	Amount     money.Cents `json:"amount"` // signed as the line
}

// act is a decision about to be carried out.
type act struct {
	id          int64 // of the decision; given by promise
	line        db.BankLine
	kind, actor string
	model       string
	probability float64
	portions    []portion
	opened      []db.Item // items for what it puts on account of parties
	reasons     []reconcile.Reason
	proposal    string           // JSON of what was proposed, "" nothing
	ground      autopilot.Ground // of the autopilot; "" a person
}

func (a *act) sum() (sum money.Cents) {
	for _, p := range a.portions {
		sum += p.Amount
	}
	return sum
}

// decided is what a decision keeps for the audit and for learning.
type decided struct {
	Portions []portion          `json:"portions,omitempty"`
	Reasons  []reconcile.Reason `json:"reasons,omitempty"`
	Proposal json.RawMessage    `json:"proposal,omitempty"`
}

// carryOut does one act and gives the decision's identifier.
func (d *desk) carryOut(a *act) (int64, error) {
	if err := d.promise(a); err != nil {
		return 0, err
	}
	if err := d.write(a); err != nil {
		return 0, err
	}
	return a.id, d.tx.Flush(d.ctx)
}

// promise checks an act and takes it into account, so that no cent is allocated
// twice, and gives it and what it opens their identifiers. Nothing is written.
// Errors: app.line-closed, app.too-much, app.item-settled.
func (d *desk) promise(a *act) error {
	left := money.Cents(a.line.LeftAmount)
	if a.line.State != lineOpen {
		return fault.New("app.line-closed", "line", a.line.ID)
	}
	if sum := a.sum(); a.kind != Rejected && !fits(sum, left) {
		return fault.New("app.too-much", "line", a.line.ID, "amount", sum.Abs(), "left", left.Abs())
	}
	a.id = d.tx.NewID()
	for i, p := range a.portions {
		if err := d.move(p, p.Amount); err != nil {
			for _, moved := range a.portions[:i] {
				_ = d.move(moved, -moved.Amount) // what was possible a moment ago
			}
			return err
		}
		if p.Party != "" {
			if err := d.putOnAccount(a, &a.portions[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// move takes into account that an item is settled by an amount signed as the
// line. Errors: app.item-settled.
func (d *desk) move(p portion, amount money.Cents) error {
	if p.Item == 0 {
		return nil
	}
	item, err := d.post(p.Item)
	if err != nil {
		return err
	}
	settled := item.settled + amount*item.sign()
	if settled < 0 || settled > item.amount {
		return fault.New("app.item-settled", "number", p.Number, "amount", p.Amount)
	}
	item.settled = settled
	return nil
}

// sign is +1 when money coming in settles the item, -1 when money going out does.
func (p *post) sign() money.Cents {
	if p.kind == string(ledger.Payable) {
		return -1
	}
	return 1
}

// post gives what is known of an item.
func (d *desk) post(id int64) (*post, error) {
	if p := d.posts[id]; p != nil {
		return p, nil
	}
	item, err := d.tx.ItemByID(d.ctx, db.ItemByIDParams{Adm: d.tx.Adm, ID: id})
	if err != nil {
		return nil, failed(err)
	}
	return d.know(item), nil
}

// know remembers an item as it stands in the books.
func (d *desk) know(i db.Item) *post {
	if p := d.posts[i.ID]; p != nil {
		return p
	}
	p := &post{kind: i.Kind, number: i.Number, partyNumber: i.PartyNumber, party: first(i.PartyNumber, i.PartyName+"|"+i.Iban), amount: money.Cents(i.Amount), settled: money.Cents(i.Settled), onAccount: i.DecisionID != 0}
	d.posts[i.ID] = p
	return p
}

// write writes a promised act with everything that follows from it: allocations,
// what is left of the items and the line, the booking and the audit event. The
// database checks the amounts once more.
func (d *desk) write(a *act) error {
	for _, p := range a.portions {
		d.settle(p, p.Amount)
		err := d.tx.Add(d.ctx, db.Allocation{Adm: d.tx.Adm, ID: d.tx.NewID(), DecisionID: a.id, LineID: a.line.ID,
			ItemID: p.Item, Account: p.Account, Amount: int64(p.Amount), Opens: p.Opens, Dimensions: p.Dimensions})
		if err != nil {
			return err
		}
	}
	for _, item := range a.opened {
		if err := d.tx.Add(d.ctx, item); err != nil {
			return err
		}
	}
	if err := d.record(a); err != nil {
		return err
	}
	if len(a.portions) == 0 {
		return nil
	}
	sum := a.sum()
	rest, state := a.line.LeftAmount-int64(sum), lineOpen
	if rest == 0 {
		state = lineMatched
	}
	d.tx.SetLine(a.line.ID, rest, state)
	if err := d.bookDecision(a, sum); err != nil {
		return err
	}
	return d.follow(a)
}

// settle moves an item in the database by an amount signed as the line.
func (d *desk) settle(p portion, amount money.Cents) {
	if p.Kind == string(ledger.Payable) {
		amount = -amount
	}
	if p.Item != 0 {
		d.tx.Settle(p.Item, int64(amount))
	}
}

// record writes the decision itself and its event.
func (d *desk) record(a *act) error {
	if err := d.observe(a); err != nil {
		return err
	}
	what := decided{Portions: a.portions, Reasons: a.reasons}
	if a.proposal != "" {
		what.Proposal = json.RawMessage(a.proposal)
	}
	body, err := json.Marshal(what)
	if err != nil {
		return err
	}
	version := d.policy.Version
	err = d.tx.Add(d.ctx, db.Decision{Adm: d.tx.Adm, ID: a.id, LineID: a.line.ID, Kind: a.kind, Actor: a.actor, Policy: version,
		Model: a.model, Probability: a.probability, Content: string(body), At: d.tx.Stamp(), Ground: string(a.ground)})
	if err != nil {
		return err
	}
	return d.tx.Audit(d.ctx, a.actor, "line."+a.kind, subject("line", a.line.ID),
		decisionEvent{a.id, a.line.ID, a.portions, version, a.probability})
}

// decisionEvent is what the audit chain says of a decision.
type decisionEvent struct {
	Decision    int64     `json:"decision"`
	Line        int64     `json:"line"`
	Portions    []portion `json:"portions"`
	Policy      string    `json:"policy"`
	Probability float64   `json:"probability"`
}

// bookDecision takes the explained money out of suspense, on the day the bank
// booked it, so that both accounts tell the truth of every day.
func (d *desk) bookDecision(a *act, sum money.Cents) error {
	lines := make([]ledger.Line, 1, len(a.portions)+1)
	lines[0] = ledger.Line{Account: d.on(a.line).Accounts.Suspense, Role: "suspense", Amount: sum, BankAccount: a.line.AccountID}
	for _, p := range a.portions {
		lines = append(lines, ledger.Line{Account: p.Account, Role: p.Role, Amount: -p.Amount, BankAccount: a.line.AccountID,
			Item: p.Number, Dimensions: p.Dimensions})
	}
	entry, err := ledger.NewJournalEntry(day.Day(a.line.Booked), "decision", a.line.PartyName, lines...)
	if err != nil {
		return err
	}
	return book(d.ctx, d.tx, entry, 0, a.id)
}

// portions turns a choice of the engine into what is to be booked.
func (d *desk) portions(line db.BankLine, c reconcile.Choice) ([]portion, error) {
	list := make([]portion, 0, len(c.Allocations))
	for _, a := range c.Allocations {
		switch {
		case a.Item != 0:
			item, err := d.post(a.Item)
			if err != nil {
				return nil, err
			}
			p := d.toItem(line, a.Item, item, a.Amount)
			p.Dimensions = a.Dimensions
			list = append(list, p)
		case a.Party != "":
			p, err := d.toParty(line, a.Party, a.Amount)
			if err != nil {
				return nil, err
			}
			p.Dimensions = a.Dimensions
			list = append(list, p)
		default:
			list = append(list, d.toAccount(line, a))
		}
	}
	return list, nil
}

// toItem gives the portion that goes to an item.
func (d *desk) toItem(line db.BankLine, id int64, item *post, amount money.Cents) portion {
	accounts := d.on(line).Accounts
	p := portion{Item: id, Kind: item.kind, Number: item.number, Account: accounts.Receivables, Role: "receivables", Amount: amount}
	switch {
	case item.onAccount:
		p.Account, p.Role = accounts.OnAccount, "onaccount"
	case item.kind == string(ledger.Payable):
		p.Account, p.Role = accounts.Payables, "payables"
	}
	return p
}

// toAccount gives the portion that goes to a ledger account, by its code or, as
// engines name it, by its role.
func (d *desk) toAccount(line db.BankLine, a reconcile.Allocation) portion {
	p := portion{Account: a.Account, Role: "other", Amount: a.Amount, Dimensions: a.Dimensions}
	if a.Account == reconcile.Difference {
		p.Account, p.Role = d.on(line).Accounts.Difference, "difference"
	}
	return p
}
