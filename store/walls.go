// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"rentmeester/fault"
	"rentmeester/store/db"
)

// Two administrations in one database never see each other. Every query says of
// which administration its rows are; on PostgreSQL a wall in the database itself
// stands behind that (raise, below): a query that forgets it finds nothing of another.
// Each transaction says for which administration it is. What has to do with all of
// them stands in this file and nowhere else: the register tells which there are, a
// dump and its restoring go along them one by one, and a migration has the walls
// down for as long as it takes.

// begin opens a transaction for one administration; 0 is for none.
func (s *Store) begin(ctx context.Context, pool *sql.DB, o *sql.TxOptions, adm int64) (*sql.Tx, error) {
	tx, err := pool.BeginTx(ctx, o)
	if err != nil {
		return nil, fault.Wrap(err, "store.busy")
	}
	if err := within(ctx, tx, s.Dialect, adm); err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	return tx, nil
}

// within says for which administration the rest of a transaction is. It ends with
// the transaction: a connection that others use after it knows nothing of it.
func within(ctx context.Context, tx *sql.Tx, dialect Dialect, adm int64) error {
	if dialect != Postgres || adm == 0 {
		return nil
	}
	if _, err := tx.ExecContext(ctx, "SELECT set_config('rentmeester.adm', $1, true)", strconv.FormatInt(adm, 10)); err != nil {
		return fault.Wrap(err, "store.failed")
	}
	return nil
}

// register gives the administrations that there are, in the order of their keys,
// and nothing of what they hold.
func register(ctx context.Context, tx *sql.Tx, dialect Dialect) ([]db.AdministrationsRow, error) {
	if dialect == Postgres {
		if _, err := tx.ExecContext(ctx, "SELECT set_config('rentmeester.register', 'on', true)"); err != nil {
			return nil, fault.Wrap(err, "store.failed")
		}
	}
	all, err := db.New(tx).Administrations(ctx)
	if err != nil {
		return nil, fault.Wrap(err, "store.failed")
	}
	return all, nil
}

const (
	// lacking are the tables with a column adm and without a wall.
	lacking = `FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'adm' AND NOT a.attisdropped
WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind IN ('r', 'p')
  AND NOT (t.relrowsecurity AND t.relforcerowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid AND p.polname = 'wall'))`
	// raise gives them one: the owner of the tables is held to it too, and who says
	// nothing sees nothing. Only which administrations there are may be asked before
	// one is chosen.
	raise = `DO $walls$
DECLARE
    own  CONSTANT TEXT := $$adm = NULLIF(current_setting('rentmeester.adm', true), '')::bigint$$;
    list CONSTANT TEXT := $$current_setting('rentmeester.register', true) = 'on'$$;
    lone RECORD;
BEGIN
    FOR lone IN SELECT t.oid::regclass AS name, t.relname = 'administrations' AS is_register ` + lacking + ` ORDER BY t.relname
    LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', lone.name);
        EXECUTE format('DROP POLICY IF EXISTS wall ON %s', lone.name);
        EXECUTE format('CREATE POLICY wall ON %s USING (%s) WITH CHECK (%s)', lone.name, own, own);
        IF lone.is_register THEN
            EXECUTE format('DROP POLICY IF EXISTS register ON %s', lone.name);
            EXECUTE format('CREATE POLICY register ON %s FOR SELECT USING (%s)', lone.name, list);
        END IF;
    END LOOP;
END $walls$`
	// lower lets the owner of the tables, who changes them, see all rows.
	lower = `DO $walls$
DECLARE name REGCLASS;
BEGIN
    FOR name IN SELECT oid::regclass FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND relforcerowsecurity
    LOOP
        EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', name);
    END LOOP;
END $walls$`
	// turn is taken by who lowers or raises the walls, so that nobody raises them
	// while another migrates.
	turn = "hashtext('rentmeester.walls')"
)

// wallsStand says whether every table has its wall.
func wallsStand(ctx context.Context, on interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}) (stand bool, err error) {
	err = on.QueryRowContext(ctx, "SELECT COUNT(*) = 0 "+lacking).Scan(&stand)
	return stand, err
}

// lookAtWalls looks whether they stand, and whether they hold who is connected.
func lookAtWalls(ctx context.Context, pool *sql.DB, l *Look) (err error) {
	if l.Walls, err = wallsStand(ctx, pool); err != nil {
		return err
	}
	err = pool.QueryRowContext(ctx, "SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)").Scan(&l.Above)
	if NoRows(err) {
		return nil
	}
	return err
}

// raiseWalls sees to it that every table has its wall, also when a process was
// killed while it migrated. Who may not change the tables needs them to stand.
func (s *Store) raiseWalls(ctx context.Context) error {
	if s.Dialect != Postgres {
		return nil
	}
	if stand, err := wallsStand(ctx, s.writer); err != nil || stand {
		return err
	}
	return s.inTurn(ctx, func(one *sql.Conn) error {
		_, err := one.ExecContext(ctx, raise)
		return err
	})
}

// withoutWalls runs what changes the tables with the walls down, and raises them
// again.
func (s *Store) withoutWalls(ctx context.Context, change func() error) error {
	if s.Dialect != Postgres {
		return change()
	}
	return s.inTurn(ctx, func(one *sql.Conn) error {
		if _, err := one.ExecContext(ctx, lower); err != nil {
			return err
		}
		err := change()
		_, raised := one.ExecContext(context.WithoutCancel(ctx), raise)
		return errors.Join(err, raised)
	})
}

// inTurn runs f when no other process lowers or raises the walls.
func (s *Store) inTurn(ctx context.Context, f func(*sql.Conn) error) (err error) {
	one, err := s.writer.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, one.Close()) }()
	if _, err := one.ExecContext(ctx, "SELECT pg_advisory_lock("+turn+")"); err != nil {
		return err
	}
	defer func() {
		_, given := one.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock("+turn+")")
		err = errors.Join(err, given)
	}()
	return f(one)
}
