// SPDX-License-Identifier: EUPL-1.2

// Package load measures how fast the pages of a large municipality answer: it
// grows the books of an invented town by copying what is finished in them into
// earlier years, opens its pages as people do, and writes down what that took.
//
// It reaches into the tables, past the flows: copies are for measuring only, and
// their audit chain does not verify. It imports app, store and bench/machine.
package load

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"rentmeester/store"
)

// part is what grows together.
type part string

const (
	bank      part = "bank"     // statements, what they settle, and the trail of that
	invoices  part = "invoices" // documents, invoices, and what people did about them
	suppliers part = "suppliers"
)

// copied is what is copied of a table, and with which part.
type copied struct {
	table string
	with  part
	only  string // which rows; the others stand for work that is not done, or are there once
}

var copiedTables = []copied{
	{"statements", bank, "t.kind = 'booked'"},
	{"entries", bank, "t.kind = 'booked'"},
	{"bank_lines", bank, "t.state IN ('matched', 'split')"},
	{"items", bank, "t.id NOT IN (SELECT item_id FROM invoices WHERE item_id <> 0) AND (t.settled > 0 OR t.decision_id <> 0)"},
	{"decisions", bank, ""},
	{"allocations", bank, ""},
	{"journal", bank, "t.kind <> 'opening' AND (t.statement_id <> 0 OR t.decision_id <> 0)"},
	{"journal_lines", bank, "EXISTS (SELECT 1 FROM journal j WHERE j.adm = t.adm AND j.id = t.journal_id AND j.kind <> 'opening' AND (j.statement_id <> 0 OR j.decision_id <> 0))"},
	{"audit", bank, ""},
	{"cases", bank, ""},
	{"lessons", bank, ""},
	{"search_words", bank, "(t.kind = 1 AND EXISTS (SELECT 1 FROM bank_lines l WHERE l.adm = t.adm AND l.id = t.id AND l.state IN ('matched', 'split')) OR " +
		"t.kind = 4 AND EXISTS (SELECT 1 FROM items i WHERE i.adm = t.adm AND i.id = t.id AND (i.settled > 0 OR i.decision_id <> 0)) AND t.id NOT IN (SELECT item_id FROM invoices WHERE item_id <> 0))"},

	{"suppliers", suppliers, ""},
	{"supplier_accounts", suppliers, ""},
	{"search_words", suppliers, "t.kind = 3"},

	{"files", invoices, ofDocument},
	{"arrivals", invoices, ofDocument},
	{"documents", invoices, "EXISTS (SELECT 1 FROM invoices i WHERE i.adm = t.adm AND i.document_id = t.id AND " + done + ")"},
	{"invoices", invoices, "t." + isDone},
	{"items", invoices, "t.id IN (SELECT item_id FROM invoices WHERE " + isDone + ")"},
	{"holds", invoices, ofInvoice},
	{"duplicate_keys", invoices, ofInvoice},
	{"invoice_codings", invoices, ofInvoice},
	{"coding_proposals", invoices, ofInvoice},
	{"coding_cases", invoices, ofInvoice},
	{"approval_acts", invoices, ofInvoice},
	{"invoice_bookings", invoices, ofInvoice},
	{"journal", invoices, "t.id IN " + ofBookings},
	{"journal_lines", invoices, "t.journal_id IN " + ofBookings},
	{"search_words", invoices, "t.kind = 2 AND EXISTS (SELECT 1 FROM invoices i WHERE i.adm = t.adm AND i.id = t.id AND " + done + ")"},
}

const (
	isDone     = "done = TRUE" // paid to the last cent, or rejected
	done       = "i." + isDone
	ofInvoice  = "EXISTS (SELECT 1 FROM invoices i WHERE i.adm = t.adm AND i.id = t.invoice_id AND " + done + ")"
	ofBookings = "(SELECT b.journal_id FROM invoice_bookings b JOIN invoices i ON i.adm = b.adm AND i.id = b.invoice_id WHERE " + done + ")"
	ofDocument = "EXISTS (SELECT 1 FROM documents d JOIN invoices i ON i.adm = d.adm AND i.document_id = d.id WHERE d.adm = t.adm AND d.sha256 = t.sha256 AND " + done + ")"
)

// alone are the tables that stay as they are: lists, policy, what waits, what the
// program keeps for itself. A table that is neither here nor copied is an error, so
// that a new one is thought of.
var alone = []string{
	"administrations", "blob_chunks", "accounts", "batches", "instructions", "refusals", "quarantine", "policies", "proposals", "draws", "standings",
	"versions", "learned", "coding_worklist", "coding_standings", "past_files", "past_parties", "past_codings", "coding_feedback", "reminders",
	"outbox", "purchase_orders", "purchase_order_lines", "receipts", "invoice_orders", "payment_runs", "payment_run_releases",
	"payment_run_payments", "payment_run_settles", "payment_run_lines", "refused_messages", "ledger_accounts", "cost_centres", "iv3_codes",
	"iv3_forbidden", "tokens", "requests", "webhooks", "deliveries", "persons", "person_roles", "person_links", "sessions", "seconds", "presences",
	"staff_skills", "staff_near", "staff_people", "staff_levels", "staff_contracts", "staff_absences", "staff_wishes", "staff_assignments", "staff_seats",
	"staff_needs", "staff_before", "staff_pairs", "staff_travel", "staff_seated", "staff_barred", "staff_plans", "staff_placements", "staff_decisions",
	"staff_scenarios", "staff_feeds",
	"day_sums", "act_sums", // counted anew when the store opens
	"projects", "project_credits", "project_hours", "project_progress", "project_orders",
}

// Identifiers are moved by a distance of their own in each copy; 0 is none, and
// negative ones were taken back.
var identifiers = []string{"id", "statement_id", "entry_id", "line_id", "decision_id", "item_id", "invoice_id", "document_id", "journal_id",
	"undoes", "undone_by", "opens", "tied", "coded", "of_act", "credits", "seq", "reverses"}

// Texts that must differ, or that people look for, bear the number of the copy.
var marked = map[string][]string{
	"statements": {"fingerprint", "bank_id"}, "items": {"number", "end_to_end"}, "files": {"sha256"}, "arrivals": {"sha256"},
	"documents": {"sha256"}, "invoices": {"number"}, "suppliers": {"number"}, "audit": {"hash"},
}

// Days are moved back by whole years of 52 weeks.
var days = map[string][]string{
	"statements": {"from_day", "to_day"}, "entries": {"booked"}, "bank_lines": {"booked"}, "items": {"issued", "due"},
	"journal": {"day"}, "journal_lines": {"day"}, "invoices": {"issued", "due", "received", "pay_by"},
}

// Moments are moved as days are, so that what was done in a week is what was done in a
// week.
var moments = map[string][]string{
	"files": {"received"}, "arrivals": {"received"}, "documents": {"received"}, "decisions": {"at"}, "cases": {"at"}, "audit": {"at"},
	"holds": {"opened", "first_at", "second_at"}, "invoice_codings": {"coded_at"}, "coding_proposals": {"at"}, "coding_cases": {"at"},
	"approval_acts": {"at"}, "invoice_bookings": {"at"},
}

// The columns in whose order copies are inserted, of tables of which the key is no
// identifier: a key filled in its order is read and written once.
var sorted = map[string][]string{
	"duplicate_keys": {"key", "invoice_id"},
	"files":          {"sha256"}, "arrivals": {"sha256"}, "documents": {"sha256"}, "suppliers": {"number"},
}

// Growth is how large a town must become.
type Growth struct {
	Entries  int64 // bank entries
	Invoices int64
}

// Grown is how large it became.
type Grown struct {
	Entries, Lines, Items, Journal, Invoices, Suppliers, Audit int64
	Waiting                                                    int64 // bank lines
	Bytes                                                      int64 // of the whole database
}

// mostSuppliers is how many copies of the suppliers there are at most: a town has
// ten thousand of them, not two hundred thousand.
const mostSuppliers = 20

// Grow copies what is finished until the books are that large. The database must be
// of one administration, and nobody else may use it. It gives the identifier below
// which everything is that was there before.
func Grow(ctx context.Context, pool *sql.DB, dialect store.Dialect, to Growth) (below int64, err error) {
	conn, err := pool.Conn(ctx) // one, as what is copied stands in tables of its own
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := comeIn(ctx, conn, dialect); err != nil {
		return 0, err
	}
	g := grower{ctx: ctx, pool: conn, dialect: dialect}
	if err := g.look(); err != nil {
		return 0, err
	}
	years, err := g.copies("entries", "t.kind = 'booked'", to.Entries)
	if err != nil {
		return 0, err
	}
	files, err := g.copies("invoices", "t."+isDone, to.Invoices)
	if err != nil {
		return 0, err
	}
	if dialect == store.SQLite { // a town that breaks off is made anew, so that nothing is written twice
		if err := g.run("PRAGMA journal_mode = OFF"); err != nil {
			return 0, err
		}
	}
	if err := g.begin(years); err != nil {
		return 0, err
	}
	if err := g.copyAll(map[part]int64{bank: years, invoices: files, suppliers: min(files, mostSuppliers)}); err != nil {
		return 0, err
	}
	return g.step, g.end(max(years, files))
}

// grower copies rows with plain SQL of both databases.
type grower struct {
	ctx     context.Context
	pool    *sql.Conn
	dialect store.Dialect
	columns map[string][]string // of each table
	adm     int64
	rose    map[int64]int64 // by account: its balance, in the year there is
	step    int64           // between the identifiers of one copy and the next
}

// look reads which tables and columns there are, and the first identifier that is free.
func (g *grower) look() error {
	query := "SELECT m.name, p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' ORDER BY m.name, p.cid"
	if g.dialect == store.Postgres {
		query = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position"
	}
	rows, err := g.pool.QueryContext(g.ctx, query)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	g.columns = map[string][]string{}
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			return err
		}
		g.columns[table] = append(g.columns[table], column)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for table, columns := range g.columns {
		known := slices.Contains(alone, table) || slices.ContainsFunc(copiedTables, func(c copied) bool { return c.table == table })
		if !known && slices.Contains(columns, "adm") {
			return fmt.Errorf("table %s: say in bench/load how it grows", table)
		}
	}
	var id, seq int64
	err = g.pool.QueryRowContext(g.ctx, "SELECT adm, next_id, audit_seq FROM administrations").Scan(&g.adm, &id, &seq)
	g.step = max(id, seq) + 1
	return errors.Join(err, g.balances())
}
