// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"

	"rentmeester/app/books"
	"rentmeester/store"
	"rentmeester/store/db"
)

// DocumentOf gives the document that a file was kept as; 0 for a file that is none.
func (d *Desk) DocumentOf(ctx context.Context, sum string) (id int64, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		row, err := q.DocumentByHash(ctx, db.DocumentByHashParams{Adm: d.Adm.Key, Sha256: sum})
		if store.NoRows(err) {
			return nil
		}
		id = row.ID
		return books.Failed(err)
	})
	return id, err
}

// Original gives the bytes of a document as they came.
// Errors: invoices.no-document.
func (d *Desk) Original(ctx context.Context, document int64) (DocumentShown, store.Original, error) {
	s, err := d.ShowDocument(ctx, document)
	if err != nil {
		return s, nil, err
	}
	return s, d.Store.Blob(ctx, d.Adm.Key, s.SHA256), nil
}
