// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"

	"rentmeester/app/payments"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Undo takes a decision back: with a counter-booking, the items open again and
// the line on the worklist. Nothing is erased. It gives the new decision.
// Errors: app.no-decision, app.undone-before, app.undo-of-undo, app.item-settled
// (a later return used the item: undo that first), app.onaccount-used (a later
// line settled what this one put on account: undo that first).
func (b *Books) Undo(ctx context.Context, actor string, decision int64) (id int64, err error) {
	err = b.write(ctx, func(tx *store.Tx) error {
		old, err := tx.DecisionByID(ctx, db.DecisionByIDParams{Adm: tx.Adm, ID: decision})
		if store.NoRows(err) {
			return fault.New("app.no-decision", "decision", decision)
		}
		if err != nil {
			return failed(err)
		}
		if old.Kind == Undone {
			return fault.New("app.undo-of-undo", "decision", decision)
		}
		if old.UndoneBy != 0 {
			return fault.New("app.undone-before", "decision", decision, "by", old.UndoneBy)
		}
		id = tx.NewID()
		u := undoing{ctx: ctx, tx: tx, old: old, id: id, actor: actor}
		return u.run()
	})
	return id, err
}

type undoing struct {
	ctx   context.Context
	tx    *store.Tx
	old   db.Decision
	id    int64
	actor string
	items []int64 // that it gives back
}

func (u *undoing) run() error {
	marked, err := u.tx.MarkUndone(u.ctx, db.MarkUndoneParams{Adm: u.tx.Adm, ID: u.old.ID, UndoneBy: u.id})
	if err != nil || marked != 1 {
		return failed(err)
	}
	back, err := u.free()
	if err != nil {
		return err
	}
	if err := u.reverse(); err != nil {
		return err
	}
	if err := u.reopen(back); err != nil {
		return err
	}
	err = u.tx.Add(u.ctx, db.Decision{Adm: u.tx.Adm, ID: u.id, LineID: u.old.LineID, Kind: Undone, Actor: u.actor,
		Policy: u.old.Policy, Content: "{}", At: u.tx.Stamp(), Undoes: u.old.ID})
	if err != nil {
		return err
	}
	if err := payments.Restate(u.ctx, u.tx, u.items); err != nil {
		return err
	}
	return u.tx.Audit(u.ctx, u.actor, "line."+Undone, subject("line", u.old.LineID),
		map[string]any{"decision": u.id, "undoes": u.old.ID, "amount": back})
}

// free gives the items back what the decision took, by allocations with the
// opposite sign, and says how much of the line that frees.
func (u *undoing) free() (money.Cents, error) {
	rows, err := u.tx.AllocationsOfDecision(u.ctx, db.AllocationsOfDecisionParams{Adm: u.tx.Adm, DecisionID: u.old.ID})
	if err != nil {
		return 0, failed(err)
	}
	var what decided
	if err := json.Unmarshal([]byte(u.old.Content), &what); err != nil {
		return 0, failed(err)
	}
	d := desk{ctx: u.ctx, tx: u.tx, posts: map[int64]*post{}}
	for _, p := range what.Portions {
		if err := d.move(p, -p.Amount); err != nil {
			return 0, err
		}
		d.settle(p, -p.Amount)
		if p.Item != 0 {
			u.items = append(u.items, p.Item)
		}
		if p.Opens != 0 {
			if err := u.withdraw(p); err != nil {
				return 0, err
			}
		}
	}
	var back money.Cents
	for _, row := range rows {
		back += money.Cents(row.Amount)
		row.ID, row.DecisionID, row.Amount = u.tx.NewID(), u.id, -row.Amount
		if err := u.tx.Add(u.ctx, row); err != nil {
			return 0, err
		}
	}
	return back, nil
}

// withdraw takes the item away that the decision put on account of a party. It
// stays known by its number, for nothing.
func (u *undoing) withdraw(p portion) error {
	withdrawn, err := u.tx.WithdrawItem(u.ctx, db.WithdrawItemParams{Adm: u.tx.Adm, ID: p.Opens})
	if err != nil || withdrawn == 1 {
		return failed(err)
	}
	by, err := u.tx.LastOfItem(u.ctx, db.LastOfItemParams{Adm: u.tx.Adm, ItemID: p.Opens})
	if err != nil {
		return failed(err)
	}
	return fault.New("app.onaccount-used", "number", p.Number, "line", by.LineID, "decision", by.DecisionID)
}

// reverse books the opposite of what the decision booked, on the same day.
func (u *undoing) reverse() error {
	rows, err := u.tx.JournalOfDecision(u.ctx, db.JournalOfDecisionParams{Adm: u.tx.Adm, DecisionID: u.old.ID})
	if err != nil || len(rows) == 0 {
		return failed(err)
	}
	entry := ledger.JournalEntry{Day: day.Day(rows[0].Day), Kind: "decision", Text: rows[0].Text}
	for _, r := range rows {
		entry.Lines = append(entry.Lines, ledger.Line{Account: r.Account, Role: r.Role, Amount: money.Cents(r.Amount),
			BankAccount: r.AccountID, Item: r.Item, Dimensions: r.Dimensions})
	}
	return book(u.ctx, u.tx, entry.Reverse(entry.Day, entry.Text), 0, u.id)
}

func (u *undoing) reopen(back money.Cents) error {
	line, err := u.tx.LineByID(u.ctx, db.LineByIDParams{Adm: u.tx.Adm, ID: u.old.LineID})
	if err != nil {
		return failed(err)
	}
	if back == 0 {
		return nil // a rejection: the line never left the worklist
	}
	u.tx.SetLine(line.ID, line.LeftAmount+int64(back), lineOpen)
	u.tx.DropProposal(line.ID) // what was proposed for the rest of the line no longer fits
	if err := u.tx.Flush(u.ctx); err != nil {
		return err
	}
	entry, err := u.tx.EntryByID(u.ctx, db.EntryByIDParams{Adm: u.tx.Adm, ID: line.EntryID})
	if err != nil || entry.Tied == 0 {
		return failed(err)
	}
	return openUp(u.ctx, u.tx, entry.ID, entry.Tied) // details that came while it was decided
}
