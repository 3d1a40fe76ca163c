// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"bytes"
	"context"
	"errors"
	"image"
	_ "image/jpeg" // pictures that are shown
	"image/png"
	"io"
	"strings"
	"time"

	_ "golang.org/x/image/tiff"

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
func (d *Desk) words(ctx context.Context, reader *pdf.Reader, original store.Original, whole *pdf.Document) (*pdf.Document, error) {
	if whole.TextPages() == len(whole.Pages) && whole.HasText() {
		return whole, nil
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
		return whole, nil
	case err != nil:
		return nil, err
	case !found.Document.HasText():
		return nil, fault.New("ocr.no-words", "pages", len(found.Document.Pages))
	}
	return found.Document, nil
}

// pictured gives the words recognised on a picture.
func (d *Desk) pictured(ctx context.Context, original store.Original) (*pdf.Document, error) {
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
	return found.Document, nil
}

// readShown reads a PDF by what its pages show.
func (d *Desk) readShown(ctx context.Context, r reading, reader *pdf.Reader, original store.Original, whole *pdf.Document, as sorting.Kind) (reading, error) {
	pages, err := d.words(ctx, reader, original, whole)
	if err != nil {
		return unread(ctx, r, err)
	}
	return d.sort(ctx, r, pages, as)
}

func (d *Desk) readImage(ctx context.Context, original store.Original, as sorting.Kind) (reading, error) {
	r := reading{media: Image, pages: 1}
	pages, err := d.pictured(ctx, original)
	if err != nil {
		return unread(ctx, r, err)
	}
	r.pages = len(pages.Pages)
	return d.sort(ctx, r, pages, as)
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
	switch media {
	case Image:
		return d.pictured(ctx, original)
	case PDF, Scan, Hybrid:
		err = d.withPDF(ctx, original, func(reader *pdf.Reader, whole *pdf.Document) error {
			pages, err = d.words(ctx, reader, original, whole)
			return err
		})
		return pages, err
	}
	return nil, nil
}

// Picture is a page as people look at it.
type Picture struct {
	PNG    []byte
	Width  float64 // of the page in points, in which places are given
	Height float64
}

// How fine pages are drawn, and how many pixels a picture that is shown may have.
const (
	shownDPI  = 110
	maxPixels = ocr.MostPixels
)

// PagePicture draws a page of a document, counted from 0. Errors: invoices.no-document,
// invoices.no-page, those of pdf.Draw.
func (d *Desk) PagePicture(ctx context.Context, document int64, page int) (p Picture, err error) {
	doc, err := d.documentRow(ctx, document)
	if err != nil {
		return p, err
	}
	original := d.Store.Blob(ctx, d.Adm.Key, doc.Sha256)
	switch media := Media(doc.Media); {
	case page < 0 || int64(page) >= max(doc.Pages, 1):
	case media == Image && page == 0:
		return shownPicture(original)
	case media == PDF || media == Scan || media == Hybrid:
		err = d.withPDF(ctx, original, func(reader *pdf.Reader, whole *pdf.Document) error {
			p.Width, p.Height = whole.Pages[page].Width, whole.Pages[page].Height
			if _, err := original.Seek(0, io.SeekStart); err != nil {
				return err
			}
			return reader.Draw(ctx, original, shownDPI, []int{page}, func(_ int, picture *image.Gray, _ float64) error {
				p.PNG, err = asPNG(picture)
				return err
			})
		})
		return p, err
	}
	return p, fault.New("invoices.no-page", "document", document, "page", page+1)
}

// shownPicture gives a picture that came as one; its places are those at the
// fineness of which it would be as wide as A4.
func shownPicture(original store.Original) (p Picture, err error) {
	raw, err := io.ReadAll(io.LimitReader(original, ocr.MostBytes+1))
	if err != nil {
		return p, err
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		return p, fault.Wrap(err, "ocr.image")
	}
	if int64(config.Width)*int64(config.Height) > maxPixels {
		return p, fault.New("ocr.too-many-pixels", "width", config.Width, "height", config.Height, "limit", maxPixels/1_000_000)
	}
	defer func() {
		if failed := recover(); failed != nil { // a damaged picture breaks some decoders off
			err = fault.New("ocr.image")
		}
	}()
	picture, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return p, fault.Wrap(err, "ocr.image")
	}
	const paper = 8.27 * 72 // points
	scale := paper / float64(max(1, min(config.Width, config.Height)))
	p.Width, p.Height = float64(config.Width)*scale, float64(config.Height)*scale
	p.PNG, err = asPNG(picture)
	return p, err
}

func asPNG(picture image.Image) ([]byte, error) {
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, picture)
	return b.Bytes(), err
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
