// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"rentmeester/fault"
	"rentmeester/store/db"
)

// everything gives for each table of a database the hash of all that it holds, read
// by the database's own names and independent of what Dump does.
func everything(t *testing.T, s *Store) map[string]string {
	t.Helper()
	tx, err := s.writer.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }() // the walls stand again
	if s.Dialect == Postgres {
		if _, err := tx.ExecContext(t.Context(), lower); err != nil {
			t.Fatal(err)
		}
	}
	sums := map[string]string{}
	for _, table := range tables {
		rows, err := tx.QueryContext(t.Context(), "SELECT * FROM "+table)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for rows.Next() {
			values, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			all = append(all, lineOf(columns, values))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		slices.Sort(all)
		sum := sha256.Sum256([]byte(strings.Join(all, "\n")))
		sums[table] = fmt.Sprint(len(all), " rows ", hex.EncodeToString(sum[:]))
	}
	return sums
}

func lineOf(columns []string, values []any) string {
	cells := map[string]string{}
	for i, name := range columns {
		switch v := values[i].(type) {
		case []byte:
			cells[name] = string(v)
		case bool:
			cells[name] = map[bool]string{false: "0", true: "1"}[v] // SQLite has numbers for them
		default:
			cells[name] = fmt.Sprint(v)
		}
	}
	var line strings.Builder
	for _, name := range slices.Sorted(maps.Keys(cells)) {
		fmt.Fprintf(&line, "%s=%q ", name, cells[name])
	}
	return line.String()
}

// fullRow gives a row of a kind with something in every column; with odd values
// too, for what a text or number can hold.
func fullRow(kind reflect.Type, adm, n int64, odd bool) any {
	row := reflect.New(kind).Elem()
	for i := range row.NumField() {
		field := row.Field(i)
		switch field.Kind() {
		case reflect.Int64:
			if field.SetInt(n); odd && strings.Contains(kind.Field(i).Name, "Amount") {
				field.SetInt(-1 << 62)
			}
		case reflect.String:
			if field.SetString(fmt.Sprint(kind.Field(i).Name, " text ", n)); odd {
				field.SetString(fmt.Sprintf("%s <ë> \"%d\" & \u2028 日本 \n\t\\", kind.Field(i).Name, n))
			}
		case reflect.Float64:
			field.SetFloat(float64(n) / 3)
		case reflect.Bool:
			field.SetBool(n%2 == 0)
		case reflect.Slice:
			field.SetBytes(bytes.Repeat([]byte{0, 255, byte(n)}, 100))
		}
	}
	row.FieldByName("Adm").SetInt(adm)
	return row.Interface()
}

// fill puts rows into every table but that of administrations and the chain.
func fill(ctx context.Context, s *Store, adm int64, from, to int64) error {
	for n := from; n < to; n++ {
		err := s.Write(ctx, adm, noon, func(tx *Tx) error {
			for _, kind := range rowTypes() {
				if tables[kind] == "administrations" || tables[kind] == "audit" {
					continue
				}
				row := fullRow(kind, adm, n, n%3 == 0)
				if item, is := row.(db.Item); is {
					item.Amount, item.Settled = n, n // a CHECK
					row = item
				}
				if err := tx.Add(ctx, row); err != nil {
					return err
				}
			}
			return tx.Audit(ctx, "tester", "act", fmt.Sprint(n), map[string]int64{"n": n})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// A backup made while others write is of one moment, and what is restored from it,
// into either database, is to the byte what was there at that moment.
func TestBackupWhileWriting(t *testing.T) {
	both(t, func(t *testing.T, open func() *Store) {
		s := open()
		adm := administration(t, s)
		if err := fill(t.Context(), s, adm, 1, 40); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		writing, done := make(chan bool), make(chan error)
		other := open()
		go func() {
			close(writing)
			n := int64(40)
			for ; ctx.Err() == nil; n++ {
				if err := fill(context.WithoutCancel(ctx), other, adm, n, n+1); err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
		<-writing
		var dump bytes.Buffer
		rows, err := s.Dump(t.Context(), &dump, Stamp(noon))
		stop()
		if err := <-done; err != nil || rows == 0 {
			t.Fatal(rows, err)
		}
		if err != nil {
			t.Fatal(err)
		}
		first := restoredFrom(t, "sqlite", dump.Bytes(), rows)
		wholeUpTo(t, first, adm, s)
		want := everything(t, first)
		for _, kind := range []string{"sqlite", "postgres"} {
			t.Run("into "+kind, func(t *testing.T) {
				again := restoredFrom(t, kind, dump.Bytes(), rows)
				if got := everything(t, again); !maps.Equal(got, want) {
					t.Errorf("got %v\nwant %v", got, want)
				}
				if r, err := again.VerifyAudit(t.Context(), adm); err != nil || !r.Whole {
					t.Errorf("%+v, %v", r, err)
				}
			})
		}
		compareQuiet(t, s)
	})
}

// wholeUpTo holds what was restored against what the source still has of that
// moment: each write put one row in every table, so all have as many. That of versions
// has two from the start, what is found by many words has as many rows, and a decision
// that is added adds a sum besides the one that is put there.
func wholeUpTo(t *testing.T, restored *Store, adm int64, source *Store) {
	t.Helper()
	r, err := restored.VerifyAudit(t.Context(), adm)
	if err != nil || !r.Whole {
		t.Fatalf("%+v, %v", r, err)
	}
	n := r.Events
	for table, sum := range everything(t, restored) {
		switch table {
		case "versions":
			n += 2
		case "act_sums":
			n *= 2
		}
		if table != "administrations" && table != "search_words" && !slices.Contains(fleeting, table) && !strings.HasPrefix(sum, fmt.Sprint(n, " rows ")) {
			t.Errorf("%s: %s, where the chain has %d", table, sum, n)
		}
		n = r.Events
	}
	then, err := source.VerifyAudit(t.Context(), adm)
	if err != nil || then.Events < n {
		t.Errorf("the source has %d events, its backup %d: %v", then.Events, n, err)
	}
}

// compareQuiet: with nobody writing, source and what is restored into the other kind are the
// same, table by table.
func compareQuiet(t *testing.T, s *Store) {
	t.Helper()
	var dump bytes.Buffer
	rows, err := s.Dump(t.Context(), &dump, Stamp(noon))
	if err != nil {
		t.Fatal(err)
	}
	want := lasting(t, everything(t, s))
	kind := map[Dialect]string{SQLite: "postgres", Postgres: "sqlite"}[s.Dialect]
	t.Run("whole into "+kind, func(t *testing.T) {
		if got := everything(t, restoredFrom(t, kind, dump.Bytes(), rows)); !maps.Equal(got, want) {
			t.Errorf("got %v\nwant %v", got, want)
		}
	})
}

// lasting gives what a backup holds of everything: of who is in, nothing.
func lasting(t *testing.T, sums map[string]string) map[string]string {
	t.Helper()
	none := everything(t, empty(t, SQLite))
	for _, table := range fleeting {
		sums[table] = none[table]
	}
	return sums
}

func restoredFrom(t *testing.T, kind string, dump []byte, rows int64) *Store {
	t.Helper()
	to := empty(t, Dialect(kind))
	if n, err := to.Restore(t.Context(), bytes.NewReader(dump)); err != nil || n != rows {
		t.Fatalf("restored %d rows of %d: %v", n, rows, err)
	}
	return to
}

// rewrite unpacks a dump, changes its lines and packs it again.
func rewrite(t *testing.T, dump []byte, change func([]byte) []byte) []byte {
	t.Helper()
	zipped, err := gzip.NewReader(bytes.NewReader(dump))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(zipped)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	packed := gzip.NewWriter(&out)
	_, _ = packed.Write(change(plain))
	_ = packed.Close()
	return out.Bytes()
}

// sealed gives a dump's lines their checksum and count anew.
func sealed(plain []byte) []byte {
	lines := bytes.SplitAfter(plain, []byte("\n"))
	body := bytes.Join(lines[:len(lines)-2], nil)
	rows := 0
	for _, line := range lines {
		if bytes.HasPrefix(line, []byte("[")) {
			rows++
		}
	}
	sum := sha256.Sum256(body)
	trailer, _ := json.Marshal(dumpTrailer{int64(rows), hex.EncodeToString(sum[:])})
	return append(append(body, trailer...), '\n')
}

func TestDamagedBackup(t *testing.T) {
	s := opened(t, func() (*Store, error) { return OpenSQLite(t.Context(), t.TempDir()) })
	if err := fill(t.Context(), s, administration(t, s), 1, 20); err != nil {
		t.Fatal(err)
	}
	var buffer bytes.Buffer
	if _, err := s.Dump(t.Context(), &buffer, Stamp(noon)); err != nil {
		t.Fatal(err)
	}
	dump := buffer.Bytes()
	for name, c := range map[string]struct {
		file []byte
		code string
	}{
		"whole":            {dump, ""},
		"no gzip":          {[]byte("Beste collega,"), "store.dump"},
		"empty":            {nil, "store.dump"},
		"half":             {dump[:len(dump)/2], "store.dump"},
		"all but the last": {dump[:len(dump)-1], "store.dump"},
		"a flipped bit":    {flipped(dump), "store.dump"},
		"an amount changed": {rewrite(t, dump, func(b []byte) []byte {
			return bytes.Replace(b, []byte("text 7"), []byte("text 8"), 1)
		}), "store.dump-checksum"},
		"a row gone": {rewrite(t, dump, func(b []byte) []byte {
			return regexp.MustCompile(`(?m)^\[1,7,.*\n`).ReplaceAllFunc(b, func([]byte) []byte { return nil })
		}), "store.dump-checksum"},
		"more after the end": {rewrite(t, dump, func(b []byte) []byte { return append(b, "{}\n"...) }), "store.dump"},
		"another table": {rewrite(t, dump, func(b []byte) []byte {
			return sealed(bytes.Replace(b, []byte(`"table":"tokens"`), []byte(`"table":"tokens; DROP TABLE audit"`), 1))
		}), "store.dump"},
		"of a newer program": {rewrite(t, dump, func(b []byte) []byte {
			return sealed(regexp.MustCompile(`"schema":\d+`).ReplaceAll(b, []byte(`"schema":99999`)))
		}), "store.dump-newer"},
	} {
		t.Run(name, func(t *testing.T) {
			says := func(err error) bool { // what a flipped bit does depends on where it lies
				return fault.Code(err) == c.code || name == "a flipped bit" && fault.Code(err) == "store.dump-checksum"
			}
			_, err := CheckDump(bytes.NewReader(c.file))
			if name != "another table" && !says(err) { // who only reads knows no tables
				t.Errorf("check says %v, want %q", err, c.code)
			}
			to := opened(t, func() (*Store, error) { return OpenSQLite(t.Context(), t.TempDir()) })
			before := everything(t, to)
			if _, err := to.Restore(t.Context(), bytes.NewReader(c.file)); !says(err) {
				t.Errorf("restore says %v, want %q", err, c.code)
			}
			if after := everything(t, to); c.code != "" && !maps.Equal(before, after) {
				t.Errorf("something was restored: %v", after)
			}
		})
	}
}

func flipped(dump []byte) []byte {
	harmed := bytes.Clone(dump)
	harmed[len(harmed)-6] ^= 4 // of the checksum of what was packed: anywhere else it may unpack to something
	return harmed
}

// A text that is not UTF-8 comes back to the byte.
func TestDumpText(t *testing.T) {
	for _, said := range []string{"", "plain", "<é>", "\xff\xfe half \xc3", "\x00\u2028"} {
		body, err := json.Marshal(dumpText(said))
		if err != nil {
			t.Fatal(err)
		}
		var back dumpText
		if err := json.Unmarshal(body, &back); err != nil || string(back) != said {
			t.Errorf("%q came back as %q from %s: %v", said, back, body, err)
		}
	}
}

// A backup that an older program made goes through the migrations since.
func TestBackupOfAnOlderSchema(t *testing.T) {
	both(t, func(t *testing.T, open func() *Store) {
		s := open()
		adm := administration(t, s)
		if err := fill(t.Context(), s, adm, 1, 5); err != nil {
			t.Fatal(err)
		}
		var dump bytes.Buffer
		if _, err := s.Dump(t.Context(), &dump, Stamp(noon)); err != nil {
			t.Fatal(err)
		}
		oldest := tablesOf(t, "00001_spine.sql")
		older := rewrite(t, dump.Bytes(), func(plain []byte) []byte { return sealed(onlyTables(plain, oldest)) })
		to := empty(t, s.Dialect)
		if _, err := to.Restore(t.Context(), bytes.NewReader(older)); err != nil {
			t.Fatal(err)
		}
		schema, err := to.Schema(t.Context())
		if err != nil || schema.Pending() || schema.Current == 1 {
			t.Errorf("%+v, %v", schema, err)
		}
		if r, err := to.VerifyAudit(t.Context(), adm); err != nil || !r.Whole || r.Events != 4 {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

func tablesOf(t *testing.T, migration string) []string {
	t.Helper()
	body, err := migrations.ReadFile("migrations/" + migration)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, found := range regexp.MustCompile(`(?m)^CREATE TABLE (\w+)`).FindAllSubmatch(body, -1) {
		names = append(names, string(found[1]))
	}
	return names
}

// onlyTables leaves out the tables that the first schema has not.
func onlyTables(plain []byte, known []string) []byte {
	var out []byte
	keep := true
	for _, line := range bytes.SplitAfter(plain, []byte("\n")) {
		var table dumpTable
		if bytes.HasPrefix(line, []byte(`{"table"`)) {
			_ = json.Unmarshal(line, &table)
			keep = slices.Contains(known, table.Table)
		} else if !bytes.HasPrefix(line, []byte("[")) {
			keep = true
		}
		if keep {
			out = append(out, line...)
		}
	}
	return regexp.MustCompile(`"schema":\d+`).ReplaceAll(out, []byte(`"schema":1`))
}

// Tables of a newer program are refused and left as they are.
func TestNewerSchemaIsRefused(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, func() (*Store, error) { return OpenSQLite(t.Context(), dir) })
	newerThan(t, s, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)`)
	_, err := OpenSQLite(t.Context(), dir)
	if !fault.Is(err, "store.newer") {
		t.Error(err)
	}
	if l, err := LookSQLite(t.Context(), dir); err != nil || !l.Newer() || l.Current != 99999 {
		t.Errorf("%+v, %v", l, err)
	}
	t.Run("postgres", func(t *testing.T) {
		address := freshPostgres(t)
		s := opened(t, func() (*Store, error) { return OpenPostgres(t.Context(), address) })
		newerThan(t, s, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)`)
		if _, err := OpenPostgres(t.Context(), address); !fault.Is(err, "store.newer") {
			t.Error(err)
		}
		if l, err := LookPostgres(t.Context(), address); err != nil || !l.Newer() || !strings.HasPrefix(l.Version, "1") {
			t.Errorf("%+v, %v", l, err)
		}
	})
}

func newerThan(t *testing.T, s *Store, statement string) {
	t.Helper()
	if _, err := s.writer.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

// Looking makes nothing; opening makes files for their user only.
func TestLookAtNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "home")
	l, err := LookSQLite(t.Context(), dir)
	if err != nil || l.Current != 0 || !l.Pending() || l.Version == "" {
		t.Errorf("%+v, %v", l, err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Error("looking made the folder")
	}
	opened(t, func() (*Store, error) { return OpenSQLite(t.Context(), dir) })
	files, err := os.ReadDir(dir)
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is open to others: %v, %v", f.Name(), info.Mode(), err)
		}
	}
}

// Before the tables of an embedded database are migrated it is copied, and the
// copy opens with the program before.
func TestCopyBeforeMigration(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, func() (*Store, error) { return OpenSQLite(t.Context(), dir) })
	adm := administration(t, s)
	provider, err := s.provider()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.DownTo(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	err = s.Write(t.Context(), adm, noon, func(tx *Tx) error { return tx.Audit(t.Context(), "tester", "act", "x", nil) })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(KeptBefore(dir, 1)); !os.IsNotExist(err) {
		t.Fatal("copied before there was a need")
	}
	again := opened(t, func() (*Store, error) { return OpenSQLite(t.Context(), dir) })
	if schema, err := again.Schema(t.Context()); err != nil || schema.Pending() {
		t.Errorf("%+v, %v", schema, err)
	}
	kept, err := sql.Open("sqlite", "file:"+KeptBefore(dir, 1)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	version, err := schemaOf(t.Context(), kept, SQLite)
	var events int
	if err := kept.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM audit").Scan(&events); err != nil || events != 1 || version != 1 {
		t.Errorf("copy has schema %d and %d events: %v", version, events, err)
	}
	if info, err := os.Stat(KeptBefore(dir, 1)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	left, _ := filepath.Glob(filepath.Join(dir, "*.half"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
