// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"rentmeester/app/books"
	"rentmeester/extract"
	"rentmeester/fault"
	"rentmeester/formats/mail"
	"rentmeester/formats/ocr"
	"rentmeester/formats/pdf"
	"rentmeester/invoice"
	"rentmeester/policy"
	"rentmeester/sorting"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Field is a value that was read from pages, with where it stands and how sure it
// is.
type Field = extract.Field

// How long one document may take: a PDF a thousand times what an invoice does,
// and the recognition of what has no text.
const (
	pdfTime  = time.Minute
	scanTime = 10 * time.Minute
)

// withPDF takes a PDF apart and hands it over with the reader that did.
func (d *Desk) withPDF(ctx context.Context, original store.Original, f func(*pdf.Reader, *pdf.Document) error) (err error) {
	reader := d.Tools.PDF
	if reader == nil {
		reader = pdf.New(pdf.Options{})
		defer func() { err = errors.Join(err, reader.Close()) }()
	}
	if err := reader.Start(); err != nil {
		return err
	}
	timed, cancel := context.WithTimeout(ctx, pdfTime)
	defer cancel()
	if _, err := original.Seek(0, io.SeekStart); err != nil {
		return err
	}
	whole, err := reader.Read(timed, original)
	if err != nil {
		return err
	}
	return f(reader, whole)
}

func (d *Desk) ocr() *ocr.Engine {
	if d.Tools.OCR != nil {
		return d.Tools.OCR
	}
	return ocr.New(ocr.Options{})
}

// words gives the words on the pages of a PDF: those that it has as text, and
// those recognised where it has none. Where none can be recognised, what there is
// as text must do.
func (d *Desk) words(ctx context.Context, reader *pdf.Reader, original store.Original, whole *pdf.Document) (*ocr.Result, error) {
	asText := &ocr.Result{Document: whole}
	if whole.TextPages() == len(whole.Pages) && whole.HasText() {
		return asText, nil
	}
	if _, err := original.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(original, pdf.MostBytes+1))
	if err != nil {
		return nil, err
	}
	timed, cancel := context.WithTimeout(ctx, scanTime)
	defer cancel()
	found, err := d.ocr().PDF(timed, reader, raw, false)
	switch {
	case err != nil && whole.HasText() && ctx.Err() == nil:
		return asText, nil
	case err != nil:
		return nil, err
	case !found.Document.HasText():
		return nil, fault.New("ocr.no-words", "pages", len(found.Document.Pages))
	}
	return found, nil
}

// pictured gives the words recognised on a picture.
func (d *Desk) pictured(ctx context.Context, original store.Original) (*ocr.Result, error) {
	if _, err := original.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	timed, cancel := context.WithTimeout(ctx, scanTime)
	defer cancel()
	found, err := d.ocr().Image(timed, original)
	if err == nil && !found.Document.HasText() {
		err = fault.New("ocr.no-words", "pages", len(found.Document.Pages))
	}
	if err != nil {
		return nil, err
	}
	return found, nil
}

// readShown reads a PDF by what its pages show.
func (d *Desk) readShown(ctx context.Context, r reading, reader *pdf.Reader, original store.Original, whole *pdf.Document, as sorting.Kind) (reading, error) {
	found, err := d.words(ctx, reader, original, whole)
	if err != nil {
		return unread(ctx, r, err)
	}
	r.scanned = scannedOf(found)
	return d.sort(ctx, r, found.Document, as)
}

func (d *Desk) readImage(ctx context.Context, original store.Original, as sorting.Kind) (reading, error) {
	r := reading{media: Image, pages: 1}
	found, err := d.pictured(ctx, original)
	if err != nil {
		return unread(ctx, r, err)
	}
	r.pages, r.scanned = len(found.Document.Pages), scannedOf(found)
	return d.sort(ctx, r, found.Document, as)
}

// unread lets a document wait with the reason why its words are not known.
func unread(ctx context.Context, r reading, err error) (reading, error) {
	if ctx.Err() != nil {
		return r, ctx.Err()
	}
	var f *fault.Error
	if !errors.As(err, &f) {
		return r, err
	}
	r.why = []Reason{reasonOf(err)}
	return r, nil
}

// textOf gives the words of pages as the sorter reads them.
func textOf(pages *pdf.Document) string {
	var all []string
	for _, p := range pages.Pages {
		all = append(all, p.Text)
	}
	return strings.Join(all, "\f")
}

// sort finds out of what kind a document is, and reads it as an invoice where
// policy says so.
func (d *Desk) sort(ctx context.Context, r reading, pages *pdf.Document, as sorting.Kind) (reading, error) {
	l, err := d.lessons(ctx)
	if err != nil {
		return r, err
	}
	l.verdict(&r, textOf(pages), as)
	if r.filing.Deed != policy.ReadIt {
		return r, nil
	}
	found := extract.Read(pages, l.habits, extract.Options{Own: l.own})
	if as != "" {
		found.Invoice.Kind = invoice.Kind(as)
	} else if found.Kind != r.kind { // two readers that do not agree
		for i := range found.Fields {
			if found.Fields[i].Name == extract.Kind {
				found.Fields[i].Doubtful = true
			}
		}
	}
	r.kind = string(found.Invoice.Kind)
	r.content = &Content{Invoice: found.Invoice, Fields: found.Fields, OCR: found.OCR}
	return r, nil
}

// verdict says what kind of document a text is, and what is done with it.
func (l *lessons) verdict(r *reading, text string, as sorting.Kind) {
	if as != "" {
		r.kind, r.probability = string(as), 1
		if r.filing = l.filing.For(as, 1); r.filing.Deed == policy.AskAbout { // that is what was just answered
			r.filing = policy.Filing{Deed: policy.FileIt}
		}
		if as == sorting.Invoice || as == sorting.CreditNote {
			r.filing = policy.Filing{Deed: policy.ReadIt}
		}
		return
	}
	v := l.sorter.Sort(text)
	r.kind, r.probability = string(v.Kind), v.Probability
	for _, reason := range v.Reasons {
		r.why = append(r.why, Reason(reason))
	}
	r.filing = l.filing.For(v.Kind, v.Probability)
	if r.filing.Deed == policy.ReadIt && v.Kind != sorting.Invoice && v.Kind != sorting.CreditNote {
		r.filing = policy.Filing{Deed: policy.AskAbout} // there is no invoice to read in it
	}
}

// readMail sorts a message by what it says. Its words alone are no invoice that
// can be paid: a person is asked.
func (d *Desk) readMail(ctx context.Context, original store.Original, as sorting.Kind) (r reading, err error) {
	r = reading{media: Mail}
	if _, err := original.Seek(0, io.SeekStart); err != nil {
		return r, err
	}
	message, err := mail.Read(original)
	if err != nil {
		return r, err
	}
	l, err := d.lessons(ctx)
	if err != nil {
		return r, err
	}
	l.verdict(&r, message.AllText(), as)
	if r.filing.Deed == policy.ReadIt {
		r.filing = policy.Filing{Deed: policy.AskAbout}
		if as != "" {
			r.filing.Deed = policy.FileIt
		}
	}
	for _, note := range message.AllNotes() { // something in it could not be opened: somebody must know
		r.why = append(r.why, Reason{note.Code, note.Args})
		if as == "" {
			r.filing = policy.Filing{Deed: policy.AskAbout}
		}
	}
	return r, nil
}

// text gives the words of a document, as the sorter learns them.
func (d *Desk) text(ctx context.Context, media Media, original store.Original) (string, error) {
	if media == Mail {
		message, err := mail.Read(original)
		if err != nil {
			return "", err
		}
		return message.AllText(), nil
	}
	pages, err := d.pagesOf(ctx, media, original)
	if err != nil || pages == nil {
		return "", err
	}
	return textOf(pages), nil
}

// pagesOf gives the words on the pages of a document, nil where it has none.
func (d *Desk) pagesOf(ctx context.Context, media Media, original store.Original) (pages *pdf.Document, err error) {
	var found *ocr.Result
	switch media {
	case Image:
		found, err = d.pictured(ctx, original)
	case PDF, Scan, Hybrid:
		err = d.withPDF(ctx, original, func(reader *pdf.Reader, whole *pdf.Document) error {
			found, err = d.words(ctx, reader, original, whole)
			return err
		})
	}
	if err != nil || found == nil {
		return nil, err
	}
	return found.Document, nil
}

// documentRow gives a document. Errors: invoices.no-document.
func (d *Desk) documentRow(ctx context.Context, id int64) (doc db.Document, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		doc, err = q.DocumentByID(ctx, db.DocumentByIDParams{Adm: d.Adm.Key, ID: id})
		if store.NoRows(err) {
			return fault.New("invoices.no-document", "document", id)
		}
		return books.Failed(err)
	})
	return doc, err
}
