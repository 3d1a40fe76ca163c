// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"io"

	"rentmeester/app/invoices"
	"rentmeester/fault"
	"rentmeester/sorting"
	"rentmeester/web"
)

const postPage = 50

// Documents implements web.Post. Its cursor is a document.
func (s *Source) Documents(ctx context.Context, f web.DocumentFilter, cursor string) (l web.DocumentList, err error) {
	l.Kinds = documentKinds()
	after := int64(0)
	if cursor != "" {
		if after, err = number(cursor, "books.cursor"); err != nil {
			return l, badCursor()
		}
	}
	for {
		rows, err := s.books.Invoices().Documents(ctx, f.State, after, postPage)
		if err != nil {
			return l, translate(err)
		}
		for _, d := range rows {
			after = d.ID
			if f.Kind == "" || f.Kind == d.Kind {
				l.Documents = append(l.Documents, documentOf(d))
			}
			if len(l.Documents) == postPage {
				l.Next = id(after)
				return l, nil
			}
		}
		if len(rows) < postPage {
			return l, nil
		}
	}
}

func documentKinds() []string {
	all := make([]string, len(sorting.Kinds))
	for i, k := range sorting.Kinds {
		all[i] = string(k)
	}
	return all
}

func documentOf(d invoices.DocumentView) web.DocumentHead {
	return web.DocumentHead{ID: id(d.ID), Name: d.Name, Media: string(d.Media), Channel: d.Channel, Sender: d.Sender, Received: moment(d.Received),
		Kind: d.Kind, State: d.State, Pages: int(d.Pages)}
}

// documentNow finds a document.
func (s *Source) documentNow(ctx context.Context, document string) (invoices.DocumentView, error) {
	key, err := number(document, "books.document.not-found")
	if err != nil {
		return invoices.DocumentView{}, err
	}
	rows, err := s.books.Invoices().Documents(ctx, "", key-1, 1)
	if err == nil && (len(rows) == 0 || rows[0].ID != key) {
		err = fault.New("books.document.not-found")
	}
	if err != nil {
		return invoices.DocumentView{}, translate(err)
	}
	return rows[0], nil
}

// Document implements web.Post.
func (s *Source) Document(ctx context.Context, document string) (web.Document, error) {
	d, err := s.documentNow(ctx, document)
	if err != nil {
		return web.Document{}, err
	}
	return web.Document{DocumentHead: documentOf(d), SHA256: d.SHA256}, nil
}

// SetKind implements web.Post.
func (s *Source) SetKind(context.Context, string, string, string) (string, error) {
	return "", fault.New("books.not-yet")
}

// ReadAgain implements web.Post.
func (s *Source) ReadAgain(context.Context, string, string) error { return fault.New("books.not-yet") }

// PageImage implements web.Post.
func (s *Source) PageImage(context.Context, string, int) ([]byte, error) {
	return nil, fault.New("books.document.not-found")
}

// types of files by what they are made of.
var types = map[invoices.Media]string{invoices.UBL: "application/xml", invoices.CII: "application/xml", invoices.PDF: "application/pdf",
	invoices.Hybrid: "application/pdf", invoices.Scan: "application/pdf"}

// Original implements web.Post.
func (s *Source) Original(ctx context.Context, document string) (web.File, error) {
	d, err := s.documentNow(ctx, document)
	if err != nil {
		return web.File{}, err
	}
	return web.File{Name: d.Name, Type: types[d.Media], Content: io.NopCloser(s.books.Invoices().Original(ctx, d.SHA256))}, nil
}
