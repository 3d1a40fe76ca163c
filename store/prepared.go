// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"strings"
)

// A connection to the embedded database keeps the statements of our queries: to read
// one takes as long as to find a row by its key, and a page asks some hundred times.
// PostgreSQL's driver does this itself.

// connector opens such connections.
type connector struct {
	driver driver.Driver
	name   string
}

// openSQLite gives a pool of them.
func openSQLite(name string) (*sql.DB, error) {
	plain, err := sql.Open("sqlite", name) // it opens nothing yet
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector{plain.Driver(), name}), plain.Close()
}

// Connect implements driver.Connector.
func (c connector) Connect(context.Context) (driver.Conn, error) {
	opened, err := c.driver.Open(c.name)
	if err != nil {
		return nil, err
	}
	conn, is := opened.(connection)
	if !is { // another version of the driver, that can do less
		return opened, nil
	}
	return &keeping{connection: conn, kept: map[string]*prepared{}}, nil
}

// Driver implements driver.Connector.
func (c connector) Driver() driver.Driver { return c.driver }

// connection is what a connection of the driver can do, all of which goes on.
type connection interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// keeping is a connection that keeps statements. Like any, it is used by one at a time.
type keeping struct {
	connection
	kept map[string]*prepared
}

// prepared is a statement that is kept.
type prepared struct {
	statement
	busy bool // rows of it are being read
}

type statement interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// ours is how queries begin that stand in store/queries: their number is bounded.
const ours = "-- name: "

// statement gives a statement to use now; nil: it is none to be kept.
func (k *keeping) statement(ctx context.Context, query string) (*prepared, error) {
	if !strings.HasPrefix(query, ours) {
		return nil, nil
	}
	if p := k.kept[query]; p != nil {
		if p.busy {
			return nil, nil
		}
		return p, nil
	}
	made, err := k.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s, is := made.(statement)
	if !is {
		return nil, made.Close()
	}
	p := &prepared{statement: s}
	k.kept[query] = p
	return p, nil
}

// ExecContext implements driver.ExecerContext.
func (k *keeping) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	p, err := k.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return k.connection.ExecContext(ctx, query, args)
	}
	return p.ExecContext(ctx, args)
}

// QueryContext implements driver.QueryerContext.
func (k *keeping) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	p, err := k.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return k.connection.QueryContext(ctx, query, args)
	}
	rows, err := p.QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	p.busy = true
	return &reading{rows, p}, nil
}

// Close implements driver.Conn.
func (k *keeping) Close() error {
	for _, p := range k.kept {
		_ = p.Close() // the connection ends with them
	}
	k.kept = nil
	return k.connection.Close()
}

// reading are rows of a statement that is kept: it is free again when they are closed.
type reading struct {
	driver.Rows
	of *prepared
}

// Close implements driver.Rows.
func (r *reading) Close() error {
	r.of.busy = false
	return r.Rows.Close()
}
