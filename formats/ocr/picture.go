// SPDX-License-Identifier: EUPL-1.2

package ocr

import (
	"bytes"
	"encoding/binary"
	"image"
	_ "image/jpeg" // formats that image.Decode knows
	_ "image/png"
	"io"
	"math"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/tiff"

	"rentmeester/fault"
)

func newReader(data []byte) io.Reader { return bytes.NewReader(data) }

// Recognise says whether a file is a picture that is read here, from its first
// bytes.
func Recognise(head []byte) bool {
	for _, mark := range []string{"\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "II*\x00", "MM\x00*"} {
		if bytes.HasPrefix(head, []byte(mark)) {
			return true
		}
	}
	return false
}

// decode unpacks a picture in grey, when it is not too large, and guesses its
// fineness: a scan is of a page of paper as wide as A4.
func decode(data []byte) (*image.Gray, float64, error) {
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, 0, fault.Wrap(err, "ocr.image")
	}
	if config.Width <= 0 || config.Height <= 0 || int64(config.Width)*int64(config.Height) > MostPixels {
		return nil, 0, fault.New("ocr.too-many-pixels", "width", config.Width, "height", config.Height, "limit", MostPixels/1_000_000)
	}
	picture, err := decodeWhole(data)
	if err != nil {
		return nil, 0, err
	}
	grey := greyOf(picture)
	const paper = 8.27 // inches
	dpi := float64(min(grey.Bounds().Dx(), grey.Bounds().Dy())) / paper
	switch {
	case dpi < 50:
		return nil, 0, fault.New("ocr.too-small", "width", config.Width, "height", config.Height)
	case dpi < 280, dpi > 400:
		grey = scaled(grey, drawnDPI/dpi)
		dpi = drawnDPI
	}
	return grey, dpi, nil
}

// decodeWhole unpacks a picture. A decoder that breaks off on a damaged file is
// an error like another.
func decodeWhole(data []byte) (picture image.Image, err error) {
	defer func() {
		if failed := recover(); failed != nil {
			err = fault.New("ocr.image")
		}
	}()
	picture, _, err = image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fault.Wrap(err, "ocr.image")
	}
	return picture, nil
}

// greyOf is a picture in grey, on white where one sees through it.
func greyOf(picture image.Image) *image.Gray {
	if grey, ok := picture.(*image.Gray); ok && grey.Rect.Min == (image.Point{}) {
		return grey
	}
	b := picture.Bounds()
	grey := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(grey, grey.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(grey, grey.Rect, picture, b.Min, draw.Over)
	return grey
}

func scaled(picture *image.Gray, by float64) *image.Gray {
	b := picture.Bounds()
	large := image.NewGray(image.Rect(0, 0, int(float64(b.Dx())*by), int(float64(b.Dy())*by)))
	draw.ApproxBiLinear.Scale(large, large.Rect, picture, b, draw.Src, nil)
	return large
}

// pagesOf gives the pages of a TIFF as a file each, by writing into its head
// where the page begins; any other picture is one page.
func pagesOf(data []byte) ([][]byte, error) {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(data, []byte("II*\x00")):
		order = binary.LittleEndian
	case bytes.HasPrefix(data, []byte("MM\x00*")):
		order = binary.BigEndian
	default:
		return [][]byte{data}, nil
	}
	var pages [][]byte
	seen := map[uint32]bool{}
	for at := uint32At(order, data, 4); at != 0 && !seen[at]; {
		if len(pages) == MostPages {
			return nil, fault.New("ocr.too-many-pages", "count", len(pages)+1, "limit", MostPages)
		}
		seen[at] = true
		if int64(at)+2 > int64(len(data)) {
			break
		}
		page := data
		if len(pages) > 0 {
			page = bytes.Clone(data)
			order.PutUint32(page[4:], at)
		}
		pages = append(pages, page)
		count := int64(order.Uint16(data[at:]))
		at = uint32At(order, data, int64(at)+2+12*count)
	}
	if len(pages) == 0 {
		return nil, fault.New("ocr.image")
	}
	return pages, nil
}

func uint32At(order binary.ByteOrder, data []byte, at int64) uint32 {
	if at < 0 || at+4 > int64(len(data)) {
		return 0
	}
	return order.Uint32(data[at:])
}

// turnRight turns a picture by quarters.
func turnRight(picture *image.Gray, degrees int) *image.Gray {
	b := picture.Bounds()
	w, h := b.Dx(), b.Dy()
	size := image.Rect(0, 0, w, h)
	if degrees%180 != 0 {
		size = image.Rect(0, 0, h, w)
	}
	turned := image.NewGray(size)
	for y := range h {
		line := picture.Pix[y*picture.Stride:]
		for x := range w {
			switch degrees {
			case 90:
				turned.Pix[x*turned.Stride+h-1-y] = line[x]
			case 180:
				turned.Pix[(h-1-y)*turned.Stride+w-1-x] = line[x]
			case 270:
				turned.Pix[(w-1-x)*turned.Stride+y] = line[x]
			default:
				turned.Pix[y*turned.Stride+x] = line[x]
			}
		}
	}
	return turned
}

const (
	mostSkew  = 4.0  // degrees that a page may hang
	leastSkew = 0.25 // that are worth turning for
	smallSide = 900  // pixels of the picture on which the skew is looked for
	darkness  = 128
)

// skewOf finds how far a page must be turned to the right to have its lines
// level: the angle at which the dark pixels lie most in rows.
func skewOf(picture *image.Gray) float64 {
	small := picture
	if side := max(picture.Bounds().Dx(), picture.Bounds().Dy()); side > smallSide {
		small = scaled(picture, float64(smallSide)/float64(side))
	}
	dark := darkPoints(small)
	if len(dark) < 200 {
		return 0
	}
	best, most := 0.0, 0.0
	for _, step := range []float64{0.5, 0.1} {
		from, to := -mostSkew, mostSkew
		if step < 0.5 {
			from, to = best-0.5, best+0.5
		}
		for angle := from; angle <= to+1e-9; angle += step {
			if even := rowness(dark, small.Bounds(), angle); even > most*1.0005 {
				best, most = angle, even
			}
		}
	}
	if math.Abs(best) < leastSkew || most < 1.05*rowness(dark, small.Bounds(), 0) {
		return 0
	}
	return math.Round(best*100) / 100
}

func darkPoints(picture *image.Gray) []image.Point {
	var dark []image.Point
	b := picture.Bounds()
	for y := range b.Dy() {
		for x := range b.Dx() {
			if picture.Pix[y*picture.Stride+x] < darkness {
				dark = append(dark, image.Pt(x, y))
			}
		}
	}
	return dark
}

// rowness is how unevenly the dark points lie over rows when turned by an angle.
func rowness(dark []image.Point, b image.Rectangle, degrees float64) float64 {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	rows := make([]float64, b.Dx()+2*b.Dy())
	for _, p := range dark {
		y := int(float64(p.X)*sin+float64(p.Y)*cos) + b.Dx()/2
		if y >= 0 && y < len(rows) {
			rows[y]++
		}
	}
	total := 0.0
	for _, n := range rows {
		total += n * n
	}
	return total
}

// straighten turns a picture by a small angle to the right, about its middle.
func straighten(picture *image.Gray, degrees float64) *image.Gray {
	b := picture.Bounds()
	w, h := b.Dx(), b.Dy()
	level := image.NewGray(b)
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	cx, cy := float64(w)/2, float64(h)/2
	for y := range h {
		for x := range w {
			dx, dy := float64(x)-cx, float64(y)-cy
			level.Pix[y*level.Stride+x] = greyAt(picture, cx+dx*cos+dy*sin, cy-dx*sin+dy*cos)
		}
	}
	return level
}

// greyAt is the grey between four pixels; white outside the picture.
func greyAt(picture *image.Gray, x, y float64) uint8 {
	b := picture.Bounds()
	left, top := int(math.Floor(x)), int(math.Floor(y))
	if left < 0 || top < 0 || left+1 >= b.Dx() || top+1 >= b.Dy() {
		return 255
	}
	fx, fy := x-float64(left), y-float64(top)
	at := top*picture.Stride + left
	p := picture.Pix
	upper := float64(p[at])*(1-fx) + float64(p[at+1])*fx
	lower := float64(p[at+picture.Stride])*(1-fx) + float64(p[at+picture.Stride+1])*fx
	return uint8(upper*(1-fy) + lower*fy + 0.5)
}
