// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"
	"fmt"
	"sort"
	"strings"

	"rentmeester/autopilot"
	"rentmeester/day"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/party"
	"rentmeester/payment"
	"rentmeester/reconcile"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Model is the version of the engine, kept with what it proposed.
const Model = "reconcile/1"

// ReconcileReport says what a run did.
type ReconcileReport struct {
	Lines     int `json:"lines"`     // open lines at the start
	Automatic int `json:"automatic"` // done by the autopilot
	Proposed  int `json:"proposed"`  // waits for a person, with a proposal
	Without   int `json:"without"`   // waits for a person, nothing found
}

// maxWindows is in how many portions a run goes through the lines, in the order
// in which the bank booked them: what an earlier payment settled makes a later
// one plain. Each portion looks again at what waits, so more would cost time for
// little. maxRounds bounds how often it looks once more at the end, since a
// return can be explained once its payment is.
const (
	maxWindows = 12
	maxRounds  = 6
)

// Reconcile lets the engine look at every open line, carries out what the
// autopilot may do and puts the rest on the worklist with a proposal. It is one
// step: a crash leaves all of it or nothing. Running it again changes nothing.
func (b *Books) Reconcile(ctx context.Context) (report ReconcileReport, err error) {
	err = b.write(ctx, func(tx *store.Tx) error {
		report = ReconcileReport{}
		d, err := b.newDesk(ctx, tx)
		if err != nil {
			return err
		}
		r := run{desk: d, report: &report}
		if err := r.load(); err != nil {
			return err
		}
		report.Lines = len(r.lines)
		if err := r.inOrderOfTime(); err != nil {
			return err
		}
		if err := r.compare(); err != nil {
			return err
		}
		if err := r.keep(); err != nil {
			return err
		}
		return tx.Audit(ctx, autopilot.Actor, "reconciled", "lines", report)
	})
	return report, err
}

// run is one run of the engine over all that is open.
type run struct {
	*desk
	report    *ReconcileReport
	engine    *reconcile.Engine
	iban      map[int64]string
	lines     []db.BankLine
	items     map[int64]db.Item
	batches   []reconcile.Batch
	rejected  map[int64]map[string]bool // by line, what was rejected for it
	undone    map[int64]bool            // lines of which something was taken back: never again by itself
	thinking  bool                      // carry nothing out: gather it in later
	later     []act
	fresh     []db.Proposal        // proposals that are new or changed
	gone      []int64              // lines whose standing proposal holds no more, or changed
	proposals []reconcile.Proposal // of the last round, for lines still open
}

func (r *run) load() error {
	accounts, err := r.tx.Accounts(r.ctx, r.tx.Adm)
	if err != nil {
		return failed(err)
	}
	r.iban = map[int64]string{}
	for _, a := range accounts {
		r.iban[a.ID] = a.Iban
	}
	for after := int64(0); ; {
		page, err := r.tx.OpenLines(r.ctx, db.OpenLinesParams{Adm: r.tx.Adm, After: after, Page: 5000})
		if err != nil {
			return failed(err)
		}
		if len(page) == 0 {
			break
		}
		r.lines, after = append(r.lines, page...), page[len(page)-1].ID
	}
	if len(r.lines) == 0 {
		return nil
	}
	return r.loadMemory()
}

// loadMemory fetches what the run needs once: batches sent, and what people said
// no to.
func (r *run) loadMemory() (err error) {
	if r.batches, err = r.loadBatches(); err != nil {
		return err
	}
	rejected, err := r.tx.RejectedChoices(r.ctx, r.tx.Adm)
	if err != nil {
		return failed(err)
	}
	r.rejected = map[int64]map[string]bool{}
	for _, row := range rejected {
		var what decided
		var p reconcile.Proposal
		if err := json.Unmarshal([]byte(row.Content), &what); err != nil {
			return failed(err)
		}
		if err := json.Unmarshal(what.Proposal, &p); err != nil {
			return failed(err)
		}
		if p.Best != nil {
			if r.rejected[row.LineID] == nil {
				r.rejected[row.LineID] = map[string]bool{}
			}
			r.rejected[row.LineID][key(*p.Best)] = true
		}
	}
	undone, err := r.tx.UndoneLines(r.ctx, r.tx.Adm)
	r.undone = map[int64]bool{}
	for _, id := range undone {
		r.undone[id] = true
	}
	return failed(err)
}

// key names what a choice does, whatever its reasons.
func key(c reconcile.Choice) string {
	parts := make([]string, len(c.Allocations))
	for i, a := range c.Allocations {
		parts[i] = fmt.Sprintf("%d/%s/%d", a.Item, a.Account, a.Amount)
	}
	sort.Strings(parts)
	return strings.Join(parts, " ")
}

func (r *run) loadBatches() ([]reconcile.Batch, error) {
	rows, err := r.tx.Batches(r.ctx, r.tx.Adm)
	if err != nil {
		return nil, failed(err)
	}
	list := make([]reconcile.Batch, 0, len(rows))
	for _, row := range rows {
		orders, err := r.tx.Instructions(r.ctx, db.InstructionsParams{Adm: r.tx.Adm, BatchID: row.ID})
		if err != nil {
			return nil, failed(err)
		}
		b := reconcile.Batch{ID: row.ID, Kind: payment.Kind(row.Kind), InfoID: row.InfoID, MessageID: row.MessageID,
			Account: row.Account, Execution: day.Day(row.Execution), Total: money.Cents(row.Total), Count: int(row.Count)}
		for _, o := range orders {
			b.Instructions = append(b.Instructions, reconcile.Instruction{EndToEndID: o.EndToEnd, Amount: money.Cents(o.Amount),
				IBAN: o.PartyIban, Name: o.PartyName, MandateID: o.Mandate, Reference: o.Reference, Text: o.Remittance})
		}
		list = append(list, b)
	}
	return list, nil
}

// inOrderOfTime builds the engine on what the books say now and goes through the
// lines as they were booked. A window ends with a day.
func (r *run) inOrderOfTime() error {
	if len(r.lines) == 0 {
		return nil
	}
	if err := r.build(); err != nil {
		return err
	}
	all := r.lines
	sort.SliceStable(all, func(i, j int) bool {
		return all[i].Booked < all[j].Booked || all[i].Booked == all[j].Booked && all[i].ID < all[j].ID
	})
	r.lines = nil
	for from, size := 0, len(all)/maxWindows+1; from < len(all); {
		to := min(from+size, len(all))
		for to < len(all) && all[to].Booked == all[to-1].Booked {
			to++
		}
		r.lines = append(r.lines, all[from:to]...)
		if _, err := r.round(); err != nil {
			return err
		}
		from = to
	}
	for range maxRounds {
		if done, err := r.round(); err != nil || done == 0 {
			return err
		}
	}
	return nil
}

func (r *run) build() error {
	items, err := r.loadItems()
	if err != nil {
		return err
	}
	settled, known, err := r.loadSettled()
	if err != nil {
		return err
	}
	now := r.policy.On(day.Of(r.tx.Now))
	r.engine = reconcile.New(reconcile.Settings{Tolerance: now.Tolerance}, items, r.batches, settled, known)
	return nil
}

// round lets the engine look at the lines in hand and carries out what the
// autopilot may do; the others stay in hand with what was proposed for them.
func (r *run) round() (done int, err error) {
	lines := make([]reconcile.Line, len(r.lines))
	for i, row := range r.lines {
		if lines[i], err = toEngine(row, r.iban[row.AccountID]); err != nil {
			return 0, err
		}
	}
	var open []db.BankLine
	r.proposals = nil
	for i, p := range r.engine.ProposeAll(lines) {
		p = r.acceptable(r.lines[i], p)
		acted, err := r.autopilot(r.lines[i], p)
		if err != nil {
			return done, err
		}
		if acted {
			done++
			r.engine.Apply(lines[i], *p.Best)
			continue
		}
		open, r.proposals = append(open, r.lines[i]), append(r.proposals, p)
	}
	r.lines = open
	r.report.Automatic += done
	return done, nil
}

func (r *run) loadItems() ([]reconcile.Item, error) {
	r.items = map[int64]db.Item{}
	var list []reconcile.Item
	for after := int64(0); ; {
		page, err := r.tx.Items(r.ctx, db.ItemsParams{Adm: r.tx.Adm, After: after, Page: 5000})
		if err != nil {
			return nil, failed(err)
		}
		if len(page) == 0 {
			return list, nil
		}
		for _, i := range page {
			r.items[i.ID] = i
			list = append(list, reconcile.Item{ID: i.ID, Number: i.Number, Kind: ledger.ItemKind(i.Kind), PartyNumber: i.PartyNumber,
				PartyName: i.PartyName, IBAN: i.Iban, Amount: money.Cents(i.Amount), Open: money.Cents(i.Amount - i.Settled),
				Currency: i.Currency, Issued: day.Day(i.Issued), Due: day.Day(i.Due), Reference: i.Reference,
				EndToEndID: i.EndToEnd, MandateID: i.Mandate, BatchID: i.Batch, Description: i.Description})
		}
		after = page[len(page)-1].ID
	}
}

// loadSettled fetches what was settled before: returns take it back, and it says
// whose accounts have paid for whom.
func (r *run) loadSettled() ([]reconcile.Settled, []reconcile.KnownPayer, error) {
	rows, err := r.tx.SettledLines(r.ctx, r.tx.Adm)
	if err != nil {
		return nil, nil, failed(err)
	}
	at := map[int64]int{}
	var settled []reconcile.Settled
	times := map[[2]string]int{}
	var order [][2]string
	for _, row := range rows {
		i, found := at[row.LineID]
		if !found {
			s, err := toSettled(row)
			if err != nil {
				return nil, nil, err
			}
			i = len(settled)
			at[row.LineID], settled = i, append(settled, s)
		}
		settled[i].Allocations = append(settled[i].Allocations, reconcile.Allocation{Item: row.ItemID, Account: row.Account, Amount: money.Cents(row.Amount)})
		if party := r.items[row.ItemID].PartyNumber; party != "" && row.PartyIban != "" {
			k := [2]string{row.PartyIban, party}
			if times[k]++; times[k] == 1 {
				order = append(order, k)
			}
		}
	}
	known := make([]reconcile.KnownPayer, len(order))
	for i, k := range order {
		known[i] = reconcile.KnownPayer{IBAN: k[0], PartyNumber: k[1], Times: times[k]}
	}
	return settled, known, nil
}

func toSettled(row db.SettledLinesRow) (reconcile.Settled, error) {
	var c content
	if err := json.Unmarshal([]byte(row.Content), &c); err != nil {
		return reconcile.Settled{}, failed(err)
	}
	return reconcile.Settled{Line: row.LineID, Amount: money.Cents(row.LineAmount), Currency: c.Currency, Booked: day.Day(row.Booked),
		EndToEndID: c.EndToEndID, MandateID: c.MandateID, PaymentInfoID: c.PaymentInfoID, MessageID: c.MessageID,
		InstructionID: c.InstructionID, Counterparty: party.Party{Name: row.PartyName, Account: row.PartyIban}}, nil
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
	}
	if len(left) > 1 {
		p.Runner, p.Others = &left[1], left[2:]
	}
	return p
}

func bookable(line db.BankLine, c reconcile.Choice) bool {
	var sum money.Cents
	for _, a := range c.Allocations {
		sum += a.Amount
	}
	return fits(sum, money.Cents(line.LeftAmount))
}

// fits says whether an amount can be taken of what is left: in its direction,
// and not more.
func fits(amount, left money.Cents) bool {
	return amount != 0 && (amount > 0) == (left > 0) && amount.Abs() <= left.Abs()
}

// autopilot carries a proposal out when it may.
func (r *run) autopilot(line db.BankLine, p reconcile.Proposal) (acted bool, err error) {
	if p.Best == nil || r.undone[line.ID] || r.rejected[line.ID] != nil {
		return false, nil
	}
	c := *p.Best
	verdict := autopilot.DecideBank(autopilot.Proposal{Safe: c.Safe, Ambiguous: p.Ambiguous, Probability: c.Probability,
		Complete: c.Rest == 0}, r.policy.On(day.Day(line.Booked)))
	if !verdict.Act {
		return false, nil
	}
	a := act{line: line, kind: Accepted, actor: autopilot.Actor, model: Model, probability: c.Probability, reasons: c.For}
	for _, al := range c.Allocations {
		if al.Item == 0 {
			a.portions = append(a.portions, r.toAccount(line, al.Account, al.Amount))
			continue
		}
		a.portions = append(a.portions, r.toItem(line, r.items[al.Item], al.Amount))
	}
	if r.thinking {
		r.later = append(r.later, a)
		return true, nil
	}
	_, err = r.carryOut(a)
	return err == nil, err
}
