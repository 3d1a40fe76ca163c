// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"bytes"
	"context"
	"image"
	"io"
	"math"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/requests"

	"rentmeester/fault"
)

// Limits of what is drawn.
const (
	MostPixels = 25_000_000 // of a page: A4 at 300 dpi has 9 million
	leastDPI   = 60         // a page too large for MostPixels at this is refused
)

// Draw draws pages in grey, dpi points to the inch, or fewer when a page would
// have more than MostPixels; visit gets the page's number, its picture, which
// is its own, and the dpi. Scripts and forms in the document are not run. It
// ends with ctx, and at the first error of visit, which it gives back. Other
// errors: those of Read, and pdf.page-too-large.
func (r *Reader) Draw(ctx context.Context, in io.Reader, dpi int, pages []int, visit func(page int, picture *image.Gray, dpi float64) error) error {
	data, err := io.ReadAll(io.LimitReader(in, MostBytes+1))
	switch {
	case err != nil:
		return fault.Wrap(err, "pdf.read")
	case len(data) > MostBytes:
		return fault.New("pdf.too-large", "limit", MostBytes>>20)
	case !bytes.Contains(data[:min(len(data), headSize)], []byte("%PDF-")):
		return fault.New("pdf.none")
	}
	pool, err := r.start()
	if err != nil {
		return err
	}
	defer r.busy.Done()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(r.open, func() { cancel(errClosed) })()
	for _, page := range pages {
		picture, used, err := drawWith(ctx, pool, data, page, dpi)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return ended(ctx, err)
		}
		if err := visit(page, picture, float64(used)); err != nil {
			return err
		}
	}
	return nil
}

// drawWith draws a page with a machine of its own: what one page costs, the
// next does not pay for, and nothing waits while somebody looks at the picture.
func drawWith(ctx context.Context, pool pdfium.Pool, data []byte, page, dpi int) (picture *image.Gray, used int, err error) {
	machine, err := guarded(func() (pdfium.Pdfium, error) { return pool.GetInstanceWithContext(ctx) })
	if err != nil {
		return nil, 0, fault.Wrap(err, "pdf.start")
	}
	defer watch(ctx, machine)()
	picture, err = guarded(func() (*image.Gray, error) {
		opened, err := machine.OpenDocument(&requests.OpenDocument{File: &data})
		if err != nil {
			return nil, fault.Wrap(err, "pdf.damaged")
		}
		which := requests.Page{ByIndex: &requests.PageByIndex{Document: opened.Document, Index: page}}
		size, err := machine.GetPageSize(&requests.GetPageSize{Page: which})
		if err != nil {
			return nil, fault.Wrap(err, "pdf.page", "page", page+1)
		}
		if used = fitting(size.Width, size.Height, dpi); used < leastDPI {
			return nil, fault.New("pdf.page-too-large", "page", page+1)
		}
		drawn, err := machine.RenderPageInDPI(&requests.RenderPageInDPI{Page: which, DPI: used, ImageFormat: requests.RenderImageFormatGrayscale})
		if err != nil {
			return nil, fault.Wrap(err, "pdf.page", "page", page+1)
		}
		defer drawn.Cleanup()
		grey, ok := drawn.Result.RenderedImage.(*image.Gray)
		if !ok {
			return nil, fault.New("pdf.page", "page", page+1)
		}
		return &image.Gray{Pix: bytes.Clone(grey.Pix), Stride: grey.Stride, Rect: grey.Rect}, nil
	})
	return picture, used, err
}

// fitting is the dpi at which a page has no more pixels than it may.
func fitting(width, height float64, dpi int) int {
	inches := width / 72 * height / 72
	if !(inches > 0) || math.IsInf(inches, 0) {
		return 0
	}
	return min(dpi, int(math.Sqrt(MostPixels/inches)))
}
