// SPDX-License-Identifier: EUPL-1.2

package load

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"time"

	"rentmeester/app"
	"rentmeester/store"
)

// Town is a grown town.
type Town struct {
	Dialect store.Dialect
	Home    string // folder of the embedded database
	Address string // of PostgreSQL
}

// Open opens its store.
func (t Town) Open(ctx context.Context) (*store.Store, error) {
	if t.Dialect == store.Postgres {
		return store.OpenPostgres(ctx, t.Address)
	}
	return store.OpenSQLite(ctx, t.Home)
}

// pool opens its tables past the store.
func (t Town) pool() (*sql.DB, error) {
	if t.Dialect == store.Postgres {
		return sql.Open("pgx", t.Address)
	}
	pool, err := sql.Open("sqlite", "file:"+filepath.Join(t.Home, store.FileName)+"?_pragma=synchronous(OFF)&_pragma=cache_size(-1500000)&_pragma=analysis_limit(1000)&_pragma=temp_store(FILE)&_pragma=busy_timeout(60000)")
	if err == nil {
		pool.SetMaxOpenConns(1)
	}
	return pool, err
}

// comeIn lets a connection through the wall around the one administration that there
// is, where the database has walls.
func comeIn(ctx context.Context, conn *sql.Conn, dialect store.Dialect) error {
	if dialect != store.Postgres {
		return nil
	}
	if _, err := conn.ExecContext(ctx, "SELECT set_config('rentmeester.register', 'on', false)"); err != nil {
		return err
	}
	_, err := conn.ExecContext(ctx, "SELECT set_config('rentmeester.adm', (SELECT CAST(adm AS TEXT) FROM administrations), false)")
	return err
}

// Prepare makes a town as the demonstration leaves it as large as asked, with
// about that many bank lines of its last weeks waiting for a person.
func (t Town) Prepare(ctx context.Context, to Growth, waiting int, now func() time.Time) error {
	if err := t.withBooks(ctx, now, finish); err != nil {
		return err
	}
	pool, err := t.pool()
	if err != nil {
		return err
	}
	below, err := Grow(ctx, pool, t.Dialect, to)
	if err := errors.Join(err, pool.Close()); err != nil {
		return err
	}
	return t.withBooks(ctx, now, func(ctx context.Context, b *app.Books) error { return reopen(ctx, b, below, waiting) })
}

func (t Town) withBooks(ctx context.Context, now func() time.Time, do func(context.Context, *app.Books) error) error {
	s, err := t.Open(ctx)
	if err != nil {
		return err
	}
	b, err := app.Open(ctx, s, "", now)
	if err == nil {
		err = do(ctx, b)
	}
	return errors.Join(err, s.Close())
}

// clerk does what is to be done before there is anything to measure.
const clerk = "Load"

// elsewhere is the account of whatever settles nothing.
const elsewhere = "8440"

// finish empties the worklist of the bank: as proposed, or else on an account.
func finish(ctx context.Context, b *app.Books) error {
	for {
		list, err := b.Worklist(ctx, 200, 0)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, w := range list {
			failed := error(nil)
			if len(w.Choices) > 0 {
				_, failed = b.Accept(ctx, clerk, w.Line, 0)
			}
			if len(w.Choices) == 0 || failed != nil {
				_, err = b.BookWhole(ctx, clerk, w.Line, []app.Part{{Account: elsewhere}})
			}
			if err != nil {
				return err
			}
		}
	}
}

// reopen takes the latest decisions before one back, so that there is work, and
// proposes anew.
func reopen(ctx context.Context, b *app.Books, before int64, many int) error {
	for many > 0 {
		page, more, err := b.DecisionsPage(ctx, before)
		if err != nil {
			return err
		}
		for _, d := range page {
			before = d.ID
			if many == 0 || d.Kind == app.Undone || d.UndoneBy != 0 {
				continue
			}
			if _, err := b.Undo(ctx, clerk, d.ID); err != nil {
				continue // it rests on something that came after it
			}
			many--
		}
		if !more {
			break
		}
	}
	_, err := b.Reconcile(ctx)
	return err
}
