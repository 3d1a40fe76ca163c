// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"io"
	"mime"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

// Document is a file that came in.
type Document struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	SHA256   string `json:"sha256"`
	Channel  string `json:"channel" doc:"upload, import, folder, mail or api"`
	Sender   string `json:"sender,omitempty"`
	Received string `json:"received" format:"date-time"`
	Media    string `json:"media" doc:"ubl, cii, hybrid, pdf, scan or image"`
	Kind     string `json:"kind" doc:"invoice, creditnote, reminder …; empty while nobody knows"`
	Pages    int64  `json:"pages"`
	State    string `json:"state" doc:"unread, invoiced or filed"`
}

// DocumentDetail is a document with what came of it.
type DocumentDetail struct {
	Document
	Size     int64   `json:"size" doc:"Bytes of the original"`
	Invoices []int64 `json:"invoices" doc:"Invoices that were read from it"`
}

// DocumentFilter says which documents are wanted.
type DocumentFilter struct {
	State  string
	Cursor string
	Limit  int
}

// ReceivedFile is what became of a file that was sent.
type ReceivedFile struct {
	Name       string     `json:"name"`
	SHA256     string     `json:"sha256"`
	Format     string     `json:"format,omitempty"`
	State      string     `json:"state" doc:"read, known (it came before, nothing changed) or refused"`
	Document   int64      `json:"document,omitempty" doc:"As which document it was kept"`
	Statements int        `json:"statements"`
	Entries    int        `json:"entries"`
	Details    int        `json:"details"`
	Known      int        `json:"known" doc:"Of what is in it, how much was there already"`
	Items      int        `json:"items"`
	Updated    int        `json:"updated"`
	Batches    int        `json:"batches"`
	Documents  int        `json:"documents"`
	Invoices   int        `json:"invoices"`
	Held       int        `json:"held" doc:"Invoices that something holds"`
	Suppliers  int        `json:"suppliers"`
	Findings   []Said     `json:"findings" doc:"Why it, or a part of it, was refused or put in quarantine"`
	Holds      []FileHold `json:"holds"`
}

// Said is a sentence with its code and values.
type Said struct {
	Code    string            `json:"code"`
	Message string            `json:"message"`
	Remedy  string            `json:"remedy,omitempty"`
	Args    map[string]string `json:"args,omitempty"`
}

// FileHold is why an invoice of a file waits for a person.
type FileHold struct {
	Invoice int64  `json:"invoice"`
	Kind    string `json:"kind"`
	Why     Said   `json:"why"`
}

type receivedFiles struct {
	Files []ReceivedFile `json:"files"`
}

// ByID is an address of something with an identifier.
type ByID struct {
	ID int64 `path:"id" minimum:"1"`
}

// original is the bytes of a document.
type original struct {
	Type        string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Length      string `header:"Content-Length"`
	Body        func(huma.Context)
}

func (r *rooms) documents() {
	upload := anew(r.takes(r.act("add-documents", "/documents", "documents"))) // a file that came is known
	huma.Register(r.huma, upload, func(ctx context.Context, in *sent) (*one[receivedFiles], error) {
		by, all := callerOf(ctx), receivedFiles{Files: []ReceivedFile{}}
		err := in.each(ctx, func(name string, f File) error {
			some, err := r.source.Import(ctx, by, name, f)
			all.Files = append(all.Files, some...)
			return err
		})
		return oneOf(all, err)
	})
	r.inParts("/documents")
	type listed struct {
		Paging
		State string `query:"state" enum:"unread,invoiced,filed"`
	}
	huma.Register(r.huma, r.operation("list-documents", http.MethodGet, "/documents", "documents"), func(ctx context.Context, in *listed) (*page[Document], error) {
		return pageOf(r.source.Documents(ctx, callerOf(ctx), DocumentFilter{in.State, in.Cursor, in.Limit}))
	})
	huma.Register(r.huma, r.operation("get-document", http.MethodGet, "/documents/{id}", "documents"), func(ctx context.Context, in *ByID) (*one[DocumentDetail], error) {
		return oneOf(r.source.Document(ctx, callerOf(ctx), in.ID))
	})
	bytes := r.operation("get-document-original", http.MethodGet, "/documents/{id}/original", "documents")
	bytes.Responses = map[string]*huma.Response{"200": {Content: map[string]*huma.MediaType{
		"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}}
	huma.Register(r.huma, bytes, r.original)
}

// original gives a document as it came. A browser is told to keep it as a file,
// and to take it for nothing else than it says.
func (r *rooms) original(ctx context.Context, in *ByID) (*original, error) {
	doc, content, err := r.source.Original(ctx, callerOf(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	media := map[string]string{"ubl": "application/xml", "cii": "application/xml", "hybrid": "application/pdf", "pdf": "application/pdf", "scan": "application/pdf"}[doc.Media]
	if media == "" {
		media = "application/octet-stream"
	}
	return &original{Type: media, Length: strconv.FormatInt(doc.Size, 10),
		Disposition: mime.FormatMediaType("attachment", map[string]string{"filename": doc.Name}),
		Body: func(c huma.Context) {
			if _, err := io.Copy(c.BodyWriter(), content); err != nil { // the answer has begun: it can only be broken off
				logOf(ctx).WarnContext(ctx, "api: original broken off", "document", in.ID, "error", err)
			}
		}}, nil
}
