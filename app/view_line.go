// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"rentmeester/bank"
	"rentmeester/day"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/policy"
	"rentmeester/reconcile"
	"rentmeester/store/db"
)

// Reason is one piece of evidence: a key of the catalogue and its values.
type Reason = reconcile.Reason

// LineView is a bank line as people look at it.
type LineView struct {
	Line          int64
	Statement     int64
	Label         string // number of the statement
	Entry         string // the bank's own reference of it, else number of the statement and place
	Position      int    // 1-based place in the statement
	Detail        int    // 1-based place in the entry; 0 the entry as a whole
	Account       string // own IBAN
	Holder        string // name of the own account
	Booked        day.Day
	Amount        money.Cents // signed: in is positive
	Left          money.Cents // of it, still to be explained
	Open          bool        // on the worklist
	Matched       bool        // explained to the last cent
	Currency      string
	Name, IBAN    string // the other side
	Remittance    []string
	Reference     string
	EndToEndID    string
	MandateID     string
	Batch         int     // payments in a collected entry that is shown as a whole; 0 none or unknown
	Return        *Reason // why it came back; nil when it did not
	ReturnCode    string  // the bank's reason in its own code; "" none
	ReturnDo      Reason  // and what to do about that; no code: nothing
	Info          string  // what the bank adds
	StatementKind bank.Kind
}

func viewLine(l db.BankLine, e db.Entry, s db.Statement, a db.Account) (LineView, error) {
	var c content
	if err := json.Unmarshal([]byte(l.Content), &c); err != nil {
		return LineView{}, failed(err)
	}
	v := LineView{Line: l.ID, Statement: s.ID, Label: statementLabel(s), Entry: e.Ref, Position: int(e.Idx) + 1, Detail: int(l.Idx) + 1, Account: a.Iban,
		Holder: a.Name, Booked: day.Day(l.Booked), Amount: money.Cents(l.Amount), Left: money.Cents(l.LeftAmount),
		Open: l.State == lineOpen, Matched: l.State == lineMatched, Currency: first(c.Currency, a.Currency),
		Name: l.PartyName, IBAN: l.PartyIban, Remittance: c.Remittance, Reference: c.Reference, EndToEndID: c.EndToEndID,
		MandateID: c.MandateID, Return: returnReason(c), ReturnCode: returnCode(c), ReturnDo: returnRemedy(c, money.Cents(l.Amount)), Info: c.Info, StatementKind: bank.Kind(s.Kind)}
	if l.Idx < 0 {
		v.Batch = max(c.BatchCount, int(e.Details))
		if v.Batch < 2 {
			v.Batch = 0
		}
	}
	return v, nil
}

// statementLabel gives what people call a statement.
func statementLabel(s db.Statement) string { return first(first(s.Sequence, s.BankID), s.ToDay) }

// PortionView is a part of a line and where it goes, or would go.
type PortionView struct {
	Item    string // number of the open item; "" when it goes elsewhere
	Account string // ledger account code
	Party   string // number, when it waits on account of somebody
	Name    string // of the party; of the ledger account, as the policy names it, for what is proposed
	Text    string // of the item
	Role    string // RoleDifference, RoleFee; "" none of these
	Amount  money.Cents
	Left    money.Cents // open of the item afterwards; only for what is proposed
	// Dimensions of a booking on a ledger account: "kostenplaats=4010;taakveld=0.5".
	Dimensions string
}

// Roles of the ledger account of a target, besides those of items.
const (
	RoleDifference = reconcile.Difference // a small difference that is written off
	RoleFee        = "fee"                // kept back by who pays for others
)

// ChoiceView is one way to explain a line.
type ChoiceView struct {
	ID          string // see ChoiceID
	Number      int    // 1-based place in the proposal, by which Accept knows it
	Portions    []PortionView
	Rest        money.Cents // of the line, that stays to be explained
	Probability float64
	For         []Reason
	Against     []Reason
	Rule        string // of the policy, that books it so; "" none
}

// target names where the most of a choice goes.
func (c ChoiceView) target() string {
	most := slices.MaxFunc(c.Portions, func(a, b PortionView) int { return cmp.Compare(a.Amount.Abs(), b.Amount.Abs()) })
	return first(most.Item, first(most.Party, most.Account))
}

// DecisionView is one act on one line.
type DecisionView struct {
	ID          int64
	At          string // RFC 3339
	Kind        string // Accepted, Changed, Rejected, Undone
	Actor       string
	Line        LineView
	Portions    []PortionView
	Probability float64
	Reasons     []Reason
	Policy      string
	Undoes      int64 // decision it takes back; 0 none
	UndoneBy    int64 // 0: it stands
}

// viewer looks items and parties up while it builds a page, each once.
type viewer struct {
	ctx   context.Context
	q     *db.Queries
	adm   int64
	items map[int64]db.Item
	names map[string]string // of parties, by number
	// names of ledger accounts in the policy, by code; for what is proposed
	ledger map[string]string
}

func (b *Books) newViewer(ctx context.Context, q *db.Queries) *viewer {
	return &viewer{ctx: ctx, q: q, adm: b.Adm.Key, items: map[int64]db.Item{}, names: map[string]string{}}
}

func (v *viewer) item(id int64) (db.Item, error) {
	if i, found := v.items[id]; found {
		return i, nil
	}
	i, err := v.q.ItemByID(v.ctx, db.ItemByIDParams{Adm: v.adm, ID: id})
	v.items[id] = i
	return i, failed(err)
}

func (v *viewer) partyName(number string) (string, error) {
	name, found := v.names[number]
	if found {
		return name, nil
	}
	items, err := v.q.ItemsByParty(v.ctx, db.ItemsByPartyParams{Adm: v.adm, PartyNumber: number, Page: 1})
	if len(items) > 0 {
		name = items[0].PartyName
	}
	v.names[number] = name
	return name, failed(err)
}

// decision shows a kept decision.
func (v *viewer) decision(row db.Decision, line LineView) (DecisionView, error) {
	var what decided
	if err := json.Unmarshal([]byte(row.Content), &what); err != nil {
		return DecisionView{}, failed(err)
	}
	d := DecisionView{ID: row.ID, At: row.At, Kind: row.Kind, Actor: row.Actor, Line: line, Probability: row.Probability,
		Reasons: what.Reasons, Policy: row.Policy, Undoes: row.Undoes, UndoneBy: row.UndoneBy}
	for _, p := range what.Portions {
		t := PortionView{Account: p.Account, Party: p.Party, Amount: p.Amount, Dimensions: p.Dimensions}
		if p.Role == reconcile.Difference {
			t.Role = RoleDifference
		}
		switch {
		case p.Item != 0:
			t.Item = p.Number
			item, err := v.item(p.Item)
			if err != nil {
				return d, err
			}
			t.Name, t.Text = item.PartyName, item.Description
		case p.Party != "":
			var err error
			t.Text = p.Number // of the item that keeps it
			if t.Name, err = v.partyName(p.Party); err != nil {
				return d, err
			}
		}
		d.Portions = append(d.Portions, t)
	}
	return d, nil
}

// choice shows what the engine proposes, and says whether it still stands: an
// item may have been used for another line since the engine looked. accounts are
// those of the day of the line.
func (v *viewer) choice(c reconcile.Choice, accounts policy.Accounts) (view ChoiceView, stands bool, err error) {
	view = ChoiceView{ID: ChoiceID(c), Rest: c.Rest, Probability: c.Probability, For: c.For, Rule: ruleOf(c)}
	for _, r := range c.Against {
		if c.Rest != 0 || r.Code != "reconcile.reason.amount-over" { // what is put on account of somebody stays on no worklist
			view.Against = append(view.Against, r)
		}
	}
	stands = true
	for _, a := range c.Allocations {
		t := PortionView{Account: a.Account, Party: a.Party, Amount: a.Amount, Dimensions: a.Dimensions, Name: v.ledger[a.Account]}
		switch {
		case a.Account == reconcile.Difference:
			t.Account, t.Role = accounts.Difference, RoleDifference
		case a.Item == 0 && a.Party == "" && keptBack(c, a):
			t.Role = RoleFee
		case a.Item == 0 && a.Party != "":
			t.Account = accounts.OnAccount
			if t.Name, err = v.partyName(a.Party); err != nil {
				return view, false, err
			}
		case a.Item != 0:
			item, err := v.item(a.Item)
			if err != nil {
				return view, false, err
			}
			settles := a.Amount
			if item.Kind == string(ledger.Payable) {
				settles = -settles
			}
			t.Item, t.Name, t.Text = item.Number, item.PartyName, item.Description
			t.Left = money.Cents(item.Amount-item.Settled) - settles
			stands = stands && t.Left >= 0 && t.Left <= money.Cents(item.Amount)
		}
		view.Portions = append(view.Portions, t)
	}
	return view, stands, nil
}

// ruleOf gives the rule of the policy that a choice follows.
func ruleOf(c reconcile.Choice) string {
	if c.Rule != reconcile.RulePolicy {
		return ""
	}
	for _, r := range c.For {
		if r.Code == "reconcile.reason.rule" {
			return r.Args["ref"]
		}
	}
	return ""
}

// keptBack says whether a booking on a ledger account is what somebody kept back
// of the items that a choice settles: it goes the other way.
func keptBack(c reconcile.Choice, a reconcile.Allocation) bool {
	var whole money.Cents
	items := false
	for _, other := range c.Allocations {
		whole += other.Amount
		items = items || other.Item != 0
	}
	return items && (a.Amount < 0) != (whole+c.Rest < 0)
}
