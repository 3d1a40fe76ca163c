// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"rentmeester/fault"
	"rentmeester/store/db"
)

// town is an installation with two administrations on PostgreSQL whose tables all
// hold rows with the same numbers.
type town struct {
	address string
	owner   *Store
	a, b    int64
}

// ownedByNobodySpecial gives a database of PostgreSQL whose owner is no superuser, also when the
// server's user in the tests is.
func ownedByNobodySpecial(t *testing.T) string {
	t.Helper()
	address := freshPostgres(t)
	l, err := LookPostgres(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	if l.Above == "" {
		return address
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	name := strings.Trim(u.Path, "/")
	execute(t, address, "CREATE ROLE "+name+" LOGIN PASSWORD 'plain'", "ALTER DATABASE "+name+" OWNER TO "+name, "ALTER SCHEMA public OWNER TO "+name)
	t.Cleanup(func() {
		execute(t, address, "REASSIGN OWNED BY "+name+" TO CURRENT_USER", "DROP OWNED BY "+name, "DROP ROLE "+name)
	})
	u.User = url.UserPassword(name, "plain")
	return u.String()
}

func execute(t *testing.T, address string, statements ...string) {
	t.Helper()
	pool, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	for _, statement := range statements {
		if _, err := pool.ExecContext(context.Background(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

func twoTowns(t *testing.T) town {
	t.Helper()
	w := town{address: ownedByNobodySpecial(t)}
	w.owner = opened(t, func() (*Store, error) { return OpenPostgres(t.Context(), w.address) })
	for slug, key := range map[string]*int64{"een": &w.a, "twee": &w.b} {
		adm, _, err := w.owner.Create(t.Context(), slug, slug, noon)
		if err != nil {
			t.Fatal(err)
		}
		if *key = adm.Key; fill(t.Context(), w.owner, adm.Key, 1, 4) != nil {
			t.Fatal("the tables take no rows")
		}
	}
	return w
}

// guest gives the store as a user of the database sees it who owns nothing.
func (w town) guest(t *testing.T) *Store {
	t.Helper()
	u, err := url.Parse(w.address)
	if err != nil {
		t.Fatal(err)
	}
	name := strings.Trim(u.Path, "/") + "_guest"
	execute(t, freshPostgres(t), "CREATE ROLE "+name+" LOGIN PASSWORD 'guest'")
	execute(t, w.address, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "+name)
	u.User = url.UserPassword(name, "guest")
	s := opened(t, func() (*Store, error) { return OpenPostgres(t.Context(), u.String()) })
	t.Cleanup(func() {
		_ = s.Close()
		execute(t, w.address, "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM "+name)
		execute(t, freshPostgres(t), "DROP ROLE "+name)
	})
	return s
}

// TestWallsOfEveryTable: every table that has administrations has its wall, whoever
// adds it and when; nothing opens a second door in one.
func TestWallsOfEveryTable(t *testing.T) {
	address := freshPostgres(t)
	s := opened(t, func() (*Store, error) { return OpenPostgres(t.Context(), address) })
	walled := func(table string) (problems []string) {
		var enabled, forced bool
		err := s.reader.QueryRowContext(t.Context(), "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = $1::regclass", table).Scan(&enabled, &forced)
		if err != nil || !enabled || !forced {
			problems = append(problems, fmt.Sprintf("%s: enabled %v, forced %v, %v", table, enabled, forced, err))
		}
		rows, err := s.reader.QueryContext(t.Context(), `SELECT policyname || ' ' || permissive || ' ' || cmd || ' ' || roles::text || ' ' || COALESCE(qual, '') || ' ' || COALESCE(with_check, '')
FROM pg_policies WHERE schemaname = 'public' AND tablename = $1 ORDER BY policyname`, table)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		var found []string
		for rows.Next() {
			var one string
			if err := rows.Scan(&one); err != nil {
				t.Fatal(err)
			}
			found = append(found, one)
		}
		const own = "(adm = (NULLIF(current_setting('rentmeester.adm'::text, true), ''::text))::bigint)"
		want := []string{"wall PERMISSIVE ALL {public} " + own + " " + own}
		if table == "administrations" {
			want = slices.Insert(want, 0, "register PERMISSIVE SELECT {public} (current_setting('rentmeester.register'::text, true) = 'on'::text) ")
		}
		if !slices.Equal(found, want) {
			problems = append(problems, fmt.Sprintf("%s has %q, want %q", table, found, want))
		}
		return problems
	}
	for _, table := range tables {
		for _, problem := range walled(table) {
			t.Error(problem)
		}
	}
	execute(t, address, "CREATE TABLE later (id BIGINT NOT NULL, adm BIGINT NOT NULL)", "ALTER TABLE audit NO FORCE ROW LEVEL SECURITY", "DROP POLICY wall ON files")
	for _, table := range []string{"later", "audit", "files"} {
		if len(walled(table)) == 0 {
			t.Errorf("the test does not see that %s has no wall", table)
		}
	}
	if l, err := LookPostgres(t.Context(), address); err != nil || l.Walls {
		t.Errorf("nobody sees that walls are missing: %+v, %v", l, err)
	}
	opened(t, func() (*Store, error) { return OpenPostgres(t.Context(), address) })
	for _, table := range []string{"later", "audit", "files"} {
		for _, problem := range walled(table) {
			t.Error(problem)
		}
	}
	if l, err := LookPostgres(t.Context(), address); err != nil || !l.Walls {
		t.Errorf("%+v, %v", l, err)
	}
}

// TestQueryWithoutAdministration runs what a forgetful query would: it names no
// administration, or the other one. For the owner of the tables and for a user of
// the database without any right but to read and write.
func TestQueryWithoutAdministration(t *testing.T) {
	w := twoTowns(t)
	for name, s := range map[string]*Store{"owner": w.owner, "guest": w.guest(t)} {
		t.Run(name, func(t *testing.T) {
			for _, table := range tables {
				want := 3
				if table == "administrations" {
					want = 1
				}
				if n := count(t, s, w.a, "SELECT COUNT(*) FROM "+table); n < want { // what is kept of something to find it by comes on top
					t.Errorf("%s: one administration sees %d rows, has %d", table, n, want)
				}
				if n := count(t, s, w.a, fmt.Sprintf("SELECT COUNT(*) FROM %s WHERE adm = %d", table, w.b)); n != 0 {
					t.Errorf("%s: %d rows of the other, asked by its number", table, n)
				}
				if n := count(t, s, 0, "SELECT COUNT(*) FROM "+table); n != 0 {
					t.Errorf("%s: %d rows for who works for no administration", table, n)
				}
			}
			before := everything(t, w.owner)
			for _, table := range tables {
				s.writeAcross(t, w.a, fmt.Sprintf("DELETE FROM %s WHERE adm = %d", table, w.b), "")
				s.writeAcross(t, w.a, fmt.Sprintf("UPDATE %s SET adm = adm WHERE adm = %d", table, w.b), "")
				s.writeAcross(t, w.a, fmt.Sprintf("UPDATE %s SET adm = %d WHERE adm = %d", table, w.b, w.a), "row-level security")
			}
			s.writeAcross(t, w.a, fmt.Sprintf("INSERT INTO reminders (adm, invoice_id, key, person, at) VALUES (%d, 77, 'k', 'p', '')", w.b), "row-level security")
			if name == "guest" { // the owner may do away with whole tables, as with the database
				s.writeAcross(t, w.a, "TRUNCATE audit", "permission denied")
			}
			if after := everything(t, w.owner); !mapsEqual(before, after) {
				t.Error("something of an administration was changed")
			}
		})
	}
}

func mapsEqual(a, b map[string]string) bool {
	for key := range a {
		if a[key] != b[key] {
			return false
		}
	}
	return len(a) == len(b)
}

func count(t *testing.T, s *Store, adm int64, query string) (n int) {
	t.Helper()
	tx, err := s.begin(t.Context(), s.reader, s.reading(), adm)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	if err := tx.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// writeAcross tries a statement that touches another administration: it finds no
// rows, or the database refuses it. Nothing of it stays.
func (s *Store) writeAcross(t *testing.T, adm int64, statement, refused string) {
	t.Helper()
	tx, err := s.begin(t.Context(), s.writer, nil, adm)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	result, err := tx.ExecContext(t.Context(), statement)
	switch {
	case refused != "" && (err == nil || !strings.Contains(err.Error(), refused)):
		t.Errorf("%s was not refused: %v", statement, err)
	case refused == "" && err != nil:
		t.Errorf("%s: %v", statement, err)
	case refused == "":
		if n, err := result.RowsAffected(); err != nil || n != 0 {
			t.Errorf("%s changed %d rows, %v", statement, n, err)
		}
	}
}

// A connection that worked for one administration knows nothing of it afterwards,
// also when its work failed; what is not said in a transaction is not there.
func TestWallsEndWithTheTransaction(t *testing.T) {
	w := twoTowns(t)
	w.owner.reader.SetMaxOpenConns(1)
	for _, adm := range []int64{w.a, w.b} {
		err := w.owner.Read(t.Context(), adm, func(q *db.Queries) error {
			if _, err := q.AuditHead(t.Context(), adm); err != nil {
				t.Error(err)
			}
			return fault.New("internal")
		})
		if !fault.Is(err, "internal") {
			t.Error(err)
		}
		var n int
		if err := w.owner.reader.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM audit").Scan(&n); err != nil || n != 0 {
			t.Errorf("%d rows without a word, %v", n, err)
		}
	}
	all := map[string]int{}
	for _, slug := range []string{"een", "twee", "drie"} {
		if _, err := w.owner.Find(t.Context(), slug); err == nil {
			all[slug]++
		}
	}
	if len(all) != 2 {
		t.Errorf("the register knows %v", all)
	}
}

// A migration that changes rows reaches those of every administration, and the walls
// stand afterwards, also when it fails half way.
func TestMigrationReachesAll(t *testing.T) {
	w := twoTowns(t)
	change := func() error {
		result, err := w.owner.writer.ExecContext(t.Context(), "UPDATE suppliers SET name = 'migrated'")
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n != 6 {
			t.Errorf("the migration changed %d rows of 6, %v", n, err)
		}
		return nil
	}
	if err := w.owner.withoutWalls(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	boom := fault.New("internal")
	if err := w.owner.withoutWalls(t.Context(), func() error { return boom }); !fault.Is(err, "internal") {
		t.Error(err)
	}
	if n := count(t, w.owner, w.a, "SELECT COUNT(*) FROM suppliers WHERE name = 'migrated'"); n != 3 {
		t.Errorf("%d rows after the migration, 3 are its own", n)
	}
}

// The doctor is told of a user of the database whom no wall holds.
func TestWhoIsAboveTheWalls(t *testing.T) {
	w := twoTowns(t)
	if l, err := LookPostgres(t.Context(), w.address); err != nil || l.Above != "" || !l.Walls {
		t.Errorf("%+v, %v", l, err)
	}
}

// Of both administrations everything is in a backup, and what is restored is what
// was there, in either kind of database.
func TestBackupOfTwo(t *testing.T) {
	w := twoTowns(t)
	var dump strings.Builder
	rows, err := w.owner.Dump(t.Context(), &dump, Stamp(noon))
	if err != nil {
		t.Fatal(err)
	}
	want := lasting(t, everything(t, w.owner))
	for _, kind := range []Dialect{SQLite, Postgres} {
		restored := restoredFrom(t, string(kind), []byte(dump.String()), rows)
		if got := everything(t, restored); !mapsEqual(got, want) {
			t.Errorf("%s: got %v\nwant %v", kind, got, want)
		}
	}
}
