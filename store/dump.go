// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"rentmeester/fault"
)

// A dump is a gzip of JSON lines: a header, then for each table its name and its
// rows in the order of their columns, then a trailer that counts them and gives
// the SHA-256 of every line before it. It is the same for SQLite and PostgreSQL,
// so a backup of one restores into the other.

type dumpHeader struct {
	Rentmeester string `json:"rentmeester"` // "dump/2"
	Made        string `json:"made"`
	Schema      int64  `json:"schema"` // newest migration of the database it is of
}

type dumpTable struct {
	Table   string   `json:"table"`
	Columns []string `json:"columns"`
}

type dumpTrailer struct {
	Rows   int64  `json:"rows"`
	SHA256 string `json:"sha256"`
}

const dumpVersion = "dump/2"

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

// fleeting are what no backup holds and no restore brings back: who was in, and the
// links by which one comes in once. They would let in again whom they no longer
// should.
var fleeting = []string{"sessions", "person_links", "presences"}

// Dump writes all administrations as they are at one moment to w, also while others write. It gives
// the number of rows.
func (s *Store) Dump(ctx context.Context, w io.Writer, made string) (rows int64, err error) {
	schema, err := s.Schema(ctx)
	if err != nil {
		return 0, err
	}
	zipped, sum := gzip.NewWriter(w), sha256.New()
	out := json.NewEncoder(io.MultiWriter(zipped, sum))
	out.SetEscapeHTML(false)
	if err := out.Encode(dumpHeader{dumpVersion, made, schema.Current}); err != nil {
		return 0, err
	}
	tx, err := s.begin(ctx, s.reader, s.reading(), 0)
	if err != nil {
		return 0, err
	}
	defer func() { _ = tx.Rollback() }() // it only reads
	all, err := register(ctx, tx, s.Dialect)
	if err != nil {
		return 0, err
	}
	for _, t := range rowTypes() {
		if err := out.Encode(dumpTable{tables[t], columnsOf(t)}); err != nil {
			return 0, err
		}
		if slices.Contains(fleeting, tables[t]) {
			continue
		}
		for _, a := range all { // in the order of their keys, which every table leads with
			if err := within(ctx, tx, s.Dialect, a.Adm); err != nil {
				return 0, err
			}
			n, err := dumpTableRows(ctx, tx, out, t, a.Adm)
			if err != nil {
				return 0, err
			}
			rows += n
		}
	}
	if err := out.Encode(dumpTrailer{rows, hex.EncodeToString(sum.Sum(nil))}); err != nil {
		return 0, err
	}
	return rows, zipped.Close()
}

func dumpTableRows(ctx context.Context, tx *sql.Tx, out *json.Encoder, t reflect.Type, adm int64) (n int64, err error) {
	columns := columnsOf(t)
	list, order := strings.Join(columns, ", "), strings.Join(columns[:min(3, len(columns))], ", ")
	rows, err := tx.QueryContext(ctx, fmt.Sprintf("SELECT %s FROM %s WHERE adm = $1 ORDER BY %s", list, tables[t], order), adm)
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
			if cells[i] = row.Field(i).Interface(); row.Field(i).Kind() == reflect.String {
				cells[i] = dumpText(row.Field(i).String())
			}
		}
		if err := out.Encode(cells); err != nil {
			return n, err
		}
		n++
	}
	if err := rows.Err(); err != nil {
		return n, fault.Wrap(err, "store.failed")
	}
	return n, nil
}

// dumpText is a text as a dump keeps it: to the byte, also where it is not UTF-8,
// which JSON has no way to say.
type dumpText string

// MarshalJSON implements json.Marshaler.
func (d dumpText) MarshalJSON() ([]byte, error) {
	if utf8.ValidString(string(d)) {
		return json.Marshal(string(d))
	}
	return json.Marshal(map[string][]byte{"bytes": []byte(d)})
}

// UnmarshalJSON implements json.Unmarshaler.
func (d *dumpText) UnmarshalJSON(body []byte) error {
	if len(body) > 0 && body[0] == '{' {
		var raw struct {
			Bytes []byte `json:"bytes"`
		}
		err := json.Unmarshal(body, &raw)
		*d = dumpText(raw.Bytes)
		return err
	}
	return json.Unmarshal(body, (*string)(d))
}
