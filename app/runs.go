// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"rentmeester/app/payments"
	"rentmeester/ledger"
)

// follow ties a decision to the payments of our own runs that its line carries out
// or brings back.
func (d *desk) follow(a *act) error {
	if d.runs == nil {
		any, err := payments.Any(d.ctx, d.tx.Queries, d.tx.Adm)
		if err != nil {
			return err
		}
		d.runs = &any
	}
	if !*d.runs {
		return nil
	}
	var moves []payments.Move
	for _, p := range a.portions {
		amount := p.Amount
		if p.Kind == string(ledger.Payable) {
			amount = -amount
		}
		if p.Item != 0 {
			moves = append(moves, payments.Move{Item: p.Item, Amount: amount})
		}
	}
	moves, err := payments.InRuns(d.ctx, d.tx, moves)
	if err != nil || len(moves) == 0 {
		return err
	}
	line, c, err := d.said(a.line.ID)
	if err != nil {
		return err
	}
	moved := payments.Moved{Line: line.ID, Decision: a.id, Items: moves, Names: namesOf(c)}
	if why := returnReason(c); why != nil {
		moved.Why = &payments.Reason{Code: why.Code, Args: why.Args}
	}
	return payments.Follow(d.ctx, d.tx, moved)
}

// namesOf gives by what a line may name an order of ours.
func namesOf(c content) (names []string) {
	all := []string{c.EndToEndID, c.PaymentInfoID, c.MessageID, c.InstructionID, c.Reference}
	if c.Return != nil {
		all = append(all, c.Return.OriginalE2E)
	}
	for _, name := range all {
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}
