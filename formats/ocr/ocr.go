// SPDX-License-Identifier: EUPL-1.2

// Package ocr reads the words on a picture of a page: a scan as PNG, JPEG or
// TIFF, or a page of a PDF that has no text. The recognition is done by the
// program tesseract, Dutch and English, and the result has the form of what
// formats/pdf reads: words with their boxes in points, and how sure the program
// is of each.
//
// Every page is a process of its own, which gets the picture through a pipe, no
// file. It is bounded: in time by the context, in memory and processor time by
// the shell's ulimit, in what it may write. When time is up the whole group of
// processes is killed. A picture is bounded in its pixels before it is unpacked.
//
// A page that lies on its side or upside down is turned, and one that hangs is
// put straight, before it is read; Page tells how, because boxes are those on
// the upright page.
//
// It imports fault, formats/pdf and the pictures of golang.org/x/image.
package ocr

import (
	"context"
	"image"
	"io"
	"time"

	"rentmeester/fault"
	"rentmeester/formats/pdf"
)

// Limits of what is recognised. What is beyond one is refused as a whole.
const (
	MostBytes  = 64 << 20   // of a picture as a file
	MostPixels = 60_000_000 // of a picture: A4 at 600 dpi has 35 million
	MostPages  = 50         // of one document
)

// Options are how an Engine works. The zero value is good.
type Options struct {
	Program   string        // "" for tesseract
	Languages string        // "" for nld+eng
	PageTime  time.Duration // for one page; 0 for a minute
	Memory    int64         // bytes of address space for one page; 0 for 1 GB
}

// Engine recognises pages. It keeps nothing and is safe for several goroutines.
type Engine struct{ options Options }

// New makes an Engine. Whether the program is there shows at the first page.
func New(options Options) *Engine {
	if options.Program == "" {
		options.Program = "tesseract"
	}
	if options.Languages == "" {
		options.Languages = "nld+eng"
	}
	if options.PageTime == 0 {
		options.PageTime = time.Minute
	}
	if options.Memory == 0 {
		options.Memory = 1 << 30
	}
	return &Engine{options}
}

// Result is what was recognised.
type Result struct {
	Document *pdf.Document `json:"document"`
	Pages    []Page        `json:"pages"` // one for each page of Document
}

// Page tells how a page was read.
type Page struct {
	Turned int     `json:"turned"` // degrees to the right that the picture was turned to stand upright: 0, 90, 180 or 270
	Skew   float64 `json:"skew"`   // degrees to the right that it was turned besides
	Sure   float64 `json:"sure"`   // mean confidence of the words, 0 … 1
	Drawn  bool    `json:"drawn"`  // recognised; false when the PDF had text there
}

// Image recognises a picture: PNG, JPEG, or TIFF with all its pages. Errors:
// ocr.read, ocr.too-large, ocr.image, ocr.too-many-pixels, ocr.too-many-pages
// and those of a page: ocr.missing, ocr.language, ocr.time, ocr.output,
// ocr.failed.
func (e *Engine) Image(ctx context.Context, in io.Reader) (*Result, error) {
	data, err := io.ReadAll(io.LimitReader(in, MostBytes+1))
	switch {
	case err != nil:
		return nil, fault.Wrap(err, "ocr.read")
	case len(data) > MostBytes:
		return nil, fault.New("ocr.too-large", "limit", MostBytes>>20)
	}
	pictures, err := pagesOf(data)
	if err != nil {
		return nil, err
	}
	result := &Result{Document: &pdf.Document{Files: []pdf.File{}}}
	for _, one := range pictures {
		picture, dpi, err := decode(one)
		if err != nil {
			return nil, err
		}
		if err := e.add(ctx, result, picture, dpi); err != nil {
			return nil, err
		}
	}
	return result, nil
}

// drawnDPI is how fine pages of a PDF are drawn. Tesseract is made for 300.
const drawnDPI = 300

// PDF recognises the pages of a PDF that have no text; of others it takes the
// text. With all set it recognises them all. Errors: those of reader.Read and
// reader.Draw, and those of a page.
func (e *Engine) PDF(ctx context.Context, reader *pdf.Reader, data []byte, all bool) (*Result, error) {
	document, err := reader.Read(ctx, newReader(data))
	if err != nil {
		return nil, err
	}
	var empty []int
	for i, page := range document.Pages {
		if all || len(page.Words) == 0 {
			empty = append(empty, i)
		}
	}
	if len(empty) > MostPages {
		return nil, fault.New("ocr.too-many-pages", "count", len(empty), "limit", MostPages)
	}
	result := &Result{Document: document, Pages: make([]Page, len(document.Pages))}
	if len(empty) == 0 {
		return result, nil
	}
	err = reader.Draw(ctx, newReader(data), drawnDPI, empty, func(number int, picture *image.Gray, dpi float64) error {
		page, how, err := e.page(ctx, picture, dpi)
		if err == nil {
			document.Pages[number], result.Pages[number] = page, how
		}
		return err
	})
	return result, err
}

// add recognises a picture as the next page of a result.
func (e *Engine) add(ctx context.Context, result *Result, picture *image.Gray, dpi float64) error {
	page, how, err := e.page(ctx, picture, dpi)
	if err == nil {
		result.Document.Pages = append(result.Document.Pages, page)
		result.Pages = append(result.Pages, how)
	}
	return err
}

// When a page may be lying on its side, and when it surely does not.
const (
	fewWords = 8
	poorly   = 0.6
	surely   = 0.75
)

// page recognises one page, upright or turned. A page that reads well and whose
// words are wider than high stands upright; another is tried the other ways up,
// until it does, and the way in which most is read wins. What the program itself
// says of the orientation is too often wrong on a page of few words.
func (e *Engine) page(ctx context.Context, picture *image.Gray, dpi float64) (pdf.Page, Page, error) {
	page, how, err := e.upright(ctx, picture, dpi)
	if err != nil || stands(page, how, poorly) {
		return page, how, err
	}
	turns := []int{180, 90, 270}
	if sideways(page) {
		turns = []int{90, 270, 180}
	}
	for _, turn := range turns {
		turned, other, err := e.upright(ctx, turnRight(picture, turn), dpi)
		if err != nil {
			return page, how, err
		}
		other.Turned = turn
		if worth(turned, other) > worth(page, how) {
			page, how = turned, other
		}
		if stands(page, how, surely) {
			break
		}
	}
	return page, how, nil
}

// stands says whether a page was read as pages that stand upright are.
func stands(page pdf.Page, how Page, sure float64) bool {
	return !sideways(page) && len(page.Words) >= fewWords && how.Sure >= sure
}

// worth is how much was read of a page. What lies on its side counts little: it
// may be read as well, but its lines are no lines.
func worth(page pdf.Page, how Page) float64 {
	total := how.Sure * float64(len(page.Words))
	if sideways(page) {
		total /= 10
	}
	return total
}

// sideways says whether most of the longer words are higher than wide.
func sideways(page pdf.Page) bool {
	high, all := 0, 0
	for _, w := range page.Words {
		if len(w.Text) >= 4 {
			all++
			if w.Box.Bottom-w.Box.Top > w.Box.Right-w.Box.Left {
				high++
			}
		}
	}
	return 2*high > all
}

// upright puts a picture straight and recognises it.
func (e *Engine) upright(ctx context.Context, picture *image.Gray, dpi float64) (pdf.Page, Page, error) {
	how := Page{Drawn: true, Skew: skewOf(picture)}
	if how.Skew != 0 {
		picture = straighten(picture, how.Skew)
	}
	out, err := e.run(ctx, picture, dpi, "3", "tsv")
	if err != nil {
		return pdf.Page{}, how, err
	}
	page := pageOf(out, picture.Bounds().Dx(), picture.Bounds().Dy(), dpi)
	for _, w := range page.Words {
		how.Sure += w.Confidence / float64(len(page.Words))
	}
	return page, how, nil
}
