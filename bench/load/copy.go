// SPDX-License-Identifier: EUPL-1.2

package load

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rentmeester/store"
)

// How far back a copy lies: more than a year of the bank, six weeks of post, both
// that days of the week stay.
const (
	bankDays = 371
	postDays = 42
)

// copies gives how many copies make that many rows of what is there now.
func (g *grower) copies(table, which string, wanted int64) (int64, error) {
	var there int64
	err := g.pool.QueryRowContext(g.ctx, "SELECT COUNT(*) FROM "+table+" t WHERE "+which).Scan(&there)
	if err == nil && there == 0 && wanted > 0 {
		err = fmt.Errorf("%s: nothing to copy", table)
	}
	if err != nil || wanted <= there {
		return 0, err
	}
	return (wanted - 1) / there, nil
}

// begin moves the opening of the ledger to before the earliest copy: each year
// that is copied moves as much money as the year there is.
func (g *grower) begin(years int64) error {
	for _, statement := range []string{
		"UPDATE journal_lines SET amount = amount - " + number(years) + " * " + g.moved("journal_lines.account_id") + " WHERE role = 'bank' AND " + opening,
		"UPDATE journal_lines SET amount = amount + " + number(years) + " * " + g.moved("journal_lines.account_id") + " WHERE role <> 'bank' AND " + opening,
		"UPDATE journal_lines SET day = " + g.back("day", number(years*bankDays)) + " WHERE " + opening,
		"UPDATE journal SET day = " + g.back("day", number(years*bankDays)) + " WHERE kind = 'opening'",
	} {
		if _, err := g.pool.ExecContext(g.ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

const opening = "EXISTS (SELECT 1 FROM journal j WHERE j.adm = journal_lines.adm AND j.id = journal_lines.journal_id AND j.kind = 'opening')"

// moved is what an account's balance rose by in the year there is.
func (g *grower) moved(account string) string {
	cases := "0"
	for id, rose := range g.rose {
		cases = fmt.Sprintf("CASE WHEN %s = %d THEN %d ELSE %s END", account, id, rose, cases)
	}
	return "(" + cases + ")"
}

// balances reads what the balance of each account rose by.
func (g *grower) balances() error {
	rows, err := g.pool.QueryContext(g.ctx, "SELECT account_id, opening, closing FROM statements WHERE kind = 'booked' ORDER BY account_id, to_day, id")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	g.rose = map[int64]int64{}
	first := map[int64]int64{}
	for rows.Next() {
		var account, opening, closing int64
		if err := rows.Scan(&account, &opening, &closing); err != nil {
			return err
		}
		if _, known := first[account]; !known {
			first[account] = opening
		}
		g.rose[account] = closing - first[account]
	}
	return rows.Err()
}

// apart is how many days a copy lies back.
func (c copied) apart() string {
	if c.with == invoices {
		return "copies.k * " + number(postDays)
	}
	return "copies.k * " + number(bankDays)
}

// back moves a day back; no day stays none.
func (g *grower) back(column, by string) string {
	moved := "date(" + column + ", '-' || (" + by + ") || ' days')"
	if g.dialect == store.Postgres {
		moved = "to_char(CAST(NULLIF(" + column + ", '') AS date) - CAST(" + by + " AS INTEGER), 'YYYY-MM-DD')"
	}
	return "(CASE WHEN " + column + " = '' THEN '' ELSE " + moved + " END)"
}

// copyAll makes all copies of all tables, each table as a whole: in the order of its
// key, and without the indexes that can be made again, which is many times faster than
// filling them row by row.
func (g *grower) copyAll(times map[part]int64) error {
	for i, c := range copiedTables {
		if err := g.run("CREATE TEMP TABLE " + original(i) + " AS SELECT t.* FROM " + c.table + " t WHERE " + cmp.Or(c.only, "1 = 1")); err != nil {
			return err
		}
		if c.table == "search_words" {
			if err := g.run("CREATE INDEX " + original(i) + "_word ON " + original(i) + " (word, kind, id)"); err != nil {
				return err
			}
		}
	}
	again, err := g.dropIndexes()
	if err != nil {
		return err
	}
	if err := g.run("CREATE TEMP TABLE copies AS WITH RECURSIVE n (k) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT k + 1 FROM n WHERE k < " + number(max(1, times[bank], times[invoices])) + ") SELECT k FROM n"); err != nil {
		return err
	}
	for i, c := range copiedTables {
		if err := g.run(g.statement(i, c, times[c.with])); err != nil {
			return err
		}
	}
	for _, statement := range again {
		if err := g.run(statement); err != nil {
			return err
		}
	}
	return nil
}

func (g *grower) run(statement string) error {
	if _, err := g.pool.ExecContext(g.ctx, statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}

// original names the table of what is copied for that place of the list.
func original(i int) string { return "original_" + strconv.Itoa(i) }

func number(n int64) string { return strconv.FormatInt(n, 10) }

// statement inserts all copies of a table: one after the other, or in the order of the
// key where that is no identifier.
func (g *grower) statement(i int, c copied, times int64) string {
	var values []string
	for _, column := range g.columns[c.table] {
		values = append(values, g.value(c, column))
	}
	// CROSS JOIN keeps the order of the tables in SQLite
	from, which, order := "copies CROSS JOIN "+original(i)+" t", "copies.k <= "+number(times), ""
	if c.table == "search_words" { // word by word, of which one copy comes after the other: the order of the key without sorting
		from = "(SELECT DISTINCT word FROM " + original(i) + ") w CROSS JOIN copies CROSS JOIN " + original(i) + " t"
		which += " AND t.word = w.word"
	}
	if places := sorted[c.table]; places != nil {
		var keys []string
		for _, column := range places {
			keys = append(keys, strconv.Itoa(slices.Index(g.columns[c.table], column)+1))
		}
		order = " ORDER BY " + strings.Join(keys, ", ")
	}
	return "INSERT INTO " + c.table + " (" + strings.Join(g.columns[c.table], ", ") + ") SELECT " + strings.Join(values, ", ") +
		" FROM " + from + " WHERE " + which + order
}

// dropIndexes drops every index of the copied tables that is no key, and gives what
// makes them again.
func (g *grower) dropIndexes() (again []string, err error) {
	query := "SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY tbl_name, name"
	if g.dialect == store.Postgres {
		query = "SELECT indexname, indexdef, tablename FROM pg_indexes WHERE schemaname = current_schema() AND " +
			"indexname NOT IN (SELECT conname FROM pg_constraint) ORDER BY tablename, indexname"
	}
	rows, err := g.pool.QueryContext(g.ctx, query)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var names []string
	for rows.Next() {
		var name, made, table string
		if err := rows.Scan(&name, &made, &table); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(copiedTables, func(c copied) bool { return c.table == table }) {
			names, again = append(names, name), append(again, made)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for _, name := range names {
		if err := g.run("DROP INDEX " + name); err != nil {
			return nil, err
		}
	}
	return again, nil
}

// value gives what a column becomes in a copy.
func (g *grower) value(c copied, column string) string {
	by, name := "copies.k * "+number(g.step), "t."+column
	switch {
	case c.table == "duplicate_keys" && column == "key":
		return name + " + " + by
	case column == "supplier_id" && c.with == invoices:
		by = "((copies.k - 1) % " + number(mostSuppliers) + " + 1) * " + number(g.step)
		fallthrough
	case slices.Contains(identifiers, column), column == "supplier_id":
		return "CASE WHEN " + name + " > 0 THEN " + name + " + " + by + " WHEN " + name + " < 0 THEN " + name + " - " + by + " ELSE 0 END"
	case slices.Contains(marked[c.table], column):
		return "CASE WHEN " + name + " = '' THEN '' ELSE " + name + " || '-' || copies.k END"
	case slices.Contains(days[c.table], column):
		return g.back(name, c.apart())
	case slices.Contains(moments[c.table], column):
		return g.back("substr("+name+", 1, 10)", c.apart()) + " || substr(" + name + ", 11)"
	case c.table == "statements" && (column == "opening" || column == "closing"):
		return name + " - copies.k * " + g.moved("t.account_id")
	}
	return name
}

// end lets go of items that were copied less often than what settles them, sets what
// comes next, has sums counted anew when the store opens, and lets the database know how
// large its tables are.
func (g *grower) end(last int64) error {
	next := number((last + 2) * g.step)
	for _, statement := range []string{"UPDATE allocations SET item_id = 0 WHERE item_id <> 0 AND NOT EXISTS (SELECT 1 FROM items WHERE items.adm = allocations.adm AND items.id = allocations.item_id)",
		"UPDATE administrations SET next_id = " + next + ", audit_seq = " + next, "DELETE FROM versions WHERE what = 'sums'", "ANALYZE"} {
		if _, err := g.pool.ExecContext(g.ctx, statement); err != nil {
			return err
		}
	}
	return nil
}
