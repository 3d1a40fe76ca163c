// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"
	"strings"

	"rentmeester/fault"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/reconcile"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Part is what a person says about a part of a line: an item by its number, or a
// ledger account by its code. Without an amount it takes what fits: what is open
// of the item, or what is left of the line.
type Part struct {
	Item    string
	Account string
	Amount  *money.Cents // in the direction of the line: positive settles
}

// Accept carries out a proposal: choice 0 is the best, 1 its runner-up, and so
// on. It gives the decision. Errors: app.no-line, app.no-proposal,
// app.item-settled, app.line-closed.
func (b *Books) Accept(ctx context.Context, actor string, line int64, choice int) (id int64, err error) {
	err = b.write(ctx, func(tx *store.Tx) error {
		d, err := b.newDesk(ctx, tx)
		if err != nil {
			return err
		}
		id, err = d.accept(actor, line, choice)
		return err
	})
	return id, err
}

// AcceptAll accepts the best proposals of at least this probability, all or
// none, and gives the decisions. A proposal that two lines have in common is
// carried out for the first; the other stays.
func (b *Books) AcceptAll(ctx context.Context, actor string, lines []int64) (ids []int64, err error) {
	err = b.write(ctx, func(tx *store.Tx) error {
		ids = nil
		d, err := b.newDesk(ctx, tx)
		if err != nil {
			return err
		}
		for _, line := range lines {
			id, err := d.accept(actor, line, 0)
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

func (d *desk) accept(actor string, line int64, choice int) (int64, error) {
	row, err := d.line(line)
	if err != nil {
		return 0, err
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
	if choice < 0 || choice >= len(choices) {
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
	if err := d.tx.DeleteProposal(d.ctx, db.DeleteProposalParams{Adm: d.tx.Adm, LineID: line}); err != nil {
		return 0, failed(err)
	}
	return d.carryOut(a)
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

// portions turns a choice of the engine into what is to be booked.
func (d *desk) portions(line db.BankLine, c reconcile.Choice) ([]portion, error) {
	list := make([]portion, 0, len(c.Allocations))
	for _, a := range c.Allocations {
		if a.Item == 0 {
			list = append(list, d.toAccount(line, a.Account, a.Amount))
			continue
		}
		item, err := d.tx.ItemByID(d.ctx, db.ItemByIDParams{Adm: d.tx.Adm, ID: a.Item})
		if err != nil {
			return nil, failed(err)
		}
		list = append(list, d.toItem(line, item, a.Amount))
	}
	return list, nil
}

func (d *desk) line(id int64) (db.BankLine, error) {
	row, err := d.tx.LineByID(d.ctx, db.LineByIDParams{Adm: d.tx.Adm, ID: id})
	if store.NoRows(err) {
		return row, fault.New("app.no-line", "line", id)
	}
	return row, failed(err)
}

// Book carries out what a person says instead of a proposal: one or more items,
// ledger accounts, or both. With writeOff what is left goes to the account for
// differences. Errors: app.no-line, app.no-item, app.too-much, app.item-settled.
func (b *Books) Book(ctx context.Context, actor string, line int64, parts []Part, writeOff bool) (id int64, err error) {
	err = b.write(ctx, func(tx *store.Tx) error {
		d, err := b.newDesk(ctx, tx)
		if err != nil {
			return err
		}
		row, err := d.line(line)
		if err != nil {
			return err
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
		if writeOff && left != 0 {
			a.portions = append(a.portions, d.toAccount(row, reconcile.Difference, left))
		}
		kept, err := tx.ProposalOfLine(ctx, db.ProposalOfLineParams{Adm: tx.Adm, LineID: line})
		if err == nil {
			a.proposal, a.model, a.probability = kept.Content, kept.Model, kept.Probability
		} else if !store.NoRows(err) {
			return failed(err)
		}
		if err := tx.DeleteProposal(ctx, db.DeleteProposalParams{Adm: tx.Adm, LineID: line}); err != nil {
			return failed(err)
		}
		id, err = d.carryOut(a)
		return err
	})
	return id, err
}

// part gives the portion that a person means, of a line of which left remains.
func (d *desk) part(line db.BankLine, part Part, left money.Cents) (portion, error) {
	var amount money.Cents
	if part.Amount != nil {
		amount = *part.Amount
		if left < 0 {
			amount = -amount
		}
		if amount == 0 {
			return portion{}, fault.New("app.no-amount", "line", line.ID)
		}
	}
	if part.Item == "" {
		code := strings.TrimSpace(part.Account)
		if code == "" {
			return portion{}, fault.New("app.no-target", "line", line.ID)
		}
		if part.Amount == nil {
			amount = left
		}
		return d.toAccount(line, code, amount), nil
	}
	item, err := d.itemFor(part.Item, left)
	if err != nil {
		return portion{}, err
	}
	if part.Amount == nil {
		amount = fitting(item, left)
	}
	return d.toItem(line, item, amount), nil
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

// itemFor finds an item by its number. When a receivable and a payable bear the
// same number, the direction of the money says which is meant.
func (d *desk) itemFor(number string, left money.Cents) (db.Item, error) {
	kinds := []ledger.ItemKind{ledger.Receivable, ledger.Payable}
	if left < 0 {
		kinds[0], kinds[1] = kinds[1], kinds[0]
	}
	for _, kind := range kinds {
		item, err := d.tx.ItemByNumber(d.ctx, db.ItemByNumberParams{Adm: d.tx.Adm, Kind: string(kind), Number: number})
		if err == nil {
			return item, nil
		}
		if !store.NoRows(err) {
			return item, failed(err)
		}
	}
	return db.Item{}, fault.New("app.no-item", "number", number)
}

// Reject says that a proposal is wrong. The line stays on the worklist, and the
// same explanation is not proposed for it again.
func (b *Books) Reject(ctx context.Context, actor string, line int64) (id int64, err error) {
	err = b.write(ctx, func(tx *store.Tx) error {
		d, err := b.newDesk(ctx, tx)
		if err != nil {
			return err
		}
		row, err := d.line(line)
		if err != nil {
			return err
		}
		kept, err := tx.ProposalOfLine(ctx, db.ProposalOfLineParams{Adm: tx.Adm, LineID: line})
		if store.NoRows(err) {
			return fault.New("app.no-proposal", "line", line)
		}
		if err != nil {
			return failed(err)
		}
		if err := tx.DeleteProposal(ctx, db.DeleteProposalParams{Adm: tx.Adm, LineID: line}); err != nil {
			return failed(err)
		}
		id, err = d.carryOut(act{line: row, kind: Rejected, actor: actor, model: kept.Model,
			probability: kept.Probability, proposal: kept.Content})
		return err
	})
	return id, err
}
