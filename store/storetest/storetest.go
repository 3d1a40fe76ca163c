// SPDX-License-Identifier: EUPL-1.2

// Package storetest gives tests an empty store, as a new user has it, without
// paying for the migrations each time: they run once, and every test gets a copy.
// That is most of the time of a test that does little, above all under the race
// detector. What is copied is what store.Open made; whether that is right the
// tests of store say, which open their databases themselves.
//
// It imports store and the driver of PostgreSQL, and stands beside the house:
// only tests import it.
package storetest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // to make databases

	"rentmeester/store"
)

// PostgresVar names the PostgreSQL server that tests may use.
const PostgresVar = "RENTMEESTER_TEST_POSTGRES"

// Each runs a test on SQLite and on PostgreSQL: one suite, two databases. A short
// test is on SQLite only: what the race detector looks for, above the store, is the
// same on both.
func Each(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) {
		if testing.Short() {
			t.Skip("-short: on SQLite only")
		}
		test(t, Postgres(t))
	})
}

// SQLite gives an empty store that is closed and gone when the test ends.
func SQLite(t testing.TB) *store.Store {
	t.Helper()
	dir := t.TempDir()
	Home(t, dir)
	return opened(t, func() (*store.Store, error) { return store.OpenSQLite(context.Background(), dir) })
}

// Home puts an empty database into a folder.
func Home(t testing.TB, dir string) {
	t.Helper()
	empty, err := emptySQLite()
	if err == nil {
		err = errors.Join(os.MkdirAll(dir, 0o700), os.WriteFile(filepath.Join(dir, store.FileName), empty, 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// emptySQLite is the file of an empty store.
var emptySQLite = sync.OnceValues(func() (file []byte, err error) {
	dir, err := os.MkdirTemp("", "rentmeester-storetest-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	s, err := store.OpenSQLite(context.Background(), dir)
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil { // the last to close writes the log into the file
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, store.FileName))
})

// Postgres gives an empty store in a database that is gone when the test ends; it
// skips the test where there is no server.
func Postgres(t testing.TB) *store.Store {
	t.Helper()
	address := Address(t)
	return opened(t, func() (*store.Store, error) { return store.OpenPostgres(context.Background(), address) })
}

// Address is Postgres for who opens it by himself.
func Address(t testing.TB) string {
	t.Helper()
	address := os.Getenv(PostgresVar)
	if address == "" {
		t.Skip(PostgresVar + " is not set: run the tests by scripts/with-postgres.sh to try PostgreSQL too")
	}
	template, err := emptyPostgres()
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("rentmeester_test_%d_%d", os.Getpid(), databases.Add(1))
	if err := execute(address, "CREATE DATABASE "+name+" TEMPLATE "+template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := execute(address, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return named(address, name)
}

var databases atomic.Int64

func opened(t testing.TB, open func() (*store.Store, error)) *store.Store {
	t.Helper()
	s, err := open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// emptyPostgres gives the name of a database that holds an empty store. It stays
// on the server, for the tests of other packages and of the next time; its name
// tells which migrations made it.
var emptyPostgres = sync.OnceValues(func() (name string, err error) {
	address := os.Getenv(PostgresVar)
	migrations, err := fingerprint(store.Migrations())
	if err != nil {
		return "", err
	}
	name = "rentmeester_empty_" + migrations
	pool, err := sql.Open("pgx", address)
	if err != nil {
		return "", err
	}
	defer pool.Close()
	one, err := pool.Conn(context.Background())
	if err != nil {
		return "", err
	}
	defer one.Close() // which gives the lock back
	if _, err := one.ExecContext(context.Background(), "SELECT pg_advisory_lock(hashtext('rentmeester_empty'))"); err != nil {
		return "", err
	}
	var there bool
	err = one.QueryRowContext(context.Background(), "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&there)
	if err != nil || there {
		return name, err
	}
	return name, migrate(one, address, name)
})

// migrate makes the database under another name first: what has the right name is
// whole.
func migrate(one *sql.Conn, address, name string) error {
	half := fmt.Sprintf("%s_%d", name, os.Getpid())
	if _, err := one.ExecContext(context.Background(), "CREATE DATABASE "+half); err != nil {
		return err
	}
	s, err := store.OpenPostgres(context.Background(), named(address, half))
	if err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	_, err = one.ExecContext(context.Background(), "ALTER DATABASE "+half+" RENAME TO "+name)
	return err
}

func fingerprint(files fs.FS) (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, path)
		fmt.Fprintf(sum, "%s %d\n%s", path, len(content), content)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil)[:8]), err
}

// named is the address of another database on the same server.
func named(address, name string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address // which the driver will refuse
	}
	u.Path = "/" + name
	return u.String()
}

func execute(address, statement string) error {
	pool, err := sql.Open("pgx", address)
	if err != nil {
		return err
	}
	_, err = pool.ExecContext(context.Background(), statement)
	return errors.Join(err, pool.Close())
}
