// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"

	"rentmeester/extract"
	"rentmeester/formats/ocr"
	"rentmeester/formats/pdf"
)

// madeSeed is of the invented invoices that were looked at; the blind ones have
// another.
const madeSeed = 7

// measureMade measures on invented Dutch invoices, printed by Chromium.
func measureMade(t *table, reader *pdf.Reader, count int, seed uint64, scanned bool, kept string) error {
	browser, err := browserPath()
	if err != nil {
		return err
	}
	for i := range count {
		chance := rand.New(rand.NewPCG(seed, uint64(i)))
		page, truth := invented(chance).page(chance)
		name := fmt.Sprintf("made-%d-%03d", seed, i)
		raw, err := printed(browser, kept, name, page)
		if err != nil {
			return err
		}
		doc, err := reader.Read(context.Background(), bytes.NewReader(raw))
		if err != nil {
			return err
		}
		if scanned {
			if doc, err = scannedPages(reader, raw, len(doc.Pages), chance, filepath.Join(kept, name+".json")); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		t.add(name, extract.Read(doc, nil, extract.Options{Own: extract.Identity{VAT: []string{"NL001234567B01"}}}), truth, nil)
	}
	return nil
}

func browserPath() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no Chromium to print with: run scripts/setup.sh")
}

// printed prints HTML to a PDF.
func printed(browser, kept, name, page string) ([]byte, error) {
	source, target := filepath.Join(kept, name+".html"), filepath.Join(kept, name+".pdf")
	if before, err := os.ReadFile(source); err == nil && string(before) == page {
		if raw, err := os.ReadFile(target); err == nil {
			return raw, nil
		}
	}
	if err := os.WriteFile(source, []byte(page), 0o600); err != nil {
		return nil, err
	}
	_ = os.Remove(filepath.Join(kept, name+".json"))
	out, err := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--print-to-pdf="+target, "file://"+source).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, out)
	}
	return os.ReadFile(target)
}

// scannedPages draws the pages as a scanner would: not quite straight, not
// quite sharp, with specks, packed as JPEG; now and then upside down.
func scannedPages(reader *pdf.Reader, raw []byte, count int, chance *rand.Rand, kept string) (*pdf.Document, error) {
	whole := &pdf.Document{}
	if saved, err := os.ReadFile(kept); err == nil {
		return whole, json.Unmarshal(saved, whole)
	}
	engine := ocr.New(ocr.Options{})
	var numbers []int
	for i := range count {
		numbers = append(numbers, i)
	}
	angle, turned := chance.Float64()*4-2, chance.IntN(10) == 0
	err := reader.Draw(context.Background(), bytes.NewReader(raw), 200, numbers, func(_ int, picture *image.Gray, _ float64) error {
		var packed bytes.Buffer
		if err := jpeg.Encode(&packed, worn(picture, angle, turned, chance), &jpeg.Options{Quality: 60}); err != nil {
			return err
		}
		result, err := engine.Image(context.Background(), &packed)
		if err != nil {
			return err
		}
		whole.Pages = append(whole.Pages, result.Document.Pages...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	saved, err := json.Marshal(whole)
	if err != nil {
		return nil, err
	}
	return whole, os.WriteFile(kept, saved, 0o600)
}

// worn is a page as a scanner makes it.
func worn(clean *image.Gray, degrees float64, turned bool, chance *rand.Rand) *image.Gray {
	b := clean.Bounds()
	w, h := b.Dx(), b.Dy()
	out := image.NewGray(b)
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	at := func(x, y int) float64 {
		if x < 0 || y < 0 || x >= w || y >= h {
			return 255
		}
		return float64(clean.Pix[y*clean.Stride+x])
	}
	for y := range h {
		for x := range w {
			dx, dy := float64(x-w/2), float64(y-h/2)
			sx, sy := float64(w/2)+dx*cos+dy*sin, float64(h/2)-dx*sin+dy*cos
			ix, iy := int(math.Floor(sx)), int(math.Floor(sy))
			fx, fy := sx-float64(ix), sy-float64(iy)
			grey := (at(ix, iy)*(1-fx)+at(ix+1, iy)*fx)*(1-fy) + (at(ix, iy+1)*(1-fx)+at(ix+1, iy+1)*fx)*fy
			blurred := (at(ix-1, iy) + at(ix+1, iy) + at(ix, iy-1) + at(ix, iy+1)) / 4
			grey = 0.75*grey + 0.25*blurred + chance.NormFloat64()*12
			if chance.IntN(5000) == 0 {
				grey = 60
			}
			grey = min(max(grey*0.92+12, 0), 255)
			if turned {
				out.Pix[(h-1-y)*out.Stride+w-1-x] = uint8(grey)
			} else {
				out.Pix[y*out.Stride+x] = uint8(grey)
			}
		}
	}
	return out
}
