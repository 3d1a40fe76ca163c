// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"rentmeester/fault"
	"rentmeester/store/db"
)

// Schema tells which migration made the tables last, and the newest one that this
// program has. Current is 0 where there are no tables yet.
type Schema struct {
	Current int64 `json:"current"`
	Newest  int64 `json:"newest"`
}

// Pending says whether migrations are still to be done.
func (s Schema) Pending() bool { return s.Current < s.Newest }

// Newer says whether a newer program made the tables: this one must not touch them.
func (s Schema) Newer() bool { return s.Current > s.Newest }

// Look is what can be seen of a database without changing it.
type Look struct {
	Dialect Dialect   `json:"dialect"`
	Place   string    `json:"place"`
	Version string    `json:"version"` // of the database program
	Clock   time.Time `json:"-"`       // of the database server; none for the embedded database
	// Above names the user of the database when no wall between administrations
	// holds him; "" it does, or there are none. Walls says that they all stand.
	Above string `json:"-"`
	Walls bool   `json:"-"`
	Schema
}

// LookSQLite looks at the database in dir. Where there is none, Current is 0 and
// none is made. Errors: store.open.
func LookSQLite(ctx context.Context, dir string) (Look, error) {
	l := Look{Dialect: SQLite, Place: filepath.Join(dir, FileName), Schema: Schema{Newest: newest()}}
	address := "file:" + (&url.URL{Path: l.Place}).EscapedPath() + "?mode=ro&_pragma=busy_timeout(5000)"
	_, err := os.Stat(l.Place)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		address = ":memory:" // for its version
	case err != nil:
		return l, fault.Wrap(err, "store.open", "place", l.Place)
	}
	return look(ctx, "sqlite", address, l, "SELECT sqlite_version()")
}

// LookPostgres looks at a PostgreSQL database. Errors: store.open.
func LookPostgres(ctx context.Context, address string) (Look, error) {
	l := Look{Dialect: Postgres, Place: fault.Masked(address), Schema: Schema{Newest: newest()}}
	return look(ctx, "pgx", address, l, "SHOW server_version")
}

func look(ctx context.Context, driver, address string, l Look, version string) (Look, error) {
	pool, err := sql.Open(driver, address)
	if err != nil {
		return l, fault.Wrap(err, "store.open", "place", l.Place)
	}
	defer func() { _ = pool.Close() }() // it only reads
	pool.SetMaxOpenConns(1)
	err = pool.QueryRowContext(ctx, version).Scan(&l.Version)
	if err == nil && l.Dialect == Postgres {
		err = pool.QueryRowContext(ctx, "SELECT clock_timestamp()").Scan(&l.Clock)
	}
	if err == nil && l.Dialect == Postgres {
		err = lookAtWalls(ctx, pool, &l)
	}
	if err == nil {
		l.Current, err = schemaOf(ctx, pool, l.Dialect)
	}
	if err != nil {
		return l, fault.Wrap(err, "store.open", "place", l.Place)
	}
	return l, nil
}

// newest gives the number of the newest migration.
func newest() (last int64) {
	files, _ := fs.Glob(migrations, "migrations/*.sql") // the pattern is right
	for _, name := range files {
		if n, err := goose.NumericComponent(name); err == nil {
			last = max(last, n)
		}
	}
	return last
}

// schemaOf gives the newest migration that was done on a database.
func schemaOf(ctx context.Context, pool *sql.DB, dialect Dialect) (version int64, err error) {
	there := "SELECT COUNT(*) > 0 FROM sqlite_master WHERE name = 'goose_db_version'"
	if dialect == Postgres {
		there = "SELECT to_regclass('goose_db_version') IS NOT NULL"
	}
	var known bool
	if err := pool.QueryRowContext(ctx, there).Scan(&known); err != nil || !known {
		return 0, err
	}
	err = pool.QueryRowContext(ctx, "SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version").Scan(&version)
	return version, err
}

// LastEvent gives the moment of the newest event of an administration; "" without one.
func (s *Store) LastEvent(ctx context.Context, adm int64) (at string, err error) {
	err = s.Read(ctx, adm, func(q *db.Queries) error {
		head, err := q.AuditHead(ctx, adm)
		if err != nil || head.AuditSeq == 0 {
			return err
		}
		last, err := q.AuditFrom(ctx, db.AuditFromParams{Adm: adm, After: head.AuditSeq - 1, Page: 1})
		if len(last) > 0 {
			at = last[0].At
		}
		return err
	})
	if err != nil {
		return "", fault.Wrap(err, "store.failed")
	}
	return at, nil
}

// Schema tells how the tables of an open store stand.
func (s *Store) Schema(ctx context.Context) (Schema, error) {
	current, err := schemaOf(ctx, s.reader, s.Dialect)
	if err != nil {
		return Schema{}, fault.Wrap(err, "store.failed")
	}
	return Schema{Current: current, Newest: newest()}, nil
}

// migrate brings the schema up to date, and first keeps an embedded database as
// it was. Tables of a newer program are left alone: what this one would write
// could be wrong by their rules. Several processes may start at once: PostgreSQL
// lets one migrate by an advisory lock; on SQLite the loser of the race looks
// again and finds the work done. Errors: store.newer, store.keep, store.migrate.
func (s *Store) migrate(ctx context.Context) error {
	for attempt := 0; ; attempt++ {
		provider, err := s.provider()
		if err != nil {
			return fault.Wrap(err, "store.migrate", "place", s.Place)
		}
		current, err := schemaOf(ctx, s.writer, s.Dialect)
		schema := Schema{Current: current, Newest: newest()}
		switch {
		case err == nil && schema.Newer():
			return fault.New("store.newer", "place", s.Place, "current", schema.Current, "newest", schema.Newest)
		case err == nil && s.Dialect == SQLite && schema.Current > 0 && schema.Pending():
			if err := s.keepBefore(ctx, schema.Current); err != nil {
				return fault.Wrap(err, "store.keep", "place", s.Place)
			}
		}
		if err == nil {
			if err = s.up(ctx, provider, schema); err == nil {
				return nil
			}
		}
		if s.Dialect == Postgres || attempt == 4 {
			return fault.Wrap(err, "store.migrate", "place", s.Place)
		}
	}
}

// up does the migrations that are pending. They see the rows of all administrations;
// afterwards every table has its wall.
func (s *Store) up(ctx context.Context, provider *goose.Provider, schema Schema) error {
	change := func() error {
		_, err := provider.Up(ctx)
		return err
	}
	if !schema.Pending() {
		return errors.Join(change(), s.raiseWalls(ctx))
	}
	return s.withoutWalls(ctx, change)
}

func (s *Store) provider() (*goose.Provider, error) {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	if s.Dialect == SQLite {
		return goose.NewProvider(goose.DialectSQLite3, s.writer, dir)
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, s.writer, dir, goose.WithSessionLocker(locker))
}

// KeptBefore names the copy of the embedded database in dir that is made before it
// leaves a schema: the way back to the program before.
func KeptBefore(dir string, schema int64) string {
	return filepath.Join(dir, "rentmeester.schema-"+strconv.FormatInt(schema, 10)+".db")
}

// keepBefore copies the database as it is with this schema. It stands under its
// name only when it is whole; a copy that another process made too late, of tables
// that were changed meanwhile, is thrown away.
func (s *Store) keepBefore(ctx context.Context, schema int64) error {
	dir := filepath.Dir(s.Place)
	half, err := os.CreateTemp(dir, "rentmeester.schema-*.half")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(half.Name()) }() // it has another name when all went well
	if err := half.Close(); err != nil {
		return err
	}
	if _, err := s.writer.ExecContext(ctx, "VACUUM INTO ?", half.Name()); err != nil {
		return err
	}
	copied, err := sql.Open("sqlite", "file:"+(&url.URL{Path: half.Name()}).EscapedPath()+"?mode=ro")
	if err != nil {
		return err
	}
	found, err := schemaOf(ctx, copied, SQLite)
	if err = errors.Join(err, copied.Close()); err != nil || found != schema {
		return err
	}
	return os.Rename(half.Name(), KeptBefore(dir, schema))
}
