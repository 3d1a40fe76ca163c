// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"rentmeester/fault"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/reconcile"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Part is what a person says about a part of a line: an item by its number, a
// ledger account by its code, or a party by its number: then it waits on account
// of that party. Without an amount it takes what fits: what is open of the item,
// or what is left of the line.
type Part struct {
	Item    string
	Account string
	Party   string
	Amount  *money.Cents // in the direction of the line: positive settles
}

// Accept carries out a proposal: choice 0 is the best, 1 its runner-up, and so
// on. It gives the decision. Errors: app.no-line, app.no-proposal, app.no-choice,
// app.item-settled, app.line-closed.
func (b *Books) Accept(ctx context.Context, actor string, line int64, choice int) (int64, error) {
	return b.accept(ctx, actor, line, func([]reconcile.Choice) int { return choice })
}

// AcceptAs carries out the choice that bears this name (see ChoiceID), if it
// still stands. Errors: those of Accept, app.proposal-changed.
func (b *Books) AcceptAs(ctx context.Context, actor string, line int64, name string) (int64, error) {
	return b.accept(ctx, actor, line, named(name))
}

// AcceptTicked is AcceptAs for a proposal that was ticked among others: it says
// nothing of how often proposals are right, since nobody need have looked at each.
func (b *Books) AcceptTicked(ctx context.Context, actor string, line int64, name string) (id int64, err error) {
	err = b.write(ctx, func(tx *store.Tx) error {
		d, err := b.newDesk(ctx, tx)
		if err != nil {
			return err
		}
		d.bulk = true
		id, err = d.accept(actor, line, named(name))
		return err
	})
	return id, err
}

func (b *Books) accept(ctx context.Context, actor string, line int64, pick picker) (id int64, err error) {
	err = b.write(ctx, func(tx *store.Tx) error {
		d, err := b.newDesk(ctx, tx)
		if err != nil {
			return err
		}
		id, err = d.accept(actor, line, pick)
		return err
	})
	return id, err
}

// picker says which of the choices is meant; -1 for one that is not there.
type picker func([]reconcile.Choice) int

func best([]reconcile.Choice) int { return 0 }

func named(name string) picker {
	return func(choices []reconcile.Choice) int {
		return slices.IndexFunc(choices, func(c reconcile.Choice) bool { return ChoiceID(c) == name })
	}
}

// ChoiceID names a choice by what it does: it stays the same as long as the
// choice books the same amounts on the same items and accounts.
func ChoiceID(c reconcile.Choice) string {
	sum := sha256.Sum256([]byte(key(c)))
	return hex.EncodeToString(sum[:8])
}

// AcceptAll accepts the best proposals of these lines, all or none, and gives the
// decisions. Lines whose proposal is no longer at least this probable, or has
// become ambiguous, since the list was made are left out. Errors: those of
// Accept, app.bulk-item when two of them want the same item.
func (b *Books) AcceptAll(ctx context.Context, actor string, lines []int64, least float64) (ids []int64, err error) {
	err = b.write(ctx, func(tx *store.Tx) error {
		ids = nil
		d, err := b.newDesk(ctx, tx)
		if err != nil {
			return err
		}
		d.bulk = least > 0
		for _, line := range lines {
			still, err := d.confident(line, least)
			if err != nil {
				return err
			}
			if !still {
				continue
			}
			id, err := d.accept(actor, line, best)
			switch {
			case err == nil:
				ids = append(ids, id)
			case fault.Is(err, "app.item-settled"):
				return fault.Wrap(err, "app.bulk-item", "line", line)
			default:
				return err
			}
		}
		return nil
	})
	return ids, err
}

// confident says whether the standing proposal of a line is what a bulk act asks
// for; with least 0 any is.
func (d *desk) confident(line int64, least float64) (bool, error) {
	if least == 0 {
		return true, nil
	}
	kept, err := d.tx.ProposalOfLine(d.ctx, db.ProposalOfLineParams{Adm: d.tx.Adm, LineID: line})
	if store.NoRows(err) {
		return false, nil
	}
	if err != nil {
		return false, failed(err)
	}
	var p struct{ Ambiguous bool }
	if err := json.Unmarshal([]byte(kept.Content), &p); err != nil {
		return false, failed(err)
	}
	return kept.Probability >= least && !p.Ambiguous, nil
}

// Confident gives the open lines whose best proposal is at least this probable
// and not ambiguous, most probable first.
func (b *Books) Confident(ctx context.Context, least float64) (lines []int64, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		for skip := int32(0); ; skip += worklistPage {
			page, err := q.Worklist(ctx, db.WorklistParams{Adm: b.Adm.Key, Page: worklistPage, Skip: skip})
			if err != nil {
				return failed(err)
			}
			for _, row := range page {
				if row.Probability < least || row.Proposal == "" {
					return nil
				}
				var p reconcile.Proposal
				if err := json.Unmarshal([]byte(row.Proposal), &p); err != nil {
					return failed(err)
				}
				if p.Best != nil && !p.Ambiguous {
					lines = append(lines, row.ID)
				}
			}
			if len(page) < worklistPage {
				return nil
			}
		}
	})
	return lines, err
}

const worklistPage = 1000

func (d *desk) accept(actor string, line int64, pick picker) (int64, error) {
	row, err := d.line(line)
	if err != nil {
		return 0, err
	}
	if row.State != lineOpen {
		return 0, fault.New("app.line-closed", "line", line)
	}
	kept, err := d.tx.ProposalOfLine(d.ctx, db.ProposalOfLineParams{Adm: d.tx.Adm, LineID: line})
	if store.NoRows(err) {
		return 0, fault.New("app.no-proposal", "line", line)
	}
	if err != nil {
		return 0, failed(err)
	}
	var p reconcile.Proposal
	if err := json.Unmarshal([]byte(kept.Content), &p); err != nil {
		return 0, failed(err)
	}
	choices := Choices(p)
	choice := pick(choices)
	switch {
	case len(choices) == 0:
		return 0, fault.New("app.no-proposal", "line", line)
	case choice < 0:
		return 0, fault.New("app.proposal-changed", "line", line)
	case choice >= len(choices):
		return 0, fault.New("app.no-choice", "line", line, "choice", choice+1, "count", len(choices))
	}
	c := choices[choice]
	a := act{line: row, kind: Accepted, actor: actor, model: kept.Model, probability: c.Probability, reasons: c.For, proposal: kept.Content}
	if choice > 0 {
		a.kind = Changed
	}
	if a.portions, err = d.portions(row, c); err != nil {
		return 0, err
	}
	d.tx.DropProposal(line)
	return d.carryOut(&a)
}

// Choices gives the explanations of a proposal in their order.
func Choices(p reconcile.Proposal) []reconcile.Choice {
	var list []reconcile.Choice
	for _, c := range []*reconcile.Choice{p.Best, p.Runner} {
		if c != nil {
			list = append(list, *c)
		}
	}
	return append(list, p.Others...)
}

func (d *desk) line(id int64) (db.BankLine, error) {
	row, err := d.tx.LineByID(d.ctx, db.LineByIDParams{Adm: d.tx.Adm, ID: id})
	if store.NoRows(err) {
		return row, fault.New("app.no-line", "line", id)
	}
	return row, failed(err)
}

// said gives a bank line with what the bank said of it, which a run does not keep
// in memory.
func (d *desk) said(id int64) (line db.BankLine, c content, err error) {
	line, err = d.line(id)
	if err != nil {
		return line, c, err
	}
	if err := json.Unmarshal([]byte(line.Content), &c); err != nil {
		return line, c, failed(err)
	}
	return line, c, nil
}

// Book carries out what a person says instead of a proposal: one or more items,
// ledger accounts, parties, or all of these. With writeOff what is left goes to
// the account for differences. Errors: app.no-line, app.line-closed, app.no-item,
// app.no-party, app.no-target, app.no-amount, app.too-much, app.item-settled.
func (b *Books) Book(ctx context.Context, actor string, line int64, parts []Part, writeOff bool) (int64, error) {
	return b.book(ctx, actor, line, parts, func(d *desk, row db.BankLine, left money.Cents) ([]portion, error) {
		if !writeOff || left == 0 {
			return nil, nil
		}
		return []portion{d.toAccount(row, reconcile.Allocation{Account: reconcile.Difference, Amount: left})}, nil
	})
}

// BookWhole is Book for parts that together must be exactly what is left of the
// line. Errors: those of Book, app.not-whole.
func (b *Books) BookWhole(ctx context.Context, actor string, line int64, parts []Part) (int64, error) {
	return b.book(ctx, actor, line, parts, func(_ *desk, row db.BankLine, left money.Cents) ([]portion, error) {
		if left == 0 {
			return nil, nil
		}
		whole := money.Cents(row.LeftAmount)
		return nil, fault.New("app.not-whole", "line", row.ID, "left", whole.Abs(), "amount", (whole - left).Abs())
	})
}

// book books the parts; remainder says what becomes of what they leave.
func (b *Books) book(ctx context.Context, actor string, line int64, parts []Part,
	remainder func(*desk, db.BankLine, money.Cents) ([]portion, error)) (id int64, err error) {
	err = b.write(ctx, func(tx *store.Tx) error {
		d, err := b.newDesk(ctx, tx)
		if err != nil {
			return err
		}
		row, err := d.line(line)
		if err != nil {
			return err
		}
		if row.State != lineOpen {
			return fault.New("app.line-closed", "line", line)
		}
		a := act{line: row, kind: Changed, actor: actor}
		left := money.Cents(row.LeftAmount)
		for _, part := range parts {
			p, err := d.part(row, part, left)
			if err != nil {
				return err
			}
			left -= p.Amount
			a.portions = append(a.portions, p)
		}
		more, err := remainder(d, row, left)
		if err != nil {
			return err
		}
		a.portions = append(a.portions, more...)
		if err := d.takeProposal(&a); err != nil && !fault.Is(err, "app.no-proposal") {
			return err
		}
		id, err = d.carryOut(&a)
		return err
	})
	return id, err
}

// takeProposal puts the standing proposal of the line with the act and takes it
// off the worklist. Errors: app.no-proposal.
func (d *desk) takeProposal(a *act) error {
	kept, err := d.tx.ProposalOfLine(d.ctx, db.ProposalOfLineParams{Adm: d.tx.Adm, LineID: a.line.ID})
	if store.NoRows(err) {
		return fault.New("app.no-proposal", "line", a.line.ID)
	}
	if err != nil {
		return failed(err)
	}
	d.tx.DropProposal(a.line.ID)
	if kept.Probability == 0 {
		return fault.New("app.no-proposal", "line", a.line.ID) // it only says why nothing was found
	}
	a.proposal, a.model, a.probability = kept.Content, kept.Model, kept.Probability
	return nil
}

// part gives the portion that a person means, of a line of which left remains.
func (d *desk) part(line db.BankLine, part Part, left money.Cents) (portion, error) {
	amount := left
	if part.Amount != nil {
		amount = *part.Amount
		if line.LeftAmount < 0 {
			amount = -amount
		}
	}
	if amount == 0 {
		return portion{}, fault.New("app.no-amount", "line", line.ID)
	}
	switch {
	case part.Item != "":
		item, err := d.itemFor(part.Item, amount)
		if err != nil {
			return portion{}, err
		}
		if part.Amount == nil {
			amount = fitting(item, left)
		}
		if amount == 0 {
			return portion{}, fault.New("app.item-settled", "number", item.Number, "amount", left)
		}
		return d.toItem(line, item.ID, d.know(item), amount), nil
	case part.Party != "":
		return d.toParty(line, part.Party, amount)
	case strings.TrimSpace(part.Account) != "":
		return d.toAccount(line, reconcile.Allocation{Account: strings.TrimSpace(part.Account), Amount: amount}), nil
	default:
		return portion{}, fault.New("app.no-target", "line", line.ID)
	}
}

// fitting is how much of what is left of a line an item takes: what is open of
// it, or, when the money goes the other way, what was settled of it.
func fitting(item db.Item, left money.Cents) money.Cents {
	room := money.Cents(item.Amount - item.Settled)
	if (left > 0) != (item.Kind == string(ledger.Receivable)) {
		room = money.Cents(item.Settled)
	}
	if left < 0 {
		return max(-room, left)
	}
	return min(room, left)
}

// itemFor finds an item by its number, or by party and number ("C12/2026-7")
// where suppliers use the same number. When a receivable and a payable bear it,
// the direction of the money says which is meant. Errors: app.no-item,
// app.item-several.
func (d *desk) itemFor(number string, left money.Cents) (db.Item, error) {
	kinds := []ledger.ItemKind{ledger.Receivable, ledger.Payable}
	if left < 0 {
		kinds[0], kinds[1] = kinds[1], kinds[0]
	}
	for _, kind := range kinds {
		found, err := d.tx.ItemsByNumber(d.ctx, db.ItemsByNumberParams{Adm: d.tx.Adm, Kind: string(kind), Number: number})
		if err != nil {
			return db.Item{}, failed(err)
		}
		if len(found) > 1 {
			return db.Item{}, fault.New("app.item-several", "number", number, "count", len(found), "party", found[0].PartyNumber)
		}
		if len(found) == 1 {
			return found[0], nil
		}
	}
	if party, own, cut := strings.Cut(number, "/"); cut {
		found, err := d.tx.ItemsByNumber(d.ctx, db.ItemsByNumberParams{Adm: d.tx.Adm, Kind: string(ledger.Payable), Number: own})
		if err != nil {
			return db.Item{}, failed(err)
		}
		for _, item := range found {
			if item.PartyNumber == party {
				return item, nil
			}
		}
	}
	return db.Item{}, fault.New("app.no-item", "number", number)
}

// Reject says that a proposal is wrong. The line stays on the worklist, and the
// same explanation is not proposed for it again. Errors: app.no-line,
// app.line-closed, app.no-proposal.
func (b *Books) Reject(ctx context.Context, actor string, line int64) (int64, error) {
	return b.reject(ctx, actor, line, "")
}

// RejectAs rejects the proposal whose best choice bears this name (see
// ChoiceID), if it still stands. Errors: those of Reject, app.proposal-changed.
func (b *Books) RejectAs(ctx context.Context, actor string, line int64, name string) (int64, error) {
	return b.reject(ctx, actor, line, name)
}

func (b *Books) reject(ctx context.Context, actor string, line int64, name string) (id int64, err error) {
	err = b.write(ctx, func(tx *store.Tx) error {
		d, err := b.newDesk(ctx, tx)
		if err != nil {
			return err
		}
		a := act{kind: Rejected, actor: actor}
		if a.line, err = d.line(line); err != nil {
			return err
		}
		if err := d.takeProposal(&a); err != nil {
			return err
		}
		var p reconcile.Proposal
		if err := json.Unmarshal([]byte(a.proposal), &p); err != nil {
			return failed(err)
		}
		if name != "" && (p.Best == nil || ChoiceID(*p.Best) != name) {
			return fault.New("app.proposal-changed", "line", line)
		}
		id, err = d.carryOut(&a)
		return err
	})
	return id, err
}
