// SPDX-License-Identifier: EUPL-1.2

package books

import (
	"context"

	"rentmeester/ledger"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Enter writes a journal entry, which is balanced by its making, and gives its
// identifier.
func Enter(ctx context.Context, tx *store.Tx, e ledger.JournalEntry, statement, decision int64) (id int64, err error) {
	id = tx.NewID()
	err = tx.Add(ctx, db.Journal{Adm: tx.Adm, ID: id, Day: string(e.Day), Kind: e.Kind, Text: e.Text,
		StatementID: statement, DecisionID: decision})
	if err != nil {
		return 0, err
	}
	for i, l := range e.Lines {
		err := tx.Add(ctx, db.JournalLine{Adm: tx.Adm, JournalID: id, Pos: int64(i + 1), Day: string(e.Day), Account: l.Account,
			Role: l.Role, Amount: int64(l.Amount), AccountID: l.BankAccount, Item: l.Item, Dimensions: l.Dimensions})
		if err != nil {
			return 0, err
		}
	}
	return id, nil
}
