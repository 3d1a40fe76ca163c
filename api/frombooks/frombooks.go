// SPDX-License-Identifier: EUPL-1.2

// Package frombooks gives the API the books: it translates what package app says
// to what package api says, and back. It decides nothing. It may import app, api
// and everything below app but the store.
package frombooks

import (
	"context"
	"net/netip"

	"rentmeester/api"
	"rentmeester/app"
	"rentmeester/app/access"
	"rentmeester/app/invoices"
	"rentmeester/app/people"
	"rentmeester/app/reading"
	"rentmeester/fault"
	"rentmeester/formats/pdf"
)

// Source gives the API the books of one administration. It is safe for many
// requests at once.
type Source struct {
	books *app.Books
	pdf   *pdf.Reader
	moved func()

	networks []netip.Prefix // private ones in which webhooks may stand
	counted  counted
}

// New gives the source over b. PDFs of files that are not kept are read by reader.
// Moved is called when something came in by which proposals for bank lines may be
// other ones; nil for nobody.
func New(b *app.Books, reader *pdf.Reader, moved func()) *Source {
	if moved == nil {
		moved = func() {}
	}
	return &Source{books: b, pdf: reader, moved: moved}
}

var _ api.Source = (*Source)(nil)

func (s *Source) desk() *invoices.Desk { return s.books.Invoices() }

// Identify implements api.Source.
func (s *Source) Identify(ctx context.Context, secret string) (api.Caller, error) {
	door := access.Door{Books: s.books.Books, Rights: people.New(s.books.Books).RightsNow}
	t, may, err := door.Check(ctx, secret)
	return api.Caller{Person: t.Person, Token: t.ID, May: may}, err
}

func (s *Source) reader(by api.Caller) reading.Reader {
	return reading.Reader{PDF: s.pdf, Lang: by.Lang}
}

func said(by api.Caller, f *fault.Error) api.Said { return api.SaidOf(by, f) }

func texts(list []string) []string { return append([]string{}, list...) }
