// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"bufio"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"sort"
	"strings"
	"time"

	"rentmeester/fault"
	"rentmeester/store/db"
)

// A dump is a gzip of JSON lines: a header, then for each table its name and its
// rows in the order of their columns, then a trailer that counts them. It is the
// same for SQLite and PostgreSQL, so a backup of one restores into the other.

type dumpHeader struct {
	Rentmeester string `json:"rentmeester"` // "dump/1"
	Made        string `json:"made"`
}

type dumpTable struct {
	Table   string   `json:"table"`
	Columns []string `json:"columns"`
}

type dumpTrailer struct {
	Rows int64 `json:"rows"`
}

const dumpVersion = "dump/1"

// rowTypes gives the row of every table, in order of their names.
func rowTypes() []reflect.Type {
	types := make([]reflect.Type, 0, len(tables))
	for t := range tables {
		types = append(types, t)
	}
	sort.Slice(types, func(i, j int) bool { return tables[types[i]] < tables[types[j]] })
	return types
}

func columnsOf(t reflect.Type) []string {
	columns := make([]string, t.NumField())
	for i := range columns {
		columns[i] = t.Field(i).Tag.Get("db")
	}
	return columns
}

// Dump writes everything of one moment to w. It gives the number of rows.
func (s *Store) Dump(ctx context.Context, w io.Writer, made string) (rows int64, err error) {
	zipped := gzip.NewWriter(w)
	out := json.NewEncoder(zipped)
	if err := out.Encode(dumpHeader{dumpVersion, made}); err != nil {
		return 0, err
	}
	tx, err := s.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: s.snapshot()})
	if err != nil {
		return 0, fault.Wrap(err, "store.busy")
	}
	defer func() { _ = tx.Rollback() }() // it only reads
	for _, t := range rowTypes() {
		n, err := dumpTableRows(ctx, tx, out, t)
		if err != nil {
			return 0, err
		}
		rows += n
	}
	if err := out.Encode(dumpTrailer{rows}); err != nil {
		return 0, err
	}
	return rows, zipped.Close()
}

func dumpTableRows(ctx context.Context, tx *sql.Tx, out *json.Encoder, t reflect.Type) (n int64, err error) {
	columns := columnsOf(t)
	if err := out.Encode(dumpTable{tables[t], columns}); err != nil {
		return 0, err
	}
	list := strings.Join(columns, ", ")
	rows, err := tx.QueryContext(ctx, fmt.Sprintf("SELECT %s FROM %s ORDER BY %s", list, tables[t], strings.Join(columns[:min(3, len(columns))], ", ")))
	if err != nil {
		return 0, fault.Wrap(err, "store.failed")
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		row := reflect.New(t).Elem()
		targets, cells := make([]any, len(columns)), make([]any, len(columns))
		for i := range columns {
			targets[i] = row.Field(i).Addr().Interface()
		}
		if err := rows.Scan(targets...); err != nil {
			return n, fault.Wrap(err, "store.failed")
		}
		for i := range cells {
			cells[i] = row.Field(i).Interface()
		}
		if err := out.Encode(cells); err != nil {
			return n, err
		}
		n++
	}
	return n, rows.Err()
}

// Restore reads a dump into an empty database, all of it or nothing. It gives
// the number of rows. Errors: store.not-empty, store.dump, store.failed.
func (s *Store) Restore(ctx context.Context, r io.Reader) (rows int64, err error) {
	zipped, err := gzip.NewReader(r)
	if err != nil {
		return 0, fault.Wrap(err, "store.dump", "line", 1)
	}
	sqlTx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return 0, fault.Wrap(err, "store.busy")
	}
	defer func() { _ = sqlTx.Rollback() }() // no effect after the commit
	q := db.New(sqlTx)
	there, err := q.Administrations(ctx)
	if err != nil {
		return 0, fault.Wrap(err, "store.failed")
	}
	if len(there) > 0 {
		return 0, fault.New("store.not-empty", "place", s.Place)
	}
	in := restorer{ctx: ctx, tx: newTx(sqlTx, s.Dialect, 0, time.Time{}, 0, 0, "")}
	if err := in.read(bufio.NewReaderSize(zipped, 1<<20)); err != nil {
		return 0, err
	}
	if err := in.tx.Flush(ctx); err != nil {
		return 0, err
	}
	if err := sqlTx.Commit(); err != nil {
		return 0, fault.Wrap(err, "store.failed")
	}
	return in.rows, nil
}

type restorer struct {
	ctx   context.Context
	tx    *Tx
	table reflect.Type // nil before the first
	rows  int64
	line  int
	done  bool
}

func (r *restorer) read(in *bufio.Reader) error {
	for {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 {
			break
		}
		if err != nil {
			return fault.Wrap(err, "store.dump", "line", r.line+1)
		}
		r.line++
		if err := r.take(line); err != nil {
			return fault.Wrap(err, "store.dump", "line", r.line)
		}
	}
	if !r.done {
		return fault.New("store.dump", "line", r.line)
	}
	return nil
}

func (r *restorer) take(line []byte) error {
	switch {
	case r.done:
		return errors.New("text after the end")
	case line[0] == '[':
		return r.takeRow(line)
	case r.line == 1:
		var h dumpHeader
		if err := json.Unmarshal(line, &h); err != nil || h.Rentmeester != dumpVersion {
			return errors.Join(err, errors.New("not a dump of this version"))
		}
		return nil
	}
	var t struct {
		dumpTable
		Rows *int64 `json:"rows"`
	}
	if err := json.Unmarshal(line, &t); err != nil {
		return err
	}
	if t.Rows != nil {
		r.done = *t.Rows == r.rows
		if !r.done {
			return fmt.Errorf("%d rows, the end says %d", r.rows, *t.Rows)
		}
		return nil
	}
	for _, known := range rowTypes() {
		if tables[known] == t.Table && strings.Join(columnsOf(known), ",") == strings.Join(t.Columns, ",") {
			r.table = known
			return nil
		}
	}
	return fmt.Errorf("table %s with columns %v is not known", t.Table, t.Columns)
}

func (r *restorer) takeRow(line []byte) error {
	if r.table == nil {
		return errors.New("a row before its table")
	}
	row := reflect.New(r.table).Elem()
	cells := make([]any, row.NumField())
	for i := range cells {
		cells[i] = row.Field(i).Addr().Interface()
	}
	if err := json.Unmarshal(line, &cells); err != nil {
		return err
	}
	r.rows++
	if err := r.tx.Add(r.ctx, row.Interface()); err != nil {
		return err
	}
	if len(line) > chunkSize/2 { // an original's bytes: not a hundred of them at once
		return r.tx.Flush(r.ctx)
	}
	return nil
}
