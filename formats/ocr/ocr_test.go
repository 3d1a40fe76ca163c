// SPDX-License-Identifier: EUPL-1.2

package ocr

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"math"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"rentmeester/fault"
	"rentmeester/formats/pdf"
)

// words are written on every page that is recognised here.
const words = "Factuurnummer 2026815 Factuurdatum 12 maart 2026 Gemeente Voorbeeldstad Leverancier Groenvoorziening Rekening Totaal"

// written is a page of A4 at 150 dpi with the words, a few on each line, large.
func written() *image.Gray {
	small := image.NewGray(image.Rect(0, 0, 310, 438))
	for i := range small.Pix {
		small.Pix[i] = 255
	}
	d := font.Drawer{Dst: small, Src: image.Black, Face: basicfont.Face7x13}
	for i, word := range strings.Fields(words) {
		d.Dot = fixed.P(30, 40+24*i)
		d.DrawString(word + " " + word)
	}
	return scaled(small, 4)
}

func packed(t *testing.T, picture image.Image) *bytes.Buffer {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return &out
}

func needTesseract(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("tesseract"); err != nil {
		t.Skip("tesseract is not here: scripts/setup.sh installs it")
	}
	if testing.Short() {
		t.Skip("recognition takes seconds")
	}
}

// found says how many of the words were recognised.
func found(page pdf.Page) int {
	count := 0
	for _, word := range strings.Fields(words) {
		if slices.ContainsFunc(page.Words, func(w pdf.Word) bool { return w.Text == word }) {
			count++
		}
	}
	return count
}

// TestRecognised reads a page that lies upright, on its sides, upside down and
// askew: nearly all words are there, with a box on the page and a confidence.
func TestRecognised(t *testing.T) {
	needTesseract(t)
	page, all := written(), len(strings.Fields(words))
	tests := []struct {
		name    string
		picture *image.Gray
		turned  int
		skew    float64
	}{
		{"upright", page, 0, 0},
		{"on its side", turnRight(page, 90), 270, 0},
		{"upside down", turnRight(page, 180), 180, 0},
		{"on its other side", turnRight(page, 270), 90, 0},
		{"askew", straighten(page, 1.5), 0, -1.5},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			result, err := New(Options{}).Image(context.Background(), packed(t, test.picture))
			if err != nil {
				t.Fatal(err)
			}
			read, how := result.Document.Pages[0], result.Pages[0]
			if got := found(read); got < all*8/10 {
				t.Errorf("%d of %d words: %q", got, all, read.Text)
			}
			if how.Turned != test.turned || math.Abs(how.Skew-test.skew) > 0.3 || !how.Drawn || how.Sure < 0.5 {
				t.Errorf("%+v, want turned %d, skew %v", how, test.turned, test.skew)
			}
			for _, w := range read.Words {
				if w.Confidence <= 0 || w.Confidence > 1 || w.Box.Left < 0 || w.Box.Right > read.Width || w.Box.Bottom > read.Height || w.Box.Top >= w.Box.Bottom {
					t.Errorf("%+v on %v × %v", w, read.Width, read.Height)
				}
			}
			if share := inked(Upright(test.picture, how).(*image.Gray), read); share < 0.9 {
				t.Errorf("only %.0f %% of the ink is in a box on the picture as it was read", 100*share)
			}
			if read.Width < 500 && read.Height < 500 {
				t.Errorf("a page of %v × %v points", read.Width, read.Height)
			}
		})
	}
}

// inked is how much of what is dark on a picture lies in the box of a word.
func inked(picture *image.Gray, page pdf.Page) float64 {
	all, in := 0, 0
	b := picture.Bounds()
	perPoint := float64(b.Dx()) / page.Width
	for y := range b.Dy() {
		for x := range b.Dx() {
			if picture.GrayAt(x, y).Y > 100 {
				continue
			}
			all++
			px, py := float64(x)/perPoint, float64(y)/perPoint
			if slices.ContainsFunc(page.Words, func(w pdf.Word) bool {
				return px >= w.Box.Left-1 && px <= w.Box.Right+1 && py >= w.Box.Top-1 && py <= w.Box.Bottom+1
			}) {
				in++
			}
		}
	}
	return float64(in) / float64(max(all, 1))
}

func TestJPEG(t *testing.T) {
	needTesseract(t)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, written(), nil); err != nil {
		t.Fatal(err)
	}
	result, err := New(Options{}).Image(context.Background(), &out)
	if err != nil || found(result.Document.Pages[0]) < 10 {
		t.Errorf("%v", err)
	}
}

// bomb is a picture of some bytes that says it is immense.
func bomb(width, height uint32) []byte {
	out := bytes.NewBufferString("\x89PNG\r\n\x1a\n")
	head := []byte("IHDR")
	head = binary.BigEndian.AppendUint32(head, width)
	head = binary.BigEndian.AppendUint32(head, height)
	head = append(head, 8, 0, 0, 0, 0)
	_ = binary.Write(out, binary.BigEndian, uint32(13))
	out.Write(head)
	_ = binary.Write(out, binary.BigEndian, crc32.ChecksumIEEE(head))
	return out.Bytes()
}

// tiff is a TIFF of nothing but directories, each of which names the next.
func tiff(next ...uint32) []byte {
	out := []byte("II*\x00")
	out = binary.LittleEndian.AppendUint32(out, 8)
	for _, at := range next {
		out = binary.LittleEndian.AppendUint16(out, 0)
		out = binary.LittleEndian.AppendUint32(out, at)
	}
	return out
}

func longTIFF() []byte {
	var next []uint32
	for i := range MostPages + 5 {
		next = append(next, uint32(8+6*(i+1)))
	}
	return tiff(next...)
}

// TestRefused: what is no picture, or one made to do harm, is refused before
// anything is unpacked or started.
func TestRefused(t *testing.T) {
	e := New(Options{Program: "no-such-program"})
	tests := []struct {
		name string
		data []byte
		code string
	}{
		{"nothing", nil, "ocr.image"},
		{"a text", []byte("Geachte gemeente"), "ocr.image"},
		{"60,000 by 60,000 pixels in 33 bytes", bomb(60_000, 60_000), "ocr.too-many-pixels"},
		{"as wide as can be said", bomb(1<<31-1, 1<<31-1), "ocr.image"},
		{"61 million pixels", bomb(61_000_000, 1), "ocr.too-many-pixels"},
		{"one pixel", packed(t, image.NewGray(image.Rect(0, 0, 1, 1))).Bytes(), "ocr.too-small"},
		{"cut off", packed(t, written()).Bytes()[:200], "ocr.image"},
		{"a TIFF of itself for ever", tiff(8), "ocr.image"},
		{"a TIFF of 55 pages", longTIFF(), "ocr.too-many-pages"},
		{"a TIFF that points outside itself", tiff(0xfffffff0), "ocr.image"},
		{"a picture of more than 64 MB", append([]byte("\x89PNG\r\n\x1a\n"), make([]byte, MostBytes)...), "ocr.too-large"},
		{"a page without the program", packed(t, written()).Bytes(), "ocr.missing"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := e.Image(context.Background(), bytes.NewReader(test.data)); fault.Code(err) != test.code {
				t.Errorf("got %v, want %s", err, test.code)
			}
		})
	}
}

func TestRecognise(t *testing.T) {
	for head, want := range map[string]bool{"\x89PNG\r\n\x1a\n": true, "\xff\xd8\xff\xe0": true, "II*\x00": true, "MM\x00*": true, "%PDF-1.7": false, "<?xml": false, "": false} {
		if Recognise([]byte(head)) != want {
			t.Errorf("%q", head)
		}
	}
}

// TestPDFPagesWithoutText recognises only the pages of a PDF that have no text.
func TestPDFPagesWithoutText(t *testing.T) {
	needTesseract(t)
	reader := pdf.New(pdf.Options{})
	defer reader.Close()
	raw := twoPages(t)
	result, err := New(Options{}).PDF(context.Background(), reader, raw, false)
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Document.Pages) != 2 || result.Pages[0].Drawn || !result.Pages[1].Drawn || found(result.Document.Pages[1]) < 10 || result.Document.Pages[0].Text != "Factuur F1" {
		t.Errorf("%+v, %q", result.Pages, result.Document.Pages[1].Text)
	}
}

// twoPages is a PDF with a page of text and a page that is a picture.
func twoPages(t *testing.T) []byte {
	t.Helper()
	var photo bytes.Buffer
	picture := written()
	if err := jpeg.Encode(&photo, picture, nil); err != nil {
		t.Fatal(err)
	}
	stream := func(entries, data string) string {
		return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", entries, len(data), data)
	}
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n")
	for i, object := range []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 2/Kids[3 0 R 6 0 R]/MediaBox[0 0 595 842]>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>", stream("", "BT /F 10 Tf 1 0 0 1 20 800 Tm (Factuur F1) Tj ET"),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
		"<</Type/Page/Parent 2 0 R/Contents 7 0 R/Resources<</XObject<</P 8 0 R>>>>>>", stream("", "q 595 0 0 842 0 0 cm /P Do Q"),
		stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode", picture.Rect.Dx(), picture.Rect.Dy()), photo.String()),
	} {
		fmt.Fprintf(&out, "%d 0 obj %s endobj\n", i+1, object)
	}
	out.WriteString("trailer <</Root 1 0 R>>\n%%EOF\n")
	return out.Bytes()
}

func FuzzPicture(f *testing.F) {
	f.Add(bomb(10, 10))
	f.Add(tiff(8))
	f.Add([]byte("\xff\xd8\xff\xe0"))
	f.Fuzz(func(t *testing.T, data []byte) {
		pages, err := pagesOf(data)
		if err != nil {
			return
		}
		for _, page := range pages {
			if picture, dpi, err := decode(page); (picture == nil) == (err == nil) || err == nil && dpi <= 0 {
				t.Errorf("%v, %v", dpi, err)
			}
		}
	})
}

func FuzzTable(f *testing.F) {
	f.Add([]byte("5\t1\t1\t1\t1\t1\t10\t10\t50\t12\t96.5\tFactuur\n"))
	f.Fuzz(func(t *testing.T, table []byte) {
		for _, w := range pageOf(table, 1000, 1000, 300).Words {
			if strings.TrimSpace(w.Text) == "" || w.Confidence <= 0 || w.Confidence > 1 {
				t.Errorf("%+v", w)
			}
		}
	})
}
