// SPDX-License-Identifier: EUPL-1.2

// Package reading looks at a file that may be an invoice without keeping anything
// of it: whether it keeps its rules, and what it says. The command line and the
// API tell the same by it, in the same JSON.
//
// It needs no books: it imports extract, formats, invoice, ident, fault and text.
package reading

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"rentmeester/extract"
	"rentmeester/fault"
	"rentmeester/formats/archive"
	"rentmeester/formats/einvoice"
	"rentmeester/formats/hybrid"
	"rentmeester/formats/ocr"
	"rentmeester/formats/pdf"
	"rentmeester/formats/semantic"
	"rentmeester/text"
)

// pdfTime is how long one PDF may take: a thousand times what an invoice does.
const pdfTime = time.Minute

// scanTime is how long the recognition of one document may take.
const scanTime = 10 * time.Minute

// Reader looks at files. It is safe for several at once.
type Reader struct {
	PDF  *pdf.Reader
	Lang text.Lang        // of what it tells
	Own  extract.Identity // of who received the invoices
}

// opened is a file that may be an invoice: loose XML, a PDF, or a picture.
type opened struct {
	file      string
	container string // "invoice.pdf!factur-x.xml" when it stood in a PDF
	document  *semantic.Document
	page      []einvoice.Finding // where the pages of the PDF do not show what the XML says
	pdf       *PDF
	pages     *pdf.Document // of a PDF
	raw       []byte        // the PDF itself
	picture   io.Reader     // of a scan that is no PDF
	err       error         // why there is no document
}

// PDF is what is told of the PDF around an invoice.
type PDF struct {
	Pages     int        `json:"pages"`
	TextPages int        `json:"textPages"` // of these, with text
	Info      pdf.Info   `json:"info"`
	Files     []Embedded `json:"files"`
}

// Embedded is a file inside a PDF.
type Embedded struct {
	pdf.File
	Bytes int `json:"bytes"`
}

// Each hands over a file, and of a zip every file inside it. What cannot be
// opened is handed over too: reading it gives the reason.
func Each(name string, file interface {
	io.Reader
	io.ReaderAt
}, size int64, visit func(name string, r io.Reader) error) error {
	head := make([]byte, 512)
	n, _ := file.ReadAt(head, 0) // an error comes again when the file is read
	if !archive.Recognise(head[:n], name) {
		return visit(name, file)
	}
	err := archive.Walk(file, size, func(member string, open func() (io.ReadCloser, error)) error {
		r, err := open()
		if err != nil {
			return err
		}
		return errors.Join(visit(name+"/"+member, r), r.Close())
	})
	if err != nil {
		return visit(name, failing{err})
	}
	return nil
}

// failing is a file that could not be opened.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func (r Reader) open(ctx context.Context, name string, in io.Reader) opened {
	const headSize = 1024
	buffered := bufio.NewReaderSize(in, headSize)
	head, _ := buffered.Peek(headSize) // an error comes again when the file is read
	o := opened{file: name}
	if pdf.Recognise(head) {
		o.readPDF(ctx, r.PDF, buffered)
	} else if ocr.Recognise(head) {
		o.picture, o.err = buffered, fault.New("ocr.picture")
	} else {
		o.document, o.err = einvoice.Read(buffered)
	}
	return o
}

// readPDF reads the invoice inside a PDF and looks for it on the pages.
func (o *opened) readPDF(ctx context.Context, reader *pdf.Reader, r io.Reader) {
	if o.err = reader.Start(); o.err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, pdfTime)
	defer cancel()
	raw, err := io.ReadAll(io.LimitReader(r, pdf.MostBytes+1))
	if err != nil {
		o.err = fault.Wrap(err, "pdf.read")
		return
	}
	whole, err := reader.Read(ctx, bytes.NewReader(raw))
	if err != nil {
		o.err = err
		return
	}
	o.pages, o.raw = whole, raw
	o.pdf = &PDF{Pages: len(whole.Pages), TextPages: whole.TextPages(), Info: whole.Info, Files: []Embedded{}}
	for _, f := range whole.Files {
		o.pdf.Files = append(o.pdf.Files, Embedded{f, len(f.Data)})
	}
	inside, err := hybrid.Find(whole)
	if err != nil {
		var unread *hybrid.Unread
		if errors.As(err, &unread) {
			o.container = o.file + "!" + unread.Name
		}
		o.err = err
		return
	}
	o.container, o.document = o.file+"!"+inside.Name, inside.Document
	o.page = hybrid.Compare(inside.Read(), whole.Pages)
	if len(inside.Others) > 0 {
		o.page = append(o.page, einvoice.Remark("RM-PDF-OTHERS", "/", "hybrid.others", "name", inside.Name, "others", strings.Join(inside.Others, ", ")))
	}
}

// pagesOf gives the words on the pages of a file that is no e-invoice: those of
// the PDF, or those recognised on it.
func (o *opened) pagesOf(ctx context.Context, reader *pdf.Reader) (*pdf.Document, []ocr.Page, error) {
	ctx, cancel := context.WithTimeout(ctx, scanTime)
	defer cancel()
	engine := ocr.New(ocr.Options{})
	var result *ocr.Result
	var err error
	switch {
	case o.picture != nil:
		result, err = engine.Image(ctx, o.picture)
	case o.pages.TextPages() == len(o.pages.Pages) && len(o.pages.Pages) > 0:
		return o.pages, nil, nil
	default:
		result, err = engine.PDF(ctx, reader, o.raw, false)
	}
	if err != nil {
		return nil, nil, err
	}
	if !result.Document.HasText() {
		return nil, nil, fault.New("ocr.no-words", "pages", len(result.Document.Pages))
	}
	return result.Document, result.Pages, nil
}
