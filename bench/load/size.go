// SPDX-License-Identifier: EUPL-1.2

package load

import (
	"context"
	"errors"

	"rentmeester/store"
)

// Size counts what a town has.
func (t Town) Size(ctx context.Context) (g Grown, err error) {
	pool, err := t.pool()
	if err != nil {
		return g, err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	conn, err := pool.Conn(ctx)
	if err != nil {
		return g, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := comeIn(ctx, conn, t.Dialect); err != nil {
		return g, err
	}
	bytes := "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
	if t.Dialect == store.Postgres {
		bytes = "SELECT pg_database_size(current_database())"
	}
	for _, count := range []struct {
		query string
		into  *int64
	}{
		{"SELECT COUNT(*) FROM entries WHERE kind = 'booked'", &g.Entries}, {"SELECT COUNT(*) FROM bank_lines", &g.Lines}, {"SELECT COUNT(*) FROM items", &g.Items},
		{"SELECT COUNT(*) FROM journal_lines", &g.Journal}, {"SELECT COUNT(*) FROM invoices", &g.Invoices}, {"SELECT COUNT(*) FROM suppliers", &g.Suppliers},
		{"SELECT COUNT(*) FROM audit", &g.Audit}, {"SELECT COUNT(*) FROM bank_lines WHERE state = 'open'", &g.Waiting}, {bytes, &g.Bytes},
	} {
		if err := conn.QueryRowContext(ctx, count.query).Scan(count.into); err != nil {
			return g, err
		}
	}
	return g, nil
}
