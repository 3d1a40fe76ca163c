// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"io"
	"slices"

	"rentmeester/app/invoices"
	"rentmeester/fault"
	"rentmeester/sorting"
	"rentmeester/web"
)

const postPage = 50

// Documents implements web.Post. Its cursor is a document.
func (s *Source) Documents(ctx context.Context, f web.DocumentFilter, cursor string) (l web.DocumentList, err error) {
	l.Kinds = names(sorting.Kinds[:])
	after := int64(0)
	if cursor != "" {
		if after, err = number(cursor, "books.cursor"); err != nil {
			return l, badCursor()
		}
	}
	rows, err := s.books.Invoices().Documents(ctx, invoices.DocumentFilter{State: f.State, Kind: f.Kind}, after, postPage+1)
	if err != nil {
		return l, translate(err)
	}
	if len(rows) > postPage {
		rows = rows[:postPage]
		l.Next = id(rows[postPage-1].ID)
	}
	for _, d := range rows {
		shown, err := s.books.Invoices().ShowDocument(ctx, d.ID)
		if err != nil {
			return l, translate(err)
		}
		l.Documents = append(l.Documents, shownHead(shown))
	}
	return l, nil
}

func names(kinds []sorting.Kind) []string {
	all := make([]string, len(kinds))
	for i, k := range kinds {
		all[i] = string(k)
	}
	return all
}

func documentOf(d invoices.DocumentView) web.DocumentHead {
	return web.DocumentHead{ID: id(d.ID), Name: d.Name, Media: string(d.Media), Channel: d.Channel, Sender: d.Sender, Received: moment(d.Received),
		Kind: d.Kind, State: d.State, Pages: int(d.Pages)}
}

func shownHead(d invoices.DocumentShown) web.DocumentHead {
	head := documentOf(d.DocumentView)
	head.Probability = d.Probability
	if len(d.Invoices) > 0 {
		head.Invoice = id(d.Invoices[0])
	} else {
		head.Invoice = id(d.CopyOf)
	}
	return head
}

// document finds a document.
func (s *Source) document(ctx context.Context, document string) (invoices.DocumentShown, error) {
	key, err := number(document, "books.document.not-found")
	if err != nil {
		return invoices.DocumentShown{}, err
	}
	shown, err := s.books.Invoices().ShowDocument(ctx, key)
	return shown, translate(err)
}

// saidItself are the files that say themselves what they are.
var saidItself = []invoices.Media{invoices.UBL, invoices.CII, invoices.Hybrid}

// Document implements web.Post.
func (s *Source) Document(ctx context.Context, document string) (web.Document, error) {
	d, err := s.document(ctx, document)
	if err != nil {
		return web.Document{}, err
	}
	v := web.Document{DocumentHead: shownHead(d), SHA256: d.SHA256, Why: allSaid(d.Why), About: d.About, Parent: d.Parent, Shown: s.withText(ctx, pagesOf(d.DocumentView), d.ID)}
	v.Again = d.State == web.DocUnread || d.State == web.DocCopy
	if !slices.Contains(saidItself, d.Media) {
		v.Kinds = names(d.Kinds)
	}
	return v, nil
}

// mostShown is how many pages of a document are shown; the file has them all.
const mostShown = 25

// pictured says whether pages of a file can be shown.
func pictured(m invoices.Media) bool {
	return m == invoices.PDF || m == invoices.Scan || m == invoices.Hybrid || m == invoices.Image
}

// pagesOf gives the pages of a document that can be shown.
func pagesOf(d invoices.DocumentView) (all []web.Page) {
	if !pictured(d.Media) {
		return nil
	}
	for n := range min(max(d.Pages, 1), mostShown) {
		all = append(all, web.Page{Number: int(n) + 1})
	}
	return all
}

// withText adds what pages say, for who does not see the picture. A document that
// cannot be opened now has none.
func (s *Source) withText(ctx context.Context, pages []web.Page, document int64) []web.Page {
	if len(pages) == 0 {
		return nil
	}
	texts, err := s.books.Invoices().PageTexts(ctx, document)
	if err != nil {
		return pages
	}
	for i := range pages[:min(len(pages), len(texts))] {
		pages[i].Text = texts[i]
	}
	return pages
}

// SetKind implements web.Post.
func (s *Source) SetKind(ctx context.Context, by, document, kind string) (invoice string, err error) {
	key, err := number(document, "books.document.not-found")
	if err != nil {
		return "", err
	}
	if err := s.books.Invoices().SetKind(ctx, by, key, kind); err != nil {
		return "", translate(err)
	}
	d, err := s.document(ctx, document)
	if err != nil || len(d.Invoices) == 0 || d.State != web.DocInvoiced {
		return "", err
	}
	return id(d.Invoices[0]), nil
}

// ReadAgain implements web.Post.
func (s *Source) ReadAgain(ctx context.Context, by, document string) error {
	key, err := number(document, "books.document.not-found")
	if err != nil {
		return err
	}
	return translate(s.books.Invoices().ReadDocument(ctx, by, key))
}

// PageImage implements web.Post.
func (s *Source) PageImage(ctx context.Context, document string, page int) ([]byte, error) {
	key, err := number(document, "books.document.not-found")
	if err != nil {
		return nil, err
	}
	if page > mostShown {
		return nil, fault.New("books.document.not-found")
	}
	picture, err := s.picture(ctx, key, page-1)
	return picture.PNG, translate(err)
}

// types of files by what they are made of; the others are just bytes.
var types = map[invoices.Media]string{invoices.UBL: "application/xml", invoices.CII: "application/xml", invoices.PDF: "application/pdf",
	invoices.Hybrid: "application/pdf", invoices.Scan: "application/pdf"}

// Original implements web.Post.
func (s *Source) Original(ctx context.Context, document string) (web.File, error) {
	key, err := number(document, "books.document.not-found")
	if err != nil {
		return web.File{}, err
	}
	d, original, err := s.books.Invoices().Original(ctx, key)
	if err != nil {
		return web.File{}, translate(err)
	}
	return web.File{Name: d.Name, Type: types[d.Media], Content: io.NopCloser(original)}, nil
}
