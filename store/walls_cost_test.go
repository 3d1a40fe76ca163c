// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"database/sql"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rentmeester/store/db"
)

// manyTowns gives an installation in which some administrations have many rows in
// every table, or in those named, measured by the planner.
func manyTowns(t testing.TB, s *Store, towns, rows int, only ...string) (keys []int64) {
	t.Helper()
	for n := range towns {
		adm, _, err := s.Create(t.Context(), fmt.Sprint("stad-", n), "Stad", noon)
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, adm.Key)
		err = s.Write(t.Context(), adm.Key, noon, func(tx *Tx) error {
			for _, kind := range rowTypes() {
				if tables[kind] == "administrations" || len(only) > 0 && !slices.Contains(only, tables[kind]) {
					continue
				}
				kinds, err := tx.columnKinds(t.Context(), tables[kind])
				if err != nil {
					return err
				}
				if _, err := tx.tx.ExecContext(t.Context(), madeRows(tables[kind], kinds, adm.Key, rows)); err != nil {
					return fmt.Errorf("%s: %w", tables[kind], err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.writer.ExecContext(t.Context(), "ANALYZE"); err != nil {
		t.Fatal(err)
	}
	return keys
}

// madeRows writes a statement that makes rows with something in every column.
func madeRows(table string, kinds map[string]string, adm int64, rows int) string {
	columns, values := []string{"adm"}, []string{strconv.FormatInt(adm, 10)}
	for name, kind := range kinds {
		if name == "adm" {
			continue
		}
		value := map[string]string{"BOOL": "g % 2 = 0", "FLOAT8": "g / 7.0", "BYTEA": "decode('00ff', 'hex')", "TEXT": "'" + name + " ' || g"}[kind]
		if value == "" {
			value = "g"
		}
		columns, values = append(columns, name), append(values, value)
	}
	return fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM generate_series(1, %d) AS g", table, strings.Join(columns, ", "), strings.Join(values, ", "), rows)
}

// queries gives the statements of package db by their names.
func queries(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	files, err := filepath.Glob("db/*.sql.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, is := n.(*ast.ValueSpec)
			if !is || len(spec.Values) != 1 {
				return true
			}
			if text, is := spec.Values[0].(*ast.BasicLit); is && text.Kind == token.STRING {
				if all[spec.Names[0].Name], err = strconv.Unquote(text.Value); err != nil {
					t.Fatal(err)
				}
			}
			return true
		})
	}
	return all
}

var scanned = regexp.MustCompile(`Seq Scan on (\w+)|(?:Index|Index Only) Scan(?: Backward)? using (\w+)|Bitmap Index Scan on (\w+)`)

// scans gives how a statement reaches its rows, as the database plans it.
func scans(t *testing.T, tx *sql.Tx, name, statement string) (sequential, indexed []string) {
	t.Helper()
	ctx := t.Context()
	if _, err := tx.ExecContext(ctx, "PREPARE plan AS "+statement); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var kinds string
	err := tx.QueryRowContext(ctx, "SELECT array_to_string(parameter_types, ',') FROM pg_prepared_statements WHERE name = 'plan'").Scan(&kinds)
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	for i, kind := range strings.Split(kinds, ",") {
		value := map[string]string{"text": "'x 77'", "boolean": "true", "double precision": "0.5", "bytea": "''"}[kind]
		switch {
		case value == "" && strings.Contains(statement, fmt.Sprintf("adm = $%d", i+1)):
			value = "1"
		case value == "":
			value = "77"
		}
		values = append(values, value)
	}
	rows, err := tx.QueryContext(ctx, "EXPLAIN EXECUTE plan("+strings.Join(values, ", ")+")")
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		switch m := scanned.FindStringSubmatch(line); {
		case m == nil:
		case m[1] != "":
			sequential = append(sequential, m[1])
		default:
			indexed = append(indexed, m[2]+m[3])
		}
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(ctx, "DEALLOCATE plan"); err != nil {
		t.Fatal(err)
	}
	slices.Sort(sequential)
	slices.Sort(indexed)
	return slices.Compact(sequential), slices.Compact(indexed)
}

// With walls every query of the program reaches its rows as it does without them:
// what went by an index goes by an index.
func TestQueriesKeepTheirIndexes(t *testing.T) {
	address := ownedByNobodySpecial(t)
	s := opened(t, func() (*Store, error) { return OpenPostgres(t.Context(), address) })
	adm := manyTowns(t, s, 3, 2000)[0]
	tx, err := s.begin(t.Context(), s.writer, nil, adm)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	type plan struct{ sequential, indexed []string }
	behind := map[string]plan{}
	all := queries(t)
	for name, statement := range all {
		sequential, indexed := scans(t, tx, name, statement)
		behind[name] = plan{sequential, indexed}
	}
	if _, err := tx.ExecContext(t.Context(), lower); err != nil {
		t.Fatal(err)
	}
	byIndex := 0
	for name, statement := range all {
		sequential, indexed := scans(t, tx, name, statement)
		for _, table := range behind[name].sequential {
			if !slices.Contains(sequential, table) {
				t.Errorf("%s reads the whole of %s because of its wall; it went by %v", name, table, indexed)
			}
		}
		if len(indexed) > 0 && len(behind[name].indexed) == 0 {
			t.Errorf("%s goes by no index any more; it went by %v", name, indexed)
		}
		if len(behind[name].indexed) > 0 {
			byIndex++
		}
	}
	t.Logf("%d queries, %d go by an index", len(all), byIndex)
	if byIndex < 100 {
		t.Errorf("only %d of %d queries go by an index: the tables are too small to say anything", byIndex, len(all))
	}
}

// BenchmarkWalls does the same work in turns with walls and without, on the same
// tables, and says how much longer it takes. Without walls nothing is said of the
// administration either.
func BenchmarkWalls(b *testing.B) {
	address := freshPostgres(b)
	s, err := OpenPostgres(b.Context(), address)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	used := []string{"bank_lines", "invoices", "journal", "journal_lines", "reminders"}
	adm := manyTowns(b, s, 2, 50_000, used...)[0]
	work := map[string]func(tx *sql.Tx) error{
		"one line": func(tx *sql.Tx) error {
			_, err := db.New(tx).LineByID(b.Context(), db.LineByIDParams{Adm: adm, ID: 77})
			return err
		},
		"fifty invoices": func(tx *sql.Tx) error {
			_, err := db.New(tx).InvoicesInState(b.Context(), db.InvoicesInStateParams{Adm: adm, State: "state 77", Page: 50})
			return err
		},
		"the whole journal": func(tx *sql.Tx) error {
			var n int64
			return tx.QueryRowContext(b.Context(), "SELECT COUNT(*) FROM journal JOIN journal_lines ON journal_lines.adm = journal.adm AND journal_lines.journal_id = journal.id WHERE journal.adm = $1", adm).Scan(&n)
		},
		"a thousand new rows": func(tx *sql.Tx) error {
			_, err := tx.ExecContext(b.Context(), "INSERT INTO reminders SELECT adm, invoice_id + 1000000, key, person, at FROM reminders WHERE adm = $1 LIMIT 1000", adm)
			return err
		},
	}
	names := []string{"one line", "fifty invoices", "the whole journal", "a thousand new rows"}
	for _, name := range names {
		b.Run(name, func(b *testing.B) {
			var took [2]time.Duration
			for b.Loop() {
				for behind, state := range []string{"NO FORCE", "FORCE"} {
					for _, table := range used {
						if _, err := s.writer.ExecContext(b.Context(), "ALTER TABLE "+table+" "+state+" ROW LEVEL SECURITY"); err != nil {
							b.Fatal(err)
						}
					}
					for try := range 21 {
						began := time.Now()
						tx, err := s.begin(b.Context(), s.writer, nil, int64(behind)*adm)
						if err == nil {
							err = work[name](tx)
						}
						if err != nil || tx.Rollback() != nil {
							b.Fatal(err)
						}
						if try > 0 { // the first time it fetches from disk
							took[behind] += time.Since(began)
						}
					}
				}
			}
			b.ReportMetric(float64(took[1])/float64(took[0]), "walls/none")
			b.ReportMetric(float64(took[1].Microseconds())/float64(20*b.N), "µs-with-walls")
			b.ReportMetric(0, "ns/op")
		})
	}
}
