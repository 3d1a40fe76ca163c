// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	_ "image/jpeg" // pictures that are shown
	"image/png"
	"io"

	_ "golang.org/x/image/tiff"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/formats/ocr"
	"rentmeester/formats/pdf"
	"rentmeester/store"
	"rentmeester/store/db"
)

// ScannedPage is what was recognised on a page: places on it are those on the page
// after it was turned.
type ScannedPage struct {
	Page   int     `json:"page"`             // counted from 0
	Turned int     `json:"turned,omitempty"` // degrees to the right, to stand upright
	Skew   float64 `json:"skew,omitempty"`   // and besides
	Text   string  `json:"text,omitempty"`
}

// mostText is how many bytes of words of one page are kept.
const mostText = 32 << 10

// scannedOf gives the pages that were recognised.
func scannedOf(found *ocr.Result) (all []ScannedPage) {
	for i, how := range found.Pages {
		if how.Drawn {
			text := found.Document.Pages[i].Text
			all = append(all, ScannedPage{i, how.Turned, how.Skew, text[:min(len(text), mostText)]})
		}
	}
	return all
}

// writtenScans writes down what was recognised; ” for nothing.
func writtenScans(all []ScannedPage) (string, error) {
	if len(all) == 0 {
		return "", nil
	}
	body, err := json.Marshal(all)
	return string(body), err
}

// scansOf gives what was recognised of a document.
func scansOf(doc db.Document) (all []ScannedPage, err error) {
	if doc.Scanned != "" {
		err = books.Failed(json.Unmarshal([]byte(doc.Scanned), &all))
	}
	return all, err
}

// howScanned says how a page was turned when it was read.
func howScanned(doc db.Document, page int) ocr.Page {
	all, _ := scansOf(doc)
	for _, p := range all {
		if p.Page == page {
			return ocr.Page{Turned: p.Turned, Skew: p.Skew}
		}
	}
	return ocr.Page{}
}

// turned gives the width and height of a page after it was turned.
func turned(width, height float64, how ocr.Page) (float64, float64) {
	if how.Turned%180 != 0 {
		return height, width
	}
	return width, height
}

// PageTexts gives what each page of a document says, for who does not see the
// picture: the words that were recognised, or the text of the PDF. Errors:
// invoices.no-document, those of pdf.Read.
func (d *Desk) PageTexts(ctx context.Context, document int64) ([]string, error) {
	doc, err := d.documentRow(ctx, document)
	if err != nil {
		return nil, err
	}
	scans, err := scansOf(doc)
	if err != nil {
		return nil, err
	}
	texts := make([]string, max(doc.Pages, 1))
	if media := Media(doc.Media); media == PDF || media == Scan || media == Hybrid {
		err = d.withPDF(ctx, d.Store.Blob(ctx, d.Adm.Key, doc.Sha256), func(_ *pdf.Reader, whole *pdf.Document) error {
			for i := range min(len(texts), len(whole.Pages)) {
				texts[i] = whole.Pages[i].Text
			}
			return nil
		})
	}
	for _, p := range scans {
		if p.Page < len(texts) {
			texts[p.Page] = p.Text
		}
	}
	return texts, err
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

// PagePicture draws a page of a document, counted from 0; one that was recognised
// as it was read, turned upright and put straight. Errors: invoices.no-document,
// invoices.no-page, those of pdf.Draw.
func (d *Desk) PagePicture(ctx context.Context, document int64, page int) (p Picture, err error) {
	doc, err := d.documentRow(ctx, document)
	if err != nil {
		return p, err
	}
	original := d.Store.Blob(ctx, d.Adm.Key, doc.Sha256)
	how := howScanned(doc, page)
	switch media := Media(doc.Media); {
	case page < 0 || int64(page) >= max(doc.Pages, 1):
	case media == Image && page == 0:
		return shownPicture(original, how)
	case media == PDF || media == Scan || media == Hybrid:
		err = d.withPDF(ctx, original, func(reader *pdf.Reader, whole *pdf.Document) error {
			p.Width, p.Height = turned(whole.Pages[page].Width, whole.Pages[page].Height, how)
			if _, err := original.Seek(0, io.SeekStart); err != nil {
				return err
			}
			return reader.Draw(ctx, original, shownDPI, []int{page}, func(_ int, picture *image.Gray, _ float64) error {
				p.PNG, err = asPNG(ocr.Upright(picture, how))
				return err
			})
		})
		return p, err
	}
	return p, fault.New("invoices.no-page", "document", document, "page", page+1)
}

// shownPicture gives a picture that came as one; its places are those at the
// fineness of which it would be as wide as A4.
func shownPicture(original store.Original, how ocr.Page) (p Picture, err error) {
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
	p.Width, p.Height = turned(float64(config.Width)*scale, float64(config.Height)*scale, how)
	p.PNG, err = asPNG(ocr.Upright(picture, how))
	return p, err
}

func asPNG(picture image.Image) ([]byte, error) {
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, picture)
	return b.Bytes(), err
}
