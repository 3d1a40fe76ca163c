// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"rentmeester/autopilot"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/reconcile"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Model is the version of the engine, kept with what it proposed.
const Model = "reconcile/2"

// ReconcileReport says what a run did.
type ReconcileReport struct {
	Lines     int `json:"lines"`     // open lines at the start
	Automatic int `json:"automatic"` // done by the autopilot
	Proposed  int `json:"proposed"`  // waits for a person, with a proposal
	Without   int `json:"without"`   // waits for a person, nothing found
}

// Reconcile lets the engine look at every open line, carries out what the
// autopilot may do and puts the rest on the worklist with a proposal. It is one
// step: a crash leaves all of it or nothing. Running it again changes nothing.
func (b *Books) Reconcile(ctx context.Context) (report ReconcileReport, err error) {
	err = b.write(ctx, func(tx *store.Tx) error {
		r, err := b.think(ctx, tx, false)
		if err != nil {
			return err
		}
		report = r.report
		return r.finish(tx)
	})
	return report, err
}

// Refresh does what Reconcile does, but lets the engine think over a snapshot
// first and takes the administration for itself only to write the outcome, so
// that people can go on meanwhile. When the books changed while it thought, it
// writes nothing and done is false: then it has to be asked again.
func (b *Books) Refresh(ctx context.Context) (report ReconcileReport, done bool, err error) {
	var r *run
	err = b.Store.Think(ctx, b.Adm.Key, b.Now(), func(tx *store.Tx) (err error) {
		r, err = b.think(ctx, tx, false)
		return err
	})
	if err != nil {
		return report, false, err
	}
	err = b.write(ctx, func(tx *store.Tx) error {
		if done = tx.Resume(r.tx); !done {
			return nil
		}
		return r.finish(tx)
	})
	return r.report, done && err == nil, err
}

// run is one run of the engine over all that is open: first it thinks, which
// writes nothing, then it finishes.
type run struct {
	*desk
	report   ReconcileReport
	engine   *reconcile.Engine
	iban     map[int64]string // own accounts
	batches  []reconcile.Batch
	rejected map[int64]map[string]bool // by line, what was rejected for it
	undone   map[int64]bool            // lines of which something was taken back: never again by itself
	lines    []*openLine               // as they were booked
	board    *board
	budget   budget        // what the autopilot may do
	always   bool          // look at every waiting line each time, as a test does
	acts     []*act        // to be carried out
	fresh    []db.Proposal // proposals that are new or changed
	gone     []int64       // lines whose standing proposal holds no more, or changed
}

// think finds out what is to be done and proposed.
func (b *Books) think(ctx context.Context, tx *store.Tx, always bool) (*run, error) {
	d, err := b.newDesk(ctx, tx)
	if err != nil {
		return nil, err
	}
	r := &run{desk: d, always: always}
	if r.budget, err = b.budget(ctx, tx.Queries, d.policy, tx.Now); err != nil {
		return nil, err
	}
	if err := r.load(); err != nil {
		return nil, err
	}
	r.report.Lines = len(r.lines)
	if err := r.inOrderOfTime(); err != nil {
		return nil, err
	}
	return r, r.compare()
}

// finish carries out and writes what was thought of.
func (r *run) finish(tx *store.Tx) error {
	r.tx = tx
	if err := r.enact(); err != nil {
		return err
	}
	for _, a := range r.acts {
		if err := r.write(a); err != nil {
			return err
		}
	}
	if err := r.keep(); err != nil {
		return err
	}
	return tx.Audit(r.ctx, autopilot.Actor, "reconciled", "lines", r.report)
}

// act carries a proposal out when the autopilot may, as far as thinking goes.
func (r *run) act(l *openLine) (acted bool, err error) {
	p := l.proposal
	if p.Best == nil || r.undone[l.row.ID] || r.rejected[l.row.ID] != nil {
		return false, nil
	}
	verdict := r.judge(l.row, p)
	if !verdict.Act {
		return false, nil
	}
	c := *p.Best
	a := &act{line: l.row, kind: Accepted, actor: autopilot.Actor, model: Model, probability: c.Probability, reasons: c.For, ground: verdict.Ground}
	if a.portions, err = r.portions(l.row, c); err != nil {
		return false, err
	}
	if err := r.promise(a); fault.Is(err, "app.item-settled") {
		return false, nil // another line took it just now: a person must look, or the next round
	} else if err != nil {
		return false, err
	}
	r.acts = append(r.acts, a)
	r.tell(l, a)
	r.touch(l, a)
	return true, nil
}

// tell lets the engine know of an act, and that what it opened is an item from
// now on.
func (r *run) tell(l *openLine, a *act) {
	for _, i := range a.opened {
		r.engine.Update(reconcile.Item{ID: i.ID, Number: i.Number, Kind: ledger.ItemKind(i.Kind), PartyNumber: i.PartyNumber, PartyName: i.PartyName,
			IBAN: i.Iban, Amount: money.Cents(i.Amount), Open: money.Cents(i.Amount), Currency: i.Currency, Issued: day.Day(i.Issued),
			Description: i.Description})
	}
	done := make([]reconcile.Allocation, len(a.portions))
	for i, p := range a.portions {
		done[i] = remembered(p.Item, p.Account, p.Party, p.Amount)
	}
	r.engine.Apply(l.line, reconcile.Choice{Allocations: done})
}

// remembered gives an allocation as the engine remembers it: for an item, on
// account of a party, or on a ledger account.
func remembered(item int64, account, party string, amount money.Cents) reconcile.Allocation {
	if item != 0 || party != "" {
		account = ""
	}
	return reconcile.Allocation{Item: item, Account: account, Party: party, Amount: amount}
}

// acceptable takes out what a person rejected for this line before, and what
// could not be booked: more than is left of the line, or against its direction.
func (r *run) acceptable(line db.BankLine, p reconcile.Proposal) reconcile.Proposal {
	no := r.rejected[p.Line]
	all := Choices(p)
	left := make([]reconcile.Choice, 0, len(all))
	for _, c := range all {
		if !no[key(c)] && bookable(line, c) {
			left = append(left, c)
		}
	}
	if len(left) == len(all) {
		return p
	}
	p.Best, p.Runner, p.Others = nil, nil, nil
	if len(left) > 0 {
		p.Best = &left[0]
	} else if len(no) > 0 {
		p.Why = []Reason{{Code: "app.why.rejected"}} // what the engine says is of what was rejected
	}
	if len(left) > 1 {
		p.Runner, p.Others = &left[1], left[2:]
	}
	return p
}

func bookable(line db.BankLine, c reconcile.Choice) bool {
	var sum money.Cents
	for _, a := range c.Allocations {
		if a.Item == 0 && a.Account == "" && a.Party == "" {
			return false
		}
		sum += a.Amount
	}
	return fits(sum, money.Cents(line.LeftAmount))
}

// fits says whether an amount can be taken of what is left: in its direction,
// and not more.
func fits(amount, left money.Cents) bool {
	return amount != 0 && (amount > 0) == (left > 0) && amount.Abs() <= left.Abs()
}

// key names what a choice does, whatever its reasons.
func key(c reconcile.Choice) string {
	parts := make([]string, len(c.Allocations))
	for i, a := range c.Allocations {
		parts[i] = fmt.Sprintf("%d/%s/%s/%s/%d", a.Item, a.Account, a.Party, a.Dimensions, a.Amount)
	}
	sort.Strings(parts)
	return strings.Join(parts, " ")
}
