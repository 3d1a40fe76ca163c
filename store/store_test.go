// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"rentmeester/fault"
	"rentmeester/store/db"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// both runs a test on SQLite and, where RENTMEESTER_TEST_POSTGRES names a server,
// on PostgreSQL in a database of its own. open gives one more handle on the same
// database, as another process would have.
func both(t *testing.T, test func(t *testing.T, open func() *Store)) {
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		test(t, func() *Store { return opened(t, func() (*Store, error) { return OpenSQLite(t.Context(), dir) }) })
	})
	t.Run("postgres", func(t *testing.T) {
		address := freshPostgres(t)
		test(t, func() *Store { return opened(t, func() (*Store, error) { return OpenPostgres(t.Context(), address) }) })
	})
}

func opened(t *testing.T, open func() (*Store, error)) *Store {
	t.Helper()
	s, err := open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// empty gives an empty store in a database of its own.
func empty(t *testing.T, kind Dialect) *Store {
	t.Helper()
	return opened(t, func() (*Store, error) {
		if kind == SQLite {
			return OpenSQLite(t.Context(), t.TempDir())
		}
		return OpenPostgres(t.Context(), freshPostgres(t))
	})
}

func freshPostgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv("RENTMEESTER_TEST_POSTGRES")
	if server == "" {
		t.Skip("no PostgreSQL: RENTMEESTER_TEST_POSTGRES is not set; `scripts/with-postgres.sh go test ./store` gives one")
	}
	name := fmt.Sprintf("store_%d_%d", os.Getpid(), time.Now().UnixNano())
	execute := func(statement string) {
		pool, err := sql.Open("pgx", server)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := pool.ExecContext(context.Background(), statement); err != nil {
			t.Error(err)
		}
		_ = pool.Close()
	}
	execute("CREATE DATABASE " + name)
	t.Cleanup(func() { execute("DROP DATABASE " + name + " WITH (FORCE)") })
	address, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	address.Path = "/" + name
	return address.String()
}

func administration(t *testing.T, s *Store) int64 {
	t.Helper()
	a, _, err := s.Create(t.Context(), "test", "Test", noon)
	if err != nil {
		t.Fatal(err)
	}
	return a.Key
}

func TestAuditFindsWhatWasChanged(t *testing.T) {
	for name, c := range map[string]struct{ harm, reason string }{
		"nothing":             {"UPDATE audit SET payload = payload", ""},
		"a byte of payload":   {"UPDATE audit SET payload = '{\"n\":8}' WHERE seq = 7", "changed"},
		"who did it":          {"UPDATE audit SET actor = 'somebody else' WHERE seq = 7", "changed"},
		"an event gone":       {"DELETE FROM audit WHERE seq = 7", "missing"},
		"the last event gone": {"DELETE FROM audit WHERE seq = 20", "head"},
		"two swapped":         {"UPDATE audit SET seq = CASE seq WHEN 7 THEN 108 ELSE 107 END WHERE seq IN (7, 8)", "missing"},
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, open func() *Store) {
				s := open()
				adm := administration(t, s)
				err := s.Write(t.Context(), adm, noon, func(tx *Tx) error {
					for n := range 20 {
						if err := tx.Audit(t.Context(), "tester", "act", fmt.Sprint(n), map[string]int{"n": n}); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
				harm := func(tx *Tx) error {
					_, err := tx.tx.ExecContext(t.Context(), c.harm)
					return err
				}
				if err := s.Write(t.Context(), adm, noon, harm); err != nil {
					t.Fatal(err)
				}
				r, err := s.VerifyAudit(t.Context(), adm)
				if err != nil || r.Whole != (c.reason == "") || r.Reason != c.reason {
					t.Errorf("got %+v, %v; want reason %q", r, err, c.reason)
				}
			})
		})
	}
}

// Writers in several processes never fork the chain or give an identifier twice.
func TestManyWriters(t *testing.T) {
	both(t, func(t *testing.T, open func() *Store) {
		adm := administration(t, open())
		const writers, steps = 4, 25
		var wait sync.WaitGroup
		var mu sync.Mutex
		given := map[int64]bool{}
		for range writers {
			s := open()
			wait.Go(func() {
				for range steps {
					err := s.Write(t.Context(), adm, noon, func(tx *Tx) error {
						id := tx.NewID()
						mu.Lock()
						defer mu.Unlock()
						if given[id] {
							return fmt.Errorf("identifier %d given twice", id)
						}
						given[id] = true
						return tx.Audit(t.Context(), "writer", "act", fmt.Sprint(id), nil)
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wait.Wait()
		r, err := open().VerifyAudit(t.Context(), adm)
		if err != nil || !r.Whole || r.Events != writers*steps {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

func TestStepThatFailsLeavesNothing(t *testing.T) {
	both(t, func(t *testing.T, open func() *Store) {
		s := open()
		adm := administration(t, s)
		boom := errors.New("boom")
		err := s.Write(t.Context(), adm, noon, func(tx *Tx) error {
			if _, err := tx.Keep(t.Context(), strings.Repeat("0", 64), "x", 1, strings.NewReader("x")); !fault.Is(err, "store.changed") {
				t.Errorf("bytes that are not of the hash were kept: %v", err)
			}
			for range 3 * bulkRows {
				if err := tx.Audit(t.Context(), "tester", "act", "x", nil); err != nil {
					return err
				}
			}
			return boom
		})
		if !errors.Is(err, boom) {
			t.Fatal(err)
		}
		r, err := s.VerifyAudit(t.Context(), adm)
		if err != nil || !r.Whole || r.Events != 0 {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

// An original of several chunks comes back byte for byte, and a dump restores
// into the other kind of database.
func TestOriginalsAndDump(t *testing.T) {
	both(t, func(t *testing.T, open func() *Store) {
		s := open()
		adm := administration(t, s)
		original := bytes.Repeat([]byte("0123456789abcdef\x00\xff"), (2*chunkSize+12345)/18)
		sum, size, err := Hash(bytes.NewReader(original))
		if err != nil {
			t.Fatal(err)
		}
		for again := range 2 {
			err := s.Write(t.Context(), adm, noon, func(tx *Tx) error {
				known, err := tx.Keep(t.Context(), sum, "big", size, bytes.NewReader(original))
				if known != (again == 1) {
					t.Errorf("keeping for time %d: known is %v", again+1, known)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, kind := range []string{"sqlite", "postgres"} {
			t.Run("into "+kind, func(t *testing.T) {
				restored := restoredInto(t, kind, s)
				got, n, err := Hash(restored.Blob(t.Context(), adm, sum))
				if err != nil || got != sum || n != size {
					t.Errorf("restored %d bytes with hash %s, %v", n, got, err)
				}
				if r, err := restored.VerifyAudit(t.Context(), adm); err != nil || !r.Whole {
					t.Errorf("%+v, %v", r, err)
				}
			})
		}
	})
}

func restoredInto(t *testing.T, kind string, from *Store) *Store {
	t.Helper()
	var dump bytes.Buffer
	rows, err := from.Dump(t.Context(), &dump, Stamp(noon))
	if err != nil {
		t.Fatal(err)
	}
	to := empty(t, Dialect(kind))
	whole := dump.Bytes()
	if _, err := to.Restore(t.Context(), bytes.NewReader(whole[:len(whole)/2])); err == nil {
		t.Fatal("half a dump was restored")
	}
	n, err := to.Restore(t.Context(), bytes.NewReader(whole))
	if err != nil || n != rows {
		t.Fatalf("restored %d rows of %d: %v", n, rows, err)
	}
	if _, err := to.Restore(t.Context(), bytes.NewReader(whole)); !fault.Is(err, "store.not-empty") {
		t.Fatalf("restored over what was there: %v", err)
	}
	return to
}

func TestFind(t *testing.T) {
	both(t, func(t *testing.T, open func() *Store) {
		s := open()
		if _, err := s.Find(t.Context(), ""); !fault.Is(err, "store.none-yet") {
			t.Errorf("none there: %v", err)
		}
		administration(t, s)
		if a, err := s.Find(t.Context(), ""); err != nil || a.Slug != "test" {
			t.Errorf("the only one: %+v, %v", a, err)
		}
		if _, created, err := s.Create(t.Context(), "test", "Other name", noon); err != nil || created {
			t.Errorf("made again: %v, %v", created, err)
		}
		if _, _, err := s.Create(t.Context(), "second", "Second", noon); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Find(t.Context(), ""); !fault.Is(err, "store.which-administration") {
			t.Errorf("two there: %v", err)
		}
		err := s.Read(t.Context(), 99, func(q *db.Queries) error {
			_, err := q.AuditHead(t.Context(), 99)
			return err
		})
		if !NoRows(err) {
			t.Errorf("head of an administration that is not there: %v", err)
		}
	})
}
