// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/store"
	"rentmeester/store/db"
)

// DocumentShown is a document with what came of it.
type DocumentShown struct {
	DocumentView
	Size     int64   `json:"size"`
	Invoices []int64 `json:"invoices"`
}

// Document gives a document. Errors: invoices.no-document.
func (d *Desk) Document(ctx context.Context, document int64) (s DocumentShown, err error) {
	s.Invoices = []int64{}
	err = d.Read(ctx, func(q *db.Queries) error {
		row, err := q.DocumentByID(ctx, db.DocumentByIDParams{Adm: d.Adm.Key, ID: document})
		if store.NoRows(err) {
			return fault.New("invoices.no-document", "document", document)
		}
		if err != nil {
			return books.Failed(err)
		}
		s.DocumentView = documentView(row)
		file, err := q.FileByHash(ctx, db.FileByHashParams{Adm: d.Adm.Key, Sha256: row.Sha256})
		if err != nil {
			return books.Failed(err)
		}
		s.Size = file.Size
		list, err := q.InvoicesOfDocument(ctx, db.InvoicesOfDocumentParams{Adm: d.Adm.Key, DocumentID: document})
		for _, i := range list {
			s.Invoices = append(s.Invoices, i.ID)
		}
		return books.Failed(err)
	})
	return s, err
}

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
	s, err := d.Document(ctx, document)
	if err != nil {
		return s, nil, err
	}
	return s, d.Store.Blob(ctx, d.Adm.Key, s.SHA256), nil
}
