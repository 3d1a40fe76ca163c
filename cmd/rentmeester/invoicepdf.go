// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"rentmeester/fault"
	"rentmeester/formats/einvoice"
	"rentmeester/formats/hybrid"
	"rentmeester/formats/ocr"
	"rentmeester/formats/pdf"
	"rentmeester/formats/semantic"
)

// pdfTime is how long one PDF may take: a thousand times what an invoice does.
const pdfTime = time.Minute

// plainPDF are the faults that say that a PDF has nothing for machines, by the
// rule that a finding of them has.
var plainPDF = map[string]string{"hybrid.no-xml": "RM-PDF-PLAIN", "hybrid.scan": "RM-PDF-SCAN", "ocr.picture": "RM-PICTURE"}

// onPages are the faults of a file that has only pages to look at, which is
// read from these.
var onPages = map[string]bool{"hybrid.no-xml": true, "hybrid.scan": true, "ocr.picture": true}

// openedInvoice is a file that may be an invoice: loose XML, or a PDF.
type openedInvoice struct {
	file      string
	container string // "invoice.pdf!factur-x.xml" when it stood in a PDF
	document  *semantic.Document
	page      []einvoice.Finding // where the pages of the PDF do not show what the XML says
	pdf       *pdfSummary
	pages     *pdf.Document // of a PDF
	raw       []byte        // the PDF itself
	picture   io.Reader     // of a scan that is no PDF
	err       error         // why there is no document
}

// pdfSummary is what --json tells of the PDF around an invoice.
type pdfSummary struct {
	Pages     int           `json:"pages"`
	TextPages int           `json:"textPages"` // of these, with text
	Info      pdf.Info      `json:"info"`
	Files     []embeddedPDF `json:"files"`
}

type embeddedPDF struct {
	pdf.File
	Bytes int `json:"bytes"`
}

// eachInvoice opens every file that the arguments name.
func (p *program) eachInvoice(ctx context.Context, args []string, visit func(*pdf.Reader, openedInvoice)) (err error) {
	reader := pdf.New(pdf.Options{Cache: pdfCache()})
	defer func() { err = errors.Join(err, reader.Close()) }()
	return eachDocument(args, p.in, func(name string, r io.Reader) error {
		visit(reader, openInvoice(ctx, reader, name, r))
		return ctx.Err()
	})
}

// pdfCache is where the translated reader of PDFs is kept for the next run; ""
// for nowhere: for a user without a home, or where others may write too, for
// what stands there is run.
func pdfCache() string {
	base, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	if _, err := os.Stat(filepath.Dir(base)); err != nil {
		return ""
	}
	dir := filepath.Join(base, "rentmeester", "pdf")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return ""
	}
	info, err := os.Stat(dir)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm()&0o022 != 0 {
		return ""
	}
	return dir
}

func openInvoice(ctx context.Context, reader *pdf.Reader, name string, r io.Reader) openedInvoice {
	const headSize = 1024
	buffered := bufio.NewReaderSize(r, headSize)
	head, _ := buffered.Peek(headSize) // an error comes again when the file is read
	opened := openedInvoice{file: name}
	if pdf.Recognise(head) {
		opened.readPDF(ctx, reader, buffered)
	} else if ocr.Recognise(head) {
		opened.picture, opened.err = buffered, fault.New("ocr.picture")
	} else {
		opened.document, opened.err = einvoice.Read(buffered)
	}
	return opened
}

// readPDF reads the invoice inside a PDF and looks for it on the pages.
func (o *openedInvoice) readPDF(ctx context.Context, reader *pdf.Reader, r io.Reader) {
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
	o.pdf = &pdfSummary{Pages: len(whole.Pages), TextPages: whole.TextPages(), Info: whole.Info, Files: []embeddedPDF{}}
	for _, f := range whole.Files {
		o.pdf.Files = append(o.pdf.Files, embeddedPDF{f, len(f.Data)})
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
