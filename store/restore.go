// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"
	"slices"
	"time"

	"rentmeester/fault"
)

// DumpInfo says what a backup holds.
type DumpInfo struct {
	Made   string `json:"made"`
	Schema int64  `json:"schema"`
	Rows   int64  `json:"rows"`
	SHA256 string `json:"sha256"` // of its content, unpacked, before the trailer
}

// CheckDump reads a whole backup and changes nothing. Errors: store.dump,
// store.dump-checksum, store.dump-newer.
func CheckDump(r io.Reader) (DumpInfo, error) {
	in, err := openDump(r)
	if err != nil {
		return DumpInfo{}, err
	}
	if err := in.each(func(dumpTable) error { return nil }, func([]byte) error { return nil }); err != nil {
		return DumpInfo{}, err
	}
	return in.info, nil
}

// DumpHead reads when a backup was made and from which schema, and no further.
// Errors: store.dump, store.dump-newer.
func DumpHead(r io.Reader) (DumpInfo, error) {
	in, err := openDump(r)
	if err != nil {
		return DumpInfo{}, err
	}
	return in.info, nil
}

// dumpReader gives the lines of a backup and adds them up.
type dumpReader struct {
	in   *bufio.Reader
	sum  hash.Hash
	line int
	info DumpInfo
}

func openDump(r io.Reader) (*dumpReader, error) {
	zipped, err := gzip.NewReader(r)
	if err != nil {
		return nil, fault.Wrap(err, "store.dump", "line", 1)
	}
	d := &dumpReader{in: bufio.NewReaderSize(zipped, 1<<20), sum: sha256.New()}
	line, err := d.next()
	if err != nil {
		return nil, err
	}
	var h dumpHeader
	if err := json.Unmarshal(line, &h); err != nil || h.Rentmeester != dumpVersion {
		return nil, fault.Wrap(err, "store.dump", "line", d.line)
	}
	if h.Schema > newest() {
		return nil, fault.New("store.dump-newer", "schema", h.Schema, "newest", newest())
	}
	d.info = DumpInfo{Made: h.Made, Schema: h.Schema}
	d.sum.Write(line)
	return d, nil
}

// next gives the next line; a backup that ends before its trailer is broken off.
func (d *dumpReader) next() ([]byte, error) {
	line, err := d.in.ReadBytes('\n')
	d.line++
	if err != nil {
		return nil, fault.Wrap(err, "store.dump", "line", d.line)
	}
	return line, nil
}

// each hands over every table and row up to the trailer, which must agree.
func (d *dumpReader) each(table func(dumpTable) error, row func([]byte) error) error {
	for {
		line, err := d.next()
		if err != nil {
			return err
		}
		var t struct {
			dumpTable
			dumpTrailer
		}
		if line[0] == '[' {
			err = row(line)
			d.info.Rows++
		} else if err = json.Unmarshal(line, &t); err == nil && t.SHA256 != "" {
			return d.end(t.dumpTrailer)
		} else if err == nil {
			err = table(t.dumpTable)
		}
		switch {
		case fault.Is(err, "store.failed"): // not the fault of the backup
			return err
		case err != nil:
			return fault.Wrap(err, "store.dump", "line", d.line)
		}
		d.sum.Write(line)
	}
}

// end holds the trailer against what was read, and the end of the file against
// what gzip says of it.
func (d *dumpReader) end(t dumpTrailer) error {
	d.info.SHA256 = hex.EncodeToString(d.sum.Sum(nil))
	if t.SHA256 != d.info.SHA256 || t.Rows != d.info.Rows {
		return fault.New("store.dump-checksum", "said", t.SHA256, "found", d.info.SHA256, "rows", t.Rows, "read", d.info.Rows)
	}
	if _, err := d.in.ReadByte(); !errors.Is(err, io.EOF) {
		return fault.Wrap(err, "store.dump", "line", d.line+1)
	}
	return nil
}

// Restore reads a dump into an empty database, all of it or nothing. A dump of an
// older program goes into the tables of that program, which are then migrated like
// any. It gives the number of rows. Errors: store.not-empty, store.dump,
// store.dump-checksum, store.dump-newer, store.failed, those of migrate.
func (s *Store) Restore(ctx context.Context, r io.Reader) (rows int64, err error) {
	d, err := openDump(r)
	if err != nil {
		return 0, err
	}
	if err := s.mustBeEmpty(ctx); err != nil {
		return 0, err
	}
	if d.info.Schema < newest() {
		provider, err := s.provider()
		if err == nil {
			_, err = provider.DownTo(ctx, d.info.Schema)
		}
		if err != nil {
			return 0, fault.Wrap(err, "store.migrate", "place", s.Place)
		}
		defer func() { err = errors.Join(err, s.migrate(ctx)) }()
	}
	err = s.restore(ctx, d)
	return d.info.Rows, err
}

// restore reads the dump in one transaction.
func (s *Store) restore(ctx context.Context, d *dumpReader) error {
	sqlTx, err := s.begin(ctx, s.writer, nil, 0)
	if err != nil {
		return err
	}
	defer func() { _ = sqlTx.Rollback() }() // no effect after the commit
	if err := s.nobodyIn(ctx, sqlTx); err != nil {
		return err
	}
	in := restorer{ctx: ctx, tx: newTx(sqlTx, s.Dialect, 0, time.Time{}, 0, 0, "")}
	if err := d.each(in.takeTable, in.takeRow); err != nil {
		return err
	}
	if err := in.tx.Flush(ctx); err != nil {
		return err
	}
	if err := sqlTx.Commit(); err != nil {
		return fault.Wrap(err, "store.failed")
	}
	s.learnSizes(ctx, int(d.info.Rows))
	return nil
}

func (s *Store) mustBeEmpty(ctx context.Context) error {
	tx, err := s.begin(ctx, s.reader, s.reading(), 0)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // it only reads
	return s.nobodyIn(ctx, tx)
}

func (s *Store) nobodyIn(ctx context.Context, tx *sql.Tx) error {
	there, err := register(ctx, tx, s.Dialect)
	if err == nil && len(there) > 0 {
		err = fault.New("store.not-empty", "place", s.Place)
	}
	return err
}

// restorer puts the rows of a dump into the tables.
type restorer struct {
	ctx   context.Context
	tx    *Tx
	table *bulk // nil before the first
	kinds []string
	done  []string
	led   int   // which column is adm
	adm   int64 // whose rows come now
}

// takeTable begins a table: one of the database, with the same columns, once.
func (r *restorer) takeTable(t dumpTable) error {
	if err := r.tx.Flush(r.ctx); err != nil {
		return err
	}
	kinds, err := r.tx.columnKinds(r.ctx, t.Table)
	if err != nil {
		return err
	}
	if len(kinds) != len(t.Columns) || slices.Contains(r.done, t.Table) {
		return fault.New("store.dump-table", "table", t.Table)
	}
	r.kinds = r.kinds[:0]
	for _, column := range t.Columns {
		kind, known := kinds[column]
		if !known {
			return fault.New("store.dump-table", "table", t.Table)
		}
		r.kinds = append(r.kinds, kind)
		delete(kinds, column)
	}
	if r.led = slices.Index(t.Columns, "adm"); r.led < 0 {
		return fault.New("store.dump-table", "table", t.Table)
	}
	r.done = append(r.done, t.Table)
	r.table = r.tx.bulkOf(t.Table, t.Columns)
	return nil
}

func (r *restorer) takeRow(line []byte) error {
	if r.table == nil {
		return errors.New("a row before its table")
	}
	if slices.Contains(fleeting, r.table.table) { // an older program kept them
		return nil
	}
	cells := make([]any, len(r.kinds))
	for i, kind := range r.kinds {
		cells[i] = newCell(kind)
	}
	if err := json.Unmarshal(line, &cells); err != nil {
		return err
	}
	if len(cells) != len(r.kinds) {
		return errors.New("a row of another length")
	}
	for i := range cells {
		cells[i] = cellValue(cells[i])
	}
	adm, ok := cells[r.led].(int64)
	if !ok {
		return errors.New("a row of no administration")
	}
	if err := r.goTo(adm); err != nil {
		return err
	}
	if err := r.tx.addValues(r.ctx, r.table, cells); err != nil {
		return err
	}
	if len(line) > chunkSize/2 { // an original's bytes: not a hundred of them at once
		return r.tx.Flush(r.ctx)
	}
	return nil
}

// goTo goes on with the rows of another administration.
func (r *restorer) goTo(adm int64) error {
	if adm == r.adm {
		return nil
	}
	if err := r.tx.Flush(r.ctx); err != nil {
		return err
	}
	r.adm = adm
	return within(r.ctx, r.tx.tx, r.tx.dialect, adm)
}

// newCell gives where a value of a column is read into.
func newCell(kind string) any {
	switch kind {
	case "BIGINT", "INT8", "INTEGER":
		return new(int64)
	case "BOOLEAN", "BOOL":
		return new(bool)
	case "DOUBLE PRECISION", "DOUBLE", "FLOAT8":
		return new(float64)
	case "BYTEA", "BLOB":
		return new([]byte)
	}
	return new(dumpText)
}

func cellValue(cell any) any {
	switch v := cell.(type) {
	case *int64:
		return *v
	case *bool:
		return *v
	case *float64:
		return *v
	case *[]byte:
		return *v
	case *dumpText:
		return string(*v)
	}
	return nil // a null, which no column takes
}

// columnKinds gives the columns of a table of the database with their types. The
// name comes from a file, so it is looked up before it is used.
func (tx *Tx) columnKinds(ctx context.Context, table string) (map[string]string, error) {
	catalogue := "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = $1 AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%'"
	if tx.dialect == Postgres {
		catalogue = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = $1 AND table_name NOT LIKE 'goose%'"
	}
	var known int
	if err := tx.tx.QueryRowContext(ctx, catalogue, table).Scan(&known); err != nil {
		return nil, fault.Wrap(err, "store.failed")
	}
	if known != 1 {
		return nil, fault.New("store.dump-table", "table", table)
	}
	rows, err := tx.tx.QueryContext(ctx, "SELECT * FROM "+table+" WHERE 1 = 0")
	if err != nil {
		return nil, fault.Wrap(err, "store.failed")
	}
	types, err := rows.ColumnTypes()
	if err = errors.Join(err, rows.Close()); err != nil {
		return nil, fault.Wrap(err, "store.failed")
	}
	kinds := map[string]string{}
	for _, t := range types {
		kinds[t.Name()] = t.DatabaseTypeName()
	}
	return kinds, nil
}
