// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"strconv"
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
	reflect.TypeFor[db.Refusal]():        "refusals",
	reflect.TypeFor[db.Quarantine]():     "quarantine",
	reflect.TypeFor[db.Policy]():         "policies",
	reflect.TypeFor[db.Proposal]():       "proposals",
	reflect.TypeFor[db.Decision]():       "decisions",
	reflect.TypeFor[db.Case]():           "cases",
	reflect.TypeFor[db.Lesson]():         "lessons",
	reflect.TypeFor[db.Draw]():           "draws",
	reflect.TypeFor[db.Standing]():       "standings",
	reflect.TypeFor[db.Allocation]():     "allocations",
	reflect.TypeFor[db.Journal]():        "journal",
	reflect.TypeFor[db.JournalLine]():    "journal_lines",
	reflect.TypeFor[db.Audit]():          "audit",

	reflect.TypeFor[db.Project]():         "projects",
	reflect.TypeFor[db.ProjectCredit]():   "project_credits",
	reflect.TypeFor[db.ProjectHour]():     "project_hours",
	reflect.TypeFor[db.ProjectProgress](): "project_progress",
	reflect.TypeFor[db.ProjectOrder]():    "project_orders",

	reflect.TypeFor[db.Arrival]():           "arrivals",
	reflect.TypeFor[db.Supplier]():          "suppliers",
	reflect.TypeFor[db.SupplierAccount]():   "supplier_accounts",
	reflect.TypeFor[db.Document]():          "documents",
	reflect.TypeFor[db.Invoice]():           "invoices",
	reflect.TypeFor[db.Hold]():              "holds",
	reflect.TypeFor[db.DuplicateKey]():      "duplicate_keys",
	reflect.TypeFor[db.InvoiceCoding]():     "invoice_codings",
	reflect.TypeFor[db.CodingProposal]():    "coding_proposals",
	reflect.TypeFor[db.CodingWorklist]():    "coding_worklist",
	reflect.TypeFor[db.CodingCase]():        "coding_cases",
	reflect.TypeFor[db.CodingStanding]():    "coding_standings",
	reflect.TypeFor[db.PastFile]():          "past_files",
	reflect.TypeFor[db.PastParty]():         "past_parties",
	reflect.TypeFor[db.PastCoding]():        "past_codings",
	reflect.TypeFor[db.CodingFeedback]():    "coding_feedback",
	reflect.TypeFor[db.ApprovalAct]():       "approval_acts",
	reflect.TypeFor[db.InvoiceBooking]():    "invoice_bookings",
	reflect.TypeFor[db.PurchaseOrder]():     "purchase_orders",
	reflect.TypeFor[db.PurchaseOrderLine](): "purchase_order_lines",
	reflect.TypeFor[db.Receipt]():           "receipts",
	reflect.TypeFor[db.PaymentRunRelease](): "payment_run_releases",
	reflect.TypeFor[db.InvoiceOrder]():      "invoice_orders",
	reflect.TypeFor[db.PaymentRun]():        "payment_runs",
	reflect.TypeFor[db.PaymentRunPayment](): "payment_run_payments",
	reflect.TypeFor[db.PaymentRunSettle]():  "payment_run_settles",
	reflect.TypeFor[db.PaymentRunLine]():    "payment_run_lines",
	reflect.TypeFor[db.RefusedMessage]():    "refused_messages",
	reflect.TypeFor[db.LedgerAccount]():     "ledger_accounts",
	reflect.TypeFor[db.CostCentre]():        "cost_centres",
	reflect.TypeFor[db.Iv3Code]():           "iv3_codes",
	reflect.TypeFor[db.Iv3Forbidden]():      "iv3_forbidden",
	reflect.TypeFor[db.Version]():           "versions",
	reflect.TypeFor[db.Reminder]():          "reminders",
	reflect.TypeFor[db.Outbox]():            "outbox",
	reflect.TypeFor[db.Token]():             "tokens",
	reflect.TypeFor[db.Person]():            "persons",
	reflect.TypeFor[db.PersonRole]():        "person_roles",
	reflect.TypeFor[db.PersonLink]():        "person_links",
	reflect.TypeFor[db.Session]():           "sessions",
	reflect.TypeFor[db.Second]():            "seconds",
	reflect.TypeFor[db.Learned]():           "learned",
	reflect.TypeFor[db.Request]():           "requests",
	reflect.TypeFor[db.Webhook]():           "webhooks",
	reflect.TypeFor[db.Delivery]():          "deliveries",
	reflect.TypeFor[db.SearchWord]():        "search_words",
	reflect.TypeFor[db.Presence]():          "presences",
	reflect.TypeFor[db.DaySum]():            "day_sums",
	reflect.TypeFor[db.ActSum]():            "act_sums",

	reflect.TypeFor[db.StaffAbsence]():    "staff_absences",
	reflect.TypeFor[db.StaffAssignment](): "staff_assignments",
	reflect.TypeFor[db.StaffBarred]():     "staff_barred",
	reflect.TypeFor[db.StaffBefore]():     "staff_before",
	reflect.TypeFor[db.StaffContract]():   "staff_contracts",
	reflect.TypeFor[db.StaffDecision]():   "staff_decisions",
	reflect.TypeFor[db.StaffFeed]():       "staff_feeds",
	reflect.TypeFor[db.StaffLevel]():      "staff_levels",
	reflect.TypeFor[db.StaffNear]():       "staff_near",
	reflect.TypeFor[db.StaffNeed]():       "staff_needs",
	reflect.TypeFor[db.StaffPair]():       "staff_pairs",
	reflect.TypeFor[db.StaffPerson]():     "staff_people",
	reflect.TypeFor[db.StaffPlacement]():  "staff_placements",
	reflect.TypeFor[db.StaffPlan]():       "staff_plans",
	reflect.TypeFor[db.StaffScenario]():   "staff_scenarios",
	reflect.TypeFor[db.StaffSeat]():       "staff_seats",
	reflect.TypeFor[db.StaffSeated]():     "staff_seated",
	reflect.TypeFor[db.StaffSkill]():      "staff_skills",
	reflect.TypeFor[db.StaffTravel]():     "staff_travel",
	reflect.TypeFor[db.StaffWish]():       "staff_wishes",
}

// bulkRows is how many rows go to the database in one statement. More hardly
// helps SQLite, and on PostgreSQL it is the round trip that costs.
const bulkRows = 100

type bulk struct {
	table   string
	columns []string
	rows    int
	values  []any
	full    *sql.Stmt // inserts bulkRows rows; nil before the first time
	keep    bool      // a row that is there already stays as it is
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
		b = tx.bulkOf(table, columnsOf(v.Type()))
	}
	for i := range v.NumField() {
		b.values = append(b.values, v.Field(i).Interface())
	}
	if err := tx.findRow(ctx, row); err != nil {
		return err
	}
	tx.sumRow(row)
	return tx.counted(ctx, b)
}

func (tx *Tx) bulkOf(table string, columns []string) *bulk {
	b := &bulk{table: table, columns: columns}
	tx.bulks[table] = b
	return b
}

// addValues is Add for a row of a table that has no type.
func (tx *Tx) addValues(ctx context.Context, b *bulk, row []any) error {
	b.values = append(b.values, row...)
	return tx.counted(ctx, b)
}

// counted notes that a bulk has a row more, and writes it when it is full.
func (tx *Tx) counted(ctx context.Context, b *bulk) error {
	tx.added++
	if b.rows++; b.rows == bulkRows {
		return tx.flush(ctx, b)
	}
	return nil
}

// flush writes the rows of one table. The statement of a full bulk is prepared
// once in a step: SQLite takes as long to read it as to carry it out.
func (tx *Tx) flush(ctx context.Context, b *bulk) (err error) {
	switch {
	case b.rows == 0:
		return nil
	case b.rows < bulkRows:
		_, err = tx.tx.ExecContext(ctx, b.statement(tx.dialect), b.values...)
	default:
		if b.full == nil {
			b.full, err = tx.tx.PrepareContext(ctx, b.statement(tx.dialect))
		}
		if err == nil {
			_, err = b.full.ExecContext(ctx, b.values...)
		}
	}
	b.rows, b.values = 0, b.values[:0]
	if err != nil {
		return fault.Wrap(err, "store.failed")
	}
	return nil
}

func (b *bulk) statement(dialect Dialect) string {
	insert := fmt.Sprintf("INSERT INTO %s (%s) VALUES %s", b.table, strings.Join(b.columns, ", "), places(dialect, b.rows, make([]string, len(b.columns))))
	if b.keep {
		insert += " ON CONFLICT DO NOTHING"
	}
	return insert
}

// places writes the parameters of rows of values, ($1, $2), ($3, $4), the first
// row with their types where PostgreSQL cannot tell those. SQLite looks up
// numbered parameters by name, one by one, so it gets plain ones.
func places(dialect Dialect, rows int, types []string) string {
	var s strings.Builder
	for row := range rows {
		for i, kind := range types {
			place := "?"
			if dialect == Postgres {
				place = "$" + strconv.Itoa(row*len(types)+i+1)
			}
			if row == 0 && kind != "" {
				place = "CAST(" + place + " AS " + kind + ")"
			}
			switch {
			case i > 0:
				s.WriteString(", ")
			case row > 0:
				s.WriteString("), (")
			default:
				s.WriteString("(")
			}
			s.WriteString(place)
		}
	}
	return s.String() + ")"
}
