// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"io"
	"time"
)

// Post is what the pages need of the documents that came in.
type Post interface {
	Documents(ctx context.Context, filter DocumentFilter, cursor string) (DocumentList, error)
	Document(ctx context.Context, id string) (Document, error)
	// SetKind says what a document is; what people say is learned from. When an
	// invoice comes of it, its ID is given.
	SetKind(ctx context.Context, by, id, kind string) (invoice string, err error)
	// ReadAgain reads a document once more that could not be read.
	ReadAgain(ctx context.Context, by, id string) error
	// PageImage gives a page of a document as a picture (PNG); pages begin at 1.
	PageImage(ctx context.Context, document string, page int) ([]byte, error)
	// Original gives the file as it came in.
	Original(ctx context.Context, document string) (File, error)
}

// File is something to download. Its name comes from outside and is made
// harmless before it is told to a browser.
type File struct {
	Name, Type string
	Content    io.ReadCloser
}

// DocumentFilter narrows the list of documents.
type DocumentFilter struct {
	State string // one of DocumentStates; "" all
	Kind  string // "" all
}

// States of a document.
const (
	DocUnread    = "unread"
	DocAsked     = "asked" // a person must say what it is
	DocInvoiced  = "invoiced"
	DocFiled     = "filed"
	DocForwarded = "forwarded"
	DocCopy      = "copy"
)

// DocumentStates are all states, those that wait for a person first.
var DocumentStates = []string{DocUnread, DocAsked, DocInvoiced, DocFiled, DocForwarded, DocCopy}

// DocumentList is a page of documents, and the kinds there are to choose from.
type DocumentList struct {
	Documents []DocumentHead
	Next      string
	Kinds     []string
}

// DocumentHead is a document in a list.
type DocumentHead struct {
	ID, Name    string
	Media       string // ubl, cii, pdf, hybrid, scan, image
	Channel     string // how it came: mail, folder, import
	Sender      string
	Received    time.Time
	Kind        string // "" not known
	Probability float64
	State       string
	Pages       int
	Invoice     string // ID of the invoice in it, "" none
}

// Document is one document with what was made of it.
type Document struct {
	DocumentHead
	SHA256       string
	Shown        []Page
	Why          []Sentence // it is of this kind
	Alternatives []KindChance
	Kinds        []string // that a person can choose
	About        string   // subject of the mail it came with
	Again        bool     // it can be read once more
	Parent       string   // of what it came in, a mail message
	Text         string   // of the pages, "" not known
}

// KindChance is another kind that a document may be.
type KindChance struct {
	Kind        string
	Probability float64
}

// Page is a page of which there is a picture.
type Page struct {
	Number int // from 1
	// Width and Height give its shape; 0 is not known.
	Width, Height int
	Text          string // what it says, for who does not see it; "" not known
}
