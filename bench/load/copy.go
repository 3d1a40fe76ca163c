// SPDX-License-Identifier: EUPL-1.2

package load

import (
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
		"UPDATE journal_lines SET amount = amount - " + strconv.FormatInt(years, 10) + " * " + g.moved("journal_lines.account_id") + " WHERE role = 'bank' AND " + opening,
		"UPDATE journal_lines SET amount = amount + " + strconv.FormatInt(years, 10) + " * " + g.moved("journal_lines.account_id") + " WHERE role <> 'bank' AND " + opening,
		"UPDATE journal_lines SET day = " + g.back("day", years*bankDays) + " WHERE " + opening,
		"UPDATE journal SET day = " + g.back("day", years*bankDays) + " WHERE kind = 'opening'",
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

// back moves a day back; no day stays none.
func (g *grower) back(column string, by int64) string {
	moved := "date(" + column + ", '-" + strconv.FormatInt(by, 10) + " days')"
	if g.dialect == store.Postgres {
		moved = "to_char(CAST(NULLIF(" + column + ", '') AS date) - " + strconv.FormatInt(by, 10) + ", 'YYYY-MM-DD')"
	}
	return "CASE WHEN " + column + " = '' THEN '' ELSE " + moved + " END"
}

// copy copies the first rows of these parts once more.
func (g *grower) copy(k int64, parts []part) error {
	tx, err := g.pool.BeginTx(g.ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing is left of it after a commit
	for _, c := range copiedTables {
		if !slices.Contains(parts, c.with) {
			continue
		}
		statement := g.statement(c, k)
		if _, err := tx.ExecContext(g.ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return tx.Commit()
}

func (g *grower) statement(c copied, k int64) string {
	var values []string
	for _, column := range g.columns[c.table] {
		values = append(values, g.value(c, column, k))
	}
	which := []string{"t.adm = " + strconv.FormatInt(g.adm, 10), g.first(c.table)}
	if c.only != "" {
		which = append(which, c.only)
	}
	return "INSERT INTO " + c.table + " (" + strings.Join(g.columns[c.table], ", ") + ") SELECT " + strings.Join(values, ", ") +
		" FROM " + c.table + " t WHERE " + strings.Join(which, " AND ")
}

// first leaves out what was copied before.
func (g *grower) first(table string) string {
	for _, column := range slices.Concat(identifiers, []string{"supplier_id"}) {
		if slices.Contains(g.columns[table], column) && column != "undoes" {
			return "t." + column + " < " + strconv.FormatInt(g.step, 10)
		}
	}
	return "t.sha256 NOT LIKE '%-%'"
}

// value gives what a column becomes in a copy.
func (g *grower) value(c copied, column string, k int64) string {
	by, name := strconv.FormatInt(k*g.step, 10), "t."+column
	switch {
	case c.table == "duplicate_keys" && column == "key":
		return name + " + " + by
	case column == "supplier_id" && c.with == invoices:
		by = strconv.FormatInt(((k-1)%mostSuppliers+1)*g.step, 10)
		fallthrough
	case slices.Contains(identifiers, column), column == "supplier_id":
		return "CASE WHEN " + name + " > 0 THEN " + name + " + " + by + " WHEN " + name + " < 0 THEN " + name + " - " + by + " ELSE 0 END"
	case slices.Contains(marked[c.table], column):
		return "CASE WHEN " + name + " = '' THEN '' ELSE " + name + " || '-" + strconv.FormatInt(k, 10) + "' END"
	case slices.Contains(days[c.table], column):
		apart := int64(bankDays)
		if c.with == invoices {
			apart = postDays
		}
		return g.back(name, k*apart)
	case c.table == "statements" && (column == "opening" || column == "closing"):
		return name + " - " + strconv.FormatInt(k, 10) + " * " + g.moved("t.account_id")
	}
	return name
}

// end sets what comes next, and lets the database know how large its tables are.
func (g *grower) end(last int64) error {
	next := strconv.FormatInt((last+2)*g.step, 10)
	for _, statement := range []string{"UPDATE administrations SET next_id = " + next + ", audit_seq = " + next, "ANALYZE"} {
		if _, err := g.pool.ExecContext(g.ctx, statement); err != nil {
			return err
		}
	}
	return nil
}
