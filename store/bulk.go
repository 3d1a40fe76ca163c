// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"rentmeester/fault"
	"rentmeester/store/db"
)

// tables says which row goes into which table; the columns are those of the
// generated row itself.
var tables = map[reflect.Type]string{
	reflect.TypeFor[db.Administration](): "administrations",
	reflect.TypeFor[db.File]():           "files",
	reflect.TypeFor[db.BlobChunk]():      "blob_chunks",
	reflect.TypeFor[db.Account]():        "accounts",
	reflect.TypeFor[db.Statement]():      "statements",
	reflect.TypeFor[db.Entry]():          "entries",
	reflect.TypeFor[db.BankLine]():       "bank_lines",
	reflect.TypeFor[db.Item]():           "items",
	reflect.TypeFor[db.Batch]():          "batches",
	reflect.TypeFor[db.Instruction]():    "instructions",
	reflect.TypeFor[db.Quarantine]():     "quarantine",
	reflect.TypeFor[db.Policy]():         "policies",
	reflect.TypeFor[db.Proposal]():       "proposals",
	reflect.TypeFor[db.Decision]():       "decisions",
	reflect.TypeFor[db.Allocation]():     "allocations",
	reflect.TypeFor[db.Journal]():        "journal",
	reflect.TypeFor[db.JournalLine]():    "journal_lines",
	reflect.TypeFor[db.Audit]():          "audit",
}

// bulkRows is how many rows go to the database in one statement. More hardly
// helps SQLite, and on PostgreSQL it is the round trip that costs.
const bulkRows = 100

type bulk struct {
	table   string
	columns []string
	rows    int
	values  []any
}

// Add inserts a row, together with others of its kind: it is in the database
// after Flush, which the end of the step does by itself. A query that must see
// the row needs a Flush before it.
func (tx *Tx) Add(ctx context.Context, row any) error {
	v := reflect.ValueOf(row)
	table, known := tables[v.Type()]
	if !known {
		panic(fmt.Sprintf("store: no table for %T", row)) // a mistake in the program
	}
	b := tx.bulks[table]
	if b == nil {
		b = &bulk{table: table}
		for i := range v.NumField() {
			b.columns = append(b.columns, v.Type().Field(i).Tag.Get("db"))
		}
		tx.bulks[table] = b
	}
	for i := range v.NumField() {
		b.values = append(b.values, v.Field(i).Interface())
	}
	tx.added++
	if b.rows++; b.rows == bulkRows {
		return tx.flush(ctx, b)
	}
	return nil
}

// Flush writes every row added so far.
func (tx *Tx) Flush(ctx context.Context) error {
	for _, b := range tx.bulks {
		if err := tx.flush(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) flush(ctx context.Context, b *bulk) error {
	if b.rows == 0 {
		return nil
	}
	_, err := tx.tx.ExecContext(ctx, b.statement(tx.dialect), b.values...)
	b.rows, b.values = 0, b.values[:0]
	if err != nil {
		return fault.Wrap(err, "store.failed")
	}
	return nil
}

// statement writes the insert. SQLite looks up numbered parameters by name, one
// by one, so it gets plain ones.
func (b *bulk) statement(dialect Dialect) string {
	var s strings.Builder
	fmt.Fprintf(&s, "INSERT INTO %s (%s) VALUES ", b.table, strings.Join(b.columns, ", "))
	for i := range b.values {
		switch {
		case i%len(b.columns) != 0:
			s.WriteString(", ")
		case i > 0:
			s.WriteString("), (")
		default:
			s.WriteString("(")
		}
		if dialect == SQLite {
			s.WriteString("?")
		} else {
			fmt.Fprintf(&s, "$%d", i+1)
		}
	}
	s.WriteString(")")
	return s.String()
}
