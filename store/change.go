// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"rentmeester/fault"
)

// changes gathers what a step changes of rows that are there, so that thousands
// go to the database in one statement and in the order of the table.
type changes struct {
	settled map[int64]int64    // item → what is added to its settled amount
	lines   map[int64]lineLeft // bank line → what is left of it
	gone    map[int64]bool     // bank lines whose standing proposal goes
}

type lineLeft struct {
	left  int64
	state string
}

func newChanges() changes {
	return changes{map[int64]int64{}, map[int64]lineLeft{}, map[int64]bool{}}
}

// Settle adds to what is settled of an item, or takes it back when the amount is
// negative. The database refuses the step when that leaves less than nothing or
// more than the item. As with Add, it is there after Flush.
func (tx *Tx) Settle(item, amount int64) { tx.changes.settled[item] += amount }

// SetLine says what is left of a bank line and how it stands. As with Add, it is
// there after Flush.
func (tx *Tx) SetLine(line, left int64, state string) { tx.changes.lines[line] = lineLeft{left, state} }

// DropProposal takes the standing proposal of a bank line away, if there is one.
// As with Add, it is gone after Flush, and before that no other may be added.
func (tx *Tx) DropProposal(line int64) { tx.changes.gone[line] = true }

// edit is a statement that changes rows by their identifier, the first value of
// each row that it is given.
type edit struct {
	statement string   // %d: the administration; %s: the rows
	types     []string // of the values
	every     bool     // each row must be there
}

var (
	dropProposals = edit{`DELETE FROM proposals WHERE adm = %d AND line_id IN (SELECT column1 FROM (VALUES %s) AS v)`, []string{"BIGINT"}, false}
	settleItems   = edit{`UPDATE items SET settled = settled + v.column2 FROM (VALUES %[2]s) AS v
WHERE items.adm = %[1]d AND items.id = v.column1`, []string{"BIGINT", "BIGINT"}, true}
	// doneOfItems says of the invoices of items whether they are done with, now that
	// something of the items was settled or taken back.
	doneOfItems = edit{`UPDATE invoices SET done = (items.settled = items.amount) FROM (VALUES %[2]s) AS v, items
WHERE invoices.adm = %[1]d AND invoices.item_id = v.column1 AND invoices.item_id <> 0 AND invoices.state IN ('booked', 'paying')
  AND items.adm = %[1]d AND items.id = v.column1`, []string{"BIGINT"}, false}
	setLines = edit{`UPDATE bank_lines SET left_amount = v.column2, state = v.column3 FROM (VALUES %[2]s) AS v
WHERE bank_lines.adm = %[1]d AND bank_lines.id = v.column1`, []string{"BIGINT", "BIGINT", "TEXT"}, true}
)

// Flush writes every row added and every change made so far: first what goes,
// then what comes, then what changes.
func (tx *Tx) Flush(ctx context.Context) error {
	c := tx.changes
	tx.changes = newChanges()
	if err := tx.edit(ctx, dropProposals, inOrder(c.gone, func(id int64, _ bool) []any { return []any{id} })); err != nil {
		return err
	}
	if err := tx.writeWords(ctx); err != nil {
		return err
	}
	for _, b := range tx.bulks {
		if err := tx.flush(ctx, b); err != nil {
			return err
		}
	}
	if err := tx.edit(ctx, settleItems, inOrder(c.settled, func(id, amount int64) []any { return []any{id, amount} })); err != nil {
		return err
	}
	if err := tx.edit(ctx, doneOfItems, inOrder(c.settled, func(id, _ int64) []any { return []any{id} })); err != nil {
		return err
	}
	if err := tx.sumLines(ctx, c.lines); err != nil {
		return err
	}
	if err := tx.edit(ctx, setLines, inOrder(c.lines, func(id int64, l lineLeft) []any { return []any{id, l.left, l.state} })); err != nil {
		return err
	}
	return tx.writeSums(ctx)
}

// inOrder gives the rows of a map in the order of their identifiers, which is
// that of the table.
func inOrder[V any](m map[int64]V, row func(int64, V) []any) [][]any {
	rows := make([][]any, 0, len(m))
	for _, id := range slices.Sorted(maps.Keys(m)) {
		rows = append(rows, row(id, m[id]))
	}
	return rows
}

// edit carries a statement out, a thousand rows at a time.
func (tx *Tx) edit(ctx context.Context, e edit, rows [][]any) error {
	for part := range slices.Chunk(rows, 1000) {
		statement := fmt.Sprintf(e.statement, tx.Adm, places(tx.dialect, len(part), e.types))
		result, err := tx.tx.ExecContext(ctx, statement, slices.Concat(part...)...)
		if err != nil {
			return fault.Wrap(err, "store.failed")
		}
		changed, err := result.RowsAffected()
		if err != nil {
			return fault.Wrap(err, "store.failed")
		}
		if e.every && changed != int64(len(part)) {
			return fault.New("store.out-of-step", "changed", changed, "asked", len(part))
		}
	}
	return nil
}
