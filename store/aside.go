// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"context"

	"rentmeester/fault"
	"rentmeester/store/db"
)

// Aside writes what stands beside the books: nothing that must be true later, no
// identifier, no event of the audit chain. It waits for no step of the books and
// none waits for it, except where the database has one writer.
// Errors: those of f, store.busy, store.failed.
func (s *Store) Aside(ctx context.Context, adm int64, f func(*db.Queries) error) error {
	tx, err := s.begin(ctx, s.writer, nil, adm)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // no effect after the commit
	if err := f(db.New(tx)); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fault.Wrap(err, "store.failed")
	}
	return nil
}
