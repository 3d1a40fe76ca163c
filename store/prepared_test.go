// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"
)

// TestStatementsAreKept: one of ours is prepared once for a connection, gives its rows
// each time, also while rows of it are being read and after a table changed, and any
// other is prepared each time.
func TestStatementsAreKept(t *testing.T) {
	ctx := t.Context()
	pool, err := openSQLite("file:" + filepath.Join(t.TempDir(), "kept.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	conn, err := pool.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	const many = "-- name: Many :many\nSELECT n FROM some WHERE n >= $1 ORDER BY n"
	do := func(statement string, args ...any) {
		t.Helper()
		if _, err := conn.ExecContext(ctx, statement, args...); err != nil {
			t.Fatal(err)
		}
	}
	read := func(from int) (all []int) {
		t.Helper()
		rows, err := conn.QueryContext(ctx, many, from)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var n int
			if err := rows.Scan(&n); err != nil {
				t.Fatal(err)
			}
			if all = append(all, n); from == 0 && n == 1 {
				all = append(all, readOne(t, conn, many)...)
			}
		}
		return all
	}
	do("CREATE TABLE some (n INTEGER)")
	for n := range 3 {
		do("-- name: Add :exec\nINSERT INTO some (n) VALUES ($1)", n+1)
	}
	for _, one := range []struct{ from, rows, first int }{{0, 4, 1}, {2, 2, 2}, {0, 4, 1}, {9, 0, 0}} {
		if got := read(one.from); len(got) != one.rows || len(got) > 0 && got[0] != one.first {
			t.Errorf("from %d: %v", one.from, got)
		}
	}
	do("ALTER TABLE some ADD COLUMN more INTEGER")
	do("-- name: Add :exec\nINSERT INTO some (n) VALUES ($1)", 4)
	if got := read(3); len(got) != 2 {
		t.Errorf("after the table changed: %v", got)
	}
	err = conn.Raw(func(raw any) error {
		if kept := raw.(*keeping).kept; len(kept) != 2 || kept[many] == nil || kept[many].busy {
			t.Errorf("%d statements are kept", len(kept))
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// readOne reads the first row of a query while other rows of it are being read.
func readOne(t *testing.T, conn interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}, query string) []int {
	t.Helper()
	var n int
	if err := conn.QueryRowContext(t.Context(), query, 3).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return []int{n}
}
